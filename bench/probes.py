"""From a server that breaks to a status that says so, against what the period and the threshold alone cost; what a check
costs; and what probes ask of the API server while nothing happens."""

import json
import os
import re
import subprocess
import time

import figures
import world
from processes import Java, operator, running, until

SERVERS = int(os.environ.get("SERVERS", "200"))
CHECKS = int(os.environ.get("CHECKS", "100000"))
PROBES = int(os.environ.get("PROBES", "1000"))
# Checks are made of a name; what it means and that it may be dialled is this machine's, as probes.allow has it.
HOST = "servers.example.test"
PORT = 21000
GOAL = 1.03
REST_SECONDS = 60


def measure() -> None:
    _detection()
    _checks()
    _rest()


def _settings() -> dict[str, str]:
    hosts = world.BUILT / "hosts"
    hosts.parent.mkdir(parents=True, exist_ok=True)
    hosts.write_text(f"127.0.0.1 {HOST}.\n")
    return {"JDK_JAVA_OPTIONS": f"-Djdk.net.hosts.file={hosts}", "FAULTLINE_PROBES_ALLOW": HOST}


def _detection() -> None:
    with world.world() as here, operator(here.account("faultline"), **_settings()) as replica:
        replica.await_leading()
        told = json.loads(world.out(here.load, here.kubeconfig, "detection", "--servers", str(SERVERS), "--host", HOST))
    figures.ratio(f"probes, {SERVERS} servers break", f"mean {told['mean']:.2f} s (max {told['max']:.2f})",
                  f"period/2 + 2 periods {told['theory']:.2f} s", told["mean"] / told["theory"], GOAL)
    figures.note("probes, as status tells it", f"MTTD {told['told']:.2f} s from the first bad answer; "
                 f"{told['threshold']:.2f} s of it are the threshold's")
    figures.limit("probes, not detected", f"{told['missed']}", told["missed"], 0, "")


def _checks() -> None:
    with world.world() as here, operator(here.account("faultline"), **_settings()) as replica:
        replica.await_leading()
        with running([here.load, here.kubeconfig, "checks", "--host", HOST, "--checks", str(CHECKS)], "checks",
                     stdout=subprocess.PIPE, text=True) as load:
            json.loads(load.stdout.readline())
            # The first ones run before the code is compiled.
            until(lambda: _made(replica) > CHECKS / 4, 300, "a quarter of the checks is made")
            begun, cpu, made = time.monotonic(), replica.cpu(), _made(replica)
            told = json.loads(load.stdout.readline())
            seconds, cpu, made = time.monotonic() - begun, replica.cpu() - cpu, _made(replica) - made
    figures.note("probes, healthy checks", f"{told['answered']}, {made / seconds:.0f} per second with {cpu / seconds:.2f} of a core; "
                 f"half a core makes {made / cpu / 2:.0f} per second ({cpu / made * 1e6:.0f} µs each)")
    figures.limit("probes, false incidents", f"{told['incidents'] + told['unhealthy']}",
                  told["incidents"] + told["unhealthy"], 0, "")


def _made(replica: Java) -> float:
    return replica.meter("faultline_probe_latency_seconds_count")


def _rest() -> None:
    with world.world() as here, operator(here.account("faultline"), **_settings()) as replica:
        replica.await_leading()
        with running([here.load, here.kubeconfig, "checks", "--host", HOST, "--probes", str(PROBES), "--each", "1",
                      "--period", "15s", "--checks", str(10**9)], "rest"):
            # A first status, and one with an availability.
            until(lambda: replica.meter("faultline_status_writes_total") >= 2 * PROBES, 300, "all is reported on")
            until(lambda: _still(replica), 120, "nothing more is written", pause=2)
            before, cpu = _requests(here), replica.cpu()
            time.sleep(REST_SECONDS)
            asked, cpu = _requests(here) - before, replica.cpu() - cpu
    figures.limit(f"probes, {PROBES} at rest", f"{cpu / REST_SECONDS * 1000:.0f} ms/s CPU, {PROBES / 15:.0f} checks/s", asked, 0,
                  "requests")


def _still(replica: Java) -> bool:
    before = replica.meter("faultline_status_writes_total")
    time.sleep(15)
    return replica.meter("faultline_status_writes_total") == before


def _requests(here: world.World) -> int:
    """Of our kind, as the API server counts them; watches last and are none."""
    text = here.kubectl("get", "--raw", "/metrics")
    return sum(int(float(found[1])) for found in re.findall(r"^apiserver_request_total\{([^}]*)\} (\S+)$", text, re.MULTILINE)
               if 'group="faultline.dev"' in found[0] and 'verb="WATCH"' not in found[0])

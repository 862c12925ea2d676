"""Policy change → the last proxy has accepted it, against a bare gRPC push of as many bytes in the same run."""

import json
import os
import re
import subprocess
from contextlib import ExitStack
from pathlib import Path

import figures
import processes
import world
from processes import bare, lasting, operator, running, until

PROXIES = int(os.environ.get("PROXIES", "1000"))
CHANGES = int(os.environ.get("CHANGES", "150"))
SIZES = tuple(size for size in (10, 100, 1000) if size < PROXIES) + (PROXIES,)
ENVOYS = 2
GOAL = 1.3
GROWTH_GOAL = 1.2
BYTES_GOAL = 1.5
MEMORY_GOAL = 1.5

PORT, FLOOR_PORT, RELAY_PORT = 19000, 19300, 19301
FLOOR = f"127.0.0.1:{FLOOR_PORT}"
RELAY = f"127.0.0.1:{RELAY_PORT}"
# A value is a timeout in ms that no policy has had before; each size has some of its own.
VALUES_PER_SIZE = 2000


def measure() -> None:
    with world.world() as here, operator(here.account("faultline"), port=PORT) as replica:
        replica.await_leading()
        world.out(here.load, here.kubeconfig, "mesh", "--pods", str(-(-PROXIES // 100) * 100 + 100))
        chain, key = world.certificate()
        authority = world.BUILT / "sidecars-ca.crt"
        authority.write_text(here.kubectl("get", "configmap", "faultline-ca", "-n", "mesh",
                                          "-o", r"jsonpath={.data.ca\.crt}"))
        with bare("BareXds", here.account(world.FLOOR), str(FLOOR_PORT), chain, key) as floor:
            told = {}
            for step, size in enumerate(SIZES):
                last = size == SIZES[-1]
                command = [here.load, here.kubeconfig, "xds", "--proxies", size, "--changes", CHANGES,
                           "--first-value", 1000 + step * VALUES_PER_SIZE, "--operator", processes.xds(PORT),
                           "--authority", authority, "--floor", FLOOR, "--certificate", chain, "--key", key,
                           "--relay", RELAY, "--envoys", ENVOYS]
                with running(command, "xds", stdout=subprocess.PIPE) as load:
                    told[size] = _next(load)
                    told[size]["memory"] = {"operator": lasting(replica.process.pid), "floor": lasting(floor.pid)}
                    _tell(size, told[size])
                    _with_envoys(here, load, size, chain)
            _compare(told)


def _next(load: subprocess.Popen) -> dict:
    line = load.stdout.readline()
    if not line:
        raise SystemExit(f"the load has ended: {(processes.LOGS / 'xds.log').read_text()}")
    return json.loads(line)


def _tell(size: int, told: dict) -> None:
    for policy, who in (("all", f"{size} proxies"), ("one", f"1 of {size} proxies")):
        for share in ("p50", "p99"):
            took, least = (told[policy][side]["whole"][share] for side in ("operator", "floor"))
            words = f"xds, {who}, {share}", f"{took:.1f} ms", f"{least:.1f} ms", took / least
            figures.ratio(*words, GOAL) if share == "p99" else figures.plain(*words)
        pushed = [told[policy][side]["pushed"] for side in ("operator", "floor")]
        figures.note(f"xds, {who}, after the answer",
                     ", floor ".join(f"{each['p50']:.1f} / {each['p99']:.1f} ms" for each in pushed))


def _with_envoys(here: world.World, load: subprocess.Popen, size: int, chain: Path) -> None:
    with ExitStack() as stack:
        for number, pod in enumerate(_envoy_pods(here)):
            stack.enter_context(_envoy(here, pod, number, chain))
        told = _next(load)
    simulated, real = told["simulated"], told["real"]
    figures.note(f"xds, {size} and {ENVOYS} real Envoys",
                 f"the Envoys {real['p50']:.1f} / {real['p99']:.1f} ms, the others {simulated['p50']:.1f} / {simulated['p99']:.1f} ms")


def _envoy_pods(here: world.World) -> list[dict]:
    """The last ones: the simulated proxies are the first."""
    pods = json.loads(here.kubectl("get", "pods", "-n", "mesh", "-l", "governed-by=all", "-o", "json"))["items"]
    return sorted(pods, key=lambda pod: pod["metadata"]["name"])[-ENVOYS:]


def _envoy(here: world.World, pod: dict, number: int, chain: Path):
    """Started as the pod says; only ports and places of files are this machine's."""
    name, uid = pod["metadata"]["name"], pod["metadata"]["uid"]
    token = world.BUILT / f"envoy-{number}.token"
    token.touch(mode=0o600)
    token.write_text(here.kubectl("create", "token", "default", "-n", "mesh", "--audience", "faultline", "--bound-object-kind",
                                  "Pod", "--bound-object-name", name, "--bound-object-uid", uid).strip())
    [arguments] = [each["args"] for each in pod["spec"]["initContainers"] if each["name"] == "faultline-envoy"]
    ports = iter(range(19310 + number * 10, 19320 + number * 10))
    own = {port: str(next(ports)) for port in ("15500", "15521", "15590")}
    yaml = (arguments[1].replace("/etc/faultline/ca/ca.crt", str(chain)).replace(processes.xds(PORT), RELAY)
            .replace("/var/run/secrets/faultline/token", str(token)).replace("address: 0.0.0.0", "address: 127.0.0.1"))
    yaml = re.sub(r"port_value: (\d+)", lambda found: f"port_value: {own[found[1]]}", yaml)
    rest = [each.replace("$(POD_NAMESPACE)/$(POD_NAME)", f"mesh/{name}") for each in arguments[2:]]
    return running([world.tool("envoy"), arguments[0], yaml, *rest], f"envoy-{number}")


def _compare(told: dict) -> None:
    fewest, most = min(told), max(told)
    for share in ("p50", "p99") if most > fewest else ():
        # Of the ratios, as in latency: the machine's mood is in the floor.
        cost = {size: told[size]["one"]["operator"]["whole"][share] / told[size]["one"]["floor"]["whole"][share]
                for size in (fewest, most)}
        figures.ratio(f"xds, growth of one's {share}", f"1 of {most} {cost[most]:.2f} x floor",
                      f"1 of {fewest} {cost[fewest]:.2f} x", cost[most] / cost[fewest], GROWTH_GOAL)
    size, sent = told[most]["resource"], told[most]["all"]["operator"]["bytes"]
    figures.ratio("xds, bytes per proxy and change", f"{sent:.0f} bytes, with TLS", f"resource {size} bytes", sent / size, BYTES_GOAL)
    if most > fewest:
        each = {side: (told[most]["memory"][side] - told[fewest]["memory"][side]) / (most - fewest)
                for side in ("operator", "floor")}
        figures.ratio("xds, memory per stream", f"{each['operator']:.1f} KiB", f"{each['floor']:.1f} KiB",
                      each["operator"] / each["floor"], MEMORY_GOAL)

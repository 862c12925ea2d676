"""Memory and start-up at 1,000 policies, against an empty operator on the same stack, with the same flags."""

import os
import re
import statistics
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import figures
import world
from processes import ROOT, Java, end, operator, until

POLICIES = min(1000, int(os.environ.get("POLICIES", "1000")))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
GOAL = 1.3
REST_SECONDS = 15
EMPTY = ROOT / "bench" / "empty-operator"
BUILT = ROOT / "target" / "bench" / "empty-operator"
SHARED = ("quarkus.platform.version", "qosdk.version", "fabric8.version")


def measure() -> None:
    build_empty()
    with world.world() as here:
        here.kubectl("apply", "--server-side", "-f", str(BUILT / "kubernetes" / "nothings.empty.faultline.dev-v1.yml"))
        here.make("namespaces,deployments,pods,policies", 0, POLICIES)
        accounts = {"operator": here.account("faultline")}
        with operator(accounts["operator"]) as replica:
            replica.await_leading()
            until(lambda: replica.meter("faultline_status_writes_total") >= POLICIES, 120, "all is reported on")
        here.await_counted()
        ours, floor = [], []
        for _ in range(ROUNDS):
            with empty(here.kubeconfig) as replica:
                floor.append(_costs(replica))
            with operator(accounts["operator"]) as replica:
                ours.append(_costs(replica))
    for place, (what, unit) in enumerate((("start to ready", "s"), ("resident", "MiB"), ("CPU at rest", "ms/s"))):
        mine, least = (statistics.median(each[place] for each in side) for side in (ours, floor))
        if what == "CPU at rest":
            figures.note(f"footprint, {what}", f"{mine:.1f} {unit}, empty operator {least:.1f} {unit}")
        else:
            figures.ratio(f"footprint, {what}", f"{mine:.2f} {unit}", f"{least:.2f} {unit}", mine / least, GOAL)


def _costs(replica: Java) -> tuple[float, float, float]:
    """Seconds to ready, MiB resident and milliseconds of CPU per second when at rest."""
    ready = replica.await_ready()
    time.sleep(REST_SECONDS)
    begun = replica.cpu()
    time.sleep(REST_SECONDS)
    return ready, replica.resident(), (replica.cpu() - begun) / REST_SECONDS * 1000


@contextmanager
def empty(kubeconfig: Path):
    replica = Java(BUILT / "quarkus-app" / "quarkus-run.jar", kubeconfig, 19002, "empty")
    try:
        yield replica
    finally:
        end(replica.process)


def build_empty() -> None:
    for name in SHARED:
        here, there = (re.search(rf"<{name}>(.*)</{name}>", (folder / "pom.xml").read_text()).group(1)
                       for folder in (EMPTY, ROOT))
        if here != there:
            raise SystemExit(f"bench/empty-operator/pom.xml has {name} {here}, the operator has {there}: make them alike")
    java = subprocess.run([ROOT / "e2e" / "jdk"], check=True, capture_output=True, text=True).stdout.strip()
    subprocess.run(["mvn", "-B", "-q", "-DskipTests", "package"], cwd=EMPTY, check=True,
                   env=os.environ | {"JAVA_HOME": java, "MAVEN_OPTS": "--sun-misc-unsafe-memory-access=allow"
                                     " --enable-native-access=ALL-UNNAMED"})

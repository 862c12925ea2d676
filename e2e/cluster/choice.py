"""Which cluster the commands work on, and the two kinds that are not ours: a given one, and kind's.

kind was not tried (it needs Docker), so that path is small: make, load, delete.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import plan
import preflight
from processes import Failure, output

GIVEN, KIND, NODES, CONTROL_PLANE = "given", "kind", "nodes", "control-plane"
WORDS = {
    GIVEN: "the cluster of FAULTLINE_KUBECONFIG, as it is",
    KIND: "a kind cluster in Docker",
    NODES: "an own cluster: control plane and three nodes on this machine",
    CONTROL_PLANE: "an own control plane without nodes",
}


def which(name: str) -> tuple[str, str]:
    """The kind of cluster, and why where that is not what one would hope for."""
    if (here := plan.existing(name)) and not here.with_nodes:
        return CONTROL_PLANE, ""
    if os.environ.get("FAULTLINE_KUBECONFIG"):
        return GIVEN, ""
    if here:
        return NODES, ""
    if shutil.which("kind") and _docker_runs():
        return KIND, "this way was not tried"
    if problem := preflight.no_nodes():
        return CONTROL_PLANE, f"because real nodes need {problem}"
    return NODES, ""


def given_kubeconfig() -> Path:
    file = Path(os.environ["FAULTLINE_KUBECONFIG"]).expanduser().absolute()
    if not file.is_file():
        raise Failure(f"FAULTLINE_KUBECONFIG is {file}, which is not there")
    return file


class Kind:
    def __init__(self, name: str):
        self.name = "faultline" if name == "demo" else f"faultline-{name}"
        self.kubeconfig = plan.clusters() / f"kind-{name}.kubeconfig"

    def up(self) -> None:
        self.kubeconfig.parent.mkdir(parents=True, exist_ok=True)
        if self.name in output(["kind", "get", "clusters"]).split():
            output(["kind", "export", "kubeconfig", "--name", self.name, "--kubeconfig", str(self.kubeconfig)])
            return
        workers = [{"role": "worker", "labels": {"topology.kubernetes.io/zone": zone,
                                                 "topology.kubernetes.io/region": "local"}} for zone in plan.ZONES]
        config = {"kind": "Cluster", "apiVersion": "kind.x-k8s.io/v1alpha4",
                  "nodes": [{"role": "control-plane"}, *workers]}
        subprocess.run(["kind", "create", "cluster", "--name", self.name, "--kubeconfig", str(self.kubeconfig),
                        "--wait", "5m", "--config", "-"], input=json.dumps(config), text=True, check=True)

    def load(self, tars: list[Path]) -> None:
        for tar in tars:
            output(["kind", "load", "image-archive", str(tar), "--name", self.name])

    def down(self) -> None:
        output(["kind", "delete", "cluster", "--name", self.name, "--kubeconfig", str(self.kubeconfig)])
        self.kubeconfig.unlink(missing_ok=True)


def _docker_runs() -> bool:
    return bool(shutil.which("docker")) and not subprocess.run(["docker", "info"], capture_output=True).returncode

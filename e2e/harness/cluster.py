"""The cluster that scenarios and demo work on, as `e2e/cluster/cluster` brings it up."""

import os
import re
from pathlib import Path

from shell import Failure, run, show

E2E = Path(__file__).resolve().parents[1]
TOOL = str(E2E / "cluster" / "cluster")
ENVOY_PIN = E2E / "cluster" / "modules" / "envoy" / "requirements.txt"
OPERATOR_IMAGE = E2E.parent / "target" / "image" / "faultline-operator.tar"


class Cluster:
    def __init__(self, name: str):
        self.name = name
        self.is_given = bool(os.environ.get("FAULTLINE_KUBECONFIG"))

    def require_nodes(self) -> None:
        if run([TOOL, "which", "--name", self.name]).startswith("control-plane"):
            show([TOOL, "preflight", "--nodes"])
            raise Failure(f"cluster {self.name} would have no nodes; run this as root, or set FAULTLINE_KUBECONFIG")

    def up(self, *options: str) -> None:
        show([TOOL, "up", "--name", self.name, *options])

    def load_operator(self) -> bool:
        """Brings the operator's image to all nodes; tells whether it is another one than before."""
        if not OPERATOR_IMAGE.exists() and not self.is_given:
            raise Failure(f"there is no {OPERATOR_IMAGE.relative_to(E2E.parent)}; make it first: make image")
        return not self.is_given and "faultline/operator" in run([TOOL, "load", "--name", self.name, str(OPERATOR_IMAGE)])

    def down(self) -> None:
        if not self.is_given:
            show([TOOL, "down", "--name", self.name])

    def environment(self) -> dict[str, str]:
        """For programs that work on this cluster: its kubeconfig, and kubectl and helm of the right version."""
        kubeconfig = run([TOOL, "kubeconfig", "--name", self.name]).strip()
        programs = [str(Path(run([TOOL, "bin", name]).strip()).parent) for name in ("kubectl", "helm")]
        path = os.pathsep.join([*dict.fromkeys(programs), os.environ.get("PATH", "")])
        return {**os.environ, **self._images(), "KUBECONFIG": kubeconfig, "PATH": path, "E2E": str(E2E)}

    def _images(self) -> dict[str, str]:
        """What install-operator must know of nodes that pull no images; other clusters pull Envoy's own."""
        if not run([TOOL, "which", "--name", self.name]).startswith("nodes"):
            return {}
        return {"FAULTLINE_SIDECAR_IMAGE": f"faultline.dev/envoy:{pinned(ENVOY_PIN.read_text())}"}


def pinned(requirements: str) -> str:
    """The version that a requirements.txt with one package names."""
    return re.search(r"^[\w-]+==(\S+)", requirements, re.MULTILINE)[1]

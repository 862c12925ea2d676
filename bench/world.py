"""The cluster that is measured in: a control plane that waits for its disk, accounts, and many objects."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from processes import until

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / "target" / "bench"
CLUSTER = ROOT / "e2e" / "cluster" / "cluster"
NAME = os.environ.get("FAULTLINE_BENCH_CLUSTER", "bench")
NAMESPACE = "faultline-system"

# The floor has its own account, so that it waits in the same queues of the API server as the operator.
FLOOR = "floor"
# One account per replica, so that the audit log tells who wrote.
REPLICAS = ("faultline", "faultline-2")

ACCOUNTS = f"""
apiVersion: v1
kind: ServiceAccount
metadata: {{name: {REPLICAS[1]}, namespace: {NAMESPACE}}}
---
apiVersion: v1
kind: ServiceAccount
metadata: {{name: {FLOOR}, namespace: {NAMESPACE}}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {{name: faultline-2-core}}
roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: faultline-core}}
subjects: [{{kind: ServiceAccount, name: {REPLICAS[1]}, namespace: {NAMESPACE}}}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {{name: faultline-2-lease, namespace: {NAMESPACE}}}
roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: Role, name: faultline-lease}}
subjects: [{{kind: ServiceAccount, name: {REPLICAS[1]}, namespace: {NAMESPACE}}}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {{name: faultline-2-certificates, namespace: {NAMESPACE}}}
roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: Role, name: faultline-certificates}}
subjects: [{{kind: ServiceAccount, name: {REPLICAS[1]}, namespace: {NAMESPACE}}}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {{name: {FLOOR}}}
rules:
- {{apiGroups: [floor.faultline.dev], resources: [resiliencepolicies], verbs: [get, list, watch]}}
- {{apiGroups: [floor.faultline.dev], resources: [resiliencepolicies/status], verbs: [patch]}}
- {{apiGroups: [policy], resources: [poddisruptionbudgets], verbs: [create, patch]}}
- {{apiGroups: [floor.faultline.dev], resources: [gamedayruns], verbs: [create]}}
- {{apiGroups: [events.k8s.io], resources: [events], verbs: [create]}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {{name: {FLOOR}}}
roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: {FLOOR}}}
subjects: [{{kind: ServiceAccount, name: {FLOOR}, namespace: {NAMESPACE}}}]
"""


def out(*command: str | Path, feed: str | None = None) -> str:
    done = subprocess.run([str(each) for each in command], capture_output=True, text=True, input=feed)
    if done.returncode:
        sys.exit(f"`{' '.join(map(str, command))}` failed: {(done.stderr or done.stdout).strip()}")
    return done.stdout


@dataclass(frozen=True)
class World:
    """A cluster that is up. Objects are numbered; `per_namespace` says how they are spread, 0 means all in one."""

    kubeconfig: Path
    per_namespace: int
    load: Path

    @property
    def audit_log(self) -> Path:
        return self.kubeconfig.parent / "audit.log"

    def kubectl(self, *arguments: str, feed: str | None = None) -> str:
        return out(tool("kubectl"), "--kubeconfig", self.kubeconfig, *arguments, feed=feed)

    def account(self, name: str) -> Path:
        """A kubeconfig for a ServiceAccount."""
        config = json.loads(self.kubeconfig.read_text())
        token = self.kubectl("create", "token", name, "-n", NAMESPACE, "--duration=4h").strip()
        config["users"][0]["user"] = {"token": token}
        file = BUILT / f"{name}.kubeconfig"
        file.touch(mode=0o600)
        file.write_text(json.dumps(config))
        return file

    def make(self, kinds: str, start: int, end: int) -> None:
        out(self.load, self.kubeconfig, "make", "--kinds", kinds, "--from", str(start), "--to", str(end), *self.spread())

    def spread(self) -> list[str]:
        return ["--per-namespace", str(self.per_namespace)]

    def await_counted(self) -> None:
        """Until the disruption controller has seen every budget, so that it does not disturb what comes next."""
        jsonpath = "{range .items[*]}{.metadata.generation}={.status.observedGeneration}\n{end}"
        until(lambda: all(len(set(line.split("="))) == 1 for line in
                          self.kubectl("get", "pdb", "-A", "-o", f"jsonpath={jsonpath}").split()), 300,
              "the disruption controller has counted every budget")


def tool(name: str) -> str:
    return out(CLUSTER, "bin", name).splitlines()[-1]


def certificate() -> tuple[Path, Path]:
    """Of all servers here that are not the operator: itself the authority for 127.0.0.1."""
    chain, key = BUILT / "bare.crt", BUILT / "bare.key"
    out("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
        "-subj", "/CN=bare", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", chain)
    return chain, key


def built_load() -> Path:
    program = BUILT / "load"
    BUILT.mkdir(parents=True, exist_ok=True)
    subprocess.run(["go", "build", "-trimpath", "-o", program, "."], cwd=ROOT / "bench" / "load", check=True,
                   env=os.environ | {"CGO_ENABLED": "0", "GOWORK": "off"})
    return program


@contextmanager
def world(per_namespace: int = 50):
    """A fresh cluster with the operator's rights and the CRDs, taken down in every case."""
    load = built_load()
    down = [CLUSTER, "down", "--name", NAME]
    subprocess.run(down, check=True, stdout=subprocess.DEVNULL)
    try:
        up = out(CLUSTER, "up", "--name", NAME, "--control-plane", "--benchmark")
        here = World(Path(up.splitlines()[-1]), per_namespace, load)
        here.kubectl("create", "namespace", NAMESPACE)
        here.kubectl("apply", "-f", "-", feed=_rights())
        here.kubectl("apply", "-f", "-", feed=ACCOUNTS)
        definitions = [file.read_text() for file in sorted((ROOT / "crds").glob("*.yml"))]
        here.kubectl("apply", "--server-side", "-f", "-", feed="\n---\n".join(definitions + [_floor(definitions)]))
        here.kubectl("wait", "crd", "--all", "--for=condition=Established", "--timeout=30s")
        yield here
    finally:
        subprocess.run(down, check=True, stdout=subprocess.DEVNULL)


def _rights() -> str:
    shown = [part for name in ("serviceaccount", "rbac-core", "rbac-lease", "rbac-certificates")
             for part in ("--show-only", f"templates/{name}.yaml")]
    return out(tool("helm"), "template", "faultline", ROOT / "helm" / "faultline", "--namespace", NAMESPACE, *shown)


def _floor(definitions: list[str]) -> str:
    """The same kinds once more, under a group that the operator does not know."""
    return "\n---\n".join(_under_floor(definitions, kind) for kind in ("resiliencepolicies", "gamedayruns"))


def _under_floor(definitions: list[str], kind: str) -> str:
    [definition] = [each for each in definitions if f'name: "{kind}.faultline.dev"' in each]
    return (definition.replace(f'name: "{kind}.faultline.dev"', f'name: "{kind}.floor.faultline.dev"')
            .replace('group: "faultline.dev"', 'group: "floor.faultline.dev"'))

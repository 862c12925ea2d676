"""Where everything of a cluster lives: folders, ports and addresses, all derived from its name.

Pure but for reading which index a name already has. Two names never share a port, an address or a folder.
"""

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).resolve().parent
KNOWN = {"demo": 0, "test": 1, "it": 2}
OTHERS = range(10, 100)
ZONES = ("a", "b", "c")
SERVICE_CIDR = "10.96.0.0/16"
POD_CIDR = "10.244.0.0/16"
API_SERVICE = "10.96.0.1"
DNS_SERVICE = "10.96.0.10"

# Below the range from which Linux hands out ports to clients (32768), 10 ports per cluster.
FIRST_PORT = 22000


def cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "faultline"


def binaries() -> Path:
    return cache() / "bin"


def images() -> Path:
    return cache() / "images"


def clusters() -> Path:
    return cache() / "clusters"


@dataclass(frozen=True)
class Node:
    """One node: a containerd, a kubelet and a pod subnet of its own."""

    cluster: "Plan"
    number: int  # 1 to 3

    @property
    def zone(self) -> str:
        return ZONES[self.number - 1]

    @property
    def name(self) -> str:
        return f"node-{self.zone}"

    @property
    def address(self) -> str:
        return f"172.30.{self.cluster.index}.{10 + self.number}"

    @property
    def pod_subnet(self) -> str:
        return f"10.244.{self.number}.0/24"

    @property
    def state(self) -> Path:
        """What must outlive no reboot: sockets (whose paths must be short) and mounts."""
        return self.cluster.run / self.name

    @property
    def data(self) -> Path:
        return self.cluster.home / "nodes" / self.name

    @property
    def socket(self) -> Path:
        return self.state / "containerd.sock"

    @property
    def cgroup(self) -> str:
        return f"{self.cluster.cgroup}/{self.name}"


@dataclass(frozen=True)
class Plan:
    """One cluster. Its index tells its ports and its address range from those of all others."""

    name: str
    index: int  # 0 to 99
    with_nodes: bool

    @property
    def home(self) -> Path:
        return clusters() / self.name

    @property
    def run(self) -> Path:
        return Path("/run/faultline") / self.name

    @property
    def kubeconfig(self) -> Path:
        return self.home / "kubeconfig"

    @property
    def audit_log(self) -> Path:
        return self.home / "audit.log"

    @property
    def network(self) -> str:
        """The network namespace that holds a cluster with nodes: control plane, nodes and pods."""
        return f"fl-{self.name}"

    @property
    def links(self) -> tuple[str, str]:
        """The two ends of the cable between host and cluster: (host's, cluster's)."""
        return f"flhost{self.index}", f"flnet{self.index}"

    @property
    def host_address(self) -> str:
        return f"172.30.{self.index}.1"

    @property
    def address(self) -> str:
        return f"172.30.{self.index}.2" if self.with_nodes else "127.0.0.1"

    @property
    def cgroup(self) -> str:
        return f"fl-{self.name}"

    @property
    def nodes(self) -> list[Node]:
        return [Node(self, number + 1) for number in range(len(ZONES))] if self.with_nodes else []

    def port(self, part: str) -> int:
        offsets = {"etcd": 0, "etcd-peer": 1, "kube-apiserver": 2, "kube-controller-manager": 3, "kube-scheduler": 4}
        return FIRST_PORT + 10 * self.index + offsets[part]

    @property
    def url(self) -> str:
        return f"https://{self.address}:{self.port('kube-apiserver')}"


def check_name(name: str) -> str:
    # Part of interface, cgroup and folder names.
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,19}", name):
        raise ValueError(f"--name {name} must be lower-case letters, digits and dashes, 20 at most")
    return name


def choose_index(name: str, taken: dict[str, int]) -> int:
    """The fixed index of a well-known name, else a hashed one that no cluster in `taken` has."""
    if name in KNOWN:
        return KNOWN[name]
    if name in taken:
        return taken[name]
    start = int(hashlib.sha256(name.encode()).hexdigest(), 16) % len(OTHERS)
    used = set(taken.values())
    for step in range(len(OTHERS)):
        index = OTHERS[(start + step) % len(OTHERS)]
        if index not in used:
            return index
    raise ValueError("no index is free: take some clusters down (`cluster status` lists them)")


def taken_indexes() -> dict[str, int]:
    return {file.parent.name: int(file.read_text()) for file in clusters().glob("*/index") if file.stat().st_size}


def existing(name: str) -> Plan | None:
    """The cluster as it was last brought up, or None."""
    home = clusters() / check_name(name)
    if not (home / "index").exists():
        return None
    return Plan(name, choose_index(name, taken_indexes()), (home / "with-nodes").exists())


def claim(name: str, with_nodes: bool) -> Plan:
    """Writes down that the name has its index. The caller holds the lock on indexes."""
    plan = Plan(check_name(name), choose_index(name, taken_indexes()), with_nodes)
    plan.home.mkdir(parents=True, exist_ok=True)
    (plan.home / "index").write_text(str(plan.index))
    if with_nodes:
        (plan.home / "with-nodes").touch()
    return plan

"""The nodes of a cluster: per node a containerd, a CNI network and a kubelet; one kube-proxy for all."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from pathlib import Path

import cgroups
import images
from certs import Certificates
from control_plane import ControlPlane
from plan import DNS_SERVICE, POD_CIDR, SOURCE, Node, Plan, binaries
from processes import ENVIRONMENT, Failure, Processes, output, wait_until, write

READY_SECONDS = 120
SOCKET_PATH_LIMIT = 107


class Nodes:
    def __init__(self, plan: Plan, processes: Processes, control: ControlPlane):
        self.plan = plan
        self.processes = processes
        self.control = control
        # When each kubelet was started by this run: a Ready from before says nothing about it.
        self.started: dict[str, datetime] = {}

    def start_runtimes(self) -> None:
        for node in self.plan.nodes:
            self._start_containerd(node)
        for node in self.plan.nodes:
            wait_until(lambda: self._runtime_answers(node), f"containerd of {node.name} answers", READY_SECONDS)

    def start_kubelets(self) -> None:
        for node in self.plan.nodes:
            self._start_kubelet(node)
        self._start_proxy()

    def wait_until_ready(self) -> None:
        wanted = {node.name for node in self.plan.nodes}
        wait_until(lambda: wanted <= self._ready_nodes(), f"{', '.join(sorted(wanted))} are Ready", READY_SECONDS, 0.3)

    def start_dns(self) -> None:
        self.kubectl("apply", "--server-side", "--force-conflicts", "-f", str(SOURCE / "manifests" / "coredns.yaml"))
        self.kubectl("-n", "kube-system", "rollout", "status", "deployment/coredns", f"--timeout={READY_SECONDS}s")

    def load(self, tars: list[Path]) -> list[str]:
        """Imports the archives where they changed; says what it did, a line per node and archive."""
        digests = {tar: images.digest_of(tar) for tar in tars}
        references = {tar: images.references_in(tar) for tar in tars}
        with ThreadPoolExecutor(len(self.plan.nodes)) as pool:
            done = pool.map(lambda node: self._load_one_node(node, digests, references), self.plan.nodes)
            return [line for lines in done for line in lines]

    def _load_one_node(self, node: Node, digests: dict[Path, str], references: dict[Path, list[str]]) -> list[str]:
        said = []
        for tar, digest in digests.items():
            # By reference: an archive loaded under the same name since makes an older one's mark worthless.
            marks = [node.data / "loaded" / reference.replace("/", "_") for reference in references[tar]]
            if marks and all(mark.exists() and mark.read_text() == digest for mark in marks):
                continue
            output([str(binaries() / "ctr"), "--address", str(node.socket), "--namespace", "k8s.io",
                    "images", "import", str(tar)])
            for mark in marks:
                mark.parent.mkdir(parents=True, exist_ok=True)
                mark.write_text(digest)
            said.append(f"{node.name}: {', '.join(references[tar])}")
        return said

    def kubectl(self, *arguments: str) -> str:
        return output([str(binaries() / "kubectl"), "--kubeconfig", str(self.plan.kubeconfig), *arguments])

    def _start_containerd(self, node: Node) -> None:
        cgroups.make(node.cgroup)
        for folder in (node.state, node.data / "cni"):
            folder.mkdir(parents=True, exist_ok=True)
        _write_json(node.data / "cni" / "10-faultline.conflist", _cni(node))
        config = node.data / "containerd.toml"
        write(config, _containerd(node))
        self.processes.ensure(
            f"containerd-{node.name}", [str(binaries() / "containerd"), "--config", str(config)], [config],
            self.plan.network, PATH=f"{binaries()}:{ENVIRONMENT['PATH']}",
            XTABLES_LOCKFILE=str(self.plan.run / "xtables.lock"), TMPDIR=str(node.state))

    def _runtime_answers(self, node: Node) -> bool:
        self._alive(f"containerd-{node.name}")
        try:
            output([str(binaries() / "ctr"), "--address", str(node.socket), "--connect-timeout", "1s", "version"])
            return True
        except Failure:
            return False

    def _start_kubelet(self, node: Node) -> None:
        root = node.data / "kubelet"
        if len(str(root / "pod-resources" / "kubelet.sock")) > SOCKET_PATH_LIMIT:
            raise Failure(f"{root} is too long a path for the kubelet's sockets; set XDG_CACHE_HOME to a shorter one")
        root.mkdir(parents=True, exist_ok=True)
        # The kubelet hands this to pods that ask for the node's own DNS.
        write(node.data / "resolv.conf", f"nameserver {DNS_SERVICE}\n")
        config = node.data / "kubelet.json"
        _write_json(config, _kubelet(node, Certificates(self.plan)))
        now = datetime.now(timezone.utc).replace(microsecond=0)
        is_new = self.processes.ensure(f"kubelet-{node.name}", [
            str(binaries() / "kubelet"), f"--config={config}", f"--root-dir={root}",
            f"--kubeconfig={self.control.kubeconfig_for(node.name)}",
            f"--hostname-override={node.name}", f"--node-ip={node.address}",
            f"--node-labels=topology.kubernetes.io/zone={node.zone},topology.kubernetes.io/region=local",
        ], [config], self.plan.network, XTABLES_LOCKFILE=str(self.plan.run / "xtables.lock"))
        if is_new:
            self.started[node.name] = now

    def _start_proxy(self) -> None:
        # One for all nodes, because they share a network namespace. It takes itself for the first node.
        first = self.plan.nodes[0]
        config = self.plan.home / "kube-proxy.json"
        _write_json(config, {
            "apiVersion": "kubeproxy.config.k8s.io/v1alpha1", "kind": "KubeProxyConfiguration", "mode": "iptables",
            "clientConnection": {"kubeconfig": str(self.control.kubeconfig_for("kube-proxy"))}, "clusterCIDR": POD_CIDR,
            "hostnameOverride": first.name, "bindAddress": first.address,
            "healthzBindAddress": f"{first.address}:10256", "metricsBindAddress": "127.0.0.1:10249",
            # Zero leaves the kernel's own settings as they are.
            "conntrack": {"maxPerCore": 0, "min": 0, "tcpEstablishedTimeout": "0s", "tcpCloseWaitTimeout": "0s"},
        })
        self.processes.ensure("kube-proxy", [str(binaries() / "kube-proxy"), f"--config={config}"], [config],
                              self.plan.network, XTABLES_LOCKFILE=str(self.plan.run / "xtables.lock"))

    def _ready_nodes(self) -> set[str]:
        for name in ["kube-proxy", *(f"kubelet-{node.name}" for node in self.plan.nodes)]:
            self._alive(name)
        found = json.loads(self.kubectl("get", "nodes", "-o", "json"))["items"]
        return {item["metadata"]["name"] for item in found if self._is_ready(item)}

    def _is_ready(self, node: dict) -> bool:
        since = self.started.get(node["metadata"]["name"])
        return any(
            each["type"] == "Ready" and each["status"] == "True"
            and (since is None or datetime.fromisoformat(each["lastHeartbeatTime"]) >= since)
            for each in node["status"].get("conditions", []))

    def _alive(self, name: str) -> None:
        if not self.processes.running(name):
            raise Failure(self.processes.why(name))


def _write_json(file: Path, content: dict) -> None:
    write(file, json.dumps(content, indent=2))


def _cni(node: Node) -> dict:
    # Not a bridge: every packet between pods then passes the namespace's routing, so that iptables sees it
    # also between two pods of one node, whatever the kernel's bridge settings are.
    return {
        "cniVersion": "1.0.0", "name": f"fl-{node.cluster.name}-{node.name}",
        "plugins": [{
            "type": "ptp", "ipMasq": False,
            "ipam": {"type": "host-local", "ranges": [[{"subnet": node.pod_subnet}]],
                     "routes": [{"dst": "0.0.0.0/0"}], "dataDir": str(node.state / "addresses")},
        }],
    }


def _containerd(node: Node) -> str:
    """Nothing at the paths that every containerd of this machine would share."""
    return f"""version = 3
root = "{node.data / 'containerd'}"
state = "{node.state / 'c'}"
disabled_plugins = ["io.containerd.nri.v1.nri", "io.containerd.internal.v1.opt", "io.containerd.tracing.processor.v1.otlp"]
[grpc]
address = "{node.socket}"
[plugins.'io.containerd.shim.v1.manager']
socket_dir = "{node.cluster.run / 's'}"
[plugins.'io.containerd.cri.v1.images'.pinned_images]
sandbox = "{images.PAUSE}"
[plugins.'io.containerd.cri.v1.runtime']
# Without CAP_SYS_RESOURCE, as in many virtual machines, lowering the score kills every sandbox.
restrict_oom_score_adj = true
netns_mounts_under_state_dir = true
enable_cdi = false
[plugins.'io.containerd.cri.v1.runtime'.cni]
bin_dirs = ["{binaries()}"]
conf_dir = "{node.data / 'cni'}"
use_internal_loopback = true
[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]
SystemdCgroup = false
Root = "{node.state / 'runc'}"
"""


def _kubelet(node: Node, certificates: Certificates) -> dict:
    certificate, key = certificates.pair(node.name)
    return {
        "apiVersion": "kubelet.config.k8s.io/v1beta1", "kind": "KubeletConfiguration",
        "address": node.address, "healthzBindAddress": node.address, "readOnlyPort": 0,
        "authentication": {"anonymous": {"enabled": False}, "webhook": {"enabled": True},
                           "x509": {"clientCAFile": str(certificates.authority)}},
        "authorization": {"mode": "Webhook"},
        "tlsCertFile": str(certificate), "tlsPrivateKeyFile": str(key),
        "containerRuntimeEndpoint": f"unix://{node.socket}",
        "clusterDomain": "cluster.local", "clusterDNS": [DNS_SERVICE], "resolvConf": str(node.data / "resolv.conf"),
        "cgroupDriver": "cgroupfs", "cgroupRoot": f"/{node.cgroup}", "failCgroupV1": False, "failSwapOn": False,
        "enforceNodeAllocatable": [],
        "podLogsDir": str(node.data / "logs"), "volumePluginDir": str(node.data / "volume-plugins"),
        # Images come from archives alone: one that is collected never comes back. 100 means never.
        "imageGCHighThresholdPercent": 100, "imageGCLowThresholdPercent": 99,
        "evictionHard": {"memory.available": "100Mi", "nodefs.available": "1%", "imagefs.available": "1%",
                         "nodefs.inodesFree": "1%", "imagefs.inodesFree": "1%"},
    }

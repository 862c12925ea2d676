"""etcd, kube-apiserver, kube-controller-manager and kube-scheduler of one cluster."""

import json
import socket
import ssl
import urllib.request
from base64 import b64encode
from pathlib import Path

from certs import AGGREGATOR, Certificates
from plan import POD_CIDR, SERVICE_CIDR, Plan, binaries
from processes import Failure, Processes, wait_until, write

READY_SECONDS = 90
# Who did what to which object, for every request; bodies are not needed.
AUDIT_POLICY = {
    "apiVersion": "audit.k8s.io/v1",
    "kind": "Policy",
    "omitStages": ["RequestReceived"],
    "rules": [{"level": "Metadata"}],
}
# What was written into each budget, so that two writes of the same content can be told.
BENCHMARK_AUDIT_POLICY = AUDIT_POLICY | {
    "rules": [{"level": "Request", "verbs": ["create", "patch", "update"],
               "resources": [{"group": "policy", "resources": ["poddisruptionbudgets"]}]},
              *AUDIT_POLICY["rules"]],
}


class ControlPlane:
    """Listens on 127.0.0.1, or, with nodes, inside the cluster's own network namespace."""

    def __init__(self, plan: Plan, processes: Processes, benchmark: bool = False):
        self.plan = plan
        self.processes = processes
        self.benchmark = benchmark
        self.certificates = Certificates(plan)
        self.inside = plan.network if plan.with_nodes else ""

    def start_api_server(self) -> None:
        """Returns when it answers."""
        self.certificates.make_all()
        self._write_kubeconfigs()
        if not self.plan.with_nodes:
            self._refuse_foreign_ports()
        self._ensure("etcd", self._etcd())
        policy = self.plan.home / "audit-policy.json"
        write(policy, json.dumps(BENCHMARK_AUDIT_POLICY if self.benchmark else AUDIT_POLICY))
        self._ensure("kube-apiserver", self._api_server(str(policy)), [policy])
        wait_until(self._answers, "the API server is ready", READY_SECONDS)

    def start_controllers(self) -> None:
        self._ensure("kube-controller-manager", self._controller_manager())
        self._ensure("kube-scheduler", self._scheduler())

    def wait_for_controllers(self) -> None:
        """Until pods can be made: a namespace has its service account once the controllers work."""
        wait_until(self._controllers_work, "the controllers work", READY_SECONDS)

    def kubeconfig_for(self, name: str) -> Path:
        """A kubeconfig's path for the holder of a certificate, with all keys inside."""
        return self.plan.kubeconfig if name == "admin" else self.certificates.path(f"{name}.kubeconfig")

    def _ensure(self, name: str, flags: dict[str, str], reads: list = ()) -> None:
        command = [str(binaries() / name), *(f"--{key}={value}" for key, value in flags.items())]
        self.processes.ensure(name, command, reads, self.inside)

    def _etcd(self) -> dict[str, str]:
        certificate, key = map(str, self.certificates.pair("etcd"))
        authority = str(self.certificates.authority)
        client = f"https://127.0.0.1:{self.plan.port('etcd')}"
        peer = f"https://127.0.0.1:{self.plan.port('etcd-peer')}"
        return {
            "name": "faultline", "data-dir": str(self.plan.home / "etcd"),
            "listen-client-urls": client, "advertise-client-urls": client,
            "listen-peer-urls": peer, "initial-advertise-peer-urls": peer, "initial-cluster": f"faultline={peer}",
            "cert-file": certificate, "key-file": key, "trusted-ca-file": authority, "client-cert-auth": "true",
            "peer-cert-file": certificate, "peer-key-file": key, "peer-trusted-ca-file": authority,
            "peer-client-cert-auth": "true",
            "log-level": "warn",
            # A power cut loses this cluster; that is its whole purpose in life.
            **({} if self.benchmark else {"unsafe-no-fsync": "true"}),
        }

    def _api_server(self, audit_policy: str) -> dict[str, str]:
        plan, path = self.plan, self.certificates.path
        flags = {
            "bind-address": plan.address, "secure-port": str(plan.port("kube-apiserver")),
            "service-cluster-ip-range": SERVICE_CIDR, "authorization-mode": "Node,RBAC", "allow-privileged": "true",
            "etcd-servers": f"https://127.0.0.1:{plan.port('etcd')}", "etcd-cafile": str(path("ca.crt")),
            "etcd-certfile": str(path("etcd.crt")), "etcd-keyfile": str(path("etcd.key")),
            "client-ca-file": str(path("ca.crt")), "enable-admission-plugins": "NodeRestriction",
            "tls-cert-file": str(path("apiserver.crt")), "tls-private-key-file": str(path("apiserver.key")),
            # For aggregated APIs, such as metrics that a test serves; straight to the pods, without kube-proxy.
            "requestheader-client-ca-file": str(path("ca.crt")), "requestheader-allowed-names": AGGREGATOR,
            "requestheader-username-headers": "X-Remote-User", "requestheader-group-headers": "X-Remote-Group",
            "requestheader-extra-headers-prefix": "X-Remote-Extra-", "enable-aggregator-routing": "true",
            "proxy-client-cert-file": str(path("aggregator.crt")), "proxy-client-key-file": str(path("aggregator.key")),
            "kubelet-certificate-authority": str(path("ca.crt")),
            "kubelet-client-certificate": str(path("kubelet-client.crt")),
            "kubelet-client-key": str(path("kubelet-client.key")),
            # Without it logs and exec ask for the node's name, which nobody resolves.
            "kubelet-preferred-address-types": "InternalIP",
            "service-account-issuer": "https://kubernetes.default.svc",
            "service-account-key-file": str(path("service-accounts.pub")),
            "service-account-signing-key-file": str(path("service-accounts.key")),
            "audit-policy-file": audit_policy, "audit-log-path": str(plan.audit_log),
            "audit-log-maxsize": "500", "audit-log-maxbackup": "1",
        }
        if plan.with_nodes:
            return flags | {"advertise-address": plan.address}
        # A loopback address may not stand in the kubernetes Service. The taint is for the node lifecycle
        # controller to take away, which does not run here: made-up Node objects stay as a test writes them.
        return flags | {"endpoint-reconciler-type": "none",
                        "disable-admission-plugins": "TaintNodesByCondition"}

    def _controller_manager(self) -> dict[str, str]:
        path = self.certificates.path
        flags = {
            **self._controller("kube-controller-manager"),
            "root-ca-file": str(path("ca.crt")), "use-service-account-credentials": "true",
            "service-account-private-key-file": str(path("service-accounts.key")),
            "cluster-signing-cert-file": str(path("ca.crt")), "cluster-signing-key-file": str(path("ca.key")),
            # Tests wait for autoscalers.
            "horizontal-pod-autoscaler-sync-period": "2s",
        }
        if self.benchmark:
            # At the default of 20 requests per second it would count the pods of 5,000 budgets for minutes.
            flags |= {"kube-api-qps": "500", "kube-api-burst": "1000"}
        if self.plan.with_nodes:
            return flags | {"allocate-node-cidrs": "true", "cluster-cidr": POD_CIDR,
                            "service-cluster-ip-range": SERVICE_CIDR}
        return flags | {"controllers": "*,-node-lifecycle-controller"}

    def _scheduler(self) -> dict[str, str]:
        return self._controller("kube-scheduler")

    def _controller(self, name: str) -> dict[str, str]:
        kubeconfig = str(self.kubeconfig_for(name))
        return {"kubeconfig": kubeconfig, "authentication-kubeconfig": kubeconfig, "authorization-kubeconfig": kubeconfig,
                "bind-address": "127.0.0.1", "secure-port": str(self.plan.port(name)), "leader-elect": "false"}

    def _write_kubeconfigs(self) -> None:
        for name in ["admin", "kube-controller-manager", "kube-scheduler",
                     *(["kube-proxy"] if self.plan.nodes else []), *(node.name for node in self.plan.nodes)]:
            self._write_kubeconfig(name)

    def _write_kubeconfig(self, name: str) -> None:
        certificate, key = self.certificates.pair(name)
        data = {label: b64encode(file.read_bytes()).decode()
                for label, file in [("ca", self.certificates.authority), ("cert", certificate), ("key", key)]}
        context = f"faultline-{self.plan.name}"
        write(self.kubeconfig_for(name), json.dumps({
            "apiVersion": "v1", "kind": "Config", "current-context": context,
            "clusters": [{"name": context, "cluster": {
                "server": self.plan.url, "certificate-authority-data": data["ca"]}}],
            "users": [{"name": context, "user": {
                "client-certificate-data": data["cert"], "client-key-data": data["key"]}}],
            "contexts": [{"name": context, "context": {"cluster": context, "user": context}}],
        }, indent=2))

    def _refuse_foreign_ports(self) -> None:
        for part in ("etcd", "etcd-peer", "kube-apiserver", "kube-controller-manager", "kube-scheduler"):
            owner = "etcd" if part == "etcd-peer" else part
            if self.processes.running(owner):
                continue
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(("127.0.0.1", self.plan.port(part)))
                except OSError:
                    raise Failure(f"port {self.plan.port(part)} of 127.0.0.1, meant for {part} of cluster "
                                  f"{self.plan.name}, is taken by another program; end it or use another --name") from None

    def _controllers_work(self) -> bool:
        for name in ("kube-controller-manager", "kube-scheduler"):
            self._alive(name)
        try:
            return "default" in self._get("/api/v1/namespaces/default/serviceaccounts/default")
        except OSError:
            return False

    def _alive(self, name: str) -> None:
        if not self.processes.running(name):
            raise Failure(self.processes.why(name))

    def _answers(self) -> bool:
        for name in ("etcd", "kube-apiserver"):
            self._alive(name)
        try:
            return self._get("/readyz") == "ok"
        except OSError:
            return False

    def _get(self, path: str) -> str:
        context = ssl.create_default_context(cafile=str(self.certificates.authority))
        context.load_cert_chain(*self.certificates.pair("admin"))
        # Whatever proxy the environment names, it is not on the way to this machine.
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))
        with opener.open(self.plan.url + path, timeout=5) as answer:
            return answer.read().decode()

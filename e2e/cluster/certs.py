"""The cluster's certificates: one authority, and a key pair per part, made by openssl."""

from pathlib import Path

from plan import API_SERVICE, Plan
from processes import output, write

DAYS = "3650"
# By this name alone the API server may say for whom it asks an aggregated API.
AGGREGATOR = "kube-aggregator"


class Certificates:
    """Makes what is missing; what is there stays, so that a repeated `up` changes nothing."""

    def __init__(self, plan: Plan):
        self.folder = plan.home / "pki"
        self.plan = plan

    def path(self, name: str) -> Path:
        return self.folder / name

    @property
    def authority(self) -> Path:
        return self.path("ca.crt")

    def pair(self, name: str) -> tuple[Path, Path]:
        return self.path(f"{name}.crt"), self.path(f"{name}.key")

    def make_all(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._make_authority()
        self._make_service_account_key()
        plan = self.plan
        names = ["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc",
                 "kubernetes.default.svc.cluster.local"]
        self._make("apiserver", "/CN=kube-apiserver", names, ["127.0.0.1", API_SERVICE, plan.address])
        self._make("etcd", "/CN=etcd", ["localhost"], ["127.0.0.1"])
        self._make("admin", "/O=system:masters/CN=faultline-admin")
        self._make("kube-controller-manager", "/CN=system:kube-controller-manager")
        self._make("kube-scheduler", "/CN=system:kube-scheduler")
        self._make("aggregator", f"/CN={AGGREGATOR}")
        self._make("kubelet-client", "/O=system:masters/CN=kube-apiserver-kubelet-client")
        if plan.nodes:
            self._make("kube-proxy", "/CN=system:kube-proxy")
        for node in plan.nodes:
            self._make(node.name, f"/O=system:nodes/CN=system:node:{node.name}", [node.name], [node.address])

    def _key(self, target: Path) -> None:
        output(["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", str(target)])
        target.chmod(0o600)

    def _make_service_account_key(self) -> None:
        if self.path("service-accounts.pub").exists():
            return
        self._key(self.path("service-accounts.key"))
        public = output(["openssl", "ec", "-in", str(self.path("service-accounts.key")), "-pubout"])
        write(self.path("service-accounts.pub"), public)

    def _make_authority(self) -> None:
        certificate, key = self.pair("ca")
        if certificate.exists():
            return
        self._key(key)
        unfinished = certificate.with_suffix(".tmp")
        output(["openssl", "req", "-x509", "-new", "-key", str(key), "-days", DAYS, "-out", str(unfinished),
                "-subj", f"/CN=faultline-{self.plan.name}", "-addext", "basicConstraints=critical,CA:TRUE",
                "-addext", "keyUsage=critical,keyCertSign,cRLSign,digitalSignature"])
        unfinished.rename(certificate)

    def _make(self, name: str, subject: str, hosts: list[str] = (), addresses: list[str] = ()) -> None:
        certificate, key = self.pair(name)
        if certificate.exists():
            return
        self._key(key)
        alternatives = ",".join([f"DNS:{host}" for host in hosts] + [f"IP:{address}" for address in addresses])
        extensions = ["keyUsage=critical,digitalSignature", "extendedKeyUsage=serverAuth,clientAuth"]
        if alternatives:
            extensions.append(f"subjectAltName={alternatives}")
        settings = self.path(f"{name}.ext")
        settings.write_text("\n".join(extensions) + "\n")
        request = output(["openssl", "req", "-new", "-key", str(key), "-subj", subject])
        unfinished = certificate.with_suffix(".tmp")
        output(["openssl", "x509", "-req", "-CA", str(self.authority), "-CAkey", str(self.path("ca.key")),
                "-CAserial", str(self.path("ca.srl")), "-CAcreateserial", "-days", DAYS,
                "-extfile", str(settings), "-out", str(unfinished)], input=request)
        unfinished.rename(certificate)

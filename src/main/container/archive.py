"""Layers and docker-archive tars. The same files always give the same bytes, so an unchanged layer keeps its digest."""

import hashlib
import io
import json
import tarfile
from dataclasses import dataclass
from pathlib import Path


class Layer:
    """Files of one image layer. All belong to root and carry the same time; who runs the image cannot change them."""

    def __init__(self, title: str):
        self.title = title
        self._entries: dict[str, tuple[int, bytes | Path | None]] = {}  # path -> mode and content; None is a folder

    def folder(self, path: str, mode: int = 0o755) -> None:
        self._parents(path)
        self._entries[path.strip("/")] = (mode, None)

    def text(self, path: str, content: str) -> None:
        self._parents(path)
        self._entries[path.strip("/")] = (0o644, content.encode())

    def file(self, path: str, source: Path) -> None:
        """The file itself where the source is a link to one."""
        source = source.resolve(strict=True)
        self._parents(path)
        mode = 0o755 if source.stat().st_mode & 0o100 else 0o644
        self._entries[path.strip("/")] = (mode, source)

    def tree(self, path: str, source: Path) -> None:
        for found in sorted(source.rglob("*")):
            inside = f"{path}/{found.relative_to(source).as_posix()}"
            if found.is_dir():
                self.folder(inside)
            else:
                self.file(inside, found)

    def key(self) -> str:
        """Another one when a file changes; reads none of them."""
        total = hashlib.sha256()
        for path, (mode, content) in sorted(self._entries.items()):
            if isinstance(content, Path):
                stat = content.stat()
                content = f"{content} {stat.st_size} {stat.st_mtime_ns}"
            total.update(repr((path, mode, content)).encode())
        return total.hexdigest()

    def tar(self) -> bytes:
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as tar:
            for path, (mode, content) in sorted(self._entries.items()):
                _add(tar, path, mode, content.read_bytes() if isinstance(content, Path) else content)
        return buffer.getvalue()

    def _parents(self, path: str) -> None:
        for parent in Path(path.strip("/")).parents:
            if parent.as_posix() != ".":
                self._entries.setdefault(parent.as_posix(), (0o755, None))


@dataclass(frozen=True)
class Packed:
    """A layer as it lies in the image."""

    title: str
    content: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def pack(layer: Layer) -> Packed:
    return Packed(layer.title, layer.tar())


def write(output: Path, reference: str, settings: dict, layers: list[Packed]) -> None:
    """
    Writes what `docker load` and `ctr images import` read.

    :param settings: the image's configuration in OCI's words, without `rootfs`
    """
    digests = [layer.digest for layer in layers]
    rootfs = {"type": "layers", "diff_ids": [f"sha256:{digest}" for digest in digests]}
    config = json.dumps({**settings, "rootfs": rootfs}, sort_keys=True).encode()
    config_name = hashlib.sha256(config).hexdigest() + ".json"
    names = [f"{digest}/layer.tar" for digest in digests]
    manifest = [{"Config": config_name, "RepoTags": [reference], "Layers": names}]
    output.parent.mkdir(parents=True, exist_ok=True)
    # Whoever reads the output meanwhile sees the old image or the new one, never half of one.
    unfinished = output.with_name(output.name + ".unfinished")
    with tarfile.open(unfinished, mode="w", format=tarfile.PAX_FORMAT) as tar:
        _add(tar, "manifest.json", 0o644, json.dumps(manifest).encode())
        _add(tar, config_name, 0o644, config)
        for name, layer in zip(names, layers):
            _add(tar, name, 0o644, layer.content)
    unfinished.replace(output)


def _add(tar: tarfile.TarFile, path: str, mode: int, content: bytes | None) -> None:
    entry = tarfile.TarInfo(path)
    entry.mode = mode
    if content is None:
        entry.type = tarfile.DIRTYPE
        tar.addfile(entry)
    else:
        entry.size = len(content)
        tar.addfile(entry, io.BytesIO(content))

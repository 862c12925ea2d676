"""The bottom layer of an image: the C library of this machine, as far as its programs need it, and what that reads."""

import re
import shutil
import subprocess
from pathlib import Path

from archive import Layer

USER = 65532
# Opened by name at run time, so no program lists them: host names are looked up with these.
LOOKUPS = ("libresolv.so.2", "libnss_files.so.2", "libnss_dns.so.2")


class Failure(Exception):
    """Something a person must put right."""


def libraries(programs: list[Path], own: Path) -> list[Path]:
    """
    Paths are kept, as the loader looks for libraries in places that were chosen when it was built.

    :param own: the folder whose libraries the programs bring along
    """
    told = run(["ldd", *programs])
    found = {Path(path) for path in re.findall(r"(/\S+) \(0x", told)}
    c = next((path for path in found if path.name == "libc.so.6"), None)
    if c is None:
        raise Failure("the image needs glibc, and ldd finds none on this machine")
    lookups = {c.with_name(name) for name in LOOKUPS}
    needed = [path for path in found | lookups if path.exists()]
    return sorted(path for path in needed if not path.resolve().is_relative_to(own.resolve()))


def system(libraries: list[Path]) -> Layer:
    layer = Layer("system")
    for path in libraries:
        layer.file(str(path), path)
    layer.text("/etc/passwd", f"root:x:0:0:root:/:/none\nnonroot:x:{USER}:{USER}:nonroot:/tmp:/none\n")
    layer.text("/etc/group", f"root:x:0:\nnonroot:x:{USER}:\n")
    layer.text("/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n")
    layer.folder("/tmp", 0o1777)
    licence = Path("/usr/share/doc/libc6/copyright")
    if licence.exists():
        layer.file(str(licence), licence)
    return layer


def run(command: list) -> str:
    name = Path(command[0]).name
    if not shutil.which(command[0]):
        raise Failure(f"{name} is not there")
    done = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        raise Failure(f"{name} failed:\n{done.stdout.strip()}")
    return done.stdout

"""Finds everything that this machine lacks, and the one line that installs it. Installs nothing."""

import glob
import os
import re
import shutil
import subprocess
import sys

import build
import images
import wheels
from plan import cache

GO = (1, 26)
# Programs by the Debian package that has them.
FOR_ALL = {"openssl": "openssl"}
FOR_NODES = {"runc": "runc", "iptables": "iptables", "ip": "iproute2", "nsenter": "util-linux", "mount": "mount"}
# Servers that integration tests ask; PostgreSQL is Debian's, for the wheel's speaks no TLS.
FOR_SERVERS = {"postgres": "postgresql", "redis-server": "redis-server", "rabbitmq-server": "rabbitmq-server",
               "prometheus": "prometheus"}
# Debian's own Go is older; this is where its users get a newer one.
GO_HINT = "Go 1.26 or newer (https://go.dev/dl; any Go from 1.21 on fetches it by itself with GOTOOLCHAIN=auto)"


def missing(nodes: bool, servers: bool = False) -> tuple[list[str], list[str]]:
    """What is missing in words, and the Debian packages that help."""
    words, packages = [], []
    if sys.version_info < (3, 11):
        words.append("Python 3.11 or newer")
        packages.append("python3")
    if not _has_go():
        words.append(GO_HINT)
    if nodes and (problem := no_nodes()):
        words.append(f"for real nodes {problem}")
    for program, package in (FOR_ALL | (FOR_NODES if nodes else {}) | (FOR_SERVERS if servers else {})).items():
        if not _has(program):
            words.append(f"the program {program} (Debian package {package})")
            packages.append(package)
    if nodes and not images.CERTIFICATES.exists():
        words.append(f"{images.CERTIFICATES} (Debian package ca-certificates)")
        packages.append("ca-certificates")
    if not wheels.has_pip() and not all(wheel.folder.exists() for wheel in wheels.ALL):
        words.append("pip for Python 3 (Debian package python3-pip)")
        packages.append("python3-pip")
    if (problem := _disk()):
        words.append(problem)
    return words, packages


def install_line(packages: list[str]) -> str:
    sudo = "" if os.geteuid() == 0 else "sudo "
    return f"{sudo}apt-get update && {sudo}apt-get install -y --no-install-recommends {' '.join(sorted(packages))}"


def no_nodes() -> str:
    """Why real nodes cannot run here at all, or nothing."""
    if sys.platform != "linux":
        return "Linux"
    if os.geteuid() != 0:
        return "root: run it with sudo"
    return ""


def _has(program: str) -> bool:
    # Debian keeps these out of PATH, one folder for each major version.
    return bool(shutil.which(program) or glob.glob(f"/usr/lib/postgresql/*/bin/{program}"))


def _has_go() -> bool:
    if all(binary.is_built() for binary in build.ALL):
        return True
    if not build.go():
        return False
    # Asked inside a module, so that a Go that fetches newer ones answers with what it would use.
    done = subprocess.run([build.go(), "version"], cwd=build.SOURCE / "modules" / "pause",
                          capture_output=True, text=True)
    found = re.search(r"go(\d+)\.(\d+)", done.stdout)
    return bool(found) and tuple(map(int, found.groups())) >= GO


def _disk() -> str:
    if all(binary.is_built() for binary in build.ALL):
        return ""
    folder = cache()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free / 1e9
    if free >= build.COLD_GIGABYTES:
        return ""
    return f"disk space: {build.COLD_GIGABYTES} GB are needed in {folder}, {free:.1f} GB are free (XDG_CACHE_HOME can move it)"

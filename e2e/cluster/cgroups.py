"""The cgroup folders under which a node's pods live. Two kubelets under one root delete each other's pods.

Version 1 (a tree per controller) is what this was tried on; version 2 (one tree) is written after the kernel's
documentation and was not tried.
"""

import time
from pathlib import Path

ROOT = Path("/sys/fs/cgroup")


def is_version_2() -> bool:
    return (ROOT / "cgroup.controllers").exists()


def trees() -> list[Path]:
    """The one tree of version 2, or version 1's tree of every controller and the version 2 tree beside them."""
    if is_version_2():
        return [ROOT]
    mounts = [line.split() for line in Path("/proc/self/mounts").read_text().splitlines()]
    return [Path(mount[1]) for mount in mounts if mount[2] in ("cgroup", "cgroup2")]


def make(path: str) -> None:
    for tree in trees():
        folder = tree
        for part in Path(path).parts:
            if is_version_2():
                _hand_controllers_down(folder)
            parent, folder = folder, folder / part
            folder.mkdir(exist_ok=True)
            # An empty cpuset takes no process.
            for name in ("cpuset.cpus", "cpuset.mems"):
                if not is_version_2() and (folder / name).exists() and not (folder / name).read_text().strip():
                    (folder / name).write_text((parent / name).read_text())


def _hand_controllers_down(folder: Path) -> None:
    for controller in (folder / "cgroup.controllers").read_text().split():
        try:
            (folder / "cgroup.subtree_control").write_text(f"+{controller}")
        except OSError:
            # The kubelet says itself which one it misses.
            pass


def pids(path: str) -> set[int]:
    found = set()
    for tree in trees():
        for file in (tree / path).rglob("cgroup.procs"):
            try:
                found.update(map(int, file.read_text().split()))
            except OSError:
                # The container ended while we looked.
                pass
    return found


def remove(path: str) -> None:
    """Removes emptied folders; a cgroup stays busy for a moment after its last process died."""
    for tree in trees():
        top = tree / path
        for _ in range(50):
            for folder in sorted((each for each in [top, *top.rglob("*")] if each.is_dir()), reverse=True):
                try:
                    folder.rmdir()
                except OSError:
                    pass
            if not top.exists():
                break
            time.sleep(0.1)

"""What clusters with nodes change on the host outside their own folders, and how it is put back."""

import json
import os
import shutil
import socket
from pathlib import Path

from build import locked
from plan import Plan
from processes import output, write

RUN = Path("/run/faultline")
SAVED = RUN / "kernel-settings.json"
# What a kubelet changes for the whole machine when it starts.
KERNEL_SETTINGS = ("vm/overcommit_memory", "vm/panic_on_oom", "kernel/panic", "kernel/panic_on_oops",
                   "kernel/keys/root_maxkeys", "kernel/keys/root_maxbytes")
# What several clusters need more of than many machines allow: one with nodes uses about 34 inotify instances.
RAISED = {"fs/inotify/max_user_instances": 1024}
# Paths that the programs cannot be told to move.
CNI_RESULTS = Path("/var/lib/cni/results")
LOG_LINKS = Path("/var/log/containers")
DEVICE_SOCKET = Path("/var/lib/kubelet/device-plugins/kubelet.sock")
NAMESPACES = Path("/run/netns")
MOUNT_TABLE = Path("/run/mount")


def remember(plan: Plan) -> None:
    """Before anything of a cluster touches the host. Its folder tells a cluster that goes down meanwhile to
    leave the shared places alone."""
    with locked("host"):
        plan.run.mkdir(parents=True, exist_ok=True)
        if not SAVED.exists():
            files = {name: Path("/proc/sys", name) for name in (*KERNEL_SETTINGS, *RAISED)}
            write(SAVED, json.dumps({name: file.read_text() for name, file in files.items() if file.exists()}))
        for name, least in RAISED.items():
            file = Path("/proc/sys", name)
            if file.exists() and int(file.read_text()) < least:
                file.write_text(str(least))


def forget(plan: Plan) -> None:
    """Removes what one cluster left in shared places, and with the last cluster the places themselves."""
    for file in CNI_RESULTS.glob(f"fl-{plan.name}-node-?-*"):
        file.unlink(missing_ok=True)
    if LOG_LINKS.is_dir():
        for link in LOG_LINKS.iterdir():
            if link.is_symlink() and os.readlink(link).startswith(f"{plan.home}/"):
                link.unlink(missing_ok=True)
    with locked("host"):
        shutil.rmtree(plan.run, ignore_errors=True)
        if not (RUN.exists() and any(each.is_dir() for each in RUN.iterdir())):
            _forget_shared_places()


def _forget_shared_places() -> None:
    _restore_kernel_settings()
    _remove_dead_socket(DEVICE_SOCKET)
    # `ip netns` mounts this folder on itself, which os.path.ismount does not see.
    if f" {NAMESPACES} " in Path("/proc/self/mountinfo").read_text() and not any(NAMESPACES.iterdir()):
        output(["umount", str(NAMESPACES)])
    for folder in (CNI_RESULTS, CNI_RESULTS.parent, LOG_LINKS, DEVICE_SOCKET.parent, DEVICE_SOCKET.parent.parent,
                   NAMESPACES, MOUNT_TABLE):
        try:
            folder.rmdir()
        except OSError:
            # Not there, or somebody else's things are in it.
            pass


def _restore_kernel_settings() -> None:
    if SAVED.exists():
        for name, value in json.loads(SAVED.read_text()).items():
            Path("/proc/sys", name).write_text(value)
    shutil.rmtree(RUN, ignore_errors=True)


def _remove_dead_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            path.unlink()
        except OSError:
            pass

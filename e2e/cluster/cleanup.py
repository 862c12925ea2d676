"""Takes a cluster away, whole or half, and leaves nothing of it on the host.

A process is ended when its pid file proves it ours, when it lives in one of the cluster's cgroups, or when it is one
of our programs inside the cluster's network namespace. Nothing else is touched.
"""

import os
import shutil
import signal
import time
from pathlib import Path

import cgroups
import host
from network import Network
from plan import Plan, binaries
from processes import Processes, command_of, is_dead, output


def remove(plan: Plan) -> None:
    processes = Processes(plan.home)
    processes.stop(processes.names(), grace=0)
    if plan.with_nodes:
        network = Network(plan)
        _end_leftovers(plan, network)
        _unmount_below([plan.run, plan.home])
        cgroups.remove(plan.cgroup)
        network.down()
        host.forget(plan)
    shutil.rmtree(plan.home, ignore_errors=True)


def _end_leftovers(plan: Plan, network: Network) -> None:
    """Shims and containers; a shim may start a process while we look, so until there is none."""
    for _ in range(100):
        ours = {pid for pid in network.pids() if (command_of(pid) or [""])[0].startswith(f"{binaries()}/")}
        alive = [pid for pid in ours | cgroups.pids(plan.cgroup) if not is_dead(pid)]
        if not alive:
            return
        for pid in alive:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        time.sleep(0.05)


def _unmount_below(folders: list[Path]) -> None:
    prefixes = tuple(f"{folder}/" for folder in folders)
    mounts = [line.split()[4].encode().decode("unicode_escape") for line in Path("/proc/self/mountinfo").read_text().splitlines()]
    ours = [mount for mount in mounts if mount.startswith(prefixes)]
    if ours:
        output(["umount", "--lazy", *reversed(ours)])

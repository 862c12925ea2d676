"""Runs programs, and says in plain words what went wrong with one."""

import os
import signal
import subprocess


class Failure(Exception):
    """Something a person must read; shown without a stack trace."""


def run(command: list[str], environment: dict[str, str] | None = None, given: str | None = None) -> str:
    """Runs a command and returns what it prints."""
    done = subprocess.run(command, env=environment, input=given, capture_output=True, text=True)
    if done.returncode:
        raise Failure(f"`{' '.join(map(str, command))}` failed: {(done.stderr or done.stdout).strip()}")
    return done.stdout


def show(command: list[str], environment: dict[str, str] | None = None) -> None:
    """Runs a command whose output people follow while it works."""
    if subprocess.run(command, env=environment).returncode:
        raise Failure(f"`{' '.join(map(str, command))}` failed; its own words are above")


def end_like_ctrl_c() -> None:
    """Makes a plain kill or a closed terminal take the same road as Ctrl-C, so that all is cleaned up."""
    def interrupt(*_):
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)


def end_group(process: subprocess.Popen) -> None:
    """Ends a process that leads a session of its own, with all that it has started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()

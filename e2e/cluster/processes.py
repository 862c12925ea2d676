"""Starts and ends processes by pid file, and never touches a process that is not ours.

`<pids>/<name>.pid` is written by the process itself just before it becomes its program, so that even a
tool killed at that moment leaves no process without one. `<name>.json` holds the command and a digest of the
files it reads: a process is ours when its command line is that command, and current when both still agree.
"""

import hashlib
import json
import os
import signal
import subprocess
import time
from pathlib import Path

ENVIRONMENT = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}
WRITE_PID_THEN_BECOME = 'printf %s $$ > "$0"; exec "$@"'


class Failure(Exception):
    """Something a person must read; shown without a stack trace."""


def command_of(pid: int) -> list[str]:
    try:
        raw = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return []
    return [part.decode(errors="replace") for part in raw.rstrip(b"\0").split(b"\0")] if raw else []


def is_dead(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] in "ZX"
    except OSError:
        return True


def digest(program: Path, files: list[Path]) -> str:
    # Programs are large and only ever replaced as a whole: their size and age tell them apart.
    stat = program.stat()
    total = hashlib.sha256(f"{stat.st_size} {stat.st_mtime_ns}".encode())
    for file in files:
        total.update(file.read_bytes())
    return total.hexdigest()


def write(file: Path, content: str) -> None:
    """As a whole or not at all, readable by its owner alone, and not when it is so already: kube-proxy ends when
    its configuration is touched."""
    if file.exists() and file.read_text() == content:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(file.name + ".unfinished")
    unfinished.touch(mode=0o600)
    unfinished.write_text(content)
    unfinished.rename(file)


class Processes:
    """The processes of one cluster."""

    def __init__(self, home: Path):
        self.pids = home / "pids"
        self.logs = home / "logs"
        self.started: list[subprocess.Popen] = []

    def names(self) -> list[str]:
        return sorted(file.stem for file in self.pids.glob("*.json"))

    def running(self, name: str) -> int | None:
        """The pid, if the process behind the pid file is surely ours."""
        try:
            pid = int((self.pids / f"{name}.pid").read_text())
            wanted = json.loads((self.pids / f"{name}.json").read_text())["command"]
        except (OSError, ValueError):
            return None
        return pid if command_of(pid) == wanted and not is_dead(pid) else None

    def ensure(self, name: str, command: list[str], reads: list[Path] = (), inside: str = "", **environment: str) -> bool:
        """Starts the process unless it runs as wanted already; `inside` is a network namespace."""
        self.pids.mkdir(parents=True, exist_ok=True)
        self.logs.mkdir(parents=True, exist_ok=True)
        wanted = {"command": command, "digest": digest(Path(command[0]), reads)}
        record = self.pids / f"{name}.json"
        if self.running(name) and json.loads(record.read_text()) == wanted:
            return False
        self.stop([name])
        pid_file = self.pids / f"{name}.pid"
        pid_file.unlink(missing_ok=True)
        record.write_text(json.dumps(wanted))
        # nsenter with --net alone becomes the program: no fork, the same pid.
        # `ip netns exec` would give it a mount namespace of its own, out of which no mount is seen.
        enter = ["nsenter", f"--net=/run/netns/{inside}", "--"] if inside else []
        with open(self.logs / f"{name}.log", "ab") as log:
            started = subprocess.Popen(
                ["sh", "-c", WRITE_PID_THEN_BECOME, str(pid_file), *enter, *command],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", start_new_session=True,
                env={**ENVIRONMENT, "HOME": str(self.pids.parent), **environment},
            )
        self.started.append(started)
        while not self.running(name) and started.poll() is None:
            time.sleep(0.01)
        return True

    def stop(self, names: list[str], grace: float = 5) -> None:
        """SIGTERM to all at once, SIGKILL to those that are left after `grace` seconds; 0 kills at once."""
        alive = {name: pid for name in names if (pid := self.running(name))}
        for sent in (signal.SIGTERM, signal.SIGKILL) if grace else (signal.SIGKILL,):
            for pid in alive.values():
                try:
                    os.kill(pid, sent)
                except ProcessLookupError:
                    pass
            end = time.monotonic() + (grace or 5)
            while alive and time.monotonic() < end:
                time.sleep(0.02)
                alive = {name: pid for name, pid in alive.items() if not is_dead(pid)}
        for child in self.started:
            child.poll()
        for name in names:
            (self.pids / f"{name}.pid").unlink(missing_ok=True)
            (self.pids / f"{name}.json").unlink(missing_ok=True)

    def why(self, name: str) -> str:
        """The last words of a process, for a message to a person."""
        log = self.logs / f"{name}.log"
        lines = log.read_text(errors="replace").splitlines()[-5:] if log.exists() else []
        return f"{name} does not run as it should; its log {log} ends with:\n  " + "\n  ".join(lines)


def output(command: list[str], **options) -> str:
    """Runs a short command and returns what it prints; its errors become a Failure."""
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode:
        raise Failure(f"`{' '.join(map(str, command))}` failed: {(done.stderr or done.stdout).strip()}")
    return done.stdout


def wait_until(check, what: str, seconds: float, pause: float = 0.1) -> None:
    """`check` answers true when done, and raises Failure when waiting longer is of no use."""
    end = time.monotonic() + seconds
    while not check():
        if time.monotonic() > end:
            raise Failure(f"{what}: still not so after {seconds:.0f} s")
        time.sleep(pause)

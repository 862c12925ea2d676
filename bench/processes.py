"""The processes that are measured. Each has an end in every case: with its block, or with this process."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOGS = ROOT / "target" / "bench" / "logs"
PAGE_KIB = os.sysconf("SC_PAGE_SIZE") // 1024
TICKS = os.sysconf("SC_CLK_TCK")
# The chart's memory limit, which MaxRAMPercentage is a share of in a container.
MEMORY_LIMIT = "-XX:MaxRAM=384m"


def until(check, seconds: float, what: str, pause: float = 0.1) -> None:
    end = time.monotonic() + seconds
    while not check():
        if time.monotonic() > end:
            sys.exit(f"{what}: still not so after {seconds:.0f} s")
        time.sleep(pause)


def jvm() -> list[str]:
    """Java with the very flags of the image."""
    home = subprocess.run([ROOT / "e2e" / "jdk"], check=True, capture_output=True, text=True).stdout.strip()
    lines = (ROOT / "src" / "main" / "container" / "Containerfile").read_text().splitlines()
    [entrypoint] = [line.removeprefix("ENTRYPOINT ") for line in lines if line.startswith("ENTRYPOINT ")]
    flags = json.loads(entrypoint)[1:-2]
    return [str(Path(home) / "bin" / "java"), MEMORY_LIMIT, *flags]


def start(command: list, log: str, environment: dict[str, str] | None = None, **options) -> subprocess.Popen:
    """A process of its own group, so that Ctrl-C reaches this one alone, and with our end as its end."""
    LOGS.mkdir(parents=True, exist_ok=True)
    with open(LOGS / f"{log}.log", "w") as file:
        return subprocess.Popen(["setpriv", "--pdeathsig", "TERM", *(str(each) for each in command)],
                                stdin=subprocess.DEVNULL, stderr=file, start_new_session=True,
                                env=os.environ | (environment or {}), **({"stdout": file} | options))


def end(process: subprocess.Popen) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Java:
    """A program on Quarkus, seen through its management port."""

    def __init__(self, jar: Path, kubeconfig: Path, port: int, log: str, **environment: str):
        self.port = port
        self.log = LOGS / f"{log}.log"
        self.begun = time.monotonic()
        self.process = start([*jvm(), "-jar", jar], log, {
            "KUBECONFIG": str(kubeconfig), "QUARKUS_MANAGEMENT_PORT": str(port), "QUARKUS_MANAGEMENT_HOST": "127.0.0.1",
            **environment})

    def await_ready(self) -> float:
        """Seconds from the start of the process until it says that it is ready."""
        until(self._is_ready, 120, f"{self.log.stem} is ready", pause=0.005)
        return time.monotonic() - self.begun

    def _is_ready(self) -> bool:
        if self.process.poll() is not None:
            sys.exit(f"{self.log.stem} has ended; its log {self.log} ends with:\n"
                     + "\n".join(self.log.read_text().splitlines()[-3:]))
        try:
            return self._get("/q/health/ready").status == 200
        except OSError:
            return False

    def _get(self, path: str):
        return urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=2)

    def meter(self, name: str) -> float:
        """Sum over all tags; 0 for one that has not moved yet."""
        with self._get("/q/metrics") as answer:
            found = re.findall(rf"^{name}(?:{{[^}}]*}})? (\S+)$", answer.read().decode(), re.MULTILINE)
        return sum(map(float, found))

    def is_leading(self) -> bool:
        return self.meter("faultline_leader") == 1

    def await_leading(self) -> None:
        self.await_ready()
        until(self.is_leading, 60, f"{self.log.stem} leads")

    def resident(self) -> float:
        """MiB."""
        return int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]) * PAGE_KIB / 1024

    def cpu(self) -> float:
        """Seconds used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def send(self, sent: signal.Signals) -> None:
        self.process.send_signal(sent)


@contextmanager
def operator(kubeconfig: Path, name: str = "faultline", port: int = 19000, **environment: str):
    made = Java(ROOT / "target" / "quarkus-app" / "quarkus-run.jar", kubeconfig, port, name,
                FAULTLINE_NAMESPACE="faultline-system", FAULTLINE_IDENTITY=name, **environment)
    try:
        yield made
    finally:
        end(made.process)


@contextmanager
def running(command: list, log: str, **options):
    process = start(command, log, **options)
    try:
        yield process
    finally:
        end(process)

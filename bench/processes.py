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


def jdk(program: str) -> Path:
    home = subprocess.run([ROOT / "e2e" / "jdk"], check=True, capture_output=True, text=True).stdout.strip()
    return Path(home) / "bin" / program


def jvm() -> list[str]:
    """Java with the very flags of the image."""
    lines = (ROOT / "src" / "main" / "container" / "Containerfile").read_text().splitlines()
    [entrypoint] = [line.removeprefix("ENTRYPOINT ") for line in lines if line.startswith("ENTRYPOINT ")]
    flags = json.loads(entrypoint)[1:-2]
    return [str(jdk("java")), MEMORY_LIMIT, *flags]


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
                FAULTLINE_NAMESPACE="faultline-system", FAULTLINE_IDENTITY=name, **_traffic(port), **environment)
    try:
        yield made
    finally:
        end(made.process)


def xds(port: int) -> str:
    """Where the operator of this management port serves xDS."""
    return f"127.0.0.1:{port + 100}"


def webhook(port: int) -> str:
    return f"https://127.0.0.1:{port + 200}/mutate"


def _traffic(port: int) -> dict[str, str]:
    """Replicas share this machine, so each has ports of its own; the API server is told the leader's."""
    return {"FAULTLINE_XDS_PORT": str(port + 100), "FAULTLINE_XDS_ADDRESS": xds(port),
            "FAULTLINE_WEBHOOK_PORT": str(port + 200), "FAULTLINE_WEBHOOK_URL": webhook(port)}


@contextmanager
def bare(program: str, *arguments: str | Path):
    """A floor in Java, with the operator's own libraries and flags, once it says that it is ready."""
    libraries = f"{ROOT}/target/quarkus-app/lib/main/*"
    built = ROOT / "target" / "bench" / "bare"
    subprocess.run([jdk("javac"), "-cp", libraries, "-d", built, ROOT / "bench" / "bare" / f"{program}.java"], check=True)
    with running([*jvm(), "-cp", f"{built}:{libraries}", program, *arguments], program) as process:
        log = LOGS / f"{program}.log"
        until(lambda: "ready" in log.read_text() or process.poll() is not None, 60, f"{program} is ready")
        if process.poll() is not None:
            sys.exit(f"{program} has ended: {log.read_text()}")
        yield process


def lasting(pid: int) -> float:
    """KiB of a Java program that stay: what is live on the heap, and all that is resident beside it."""
    run = [jdk("jcmd"), str(pid)]
    subprocess.run([*run, "GC.run"], check=True, stdout=subprocess.DEVNULL)
    told = subprocess.run([*run, "GC.heap_info"], check=True, capture_output=True, text=True).stdout
    spaces = re.findall(r"(?:new generation|DefNew|Tenured|tenured generation)\s+total \d+K, used (\d+)K"
                        r"\s*\[0x([0-9a-f]+), 0x[0-9a-f]+, 0x([0-9a-f]+)\)", told, re.IGNORECASE)
    if len(spaces) != 2:
        sys.exit(f"jcmd GC.heap_info tells something else than expected:\n{told}")
    heap = [(int(begin, 16), int(end, 16)) for _, begin, end in spaces]
    beside = 0
    inside = False
    for line in Path(f"/proc/{pid}/smaps").read_text().splitlines():
        if found := re.match(r"([0-9a-f]+)-[0-9a-f]+ ", line):
            inside = any(begin <= int(found[1], 16) < end for begin, end in heap)
        elif line.startswith("Rss:") and not inside:
            beside += int(line.split()[1])
    return sum(int(used) for used, *_ in spaces) + beside


@contextmanager
def running(command: list, log: str, **options):
    process = start(command, log, **options)
    try:
        yield process
    finally:
        end(process)

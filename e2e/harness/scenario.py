"""One scenario: a folder with given.yaml, when.sh and then.sh, run in a namespace of its own."""

import re
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from string import Template

from install import NAMESPACE as OPERATOR
from shell import Failure, end_group, run

LIMIT_SECONDS = 180
SAMPLE_APP = "faultline.dev/sample/app:1"
SAMPLE_FORTIO = "faultline.dev/sample/fortio:1"
SAMPLE_POSTGRES = "faultline.dev/sample/postgres:1"
# Evictions, budgets and Pod Security are what is tested, so a scenario's pods obey the strictest rules there are.
RULES = "pod-security.kubernetes.io/enforce=restricted"
LONGEST_LINE = 240


@dataclass(frozen=True)
class Scenario:
    folder: Path

    @property
    def title(self) -> str:
        return self.folder.name.replace("-", " ")

    @property
    def namespace(self) -> str:
        return f"e2e-{self.folder.name}"[:63].rstrip("-")

    @property
    def runs_alone(self) -> bool:
        """Whether when.sh says that it touches what all share: `# Alone: <why>`."""
        return self._says("Alone") or self.runs_last

    @property
    def runs_last(self) -> bool:
        """Whether when.sh says that it takes away what all need: `# Last: <why>`."""
        return self._says("Last")

    def _says(self, word: str) -> bool:
        return bool(re.search(f"^# {word}: .", (self.folder / "when.sh").read_text(), re.MULTILINE))


@dataclass(frozen=True)
class Outcome:
    scenario: Scenario
    seconds: float
    problem: str  # empty when it passed
    table: str = ""  # what the scenario wants to be seen of it

    def __str__(self) -> str:
        line = f"{'FAILED' if self.problem else 'passed'}  {self.seconds:5.1f} s  {self.scenario.title}"
        return "\n".join([line, *(_indented(text) for text in (self.table, self.problem) if text)])


class Run:
    """One scenario on one cluster."""

    def __init__(self, scenario: Scenario, environment: dict[str, str]):
        self.scenario = scenario
        self.environment = {**environment, "NAMESPACE": scenario.namespace}
        self.process: subprocess.Popen | None = None
        self.is_ended = False

    def outcome(self, leave: bool) -> Outcome:
        """Runs it; with `leave`, what a failed one made stays for a look at it."""
        start = time.monotonic()
        problem = table = ""
        with tempfile.TemporaryDirectory(prefix="faultline-e2e-") as work:
            self.environment["WORK"] = work
            try:
                self._prepare()
                for step in ("when", "then"):
                    self._step(step)
            except Failure as failure:
                problem = f"{failure}\n{self._circumstances()}"
            table = _text(Path(work) / "table")
        seconds = time.monotonic() - start
        if not (problem and leave):
            self._clean()
        return Outcome(self.scenario, seconds, problem, table)

    def end(self) -> None:
        """From any thread: what runs stops, and nothing more begins."""
        self.is_ended = True
        if self.process:
            end_group(self.process)

    def _prepare(self) -> None:
        namespace = self.scenario.namespace
        if self._kubectl("get", "namespace", namespace, "--ignore-not-found"):
            # Left by a run that was kept or killed. An API that is served in the namespace must go before it, or the
            # namespace never goes; volumes can go only after their claims.
            self._delete_given("--wait=false")
            self._kubectl("delete", "namespace", namespace)
            self._delete_given()
        self._kubectl("create", "namespace", namespace)
        self._kubectl("label", "namespace", namespace, RULES)
        self._kubectl("apply", "--namespace", namespace, "--filename", "-", given=self._given())

    def _given(self) -> str:
        app = self.environment.get("FAULTLINE_APP_IMAGE", SAMPLE_APP)
        fortio = self.environment.get("FAULTLINE_FORTIO_IMAGE", SAMPLE_FORTIO)
        postgres = self.environment.get("FAULTLINE_POSTGRES_IMAGE", SAMPLE_POSTGRES)
        text = (self.scenario.folder / "given.yaml").read_text()
        return Template(text).substitute(
            NAMESPACE=self.scenario.namespace, APP_IMAGE=app, FORTIO_IMAGE=fortio, POSTGRES_IMAGE=postgres)

    def _step(self, step: str) -> None:
        if self.is_ended:
            raise Failure("ended from outside")
        # A session of its own, so that all it started ends with it.
        self.process = subprocess.Popen(
            ["bash", f"{step}.sh"], cwd=self.scenario.folder, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
        try:
            said, _ = self.process.communicate(timeout=LIMIT_SECONDS)
            if self.process.returncode:
                raise Failure(f"{step}.sh ended with {self.process.returncode}:\n{said.strip()}")
        except subprocess.TimeoutExpired as late:
            said = (late.stdout or b"").decode(errors="replace")
            raise Failure(f"{step}.sh took longer than {LIMIT_SECONDS} s:\n{said.strip()}") from late
        finally:
            end_group(self.process)

    def _circumstances(self) -> str:
        here = ["--namespace", self.scenario.namespace]
        looks = [
            ["get", *here, "pods,poddisruptionbudgets,horizontalpodautoscalers", "--output=wide"],
            ["describe", *here, "resiliencepolicies"],
            ["get", "nodes"],
            ["get", "--namespace", OPERATOR, "pods,leases", "--output=wide"],
            ["logs", "--namespace", OPERATOR, "--selector=app.kubernetes.io/name=faultline", "--prefix", "--tail=15"],
        ]
        return "\n".join(f"$ kubectl {' '.join(look)}\n{self._look(look)}" for look in looks)

    def _look(self, look: list[str]) -> str:
        try:
            return "\n".join(line[:LONGEST_LINE] for line in self._kubectl(*look).splitlines())
        except Failure as failure:
            return str(failure)

    def _clean(self) -> None:
        # What is not in the namespace first; the namespace goes by itself.
        self._delete_given("--wait=false")
        self._kubectl("delete", "namespace", self.scenario.namespace, "--wait=false")

    def _delete_given(self, *options: str) -> None:
        self._kubectl("delete", "--namespace", self.scenario.namespace, "--filename", "-", "--ignore-not-found", *options,
                      given=self._given())

    def _kubectl(self, *arguments: str, given: str | None = None) -> str:
        return run(["kubectl", *arguments], self.environment, given)


def _text(file: Path) -> str:
    return file.read_text() if file.exists() else ""


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())

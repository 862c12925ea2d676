"""How late the runs of many game days are made that are due at the same minute, against a timer and one write each."""

import os
import statistics
import time

import audit
import figures
import world
from processes import operator, running, until

GAME_DAYS = int(os.environ.get("GAME_DAYS", "100"))
ROUNDS = int(os.environ.get("ROUNDS", "5"))
NAMESPACE = "schedule"
GOAL = 2.0
# Their steps have no target, so that a run is over once it has been looked at.
GAME_DAY = """
apiVersion: faultline.dev/v1alpha1
kind: GameDay
metadata: {{name: day-{number}, namespace: {namespace}}}
spec:
  schedule: "0-58/2 * * * *"
  runTemplate:
    spec:
      activeDeadline: 1m
      steps: [{{name: kill, fault: {{podKill: {{}}}}, targets: [{{kind: Deployment, name: nobody}}]}}]
"""


def measure() -> None:
    with world.world() as here, operator(here.account("faultline"), FAULTLINE_GAMEDAYS_MIN_INTERVAL="1m") as replica:
        replica.await_leading()
        here.kubectl("create", "namespace", NAMESPACE)
        here.kubectl("apply", "-f", "-", feed="---".join(GAME_DAY.format(number=number, namespace=NAMESPACE)
                                                        for number in range(GAME_DAYS)))
        floor = here.account(world.FLOOR)
        # The first minute, before code is compiled, is not counted; then both are due in turn.
        first = audit.Since(here.audit_log)
        until(lambda: len(_errors(first, "faultline")) >= GAME_DAYS, 180, "the first runs are made", pause=1)
        since = audit.Since(here.audit_log)
        with running([here.load, floor, "timers", "--count", GAME_DAYS, "--rounds", ROUNDS, "--namespace", NAMESPACE],
                     "timers") as timers:
            until(lambda: timers.poll() is not None, 130 * ROUNDS + 60, "the last timers are due", pause=1)
        until(lambda: len(_errors(since, "faultline")) >= ROUNDS * GAME_DAYS, 180, "the last runs are made", pause=1)
        time.sleep(2)
        ours, theirs = _errors(since, "faultline"), _errors(since, world.FLOOR)
    wanted = ROUNDS * GAME_DAYS
    figures.ratio(f"schedule, {GAME_DAYS} runs due at once", _words(ours), _words(theirs), _p99(ours) / _p99(theirs), GOAL)
    figures.limit("schedule, early or doubled", f"{len(ours)} runs",
                  sum(error < 0 for error in ours.values()) + max(0, len(theirs) - wanted), 0, "runs")


def _errors(since: audit.Since, account: str) -> dict[str, float]:
    """Seconds from the minute in the name of a run until the API server had made it; a name that comes twice is an end."""
    errors: dict[str, float] = {}
    for write in since.writes(account):
        if write.verb == "create" and write.resource == "gamedayruns":
            assert write.key not in errors, f"{write.key} was made twice"
            errors[write.key] = write.ended - 60 * int(write.key.rsplit("-", 1)[1])
    return errors


def _p99(errors: dict[str, float]) -> float:
    return statistics.quantiles(errors.values(), n=100)[-1]


def _words(errors: dict[str, float]) -> str:
    return f"p50 {statistics.median(errors.values()) * 1000:.0f} ms, p99 {_p99(errors) * 1000:.0f} ms"

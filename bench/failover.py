"""Two replicas, a stream of policy changes, and an end of the leader: how long until the other one writes, and whether
every change came through once."""

import json
import os
import signal
import subprocess
import time
from collections import defaultdict

import audit
import figures
import world
from processes import end, operator, running, until

POLICIES = min(1000, int(os.environ.get("POLICIES", "1000")))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
RATE = 20
# The defaults of the operator's settings.
LEASE_SECONDS, RETRY_SECONDS = 15, 2
# Values from here on are the stream's, 100 per round; those below are the budgets' first ones.
FIRST_VALUE = 100
ENDS = {"SIGTERM": (signal.SIGTERM, 2.0), "kill -9": (signal.SIGKILL, float(LEASE_SECONDS + RETRY_SECONDS))}


def measure() -> None:
    with world.world() as here:
        here.make("namespaces,deployments,pods,policies", 0, POLICIES)
        accounts = [here.account(name) for name in world.REPLICAS]
        first_value = FIRST_VALUE
        for words, (sent, goal) in ENDS.items():
            takeovers, tally = [], defaultdict(int)
            for _ in range(ROUNDS):
                takeovers.append(_round(here, accounts, sent, first_value, tally))
                first_value += 100
            told = f"{tally['changes']} changes, {tally['lost']} lost, {tally['twice']} written twice"
            figures.limit(f"failover, {words}, first write", ", ".join(f"{each:.2f}" for each in takeovers) + " s",
                          max(takeovers), goal, "s")
            figures.limit(f"failover, {words}, lost or twice", told, tally["lost"] + tally["twice"], 0, "writes")


def _round(here: world.World, accounts: list, sent: signal.Signals, first_value: int, tally: dict) -> float:
    """Seconds from the signal to the first write of the next leader."""
    with (operator(accounts[0], world.REPLICAS[0], 19000) as first,
          operator(accounts[1], world.REPLICAS[1], 19001) as second):
        for replica in (first, second):
            replica.await_ready()
        until(lambda: first.is_leading() or second.is_leading(), 60, "one replica leads")
        leader, heir = (first, second) if first.is_leading() else (second, first)
        heir_name = world.REPLICAS[1] if heir is second else world.REPLICAS[0]
        until(lambda: _budgets(here) == POLICIES, 120, "every policy has its budget")
        here.await_counted()
        since = audit.Since(here.audit_log)
        with running([here.load, here.kubeconfig, "stream", "--policies", POLICIES, "--rate", RATE,
                      "--first-value", first_value, *here.spread()], "stream", stdout=subprocess.PIPE) as stream:
            until(lambda: any(since.writes(leader.log.stem)), 20, "the leader follows the changes")
            time.sleep(5)
            asked = time.time()
            leader.send(sent)
            until(lambda: heir.meter("faultline_budget_writes_total") > 0, 60, "the next leader writes")
            time.sleep(3)
            end(leader.process)
            stream.send_signal(signal.SIGTERM)
            result = json.loads(stream.communicate(timeout=60)[0])
        _count(since, result, tally)
        return min(write.ended for write in since.writes(heir_name) if write.resource == "poddisruptionbudgets") - asked


def _count(since: audit.Since, result: dict, tally: dict) -> None:
    """Every change sets a value that its policy never had, so a value set again is one change written twice."""
    written = defaultdict(list)
    for write in since.writes(*world.REPLICAS):
        if write.resource == "poddisruptionbudgets":
            written[write.key].append(_value(write))
    tally["changes"] += result["changes"]
    tally["lost"] += result["lost"]
    tally["twice"] += sum(len(values) - len(set(values)) for values in written.values())


def _value(write: audit.Write) -> object:
    if write.verb == "delete":
        return None
    if write.verb == "create":
        return write.body["spec"]["maxUnavailable"]
    [value] = [step["value"]["maxUnavailable"] for step in write.body if step["path"] == "/spec"]
    return value


def _budgets(here: world.World) -> int:
    return len(here.kubectl("get", "pdb", "-A", "-o", "name").splitlines())

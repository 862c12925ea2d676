"""First sync: policies and workloads are there, budgets are not. Writes per second against the same writes, raw."""

import json
import os

import audit
import figures
import latency
import world
from processes import operator, until

POLICIES = int(os.environ.get("POLICIES", "5000"))
GOAL = 0.8
BUDGETS, EVENTS, STATUSES = "poddisruptionbudgets", "events", "resiliencepolicies/status"


def measure() -> None:
    with world.world(per_namespace=0) as here:
        here.make("namespaces,deployments,pods,policies,floor-policies", 0, POLICIES)
        floor = json.loads(world.out(here.load, here.account(world.FLOOR), "writes"))
        here.await_counted()
        since = audit.Since(here.audit_log)
        with operator(here.account("faultline")) as replica:
            until(lambda: is_done(replica), 600, "every policy is reported on", pause=0.5)
            seconds = span(since)
            raw, ours = floor["writes"] / floor["seconds"], 3 * POLICIES / seconds
            figures.ratio(f"first sync, {POLICIES} policies", f"{ours:.0f} writes/s ({seconds:.0f} s)",
                          f"{raw:.0f} writes/s ({floor['seconds']:.0f} s)", ours / raw, GOAL, at_least=True)
            # The same world serves the other shape of latency: all in one namespace.
            latency.changes(here, POLICIES, f"latency, {POLICIES} in one namespace")


def is_done(replica) -> bool:
    if replica.process.poll() is not None:
        raise SystemExit(f"the operator has ended; see {replica.log}")
    try:
        return (replica.meter("faultline_budget_writes_total") >= POLICIES
                and replica.meter("faultline_status_writes_total") >= POLICIES)
    except OSError:
        return False


def span(since: audit.Since) -> float:
    """Seconds from the operator's first write to the last of those that are needed: later ones say how things stand."""
    needed = {}
    for write in since.writes("faultline"):
        needed.setdefault((write.resource, write.key if write.resource != EVENTS else write.begun), write)
    counts = {kind: sum(1 for resource, _ in needed if resource == kind) for kind in (BUDGETS, EVENTS, STATUSES)}
    if counts[BUDGETS] != POLICIES or counts[STATUSES] != POLICIES:
        raise SystemExit(f"first sync: {POLICIES} policies gave {counts}")
    last = max(write.ended for (resource, _), write in needed.items() if resource != EVENTS)
    return last - min(write.begun for write in needed.values())

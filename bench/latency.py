"""Policy change → budget seen by another watcher, against a bare client that does only the unavoidable calls."""

import json
import os
import sys

import figures
import world
from processes import operator, running, until

SIZES = tuple(size for size in (10, 100, 1000, 5000) if size <= int(os.environ.get("POLICIES", "5000")))
CHANGES = 300
GOAL = 1.25
GROWTH_GOAL = 1.2


def measure(sizes: tuple[int, ...] = SIZES) -> None:
    with world.world() as here, operator(here.account("faultline")) as replica:
        replica.await_leading()
        cost = {}
        made = 0
        for size in sizes:
            populate(here, made, size)
            made = size
            until(lambda: replica.meter("faultline_budget_writes_total") >= made, 300, "every policy has its budget")
            cost[size] = changes(here, size, f"latency, {size} policies")
        smallest, largest = min(sizes), max(sizes)
        for share in ("p50", "p99"):
            # Of the ratios, not of milliseconds: the API server's own growth, and the machine's mood, are in the floor.
            figures.ratio(f"latency, growth of {share}", f"{largest} policies {cost[largest][share]:.2f} x floor",
                          f"{smallest} policies {cost[smallest][share]:.2f} x", cost[largest][share] / cost[smallest][share],
                          GROWTH_GOAL)


def populate(here: world.World, start: int, end: int) -> None:
    here.make("namespaces,deployments,pods,policies,floor-policies", start, end)
    world.out(here.load, here.account(world.FLOOR), "writes", "--from", str(start))


def changes(here: world.World, size: int, what: str) -> dict[str, float]:
    """Measures at this size and tells it; returns the ratios."""
    here.await_counted()
    with running([here.load, here.account(world.FLOOR), "floor"], "floor") as floor:
        until(lambda: "ready" in (world.BUILT / "logs" / "floor.log").read_text(), 30, "the floor watches")
        told = world.out(here.load, here.kubeconfig, "latency", "--policies", str(size), "--changes", str(CHANGES),
                         "--first-value", str(2 + size * 10), *here.spread())
        if floor.poll() is not None:
            sys.exit(f"the floor has ended: {(world.BUILT / 'logs' / 'floor.log').read_text()}")
    result = json.loads(told)
    took, least = result["operator"], result["floor"]
    figures.plain(f"{what}, p50", f"{took['p50']:.1f} ms", f"{least['p50']:.1f} ms", took["p50"] / least["p50"])
    figures.ratio(f"{what}, p99", f"{took['p99']:.1f} ms (max {took['max']:.1f})",
                  f"{least['p99']:.1f} ms (max {least['max']:.1f})", took["p99"] / least["p99"], GOAL)
    return {share: took[share] / least[share] for share in ("p50", "p99")}

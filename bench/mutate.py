"""A question about a new pod → the answer that gives it a sidecar, against an echo server in the same run."""

import json
import os

import figures
import processes
import world
from processes import bare, operator

QUESTIONS = int(os.environ.get("QUESTIONS", "2000"))
GOAL = 1.3
PORT, FLOOR_PORT = 19000, 19300


def measure() -> None:
    with world.world() as here, operator(here.account("faultline"), port=PORT) as replica:
        replica.await_leading()
        world.out(here.load, here.kubeconfig, "mesh", "--pods", "100")
        chain, key = world.certificate()
        answer = world.BUILT / "answer.json"
        ask = [here.load, here.kubeconfig, "mutate", "--questions", str(QUESTIONS), "--operator", processes.webhook(PORT)]
        world.out(*ask, "--answer", answer)
        with bare("BareWebhook", str(FLOOR_PORT), chain, key, answer):
            told = json.loads(world.out(*ask, "--floor", f"https://127.0.0.1:{FLOOR_PORT}/mutate"))
    took, least = told["operator"], told["floor"]
    what = f"mutate, {told['bytes'] / 1000:.1f} KB"
    figures.plain(f"{what}, p50", f"{took['p50']:.2f} ms", f"{least['p50']:.2f} ms", took["p50"] / least["p50"])
    figures.ratio(f"{what}, p99", f"{took['p99']:.2f} ms (max {took['max']:.1f})",
                  f"{least['p99']:.2f} ms (max {least['max']:.1f})", took["p99"] / least["p99"], GOAL)

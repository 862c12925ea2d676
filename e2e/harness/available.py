#!/usr/bin/env python3
"""Follows pods by one unbroken watch and prints, for every change, how many are available.

A pod is available while it is Ready and not being deleted: what the disruption controller counts as healthy.
A line reads `<available> <pod> <what is true of it now>`; the first one is the state before any change.
"""

import argparse
import json
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator

from shell import end_like_ctrl_c, run


def is_available(pod: dict) -> bool:
    conditions = pod.get("status", {}).get("conditions", [])
    is_ready = any(each["type"] == "Ready" and each["status"] == "True" for each in conditions)
    return is_ready and "deletionTimestamp" not in pod["metadata"]


def words(kind: str, pod: dict) -> str:
    if kind == "DELETED":
        return "gone"
    if "deletionTimestamp" in pod["metadata"]:
        return "going"
    return "available" if is_available(pod) else "not ready"


def changes(pods: list[dict], events: Iterator[dict]) -> Iterator[tuple[int, str, str]]:
    """(available, pod, what is true of it now): the state before, then each event that changed what is true of a pod."""
    known = {pod["metadata"]["uid"]: words("ADDED", pod) for pod in pods}
    yield list(known.values()).count("available"), "all", "before"
    for event in events:
        pod = event["object"]
        if event["type"] == "ERROR":
            raise SystemExit(f"the watch broke: {pod.get('message')}")
        uid, now = pod["metadata"]["uid"], words(event["type"], pod)
        if known.get(uid) == now:
            continue
        known[uid] = now
        yield list(known.values()).count("available"), pod["metadata"]["name"], now


def follow(namespace: str, selector: str) -> Iterator[tuple[int, str, str]]:
    path = f"/api/v1/namespaces/{namespace}/pods?labelSelector={urllib.parse.quote(selector)}"
    before = json.loads(run(["kubectl", "get", "--raw", path]))
    # From the very version of the list on, so that nothing can happen unseen in between.
    version = before["metadata"]["resourceVersion"]
    watch = subprocess.Popen(["kubectl", "get", "--raw", f"{path}&watch=1&resourceVersion={version}"],
                             stdout=subprocess.PIPE, text=True)
    try:
        yield from changes(before["items"], map(json.loads, watch.stdout))
    finally:
        watch.terminate()
        watch.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--namespace", required=True)
    parser.add_argument("--selector", required=True)
    arguments = parser.parse_args()
    # A plain kill would leave the watch behind.
    end_like_ctrl_c()
    try:
        for available, pod, now in follow(arguments.namespace, arguments.selector):
            print(available, pod, now, flush=True)
    except KeyboardInterrupt:
        sys.exit(130)
    # Whoever reads the record must know that it is not whole.
    sys.exit("the watch ended by itself")


if __name__ == "__main__":
    main()

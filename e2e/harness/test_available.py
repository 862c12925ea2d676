"""python3 -m unittest discover -s e2e/harness"""

import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

from available import changes

PROGRAM = Path(__file__).resolve().parent / "available.py"

# Lists no pods; a watch tells who it is and lasts.
KUBECTL = """#!/bin/sh
case "$*" in
  *watch=1*) echo $$ >"$FAKE/watch"; exec sleep 60 ;;
  *) echo '{"metadata": {"resourceVersion": "1"}, "items": []}' ;;
esac
"""


def pod(name: str, ready: bool, going: bool = False) -> dict:
    metadata = {"uid": name, "name": name} | ({"deletionTimestamp": "2026-01-01T00:00:00Z"} if going else {})
    return {"metadata": metadata, "status": {"conditions": [{"type": "Ready", "status": str(ready)}]}}


def event(kind: str, of: dict) -> dict:
    return {"type": kind, "object": of}


class AvailableTest(unittest.TestCase):
    def counts(self, pods: list[dict], *events: dict) -> list[int]:
        return [count for count, _, _ in changes(pods, iter(events))]

    def test_the_first_line_is_the_state_before(self):
        self.assertEqual(self.counts([pod("a", True), pod("b", False)]), [1])

    def test_a_pod_that_is_being_deleted_is_away_although_it_is_still_ready(self):
        self.assertEqual(self.counts([pod("a", True)], event("MODIFIED", pod("a", True, going=True))), [1, 0])

    def test_a_pod_that_is_gone_counts_once(self):
        going, gone = event("MODIFIED", pod("a", True, going=True)), event("DELETED", pod("a", True, going=True))
        self.assertEqual(self.counts([pod("a", True), pod("b", True)], going, gone), [2, 1, 1])

    def test_a_new_pod_counts_when_it_is_ready(self):
        new, ready = event("ADDED", pod("b", False)), event("MODIFIED", pod("b", True))
        self.assertEqual(self.counts([pod("a", True)], new, ready), [1, 1, 2])

    def test_a_change_that_means_nothing_here_is_not_told(self):
        self.assertEqual(self.counts([pod("a", True)], event("MODIFIED", pod("a", True))), [1])

    def test_a_watch_that_breaks_is_no_record(self):
        with self.assertRaises(SystemExit):
            self.counts([], {"type": "ERROR", "object": {"message": "too old"}})


class EndTest(unittest.TestCase):
    def test_its_watch_ends_with_it(self):
        with tempfile.TemporaryDirectory() as folder:
            kubectl, told = Path(folder, "kubectl"), Path(folder, "watch")
            kubectl.write_text(KUBECTL)
            kubectl.chmod(0o755)
            environment = os.environ | {"PATH": f"{folder}:{os.environ['PATH']}", "FAKE": folder}
            program = subprocess.Popen([sys.executable, str(PROGRAM), "--namespace", "a", "--selector", "b"],
                                       env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            self.until(lambda: told.exists() and told.read_text().strip())
            watch = int(told.read_text())

            try:
                program.terminate()
                _, said = program.communicate(timeout=10)
                self.until(lambda: not runs(watch))
            finally:
                if runs(watch):
                    os.kill(watch, signal.SIGKILL)
            self.assertEqual(said, "")

    def until(self, check) -> None:
        end = time.monotonic() + 10
        while not check():
            self.assertLess(time.monotonic(), end)
            time.sleep(0.02)


def runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    unittest.main()

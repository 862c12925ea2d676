"""python3 -m unittest discover -s e2e/harness"""

import unittest

from available import changes


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


if __name__ == "__main__":
    unittest.main()

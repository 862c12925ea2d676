"""python3 -m unittest discover -s e2e/harness"""

import unittest

from traffic import figures


def run(codes: dict[str, int], fastest: float, p99: float, slowest: float) -> dict:
    times = {"Min": fastest, "Max": slowest, "Percentiles": [{"Percentile": 50, "Value": 0}, {"Percentile": 99, "Value": p99}]}
    return {"RetCodes": codes, "DurationHistogram": times, "ActualDuration": 4_000_000_000}


class Traffic(unittest.TestCase):
    def test_runs_are_added_up(self):
        seen = figures([run({"200": 30, "503": 1}, 0.001, 0.02, 0.03), run({"200": 8, "-1": 1}, 0.002, 0.01, 0.5)])

        self.assertEqual(seen, {"calls": 40, "failed": 2, "failed-percent": 5.0, "good-per-second": 9.5,
                                "fastest-millis": 1, "p99-millis": 20, "slowest-millis": 500})

    def test_grpc_has_words_for_codes(self):
        seen = figures([run({"SERVING": 3, "ERROR": 1}, 0, 0, 0)])

        self.assertEqual((seen["calls"], seen["failed"]), (4, 1))

    def test_a_run_without_calls_says_nothing(self):
        with self.assertRaisesRegex(SystemExit, "no call was made"):
            figures([run({}, 0, 0, 0)])


if __name__ == "__main__":
    unittest.main()

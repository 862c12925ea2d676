#!/usr/bin/env python3
"""Adds up what several fortio have seen of one run, and prints a word and a number a line.

calls, failed, failed-percent, good-per-second; fastest-millis and slowest-millis over all of them; p99-millis: of the
worst fortio.
"""

import argparse
import json
from pathlib import Path

GOOD = {"SERVING", "OK"}


def is_good(code: str) -> bool:
    return code in GOOD or code.startswith("2")


def figures(runs: list[dict]) -> dict[str, float]:
    calls = failed = 0
    for run in runs:
        for code, count in run["RetCodes"].items():
            calls += count
            failed += 0 if is_good(code) else count
    if not calls:
        raise SystemExit("no call was made")
    times = [run["DurationHistogram"] for run in runs]
    return {
        "calls": calls,
        "failed": failed,
        "failed-percent": round(100 * failed / calls, 2),
        "good-per-second": round((calls - failed) / max(run["ActualDuration"] / 1e9 for run in runs), 1),
        "fastest-millis": round(1000 * min(each["Min"] for each in times)),
        "p99-millis": round(1000 * max(p99(each) for each in times)),
        "slowest-millis": round(1000 * max(each["Max"] for each in times)),
    }


def p99(times: dict) -> float:
    [value] = [each["Value"] for each in times["Percentiles"] if each["Percentile"] == 99]
    return value


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="+", type=Path, help="JSON of fortio")
    for word, number in figures([json.loads(file.read_text()) for file in parser.parse_args().file]).items():
        print(word, number)


if __name__ == "__main__":
    main()

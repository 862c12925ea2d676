"""Records, while something else happens, how many pods were available at each change."""

import subprocess
import sys
import threading
import time
from pathlib import Path

from shell import Failure

FOLLOW = Path(__file__).resolve().parent / "available.py"
START_SECONDS = 20


class Recording:
    def __init__(self, namespace: str, selector: str, environment: dict[str, str]):
        self.command = [sys.executable, str(FOLLOW), "--namespace", namespace, "--selector", selector]
        self.environment = environment
        self.counts: list[int] = []
        self.changed = threading.Condition()

    def __enter__(self) -> "Recording":
        self.process = subprocess.Popen(self.command, env=self.environment, stdout=subprocess.PIPE, text=True)
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        self._wait(lambda: self.counts, START_SECONDS, "the watch of the pods did not begin")
        return self

    def __exit__(self, *_) -> None:
        self.process.terminate()
        self.process.wait()
        self.reader.join()

    def wait_until_whole(self, seconds: float) -> None:
        """Until as many pods are available as at the start."""
        self._wait(lambda: self.counts[-1] == self.counts[0], seconds, "the pods did not all come back")

    def _read(self) -> None:
        for line in self.process.stdout:
            count = int(line.split()[0])
            with self.changed:
                # Most changes of a pod, such as being scheduled, do not change the count.
                if not self.counts or self.counts[-1] != count:
                    self.counts.append(count)
                self.changed.notify_all()

    def _wait(self, check, seconds: float, complaint: str) -> None:
        end = time.monotonic() + seconds
        with self.changed:
            while not check():
                if not self.changed.wait(end - time.monotonic()):
                    raise Failure(f"{complaint} within {seconds:.0f} s")

"""What was written, as the API server wrote it down."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from world import NAMESPACE

WRITES = ("create", "update", "patch", "delete")


@dataclass(frozen=True)
class Write:
    account: str
    verb: str
    resource: str  # with its subresource
    key: str
    begun: float  # seconds since the epoch
    ended: float
    body: object


class Since:
    """The writes of our accounts from the moment that this is made."""

    def __init__(self, log: Path):
        self.log = log
        self.start = log.stat().st_size

    def writes(self, *accounts: str) -> Iterator[Write]:
        """Those that the API server granted, in the order of their ends."""
        users = {f"system:serviceaccount:{NAMESPACE}:{account}": account for account in accounts}
        with open(self.log, "rb") as file:
            file.seek(self.start)
            for line in file:
                if b'"leases"' in line or not line.endswith(b"\n"):
                    continue
                event = json.loads(line)
                account = users.get(event["user"]["username"])
                granted = event.get("responseStatus", {}).get("code", 0) < 300
                if account and granted and event["verb"] in WRITES and event["stage"] == "ResponseComplete":
                    yield _write(account, event)


def _write(account: str, event: dict) -> Write:
    subject = event["objectRef"]
    resource = "/".join(filter(None, (subject["resource"], subject.get("subresource"))))
    # A create of the API server's own naming has its name in the answer alone; ours name what they create.
    name = subject.get("name") or event.get("requestObject", {}).get("metadata", {}).get("name", "")
    return Write(account, event["verb"], resource, f"{subject.get('namespace', '')}/{name}",
                 _seconds(event["requestReceivedTimestamp"]), _seconds(event["stageTimestamp"]), event.get("requestObject"))


def _seconds(text: str) -> float:
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()

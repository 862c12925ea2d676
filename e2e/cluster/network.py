"""The network of a cluster with nodes: a namespace of its own, with one cable to the host.

Two clusters in one namespace would share kube-proxy's iptables chains and fight over them. In its own namespace
a cluster may use the same pod and Service addresses as any other, and all of it (links, rules, connection tracking)
goes with the namespace.
"""

import os
from pathlib import Path

from plan import POD_CIDR, SERVICE_CIDR, Plan
from processes import Failure, output


class Network:
    def __init__(self, plan: Plan):
        self.plan = plan
        self.handle = Path("/run/netns") / plan.network
        self.outer, self.inner = plan.links

    def up(self) -> None:
        self._refuse_foreign_route()
        if not self.handle.exists() or not os.path.ismount(self.handle):
            self.handle.unlink(missing_ok=True)
            output(["ip", "netns", "add", self.plan.network])
        if not Path(f"/sys/class/net/{self.outer}").exists():
            output(["ip", "link", "add", self.outer, "type", "veth",
                    "peer", "name", self.inner, "netns", self.plan.network])
        output(["ip", "address", "replace", f"{self.plan.host_address}/24", "dev", self.outer])
        output(["ip", "link", "set", self.outer, "up"])
        self.inside(["ip", "link", "set", "lo", "up"])
        self.inside(["ip", "link", "set", self.inner, "up"])
        for address in [f"{self.plan.address}/24", *(f"{node.address}/32" for node in self.plan.nodes)]:
            self.inside(["ip", "address", "replace", address, "dev", self.inner])
        # Programs outside pods need a way to Service addresses before iptables turns it. There is no default
        # route: whatever is outside this machine is unreachable at once instead of after a timeout.
        self.inside(["ip", "route", "replace", SERVICE_CIDR, "dev", self.inner, "src", self.plan.address])
        self.inside(["sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward"])
        self._let_pods_reach_the_host()

    def down(self) -> None:
        if Path(f"/sys/class/net/{self.outer}").exists():
            output(["ip", "link", "delete", self.outer])
        if self.handle.exists():
            output(["ip", "netns", "delete", self.plan.network])

    def pids(self) -> list[int]:
        return [int(pid) for pid in output(["ip", "netns", "pids", self.plan.network]).split()] if self.handle.exists() else []

    def inside(self, command: list[str]) -> str:
        return output(["nsenter", f"--net={self.handle}", "--", *command])

    def _let_pods_reach_the_host(self) -> None:
        # The host knows no way back to a pod's address.
        rule = ["POSTROUTING", "-s", POD_CIDR, "-o", self.inner, "-j", "MASQUERADE"]
        try:
            self.inside(["iptables", "-w", "-t", "nat", "-C", *rule])
        except Failure:
            self.inside(["iptables", "-w", "-t", "nat", "-A", *rule])

    def _refuse_foreign_route(self) -> None:
        subnet = f"172.30.{self.plan.index}.0/24"
        for route in output(["ip", "-4", "route", "show", "root", subnet]).splitlines():
            if f"dev {self.outer} " not in route + " ":
                raise Failure(f"the addresses {subnet} of cluster {self.plan.name} are in use on this host: {route.strip()}")

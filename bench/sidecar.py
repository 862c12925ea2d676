"""A call through the sidecar of who makes it, and a request through that of who receives it, each against one through a minimal
Envoy and a direct one; the sidecar's memory; what its feedback costs."""

import asyncio
import json
import os
import re
import socket
import threading
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import figures
import processes
import world
from processes import operator, running, until

ROUNDS = int(os.environ.get("ROUNDS", "12"))
RATE = int(os.environ.get("RATE", "1000"))
GOAL = 1.05
MEMORY_GOALS = {5: 20, 30: 35}
FEEDBACK_SECONDS = 60
FEEDBACK_RATE = 100

PORT, SERVER_PORTS, SERVICE_PORT = 19000, (19340, 19341), 18080
MINIMAL_PORT, MINIMAL_ADMIN = 19350, 19351
NAMESPACE = "calls"

# As a policy looks that says something of everything.
TERMS = ("protocol: HTTP, criticality: Soft, connectTimeout: 250ms, timeout: 800ms, "
         "retries: {attempts: 2, perTryTimeout: 300ms}, circuitBreaker: {maxConcurrentRequests: 100, maxPendingRequests: 32}, "
         "fallback: {status: 200, contentType: application/json, body: '{}'}")

WORKLOAD = """---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {app}, namespace: calls, labels: {{app: {app}}}}}
spec:
  replicas: 0
  selector: {{matchLabels: {{app: {app}}}}}
  template:
    metadata: {{labels: {{app: {app}}}}}
    spec: {{schedulerName: nobody, containers: [{{name: app, image: app}}]}}
---
apiVersion: faultline.dev/v1alpha1
kind: ResiliencePolicy
metadata: {{name: {app}, namespace: calls}}
spec:
  targetRefs: [{{kind: Deployment, name: {app}}}]
  dependencies:
"""

# As a policy looks that says something of everything, of requests; those that are made here are of the last class.
RECEIVING = """---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: receiving, namespace: calls, labels: {{app: receiving}}}}
spec:
  replicas: 0
  selector: {{matchLabels: {{app: receiving}}}}
  template:
    metadata: {{labels: {{app: receiving}}}}
    spec: {{schedulerName: nobody, containers: [{{name: app, image: app, ports: [{{name: http, containerPort: {port}}}]}}]}}
---
apiVersion: faultline.dev/v1alpha1
kind: ResiliencePolicy
metadata: {{name: receiving, namespace: calls}}
spec:
  targetRefs: [{{kind: Deployment, name: receiving}}]
  inbound:
  - port: http
    protocol: HTTP
    deadline: {{whenAbsent: 2s, max: 10s}}
    maxConcurrentRequests: 200
    routeClasses:
    - {{name: critical, match: {{pathPrefixes: [/pay], methods: [POST]}}, reservedPercent: 30, requireIdempotencyKey: true}}
    - {{name: gold, match: {{headers: [{{name: x-tier, value: gold}}]}}, reservedPercent: 20, deadline: 3s}}
    - {{name: background, match: {{headers: [{{name: x-criticality, value: sheddable}}]}}, rateLimit: {{requests: 50, per: 1s}}}}
    - {{name: others, reservedPercent: 40}}
"""

SERVICE = """---
apiVersion: v1
kind: Service
metadata: {{name: {name}, namespace: calls}}
spec: {{ports: [{{name: http, port: {port}}}]}}
"""

ENDPOINT = """---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {{name: {name}-{port}, namespace: calls, labels: {{kubernetes.io/service-name: {name}}}}}
addressType: IPv4
ports: [{{name: http, port: {port}}}]
endpoints: [{{addresses: [{address}], conditions: {{ready: true}}}}]
"""

MINIMAL = """
admin: {{address: {{socket_address: {{address: 127.0.0.1, port_value: {admin}}}}}}}
static_resources:
  listeners:
  - address: {{socket_address: {{address: 127.0.0.1, port_value: {port}}}}}
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: minimal
          route_config: {{virtual_hosts: [{{name: all, domains: ["*"], routes: [{{match: {{prefix: /}}, route: {{cluster: server}}}}]}}]}}
          http_filters:
          - name: envoy.filters.http.router
            typed_config: {{"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}}
  clusters:
  - name: server
    type: STATIC
    load_assignment: {{cluster_name: server, endpoints: [{{lb_endpoints: [{endpoints}]}}]}}
"""


def measure() -> None:
    with world.world() as here, operator(here.account("faultline"), port=PORT) as replica, ExitStack() as stack:
        replica.await_leading()
        address = _own_address()
        servers = ",".join(f"{address}:{port}" for port in SERVER_PORTS)
        stack.enter_context(running([here.load, here.kubeconfig, "serve", "--addresses", servers], "serve"))
        here.kubectl("apply", "-f", "-", feed=_objects(address))
        sidecars = {size: stack.enter_context(_sidecar(here, f"with-{size}", index, size))
                    for index, size in enumerate(MEMORY_GOALS)}
        for size, sidecar in sidecars.items():
            for leg in sidecar.legs().values():
                sidecar.calls(here, leg, rounds=1, span="300ms", rate=200)
            memory = _anonymous(sidecar.process.pid)
            figures.limit(f"sidecar, memory, {size} dependencies", f"{memory:.1f} MiB anonymous", memory, MEMORY_GOALS[size], "MiB")
        place = next(iter(sidecars[5].legs().values()))
        _calls(here, "sidecar, call", (place, sidecars[5].process.pid), [(address, port) for port in SERVER_PORTS])
        for sidecar in sidecars.values():
            sidecar.stop()
        with _sidecar(here, "receiving", len(sidecars)) as sidecar:
            place = f"{address}:{sidecar.inlet()}"
            _calls(here, "sidecar, request", (place, sidecar.process.pid), [(address, SERVER_PORTS[0])])
        _feedback(here, replica)


def _own_address() -> str:
    """Not of the loopback, which endpoints must not have. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        return probe.getsockname()[0]


def _objects(address: str) -> str:
    parts = [f"apiVersion: v1\nkind: Namespace\nmetadata: {{name: {NAMESPACE}}}\n"]
    for size in MEMORY_GOALS:
        names = [f"to-{number}-of-{size}" for number in range(size)]
        for name in names:
            parts.append(SERVICE.format(name=name, port=SERVICE_PORT))
            parts += [ENDPOINT.format(name=name, port=port, address=address) for port in SERVER_PORTS]
        parts.append(WORKLOAD.format(app=f"with-{size}") + "".join(
            f"  - {{name: {name}, serviceRef: {{name: {name}, port: {SERVICE_PORT}}}, {TERMS}}}\n" for name in names))
    parts.append(RECEIVING.format(port=SERVER_PORTS[0]))
    return "".join(parts)


class Sidecar:
    """A real Envoy, as its pod says; only ports and places of files are this machine's."""

    def __init__(self, process, admin: int):
        self.process = process
        self.admin = admin

    def legs(self) -> dict[str, str]:
        """Where the application finds each host that is captured."""
        return {name: f"{place['address']}:{place['port_value']}" for name, place in self.listeners().items()
                if name.startswith("to-")}

    def inlet(self) -> int:
        """The port at which requests arrive."""
        return self.listeners()["inbound:http"]["port_value"]

    def listeners(self) -> dict[str, dict]:
        text = world.out("curl", "-sf", f"http://127.0.0.1:{self.admin}/listeners?format=json")
        return {each["name"]: each["local_address"]["socket_address"] for each in json.loads(text)["listener_statuses"]}

    def calls(self, here: world.World, leg: str, **options) -> None:
        _load(here, {"sidecar": (leg, self.process.pid)}, **options)

    def stop(self) -> None:
        processes.end(self.process)


@contextmanager
def _sidecar(here: world.World, app: str, index: int, legs: int = 0, xds: str | None = None, feedback: bool = True):
    pod = _injected(here, app)
    name, uid = pod["metadata"]["name"], pod["metadata"]["uid"]
    token = world.BUILT / f"sidecar-{index}.token"
    token.touch(mode=0o600)
    token.write_text(here.kubectl("create", "token", "default", "-n", NAMESPACE, "--audience", "faultline", "--bound-object-kind",
                                  "Pod", "--bound-object-name", name, "--bound-object-uid", uid).strip())
    authority = world.BUILT / "sidecars-ca.crt"
    authority.write_text(here.kubectl("get", "configmap", "faultline-ca", "-n", NAMESPACE, "-o", r"jsonpath={.data.ca\.crt}"))
    [arguments] = [each["args"] for each in pod["spec"]["initContainers"] if each["name"] == "faultline-envoy"]
    own = {port: str(19310 + index * 10 + place) for place, port in enumerate(("15500", "15521", "15590"))}
    yaml = (arguments[1].replace("/etc/faultline/ca/ca.crt", str(authority)).replace("/var/run/secrets/faultline/token", str(token))
            .replace("address: 0.0.0.0", "address: 127.0.0.1").replace(processes.xds(PORT), xds or processes.xds(PORT)))
    yaml = re.sub(r"port_value: (\d+)", lambda found: f"port_value: {own[found[1]]}", yaml)
    if not feedback:
        yaml = without_feedback(yaml)
    rest = [each.replace("$(POD_NAMESPACE)/$(POD_NAME)", f"{NAMESPACE}/{name}") for each in arguments[2:]]
    with running([world.tool("envoy"), arguments[0], yaml, *rest], f"sidecar-{index}") as process:
        sidecar = Sidecar(process, int(own["15500"]))
        until(lambda: process.poll() is not None or _answers(own["15521"], "/ready"), 60, f"the sidecar of {name} is ready")
        until(lambda: len(sidecar.legs()) == legs and (legs or "inbound:http" in sidecar.listeners()), 30,
              f"the sidecar of {name} listens")
        # The sidecar's own check of its endpoints takes a moment.
        until(lambda: "failed_active_hc" not in world.out("curl", "-sf", f"http://127.0.0.1:{sidecar.admin}/clusters"), 30,
              f"the sidecar of {name} may call")
        yield sidecar


def _answers(port: str, path: str) -> bool:
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", int(port))):
            return False
    return world.out("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", f"http://127.0.0.1:{port}{path}") == "200"


def _injected(here: world.World, app: str) -> dict:
    """A pod that came before the operator knew its workload has no sidecar, and another takes its place."""
    here.kubectl("scale", "deployment", app, "-n", NAMESPACE, "--replicas=1")
    found = []

    def is_there() -> bool:
        pods = json.loads(here.kubectl("get", "pods", "-n", NAMESPACE, "-l", f"app={app}", "-o", "json"))["items"]
        alive = [pod for pod in pods if "deletionTimestamp" not in pod["metadata"]]
        found[:] = [pod for pod in alive if pod["spec"].get("initContainers")]
        for pod in alive if not found else []:
            here.kubectl("delete", "pod", pod["metadata"]["name"], "-n", NAMESPACE, "--now")
        return bool(found)

    until(is_there, 60, f"a pod of {app} has its sidecar", pause=1)
    return found[0]


def _load(here: world.World, ways: dict[str, tuple[str, int]], **options) -> dict:
    told = ",".join(f"{name}={place}={pid}" for name, (place, pid) in ways.items())
    flags = [part for key, value in options.items() for part in (f"--{key}", str(value))]
    return json.loads(world.out(here.load, here.kubeconfig, "calls", "--ways", told, *flags))


def _anonymous(pid: int) -> float:
    """MiB that are the process's own, the mapped program not among them."""
    return int(re.search(r"RssAnon:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())[1]) / 1024


def _calls(here: world.World, what: str, sidecar: tuple[str, int], servers: list[tuple[str, int]]) -> None:
    """Of the sidecar: where it is called, and its process."""
    endpoints = ", ".join(f"{{endpoint: {{address: {{socket_address: {{address: {address}, port_value: {port}}}}}}}}}"
                          for address, port in servers)
    config = MINIMAL.format(admin=MINIMAL_ADMIN, port=MINIMAL_PORT, endpoints=endpoints)
    workers = Path(f"/proc/{sidecar[1]}/cmdline").read_text().split("\0")
    concurrency = workers[workers.index("--concurrency") + 1]
    command = [world.tool("envoy"), "--config-yaml", config, "--concurrency", concurrency, "--disable-hot-restart", "--log-level", "warn"]
    with running(command, "minimal") as minimal:
        until(lambda: _answers(str(MINIMAL_ADMIN), "/ready"), 30, "the minimal Envoy is ready")
        told = _load(here, {"direct": (":".join(map(str, servers[0])), 0), "minimal": (f"127.0.0.1:{MINIMAL_PORT}", minimal.pid),
                            "sidecar": sidecar}, rounds=ROUNDS, rate=RATE)
    direct, least, took = told["direct"], told["minimal"], told["sidecar"]
    for share in ("p50", "p99"):
        figures.ratio(f"{what}, {share}", f"{took[share]:.3f} ms", f"{least[share]:.3f} ms", took[share] / least[share], GOAL)
        figures.plain(f"{what}, {share}, direct", f"{took[share]:.3f} ms", f"{direct[share]:.3f} ms",
                      took[share] / direct[share])
    figures.ratio(f"{what}, CPU", f"{took['cpu']:.1f} µs", f"{least['cpu']:.1f} µs", took["cpu"] / least["cpu"], GOAL)


def without_feedback(yaml: str) -> str:
    """The bootstrap without what sends numbers to the operator: blocks at the left margin, each to the next of them."""
    return re.sub(r"^(stats_sinks|stats_flush_interval):.*\n(?:(?![a-z_]+:).*\n)*", "", yaml, flags=re.MULTILINE)


def _feedback(here: world.World, replica: processes.Java) -> None:
    """Status feedback: what goes over the wire, and what the sidecar and the operator work for it."""
    used = {}
    for feedback in (False, True):
        with counting(processes.xds(PORT)) as counted, _sidecar(here, "with-5", 2, 5, counted.place, feedback) as sidecar:
            ways = {f"way-{index}": (leg, 0) for index, leg in enumerate(sidecar.legs().values())}
            _load(here, ways, rounds=1, span="1s", rate=FEEDBACK_RATE)
            before = _used(counted, sidecar, replica)
            _load(here, ways, rounds=1, span=f"{FEEDBACK_SECONDS / len(ways) / 2:.1f}s", rate=FEEDBACK_RATE)
            grown = [late - early for early, late in zip(before, _used(counted, sidecar, replica))]
            used[feedback] = [each / grown[0] for each in grown[1:]]
    (up, down, envoy, server), (without_up, without_down, without_envoy, without_server) = used[True], used[False]
    figures.note("sidecar, feedback, 5 dependencies",
                 f"{up:.0f} bytes per s to the operator ({without_up:.0f} without), {down:.0f} ({without_down:.0f}) back")
    figures.note("sidecar, feedback, CPU",
                 f"sidecar {envoy * 1000:.2f} ms per s ({without_envoy * 1000:.2f} without), "
                 f"operator {server * 1000:.2f} ({without_server * 1000:.2f})")


def _used(counted: "counting", sidecar: Sidecar, replica: processes.Java) -> tuple[float, ...]:
    """Seconds, bytes up and down, and the seconds that all threads of the sidecar and of the operator have run."""
    return time.monotonic(), counted.up, counted.down, _cpu(sidecar.process.pid), _cpu(replica.process.pid)


def _cpu(pid: int) -> float:
    return sum(int(task.read_text().split()[0]) for task in Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e9


class counting:
    """Passes bytes on between sidecars and the operator, and counts them. What they say is encrypted, and stays so."""

    def __init__(self, target: str):
        self.host, port = target.rsplit(":", 1)
        self.port = int(port)
        self.up = self.down = 0
        self.loop = asyncio.new_event_loop()

    def __enter__(self):
        server = self.loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.place = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()

    async def _serve(self, reader, writer):
        there, back = await asyncio.open_connection(self.host, self.port)
        await asyncio.gather(self._pass(reader, back, "up"), self._pass(there, writer, "down"))

    async def _pass(self, reader, writer, way: str):
        try:
            while data := await reader.read(65536):
                setattr(self, way, getattr(self, way) + len(data))
                writer.write(data)
                await writer.drain()
        except OSError:
            pass  # the other side is gone
        finally:
            writer.close()

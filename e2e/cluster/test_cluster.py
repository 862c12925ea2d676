"""The parts that decide without touching the machine. Run: python3 -m unittest discover -s e2e/cluster"""

import hashlib
import io
import ipaddress
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import unittest
import zipfile
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parent))

import build
import files
import images
import plan
import wheels
from processes import Failure, Processes, wait_until, write

EVERY_IMAGE = list(images.OURS)
PARTS = ("etcd", "etcd-peer", "kube-apiserver", "kube-controller-manager", "kube-scheduler")


class Plans(unittest.TestCase):
    def test_no_two_clusters_share_a_port(self):
        ports = [plan.Plan("x", index, False).port(part) for index in range(100) for part in PARTS]
        self.assertEqual(len(ports), len(set(ports)))
        self.assertLess(max(ports), 32768, "ports above are handed out to clients by the kernel")

    def test_no_two_clusters_share_an_address(self):
        plans = [plan.Plan("x", index, True) for index in range(100)]
        addresses = [address for each in plans
                     for address in [each.host_address, each.address, *(node.address for node in each.nodes)]]
        self.assertEqual(len(addresses), len(set(addresses)))
        for each in plans:
            subnet = ipaddress.ip_network(f"172.30.{each.index}.0/24")
            self.assertTrue(all(ipaddress.ip_address(node.address) in subnet for node in each.nodes))

    def test_the_nodes_of_a_cluster_share_nothing(self):
        nodes = plan.Plan("demo", 0, True).nodes
        for part in ("name", "zone", "address", "pod_subnet", "state", "data", "socket", "cgroup"):
            self.assertEqual(len({getattr(node, part) for node in nodes}), 3, part)
        pods = ipaddress.ip_network(plan.POD_CIDR)
        self.assertTrue(all(ipaddress.ip_network(node.pod_subnet).subnet_of(pods) for node in nodes))

    def test_names_of_network_devices_fit_the_kernel(self):
        self.assertTrue(all(len(link) <= 15 for link in plan.Plan("x", 99, True).links))

    def test_shim_sockets_fit_containerd_for_the_longest_name(self):
        self.assertLessEqual(len(str(plan.Plan("x" * 20, 99, True).run / "s")), 42)

    def test_well_known_names_have_fixed_indexes(self):
        self.assertEqual([plan.choose_index(name, {}) for name in ("demo", "test", "it")], [0, 1, 2])

    def test_another_name_keeps_its_index(self):
        self.assertEqual(plan.choose_index("mine", {"mine": 42}), 42)

    def test_names_with_the_same_hash_get_different_indexes(self):
        first = plan.choose_index("mine", {})
        self.assertNotEqual(plan.choose_index("mine", {"other": first}), first)

    def test_a_full_range_says_what_to_do(self):
        with self.assertRaisesRegex(ValueError, "take some clusters down"):
            plan.choose_index("mine", {f"c{index}": index for index in plan.OTHERS})

    def test_names_that_could_leave_their_folder_are_refused(self):
        for name in ("", "../x", "A", "a b", "-x", "x" * 21):
            with self.assertRaises(ValueError, msg=name):
                plan.check_name(name)


class ProcessesByPidFile(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.processes = Processes(Path(folder.name))
        self.addCleanup(lambda: self.processes.stop(self.processes.names()))

    def test_a_started_process_is_ours_until_stopped(self):
        self.assertTrue(self.processes.ensure("sleeper", ["/bin/sleep", "60"]))
        pid = self.processes.running("sleeper")
        self.assertIsNotNone(pid)

        self.processes.stop(["sleeper"])

        self.assertIsNone(self.processes.running("sleeper"))
        self.assertEqual(self.processes.names(), [])

    def test_the_same_command_is_not_started_twice(self):
        self.processes.ensure("sleeper", ["/bin/sleep", "60"])
        self.assertFalse(self.processes.ensure("sleeper", ["/bin/sleep", "60"]))

    def test_another_command_replaces_the_old_one(self):
        self.processes.ensure("sleeper", ["/bin/sleep", "60"])
        old = self.processes.running("sleeper")
        self.assertTrue(self.processes.ensure("sleeper", ["/bin/sleep", "61"]))
        self.assertNotEqual(self.processes.running("sleeper"), old)

    def test_a_changed_configuration_restarts(self):
        config = self.processes.pids.parent / "config"
        write(config, "one")
        self.processes.ensure("sleeper", ["/bin/sleep", "60"], [config])
        write(config, "two")
        self.assertTrue(self.processes.ensure("sleeper", ["/bin/sleep", "60"], [config]))

    def test_a_stale_pid_file_never_ends_a_stranger(self):
        stranger = subprocess.Popen(["/bin/sleep", "60"])
        self.addCleanup(stranger.wait)
        self.addCleanup(stranger.kill)
        self.processes.pids.mkdir()
        (self.processes.pids / "etcd.pid").write_text(str(stranger.pid))
        (self.processes.pids / "etcd.json").write_text(json.dumps({"command": ["/bin/etcd"], "digest": ""}))

        self.processes.stop(["etcd"])

        self.assertIsNone(stranger.poll())
        self.assertEqual(self.processes.names(), [])


class Images(unittest.TestCase):
    def setUp(self):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.enterContext(mock.patch.dict(os.environ, {"XDG_CACHE_HOME": str(folder)}))
        self.program = plan.binaries() / "x"
        self.program.parent.mkdir(parents=True)
        self.program.write_bytes(b"program")
        self.program.chmod(0o755)
        self.image = images.static("faultline.dev/x:1", "x", "/x")
        self.enterContext(mock.patch.object(images, "OURS", [self.image]))

    def test_an_image_runs_its_program_as_nobody_of_note(self):
        [tar] = images.make_ours()

        with tarfile.open(tar) as content:
            [entry] = json.load(content.extractfile("manifest.json"))
            config = json.load(content.extractfile(entry["Config"]))["config"]
            layer = tarfile.open(fileobj=io.BytesIO(content.extractfile(entry["Layers"][0]).read()))
        self.assertEqual(images.references_in(tar), ["faultline.dev/x:1"])
        self.assertEqual((config["Entrypoint"], config["User"]), (["/x"], "65532:65532"))
        self.assertEqual(layer.extractfile("x").read(), b"program")
        self.assertEqual([(each.name, each.mode) for each in layer], [("tmp", 0o1777), ("x", 0o755)])

    def test_an_image_is_made_anew_only_when_its_program_changed(self):
        first = images.make_ours()[0].stat().st_mtime_ns
        again = images.make_ours()[0].stat().st_mtime_ns
        self.program.write_bytes(b"another program")
        changed = images.make_ours()[0].stat().st_mtime_ns

        self.assertEqual(again, first)
        self.assertNotEqual(changed, first)

    def test_every_image_has_a_name_of_its_own(self):
        for part in ("reference", "name"):
            self.assertEqual(len({getattr(each, part) for each in EVERY_IMAGE}), len(EVERY_IMAGE), part)


class Building(unittest.TestCase):
    def test_every_program_has_its_module_and_its_own_stamp(self):
        self.assertEqual(len({each.name for each in build.ALL}), len(build.ALL))
        self.assertEqual(len({each.key() for each in build.ALL}), len(build.ALL))

    def test_the_early_programs_come_first(self):
        self.assertEqual(build.ALL[: len(build.CONTROL_PLANE)], build.CONTROL_PLANE)
        self.assertEqual(build.CONTROL_PLANE[: len(build.FIRST)], build.FIRST)


class Files(unittest.TestCase):
    def test_every_file_is_pinned_with_the_sum_of_its_module(self):
        for each in files.ALL:
            sums = (each.folder / "go.sum").read_text()
            self.assertIn(f"{each.path} {each.version} h1:", sums)
            self.assertIn(f"{each.path} {each.version}/go.mod h1:", sums)

    def test_a_module_that_is_not_pinned_is_refused(self):
        with self.assertRaisesRegex(Failure, "does not require example.com/other"):
            _ = files.ModuleFile("x", "keda", "example.com/other", "x.yaml").version


class Wheels(unittest.TestCase):
    """pip itself, with a wheel made here instead of an index."""

    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.wheel = self.folder / "tool-1.0-py3-none-any.whl"
        with zipfile.ZipFile(self.wheel, "w") as archive:
            program = zipfile.ZipInfo("tool/run")
            program.external_attr = 0o100755 << 16
            archive.writestr(program, "#!/bin/sh\necho it runs\n")
            archive.writestr("tool-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tool\nVersion: 1.0\n")
            archive.writestr("tool-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            archive.writestr("tool-1.0.dist-info/RECORD", "")
        self.enterContext(mock.patch.dict(os.environ, {
            "XDG_CACHE_HOME": str(self.folder / "cache"), "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.folder)}))
        self.enterContext(mock.patch.object(wheels, "SOURCE", self.folder))

    def pinned(self, digest: str) -> wheels.Wheel:
        wheel = wheels.Wheel("tool", "tool/run")
        wheel.requirements.parent.mkdir(parents=True, exist_ok=True)
        wheel.requirements.write_text(f"tool==1.0 --hash=sha256:{digest}\n")
        return wheel

    def fetch(self, digest: str) -> Path:
        return wheels.fetch(self.pinned(digest), say=lambda line: None)

    @unittest.skipUnless(wheels.has_pip(), "no pip")
    def test_a_program_of_a_wheel_runs(self):
        program = self.fetch(hashlib.sha256(self.wheel.read_bytes()).hexdigest())

        self.assertEqual(subprocess.check_output([program], text=True), "it runs\n")

    @unittest.skipUnless(wheels.has_pip(), "no pip")
    def test_a_wheel_with_another_digest_is_refused_and_leaves_nothing(self):
        with self.assertRaisesRegex(Failure, "DO NOT MATCH THE HASHES"):
            self.fetch("0" * 64)

        self.assertEqual(list((self.folder / "cache" / "faultline" / "wheels").iterdir()), [])

    def test_without_pip_its_package_is_named(self):
        with mock.patch.object(wheels, "has_pip", return_value=False), self.assertRaisesRegex(Failure, "python3-pip"):
            self.fetch("0" * 64)

    def test_another_pin_is_another_folder(self):
        one, other = self.pinned("0" * 64).folder, self.pinned("1" * 64).folder

        self.assertNotEqual(one, other)


class PinnedWheels(unittest.TestCase):
    def test_each_is_pinned_for_both_architectures(self):
        for wheel in wheels.ALL:
            self.assertEqual(len(set(re.findall(r"sha256:[0-9a-f]{64}", wheel.requirements.read_text()))), 2, wheel.name)


class Waiting(unittest.TestCase):
    def test_it_ends_with_what_was_waited_for(self):
        with self.assertRaisesRegex(Failure, "the sky falls: still not so"):
            wait_until(lambda: False, "the sky falls", 0.01, 0.01)


if __name__ == "__main__":
    unittest.main()

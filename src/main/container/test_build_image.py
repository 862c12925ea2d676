"""Tests of build-image: python3 -m unittest discover -s src/main/container"""

import importlib.machinery
import importlib.util
import json
import re
import sys
import tarfile
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True

import archive  # noqa: E402
import glibc  # noqa: E402
import runtime  # noqa: E402


def load_build_image():
    loader = importlib.machinery.SourceFileLoader("build_image", str(HERE / "build-image"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("build_image", loader))
    loader.exec_module(module)
    return module


build_image = load_build_image()


class ContainerfileTest(unittest.TestCase):
    """Two ways to make the image, one image."""

    def setUp(self):
        self.lines = (HERE / "Containerfile").read_text()

    def test_starts_the_operator_as_build_image_does(self):
        entry = json.loads(re.search(r"^ENTRYPOINT (.*)$", self.lines, re.MULTILINE).group(1))

        self.assertEqual(entry, build_image.ENTRYPOINT)

    def test_has_the_same_java_runtime(self):
        self.assertIn(f"--add-modules {','.join(runtime.MODULES)} ", self.lines)
        self.assertIn(" ".join(runtime.JLINK), self.lines)
        self.assertIn(f"java {' '.join(runtime.JVM)} -Xmx", self.lines)

    def test_runs_as_the_same_user(self):
        self.assertIn(f"USER {glibc.USER}:{glibc.USER}\n", self.lines)

    def test_names_the_same_ports(self):
        self.assertIn(f"EXPOSE {' '.join(map(str, build_image.PORTS))}\n", self.lines)

    def test_names_the_version_of_the_pom(self):
        self.assertIn(f"-t {build_image.NAME}:{build_image.project()['version']} ", self.lines)


class LayerTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def entries(self, layer: archive.Layer) -> list[tarfile.TarInfo]:
        file = self.folder / "layer.tar"
        file.write_bytes(layer.tar())
        with tarfile.open(file) as tar:
            return tar.getmembers()

    def test_has_the_same_bytes_whatever_the_order_and_the_time(self):
        source = self.folder / "source"
        source.write_text("content")
        one, other = archive.Layer("one"), archive.Layer("other")

        one.file("/a/file", source)
        one.text("/b", "text")
        source.touch()
        other.text("/b", "text")
        other.file("/a/file", source)

        self.assertEqual(archive.pack(one).digest, archive.pack(other).digest)

    def test_has_another_key_when_a_file_changes(self):
        source = self.folder / "source"
        source.write_text("content")
        layer = archive.Layer("layer")
        layer.file("/file", source)
        before = layer.key()

        source.write_text("other content")

        self.assertNotEqual(layer.key(), before)

    def test_belongs_to_root_and_only_programs_can_be_run(self):
        program, data = self.folder / "program", self.folder / "data"
        program.touch(0o700)
        data.touch(0o600)
        layer = archive.Layer("layer")

        layer.file("/bin/program", program)
        layer.file("/data", data)
        layer.folder("/tmp", 0o1777)

        modes = {entry.name: entry.mode for entry in self.entries(layer)}
        self.assertEqual(modes, {"bin": 0o755, "bin/program": 0o755, "data": 0o644, "tmp": 0o1777})
        self.assertEqual({(entry.uid, entry.gid, entry.mtime) for entry in self.entries(layer)}, {(0, 0, 0)})

    def test_holds_the_file_behind_a_link(self):
        (self.folder / "real").write_text("content")
        (self.folder / "link").symlink_to("real")
        layer = archive.Layer("layer")

        layer.file("/file", self.folder / "link")

        self.assertTrue(self.entries(layer)[0].isreg())


class ArchiveTest(unittest.TestCase):
    def test_tells_where_its_layers_are_and_what_is_in_them(self):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        layer = archive.Layer("layer")
        layer.text("/file", "content")
        packed = archive.pack(layer)

        archive.write(folder / "new" / "image.tar", "some/image:1", {"os": "linux"}, [packed])

        with tarfile.open(folder / "new" / "image.tar") as tar:
            [manifest] = json.load(tar.extractfile("manifest.json"))
            config = json.load(tar.extractfile(manifest["Config"]))
            content = tar.extractfile(manifest["Layers"][0]).read()
        self.assertEqual(manifest["RepoTags"], ["some/image:1"])
        self.assertEqual(config["rootfs"]["diff_ids"], [f"sha256:{packed.digest}"])
        self.assertEqual(content, packed.content)
        self.assertEqual([file.name for file in (folder / "new").iterdir()], ["image.tar"])


class BuildTest(unittest.TestCase):
    def test_says_what_to_do_when_the_operator_is_not_built(self):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

        with self.assertRaisesRegex(glibc.Failure, "run `mvn package` first"):
            build_image.build(folder, "1", folder / "image.tar")


if __name__ == "__main__":
    unittest.main()

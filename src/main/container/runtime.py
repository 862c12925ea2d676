"""What the operator runs on: a Java runtime made by jlink, and the few files of the C library that it needs."""

import hashlib
import os
import re
import tempfile
from pathlib import Path

import glibc
from archive import Layer
from glibc import Failure, run

JAVA = 25
# What jdeps finds in the operator and its libraries, and in the end the parts that are reached by name only.
# Left out although jdeps names them, for no code that runs here needs them: java.desktop (Log4j metrics, native
# images), java.compiler and jdk.compiler (annotation processors that lie in Vert.x' jars).
MODULES = (
    "java.base",
    "java.logging",
    "java.management",
    "java.naming",
    "java.sql",
    "java.xml",
    "jdk.management",
    "jdk.unsupported",
    "jdk.zipfs",  # a jar opened as a file system
    "jdk.jcmd",  # thread dumps and heap histograms: the image has no shell
    "jdk.jfr",  # the same for recordings
)
JLINK = (
    # Not --strip-debug: that also strips native code, by a program of binutils, which is not on every machine.
    "--strip-java-debug-attributes",
    "--no-header-files",
    "--no-man-pages",
    "--compress=zip-6",
)
# The class data archive is made for these, so the operator must run with them.
JVM = ("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders")

# To be raised when java_runtime() does something else with the same words.
RECIPE = 1


def jdk() -> Path:
    home = Path(os.environ.get("JAVA_HOME") or "/nowhere")
    release = home / "release"
    version = re.search(r'^JAVA_VERSION="(\d+)', release.read_text(), re.MULTILINE) if release.exists() else None
    if not version or int(version.group(1)) < JAVA or not (home / "bin" / "jlink").exists():
        raise Failure(f"JAVA_HOME must name a JDK {JAVA} or newer, with jlink")
    return home


def java_runtime(jdk_home: Path, cache: Path) -> Path:
    """The runtime of this JDK with these options; made once, as it takes some seconds, and then found in the cache."""
    release = (jdk_home / "release").read_text()
    key = hashlib.sha256(repr((release, MODULES, JLINK, JVM, RECIPE)).encode()).hexdigest()[:16]
    made = cache / key
    if made.exists():
        return made
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache, prefix="unfinished-") as folder:
        runtime = Path(folder) / "java"
        run([jdk_home / "bin" / "jlink", "--add-modules", ",".join(MODULES), *JLINK, "--output", runtime])
        # Classes of the JDK parsed beforehand: a faster start for some megabytes. The heap's size is written into
        # the archive, so it must not depend on this machine's memory.
        run([runtime / "bin" / "java", *JVM, "-Xmx192m", "-Xshare:dump"])
        # For developing with the runtime, not for running.
        (runtime / "lib" / "jrt-fs.jar").unlink(missing_ok=True)
        try:
            runtime.rename(made)
        except OSError:  # another build was faster
            if not made.exists():
                raise
    return made


def modules_missing_for(jdk_home: Path, jars: list[Path]) -> list[str]:
    """Modules of the JDK that these jars name and the runtime lacks."""
    told = run([jdk_home / "bin" / "jdeps", "--multi-release", str(JAVA), "--ignore-missing-deps", "-quiet", "-summary", *jars])
    named = set(re.findall(r"-> ((?:java|jdk)\.[\w.]+)$", told, re.MULTILINE))
    return sorted(named - set(MODULES))


def system(runtime: Path) -> Layer:
    """The bottom layer. Java brings its own time zones and trusted authorities."""
    programs = [path for path in [*(runtime / "bin").iterdir(), *(runtime / "lib").rglob("*.so")] if _is_elf(path)]
    return glibc.system(glibc.libraries(programs, runtime))


def _is_elf(path: Path) -> bool:
    with open(path, "rb") as file:
        return file.read(4) == b"\x7fELF"

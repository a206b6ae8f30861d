"""The broker's jars: fetched once through Maven, as the pom lists them."""

import hashlib
import re
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from deploy.folder import ROOT
from deploy.trouble import Trouble

POM = ROOT / "deploy" / "kafka" / "pom.xml"

LIBS = ROOT / "var" / "kafka" / "libs"
"""One set of jars for every data folder of this checkout."""

JAVA = 17
"""The oldest Java that Kafka 4 runs on."""

ARCHIVE = "classes.jsa"

WAYS_OUT = (
    "install what is missing: apt-get install openjdk-17-jre-headless maven",
    "or use a broker you have: THIDUA_KAFKA=host:port with THIDUA_KAFKA_USER and THIDUA_KAFKA_PASSWORD",
    "or run everything in containers: docker compose up",
)


def java() -> str:
    """Return the program that runs the broker."""
    program = shutil.which("java")
    if program is None:
        raise Trouble("Java was not found; the embedded Kafka broker needs it.", *WAYS_OUT)
    told = subprocess.run([program, "-version"], check=False, capture_output=True, text=True).stderr
    found = re.search(r'version "(\d+)', told)
    if found is None or int(found[1]) < JAVA:
        version = found[1] if found else "of unknown version"
        raise Trouble(f"Java {version} was found; the embedded Kafka broker needs {JAVA} or newer.", *WAYS_OUT)
    return program


def fetched(libs: Path = LIBS) -> Path:
    """Return the folder with the jars, fetching them when the pom has changed or they are missing."""
    stamp = libs / "pom.sha256"
    wanted = hashlib.sha256(POM.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return libs
    libs.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=libs.parent, prefix="libs.") as draft:
        jars = Path(draft) / "jars"
        _copy_dependencies(jars, libs.with_name("maven.log"))
        (jars / stamp.name).write_text(wanted)
        shutil.rmtree(libs, ignore_errors=True)
        jars.rename(libs)
    return libs


def classes(folder: Path, libs: Path = LIBS) -> list[str]:
    """Return the words that make Java map the broker's classes from a file (half the start), or make that file."""
    archive = libs / ARCHIVE
    return (
        [f"-XX:SharedArchiveFile={archive}"] if archive.exists() else [f"-XX:ArchiveClassesAtExit={folder / ARCHIVE}"]
    )


def keep_classes(folder: Path, libs: Path = LIBS) -> None:
    """Keep the file of classes that an ended broker of *folder* has made."""
    # Where the jars belong to another account, every start does without.
    with suppress(FileNotFoundError, PermissionError):
        (folder / ARCHIVE).rename(libs / ARCHIVE)


def _copy_dependencies(target: Path, log_file: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise Trouble("Maven was not found; it fetches the jars of the embedded Kafka broker.", *WAYS_OUT)
    command = [
        maven, "-q", "-B", "-f", str(POM), "dependency:copy-dependencies",
        "-DincludeScope=runtime", f"-DoutputDirectory={target.resolve()}",
    ]  # fmt: skip
    with log_file.open("wb") as log:
        done = subprocess.run(command, check=False, stdout=log, stderr=log)
    if done.returncode != 0:
        raise Trouble(
            "Maven could not fetch the jars of the embedded Kafka broker.",
            f"its log says why: {log_file} (no network? a proxy to set in ~/.m2/settings.xml?)",
            *WAYS_OUT[1:],
        )

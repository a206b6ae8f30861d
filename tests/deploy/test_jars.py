"""Java and Maven: found, of the right age, used once; what is missing is a sentence with the ways out."""

from pathlib import Path

import pytest

from deploy.kafka import jars
from deploy.trouble import Trouble


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with nothing on it but what the test puts there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def _program(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


def test_missing_java_names_the_ways_out(programs: Path) -> None:  # noqa: ARG001 - an empty PATH
    with pytest.raises(Trouble) as missing:
        jars.java()

    assert str(missing.value) == (
        "Java was not found; the embedded Kafka broker needs it.\n"
        "  - install what is missing: apt-get install openjdk-17-jre-headless maven\n"
        "  - or use a broker you have: THIDUA_KAFKA=host:port with THIDUA_KAFKA_USER and THIDUA_KAFKA_PASSWORD\n"
        "  - or run everything in containers: docker compose up"
    )


def test_old_java_is_refused_with_its_version(programs: Path) -> None:
    _program(programs, "java", """echo 'openjdk version "11.0.2" 2019-01-15' >&2""")

    with pytest.raises(Trouble) as old:
        jars.java()

    assert old.value.what == "Java 11 was found; the embedded Kafka broker needs 17 or newer."


def test_java_of_today_is_taken(programs: Path) -> None:
    _program(programs, "java", """echo 'openjdk version "21.0.4" 2024-07-16 LTS' >&2""")

    assert jars.java() == str(programs / "java")


def test_missing_maven_names_the_ways_out(programs: Path, tmp_path: Path) -> None:  # noqa: ARG001 - an empty PATH
    with pytest.raises(Trouble) as missing:
        jars.fetched(tmp_path / "libs")

    assert missing.value.what == "Maven was not found; it fetches the jars of the embedded Kafka broker."
    assert missing.value.ways_out == jars.WAYS_OUT


def test_a_failed_fetch_leaves_nothing_half_done(programs: Path, tmp_path: Path) -> None:
    _program(programs, "mvn", "echo could not resolve; exit 1")

    with pytest.raises(Trouble) as failed:
        jars.fetched(tmp_path / "kafka" / "libs")

    assert failed.value.what == "Maven could not fetch the jars of the embedded Kafka broker."
    assert [file.name for file in (tmp_path / "kafka").iterdir()] == ["maven.log"]


def test_jars_are_fetched_once(programs: Path, tmp_path: Path) -> None:
    _program(programs, "mvn", 'for word; do case $word in -DoutputDirectory=*) /bin/mkdir -p "${word#*=}";; esac; done')
    libs = jars.fetched(tmp_path / "libs")
    (programs / "mvn").unlink()

    assert jars.fetched(tmp_path / "libs") == libs


def test_a_changed_pom_is_fetched_again(programs: Path, tmp_path: Path) -> None:  # noqa: ARG001 - an empty PATH
    (tmp_path / "libs").mkdir()
    (tmp_path / "libs" / "pom.sha256").write_text("another")

    with pytest.raises(Trouble, match="Maven was not found"):
        jars.fetched(tmp_path / "libs")


def test_the_pom_names_no_repository() -> None:
    text = jars.POM.read_text()

    assert ("://" in text, "<repositor" in text) == (False, False)

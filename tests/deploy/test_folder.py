"""One instance at a time, of one version, on a disk with room."""

import os
from pathlib import Path

import pytest

from deploy.folder import VERSION, held, is_held
from deploy.trouble import Trouble


def test_a_second_instance_is_named_and_refused(tmp_path: Path) -> None:
    with held(tmp_path), pytest.raises(Trouble) as refused, held(tmp_path):
        pass

    assert refused.value.what == f"Another instance (process {os.getpid()}) is already running in {tmp_path}."


def test_a_folder_left_by_one_instance_is_free_for_the_next(tmp_path: Path) -> None:
    with held(tmp_path):
        was_held = is_held(tmp_path)

    assert (was_held, is_held(tmp_path)) == (True, False)


def test_a_folder_of_another_version_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "VERSION").write_text("PostgreSQL 16\nApache Kafka 3.9\nlayout 1\n")

    with pytest.raises(Trouble) as refused, held(tmp_path):
        pass

    assert refused.value.what == (
        f"The data in {tmp_path} was made by another version (PostgreSQL 16, Apache Kafka 3.9, layout 1); "
        "this one is PostgreSQL 18, Apache Kafka 4.4, layout 1."
    )


def test_a_new_folder_remembers_its_version(tmp_path: Path) -> None:
    with held(tmp_path / "new"):
        pass

    assert (tmp_path / "new" / "VERSION").read_text() == VERSION


def test_a_disk_without_room_is_refused_before_anything_starts(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match=r"MiB free; 1099511627776 MiB are needed"), held(tmp_path, room=2**60):
        pass


def test_a_disk_that_fills_up_ends_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as refused, held(tmp_path):
        Path("/dev/full").write_text("no room")

    assert refused.value.what == f"The disk is full: something in {tmp_path} could not be written."


def test_another_fault_of_the_disk_is_not_taken_for_a_full_one(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), held(tmp_path):
        (tmp_path / "absent" / "file").write_text("")

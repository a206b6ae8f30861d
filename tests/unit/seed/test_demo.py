from pathlib import Path

import pytest

from deploy.demo import prepared
from deploy.folder import held
from deploy.seed.walk import ISSUED_AT
from deploy.trouble import Trouble


def test_demo_begins_in_an_empty_folder_on_the_day_the_plan_was_issued(tmp_path: Path) -> None:
    clock = prepared(tmp_path / "demo")

    assert clock.now() == ISSUED_AT
    assert [file.name for file in (tmp_path / "demo").iterdir()] == ["clock"]


def test_demo_begins_anew_where_an_earlier_one_ended(tmp_path: Path) -> None:
    prepared(tmp_path)
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "rows").write_text("of the earlier run")

    prepared(tmp_path)

    assert [file.name for file in tmp_path.iterdir()] == ["clock"]


def test_demo_never_empties_a_folder_that_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "register").write_text("of a real province")

    with pytest.raises(Trouble, match="holds something that is not a demo's"):
        prepared(tmp_path)
    assert (tmp_path / "register").read_text() == "of a real province"


def test_demo_leaves_a_running_one_alone(tmp_path: Path) -> None:
    prepared(tmp_path)

    with held(tmp_path, room=0), pytest.raises(Trouble, match="Another demo is running"):
        prepared(tmp_path)
    assert (tmp_path / "clock").exists()

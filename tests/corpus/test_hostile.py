"""A file made to harm is answered in a sentence, soon; nothing it holds is followed or unpacked."""

from pathlib import Path
from time import monotonic

import pytest

from tests.corpus.hostile import HARMFUL, TRYING
from tests.corpus.showing import shown

PATIENCE = 15.0
"""Seconds within which any file is answered, on a busy machine as well."""


@pytest.mark.parametrize("name", HARMFUL)
def test_harmful_file_is_refused_soon_and_in_a_sentence(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(HARMFUL[name]())
    began = monotonic()

    answer = shown(tmp_path / name)

    assert answer["kind"] == "not_a_plan"
    assert answer["reason"].endswith(".")
    assert monotonic() - began < PATIENCE


@pytest.mark.parametrize("name", TRYING)
def test_plan_that_tries_the_readers_patience_is_read_soon(name: str, tmp_path: Path) -> None:
    (tmp_path / "ke-hoach.txt").write_bytes(TRYING[name]())
    began = monotonic()

    answer = shown(tmp_path / "ke-hoach.txt")

    assert (answer["kind"], answer["symbol"]) == ("plan", "12/KH-UBND")
    assert monotonic() - began < PATIENCE


def test_locked_pdf_is_told_to_be_unlocked(tmp_path: Path) -> None:
    (tmp_path / "khoa.pdf").write_bytes(HARMFUL["khoa.pdf"]())

    reason = shown(tmp_path / "khoa.pdf")["reason"]

    assert "mật khẩu" in reason

"""A file that holds or ends its reader is refused; the next one is answered all the same."""

import os

import psutil

from services.plans.importer.apart import AT_ONCE, preview_apart
from tests.corpus.hostile import PLAN, drawn_in_itself

TOO_MUCH = "Tệp “a.pdf” không đọc được: cấu trúc bị hỏng hoặc quá nặng so với một kế hoạch."


def test_file_that_ends_its_reader_is_refused_and_the_next_one_is_read() -> None:
    asked = [(drawn_in_itself(), "a.pdf"), *[(PLAN.encode(), "ke-hoach.txt")] * 2 * AT_ONCE]

    refused, *read = [each.result() for each in [preview_apart(content, name) for content, name in asked]]

    assert refused.model_dump()["reason"] == TOO_MUCH
    assert [each.kind for each in read] == ["plan"] * 2 * AT_ONCE


def test_no_more_readers_live_than_read_at_once() -> None:
    before = set(_children(psutil.STATUS_ZOMBIE))

    asked = [preview_apart(PLAN.encode(), "ke-hoach.txt") for _ in range(3 * AT_ONCE)]

    assert {each.result().kind for each in asked} == {"plan"}
    living = _children(psutil.STATUS_RUNNING, psutil.STATUS_SLEEPING, psutil.STATUS_DISK_SLEEP)
    assert len([each for each in living if "apart" in " ".join(each.cmdline())]) <= AT_ONCE
    assert set(_children(psutil.STATUS_ZOMBIE)) <= before


def _children(*states: str) -> list[psutil.Process]:
    return [each for each in psutil.Process(os.getpid()).children() if each.status() in states]


def test_name_that_no_command_line_could_hold_is_answered() -> None:
    answer = preview_apart(b"", "-c\0\n\ud800").result()

    assert answer.kind == "not_a_plan"

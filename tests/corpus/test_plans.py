"""Documents the importer was not written after, held against what a careful official reads in them."""

from pathlib import Path

import pytest

from tests.corpus.expected import documents, expectation
from tests.corpus.reading import lines_named
from tests.corpus.score import fields
from tests.corpus.sentences import kept, sentences
from tests.corpus.showing import shown

PAPERS = documents()
NO_PLANS = [path for path in PAPERS if expectation(path)["kind"] == "refusal"]
PLANS = [path for path in PAPERS if path not in NO_PLANS]
FLOOR = 0.9
TOGETHER = 0.97


def named(path: Path) -> str:
    return path.name


@pytest.mark.parametrize("document", NO_PLANS, ids=named)
def test_paper_that_is_no_plan_is_refused_with_its_reason(document: Path) -> None:
    (refusal,) = fields(expectation(document), shown(document))

    assert refusal.right, refusal


@pytest.mark.parametrize("document", PLANS, ids=named)
def test_plan_is_read_as_a_careful_official_reads_it(document: Path) -> None:
    scored = fields(expectation(document), shown(document))

    misses = [field for field in scored if not field.right]

    assert len(misses) <= (1 - FLOOR) * len(scored), misses


def test_plans_together_are_read_almost_without_fault() -> None:
    scored = [field for path in PLANS for field in fields(expectation(path), shown(path))]

    misses = [field for field in scored if not field.right]

    assert len(misses) <= (1 - TOGETHER) * len(scored), misses


@pytest.mark.parametrize("document", [path for path in PLANS if path.suffix == ".txt"], ids=named)
def test_every_line_of_a_plan_is_mapped_or_said_to_be_not_understood(document: Path) -> None:
    answer = shown(document)
    lines = document.read_text("utf-8-sig").splitlines()

    dropped = [line for number, line in enumerate(lines, 1) if line.strip() and number not in set(lines_named(answer))]

    assert dropped == []


@pytest.mark.parametrize("document", PLANS, ids=named)
def test_every_sentence_of_a_plan_can_be_read_in_its_preview(document: Path) -> None:
    answer = shown(document)

    lost = [sentence for sentence in sentences(document) if not kept(sentence, answer)]

    assert lost == []

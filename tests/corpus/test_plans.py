"""Documents the importer was not written after, held against what a careful official reads in them."""

from pathlib import Path

import pytest

from tests.corpus.expected import documents, expectation
from tests.corpus.score import fields
from tests.corpus.showing import shown

NO_PLANS = [path for path in documents() if expectation(path)["kind"] == "refusal"]


@pytest.mark.parametrize("document", NO_PLANS, ids=lambda path: path.stem)
def test_paper_that_is_no_plan_is_refused_with_its_reason(document: Path) -> None:
    (refusal,) = fields(expectation(document), shown(document))

    assert refusal.right, refusal

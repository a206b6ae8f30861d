import re
from pathlib import Path

import pytest

from services.plans.importer import shape
from services.plans.importer.shape import NotAPlan, Preview, Shape

PAGE = Path("docs/plan-preview.md").read_text("utf-8")
HEADINGS = {"NotAPlan": "A refusal"}
SHAPES = sorted(
    (each for each in vars(shape).values() if isinstance(each, type) and issubclass(each, Shape) and each is not Shape),
    key=lambda each: each.__name__,
)


@pytest.mark.parametrize("described", SHAPES, ids=lambda each: each.__name__)
def test_page_lists_exactly_the_fields_of_every_shape(described: type[Shape]) -> None:
    heading = HEADINGS.get(described.__name__, described.__name__)
    section = PAGE.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]

    assert set(re.findall(r"(?m)^\| `(\w+)` \|", section)) == set(described.model_fields)


def test_page_names_the_kinds() -> None:
    kinds = {Preview.model_fields["kind"].default, NotAPlan.model_fields["kind"].default}

    assert kinds == {"plan", "not_a_plan"}
    assert all(f"`{kind}`" in PAGE for kind in kinds)

"""Every item of the founding plan that concerns plans is proved by a test."""

from pathlib import Path

import pytest

from deploy.docs.founding_plan import covered, items, page, parts

PROOFS = covered()


@pytest.mark.parametrize("one", sorted(item.id for item in items() if "plans" in item.services))
def test_every_item_of_plans_is_proved_by_a_test(one: str) -> None:
    assert PROOFS.get(one, ()) != (), f"no test is marked covers({one!r})"


def test_no_test_claims_an_item_the_plan_lacks() -> None:
    known = {item.id for item in items()}

    assert {one: tests for one, tests in PROOFS.items() if one not in known} == {}


def test_the_27_tasks_are_there_in_the_order_printed() -> None:
    tasks = [item.id for item in items() if item.id.startswith("T-") and "." not in item.id]

    assert tasks == [
        f"T-Q{quarter}-{number:02}"
        for quarter, count in ((1, 8), (2, 7), (3, 4), (4, 8))
        for number in range(1, count + 1)
    ]


def test_no_id_is_given_twice() -> None:
    ids = [item.id for item in items()]

    assert ids == list(dict.fromkeys(ids))


def test_every_item_has_a_row_on_the_page() -> None:
    rows = [line.split(" | ")[0].removeprefix("| ") for line in page().splitlines() if line.startswith("| ")]

    assert [row for row in rows if row not in {"Id", "---"}] == [item.id for part in parts() for item in part.items]


def test_marks_are_read_from_sources_without_running_them(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text(
        "import pytest\nimport nothing_of_this_name\n\n"
        'pytestmark = [pytest.mark.slow, pytest.mark.covers("A-01")]\n\n\n'
        '@pytest.mark.covers("B-01", "B-02")\n@pytest.mark.parametrize("x", [1])\n'
        "async def test_here(x):\n    raise RuntimeError\n\n\n"
        "def test_there():\n    raise RuntimeError\n"
    )

    assert covered(tmp_path) == {
        "A-01": ("test_one.py::test_here", "test_one.py::test_there"),
        "B-01": ("test_one.py::test_here",),
        "B-02": ("test_one.py::test_here",),
    }

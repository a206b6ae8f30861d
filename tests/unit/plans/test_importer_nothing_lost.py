"""Whatever is sent: the importer answers, and every line with text is mapped or listed as not understood."""

import io
import random
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deploy.samples.build_docx import SOURCE, TARGET
from services.plans.importer.preview import MAX_BYTES, preview
from services.plans.importer.shape import NotAPlan, Preview
from services.plans.importer.source.reading import read

HERE = Path(__file__).parent
TEXTS = [path for folder in ("importer_samples", "importer_layouts") for path in sorted((HERE / folder).glob("*.txt"))]
PDF = (HERE / "importer_layouts/ban-bang-ngang.pdf").read_bytes()
WORD = TARGET.read_bytes()
FEW = settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def lines_in(value: Any) -> set[int]:
    if isinstance(value, dict):
        return set(value.get("source_lines", ())).union(*(lines_in(each) for each in value.values()))
    if isinstance(value, list):
        return set().union(*(lines_in(each) for each in value))
    return set()


def unaccounted(content: bytes) -> set[int]:
    """Return the lines with text that a plan neither maps nor lists; a refusal says why and maps nothing."""
    found = preview(content, "tep")
    if isinstance(found, NotAPlan):
        assert found.reason
        return set()
    printed = {line.number for line in read(content, "tep", MAX_BYTES) if line.text}
    return printed - lines_in(found.model_dump(mode="json", exclude={"anomalies"}))


def mapped_and_unread(plan: Preview) -> set[int]:
    plain = plan.model_dump(mode="json", exclude={"anomalies", "not_understood"})
    return lines_in(plain) & {line for passage in plan.not_understood for line in passage.source_lines}


@pytest.mark.parametrize(
    "path", [SOURCE, TARGET, *TEXTS, HERE / "importer_layouts/ban-bang-ngang.pdf"], ids=lambda p: p.name
)
def test_every_line_is_mapped_or_listed_and_never_both(path: Path) -> None:
    plan = preview(path.read_bytes(), path.name)

    assert isinstance(plan, Preview)
    assert unaccounted(path.read_bytes()) == set()
    assert mapped_and_unread(plan) == set()


@FEW
@given(st.sampled_from(TEXTS), st.randoms(use_true_random=False))
def test_no_line_is_lost_when_lines_change_places(path: Path, chance: random.Random) -> None:
    lines = path.read_text("utf-8").split("\n")
    head = next(place for place, line in enumerate(lines) if "KẾ HOẠCH" in line) + 3
    rest = lines[head:]
    chance.shuffle(rest)

    assert unaccounted("\n".join([*lines[:head], *rest]).encode()) == set()


@FEW
@given(st.sampled_from(TEXTS), st.randoms(use_true_random=False), st.text(max_size=60))
def test_no_line_is_lost_when_lines_are_dropped_doubled_or_strange(path: Path, chance: random.Random, odd: str) -> None:
    lines = [line for line in path.read_text("utf-8").split("\n") for _ in range(chance.choice((0, 1, 1, 1, 1, 2)))]
    lines.insert(chance.randrange(len(lines) + 1), odd)

    assert unaccounted("\n".join(lines).encode("utf-8", "replace")) == set()


@FEW
@given(st.binary(max_size=2000))
def test_any_bytes_are_answered(content: bytes) -> None:
    assert isinstance(preview(content, "tep"), Preview | NotAPlan)


@FEW
@given(st.text(alphabet="IVX1-+*.)/:|\t \nQuýThángtrướcngày0123456789ăâđ“”(),", max_size=600))
def test_any_marks_under_a_plans_title_are_answered(text: str) -> None:
    assert unaccounted(f"KẾ HOẠCH\nThi đua năm 2024\nI. NỘI DUNG\n1. Quý I\n- Họp.\n{text}".encode()) == set()


@FEW
@given(st.integers(0, len(PDF) - 1), st.binary(min_size=1, max_size=40), st.integers(0, 3000))
def test_broken_pdf_is_answered(place: int, put: bytes, cut: int) -> None:
    assert isinstance(preview(PDF[:place] + put + PDF[place + cut :], "tep.pdf"), Preview | NotAPlan)


@FEW
@given(st.integers(0, 20_000), st.binary(min_size=1, max_size=40))
def test_broken_word_file_is_answered(place: int, put: bytes) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WORD)) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            member = old.read(name)
            at = place % max(len(member), 1)
            new.writestr(name, member[:at] + put + member[at + len(put) :] if name.startswith("word/") else member)

    assert isinstance(preview(content.getvalue(), "tep.docx"), Preview | NotAPlan)


@FEW
@given(st.integers(0, len(WORD) - 1), st.binary(min_size=1, max_size=8))
def test_broken_archive_is_answered(place: int, put: bytes) -> None:
    assert isinstance(preview(WORD[:place] + put + WORD[place + len(put) :], "tep.docx"), Preview | NotAPlan)

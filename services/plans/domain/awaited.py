"""The facts that complete a task by themselves (sự kiện mà nhiệm vụ chờ), as a table."""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.errors import Refused
from shared.words import AWARDS


class FactUnknown(Refused):
    """A task can wait only for a fact of the table."""

    message = "Nhiệm vụ không thể chờ sự kiện này."


@dataclass(frozen=True, slots=True)
class Awaitable:
    """A kind of fact, what it is called, and the qualifiers that tell one from another."""

    fact: str
    label: str
    qualifiers: tuple[tuple[str, str], ...] = ()
    """Code and words; a task that names none waits for the first fact of the kind in its plan's year."""
    takes_id: bool = False
    """Whether the qualifier may also be an id: of a round, a movement, a cluster."""


_PERIODS = (
    ("Q1", "quý I"),
    ("Q2", "quý II"),
    ("Q3", "quý III"),
    ("Q4", "quý IV"),
    ("H1", "6 tháng đầu năm"),
    ("Y", "cả năm"),
)
_AWARDS = tuple(AWARDS.items())

AWAITABLE = (
    Awaitable("ReportCompiled", "Đã tổng hợp báo cáo", _PERIODS),
    Awaitable("ReportIssued", "Đã ban hành báo cáo", _PERIODS),
    Awaitable("NominationForwarded", "Đã trình cấp có thẩm quyền", _AWARDS),
    Awaitable("CentralResultRecorded", "Đã có kết quả của Trung ương", _AWARDS),
    Awaitable("AwardGranted", "Đã có quyết định khen thưởng", _AWARDS),
    Awaitable("AwardPresented", "Đã trao tặng", _AWARDS),
    Awaitable("RoundClosed", "Đã kết thúc đợt xét khen thưởng", takes_id=True),
    Awaitable("SessionHeld", "Đã họp Hội đồng Thi đua - Khen thưởng", takes_id=True),
    Awaitable("ClusterResultPublished", "Đã công bố kết quả cụm, khối thi đua", takes_id=True),
    Awaitable("MovementReviewed", "Đã sơ kết phong trào", takes_id=True),
    Awaitable("MovementConcluded", "Đã tổng kết phong trào", takes_id=True),
    Awaitable("OccasionHeld", "Đã tổ chức sự kiện", takes_id=True),
    Awaitable("InspectionPlanIssued", "Đã ban hành kế hoạch kiểm tra", takes_id=True),
)
"""What a task may wait for, in the order of the year."""

_NAMED = (
    (("báo cáo sơ kết", "6 tháng"), "ReportCompiled:H1"),
    (("báo cáo tổng kết",), "ReportCompiled:Y"),
)


def fact_awaited(text: str) -> str | None:
    """Return the fact that completes a task by itself: the report the task names; None for every other task."""
    folded = text.lower()
    return next((fact for phrases, fact in _NAMED if all(phrase in folded for phrase in phrases)), None)


def checked_fact(written: str) -> str:
    """Return *written*, a fact with or without its qualifier, if the table has it."""
    name, _, qualifier = written.partition(":")
    one = next((one for one in AWAITABLE if one.fact == name), None)
    if one is None or not (not qualifier or one.takes_id or qualifier in dict(one.qualifiers)):
        raise FactUnknown
    return written


def fact_label(written: str) -> str:
    """Return a fact in words: “Đã có quyết định khen thưởng: Cờ thi đua của Chính phủ”."""
    name, _, qualifier = written.partition(":")
    one = next((one for one in AWAITABLE if one.fact == name), None)
    if one is None:
        return written
    words = dict(one.qualifiers).get(qualifier)
    return one.label if words is None else f"{one.label}: {words}"


def choices() -> Iterator[tuple[str, str]]:
    """Yield every fact a person may choose, with its words."""
    for one in AWAITABLE:
        yield one.fact, one.label
        yield from ((f"{one.fact}:{code}", f"{one.label}: {words}") for code, words in one.qualifiers)


def names_of(fact: str, *qualifiers: str) -> tuple[str, ...]:
    """Return every way a task may have named a fact that happened."""
    return (fact, *(f"{fact}:{qualifier}" for qualifier in qualifiers))

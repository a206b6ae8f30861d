"""The life of a plan: drafted, issued, amended, closed; and the legal bases it rests on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.plans.domain.periods import LEADER
from shared.errors import OutOfTurn, Refused
from shared.roles import Role
from shared.steps import Step

EDITORS = frozenset({Role.APPRAISER, Role.LEADER, Role.ADMINISTRATOR})
"""Who prepares, issues and amends a plan."""


class PlanState(StrEnum):
    """Where a plan stands (tình trạng kế hoạch)."""

    DRAFT = "draft"
    ISSUED = "issued"
    AMENDED = "amended"
    CLOSED = "closed"


PLAN_LABELS = {
    PlanState.DRAFT: "Dự thảo",
    PlanState.ISSUED: "Đang thực hiện",
    PlanState.AMENDED: "Đang thực hiện, đã điều chỉnh",
    PlanState.CLOSED: "Đã đóng",
}
RUNNING = (PlanState.ISSUED, PlanState.AMENDED)
"""The states of a plan that is being worked."""

PLAN_STEPS = (
    Step("issue", PlanState.DRAFT, PlanState.ISSUED, EDITORS, "Ban hành", is_final=True),
    *(Step("amend", state, PlanState.AMENDED, EDITORS, "Điều chỉnh", needs_reason=True) for state in RUNNING),
    *(Step("close", state, PlanState.CLOSED, LEADER, "Đóng năm kế hoạch", is_final=True) for state in RUNNING),
)


class PlanClosed(OutOfTurn):
    """A closed plan is not changed any more."""

    message = "Kế hoạch đã đóng, không thể thay đổi."


class DocumentNotNamed(Refused):
    """A filing or an amendment names its document."""

    message = "Vui lòng ghi số, ký hiệu và ngày của văn bản."


class DatedInFuture(Refused):
    """A document cannot be dated after the day it arrives."""

    message = "Ngày của văn bản không được sau ngày nộp."


def check_document(reference: str, dated_on: date | None, today: date) -> None:
    """Refuse a document that has no number or date, or a date still to come."""
    if not reference.strip() or dated_on is None:
        raise DocumentNotNamed
    if dated_on > today:
        raise DatedInFuture


class BasisState(StrEnum):
    """Whether a legal basis held on the day the plan was issued (tình trạng hiệu lực)."""

    NOT_YET = "not_yet"
    IN_FORCE = "in_force"
    LAPSED = "lapsed"
    UNKNOWN = "unknown"


BASIS_LABELS = {
    BasisState.NOT_YET: "Chưa có hiệu lực",
    BasisState.IN_FORCE: "Còn hiệu lực",
    BasisState.LAPSED: "Hết hiệu lực",
    BasisState.UNKNOWN: "Chưa rõ hiệu lực",
}


@dataclass(frozen=True, slots=True)
class Instrument:
    """A law, decree or circular with its days (văn bản quy phạm pháp luật); None where a day is not known."""

    name: str
    citations: tuple[str, ...]
    """How plans cite it: folded words that must all stand in the citation, one text for each way."""
    in_force_on: date | None
    lapsed_on: date | None
    """The first day it no longer held; None while it holds."""
    is_end_known: bool
    source: str
    is_confirmed: bool

    def is_cited_by(self, folded: str) -> bool:
        """Return whether a citation, folded, means this instrument."""
        return any(all(word in folded for word in citation.split(" + ")) for citation in self.citations)

    def state_on(self, day: date) -> BasisState:
        """Return whether it held on *day*."""
        if self.in_force_on is None:
            return BasisState.UNKNOWN
        if day < self.in_force_on:
            return BasisState.NOT_YET
        if self.lapsed_on is not None and day >= self.lapsed_on:
            return BasisState.LAPSED
        return BasisState.IN_FORCE if self.is_end_known else BasisState.UNKNOWN


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal basis of a plan as judged on a day (căn cứ pháp lý)."""

    text: str
    state: BasisState
    instrument: str | None = None
    source: str | None = None
    is_confirmed: bool = False


def judged(text: str, folded: str, day: date, instruments: Iterable[Instrument]) -> Basis:
    """Return whether the instrument a citation names first held on *day*; what is not known stays open."""
    cited = [one for one in instruments if one.is_cited_by(folded)]
    if not cited:
        return Basis(text, BasisState.UNKNOWN)
    one = min(cited, key=lambda each: _place(each, folded))
    return Basis(text, one.state_on(day), one.name, one.source, one.is_confirmed)


def _place(instrument: Instrument, folded: str) -> int:
    """Return where the citation names the instrument; “quy định chi tiết thi hành …” comes after it."""
    found = (
        min(folded.index(word) for word in citation.split(" + "))
        for citation in instrument.citations
        if all(word in folded for word in citation.split(" + "))
    )
    return min(found)

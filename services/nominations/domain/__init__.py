"""One dossier as pure values: its states, the table of its steps, and what a step asks for."""

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

from shared.errors import Refused
from shared.roles import Role
from shared.steps import Step, offered, take


class State(StrEnum):
    """Where a dossier stands (trạng thái hồ sơ)."""

    NEW = "new"
    SUBMITTED = "submitted"
    RECEIVED = "received"
    RETURNED = "returned"
    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    FORWARDED = "forwarded"
    DECIDED = "decided"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


STATE_LABELS: Mapping[str, str] = {
    State.NEW: "Đang lập",
    State.SUBMITTED: "Đã nộp, chờ tiếp nhận",
    State.RECEIVED: "Đã tiếp nhận, chờ thẩm định",
    State.RETURNED: "Trả lại để bổ sung",
    State.ELIGIBLE: "Đủ điều kiện",
    State.NOT_ELIGIBLE: "Chưa đủ điều kiện",
    State.FORWARDED: "Đã trình Trung ương",
    State.DECIDED: "Đã có quyết định khen thưởng",
    State.REJECTED: "Không được khen thưởng",
    State.WITHDRAWN: "Đơn vị đã rút",
}


class Route(StrEnum):
    """Who ends the dossier: the province itself, or the centre (Trung ương)."""

    PROVINCE = "province"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class Move(Step):
    """A step that may hold for one route, or one outcome of the appraisal, only."""

    route: Route | None = None
    eligible: bool | None = None
    needs_complete: bool = False


UNIT = frozenset({Role.UNIT_OFFICER})
DESK = frozenset({Role.APPRAISER})
LEADERS = frozenset({Role.LEADER})

SUBMIT = "submit"

STEPS: tuple[Move, ...] = (
    Move(SUBMIT, State.NEW, State.SUBMITTED, UNIT, "Nộp hồ sơ"),
    Move("receive", State.SUBMITTED, State.RECEIVED, DESK, "Tiếp nhận", needs_complete=True),
    Move("return", State.SUBMITTED, State.RETURNED, DESK, "Trả lại để bổ sung", needs_reason=True),
    Move("withdraw", State.SUBMITTED, State.WITHDRAWN, UNIT, "Rút hồ sơ", is_final=True),
    Move("resubmit", State.RETURNED, State.SUBMITTED, UNIT, "Nộp lại"),
    Move("withdraw", State.RETURNED, State.WITHDRAWN, UNIT, "Rút hồ sơ", is_final=True),
    Move("appraise", State.RECEIVED, State.ELIGIBLE, DESK, "Kết luận đủ điều kiện", eligible=True),
    Move("appraise", State.RECEIVED, State.NOT_ELIGIBLE, DESK, "Kết luận chưa đủ điều kiện", eligible=False),
    Move("return", State.RECEIVED, State.RETURNED, DESK, "Trả lại để bổ sung", needs_reason=True),
    Move("return", State.NOT_ELIGIBLE, State.RETURNED, DESK, "Trả lại để bổ sung", needs_reason=True),
    Move(
        "decide",
        State.ELIGIBLE,
        State.DECIDED,
        LEADERS,
        "Quyết định khen thưởng",
        is_final=True,
        route=Route.PROVINCE,
    ),
    Move("forward", State.ELIGIBLE, State.FORWARDED, DESK, "Trình Trung ương", route=Route.CENTRE),
    Move(
        "record_result",
        State.FORWARDED,
        State.DECIDED,
        DESK,
        "Ghi nhận quyết định khen thưởng",
        is_final=True,
        route=Route.CENTRE,
    ),
    Move(
        "record_refusal",
        State.FORWARDED,
        State.REJECTED,
        DESK,
        "Ghi nhận không khen thưởng",
        needs_reason=True,
        is_final=True,
        route=Route.CENTRE,
    ),
    Move("reject", State.ELIGIBLE, State.REJECTED, LEADERS, "Từ chối", needs_reason=True, is_final=True),
    Move("reject", State.NOT_ELIGIBLE, State.REJECTED, LEADERS, "Từ chối", needs_reason=True, is_final=True),
)
"""The only ways a dossier moves (các bước xử lý hồ sơ)."""


class DossierIncomplete(Refused):
    """A required document is missing; the dossier is returned with what it lacks."""

    message = "Hồ sơ chưa đủ thành phần, chưa thể tiếp nhận. Vui lòng trả lại đơn vị để bổ sung."


class GroundsMissing(Refused):
    """An unconfirmed rule was applied and nobody wrote why."""

    message = "Có nội dung chưa được xác nhận trong quy định. Vui lòng ghi rõ căn cứ kết luận."


class DecisionNumberMissing(Refused):
    """A decision has no number."""

    message = "Vui lòng ghi số quyết định khen thưởng."


class DecidedInTheFuture(Refused):
    """A decision is dated after today."""

    message = "Ngày quyết định không được sau ngày hôm nay."


class DecidedBeforeReceived(Refused):
    """A decision is dated before the dossier was received."""

    message = "Ngày quyết định không được trước ngày tiếp nhận hồ sơ."


class TextTooLong(Refused):
    """A text is longer than anybody reads."""

    message = "Nội dung quá dài; tối đa 2.000 ký tự."


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is put forward (đối tượng được đề nghị)."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """What a unit states and encloses (nội dung hồ sơ): the input of every rule."""

    year: int
    mode: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Submission:
    """A dossier at the moment it is submitted (hồ sơ vừa nộp); nobody has looked at it yet."""

    nomination_id: UUID
    unit_id: str
    award: str
    subject_kind: str
    subject_id: UUID
    subject_name: str
    year: int
    mode: str
    state: str
    channel: str
    submitted_at: datetime
    facts: dict[str, Any]
    documents: list[str]
    received_on: None = None
    ruleset: None = None
    findings: None = None
    reason: str = ""
    missing: tuple[str, ...] = ()
    version: int = 1


@dataclass(frozen=True, slots=True)
class Nomination:
    """One nomination as its steps see it (đề nghị khen thưởng)."""

    state: State
    route: Route
    missing: tuple[str, ...]  # names of the required documents that are not enclosed
    is_eligible: bool

    def choices(self, roles: Collection[Role]) -> tuple[Step, ...]:
        """Return the steps *roles* may take now."""
        ready = (move for move in self._moves() if not (move.needs_complete and self.missing))
        return offered(ready, self.state, roles)

    def take(self, name: str, roles: Collection[Role], *, reason: str = "") -> Step:
        """Return the step *name*, or refuse as the table says.

        Raises DossierIncomplete, with the missing documents, where the step asks for all of them.
        """
        step = take(self._moves(), self.state, name, roles, reason=reason)
        if isinstance(step, Move) and step.needs_complete and self.missing:
            raise DossierIncomplete(details=self.missing)
        return step

    def _moves(self) -> tuple[Move, ...]:
        return _moves_of(self.route, self.is_eligible)


@cache
def _moves_of(route: Route, is_eligible: bool) -> tuple[Move, ...]:  # noqa: FBT001 - the two keys of the table
    """Return the rows of the table that hold for a dossier on *route* that would or would not be eligible."""
    return tuple(move for move in STEPS if move.route in {None, route} and move.eligible in {None, is_eligible})


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision to award (quyết định khen thưởng): its number and its date."""

    number: str
    decided_on: date

    def check(self, *, received_on: date, today: date) -> None:
        """Refuse a decision without a number, or one outside the dossier's own time."""
        if not self.number:
            raise DecisionNumberMissing
        if self.decided_on > today:
            raise DecidedInTheFuture
        if self.decided_on < received_on:
            raise DecidedBeforeReceived


def is_of_unit(step: Step) -> bool:
    """Return whether only the dossier's own unit takes *step*."""
    return step.by == UNIT


LONGEST_TEXT = 2000


def plain(text: str) -> str:
    """Return *text* composed (NFC), on one line, without what cannot be printed."""
    composed = unicodedata.normalize("NFC", text)
    words = " ".join("".join(one if one.isprintable() else " " for one in composed).split())
    if len(words) > LONGEST_TEXT:
        raise TextTooLong
    return words


def label_of(step: str, state: str) -> str:
    """Return the word on the button that led to *state*."""
    return next((move.label for move in STEPS if (move.name, move.target) == (step, state)), step)


def require_grounds(*, is_unconfirmed: bool, reason: str) -> None:
    """Ask for a written ground where something unconfirmed was relied on."""
    if is_unconfirmed and not reason.strip():
        raise GroundsMissing

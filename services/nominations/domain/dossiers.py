"""A dossier as pure values: what a unit states, and what its steps allow now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from services.nominations.domain import steps
from services.nominations.domain.states import NEED_LABELS, Need, Route, State
from services.nominations.domain.steps import RELEASE, Move
from shared.errors import OutOfTurn, Refused
from shared.roles import Role
from shared.steps import ReasonMissing, Step, offered, take


class DossierIncomplete(Refused):
    """A required document is missing; the dossier is returned with what it lacks."""

    message = "Hồ sơ chưa đủ thành phần, chưa thể tiếp nhận. Vui lòng trả lại đơn vị để bổ sung."


class StillOpen(Refused):
    """Something that was asked of others has not come back."""

    status = 409
    message = "Hồ sơ còn nội dung chưa giải quyết xong."


class StepOwed(OutOfTurn):
    """The award asks for something that has not been done; no step of the way is skipped."""

    message = "Hồ sơ chưa qua đủ các bước mà quy định yêu cầu."


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
    is_consulted: bool = False
    held_from: None = None
    round_id: UUID | None = None
    due_at: None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Nomination:
    """One nomination as its steps see it (đề nghị khen thưởng).

    asked is what the award's rules ask for and has not been done; under the simplified procedure
    (thủ tục đơn giản, Luật Thi đua, Khen thưởng Điều 85) none of it is owed.
    """

    state: State
    route: Route
    missing: tuple[str, ...]  # names of the required documents that are not enclosed
    is_eligible: bool
    asked: frozenset[Need] = frozenset()
    is_simplified: bool = False
    held_from: State | None = None
    pending: tuple[str, ...] = ()  # what others were asked for and have not answered, in words

    @property
    def owed(self) -> frozenset[Need]:
        """Return what must still be done before a decision."""
        return frozenset() if self.is_simplified else self.asked

    @property
    def limit(self) -> str:
        """Return the name of the time limit in which a step is to be taken now; empty where none is set."""
        return next((move.within for move in self._moves() if move.within), "")

    def choices(self, roles: Collection[Role]) -> tuple[Step, ...]:
        """Return the steps *roles* may take now."""
        return offered((move for move in self._moves() if not self._lacks(move)), self.state, roles)

    def take(self, name: str, roles: Collection[Role], *, reason: str = "") -> Step:
        """Return the step *name*, or refuse as the table says.

        Raises DossierIncomplete, with the missing documents, where the step asks for all of them; StillOpen where
        something asked of others is still open; StepOwed where the award asks for something that was not done.
        """
        self._require_owed_done(name)
        step = take(self._moves(), self.state, name, roles, reason=reason)
        return self._ready(step)

    def take_by_itself(self, name: str, *, reason: str = "") -> Step:
        """Return the step *name* that is nobody's button, for the command that takes it; the same refusals."""
        step = next((move for move in self._moves() if move.name == name), None)
        if step is None or step.by:
            raise OutOfTurn
        if step.needs_reason and not reason.strip():
            raise ReasonMissing
        return self._ready(step)

    def _ready(self, step: Step) -> Step:
        refusal = self._lacks(step) if isinstance(step, Move) else None
        if refusal is not None:
            raise refusal
        return step

    def _lacks(self, move: Move) -> Refused | None:
        if move.needs_complete and self.missing:
            return DossierIncomplete(details=self.missing)
        if move.needs_settled and self.pending:
            return StillOpen(details=self.pending)
        return None

    def _require_owed_done(self, name: str) -> None:
        if not self.owed:
            return
        barred = [move.after & self.owed for move in steps.STEPS if (move.source, move.name) == (self.state, name)]
        if barred and all(barred):
            raise StepOwed(details=[NEED_LABELS[need] for need in Need if need in barred[0]])

    def _moves(self) -> tuple[Move, ...]:
        return _moves_of(self.state, self.route, self.is_eligible, self.asked, self.owed, self.held_from)


@cache
def _moves_of(  # noqa: PLR0913, PLR0917 - the keys of the table
    state: State,
    route: Route,
    is_eligible: bool,  # noqa: FBT001 - it is one of the keys
    asked: frozenset[Need],
    owed: frozenset[Need],
    held_from: State | None,
) -> tuple[Move, ...]:
    """Return the rows of the table that hold for such a dossier."""
    return tuple(
        move
        for move in steps.STEPS
        if move.source == state
        and move.route in {None, route}
        and move.eligible in {None, is_eligible}
        and (move.asks is None or move.asks in asked)
        and move.after.isdisjoint(owed)
        and (move.name != RELEASE or move.target == held_from)
    )

"""The rules of what units owe: the duties of a plan, the steps of a filing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.plans.domain.plans import EDITORS
from shared.errors import OutOfTurn, Refused
from shared.events.plans import DeadlineKind, Duty
from shared.roles import Role
from shared.steps import Step, take

FOUNDING_DUTIES = frozenset(duty.value for duty in Duty)
"""The duties of every year; what a plan asks for beyond them is told by events of its own."""


class FilingState(StrEnum):
    """Where a filing stands (tình trạng báo cáo, kế hoạch phải nộp)."""

    DUE = "due"
    RECEIVED = "received"
    REGISTERED = "registered"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    LIFTED = "lifted"


class Owes(StrEnum):
    """Which units owe what a duty asks for (đơn vị phải nộp)."""

    ALL = "all"
    KINDS = "kinds"
    CLUSTERS = "clusters"
    UNITS = "units"


FILING_LABELS = {
    FilingState.DUE: "Chưa nộp",
    FilingState.RECEIVED: "Đã nộp",
    FilingState.REGISTERED: "Đã tiếp nhận",
    FilingState.RETURNED: "Đã trả lại",
    FilingState.ACCEPTED: "Đã chấp nhận",
    FilingState.LIFTED: "Không phải nộp",
}
OWED = (FilingState.DUE, FilingState.RETURNED)
"""The states of a filing that is still to come."""

_OFFICER = frozenset({Role.UNIT_OFFICER})
_APPRAISER = frozenset({Role.APPRAISER})
_ARRIVED = (FilingState.RECEIVED, FilingState.REGISTERED)

FILING_STEPS = (
    Step("file", FilingState.DUE, FilingState.RECEIVED, _OFFICER, "Nộp"),
    Step("file", FilingState.RETURNED, FilingState.RECEIVED, _OFFICER, "Nộp lại"),
    *(Step("record", state, FilingState.RECEIVED, _APPRAISER, "Ghi nhận bản giấy") for state in OWED),
    Step("recall", FilingState.RECEIVED, FilingState.DUE, _OFFICER, "Rút lại", needs_reason=True),
    Step("register", FilingState.RECEIVED, FilingState.REGISTERED, _APPRAISER, "Tiếp nhận"),
    *(Step("accept", state, FilingState.ACCEPTED, _APPRAISER, "Chấp nhận", is_final=True) for state in _ARRIVED),
    *(Step("return", state, FilingState.RETURNED, _APPRAISER, "Trả lại", needs_reason=True) for state in _ARRIVED),
    *(Step("lift", state, FilingState.LIFTED, EDITORS, "Miễn nộp", needs_reason=True, is_final=True) for state in OWED),
)


class AlreadyFiled(OutOfTurn):
    """A filing is filed once, and again only after it was returned."""

    message = "Đơn vị đã nộp báo cáo, kế hoạch này."


class AlreadyTakenIn(OutOfTurn):
    """A filing is recalled only while the office has not taken it in."""

    message = "Báo cáo, kế hoạch đã được tiếp nhận nên không thể rút lại."


class NobodyOwes(Refused):
    """A duty that is not for all units says which units owe it."""

    message = "Vui lòng chọn loại đơn vị, cụm, khối hoặc đơn vị phải nộp."


@dataclass(frozen=True, slots=True)
class FilingDuty:
    """What a plan asks units to file (loại báo cáo, kế hoạch phải nộp)."""

    code: str
    name: str
    kind: DeadlineKind
    due_on: date
    owes: Owes = Owes.ALL
    owed_by: tuple[str, ...] = ()
    """Kinds, clusters or units by their codes; empty where all owe it."""

    def __post_init__(self) -> None:
        """Refuse a duty that names nobody."""
        if self.owes is not Owes.ALL and not self.owed_by:
            raise NobodyOwes

    @property
    def is_founding(self) -> bool:
        """Return whether it is one of the three of every year."""
        return self.code in FOUNDING_DUTIES


def take_filing_step(state: FilingState, name: str, roles: Collection[Role], *, reason: str = "") -> Step:
    """Return the step *name* of a filing; what is already filed is not filed again, nor recalled once taken in."""
    if name in {"file", "record"} and state in {*_ARRIVED, FilingState.ACCEPTED}:
        raise AlreadyFiled
    if name == "recall" and state in {FilingState.REGISTERED, FilingState.ACCEPTED}:
        raise AlreadyTakenIn
    return take(FILING_STEPS, state, name, roles, reason=reason)

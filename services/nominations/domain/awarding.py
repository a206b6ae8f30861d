"""Issuing decisions as pure values: the decision's steps, the fund's arithmetic, and the packet for the centre."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.errors import NotFound, Refused
from shared.roles import Role
from shared.steps import Step

DESK = frozenset({Role.APPRAISER})
LEADERS = frozenset({Role.LEADER})


class DecisionState(StrEnum):
    """Where a decision stands (trạng thái quyết định khen thưởng)."""

    DRAFTED = "drafted"
    PROPOSED = "proposed"
    SIGNED = "signed"
    DROPPED = "dropped"


DECISION_STATE_LABELS: Mapping[str, str] = {
    DecisionState.DRAFTED: "Đang dự thảo",
    DecisionState.PROPOSED: "Đã trình ký",
    DecisionState.SIGNED: "Đã ban hành",
    DecisionState.DROPPED: "Đã bỏ dự thảo",
}

DECISION_STEPS: tuple[Step, ...] = (
    Step("propose", DecisionState.DRAFTED, DecisionState.PROPOSED, DESK, "Trình ký"),
    Step("take_back", DecisionState.PROPOSED, DecisionState.DRAFTED, DESK, "Rút lại để sửa"),
    Step("send_back", DecisionState.PROPOSED, DecisionState.DRAFTED, LEADERS, "Trả lại để sửa", needs_reason=True),
    Step("sign", DecisionState.PROPOSED, DecisionState.SIGNED, LEADERS, "Ban hành quyết định", is_final=True),
    Step("drop", DecisionState.DRAFTED, DecisionState.DROPPED, DESK, "Bỏ dự thảo", needs_reason=True, is_final=True),
)
"""The only ways a decision moves (các bước ban hành quyết định); until it is signed, everything can be taken back."""


class FundKind(StrEnum):
    """What happens to the fund (biến động quỹ): money granted to it, owed, paid, to be returned, and returned."""

    GRANTED = "granted"
    DUE = "due"
    PAID = "paid"
    RECOVERABLE = "recoverable"
    RECOVERED = "recovered"


FUND_KIND_LABELS: Mapping[str, str] = {
    FundKind.GRANTED: "Cấp vào quỹ",
    FundKind.DUE: "Phải chi",
    FundKind.PAID: "Đã chi",
    FundKind.RECOVERABLE: "Phải thu hồi",
    FundKind.RECOVERED: "Đã thu hồi",
}


class DecisionNotFound(NotFound):
    """There is no such decision."""

    message = "Không tìm thấy quyết định."


class DecisionNumberTaken(Refused):
    """Another decision of the year, by the same issuer, carries this number."""

    status = 409
    message = "Số quyết định này đã được dùng cho một khen thưởng khác trong năm."


class DecisionEmpty(Refused):
    """A decision covers no dossier."""

    message = "Danh sách kèm theo quyết định chưa có hồ sơ nào."


class NotReadyForDecision(Refused):
    """A dossier of the list is not at the chair's desk."""

    message = "Có hồ sơ chưa đến bước quyết định."


class OnAnotherList(Refused):
    """A dossier stands on another decision's list."""

    status = 409
    message = "Có hồ sơ đã nằm trong danh sách của một quyết định khác."


class OtherAuthority(Refused):
    """A dossier is decided by another authority than the one that issues this decision."""

    message = "Có hồ sơ không thuộc thẩm quyền của người ban hành quyết định này."


class ProposalMissing(Refused):
    """The proposal has no number or date."""

    message = "Vui lòng ghi số và ngày của tờ trình."


class SignatureMissing(Refused):
    """The signer or the office is not named."""

    message = "Vui lòng ghi người ký và chức vụ người ký."


class PaidTooMuch(Refused):
    """More would be paid, or recovered, than is owed."""

    message = "Số tiền vượt quá số còn phải chi hoặc còn phải thu hồi."


class PacketIncomplete(Refused):
    """Something the centre asks for is not in the packet."""

    message = "Hồ sơ trình Trung ương chưa đủ thành phần hoặc số bộ."


class QuestionOpen(Refused):
    """The centre's question was not answered yet, or was answered already."""

    status = 409
    message = "Câu hỏi của Trung ương không còn chờ trả lời."


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement of the fund, in whole đồng."""

    kind: str
    amount: int


@dataclass(frozen=True, slots=True)
class Balance:
    """What the fund received, owes, paid and gets back, in whole đồng (cân đối quỹ)."""

    granted: int
    due: int
    paid: int
    recoverable: int
    recovered: int

    @property
    def unpaid(self) -> int:
        """Return what is still owed to those who were awarded."""
        return self.due - self.paid

    @property
    def outstanding(self) -> int:
        """Return what has still to come back."""
        return self.recoverable - self.recovered

    @property
    def left(self) -> int:
        """Return what is in the fund once everything owed is paid; recovered money counts, expected money does not."""
        return self.granted - self.due + self.recovered


def balance_of(movements: Iterable[Movement]) -> Balance:
    """Return the sums of *movements* by kind."""
    sums = dict.fromkeys(FundKind, 0)
    for one in movements:
        sums[FundKind(one.kind)] += one.amount
    return Balance(**{kind.value: amount for kind, amount in sums.items()})


def require_owed(amount: int, owed: int) -> None:
    """Refuse to move more than is owed."""
    if amount > owed:
        raise PaidTooMuch


@dataclass(frozen=True, slots=True)
class Component:
    """One thing in the packet (thành phần hồ sơ): its name, how many originals are asked for and enclosed."""

    code: str
    name: str
    copies: int
    enclosed: int = 0

    @property
    def is_complete(self) -> bool:
        """Return whether enough originals are enclosed."""
        return self.enclosed >= self.copies


def lacking(components: Collection[Component]) -> list[str]:
    """Return what a packet lacks, in words."""
    return [f"{one.name}: cần {one.copies} bộ, hiện có {one.enclosed} bộ." for one in components if not one.is_complete]


def days_waiting(sent_on: date, until: date) -> int:
    """Return how many days the centre has had a packet."""
    return (until - sent_on).days


def written_date(on: date) -> str:
    """Return a date as official papers write it: days below 10 and the months 1 and 2 with a zero."""
    month = f"{on.month:02}" if on.month <= 2 else str(on.month)  # noqa: PLR2004 - January and February
    return f"ngày {on.day:02} tháng {month} năm {on.year}"


def dong(amount: int) -> str:
    """Return an amount as people read it."""
    return f"{amount:,}".replace(",", ".") + " đồng"

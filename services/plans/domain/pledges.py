"""Pledges, and the targets and titles a unit registers: who may sign, what was met (giao ước, đăng ký thi đua)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from shared.errors import Refused
from shared.roles import Role
from shared.steps import Step


class PledgeState(StrEnum):
    """Where a pledge stands (tình trạng giao ước thi đua)."""

    DRAFT = "draft"
    SIGNED = "signed"


class RegistrationState(StrEnum):
    """Where a registration stands (tình trạng đăng ký thi đua)."""

    DRAFT = "draft"
    SENT = "sent"
    AMENDING = "amending"


PLEDGE_LABELS = {PledgeState.DRAFT: "Đang soạn thảo", PledgeState.SIGNED: "Đã ký kết"}
REGISTRATION_LABELS = {
    RegistrationState.DRAFT: "Đang soạn thảo",
    RegistrationState.SENT: "Đã gửi",
    RegistrationState.AMENDING: "Đang điều chỉnh",
}

# A cluster's head drafts and signs through its officer; Sở Nội vụ does where the ceremony is the province's.
_HEAD = frozenset({Role.UNIT_OFFICER, Role.APPRAISER})
_MEMBER = frozenset({Role.UNIT_OFFICER, Role.APPRAISER})

PLEDGE_STEPS = (
    Step("sign", PledgeState.DRAFT, PledgeState.SIGNED, _HEAD, "Ký kết giao ước", is_final=True),
    Step("sign", PledgeState.SIGNED, PledgeState.SIGNED, _HEAD, "Bổ sung chữ ký"),
)
REGISTRATION_STEPS = (
    Step("send", RegistrationState.DRAFT, RegistrationState.SENT, _MEMBER, "Gửi đăng ký"),
    Step("amend", RegistrationState.SENT, RegistrationState.AMENDING, _MEMBER, "Điều chỉnh đăng ký", needs_reason=True),
    Step("send", RegistrationState.AMENDING, RegistrationState.SENT, _MEMBER, "Gửi bản điều chỉnh"),
)


class PledgeAlreadySigned(Refused):
    """A signed pledge keeps its text."""

    status = 409
    message = "Giao ước thi đua đã ký kết nên không sửa được nội dung."


class NotAMember(Refused):
    """The unit does not belong to the cluster on that day."""

    def __init__(self, names: Iterable[str], on: date) -> None:
        super().__init__(f"Đơn vị không thuộc cụm, khối thi đua này vào ngày {on:%d/%m/%Y}.", details=tuple(names))


class NobodyToSign(Refused):
    """A member's head is not known, so nobody signs for it."""

    message = "Chưa có người đứng đầu của đơn vị vào ngày ký. Vui lòng ghi họ tên, chức vụ người ký."


class SignedInFuture(Refused):
    """A pledge cannot be signed after today."""

    message = "Ngày ký không được sau ngày hôm nay."


class NothingRegistered(Refused):
    """A registration names targets or titles."""

    message = "Vui lòng đăng ký ít nhất một chỉ tiêu hoặc một danh hiệu."


class AlreadySent(Refused):
    """A sent registration is changed by amending it."""

    status = 409
    message = "Đăng ký đã gửi. Vui lòng chọn “Điều chỉnh đăng ký” trước khi sửa."


class NotRegistered(Refused):
    """What was achieved is compared with what was registered and sent."""

    status = 409
    message = "Đơn vị chưa gửi đăng ký nên chưa có nội dung để đối chiếu."


class TargetUnknown(Refused):
    """The registration has no such target or title."""

    message = "Đăng ký của đơn vị không có chỉ tiêu, danh hiệu này."


class RepeatedCode(Refused):
    """A target or a title is registered once."""

    message = "Chỉ tiêu, danh hiệu bị trùng."


@dataclass(frozen=True, slots=True)
class Compared:
    """What was achieved of a target: percent of what was registered, and whether it was met."""

    percent: Decimal | None
    is_met: bool | None


def compared(registered: Decimal, achieved: Decimal | None, better: str) -> Compared:
    """Compare *achieved* with *registered*; percent has one decimal, None where nothing can be divided."""
    if achieved is None:
        return Compared(None, None)
    is_met = achieved >= registered if better == "more" else achieved <= registered
    whole, part = (registered, achieved) if better == "more" else (achieved, registered)
    if whole <= 0:
        return Compared(None, is_met)
    return Compared((part * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP), is_met)


def check_unique(codes: Collection[str]) -> None:
    """Refuse a list that names one thing twice."""
    if repeated := sorted({code for code in codes if list(codes).count(code) > 1}):
        raise RepeatedCode(details=repeated)

"""What a decision to award must state, and when a written ground is due."""

from dataclasses import dataclass
from datetime import date

from shared.errors import Refused


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


def require_grounds(*, is_unconfirmed: bool, reason: str) -> None:
    """Ask for a written ground where something unconfirmed was relied on."""
    if is_unconfirmed and not reason.strip():
        raise GroundsMissing

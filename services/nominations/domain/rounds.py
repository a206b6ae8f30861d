"""A round of nominations (đợt xét): when it takes dossiers, and of which awards."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.nominations.domain.steps import DESK, REGISTER
from shared.errors import Refused
from shared.steps import Step


class RoundState(StrEnum):
    """Where a round stands (tình trạng đợt xét)."""

    OPEN = "open"
    CLOSED = "closed"


ROUND_LABELS: Mapping[str, str] = {RoundState.OPEN: "Đang nhận hồ sơ", RoundState.CLOSED: "Đã đóng"}

ROUND_STEPS: tuple[Step, ...] = (
    Step("close_round", RoundState.OPEN, RoundState.CLOSED, DESK, "Đóng đợt xét", is_final=True),
    Step("end_round", RoundState.OPEN, RoundState.CLOSED, REGISTER, "Hết thời gian của đợt xét", is_final=True),
)
"""What happens to a round."""


class ClosesBeforeItOpens(Refused):
    """A round's last day is before its first."""

    message = "Ngày đóng đợt xét không được trước ngày mở."


class RoundNameMissing(Refused):
    """A round has no name."""

    message = "Vui lòng đặt tên đợt xét."


class OutsideRound(Refused):
    """A dossier does not belong to the round it names."""

    message = "Hồ sơ không thuộc đợt xét đã chọn."


@dataclass(frozen=True, slots=True)
class Round:
    """One round of nominations (đợt xét); no awards means any."""

    name: str
    awards: Collection[str]
    opens_on: date
    closes_on: date
    state: str = RoundState.OPEN

    def __post_init__(self) -> None:
        """Refuse a round that cannot be."""
        if not self.name:
            raise RoundNameMissing
        if self.closes_on < self.opens_on:
            raise ClosesBeforeItOpens

    def check(self, award: str, on: date) -> None:
        """Refuse a dossier that does not belong here, with everything that speaks against it."""
        faults = []
        if self.state != RoundState.OPEN or not self.opens_on <= on <= self.closes_on:
            faults.append(
                f"Đợt xét “{self.name}” chỉ nhận hồ sơ từ {self.opens_on:%d/%m/%Y} đến {self.closes_on:%d/%m/%Y}."
            )
        if self.awards and award not in self.awards:
            faults.append(f"Đợt xét “{self.name}” không xét danh hiệu, hình thức khen thưởng này.")
        if faults:
            raise OutsideRound(details=faults)

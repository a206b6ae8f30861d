"""The figures of the law as rows: quotas, submission days, time limits, the quorum and ballots' thresholds."""

from typing import Literal

from pydantic import Field

from services.nominations.rules.cited import NEEDS_CONFIRMATION, Cited, Status


class Quota(Cited):
    """How many of an award may be proposed: a share of something counted (tỷ lệ, số lượng)."""

    id: str
    award: str
    percent: int | None = Field(default=None, gt=0, le=100)  # None: the law sets no cap
    bases: tuple[str, ...] = Field(min_length=1)  # facts that count; where there are two, the stricter holds
    rounding: Literal["floor", "nearest", "up"] = "floor"
    rounding_status: Status = NEEDS_CONFIRMATION
    required: str
    removed: Literal[False] = False


class Submission(Cited):
    """By which day of the year dossiers go to the centre (thời hạn trình)."""

    id: str
    awards: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    kind: Literal["before", "on", "not_later_than", "between", "any_time"]
    day: str = Field(default="", pattern=r"^(\d\d-\d\d)?$")  # month-day
    first_day: str = Field(default="", pattern=r"^(\d\d-\d\d)?$")
    removed: Literal[False] = False


class TimeLimit(Cited):
    """How long a step takes (thời hạn xử lý), in half-days so that half a day can be said."""

    id: str
    step: str
    awards: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    half_days: int = Field(ge=0)
    days: Literal["working", "calendar"]
    is_minimum: bool = False  # at least so long, instead of at most
    required: str
    removed: Literal[False] = False


class Quorum(Cited):
    """How many members must be present (số thành viên dự họp): parts of wholes of all members."""

    parts: int = Field(gt=0)
    of: int = Field(gt=0)


class Threshold(Cited):
    """How many of ALL members must agree in a secret ballot (tỷ lệ phiếu đồng ý)."""

    id: str
    awards: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    percent: int = Field(ge=0, le=100)  # 0: no ballot is asked for
    is_secret: bool = True
    required: str
    removed: Literal[False] = False

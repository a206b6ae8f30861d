"""Movements: who launches one of which scope, and how it goes on (phong trào thi đua)."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from shared.errors import Refused
from shared.roles import Role
from shared.steps import Step


class MovementState(StrEnum):
    """Where a movement stands (tình trạng phong trào)."""

    PLANNED = "planned"
    LAUNCHED = "launched"
    REVIEWED = "reviewed"
    CONCLUDED = "concluded"


MOVEMENT_LABELS = {
    MovementState.PLANNED: "Chưa phát động",
    MovementState.LAUNCHED: "Đã phát động",
    MovementState.REVIEWED: "Đã sơ kết",
    MovementState.CONCLUDED: "Đã tổng kết",
}
FORM_LABELS = {"regular": "Thường xuyên", "thematic": "Theo chuyên đề"}
SCOPE_LABELS = {
    "national": "Toàn quốc",
    "province": "Toàn tỉnh",
    "cluster": "Cụm, khối thi đua",
    "unit": "Cơ quan, đơn vị",
}

RUNNING = (MovementState.LAUNCHED, MovementState.REVIEWED)
"""The states of a movement that units take part in."""


def _steps(launches: Role, reports: Role) -> tuple[Step, ...]:
    """Return the steps of a movement that *launches* may launch and *reports* reviews and concludes."""
    launcher, reporter = frozenset({launches}), frozenset({reports})
    return (
        Step("launch", MovementState.PLANNED, MovementState.LAUNCHED, launcher, "Phát động"),
        *(Step("review", state, MovementState.REVIEWED, reporter, "Sơ kết") for state in RUNNING),
        *(Step("conclude", state, MovementState.CONCLUDED, reporter, "Tổng kết", is_final=True) for state in RUNNING),
    )


PROVINCE_MOVEMENT_STEPS = _steps(Role.LEADER, Role.APPRAISER)
UNIT_MOVEMENT_STEPS = _steps(Role.UNIT_OFFICER, Role.UNIT_OFFICER)
STEPS_OF_SCOPE: Mapping[str, tuple[Step, ...]] = {
    "national": PROVINCE_MOVEMENT_STEPS,
    "province": PROVINCE_MOVEMENT_STEPS,
    "cluster": UNIT_MOVEMENT_STEPS,
    "unit": UNIT_MOVEMENT_STEPS,
}
"""Who may launch: the province's leadership, or the head of the cluster or unit (Luật 2022, Điều 16–18)."""


class EndsBeforeItStarts(Refused):
    """A movement ends after it starts."""

    message = "Ngày kết thúc không được trước ngày bắt đầu."


class ScopeWithoutOwner(Refused):
    """A movement of a unit or cluster names it, and no other does."""

    message = "Phong trào của đơn vị phải ghi đơn vị, của cụm, khối phải ghi cụm, khối; phong trào khác để trống."


class DocumentMissing(Refused):
    """A launch, review or conclusion rests on a document with a date."""

    message = "Vui lòng ghi số, ký hiệu và ngày của văn bản."


class NotRunning(Refused):
    """Units take part in a movement that was launched and not concluded."""

    status = 409
    message = "Phong trào chưa phát động hoặc đã tổng kết."


class OutsideTheMovement(Refused):
    """The movement is another unit's or cluster's."""

    message = "Đơn vị không thuộc phạm vi của phong trào này."


class IndicatorUnknown(Refused):
    """Only the movement's own indicators are measured."""

    message = "Phong trào không theo dõi chỉ số này."


class DatedTooEarly(Refused):
    """A step is not dated before the one it follows, nor after today."""

    message = "Ngày của văn bản không được trước bước liền trước hoặc sau ngày hôm nay."


def check_draft(scope: str, unit_id: str | None, cluster_id: str | None, starts_on: date, ends_on: date | None) -> None:
    """Refuse a movement whose scope has no owner or whose period runs backwards."""
    owners = {"unit": (True, False), "cluster": (False, True)}.get(scope, (False, False))
    if (unit_id is not None, cluster_id is not None) != owners:
        raise ScopeWithoutOwner
    if ends_on is not None and ends_on < starts_on:
        raise EndsBeforeItStarts


def check_dated(document: str, dated_on: date | None, earlier: date | None, today: date) -> date:
    """Return the day of the document a step rests on."""
    if not document or dated_on is None:
        raise DocumentMissing
    if dated_on > today or (earlier is not None and dated_on < earlier):
        raise DatedTooEarly
    return dated_on

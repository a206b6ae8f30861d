"""Opening a cluster's year, and the criteria sets it may be scored by."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.domain.criteria import check_set
from services.plans.models.emulation import ClusterYearRow, CriteriaSetRow
from services.plans.queries import emulation, organisation
from shared.api.emulation import YearDates, YearOpened
from shared.api.scoring import CriteriaSet
from shared.errors import Refused


class CriteriaSetExists(Refused):
    """A criteria set keeps its id; another edition has another."""

    status = 409
    message = "Bộ tiêu chí đã được sử dụng; vui lòng ban hành phiên bản mới với mã khác."


class YearAlreadyOpened(Refused):
    """A cluster's year is opened once."""

    status = 409
    message = "Năm thi đua của cụm, khối này đã được mở."


class CriteriaSetUnfit(Refused):
    """The criteria set is for another kind of cluster, or not in force in the year."""

    message = "Bộ tiêu chí không áp dụng cho loại cụm, khối này hoặc không có hiệu lực trong năm."


class ScoredBeforeRegistered(Refused):
    """Units register first and score themselves later."""

    message = "Hạn tự chấm điểm không được trước hạn đăng ký chỉ tiêu."


async def keep_criteria_set(session: AsyncSession, criteria_set: CriteriaSet) -> CriteriaSet:
    """Keep a criteria set; one that no year uses yet may still be replaced.

    Raises CriteriaSetInconsistent with everything that does not add up, CriteriaSetExists.
    """
    check_set(criteria_set)
    row = await session.get(CriteriaSetRow, criteria_set.criteria_set_id, with_for_update=True)
    if row is not None and await is_used(session, criteria_set.criteria_set_id):
        raise CriteriaSetExists
    if row is None:
        row = CriteriaSetRow(criteria_set_id=criteria_set.criteria_set_id)
        session.add(row)
    row.valid_from, row.valid_to, row.status = criteria_set.valid_from, criteria_set.valid_to, criteria_set.status
    row.content = criteria_set.model_dump(mode="json")
    try:
        await session.flush()
    except IntegrityError as error:  # another request kept it between our look and our writing
        raise CriteriaSetExists from error
    return criteria_set


async def is_used(session: AsyncSession, criteria_set_id: str) -> bool:
    """Return whether a cluster's year is scored by the set."""
    used = select(ClusterYearRow.year).where(ClusterYearRow.criteria_set_id == criteria_set_id).limit(1)
    return await session.scalar(used) is not None


async def open_year(session: AsyncSession, cluster_id: str, order: YearOpened) -> ClusterYearRow:
    """Open a cluster's year with its dates, its criteria set and the awards its best are proposed for."""
    cluster = await organisation.locked_cluster(session, cluster_id)
    criteria_set = await emulation.criteria_set(session, order.criteria_set_id)
    _check_dates(order)
    if cluster.kind not in criteria_set.cluster_kinds or not _in_force(criteria_set, order.year):
        raise CriteriaSetUnfit
    if await session.get(ClusterYearRow, (cluster_id, order.year)) is not None:
        raise YearAlreadyOpened
    awards = criteria_set.awards if order.awards is None else order.awards
    row = ClusterYearRow(
        cluster_id=cluster_id,
        year=order.year,
        criteria_set_id=order.criteria_set_id,
        registration_due_on=order.registration_due_on,
        self_score_due_on=order.self_score_due_on,
        accepts_late_scores=order.accepts_late_scores,
        awards=[one.model_dump(mode="json") for one in awards],
    )
    session.add(row)
    await session.flush()
    return row


async def set_dates(session: AsyncSession, cluster_id: str, year: int, order: YearDates) -> ClusterYearRow:
    """Change until when units register and score themselves (gia hạn)."""
    row = await emulation.open_year(session, cluster_id, year, alone=True, seen=order.version)
    _check_dates(order)
    row.registration_due_on, row.self_score_due_on = order.registration_due_on, order.self_score_due_on
    row.accepts_late_scores = order.accepts_late_scores
    row.edition += 1
    return row


def _check_dates(order: YearDates) -> None:
    if order.self_score_due_on < order.registration_due_on:
        raise ScoredBeforeRegistered


def _in_force(criteria_set: CriteriaSet, year: int) -> bool:
    ends = criteria_set.valid_to or date(year, 12, 31)
    return criteria_set.valid_from <= date(year, 12, 31) and ends >= date(year, 1, 1)

"""Registering targets and titles for a year, amending them, and keeping what was achieved (đăng ký thi đua)."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.plans.commands.clusters import MemberAt, act_for
from services.plans.domain import days_late
from services.plans.domain.pledges import (
    REGISTRATION_STEPS,
    AlreadySent,
    NothingRegistered,
    NotRegistered,
    RegistrationState,
    TargetUnknown,
    check_unique,
)
from services.plans.models.emulation import EditionRow, RegistrationRow, TargetRow, TitleRow
from services.plans.queries import emulation, organisation
from shared import clock
from shared.api.base import StepTaken
from shared.api.emulation import Achieved, RegistrationDraft
from shared.errors import NotFound
from shared.events.plans import TargetsRegistered, TitlesRegistered
from shared.identity import Identity
from shared.messaging.outbox import tell
from shared.steps import take


class NoRegistration(NotFound):
    """The unit has registered nothing for that year."""

    message = "Đơn vị chưa đăng ký chỉ tiêu, danh hiệu thi đua của năm này."


async def register(session: AsyncSession, at: MemberAt, order: RegistrationDraft, caller: Identity) -> RegistrationRow:
    """Keep what a unit registers, before it is sent or while it is amended."""
    await act_for(session, caller, at)
    await emulation.open_year(session, at.cluster_id, at.year)
    check_unique([one.code for one in order.targets])
    check_unique([one.award for one in order.titles])
    row = await emulation.registration(session, at.cluster_id, at.year, at.unit_id, for_update=True)
    if row is None:
        row = RegistrationRow(
            registration_id=uuid7(), cluster_id=at.cluster_id, year=at.year, unit_id=at.unit_id,
            state=RegistrationState.DRAFT, edition=1, amendment="", version=0,
        )  # fmt: skip
        session.add(row)
        await session.flush()
    else:
        emulation.check_seen(order.version, row.version)
    if row.state is RegistrationState.SENT:
        raise AlreadySent
    row.version += 1
    await _replace(session, row, order)
    return row


async def take_step(
    session: AsyncSession, at: MemberAt, name: str, order: StepTaken, caller: Identity
) -> RegistrationRow:
    """Send a registration, late or not, or open it for an amendment; what was sent stays readable."""
    await act_for(session, caller, at)
    cluster = await organisation.locked_cluster(session, at.cluster_id)
    opened = await emulation.open_year(session, at.cluster_id, at.year)
    row = await emulation.registration(session, at.cluster_id, at.year, at.unit_id, for_update=True)
    if row is None:
        raise NothingRegistered
    emulation.check_seen(order.version, row.version)
    step = take(REGISTRATION_STEPS, row.state, name, caller.roles, reason=order.reason)
    if name == "amend":
        await _amend(session, row, order.reason)
    else:
        late = days_late(opened.registration_due_on, clock.today()) if row.first_sent_on is None else 0
        tell(session, cluster, await _sent(session, row, late))
    row.state = RegistrationState(step.target)
    row.version += 1
    await session.flush()
    return row


async def keep_achieved(session: AsyncSession, at: MemberAt, order: Achieved, caller: Identity) -> RegistrationRow:
    """Keep what a unit achieved by the half-year or the year's end, beside what it registered."""
    await act_for(session, caller, at)
    await emulation.open_year(session, at.cluster_id, at.year)
    row = await emulation.registration(session, at.cluster_id, at.year, at.unit_id, for_update=True)
    if row is None or row.state is not RegistrationState.SENT:
        raise NotRegistered
    emulation.check_seen(order.version, row.version)
    targets = {one.code: one for one in await _targets(session, row)}
    titles = {one.award: one for one in await _titles(session, row)}
    _check_known([one.code for one in order.targets], targets)
    _check_known([one.award for one in order.titles], titles)
    column = "half_year" if order.stage == "half_year" else "achieved"
    for reached in order.targets:
        setattr(targets[reached.code], column, reached.value)
        targets[reached.code].note = reached.note
    for awarded in order.titles:
        titles[awarded.award].achieved = awarded.count
    row.version += 1
    await session.flush()
    return row


async def _replace(session: AsyncSession, row: RegistrationRow, order: RegistrationDraft) -> None:
    reached = {one.code: one for one in await _targets(session, row)}
    kept = {code: (one.half_year, one.achieved, one.note) for code, one in reached.items()}
    for table in (TargetRow, TitleRow):
        here = table.registration_id == row.registration_id
        await session.execute(delete(table).where(here, table.edition == row.edition))
    place: dict[str, Any] = {"registration_id": row.registration_id, "edition": row.edition}
    for position, target in enumerate(order.targets, start=1):
        half_year, achieved, note = kept.get(target.code, (None, None, ""))
        session.add(
            TargetRow(
                **place, **target.model_dump(), position=position, half_year=half_year, achieved=achieved, note=note
            )
        )
    session.add_all(TitleRow(**place, **title.model_dump()) for title in order.titles)
    await session.flush()


async def _amend(session: AsyncSession, row: RegistrationRow, reason: str) -> None:
    """Copy the sent edition into a new one that may be changed."""
    targets, titles = await _targets(session, row), await _titles(session, row)
    row.edition += 1
    for target in targets:
        session.add(TargetRow(**_copy(target, row.edition)))
    for title in titles:
        session.add(TitleRow(**_copy(title, row.edition)))
    row.amendment = reason
    await session.flush()


async def _sent(session: AsyncSession, row: RegistrationRow, late: int) -> TargetsRegistered:
    targets, titles = await _targets(session, row), await _titles(session, row)
    if not (targets or titles):
        raise NothingRegistered
    today = clock.today()
    row.first_sent_on = row.first_sent_on or today
    session.add(
        EditionRow(
            registration_id=row.registration_id,
            edition=row.edition,
            sent_on=today,
            days_late=late,
            reason=row.amendment,
        )
    )
    row.amendment = ""
    return TargetsRegistered(
        cluster_id=row.cluster_id,
        year=row.year,
        unit_id=row.unit_id,
        edition=row.edition,
        sent_on=today,
        days_late=late,
        targets=len(targets),
        titles=tuple(TitlesRegistered(award=one.award, count=one.count) for one in titles),
    )


async def _targets(session: AsyncSession, row: RegistrationRow) -> list[TargetRow]:
    found = await emulation.targets(session, [row.registration_id])
    return [one for one in found if one.edition == row.edition]


async def _titles(session: AsyncSession, row: RegistrationRow) -> list[TitleRow]:
    found = await emulation.titles(session, [row.registration_id])
    return [one for one in found if one.edition == row.edition]


def _copy(row: TargetRow | TitleRow, edition: int) -> dict[str, Any]:
    values: Mapping[str, Any] = {column.name: getattr(row, column.name) for column in row.__table__.columns}
    return {**values, "edition": edition}


def _check_known(codes: Collection[str], known: Collection[str]) -> None:
    if unknown := [code for code in codes if code not in known]:
        raise TargetUnknown(details=unknown)

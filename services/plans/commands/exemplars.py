"""Finding exemplars, fostering them, recognising and replicating them."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.plans.domain.exemplars import (
    EXEMPLAR_STEPS,
    AlreadyHonoured,
    ExemplarState,
    Region,
    SubjectKind,
    WorkerClass,
    check_story,
    followers,
)
from services.plans.domain.inspections import check_happened
from services.plans.models import ExemplarRow, FindingRow, HonourRow, MovementRow, OccasionRow, ReplicationRow
from services.plans.queries import exemplars as reads
from services.plans.queries import oversight
from shared import clock
from shared.api.oversight import ExemplarDraft, ExemplarStep
from shared.errors import NotFound, Refused
from shared.events import Event
from shared.events.plans import (
    ExemplarDropped,
    ExemplarFostered,
    ExemplarFound,
    ExemplarHonoured,
    ExemplarRecognised,
    ExemplarReplicated,
)
from shared.identity import Identity
from shared.messaging.outbox import tell
from shared.roles import Role
from shared.steps import take

Act = Callable[[AsyncSession, ExemplarRow, ExemplarStep], Awaitable[Event]]


class UnknownWord(Refused):
    """Regions and worker classes are words of the register."""

    message = "Địa bàn hoặc đối tượng không có trong danh mục."


class NotACollective(Refused):
    """Only a collective can be a small one."""

    message = "Chỉ tập thể mới được ghi là tập thể nhỏ."


async def find(session: AsyncSession, draft: ExemplarDraft, caller: Identity) -> ExemplarRow:
    """Register an exemplar and tell it, without its name; a unit's officer finds those of the unit."""
    caller.require(Role.UNIT_OFFICER, Role.APPRAISER)
    caller.require_unit(draft.unit_id)
    await oversight.units_meant(session, [draft.unit_id], [], everyone=False)
    check_happened(draft.found_on, clock.today())
    _check_words(draft)
    await _check_links(session, draft)
    row = ExemplarRow(
        exemplar_id=uuid7(),
        state=ExemplarState.FOUND,
        note="",
        version=0,
        **draft.model_dump(exclude={"regions", "subject_kind", "worker_class"}),
        regions=list(dict.fromkeys(draft.regions)),
        subject_kind=SubjectKind(draft.subject_kind),
        worker_class=WorkerClass(draft.worker_class),
    )
    session.add(row)
    tell(
        session,
        row,
        ExemplarFound(
            exemplar_id=row.exemplar_id,
            unit_id=row.unit_id,
            subject_kind=row.subject_kind,
            field=row.field,
            regions=tuple(row.regions),
            worker_class=row.worker_class,
            found_on=row.found_on,
            movement_id=row.movement_id,
        ),
    )
    return row


async def take_step(
    session: AsyncSession, exemplar_id: UUID, name: str, order: ExemplarStep, caller: Identity
) -> ExemplarRow:
    """Take the step *name* of an exemplar and tell it."""
    row = await oversight.locked(session, ExemplarRow, exemplar_id, order.version)
    caller.require_unit(row.unit_id)
    step = take(EXEMPLAR_STEPS, row.state, name, caller.roles, reason=order.reason)
    fact = await _ACTS[name](session, row, order)
    row.state = ExemplarState(step.target)
    row.note = order.note or order.reason or row.note
    tell(session, row, fact)
    return row


def _check_words(draft: ExemplarDraft) -> None:
    if draft.worker_class not in set(WorkerClass) or not set(draft.regions) <= set(Region):
        raise UnknownWord
    if draft.is_small_collective and draft.subject_kind != SubjectKind.COLLECTIVE:
        raise NotACollective


async def _check_links(session: AsyncSession, draft: ExemplarDraft) -> None:
    if draft.movement_id is not None and await session.get(MovementRow, draft.movement_id) is None:
        raise NotFound("Không tìm thấy phong trào thi đua.")
    if draft.finding_id is not None:
        finding = await session.get(FindingRow, draft.finding_id)
        if finding is None or finding.unit_id != draft.unit_id:
            raise NotFound("Không tìm thấy phát hiện qua kiểm tra.")


async def _foster(_: AsyncSession, row: ExemplarRow, __: ExemplarStep) -> Event:
    return ExemplarFostered(exemplar_id=row.exemplar_id, unit_id=row.unit_id, fostered_on=clock.today())


async def _recognise(_: AsyncSession, row: ExemplarRow, order: ExemplarStep) -> Event:
    row.story = order.story or row.story
    check_story(row.story)
    row.nomination_id = order.nomination_id or row.nomination_id
    row.recognised_on = clock.today()
    return ExemplarRecognised(
        exemplar_id=row.exemplar_id,
        unit_id=row.unit_id,
        subject_kind=row.subject_kind,
        field=row.field,
        recognised_on=row.recognised_on,
        movement_id=row.movement_id,
        nomination_id=row.nomination_id,
    )


async def _replicate(session: AsyncSession, row: ExemplarRow, order: ExemplarStep) -> Event:
    await oversight.units_meant(session, order.unit_ids, [], everyone=False)
    following = (await reads.replications_of(session, [row.exemplar_id])).get(row.exemplar_id, [])
    fresh = followers(row.unit_id, order.unit_ids, frozenset(each.unit_id for each in following))
    today = clock.today()
    session.add_all(
        ReplicationRow(exemplar_id=row.exemplar_id, unit_id=unit_id, replicated_on=today, note=order.note)
        for unit_id in fresh
    )
    return ExemplarReplicated(exemplar_id=row.exemplar_id, unit_id=row.unit_id, replicated_on=today, unit_ids=fresh)


async def _honour(session: AsyncSession, row: ExemplarRow, order: ExemplarStep) -> Event:
    if order.occasion_id is None:
        raise NotFound("Không tìm thấy sự kiện.")
    occasion = await oversight.found(session, OccasionRow, order.occasion_id)
    if await session.get(HonourRow, (row.exemplar_id, occasion.occasion_id)) is not None:
        raise AlreadyHonoured
    session.add(HonourRow(exemplar_id=row.exemplar_id, occasion_id=occasion.occasion_id, honoured_on=clock.today()))
    return ExemplarHonoured(
        exemplar_id=row.exemplar_id,
        unit_id=row.unit_id,
        occasion_id=occasion.occasion_id,
        honoured_on=clock.today(),
    )


async def _drop(_: AsyncSession, row: ExemplarRow, order: ExemplarStep) -> Event:
    return ExemplarDropped(
        exemplar_id=row.exemplar_id, unit_id=row.unit_id, dropped_on=clock.today(), reason=order.reason
    )


_ACTS: dict[str, Act] = {
    "foster": _foster,
    "recognise": _recognise,
    "replicate": _replicate,
    "honour": _honour,
    "drop": _drop,
}

"""Publishing guidance to units, and noting which of them opened it."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.plans.domain import check_document
from services.plans.domain.events import GUIDANCE_STEPS, GuidanceState
from services.plans.models import GuidanceRow, GuidanceUnitRow
from services.plans.queries import events as reads
from services.plans.queries import oversight
from shared import clock
from shared.api.base import StepTaken
from shared.api.oversight import GuidanceDraft
from shared.errors import NotFound, Refused
from shared.events import Event
from shared.events.plans import GuidancePublished, GuidanceWithdrawn
from shared.identity import Identity
from shared.messaging.outbox import tell
from shared.roles import Role
from shared.steps import take


class KeptAlready(Refused):
    """One document is one record."""

    status = 409

    def __init__(self, reference: str) -> None:
        super().__init__(f"Văn bản {reference} đã được ghi nhận.")


class ForNobody(Refused):
    """Guidance is for somebody."""

    message = "Vui lòng chọn đơn vị nhận văn bản hướng dẫn."


async def draft_guidance(session: AsyncSession, draft: GuidanceDraft, caller: Identity) -> GuidanceRow:
    """Keep a guidance document and whom it is for; nobody sees it before it is published."""
    caller.require(Role.APPRAISER, Role.LEADER)
    check_document(draft.reference, draft.issued_on, clock.today())
    units = await oversight.units_meant(session, draft.unit_ids, draft.cluster_ids, everyone=draft.everyone)
    if not units:
        raise ForNobody
    if await session.scalar(select(GuidanceRow.guidance_id).where(GuidanceRow.reference == draft.reference)):
        raise KeptAlready(draft.reference)
    row = GuidanceRow(
        guidance_id=uuid7(),
        state=GuidanceState.DRAFT,
        reason="",
        version=0,
        **draft.model_dump(exclude={"unit_ids", "cluster_ids", "everyone"}),
    )
    session.add(row)
    try:
        await session.flush()
    except IntegrityError as error:  # another request kept it between our look and our writing
        raise KeptAlready(draft.reference) from error
    session.add_all(GuidanceUnitRow(guidance_id=row.guidance_id, unit_id=unit_id) for unit_id in units)
    return row


async def take_step(
    session: AsyncSession, guidance_id: UUID, name: str, order: StepTaken, caller: Identity
) -> GuidanceRow:
    """Publish guidance or withdraw it, and tell it."""
    row = await oversight.locked(session, GuidanceRow, guidance_id, order.version)
    step = take(GUIDANCE_STEPS, row.state, name, caller.roles, reason=order.reason)
    row.state, row.reason = GuidanceState(step.target), order.reason
    readers = await reads.guidance_units(session, guidance_id)
    tell(session, row, _FACTS[name](row, tuple(reader.unit_id for reader, _ in readers)))
    return row


async def open_guidance(session: AsyncSession, guidance_id: UUID, caller: Identity) -> GuidanceRow:
    """Return a guidance document; a unit's officer sees what was published to the unit, and is noted as its reader."""
    row = await oversight.found(session, GuidanceRow, guidance_id)
    if caller.unit_id is None:
        return row
    reader = await session.get(GuidanceUnitRow, (guidance_id, caller.unit_id))
    if reader is None or row.state is GuidanceState.DRAFT:
        raise NotFound("Không tìm thấy văn bản hướng dẫn.")
    if reader.read_at is None:
        reader.read_at = clock.now()
    return row


def _published(row: GuidanceRow, unit_ids: tuple[str, ...]) -> Event:
    return GuidancePublished(
        guidance_id=row.guidance_id,
        reference=row.reference,
        title=row.title,
        issuer=row.issuer,
        issued_on=row.issued_on,
        unit_ids=unit_ids,
    )


def _withdrawn(row: GuidanceRow, _: tuple[str, ...]) -> Event:
    return GuidanceWithdrawn(guidance_id=row.guidance_id, withdrawn_on=clock.today(), reason=row.reason)


_FACTS: dict[str, Callable[[GuidanceRow, tuple[str, ...]], Event]] = {"publish": _published, "withdraw": _withdrawn}

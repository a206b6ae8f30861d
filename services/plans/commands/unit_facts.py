"""What is told of a unit, and what it was called since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.models import UnitRow
from services.plans.models.units import UnitNameRow
from shared.events import Event
from shared.events.plans import UnitChanged, UnitRegistered, UnitState
from shared.messaging.outbox import tell


def registered(row: UnitRow, predecessor_ids: Sequence[str] = ()) -> UnitRegistered:
    """Return the fact that a unit takes part."""
    return UnitRegistered(
        unit_id=row.unit_id,
        name=row.name,
        kind=row.kind,
        cluster_id=row.cluster_id,
        valid_from=row.valid_from,
        predecessor_ids=tuple(predecessor_ids),
    )


def changed(row: UnitRow, on: date, predecessor_ids: Sequence[str] = ()) -> UnitChanged:
    """Return the fact that a unit changed on a day."""
    return UnitChanged(
        unit_id=row.unit_id,
        name=row.name,
        kind=row.kind,
        cluster_id=row.cluster_id,
        changed_on=on,
        predecessor_ids=tuple(predecessor_ids),
    )


def tell_unit(session: AsyncSession, row: UnitRow, fact: Event) -> None:
    """Tell *fact* of a unit and the state it leaves the unit in; a province is told of by nobody here."""
    if row.is_province:
        row.version = (row.version or 0) + 1
        return
    tell(session, row, fact)
    tell(session, _Snapshot(row.version - 1), _state(row))


async def keep_name(session: AsyncSession, row: UnitRow, since: date) -> None:
    """Keep what a unit is called since a day; on the same day the later name counts."""
    kept = insert(UnitNameRow).values(unit_id=row.unit_id, valid_from=since, name=row.name, kind=row.kind)
    replaced = {"name": kept.excluded.name, "kind": kept.excluded.kind}
    await session.execute(kept.on_conflict_do_update(index_elements=["unit_id", "valid_from"], set_=replaced))


@dataclass
class _Snapshot:
    """Gives a state the version of the fact it goes with, because each topic counts a unit's facts on its own."""

    version: int


def _state(row: UnitRow) -> UnitState:
    return UnitState(
        unit_id=row.unit_id,
        name=row.name,
        kind=row.kind,
        cluster_id=row.cluster_id,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )

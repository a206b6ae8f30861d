"""Bringing past decisions into the register (nhập quyết định đã có): all lines or none."""

from hashlib import sha256
from uuid import NAMESPACE_OID, UUID, uuid5

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.nominations.commands import audit
from services.nominations.commands.granting import numbers
from services.nominations.domain.register import FileKnown, Known, Line, Past, read
from services.nominations.models import ImportRow, RegisterRow, UnitRow
from services.nominations.rules import catalogue
from shared import clock
from shared.api.decisions import ImportFault, ImportView
from shared.identity import Identity
from shared.roles import Role
from shared.spelling import fold
from shared.words import AWARDS

BATCH = 1000
MOST_FAULTS = 500
_SUBJECTS = uuid5(NAMESPACE_OID, "vn.thidua.nominations.imported-subject")


async def known(session: AsyncSession) -> Known:
    """Return what lines are checked against."""
    rules = catalogue()
    awards = {fold(name): code for code, name in AWARDS.items()}
    for award in rules.awards:
        awards |= {
            fold(word): award.code for word in (award.code, award.name, *rules.words.aliases.get(award.code, ()))
        }
    authorities = {fold(one.name): code for code, one in rules.words.authorities.items()}
    units = {fold(one.name): (one.unit_id, one.name) for one in await session.scalars(select(UnitRow))}
    units |= {fold(unit_id): (unit_id, name) for unit_id, name in units.values()}
    return Known(
        awards=awards,
        authorities=authorities | {fold(code): code for code in rules.words.authorities},
        deciders={one.code: one.decided_by for one in rules.awards},
        units=units,
        collectives={one.code for one in rules.awards if set(one.subject_kinds) == {"collective"}},
    )


async def take_in(
    session: AsyncSession, content: bytes, file_name: str, caller: Identity, *, commit: bool
) -> ImportView:
    """Read a file of past decisions; with *commit*, and only if every line fits, write all of them into the register.

    Raises FileKnown for a file that was taken in before.
    """
    caller.require(Role.APPRAISER, Role.ADMINISTRATOR)
    digest = sha256(content).hexdigest()
    if await session.scalar(select(ImportRow.import_id).where(ImportRow.digest == digest)):
        raise FileKnown
    lines = list(read(content, await known(session)))
    faulty = [one for one in lines if one.past is None]
    view = _view(lines, faulty)
    if not commit or faulty or not lines:
        return view
    import_id = uuid7()
    session.add(
        ImportRow(
            import_id=import_id,
            digest=digest,
            file_name=file_name[:300],
            lines=len(lines),
            imported_by=caller.name,
            imported_at=clock.now(),
        )
    )
    await _write(session, import_id, [one.past for one in lines if one.past])
    after = {"lines": len(lines), "digest": digest}
    audit.record(session, caller.user, "import", "register", import_id, after=after)
    return view.model_copy(update={"import_id": import_id})


async def _write(session: AsyncSession, import_id: UUID, past: list[Past]) -> None:
    by_year: dict[int, list[Past]] = {}
    for one in past:
        by_year.setdefault(one.decided_on.year, []).append(one)
    for year, lines in sorted(by_year.items()):
        first = await numbers(session, year, len(lines))
        rows = [_row(import_id, one, first + at) for at, one in enumerate(lines)]
        for start in range(0, len(rows), BATCH):
            await session.execute(insert(RegisterRow), rows[start : start + BATCH])


def _row(import_id: UUID, one: Past, book_number: int) -> dict[str, object]:
    # One person of one unit is one subject, so that the history of a name stays together.
    subject = uuid5(_SUBJECTS, f"{one.unit_id}/{one.subject_kind}/{fold(one.subject_name)}")
    return {
        "award_id": uuid7(),
        "import_id": import_id,
        "award": one.award,
        "mode": "merit",
        "subject_kind": one.subject_kind,
        "subject_id": subject,
        "subject_name": one.subject_name,
        "unit_id": one.unit_id,
        "unit_name": one.unit_name,
        "year": one.year,
        "decided_by": one.decided_by,
        "decision_number": one.decision_number,
        "decided_on": one.decided_on,
        "book_year": one.decided_on.year,
        "book_number": book_number,
        "bonus": 0,
        "version": 0,
    }


def _view(lines: list[Line], faulty: list[Line]) -> ImportView:
    faults = tuple(ImportFault(line=one.number, faults=one.faults) for one in faulty[:MOST_FAULTS])
    return ImportView(lines=len(lines), fitting=len(lines) - len(faulty), faults=faults)

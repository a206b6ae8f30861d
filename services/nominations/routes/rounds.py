"""Rounds of nominations, and the subjects put forward in them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.commands import rounds, subjects
from services.nominations.models import AwardRow, NominationRow
from services.nominations.models.dossiers import PersonRow, RoundRow, SubjectRow
from services.nominations.queries.gathered import round_view
from services.nominations.routes.scope import STAFF, own_unit, require_seen
from services.nominations.rules import catalogue
from shared.api.base import StepTaken
from shared.api.dossiers import HonourLine, PersonContent, RoundDraft, RoundView, SubjectView
from shared.db import Db
from shared.identity import Caller
from shared.roles import Role

router = APIRouter()


@router.get("/rounds")
async def list_rounds(_: Caller, db: Db, *, state: str | None = None) -> tuple[RoundView, ...]:
    """List the rounds, newest first."""
    counted = select(NominationRow.round_id, func.count().label("dossiers")).group_by(NominationRow.round_id).subquery()
    asked = (
        select(RoundRow, func.coalesce(counted.c.dossiers, 0))
        .outerjoin(counted, counted.c.round_id == RoundRow.round_id)
        .order_by(RoundRow.opens_on.desc(), RoundRow.round_id)
        .limit(200)
    )
    async with db.transaction() as session:
        rows = await session.execute(asked.where(RoundRow.state == state) if state else asked)
        return tuple(round_view(row, dossiers) for row, dossiers in rows)


@router.post("/rounds", status_code=201)
async def open_round(body: RoundDraft, caller: Caller, db: Db) -> RoundView:
    """Open a round."""
    caller.require(Role.APPRAISER)
    async with db.transaction() as session:
        return round_view(await rounds.open_round(session, body, caller.name), 0)


@router.post("/rounds/{round_id}/close")
async def close_round(round_id: UUID, body: StepTaken, caller: Caller, db: Db) -> RoundView:
    """Close a round before its last day."""
    async with db.transaction() as session:
        row = await rounds.round_of(session, round_id)
        await rounds.close_round(session, row, caller, body.version)
        return round_view(row, await rounds.dossiers_in(session, round_id))


@router.get("/subjects")
async def list_subjects(
    caller: Caller, db: Db, *, q: Annotated[str, Query(max_length=300)] = ""
) -> tuple[SubjectView, ...]:
    """Find subjects by the beginnings of the words of their names: a unit's officer the unit's own."""
    wanted = [] if caller.may(*STAFF) else [SubjectRow.unit_id == own_unit(caller, None)]
    if q.strip():
        wanted.append(SubjectRow.search.op("@@")(func.vn_query(q)))
    async with db.transaction() as session:
        rows = await session.scalars(select(SubjectRow).where(*wanted).order_by(SubjectRow.name).limit(50))
        return tuple(map(_subject, rows))


@router.get("/subjects/{subject_id}")
async def one_subject(subject_id: UUID, caller: Caller, db: Db) -> SubjectView:
    """Show a subject with its history of awards, and who the person is."""
    async with db.transaction() as session:
        row = await subjects.subject_of(session, subject_id)
        require_seen(caller, row.unit_id)
        person = await session.get(PersonRow, subject_id)
        shown = {"person": _person(row, person), "honours": await _honours(session, subject_id)}
        return _subject(row).model_copy(update=shown)


@router.put("/subjects/{subject_id}")
async def keep_person(subject_id: UUID, body: PersonContent, caller: Caller, db: Db) -> SubjectView:
    """Keep who a person is; only the person's unit and the appraising office may."""
    async with db.transaction() as session:
        row = await subjects.subject_of(session, subject_id)
        if not caller.may(Role.APPRAISER):
            own_unit(caller, row.unit_id)
        person = await subjects.keep_person(session, row, body, caller.name)
        return _subject(row).model_copy(update={"person": _person(row, person)})


def _subject(row: SubjectRow) -> SubjectView:
    kinds = catalogue().words.subject_kinds
    return SubjectView(
        subject_id=row.subject_id,
        kind=row.kind,
        kind_label=kinds.get(row.kind, row.kind),
        name=row.name,
        unit_id=row.unit_id,
    )


def _person(row: SubjectRow, person: PersonRow | None) -> PersonContent | None:
    if person is None:
        return None
    return PersonContent(
        name=row.name,
        born_on=person.born_on,
        gender=person.gender,
        national_id=person.national_id or "",
        position=person.position,
        workplace=person.workplace,
        nationality=person.nationality,
    )


async def _honours(session: AsyncSession, subject_id: UUID) -> tuple[HonourLine, ...]:
    rows = await session.execute(
        select(AwardRow, NominationRow.state)
        .join(NominationRow, NominationRow.nomination_id == AwardRow.nomination_id)
        .where(AwardRow.subject_id == subject_id)
        .order_by(AwardRow.decided_on)
    )
    names = {award.code: award.name for award in catalogue().awards}
    return tuple(
        HonourLine(
            award=row.award,
            award_name=names.get(row.award, row.award),
            year=row.year,
            decided_by=row.decided_by,
            decision_number=row.decision_number,
            decided_on=row.decided_on,
            is_revoked=state == "revoked",
        )
        for row, state in rows
    )

"""Submitting a dossier (trình hồ sơ): one path for the web, which is hot, and for departments' own systems."""

from collections.abc import Collection
from datetime import datetime
from uuid import NAMESPACE_OID, UUID, uuid5

import orjson
import uuid_utils.compat
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.domain import Dossier, Nomination, Route, State, Subject, plain
from services.nominations.models import NominationRow, TakenRow, UnitRow
from services.nominations.rules import catalogue
from shared.api.nominations import NominationDraft
from shared.db import Database
from shared.errors import Refused
from shared.events.nominations import NominationSubmitted
from shared.events.plans import Channel
from shared.messaging import outbox
from shared.roles import Role

STEP = "submit"

_DEPARTMENTS = uuid5(NAMESPACE_OID, "vn.thidua.nominations.submission")

_PUT = f"""
WITH unit AS (
  SELECT name FROM units
  WHERE unit_id = $2 AND valid_from <= $20 AND (valid_to IS NULL OR valid_to > $20)
), put AS (
  INSERT INTO nominations (
    nomination_id, unit_id, award, subject_kind, subject_id, subject_name, year, mode, state, channel,
    submitted_at, facts, documents, version
  )
  SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::jsonb, $13, 1 FROM unit
  RETURNING nomination_id
), taken AS (
  INSERT INTO steps_taken (nomination_id, version, step, state, taken_by, taken_at, reason)
  SELECT nomination_id, 1, $14, $9, $15, $11, '' FROM put
), told AS (
  INSERT INTO outbox ({outbox.COLUMNS})
  SELECT $16, $17, $18, 1, $19, $21, $22 FROM put
)
SELECT name FROM unit
"""  # noqa: S608 - the columns are ours


class UnitUnknown(Refused):
    """The unit does not exist on the day it submits."""

    message = "Đơn vị chưa được đăng ký hoặc không còn hoạt động tại ngày nộp hồ sơ."


class AlreadySubmitted(Refused):
    """The department sent this submission before, under another message."""

    message = "Hồ sơ mang mã này đã được nộp trước đó."


def submitted(
    draft: NominationDraft, roles: Collection[Role], *, nomination_id: UUID, channel: Channel, at: datetime
) -> NominationRow:
    """Return the dossier that *draft* makes, or refuse with everything there is to mend."""
    subject = Subject(draft.subject_kind, plain(draft.subject_name))
    dossier = Dossier(draft.year, draft.mode, draft.facts, frozenset(draft.documents))
    catalogue().check(draft.award, subject, dossier, at.date())
    step = Nomination(State.NEW, Route.PROVINCE, (), is_eligible=False).take(STEP, roles)
    return NominationRow(
        nomination_id=nomination_id,
        unit_id=draft.unit_id,
        award=draft.award,
        subject_kind=subject.kind,
        subject_id=draft.subject_id or uuid_utils.compat.uuid7(),
        subject_name=subject.name,
        year=draft.year,
        mode=draft.mode,
        state=step.target,
        channel=channel,
        submitted_at=at,
        facts=draft.facts,
        documents=list(dict.fromkeys(draft.documents)),
        reason="",
        missing=[],
    )


async def put(db: Database, row: NominationRow, taken_by: str) -> tuple[str, TakenRow]:
    """Keep a new dossier, its first step and its fact in ONE statement; return the unit's name and the step.

    This is the hottest command of the register: one statement is one round trip and one commit.
    """
    row.version = 1
    event = _told(row)
    event_id, topic, key, _, kind, headers, payload = outbox.outbox_values(event, row.version)
    async with db.driver() as connection:
        unit_name: str | None = await connection.fetchval(
            _PUT,
            *(row.nomination_id, row.unit_id, row.award, row.subject_kind, row.subject_id, row.subject_name),
            *(row.year, row.mode, row.state, row.channel, row.submitted_at),
            *(orjson.dumps(row.facts).decode(), row.documents, STEP, taken_by),
            *(event_id, topic, key, kind, row.submitted_at.date(), headers, payload),
        )
    if unit_name is None:
        raise UnitUnknown
    return unit_name, _taken(row, taken_by)


async def put_outside(session: AsyncSession, row: NominationRow, taken_by: str) -> None:
    """Keep a dossier that a department's own system sent, inside the transaction that heard it."""
    unit = await session.get(UnitRow, row.unit_id)
    if unit is None or not unit.exists_on(row.submitted_at.date()):
        raise UnitUnknown
    if await session.get(NominationRow, row.nomination_id) is not None:
        raise AlreadySubmitted
    session.add(row)
    outbox.tell(session, row, _told(row))
    session.add(_taken(row, taken_by))


def id_of(unit_id: str, submission_id: str) -> UUID:
    """Return the dossier's id for a department's own submission id, the same each time it is sent."""
    return uuid5(_DEPARTMENTS, f"{unit_id}/{submission_id}")


def _told(row: NominationRow) -> NominationSubmitted:
    return NominationSubmitted(
        nomination_id=row.nomination_id,
        unit_id=row.unit_id,
        award=row.award,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        year=row.year,
        mode=row.mode,
        submitted_at=row.submitted_at,
        channel=Channel(row.channel),
    )


def _taken(row: NominationRow, taken_by: str) -> TakenRow:
    return TakenRow(
        nomination_id=row.nomination_id,
        version=row.version,
        step=STEP,
        state=row.state,
        taken_by=taken_by,
        taken_at=row.submitted_at,
        reason="",
    )

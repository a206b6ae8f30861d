"""Submitting a dossier (trình hồ sơ): one path for the web, which is hot, and for departments' own systems."""

from collections.abc import Collection
from dataclasses import asdict, replace
from datetime import datetime
from uuid import NAMESPACE_OID, UUID, uuid5

import orjson
import uuid_utils.compat
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.domain import SUBMIT, Dossier, Nomination, Route, State, Subject, Submission, plain
from services.nominations.models import NominationRow, TakenRow, UnitRow
from services.nominations.rules import catalogue
from shared.api.nominations import NominationDraft
from shared.db import Database
from shared.errors import Refused
from shared.events.nominations import NominationSubmitted
from shared.events.plans import Channel
from shared.messaging import outbox
from shared.roles import Role

_DEPARTMENTS = uuid5(NAMESPACE_OID, "vn.thidua.nominations.submission")

_PUT = f"""
WITH unit AS (
  SELECT name FROM units
  WHERE unit_id = $2 AND valid_from <= $20 AND (valid_to IS NULL OR valid_to > $20)
), put AS (
  INSERT INTO nominations (
    nomination_id, unit_id, award, subject_kind, subject_id, subject_name, year, mode, state, channel,
    submitted_at, facts, documents, round_id, version
  )
  SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::jsonb, $13, $23, 1 FROM unit
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
) -> Submission:
    """Return the dossier that *draft* makes, or refuse with everything there is to mend."""
    subject = Subject(draft.subject_kind, plain(draft.subject_name))
    dossier = Dossier(draft.year, draft.mode, draft.facts, frozenset(draft.documents))
    catalogue().check(draft.award, subject, dossier, at.date())
    step = Nomination(State.DRAFT, Route.PROVINCE, (), is_eligible=False).take(SUBMIT, roles)
    return Submission(
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
        round_id=draft.round_id,
    )


async def put(db: Database, one: Submission, taken_by: str) -> str:
    """Keep a new dossier, its first step and its fact in ONE statement; return the unit's name.

    This is the hottest command of the register: one statement is one round trip and one commit.
    """
    event_id, topic, key, _, kind, headers, payload = outbox.outbox_values(_told(one), one.version)
    async with db.driver() as connection:
        unit_name: str | None = await connection.fetchval(
            _PUT,
            *(one.nomination_id, one.unit_id, one.award, one.subject_kind, one.subject_id, one.subject_name),
            *(one.year, one.mode, one.state, one.channel, one.submitted_at),
            *(orjson.dumps(one.facts).decode(), one.documents, SUBMIT, taken_by),
            *(event_id, topic, key, kind, one.submitted_at.date(), headers, payload, one.round_id),
        )
    if unit_name is None:
        raise UnitUnknown
    return unit_name


async def put_outside(session: AsyncSession, one: Submission, taken_by: str) -> None:
    """Keep a dossier that a department's own system sent, inside the transaction that heard it."""
    unit = await session.get(UnitRow, one.unit_id)
    if unit is None or not unit.exists_on(one.submitted_at.date()):
        raise UnitUnknown
    if await session.get(NominationRow, one.nomination_id) is not None:
        raise AlreadySubmitted
    row = NominationRow(**asdict(replace(one, version=0)))
    session.add(row)
    outbox.tell(session, row, _told(one))
    session.add(
        TakenRow(
            nomination_id=row.nomination_id,
            version=row.version,
            step=SUBMIT,
            state=row.state,
            taken_by=taken_by,
            taken_at=row.submitted_at,
            reason="",
        )
    )


def id_of(unit_id: str, submission_id: str) -> UUID:
    """Return the dossier's id for a department's own submission id, the same each time it is sent."""
    return uuid5(_DEPARTMENTS, f"{unit_id}/{submission_id}")


def _told(one: Submission) -> NominationSubmitted:
    return NominationSubmitted(
        nomination_id=one.nomination_id,
        unit_id=one.unit_id,
        award=one.award,
        subject_kind=one.subject_kind,
        subject_id=one.subject_id,
        year=one.year,
        mode=one.mode,
        submitted_at=one.submitted_at,
        channel=Channel(one.channel),
    )

"""Who is put forward: known once, with the person's own data kept at home."""

import re
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.domain import plain
from services.nominations.models.dossiers import PersonRow, SubjectRow
from shared import clock
from shared.api.dossiers import PersonContent
from shared.errors import NotFound, Refused

_NATIONAL_ID = re.compile(r"^(\d{9}|\d{12})$")
PERSONS = frozenset({"individual", "foreigner"})
"""Kinds of subject that are one person."""


class PersonInvalid(Refused):
    """A person's data cannot be read."""

    message = "Thông tin cá nhân chưa hợp lệ."


class PersonKnown(Refused):
    """The number belongs to somebody else."""

    status = 409
    message = "Số định danh này đã được ghi cho một người khác."


async def know_subject(session: AsyncSession, subject_id: UUID, kind: str, unit_id: str, name: str) -> None:
    """Remember a subject the first time it is put forward."""
    values = {"subject_id": subject_id, "kind": kind, "unit_id": unit_id, "name": name}
    await session.execute(insert(SubjectRow).values(values).on_conflict_do_nothing())


async def keep_person(session: AsyncSession, subject: SubjectRow, said: PersonContent, by: str) -> PersonRow:
    """Keep a person's data under the subject; the same number is never two persons."""
    number = plain(said.national_id).replace(" ", "")
    name = plain(said.name)
    faults = [
        *([] if name else ["Vui lòng ghi họ tên."]),
        *([] if subject.kind in PERSONS else ["Đối tượng này không phải là cá nhân."]),
        *([] if not number or _NATIONAL_ID.match(number) else ["Số định danh cá nhân phải có 12 chữ số (CMND: 9)."]),
        *([] if said.born_on is None or said.born_on < clock.today() else ["Ngày sinh không hợp lệ."]),
    ]
    if faults:
        raise PersonInvalid(details=faults)
    row = await session.get(PersonRow, subject.subject_id) or PersonRow(subject_id=subject.subject_id)
    row.born_on, row.national_id = said.born_on, number or None
    row.gender, row.position = plain(said.gender), plain(said.position)
    row.workplace, row.nationality = plain(said.workplace), plain(said.nationality)
    row.saved_by, row.saved_at = by, clock.now()
    subject.name = name
    session.add(row)
    try:
        await session.flush()
    except IntegrityError as error:
        if "uq_persons_national_id" in str(error.orig):
            raise PersonKnown from error
        raise
    return row


async def subject_of(session: AsyncSession, subject_id: UUID) -> SubjectRow:
    """Return a subject, or refuse."""
    row = await session.get(SubjectRow, subject_id)
    if row is None:
        raise NotFound("Không tìm thấy đối tượng.")
    return row

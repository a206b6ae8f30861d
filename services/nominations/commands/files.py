"""Enclosing files: streamed to disk and hashed on the way, one copy of each content, scanned where a scanner is set."""

import asyncio
import hashlib
import os
import tempfile
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.nominations.commands import audit
from services.nominations.domain import plain
from services.nominations.domain.files import (
    HEAD,
    FileRefused,
    FileState,
    FileTooLarge,
    clean_link,
    clean_name,
    media_type_of,
    part_within,
)
from services.nominations.models.dossiers import FileRow
from services.nominations.queries.stored import path_of
from services.nominations.rules import catalogue
from shared import clock
from shared.errors import NotFound, Refused
from shared.identity import Identity
from shared.settings import settings

CHUNK = 1 << 16


class FileWithheld(Refused):
    """A file is not handed out before it is known to be harmless."""

    status = 409
    message = "Tệp chưa được xác nhận an toàn, chưa thể tải về."


@dataclass(frozen=True, slots=True)
class Stored:
    """A content on disk: its hash, its size and what it is."""

    name: str
    media_type: str
    size: int
    sha256: str


async def store(name: str, body: AsyncIterator[bytes]) -> Stored:
    """Write a file to disk as it comes, never whole in memory; refuse what it may not be, leaving nothing."""
    name = clean_name(name)
    folder = settings().files
    folder.mkdir(parents=True, exist_ok=True)
    handle, passing = tempfile.mkstemp(dir=folder, prefix=".coming-")
    coming = Path(passing)
    try:
        with os.fdopen(handle, "wb") as file:
            size, sha256, head = await _write(file, body)
        media_type = media_type_of(name, head)
        await asyncio.to_thread(_check_packed, coming, name)
        await asyncio.to_thread(_settle, coming, path_of(sha256))
    finally:
        coming.unlink(missing_ok=True)  # noqa: ASYNC240 - one system call on a local folder
    return Stored(name, media_type, size, sha256)


async def _write(file: BinaryIO, body: AsyncIterator[bytes]) -> tuple[int, str, bytes]:
    digest, size, head = hashlib.sha256(), 0, b""
    largest = settings().largest_file
    async for chunk in body:
        size += len(chunk)
        if size > largest:
            raise FileTooLarge(details=[f"Tệp không được quá {largest // 1_000_000} MB."])
        head = head if len(head) >= HEAD else (head + chunk)[:HEAD]
        digest.update(chunk)
        await asyncio.to_thread(file.write, chunk)
    if size == 0:
        raise FileRefused(details=["Tệp không có nội dung."])
    await asyncio.to_thread(_flush, file)
    return size, digest.hexdigest(), head


def _flush(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _settle(coming: Path, final: Path) -> None:
    final.parent.mkdir(exist_ok=True)
    coming.replace(final)


def _check_packed(path: Path, name: str) -> None:
    """Refuse a packed file that does not contain what its name says."""
    wanted = part_within(name)
    if not wanted:
        return
    try:
        with zipfile.ZipFile(path) as packed:
            names = packed.namelist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise FileRefused(details=["Tệp bị hỏng, không mở được."]) from error
    if not any(one.startswith(wanted) for one in names):
        raise FileRefused(details=[f"Nội dung tệp không đúng với phần mở rộng của tên “{name}”."])


def require_kind(kind: str) -> None:
    """Refuse a kind of document nobody knows."""
    if kind not in catalogue().words.documents:
        raise FileRefused(details=[f"Không có loại tài liệu mang mã “{kind}”."])


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file is enclosed: with which dossier or draft, of which unit, as which kind of document."""

    dossier_id: UUID
    unit_id: str
    kind: str

    def row(self, name: str, caller: Identity) -> FileRow:
        """Return a row that only lacks its content."""
        return FileRow(
            file_id=uuid7(),
            dossier_id=self.dossier_id,
            unit_id=self.unit_id,
            kind=self.kind,
            name=name,
            added_by=caller.name,
            added_at=clock.now(),
        )


def enclose(session: AsyncSession, place: Place, stored: Stored, caller: Identity) -> FileRow:
    """Enclose a stored file with a dossier or a draft."""
    row = place.row(stored.name, caller)
    row.media_type, row.size, row.sha256 = stored.media_type, stored.size, stored.sha256
    row.state = FileState.QUARANTINED if settings().clamd else FileState.UNSCANNED
    session.add(row)
    _record(session, caller, "enclose_file", row)
    return row


def enclose_link(session: AsyncSession, place: Place, name: str, link: str, caller: Identity) -> FileRow:
    """Enclose a link instead of a file."""
    address = clean_link(link)
    row = place.row(plain(name) or address, caller)
    row.media_type, row.size, row.link, row.state = "text/uri-list", 0, address, FileState.UNSCANNED
    session.add(row)
    _record(session, caller, "enclose_link", row)
    return row


async def take_out(session: AsyncSession, row: FileRow, caller: Identity) -> None:
    """Take a file out again."""
    _record(session, caller, "take_file_out", row)
    await session.delete(row)


def _record(session: AsyncSession, caller: Identity, act: str, row: FileRow) -> None:
    """Write into the log which content was enclosed as what; its name may be a person's."""
    after = {"file": str(row.file_id), "kind": row.kind, "size": row.size, "sha256": row.sha256}
    audit.record(session, caller.user, act, "nomination", row.dossier_id, after=after)


async def file_of(session: AsyncSession, file_id: UUID) -> FileRow:
    """Return a file, or refuse."""
    row = await session.get(FileRow, file_id)
    if row is None:
        raise NotFound("Không tìm thấy tệp.")
    return row


def require_harmless(row: FileRow) -> None:
    """Refuse to hand out a file that waits for its scan, or did not pass it."""
    if row.state in {FileState.QUARANTINED, FileState.INFECTED}:
        raise FileWithheld

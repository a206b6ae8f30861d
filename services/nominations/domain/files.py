"""What an enclosed file may be: its kind by its first bytes, its name, its state."""

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from services.nominations.domain.texts import plain
from shared.errors import Refused

HEAD = 8
"""How many bytes tell what a file is."""

LONGEST_NAME = 200
_LONGEST_LINK = 2000

_OLE, _ZIP = bytes.fromhex("d0cf11e0a1b11ae1"), b"PK\x03\x04"

_KINDS: Mapping[str, tuple[str, tuple[bytes, ...], str]] = {
    ".pdf": ("application/pdf", (b"%PDF-",), ""),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (_ZIP,), "word/"),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (_ZIP,), "xl/"),
    ".odt": ("application/vnd.oasis.opendocument.text", (_ZIP,), "content.xml"),
    ".ods": ("application/vnd.oasis.opendocument.spreadsheet", (_ZIP,), "content.xml"),
    ".doc": ("application/msword", (_OLE,), ""),
    ".xls": ("application/vnd.ms-excel", (_OLE,), ""),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",), ""),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",), ""),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",), ""),
    ".tif": ("image/tiff", (b"II*\x00", b"MM\x00*"), ""),
    ".tiff": ("image/tiff", (b"II*\x00", b"MM\x00*"), ""),
    ".zip": ("application/zip", (_ZIP,), ""),
}
"""By extension: the media type, the first bytes, and what a packed file must contain."""


class FileState(StrEnum):
    """What is known of a file's harmlessness (tình trạng kiểm tra tệp)."""

    UNSCANNED = "unscanned"
    QUARANTINED = "quarantined"
    CLEAN = "clean"
    INFECTED = "infected"


FILE_LABELS: Mapping[str, str] = {
    FileState.UNSCANNED: "Chưa quét mã độc",
    FileState.QUARANTINED: "Đang chờ quét mã độc",
    FileState.CLEAN: "An toàn",
    FileState.INFECTED: "Có mã độc",
}


class FileRefused(Refused):
    """A file cannot be taken."""

    message = "Không nhận được tệp này."


class FileTooLarge(FileRefused):
    """A file is larger than allowed."""

    status = 413
    message = "Tệp quá lớn."


class LinkRefused(Refused):
    """A link is none."""

    message = "Liên kết phải bắt đầu bằng https:// hoặc http:// và có tên miền."


def clean_name(name: str) -> str:
    """Return a file's name without folders and characters that mislead; refuse one that is none."""
    last = PurePosixPath(plain(name).replace("\\", "/")).name
    kept = re.sub(r'[<>:"|?*\u202a-\u202e\u2066-\u2069]', "", last).strip(" .")
    if not kept or len(kept) > LONGEST_NAME:
        raise FileRefused(details=[f"Tên tệp phải có, không quá {LONGEST_NAME} ký tự."])
    return kept


def media_type_of(name: str, head: bytes) -> str:
    """Return what a file is, or refuse one whose first bytes are not what its name says."""
    known = _KINDS.get(PurePosixPath(name).suffix.lower())
    if known is None:
        allowed = ", ".join(sorted(_KINDS))
        raise FileRefused(details=[f"Chỉ nhận các loại tệp: {allowed}."])
    media_type, beginnings, _ = known
    if not head.startswith(beginnings):
        raise FileRefused(details=[f"Nội dung tệp không đúng với phần mở rộng của tên “{name}”."])
    return media_type


def part_within(name: str) -> str:
    """Return what the packed file *name* must contain to be what it says; empty where nothing is packed."""
    return _KINDS[PurePosixPath(name).suffix.lower()][2]


def clean_link(link: str) -> str:
    """Return a link, or refuse what is none."""
    found = plain(link)
    try:
        parts = urlsplit(found)
    except ValueError as error:
        raise LinkRefused from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or " " in found or len(found) > _LONGEST_LINK:
        raise LinkRefused
    return found

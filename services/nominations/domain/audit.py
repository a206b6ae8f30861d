"""The audit chain as pure values: one canonical text for each act, each hash holding the one before."""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

GENESIS = bytes(32)
"""What the first link holds in place of a link before it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as the chain covers it (một việc đã làm)."""

    audit_id: int
    at: datetime
    actor: str
    client: str
    act: str
    about: str
    about_id: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    ground: str


@dataclass(frozen=True, slots=True)
class Link:
    """One link: its place in the chain, the act it covers, and the hash of both with all before."""

    position: int
    audit_id: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain first fails to hold, and how."""

    position: int
    audit_id: int | None
    fault: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying found: how many links hold, the last hash, acts waiting for their link, and the first break."""

    links: int
    head: str
    waiting: int
    broken: Break | None = None


def canonical(entry: Entry) -> bytes:
    """Return the one text of *entry*: sorted keys, no spaces, UTF-8 composed, time in UTC to the microsecond."""
    value = {
        "about": entry.about,
        "about_id": entry.about_id,
        "act": entry.act,
        "actor": entry.actor,
        "after": entry.after,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "audit_id": entry.audit_id,
        "before": entry.before,
        "client": entry.client,
        "ground": entry.ground,
    }
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return unicodedata.normalize("NFC", text).encode()


def linked(previous: bytes, position: int, entry: Entry) -> bytes:
    """Return the hash of the link at *position* over *entry* and all before."""
    return sha256(previous + position.to_bytes(8, "big") + canonical(entry)).digest()


def sealed(entries: Iterable[Entry], *, after: Link | None) -> list[Link]:
    """Return the links that continue the chain after *after* with *entries*, in their order."""
    links: list[Link] = []
    for entry in entries:
        last = links[-1] if links else after
        position = last.position + 1 if last else 1
        links.append(Link(position, entry.audit_id, linked(last.hash if last else GENESIS, position, entry)))
    return links


def first_break(
    pairs: Iterable[tuple[Link, Entry | None]], *, after: Link | None = None
) -> tuple[Link | None, Break | None]:
    """Walk links with the acts they cover, in order of position; return the last that holds, and the first break.

    *after* is the link that holds before the first of them.
    """
    last = after
    for link, entry in pairs:
        if fault := _fault(last, link, entry):
            return last, Break(last.position + 1 if last else 1, link.audit_id, fault)
        last = link
    return last, None


def _fault(last: Link | None, link: Link, entry: Entry | None) -> str | None:
    due = last.position + 1 if last else 1
    if link.position != due:
        return f"mắt xích {due} bị mất"
    if entry is None:
        return f"bản ghi {link.audit_id} bị xóa"
    if linked(last.hash if last else GENESIS, due, entry) != link.hash:
        return f"bản ghi {link.audit_id} hoặc mắt xích của nó bị sửa"
    return None

"""The grounds on which an award is cancelled, as data: each with its citation, its dates and its status."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import Field

from services.nominations.rules.cited import CONFIRMED, Cited, Instrument, cite
from services.nominations.rules.loading import Document, Strict

FILE = Path(__file__).parent / "data" / "revocation.yml"


class Reason(Cited):
    """One ground (căn cứ hủy bỏ) of the law that was in force when the award was decided."""

    code: str
    name: str


class Reasons(Strict):
    """Every ground of every law."""

    instruments: dict[str, Instrument]
    sources: dict[str, str]
    grounds: tuple[Reason, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground as people read it."""

    code: str
    name: str
    citation: str
    is_confirmed: bool


@cache
def _reasons() -> Reasons:
    document = Document(FILE)
    found = document.read(Reasons)
    document.complain(
        (("grounds", at), "không có văn bản hoặc nguồn này")
        for at, one in enumerate(found.grounds)
        if one.citation.instrument not in found.instruments or one.source not in found.sources
    )
    return found


def grounds_on(decided_on: date) -> tuple[Ground, ...]:
    """Return the grounds on which an award decided on *decided_on* may be cancelled."""
    found = _reasons()
    return tuple(_read(one, found) for one in found.grounds if one.holds_on(decided_on))


def ground(code: str) -> Ground | None:
    """Return one ground by its code, whatever its dates."""
    found = _reasons()
    rows = (one for one in found.grounds if one.code == code)
    return next((_read(one, found) for one in rows), None)


def _read(row: Reason, found: Reasons) -> Ground:
    return Ground(row.code, row.name, cite(row.citation, found.instruments), row.status == CONFIRMED)

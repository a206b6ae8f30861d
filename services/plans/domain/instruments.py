"""The legal instruments plans rest on, read from `data/instruments.yml`."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from services.plans.domain.plans import Basis, Instrument, judged

FILE = Path(__file__).parent.parent / "data" / "instruments.yml"


class Entry(BaseModel):
    """An instrument as the file writes it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    cites: tuple[str, ...] = Field(min_length=1)
    in_force: date | None = None
    lapsed: date | None = None
    end_known: bool = True
    status: Literal["confirmed", "needs confirmation"]
    source: str = Field(min_length=1)

    def instrument(self) -> Instrument:
        """Return the instrument as the rules see it."""
        return Instrument(
            self.name, self.cites, self.in_force, self.lapsed, self.end_known, self.source, self.status == "confirmed"
        )


@cache
def known() -> tuple[Instrument, ...]:
    """Return every instrument of the file."""
    entries = TypeAdapter(tuple[Entry, ...]).validate_python(yaml.safe_load(FILE.read_text(encoding="utf-8")))
    return tuple(entry.instrument() for entry in entries)


def bases(citations: Iterable[str], issued_on: date) -> tuple[Basis, ...]:
    """Return each citation with whether it held on the day the plan was issued (tình trạng hiệu lực của căn cứ)."""
    return tuple(judged(text, _folded(text), issued_on, known()) for text in citations)


def _folded(text: str) -> str:
    """Return *text* in small letters, one space between words, marks composed."""
    return " ".join(normalize("NFC", text).lower().replace("tháng 0", "tháng ").split())

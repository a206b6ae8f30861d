"""What every row of the law has: where it is written, from when to when, and whether somebody confirmed it."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from services.nominations.rules.loading import Strict

Status = Literal["confirmed", "needs confirmation"]
CONFIRMED: Status = "confirmed"
NEEDS_CONFIRMATION: Status = "needs confirmation"


class Dated(Strict):
    """Something that is in force between two dates, both included; open where a date is not given."""

    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, on: date) -> bool:
        """Return whether it is in force on *on*."""
        return (self.valid_from or date.min) <= on <= (self.valid_to or date.max)


class Instrument(Dated):
    """A law, decree or circular (văn bản quy phạm pháp luật)."""

    name: str
    issued_on: date | None = None
    partly: bool = False  # in force during a part of the ruleset's time only


class Citation(Strict):
    """Where a rule is written (căn cứ): an instrument, and the place in it."""

    instrument: str
    at: str = ""
    also: "tuple[Citation, ...]" = ()  # the same rule in another text


class Cited(Dated):
    """A row of the law: where it is written, where we read it, and whether somebody confirmed it."""

    citation: Citation
    source: str
    status: Status


def cite(citation: Citation, instruments: Mapping[str, Instrument]) -> str:
    """Return the place, then the instrument: điểm, khoản, Điều, văn bản; where there are several, the first first."""
    own = f"{citation.at} {instruments[citation.instrument].name}".strip()
    return "; ".join((own, *(cite(other, instruments) for other in citation.also)))

"""What share of a council must agree, and how many must take part, as the loaded rules say it."""

from dataclasses import dataclass
from datetime import date

from services.nominations.domain.councils import Quorum
from services.nominations.rules import Ruleset, catalogue
from services.nominations.rules.ruleset import CONFIRMED


@dataclass(frozen=True, slots=True)
class Share:
    """A share of all members in percent, where it is written, and whether somebody confirmed it."""

    percent: int
    basis: str
    is_confirmed: bool


def share_of(award: str, mode: str, ruleset: str | None, on: date) -> Share | None:
    """Return the share that passes *award* under *ruleset*, by default the one in force on *on*."""
    chosen = _ruleset(ruleset, on)
    rows = () if chosen is None else chosen.thresholds
    fitting = [
        row
        for row in rows
        if row.holds_on(on)
        and (not row.awards or award in row.awards)
        and (not row.modes or mode in row.modes)
        and row.percent > 0
    ]
    if chosen is None or not fitting:
        return None
    # A row that names the award goes before one for all of them.
    found = max(fitting, key=lambda row: (award in row.awards, mode in row.modes))
    return Share(found.percent, f"{found.required} ({chosen.cite(found.citation)})", found.status == CONFIRMED)


def quorum_on(on: date) -> tuple[Quorum, str] | None:
    """Return the share of members who must take part and where it is written; None where no confirmed rule says it."""
    chosen = _ruleset(None, on)
    quorum = chosen.quorum if chosen else None
    if chosen is None or quorum is None or quorum.status != CONFIRMED:
        return None
    return Quorum(quorum.parts, quorum.of), chosen.cite(quorum.citation)


def _ruleset(code: str | None, on: date) -> Ruleset | None:
    rules = catalogue()
    return next((one for one in rules.rulesets if one.code == code), None) or rules.ruleset_on(on)

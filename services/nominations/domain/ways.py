"""What the rules ask for between appraisal and decision, and what may be skipped."""

from collections.abc import Iterable
from datetime import date

from services.nominations.domain.states import Need

SIMPLIFIED_MODES = frozenset({"sudden"})
"""Modes of the simplified procedure (thủ tục đơn giản): Luật Thi đua, Khen thưởng 2003 and 2022, both Điều 85."""

CONSULTATION = "consultation"
"""The step of the law's lines on how long the people are asked."""


def asked_by(ruleset: object, award: object, mode: str, on: date, *, is_consulted: bool = False) -> frozenset[Need]:
    """Return what *ruleset* asks for on *on* before *award* is decided and has not been done.

    The people are asked where a line on the time of the consultation speaks of the award. The council is asked where a
    line sets a share of its votes for the award by name, or wants the ballot to be secret; a line that only says how
    votes count, if a council votes at all, asks for none.
    """
    lines = (line for line in getattr(ruleset, "limits", ()) if getattr(line, "step", "") == CONSULTATION)
    asks_people = not is_consulted and any(speaks(line, award, mode, on) for line in lines)
    shares = (line for line in getattr(ruleset, "thresholds", ()) if _is_asked_for(line))
    asks_council = any(speaks(line, award, mode, on) for line in shares)
    asked = {Need.CONSULTATION: asks_people, Need.COUNCIL: asks_council}
    return frozenset(need for need, is_asked in asked.items() if is_asked)


def _is_asked_for(share: object) -> bool:
    is_named, is_secret = bool(getattr(share, "awards", ())), bool(getattr(share, "is_secret", False))
    return getattr(share, "percent", 0) > 0 and (is_named or is_secret)


def is_simplified(mode: str) -> bool:
    """Return whether a dossier of *mode* takes the simplified procedure."""
    return mode in SIMPLIFIED_MODES


def speaks(line: object, award: object, mode: str, on: date) -> bool:
    """Return whether a line of the law speaks of such a dossier on that day."""
    named = {"awards": getattr(award, "code", ""), "levels": getattr(award, "level", ""), "modes": mode}
    holds_on = getattr(line, "holds_on", None)
    is_in_force = holds_on is None or holds_on(on)
    return is_in_force and all(among_or_any(line, name, value) for name, value in named.items())


def among_or_any(line: object, name: str, value: str) -> bool:
    """Return whether a line names *value*, or names nothing and so means any."""
    among: Iterable[str] = getattr(line, name, ())
    return not among or value in among

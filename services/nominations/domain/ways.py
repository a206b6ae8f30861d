"""What an award's rules ask for between appraisal and decision, and what may be skipped."""

from services.nominations.domain.states import Need

SIMPLIFIED_MODES = frozenset({"sudden"})
"""Modes of the simplified procedure (thủ tục đơn giản): Luật Thi đua, Khen thưởng 2003 and 2022, both Điều 85."""


def asked_by(award: object, *, is_consulted: bool = False) -> frozenset[Need]:
    """Return what *award*, as its ruleset writes it, asks for and has not been done.

    An award whose entry does not speak of a need does not ask for it.
    """
    asked = {need for need in Need if getattr(award, need.value, None)}
    return frozenset(asked - {Need.CONSULTATION} if is_consulted else asked)


def is_simplified(award: object, mode: str) -> bool:
    """Return whether a dossier of *mode* takes the simplified procedure."""
    return mode in getattr(award, "simplified_modes", SIMPLIFIED_MODES)

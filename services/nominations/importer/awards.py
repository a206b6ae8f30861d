"""Awards as people write them: in full, in short, with and without diacritics, sĩ or sỹ."""

from collections.abc import Iterator
from functools import cache

from services.nominations.rules import catalogue
from shared.spelling import squeeze

_SHORT = (
    ("chiensithidua", "cstd"),
    ("laodongtientien", "ldtt"),
    ("laodongxuatsac", "ldxs"),
    ("tapthelaodong", "ttld"),
    ("uibannhandan", "ubnd"),
    ("bangkhen", "bk"),
    ("giaikhen", "gk"),
    ("huanchuonglaodong", "hcld"),
    ("thutuongchinhphu", "ttg"),
    ("thutuong", "ttg"),
    ("chinhphu", "cp"),
    ("cothidua", "co"),
    ("chutich", ""),
    ("danhhieu", ""),
    ("tapthe", "tt"),
    ("capcoso", "cs"),
    ("coso", "cs"),
    ("captinh", "tinh"),
    ("toanquoc", "tq"),
    ("thanhpho", "tinh"),
    ("cua", ""),
    ("hang", ""),
)
"""How long words are shortened, after folding; longer ones first."""


def award_of(written: str) -> str | None:
    """Return the code of the award a person wrote, or None where nothing or more than one is meant."""
    return _known().get(squeeze(written)) or _shortened().get(_short(squeeze(written)))


@cache
def _known() -> dict[str, str]:
    return _only_one((squeeze(name), code) for code, name in _names())


@cache
def _shortened() -> dict[str, str]:
    return _only_one((_short(squeeze(name)), code) for code, name in _names())


def _names() -> Iterator[tuple[str, str]]:
    rules = catalogue()
    for award in rules.awards:
        yield award.code, award.code
        yield award.code, award.name
    for code, names in getattr(rules.words, "aliases", {}).items():
        yield from ((code, name) for name in names)


def _only_one(pairs: Iterator[tuple[str, str]]) -> dict[str, str]:
    """Return what each spelling stands for, without those that stand for several awards."""
    found: dict[str, set[str]] = {}
    for spelling, code in pairs:
        found.setdefault(spelling, set()).add(code)
    return {spelling: next(iter(codes)) for spelling, codes in found.items() if len(codes) == 1 and spelling}


def _short(squeezed: str) -> str:
    for long, short in _SHORT:
        squeezed = squeezed.replace(long, short)
    return squeezed

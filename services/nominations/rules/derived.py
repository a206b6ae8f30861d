"""Works a fact out from a subject's record: one small pure function per way, by the name a file calls it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.nominations.rules.record import MERIT, Held, Record

RATINGS = ("KHTNV", "HTNV", "HTTNV", "HTXSNV")
"""The ratings from the lowest to the highest."""

LEVELS = ("grassroots", "province", "nation")
"""The levels at which an initiative is recognised, from the lowest."""


@dataclass(frozen=True, slots=True)
class Question:
    """For which award, which year and on which day a record is looked at; the period is counted in years."""

    award: str
    year: int
    mode: str
    on: date
    period_years: int = 1
    lower_class: str = ""  # the class of the same order that comes before
    rivals: frozenset[str] = frozenset()  # the forms of the state level
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def from_year(self) -> int:
        """Return the first year of the achievement."""
        return self.year - self.period_years + 1

    def named(self, held: Held) -> str:
        """Return an award of the past as people write it."""
        return f"{self.names.get(held.award, held.award)} năm {held.year}"


Derive = Callable[..., Any]
DERIVATIONS: dict[str, Derive] = {}
"""Every way to work a fact out; None where the record does not say."""


def derivation(way: Derive) -> Derive:
    """Register *way* under its name."""
    DERIVATIONS[way.__name__] = way
    return way


def _counted(record: Record, codes: tuple[str, ...]) -> list[Held] | None:
    """Return the awards that count towards another: by merit only (không tính đợt, chuyên đề, đột xuất)."""
    known = [record.awards[code] for code in codes if code in record.awards]
    return [one for held in known for one in held if one.mode == MERIT] if known else None


@derivation
def award_years(record: Record, asked: Question, *, awards: tuple[str, ...]) -> tuple[int, ...] | None:
    """Return the achievement years of *awards* up to the year asked for."""
    held = _counted(record, awards)
    return None if held is None else tuple(sorted({one.last_year for one in held if one.last_year <= asked.year}))


@derivation
def earlier_award_years(record: Record, asked: Question, *, awards: tuple[str, ...]) -> tuple[int, ...] | None:
    """Return the years of *awards* before the achievement that is put forward began."""
    years = award_years(record, asked, awards=awards)
    return None if years is None else tuple(year for year in years if year < asked.from_year)


@derivation
def first_award_year(record: Record, asked: Question, *, awards: tuple[str, ...]) -> int | None:
    """Return the year of the first of *awards*; 0 where it is known that there is none."""
    years = award_years(record, asked, awards=awards)
    return None if years is None else min(years, default=0)


@derivation
def award_count(record: Record, asked: Question, *, awards: tuple[str, ...], years: int) -> int | None:
    """Return how often *awards* were won in the last *years* years."""
    won = award_years(record, asked, awards=awards)
    return None if won is None else sum(asked.year - years < year for year in won)


@derivation
def decided_year(record: Record, asked: Question, *, awards: tuple[str, ...]) -> int | None:
    """Return the year in which the latest of *awards* was decided; 0 where that day is not known."""
    held = _counted(record, awards)
    latest = max(held or (), key=lambda one: one.last_year, default=None)
    del asked
    if latest is None:
        return None
    return latest.decided_on.year if latest.decided_on else 0


@derivation
def rewarded_years(record: Record, asked: Question) -> tuple[int, ...]:
    """Return the last years of the periods already rewarded in this mode, by the award itself or its rivals."""
    codes = asked.rivals if asked.award in asked.rivals else (asked.award,)
    held = (one for code in codes for one in record.awards.get(code, ()))
    return tuple(sorted(one.last_year for one in held if one.mode == asked.mode))


@derivation
def rating_of_year(record: Record, asked: Question) -> str | None:
    """Return the rating of the year asked for."""
    found = record.ratings.get(asked.year)
    return found.rating if found else None


@derivation
def rated_years(
    record: Record, asked: Question, *, at_least: str, years: int, titles: tuple[str, ...] = ()
) -> tuple[int, ...] | None:
    """Return the years with a rating of *at_least* or one of *titles*; None while a year of the period is unproven."""
    low = RATINGS.index(at_least)
    good = {year for year, one in record.ratings.items() if RATINGS.index(one.rating) >= low}
    good |= set(award_years(record, asked, awards=titles) or ()) if titles else set()
    wanted = set(range(asked.year - years + 1, asked.year + 1))
    failed = {year for year in wanted & record.ratings.keys() if year not in good}
    return None if wanted - good - failed and not failed else tuple(sorted(good))


@derivation
def rated_count(record: Record, asked: Question, *, at_least: str, years: int, enough: int) -> int | None:
    """Return in how many of the last *years* years the rating was *at_least*; None while unproven years decide."""
    low = RATINGS.index(at_least)
    wanted = range(asked.year - years + 1, asked.year + 1)
    known = [record.ratings[year].rating for year in wanted if year in record.ratings]
    found = sum(RATINGS.index(rating) >= low for rating in known)
    return found if found >= enough or len(known) == years else None


@derivation
def initiative_count(record: Record, asked: Question, *, level: str, years: int) -> int | None:
    """Return how many initiatives were recognised at *level* or higher in the last *years* years."""
    if record.initiatives is None:
        return None
    low = LEVELS.index(level)
    return sum(
        one.count
        for one in record.initiatives
        if LEVELS.index(one.level) >= low and asked.year - years < one.year <= asked.year
    )


@derivation
def stated(record: Record, asked: Question, *, name: str, default: Any) -> Any:
    """Return what is stated under *name*, or *default* where nothing is."""
    del asked
    return record.facts.get(name, default)


@derivation
def heaviest_discipline(record: Record, asked: Question, *, scale: tuple[str, ...]) -> str:
    """Return the heaviest measure decided or carried out in the year asked for; the lightest word means none."""
    kinds = [one.kind for one in record.disciplines if one.touches(asked.year)]
    return max(kinds, key=scale.index, default=scale[0])


@derivation
def disciplined_members(record: Record, asked: Question, *, from_kind: str, scale: tuple[str, ...]) -> int:
    """Return how many measures of *from_kind* or heavier are known of the year asked for."""
    low = scale.index(from_kind)
    return sum(one.touches(asked.year) and scale.index(one.kind) >= low for one in record.disciplines)


@derivation
def disciplines_over(record: Record, asked: Question) -> tuple[tuple[str, str], ...]:
    """Return each measure with the day it was over; a day still open is empty."""
    return tuple(
        (one.kind, _day(one.ended_on) if _is_over(one.ended_on, asked.on) else "") for one in record.disciplines
    )


def _is_over(ended_on: date | None, on: date) -> bool:
    return ended_on is not None and ended_on <= on


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""


@derivation
def first_year(record: Record, asked: Question) -> int:
    """Return the first year of the achievement that is put forward."""
    del record
    return asked.from_year


@derivation
def received(record: Record, asked: Question) -> str:
    """Return the day on which the complete dossier was received."""
    del record
    return asked.on.isoformat()


@derivation
def stream(record: Record, asked: Question) -> str:
    """Return the stream of the dossier: general, or education with its school years."""
    del asked
    return record.stream


@derivation
def uncounted(record: Record, asked: Question) -> tuple[str, ...]:
    """Return what was won in a movement or for a sudden deed: it is no condition of an award by merit."""
    if asked.mode != MERIT:
        return ()
    return tuple(
        asked.named(one) for held in record.awards.values() for one in held if one.mode in {"thematic", "sudden"}
    )


@derivation
def same_achievement(record: Record, asked: Question) -> tuple[str, ...]:
    """Return what already rewards the achievement that is put forward, or this award's own year."""
    named = record.facts.get("achievement", "")
    return tuple(
        asked.named(one)
        for held in record.awards.values()
        for one in held
        if (named and one.achievement == named)
        or (one.award == asked.award and one.mode == asked.mode == MERIT and one.last_year == asked.year)
    )


@derivation
def proposals_of_year(record: Record, asked: Question) -> tuple[str, ...]:
    """Return the other forms of the state level that were proposed for the subject in the same year."""
    return tuple(
        asked.names.get(code, code)
        for code, year, mode in record.facts.get("proposals", ())
        if year == asked.on.year and code != asked.award and code in asked.rivals and mode not in _APART
    )


@derivation
def lower_class_years(record: Record, asked: Question) -> tuple[int, ...] | None:
    """Return when the class below the one asked for was won; empty where there is no class below."""
    return award_years(record, asked, awards=(asked.lower_class,)) if asked.lower_class else ()


@derivation
def lower_class(record: Record, asked: Question) -> str:
    """Return the name of the class below the one asked for; empty where there is none."""
    del record
    return asked.names.get(asked.lower_class, "")


_APART = frozenset({"sudden", "dedication", "tenure"})

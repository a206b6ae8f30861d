"""What is known of a subject (lý lịch khen thưởng): awards, ratings, initiatives, discipline, what is put forward."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

MERIT = "merit"
SETTLED = "official"
GENERAL = "general"


@dataclass(frozen=True, slots=True)
class Held:
    """An award of the past, by its achievement year; the decision's day and the period where they are known."""

    award: str
    year: int
    mode: str = MERIT
    decided_on: date | None = None
    from_year: int | None = None
    to_year: int | None = None
    revoked_on: date | None = None
    achievement: str = ""

    @property
    def last_year(self) -> int:
        """Return the last year of the achievement it rewarded."""
        return self.to_year or self.year

    def stands_on(self, on: date) -> bool:
        """Return whether it had been decided, and not been revoked, by *on*."""
        decided = self.decided_on <= on if self.decided_on else self.year <= on.year
        return decided and (self.revoked_on is None or self.revoked_on > on)


@dataclass(frozen=True, slots=True)
class Initiative:
    """Initiatives, topics or works recognised at a level in a year (sáng kiến, đề tài)."""

    year: int
    level: str  # grassroots, province, nation
    count: int = 1
    recognised_on: date | None = None

    def stands_on(self, on: date) -> bool:
        """Return whether it had been recognised by *on*."""
        return self.recognised_on <= on if self.recognised_on else self.year <= on.year


@dataclass(frozen=True, slots=True)
class Discipline:
    """A disciplinary measure (kỷ luật): in which year, and until when it was carried out."""

    kind: str
    year: int
    decided_on: date | None = None
    ended_on: date | None = None

    def stands_on(self, on: date) -> bool:
        """Return whether it had been decided by *on*."""
        return self.decided_on <= on if self.decided_on else self.year <= on.year

    def touches(self, year: int) -> bool:
        """Return whether it was decided or still carried out in *year*."""
        return self.year <= year <= (self.ended_on.year if self.ended_on else self.year)


@dataclass(frozen=True, slots=True)
class Rating:
    """How a year's tasks were completed, and since when that is known."""

    rating: str
    rated_on: date | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """Everything the rules ask of a subject.

    `awards` has a key for every award whose decisions are known; one that is absent was not proven either way.
    `facts` are what else is stated, by the names of the vocabulary; `verdicts` what a person decided on a rule.
    """

    subject_kind: str = "individual"
    group: str = SETTLED
    stream: str = GENERAL
    awards: Mapping[str, tuple[Held, ...]] = field(default_factory=dict)
    ratings: Mapping[int, Rating] = field(default_factory=dict)
    initiatives: tuple[Initiative, ...] | None = None
    disciplines: tuple[Discipline, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    documents: frozenset[str] | None = None
    verdicts: Mapping[str, bool] = field(default_factory=dict)

    def as_of(self, on: date) -> "Record":
        """Return what was known by *on*; the same question about last year's date gets last year's answer."""
        return replace(
            self,
            awards={code: standing(held, on) for code, held in self.awards.items()},
            ratings={year: one for year, one in self.ratings.items() if _is_rated(year, one, on)},
            initiatives=None if self.initiatives is None else standing(self.initiatives, on),
            disciplines=standing(self.disciplines, on),
        )


def _is_rated(year: int, one: Rating, on: date) -> bool:
    return one.rated_on <= on if one.rated_on else year <= on.year


def standing(kept: Iterable[Any], on: date) -> tuple[Any, ...]:
    """Return those of *kept* that stand on *on*."""
    return tuple(one for one in kept if one.stands_on(on))

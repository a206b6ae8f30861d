"""The dossiers of the year: whom units put forward, for what, and what each dossier lacks at first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from deploy.seed.chance import choice, number, share

DESK_DAYS = tuple(
    date(2023, month, day)
    for month, day in (
        *((2, 17), (3, 3), (3, 17), (3, 27), (4, 17), (5, 8), (6, 12), (6, 26)),
        *((7, 24), (8, 21), (9, 18), (10, 9), (10, 30), (11, 20), (12, 11), (12, 22)),
    )
)
"""The days on which dossiers are submitted, received, appraised and decided."""

BUSY = {(2, 17): 3, (3, 3): 5, (3, 17): 5, (3, 27): 4, (9, 18): 3, (11, 20): 2, (12, 22): 0.3}
"""How many times the usual number comes on a day: the year's results first, then the schools."""


class Plot(StrEnum):
    """What a dossier will meet."""

    COMPLETE = "complete"
    LACKS_DOCUMENT = "lacks_document"
    LACKS_PROOF = "lacks_proof"
    BELOW = "below"
    WITHDRAWN = "withdrawn"


PLOTS = {Plot.COMPLETE: 60, Plot.LACKS_DOCUMENT: 15, Plot.LACKS_PROOF: 7, Plot.BELOW: 14, Plot.WITHDRAWN: 4}
"""How many dossiers of a hundred meet what."""


class Turn(StrEnum):
    """What else befalls a dossier on its way."""

    STRAIGHT = "straight"
    RECALLED = "recalled"
    ASKED_ABOUT = "asked_about"
    CORRECTED = "corrected"
    HELD = "held"
    WEAK = "weak"  # complete, but it does not convince the council


@dataclass(frozen=True, slots=True)
class Sender:
    """A unit as the dossiers need it: its id and its name."""

    unit_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """What a unit submits on a day, and what it really has to show."""

    unit_id: str
    on: date
    award: str
    year: int
    mode: str
    subject_kind: str
    subject_name: str
    facts: Mapping[str, Any]
    documents: tuple[str, ...]
    plot: Plot
    turn: Turn = Turn.STRAIGHT

    @property
    def title(self) -> tuple[str, str]:
        """Return what a person finds the dossier by: the unit and whom it is about."""
        return self.unit_id, self.subject_name

    def as_submitted(self) -> "Dossier":
        """Return the dossier as it first comes, with what its plot takes away."""
        return _FLAWS.get(self.plot, _nothing)(self)

    def content(self) -> dict[str, Any]:
        """Return the fields of a submission, whichever way it goes."""
        names = ("award", "year", "mode", "subject_kind", "subject_name", "documents")
        return {name: getattr(self, name) for name in names} | {"facts": dict(self.facts)}


def dossiers(units: Sequence[Sender], count: int) -> Sequence[Dossier]:
    """Return *count* dossiers of *units* in the order of days."""
    return sorted((_dossier(units, which) for which in range(count)), key=lambda dossier: (dossier.on, dossier.title))


def _dossier(units: Sequence[Sender], which: int) -> Dossier:
    unit = units[which % len(units)]
    on = choice({day: BUSY.get((day.month, day.day), 1) for day in DESK_DAYS}, "day", which)
    write = choice({_collective: 70, _individual: 22, _hero: 8}, "award", which)
    # The first half of the year looks back; the second half judges the school year and the year itself.
    year = on.year if on.month > 6 else on.year - 1  # noqa: PLR2004 - a half-year
    return replace(write(unit, which, year), on=on, plot=choice(PLOTS, "plot", which))


def _collective(unit: Sender, which: int, year: int) -> Dossier:
    """Write a dossier for Tập thể lao động xuất sắc."""
    heads = 9 + number(60, "heads", which)
    pays_taxes = share("taxes", which) < 0.2  # noqa: PLR2004 - one in five
    facts = {
        "rating": "HTXSNV",
        "duties_fulfilled": True,
        "has_budget_duty": pays_taxes,
        "movement_effective": True,
        "headcount": heads,
        "completed_count": heads,
        "advanced_count": heads - number(heads // 4, "advanced", which),
        "grassroots_fighters": 1 + number(4, "fighters", which),
        "disciplined_count": 0,
        "united": True,
    }
    documents = ("TO_TRINH", "BAO_CAO_THANH_TICH", "BIEN_BAN_HOP", *(("XAC_NHAN_THUE",) if pays_taxes else ()))
    name = f"{PARTS[(which // len(PARTS) + which) % len(PARTS)]}, {unit.name}"
    return _draft(unit, "TTLDXS", year, "merit", "collective", name, facts, documents)


def _individual(unit: Sender, which: int, year: int) -> Dossier:
    """Write a dossier for Bằng khen của Thủ tướng Chính phủ by merit."""
    facts = {
        "provincial_commendation_year": year - 5 - number(3, "commended", which),
        "excellent_years": list(range(year - 4, year + 1)),
        "initiatives": 5 + number(3, "initiatives", which),
    }
    documents = ("TO_TRINH", "BAO_CAO_THANH_TICH", "BIEN_BAN_HOP", "QD_SANG_KIEN", "QD_KHEN_TRUOC")
    return _draft(unit, "BK_TTG", year, "merit", "individual", name_of(which), facts, documents)


def _hero(unit: Sender, which: int, year: int) -> Dossier:
    """Write a dossier for Bằng khen của Thủ tướng Chính phủ for a sudden deed (đột xuất)."""
    facts = {"influence": "Cứu người bị nạn, được nhân dân trong tỉnh ghi nhận."}
    return _draft(unit, "BK_TTG", year, "sudden", "individual", name_of(which), facts, ("TO_TRINH", "BAO_CAO_TOM_TAT"))


def _draft(  # noqa: PLR0913, PLR0917 - a dossier is put together once, here
    unit: Sender,
    award: str,
    year: int,
    mode: str,
    kind: str,
    name: str,
    facts: Mapping[str, Any],
    documents: tuple[str, ...],
) -> Dossier:
    return Dossier(unit.unit_id, date.max, award, year, mode, kind, name, facts, documents, Plot.COMPLETE)


def _nothing(dossier: Dossier) -> Dossier:
    return dossier


def _without_document(dossier: Dossier) -> Dossier:
    return replace(dossier, documents=dossier.documents[:1])


def _without_proof(dossier: Dossier) -> Dossier:
    hidden = list(dossier.facts)[-1]
    return replace(dossier, facts={name: value for name, value in dossier.facts.items() if name != hidden})


def _below(dossier: Dossier) -> Dossier:
    worse = {name: value for name, value in _WORSE.items() if name in dossier.facts}
    return replace(dossier, facts={**dossier.facts, **worse})


_WORSE: Mapping[str, Any] = {"advanced_count": 3, "grassroots_fighters": 0, "initiatives": 2}
_FLAWS: Mapping[Plot, Callable[[Dossier], Dossier]] = {
    Plot.LACKS_DOCUMENT: _without_document,
    Plot.LACKS_PROOF: _without_proof,
    Plot.BELOW: _below,
}

PARTS = (
    "Văn phòng",
    "Phòng Tổ chức - Hành chính",
    "Phòng Kế hoạch - Tài chính",
    "Phòng Nghiệp vụ",
    "Phòng Tổng hợp",
    "Thanh tra",
    "Bộ phận Một cửa",
    "Tổ Công nghệ thông tin",
    "Ban Quản lý dự án",
    "Trung tâm Dịch vụ công",
    "Tổ Tuyên truyền",
)
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương")
MIDDLE = ("Minh", "Thanh", "Ngọc", "Quốc", "Hữu", "Thu", "Hoài", "Xuân")
GIVEN = ("An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Hòa", "Khánh", "Lan", "Mai", "Nam", "Phúc", "Sơn", "Tâm", "Yến")


def name_of(which: int) -> str:
    """Return the name of somebody who does not exist; no two of the first 1 560 are alike."""
    rest, given = divmod(which * 7, len(GIVEN))
    family, middle = which % len(FAMILY), rest % len(MIDDLE)
    return f"{FAMILY[family]} {MIDDLE[middle]} {GIVEN[given]}"

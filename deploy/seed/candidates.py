"""The dossiers that need more than the desk: the council, the people's opinion, the centre, or a decision's list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from deploy.seed.dossiers import Dossier, Plot, Sender, Turn, name_of

_PAPERS = ("TO_TRINH", "BAO_CAO_THANH_TICH", "BIEN_BAN_HOP")
_NAMED_FROM = 700
"""Where names begin that no other dossier of the year bears."""


@dataclass(frozen=True, slots=True)
class Group:
    """Some candidates for one award on one day, and the turn that each of the first takes."""

    award: str
    on: date
    count: int
    year: int
    facts: Mapping[str, Any]
    documents: tuple[str, ...]
    turns: tuple[Turn, ...] = ()
    mode: str = "merit"


GROUPS = (
    Group(
        "CSTD_TQ",
        date(2023, 2, 17),
        3,
        2022,
        {"province_fighter_years": [2019, 2022], "outstanding": True, "nation_initiatives": 1},
        (*_PAPERS, "KET_QUA_BO_PHIEU", "QD_SANG_KIEN", "KET_QUA_LAY_Y_KIEN_ND"),
    ),
    Group(
        "CSTD_TINH",
        date(2023, 3, 3),
        10,
        2022,
        {"fighter_years": [2020, 2021, 2022], "outstanding": True, "province_initiatives": 2},
        (*_PAPERS, "KET_QUA_BO_PHIEU", "QD_SANG_KIEN"),
        (Turn.STRAIGHT, Turn.RECALLED, Turn.ASKED_ABOUT, Turn.CORRECTED, Turn.HELD, Turn.WEAK, Turn.WEAK),
    ),
    Group(
        "HC_LD_3",
        date(2023, 3, 3),
        4,
        2022,
        {
            "government_commendation_year": 2017,
            "excellent_years": [2018, 2019, 2020, 2021, 2022],
            "province_initiatives_in_five": 3,
        },
        (*_PAPERS, "Y_KIEN_CAP_UY", "KET_QUA_LAY_Y_KIEN_ND"),
    ),
    Group(
        "BK_TINH",
        date(2023, 5, 8),
        3,
        2023,
        {"contribution": "Dũng cảm cứu người bị đuối nước."},
        ("TO_TRINH", "BAO_CAO_TOM_TAT"),
        mode="sudden",
    ),
    Group(
        "CSTD_TINH",
        date(2023, 10, 9),
        6,
        2023,
        {"fighter_years": [2021, 2022, 2023], "outstanding": True, "province_initiatives": 1},
        (*_PAPERS, "KET_QUA_BO_PHIEU", "QD_SANG_KIEN"),
        (Turn.STRAIGHT, Turn.STRAIGHT, Turn.WEAK),
    ),
)
"""Whom units put forward beside the year's many; the second group of the council's is of the schools."""


def candidates(units: Sequence[Sender]) -> Sequence[Dossier]:
    """Return the candidates of *units*, which write into the register themselves."""
    return list(_all(units))


def _all(units: Sequence[Sender]) -> Iterable[Dossier]:
    which = 0
    for group in GROUPS:
        for number in range(group.count):
            turn = group.turns[number] if number < len(group.turns) else Turn.STRAIGHT
            yield _candidate(group, units[(which * 7) % len(units)], name_of(_NAMED_FROM + which), turn)
            which += 1


def _candidate(group: Group, unit: Sender, name: str, turn: Turn) -> Dossier:
    return Dossier(
        unit_id=unit.unit_id,
        on=group.on,
        award=group.award,
        year=group.year,
        mode=group.mode,
        subject_kind="individual",
        subject_name=name,
        facts=group.facts,
        documents=group.documents,
        plot=Plot.COMPLETE,
        turn=turn,
    )

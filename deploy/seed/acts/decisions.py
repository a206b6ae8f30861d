"""Decisions over lists, the money they cost, and the ceremony at which awards are handed over."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from deploy.seed.chance import choice
from deploy.seed.desk import Desk
from deploy.seed.people import APPRAISER, LEADER, People
from deploy.seed.scenes import Scene

GRANTED_ON, GRANTED = date(2023, 1, 9), 3_000_000_000
PAYER = "province_chair"

PREPARED_ON, HANDED_OVER_ON = date(2023, 5, 8), date(2023, 5, 18)
HONOURED = ("CO_TINH", "CSTD_TINH", "BK_TINH")

RECEIPTS = {"in_person": 85, "representative": 15}
"""How many of a hundred take their award themselves."""


@dataclass(frozen=True, slots=True)
class ListOf:
    """A decision over a list: for which awards, drafted and signed when, of dossiers in which state."""

    title: str
    awards: tuple[str, ...]
    state: str
    drafted_on: date
    signed_on: date


LISTS = (
    ListOf(
        "Tặng Cờ thi đua, Bằng khen cho các tập thể dẫn đầu cụm, khối thi đua năm 2022",
        ("CO_TINH", "BK_TINH"),
        "eligible",
        date(2023, 3, 17),
        date(2023, 3, 27),
    ),
    ListOf(
        "Tặng danh hiệu Chiến sĩ thi đua cấp tỉnh năm 2022",
        ("CSTD_TINH",),
        "before_chair",
        date(2023, 4, 17),
        date(2023, 4, 17),
    ),
    ListOf(
        "Tặng Bằng khen cho các cá nhân có thành tích đột xuất",
        ("BK_TINH",),
        "eligible",
        date(2023, 6, 12),
        date(2023, 6, 12),
    ),
    ListOf(
        "Tặng danh hiệu Chiến sĩ thi đua cấp tỉnh ngành Giáo dục và Đào tạo",
        ("CSTD_TINH",),
        "before_chair",
        date(2023, 12, 11),
        date(2023, 12, 11),
    ),
)


class Decisions:
    """The office drafts and hands over, the leadership signs."""

    def __init__(self, people: People, desk: Desk) -> None:
        self._people = people
        self._desk = desk
        self._drafted: dict[ListOf, str] = {}
        self._ceremony: dict[str, Any] = {}

    def scenes(self) -> Iterable[Scene]:
        """Return the scenes of lists, money and the ceremony."""
        yield Scene(GRANTED_ON, self._grant)
        for one in LISTS:
            yield Scene(one.drafted_on, partial(self._draft, one))
            yield Scene(one.signed_on, partial(self._sign, one), is_late=True)
        yield Scene(PREPARED_ON, self._prepare, is_late=True)
        yield Scene(HANDED_OVER_ON, self._hand_over, is_late=True)

    async def _grant(self) -> None:
        await self._move_money({"kind": "granted", "payer": PAYER, "amount": GRANTED, "happened_on": _iso(GRANTED_ON)})

    async def _draft(self, one: ListOf) -> None:
        """Put everybody on the list who waits for it, and put the list before the leadership."""
        found = [await self._waiting(award, one.state) for award in one.awards]
        cases = [case for cases in found for case in cases]
        draft = {"title": one.title, "proposer": "Sở Nội vụ", "nominations": [case["nomination_id"] for case in cases]}
        drafted = await self._ask("/decisions", draft)
        said = {"proposal_number": f"{one.drafted_on:%d%m}/TTr-SNV", "proposed_on": _iso(one.drafted_on)}
        await self._ask(f"/decisions/{drafted['decision_id']}/steps/propose", said)
        self._drafted[one] = drafted["decision_id"]

    async def _waiting(self, award: str, state: str) -> list[dict[str, Any]]:
        cases = await self._people.all(APPRAISER, "nominations", "/nominations", state=state, award=award)
        return sorted(cases, key=lambda case: (case["unit_id"], case["subject_name"]))

    async def _sign(self, one: ListOf) -> None:
        said = {"number": self._desk.number(), "signer": "Võ Tấn Đức", "signer_title": "Phó Chủ tịch"}
        said |= {"decided_on": _iso(one.signed_on), "reason": "Theo đề nghị của Sở Nội vụ."}
        await self._people.post(LEADER, "nominations", f"/decisions/{self._drafted[one]}/steps/sign", said)

    async def _prepare(self) -> None:
        """Prepare the ceremony for all who were told of their award, and pay what they are owed."""
        lines = [line for award in HONOURED for line in await self._register(award)]
        for line in lines:
            paid = {"kind": "paid", "award_id": line["award_id"], "amount": line["bonus"]}
            await self._move_money({**paid, "happened_on": _iso(PREPARED_ON)})
        draft = {
            "title": "Lễ trao tặng các phần thưởng cao quý năm 2023",
            "held_at": f"{_iso(HANDED_OVER_ON)}T08:00:00+07:00",
            "place": "Trung tâm Hội nghị tỉnh",
            "host": "Ủy ban nhân dân tỉnh",
            "awards": [line["award_id"] for line in lines],
        }
        self._ceremony = await self._ask("/ceremonies", draft)

    async def _hand_over(self) -> None:
        at = f"/ceremonies/{self._ceremony['ceremony_id']}"
        handovers = [_handed_over(one) for one in self._ceremony["honours"]]
        handovers[-1]["result"] = "absent"
        await self._ask(f"{at}/handovers", {"version": self._ceremony["version"], "handovers": handovers})
        await self._ask(f"{at}/steps/conclude", {})

    async def _register(self, award: str) -> list[dict[str, Any]]:
        found = await self._people.get(APPRAISER, "nominations", "/register", award=award, size=200)
        return sorted(found["items"], key=lambda line: int(line["book_number"]))

    async def _move_money(self, movement: Mapping[str, Any]) -> None:
        await self._ask("/fund/movements", movement)

    async def _ask(self, path: str, body: Mapping[str, Any]) -> Any:
        return await self._people.post(APPRAISER, "nominations", path, body)


def _handed_over(honour: Mapping[str, Any]) -> dict[str, Any]:
    result = choice(RECEIPTS, "receipt", honour["subject_name"])
    by = f"Đại diện {honour['unit_name']}" if result == "representative" else ""
    kept = {"award_id": honour["award_id"], "has_certificate": True, "has_gift": True}
    return {**kept, "result": result, "received_by": by}


def _iso(on: date) -> str:
    return on.isoformat()

"""Movements: one more is launched, units join, and two are reviewed as the plan asks."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from deploy.seed.chance import number, share
from deploy.seed.people import APPRAISER, LEADER, People, each, officer
from deploy.seed.scenes import Scene

LAUNCHED_ON, JOINED_ON = date(2023, 2, 10), date(2023, 3, 17)
REVIEWED = {date(2023, 8, 21): "vì người nghèo", date(2023, 11, 27): "nông thôn mới"}
"""Which movement is reviewed on which day, by words of its name."""

RESULTS_ON = date(2023, 12, 11)
JOINS = 0.08

NEW: dict[str, Any] = {
    "name": "Thi đua cải cách hành chính, nâng cao các chỉ số PAR INDEX, PCI, PAPI",
    "form": "thematic",
    "scope": "province",
    "starts_on": "2023-02-10",
    "ends_on": "2025-12-31",
    "criteria": ["Các chỉ số của tỉnh tăng hằng năm"],
    "indicators": ["PAR INDEX", "PCI", "PAPI"],
    "audience": "Cán bộ, công chức, viên chức",
}


class Movements:
    """The province's movements and the units that take part."""

    def __init__(self, people: People, plan_id: UUID, unit_ids: Sequence[str]) -> None:
        self._people = people
        self._plan_id = str(plan_id)
        self._joining = [one for one in unit_ids if share("joins", one) < JOINS] or list(unit_ids[:1])
        self._launched: dict[str, Any] = {}

    def scenes(self) -> Iterable[Scene]:
        """Return the movements' scenes."""
        yield Scene(LAUNCHED_ON, self._launch)
        yield Scene(JOINED_ON, self._join)
        for on, words in REVIEWED.items():
            yield Scene(on, partial(self._review, on, words))
        yield Scene(RESULTS_ON, self._measure)

    async def named(self, words: str) -> str:
        """Return the id of the movement that has *words* in its name."""
        known = await self._people.get(LEADER, "plans", "/movements", plan_id=self._plan_id)
        return next(str(one["movement_id"]) for one in known if words in one["name"])

    async def _launch(self) -> None:
        planned = await self._people.post(APPRAISER, "plans", "/movements", {**NEW, "plan_id": self._plan_id})
        document = {"document": "21/KH-UBND", "dated_on": LAUNCHED_ON.isoformat()}
        self._launched = await self._people.post(LEADER, "plans", f"{_at(planned)}/steps/launch", document)

    async def _join(self) -> None:
        await each(self._joining, self._join_one)

    async def _join_one(self, unit_id: str) -> None:
        body = {"content": "Rút ngắn thời gian giải quyết thủ tục hành chính.", "participants": number(200, unit_id)}
        await self._people.put(officer(unit_id), "plans", f"{_at(self._launched)}/participations/{unit_id}", body)

    async def _review(self, on: date, words: str) -> None:
        said = {"document": f"{on:%d%m}/BC-UBND", "dated_on": on.isoformat(), "summary": "Phong trào có sức lan tỏa."}
        path = f"/movements/{await self.named(words)}/steps/review"
        await self._people.post(APPRAISER, "plans", path, said)

    async def _measure(self) -> None:
        await each(self._joining, self._measure_one)

    async def _measure_one(self, unit_id: str) -> None:
        achieved = f"{80 + 15 * share('par', unit_id):.2f}"
        measures = [
            {"indicator": "PAR INDEX", "year": 2023, "target": "90", "achieved": achieved, "source": "Sở Nội vụ"}
        ]
        path = f"{_at(self._launched)}/participations/{unit_id}/result"
        await self._people.put(officer(unit_id), "plans", path, {"result": "Đạt", "measures": measures})


def _at(movement: dict[str, Any]) -> str:
    return f"/movements/{movement['movement_id']}"

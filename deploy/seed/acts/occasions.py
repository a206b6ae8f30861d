"""What is held: the year's review, a movement's review, a training; and an exemplar on its way to being followed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from deploy.seed.acts.movements import Movements
from deploy.seed.chance import number, share
from deploy.seed.people import APPRAISER, People, each, officer
from deploy.seed.scenes import Scene

ANSWERS = 0.2
"""The share of invited units that say how many will come."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """One thing that is held: who is told of it when, and which task it completes."""

    kind: str
    title: str
    planned_on: date
    held_on: date
    task_key: str
    movement: str = ""
    cluster_ids: tuple[str, ...] = ()  # none: everyone is invited
    is_certified: bool = False


REVIEW = Occasion(
    "final_review",
    "Lễ tổng kết phong trào thi đua yêu nước năm 2022, ký kết giao ước thi đua năm 2023",
    date(2023, 2, 10),
    date(2023, 2, 17),
    "Q1-03",
)
OCCASIONS = (
    REVIEW,
    Occasion(
        "midterm_review",
        "Hội nghị sơ kết phong trào “Cả nước chung tay vì người nghèo”",
        date(2023, 7, 24),
        date(2023, 8, 21),
        "Q2-07",
        movement="vì người nghèo",
        cluster_ids=("cum-1", "cum-2"),
    ),
    Occasion(
        "training",
        "Hội nghị tập huấn công tác thi đua, khen thưởng năm 2023",
        date(2023, 11, 20),
        date(2023, 11, 27),
        "Q4-03",
        cluster_ids=("cum-1", "cum-2", "khoi-4"),
        is_certified=True,
    ),
)

EXEMPLAR: dict[str, Any] = {
    "subject_kind": "collective",
    "subject_name": "Tổ hợp tác trồng bưởi",
    "is_small_collective": True,
    "field": "Nông nghiệp",
    "regions": ["remote"],
    "worker_class": "farmer",
    "story": "Liên kết sản xuất, thu nhập tăng gấp đôi.",
    "found_on": "2023-01-16",
}
FOUND_ON, RECOGNISED_ON, FOLLOWED_ON = date(2023, 1, 16), date(2023, 2, 10), date(2023, 5, 8)
HOME = "huyen-tan-phu"
FOLLOWERS = ("huyen-dinh-quan", "huyen-xuan-loc")


class Occasions:
    """Sở Nội vụ plans and holds; units answer and come."""

    def __init__(
        self, people: People, plan_id: UUID, clusters: Mapping[str, Sequence[str]], movements: Movements
    ) -> None:
        self._people = people
        self._plan_id = str(plan_id)
        self._clusters = clusters
        self._movements = movements
        self._known: dict[str, str] = {}

    def scenes(self) -> Iterable[Scene]:
        """Return the occasions' and the exemplar's scenes."""
        for occasion in OCCASIONS:
            yield Scene(occasion.planned_on, partial(self._plan, occasion))
            yield Scene(occasion.held_on, partial(self._hold, occasion), is_late=True)
        yield Scene(FOUND_ON, self._find)
        yield Scene(RECOGNISED_ON, self._recognise)
        yield Scene(REVIEW.held_on, self._honour, is_late=True)
        yield Scene(FOLLOWED_ON, self._follow)

    async def _plan(self, occasion: Occasion) -> None:
        on = occasion.held_on.isoformat()
        body: dict[str, Any] = {
            "kind": occasion.kind,
            "title": occasion.title,
            "place": "Hội trường Ủy ban nhân dân tỉnh",
            "starts_at": f"{on}T08:30:00+07:00",
            "ends_at": f"{on}T11:00:00+07:00",
            "cluster_ids": occasion.cluster_ids,
            "everyone": not occasion.cluster_ids,
            "plan_id": self._plan_id,
            "task_key": occasion.task_key,
        }
        if occasion.movement:
            body["movement_id"] = await self._movements.named(occasion.movement)
        planned = await self._ask("/events", body)
        self._known[occasion.task_key] = planned["occasion_id"]
        await each(self._coming(occasion), partial(self._answer, planned["occasion_id"]))

    async def _answer(self, occasion_id: str, unit_id: str) -> None:
        said = {"registered": 1 + number(5, "registered", unit_id)}
        await self._people.post(officer(unit_id), "plans", f"/events/{occasion_id}/registration", said)

    async def _hold(self, occasion: Occasion) -> None:
        at = f"/events/{self._known[occasion.task_key]}"
        came = [(one, 1 + number(6, "came", occasion.task_key, one)) for one in self._coming(occasion)]
        attendance = [
            {"unit_id": one, "attended": people, "certified": people if occasion.is_certified else 0}
            for one, people in came
        ]
        await self._ask(f"{at}/steps/hold", {"attendance": attendance})
        await self._ask(f"{at}/steps/report", {"report": "Hội nghị diễn ra đúng chương trình."})

    def _coming(self, occasion: Occasion) -> list[str]:
        invited = [one for cluster in occasion.cluster_ids or self._clusters for one in self._clusters[cluster]]
        return [one for one in invited if share("comes", occasion.task_key, one) < ANSWERS]

    async def _find(self) -> None:
        found = await self._people.post(officer(HOME), "plans", "/exemplars", {**EXEMPLAR, "unit_id": HOME})
        self._known[HOME] = f"/exemplars/{found['exemplar_id']}"
        await self._people.post(officer(HOME), "plans", f"{self._known[HOME]}/steps/foster")

    async def _recognise(self) -> None:
        await self._ask(f"{self._known[HOME]}/steps/recognise", {"story": "Thu nhập tăng gấp đôi; 30 hộ liên kết."})

    async def _honour(self) -> None:
        """Honour the exemplar at the year's review, which has been held."""
        await self._ask(f"{self._known[HOME]}/steps/honour", {"occasion_id": self._known[REVIEW.task_key]})

    async def _follow(self) -> None:
        said = {"unit_ids": FOLLOWERS, "note": "Tham quan, học tập cách làm."}
        await self._ask(f"{self._known[HOME]}/steps/replicate", said)

    async def _ask(self, path: str, body: dict[str, Any]) -> Any:
        return await self._people.post(APPRAISER, "plans", path, body)

"""The plan's own life: tasks that wait for facts, an amendment in the second quarter, next year's draft."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from deploy.seed.people import APPRAISER, People
from deploy.seed.scenes import Scene

BEGUN_ON, AMENDED_ON, CLONED_ON = date(2023, 1, 9), date(2023, 5, 8), date(2023, 12, 22)

WAITS = {"Q1-01": "AwardGranted:CO_TINH", "Q2-01": "AwardPresented:CSTD_TINH"}
"""Which task is completed by which fact; those of the council wait for its sessions, once they are called."""

AMENDMENT: dict[str, Any] = {
    "document": "1216/UBND-NC",
    "dated_on": AMENDED_ON.isoformat(),
    "reason": "Hoàn thành việc trình hồ sơ trước phiên họp sơ kết 6 tháng đầu năm.",
    "change_tasks": [{"task_key": "Q2-04", "due_on": "2023-06-28", "deadline_kind": "not_later_than"}],
}

NOT_KEPT = ("Q2-07", "Q3-04")
"""What next year's plan does not take over, of all that it asks about."""


class PlanKeeping:
    """Sở Nội vụ keeps the plan."""

    def __init__(self, people: People, plan_id: UUID) -> None:
        self._people = people
        self._at = f"/plans/{plan_id}"

    def scenes(self) -> Iterable[Scene]:
        """Return when the plan is worked on as a whole."""
        yield Scene(BEGUN_ON, self._wait)
        yield Scene(AMENDED_ON, self._amend)
        yield Scene(CLONED_ON, self._clone, is_late=True)

    async def wait_for(self, task_key: str, fact: str) -> None:
        """Let a task be completed by a fact."""
        await self._people.post(APPRAISER, "plans", f"{self._at}/tasks/{task_key}/wait", {"fact": fact})

    async def _wait(self) -> None:
        for task_key, fact in WAITS.items():
            await self.wait_for(task_key, fact)

    async def _amend(self) -> None:
        await self._people.post(APPRAISER, "plans", f"{self._at}/amendments", AMENDMENT)

    async def _clone(self) -> None:
        """Draft next year's plan; a person answers what may not come again."""
        preview = await self._people.get(APPRAISER, "plans", f"{self._at}/clone")
        asked = (one["task_key"] for one in (*preview["tasks"], *preview["movements_asked"]) if one["is_asked"])
        answers = {key: key not in NOT_KEPT for key in asked}
        await self._people.post(APPRAISER, "plans", f"{self._at}/clone", {"answers": answers})

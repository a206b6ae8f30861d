"""Inspections: both issuers' plans, a district visited, what was found there and mended late."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from deploy.seed.people import APPRAISER, LEADER, People, officer
from deploy.seed.scenes import Scene

DRAFTED_ON, ISSUED_ON = date(2023, 4, 17), date(2023, 5, 8)
VISITED_ON, SECOND_VISIT_ON = date(2023, 6, 12), date(2023, 9, 18)
MENDED_BY, REPORTED_ON, CONFIRMED_ON = date(2023, 7, 14), date(2023, 7, 24), date(2023, 8, 21)

INSPECTED, SURVEYED = "huyen-long-thanh", "huyen-dinh-quan"
TASK = "Q2-02"
CONTENTS = ["Xây dựng kế hoạch thi đua", "Bình xét, đề nghị khen thưởng"]

PLANS: tuple[tuple[dict[str, Any], dict[str, Any], str], ...] = (
    (
        {"issuer": "council", "title": "Kế hoạch kiểm tra của Hội đồng Thi đua - Khen thưởng tỉnh", "max_score": 100},
        {"unit_id": INSPECTED, "form": "inspection", "starts_on": "2023-06-12", "ends_on": "2023-06-13"},
        "05/KH-HĐTĐKT",
    ),
    (
        {"issuer": "standing_office", "title": "Kế hoạch khảo sát của Cơ quan Thường trực Hội đồng"},
        {"unit_id": SURVEYED, "form": "survey", "starts_on": "2023-09-18", "ends_on": "2023-09-18"},
        "310/KH-SNV",
    ),
)
"""Each issuer's plan, its inspection, and the number it is issued under."""

FINDINGS: tuple[dict[str, Any], ...] = (
    {
        "kind": "shortcoming",
        "severity": "medium",
        "text": "Chưa ban hành quy chế thi đua, khen thưởng theo quy định.",
        "ground": "Kế hoạch số 274/KH-UBND, phần III",
        "due_on": MENDED_BY.isoformat(),
    },
    {"kind": "strength", "text": "Mô hình “Một cửa thân thiện” được nhân dân ghi nhận."},
)


class Inspections:
    """Sở Nội vụ and the council inspect; the inspected unit mends."""

    def __init__(self, people: People, plan_id: UUID) -> None:
        self._people = people
        self._task = {"year": 2023, "plan_id": str(plan_id), "task_key": TASK}
        self._plans: list[str] = []
        self._inspections: list[str] = []
        self._remedy = ""

    def scenes(self) -> Iterable[Scene]:
        """Return the inspections' scenes."""
        yield Scene(DRAFTED_ON, self._draft)
        yield Scene(ISSUED_ON, self._issue)
        yield Scene(VISITED_ON, self._inspect)
        yield Scene(REPORTED_ON, self._report)
        yield Scene(CONFIRMED_ON, self._confirm)
        yield Scene(SECOND_VISIT_ON, self._survey)

    async def _draft(self) -> None:
        for plan, inspection, _ in PLANS:
            drafted = await self._ask("/inspection-plans", {**self._task, **plan})
            planned = {"team": ["Sở Nội vụ"], "contents": CONTENTS, **inspection}
            path = f"/inspection-plans/{drafted['inspection_plan_id']}/inspections"
            self._plans.append(drafted["inspection_plan_id"])
            self._inspections.append((await self._ask(path, planned))["inspection_id"])

    async def _issue(self) -> None:
        """Issue both plans; with the second, the task that asked for them is done."""
        for plan_id, (*_, reference) in zip(self._plans, PLANS, strict=True):
            said = {"reference": reference, "issued_on": ISSUED_ON.isoformat()}
            await self._people.post(LEADER, "plans", f"/inspection-plans/{plan_id}/steps/issue", said)

    async def _inspect(self) -> None:
        at = f"/inspections/{self._inspections[0]}"
        await self._ask(f"{at}/steps/visit", {"checked": CONTENTS, "summary": "Làm việc với lãnh đạo huyện."})
        for finding in FINDINGS:
            seen = await self._ask(f"{at}/findings", finding)
        shortcoming, strength = (f"{at}/findings/{one['finding_id']}" for one in seen["findings"])
        await self._ask(f"{strength}/suggestion", {"subject_kind": "collective"})
        await self._ask(f"{at}/steps/conclude", {"conclusion": "Thực hiện khá; còn một hạn chế.", "score": 87.5})
        self._remedy = shortcoming

    async def _report(self) -> None:
        """Let the unit report its remedy, after the day it was due."""
        said = {"remedy": "Đã ban hành quy chế kèm theo Quyết định số 2215/QĐ-UBND."}
        await self._people.post(officer(INSPECTED), "plans", f"{self._remedy}/steps/report", said)

    async def _confirm(self) -> None:
        await self._ask(f"{self._remedy}/steps/confirm", {})

    async def _survey(self) -> None:
        at = f"/inspections/{self._inspections[1]}"
        await self._ask(f"{at}/steps/visit", {"checked": CONTENTS})
        await self._ask(f"{at}/steps/conclude", {"conclusion": "Không phát hiện hạn chế."})

    async def _ask(self, path: str, body: dict[str, Any]) -> Any:
        return await self._people.post(APPRAISER, "plans", path, body)

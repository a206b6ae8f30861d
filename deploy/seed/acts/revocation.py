"""An award that is cancelled near the year's end, and what rested on it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from deploy.seed.people import APPRAISER, LEADER, People, officer
from deploy.seed.scenes import Scene

LATER_ON = date(2023, 9, 18)
OPENED_ON, DECIDED_ON, RECOVERED_ON = date(2023, 11, 20), date(2023, 11, 27), date(2023, 12, 11)
AWARD = "CSTD_TINH"
CONCLUSION = "Kết luận thanh tra số 47/KL-TTr: kê khai sáng kiến không đúng sự thật."


class Revocation:
    """The office, the leadership and one who loses an award."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._award: Mapping[str, Any] = {}
        self._case: Mapping[str, Any] = {}

    def scenes(self) -> Iterable[Scene]:
        """Return the scenes: another award first, then the conclusion, the decision and the recovery."""
        yield Scene(LATER_ON, self._award_again)
        yield Scene(OPENED_ON, self._open)
        yield Scene(DECIDED_ON, self._decide)
        yield Scene(RECOVERED_ON, self._recover)

    async def _award_again(self) -> None:
        """Put the same person forward once more; what is decided then will be in doubt later."""
        found = await self._people.get(APPRAISER, "nominations", "/register", award=AWARD, size=200)
        self._award = min(found["items"], key=lambda line: int(line["book_number"]))
        kept = {name: self._award[name] for name in ("unit_id", "subject_kind", "subject_name", "subject_id")}
        body = {
            **kept,
            "award": "BK_TINH",
            "year": 2023,
            "mode": "sudden",
            "facts": {"contribution": "Tham gia chữa cháy, cứu tài sản của Nhân dân."},
            "documents": ["TO_TRINH", "BAO_CAO_TOM_TAT"],
        }
        await self._people.post(officer(self._award["unit_id"]), "nominations", "/nominations", body)

    async def _open(self) -> None:
        known = {"award_id": self._award["award_id"], "ground": "false_merit_2003"}
        said = {**known, "conclusion": CONCLUSION, "concluded_on": OPENED_ON.isoformat()}
        self._case = await self._people.post(APPRAISER, "nominations", "/revocations", said)
        await self._people.post(APPRAISER, "nominations", f"{self._at}/steps/report")

    async def _decide(self) -> None:
        said = {"decision_number": "3120/QĐ-UBND", "decided_on": DECIDED_ON.isoformat()}
        self._case = await self._people.post(LEADER, "nominations", f"{self._at}/steps/decide", said)

    async def _recover(self) -> None:
        """Take the money and the certificate back, and settle what is in doubt."""
        on = RECOVERED_ON.isoformat()
        back = {"version": self._case["version"], "amount": self._case["to_recover"], "happened_on": on}
        await self._people.post(APPRAISER, "nominations", f"{self._at}/recoveries", {**back, "object_returned_on": on})
        for doubt in self._case["doubts"]:
            found = {"outcome": "stands", "note": "Thành tích đột xuất, không liên quan nội dung kết luận."}
            await self._people.post(APPRAISER, "nominations", f"{self._at}/doubts/{doubt['award_id']}", found)
        await self._people.post(APPRAISER, "nominations", f"{self._at}/steps/settle")

    @property
    def _at(self) -> str:
        return f"/revocations/{self._case['revocation_id']}"

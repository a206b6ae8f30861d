"""An award that is cancelled near the year's end, and what rested on it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from deploy.seed.people import APPRAISER, LEADER, People, officer
from deploy.seed.scenes import Scene

LATER_ON = date(2023, 4, 17)
OPENED_ON, DECIDED_ON, RECOVERED_ON = date(2023, 12, 11), date(2023, 12, 22), date(2023, 12, 28)
AWARD, LATER = "CO_TINH", "CO_CP"
"""The award that is cancelled, and the one that could be asked for only because of it."""

CONCLUSION = "Kết luận thanh tra số 47/KL-TTr: số liệu tự chấm điểm của đơn vị không đúng sự thật."


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
        """Put the same collective forward for what its flag allows; what is decided then will be in doubt later."""
        found = await self._people.get(APPRAISER, "nominations", "/register", award=AWARD, size=200)
        self._award = min(found["items"], key=lambda line: int(line["book_number"]))
        kept = {name: self._award[name] for name in ("unit_id", "subject_kind", "subject_name", "subject_id")}
        body = {
            **kept,
            "award": LATER,
            "year": self._award["year"],
            "facts": {"province_flag_years": [self._award["year"]], "leads_flag_holders": True},
            "documents": ["TO_TRINH", "BAO_CAO_THANH_TICH", "BIEN_BAN_HOP", "KET_QUA_BO_PHIEU"],
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
            found = {"outcome": "stands", "note": "Kết quả chấm điểm lại vẫn dẫn đầu cụm; báo cáo Trung ương xem xét."}
            await self._people.post(APPRAISER, "nominations", f"{self._at}/doubts/{doubt['award_id']}", found)
        await self._people.post(APPRAISER, "nominations", f"{self._at}/steps/settle")

    @property
    def _at(self) -> str:
        return f"/revocations/{self._case['revocation_id']}"

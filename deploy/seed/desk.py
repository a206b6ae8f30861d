"""The desk that works on dossiers: it decides by what it sees in each, as its people would."""

from collections.abc import Callable, Coroutine, Iterable, Mapping
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from deploy.seed.chance import share
from deploy.seed.dossiers import Dossier, Plot
from deploy.seed.people import APPRAISER, LEADER, Declined, People, each, officer
from shared.identity import Identity

CENTRE_TAKES = timedelta(days=45)
"""How long the centre takes to answer, counted from the submission."""

REFUSED_BY_LEADER = 0.05
REFUSED_BY_CENTRE = 0.2

GROUNDS = "Đã đối chiếu hồ sơ với quy định và ý kiến của Hội đồng Thi đua - Khen thưởng tỉnh."
INCOMPLETE = "Hồ sơ chưa đủ thành phần theo quy định."
UNPROVEN = "Hồ sơ chưa có đủ thông tin, minh chứng để thẩm định."
NOT_MET = "Không đạt tiêu chuẩn: "
NOT_OUTSTANDING = "Thành tích chưa tiêu biểu so với các hồ sơ cùng đợt."
CENTRE_DECLINED = "Trung ương thông báo chưa khen thưởng trong đợt này."

Case = Mapping[str, Any]
"""A dossier as the register shows it."""


class Desk:
    """The appraising office and the leadership, with the dossiers of the year as their units keep them."""

    def __init__(self, people: People, dossiers: Iterable[Dossier]) -> None:
        self._people = people
        self._kept = {dossier.title: dossier for dossier in dossiers}
        self._numbers = count(1)

    async def morning(self, today: date) -> None:
        """Record what the centre answered, decide what is ripe, and let units complete what was sent back."""
        await self._every("forwarded", lambda case: self._record(case, today))
        await self._every("eligible", self._decide)
        await self._every("not_eligible", self._reject)
        await self._every("returned", self._complete)

    async def submit(self, dossier: Dossier) -> None:
        """Submit a dossier as its unit's officer; some think better of it at once."""
        who = officer(dossier.unit_id)
        body = {"unit_id": dossier.unit_id, **dossier.as_submitted().content()}
        case = await self._people.post(who, "nominations", "/nominations", body)
        if dossier.plot is Plot.WITHDRAWN:
            await self._step(who, case, "withdraw")

    async def afternoon(self) -> None:
        """Receive and appraise what came in; send back what is not complete."""
        await self._every("submitted", self._receive)

    async def _every(self, state: str, act: Callable[[Case], Coroutine[Any, Any, None]]) -> None:
        cases = await self._people.all(APPRAISER, "nominations", "/nominations", state=state)
        await each(sorted(cases, key=_title), act)

    async def _step(self, who: Identity, case: Case, step: str, **said: Any) -> Case:
        path = f"/nominations/{case['nomination_id']}/steps/{step}"
        taken: Case = await self._people.post(who, "nominations", path, said)
        return taken

    async def _receive(self, case: Case) -> None:
        try:
            await self._step(APPRAISER, case, "receive")
        except Declined as declined:
            if declined.code != "DossierIncomplete":
                raise
            await self._step(APPRAISER, case, "return", reason=INCOMPLETE, missing=declined.details)
        else:
            await self._appraise(case)

    async def _appraise(self, case: Case) -> None:
        seen = await self._step(APPRAISER, case, "appraise", reason=GROUNDS)
        results = {finding["result"] for finding in seen["findings"]}
        if "forward" in {offer["step"] for offer in seen["steps"]}:
            await self._step(APPRAISER, case, "forward")
        elif "unknown" in results and "not_met" not in results:
            await self._step(APPRAISER, case, "return", reason=UNPROVEN)

    async def _decide(self, case: Case) -> None:
        if share("leader", *_title(case)) < REFUSED_BY_LEADER:
            await self._step(LEADER, case, "reject", reason=NOT_OUTSTANDING)
        else:
            await self._step(LEADER, case, "decide", decision_number=f"{next(self._numbers)}/QĐ-UBND", reason=GROUNDS)

    async def _reject(self, case: Case) -> None:
        seen = await self._people.get(LEADER, "nominations", f"/nominations/{case['nomination_id']}")
        unmet = [finding["required"] for finding in seen["findings"] if finding["result"] == "not_met"]
        await self._step(LEADER, case, "reject", reason=NOT_MET + "; ".join(unmet))

    async def _record(self, case: Case, today: date) -> None:
        if today - datetime.fromisoformat(case["submitted_at"]).date() < CENTRE_TAKES:
            return
        number = f"{next(self._numbers)}/QĐ-TTg"
        if share("centre", *_title(case)) < REFUSED_BY_CENTRE:
            await self._step(APPRAISER, case, "record_refusal", decision_number=number, reason=CENTRE_DECLINED)
        else:
            await self._step(APPRAISER, case, "record_result", decision_number=number, reason=GROUNDS)

    async def _complete(self, case: Case) -> None:
        kept = self._kept[_title(case)]
        content = {"facts": dict(kept.facts), "documents": kept.documents}
        await self._step(officer(kept.unit_id), case, "resubmit", **content)


def _title(case: Case) -> tuple[str, str]:
    return case["unit_id"], case["subject_name"]

"""The desk that works on dossiers: it decides by what it sees in each, as its people would."""

from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from deploy.seed.chance import share
from deploy.seed.dossiers import Dossier, Plot, Turn
from deploy.seed.people import APPRAISER, LEADER, Declined, People, each, officer
from shared.identity import Identity

CENTRE_TAKES = timedelta(days=45)
"""How long the centre takes to answer, counted from the submission."""

AT_ONCE = 0.7
"""The share of dossiers that leave no doubt and are decided on the day they are appraised."""

REFUSED_BY_LEADER = 0.05
REFUSED_BY_CENTRE = 0.2

GROUNDS = "Đã đối chiếu hồ sơ với quy định và ý kiến của Hội đồng Thi đua - Khen thưởng tỉnh."
INCOMPLETE = "Hồ sơ chưa đủ thành phần theo quy định."
UNPROVEN = "Hồ sơ chưa có đủ thông tin, minh chứng để thẩm định."
NOT_MET = "Không đạt tiêu chuẩn: "
NOT_OUTSTANDING = "Thành tích chưa tiêu biểu so với các hồ sơ cùng đợt."
NOT_PASSED = "Hội đồng Thi đua - Khen thưởng tỉnh không thông qua."
CENTRE_DECLINED = "Trung ương thông báo chưa khen thưởng trong đợt này."

PENDING = "Chờ kết quả xác minh đơn kiến nghị."
UNCLEAR = "Đề nghị rà soát số sáng kiến được công nhận."
COMMENT = "Nhân dân đồng tình với đề nghị khen thưởng."
NOTED = "Đã tiếp thu, chuyển Hội đồng xem xét."

ONWARDS = ("open_consultation", "list_for_council", "forward")
"""Where a dossier that was found eligible goes before it is decided, where its award asks for it."""

LISTED = frozenset({"CO_TINH", "BK_TINH", "CSTD_TINH"})
"""Awards that are decided over a list, and not each for itself."""

PACKED = frozenset({"CO_CP", "CSTD_TQ", "HC_LD_3"})
"""Awards whose dossiers go to the centre as a packet with a checklist."""

Case = Mapping[str, Any]
"""A dossier as the register shows it."""


class Desk:
    """The appraising office and the leadership, with the dossiers of the year as their units keep them."""

    def __init__(self, people: People, dossiers: Iterable[Dossier], offices: Sequence[str]) -> None:
        self._people = people
        self._kept = {dossier.title: dossier for dossier in dossiers}
        self._office = offices[-1]
        self._numbers = count(1)

    def number(self) -> str:
        """Return the next number of a decision."""
        return f"{next(self._numbers)}/QĐ-UBND"

    async def morning(self, today: date) -> None:
        """Do what is ripe: record what the centre answered, decide, and let others do their part."""
        await self._every("forwarded", lambda case: self._record(case, today))
        await self._every("awaiting_opinions", self._answer)
        await self._every("held", lambda case: self._step(APPRAISER, case, "release"))
        await self._every("council_passed", lambda case: self._step(APPRAISER, case, "submit_to_chair"))
        await self._every("council_not_passed", lambda case: self._step(LEADER, case, "reject", reason=NOT_PASSED))
        await self._every("before_chair", self._decide)
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
        if dossier.turn is Turn.RECALLED:
            await self._step(who, case, "recall")
            await self._step(who, case, "submit", facts={**dossier.facts, "province_initiatives": 3})

    async def afternoon(self) -> None:
        """Receive and appraise what came in or came back, decide what leaves no doubt, and notify of every decision."""
        await self._every("received", self._appraise)
        await self._every("submitted", self._receive)
        await self._every("eligible", self._decide_at_once)
        await self._every("decided", lambda case: self._step(APPRAISER, case, "notify"))

    async def _every(self, state: str, act: Callable[[Case], Coroutine[Any, Any, object]]) -> None:
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
            await self._turns.get(self._turn(case), Desk._appraise)(self, case)

    def _turn(self, case: Case) -> Turn:
        kept = self._kept.get(_title(case))
        return kept.turn if kept else Turn.STRAIGHT

    async def _ask_about(self, case: Case) -> None:
        await self._step(APPRAISER, case, "ask_opinions", opinions=[{"office_id": self._office}])

    async def _answer(self, case: Case) -> None:
        """Let the office that was asked agree."""
        asked = await self._people.get(officer(self._office), "nominations", "/opinions")
        for one in asked:
            if one["nomination_id"] == case["nomination_id"]:
                said = {"result": "agree", "said": "Nhất trí với đề nghị khen thưởng."}
                await self._people.post(officer(self._office), "nominations", f"/opinions/{one['opinion_id']}", said)

    async def _hold(self, case: Case) -> None:
        await self._step(APPRAISER, case, "hold", reason=PENDING)

    async def _correct(self, case: Case) -> None:
        """Have one part corrected without sending the dossier back, look at it again, and appraise."""
        path = f"/nominations/{case['nomination_id']}/corrections"
        asked = {"parts": ["fact.province_initiatives"], "note": UNCLEAR}
        one = await self._people.post(APPRAISER, "nominations", path, asked)
        at = f"/corrections/{one['correction_id']}"
        corrected = {"facts": {"province_initiatives": 1}}
        await self._people.post(officer(case["unit_id"]), "nominations", f"{at}/made", corrected)
        await self._people.post(APPRAISER, "nominations", f"{at}/review", {"is_accepted": True})
        await self._appraise(case)

    async def _appraise(self, case: Case) -> None:
        seen = await self._step(APPRAISER, case, "appraise", reason=GROUNDS)
        results = {finding["result"] for finding in seen["findings"]}
        if await self._move_on(seen):
            return
        if "unknown" in results and "not_met" not in results:
            await self._step(APPRAISER, case, "return", reason=UNPROVEN)

    async def _move_on(self, seen: Case) -> bool:
        """Take a dossier on to the people, the council or the centre; return whether it went anywhere."""
        offered = {offer["step"] for offer in seen["steps"]}
        step = next((one for one in ONWARDS if one in offered), None)
        if step == "forward" and seen["award"] in PACKED:
            await self._pack(seen)
        elif step == "open_consultation":
            await self._step(APPRAISER, seen, step, place="Cổng thông tin điện tử tỉnh")
            await self._comment(seen)
        elif step:
            await self._step(APPRAISER, seen, step)
        return step is not None

    async def _comment(self, case: Case) -> None:
        """Let somebody of another office comment, and deal with the comment."""
        path = f"/nominations/{case['nomination_id']}/comments"
        said = await self._people.post(officer(self._office), "nominations", path, {"said": COMMENT})
        resolved = {"resolution": NOTED}
        await self._people.post(APPRAISER, "nominations", f"/comments/{said['comment_id']}/resolution", resolved)

    async def _pack(self, case: Case) -> None:
        """Send a dossier to the centre with everything its checklist asks for."""
        at = f"/nominations/{case['nomination_id']}/packet"
        packet = await self._people.get(APPRAISER, "nominations", at)
        enclosed = [{"code": one["code"], "enclosed": one["copies"]} for one in packet["components"]]
        sent = {"components": enclosed, "reference": f"{next(self._numbers)}/TTr-UBND"}
        await self._people.post(APPRAISER, "nominations", at, sent)

    async def _decide_at_once(self, case: Case) -> None:
        if share("at once", *_title(case)) < AT_ONCE:
            await self._decide(case)

    async def _decide(self, case: Case) -> None:
        if case["award"] in LISTED:
            return
        if case["award"] in PACKED:
            await self._move_on(
                await self._people.get(APPRAISER, "nominations", f"/nominations/{case['nomination_id']}")
            )
            return
        if share("leader", *_title(case)) < REFUSED_BY_LEADER:
            await self._step(LEADER, case, "reject", reason=NOT_OUTSTANDING)
        else:
            await self._step(LEADER, case, "decide", decision_number=self.number(), reason=GROUNDS)

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

    _turns: Mapping[Turn, Callable[["Desk", Case], Coroutine[Any, Any, None]]] = {
        Turn.ASKED_ABOUT: _ask_about,
        Turn.CORRECTED: _correct,
        Turn.HELD: _hold,
    }
    """What befalls a dossier when it was received, before it is appraised."""


def _title(case: Case) -> tuple[str, str]:
    return case["unit_id"], case["subject_name"]

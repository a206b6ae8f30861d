"""The council: established, two sessions called, conflicts settled, and secret ballots really cast."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from deploy.accounts import COUNCIL
from deploy.seed.acts.ballots import Paper, cast, take_papers
from deploy.seed.acts.plan import PlanKeeping
from deploy.seed.chance import share
from deploy.seed.dossiers import Dossier, Turn
from deploy.seed.people import APPRAISER, People, each, member
from deploy.seed.scenes import Scene

ESTABLISHED_ON = date(2023, 1, 9)
MEMBERS = tuple(COUNCIL)
POSITIONS = ("chair", "standing_vice_chair", "vice_chair", "secretary")
OF_A_UNIT = {MEMBERS[5]: "huyen-long-thanh", MEMBERS[6]: "so-noi-vu"}
"""Members who head a unit: they stand aside for its candidates."""

COUNCIL_DRAFT: Mapping[str, Any] = {
    "name": "Hội đồng Thi đua - Khen thưởng tỉnh Đồng Nai",
    "decision_number": "15/QĐ-UBND",
    "decided_on": "2023-01-05",
    "legal_basis": "Luật Thi đua, Khen thưởng; Nghị định số 91/2017/NĐ-CP",
    "valid_from": "2023-01-05",
}

CONVINCED = 0.72
"""How often a member approves of a candidate whom the others doubt as well."""

UNCONFIRMED: Mapping[str, Mapping[str, Any]] = {
    "CO_CP": {"percent": 80, "percent_basis": "Quy chế hoạt động của Hội đồng Thi đua - Khen thưởng tỉnh"},
}
"""The share of votes that a person chooses on a ground, where nobody has confirmed the rule."""

ASIDE = "Thành viên là người đứng đầu đơn vị của người được xét nên không tham gia bỏ phiếu."


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session to be held: when it is called and meets, which task waits for it, and who is away."""

    title: str
    called_on: date
    meets_on: date
    task_key: str
    absent: tuple[str, ...] = ()


MEETINGS = (
    Meeting(
        "Họp xét danh hiệu Chiến sĩ thi đua cấp tỉnh, khen thưởng cấp Nhà nước năm 2022",
        date(2023, 3, 17),
        date(2023, 3, 27),
        "Q1-08",
    ),
    Meeting(
        "Họp xét khen thưởng ngành Giáo dục và Đào tạo năm học 2022 - 2023",
        date(2023, 10, 30),
        date(2023, 11, 20),
        "Q4-01",
        absent=(MEMBERS[14],),
    ),
)


class Council:
    """The council's standing office and its members."""

    def __init__(self, people: People, plan: PlanKeeping, known: Iterable[Dossier]) -> None:
        self._people = people
        self._plan = plan
        self._weak = {one.subject_name for one in known if one.turn is Turn.WEAK}
        self._council: Mapping[str, Any] = {}
        self._sessions: dict[Meeting, str] = {}

    def scenes(self) -> Iterable[Scene]:
        """Return the council's scenes."""
        yield Scene(ESTABLISHED_ON, self._establish)
        for meeting in MEETINGS:
            yield Scene(meeting.called_on, partial(self._call, meeting))
            yield Scene(meeting.meets_on, partial(self._meet, meeting))

    async def _establish(self) -> None:
        positions = (*POSITIONS, *["member"] * len(MEMBERS))
        seats = [
            {"account": one, "name": COUNCIL[one], "position": position, "unit_id": OF_A_UNIT.get(one, "")}
            for one, position in zip(MEMBERS, positions, strict=False)
        ]
        self._council = await self._ask("/councils", {**COUNCIL_DRAFT, "members": seats})

    async def _call(self, meeting: Meeting) -> None:
        """Call a session for all who stand at the council's door; the plan's task waits for it."""
        waiting = await self._people.all(APPRAISER, "nominations", "/nominations", state="before_council")
        waiting.sort(key=lambda case: (case["award"], case["subject_name"]))
        draft = {
            "council_id": self._council["council_id"],
            "title": meeting.title,
            "meets_at": f"{meeting.meets_on.isoformat()}T08:00:00+07:00",
            "place": "Phòng họp A, Ủy ban nhân dân tỉnh",
            "items": [
                {"nomination_id": case["nomination_id"], **UNCONFIRMED.get(case["award"], {})} for case in waiting
            ],
        }
        called = await self._ask("/council-sessions", draft)
        self._sessions[meeting] = called["session_id"]
        await self._plan.wait_for(meeting.task_key, f"SessionHeld:{called['session_id']}")

    async def _meet(self, meeting: Meeting) -> None:
        """Hold a session: attendance, conflicts, papers for those who vote, ballots from nobody, the count."""
        session_id = self._sessions[meeting]
        if meeting.absent:
            await self._excuse(session_id, meeting.absent)
        await self._step(session_id, "hold")
        seen = await self._people.get(APPRAISER, "nominations", f"/council-sessions/{session_id}")
        await self._settle_conflicts(seen)
        issued = await self._step(session_id, "issue")
        voting = [one for one in MEMBERS if one not in meeting.absent]
        papers = await self._hand_out(session_id, voting, issued["items"])
        await self._step(session_id, "cast")
        names = {item["item_id"]: item["subject_name"] for item in issued["items"]}
        await each(papers, lambda held: self._cast(held[0], held[1], names[held[1].item_id]))
        await self._step(session_id, "count")
        await self._step(session_id, "close", conclusion="Hội đồng thống nhất theo kết quả bỏ phiếu.")

    async def _excuse(self, session_id: str, absent: Sequence[str]) -> None:
        seen = await self._people.get(APPRAISER, "nominations", f"/council-sessions/{session_id}")
        away = [
            {"member_id": self._seat(one), "presence": "absent", "reason": "Đi công tác nước ngoài"} for one in absent
        ]
        taken = {"version": seen["version"], "attendances": away}
        await self._ask(f"/council-sessions/{session_id}/attendance", taken)

    async def _settle_conflicts(self, seen: Mapping[str, Any]) -> None:
        """Let every member stand aside in whom the register sees a conflict."""
        for item in seen["items"]:
            for conflict in item["conflicts"]:
                said = {"member_id": conflict["member_id"], "stands_aside": True, "note": ASIDE}
                await self._ask(f"/council-items/{item['item_id']}/conflicts", said)

    async def _hand_out(
        self, session_id: str, voting: Sequence[str], items: Sequence[Mapping[str, Any]]
    ) -> list[tuple[str, Paper]]:
        taken: list[tuple[str, Paper]] = []

        async def take(account: str) -> None:
            seat = self._seat(account)
            own = [item for item in items if seat not in {one["member_id"] for one in item["conflicts"]}]
            taken.extend((account, one) for one in await take_papers(self._people, member(account), session_id, own))

        await each(voting, take)
        return taken

    async def _cast(self, account: str, paper: Paper, subject_name: str) -> None:
        is_convinced = subject_name not in self._weak or share("vote", account, subject_name) < CONVINCED
        await cast(self._people, paper, "approve" if is_convinced else "disapprove")

    def _seat(self, account: str) -> str:
        return next(str(one["member_id"]) for one in self._council["members"] if one["account"] == account)

    async def _step(self, session_id: str, name: str, **said: str) -> Any:
        return await self._ask(f"/council-sessions/{session_id}/steps/{name}", said)

    async def _ask(self, path: str, body: Mapping[str, Any]) -> Any:
        return await self._people.post(APPRAISER, "nominations", path, body)

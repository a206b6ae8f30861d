"""A council as tests work with it: its members, who vote as their own programs would, and its sessions."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import text

from services.nominations.domain.ballots import SERIAL, message_of
from shared.blind_rsa import PublicKey, blind, finalize
from shared.identity import Identity
from shared.roles import Role
from tests.component.nominations.conftest import APPRAISER, COLLECTIVE, Nominations

NAMES = ("Võ Văn Chủ Tịch", "Nguyễn Thị Thường Trực", "Lê Văn Ủy Viên", "Phạm Thị Thư Ký", "Trần Văn Năm", "Đỗ Thị Sáu")
POSITIONS = ("chair", "standing_vice_chair", "member", "secretary")


def member(number: int) -> Identity:
    return Identity(f"hd{number}", NAMES[number], frozenset({Role.COUNCIL_MEMBER}))


def a_council(size: int = 5, **more: Any) -> dict[str, Any]:
    return {
        "name": "Hội đồng Thi đua - Khen thưởng tỉnh Đồng Nai",
        "decision_number": "15/QĐ-UBND",
        "decided_on": "2023-01-05",
        "legal_basis": "Luật Thi đua, Khen thưởng; Nghị định số 91/2017/NĐ-CP",
        "quorum": [2, 3],
        "quorum_basis": "Quy chế hoạt động của Hội đồng",
        "valid_from": "2023-01-05",
        "members": [
            {"account": f"hd{number}", "name": NAMES[number], "position": (*POSITIONS, *["member"] * size)[number]}
            for number in range(size)
        ],
        **more,
    }


@dataclass
class Paper:
    """A ballot paper in a member's hand."""

    item_id: str
    serial: bytes
    signature: bytes


@dataclass
class Chamber:
    """One session of a council, and whoever works on it."""

    nominations: Nominations
    council: Any
    view: Any
    papers: dict[str, list[Paper]] = field(default_factory=dict)

    @property
    def items(self) -> Sequence[Any]:
        found: Sequence[Any] = self.view["items"]
        return found

    @property
    def path(self) -> str:
        return f"/council-sessions/{self.view['session_id']}"

    def member_id(self, number: int) -> str:
        return next(str(one["member_id"]) for one in self.council["members"] if one["account"] == f"hd{number}")

    async def step(self, name: str, who: Identity = APPRAISER, **body: Any) -> Any:
        answer = await self.nominations.ask(who, "POST", f"{self.path}/steps/{name}", json=body)
        assert answer.status_code == 200, answer.text
        self.view = answer.json()
        return self.view

    async def refused(self, name: str, who: Identity = APPRAISER, **body: Any) -> Any:
        answer = await self.nominations.ask(who, "POST", f"{self.path}/steps/{name}", json=body)
        assert answer.status_code >= 400, answer.text
        return answer.json()

    async def attend(self, presences: Mapping[int, str]) -> Any:
        attendances = [
            {"member_id": self.member_id(number), "presence": presence, "reason": "Bận công tác"}
            for number, presence in presences.items()
        ]
        body = {"version": self.view["version"], "attendances": attendances}
        answer = await self.nominations.ask(APPRAISER, "POST", f"{self.path}/attendance", json=body)
        assert answer.status_code == 200, answer.text
        self.view = answer.json()
        return self.view

    async def ask_papers(self, who: Identity, items: Iterable[Any]) -> Any:
        """Ask for papers as a member's own program would: the service sees blinded numbers only."""
        secretly = []
        for item in items:
            key, serial = PublicKey(int(item["modulus"], 16)), secrets.token_bytes(SERIAL)
            blinded, inverse = blind(key, message_of(UUID(item["item_id"]), serial))
            secretly.append((item["item_id"], key, serial, blinded, inverse))
        body = {"papers": [{"item_id": item, "blinded": blinded.hex()} for item, _, _, blinded, _ in secretly]}
        answer = await self.nominations.ask(who, "POST", f"{self.path}/papers", json=body)
        if answer.status_code == 200:
            given = [bytes.fromhex(one["blind_signature"]) for one in answer.json()["papers"]]
            self.papers[who.user] = [
                Paper(item, serial, finalize(key, message_of(UUID(item), serial), signed, inverse))
                for (item, key, serial, _, inverse), signed in zip(secretly, given, strict=True)
            ]
        return answer

    async def all_take_papers(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            answer = await self.ask_papers(member(number), self.items)
            assert answer.status_code == 200, answer.text

    async def cast(self, paper: Paper, choice: str) -> Any:
        body = {
            "item_id": paper.item_id,
            "serial": paper.serial.hex(),
            "signature": paper.signature.hex(),
            "choice": choice,
        }
        return await self.nominations.client.post("/ballots", json=body)

    async def published(self, number: int = 0) -> Any:
        item_id = self.items[number]["item_id"]
        answer = await self.nominations.ask(member(2), "GET", f"/council-items/{item_id}/ballots")
        assert answer.status_code == 200, answer.text
        return answer.json()


async def established(nominations: Nominations, **more: Any) -> Any:
    answer = await nominations.ask(APPRAISER, "POST", "/councils", json=a_council(**more))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def at_the_door(nominations: Nominations, **more: Any) -> str:
    """Return a dossier that waits for the council."""
    nomination_id = await nominations.eligible(COLLECTIVE, **more)
    async with nominations.database.transaction() as session:
        await session.execute(
            text("UPDATE nominations SET state = 'before_council' WHERE nomination_id = :id"), {"id": nomination_id}
        )
    return nomination_id


async def called(
    nominations: Nominations, candidates: Iterable[str], *, size: int = 5, percent: int = 80, **more: Any
) -> Chamber:
    """Return a session that was called for *candidates*."""
    council = await established(nominations, size=size)
    ground = "Quy chế của Hội đồng"
    items = [{"nomination_id": one, "percent": percent, "percent_basis": ground} for one in candidates]
    draft = {
        "council_id": council["council_id"],
        "title": "Họp xét khen thưởng năm 2022",
        "meets_at": "2023-02-20T08:00:00+07:00",
        "place": "Phòng họp A, Ủy ban nhân dân tỉnh",
        "items": items,
        **more,
    }
    answer = await nominations.ask(APPRAISER, "POST", "/council-sessions", json=draft)
    assert answer.status_code == 201, answer.text
    return Chamber(nominations, council, answer.json())


async def voting(nominations: Nominations, candidates: Iterable[str], *, size: int = 5, **more: Any) -> Chamber:
    """Return a session in which every member holds papers and casting has begun."""
    chamber = await called(nominations, candidates, size=size, **more)
    await chamber.step("hold")
    await chamber.step("issue")
    await chamber.all_take_papers(range(size))
    await chamber.step("cast")
    return chamber

"""The people of the year: each asks over HTTP, under their own name, as the gateway would for them."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import Any, TypeVar

import httpx

from deploy.accounts import COUNCIL, OFFICE
from deploy.ground import together
from deploy.supervisor import System
from deploy.trouble import Trouble
from shared.identity import Identity
from shared.roles import Role

Thing = TypeVar("Thing")

AT_ONCE = 12
"""How many requests are under way at a time."""

TOKEN_LASTS = 60.0


class Declined(Trouble):
    """A service said no."""

    def __init__(self, user: str, asked: str, status: int, problem: Mapping[str, Any]) -> None:
        self.code: str = problem.get("code", "")
        self.details: tuple[str, ...] = tuple(problem.get("details", ()))
        sentence = f"{user} asked {asked} and was declined ({status} {self.code}): {problem.get('message', '')}"
        super().__init__(sentence, *self.details)


def officer(unit_id: str) -> Identity:
    """Return the officer of a unit (cán bộ đơn vị)."""
    return Identity(unit_id, f"Cán bộ {unit_id}", frozenset({Role.UNIT_OFFICER}), unit_id)


def member(account: str) -> Identity:
    """Return a member of the council (ủy viên Hội đồng)."""
    return Identity(account, COUNCIL[account], frozenset({Role.COUNCIL_MEMBER}))


def _of_the_office(user: str) -> Identity:
    name, role = OFFICE[user]
    return Identity(user, name, frozenset({role}))


APPRAISER, LEADER, ADMINISTRATOR = map(_of_the_office, ("noivu", "lanhdao", "quantri"))


class People:
    """Everybody's way to the services of a running system."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._client = httpx.AsyncClient(timeout=30, trust_env=False)
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._tokens: dict[Identity, tuple[float, str]] = {}

    async def close(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def get(self, who: Identity, service: str, path: str, **asked: Any) -> Any:
        """Ask for something."""
        return await self._ask(who, "GET", service, path, params=asked)

    async def post(self, who: Identity, service: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Ask for something to be done; raises Declined."""
        return await self._ask(who, "POST", service, path, json=body or {})

    async def put(self, who: Identity, service: str, path: str, body: Mapping[str, Any]) -> Any:
        """Ask for something to be kept as it is written; raises Declined."""
        return await self._ask(who, "PUT", service, path, json=body)

    async def hand_over(self, who: Identity, service: str, path: str, document: bytes, **asked: Any) -> Any:
        """Hand over a document's bytes; raises Declined."""
        return await self._ask(who, "POST", service, path, content=document, params=asked)

    async def all(self, who: Identity, service: str, path: str, **asked: Any) -> list[dict[str, Any]]:
        """Return every item of a list, page by page."""
        items: list[dict[str, Any]] = []
        while True:
            page = len(items) // _PAGE + 1
            found = await self.get(who, service, path, page=page, size=_PAGE, **asked)
            items += found["items"]
            if len(items) >= found["total"]:
                return items

    async def drop(self, service: str, path: str, body: Mapping[str, Any]) -> Any:
        """Hand something in without a name, as a ballot is; raises Declined."""
        return await self._send("Somebody", {}, "POST", service, path, json=body)

    async def _ask(self, who: Identity, method: str, service: str, path: str, **rest: Any) -> Any:
        return await self._send(
            who.user, {"authorization": f"Bearer {self._token(who)}"}, method, service, path, **rest
        )

    async def _send(
        self, user: str, headers: Mapping[str, str], method: str, service: str, path: str, **rest: Any
    ) -> Any:
        url = f"{self._system.services[service].url}{path}"
        async with self._turn:
            answer = await self._client.request(method, url, headers=headers, **rest)
        if not answer.is_success:
            raise Declined(user, f"{method} {service}{path}", answer.status_code, _problem(answer))
        return answer.json()

    def _token(self, who: Identity) -> str:
        made_at, token = self._tokens.get(who, (0.0, ""))
        if time.monotonic() - made_at > TOKEN_LASTS or not token:
            token = self._system.ground.token(who)
            self._tokens[who] = (time.monotonic(), token)
        return token


_PAGE = 200


async def each(things: Iterable[Thing], act: Callable[[Thing], Coroutine[Any, Any, object]]) -> None:
    """Do *act* for all of *things* side by side; the first failure ends the others and is the one that is told."""
    await together(*map(act, things))


def _problem(answer: httpx.Response) -> Mapping[str, Any]:
    is_json = answer.headers.get("content-type", "").startswith("application/json")
    problem: Mapping[str, Any] = answer.json() if is_json else {"message": answer.text[:500]}
    return problem

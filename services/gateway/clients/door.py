"""A person's way to the services: the signed identity, the trace, the answers' shapes and the owners' refusals."""

from collections.abc import AsyncIterable, Callable, Mapping
from dataclasses import dataclass
from functools import cache
from ssl import SSLContext
from typing import Any, Self, TypeVar
from urllib.parse import quote

import httpx
from pydantic import TypeAdapter, ValidationError

from shared import tracing
from shared.api.base import Problem, Shape
from shared.errors import Refused
from shared.settings import Settings

Answer = TypeVar("Answer")

TIMEOUT = httpx.Timeout(10.0, connect=2.0)


class Resting(Refused):
    """A service does not answer, or not in a way we understand."""

    status = 503
    message = "Hệ thống đang tạm nghỉ. Vui lòng thử lại sau ít phút."


class OwnerRefused(Refused):
    """The owner said no; its own sentence and its things to mend are what the person reads."""

    def __init__(self, status: int, problem: Problem) -> None:
        super().__init__(problem.message, details=problem.details)
        self.status = status
        self.problem = problem

    @property
    def code(self) -> str:
        """Return the owner's name for this refusal."""
        return self.problem.code


@dataclass(frozen=True, slots=True)
class Services:
    """Where the four services are; one pool of connections each, for everybody."""

    plans: httpx.AsyncClient
    nominations: httpx.AsyncClient
    notifications: httpx.AsyncClient
    reporting: httpx.AsyncClient

    @classmethod
    def at(cls, found: Settings) -> Self:
        """Return the services at the addresses in the settings."""
        return cls(
            plans=_client(found.plans_url),
            nominations=_client(found.nominations_url),
            notifications=_client(found.notifications_url),
            reporting=_client(found.reporting_url),
        )

    async def close(self) -> None:
        """Close every connection."""
        for client in (self.plans, self.nominations, self.notifications, self.reporting):
            await client.aclose()


@dataclass(frozen=True, slots=True)
class Door:
    """One person's way to the services: every question carries their signed identity and the trace."""

    services: Services
    token: str
    address: str = ""

    async def get(self, service: httpx.AsyncClient, path: str, shape: type[Answer], **asked: Any) -> Answer:
        """Ask for something; a parameter that is None or empty is left out."""
        given = {name: value for name, value in asked.items() if value not in {None, ""}}
        return _read(shape, await self._ask(service, "GET", path, params=given))

    async def post(
        self, service: httpx.AsyncClient, path: str, shape: type[Answer], body: Shape | None = None
    ) -> Answer:
        """Ask for something to be done."""
        return await self.send("POST", service, path, shape, body)

    async def send(
        self, method: str, service: httpx.AsyncClient, path: str, shape: type[Answer], body: Shape | None
    ) -> Answer:
        """Send a shape by any method; what nobody set is left to its owner."""
        content = body.model_dump_json(exclude_unset=True) if body is not None else "{}"
        headers = {"content-type": "application/json"}
        return _read(shape, await self._ask(service, method, path, content=content, headers=headers))

    async def put(self, service: httpx.AsyncClient, path: str, shape: type[Answer], body: Any) -> Answer:
        """Replace something by *body*."""
        return _read(shape, await self._ask(service, "PUT", path, json=body))

    async def hand_over(
        self,
        service: httpx.AsyncClient,
        path: str,
        shape: type[Answer],
        document: bytes | AsyncIterable[bytes],
        **asked: Any,
    ) -> Answer:
        """Hand over a document's bytes, at once or as they come."""
        headers = {"content-type": "application/octet-stream"}
        answer = await self._ask(service, "POST", path, params=asked, content=document, headers=headers)
        return _read(shape, answer)

    async def discard(self, service: httpx.AsyncClient, path: str) -> None:
        """Ask for something to be taken away."""
        await self._ask(service, "DELETE", path)

    async def open(self, service: httpx.AsyncClient, path: str) -> httpx.Response:
        """Return a document's answer before its bytes have come; whoever reads them closes it."""
        try:
            answer = await service.send(service.build_request("GET", path, headers=self._signed()), stream=True)
        except httpx.TransportError as error:
            raise Resting from error
        if answer.is_success:
            return answer
        await answer.aread()
        raise _refusal(answer)

    async def fetch(self, service: httpx.AsyncClient, path: str, **asked: Any) -> bytes:
        """Fetch a document as it is."""
        return (await self._ask(service, "GET", path, params=asked)).content

    async def _ask(
        self,
        service: httpx.AsyncClient,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        **rest: Any,
    ) -> httpx.Response:
        return await _asked(service, method, path, headers=self._signed() | dict(headers or {}), **rest)

    def _signed(self) -> dict[str, str]:
        """Return what tells the owner who asks, in which story, and from where."""
        signed = {"authorization": f"Bearer {self.token}", "traceparent": tracing.current().traceparent()}
        return {**signed, "x-forwarded-for": self.address} if self.address else signed


async def post_unsigned(service: httpx.AsyncClient, path: str, shape: type[Answer], body: Shape) -> Answer:
    """Post for nobody in particular: no identity, no trace and no address go with it."""
    headers = {"content-type": "application/json"}
    return _read(shape, await _asked(service, "POST", path, content=body.model_dump_json(), headers=headers))


async def _asked(service: httpx.AsyncClient, method: str, path: str, **rest: Any) -> httpx.Response:
    try:
        answer = await service.request(method, path, **rest)
    except httpx.TransportError as error:
        raise Resting from error
    if answer.is_success:
        return answer
    raise _refusal(answer)


def _client(url: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=url, timeout=TIMEOUT, trust_env=False, verify=_trusted())


@cache
def _trusted() -> SSLContext:
    """Return whom we trust over TLS; reading all the certificates takes a while, so it is done once."""
    return httpx.create_ssl_context(trust_env=False)


def part(text: str) -> str:
    """Return *text* as one part of a path."""
    return quote(text, safe="")


_adapter: Callable[[Any], TypeAdapter[Any]] = cache(TypeAdapter)


def _read(shape: type[Answer], answer: httpx.Response) -> Answer:
    """Return the answer in its shape; fields we do not know yet are those of a newer owner."""
    try:
        read: Answer = _adapter(shape).validate_json(answer.content, extra="ignore")
    except ValidationError as error:
        raise Resting from error
    return read


def _refusal(answer: httpx.Response) -> Refused:
    if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        return Resting()
    try:
        problem = _adapter(Problem).validate_json(answer.content, extra="ignore")
    except ValidationError:
        problem = Problem(code="Unreadable", message=Refused.message)
    return OwnerRefused(answer.status_code, problem)

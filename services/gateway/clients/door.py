"""A person's way to the services: the signed identity, the trace, the answers' shapes and the owners' refusals."""

from collections.abc import Callable, Mapping
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

    async def get(self, service: httpx.AsyncClient, path: str, shape: type[Answer], **asked: Any) -> Answer:
        """Ask for something; a parameter that is None or empty is left out."""
        given = {name: value for name, value in asked.items() if value not in {None, ""}}
        return _read(shape, await self._ask(service, "GET", path, params=given))

    async def post(
        self, service: httpx.AsyncClient, path: str, shape: type[Answer], body: Shape | None = None
    ) -> Answer:
        """Ask for something to be done."""
        content = body.model_dump_json(exclude_unset=True) if body is not None else "{}"
        headers = {"content-type": "application/json"}
        return _read(shape, await self._ask(service, "POST", path, content=content, headers=headers))

    async def put(self, service: httpx.AsyncClient, path: str, shape: type[Answer], body: Any) -> Answer:
        """Replace something by *body*."""
        return _read(shape, await self._ask(service, "PUT", path, json=body))

    async def hand_over(
        self, service: httpx.AsyncClient, path: str, shape: type[Answer], document: bytes, **asked: Any
    ) -> Answer:
        """Hand over a document's bytes."""
        headers = {"content-type": "application/octet-stream"}
        answer = await self._ask(service, "POST", path, params=asked, content=document, headers=headers)
        return _read(shape, answer)

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
        signed = {
            "authorization": f"Bearer {self.token}",
            "traceparent": tracing.current().traceparent(),
        }
        try:
            answer = await service.request(method, path, headers=signed | dict(headers or {}), **rest)
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

"""The services, as async functions: what the gateway asks for a person, and the shapes of the answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from ssl import SSLContext
from typing import Any, Self, TypeVar
from urllib.parse import quote
from uuid import UUID

import httpx
from pydantic import TypeAdapter, ValidationError

from shared import tracing
from shared.api.base import Page, Problem, Shape, StepTaken
from shared.api.nominations import (
    AwardView,
    NominationDraft,
    NominationStep,
    NominationSummary,
    NominationView,
)
from shared.api.notifications import NoticeView, UnreadView
from shared.api.plans import (
    ClusterView,
    DraftView,
    FilingStep,
    FilingView,
    MatrixView,
    MovementView,
    PlanSummary,
    PlanView,
    QuarterView,
    TaskStep,
    TaskView,
    UnitView,
)
from shared.api.reporting import CompileSummary, FigureRows, OverviewView, SummaryView
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


async def units(door: Door) -> tuple[UnitView, ...]:
    """Return the units."""
    return await door.get(door.services.plans, "/units", tuple[UnitView, ...])


async def clusters(door: Door) -> tuple[ClusterView, ...]:
    """Return the clusters and blocks."""
    return await door.get(door.services.plans, "/clusters", tuple[ClusterView, ...])


async def plans(door: Door) -> tuple[PlanSummary, ...]:
    """Return the yearly plans."""
    return await door.get(door.services.plans, "/plans", tuple[PlanSummary, ...])


async def plan(door: Door, plan_id: UUID) -> PlanView:
    """Return one plan with its quarters."""
    return await door.get(door.services.plans, f"/plans/{plan_id}", PlanView)


async def matrix(door: Door, plan_id: UUID) -> MatrixView:
    """Return who has filed what."""
    return await door.get(door.services.plans, f"/plans/{plan_id}/matrix", MatrixView)


async def movements(door: Door, plan_id: UUID) -> tuple[MovementView, ...]:
    """Return the movements that run under a plan."""
    return await door.get(door.services.plans, "/movements", tuple[MovementView, ...], plan_id=str(plan_id))


async def import_plan(door: Door, filename: str, document: bytes) -> DraftView:
    """Have a document read into a draft of a plan."""
    return await door.hand_over(door.services.plans, "/plans/drafts", DraftView, document, filename=filename)


async def draft(door: Door, draft_id: UUID) -> DraftView:
    """Return an imported plan that nobody has issued yet."""
    return await door.get(door.services.plans, f"/plans/drafts/{draft_id}", DraftView)


async def correct_draft(door: Door, draft_id: UUID, preview: Mapping[str, Any]) -> DraftView:
    """Keep what a person corrected of an imported plan."""
    return await door.put(door.services.plans, f"/plans/drafts/{draft_id}", DraftView, preview)


async def issue_draft(door: Door, draft_id: UUID) -> PlanView:
    """Issue an imported plan."""
    return await door.post(door.services.plans, f"/plans/drafts/{draft_id}/issue", PlanView)


async def take_task_step(door: Door, plan_id: UUID, task_key: str, step: str, taken: TaskStep) -> TaskView:
    """Take a step of a task."""
    path = f"/plans/{plan_id}/tasks/{_part(task_key)}/steps/{_part(step)}"
    return await door.post(door.services.plans, path, TaskView, taken)


async def close_quarter(door: Door, plan_id: UUID, quarter: int, taken: StepTaken) -> QuarterView:
    """Close a quarter."""
    return await door.post(door.services.plans, f"/plans/{plan_id}/quarters/{quarter}/close", QuarterView, taken)


async def close_plan(door: Door, plan_id: UUID, taken: StepTaken) -> PlanView:
    """Close the plan's year."""
    return await door.post(door.services.plans, f"/plans/{plan_id}/close", PlanView, taken)


async def filings(door: Door, **asked: Any) -> Page[FilingView]:
    """Return a page of filings."""
    return await door.get(door.services.plans, "/filings", Page[FilingView], **asked)


async def filing(door: Door, filing_id: UUID) -> FilingView:
    """Return one filing."""
    return await door.get(door.services.plans, f"/filings/{filing_id}", FilingView)


async def take_filing_step(door: Door, filing_id: UUID, step: str, taken: FilingStep) -> FilingView:
    """Take a step of a filing."""
    return await door.post(door.services.plans, f"/filings/{filing_id}/steps/{_part(step)}", FilingView, taken)


async def awards(door: Door) -> tuple[AwardView, ...]:
    """Return the award catalogue."""
    return await door.get(door.services.nominations, "/awards", tuple[AwardView, ...])


async def nominations(door: Door, **asked: Any) -> Page[NominationSummary]:
    """Return a page of dossiers."""
    return await door.get(door.services.nominations, "/nominations", Page[NominationSummary], **asked)


async def nomination(door: Door, nomination_id: UUID) -> NominationView:
    """Return one dossier."""
    return await door.get(door.services.nominations, f"/nominations/{nomination_id}", NominationView)


async def submit_nomination(door: Door, drafted: NominationDraft) -> NominationView:
    """Submit a dossier."""
    return await door.post(door.services.nominations, "/nominations", NominationView, drafted)


async def take_nomination_step(door: Door, nomination_id: UUID, step: str, taken: NominationStep) -> NominationView:
    """Take a step of a dossier."""
    path = f"/nominations/{nomination_id}/steps/{_part(step)}"
    return await door.post(door.services.nominations, path, NominationView, taken)


async def notices(door: Door, **asked: Any) -> Page[NoticeView]:
    """Return a page of the caller's notices."""
    return await door.get(door.services.notifications, "/notices", Page[NoticeView], **asked)


async def unread(door: Door) -> int:
    """Return how many notices the caller has not read."""
    return (await door.get(door.services.notifications, "/notices/unread", UnreadView)).count


async def read_notice(door: Door, notice_id: UUID) -> NoticeView:
    """Mark a notice as read."""
    return await door.post(door.services.notifications, f"/notices/{notice_id}/read", NoticeView)


async def overview(door: Door, year: int) -> OverviewView:
    """Return the year at a glance."""
    return await door.get(door.services.reporting, "/overview", OverviewView, year=year)


async def summary(door: Door, year: int, period: str) -> SummaryView:
    """Return a quarter, half-year or year in figures."""
    return await door.get(door.services.reporting, "/summary", SummaryView, year=year, period=period)


async def figure(door: Door, name: str, **asked: Any) -> FigureRows:
    """Return the rows a figure counts."""
    return await door.get(door.services.reporting, f"/figures/{_part(name)}", FigureRows, **asked)


async def figure_csv(door: Door, name: str, year: int, period: str) -> bytes:
    """Return the rows a figure counts, as a table file."""
    path = f"/figures/{_part(name)}.csv"
    return await door.fetch(door.services.reporting, path, year=year, period=period)


async def compile_summary(door: Door, asked: CompileSummary) -> SummaryView:
    """Have a summary compiled and kept."""
    return await door.post(door.services.reporting, "/summaries", SummaryView, asked)


def _client(url: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=url, timeout=TIMEOUT, trust_env=False, verify=_trusted())


@cache
def _trusted() -> SSLContext:
    """Return whom we trust over TLS; reading all the certificates takes a while, so it is done once."""
    return httpx.create_ssl_context(trust_env=False)


def _part(text: str) -> str:
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

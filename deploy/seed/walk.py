"""Plays the year: moves the clock from day to day, and on each lets people and departments do what the agenda says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from uuid import UUID

from deploy.folder import ROOT
from deploy.seed.agenda import Day
from deploy.seed.departments import Departments
from deploy.seed.desk import Desk
from deploy.seed.dossiers import DESK_DAYS, Dossier
from deploy.seed.filings import REASONS, Filing, Owed
from deploy.seed.people import ADMINISTRATOR, APPRAISER, LEADER, People, each, officer
from deploy.settle import Watch
from shared.clock import VIETNAM, SharedClock
from shared.events.plans import Duty

PLAN = ROOT / "deploy" / "samples" / "KH-274-KH-UBND-2022.txt"
ISSUED_AT = datetime(2022, 12, 23, 9, tzinfo=VIETNAM)
MORNING, AFTERNOON = time(8), time(15)
YEAR = 2023
INTER_PROVINCIAL = "lien_tinh"


@dataclass(frozen=True, slots=True)
class Stage:
    """What the year is played with."""

    people: People
    departments: Departments
    watch: Watch
    clock: SharedClock

    async def advance(self, to: datetime) -> None:
        """Move the clock to *to*, stopping wherever a timer rings, so that each rings at its own moment."""
        await self.watch.settle(self.clock.now(), outside=self.departments.have_sent())
        while (due := await self.watch.next_timer()) is not None and due <= to:
            self.clock.move(due)
            await self.watch.settle(due, outside=False)
        self.clock.move(to)


@dataclass(frozen=True, slots=True)
class Plan:
    """The issued plan, the clusters of the province, and what units owe."""

    plan_id: UUID
    clusters: Mapping[str, Sequence[str]]
    filings: dict[tuple[str, Duty], UUID]
    owed: tuple[Owed, ...]


async def issue(stage: Stage, province: bytes) -> Plan:
    """Take in the province's units, import the founding plan, and issue it."""
    await stage.people.hand_over(ADMINISTRATOR, "plans", "/units/import", province)
    await stage.watch.settle(stage.clock.now())
    draft = await stage.people.hand_over(APPRAISER, "plans", "/plans/drafts", PLAN.read_bytes(), filename=PLAN.name)
    plan = await stage.people.post(LEADER, "plans", f"/plans/drafts/{draft['draft_id']}/issue")
    clusters = await stage.people.get(APPRAISER, "plans", "/clusters")
    owed = await stage.people.all(APPRAISER, "plans", "/filings", plan_id=plan["plan_id"])
    return Plan(
        UUID(plan["plan_id"]),
        {one["cluster_id"]: one["member_ids"] for one in clusters if one["kind"] != INTER_PROVINCIAL},
        {(one["unit_id"], Duty(one["duty"])): UUID(one["filing_id"]) for one in owed},
        tuple(Owed(one["unit_id"], Duty(one["duty"]), date.fromisoformat(one["last_day_on"])) for one in owed),
    )


async def play(stage: Stage, plan: Plan, desk: Desk, day: Day) -> None:
    """Play one day: in the morning units send, in the afternoon the office works."""
    await stage.advance(datetime.combine(day.on, MORNING, VIETNAM))
    await each(day.filings, partial(_file, stage, plan))
    if day.is_desk_day:
        await desk.morning(day.on)
        await each(day.dossiers, partial(_submit, stage, desk))
    await _play(day, is_late=False)
    if day.on == DESK_DAYS[0]:
        await stage.departments.blunder()
    await stage.advance(datetime.combine(day.on, AFTERNOON, VIETNAM))
    await each(day.filings, partial(_judge, stage, plan))
    if day.is_desk_day:
        await desk.afternoon()
    await _play(day, is_late=True)
    await _work(stage.people, plan, day)


async def _play(day: Day, *, is_late: bool) -> None:
    """Play the day's scenes one after the other: each counts on what those before it did."""
    for scene in day.scenes:
        if scene.is_late == is_late:
            await scene.act()


async def _file(stage: Stage, plan: Plan, filing: Filing) -> None:
    document = {"reference": filing.reference, "dated_on": filing.on.isoformat()}
    if filing.unit_id in stage.departments.unit_ids:
        await stage.departments.file(filing.unit_id, filing.duty, YEAR, **document)
    else:
        path = _filing(plan, filing, "file")
        await stage.people.post(officer(filing.unit_id), "plans", path, document)


async def _judge(stage: Stage, plan: Plan, filing: Filing) -> None:
    if filing.is_sent_back:
        reason, missing = REASONS[filing.duty]
        path = _filing(plan, filing, "return")
        await stage.people.post(APPRAISER, "plans", path, {"reason": reason, "missing": missing})
    else:
        await stage.people.post(APPRAISER, "plans", _filing(plan, filing, "accept"))


def _filing(plan: Plan, filing: Filing, step: str) -> str:
    return f"/filings/{plan.filings[filing.unit_id, filing.duty]}/steps/{step}"


async def _submit(stage: Stage, desk: Desk, dossier: Dossier) -> None:
    if dossier.unit_id in stage.departments.unit_ids:
        await stage.departments.nominate(dossier.unit_id, dossier.as_submitted().content())
    else:
        await desk.submit(dossier)


async def _work(people: People, plan: Plan, day: Day) -> None:
    """Let the office work the plan's tasks, one after the other, and close what is to be closed."""
    at = f"/plans/{plan.plan_id}"
    for step in day.steps:
        said = {"reason": step.reason, **({} if step.percent is None else {"percent": step.percent})}
        await people.post(APPRAISER, "plans", f"{at}/tasks/{step.task_key}/steps/{step.step}", said)
    if day.period_compiled:
        await people.post(APPRAISER, "reporting", "/summaries", {"year": YEAR, "period": day.period_compiled})
    if day.quarter_closed:
        await people.post(LEADER, "plans", f"{at}/quarters/{day.quarter_closed}/close")
    if day.is_last:
        await people.post(LEADER, "plans", f"{at}/close")

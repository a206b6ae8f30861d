"""A unit scores itself, its cluster checks, Sở Nội vụ scores officially (tự chấm, kiểm tra, chấm chính thức)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.plans.commands.clusters import MemberAt, act_for, require_leader, require_members
from services.plans.domain import days_late
from services.plans.domain.criteria import NotInTheSet, checked, criteria_of, points_of, rounded
from services.plans.domain.organisation import NotYourOwn
from services.plans.domain.scoring import SHEET_STEPS, ReasonForChange, ScoreSheetState, SelfScoreTooLate
from services.plans.models.emulation import ClusterYearRow
from services.plans.models.scoring import ScoreChangeRow, ScoreRow, SheetRow
from services.plans.queries import emulation, organisation, scoring
from shared import clock
from shared.api.scoring import CriteriaSet, Criterion, Deducted, Entered, FactKind, ScoreChanged, SelfScores, SheetStep
from shared.errors import NotFound, OutOfTurn
from shared.events.plans import ScoresSubmitted
from shared.identity import Identity
from shared.messaging.outbox import tell
from shared.steps import take


class NoSheet(NotFound):
    """The unit has not scored itself yet."""

    message = "Đơn vị chưa có bảng chấm điểm."


class SheetIncomplete(OutOfTurn):
    """A sheet is sent with every criterion scored."""

    message = "Vui lòng chấm điểm đủ các tiêu chí trước khi gửi."


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with everything a step on it needs."""

    row: SheetRow
    opened: ClusterYearRow
    criteria_set: CriteriaSet
    scores: Mapping[str, ScoreRow]
    facts: Mapping[FactKind, int]


@dataclass(frozen=True, slots=True)
class Why:
    """At which stage somebody changed scores, on what ground."""

    stage: str
    reason: str
    changed_by: str


async def self_score(session: AsyncSession, at: MemberAt, order: SelfScores, caller: Identity) -> SheetRow:
    """Keep what a unit enters under its criteria; the formulas give the points, never above the maximum."""
    await act_for(session, caller, at)
    opened = await emulation.open_year(session, at.cluster_id, at.year)
    criteria_set = await emulation.criteria_set(session, opened.criteria_set_id)
    row = await scoring.sheet(session, at.cluster_id, at.year, at.unit_id, for_update=True)
    _check_in_time(opened, row)
    if row is None:
        row = SheetRow(
            sheet_id=uuid7(), cluster_id=at.cluster_id, year=at.year, unit_id=at.unit_id,
            state=ScoreSheetState.DRAFT, version=0,
        )  # fmt: skip
        session.add(row)
        await session.flush()
    else:
        emulation.check_seen(order.version, row.version)
    if row.state is not ScoreSheetState.DRAFT:
        raise OutOfTurn
    await _enter(session, row, criteria_set, order.entries)
    row.version += 1
    await session.flush()
    return row


async def take_step(session: AsyncSession, at: MemberAt, name: str, order: SheetStep, caller: Identity) -> SheetRow:
    """Take a step of a sheet: send it, check it, return it, score it officially."""
    await _check_who(session, at, name, caller)
    cluster = await organisation.locked_cluster(session, at.cluster_id)
    opened = await emulation.open_year(session, at.cluster_id, at.year)
    row = await scoring.sheet(session, at.cluster_id, at.year, at.unit_id, for_update=True)
    if row is None:
        raise NoSheet
    emulation.check_seen(order.version, row.version)
    step = take(SHEET_STEPS, row.state, name, caller.roles, reason=order.reason)
    if name == "submit":
        _check_in_time(opened, row)
        row.submitted_on = row.submitted_on or clock.today()
        row.days_late = days_late(opened.self_score_due_on, row.submitted_on)
        await session.flush()  # lateness is itself a fact the deductions count
    sheet = await _sheet(session, row, opened)
    _WORK[name](session, sheet, order, caller)
    row.state, row.reason = ScoreSheetState(step.target), order.reason
    row.version += 1
    if name == "submit":
        tell(
            session,
            cluster,
            ScoresSubmitted(
                cluster_id=at.cluster_id,
                year=at.year,
                unit_id=at.unit_id,
                submitted_on=row.submitted_on or clock.today(),
                days_late=row.days_late,
            ),
        )
    await session.flush()
    return row


async def _check_who(session: AsyncSession, at: MemberAt, name: str, caller: Identity) -> None:
    """Let the unit send, its cluster's leaders check others', and Sở Nội vụ score."""
    if name == "submit":
        await act_for(session, caller, at)
        return
    await require_leader(session, caller, at.cluster_id, at.year)
    if caller.unit_id == at.unit_id:
        raise NotYourOwn
    await require_members(session, at.cluster_id, at.year, [at.unit_id])


def _check_in_time(opened: ClusterYearRow, row: SheetRow | None) -> None:
    """Refuse scores after their last day; a sheet that was sent once may be mended whenever it is returned."""
    if row is not None and row.submitted_on is not None:
        return
    if not opened.accepts_late_scores and clock.today() > opened.self_score_due_on:
        raise SelfScoreTooLate(opened.self_score_due_on)


async def _sheet(session: AsyncSession, row: SheetRow, opened: ClusterYearRow) -> Sheet:
    criteria_set = await emulation.criteria_set(session, opened.criteria_set_id)
    facts = await scoring.facts(session, opened, [row.unit_id], clock.today())
    return Sheet(row, opened, criteria_set, await scoring.scores(session, row.sheet_id), facts[row.unit_id])


async def _enter(session: AsyncSession, row: SheetRow, criteria_set: CriteriaSet, entries: Sequence[Entered]) -> None:
    criteria = criteria_of(criteria_set)
    if strangers := [one.code for one in entries if one.code not in criteria]:
        raise NotInTheSet(strangers)
    known = await scoring.scores(session, row.sheet_id)
    for one in entries:
        criterion = criteria[one.code]
        points = points_of(criterion, one, {}, criteria_set.decimals)
        score = known.get(one.code)
        if score is None:
            score = ScoreRow(sheet_id=row.sheet_id, code=one.code, is_bonus=criterion.is_bonus)
            session.add(score)
            known[one.code] = score
        score.achieved, score.target, score.evidence = one.achieved, one.target, one.evidence
        score.self_points = points


def _submit(session: AsyncSession, sheet: Sheet, _: SheetStep, __: Identity) -> None:
    """Send a sheet with every criterion scored; what is deducted is counted by the register."""
    criteria = criteria_of(sheet.criteria_set)
    counted = {code for code, one in criteria.items() if isinstance(one.formula, Deducted)}
    optional = {code for code, one in criteria.items() if one.is_bonus}
    if missing := [code for code in criteria if code not in {*sheet.scores, *counted, *optional}]:
        raise SheetIncomplete(details=[f"Tiêu chí {code}: {criteria[code].name}" for code in missing])
    for code, criterion in criteria.items():
        score = sheet.scores.get(code)
        if score is None:
            score = ScoreRow(
                sheet_id=sheet.row.sheet_id, code=code, is_bonus=criterion.is_bonus, evidence="", self_points=Decimal(0)
            )
            session.add(score)
        if code in counted:
            score.self_points = _by_formula(sheet, code)


def _check(session: AsyncSession, sheet: Sheet, order: SheetStep, caller: Identity) -> None:
    """Let the cluster's leaders agree to the scores, or change them with a reason."""
    before = {code: one.self_points for code, one in sheet.scores.items()}
    after = _changed(session, sheet, order, caller, before)
    for code, score in sheet.scores.items():
        score.checked_points = after[code]


def _score(session: AsyncSession, sheet: Sheet, order: SheetStep, caller: Identity) -> None:
    """Let Sở Nội vụ make the scores official, or change them with a reason; deductions are counted anew."""
    criteria = criteria_of(sheet.criteria_set)
    before = {
        code: _by_formula(sheet, code) if _is_recounted(criteria[code], one) else _settled(one)
        for code, one in sheet.scores.items()
    }
    after = _changed(session, sheet, order, caller, before)
    for code, score in sheet.scores.items():
        score.official_points = after[code]


def _is_recounted(criterion: Criterion, score: ScoreRow) -> bool:
    """Return whether the register counts a deduction anew: unless a person has changed it."""
    untouched = score.official_points is None and score.checked_points in {None, score.self_points}
    return isinstance(criterion.formula, Deducted) and untouched


def _settled(score: ScoreRow) -> Decimal:
    given = (score.official_points, score.checked_points, score.self_points)
    return next(points for points in given if points is not None)


def _return(_: AsyncSession, sheet: Sheet, __: SheetStep, ___: Identity) -> None:
    """Give a sheet back to its unit; what was checked is checked again."""
    for score in sheet.scores.values():
        score.checked_points = None


_WORK: Mapping[str, Callable[[AsyncSession, Sheet, SheetStep, Identity], None]] = {
    "submit": _submit,
    "check": _check,
    "return": _return,
    "score": _score,
}


def _changed(
    session: AsyncSession, sheet: Sheet, order: SheetStep, caller: Identity, before: Mapping[str, Decimal]
) -> dict[str, Decimal]:
    """Return the points after the changes, each kept with its reason."""
    criteria = criteria_of(sheet.criteria_set)
    if strangers := [one.code for one in order.changes if one.code not in before]:
        raise NotInTheSet(strangers)
    after = dict(before)
    stage = "check" if sheet.row.state is ScoreSheetState.SUBMITTED else "score"
    why = Why(stage, order.reason.strip(), caller.user)
    for one in order.changes:
        points = _by_formula(sheet, one.code) if one.points is None else one.points
        after[one.code] = checked(criteria[one.code], rounded(points, sheet.criteria_set.decimals))
        if after[one.code] == before[one.code]:
            continue
        session.add(_kept(sheet, one, (before[one.code], after[one.code]), why))
    return after


def _kept(sheet: Sheet, changed: ScoreChanged, points: tuple[Decimal, Decimal], why: Why) -> ScoreChangeRow:
    reason = changed.reason or why.reason
    if not reason:
        raise ReasonForChange(details=[f"Tiêu chí {changed.code}"])
    return ScoreChangeRow(
        change_id=uuid7(),
        sheet_id=sheet.row.sheet_id,
        code=changed.code,
        stage=why.stage,
        before=points[0],
        after=points[1],
        reason=reason,
        changed_by=why.changed_by,
        changed_at=clock.now(),
    )


def _by_formula(sheet: Sheet, code: str) -> Decimal:
    """Return what the formula gives from what was entered and counted; a manual score is what it was."""
    score = sheet.scores.get(code)
    if score is None:
        entered = Entered(code=code)
    else:
        is_counted = isinstance(criteria_of(sheet.criteria_set)[code].formula, Deducted)
        points = None if is_counted else score.self_points
        entered = Entered(
            code=code, achieved=score.achieved, target=score.target, points=points, evidence=score.evidence
        )
    return points_of(criteria_of(sheet.criteria_set)[code], entered, sheet.facts, sheet.criteria_set.decimals)

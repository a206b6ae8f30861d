"""The steps of a council's session: each is a row of its table, and one small function says what it does."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.commands import audit, ballots
from services.nominations.commands.acts import Act, about, take_by_itself
from services.nominations.commands.sessions import (
    Meeting,
    conflicts_of,
    detect_conflicts,
    held_on,
    items_of,
    lock,
    require_convenor,
    require_revision,
    sitting,
)
from services.nominations.domain import State, plain
from services.nominations.domain.ballots import Method
from services.nominations.domain.councils import (
    SESSION_STEPS,
    VOTED,
    AgendaEmpty,
    ConflictUnsettled,
    Presence,
    Quorum,
    QuorumMissing,
    SessionState,
)
from services.nominations.models import AttendanceRow, CouncilRow, ItemRow, NominationRow, SessionRow
from services.nominations.queries.councils import attendances_of
from shared.api.councils import SessionStep
from shared.events.nominations import NominationNotPassed, NominationPassed, SessionCancelled, SessionHeld
from shared.identity import Identity
from shared.messaging.outbox import tell
from shared.steps import take


@dataclass(frozen=True, slots=True)
class Sitting:
    """A step of a session being taken."""

    session: AsyncSession
    council: CouncilRow
    row: SessionRow
    items: tuple[ItemRow, ...]
    attendances: tuple[AttendanceRow, ...]
    body: SessionStep

    @property
    def voted(self) -> tuple[ItemRow, ...]:
        """Return the items that are voted on."""
        return tuple(one for one in self.items if one.kind in VOTED)

    def number(self, presence: Presence) -> int:
        """Return how many members take part in that way."""
        return sum(one.presence == presence for one in self.attendances)


async def take_step(session: AsyncSession, meeting: Meeting, name: str, body: SessionStep, caller: Identity) -> None:
    """Take the step *name* of a session, or refuse as the table says."""
    council, row = meeting.council, meeting.row
    require_convenor(caller, council)
    await lock(session, row.session_id, alone=True)
    await session.refresh(row)
    require_revision(row, body.version)
    step = take(SESSION_STEPS, row.state, name, caller.roles, reason=body.reason)
    items = tuple(await items_of(session, row.session_id))
    attendances = tuple(await attendances_of(session, row.session_id))
    before = row.state
    await EFFECTS[name](Sitting(session, council, row, items, attendances, body))
    row.state = step.target
    row.revision += 1
    after = {"state": row.state}
    audit.record(
        session,
        caller.user,
        name,
        "session",
        row.session_id,
        before={"state": before},
        after=after,
        ground=plain(body.reason),
    )
    await session.flush()


async def hold(act: Sitting) -> None:
    """Open the session: the members of the day are counted, the quorum is reached, conflicts are looked for."""
    seats = await sitting(act.session, act.row.council_id, held_on(act.row))
    act.row.total_members = len(seats)
    written = act.number(Presence.WRITTEN) if act.row.is_written_round else 0
    taking_part = act.number(Presence.PRESENT) + written
    quorum = Quorum(act.council.quorum_part, act.council.quorum_whole)
    if not quorum.is_reached(taking_part, len(seats)):
        needed = quorum.fewest(len(seats))
        raise QuorumMissing(details=[f"Cần ít nhất {needed} trên {len(seats)} thành viên, hiện có {taking_part}."])
    await detect_conflicts(act.session, act.row, seats)


async def cancel(act: Sitting) -> None:
    """Call the session off; its candidates may be listed elsewhere."""
    event = SessionCancelled(
        session_id=act.row.session_id,
        council_id=act.council.council_id,
        cancelled_on=held_on(act.row),
        reason=plain(act.body.reason),
    )
    tell(act.session, act.row, event)


async def issue(act: Sitting) -> None:
    """Begin to hand out papers, once every conflict is settled."""
    if not act.voted:
        raise AgendaEmpty
    open_ones = [one for one in await conflicts_of(act.session, act.row.session_id) if one.stands_aside is None]
    if open_ones:
        titles = {item.item_id: f"{item.title}: {item.subject_name}." for item in act.items}
        raise ConflictUnsettled(details=sorted({titles[one.item_id] for one in open_ones}))
    if act.row.method == Method.ELECTRONIC:
        await ballots.make_keys(act.voted)


async def begin_casting(act: Sitting) -> None:
    """Hand out no more papers, for the keys that sign them are destroyed; from now on ballots come from nobody."""
    await ballots.require_enough_papers(act.session, act.voted)
    for item in act.voted:
        item.primes = None


async def count(act: Sitting) -> None:
    """Close the urn and count."""
    await ballots.count(act.session, act.row, act.voted)


async def close(act: Sitting) -> None:
    """Close the session: each candidate's dossier learns its result, and nothing but that."""
    if act.row.state == SessionState.HELD and act.voted:
        raise AgendaEmpty("Chương trình còn nội dung phải bỏ phiếu trước khi bế mạc.")
    act.row.proceedings, act.row.conclusion = plain(act.body.proceedings), plain(act.body.conclusion)
    for item in act.voted:
        if item.nomination_id is not None:
            await _tell_result(act, item)
    event = SessionHeld(
        session_id=act.row.session_id,
        council_id=act.council.council_id,
        held_on=held_on(act.row),
        members=act.row.total_members or 0,
        present=act.number(Presence.PRESENT),
        written=act.number(Presence.WRITTEN),
        passed=sum(bool(item.is_passed) for item in act.voted),
        not_passed=sum(not item.is_passed for item in act.voted),
    )
    tell(act.session, act.row, event)


async def _tell_result(act: Sitting, item: ItemRow) -> None:
    """Let the dossier pass or not pass; one that was withdrawn or held meanwhile keeps its state."""
    nomination = await act.session.get(NominationRow, item.nomination_id)
    if nomination is None or nomination.state != State.BEFORE_COUNCIL:
        return
    name = "pass" if item.is_passed else "not_pass"
    on, session_id = held_on(act.row), act.row.session_id

    async def effect(step: Act) -> None:
        if item.is_passed:
            event = NominationPassed(**about(step.row), passed_on=on, session_id=session_id)
            tell(step.session, step.row, event)
        else:
            failed = NominationNotPassed(**about(step.row), not_passed_on=on, session_id=session_id)
            tell(step.session, step.row, failed)

    await take_by_itself(act.session, nomination, name, effect, by=act.council.name)


EFFECTS: Mapping[str, Callable[[Sitting], Awaitable[None]]] = {
    "hold": hold,
    "cancel": cancel,
    "issue": issue,
    "cast": begin_casting,
    "count": count,
    "close": close,
}
"""What each step of a session does."""

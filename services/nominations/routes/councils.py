"""What the gateway may ask about councils: establishing them, their sessions, conflicts, and the secret ballot."""

from datetime import date
from uuid import UUID

from fastapi import APIRouter, Response

from services.nominations.commands import ballots, convening, councils, sessions
from services.nominations.commands.sessions import Meeting
from services.nominations.exports.minutes import minutes
from services.nominations.queries.councils import (
    council,
    council_view,
    councils_on,
    one_item,
    one_session,
    published,
    session_view,
    sessions_of,
)
from services.nominations.routes.scope import STAFF
from shared.api.councils import (
    AgendaChange,
    AttendanceTaken,
    BallotCast,
    ConflictDraft,
    CouncilDraft,
    CouncilView,
    MembersChange,
    PaperCount,
    PaperGiven,
    PapersAsked,
    PapersGiven,
    PublishedBallots,
    Receipt,
    SessionDraft,
    SessionStep,
    SessionSummary,
    SessionView,
    Voters,
)
from shared.db import Db
from shared.errors import Forbidden
from shared.identity import Caller, Identity
from shared.roles import Role

router = APIRouter()
urn = APIRouter()
"""The one route nobody signs in for: whoever holds a paper casts it, and no address is remembered."""

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@router.post("/councils", status_code=201)
async def establish(draft: CouncilDraft, caller: Caller, db: Db) -> CouncilView:
    """Establish a council by its decision."""
    _require_establisher(caller, draft.unit_id)
    async with db.transaction() as session:
        row = await councils.establish(session, draft, caller)
        return await council_view(session, row)


@router.get("/councils")
async def all_councils(_: Caller, db: Db, on: date | None = None) -> tuple[CouncilView, ...]:
    """List councils, all of them or those in force on a day."""
    async with db.transaction() as session:
        return await councils_on(session, on)


@router.get("/councils/{council_id}")
async def one_council(council_id: UUID, _: Caller, db: Db) -> CouncilView:
    """Show one council with everybody who sits or sat on it."""
    async with db.transaction() as session:
        return await council_view(session, await council(session, council_id))


@router.post("/councils/{council_id}/members")
async def change_members(council_id: UUID, change: MembersChange, caller: Caller, db: Db) -> CouncilView:
    """Let members leave and others join."""
    async with db.transaction() as session:
        row = await council(session, council_id)
        _require_establisher(caller, row.unit_id)
        await councils.change_members(session, row, change, caller)
        return await council_view(session, row)


@router.post("/council-sessions", status_code=201)
async def call(draft: SessionDraft, caller: Caller, db: Db) -> SessionView:
    """Call a session."""
    async with db.transaction() as session:
        owner = await council(session, draft.council_id)
        row = await sessions.call(session, owner, draft, caller)
        return await session_view(session, row, owner, caller)


@router.get("/council-sessions")
async def all_sessions(caller: Caller, db: Db, council_id: UUID | None = None) -> tuple[SessionSummary, ...]:
    """List the newest sessions."""
    caller.require(*STAFF, Role.COUNCIL_MEMBER, Role.UNIT_OFFICER)
    async with db.transaction() as session:
        return await sessions_of(session, council_id)


@router.get("/council-sessions/{session_id}")
async def show_session(session_id: UUID, caller: Caller, db: Db) -> SessionView:
    """Show one session to staff and to the council's own members."""
    async with db.transaction() as session:
        row, owner = await one_session(session, session_id)
        shown = await session_view(session, row, owner, caller)
        await _require_insider(caller, owner.unit_id, await council_view(session, owner))
        return shown


@router.post("/council-sessions/{session_id}/agenda")
async def change_agenda(session_id: UUID, change: AgendaChange, caller: Caller, db: Db) -> SessionView:
    """Change the agenda before the session begins."""
    async with db.transaction() as session:
        row, owner = await one_session(session, session_id)
        await sessions.change_agenda(session, owner, row, change, caller)
        return await session_view(session, row, owner, caller)


@router.post("/council-sessions/{session_id}/attendance")
async def take_attendance(session_id: UUID, taken: AttendanceTaken, caller: Caller, db: Db) -> SessionView:
    """Write who takes part."""
    async with db.transaction() as session:
        row, owner = await one_session(session, session_id)
        await sessions.take_attendance(session, owner, row, taken, caller)
        return await session_view(session, row, owner, caller)


@router.post("/council-sessions/{session_id}/steps/{step}")
async def take_step(session_id: UUID, step: str, body: SessionStep, caller: Caller, db: Db) -> SessionView:
    """Take a step of a session."""
    async with db.transaction() as session:
        row, owner = await one_session(session, session_id)
        await convening.take_step(session, Meeting(owner, row), step, body, caller)
        return await session_view(session, row, owner, caller)


@router.get("/council-sessions/{session_id}/minutes")
async def write_minutes(session_id: UUID, caller: Caller, db: Db) -> Response:
    """Give the minutes as a Word file."""
    async with db.transaction() as session:
        row, owner = await one_session(session, session_id)
        view, body = await session_view(session, row, owner, caller), await council_view(session, owner)
        await _require_insider(caller, owner.unit_id, body)
    return Response(minutes(view, body), media_type=WORD)


@router.post("/council-items/{item_id}/conflicts")
async def speak_of_conflict(item_id: UUID, draft: ConflictDraft, caller: Caller, db: Db) -> SessionView:
    """Declare a conflict of interest, or settle a detected one."""
    async with db.transaction() as session:
        item, row, owner = await one_item(session, item_id)
        await sessions.speak_of_conflict(session, Meeting(owner, row), item, draft, caller)
        return await session_view(session, row, owner, caller)


@router.post("/council-sessions/{session_id}/papers")
async def take_papers(session_id: UUID, asked: PapersAsked, caller: Caller, db: Db) -> PapersGiven:
    """Sign a member's blinded papers."""
    async with db.transaction() as session:
        row, _ = await one_session(session, session_id)
        signed = await ballots.take_papers(session, row, asked.papers, caller)
    return PapersGiven(papers=tuple(PaperGiven(item_id=one, blind_signature=hers.hex()) for one, hers in signed))


@router.post("/council-items/{item_id}/voters")
async def note_voters(item_id: UUID, voters: Voters, caller: Caller, db: Db) -> SessionView:
    """Write down who took a paper ballot."""
    async with db.transaction() as session:
        item, row, owner = await one_item(session, item_id)
        await ballots.note_voters(session, Meeting(owner, row), item, voters, caller)
        return await session_view(session, row, owner, caller)


@router.post("/council-items/{item_id}/paper-counts")
async def count_paper(item_id: UUID, counted: PaperCount, caller: Caller, db: Db) -> SessionView:
    """Enter what one person counted on paper."""
    async with db.transaction() as session:
        item, row, owner = await one_item(session, item_id)
        await ballots.count_paper(session, Meeting(owner, row), item, counted, caller)
        return await session_view(session, row, owner, caller)


@router.get("/council-items/{item_id}/ballots")
async def published_ballots(item_id: UUID, _: Caller, db: Db) -> PublishedBallots:
    """Show every ballot of an item, for members to find theirs and for anybody to count again."""
    async with db.transaction() as session:
        item, row, _owner = await one_item(session, item_id)
        return await published(session, item, row, ballots.public_key(item))


@urn.post("/ballots", status_code=201)
async def cast(body: BallotCast, db: Db) -> Receipt:
    """Put a ballot into the urn; the paper itself is the right to do so."""
    async with db.transaction() as session:
        item, row, _ = await one_item(session, body.item_id)
        return Receipt(receipt=await ballots.cast(session, row, item, body))


def _require_establisher(caller: Identity, unit_id: str) -> None:
    """Let staff establish the province's council, and a unit's officer the unit's own."""
    if not caller.may(Role.APPRAISER, Role.LEADER, Role.ADMINISTRATOR):
        caller.require(Role.UNIT_OFFICER)
        if not unit_id or caller.unit_id != unit_id:
            raise Forbidden("Tài khoản chỉ được làm việc với dữ liệu của đơn vị mình.")


async def _require_insider(caller: Identity, unit_id: str, body: CouncilView) -> None:
    is_member = any(one.account == caller.user for one in body.members)
    is_own = bool(unit_id) and caller.unit_id == unit_id and caller.may(Role.UNIT_OFFICER)
    if not (caller.may(*STAFF) or is_member or is_own):
        raise Forbidden

"""What the nominations service is asked about councils, their sessions and ballots (hội đồng, bỏ phiếu kín)."""

from uuid import UUID

from services.gateway.clients.door import Door, Services, part, post_unsigned
from shared.api.councils import (
    AgendaChange,
    AttendanceTaken,
    BallotCast,
    ConflictDraft,
    CouncilDraft,
    CouncilView,
    MembersChange,
    PaperCount,
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


async def councils(door: Door) -> tuple[CouncilView, ...]:
    """Return every council with its members."""
    return await door.get(door.services.nominations, "/councils", tuple[CouncilView, ...])


async def council(door: Door, council_id: UUID) -> CouncilView:
    """Return one council."""
    return await door.get(door.services.nominations, f"/councils/{council_id}", CouncilView)


async def establish(door: Door, draft: CouncilDraft) -> CouncilView:
    """Establish a council."""
    return await door.post(door.services.nominations, "/councils", CouncilView, draft)


async def change_members(door: Door, council_id: UUID, change: MembersChange) -> CouncilView:
    """Let members leave and others join."""
    return await door.post(door.services.nominations, f"/councils/{council_id}/members", CouncilView, change)


async def sessions(door: Door, council_id: UUID | None = None) -> tuple[SessionSummary, ...]:
    """Return the newest sessions."""
    shape = tuple[SessionSummary, ...]
    return await door.get(door.services.nominations, "/council-sessions", shape, council_id=council_id)


async def session(door: Door, session_id: UUID) -> SessionView:
    """Return one session."""
    return await door.get(door.services.nominations, f"/council-sessions/{session_id}", SessionView)


async def call(door: Door, draft: SessionDraft) -> SessionView:
    """Call a session."""
    return await door.post(door.services.nominations, "/council-sessions", SessionView, draft)


async def change_agenda(door: Door, session_id: UUID, change: AgendaChange) -> SessionView:
    """Change a session's agenda."""
    return await door.post(door.services.nominations, f"/council-sessions/{session_id}/agenda", SessionView, change)


async def take_attendance(door: Door, session_id: UUID, taken: AttendanceTaken) -> SessionView:
    """Write who takes part."""
    path = f"/council-sessions/{session_id}/attendance"
    return await door.post(door.services.nominations, path, SessionView, taken)


async def take_step(door: Door, session_id: UUID, step: str, taken: SessionStep) -> SessionView:
    """Take a step of a session."""
    path = f"/council-sessions/{session_id}/steps/{part(step)}"
    return await door.post(door.services.nominations, path, SessionView, taken)


async def speak_of_conflict(door: Door, item_id: UUID, draft: ConflictDraft) -> SessionView:
    """Declare or settle a conflict of interest."""
    return await door.post(door.services.nominations, f"/council-items/{item_id}/conflicts", SessionView, draft)


async def note_voters(door: Door, item_id: UUID, voters: Voters) -> SessionView:
    """Write who took a paper ballot."""
    return await door.post(door.services.nominations, f"/council-items/{item_id}/voters", SessionView, voters)


async def count_paper(door: Door, item_id: UUID, counted: PaperCount) -> SessionView:
    """Enter what one person counted on paper."""
    return await door.post(door.services.nominations, f"/council-items/{item_id}/paper-counts", SessionView, counted)


async def minutes(door: Door, session_id: UUID) -> bytes:
    """Return the minutes as a Word file."""
    return await door.fetch(door.services.nominations, f"/council-sessions/{session_id}/minutes")


async def take_papers(door: Door, session_id: UUID, asked: PapersAsked) -> PapersGiven:
    """Have a member's blinded papers signed."""
    return await door.post(door.services.nominations, f"/council-sessions/{session_id}/papers", PapersGiven, asked)


async def published(door: Door, item_id: UUID) -> PublishedBallots:
    """Return the published ballots of an item."""
    return await door.get(door.services.nominations, f"/council-items/{item_id}/ballots", PublishedBallots)


async def cast(services: Services, ballot: BallotCast) -> Receipt:
    """Put a ballot into the urn: without a door, because nobody in particular casts it."""
    return await post_unsigned(services.nominations, "/ballots", Receipt, ballot)

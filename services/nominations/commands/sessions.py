"""A council's session (phiên họp): called, its agenda and attendance written, conflicts settled, and closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.nominations.commands import audit
from services.nominations.commands.councils import members, seat_of
from services.nominations.domain import State, plain
from services.nominations.domain.ballots import Method, ThresholdMissing
from services.nominations.domain.councils import (
    ITEM_KINDS_OF,
    VOTED,
    AlreadyListed,
    AttendanceUnknown,
    Candidate,
    ConflictGround,
    CouncilMalformed,
    CouncilNotInForce,
    ItemKind,
    ItemNotFound,
    MustStandAside,
    NotAMember,
    NotReadyForCouncil,
    Presence,
    SessionState,
    WrongCouncil,
    detected,
    is_valid_on,
    must_stand_aside,
)
from services.nominations.models import (
    AttendanceRow,
    ConflictRow,
    CouncilRow,
    ItemRow,
    MemberRow,
    NominationRow,
    SessionRow,
)
from services.nominations.queries.thresholds import share_of
from services.nominations.rules import catalogue
from shared import clock
from shared.api.councils import AgendaChange, AttendanceTaken, ConflictDraft, ItemDraft, SessionDraft
from shared.errors import Forbidden, OutOfTurn, Refused, SomeoneWasFaster
from shared.events.nominations import SessionCalled
from shared.identity import Identity
from shared.messaging.outbox import tell
from shared.roles import Role
from shared.steps import ReasonMissing

BEFORE_PAPERS = frozenset({SessionState.CALLED, SessionState.HELD})
_ENDED = (SessionState.CLOSED, SessionState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session with the council it belongs to."""

    council: CouncilRow
    row: SessionRow


class ItemMalformed(Refused):
    """An item of the agenda lacks what its kind needs."""

    message = "Nội dung chương trình chưa hợp lệ."


def require_convenor(caller: Identity, council: CouncilRow) -> None:
    """Refuse whoever does not run this council's sessions: staff run all, a unit's officer the own unit's."""
    if caller.may(Role.APPRAISER, Role.LEADER):
        return
    caller.require(Role.UNIT_OFFICER)
    if not council.unit_id or caller.unit_id != council.unit_id:
        raise Forbidden("Tài khoản chỉ được làm việc với dữ liệu của đơn vị mình.")


def require_revision(row: SessionRow, seen: int | None) -> None:
    """Refuse whoever looked at an older state of the session."""
    if seen not in {None, row.revision}:
        raise SomeoneWasFaster


def held_on(row: SessionRow) -> date:
    """Return the day of a session in Vietnam."""
    return row.meets_at.astimezone(clock.VIETNAM).date()


async def lock(session: AsyncSession, session_id: UUID, *, alone: bool) -> None:
    """Wait until the session may be worked on: voters side by side, a step of the session *alone*.

    The lock is an advisory one, because a row lock would leave the voter's transaction in the session's row.
    """
    key = int.from_bytes(session_id.bytes[:8], "big", signed=True)
    take = func.pg_advisory_xact_lock if alone else func.pg_advisory_xact_lock_shared
    await session.execute(select(take(key)))


async def sitting(session: AsyncSession, council_id: UUID, on: date) -> list[MemberRow]:
    """Return who sits on the council on *on*."""
    found = await members(session, council_id)
    return [one for one in found if is_valid_on(one.valid_from, one.valid_to, on)]


async def member_of(session: AsyncSession, row: SessionRow, account: str) -> MemberRow:
    """Return the seat of *account* on the day of the session, or refuse."""
    for one in await sitting(session, row.council_id, held_on(row)):
        if one.account == account:
            return one
    raise NotAMember


async def items_of(session: AsyncSession, session_id: UUID) -> list[ItemRow]:
    """Return the agenda in its order."""
    found = await session.scalars(select(ItemRow).where(ItemRow.session_id == session_id).order_by(ItemRow.position))
    return list(found)


async def call(session: AsyncSession, council: CouncilRow, draft: SessionDraft, caller: Identity) -> SessionRow:
    """Call a session with its agenda; every member is expected until somebody writes otherwise."""
    require_convenor(caller, council)
    if draft.method not in set(Method):
        raise CouncilMalformed(details=["Hình thức bỏ phiếu không có trong danh mục."])
    row = SessionRow(
        session_id=uuid7(),
        council_id=council.council_id,
        title=plain(draft.title),
        state=SessionState.CALLED,
        method=draft.method,
        is_written_round=draft.is_written_round,
        meets_at=draft.meets_at,
        place=plain(draft.place),
        total_members=None,
        version=0,
        revision=1,
    )
    if not is_valid_on(council.valid_from, council.valid_to, held_on(row)):
        raise CouncilNotInForce
    session.add(row)
    await session.flush()
    listed = await _list(session, council, row, draft.items, start=1)
    usual = Presence.WRITTEN if draft.is_written_round else Presence.PRESENT
    for seat in await sitting(session, council.council_id, held_on(row)):
        session.add(AttendanceRow(session_id=row.session_id, member_id=seat.member_id, presence=usual, reason=""))
    after = {"council": str(council.council_id), "method": row.method, "items": len(listed)}
    audit.record(session, caller.user, "call", "session", row.session_id, after=after)
    tell(session, row, _called(council, row, listed))
    return row


async def change_agenda(
    session: AsyncSession, council: CouncilRow, row: SessionRow, change: AgendaChange, caller: Identity
) -> None:
    """Put items on the agenda and take others off, before the session begins."""
    require_convenor(caller, council)
    require_revision(row, change.version)
    if row.state != SessionState.CALLED:
        raise OutOfTurn
    known = {one.item_id: one for one in await items_of(session, row.session_id)}
    for item_id in change.remove:
        if item_id not in known:
            raise ItemNotFound
        await session.delete(known.pop(item_id))
    await session.flush()
    start = max((one.position for one in known.values()), default=0) + 1
    listed = await _list(session, council, row, change.add, start=start)
    row.revision += 1
    after = {"added": [str(one.item_id) for one in listed], "removed": [str(one) for one in change.remove]}
    audit.record(session, caller.user, "change_agenda", "session", row.session_id, after=after)
    await session.flush()


async def take_attendance(
    session: AsyncSession, council: CouncilRow, row: SessionRow, taken: AttendanceTaken, caller: Identity
) -> None:
    """Write who is present, who sent a written opinion, and who is absent and why (điểm danh)."""
    require_convenor(caller, council)
    require_revision(row, taken.version)
    if row.state not in BEFORE_PAPERS:
        raise OutOfTurn
    seats = {one.member_id for one in await sitting(session, row.council_id, held_on(row))}
    for one in taken.attendances:
        if one.member_id not in seats or one.presence not in set(Presence):
            raise AttendanceUnknown
        if one.presence == Presence.ABSENT and not one.reason.strip():
            raise ReasonMissing
        presence, reason = one.presence, plain(one.reason)
        await session.merge(
            AttendanceRow(session_id=row.session_id, member_id=one.member_id, presence=presence, reason=reason)
        )
    row.revision += 1
    after = {str(one.member_id): one.presence for one in taken.attendances}
    audit.record(session, caller.user, "take_attendance", "session", row.session_id, after=after)
    await session.flush()


async def speak_of_conflict(
    session: AsyncSession, meeting: Meeting, item: ItemRow, draft: ConflictDraft, caller: Identity
) -> None:
    """Let a member declare a conflict and stand aside, or let the convenor settle one that was detected.

    Who is the candidate, or kin, stands aside whatever anybody says; for the rest a person decides, in writing.
    """
    row = meeting.row
    if row.state not in BEFORE_PAPERS:
        raise OutOfTurn
    if draft.member_id is None:
        member_id = (await member_of(session, row, caller.user)).member_id
    else:
        require_convenor(caller, meeting.council)
        seats = await sitting(session, row.council_id, held_on(row))
        if draft.member_id not in {one.member_id for one in seats}:
            raise AttendanceUnknown
        member_id = draft.member_id
    known = await session.get(ConflictRow, (item.item_id, member_id))
    ground = draft.ground or (known.ground if known else "")
    if ground not in set(ConflictGround):
        raise ItemMalformed(details=["Vui lòng chọn căn cứ của xung đột lợi ích."])
    if not draft.stands_aside:
        _require_may_stay(known, draft)
    await session.merge(
        ConflictRow(
            item_id=item.item_id,
            member_id=member_id,
            ground=ground,
            is_detected=known.is_detected if known else False,
            stands_aside=draft.stands_aside,
            note=plain(draft.note),
        )
    )
    after = {"member": str(member_id), "ground": ground, "stands_aside": draft.stands_aside}
    audit.record(
        session, caller.user, "settle_conflict", "council_item", item.item_id, after=after, ground=plain(draft.note)
    )
    await session.flush()


async def detect_conflicts(session: AsyncSession, row: SessionRow, seats: Iterable[MemberRow]) -> None:
    """Write down every conflict that the records themselves show; those that leave a choice wait for a person."""
    rows = tuple(seats)
    known = {(one.item_id, one.member_id) for one in await conflicts_of(session, row.session_id)}
    for item in await items_of(session, row.session_id):
        if item.kind not in VOTED:
            continue
        candidate = Candidate(item.unit_id, item.subject_kind, item.subject_name)
        for seat in rows:
            ground = detected(seat_of(seat), candidate)
            if ground is None or (item.item_id, seat.member_id) in known:
                continue
            aside = True if must_stand_aside(ground) else None
            session.add(
                ConflictRow(
                    item_id=item.item_id,
                    member_id=seat.member_id,
                    ground=ground,
                    is_detected=True,
                    stands_aside=aside,
                    note="",
                )
            )


async def conflicts_of(session: AsyncSession, session_id: UUID) -> list[ConflictRow]:
    """Return every conflict of a session."""
    of_session = select(ItemRow.item_id).where(ItemRow.session_id == session_id)
    return list(await session.scalars(select(ConflictRow).where(ConflictRow.item_id.in_(of_session))))


def _require_may_stay(known: ConflictRow | None, draft: ConflictDraft) -> None:
    if draft.member_id is None or (known is not None and must_stand_aside(ConflictGround(known.ground))):
        raise MustStandAside
    if not draft.note.strip():
        raise ReasonMissing


async def _list(
    session: AsyncSession, council: CouncilRow, row: SessionRow, drafts: Iterable[ItemDraft], *, start: int
) -> list[ItemRow]:
    listed: list[ItemRow] = []
    for position, draft in enumerate(drafts, start):
        if draft.kind not in ITEM_KINDS_OF[council.kind]:
            raise WrongCouncil
        make = _candidate if draft.kind == ItemKind.NOMINATION else _spoken_of
        item = await make(session, row, draft)
        item.position = position
        listed.append(item)
    session.add_all(listed)
    await session.flush()
    return listed


async def _candidate(session: AsyncSession, row: SessionRow, draft: ItemDraft) -> ItemRow:
    """Return the item of a dossier that stands at the council's door; nobody else may be listed."""
    nomination = await session.get(NominationRow, draft.nomination_id) if draft.nomination_id else None
    if nomination is None:
        raise ItemMalformed(details=["Không tìm thấy hồ sơ cần đưa vào chương trình."])
    if nomination.state != State.BEFORE_COUNCIL:
        raise NotReadyForCouncil
    await _require_unlisted(session, nomination.nomination_id)
    percent, basis = _share(nomination, draft, held_on(row))
    award = catalogue().award(nomination.award, nomination.ruleset) or catalogue().award(nomination.award)
    return ItemRow(
        item_id=uuid7(),
        session_id=row.session_id,
        kind=ItemKind.NOMINATION,
        title=award.name if award else nomination.award,
        nomination_id=nomination.nomination_id,
        unit_id=nomination.unit_id,
        subject_kind=nomination.subject_kind,
        subject_name=nomination.subject_name,
        percent=percent,
        percent_basis=basis,
    )


async def _spoken_of(_session: AsyncSession, row: SessionRow, draft: ItemDraft) -> ItemRow:
    """Return the item of an initiative, which is voted on, or of a matter, which is not."""
    is_voted = draft.kind in VOTED
    if not draft.title.strip() or (is_voted and not draft.subject_name.strip()):
        raise ItemMalformed(details=["Vui lòng ghi tên nội dung và, với sáng kiến, tên tác giả."])
    if is_voted and not (draft.percent and draft.percent_basis.strip()):
        raise ThresholdMissing
    return ItemRow(
        item_id=uuid7(),
        session_id=row.session_id,
        kind=draft.kind,
        title=plain(draft.title),
        nomination_id=None,
        unit_id=draft.unit_id,
        subject_kind=draft.subject_kind or "individual",
        subject_name=plain(draft.subject_name),
        percent=draft.percent if is_voted else None,
        percent_basis=plain(draft.percent_basis),
    )


async def _require_unlisted(session: AsyncSession, nomination_id: UUID) -> None:
    listed = (
        select(func.count())
        .select_from(ItemRow)
        .join(SessionRow, SessionRow.session_id == ItemRow.session_id)
        .where(ItemRow.nomination_id == nomination_id, SessionRow.state.not_in(_ENDED))
    )
    if await session.scalar(listed):
        raise AlreadyListed


def _share(nomination: NominationRow, draft: ItemDraft, on: date) -> tuple[int, str]:
    """Return the share that passes a candidate: the confirmed rule's, or the one a person chose on a ground."""
    written = share_of(nomination.award, nomination.mode, nomination.ruleset, on)
    if written is not None and written.is_confirmed:
        return written.percent, written.basis
    if draft.percent is None or not draft.percent_basis.strip():
        raise ThresholdMissing(details=[written.basis] if written else [])
    return draft.percent, plain(draft.percent_basis)


def _called(council: CouncilRow, row: SessionRow, listed: Iterable[ItemRow]) -> SessionCalled:
    return SessionCalled(
        session_id=row.session_id,
        council_id=council.council_id,
        council_kind=council.kind,
        level=council.level,
        unit_id=council.unit_id,
        meets_at=row.meets_at,
        method=row.method,
        is_written_round=row.is_written_round,
        nominations=tuple(one.nomination_id for one in listed if one.nomination_id),
    )

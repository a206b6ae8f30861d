"""Councils and their sessions as the gateway is shown them."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.domain.ballots import CHOICE_LABELS, METHOD_LABELS, Choice, Method, needed, receipt_of, share
from services.nominations.domain.councils import (
    CONFLICT_LABELS,
    COUNCIL_KIND_LABELS,
    COUNCIL_LEVEL_LABELS,
    ITEM_KIND_LABELS,
    POSITION_LABELS,
    PRESENCE_LABELS,
    SESSION_STATE_LABELS,
    SESSION_STEPS,
    ConflictGround,
    CouncilKind,
    CouncilLevel,
    CouncilNotFound,
    ItemKind,
    ItemNotFound,
    Position,
    Presence,
    Quorum,
    SessionNotFound,
)
from services.nominations.models import (
    AttendanceRow,
    BallotRow,
    ConflictRow,
    CouncilRow,
    ItemRow,
    MemberRow,
    PaperCountRow,
    PaperRow,
    SessionRow,
)
from shared.api.base import StepOffer
from shared.api.councils import (
    AttendanceView,
    ConflictView,
    CouncilView,
    ItemView,
    MemberView,
    PublishedBallot,
    PublishedBallots,
    SessionSummary,
    SessionView,
    TallyView,
)
from shared.blind_rsa import PublicKey
from shared.identity import Identity
from shared.steps import offered


async def council(session: AsyncSession, council_id: UUID) -> CouncilRow:
    """Return one council, or refuse."""
    row = await session.get(CouncilRow, council_id)
    if row is None:
        raise CouncilNotFound
    return row


async def one_session(session: AsyncSession, session_id: UUID) -> tuple[SessionRow, CouncilRow]:
    """Return one session with its council, or refuse."""
    row = await session.get(SessionRow, session_id)
    if row is None:
        raise SessionNotFound
    return row, await council(session, row.council_id)


async def one_item(session: AsyncSession, item_id: UUID) -> tuple[ItemRow, SessionRow, CouncilRow]:
    """Return one item with its session and council, or refuse."""
    item = await session.get(ItemRow, item_id)
    if item is None:
        raise ItemNotFound
    return item, *await one_session(session, item.session_id)


async def attendances_of(session: AsyncSession, session_id: UUID) -> list[AttendanceRow]:
    """Return how each member takes part."""
    return list(await session.scalars(select(AttendanceRow).where(AttendanceRow.session_id == session_id)))


async def councils_on(session: AsyncSession, on: date | None) -> tuple[CouncilView, ...]:
    """Return every council, or those in force on a day, with their members."""
    rows = select(CouncilRow).order_by(CouncilRow.level, CouncilRow.name, CouncilRow.valid_from)
    if on is not None:
        rows = rows.where(CouncilRow.valid_from <= on, func.coalesce(CouncilRow.valid_to, on) >= on)
    found = list(await session.scalars(rows))
    seats = await _members(session, [one.council_id for one in found])
    return tuple(_council_view(one, seats.get(one.council_id, [])) for one in found)


async def council_view(session: AsyncSession, row: CouncilRow) -> CouncilView:
    """Return a council as a person sees it."""
    seats = await _members(session, [row.council_id])
    return _council_view(row, seats.get(row.council_id, []))


async def sessions_of(session: AsyncSession, council_id: UUID | None) -> tuple[SessionSummary, ...]:
    """Return the newest sessions, of one council or of all."""
    rows = select(SessionRow, CouncilRow.name).join(CouncilRow, CouncilRow.council_id == SessionRow.council_id)
    if council_id is not None:
        rows = rows.where(SessionRow.council_id == council_id)
    found = await session.execute(rows.order_by(SessionRow.meets_at.desc(), SessionRow.session_id).limit(200))
    return tuple(SessionSummary(**_summary(row, name)) for row, name in found)


async def session_view(session: AsyncSession, row: SessionRow, owner: CouncilRow, caller: Identity) -> SessionView:
    """Return a session with its agenda, its attendance and what *caller* may do next."""
    attendances = await attendances_of(session, row.session_id)
    seats = (await _members(session, [row.council_id])).get(row.council_id, [])
    names = {one.member_id: one for one in seats}
    present = sum(one.presence == Presence.PRESENT for one in attendances)
    written = sum(one.presence == Presence.WRITTEN for one in attendances)
    total = row.total_members if row.total_members is not None else len(attendances)
    quorum = Quorum(owner.quorum_part, owner.quorum_whole)
    taking_part = present + (written if row.is_written_round else 0)
    own = {one.member_id for one in seats if one.account == caller.user}
    return SessionView(
        **_summary(row, owner.name),
        total_members=total,
        present=present,
        written=written,
        quorum=quorum.fewest(total),
        has_quorum=quorum.is_reached(taking_part, total),
        proceedings=row.proceedings or "",
        conclusion=row.conclusion or "",
        items=await _items(session, row, names, own),
        attendances=tuple(_attendance(one, names[one.member_id]) for one in _by_name(attendances, names)),
        steps=tuple(
            StepOffer(step=one.name, label=one.label, needs_reason=one.needs_reason, is_final=one.is_final)
            for one in offered(SESSION_STEPS, row.state, caller.roles)
        ),
    )


async def published(session: AsyncSession, item: ItemRow, row: SessionRow, key: PublicKey) -> PublishedBallots:
    """Return the published list of an item; before the count there is none."""
    papers = await _numbers(session, PaperRow, [item.item_id])
    tally = _tally(item, row, papers.get(item.item_id, 0))
    if tally is None:
        raise ItemNotFound("Chưa kiểm phiếu nên chưa có danh sách phiếu được công bố.")
    rows = await session.scalars(select(BallotRow).where(BallotRow.item_id == item.item_id).order_by(BallotRow.serial))
    return PublishedBallots(
        item_id=item.item_id,
        modulus=(item.modulus or b"").hex(),
        exponent=key.e,
        ballots=tuple(
            PublishedBallot(
                receipt=receipt_of(one.serial),
                serial=one.serial.hex(),
                signature=one.signature.hex(),
                choice=one.choice,
                choice_label=CHOICE_LABELS[Choice(one.choice)],
            )
            for one in rows
        ),
        tally=tally,
    )


async def _items(
    session: AsyncSession, row: SessionRow, names: Mapping[UUID, MemberRow], own: set[UUID]
) -> tuple[ItemView, ...]:
    items = list(
        await session.scalars(select(ItemRow).where(ItemRow.session_id == row.session_id).order_by(ItemRow.position))
    )
    ids = [one.item_id for one in items]
    papers, counts = await _numbers(session, PaperRow, ids), await _numbers(session, PaperCountRow, ids)
    mine = set(
        await session.scalars(select(PaperRow.item_id).where(PaperRow.item_id.in_(ids), PaperRow.member_id.in_(own)))
    )
    conflicts: dict[UUID, list[ConflictRow]] = {}
    for one in await session.scalars(select(ConflictRow).where(ConflictRow.item_id.in_(ids))):
        conflicts.setdefault(one.item_id, []).append(one)
    return tuple(
        ItemView(
            item_id=item.item_id,
            position=item.position,
            kind=item.kind,
            kind_label=ITEM_KIND_LABELS[ItemKind(item.kind)],
            title=item.title,
            nomination_id=item.nomination_id,
            unit_id=item.unit_id,
            subject_kind=item.subject_kind,
            subject_name=item.subject_name,
            percent=item.percent,
            percent_basis=item.percent_basis or "",
            modulus=(item.modulus or b"").hex(),
            papers=papers.get(item.item_id, 0),
            counted_by=counts.get(item.item_id, 0),
            has_paper=item.item_id in mine,
            conflicts=tuple(_conflict(one, names) for one in conflicts.get(item.item_id, ())),
            tally=_tally(item, row, papers.get(item.item_id, 0)),
        )
        for item in items
    )


async def _numbers(session: AsyncSession, table: type[PaperRow | PaperCountRow], ids: list[UUID]) -> dict[UUID, int]:
    rows = await session.execute(
        select(table.item_id, func.count()).where(table.item_id.in_(ids)).group_by(table.item_id)
    )
    return {row[0]: row[1] for row in rows}


async def _members(session: AsyncSession, councils: list[UUID]) -> dict[UUID, list[MemberRow]]:
    order = {position: number for number, position in enumerate(Position)}
    found: dict[UUID, list[MemberRow]] = {}
    for one in await session.scalars(select(MemberRow).where(MemberRow.council_id.in_(councils))):
        found.setdefault(one.council_id, []).append(one)
    for seats in found.values():
        seats.sort(key=lambda one: (order[Position(one.position)], one.name, str(one.member_id)))
    return found


def _by_name(rows: Iterable[AttendanceRow], names: Mapping[UUID, MemberRow]) -> list[AttendanceRow]:
    order = {member_id: number for number, member_id in enumerate(names)}
    return sorted((one for one in rows if one.member_id in order), key=lambda one: order[one.member_id])


def _tally(item: ItemRow, row: SessionRow, papers: int) -> TallyView | None:
    if item.approve is None or item.percent is None or not row.total_members:
        return None
    figures = (item.approve, item.disapprove or 0, item.abstain or 0, item.invalid or 0)
    return TallyView(
        members=row.total_members,
        papers=papers,
        returned=sum(figures),
        approve=figures[0],
        disapprove=figures[1],
        abstain=figures[2],
        invalid=figures[3],
        share=share(figures[0], row.total_members),
        percent=item.percent,
        percent_basis=item.percent_basis,
        needed=needed(percent=item.percent, total=row.total_members),
        is_passed=bool(item.is_passed),
    )


def _attendance(row: AttendanceRow, seat: MemberRow) -> AttendanceView:
    return AttendanceView(
        member_id=row.member_id,
        name=seat.name,
        position_label=POSITION_LABELS[Position(seat.position)],
        presence=row.presence,
        presence_label=PRESENCE_LABELS[Presence(row.presence)],
        reason=row.reason,
    )


def _conflict(row: ConflictRow, names: Mapping[UUID, MemberRow]) -> ConflictView:
    return ConflictView(
        member_id=row.member_id,
        member_name=names[row.member_id].name,
        ground=row.ground,
        ground_label=CONFLICT_LABELS[ConflictGround(row.ground)],
        is_detected=row.is_detected,
        stands_aside=row.stands_aside,
        note=row.note,
    )


def _council_view(row: CouncilRow, seats: Iterable[MemberRow]) -> CouncilView:
    return CouncilView(
        council_id=row.council_id,
        kind=row.kind,
        kind_label=COUNCIL_KIND_LABELS[CouncilKind(row.kind)],
        level=row.level,
        level_label=COUNCIL_LEVEL_LABELS[CouncilLevel(row.level)],
        unit_id=row.unit_id,
        name=row.name,
        decision_number=row.decision_number,
        decided_on=row.decided_on,
        legal_basis=row.legal_basis,
        quorum=(row.quorum_part, row.quorum_whole),
        quorum_basis=row.quorum_basis,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        version=row.revision,
        members=tuple(
            MemberView(
                member_id=one.member_id,
                account=one.account,
                name=one.name,
                position=one.position,
                position_label=POSITION_LABELS[Position(one.position)],
                unit_id=one.unit_id,
                valid_from=one.valid_from,
                valid_to=one.valid_to,
            )
            for one in seats
        ),
    )


def _summary(row: SessionRow, council_name: str) -> dict[str, object]:
    return {
        "session_id": row.session_id,
        "council_id": row.council_id,
        "council_name": council_name,
        "title": row.title,
        "state": row.state,
        "state_label": SESSION_STATE_LABELS[row.state],
        "method": row.method,
        "method_label": METHOD_LABELS[Method(row.method)],
        "is_written_round": row.is_written_round,
        "meets_at": row.meets_at,
        "place": row.place,
        "version": row.revision,
    }

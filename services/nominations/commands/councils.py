"""Establishing a council (thành lập Hội đồng) and changing who sits on it."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.nominations.commands import audit
from services.nominations.domain import plain
from services.nominations.domain.councils import (
    CouncilKind,
    CouncilLevel,
    CouncilMalformed,
    Position,
    Quorum,
    Seat,
    faults_in_council,
)
from services.nominations.models import CouncilRow, MemberRow
from services.nominations.queries.thresholds import quorum_on
from shared.api.councils import CouncilDraft, MemberDraft, MembersChange
from shared.errors import Refused, SomeoneWasFaster
from shared.identity import Identity


class CouncilKnown(Refused):
    """The decision established a council already."""

    status = 409
    message = "Quyết định này đã được dùng để thành lập một Hội đồng."


class QuorumUnknown(Refused):
    """No confirmed rule says how many members must take part, and the draft does not either."""

    message = "Quy định về số thành viên tham dự tối thiểu chưa được xác nhận. Vui lòng ghi tỷ lệ và căn cứ."


def require_revision(row: CouncilRow, seen: int) -> None:
    """Refuse whoever looked at an older state."""
    if row.revision != seen:
        raise SomeoneWasFaster


async def establish(session: AsyncSession, draft: CouncilDraft, caller: Identity) -> CouncilRow:
    """Establish a council with its members by a decision; refuse with ALL that is wrong."""
    quorum, basis = _quorum(draft)
    _check(draft, quorum)
    council = CouncilRow(
        council_id=uuid7(),
        kind=draft.kind,
        level=draft.level,
        unit_id=draft.unit_id,
        name=plain(draft.name),
        decision_number=plain(draft.decision_number),
        decided_on=draft.decided_on,
        legal_basis=plain(draft.legal_basis),
        quorum_part=quorum.part,
        quorum_whole=quorum.whole,
        quorum_basis=basis,
        valid_from=draft.valid_from,
        valid_to=draft.valid_to,
        revision=1,
    )
    session.add(council)
    session.add_all(_member(council.council_id, one, draft.valid_from) for one in draft.members)
    after = {"kind": draft.kind, "level": draft.level, "unit_id": draft.unit_id, "members": len(draft.members)}
    audit.record(
        session, caller.user, "establish", "council", council.council_id, after=after, ground=council.legal_basis
    )
    try:
        await session.flush()
    except IntegrityError as error:
        raise CouncilKnown from error
    return council


async def change_members(session: AsyncSession, council: CouncilRow, change: MembersChange, caller: Identity) -> None:
    """Let members leave after a day, and others join."""
    require_revision(council, change.version)
    rows = {one.member_id: one for one in await members(session, council.council_id)}
    if unknown := [str(one) for one in change.leave if one not in rows]:
        raise CouncilMalformed(details=[f"Không có thành viên {one} trong Hội đồng." for one in unknown])
    left_on = change.left_on or council.valid_from
    for leaving in change.leave:
        rows[leaving].valid_to = left_on
    joined = [_member(council.council_id, one, council.valid_from) for one in change.join]
    session.add_all(joined)
    staying = [one for one in rows.values() if one.member_id not in change.leave and one.valid_to is None]
    quorum = Quorum(council.quorum_part, council.quorum_whole)
    if faults := faults_in_council(map(seat_of, [*staying, *joined]), quorum):
        raise CouncilMalformed(details=faults)
    council.revision += 1
    after = {"left": [str(one) for one in change.leave], "joined": [str(one.member_id) for one in joined]}
    audit.record(session, caller.user, "change_members", "council", council.council_id, after=after)
    await session.flush()


async def members(session: AsyncSession, council_id: UUID) -> list[MemberRow]:
    """Return everybody who sits or sat on a council, the chair first."""
    found = await session.scalars(select(MemberRow).where(MemberRow.council_id == council_id))
    order = {position: number for number, position in enumerate(Position)}
    return sorted(found, key=lambda one: (order[Position(one.position)], one.name, str(one.member_id)))


def seat_of(row: MemberRow) -> Seat:
    """Return a member as conflicts see one."""
    return Seat(row.member_id, row.account, row.name, row.position, row.unit_id)


def _quorum(draft: CouncilDraft) -> tuple[Quorum, str]:
    if draft.quorum is not None:
        if not draft.quorum_basis.strip():
            raise CouncilMalformed(details=["Vui lòng ghi căn cứ của tỷ lệ thành viên tham dự tối thiểu."])
        return Quorum(*draft.quorum), plain(draft.quorum_basis)
    found = quorum_on(draft.valid_from)
    if found is None:
        raise QuorumUnknown
    return found


def _check(draft: CouncilDraft, quorum: Quorum) -> None:
    """Refuse a draft that cannot be established, with everything there is to mend."""
    faults: list[str] = []
    if draft.kind not in set(CouncilKind):
        faults.append("Loại Hội đồng không có trong danh mục.")
    if draft.level not in set(CouncilLevel):
        faults.append("Cấp Hội đồng không có trong danh mục.")
    if (draft.level == CouncilLevel.PROVINCE) is bool(draft.unit_id):
        faults.append("Hội đồng cấp tỉnh không ghi đơn vị; Hội đồng cấp khác phải ghi đơn vị.")
    if draft.valid_to is not None and draft.valid_to < draft.valid_from:
        faults.append("Ngày hết hiệu lực không được trước ngày có hiệu lực.")
    unknown = sorted({one.position for one in draft.members} - set(Position))
    faults += [f"Không có chức danh “{one}” trong Hội đồng." for one in unknown]
    seats = (Seat(uuid7(), one.account, one.name, one.position, one.unit_id) for one in draft.members)
    faults += faults_in_council(seats, quorum)
    if faults:
        raise CouncilMalformed(details=faults)


def _member(council_id: UUID, draft: MemberDraft, since: date) -> MemberRow:
    if draft.position not in set(Position):
        raise CouncilMalformed(details=[f"Không có chức danh “{draft.position}” trong Hội đồng."])
    return MemberRow(
        member_id=uuid7(),
        council_id=council_id,
        account=draft.account,
        name=plain(draft.name),
        position=draft.position,
        unit_id=draft.unit_id,
        valid_from=draft.valid_from or since,
        valid_to=draft.valid_to,
    )

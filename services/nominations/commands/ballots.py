"""The secret ballot (bỏ phiếu kín): papers to known members first, ballots from nobody in particular afterwards.

Nothing here writes a time, a number in order, or an act of casting; docs/decisions says what that defends against.
"""

import asyncio
import secrets
from collections.abc import Iterable
from hashlib import sha256
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.commands import audit
from services.nominations.commands.sessions import Meeting, lock, member_of, require_convenor
from services.nominations.domain.ballots import (
    FEWEST,
    AlreadyCast,
    BallotForged,
    Choice,
    CountsDiffer,
    Method,
    PaperAlreadyTaken,
    Tally,
    TooFewForSecrecy,
    agreed,
    passes,
    receipt_of,
    require_genuine,
    require_no_stuffing,
    tally_of,
)
from services.nominations.domain.councils import (
    VOTED,
    VOTING,
    AttendanceUnknown,
    ItemNotFound,
    MustStandAside,
    NotAMember,
    SessionState,
)
from services.nominations.models import (
    AttendanceRow,
    BallotRow,
    ConflictRow,
    ItemRow,
    PaperCountRow,
    PaperRow,
    SessionRow,
)
from shared.api.councils import BallotCast, PaperAsked, PaperCount, Voters
from shared.blind_rsa import NotBlindable, PrivateKey, PublicKey, blind_sign, new_key
from shared.errors import OutOfTurn
from shared.identity import Identity

_PRIME = 128
"""Bytes of one of the two primes of a key."""


def public_key(item: ItemRow) -> PublicKey:
    """Return the key that an item's papers are checked against."""
    return PublicKey(int.from_bytes(item.modulus or b"", "big"))


async def make_keys(items: Iterable[ItemRow]) -> None:
    """Give every item a key of its own, so that a paper is good for one candidate only."""
    for item in items:
        key = await asyncio.to_thread(new_key)
        item.modulus = key.public.n.to_bytes(key.public.size, "big")
        item.primes = key.p.to_bytes(_PRIME, "big") + key.q.to_bytes(_PRIME, "big")


async def take_papers(
    session: AsyncSession, row: SessionRow, asked: Iterable[PaperAsked], caller: Identity
) -> list[tuple[UUID, bytes]]:
    """Sign the blinded papers of a member, one for each candidate; who asks again with the same paper gets it again.

    Raises NotAMember, MustStandAside, PaperAlreadyTaken, or OutOfTurn where papers are not handed out now.
    """
    await lock(session, row.session_id, alone=False)
    await session.refresh(row)
    if (row.state, row.method) != (SessionState.ISSUING, Method.ELECTRONIC):
        raise OutOfTurn
    member = await member_of(session, row, caller.user)
    await _require_votes(session, row, member.member_id)
    signed: list[tuple[UUID, bytes]] = []
    for paper in asked:
        item = await _voted_item(session, row, paper.item_id)
        blinded = bytes.fromhex(paper.blinded)
        await _hand_out(session, item, member.member_id, sha256(blinded).digest())
        signed.append((item.item_id, await _signed(item, blinded)))
    audit.record(session, caller.user, "take_paper", "session", row.session_id, after={"papers": len(signed)})
    return signed


async def cast(session: AsyncSession, row: SessionRow, item: ItemRow, body: BallotCast) -> str:
    """Put a ballot into the urn; return its receipt. The same ballot again changes nothing.

    Raises BallotForged for a paper the council did not sign, AlreadyCast for a second choice on one paper.
    """
    await lock(session, row.session_id, alone=False)
    await session.refresh(row)
    if (row.state, row.method) != (SessionState.CASTING, Method.ELECTRONIC):
        raise OutOfTurn
    if body.choice not in set(Choice):
        raise BallotForged
    serial, signature = bytes.fromhex(body.serial), bytes.fromhex(body.signature)
    require_genuine(public_key(item), item.item_id, serial, signature)
    ballot = {"item_id": item.item_id, "serial": serial, "choice": body.choice, "signature": signature}
    put = insert(BallotRow).values(**ballot).on_conflict_do_nothing().returning(BallotRow.serial)
    if (await session.execute(put)).first() is None:
        known = await session.scalar(
            select(BallotRow.choice).where(BallotRow.item_id == item.item_id, BallotRow.serial == serial)
        )
        if known != body.choice:
            raise AlreadyCast
    return receipt_of(serial)


async def note_voters(session: AsyncSession, meeting: Meeting, item: ItemRow, voters: Voters, caller: Identity) -> None:
    """Write down who took a paper ballot, or sent one in writing; what they wrote on it is counted, not read."""
    row = meeting.row
    require_convenor(caller, meeting.council)
    if (row.state, row.method) != (SessionState.ISSUING, Method.PAPER):
        raise OutOfTurn
    for member_id in voters.member_ids:
        await _require_votes(session, row, member_id)
        await _hand_out(session, item, member_id, secrets.token_bytes(32))
    audit.record(
        session, caller.user, "hand_out_paper", "council_item", item.item_id, after={"papers": len(voters.member_ids)}
    )


async def count_paper(
    session: AsyncSession, meeting: Meeting, item: ItemRow, counted: PaperCount, caller: Identity
) -> None:
    """Keep what one person counted on paper; the second is told when the two differ, but not in what."""
    row = meeting.row
    require_convenor(caller, meeting.council)
    if (row.state, row.method) != (SessionState.CASTING, Method.PAPER):
        raise OutOfTurn
    tally = Tally(**counted.model_dump())
    require_no_stuffing(tally, papers=await papers_out(session, item.item_id))
    values = {"item_id": item.item_id, "counted_by": caller.user, **counted.model_dump()}
    put = insert(PaperCountRow).values(**values)
    again = put.on_conflict_do_update(index_elements=["item_id", "counted_by"], set_=counted.model_dump())
    await session.execute(again)
    others = [one for who, one in await _counts(session, item.item_id) if who != caller.user]
    if any(other != tally for other in others):
        raise CountsDiffer
    audit.record(session, caller.user, "count_paper", "council_item", item.item_id)


async def require_enough_papers(session: AsyncSession, items: Iterable[ItemRow]) -> None:
    """Refuse to begin while so few have a paper that the totals would betray them."""
    short = [item for item in items if await papers_out(session, item.item_id) < FEWEST]
    if short:
        raise TooFewForSecrecy(details=[f"{item.title}: {item.subject_name}." for item in short])


async def count(session: AsyncSession, row: SessionRow, items: Iterable[ItemRow]) -> None:
    """Write the totals of every item, and whether the share of ALL members was reached.

    The ballots are laid anew in the order of their random numbers, so that not even the place of a row on the disk
    tells when it came.
    """
    total = row.total_members or 0
    for item in items:
        papers = await papers_out(session, item.item_id)
        if row.method == Method.PAPER:
            tally = agreed([one for _, one in await _counts(session, item.item_id)], papers=papers)
        else:
            tally = await _mixed(session, item.item_id)
            require_no_stuffing(tally, papers=papers)
        item.approve, item.disapprove = tally.approve, tally.disapprove
        item.abstain, item.invalid = tally.abstain, tally.invalid
        item.is_passed = passes(tally.approve, percent=item.percent or 0, total=total)


async def papers_out(session: AsyncSession, item_id: UUID) -> int:
    """Return how many papers are out for an item (số phiếu phát ra)."""
    return await session.scalar(select(func.count()).select_from(PaperRow).where(PaperRow.item_id == item_id)) or 0


async def _mixed(session: AsyncSession, item_id: UUID) -> Tally:
    taken = delete(BallotRow).where(BallotRow.item_id == item_id)
    lifted = await session.execute(taken.returning(BallotRow.serial, BallotRow.choice, BallotRow.signature))
    ballots = [
        {"item_id": item_id, "serial": serial, "choice": choice, "signature": signature}
        for serial, choice, signature in sorted(lifted.all())
    ]
    if ballots:
        await session.execute(insert(BallotRow), ballots)
    return tally_of(str(one["choice"]) for one in ballots)


async def _counts(session: AsyncSession, item_id: UUID) -> list[tuple[str, Tally]]:
    rows = await session.execute(
        select(
            PaperCountRow.counted_by,
            PaperCountRow.approve,
            PaperCountRow.disapprove,
            PaperCountRow.abstain,
            PaperCountRow.invalid,
        ).where(PaperCountRow.item_id == item_id)
    )
    return [(who, Tally(*figures)) for who, *figures in rows]


async def _require_votes(session: AsyncSession, row: SessionRow, member_id: UUID) -> None:
    attendance = await session.get(AttendanceRow, (row.session_id, member_id))
    if attendance is None:
        raise AttendanceUnknown
    if attendance.presence not in VOTING:
        raise NotAMember("Thành viên vắng mặt, không gửi ý kiến bằng văn bản nên không tham gia bỏ phiếu.")


async def _voted_item(session: AsyncSession, row: SessionRow, item_id: UUID) -> ItemRow:
    item = await session.get(ItemRow, item_id)
    if item is None or item.session_id != row.session_id or item.kind not in VOTED:
        raise ItemNotFound
    return item


async def _hand_out(session: AsyncSession, item: ItemRow, member_id: UUID, fingerprint: bytes) -> None:
    conflict = await session.get(ConflictRow, (item.item_id, member_id))
    if conflict is not None and conflict.stands_aside:
        raise MustStandAside
    paper = {"item_id": item.item_id, "member_id": member_id, "fingerprint": fingerprint}
    put = insert(PaperRow).values(**paper).on_conflict_do_nothing().returning(PaperRow.member_id)
    if (await session.execute(put)).first() is not None:
        return
    known = await session.scalar(
        select(PaperRow.fingerprint).where(PaperRow.item_id == item.item_id, PaperRow.member_id == member_id)
    )
    if known != fingerprint:
        raise PaperAlreadyTaken


async def _signed(item: ItemRow, blinded: bytes) -> bytes:
    primes = item.primes or b""
    key = PrivateKey(int.from_bytes(primes[:_PRIME], "big"), int.from_bytes(primes[_PRIME:], "big"))
    try:
        return await asyncio.to_thread(blind_sign, key, blinded)
    except NotBlindable as error:
        raise BallotForged from error

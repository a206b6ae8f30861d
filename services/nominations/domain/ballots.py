"""A secret ballot as pure values: choices, papers nobody can trace, totals, and the threshold in whole numbers."""

import base64
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from shared.blind_rsa import PublicKey, verify
from shared.errors import Refused

SERIAL = 32
"""Bytes of a ballot's own random number (số bí mật của phiếu)."""

FEWEST = 3
"""With fewer papers than this on one candidate, the totals alone would say who voted how."""


class Choice(StrEnum):
    """What a ballot says (nội dung phiếu)."""

    APPROVE = "approve"
    DISAPPROVE = "disapprove"
    ABSTAIN = "abstain"


CHOICE_LABELS = {Choice.APPROVE: "Đồng ý", Choice.DISAPPROVE: "Không đồng ý", Choice.ABSTAIN: "Không có ý kiến"}


class Method(StrEnum):
    """How a session votes (hình thức bỏ phiếu); never both ways at once, so that no small group can be told apart."""

    ELECTRONIC = "electronic"
    PAPER = "paper"


METHOD_LABELS = {Method.ELECTRONIC: "Bỏ phiếu kín trên hệ thống", Method.PAPER: "Bỏ phiếu kín bằng phiếu giấy"}


class BallotForged(Refused):
    """The paper does not carry the council's signature."""

    message = "Phiếu không hợp lệ: không do Hội đồng phát ra cho nội dung này."


class AlreadyCast(Refused):
    """The paper was used before, for another choice."""

    status = 409
    message = "Phiếu này đã được bỏ. Mỗi phiếu chỉ bỏ một lần, không thay đổi được."


class PaperAlreadyTaken(Refused):
    """The member took a ballot paper for this candidate before."""

    status = 409
    message = "Thành viên đã nhận phiếu cho nội dung này."


class TooFewForSecrecy(Refused):
    """So few papers are out that totals would tell who voted how."""

    message = f"Có nội dung chưa đủ {FEWEST} thành viên nhận phiếu, không giữ được bí mật lá phiếu."


class MoreBallotsThanPapers(Refused):
    """The urn holds more ballots than papers were handed out."""

    message = "Số phiếu thu về nhiều hơn số phiếu phát ra. Phải dừng kiểm phiếu để xác minh."


class CountsDiffer(Refused):
    """Two people counted the paper ballots and disagree."""

    status = 409
    message = "Kết quả kiểm phiếu giấy của hai người nhập không khớp. Vui lòng kiểm lại phiếu."


class CountMissing(Refused):
    """The paper ballots were not yet counted by two people."""

    status = 409
    message = "Phiếu giấy phải do hai người khác nhau nhập kết quả."


class ThresholdMissing(Refused):
    """No confirmed rule says what share is needed, and nobody chose one."""

    message = "Quy định về tỷ lệ phiếu chưa được xác nhận. Vui lòng chọn tỷ lệ và ghi rõ căn cứ."


@dataclass(frozen=True, slots=True)
class Tally:
    """How many ballots said what (kết quả kiểm phiếu); invalid ones exist on paper only."""

    approve: int = 0
    disapprove: int = 0
    abstain: int = 0
    invalid: int = 0

    @property
    def returned(self) -> int:
        """Return how many ballots came back (số phiếu thu về)."""
        return self.approve + self.disapprove + self.abstain + self.invalid


@dataclass(frozen=True, slots=True)
class Ballot:
    """One anonymous ballot of the published list: its random number, the council's signature, its choice."""

    serial: str
    signature: str
    choice: str


def passes(approve: int, *, percent: int, total: int) -> bool:
    """Return whether *approve* votes reach *percent* of the *total* members of the council, absent ones included."""
    return approve * 100 >= percent * total


def needed(*, percent: int, total: int) -> int:
    """Return the fewest votes that reach *percent* of *total*."""
    return -(-percent * total // 100)


def share(approve: int, total: int) -> str:
    """Return the share of all members in percent, cut after two digits: a reader never sees it reached too early."""
    hundredths = approve * 10_000 // total
    return f"{hundredths // 100},{hundredths % 100:02} %"


def message_of(item_id: UUID, serial: bytes) -> bytes:
    """Return what the council signs blindly: a paper for this candidate, with a number only its holder knows."""
    return b"thidua/ballot/v1/" + item_id.bytes + serial


def receipt_of(serial: bytes) -> str:
    """Return the code by which a member finds the ballot in the published list (mã biên nhận)."""
    code = base64.b32encode(sha256(b"receipt/" + serial).digest()).decode()[:20]
    return "-".join(code[at : at + 5] for at in range(0, 20, 5))


def require_genuine(key: PublicKey, item_id: UUID, serial: bytes, signature: bytes) -> None:
    """Refuse a ballot on a paper that the council did not hand out."""
    if len(serial) != SERIAL or not verify(key, message_of(item_id, serial), signature):
        raise BallotForged


def tally_of(choices: Iterable[str], *, invalid: int = 0) -> Tally:
    """Return the totals of *choices*."""
    counted = Counter(choices)
    return Tally(counted[Choice.APPROVE], counted[Choice.DISAPPROVE], counted[Choice.ABSTAIN], invalid)


def recount(key: PublicKey, item_id: UUID, ballots: Collection[Ballot]) -> Tally:
    """Return the totals of a published list, having checked every signature and that no paper counts twice.

    Needs nothing but the list, so that anybody can do it again. Raises BallotForged or AlreadyCast.
    """
    if len({one.serial for one in ballots}) != len(ballots):
        raise AlreadyCast
    for one in ballots:
        require_genuine(key, item_id, bytes.fromhex(one.serial), bytes.fromhex(one.signature))
    return tally_of(one.choice for one in ballots)


def agreed(counts: Collection[Tally], *, papers: int) -> Tally:
    """Return what two people counted alike on paper, or refuse."""
    if len(counts) < 2:  # noqa: PLR2004 - two people, as the procedure says
        raise CountMissing
    first, *others = counts
    if any(other != first for other in others):
        raise CountsDiffer
    require_no_stuffing(first, papers=papers)
    return first


def require_no_stuffing(tally: Tally, *, papers: int) -> None:
    """Refuse a count of more ballots than *papers* were handed out."""
    if tally.returned > papers:
        raise MoreBallotsThanPapers

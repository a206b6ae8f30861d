"""Councils as pure values: who sits on them, when a session may begin, who must stand aside, and its steps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.errors import NotFound, Refused
from shared.roles import Role
from shared.steps import Step


class CouncilKind(StrEnum):
    """Which council (loại hội đồng); the two are different bodies, and neither decides for the other."""

    EMULATION = "emulation"
    INITIATIVE = "initiative"


COUNCIL_KIND_LABELS = {
    CouncilKind.EMULATION: "Hội đồng Thi đua - Khen thưởng",
    CouncilKind.INITIATIVE: "Hội đồng sáng kiến",
}


class CouncilLevel(StrEnum):
    """Whose council it is (cấp hội đồng)."""

    PROVINCE = "province"
    DEPARTMENT = "department"
    COMMUNE = "commune"
    GRASSROOTS = "grassroots"


COUNCIL_LEVEL_LABELS = {
    CouncilLevel.PROVINCE: "Cấp tỉnh",
    CouncilLevel.DEPARTMENT: "Sở, ban, ngành",
    CouncilLevel.COMMUNE: "Cấp xã",
    CouncilLevel.GRASSROOTS: "Cơ sở",
}


class Position(StrEnum):
    """A member's place in the council (chức danh trong Hội đồng); every one has one vote."""

    CHAIR = "chair"
    STANDING_VICE_CHAIR = "standing_vice_chair"
    VICE_CHAIR = "vice_chair"
    MEMBER = "member"
    SECRETARY = "secretary"


POSITION_LABELS = {
    Position.CHAIR: "Chủ tịch Hội đồng",
    Position.STANDING_VICE_CHAIR: "Phó Chủ tịch Thường trực Hội đồng",
    Position.VICE_CHAIR: "Phó Chủ tịch Hội đồng",
    Position.MEMBER: "Ủy viên Hội đồng",
    Position.SECRETARY: "Ủy viên, Thư ký Hội đồng",
}


class ItemKind(StrEnum):
    """What an item of the agenda is (nội dung phiên họp): candidates and initiatives are voted on, matters are not."""

    NOMINATION = "nomination"
    INITIATIVE = "initiative"
    MATTER = "matter"


ITEM_KIND_LABELS = {
    ItemKind.NOMINATION: "Xét khen thưởng",
    ItemKind.INITIATIVE: "Công nhận sáng kiến",
    ItemKind.MATTER: "Nội dung thảo luận",
}

VOTED = frozenset({ItemKind.NOMINATION, ItemKind.INITIATIVE})

ITEM_KINDS_OF: Mapping[str, frozenset[ItemKind]] = {
    CouncilKind.EMULATION: frozenset({ItemKind.NOMINATION, ItemKind.MATTER}),
    CouncilKind.INITIATIVE: frozenset({ItemKind.INITIATIVE, ItemKind.MATTER}),
}
"""What each council has to do with."""


class Presence(StrEnum):
    """How a member takes part in a session (tham dự)."""

    PRESENT = "present"
    WRITTEN = "written"
    ABSENT = "absent"


PRESENCE_LABELS = {
    Presence.PRESENT: "Có mặt",
    Presence.WRITTEN: "Vắng mặt, gửi ý kiến bằng văn bản",
    Presence.ABSENT: "Vắng mặt",
}

VOTING = frozenset({Presence.PRESENT, Presence.WRITTEN})
"""Who votes: an absent member's written opinion counts as a vote."""


class ConflictGround(StrEnum):
    """Why a member may be too near a candidate (xung đột lợi ích)."""

    SAME_PERSON = "same_person"
    SAME_UNIT = "same_unit"
    KIN = "kin"
    OTHER = "other"


CONFLICT_LABELS = {
    ConflictGround.SAME_PERSON: "Chính là người được xét",
    ConflictGround.SAME_UNIT: "Cùng đơn vị với đối tượng được xét",
    ConflictGround.KIN: "Người có quan hệ gia đình",
    ConflictGround.OTHER: "Lý do khác",
}


class SessionState(StrEnum):
    """Where a council's session stands (trạng thái phiên họp)."""

    CALLED = "called"
    HELD = "held"
    ISSUING = "issuing"
    CASTING = "casting"
    COUNTED = "counted"
    CLOSED = "closed"
    CANCELLED = "cancelled"


SESSION_STATE_LABELS: Mapping[str, str] = {
    SessionState.CALLED: "Đã triệu tập",
    SessionState.HELD: "Đang họp",
    SessionState.ISSUING: "Đang phát phiếu",
    SessionState.CASTING: "Đang bỏ phiếu",
    SessionState.COUNTED: "Đã kiểm phiếu",
    SessionState.CLOSED: "Đã bế mạc",
    SessionState.CANCELLED: "Đã hủy phiên họp",
}

CONVENORS = frozenset({Role.APPRAISER, Role.LEADER, Role.UNIT_OFFICER})
"""Who runs a session: the standing office and the leadership, and a unit's officer for the unit's own council."""

SESSION_STEPS: tuple[Step, ...] = (
    Step("hold", SessionState.CALLED, SessionState.HELD, CONVENORS, "Khai mạc"),
    Step("cancel", SessionState.CALLED, SessionState.CANCELLED, CONVENORS, "Hủy phiên họp", True, True),
    Step("issue", SessionState.HELD, SessionState.ISSUING, CONVENORS, "Phát phiếu"),
    Step("cast", SessionState.ISSUING, SessionState.CASTING, CONVENORS, "Bắt đầu bỏ phiếu"),
    Step("count", SessionState.CASTING, SessionState.COUNTED, CONVENORS, "Kiểm phiếu", is_final=True),
    Step("close", SessionState.COUNTED, SessionState.CLOSED, CONVENORS, "Thông qua biên bản, bế mạc", is_final=True),
    Step("close", SessionState.HELD, SessionState.CLOSED, CONVENORS, "Bế mạc", is_final=True),
)
"""The only ways a session moves (các bước của phiên họp).

Papers are handed out to known members first and cast by nobody in particular afterwards; the two never overlap.
"""


class CouncilNotFound(NotFound):
    """There is no such council."""

    message = "Không tìm thấy Hội đồng."


class SessionNotFound(NotFound):
    """There is no such session."""

    message = "Không tìm thấy phiên họp."


class ItemNotFound(NotFound):
    """There is no such item on the agenda."""

    message = "Không tìm thấy nội dung trong chương trình phiên họp."


class NotAMember(Refused):
    """The caller does not sit on this council today."""

    status = 403
    message = "Tài khoản không phải là thành viên Hội đồng tại ngày họp."


class CouncilMalformed(Refused):
    """A council cannot be established as it is written."""

    message = "Thông tin Hội đồng chưa hợp lệ."


class CouncilNotInForce(Refused):
    """The council does not exist on the day of the session."""

    message = "Hội đồng không còn hoặc chưa có hiệu lực tại ngày họp."


class QuorumMissing(Refused):
    """Too few members take part."""

    message = "Chưa đủ số thành viên tham dự theo quy định; phiên họp không tiến hành được."


class ConflictUnsettled(Refused):
    """A detected conflict of interest was neither recused nor cleared."""

    message = "Có xung đột lợi ích chưa được xử lý."


class MustStandAside(Refused):
    """The member stands aside for this candidate."""

    status = 403
    message = "Thành viên không tham gia biểu quyết nội dung này do có xung đột lợi ích."


class NotReadyForCouncil(Refused):
    """The candidate is not at the council's door, for instance because a consultation is still open."""

    message = "Hồ sơ chưa đủ điều kiện đưa vào chương trình: phải thẩm định xong và kết thúc lấy ý kiến Nhân dân."


class AlreadyListed(Refused):
    """The candidate is on the agenda of another session that has not ended."""

    status = 409
    message = "Hồ sơ đã có trong chương trình của một phiên họp chưa kết thúc."


class AgendaEmpty(Refused):
    """There is nothing to vote on."""

    message = "Chương trình không có nội dung nào cần bỏ phiếu."


class WrongCouncil(Refused):
    """The item is not this council's to consider."""

    message = "Nội dung này không thuộc thẩm quyền của Hội đồng."


class AttendanceUnknown(Refused):
    """Somebody is marked who is no member."""

    message = "Có người không phải là thành viên Hội đồng trong danh sách tham dự."


@dataclass(frozen=True, slots=True)
class Seat:
    """A member as conflicts see them: the account, the name and the unit."""

    member_id: UUID
    account: str
    name: str
    position: str
    unit_id: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who is voted on, as conflicts see them."""

    unit_id: str
    subject_kind: str
    subject_name: str


@dataclass(frozen=True, slots=True)
class Quorum:
    """The share of members who must take part, as the council's own law writes it (two of three)."""

    part: int
    whole: int

    def is_reached(self, taking_part: int, total: int) -> bool:
        """Return whether *taking_part* of *total* members are enough; whole numbers only."""
        return taking_part * self.whole >= self.part * total

    def fewest(self, total: int) -> int:
        """Return how many of *total* are enough."""
        return -(-self.part * total // self.whole)


def is_valid_on(valid_from: date, valid_to: date | None, on: date) -> bool:
    """Return whether something valid from and until the given days, both included, is valid on *on*."""
    return valid_from <= on and (valid_to is None or on <= valid_to)


def faults_in_council(seats: Iterable[Seat], quorum: Quorum) -> list[str]:
    """Return ALL that keeps a council from being established with *seats*."""
    rows = tuple(seats)
    chairs = sum(one.position == Position.CHAIR for one in rows)
    accounts = [one.account for one in rows]
    faults = {
        "Hội đồng phải có ít nhất 3 thành viên.": len(rows) < 3,  # noqa: PLR2004 - fewer cannot vote in secret
        "Hội đồng phải có đúng một Chủ tịch.": chairs != 1,
        "Một tài khoản chỉ giữ một vị trí trong Hội đồng.": len(set(accounts)) != len(accounts),
        "Tỷ lệ thành viên tham dự tối thiểu phải lớn hơn 0 và không quá toàn bộ.": not 0 < quorum.part <= quorum.whole,
    }
    return [fault for fault, holds in faults.items() if holds]


def detected(seat: Seat, candidate: Candidate) -> ConflictGround | None:
    """Return the conflict that the records themselves show between a member and a candidate."""
    if candidate.subject_kind == "individual" and _words(seat.name) == _words(candidate.subject_name):
        return ConflictGround.SAME_PERSON
    if seat.unit_id and seat.unit_id == candidate.unit_id:
        return ConflictGround.SAME_UNIT
    return None


def must_stand_aside(ground: ConflictGround) -> bool:
    """Return whether the ground leaves no choice; of the others a person decides, with a written reason."""
    return ground in {ConflictGround.SAME_PERSON, ConflictGround.KIN}


def _words(name: str) -> str:
    return " ".join(name.casefold().split())

"""Cancelling an award as pure values: the steps, and which later awards come into doubt with it."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.errors import NotFound, Refused
from shared.roles import Role
from shared.steps import Step

_DESK = frozenset({Role.APPRAISER})
_LEADERS = frozenset({Role.LEADER})


class RevocationState(StrEnum):
    """Where the cancelling of an award stands (trạng thái hủy bỏ quyết định)."""

    OPENED = "opened"
    REPORTED = "reported"
    REVOKED = "revoked"
    RECOVERED = "recovered"
    DROPPED = "dropped"


REVOCATION_STATE_LABELS: Mapping[str, str] = {
    RevocationState.OPENED: "Đã có kết luận, chờ báo cáo Hội đồng",
    RevocationState.REPORTED: "Đã báo cáo, chờ quyết định hủy bỏ",
    RevocationState.REVOKED: "Đã hủy bỏ, đang thu hồi",
    RevocationState.RECOVERED: "Đã thu hồi xong",
    RevocationState.DROPPED: "Không hủy bỏ",
}

REVOCATION_STEPS: tuple[Step, ...] = (
    Step("report", RevocationState.OPENED, RevocationState.REPORTED, _DESK, "Báo cáo Hội đồng"),
    Step("decide", RevocationState.REPORTED, RevocationState.REVOKED, _LEADERS, "Quyết định hủy bỏ", is_final=True),
    Step("drop", RevocationState.OPENED, RevocationState.DROPPED, _LEADERS, "Không hủy bỏ", True, True),
    Step("drop", RevocationState.REPORTED, RevocationState.DROPPED, _LEADERS, "Không hủy bỏ", True, True),
    Step("settle", RevocationState.REVOKED, RevocationState.RECOVERED, _DESK, "Xác nhận đã thu hồi xong"),
)
"""The only ways the cancelling of an award moves (các bước hủy bỏ quyết định khen thưởng)."""


class RevocationNotFound(NotFound):
    """There is no such revocation."""

    message = "Không tìm thấy hồ sơ hủy bỏ khen thưởng."


class AlreadyRevoked(Refused):
    """The award was revoked, or its revocation is being considered."""

    status = 409
    message = "Khen thưởng này đã bị hủy bỏ hoặc đang được xem xét hủy bỏ."


class GroundUnknown(Refused):
    """The law that applied to the award knows no such ground."""

    message = "Căn cứ hủy bỏ không có trong quy định áp dụng cho khen thưởng này."


class NotRecoveredYet(Refused):
    """Money or the object has not come back."""

    message = "Chưa thu hồi đủ tiền thưởng hoặc hiện vật khen thưởng."


@dataclass(frozen=True, slots=True)
class Granted:
    """An award of a register as reliance sees it."""

    award_id: UUID
    subject_id: UUID
    decided_on: date


@dataclass(frozen=True, slots=True)
class Doubt:
    """A later award in doubt: the awards between the revoked one and it, the revoked one first, it last."""

    award_id: UUID
    chain: tuple[UUID, ...]
    is_direct_finding: bool  # every link was named by the findings; otherwise the subject's history alone links them


def doubts(
    revoked: Granted, later: Iterable[Granted], relied: Iterable[tuple[UUID, UUID]], judged: Iterable[UUID]
) -> list[Doubt]:
    """Return every later award that rests on *revoked*, each with the shortest chain that leads to it.

    relied are pairs (award, what it relied on), as findings named them. An award in *judged* was assessed with its
    findings kept, so these alone speak for it; any other award of the same subject may rest on the one before.
    """
    pool = {one.award_id: one for one in (revoked, *later)}
    known = frozenset(judged)
    resting: dict[UUID, list[tuple[UUID, bool]]] = {}
    for award, earlier in relied:
        resting.setdefault(earlier, []).append((award, True))
    for one in pool.values():
        for other in pool.values():
            is_later = (other.decided_on, str(other.award_id)) > (one.decided_on, str(one.award_id))
            if other.subject_id == one.subject_id and is_later and other.award_id not in known:
                resting.setdefault(one.award_id, []).append((other.award_id, False))
    found: dict[UUID, Doubt] = {}
    queue = deque([Doubt(revoked.award_id, (revoked.award_id,), is_direct_finding=True)])
    while queue:
        here = queue.popleft()
        for award, is_finding in sorted(resting.get(here.award_id, ()), key=lambda edge: (not edge[1], str(edge[0]))):
            if award in pool and award not in found and award != revoked.award_id:
                found[award] = Doubt(award, (*here.chain, award), is_finding and here.is_direct_finding)
                queue.append(found[award])
    return sorted(found.values(), key=lambda one: (pool[one.award_id].decided_on, str(one.award_id)))

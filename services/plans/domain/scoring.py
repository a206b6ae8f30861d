"""From a cluster's scores to its ranks and to whom an award is proposed, as pure values."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from shared.api.scoring import AwardPlaces, Endorsement
from shared.errors import Refused
from shared.roles import Role
from shared.steps import Step


class ScoreSheetState(StrEnum):
    """Where a unit's score sheet stands (tình trạng bảng chấm điểm)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHECKED = "checked"
    SCORED = "scored"


class ClusterYearState(StrEnum):
    """Where a cluster's year stands (tình trạng năm thi đua của cụm, khối)."""

    OPEN = "open"
    PUBLISHED = "published"


SHEET_LABELS = {
    ScoreSheetState.DRAFT: "Đang tự chấm điểm",
    ScoreSheetState.SUBMITTED: "Đã gửi, chờ cụm, khối kiểm tra",
    ScoreSheetState.CHECKED: "Cụm, khối đã kiểm tra",
    ScoreSheetState.SCORED: "Đã chấm điểm chính thức",
}
CLUSTER_YEAR_LABELS = {ClusterYearState.OPEN: "Đang thực hiện", ClusterYearState.PUBLISHED: "Đã công bố kết quả"}
STAGE_LABELS = {"self": "Tự chấm điểm", "check": "Cụm, khối kiểm tra", "score": "Chấm điểm chính thức"}

# Sở Nội vụ acts for the province in the inter-provincial cluster, and checks where a cluster has nobody to.
_MEMBER = frozenset({Role.UNIT_OFFICER, Role.APPRAISER})
_CHECKER = frozenset({Role.UNIT_OFFICER, Role.APPRAISER})
_APPRAISER = frozenset({Role.APPRAISER})
_LEADER = frozenset({Role.LEADER})

SHEET_STEPS = (
    Step("submit", ScoreSheetState.DRAFT, ScoreSheetState.SUBMITTED, _MEMBER, "Gửi bảng tự chấm điểm"),
    Step("check", ScoreSheetState.SUBMITTED, ScoreSheetState.CHECKED, _CHECKER, "Xác nhận kiểm tra"),
    Step("return", ScoreSheetState.SUBMITTED, ScoreSheetState.DRAFT, _CHECKER, "Trả lại", needs_reason=True),
    Step("score", ScoreSheetState.CHECKED, ScoreSheetState.SCORED, _APPRAISER, "Chấm điểm chính thức"),
    Step(
        "score",
        ScoreSheetState.SCORED,
        ScoreSheetState.SCORED,
        _APPRAISER,
        "Điều chỉnh điểm chính thức",
        needs_reason=True,
    ),
    Step("return", ScoreSheetState.CHECKED, ScoreSheetState.DRAFT, _APPRAISER, "Trả lại", needs_reason=True),
)
CLUSTER_YEAR_STEPS = (
    Step("publish", ClusterYearState.OPEN, ClusterYearState.PUBLISHED, _LEADER, "Công bố kết quả", is_final=True),
)


class AlreadyPublished(Refused):
    """A published result is frozen."""

    status = 409
    message = "Kết quả của cụm, khối đã công bố nên không thay đổi được."


class ReasonForChange(Refused):
    """A score that differs from the one before says why."""

    message = "Vui lòng ghi rõ lý do điều chỉnh điểm."


class SelfScoreTooLate(Refused):
    """The day for self-scores has passed."""

    status = 409

    def __init__(self, due_on: date) -> None:
        super().__init__(f"Đã quá hạn tự chấm điểm (ngày {due_on:%d/%m/%Y}). Đề nghị Sở Nội vụ gia hạn.")


class MoreVotesThanVoters(Refused):
    """Nobody gets more votes than there are voters."""

    message = "Số phiếu suy tôn không được lớn hơn số người bỏ phiếu."


class TieUndecided(Refused):
    """Members the rules leave tied would share the last place for an award; a person decides."""

    status = 409
    message = "Có đơn vị đồng hạng ở ngưỡng xét khen thưởng. Vui lòng chọn thứ tự và ghi rõ lý do."


@dataclass(frozen=True, slots=True)
class Standing:
    """What a member is ranked by: the total, then the tie-break values in the order of the rule."""

    unit_id: str
    total: Decimal
    ties: tuple[Decimal, ...] = ()
    votes: int | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A member's rank; is_tied where the rules leave it level with another."""

    standing: Standing
    rank: int
    is_tied: bool


def ranked(standings: Iterable[Standing], order: Sequence[str] = ()) -> tuple[Placed, ...]:
    """Return the members best first; those still level share a rank, and the next rank counts them all (1, 1, 3).

    *order* is a person's decision between level members, best first; it moves nobody past a better score.
    """
    worth = {unit_id: -place for place, unit_id in enumerate(order)}
    last = -len(order)

    def key(one: Standing) -> tuple[Decimal | int, ...]:
        return (one.total, *one.ties, worth.get(one.unit_id, last))

    sorted_ = sorted(standings, key=lambda one: one.unit_id)
    sorted_.sort(key=key, reverse=True)
    shared = Counter(map(key, sorted_))
    placed: list[Placed] = []
    for position, one in enumerate(sorted_, start=1):
        is_level = bool(placed) and key(placed[-1].standing) == key(one)
        placed.append(Placed(one, placed[-1].rank if is_level else position, is_tied=shared[key(one)] > 1))
    return tuple(placed)


def proposed(
    placed: Sequence[Placed], places: Iterable[AwardPlaces], endorsement: Endorsement | None, voters: int | None
) -> dict[str, str]:
    """Return the award each member is proposed for, by the places of the rule, best first.

    A member below the award's least total or without the votes the rule wants is passed over.
    Raises TieUndecided where level members would share the last place.
    """
    awards: dict[str, str] = {}
    for one in places:
        open_to = [each for each in placed if _may_have(each, one, awards, endorsement, voters)]
        for each in _within(open_to, one.places):
            awards[each.standing.unit_id] = one.award
    return awards


def endorsed(votes: int | None, endorsement: Endorsement | None, voters: int | None) -> bool:
    """Return whether a member has the share of votes the rule wants; without a rule everybody has."""
    if endorsement is None:
        return True
    return bool(voters) and Decimal(votes or 0) >= endorsement.least_share * Decimal(voters or 0)


def check_votes(voters: int, votes: Iterable[int]) -> None:
    """Refuse a count of votes that cannot be."""
    if any(count > voters for count in votes):
        raise MoreVotesThanVoters


def tally(criteria: Mapping[str, bool], points: Mapping[str, Decimal]) -> tuple[Decimal, Decimal]:
    """Return the total with its bonus, and the bonus alone; *criteria* says of each code whether it is a bonus."""
    bonus = sum((points[code] for code, is_bonus in criteria.items() if is_bonus and code in points), Decimal(0))
    base = sum((points[code] for code, is_bonus in criteria.items() if not is_bonus and code in points), Decimal(0))
    return base + bonus, bonus


def _may_have(
    one: Placed,
    place: AwardPlaces,
    taken: Collection[str],
    endorsement: Endorsement | None,
    voters: int | None,
) -> bool:
    is_enough = place.least_total is None or one.standing.total >= place.least_total
    is_free = one.standing.unit_id not in taken
    return is_enough and is_free and endorsed(one.standing.votes, endorsement, voters)


def _within(open_to: Sequence[Placed], places: int) -> Iterator[Placed]:
    chosen, beyond = open_to[:places], open_to[places:]
    if chosen and beyond and chosen[-1].rank == beyond[0].rank:
        tied = [one.standing.unit_id for one in open_to if one.rank == chosen[-1].rank]
        raise TieUndecided(details=tied)
    yield from chosen

"""What the plans service asks and answers about criteria sets, scores and ranks; every number is an exact decimal.

GET  /criteria-sets · /criteria-sets/{criteria_set_id}
POST /criteria-sets                                         body: CriteriaSet   -> CriteriaSetView (201)
GET  /clusters/{cluster_id}/years/{year}/sheets/{unit_id}   -> SheetView
PUT  /clusters/{cluster_id}/years/{year}/sheets/{unit_id}   body: SelfScores    -> SheetView
POST /clusters/{cluster_id}/years/{year}/sheets/{unit_id}/steps/{step}   body: SheetStep -> SheetView
PUT  /clusters/{cluster_id}/years/{year}/votes              body: Votes         -> RankingView
GET  /clusters/{cluster_id}/years/{year}/ranking            -> RankingView
POST /clusters/{cluster_id}/years/{year}/publish            body: Publication   -> RankingView
POST /clusters/{cluster_id}/years/{year}/outside-result     body: OutsideResult -> RankingView
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from shared.api.base import Shape, StepOffer, StepTaken
from shared.api.organisation import ClusterKind, Slug, Text, Words

Points = Annotated[Decimal, Field(ge=0, max_digits=9, decimal_places=3)]
"""A score (điểm), never negative."""
Amount = Annotated[Decimal, Field(max_digits=18, decimal_places=4)]
"""A measured value: a target or what was achieved."""
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9]+([.\-][A-Za-z0-9]+)*$", max_length=20)]
FactKind = Literal["late_filing", "missing_filing", "late_registration", "missing_registration", "late_self_score"]
Status = Literal["confirmed", "needs confirmation"]


class Ratio(Shape):
    """Points in proportion to achieved against target, never above the maximum (tỷ lệ so với chỉ tiêu)."""

    kind: Literal["ratio"] = "ratio"
    better: Literal["more", "less"] = "more"


class Level(Shape):
    """What a value of at least this much brings."""

    at_least: Amount
    points: Points


class Stepped(Shape):
    """Points by the level reached; below the lowest there are none (theo mức)."""

    kind: Literal["step"] = "step"
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]


class Manual(Shape):
    """Points a person gives, up to the maximum (chấm trực tiếp)."""

    kind: Literal["manual"] = "manual"


class Deduction(Shape):
    """What each occurrence of a fact costs; the register counts the facts itself."""

    fact: FactKind
    points: Points


class Deducted(Shape):
    """The maximum less what was missed, never below 0 (điểm trừ)."""

    kind: Literal["deduction"] = "deduction"
    per: Annotated[tuple[Deduction, ...], Field(min_length=1)]


Formula = Annotated[Ratio | Stepped | Manual | Deducted, Field(discriminator="kind")]


class Criterion(Shape):
    """One criterion (tiêu chí); bonus points are counted apart from the maximum."""

    code: Code
    name: Words
    maximum: Points
    formula: Formula
    is_bonus: bool = False
    needs_evidence: bool = False


class Group(Shape):
    """A group of criteria with the most it can bring (nhóm tiêu chí)."""

    code: Code
    name: Words
    maximum: Points
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]


class AwardPlaces(Shape):
    """How many of a cluster's best are proposed for an award, and the total they need."""

    award: Annotated[str, Field(min_length=1, max_length=40)]
    places: Annotated[int, Field(ge=0, le=100)]
    least_total: Points | None = None


class Endorsement(Shape):
    """The share of votes a member needs to be proposed (tỷ lệ phiếu suy tôn): from 0 to 1."""

    least_share: Annotated[Decimal, Field(ge=0, le=1, max_digits=5, decimal_places=4)]


class CriteriaSet(Shape):
    """An edition of the criteria of a kind of cluster (bộ tiêu chí), with its source and how sure it is.

    Ties are broken by the keys in order: `group:CODE`, `criterion:CODE`, `bonus`, `votes`, `fewer_late`.
    """

    criteria_set_id: Slug
    name: Words
    cluster_kinds: Annotated[tuple[ClusterKind, ...], Field(min_length=1)]
    valid_from: date
    valid_to: date | None = None
    maximum: Points
    bonus_maximum: Points = Decimal(0)
    decimals: Annotated[int, Field(ge=0, le=3)] = 2
    groups: Annotated[tuple[Group, ...], Field(min_length=1)]
    tie_break: tuple[str, ...] = ()
    endorsement: Endorsement | None = None
    awards: tuple[AwardPlaces, ...] = ()
    status: Status
    source: Words


class CriteriaSetView(CriteriaSet):
    """A criteria set and whether a cluster's year uses it already: then it cannot be replaced."""

    is_used: bool


class Entered(Shape):
    """What somebody enters under a criterion: the values its formula asks for, or points; and the evidence."""

    code: Code
    achieved: Amount | None = None
    target: Amount | None = None
    points: Points | None = None
    evidence: Text = ""


class SelfScores(Shape):
    """A unit's own scores (tự chấm điểm); what is left out stays as it was."""

    entries: tuple[Entered, ...]
    version: int | None = None


class ScoreChanged(Shape):
    """Points that differ from those before, with the reason; without points, those of the formula again."""

    code: Code
    points: Points | None = None
    reason: Text = ""


class SheetStep(StepTaken):
    """A step of a score sheet; the changes go with `check` and `score`."""

    changes: tuple[ScoreChanged, ...] = ()


class ScoreHistory(Shape):
    """Who changed a score, when and why (lịch sử điều chỉnh điểm)."""

    code: str
    stage: str
    stage_label: str
    before: Decimal
    after: Decimal
    reason: str
    changed_by: str
    changed_at: datetime


class ScoreView(Shape):
    """A criterion with the points given at each stage; None: not given yet."""

    code: str
    name: str
    group: str
    maximum: Decimal
    formula: str
    is_bonus: bool
    achieved: Decimal | None
    target: Decimal | None
    evidence: str
    self_points: Decimal | None
    checked_points: Decimal | None
    official_points: Decimal | None


class LateFact(Shape):
    """How often a unit was late, as this register saw it."""

    fact: FactKind
    label: str
    count: int


class SheetView(Shape):
    """A unit's score sheet (bảng chấm điểm) with its totals, history and the caller's steps."""

    cluster_id: str
    year: int
    unit_id: str
    unit_name: str
    state: str
    state_label: str
    submitted_on: date | None
    days_late: int
    self_total: Decimal
    checked_total: Decimal | None
    official_total: Decimal | None
    scores: tuple[ScoreView, ...]
    facts: tuple[LateFact, ...]
    history: tuple[ScoreHistory, ...]
    version: int
    steps: tuple[StepOffer, ...]


class VoteCount(Shape):
    """How many voted for a member: a total, never who."""

    unit_id: Slug
    votes: Annotated[int, Field(ge=0)]


class Votes(Shape):
    """The result of a vote inside the cluster (bình xét, suy tôn)."""

    voters: Annotated[int, Field(ge=1)]
    counts: tuple[VoteCount, ...]
    version: int | None = None


class Publication(StepTaken):
    """Publishing a result; `order` decides between members the rules leave tied, best first, with a reason."""

    order: tuple[Slug, ...] = ()


class OutsideRank(Shape):
    """A member's place as the inter-provincial cluster announced it."""

    unit_id: Slug
    rank: Annotated[int, Field(ge=1)]
    total: Points | None = None


class OutsideResult(Shape):
    """What the inter-provincial cluster announced (kết quả của cụm liên tỉnh), with the document that says so."""

    document: Words
    announced_on: date
    results: Annotated[tuple[OutsideRank, ...], Field(min_length=1)]
    version: int | None = None


class RankedMember(Shape):
    """A member's place; total and rank are None while its score is not official; award is what is proposed."""

    unit_id: str
    unit_name: str
    rank: int | None
    total: Decimal | None
    bonus: Decimal
    votes: int | None
    is_tied: bool
    award: str | None
    award_label: str | None
    sheet_state: str | None
    sheet_state_label: str


class RankingView(Shape):
    """A cluster's ranking (xếp hạng): live until it is published, frozen from then on."""

    cluster_id: str
    cluster_name: str
    year: int
    state: str
    state_label: str
    criteria_set_id: str
    criteria_status: str
    voters: int | None
    published_on: date | None
    members: tuple[RankedMember, ...]
    blockers: tuple[str, ...]
    version: int
    steps: tuple[StepOffer, ...]

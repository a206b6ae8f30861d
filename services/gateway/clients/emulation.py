"""What the plans service is asked about movements, a cluster's year, criteria and scores."""

from dataclasses import dataclass
from uuid import UUID

from services.gateway.clients.door import Answer, Door, OwnerRefused, part
from shared.api.base import StepTaken
from shared.api.emulation import (
    Achieved,
    ClusterYearView,
    ComparisonView,
    MovementDetail,
    MovementDraft,
    MovementStep,
    Participation,
    ParticipationResult,
    PledgeDraft,
    PledgeSigning,
    PledgeView,
    RegistrationDraft,
    RegistrationView,
    YearDates,
    YearOpened,
)
from shared.api.scoring import (
    CriteriaSet,
    CriteriaSetView,
    OutsideResult,
    Publication,
    RankingView,
    SelfScores,
    SheetStep,
    SheetView,
    Votes,
)

_NOT_THERE_YET = frozenset({"YearNotOpened", "NoPledge", "NoRegistration", "NoSheet"})
"""The owner's refusals that say something has not begun, which a page shows as an empty place."""


@dataclass(frozen=True, slots=True)
class YearAt:
    """A cluster's year, by its address."""

    cluster_id: str
    year: int

    @property
    def path(self) -> str:
        """Return where the year is, at its owner and here alike."""
        return f"/clusters/{part(self.cluster_id)}/years/{self.year}"


async def movement(door: Door, movement_id: UUID) -> MovementDetail:
    """Return a movement with its units and reviews."""
    return await door.get(door.services.plans, f"/movements/{movement_id}", MovementDetail)


async def plan_movement(door: Door, draft: MovementDraft) -> MovementDetail:
    """Keep a movement to be launched."""
    return await door.post(door.services.plans, "/movements", MovementDetail, draft)


async def take_movement_step(door: Door, movement_id: UUID, step: str, taken: MovementStep) -> MovementDetail:
    """Take a step of a movement."""
    return await door.post(door.services.plans, f"/movements/{movement_id}/steps/{part(step)}", MovementDetail, taken)


async def take_part(door: Door, movement_id: UUID, unit_id: str, given: Participation) -> MovementDetail:
    """Keep that a unit takes part in a movement."""
    path = f"/movements/{movement_id}/participations/{part(unit_id)}"
    return await door.send("PUT", door.services.plans, path, MovementDetail, given)


async def keep_result(door: Door, movement_id: UUID, unit_id: str, given: ParticipationResult) -> MovementDetail:
    """Keep what a unit achieved in a movement."""
    path = f"/movements/{movement_id}/participations/{part(unit_id)}/result"
    return await door.send("PUT", door.services.plans, path, MovementDetail, given)


async def criteria_sets(door: Door) -> tuple[CriteriaSetView, ...]:
    """Return every criteria set."""
    return await door.get(door.services.plans, "/criteria-sets", tuple[CriteriaSetView, ...])


async def criteria_set(door: Door, criteria_set_id: str) -> CriteriaSetView:
    """Return one criteria set."""
    return await door.get(door.services.plans, f"/criteria-sets/{part(criteria_set_id)}", CriteriaSetView)


async def keep_criteria_set(door: Door, given: CriteriaSet) -> CriteriaSetView:
    """Keep a criteria set."""
    return await door.post(door.services.plans, "/criteria-sets", CriteriaSetView, given)


async def open_year(door: Door, cluster_id: str, order: YearOpened) -> ClusterYearView:
    """Open a cluster's year."""
    return await door.post(door.services.plans, f"/clusters/{part(cluster_id)}/years", ClusterYearView, order)


async def cluster_year(door: Door, at: YearAt) -> ClusterYearView | None:
    """Return a cluster's year; None where it was not opened."""
    return await _if_there(door, at.path, ClusterYearView)


async def set_dates(door: Door, at: YearAt, order: YearDates) -> ClusterYearView:
    """Change until when members register and score themselves."""
    return await door.send("PATCH", door.services.plans, at.path, ClusterYearView, order)


async def pledge(door: Door, at: YearAt) -> PledgeView | None:
    """Return a cluster's pledge; None where there is none."""
    return await _if_there(door, f"{at.path}/pledge", PledgeView)


async def draft_pledge(door: Door, at: YearAt, draft: PledgeDraft) -> PledgeView:
    """Keep the text of a pledge."""
    return await door.send("PUT", door.services.plans, f"{at.path}/pledge", PledgeView, draft)


async def sign_pledge(door: Door, at: YearAt, signing: PledgeSigning) -> PledgeView:
    """Keep who signed a pledge."""
    return await door.post(door.services.plans, f"{at.path}/pledge/sign", PledgeView, signing)


async def registration(door: Door, at: YearAt, unit_id: str, edition: int | None = None) -> RegistrationView | None:
    """Return a unit's registration; None where it registered nothing."""
    return await _if_there(door, _registration(at, unit_id), RegistrationView, edition=edition)


async def register(door: Door, at: YearAt, unit_id: str, draft: RegistrationDraft) -> RegistrationView:
    """Keep what a unit registers."""
    return await door.send("PUT", door.services.plans, _registration(at, unit_id), RegistrationView, draft)


async def take_registration_step(door: Door, at: YearAt, unit_id: str, step: str, taken: StepTaken) -> RegistrationView:
    """Send a registration or open it for an amendment."""
    path = f"{_registration(at, unit_id)}/steps/{part(step)}"
    return await door.post(door.services.plans, path, RegistrationView, taken)


async def keep_achieved(door: Door, at: YearAt, unit_id: str, given: Achieved) -> RegistrationView:
    """Keep what a unit achieved."""
    path = f"{_registration(at, unit_id)}/achieved"
    return await door.send("PUT", door.services.plans, path, RegistrationView, given)


async def comparison(door: Door, at: YearAt) -> ComparisonView:
    """Return registered beside achieved, for every member."""
    return await door.get(door.services.plans, f"{at.path}/comparison", ComparisonView)


async def sheet(door: Door, at: YearAt, unit_id: str) -> SheetView | None:
    """Return a unit's score sheet; None where it has not begun."""
    return await _if_there(door, _sheet(at, unit_id), SheetView)


async def self_score(door: Door, at: YearAt, unit_id: str, scores: SelfScores) -> SheetView:
    """Keep a unit's own scores."""
    return await door.send("PUT", door.services.plans, _sheet(at, unit_id), SheetView, scores)


async def take_sheet_step(door: Door, at: YearAt, unit_id: str, step: str, taken: SheetStep) -> SheetView:
    """Send, check, return or officially score a sheet."""
    return await door.post(door.services.plans, f"{_sheet(at, unit_id)}/steps/{part(step)}", SheetView, taken)


async def ranking(door: Door, at: YearAt) -> RankingView:
    """Return a cluster's ranking."""
    return await door.get(door.services.plans, f"{at.path}/ranking", RankingView)


async def vote(door: Door, at: YearAt, votes: Votes) -> RankingView:
    """Keep how many voted for each member."""
    return await door.send("PUT", door.services.plans, f"{at.path}/votes", RankingView, votes)


async def publish(door: Door, at: YearAt, order: Publication) -> RankingView:
    """Publish a cluster's result."""
    return await door.post(door.services.plans, f"{at.path}/publish", RankingView, order)


async def keep_outside_result(door: Door, at: YearAt, result: OutsideResult) -> RankingView:
    """Keep what the inter-provincial cluster announced."""
    return await door.post(door.services.plans, f"{at.path}/outside-result", RankingView, result)


async def _if_there(door: Door, path: str, shape: type[Answer], **asked: object) -> Answer | None:
    try:
        return await door.get(door.services.plans, path, shape, **asked)
    except OwnerRefused as refusal:
        if refusal.code in _NOT_THERE_YET:
            return None
        raise


def _registration(at: YearAt, unit_id: str) -> str:
    return f"{at.path}/registrations/{part(unit_id)}"


def _sheet(at: YearAt, unit_id: str) -> str:
    return f"{at.path}/sheets/{part(unit_id)}"

"""The whole story beside the year's routine: every act, and its scenes in one list."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from deploy.seed.acts.clusters import Contest
from deploy.seed.acts.council import Council
from deploy.seed.acts.decisions import Decisions
from deploy.seed.acts.inspections import Inspections
from deploy.seed.acts.movements import Movements
from deploy.seed.acts.occasions import Occasions
from deploy.seed.acts.plan import PlanKeeping
from deploy.seed.acts.revocation import Revocation
from deploy.seed.desk import Desk
from deploy.seed.dossiers import Dossier
from deploy.seed.people import People
from deploy.seed.scenes import Act, Scene


def story(
    people: People, plan_id: UUID, desk: Desk, clusters: Mapping[str, Sequence[str]], dossiers: Iterable[Dossier]
) -> Sequence[Scene]:
    """Return every scene of the year's acts, played by *people* under the issued plan."""
    unit_ids = [unit_id for members in clusters.values() for unit_id in members]
    plan, movements = PlanKeeping(people, plan_id), Movements(people, plan_id, unit_ids)
    acts: tuple[Act, ...] = (
        plan,
        Contest(people, clusters),
        movements,
        Occasions(people, plan_id, clusters, movements),
        Inspections(people, plan_id),
        Council(people, plan, dossiers),
        Decisions(people, desk),
        Revocation(people),
    )
    return [scene for act in acts for scene in act.scenes()]

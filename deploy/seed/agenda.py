"""The days of the year on which something happens, and what: the whole story as one list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from deploy.seed.dossiers import DESK_DAYS, Dossier
from deploy.seed.filings import Filing
from deploy.seed.scenes import Scene
from deploy.seed.tasks import PERIODS_COMPILED, QUARTERS_CLOSED, YEAR_CLOSED_ON, TaskStep, task_steps


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the story."""

    on: date
    filings: tuple[Filing, ...]
    dossiers: tuple[Dossier, ...]
    steps: tuple[TaskStep, ...]
    scenes: tuple[Scene, ...] = ()

    @property
    def is_desk_day(self) -> bool:
        """Return whether dossiers are worked on."""
        return self.on in DESK_DAYS

    @property
    def quarter_closed(self) -> int | None:
        """Return the quarter that closes."""
        return QUARTERS_CLOSED.get(self.on)

    @property
    def period_compiled(self) -> str | None:
        """Return the period whose summary is compiled."""
        return PERIODS_COMPILED.get(self.on)

    @property
    def is_last(self) -> bool:
        """Return whether the year closes."""
        return self.on == YEAR_CLOSED_ON


def agenda(filings: Sequence[Filing], dossiers: Sequence[Dossier], scenes: Sequence[Scene] = ()) -> Sequence[Day]:
    """Return every day on which something happens, in order."""
    steps = task_steps()
    fixed = {*DESK_DAYS, *QUARTERS_CLOSED, *PERIODS_COMPILED, YEAR_CLOSED_ON}
    moving = {one.on for many in (filings, dossiers, steps, scenes) for one in many}
    return [
        Day(
            on,
            tuple(filing for filing in filings if filing.on == on),
            tuple(dossier for dossier in dossiers if dossier.on == on),
            tuple(step for step in steps if step.on == on),
            tuple(scene for scene in scenes if scene.on == on),
        )
        for on in sorted(fixed | moving)
    ]

"""One handler an event, one way of hearing a topic."""

from collections.abc import Sequence

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from shared.events.ext import FilingSent
from shared.events.plans import QuarterClosed, TaskCompleted, UnitRegistered
from shared.messaging.inlet import HeardTwice, Inlet, Mode, Sender, Timer, Told


async def one(event: TaskCompleted | QuarterClosed | UnitRegistered, session: AsyncSession) -> None:
    """Hear one."""


async def many(told: Sequence[Told], session: AsyncSession) -> None:
    """Hear many."""


async def outside(event: FilingSent, sender: Sender, session: AsyncSession) -> None:
    """Hear a department."""


async def ring(timer: Timer, session: AsyncSession) -> None:
    """Ring."""


async def other(timer: Timer, session: AsyncSession) -> None:
    """Ring too."""


def test_handlers_are_found_by_type_and_topics_by_name() -> None:
    on = Inlet("reporting")

    on(TaskCompleted)(one)
    on.batch(UnitRegistered)(many)
    on.outside(FilingSent)(outside)

    assert {kind: reaction.mode for kind, reaction in on.reactions.items()} == {
        TaskCompleted.type: Mode.PLAIN,
        UnitRegistered.type: Mode.BATCH,
        FilingSent.type: Mode.OUTSIDE,
    }
    assert set(on.topics) == {"plans.plan.v1", "plans.unit.v1", "ext.{unit_id}.v1"}


def test_second_handler_of_an_event_is_refused() -> None:
    on = Inlet("reporting")
    on(TaskCompleted)(one)

    with pytest.raises(HeardTwice):
        on(TaskCompleted)(one)


def test_topic_heard_in_two_ways_is_refused() -> None:
    on = Inlet("reporting")
    on(TaskCompleted)(one)

    with pytest.raises(HeardTwice):
        on.batch(QuarterClosed)(many)


def test_second_handler_of_a_timer_is_refused() -> None:
    on = Inlet("reporting")
    on.timer("deadline")(ring)

    with pytest.raises(HeardTwice):
        on.timer("deadline")(other)

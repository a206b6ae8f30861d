from dataclasses import replace

import pytest

from services.reporting.projections import PROJECTIONS
from services.reporting.projections.readings import READINGS
from shared.events.nominations import NominationAppraised, NominationSubmitted
from shared.events.plans import FilingDue, FilingReceived
from tests.component.reporting.conftest import Reporting, as_told
from tests.component.reporting.stories import Teller
from tests.factories import a_sample, an_id

SEEDS = (1, 2, 3)


def test_stories_tell_every_fact_that_is_counted() -> None:
    told = {type(event) for seed in SEEDS for event in Teller(seed).year(20)}

    assert told == set(READINGS)


@pytest.mark.parametrize("seed", SEEDS)
async def test_facts_heard_one_by_one_in_batches_or_all_at_once_make_the_same_view(
    reporting: Reporting, seed: int
) -> None:
    story = Teller(seed).year(20)
    views = []

    for at_once in (1, 7, 50, len(story)):
        await reporting.empty()
        await reporting.hear(*story, at_once=at_once)
        views.append(await reporting.view())

    assert all(rows for rows in views[0].values())
    assert views[1:] == views[:1] * 3


@pytest.mark.parametrize("seed", SEEDS)
async def test_every_fact_changes_the_old_view_into_the_view_of_all(reporting: Reporting, seed: int) -> None:
    story = Teller(seed).year(4)
    half = len(story) // 2
    await reporting.hear(*story[:half])

    await reporting.hear(*story[half:], at_once=1)
    step_by_step = await reporting.view()
    await reporting.empty()
    await reporting.hear(*story)

    assert await reporting.view() == step_by_step


async def test_facts_of_two_topics_make_the_same_view_in_either_order(reporting: Reporting) -> None:
    story = Teller(4).year(10)
    plans = [event for event in story if event.topic.startswith("plans.")]
    others = [event for event in story if not event.topic.startswith("plans.")]
    await reporting.hear(*plans, *others)
    plans_first = await reporting.view()
    await reporting.empty()

    await reporting.hear(*others, *plans)

    assert await reporting.view() == plans_first


async def test_fact_told_twice_counts_once(reporting: Reporting) -> None:
    story = Teller(5).year(5)
    await reporting.hear(*story)
    once = await reporting.view()

    reporting.history.clear()
    await reporting.hear(*story)

    assert await reporting.view() == once


async def test_row_holds_what_was_told_of_it(reporting: Reporting) -> None:
    await reporting.hear(
        a_sample(NominationSubmitted), a_sample(NominationAppraised, is_eligible=False), a_sample(FilingDue)
    )

    rows = await reporting.rows("SELECT nomination_id, state, is_eligible, received_on FROM nominations")

    assert rows == [(an_id("nomination_id"), "appraised", False, None)]


async def test_fact_that_cannot_be_read_is_put_aside_alone(reporting: Reporting) -> None:
    bad, good = sorted([an_id("bad"), an_id("good")])
    due, received, other = as_told(
        [
            a_sample(FilingDue, filing_id=bad),
            a_sample(FilingReceived, filing_id=bad),
            a_sample(FilingDue, filing_id=good),
        ]
    )
    unreadable = replace(received, value=b'{"filing_id": 7, "received_at": "soon", "days_late": "?", "channel": 0}')

    await reporting.take([due, unreadable, other])

    assert await reporting.rows("SELECT filing_id, state FROM filings ORDER BY 1") == [(bad, "due"), (good, "due")]
    assert await reporting.rows("SELECT key FROM dead_letter") == [(str(bad),)]


async def test_migrated_read_models_have_the_columns_that_are_merged(reporting: Reporting) -> None:
    columns = await reporting.rows(
        "SELECT table_name, column_name, replace(data_type, 'timestamp with time zone', 'timestamptz') "
        "FROM information_schema.columns WHERE table_schema = 'public'"
    )

    for projection in PROJECTIONS:
        migrated = {column: kind for table, column, kind in columns if table == projection.table}
        assert migrated == {**projection.key, **projection.columns}

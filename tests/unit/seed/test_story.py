from collections import Counter
from datetime import date

import pytest

from deploy.folder import ROOT
from deploy.kafka.topics import province
from deploy.seed.agenda import agenda
from deploy.seed.candidates import candidates
from deploy.seed.chance import choice, number, share
from deploy.seed.departments import connected
from deploy.seed.dossiers import Dossier, Plot, Sender, Turn, dossiers
from deploy.seed.filings import Manner, Owed, filings_of, manner
from deploy.seed.scenes import Scene
from deploy.seed.tasks import CARRY_OVER, COMPLETE, COMPLETED_BY_A_FACT, NOT_ARISE, QUARTERS_CLOSED, task_steps
from services.nominations.domain import Dossier as Stated
from services.nominations.domain import Need, Subject, asked_by
from services.nominations.rules import catalogue, is_eligible
from services.nominations.rules.findings import assess
from services.plans.importer.preview import preview
from services.plans.importer.shape import Preview
from shared.events.plans import Duty

PLAN = ROOT / "deploy" / "samples" / "KH-274-KH-UBND-2022.txt"
UNITS = [Sender(unit.id, unit.name) for unit in province()]
OWED = [Owed(unit.unit_id, duty, date(2023, 6, 15)) for unit in UNITS for duty in Duty]
DOSSIERS = dossiers(UNITS, 320)


@pytest.fixture(scope="module")
def plan() -> Preview:
    read = preview(PLAN.read_bytes(), PLAN.name)
    assert isinstance(read, Preview)
    return read


def test_chance_is_the_same_every_time_and_spread_over_its_range() -> None:
    shares = [share("a", which) for which in range(1000)]

    assert shares == [share("a", which) for which in range(1000)]
    assert 0 <= min(shares) < 0.01
    assert 0.99 < max(shares) < 1
    assert {number(3, which) for which in range(100)} == {0, 1, 2}


def test_choice_follows_its_weights() -> None:
    chosen = Counter(choice({"often": 9, "seldom": 1, "never": 0}, which) for which in range(2000))

    assert chosen["never"] == 0
    assert 150 < chosen["seldom"] < 250


def test_every_task_of_the_founding_plan_has_one_end(plan: Preview) -> None:
    ends = Counter(step.task_key for step in task_steps() if step.step in {COMPLETE, NOT_ARISE})

    keys = [task.key for quarter in plan.quarters for task in quarter.tasks]
    assert ends + Counter(COMPLETED_BY_A_FACT.keys()) == Counter(keys)
    assert len(keys) == 27


def test_only_wholly_conditional_tasks_do_not_arise(plan: Preview) -> None:
    conditional = {
        task.key
        for quarter in plan.quarters
        for task in quarter.tasks
        if task.is_conditional and not any(part.is_conditional for part in task.parts)
    }

    assert {step.task_key for step in task_steps() if step.step == NOT_ARISE} < conditional


def test_carried_tasks_leave_before_their_quarter_closes_and_say_why() -> None:
    closed = {quarter: on for on, quarter in QUARTERS_CLOSED.items()}

    for step in task_steps():
        if step.step == CARRY_OVER:
            assert step.on < closed[int(step.task_key[1])]
            assert step.reason != ""


def test_units_file_in_every_manner_and_the_last_in_none() -> None:
    manners = Counter(manner(owed) for owed in OWED)
    filed = {(filing.unit_id, filing.duty) for filing in filings_of(OWED)}

    assert set(manners) == set(Manner)
    assert manners[Manner.IN_TIME] > 0.7 * len(OWED)
    assert filed == {(owed.unit_id, owed.duty) for owed in OWED if manner(owed) is not Manner.NEVER}


def test_filing_sent_back_is_filed_once_more_and_then_stands() -> None:
    filings = filings_of(OWED)

    sent_back = [(filing.unit_id, filing.duty) for filing in filings if filing.is_sent_back]
    again = Counter((filing.unit_id, filing.duty) for filing in filings if not filing.is_sent_back)
    assert sent_back != []
    assert {again[filing] for filing in sent_back} == {1}


def test_dossiers_are_told_apart_by_unit_and_subject() -> None:
    assert len({dossier.title for dossier in DOSSIERS}) == len(DOSSIERS)
    assert {dossier.plot for dossier in DOSSIERS} == set(Plot)


def missing_and_eligible(dossier: Dossier) -> tuple[bool, bool]:
    """Say what the register's own rules think of a dossier."""
    rules = catalogue()
    stated = Stated(dossier.year, dossier.mode, dossier.facts, frozenset(dossier.documents))
    award = rules.check(dossier.award, Subject(dossier.subject_kind, dossier.subject_name), stated, dossier.on)
    ruleset = rules.ruleset_on(dossier.on)
    assert ruleset is not None
    findings = assess(stated, award, dossier.on, ruleset=ruleset, words=rules.words)
    return bool(award.missing(stated)), is_eligible(findings)


AT_FIRST = {
    Plot.COMPLETE: {(False, True)},
    Plot.LACKS_DOCUMENT: {(True, True), (True, False)},  # some of the missing documents are proofs
    Plot.LACKS_PROOF: {(False, False)},
    Plot.BELOW: {(False, False)},
    Plot.WITHDRAWN: {(False, True)},
}


@pytest.mark.parametrize("plot", Plot)
def test_dossier_is_worthy_in_the_end_and_flawed_at_first_only_as_its_plot_says(plot: Plot) -> None:
    chosen = [dossier for dossier in DOSSIERS if dossier.plot is plot and dossier.mode == "merit"]

    assert {missing_and_eligible(dossier.as_submitted()) for dossier in chosen} == AT_FIRST[plot]
    assert {missing_and_eligible(dossier) for dossier in chosen} == {(False, True)}


def test_agenda_has_every_day_once_in_order_with_all_that_happens() -> None:
    filings = filings_of(OWED)
    days = agenda(filings, DOSSIERS)

    assert [day.on for day in days] == sorted({day.on for day in days})
    assert sum(len(day.filings) for day in days) == len(filings)
    assert sum(len(day.dossiers) for day in days) == len(DOSSIERS)
    assert sum(len(day.steps) for day in days) == len(task_steps())
    assert [day.quarter_closed for day in days if day.quarter_closed] == [1, 2, 3, 4]
    assert [day.period_compiled for day in days if day.period_compiled] == ["H1", "Y", "Y"]
    assert [day.is_last for day in days] == [False] * (len(days) - 1) + [True]


def test_one_unit_in_ten_is_connected_and_two_at_least() -> None:
    ids = [unit.unit_id for unit in UNITS]

    assert len(connected(ids)) == 14
    assert len(connected(ids[:3])) == 2
    assert connected(ids) == connected(ids[::-1])


def test_candidates_are_complete_and_worthy_by_the_rules_of_their_day() -> None:
    found = candidates(UNITS)

    assert {missing_and_eligible(dossier) for dossier in found} == {(False, True)}
    assert {dossier.title for dossier in found}.isdisjoint(dossier.title for dossier in DOSSIERS)
    assert {dossier.turn for dossier in found} == set(Turn)


def test_council_is_asked_about_every_candidate_whose_award_the_law_puts_before_it() -> None:
    rules = catalogue()
    asked = {
        dossier.award: frozenset(
            asked_by(rules.ruleset_on(dossier.on), rules.award(dossier.award), dossier.mode, dossier.on)
        )
        for dossier in candidates(UNITS)
    }

    assert asked == {
        "CSTD_TINH": {Need.COUNCIL},
        "CSTD_TQ": {Need.CONSULTATION, Need.COUNCIL},
        "HC_LD_3": {Need.CONSULTATION},
        "BK_TINH": set(),
    }


def test_each_scene_is_played_once_on_its_day_of_the_year() -> None:
    async def act() -> None:
        """Do nothing."""

    scenes = [Scene(date(2023, 5, 8), act), Scene(date(2023, 7, 1), act, is_late=True), Scene(date(2023, 5, 8), act)]

    days = agenda(filings_of(OWED), DOSSIERS, scenes)

    assert {day.on: day.scenes for day in days if day.scenes} == {
        date(2023, 5, 8): (scenes[0], scenes[2]),
        date(2023, 7, 1): (scenes[1],),
    }

"""Nothing is lost and first occurrences stay in order, whatever happens to the relay; wrong relays are caught."""

import pytest

from shared.messaging.relay import Relay
from tests.faults.relay_harness import Log, in_one_process, on_kafka
from tests.faults.scene import Scene
from tests.faults.scripts import (
    Script,
    first_id_commits_last,
    first_number_locks_last,
    play,
    younger_transaction_holds_the_gap,
)
from tests.faults.wrong_relays import HighestId, LowestGap, OldestTransaction, SnapshotFence

SCRIPTS = [first_id_commits_last, first_number_locks_last, younger_transaction_holds_the_gap]


def test_judge_counts_what_went_wrong() -> None:
    log = Log([("a", 1, 1.0), ("a", 3, 1.1), ("a", 2, 1.2), ("a", 2, 5.0), ("b", 9, 6.0)], kills=[1.25, 4.0])

    found = log.judge([("a", 1), ("a", 2), ("a", 3), ("a", 4)])

    assert found == {"lost": 1, "invented": 1, "told_again": 1, "out_of_order": 1, "forgetful_kills": 1}


def test_judge_forgives_a_kill_that_repeats_only_what_was_just_told() -> None:
    log = Log([("a", 1, 1.0), ("a", 1, 1.2)], kills=[1.05])

    assert log.judge([("a", 1)])["forgetful_kills"] == 0


@pytest.mark.parametrize("script", SCRIPTS)
async def test_relay_tells_everything_in_order_in_every_script(scene: Scene, script: Script) -> None:
    found = await play(scene, script, Relay)

    assert (found["lost"], found["out_of_order"]) == (0, 0)


@pytest.mark.parametrize(
    ("kind", "script", "fault"),
    [
        (HighestId, first_id_commits_last, "lost"),
        (OldestTransaction, first_number_locks_last, "out_of_order"),
        (SnapshotFence, younger_transaction_holds_the_gap, "lost"),
    ],
)
async def test_wrong_relay_is_caught_in_its_script(scene: Scene, kind: type[Relay], script: Script, fault: str) -> None:
    found = await play(scene, script, kind)

    assert found[fault] > 0


@pytest.mark.parametrize("relays", [1, 2])
async def test_relays_killed_in_quick_succession_lose_nothing(scene: Scene, relays: int) -> None:
    found = await in_one_process(scene, 2_500, relays=relays)

    assert found.holds, found


@pytest.mark.parametrize("kind", [HighestId, OldestTransaction, LowestGap])
async def test_wrong_relay_is_caught_under_load(scene: Scene, kind: type[Relay]) -> None:
    found = await in_one_process(scene, 1_200, kind=kind)

    assert not found.holds, found


async def test_relay_processes_killed_on_kafka_lose_nothing(scene: Scene) -> None:
    found = await on_kafka(scene, 5_000)

    assert found.holds, found
    assert found.notes["kills"] > 1

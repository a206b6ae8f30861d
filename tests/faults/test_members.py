"""Members that join, leave and die on a real broker: each event has one effect, in the order of its key."""

from tests.faults.consumer_harness import members
from tests.faults.scene import Scene


async def test_members_that_come_and_go_act_once_and_in_order(scene: Scene) -> None:
    found = await members(scene, 2_000)

    assert found.holds, found
    assert (found.notes["repeats"] > 0, found.notes["disturbances"] >= 3) == (True, True)

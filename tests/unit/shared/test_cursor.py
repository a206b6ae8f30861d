"""The relay's cursor against a model of how a database hands out ids and makes commits visible."""

import random
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from shared.messaging.cursor import Cursor


def test_ids_in_order_leave_no_gaps() -> None:
    cursor = Cursor()

    cursor.advance([1, 2, 3], oldest_running=10)

    assert cursor == Cursor(3, {})


def test_missing_ids_become_gaps_without_fences() -> None:
    cursor = Cursor()

    cursor.advance([2, 5], oldest_running=10)

    assert cursor == Cursor(5, {1: None, 3: None, 4: None})


def test_gap_that_is_filled_is_forgotten() -> None:
    cursor = Cursor(5, {3: None, 4: 70})

    cursor.advance([3, 6], oldest_running=10)

    assert cursor == Cursor(6, {4: 70})


def test_gap_without_fence_stays_however_old_the_oldest_transaction_is() -> None:
    cursor = Cursor(2, {1: None})

    cursor.advance([], oldest_running=1_000_000)

    assert cursor == Cursor(2, {1: None})


@pytest.mark.parametrize(("oldest_running", "gaps"), [(69, {1: 70}), (70, {}), (71, {})])
def test_fenced_gap_closes_once_the_fence_is_older_than_everything_that_runs(
    oldest_running: int, gaps: dict[int, int | None]
) -> None:
    cursor = Cursor(2, {1: 70})

    cursor.advance([], oldest_running)

    assert cursor == Cursor(2, gaps)


def test_fence_is_given_to_gaps_that_have_none() -> None:
    cursor = Cursor(3, {1: 70, 2: None})

    cursor.fence(90)

    assert cursor == Cursor(3, {1: 70, 2: 90})


def test_copy_stands_still_while_the_cursor_moves_on() -> None:
    cursor = Cursor(3, {1: None})

    kept = cursor.copy()
    cursor.fence(90)
    cursor.advance([1, 4], oldest_running=1)

    assert (kept, cursor) == (Cursor(3, {1: None}), Cursor(4, {}))


@dataclass
class Transaction:
    """A running transaction: the rows it wrote and the aggregates it holds locked."""

    number: int
    rows: dict[int, tuple[str, int]] = field(default_factory=dict)
    locked: set[str] = field(default_factory=set)


class World:
    """Writers, a relay that can be killed, and the log it tells to."""

    def __init__(self) -> None:
        self.next_number = 100
        self.next_id = 1
        self.last_completed = 99
        self.running: dict[str, Transaction] = {}
        self.outbox: dict[int, tuple[str, int]] = {}
        self.versions = dict.fromkeys("ABC", 0)
        self.told = dict.fromkeys("ABC", 0)
        self.cursor, self.acked, self.stored = Cursor(), Cursor(), Cursor()
        self.flying: deque[tuple[list[int], Cursor]] = deque()

    def begin(self, name: str) -> None:
        """Give a transaction its number; it may wait for a lock long after."""
        self.running[name] = Transaction(self._take_number())

    def write(self, name: str, aggregate: str, *, is_kept: bool = True) -> None:
        """Lock an aggregate, then write an event about it; a rolled-back savepoint only burns the id."""
        transaction = self.running[name]
        if any(aggregate in other.locked for other in self.running.values() if other is not transaction):
            return  # it would wait
        if is_kept:
            transaction.locked.add(aggregate)
            own = sum(row[0] == aggregate for row in transaction.rows.values())
            transaction.rows[self.next_id] = (aggregate, self.versions[aggregate] + own + 1)
        self.next_id += 1

    def end(self, name: str, is_committed: bool = True) -> None:  # noqa: FBT001, FBT002 - the other end is rare
        """Commit or roll back, and free the locks."""
        transaction = self.running.pop(name)
        self.last_completed = max(self.last_completed, transaction.number)
        if is_committed:
            self.outbox |= transaction.rows
            for aggregate, version in transaction.rows.values():
                self.versions[aggregate] = max(self.versions[aggregate], version)

    def read(self, limit: int = 4) -> None:
        """Read a page in one snapshot and send it off."""
        ahead = sorted(row for row in self.outbox if row > self.cursor.read_id)[:limit]
        page = sorted(row for row in self.cursor.gaps if row in self.outbox) + ahead
        self.advance(page, min((t.number for t in self.running.values()), default=self.next_number))
        if page:
            self.flying.append((page, self.cursor.copy()))
        elif not self.flying and len(self.cursor.gaps) < len(self.acked.gaps):
            self.acked = self.cursor.copy()

    def acknowledge(self) -> None:
        """Let the oldest page on its way arrive."""
        page, self.acked = self.flying.popleft()
        self._tell(page)

    def save(self) -> None:
        """Store the acknowledged cursor in a transaction, which fences the gaps seen before it."""
        self.stored = self.stored_form(self.acked.copy())
        number = self._take_number()
        self.last_completed = max(self.last_completed, number)
        self.cursor.fence(number)

    def kill(self, arrived: int = 0) -> None:
        """End the relay; some of what was on its way arrives, and the next one begins from what is stored."""
        for page, _ in list(self.flying)[:arrived]:
            self._tell(page)
        self.flying.clear()
        self.cursor, self.acked = self.stored.copy(), self.stored.copy()

    def settle(self) -> None:
        """Let everybody finish; then everything is told and no gap stays open."""
        for name in sorted(self.running):
            self.end(name)
        for _ in range(len(self.outbox) + 3):
            self.read()
            while self.flying:
                self.acknowledge()
            self.save()
        assert (self.told, self.cursor.gaps) == (self.versions, {})

    def advance(self, page: list[int], oldest_running: int) -> None:
        """Move the cursor; the wrong relays do it otherwise."""
        self.cursor.advance(page, oldest_running)

    def stored_form(self, cursor: Cursor) -> Cursor:
        """Return what of *cursor* is stored; the wrong relays store less."""
        return cursor

    def _take_number(self) -> int:
        self.next_number += 1
        return self.next_number - 1

    def _tell(self, page: list[int]) -> None:
        for row in page:
            aggregate, version = self.outbox[row]
            assert version <= self.told[aggregate] + 1, f"{aggregate}{version} overtook an earlier event"
            self.told[aggregate] = max(self.told[aggregate], version)


class WithoutGaps(World):
    """A wrong relay: reads `id > cursor` and never looks back."""

    def advance(self, page: list[int], oldest_running: int) -> None:  # noqa: ARG002 - it never looks
        self.cursor.read_id = max([self.cursor.read_id, *page])


class FencedByTheSnapshot(World):
    """A wrong relay: takes the end of its snapshot for the next transaction's number."""

    def advance(self, page: list[int], oldest_running: int) -> None:
        super().advance(page, oldest_running)
        self.cursor.fence(self.last_completed + 1)


class FencedTooEarly(World):
    """A wrong relay: closes a gap while a transaction as old as the fence may still run."""

    def advance(self, page: list[int], oldest_running: int) -> None:
        super().advance(page, oldest_running + 1)


class ForgetfulOfGaps(World):
    """A wrong relay: stores how far it read, but not the gaps."""

    def stored_form(self, cursor: Cursor) -> Cursor:
        return Cursor(cursor.read_id)


class Telling(RuleBasedStateMachine):
    """Every order in which writers, relay and kills can interleave."""

    kind: Callable[[], World] = World

    def __init__(self) -> None:
        super().__init__()
        self.world = type(self).kind()
        self.names = iter(f"{number:03}" for number in range(1000))

    @rule()
    def begin(self) -> None:
        self.world.begin(next(self.names))

    @precondition(lambda self: self.world.running)
    @rule(data=st.data(), aggregate=st.sampled_from("ABC"), is_kept=st.booleans())
    def write(self, data: st.DataObject, aggregate: str, is_kept: bool) -> None:  # noqa: FBT001 - drawn by name
        self.world.write(data.draw(st.sampled_from(sorted(self.world.running))), aggregate, is_kept=is_kept)

    @precondition(lambda self: self.world.running)
    @rule(data=st.data(), is_committed=st.booleans())
    def end(self, data: st.DataObject, is_committed: bool) -> None:  # noqa: FBT001 - drawn by name
        self.world.end(data.draw(st.sampled_from(sorted(self.world.running))), is_committed=is_committed)

    @rule(limit=st.integers(1, 4))
    def read(self, limit: int) -> None:
        self.world.read(limit)

    @precondition(lambda self: self.world.flying)
    @rule()
    def acknowledge(self) -> None:
        self.world.acknowledge()

    @rule()
    def save(self) -> None:
        self.world.save()

    @rule(arrived=st.integers(0, 3))
    def kill(self, arrived: int) -> None:
        self.world.kill(arrived)

    @invariant()
    def whatever_is_not_told_lies_ahead_of_the_stored_cursor(self) -> None:
        stored = self.world.stored
        for row_id, (aggregate, version) in self.world.outbox.items():
            is_told = version <= self.world.told[aggregate]
            assert is_told or row_id > stored.read_id or row_id in stored.gaps

    def teardown(self) -> None:
        self.world.settle()


STEPS = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def test_nothing_is_lost_nor_overtaken_in_any_order_of_steps() -> None:
    run_state_machine_as_test(Telling, settings=STEPS)


def walk(world: World, chance: random.Random) -> None:
    """Take eighty steps at random, then let everybody finish."""
    for number in range(80):
        step = chance.choices(("begin", "write", "end", "read", "save", "kill"), (2, 4, 2, 6, 1, 0.4))[0]
        if step == "begin":
            world.begin(f"{number:02}")
        elif step in {"write", "end"} and world.running:
            name = chance.choice(sorted(world.running))
            is_kept = chance.random() < 0.9
            if step == "write":
                world.write(name, chance.choice("ABC"), is_kept=is_kept)
            else:
                world.end(name, is_kept)
        elif step == "read":
            world.read(limit=chance.randint(1, 4))
            if world.flying and chance.random() < 0.5:
                world.acknowledge()
        elif step == "save":
            world.save()
        elif step == "kill":
            world.kill(arrived=chance.randrange(3))
    world.settle()


def failed_walks(kind: type[World], walks: int) -> Iterator[int]:
    """Take *walks* walks and yield the number of each that broke a promise."""
    for seed in range(walks):
        try:
            walk(kind(), random.Random(seed))
        except AssertionError:
            yield seed


def test_nothing_is_lost_nor_overtaken_in_long_random_walks() -> None:
    assert list(failed_walks(World, 1_000)) == []


def late_filling(world: World) -> None:
    world.begin("early")
    world.begin("late")
    world.write("late", "A")
    world.write("early", "B")
    world.end("early")
    world.read()
    world.read()
    world.acknowledge()
    world.end("late")


def late_filling_with_a_save_between(world: World) -> None:
    world.begin("early")
    world.begin("late")
    world.write("late", "A")
    world.write("early", "B")
    world.end("early")
    world.read()
    world.acknowledge()
    world.save()
    world.read()
    world.end("late")


def late_filling_after_a_kill(world: World) -> None:
    late_filling_with_a_save_between(world)
    world.kill()


@pytest.mark.parametrize("wrong", [WithoutGaps, FencedByTheSnapshot, ForgetfulOfGaps])
def test_random_walks_meet_the_bugs_of_wrong_relays(wrong: type[World]) -> None:
    assert next(failed_walks(wrong, 1_000), None) is not None


@pytest.mark.parametrize(
    ("wrong", "script"),
    [
        (WithoutGaps, late_filling),
        (FencedByTheSnapshot, late_filling),
        (FencedTooEarly, late_filling_with_a_save_between),
        (ForgetfulOfGaps, late_filling_after_a_kill),
    ],
)
def test_wrong_relay_loses_in_its_script_where_the_right_one_does_not(
    wrong: type[World], script: Callable[[World], None]
) -> None:
    right, mutant = World(), wrong()

    script(right)
    script(mutant)

    right.settle()
    with pytest.raises(AssertionError):
        mutant.settle()

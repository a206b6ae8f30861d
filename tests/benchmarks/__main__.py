"""`python -m tests.benchmarks`: every bar, measured; writes var/bench.json and ends with 1 if a bar is missed."""

import argparse
import asyncio
import json
import statistics
import sys
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks import consumer, latency, memory, nominations, peer, plans, register, relay, submit
from tests.benchmarks.stage import Stage, stage

RESULTS = Path("var/bench.json")
ROUNDS = 3
RATES = {50: 8.0, 500: 5.0}
"""Submissions a second, and for how many seconds."""

Measure = Callable[[Stage], Awaitable[float]]

console = Console(highlight=False)


@dataclass(frozen=True)
class Figure:
    """One line of the table: ours, the floor of the same run, their ratio and the bar it is held against."""

    name: str
    ours: float
    floor: float | None
    ratio: float | None
    bar: str
    unit: str
    holds: bool


def at_least(bar: float, ratio: float) -> bool:
    """Hold *ratio* against a bar it must reach."""
    return ratio >= bar


def at_most(bar: float, ratio: float) -> bool:
    """Hold *ratio* against a bar it must not pass."""
    return ratio <= bar


@dataclass(frozen=True)
class Contest:
    """Ours against a floor: run alternately, medians compared."""

    name: str
    ours: Measure
    floor: Measure
    unit: str
    bar: float | None
    holds: Callable[[float, float], bool] = at_least

    async def run(self, place: Stage) -> list[Figure]:
        """Run both in turn and return the figure."""
        ours, floors = [], []
        for _ in range(ROUNDS):
            floors.append(await self.floor(place))
            ours.append(await self.ours(place))
            console.print(f"  {self.name}: {ours[-1]:,.1f} beside {floors[-1]:,.1f} {self.unit}")
        return [_figure(self.name, statistics.median(ours), statistics.median(floors), self)]


def _figure(name: str, ours: float, floor: float, contest: Contest) -> Figure:
    ratio = ours / floor
    bar = "reported" if contest.bar is None else f"{'≥' if contest.holds is at_least else '≤'} {contest.bar:g}"
    holds = contest.bar is None or contest.holds(contest.bar, ratio)
    return Figure(name, ours, floor, ratio, bar, contest.unit, holds)


@dataclass(frozen=True)
class Latency:
    """The way from an answer to reporting, at one rate: two quantiles of the same runs."""

    rate: int
    bars: tuple[tuple[float, float], ...] = ((0.5, 2.0), (0.99, 3.0))

    @property
    def name(self) -> str:
        """Return what is measured."""
        return f"answer to reporting at {self.rate}/s"

    async def run(self, place: Stage) -> list[Figure]:
        """Run both in turn and return a figure a quantile."""
        ours, floors = [], []
        for _ in range(ROUNDS):
            floors.append(await latency.floor(place, self.rate, RATES[self.rate]))
            ours.append(await latency.ours(place, self.rate, RATES[self.rate]))
            console.print(
                f"  {self.name}: p50 {ours[-1].milliseconds(0.5):.1f} p99 {ours[-1].milliseconds(0.99):.1f} beside "
                f"p50 {floors[-1].milliseconds(0.5):.1f} p99 {floors[-1].milliseconds(0.99):.1f} ms"
            )
        figures = []
        for quantile, bar in self.bars:
            middle = statistics.median(shown.milliseconds(quantile) for shown in ours)
            beside = statistics.median(shown.milliseconds(quantile) for shown in floors)
            contest = Contest(self.name, submit.ours, submit.floor, "ms", bar, at_most)
            figures.append(_figure(f"{self.name}, p{quantile * 100:.0f}", middle, beside, contest))
        return figures


@dataclass(frozen=True)
class Memory:
    """What each service takes when it has started and waits."""

    name: str = "resident memory"

    async def run(self, place: Stage) -> list[Figure]:
        """Return a figure a service."""
        taken = await memory.idle(place)
        return [
            Figure(f"{self.name}, {name}", megabytes, None, None, "reported", "MiB", holds=True)
            for name, megabytes in taken.items()
        ]


@dataclass(frozen=True)
class Limit:
    """A figure that must not pass a bar of its own, whatever the machine."""

    name: str
    measure: Measure
    unit: str
    bar: float

    async def run(self, place: Stage) -> list[Figure]:
        """Measure once and return the figure."""
        ours = await self.measure(place)
        return [Figure(self.name, ours, None, None, f"≤ {self.bar:g}", self.unit, holds=ours <= self.bar)]


@dataclass(frozen=True)
class Pages:
    """The slowest page of each of a service's lists, every one held against the same bar."""

    name: str
    measure: Callable[[Stage], Awaitable[dict[str, float]]]
    bar: float

    async def run(self, place: Stage) -> list[Figure]:
        """Return a figure a list."""
        slowest = await self.measure(place)
        return [
            Figure(f"{self.name}, {name}", ours, None, None, f"≤ {self.bar:g}", "ms", holds=ours <= self.bar)
            for name, ours in slowest.items()
        ]


@dataclass(frozen=True)
class Growth:
    """How many of something are done a second; twice as many must take twice the time, and no more than the bar."""

    name: str
    measure: Callable[[], Awaitable[tuple[float, float]]]  # seconds for one half, and for the whole
    amount: int
    unit: str
    bar: float = 1.2

    async def run(self, _: Stage) -> list[Figure]:
        """Measure once and return the figure."""
        half, whole = await self.measure()
        ours, floor = self.amount / whole, self.amount / 2 / half
        return [Figure(self.name, ours, floor, floor / ours, f"≤ {self.bar:g}", self.unit, floor / ours <= self.bar)]


async def _filled(place: Stage, events: int) -> float:
    await consumer.fill(place, events)
    return await consumer.ours(place, events)


EVENTS_A_SECOND = "events/s"
BENCHES: tuple[Contest | Latency | Memory | Limit | Pages | Growth, ...] = (
    Contest("relay drain of 200 k rows", relay.ours, relay.floor, EVENTS_A_SECOND, 0.6),
    Contest("relay beside faststream-outbox, 20 k rows", peer.ours, peer.peer, EVENTS_A_SECOND, 10),
    Contest("consumer into the read model, 200 k events", consumer.ours, consumer.floor, EVENTS_A_SECOND, 0.6),
    Contest("FastStream's single-message handler beside ours", consumer.single, consumer.ours, EVENTS_A_SECOND, None),
    Contest("submit over HTTP, 32 clients", submit.ours, submit.floor, "requests/s", 0.5),
    Contest(
        "filings of 10 k units beside 1 k, each", plans.owing_many, plans.owing_few, "µs/filing", 1.5, at_most,
    ),
    Contest(
        "closing a quarter of 10 k units beside 1 k", plans.closing_many, plans.closing_few, "ms", 10, at_most,
    ),
    Limit("slowest page of 10 k units × 4 filings", plans.slowest_page, "ms", 100),
    Contest(
        "sheet of 100 k rows beside reading it and COPY", nominations.importing, nominations.copying, "s", 3, at_most,
    ),
    *(
        Growth(
            f"eligibility under {code}, all of 100 k subjects beside half", partial(nominations.judging, code),
            nominations.SUBJECTS, "subjects/s",
        )
        for code in nominations.RULESETS
    ),
    Pages("slowest of 2 M", register.pages, 100),
    Latency(50),
    Latency(500),
    Memory(),
    Contest(
        "relay at twice the rows beside once", lambda place: relay.ours(place, 2 * relay.ROWS), relay.ours,
        EVENTS_A_SECOND, None,
    ),
    Contest(
        "consumer at twice the events beside once", lambda place: _filled(place, 2 * consumer.EVENTS),
        lambda place: _filled(place, consumer.EVENTS), EVENTS_A_SECOND, None,
    ),
)  # fmt: skip


def _table(figures: list[Figure]) -> Table:
    table = Table("bench", "ours", "floor", "ratio", "bar", "unit", "holds", title="Measured in this run")
    for one in figures:
        floor = "" if one.floor is None else f"{one.floor:,.1f}"
        ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
        table.add_row(one.name, f"{one.ours:,.1f}", floor, ratio, one.bar, one.unit, "yes" if one.holds else "NO")
    return table


async def _run(only: str) -> list[Figure]:
    chosen = [bench for bench in BENCHES if only in bench.name]
    figures: list[Figure] = []
    async with stage() as place:
        if any("consumer" in bench.name or "FastStream" in bench.name for bench in chosen):
            await consumer.fill(place, consumer.EVENTS)
        for number, bench in enumerate(chosen, 1):
            console.print(f"[{number}/{len(chosen)}] {bench.name}", markup=False)
            figures += await bench.run(place)
    return figures


def main() -> int:
    """Measure what the command line asks for; everything by default."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="a part of the name of what to measure")
    figures = asyncio.run(_run(parser.parse_args().only))
    RESULTS.write_text(json.dumps([asdict(figure) for figure in figures], ensure_ascii=False, indent=1))
    console.print(_table(figures))
    return 0 if all(figure.holds for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())

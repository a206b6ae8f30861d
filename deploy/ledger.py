"""Sổ đối chiếu: for every event told, each subscriber acted on it exactly once; counted afresh each time.

Nothing here is taken from a counter in memory: what was promised comes from the outboxes, what was told from every
record that Kafka holds, what was acted on from each subscriber's own database. The ledger looks at a moment; while
events are still on their way it says so by not balancing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from deploy.books import Books, Fact, Ground, is_outside, read

COMPACTED = ".state."


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic: what its owner promised against what Kafka holds."""

    topic: str
    promised: int
    told: int
    records: int
    aggregates: int
    faults: tuple[str, ...]

    @property
    def repeats(self) -> int:
        """Return how many records are a second telling, which listeners drop."""
        return self.records - self.told


@dataclass(frozen=True, slots=True)
class SubscriberLine:
    """A subscriber of a topic: what it should have acted on against what its database says."""

    service: str
    topic: str
    told: int
    acted: int
    dead: int
    behind: int
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutsideLine:
    """A department's messages: what it sent against what was taken in and answered."""

    topic: str
    records: int
    sent: int
    heard: int
    answered: int
    behind: int
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EffectLine:
    """One figure of the year, as each place that has it counts it."""

    name: str
    counts: Mapping[str, int]
    faults: tuple[str, ...]


Line = TopicLine | SubscriberLine | OutsideLine | EffectLine


@dataclass(frozen=True, slots=True)
class Ledger:
    """The whole ledger; it balances when no line has a fault."""

    topics: tuple[TopicLine, ...]
    subscribers: tuple[SubscriberLine, ...]
    outside: tuple[OutsideLine, ...]
    effects: tuple[EffectLine, ...]

    @property
    def faults(self) -> tuple[str, ...]:
        """Return everything that does not add up, as sentences."""
        lines: tuple[Line, ...] = (*self.topics, *self.subscribers, *self.outside, *self.effects)
        return tuple(fault for line in lines for fault in line.faults)

    @property
    def is_balanced(self) -> bool:
        """Return whether everything told was acted on exactly once."""
        return not self.faults

    def as_json(self) -> dict[str, Any]:
        """Return the ledger for programs."""
        return {"balanced": self.is_balanced, **asdict(self)}


async def ledger(ground: Ground) -> Ledger:
    """Return the ledger of a running system, read afresh."""
    return balance(await read(ground))


def balance(books: Books) -> Ledger:
    """Compute the ledger from what was read."""
    told = {topic: list(facts) for topic, facts in _by_topic(books.records).items()}
    promised = _by_topic(books.promised)
    ours = sorted({*promised, *(topic for topic in told if not is_outside(topic))})
    return Ledger(
        topics=tuple(_topic(books, topic, promised.get(topic, ()), told.get(topic, ())) for topic in ours),
        subscribers=tuple(
            _subscriber(books, service, topic, told.get(topic, ()))
            for topic in sorted(books.hearers)
            if not is_outside(topic)
            for service in sorted(books.hearers[topic])
        ),
        outside=tuple(_outside(books, topic, told[topic]) for topic in sorted(told) if is_outside(topic)),
        effects=tuple(_effect(name, counts) for name, counts in books.effects.items()),
    )


def _by_topic(facts: Iterable[Fact]) -> dict[str, Sequence[Fact]]:
    sorted_out: dict[str, list[Fact]] = {}
    for fact in facts:
        sorted_out.setdefault(fact.topic, []).append(fact)
    return dict(sorted_out)


def _topic(books: Books, topic: str, promised: Sequence[Fact], records: Sequence[Fact]) -> TopicLine:
    told = dict.fromkeys(records)  # in the order of first tellings
    owed = _newest(promised) if COMPACTED in topic else set(promised)
    surplus = {fact.event_id for fact in told.keys() - set(promised)} - books.old
    return TopicLine(
        topic=topic,
        promised=len(promised),
        told=len(told),
        records=len(records),
        aggregates=len({fact.key for fact in told}),
        faults=(
            *_about(topic, "promised, but not on Kafka", (fact.event_id for fact in owed.difference(told))),
            *_about(topic, "on Kafka, but never promised", surplus),
            *_about(topic, "versions are not 1, 2, 3 … in the order told", _disordered(topic, told)),
        ),
    )


def _newest(facts: Iterable[Fact]) -> set[Fact]:
    """Return the last fact of each key: all that Kafka has to keep of a compacted topic."""
    return set({fact.key: fact for fact in sorted(facts, key=lambda fact: fact.version)}.values())


def _disordered(topic: str, told: Iterable[Fact]) -> Iterator[str]:
    last: dict[str, int] = {}
    bad = set()
    for fact in told:
        step = fact.version - last.get(fact.key, 0)
        if step < 1 or (step > 1 and COMPACTED not in topic):
            bad.add(fact.key)
        last[fact.key] = fact.version
    yield from sorted(bad)


def _subscriber(books: Books, service: str, topic: str, records: Sequence[Fact]) -> SubscriberLine:
    due: dict[str, int] = {}
    for fact in records:
        due[fact.key] = max(fact.version, due.get(fact.key, 0))
    seen = {key: version for (of, key), version in books.seen.get(service, {}).items() if of == topic}
    dead = books.dead.get(service, Counter())[topic]
    parked = books.parked.get(service, Counter())[topic]
    behind = _behind(books, service, topic)
    where = f"{service} on {topic}"
    return SubscriberLine(
        service=service,
        topic=topic,
        told=sum(due.values()),
        acted=sum(seen.values()),
        dead=dead,
        behind=behind,
        faults=(
            *_about(where, "not acted on as often as told", sorted(_unequal(due, seen))),
            *([f"{where}: {dead} put aside as dead letters"] if dead else ()),
            *([f"{where}: {parked} keys are parked"] if parked else ()),
            *([f"{where}: its place differs from the end of the topic by {behind}"] if behind else ()),
        ),
    )


def _behind(books: Books, service: str, topic: str) -> int:
    places = books.places.get(service, {})
    return sum(abs(end - places.get(part, 0)) for part, end in books.ends.items() if part[0] == topic)


def _unequal(one: Mapping[str, int], other: Mapping[str, int]) -> Iterator[str]:
    return (key for key in one.keys() | other.keys() if one.get(key) != other.get(key))


def _outside(books: Books, topic: str, records: Sequence[Fact]) -> OutsideLine:
    sent = {fact.event_id for fact in records}
    due = sent - books.old
    heard = Counter(event_id for inbox in books.inboxes.values() for of, event_id in inbox if of == topic)
    answers = Counter((cause, kind) for cause, kind in books.causes if cause in sent)
    answered = {cause for cause, _ in answers}
    behind = sum(_behind(books, service, topic) for service in books.hearers.get(topic, ()))
    return OutsideLine(
        topic=topic,
        records=len(records),
        sent=len(sent),
        heard=len(heard),
        answered=len(answered),
        behind=behind,
        faults=(
            *_about(topic, "sent, but nobody took it in", sorted(due - heard.keys())),
            *_about(topic, "taken in, but not on Kafka", sorted(heard.keys() - sent)),
            *_about(topic, "taken in by two services", sorted(one for one, times in heard.items() if times > 1)),
            *_about(topic, "sent, but neither acted on nor refused", sorted(due - answered)),
            *_about(topic, "acted on more than once", sorted(one for (one, _), times in answers.items() if times > 1)),
            *([f"{topic}: its listeners' places differ from its end by {behind}"] if behind else ()),
        ),
    )


def _effect(name: str, counts: Mapping[str, int]) -> EffectLine:
    told_apart = ", ".join(f"{where} {count}" for where, count in counts.items())
    return EffectLine(name, counts, () if len(set(counts.values())) <= 1 else (f"{name}: {told_apart}",))


def _about(where: str, what: str, ids: Iterable[str]) -> Iterator[str]:
    """Yield one sentence for all of *ids*, naming a few."""
    found = sorted(ids)
    if found:
        named = ", ".join(found[:3])
        more = f" and {len(found) - 3} more" if len(found) > 3 else ""  # noqa: PLR2004 - a few are enough to begin with
        yield f"{where}: {what}: {named}{more}"

"""The topics file: complete, and strict enough that a typo cannot grant anything."""

from importlib import import_module
from pathlib import Path

import pytest

from deploy.kafka.topics import SERVICES, Grant, Unit, expand, grants, province, topics
from deploy.trouble import Trouble
from shared.events import EVENTS, Event

FACT = "{name: plans.plan.v1, owner: plans, partitions: 12, retention: forever, cleanup: delete, readers: [reporting]}"

OF_A_UNIT = FACT.replace("plans.plan.v1", '"ext.{unit}.v1"')

UNITS = ["so-noi-vu", "so-y-te"]


def _file(folder: Path, *lines: str) -> Path:
    file = folder / "topics.yml"
    file.write_text("\n".join(["topics:", *(f"  - {line}" for line in lines)]) + "\n")
    return file


def test_every_event_has_its_topic() -> None:
    told = {event.topic.replace("{unit_id}", "{unit}") for event in EVENTS.values()}
    told = {name for topic in told for name in ([topic] if "{service}" not in topic else _of_services(topic))}

    assert {topic.name for topic in topics()} == told


def _of_services(topic: str) -> list[str]:
    return [topic.replace("{service}", service) for service in SERVICES]


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_may_read_every_topic_it_hears(service: str) -> None:
    heard = set(import_module(f"services.{service}.handlers").on.topics)
    allowed = {grant for grant in grants(topics(), UNITS) if grant.principal == service and grant.operation == "READ"}

    readable = {topic.name for topic in topics() for grant in allowed if _covers(grant, topic.name)}

    assert {topic.replace("{unit_id}", "{unit}") for topic in heard} - readable == set()


def _covers(grant: Grant, name: str) -> bool:
    return grant.kind == "TOPIC" and (name.startswith(grant.name) if grant.is_prefix else name == grant.name)


@pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS)
def test_whoever_tells_an_event_may_write_its_topic(event: type[Event]) -> None:
    for teller in event.tellers:
        topic = event.topic.replace("{service}", teller).replace("{unit_id}", "so-y-te")

        assert Grant(teller, "WRITE", "TOPIC", topic) in grants(topics(), UNITS)


def test_a_department_may_do_this_and_nothing_else(tmp_path: Path) -> None:
    file = _file(
        tmp_path,
        FACT.replace("[reporting]", "[departments]"),
        "{name: plans.filing.v1, owner: plans, partitions: 1, retention: forever, cleanup: delete, readers: []}",
        '{name: "ext.{unit}.v1", owner: unit, partitions: 1, retention: 1d, cleanup: delete, readers: [plans]}',
        '{name: "ext.{unit}.replies.v1", owner: plans, partitions: 1, retention: 1d, cleanup: delete, readers: [unit]}',
    )

    allowed = {grant for grant in grants(topics(file), UNITS) if grant.principal == "dept-so-y-te"}

    assert allowed == {
        Grant("dept-so-y-te", "READ", "TOPIC", "plans.plan.v1"),
        Grant("dept-so-y-te", "WRITE", "TOPIC", "ext.so-y-te.v1"),
        Grant("dept-so-y-te", "READ", "TOPIC", "ext.so-y-te.replies.v1"),
        Grant("dept-so-y-te", "READ", "GROUP", "so-y-te.", is_prefix=True),
    }


def test_a_service_writes_only_what_it_owns_and_the_answers() -> None:
    writes = {
        grant.name
        for grant in grants(topics(), UNITS)
        if (grant.principal, grant.operation) == ("nominations", "WRITE")
    }

    assert writes == {
        "nominations.nomination.v1",
        "nominations.award.v1",
        "nominations.council.v1",
        "nominations.round.v1",
        "nominations.dlq.v1",
        "ext.so-noi-vu.replies.v1",
        "ext.so-y-te.replies.v1",
    }


def test_the_whole_province_has_a_pair_of_topics_each() -> None:
    units = [unit.id for unit in province()]

    assert len(expand(topics(), units)) == 19 + 2 * len(units)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (FACT.replace("reporting]", "reportng]"), ":3: readers: Input should be"),
        (FACT.replace("[reporting]", "[unit]"), "is not one department's topic"),
        (FACT.replace("owner: plans", "owner: reporting"), "plans.plan.v1 must be owned by plans"),
        (FACT.replace("readers", "reader"), ":3: reader: Extra inputs are not permitted"),
        (FACT.replace("plan.v1", "dlq.v1"), "only plans may read plans.dlq.v1"),
        (FACT.replace("readers:", "writers: [reporting], readers:"), "only plans may write plans.plan.v1"),
        (FACT.replace("cleanup: delete", "cleanup: compact"), "only *.state.* is compacted"),
        (FACT.replace("plans.plan.v1", "plans.*"), ":3: name: String should match pattern"),
        (FACT.replace("forever", "never"), ":3: retention: String should match pattern"),
        (FACT.replace("12", "many"), ":3: partitions: Input should be a valid integer"),
        (OF_A_UNIT.replace("[reporting]", "[departments]"), "is for one department"),
        (OF_A_UNIT, "only the other one is the unit's own"),
        (FACT.replace("}", ""), ":4: expected ',' or '}'"),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_with_its_line(tmp_path: Path, line: str, said: str) -> None:
    file = _file(tmp_path, FACT.replace("plan.v1", "filing.v1"), line)

    with pytest.raises(Trouble) as refused:
        topics(file)

    assert str(refused.value).startswith(f"{file}:")
    assert said in str(refused.value)


def test_a_topic_listed_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match=r"listed more than once: plans\.plan\.v1"):
        topics(_file(tmp_path, FACT, FACT))


def test_a_unit_whose_id_could_widen_a_permission_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "province.yml"
    file.write_text("units:\n  - {id: so-y-te, name: Sở Y tế}\n  - {id: 'so.y*', name: Sở Y tế}\n")

    with pytest.raises(Trouble, match=r"province\.yml:3: units\.id: String should match pattern"):
        province(file)


def test_without_a_province_there_are_no_units(tmp_path: Path) -> None:
    found: list[Unit] = province(tmp_path / "province.yml")

    assert found == []

"""What a promise becomes, and who may make it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import orjson
import pytest

from shared import tracing
from shared.events import Event
from shared.events.plans import PlanIssued, TaskCompleted
from shared.messaging.outbox import COLUMNS, EventTooLarge, NotTheOwner, outbox_values
from shared.schemas import declared
from shared.settings import settings
from tests.factories import a_sample

SERVICES = ("plans", "nominations", "notifications", "reporting", "gateway")


@pytest.fixture
def service(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Be the service named by the parameter."""
    monkeypatch.setenv("THIDUA_SERVICE", request.param)
    monkeypatch.setenv("THIDUA_POSTGRES", "postgresql://nowhere")
    monkeypatch.setenv("THIDUA_IDENTITY_PUBLIC_KEY", "none")
    settings.cache_clear()
    yield request.param
    settings.cache_clear()


def _row(event: Event, version: int = 1) -> dict[str, Any]:
    return dict(zip(COLUMNS.split(", "), outbox_values(event, version), strict=True))


@pytest.mark.parametrize("event", declared(), ids=lambda event: event.__name__)
@pytest.mark.parametrize("service", SERVICES, indirect=True)
def test_event_is_told_by_its_owner_and_by_nobody_else(service: str, event: type[Event]) -> None:
    is_owner = service in event.tellers

    try:
        outbox_values(a_sample(event), 1)
    except NotTheOwner:
        was_told = False
    else:
        was_told = True

    assert was_told == is_owner


@pytest.mark.parametrize("event", declared(), ids=lambda event: event.__name__)
def test_event_has_one_owner_unless_every_service_has_a_topic_of_its_own(event: type[Event]) -> None:
    owners = event.tellers

    assert len(owners) == 1 or "{" in event.topic


@pytest.mark.parametrize("service", ["plans"], indirect=True)
def test_row_says_everything_a_relay_needs(service: str) -> None:
    event = a_sample(TaskCompleted)

    row = _row(event, version=7)

    headers = orjson.loads(row["headers"])
    assert (row["aggregatetype"], row["aggregateid"], row["aggregate_version"]) == (event.topic, event.aggregate_id, 7)
    assert (UUID(row["event_id"]).version, str(UUID(row["event_id"]))) == (7, headers["ce_id"])
    assert TaskCompleted.model_validate_json(row["payload"]) == event
    assert (headers["ce_source"], headers["ce_sequence"]) == (f"/{service}", "7")


@pytest.mark.parametrize("service", ["plans"], indirect=True)
def test_row_carries_the_trace_it_was_promised_in(service: str) -> None:  # noqa: ARG001 - the fixture acts
    trace = tracing.Trace("ab" * 16, "01", causation_id="cause", correlation_id="first")

    with tracing.within(trace):
        headers = orjson.loads(_row(a_sample(TaskCompleted))["headers"])

    assert headers["traceparent"].split("-")[1] == trace.trace_id
    assert (headers["ce_causationid"], headers["ce_correlationid"]) == ("cause", "first")


@pytest.mark.parametrize("service", ["plans"], indirect=True)
def test_event_larger_than_kafka_takes_is_refused_at_once(service: str) -> None:  # noqa: ARG001 - the fixture acts
    with pytest.raises(EventTooLarge):
        outbox_values(a_sample(PlanIssued, title="x" * 900_000), 1)

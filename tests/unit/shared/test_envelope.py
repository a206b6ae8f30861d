"""Whatever comes from Kafka is read without raising; only the payload may turn out not to be one."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.events.plans import TaskCompleted
from shared.messaging.envelope import LONGEST, Told
from tests.factories import MOMENT, a_raw_record, a_record, a_sample

STRUCTURED = b"application/cloudevents+json; charset=utf-8"

NAMES = st.sampled_from(
    ["ce_id", "ce_type", "ce_sequence", "ce_time", "content-type", "traceparent", "ce_correlationid", "reply_to", ""]
)
HEADERS = st.one_of(
    st.none(),
    st.binary(max_size=30),
    st.sampled_from([STRUCTURED, b"9" * 5_000, b"\xff\xfe", b"\x00", "٣".encode(), b"-1", b"0001-01-01", b"x" * 9_000]),
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=10)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
WHOLE = st.fixed_dictionaries(
    {}, optional={"id": JSON, "type": JSON, "time": JSON, "data": JSON, "data_base64": JSON | st.just("cũ"), "x": JSON}
)
CONTENTS = st.one_of(st.none(), st.binary(max_size=60), JSON.map(json.dumps), WHOLE.map(json.dumps)).map(
    lambda content: content.encode() if isinstance(content, str) else content
)


@settings(max_examples=150, deadline=None)
@given(
    key=st.none() | st.binary(max_size=40),
    value=CONTENTS,
    headers=st.dictionaries(NAMES, HEADERS, max_size=5),
    stamp=st.integers(-(2**63), 2**63 - 1),
)
def test_no_record_makes_the_envelope_raise(
    key: bytes | None, value: bytes | None, headers: dict[str, bytes | None], stamp: int
) -> None:
    record = a_raw_record("ext.so-noi-vu.v1", key, value, headers)
    record.timestamp = stamp

    told = Told(record)

    texts = [told.key, told.type, told.event_id, told.header("traceparent"), *told.headers.values()]
    assert ["\x00" in text for text in texts] == [False] * len(texts)
    assert (told.version >= 0, told.time.tzinfo is not None) == (True, True)


@settings(max_examples=100, deadline=None)
@given(value=CONTENTS)
def test_payload_that_is_not_json_is_a_value_error(value: bytes | None) -> None:
    told = Told(a_raw_record("plans.plan.v1", b"k", value, {"ce_type": TaskCompleted.type.encode()}))

    assert _outcome(lambda: told.data) in {"read", "ValueError"}
    assert _outcome(lambda: told.event) in {"read", "ValueError"}


@settings(max_examples=50, deadline=None)
@given(type_name=st.binary(max_size=20))
def test_payload_of_an_unknown_type_is_a_key_error(type_name: bytes) -> None:
    told = Told(a_raw_record("plans.plan.v1", b"k", b"{}", {"ce_type": type_name}))

    assert _outcome(lambda: told.event) == "KeyError"


def _outcome(read: Any) -> str:
    try:
        read()
    except ValueError:
        return "ValueError"
    except KeyError:
        return "KeyError"
    return "read"


@pytest.mark.parametrize(
    "whole",
    [
        {"data_base64": "đơn vị"},
        {"data_base64": "no base64!"},
        json.loads('{"data":' + "[" * 400 + "]" * 400 + "}"),
    ],
    ids=["base64 beyond ASCII", "base64 that is none", "data nested deeper than can be written"],
)
def test_structured_event_whose_data_cannot_be_taken_has_no_data(whole: dict[str, Any]) -> None:
    told = Told(a_raw_record("ext.so-y-te.v1", b"k", json.dumps(whole).encode(), {"content-type": STRUCTURED}))

    assert told.value == b""


def test_binary_record_reads_as_it_was_told() -> None:
    event = a_sample(TaskCompleted)

    told = Told(a_record(event, version=7, event_id="0190", offset=3))

    assert (told.type, told.event_id, told.version, told.key) == (event.type, "0190", 7, event.aggregate_id)
    assert (told.time, told.event, told.data) == (MOMENT, event, event.model_dump(mode="json"))


def test_structured_record_reads_like_a_binary_one() -> None:
    event = a_sample(TaskCompleted)
    data = event.model_dump(mode="json")
    whole = {"specversion": "1.0", "id": "0190", "type": event.type, "source": "/x", "sequence": 7, "data": data}

    told = Told(a_raw_record(event.topic, b"k", json.dumps(whole).encode(), {"content-type": STRUCTURED}))

    assert (told.type, told.event_id, told.version, told.event) == (event.type, "0190", 7, event)


@pytest.mark.parametrize(
    ("headers", "version"),
    [({}, 0), ({"ce_sequence": b""}, 0), ({"ce_sequence": b"-3"}, 0), ({"ce_sequence": b"12"}, 12)],
)
def test_version_is_zero_where_the_sender_does_not_say(headers: Mapping[str, bytes], version: int) -> None:
    told = Told(a_raw_record("plans.plan.v1", b"k", b"{}", headers))

    assert told.version == version


def test_version_nobody_can_count_to_is_none() -> None:
    told = Told(a_raw_record("plans.plan.v1", b"k", b"{}", {"ce_sequence": b"9" * 5_000}))

    assert told.version == 0


def test_time_without_a_zone_is_utc() -> None:
    told = Told(a_raw_record("ext.so-y-te.v1", b"k", b"{}", {"ce_time": b"2023-03-15T07:00:00"}))

    assert told.time == datetime(2023, 3, 15, 7, tzinfo=UTC)


def test_time_nobody_said_is_the_stamp_of_the_record() -> None:
    told = Told(a_raw_record("ext.so-y-te.v1", b"k", b"{}", {"ce_time": b"yesterday"}))

    assert told.time == MOMENT


@pytest.mark.parametrize("length", [LONGEST + 1, 60_000])
def test_names_too_long_to_be_indexed_are_cut_and_stay_apart(length: int) -> None:
    first, second = (
        Told(a_raw_record("ext.so-y-te.v1", b"k" * length + end, b"{}", {"ce_id": b"i" * length + end}))
        for end in (b"1", b"2")
    )

    assert len({first.key, second.key, first.event_id, second.event_id}) == 4
    assert max(len(first.key.encode()), len(first.event_id.encode())) < 2_000


def test_null_bytes_which_a_database_cannot_hold_are_replaced() -> None:
    told = Told(a_raw_record("ext.so-y-te.v1", b"a\x00b", b"{}", {"ce_id": b"c\x00d"}))

    assert (told.key, told.event_id) == ("a\N{REPLACEMENT CHARACTER}b", "c\N{REPLACEMENT CHARACTER}d")

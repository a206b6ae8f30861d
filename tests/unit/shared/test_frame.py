"""The small rooms every service stands on: clock, traces, log lines, identities, steps, events."""

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog
from joserfc.jwk import OKPKey

from shared import clock, log, tracing
from shared.clock import HeldClock, SharedClock, SystemClock
from shared.errors import Forbidden, OutOfTurn
from shared.events.base import EVENTS, Event
from shared.identity import Identity, NotSignedIn, sign, verifier
from shared.roles import Role
from shared.schemas import declared
from shared.steps import ReasonMissing, Step, offered, take

MOMENT = datetime(2023, 3, 15, 20, 30, tzinfo=UTC)
OFFICER = Identity("so-y-te", "Sở Y tế", frozenset({Role.UNIT_OFFICER}), "so-y-te")


@pytest.fixture
def held() -> Iterator[HeldClock]:
    """Hold the clock."""
    held = HeldClock(MOMENT)
    clock.use(held)
    yield held
    clock.use(SystemClock())


def test_clock_that_is_held_stands_still(held: HeldClock) -> None:
    assert (clock.now(), clock.is_held()) == (held.moment, True)


def test_shared_clock_is_moved_by_one_and_read_by_all(tmp_path: Path) -> None:
    mover = SharedClock(tmp_path / "clock", start=MOMENT)
    reader = SharedClock(tmp_path / "clock")

    mover.move(MOMENT + timedelta(days=90, microseconds=1))

    assert reader.now() == MOMENT + timedelta(days=90, microseconds=1)


def test_shared_clock_tells_the_day_in_vietnam(tmp_path: Path) -> None:
    late_in_the_evening_in_utc = SharedClock(tmp_path / "clock", start=MOMENT)

    assert late_in_the_evening_in_utc.now().date() == MOMENT.date() + timedelta(days=1)


def test_trace_goes_on_in_its_header() -> None:
    trace = tracing.Trace("ab" * 16)

    again = tracing.parse(trace.traceparent())

    assert (again.trace_id, again.flags) == (trace.trace_id, "01")


@pytest.mark.parametrize("header", [None, "", "00-zz-1-01", f"00-{'0' * 32}-{'1' * 16}-01", "\x00"])
def test_header_that_names_no_trace_begins_a_new_one(header: str | None) -> None:
    first, second = tracing.parse(header), tracing.parse(header)

    assert (len(first.trace_id), first.trace_id != second.trace_id) == (32, True)


def test_trace_ends_with_its_block() -> None:
    before = tracing._current.get()

    with tracing.within(tracing.Trace("cd" * 16)):
        inside = tracing.current().trace_id

    assert (inside, tracing._current.get()) == ("cd" * 16, before)


def test_log_line_is_json_with_its_event_and_without_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    handlers, level, kept = logging.root.handlers[:], logging.root.level, structlog.get_config()
    try:
        log.configure("plans", "INFO")
        with tracing.within(tracing.Trace("ab" * 16, causation_id="0190")):
            structlog.get_logger("fresh").info("filed", unit="so-y-te", smtp_password="hidden", api_token="hidden")
    finally:
        logging.root.handlers[:] = handlers
        logging.root.setLevel(level)
        structlog.configure(**kept)

    line = json.loads(capsys.readouterr().err)
    assert (line["service"], line["event"], line["unit"]) == ("plans", "filed", "so-y-te")
    assert (line["trace_id"], line["event_id"]) == ("ab" * 16, "0190")
    assert (line["smtp_password"], line["api_token"]) == ("***", "***")


@pytest.fixture(scope="module")
def keys() -> tuple[str, str]:
    pair = OKPKey.generate_key("Ed25519", auto_kid=False)
    return pair.as_pem(private=True).decode(), pair.as_pem(private=False).decode()


def test_signed_identity_is_the_one_that_comes_out(keys: tuple[str, str]) -> None:
    token = sign(OFFICER, keys[0])

    assert verifier(keys[1])(token) == OFFICER


def test_identity_signed_by_another_key_is_refused(keys: tuple[str, str]) -> None:
    stranger = OKPKey.generate_key("Ed25519", auto_kid=False).as_pem(private=True).decode()

    with pytest.raises(NotSignedIn):
        verifier(keys[1])(sign(OFFICER, stranger))


@pytest.mark.parametrize("spoil", [lambda token: token[:-4] + "AAAA", lambda token: token.rpartition(".")[0] + "."])
def test_identity_that_was_tampered_with_is_refused(keys: tuple[str, str], spoil: object) -> None:
    assert callable(spoil)

    with pytest.raises(NotSignedIn):
        verifier(keys[1])(spoil(sign(OFFICER, keys[0])))


def test_identity_expires_even_where_it_was_checked_before(
    keys: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    verify = verifier(keys[1])
    token = sign(OFFICER, keys[0])
    verify(token)
    later = datetime.now(UTC) + timedelta(minutes=5)
    monkeypatch.setattr(SystemClock, "now", lambda _: later)

    with pytest.raises(NotSignedIn):
        verify(token)


def test_officer_of_a_unit_reaches_only_for_its_own_things() -> None:
    OFFICER.require_unit("so-y-te")

    with pytest.raises(Forbidden):
        OFFICER.require_unit("so-noi-vu")


STEPS = (
    Step("send", "draft", "sent", frozenset({Role.UNIT_OFFICER}), "Trình"),
    Step("return", "sent", "draft", frozenset({Role.APPRAISER}), "Trả lại", needs_reason=True),
)


def test_step_that_the_table_has_is_taken() -> None:
    assert take(STEPS, "draft", "send", {Role.UNIT_OFFICER}).target == "sent"


@pytest.mark.parametrize(
    ("state", "name", "role", "refusal"),
    [
        ("sent", "send", Role.UNIT_OFFICER, OutOfTurn),
        ("draft", "burn", Role.UNIT_OFFICER, OutOfTurn),
        ("draft", "send", Role.APPRAISER, Forbidden),
        ("sent", "return", Role.APPRAISER, ReasonMissing),
    ],
)
def test_step_that_the_table_has_not_is_refused(state: str, name: str, role: Role, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        take(STEPS, state, name, {role}, reason=" ")


def test_only_steps_that_can_be_taken_are_offered() -> None:
    assert [step.name for step in offered(STEPS, "sent", {Role.APPRAISER})] == ["return"]
    assert offered(STEPS, "sent", {Role.UNIT_OFFICER}) == ()


def test_event_whose_key_is_no_field_is_refused() -> None:
    with pytest.raises(TypeError):
        type("Keyless", (Event,), {"__annotations__": {"name": str}}, topic="plans.plan.v1", key="nothing")


def test_event_declared_twice_is_refused() -> None:
    first = declared()[0]

    with pytest.raises(TypeError):
        type(first.__name__, (Event,), {"__annotations__": {"x": str}}, topic=first.topic, key="x")

    assert EVENTS[first.type] is first


def test_topic_of_a_department_has_its_unit_filled_in() -> None:
    refused = EVENTS["vn.thidua.ext.SubmissionRefused.v1"]

    event = refused.model_validate(
        {"submission_id": "1", "unit_id": "so-y-te", "event_id": "2", "code": "x", "message": "x"}
    )

    assert (event.destination, event.aggregate_id) == ("ext.so-y-te.replies.v1", "1")

import unicodedata
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from jinja2 import meta

from services.notifications.channels import CHANNELS
from services.notifications.commands.addressees import GROUPS_FOUND
from services.notifications.commands.notices import NAMES
from services.notifications.commands.reminders import WAITED_ON
from services.notifications.commands.subjects import TAUGHT
from services.notifications.domain import REMINDERS, FilingReminder, Reminder
from services.notifications.handlers import on
from services.notifications.messages import (
    FOLDER,
    GROUPS,
    LADDERS,
    MESSAGES,
    ROLES,
    SILENT,
    TEMPLATES,
    TEXTS,
    UNIT,
    WRITTEN_EVENTS,
    Message,
    fields_of,
)
from shared.events import EVENTS, Event
from shared.events.plans import (
    Duty,
    FilingDue,
    FilingReceived,
    FilingReturned,
    FurtherFilingReceived,
    PlanIssued,
)
from tests.factories import a_sample

every_message = pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES.keys())


TELLERS = {"plans", "nominations", "reporting"}
PEOPLE_WROTE = ("reason", "title", "symbol", "reference", "name", "document", "decision", "lead", "field")
"""The fields of facts that hold what somebody typed."""


def a_subject(message: Message) -> Any:
    """Return something *message* may be written about, with every field filled."""
    if message.about is FilingReminder:
        due = a_sample(FilingDue)
        known: dict[str, Any] = {name: getattr(due, name, 3) for name in fields_of(FilingReminder)}
        return FilingReminder(**(known | {"name": None}))
    return a_sample(message.about)


def write(message: Message, about: Any, named: str = "Sở Y tế & Dân số") -> Any:
    """Return the texts with everything known by *named*."""
    return message.write(about, **(dict.fromkeys(NAMES, named) | {"days_left": 3}))


@every_message
@pytest.mark.parametrize("text", TEXTS)
def test_text_asks_only_for_what_its_event_tells(message: Message, text: str) -> None:
    source = (FOLDER / message.name / text).read_text()

    asked = meta.find_undeclared_variables(TEMPLATES.parse(source))

    days = {"days_left"} if message.name in LADDERS else set()
    assert asked <= {*fields_of(message.about), *NAMES, *days}


@every_message
def test_message_is_written_for_a_sample(message: Message) -> None:
    about = a_subject(message)

    words = write(message, about)

    assert "\n" not in words.subject
    for text in (words.subject, words.body, words.html):
        assert text
        assert text == unicodedata.normalize("NFC", text)
        assert not {"{", "}", "None"} & set(text.replace("}", "} ").split())


@every_message
def test_message_html_escapes_what_people_wrote(message: Message) -> None:
    names = [name for name in PEOPLE_WROTE if name in fields_of(message.about)]
    about = a_subject(message)
    for name in names:
        object.__setattr__(about, name, "<b>đậm</b>")

    words = write(message, about, "<b>Sở</b>")

    assert "<b>" not in words.html


@every_message
def test_message_opens_a_path_of_the_gateway(message: Message) -> None:
    words = write(message, a_subject(message))

    assert words.link.startswith("/")
    assert "{" not in words.link


@every_message
def test_message_goes_to_people_through_channels_that_exist(message: Message) -> None:
    channels = {channel for chosen in message.to.values() for channel in chosen}

    assert message.to
    assert set(message.to) <= {UNIT, *ROLES, *GROUPS, *fields_of(message.about)}
    assert channels <= set(CHANNELS)
    assert UNIT not in message.to or "unit_id" in fields_of(message.about)


def test_every_group_of_addressees_can_be_found() -> None:
    assert set(GROUPS_FOUND) == GROUPS


def test_every_fact_is_either_written_about_or_listed_as_silent_with_its_reason() -> None:
    told = {event.__name__ for event in EVENTS.values() if event.topic.partition(".")[0] in TELLERS}
    written = {event.__name__ for event in WRITTEN_EVENTS}

    assert written | SILENT.keys() == told
    assert written & SILENT.keys() == set()
    assert [name for name, reason in SILENT.items() if not reason.strip()] == []


def test_every_reminder_has_its_text_and_its_ladder() -> None:
    assert set(LADDERS) == {"FilingReminder", *(reminder.message for reminder in REMINDERS)}


@pytest.mark.parametrize("reminder", REMINDERS, ids=lambda reminder: reminder.kind)
def test_every_fact_of_a_reminder_names_what_is_awaited(reminder: Reminder) -> None:
    named = [event for event, act in reminder.acts.items() if act != "ends_all"]
    dated = [event for event, act in reminder.acts.items() if act in {"begins", "moves"}]

    assert [event for event in named if reminder.key not in event.model_fields] == []
    assert [event for event in dated if reminder.last_day not in event.model_fields] == []
    assert {event.topic for event in reminder.acts} == {reminder.begins.topic}


def test_every_folder_holds_a_whole_message() -> None:
    folders = [path for path in FOLDER.iterdir() if path.is_dir() and path.name != "__pycache__"]

    missing = [path / name for path in folders for name in ("to.toml", *TEXTS) if not (path / name).exists()]

    assert missing == []
    assert {path.name for path in folders} == set(MESSAGES)


def test_service_listens_to_what_somebody_wrote_about_and_to_what_is_remembered_or_awaited() -> None:
    holds: set[type[Event]] = {FilingReceived, FurtherFilingReceived}

    heard = set(on.reactions)

    assert heard == {event.type for event in WRITTEN_EVENTS | TAUGHT | WAITED_ON | holds}


def test_plan_message_reads_as_a_person_would_write_it() -> None:
    plan = PlanIssued(
        plan_id=UUID(int=1),
        year=2023,
        symbol="274/KH-UBND",
        issued_on=date(2022, 12, 23),
        issuer="Ủy ban nhân dân tỉnh Đồng Nai",
        title="Kế hoạch công tác thi đua, khen thưởng năm 2023",
        tasks=(),
    )

    words = MESSAGES["PlanIssued"].write(plan)

    assert words.subject == "Ban hành Kế hoạch số 274/KH-UBND"
    assert words.body == (
        "Ủy ban nhân dân tỉnh Đồng Nai ban hành Kế hoạch số 274/KH-UBND ngày 23/12/2022 "
        "với 0 nhiệm vụ của năm 2023.\n\n"
        "Kế hoạch công tác thi đua, khen thưởng năm 2023"
    )


def test_returned_filing_lists_what_is_missing() -> None:
    returned = FilingReturned(
        filing_id=UUID(int=1),
        unit_id="so-y-te",
        duty=Duty.UNIT_PLAN,
        returned_on=date(2023, 3, 10),
        reason="Thiếu chỉ tiêu.",
        missing=("Danh mục phong trào", "Chữ ký số"),
    )

    words = MESSAGES["FilingReturned"].write(returned)

    assert words.body == (
        "Sở Nội vụ trả lại kế hoạch thi đua, khen thưởng ngày 10/03/2023 để đơn vị hoàn thiện.\n\n"
        "Lý do: Thiếu chỉ tiêu.\n\n"
        "Cần bổ sung:\n"
        "- Danh mục phong trào\n"
        "- Chữ ký số\n\n"
        "Đề nghị đơn vị hoàn thiện và nộp lại."
    )

import unicodedata
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from jinja2 import meta

from services.notifications.channels import CHANNELS
from services.notifications.domain import FilingReminder
from services.notifications.handlers import on
from services.notifications.messages import FOLDER, MESSAGES, TEMPLATES, TEXTS, UNIT, WRITTEN_EVENTS, Message, fields_of
from shared.events import Event
from shared.events.plans import (
    Duty,
    FilingAccepted,
    FilingDue,
    FilingOverdue,
    FilingReceived,
    FilingReturned,
    PlanIssued,
    UnitChanged,
    UnitRegistered,
)
from shared.roles import Role
from tests.factories import a_sample

every_message = pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES.keys())


def a_subject(message: Message) -> Any:
    """Return something *message* may be written about, with every field filled."""
    if message.about is FilingReminder:
        due = a_sample(FilingDue)
        known: dict[str, Any] = {name: getattr(due, name, 3) for name in fields_of(FilingReminder)}
        return FilingReminder(**known)
    return a_sample(message.about)


@every_message
@pytest.mark.parametrize("text", TEXTS)
def test_text_asks_only_for_what_its_event_tells(message: Message, text: str) -> None:
    source = (FOLDER / message.name / text).read_text()

    asked = meta.find_undeclared_variables(TEMPLATES.parse(source))

    assert asked <= {*fields_of(message.about), "unit"}


@every_message
def test_message_is_written_for_a_sample(message: Message) -> None:
    about = a_subject(message)

    words = message.write(about, unit="Sở Y tế & Dân số")

    assert "\n" not in words.subject
    for text in (words.subject, words.body, words.html):
        assert text
        assert text == unicodedata.normalize("NFC", text)
        assert not {"{", "}", "None"} & set(text.replace("}", "} ").split())


@every_message
def test_message_html_escapes_what_people_wrote(message: Message) -> None:
    names = [name for name in ("reason", "title", "symbol", "reference") if name in fields_of(message.about)]
    about = a_subject(message)
    for name in names:
        object.__setattr__(about, name, "<b>đậm</b>")

    words = message.write(about, unit="<b>Sở</b>")

    assert "<b>" not in words.html


@every_message
def test_message_opens_a_path_of_the_gateway(message: Message) -> None:
    words = message.write(a_subject(message), unit="")

    assert words.link.startswith("/")
    assert "{" not in words.link


@every_message
def test_message_goes_to_people_through_channels_that_exist(message: Message) -> None:
    channels = {channel for chosen in message.to.values() for channel in chosen}

    assert message.to
    assert set(message.to) <= {UNIT, *Role}
    assert channels <= set(CHANNELS)
    assert UNIT not in message.to or "unit_id" in fields_of(message.about)


def test_every_folder_holds_a_whole_message() -> None:
    folders = [path for path in FOLDER.iterdir() if path.is_dir() and path.name != "__pycache__"]

    missing = [path / name for path in folders for name in ("to.toml", *TEXTS) if not (path / name).exists()]

    assert missing == []
    assert {path.name for path in folders} == set(MESSAGES)


def test_service_listens_to_exactly_what_somebody_wrote_about_and_to_what_keeps_reminders_right() -> None:
    for_reminders: set[type[Event]] = {FilingDue, FilingReceived, FilingReturned, FilingAccepted, FilingOverdue}
    for_names: set[type[Event]] = {UnitRegistered, UnitChanged}

    heard = set(on.reactions)

    assert heard == {event.type for event in WRITTEN_EVENTS | for_reminders | for_names}


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

    words = MESSAGES["PlanIssued"].write(plan, unit="")

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

    words = MESSAGES["FilingReturned"].write(returned, unit="Sở Y tế")

    assert words.body == (
        "Sở Nội vụ trả lại kế hoạch thi đua, khen thưởng ngày 10/03/2023 để đơn vị hoàn thiện.\n\n"
        "Lý do: Thiếu chỉ tiêu.\n\n"
        "Cần bổ sung:\n"
        "- Danh mục phong trào\n"
        "- Chữ ký số\n\n"
        "Đề nghị đơn vị hoàn thiện và nộp lại."
    )

from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from uuid import UUID

import pytest
from aiosmtplib import SMTPDataError, SMTPException, SMTPRecipientRefused, SMTPRecipientsRefused

from services.notifications.channels.email import compose, is_permanent
from services.notifications.queries import Letter
from shared.clock import VIETNAM

LETTER = Letter(
    notice_id=UUID(int=5),
    name="Sở Y tế",
    address="so-y-te@thidua.local",
    subject="Còn 3 ngày để nộp kế hoạch thi đua, khen thưởng năm 2023",
    body="Đơn vị chưa nộp kế hoạch.",
    html="<p>Đơn vị chưa nộp kế hoạch.</p>",
    created_at=datetime(2023, 3, 11, 7, tzinfo=VIETNAM),
)


def test_letter_arrives_as_it_was_written() -> None:
    wire = compose(LETTER, "Thi Đua <thidua@dongnai.example>").as_bytes()

    letter = message_from_bytes(wire, policy=default)

    assert letter["To"] == "so-y-te@thidua.local"
    assert letter["Subject"] == LETTER.subject
    assert letter["Date"] == "Sat, 11 Mar 2023 07:00:00 +0700"
    text, html = (part.get_content() for part in letter.iter_parts())
    assert text.splitlines()[:3] == ["Kính gửi: Sở Y tế", "", "Đơn vị chưa nộp kế hoạch."]
    assert html.count("<p>Đơn vị chưa nộp kế hoạch.</p>") == 1


@pytest.mark.parametrize("days", [1, 14, 100, 1000, 10000])
def test_subject_keeps_its_spaces_wherever_its_line_breaks(days: int) -> None:
    subject = f"Còn {days} ngày để nộp kế hoạch thi đua, khen thưởng năm 2023 của đơn vị"
    wire = compose(replace(LETTER, subject=subject), "thidua@dongnai.example").as_bytes()

    letter = message_from_bytes(wire, policy=default)

    assert letter["Subject"] == subject
    assert max(map(len, wire.partition(b"Date:")[0].splitlines())) <= 78


def test_letter_composed_twice_is_recognised_as_one() -> None:
    first, second = (compose(LETTER, "Thi Đua <thidua@dongnai.example>")["Message-ID"] for _ in range(2))

    assert first == second == f"<{UUID(int=5)}@dongnai.example>"


@pytest.mark.parametrize(
    ("refusal", "expected"),
    [
        (SMTPDataError(554, "refused"), True),
        (SMTPDataError(451, "try later"), False),
        (SMTPRecipientsRefused([SMTPRecipientRefused(550, "no such user", "a@b")]), True),
        (SMTPRecipientsRefused([SMTPRecipientRefused(450, "mailbox busy", "a@b")]), False),
    ],
)
def test_refusal_is_permanent_when_the_server_says_so(refusal: SMTPException, *, expected: bool) -> None:
    assert is_permanent(refusal) == expected

"""Which tasks of a plan a person must decide on before it is cloned to the next year."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.plans.domain.shifting import Shift, is_of_many_years
from services.plans.domain.tasks import TaskState
from shared.errors import Refused


class CloneUnanswered(Refused):
    """Something of the plan may or may not come again, and nobody has said."""

    message = "Vui lòng cho biết nội dung nào được giữ lại cho năm sau."


class AnswerUnknown(Refused):
    """An answer is about something that was not asked."""

    message = "Có nội dung trả lời không thuộc kế hoạch."


@dataclass(frozen=True, slots=True)
class Candidate:
    """A task of the plan that may come again."""

    key: str
    quarter: int
    text: str
    state: TaskState
    is_conditional: bool
    is_added: bool = False  # by an amendment, or left over from the year before


@dataclass(frozen=True, slots=True)
class Cloned:
    """A task as it would read next year; why says why a person is asked, and is empty where it simply recurs."""

    key: str
    quarter: int
    before: str
    after: str
    why: str

    @property
    def is_asked(self) -> bool:
        """Return whether a person says if it is kept."""
        return bool(self.why)


def cloned(candidates: Iterable[Candidate], shift: Shift) -> tuple[Cloned, ...]:
    """Return every task as it would read in the new year, and which of them need an answer."""
    return tuple(
        Cloned(one.key, one.quarter, one.text, shift.text(one.text), _why(one))
        for one in candidates
        if one.state is not TaskState.REMOVED
    )


def check_answers(asked: Iterable[tuple[str, str]], answers: Mapping[str, bool]) -> None:
    """Refuse a clone while something asked has no answer, or an answer is about nothing; asked is key and text."""
    texts = dict(asked)
    if unknown := [key for key in answers if key not in texts]:
        raise AnswerUnknown(details=[f"Không có nội dung {key}." for key in unknown])
    if missing := [f"{key}: {text}" for key, text in texts.items() if key not in answers]:
        raise CloneUnanswered(details=missing)


def _why(one: Candidate) -> str:
    reasons = (
        ("Nhiệm vụ ghi “nếu có”.", one.is_conditional),
        ("Nhiệm vụ thuộc giai đoạn nhiều năm, có thể chỉ làm một lần.", is_of_many_years(one.text)),
        ("Nhiệm vụ được bổ sung trong năm hoặc chuyển từ năm trước.", one.is_added),
    )
    return " ".join(reason for reason, holds in reasons if holds)

"""How a person corrects the draft of a plan: one request holds corrections that are made all together or not at all.

POST /plans/drafts/{draft_id}/corrections   body: DraftCorrections -> DraftView
"""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from shared.api.base import Shape

Text = Annotated[str, Field(min_length=1)]


class SetValue(Shape):
    """Put a value in place of another (sửa): at is a JSON pointer into the preview, or /tasks/Q1-02/… by key."""

    op: Literal["set"]
    at: Annotated[str, Field(pattern="^/.")]
    value: Any


class NewTask(Shape):
    """Add a task the importer did not see (thêm nhiệm vụ); without a due date the period's end is implied."""

    op: Literal["add_task"]
    text: Text
    starts_on: date
    ends_on: date
    deadline_kind: Literal["before", "on", "not_later_than"] = "not_later_than"
    due_on: date | None = None
    lead: str | None = None
    coordinating: tuple[str, ...] = ()
    source_lines: tuple[int, ...] = ()


class RemoveTask(Shape):
    """Take a task out (bỏ nhiệm vụ); its lines go back to what is not understood."""

    op: Literal["remove_task"]
    key: str


class MergeTasks(Shape):
    """Make one task of several (gộp): the first keeps its key, the others become its parts."""

    op: Literal["merge_tasks"]
    keys: Annotated[tuple[str, ...], Field(min_length=2)]


class SplitTask(Shape):
    """Make several tasks of one (tách): each has its text and, until corrected, everything else of the first."""

    op: Literal["split_task"]
    key: str
    texts: Annotated[tuple[Text, ...], Field(min_length=2)]


class UseLine(Shape):
    """Make a line that was not understood a part of a task, or a task of its own when no key is given."""

    op: Literal["use_line"]
    line: int
    key: str | None = None


Correction = Annotated[SetValue | NewTask | RemoveTask | MergeTasks | SplitTask | UseLine, Field(discriminator="op")]


class DraftCorrections(Shape):
    """What a person corrects; version is that of the draft they saw."""

    version: int
    reason: str = ""
    corrections: Annotated[tuple[Correction, ...], Field(min_length=1, max_length=200)]


class DraftChange(Shape):
    """A correction that was made: what, on which source lines, by whom, when and why (nhật ký sửa)."""

    number: int
    what: str
    source_lines: tuple[int, ...]
    reason: str
    changed_by: str
    changed_at: datetime

"""Shapes that every service's answers share."""

from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict

Item = TypeVar("Item")


class Shape(BaseModel):
    """A request or an answer; unknown fields in a request are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class StepOffer(Shape):
    """A step the caller may take now: the button's name and the word it shows."""

    step: str
    label: str
    needs_reason: bool = False
    is_final: bool = False


class Page(Shape, Generic[Item]):
    """One page of a list, with the total over all pages, an estimate where the list is long; page counts from 1."""

    items: tuple[Item, ...]
    total: int
    page: int
    size: int
    is_estimate: bool = False


class StepTaken(Shape):
    """A person takes a step; version is the one they saw, so that two cannot overwrite each other."""

    version: int | None = None
    reason: str = ""
    missing: tuple[str, ...] = ()


class Problem(Shape):
    """Why a request was refused: a code for programs, a Vietnamese sentence and things to mend for people."""

    code: str
    message: str
    details: tuple[str, ...] = ()

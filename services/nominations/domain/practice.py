"""The office's own ways that are no law, read once from `practice.yml`."""

from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

FILE = Path(__file__).parent / "practice.yml"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class PracticeLimit(_Part):
    """A time limit of the office (thời hạn nội bộ), in working half-days."""

    name: str = Field(min_length=1)
    half_days: int = Field(gt=0)


class PracticeConsultation(_Part):
    """How long the people are asked where the ruleset does not say."""

    days: int = Field(gt=0)
    kind: Literal["working", "calendar"]
    citation: str


class PracticeOpinion(_Part):
    """How long an office is waited for; silence is agreement only where a citation is given."""

    half_days: int = Field(gt=0)
    silence_citation: str = ""


class Practice(_Part):
    """The office's own ways (lề lối làm việc)."""

    limits: dict[str, PracticeLimit]
    consultation: PracticeConsultation
    opinion: PracticeOpinion


@cache
def practice() -> Practice:
    """Return the office's ways, read once."""
    return Practice.model_validate(yaml.safe_load(FILE.read_text("utf-8")))

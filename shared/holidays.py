"""The holidays that come with the register, read from `holidays.yml`; an entry kept by a person goes before."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from shared.workdays import SpecialDay, Sureness

FILE = Path(__file__).parent / "holidays.yml"


class Span(BaseModel):
    """An entry of the file: some days in a row, off or worked, on what ground and how sure."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    first: date = Field(alias="from")
    last: date = Field(alias="to")
    name: str = Field(min_length=1)
    kind: Literal["holiday", "workday"]
    status: Sureness
    source: str = Field(min_length=1)
    assumed: bool = True

    def days(self) -> Iterator[SpecialDay]:
        """Return the days of the span."""
        for number in range((self.last - self.first).days + 1):
            on = self.first + timedelta(days=number)
            yield SpecialDay(on, self.kind == "holiday", self.name, self.source, self.status, self.assumed)


@cache
def published() -> tuple[SpecialDay, ...]:
    """Return every day of the file (ngày nghỉ lễ, ngày làm bù), in its order."""
    spans = TypeAdapter(tuple[Span, ...]).validate_python(yaml.safe_load(FILE.read_text(encoding="utf-8")))
    return tuple(day for span in spans for day in span.days())

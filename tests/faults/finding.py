"""What a harness found."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """One run: how much was tried, what went wrong, and whether the promise holds."""

    name: str
    tried: int
    seconds: float
    holds: bool
    lost: int = 0
    doubled: int = 0
    out_of_order: int = 0
    notes: dict[str, Any] = field(default_factory=dict)

    def caught(self) -> "Finding":
        """Return the finding about a wrong part, which holds when the harness saw that it is wrong."""
        return replace(self, name=f"caught: {self.name}", holds=not self.holds)

    def as_json(self) -> dict[str, Any]:
        """Return the finding as a row of the report."""
        return asdict(self)

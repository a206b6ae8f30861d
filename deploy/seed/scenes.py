"""A scene of the story: on which day somebody does what, in the morning or in the afternoon."""

from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene; what an afternoon's scene builds upon has reached everybody since the morning."""

    on: date
    act: Callable[[], Coroutine[Any, Any, None]]
    is_late: bool = False


class Act(Protocol):
    """What a group of people does in the year."""

    def scenes(self) -> Iterable[Scene]:
        """Return the scenes, in any order."""

"""The steps table: the only place where a state may change.

A process is a tuple of steps. Buttons, permissions, refusals and the diagrams in the documentation read the same table.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from shared.errors import Forbidden, OutOfTurn, Refused
from shared.roles import Role


class ReasonMissing(Refused):
    """The step asks for a reason."""

    message = "Vui lòng ghi rõ lý do."


@dataclass(frozen=True, slots=True)
class Step:
    """One step (bước xử lý): from a state to a state, by whom, and the word on its button."""

    name: str
    source: str
    target: str
    by: frozenset[Role]
    label: str
    needs_reason: bool = False
    is_final: bool = False  # asks for confirmation: it cannot be undone


def offered(steps: Iterable[Step], state: str, roles: Collection[Role]) -> tuple[Step, ...]:
    """Return the steps that *roles* may take from *state*, in the table's order."""
    return tuple(step for step in steps if step.source == state and not step.by.isdisjoint(roles))


def take(steps: Iterable[Step], state: str, name: str, roles: Collection[Role], *, reason: str = "") -> Step:
    """Return the step *name* from *state*.

    Raises OutOfTurn where the table has no such step, Forbidden where it is not for *roles*,
    ReasonMissing where it asks for a reason and got none.
    """
    step = next((step for step in steps if step.name == name and step.source == state), None)
    if step is None:
        raise OutOfTurn
    if step.by.isdisjoint(roles):
        raise Forbidden
    if step.needs_reason and not reason.strip():
        raise ReasonMissing
    return step

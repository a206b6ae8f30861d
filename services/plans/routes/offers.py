"""The buttons a caller has, from the steps table."""

from collections.abc import Iterable

from shared.api.base import StepOffer
from shared.steps import Step


def offers(steps: Iterable[Step]) -> tuple[StepOffer, ...]:
    """Show the steps a caller may take now; two rows of one name are one button."""
    named = {step.name: step for step in steps}
    return tuple(
        StepOffer(step=step.name, label=step.label, needs_reason=step.needs_reason, is_final=step.is_final)
        for step in named.values()
    )

"""Golden samples: one event of each version as it was first told, never written again."""

from pathlib import Path

from shared.events import Event
from shared.schemas import FOLDER, as_text, declared, path_of
from tests.factories import a_sample


def sample_of(event: type[Event], folder: Path = FOLDER) -> Path:
    """Return where the sample of *event* is kept."""
    return (folder / path_of(event.type)).with_suffix(".sample.json")


def missing(folder: Path = FOLDER) -> dict[Path, str]:
    """Return the samples that *folder* lacks, each with its text."""
    lacking = (event for event in declared() if not sample_of(event, folder).exists())
    return {sample_of(event, folder): as_text(a_sample(event).model_dump(mode="json")) for event in lacking}

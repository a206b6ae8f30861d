"""Where the content of a file lies."""

from pathlib import Path

from shared.settings import settings


def path_of(sha256: str) -> Path:
    """Return where a content lies."""
    return settings().files / sha256[:2] / sha256

"""What the nominations service answers about the log of acts.

GET  /acts?about=&about_id=&actor=&before=   -> ActPage
"""

from datetime import datetime

from shared.api.base import Shape


class ActLine(Shape):
    """One act (việc đã làm): who, when, from where, on what, what changed, and on what ground."""

    number: int
    at: datetime
    actor: str
    client: str
    act: str
    act_label: str
    about: str
    about_label: str
    about_id: str
    changes: tuple[str, ...]
    ground: str
    is_sealed: bool


class ActPage(Shape):
    """Acts, newest first; the next page begins before the number *next*, where there is one."""

    items: tuple[ActLine, ...]
    next: int | None
    abouts: tuple[tuple[str, str], ...]

"""Says how deep each paragraph of the body stands, from its own marker and from those before it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from services.plans.importer.periods import Horizon
from services.plans.importer.roles import stands_alone
from services.plans.importer.source.blocks import Block
from services.plans.importer.source.letters import is_capitals
from services.plans.importer.source.markers import BULLET, DASH, INTRO, PART, ROMAN, kind_of
from services.plans.importer.timing import is_only_a_period

STEP = 0.05
BELOW = 0.3


def ranked(blocks: Sequence[Block], horizon: Horizon) -> Iterator[Block]:
    """Yield the paragraphs with their depth.

    Parts, capital letters and Roman figures are nested in the order they first appear in, and so are the bullets of
    a list; a heading that only says when stands right below the heading before it.
    """
    chapters = list(dict.fromkeys(block.rank for block in blocks if block.marker and PART <= block.rank <= ROMAN))
    above: list[tuple[str, float]] = []
    ended = False
    for block in blocks:
        style = _style(block, horizon)
        known = next((rank for name, rank in above if name == style), None)
        rank = known if known is not None else _rank(block, style, chapters, above, ended=ended)
        above = [each for each in above if each[1] < rank]
        above.append((style, rank))
        ended = block.text.endswith((".", ";"))
        yield replace(block, rank=rank)


def _style(block: Block, horizon: Horizon) -> str:
    """Return what paragraphs of one depth have in common; numbered ones are told apart by their rank alone."""
    if block.cells or block.is_table_header or (block.marker and block.rank < DASH):
        return f"{block.rank}"
    if is_only_a_period(block.text, horizon):
        return f"period {block.marker}"
    if block.marker:
        return "capitals" if block.rank == BULLET and is_capitals(block.text) else kind_of(block.marker)
    return "capitals" if stands_alone(block.text) else f"plain {block.rank}"


def _rank(
    block: Block, style: str, chapters: Sequence[float], above: Sequence[tuple[str, float]], *, ended: bool
) -> float:
    """Return the depth of a style that is not yet open; after an ended sentence a fancy bullet opens no deeper list."""
    depth = block.rank
    if style == "period ":
        depth = max([rank + BELOW for _, rank in above if rank < INTRO], default=ROMAN + BELOW)
    elif style.startswith("period"):
        depth = DASH - BELOW
    elif style == "capitals":
        depth = ROMAN
    elif block.marker and block.rank in chapters:
        depth = ROMAN - BELOW * (len(chapters) - 1 - chapters.index(block.rank))
    elif block.rank == BULLET and ended and any(rank >= DASH for _, rank in above):
        depth = max(rank for _, rank in above)
    elif block.marker and style == kind_of(block.marker):
        depth = max([DASH, *(rank + STEP for name, rank in above if rank >= DASH and not name.startswith("plain"))])
    return depth

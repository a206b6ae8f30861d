"""Finds the tables a page rules: cells, merged ones too, with their words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from services.plans.importer.source.joining import join_lines
from services.plans.importer.source.page import Page, Rule, Word, in_rows
from services.plans.importer.source.tables import Cell

NEAR = 2.5


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: where its columns and rows are bounded, the rules that are really drawn, the words inside."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]  # from top to bottom
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    words: tuple[Word, ...]

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.ys[0]

    def holds(self, word: Word) -> bool:
        """Tell whether a word stands inside."""
        x, y = (word.x0 + word.x1) / 2, word.y + word.size / 3
        return self.xs[0] - NEAR < x < self.xs[-1] + NEAR and self.ys[-1] - NEAR < y < self.ys[0] + NEAR

    def rows(self) -> list[list[Cell]]:
        """Return the rows; a cell merged over several places is the same object in each."""
        owners = self._owners()
        inside: dict[tuple[int, int], list[Word]] = {}
        for word in self.words:
            place = (_slot(-(word.y + word.size / 3), [-y for y in self.ys]), _slot((word.x0 + word.x1) / 2, self.xs))
            inside.setdefault(owners[place], []).append(word)
        cells = {
            owner: Cell(f"{owner}", join_lines(row.text for row in in_rows(inside.get(owner, ()))))
            for owner in set(owners.values())
        }
        found = [[cells[owners[row, column]] for column in range(len(self.xs) - 1)] for row in range(len(self.ys) - 1)]
        return [row for row in found if any(cell.text for cell in row)]

    def _owners(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Return for every place the upper left place of its cell."""
        owners: dict[tuple[int, int], tuple[int, int]] = {}
        for row in range(len(self.ys) - 1):
            for column in range(len(self.xs) - 1):
                owners[row, column] = (row, column)
                if column and not self._is_drawn_down(row, column):
                    owners[row, column] = owners[row, column - 1]
                elif row and not self._is_drawn_across(row, column):
                    owners[row, column] = owners[row - 1, column]
        return owners

    def _is_drawn_down(self, row: int, column: int) -> bool:
        """Tell whether the left side of a place is ruled."""
        x, y = self.xs[column], (self.ys[row] + self.ys[row + 1]) / 2
        return any(rule.y0 - NEAR < y < rule.y1 + NEAR and abs(rule.x0 - x) < NEAR for rule in self.down)

    def _is_drawn_across(self, row: int, column: int) -> bool:
        """Tell whether the upper side of a place is ruled."""
        x, y = (self.xs[column] + self.xs[column + 1]) / 2, self.ys[row]
        return any(rule.x0 - NEAR < x < rule.x1 + NEAR and abs(rule.y0 - y) < NEAR for rule in self.across)


def find_grids(page: Page) -> tuple[list[Grid], list[Word]]:
    """Return the tables of a page and the words outside them; a box of one column is no table."""
    across = _merged([r for r in page.rules if r.y0 == r.y1])
    down = _merged([r for r in page.rules if r.y0 != r.y1])
    grids, loose = [], list(page.words)
    for group in _connected([*across, *down]):
        lines = tuple(r for r in group if r.y0 == r.y1)
        posts = tuple(r for r in group if r.y0 != r.y1)
        xs, ys = _distinct(r.x0 for r in posts), _distinct(r.y0 for r in lines)
        if len(xs) < 3 or len(ys) < 2:  # noqa: PLR2004 - two columns have three sides
            continue
        grid = Grid(tuple(xs), tuple(reversed(ys)), lines, posts, ())
        inside = tuple(word for word in loose if grid.holds(word))
        loose = [word for word in loose if not grid.holds(word)]
        if inside:
            grids.append(Grid(grid.xs, grid.ys, lines, posts, inside))
    return grids, loose


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Join the rules that lie on one line and touch, as where every cell draws its own border."""
    kept: list[Rule] = []
    for rule in sorted(rules, key=lambda each: (each.x0, each.y0)):
        place = next((place for place, each in enumerate(kept) if _touch(rule, each) and _is_in_line(rule, each)), None)
        if place is None:
            kept.append(rule)
        else:
            old = kept[place]
            is_across = old.y0 == old.y1
            kept[place] = replace(old, x1=max(old.x1, rule.x1)) if is_across else replace(old, y1=max(old.y1, rule.y1))
    return kept


def _is_in_line(one: Rule, other: Rule) -> bool:
    at = (one.y0 - other.y0) if one.y0 == one.y1 else (one.x0 - other.x0)
    return abs(at) < NEAR


def _connected(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Return the groups of rules that touch one another."""
    groups: list[list[Rule]] = []
    for rule in rules:
        touching = [group for group in groups if any(_touch(rule, other) for other in group)]
        groups = [group for group in groups if not any(group is each for each in touching)]
        groups.append([rule, *(each for group in touching for each in group)])
    return groups


def _touch(one: Rule, other: Rule) -> bool:
    return (
        one.x0 - NEAR <= other.x1
        and other.x0 - NEAR <= one.x1
        and one.y0 - NEAR <= other.y1
        and other.y0 - NEAR <= one.y1
    )


def _distinct(values: Iterable[float]) -> list[float]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > NEAR * 2:
            kept.append(value)
    return kept


def _slot(value: float, edges: Sequence[float]) -> int:
    return max(0, min(sum(edge <= value for edge in edges) - 1, len(edges) - 2))

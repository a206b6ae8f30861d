"""Where the relay is in the outbox: a high-water id and the gaps below it that may still be filled.

Ids are handed out in order but commit in any order, so a missing id is either lost for good (its
transaction was rolled back) or still to come. A gap is given up only when a transaction that began
after the gap was seen (its fence) is older than every transaction still running.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Cursor:
    """Everything up to `read_id` was read, except `gaps`; each gap maps to its fence, None while it has none."""

    read_id: int = 0
    gaps: dict[int, int | None] = field(default_factory=dict)

    def advance(self, ids: Iterable[int], oldest_running: int) -> None:
        """Take in the *ids* of one read, ascending, and the oldest transaction running in its snapshot.

        A read returns every visible id above `read_id` up to a limit, and every visible id among the gaps.
        """
        for found in ids:
            if found > self.read_id:
                self.gaps.update(dict.fromkeys(range(self.read_id + 1, found)))
                self.read_id = found
            else:
                del self.gaps[found]
        closed = [gap for gap, fence in self.gaps.items() if fence is not None and fence <= oldest_running]
        for gap in closed:
            del self.gaps[gap]

    def fence(self, transaction: int) -> None:
        """Give every unfenced gap the fence *transaction*, which began after all of them were seen."""
        for gap, fence in self.gaps.items():
            if fence is None:
                self.gaps[gap] = transaction

    def copy(self) -> "Cursor":
        """Return the cursor as it stands, to be stored once what it covers is acknowledged."""
        return Cursor(self.read_id, dict(self.gaps))

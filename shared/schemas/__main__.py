"""`python -m shared.schemas`: write the schemas of the events; with --check only say which are out of date.

A released schema is never overwritten by one that its readers or tellers could not live with.
"""

import argparse
import sys
from pathlib import Path

from shared.schemas import FOLDER, broken, stale

_RULE = "A released event only gains optional fields; anything else is a new version of it."


def main() -> int:
    """Write or check every schema; return 1 where one is broken, or a check found one out of date."""
    parser = argparse.ArgumentParser(prog="shared.schemas", description=__doc__)
    parser.add_argument("--check", action="store_true", help="name what is out of date, and end with 1")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the schemas are")
    chosen = parser.parse_args()
    lost = broken(chosen.folder)
    if lost:
        sys.stdout.write("\n".join([*lost, _RULE]) + "\n")
        return 1
    old = stale(chosen.folder)
    for path, text in old.items():
        sys.stdout.write(
            f"{path.relative_to(chosen.folder)} {'is out of date: make events' if chosen.check else 'written'}\n"
        )
        if not chosen.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    return 1 if old and chosen.check else 0


if __name__ == "__main__":
    sys.exit(main())

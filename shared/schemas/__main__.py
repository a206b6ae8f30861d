"""`python -m shared.schemas`: write the schemas of the events; with --check only say which are out of date.

A released schema is never overwritten by one that its readers or tellers could not live with.
"""

import argparse
import sys

from shared.schemas import FOLDER, broken, stale


def main() -> int:
    """Write or check every schema; return 1 where one is broken, or a check found one out of date."""
    parser = argparse.ArgumentParser(prog="shared.schemas", description=__doc__)
    parser.add_argument("--check", action="store_true", help="name what is out of date, and end with 1")
    is_check = parser.parse_args().check
    lost = broken()
    for found in lost:
        sys.stdout.write(f"{found}\n")
    if lost:
        sys.stdout.write("Released events only gain optional fields; anything else is a new version of the event.\n")
        return 1
    old = stale()
    for path, text in old.items():
        sys.stdout.write(
            f"{path.relative_to(FOLDER.parent)} {'is out of date: make events' if is_check else 'written'}\n"
        )
        if not is_check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    return 1 if old and is_check else 0


if __name__ == "__main__":
    sys.exit(main())

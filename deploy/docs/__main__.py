"""`python -m deploy.docs`: write the generated documents; with --check only say which are out of date."""

import argparse
import sys

from deploy.docs import stale
from deploy.folder import ROOT


def main() -> int:
    """Write or check every page; return 1 when a check found one out of date."""
    parser = argparse.ArgumentParser(prog="deploy.docs", description=__doc__)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--write", action="store_true", help="write what is out of date (the default)")
    choice.add_argument("--check", action="store_true", help="name what is out of date, and end with 1")
    is_check = parser.parse_args().check
    old = stale()
    for path, text in old.items():
        print(f"{path.relative_to(ROOT)} {'is out of date: make events' if is_check else 'written'}")
        if not is_check:
            path.write_text(text)
    return 1 if old and is_check else 0


if __name__ == "__main__":
    sys.exit(main())

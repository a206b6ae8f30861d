"""The table of scores: `python -m tests.corpus [name …]`; with names, every field that is wrong as well."""

import sys

from tests.corpus.expected import documents, expectation
from tests.corpus.score import Field, fields
from tests.corpus.showing import shown


def row(name: str, scored: list[Field]) -> str:
    right = sum(field.right for field in scored)
    return f"{name:<40} {right:>4} / {len(scored):<4} {right / len(scored):.3f}\n"


def misses(scored: list[Field]) -> list[str]:
    return [f"    {field.name}: wanted {field.wanted!r}, got {field.got!r}\n" for field in scored if not field.right]


def main(names: list[str]) -> None:
    found = [path for path in documents() if not names or path.stem in names]
    scores = {path.name: fields(expectation(path), shown(path)) for path in found}
    for name, scored in scores.items():
        sys.stdout.write(row(name, scored))
        sys.stdout.writelines(misses(scored) if names else ())
    sys.stdout.write(row("all", [field for scored in scores.values() for field in scored]))


if __name__ == "__main__":
    main(sys.argv[1:])

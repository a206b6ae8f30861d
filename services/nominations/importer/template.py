"""An empty workbook with the headings we read, for those who begin a list (biểu mẫu nhập)."""

from services.nominations.importer.columns import FIELDS
from services.nominations.rules import Award
from shared.sheets import workbook


def template(award: Award | None) -> bytes:
    """Return a workbook with the headings of a list, and of what *award* asks for."""
    facts = [fact.label for fact in award.facts.values()] if award else []
    return workbook([[*FIELDS.values(), *facts]])

"""The money that goes with an award (tiền thưởng): multiplier times base salary, both of the decision's day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pydantic import Field

from services.nominations.rules.checks import faults_in_citation
from services.nominations.rules.cited import CONFIRMED, Cited, Instrument, cite
from services.nominations.rules.loading import Fault, Strict
from services.nominations.rules.vocabulary import Vocabulary
from shared.errors import Refused

COLLECTIVE = "collective"


class BonusUnknown(Refused):
    """No multiplier or no base salary is known for the day of the decision."""

    message = "Chưa có mức tiền thưởng áp dụng cho ngày quyết định. Vui lòng bổ sung quy định trước khi ghi nhận."


class Rounding(Cited):
    """To what sums are rounded up (làm tròn số)."""

    up_to: int = Field(gt=0)


class BaseSalary(Cited):
    """The base salary from a day on (lương cơ sở), in đồng."""

    valid_from: date
    amount: int = Field(gt=0)


class Multiplier(Cited):
    """How many base salaries an award carries (hệ số), in hundredths."""

    award: str
    subject_kinds: tuple[str, ...] = Field(min_length=1)
    hundredths: int = Field(gt=0)
    collective_factor: int = Field(default=1, gt=0)
    is_maximum: bool = False  # the body that gives the award sets the amount, up to this


class BonusRules(Strict):
    """Everything the amount depends on, as data."""

    instruments: dict[str, Instrument]
    sources: dict[str, str]
    rounding: Rounding
    base_salaries: tuple[BaseSalary, ...] = Field(min_length=1)
    multipliers: tuple[Multiplier, ...]

    def bonus(self, award: str, subject_kind: str, decided_on: date) -> "Bonus":
        """Return the bonus of *award* decided on *decided_on*, or refuse where nothing is known."""
        multiplier = self._multiplier(award, subject_kind, decided_on)
        salary = self._salary(decided_on)
        factor = multiplier.collective_factor if subject_kind == COLLECTIVE else 1
        rows = (self.rounding, salary, multiplier)
        return Bonus(
            amount=amount_of(multiplier.hundredths * factor, salary.amount, self.rounding.up_to),
            is_confirmed=all(row.status == CONFIRMED for row in rows),
            citation="; ".join(cite(row.citation, self.instruments) for row in (multiplier, salary)),
            hundredths=multiplier.hundredths * factor,
            salary=salary.amount,
            is_maximum=multiplier.is_maximum,
        )

    def _multiplier(self, award: str, subject_kind: str, on: date) -> Multiplier:
        of_award = (one for one in self.multipliers if one.award == award and subject_kind in one.subject_kinds)
        found = next((one for one in of_award if one.holds_on(on)), None)
        if found is None:
            raise BonusUnknown
        return found

    def _salary(self, on: date) -> BaseSalary:
        begun = [salary for salary in self.base_salaries if salary.valid_from <= on]
        if not begun:
            raise BonusUnknown
        return max(begun, key=lambda salary: salary.valid_from)


@dataclass(frozen=True, slots=True)
class Bonus:
    """An amount in whole đồng, whether every figure behind it is confirmed, and where they are written."""

    amount: int
    is_confirmed: bool
    citation: str
    hundredths: int = 0
    salary: int = 0
    is_maximum: bool = False


def amount_of(hundredths: int, salary: int, up_to: int) -> int:
    """Return hundredths × salary ÷ 100, rounded up; whole numbers only, so nothing is lost on the way."""
    unit = 100 * up_to
    return -(-hundredths * salary // unit) * up_to


def faults_in_bonus(rules: BonusRules, words: Vocabulary) -> Iterator[Fault]:
    """Yield everything in *rules* that names nothing."""
    yield from faults_in_citation(("rounding",), rules.rounding, rules.instruments, rules.sources)
    for section, rows in (("base_salaries", rules.base_salaries), ("multipliers", rules.multipliers)):
        yield from _faults_in_rows(section, rows, rules)
    for number, row in enumerate(rules.multipliers):
        for kind in row.subject_kinds:
            if kind not in words.subject_kinds:
                yield ("multipliers", number, "subject_kinds"), f"không có {kind} trong danh mục"


def _faults_in_rows(section: str, rows: Iterable[Cited], rules: BonusRules) -> Iterator[Fault]:
    for number, row in enumerate(rows):
        yield from faults_in_citation((section, number), row, rules.instruments, rules.sources)

"""What people write in sheets, and what we understand of it."""

import pytest

from services.nominations.importer.awards import award_of
from services.nominations.importer.lines import Reader
from services.nominations.rules import catalogue
from shared.spelling import fold


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("CSTĐCS", "CSTD_CS"),
        ("CSTĐ cơ sở", "CSTD_CS"),
        ("Chiến sỹ thi đua cơ sở", "CSTD_CS"),
        ("chien si thi dua co so", "CSTD_CS"),
        ("LĐTT", "LDTT"),
        ("Danh hiệu Lao động tiên tiến", "LDTT"),
        ("Tập thể LĐXS", "TTLDXS"),
        ("BK UBND tỉnh", "BK_TINH"),
        ("Bằng khen của Chủ tịch UBND tỉnh", "BK_TINH"),
        ("Bằng khen Thủ tướng Chính phủ", "BK_TTG"),
        ("Cờ thi đua của UBND tỉnh", "CO_TINH"),
        ("Huân chương Lao động hạng Nhì", "HC_LD_2"),
        ("Khen", None),
        ("", None),
    ],
)
def test_award_is_understood_however_it_is_shortened(written: str, code: str | None) -> None:
    assert award_of(written) == code


def test_spellings_of_one_word_are_one() -> None:
    assert {fold(word) for word in ("Chiến sĩ", "CHIẾN SỸ", "chien  si", "Chiê\u0301n si\u0303")} == {"chien si"}
    assert fold("Hòa") == fold("Hoà")


@pytest.mark.parametrize(
    ("written", "years"),
    [
        ("2018-2022", [2018, 2019, 2020, 2021, 2022]),
        ("2018, 2020 và 2022", [2018, 2020, 2022]),
        ("từ xưa", None),
        ("2022-2018", None),
    ],
)
def test_years_are_read_as_lists_and_ranges(written: str, years: list[int] | None) -> None:
    award = catalogue().award("BK_TTG")
    assert award is not None
    name = next(name for name, fact in award.facts.items() if fact.kind == "years")
    columns = {0: "subject_name", 1: "award", 2: "year", 3: f"fact.{name}"}

    line = Reader(columns, {}).read(2, ("Nguyễn Văn An", "BK_TTG", "2022", written))

    assert line is not None
    assert line.facts.get(name) == years
    assert bool(line.faults) == (years is None)


def test_row_that_says_nothing_is_no_dossier() -> None:
    assert Reader({0: "subject_name"}, {"award": "LDTT"}).read(5, ("", "ghi chú")) is None

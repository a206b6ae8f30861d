import pytest
from starlette.datastructures import FormData

from services.gateway.pages.facts import fact, read_facts, told_facts
from services.gateway.pages.forms import Unreadable
from shared.api.nominations import FactField
from tests.component.gateway.fake import an_award


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("year", "2022", 2022),
        ("number", "12", 12),
        ("number", "12,5", 12.5),
        ("number", "1.490", 1490),
        ("number", "1.490.000,5", 1_490_000.5),
        ("yes_no", "yes", True),
        ("yes_no", "no", False),
        ("choice", "HTXSNV", "HTXSNV"),
        ("years", "2020, 2021;2022", [2020, 2021, 2022]),
        ("text", " Quyết định số 12 ", "Quyết định số 12"),
    ],
)
def test_fact_is_read_as_people_write_it(kind: str, typed: str, value: object) -> None:
    award = an_award(fields=(FactField(name="it", label="Nội dung", kind=kind),))

    assert read_facts(award, FormData({"fact.it": typed})) == {"it": value}


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("year", "năm ngoái"), ("number", "98.5"), ("number", "-1"), ("yes_no", "có lẽ"), ("years", "2020 và 2021")],
)
def test_fact_that_could_mean_something_else_is_refused(kind: str, typed: str) -> None:
    award = an_award(fields=(FactField(name="it", label="Nội dung", kind=kind),))

    with pytest.raises(Unreadable) as refusal:
        read_facts(award, FormData({"fact.it": typed}))

    assert refusal.value.details == ("Nội dung: giá trị chưa đúng.",)


def test_empty_box_declares_nothing() -> None:
    assert read_facts(an_award(), FormData({"fact.share": "", "fact.is_united": ""})) == {}


def test_facts_of_a_dossier_are_typed_again_as_they_were_told() -> None:
    told = told_facts({"rated_years": [2021, 2022], "is_united": False, "share": 98, "rating": "HTXSNV"})

    assert told == {"rated_years": "2021, 2022", "is_united": "no", "share": "98", "rating": "HTXSNV"}
    assert read_facts(an_award(), FormData({f"fact.{name}": text for name, text in told.items()})) == {
        "rated_years": [2021, 2022],
        "is_united": False,
        "share": 98,
        "rating": "HTXSNV",
    }


def test_fact_with_a_fraction_is_typed_again_with_a_comma() -> None:
    told = told_facts({"share": 98.5})

    assert read_facts(an_award(), FormData({"fact.share": told["share"]})) == {"share": 98.5}


@pytest.mark.parametrize(
    ("value", "words"),
    [(True, "Có"), (False, "Không"), ([2021, 2022], "2021, 2022"), ("HTXSNV", "Xuất sắc"), (98.5, "98,5")],
)
def test_fact_is_shown_in_words(value: object, words: str) -> None:
    box = FactField(name="it", label="Nội dung", kind="choice", choices=(("HTXSNV", "Xuất sắc"),))

    assert fact(value, box) == words

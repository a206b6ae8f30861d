"""What must be right before a dossier can be read, and which documents it must enclose."""

from datetime import date

import pytest

from services.nominations.domain import Dossier, Subject
from services.nominations.rules import DossierInvalid, catalogue

ON = date(2023, 2, 15)


def faults(award: str, subject_kind: str, dossier: Dossier, *, name: str = "Phòng Nghiệp vụ Y") -> tuple[str, ...]:
    try:
        catalogue().check(award, Subject(subject_kind, name), dossier, ON)
    except DossierInvalid as refused:
        return refused.details
    return ()


def test_readable_dossier_has_no_faults_though_facts_are_missing() -> None:
    assert faults("TTLDXS", "collective", Dossier(2022, "merit")) == ()


def test_every_fault_is_listed_at_once() -> None:
    dossier = Dossier(
        2024,
        "sudden",
        {"headcount": "hai mươi", "rating": "GIOI", "colour": 1},
        frozenset({"TO_TRINH", "GIAY_KHAC"}),
    )

    assert faults("TTLDXS", "individual", dossier) == (
        "Tập thể lao động xuất sắc chỉ xét tặng cho tập thể, doanh nghiệp.",
        "Tập thể lao động xuất sắc chỉ xét tặng theo loại hình: công trạng và thành tích.",
        "Năm 2024 chưa đến; thành tích phải đạt được trước khi đề nghị.",
        "Tổng số cá nhân trong tập thể: phải là một số nguyên không âm.",
        "Mức độ hoàn thành nhiệm vụ của tập thể trong năm: phải là một trong các lựa chọn đã cho.",
        "Tập thể lao động xuất sắc không hỏi thông tin “colour”.",
        "Không có loại tài liệu mang mã “GIAY_KHAC”.",
    )


@pytest.mark.parametrize("name", ["", "y" * 301])
def test_subject_has_a_name_that_fits_on_a_certificate(name: str) -> None:
    assert faults("TTLDXS", "collective", Dossier(2022, "merit"), name=name) == (
        "Tên cá nhân, tập thể được đề nghị phải có, không quá 300 ký tự.",
    )


@pytest.mark.parametrize("year", [-1, 1944, 2101, 10**12])
def test_year_out_of_this_world_is_a_fault(year: int) -> None:
    assert faults("TTLDXS", "collective", Dossier(year, "merit")) == (f"Năm {year} không hợp lệ.",)


def test_unknown_award_is_named() -> None:
    assert faults("NO_SUCH", "individual", Dossier(2022, "merit")) == (
        "Không có danh hiệu, hình thức khen thưởng mang mã “NO_SUCH”.",
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("provincial_commendation_year", 1944),
        ("provincial_commendation_year", True),
        ("initiatives", -1),
        ("initiatives", 2.5),
        ("excellent_years", 2022),
        ("excellent_years", [2022, "2021"]),
        ("influence", 5),
        ("influence", "y" * 2001),
        ("influence", "mất\0chữ"),
        ("initiatives", 10**12),
        ("movement_outstanding", "có"),
    ],
)
def test_answer_of_the_wrong_kind_is_a_fault(name: str, value: object) -> None:
    assert len(faults("BK_TTG", "individual", Dossier(2022, "merit", {name: value}))) == 1


@pytest.mark.parametrize(
    ("award", "mode", "facts", "missing"),
    [
        ("TTLDXS", "merit", {}, ("TO_TRINH", "BAO_CAO_THANH_TICH", "BIEN_BAN_HOP")),
        (
            "TTLDXS",
            "merit",
            {"has_budget_duty": True},
            ("TO_TRINH", "BAO_CAO_THANH_TICH", "BIEN_BAN_HOP", "XAC_NHAN_THUE"),
        ),
        ("BK_TTG", "merit", {}, ("TO_TRINH", "BAO_CAO_THANH_TICH", "BIEN_BAN_HOP", "QD_SANG_KIEN")),
        ("BK_TTG", "thematic", {}, ("TO_TRINH", "BAO_CAO_THANH_TICH", "BIEN_BAN_HOP")),
        ("BK_TTG", "sudden", {}, ("TO_TRINH", "BAO_CAO_TOM_TAT")),
    ],
)
def test_required_documents_depend_on_award_mode_and_facts(
    award: str, mode: str, facts: dict[str, object], missing: tuple[str, ...]
) -> None:
    found = catalogue().award(award, "RS-A")

    assert found is not None
    assert found.missing(Dossier(2022, mode, facts)) == missing


def test_enclosed_document_is_not_missing() -> None:
    found = catalogue().award("BK_TTG", "RS-A")

    assert found is not None
    assert found.missing(Dossier(2022, "sudden", {}, frozenset({"TO_TRINH"}))) == ("BAO_CAO_TOM_TAT",)

"""The province's file: the one we ship, and what is said of a bad one."""

from collections import Counter
from pathlib import Path
from unicodedata import is_normalized, normalize

import pytest

from services.plans.commands.province import ProvinceNotRead, read_province

SHIPPED = Path("deploy/data/province.yml")

CLUSTER = "clusters:\n  - {id: cum-1, name: Cụm 1, kind: cum, decision: null, valid_from: 2022-01-01}\n"
UNIT = "  - {{id: so-y-te, name: {name}, kind: sở, cluster: {cluster}, valid_from: 2022-01-01}}\n"


def details(content: str | bytes) -> tuple[str, ...]:
    with pytest.raises(ProvinceNotRead) as refusal:
        read_province(content.encode() if isinstance(content, str) else content)
    return refusal.value.details


def test_shipped_file_has_the_units_and_clusters_of_the_province() -> None:
    content = SHIPPED.read_bytes()

    province = read_province(content)

    assert is_normalized("NFC", content.decode())
    assert len(province.units) == len({unit.id for unit in province.units}) == 147
    assert Counter(cluster.kind for cluster in province.clusters) == {"cum": 2, "khoi": 16, "lien_tinh": 1}
    sizes = Counter(unit.cluster for unit in province.units)
    assert (sizes["cum-1"], sizes["cum-2"]) == (5, 6)
    assert all(4 <= sizes[cluster.id] <= 14 for cluster in province.clusters if cluster.kind != "lien_tinh")
    assert [one.id for one in province.provinces if one.ours] == ["tinh-dong-nai"]


def test_shipped_file_tolerates_no_day_and_says_that_this_is_unconfirmed() -> None:
    (rule,) = read_province(SHIPPED.read_bytes()).deadline_rules

    assert (rule.grace_days, rule.status) == (0, "needs confirmation")


def test_names_are_kept_composed() -> None:
    name = normalize("NFD", "Sở Y tế")

    province = read_province(f"{CLUSTER}units:\n{UNIT.format(name=name, cluster='cum-1')}".encode())

    assert province.units[0].name == "Sở Y tế"


def test_every_mistake_is_named_with_its_line() -> None:
    found = details(
        CLUSTER
        + "units:\n"
        + "  - {id: Sở Y tế, name: Sở Y tế, kind: sở, cluster: cum-1, valid_from: 2022-01-01}\n"
        + "  - {id: so-y-te, name: '', kind: sở, cluster: cum-1, valid_from: 01/01/2022}\n"
        + "  - {id: so-noi-vu, kind: sở, cluster: cum-1, valid_from: 2022-02-30, phone: 1}\n"
    )

    assert found == (
        "Dòng 4: “id” chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối.",
        "Dòng 5: “name” không được để trống.",
        "Dòng 5: “valid_from” phải là ngày viết theo năm-tháng-ngày.",
        "Dòng 6: thiếu “name”.",
        "Dòng 6: “phone” không có trong mẫu.",
        "Dòng 6: “valid_from” phải là ngày viết theo năm-tháng-ngày.",
    )


def test_unit_of_an_unknown_cluster_and_a_repeated_id_are_named() -> None:
    units = [UNIT.format(name="Sở Y tế", cluster=cluster) for cluster in ("khoi-9", "null")]

    found = details(f"{CLUSTER}units:\n{''.join(units)}")

    assert found == ("Dòng 4: không có cụm, khối “khoi-9”.", "Dòng 5: mã “so-y-te” bị trùng.")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"clusters: [}\n", "Dòng 1: không đọc được, vui lòng kiểm tra dấu câu, thụt lề."),
        (b"\xff\xfe\xfa", "Tệp không phải văn bản UTF-8."),
        (b"", "Dòng 1: mục này không đúng mẫu."),
        (b"- a\n", "Dòng 1: mục này không đúng mẫu."),
        (b"clusters: 1\nunits: []\n", "Dòng 1: “clusters” phải là một danh sách."),
    ],
)
def test_file_of_another_form_is_refused(content: bytes, expected: str) -> None:
    assert details(content) == (expected,)

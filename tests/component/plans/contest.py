"""A cluster's year in tests: a criteria set, an opened year, and what its members do in it."""

from datetime import date
from typing import Any

from tests.component.plans.room import APPRAISER, LEADER, Plans, officer

CLUSTER = "cum-1"
MEMBERS = ("huyen-trang-bom", "huyen-long-thanh", "huyen-nhon-trach", "thanh-pho-bien-hoa", "thanh-pho-long-khanh")
HEAD, DEPUTY = MEMBERS[0], MEMBERS[1]
YEAR = f"/clusters/{CLUSTER}/years/2023"

CRITERIA: dict[str, Any] = {
    "criteria_set_id": "cum-2023",
    "name": "Bộ tiêu chí cụm thi đua năm 2023",
    "cluster_kinds": ["cum", "khoi"],
    "valid_from": "2023-01-01",
    "maximum": "1000",
    "bonus_maximum": "50",
    "groups": [
        {"code": "I", "name": "Kinh tế - xã hội", "maximum": "600", "criteria": [
            {"code": "I.1", "name": "Thu ngân sách", "maximum": "400", "formula": {"kind": "ratio"}},
            {"code": "I.2", "name": "Chỉ số PAR", "maximum": "200", "formula": {"kind": "step", "levels": [
                {"at_least": "80", "points": "120"}, {"at_least": "90", "points": "200"},
            ]}},
        ]},
        {"code": "II", "name": "Công tác thi đua, khen thưởng", "maximum": "450", "criteria": [
            {"code": "II.1", "name": "Phong trào", "maximum": "300", "formula": {"kind": "manual"}},
            {"code": "II.2", "name": "Chế độ báo cáo", "maximum": "100", "formula": {"kind": "deduction", "per": [
                {"fact": "late_filing", "points": "10"}, {"fact": "missing_filing", "points": "30"},
                {"fact": "late_registration", "points": "5"}, {"fact": "missing_registration", "points": "15"},
            ]}},
            {"code": "II.3", "name": "Điểm thưởng", "maximum": "50", "formula": {"kind": "manual"}, "is_bonus": True,
             "needs_evidence": True},
        ]},
    ],
    "tie_break": ["group:I", "votes"],
    "awards": [{"award": "CO_TINH", "places": 1}, {"award": "BK_TINH", "places": 2}],
    "status": "confirmed",
    "source": "Quyết định số 10/QĐ-UBND",
}  # fmt: skip
OPENED: dict[str, Any] = {
    "year": 2023, "criteria_set_id": "cum-2023",
    "registration_due_on": "2023-03-31", "self_score_due_on": "2023-12-10",
}  # fmt: skip


async def opened(plans: Plans, **more: Any) -> None:
    """Open the year of the first cluster, with its leaders, on 1/2/2023; no plan asks for filings."""
    await plans.import_units()
    await plans.move(date(2023, 2, 1))
    await opened_here(plans, **more)


async def opened_here(plans: Plans, **more: Any) -> None:
    kept = await plans.post(APPRAISER, "/criteria-sets", CRITERIA | more)
    assert kept.status_code == 201, kept.text
    answer = await plans.post(APPRAISER, f"/clusters/{CLUSTER}/years", OPENED)
    assert answer.status_code == 201, answer.text
    offices = {"year": 2023, "head_id": HEAD, "deputy_id": DEPUTY, "elected_on": "2023-02-01"}
    assert (await plans.post(APPRAISER, f"/clusters/{CLUSTER}/offices", offices)).status_code == 200


async def put(plans: Plans, who: Any, path: str, body: Any) -> Any:
    return await plans.ask(who, "PUT", path, json=body)


def entries(collected: str = "100", index: str = "95", points: str = "250") -> list[dict[str, str]]:
    return [
        {"code": "I.1", "achieved": collected, "target": "100"},
        {"code": "I.2", "achieved": index},
        {"code": "II.1", "points": points},
    ]


async def registered(plans: Plans, unit: str) -> None:
    body = {"targets": [{"code": "1", "name": "Thu ngân sách", "measure": "tỷ đồng", "value": "1200.5"}]}
    assert (await put(plans, officer(unit), f"{YEAR}/registrations/{unit}", body)).status_code == 200
    assert (await plans.post(officer(unit), f"{YEAR}/registrations/{unit}/steps/send")).status_code == 200


async def submitted(plans: Plans, unit: str, **more: str) -> None:
    answer = await put(plans, officer(unit), f"{YEAR}/sheets/{unit}", {"entries": entries(**more)})
    assert answer.status_code == 200, answer.text
    sent = await plans.post(officer(unit), f"{YEAR}/sheets/{unit}/steps/submit")
    assert sent.status_code == 200, sent.text


async def scored(plans: Plans, unit: str, **more: str) -> None:
    await submitted(plans, unit, **more)
    checker = officer(DEPUTY if unit == HEAD else HEAD)
    for who, step in ((checker, "check"), (APPRAISER, "score")):
        answer = await plans.post(who, f"{YEAR}/sheets/{unit}/steps/{step}")
        assert answer.status_code == 200, answer.text


async def all_scored(plans: Plans, points: tuple[str, ...] = ("250", "240", "230", "220", "210")) -> None:
    """Score every member officially; their places follow from the points of their movements."""
    for unit, each in zip(MEMBERS, points, strict=True):
        await registered(plans, unit)
        await scored(plans, unit, points=each)


async def ranking(plans: Plans) -> Any:
    return await plans.get(LEADER, f"{YEAR}/ranking")

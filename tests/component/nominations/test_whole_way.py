"""The whole way of a dossier, every step by those who take it: from the unit's draft to the archive."""

from typing import Any

from tests.component.nominations.chamber import Chamber, established, member
from tests.component.nominations.conftest import APPRAISER, COLLECTIVE, LEADER, OFFICER, OTHER_OFFICER, Nominations, at
from tests.component.nominations.test_dossier_way import ring, to_eligible_by_hand

REASON = "Đã đối chiếu văn bản hiện hành"
CHOICES = {"passes": ("approve",) * 4 + ("disapprove",), "fails": ("approve",) * 2 + ("disapprove",) * 3}


async def ok(nominations: Nominations, who: Any, path: str, body: Any, method: str = "POST") -> Any:
    answer = await nominations.ask(who, method, path, json=body)
    assert answer.status_code < 300, answer.text
    return answer.json()


async def to_the_council(nominations: Nominations, name: str) -> str:
    """Return a dossier written as a draft, submitted, received, appraised, and put before the council."""
    content = {**COLLECTIVE, "year": 2023, "subject_name": name}
    draft = await ok(nominations, OFFICER, "/drafts", content)
    nomination_id = str(draft["draft_id"])
    await ok(nominations, OFFICER, f"/drafts/{nomination_id}/submit", {})
    await nominations.take(APPRAISER, nomination_id, "receive")
    await nominations.take(APPRAISER, nomination_id, "appraise", reason=REASON)
    await nominations.take(APPRAISER, nomination_id, "list_for_council")
    return nomination_id


async def decided_by_ballot(nominations: Nominations, council: Any, votes: dict[str, tuple[str, ...]]) -> Chamber:
    """Hold a session in which the members' own programs take papers and cast them, and close it."""
    ground = {"percent": 80, "percent_basis": "Quy chế của Hội đồng"}
    draft = {
        "council_id": council["council_id"], "title": "Họp xét khen thưởng", "meets_at": "2024-03-20T08:00:00+07:00",
        "place": "Phòng họp A", "items": [{"nomination_id": one, **ground} for one in votes],
    }  # fmt: skip
    chamber = Chamber(nominations, council, await ok(nominations, APPRAISER, "/council-sessions", draft))
    for step in ("hold", "issue"):
        await chamber.step(step)
    await chamber.all_take_papers(range(5))
    await chamber.step("cast")
    names = {item["item_id"]: item["nomination_id"] for item in chamber.items}
    for number in range(5):
        for paper in chamber.papers[member(number).user]:
            answer = await chamber.cast(paper, votes[names[paper.item_id]][number])
            assert answer.status_code == 201, answer.text
    await chamber.step("count")
    await chamber.step("close", conclusion="Hội đồng thống nhất.")
    return chamber


async def test_provinces_award_goes_from_draft_to_archive_and_one_short_of_the_share_does_not(
    nominations: Nominations,
) -> None:
    at(2024, 3, 4, 9)
    passing, failing = [await to_the_council(nominations, name) for name in ("Phòng Nghiệp vụ Y", "Phòng Kế hoạch")]
    at(2024, 3, 20, 9)
    council = await established(nominations)
    await decided_by_ballot(nominations, council, {passing: CHOICES["passes"], failing: CHOICES["fails"]})
    after_ballot = [(await nominations.show(one))["state"] for one in (passing, failing)]
    await nominations.take(LEADER, failing, "reject", reason="Không đủ tỷ lệ phiếu")

    await nominations.take(APPRAISER, passing, "submit_to_chair")
    drafted = {"title": "Về việc tặng danh hiệu", "proposer": "Sở Nội vụ", "nominations": [passing]}
    decision = await ok(nominations, APPRAISER, "/decisions", drafted)
    steps = f"/decisions/{decision['decision_id']}/steps"
    await ok(nominations, APPRAISER, f"{steps}/propose", {"proposal_number": "12/TTr-SNV"})
    signature = {"number": "95/QĐ-UBND", "signer": "Võ Tấn Đức", "signer_title": "Chủ tịch", "reason": REASON}
    await ok(nominations, LEADER, f"{steps}/sign", signature)
    await nominations.take(APPRAISER, passing, "notify")
    [granted] = await nominations.facts_of("AwardGranted")
    prepared = {
        "title": "Lễ trao tặng", "held_at": "2024-03-20T14:00:00+07:00", "place": "Hội trường tỉnh",
        "host": "Chủ tịch Ủy ban nhân dân tỉnh", "awards": [granted["award_id"]],
    }  # fmt: skip
    ceremony = await ok(nominations, APPRAISER, "/ceremonies", prepared)
    path = f"/ceremonies/{ceremony['ceremony_id']}"
    taken = {"award_id": granted["award_id"], "has_certificate": True, "has_gift": True, "result": "in_person"}
    await ok(nominations, APPRAISER, f"{path}/handovers", {"version": ceremony["version"], "handovers": [taken]})
    await ok(nominations, APPRAISER, f"{path}/steps/conclude", {})
    ended = await nominations.take(APPRAISER, passing, "archive")

    assert after_ballot == ["council_passed", "council_not_passed"]
    assert [line["step"] for line in ended["history"]] == [
        *("submit", "receive", "appraise", "list_for_council", "pass", "submit_to_chair"),
        *("decide", "notify", "present", "archive"),
    ]
    assert (await nominations.show(failing))["state"] == "rejected"
    assert [one["nomination_id"] for one in await nominations.facts_of("AwardGranted")] == [passing]


async def test_forwarded_dossier_is_consulted_on_voted_on_sent_and_its_result_stands_in_the_packet(
    nominations: Nominations,
) -> None:
    at(2024, 3, 4, 9)
    nomination_id = await to_eligible_by_hand(nominations)
    await nominations.take(APPRAISER, nomination_id, "open_consultation", place="Cổng thông tin điện tử tỉnh")
    comments = f"/nominations/{nomination_id}/comments"
    said = await ok(nominations, OTHER_OFFICER, comments, {"said": "Đề nghị xem lại"})
    await ok(nominations, APPRAISER, f"/comments/{said['comment_id']}/resolution", {"resolution": "Đã xác minh"})
    at(2024, 3, 20, 9)
    await ring(nominations)
    await nominations.take(APPRAISER, nomination_id, "list_for_council")
    await decided_by_ballot(nominations, await established(nominations), {nomination_id: CHOICES["passes"]})
    await nominations.take(APPRAISER, nomination_id, "submit_to_chair")

    packet = await ok(nominations, APPRAISER, f"/nominations/{nomination_id}/packet", None, "GET")
    complete = [{"code": one["code"], "enclosed": one["copies"]} for one in packet["components"]]
    sent = {"components": complete, "reference": "55/TTr-UBND"}
    await ok(nominations, APPRAISER, f"/nominations/{nomination_id}/packet", sent)
    at(2024, 5, 20, 9)
    waiting = await ok(nominations, APPRAISER, f"/nominations/{nomination_id}/packet", None, "GET")
    result = {"decision_number": "410/QĐ-TTg", "decided_on": "2024-05-16", "reason": REASON}
    await nominations.take(APPRAISER, nomination_id, "record_result", **result)

    answered = await ok(nominations, APPRAISER, f"/nominations/{nomination_id}/packet", None, "GET")
    [granted] = await nominations.facts_of("AwardGranted")
    assert (waiting["days_waiting"], waiting["answered_on"], waiting["award_id"]) == (61, None, None)
    assert (answered["answered_on"], answered["award_id"], answered["days_waiting"]) == (
        "2024-05-16",
        granted["award_id"],
        None,
    )

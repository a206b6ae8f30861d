"""The year beside its routine: contests, councils, ceremonies, inspections, and an award that is taken back."""

from datetime import date
from uuid import UUID

from deploy.accounts import COUNCIL
from deploy.audit import verified_at
from deploy.seed.acts.clusters import CONTESTED
from deploy.seed.acts.council import MEETINGS, OF_A_UNIT
from deploy.seed.people import APPRAISER, LEADER, member, officer
from deploy.seed.tasks import COMPLETED_BY_A_FACT
from services.nominations.domain.ballots import Ballot, recount
from shared.blind_rsa import PublicKey
from tests.system.walked import UNITS, Walked

HERE = [cluster for cluster in CONTESTED if cluster in {"cum-1", "cum-2"}]
"""The contested clusters that have members in the small province."""


async def test_tasks_that_waited_for_a_fact_were_completed_by_it(walked: Walked) -> None:
    settled = await walked.rows("plans", "SELECT task_key FROM tasks WHERE settled_by IS NOT NULL ORDER BY 1")

    assert [key for (key,) in settled] == sorted(COMPLETED_BY_A_FACT)


async def test_amendment_moves_one_deadline_and_keeps_the_plan_as_it_was_issued(walked: Walked) -> None:
    async with walked.people() as people:
        (plan,) = await people.get(LEADER, "plans", "/plans")
        first, second = await people.get(LEADER, "plans", f"/plans/{plan['plan_id']}/versions")
    moved = await walked.rows("plans", "SELECT task_key, from_due_on, to_due_on FROM deadline_changes ORDER BY 1")

    assert (first["number"], second["number"], second["document"]) == (1, 2, "1216/UBND-NC")
    assert [one for one in moved if one[0] == "Q2-04"] == [("Q2-04", date(2023, 6, 30), date(2023, 6, 28))]


async def test_next_years_plan_waits_as_a_draft(walked: Walked) -> None:
    drafts = await walked.rows("plans", "SELECT is_issued FROM drafts WHERE preview->>'year' = '2024'")

    assert drafts == [(False,)]


async def test_each_cluster_proposes_its_best_for_the_flag_and_two_for_the_certificate(walked: Walked) -> None:
    results = await walked.rows(
        "plans",
        "SELECT cluster_id, array_agg(award ORDER BY rank), count(*) FROM cluster_results GROUP BY 1 ORDER BY 1",
    )
    scored = await walked.rows("plans", "SELECT DISTINCT state FROM score_sheets")

    assert [cluster for cluster, *_ in results] == HERE
    assert [awards[:3] for _, awards, _ in results] == [["CO_TINH", "BK_TINH", "BK_TINH"]] * len(HERE)
    assert sum(members for *_, members in results) == len(UNITS) - 1
    assert scored == [("scored",)]


async def test_changed_scores_say_why(walked: Walked) -> None:
    changes = await walked.rows("plans", "SELECT count(*), count(*) FILTER (WHERE reason = '') FROM score_changes")

    ((made, silent),) = changes
    assert made > 0
    assert silent == 0


async def test_every_proposal_a_cluster_gave_rise_to_ends_in_the_decision_over_their_list(walked: Walked) -> None:
    proposed = await walked.rows("plans", "SELECT unit_id, award FROM cluster_results WHERE award IS NOT NULL")
    granted = await walked.rows(
        "nominations",
        "SELECT unit_id, award FROM awards JOIN decision_entries USING (nomination_id) "
        "JOIN decisions d USING (decision_id) WHERE d.title LIKE '%cụm, khối thi đua%'",
    )
    left = await walked.rows("nominations", "SELECT count(*) FROM drafts")

    assert sorted(granted) == sorted(proposed)
    assert left == [(0,)]


async def test_members_who_signed_the_pledge_and_those_who_were_away_are_known(walked: Walked) -> None:
    async with walked.people() as people:
        pledges = [await people.get(LEADER, "plans", f"/clusters/{one}/years/2023/pledge") for one in HERE]

    assert [one["state_label"] for one in pledges] == ["Đã ký kết"] * len(HERE)
    assert [len(one["missing_ids"]) for one in pledges] == [1] * len(HERE)


async def test_candidate_passes_with_nine_tenths_of_all_members_and_not_with_less(walked: Walked) -> None:
    items = await walked.rows(
        "nominations",
        "SELECT approve, total_members, is_passed FROM council_items JOIN council_sessions USING (session_id) "
        "WHERE percent = 90",
    )
    chosen = await walked.rows(
        "nominations", "SELECT percent, percent_basis <> '' FROM council_items WHERE percent <> 90"
    )

    assert {total for _, total, _ in items} == {len(COUNCIL)}
    assert all((approve * 100 >= 90 * total) == is_passed for approve, total, is_passed in items)
    assert {is_passed for *_, is_passed in items} == {True, False}
    assert chosen == [(80, True)]


async def test_anybody_counts_the_councils_ballots_again_and_finds_the_same(walked: Walked) -> None:
    async with walked.people() as people:
        who = member(next(iter(COUNCIL)))
        sessions = await people.get(who, "nominations", "/council-sessions")
        shown = [await people.get(who, "nominations", f"/council-sessions/{one['session_id']}") for one in sessions]
        items = [item for one in shown for item in one["items"]]
        lists = [await people.get(who, "nominations", f"/council-items/{one['item_id']}/ballots") for one in items]

    again = [
        recount(
            PublicKey(int(one["modulus"], 16), one["exponent"]),
            UUID(one["item_id"]),
            [Ballot(cast["serial"], cast["signature"], cast["choice"]) for cast in one["ballots"]],
        )
        for one in lists
    ]
    told = [(one["tally"]["approve"], one["tally"]["disapprove"], one["tally"]["abstain"]) for one in items]
    assert len(sessions) == len(MEETINGS)
    assert [(one.approve, one.disapprove, one.abstain) for one in again] == told


async def test_head_of_a_unit_gets_no_paper_for_its_candidates(walked: Walked) -> None:
    conflicts = await walked.rows(
        "nominations",
        "SELECT account, i.unit_id, stands_aside, p.member_id IS NULL FROM council_conflicts c "
        "JOIN council_members m USING (member_id) JOIN council_items i USING (item_id) "
        "LEFT JOIN ballot_papers p ON (p.item_id, p.member_id) = (c.item_id, c.member_id)",
    )

    assert conflicts != []
    assert {(account, unit) for account, unit, *_ in conflicts} <= set(OF_A_UNIT.items())
    assert {(aside, is_paperless) for *_, aside, is_paperless in conflicts} == {(True, True)}


async def test_no_award_of_the_council_is_granted_to_whom_it_did_not_pass(walked: Walked) -> None:
    ends = await walked.rows(
        "nominations",
        "SELECT is_passed, state IN ('rejected') FROM council_items JOIN nominations USING (nomination_id) "
        "WHERE NOT is_passed UNION SELECT is_passed, state IN ('rejected') FROM council_items "
        "JOIN nominations USING (nomination_id) JOIN awards USING (nomination_id)",
    )

    assert sorted(ends) == [(False, True), (True, False)]


async def test_people_are_asked_ten_days_about_what_the_state_awards(walked: Walked) -> None:
    asked = await walked.rows(
        "nominations",
        "SELECT award, bool_and(closed_on - opened_on >= 10), count(*) FROM consultations "
        "JOIN nominations USING (nomination_id) GROUP BY 1 ORDER BY 1",
    )
    unanswered = await walked.rows("nominations", "SELECT count(*) FROM comments WHERE resolution = ''")

    assert asked == [("CSTD_TQ", True, 3), ("HC_LD_3", True, 4)]
    assert unanswered == [(0,)]


async def test_dossiers_were_recalled_asked_about_corrected_and_held_once_each(walked: Walked) -> None:
    steps = await walked.rows(
        "nominations",
        "SELECT step, count(*) FROM steps_taken WHERE step IN ('recall', 'hold', 'release', 'ask_opinions', "
        "'gather_opinions') GROUP BY 1 ORDER BY 1",
    )
    opinions = await walked.rows("nominations", "SELECT result FROM opinions")
    corrections = await walked.rows("nominations", "SELECT state FROM corrections")

    assert steps == [(step, 1) for step in ("ask_opinions", "gather_opinions", "hold", "recall", "release")]
    assert (opinions, corrections) == ([("agree",)], [("accepted",)])


async def test_packets_for_the_centre_leave_complete_and_their_answers_are_kept(walked: Walked) -> None:
    packets = await walked.rows(
        "nominations",
        "SELECT award, count(*), count(sent_on), count(*) FILTER (WHERE state = 'forwarded') FROM central_packets "
        "JOIN nominations USING (nomination_id) GROUP BY 1 ORDER BY 1",
    )

    assert {award for award, *_ in packets} == {"CO_CP", "CSTD_TQ", "HC_LD_3"}
    assert all(made == sent and waiting == 0 for _, made, sent, waiting in packets)


async def test_award_that_was_handed_over_was_announced_and_paid_before(walked: Walked) -> None:
    handed = await walked.rows(
        "nominations",
        "SELECT count(*), count(*) FILTER (WHERE paid.amount = bonus), count(*) FILTER (WHERE n.state = 'presented'), "
        "count(*) FILTER (WHERE revoked_on IS NOT NULL) FROM award_register r JOIN nominations n USING (nomination_id) "
        "LEFT JOIN fund_movements paid ON paid.award_id = r.award_id AND paid.kind = 'paid' "
        "WHERE presented_on = '2023-05-18'",
    )
    absent = await walked.rows("nominations", "SELECT count(*) FROM ceremony_awards WHERE result = 'absent'")

    ((total, paid, presented, revoked),) = handed
    assert total > 5
    assert (paid, presented + revoked) == (total, total)
    assert absent == [(1,)]


async def test_revoked_award_gives_its_money_back_and_puts_what_came_later_in_doubt(walked: Walked) -> None:
    cases = await walked.rows(
        "nominations",
        "SELECT c.state, n.state, c.recovered = r.bonus, r.revoked_on, count(d.award_id), min(d.outcome) "
        "FROM revocations c JOIN award_register r USING (award_id) JOIN nominations n USING (nomination_id) "
        "LEFT JOIN award_doubts d USING (revocation_id) GROUP BY 1, 2, 3, 4",
    )

    assert cases == [("recovered", "revoked", True, date(2023, 12, 22), 1, "stands")]


async def test_chain_of_acts_holds_after_the_year(walked: Walked) -> None:
    await walked.settle()

    verdict = await verified_at(walked.system.postgres.dsn("nominations"))

    assert verdict.broken is None
    assert verdict.links + verdict.waiting > 100


async def test_finding_mended_late_was_overdue_and_the_inspected_unit_reads_it(walked: Walked) -> None:
    told = await walked.rows(
        "plans", "SELECT type FROM outbox WHERE type LIKE '%Finding%' OR type LIKE '%Remedy%' ORDER BY id"
    )
    async with walked.people() as people:
        seen = await people.all(officer("huyen-long-thanh"), "plans", "/findings")

    assert [kind.split(".")[-2] for (kind,) in told] == [
        "FindingRecorded",
        "FindingRecorded",
        "FindingOverdue",
        "RemedyReported",
        "FindingRemedied",
    ]
    assert sorted(one["state_label"] for one in seen) == ["Ghi nhận", "Đã khắc phục"]


async def test_exemplar_is_honoured_at_the_review_and_followed(walked: Walked) -> None:
    async with walked.people() as people:
        (exemplar,) = await people.all(APPRAISER, "plans", "/exemplars")

    assert exemplar["state_label"] == "Đang nhân rộng"
    assert [one["unit_id"] for one in exemplar["followers"]] == ["huyen-dinh-quan", "huyen-xuan-loc"]
    assert len(exemplar["honoured_at"]) == 1


async def test_units_were_invited_to_what_was_held_and_certificates_count_who_came(walked: Walked) -> None:
    held = await walked.rows(
        "plans",
        "SELECT kind, state, count(*), sum(attended) > 0, coalesce(sum(certified), 0) = coalesce(sum(attended), 0) "
        "FROM occasions JOIN attendances USING (occasion_id) GROUP BY occasion_id ORDER BY starts_at",
    )

    assert [(kind, state, invited, came) for kind, state, invited, came, _ in held] == [
        ("final_review", "reported", len(UNITS), True),
        ("midterm_review", "reported", len(UNITS) - 1, True),
        ("training", "reported", len(UNITS) - 1, True),
    ]
    assert [is_certified for *_, is_certified in held] == [False, False, True]

"""The secret ballot through the service: counted on all members, joined to nobody, cast once."""

import asyncio
import itertools
import random
import secrets
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from services.nominations.domain.ballots import Ballot, receipt_of, recount
from shared.blind_rsa import PublicKey
from tests.component.nominations.chamber import Chamber, Paper, at_the_door, called, member, voting
from tests.component.nominations.conftest import APPRAISER, LEADER, Nominations, at

CHOICES = ("approve", "approve", "approve", "approve", "disapprove")


async def vote(chamber: Chamber, choices: tuple[str, ...] = CHOICES) -> None:
    for number, choice in enumerate(choices):
        for paper in chamber.papers[f"hd{number}"]:
            answer = await chamber.cast(paper, choice)
            assert answer.status_code == 201, answer.text


async def whole_database(nominations: Nominations) -> dict[str, list[str]]:
    """Return every row of every table as text, with where it lies on the disk and which transaction wrote it."""
    async with nominations.database.transaction() as session:
        tables = await session.scalars(
            text("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        )
        dump: dict[str, list[str]] = {}
        for table in sorted(tables):
            rows = await session.scalars(text(f"SELECT t.ctid || ' ' || t.xmin || ' ' || t::text FROM \"{table}\" t"))
            dump[table] = list(rows)
        return dump


async def test_candidate_with_enough_of_all_members_passes_and_its_dossier_learns_it(nominations: Nominations) -> None:
    nomination_id = await at_the_door(nominations)
    chamber = await voting(nominations, [nomination_id])
    await vote(chamber)

    await chamber.step("count")
    await chamber.step("close", conclusion="Hội đồng nhất trí.")

    [item] = chamber.items
    assert {name: item["tally"][name] for name in ("members", "papers", "returned", "approve", "needed", "share")} == {
        "members": 5,
        "papers": 5,
        "returned": 5,
        "approve": 4,
        "needed": 4,
        "share": "80,00 %",
    }
    assert (await nominations.show(nomination_id))["state"] == "council_passed"
    assert [name for name, _, _ in await nominations.told()][-2:] == ["NominationPassed", "SessionHeld"]


async def test_absent_member_counts_in_the_share_and_written_opinion_is_a_vote(nominations: Nominations) -> None:
    nomination_id = await at_the_door(nominations)
    chamber = await called(nominations, [nomination_id], size=6, percent=90)
    await chamber.attend({5: "absent", 4: "written", 3: "absent"})
    refused = await chamber.refused("hold")
    await chamber.attend({3: "present"})
    await chamber.step("hold")
    await chamber.step("issue")
    await chamber.all_take_papers(range(5))
    away = await chamber.ask_papers(member(5), chamber.items)
    await chamber.step("cast")
    await vote(chamber, ("approve",) * 5)

    await chamber.step("count")
    await chamber.step("close")

    tally = chamber.items[0]["tally"]
    assert (refused["code"], refused["details"]) == (
        "QuorumMissing",
        ["Cần ít nhất 4 trên 6 thành viên, hiện có 3."],
    )
    assert away.status_code == 403
    assert (tally["approve"], tally["needed"], tally["share"], tally["is_passed"]) == (5, 6, "83,33 %", False)
    assert (await nominations.show(nomination_id))["state"] == "council_not_passed"


async def test_member_finds_the_own_ballot_and_anybody_counts_again(nominations: Nominations) -> None:
    chamber = await voting(nominations, [await at_the_door(nominations)])
    await vote(chamber)
    await chamber.step("count")

    published = await chamber.published()

    key = PublicKey(int(published["modulus"], 16), published["exponent"])
    ballots = [Ballot(one["serial"], one["signature"], one["choice"]) for one in published["ballots"]]
    again = recount(key, UUID(published["item_id"]), ballots)
    mine = receipt_of(chamber.papers["hd4"][0].serial)
    assert (again.approve, again.disapprove, again.abstain) == (4, 1, 0)
    assert {one["receipt"]: one["choice"] for one in published["ballots"]}[mine] == "disapprove"


async def test_nothing_is_published_before_the_count(nominations: Nominations) -> None:
    chamber = await voting(nominations, [await at_the_door(nominations)])
    await vote(chamber)

    answer = await nominations.ask(member(0), "GET", f"/council-items/{chamber.items[0]['item_id']}/ballots")

    assert answer.status_code == 404


async def test_no_paper_is_cast_twice_however_often_and_at_once(nominations: Nominations) -> None:
    chamber = await voting(nominations, [await at_the_door(nominations)])
    paper = chamber.papers["hd0"][0]

    answers = await asyncio.gather(*(chamber.cast(paper, choice) for choice in ("approve", "disapprove") * 5))

    kept = await nominations.count("ballots")
    again = await chamber.cast(paper, "abstain")
    assert kept == 1
    assert sorted(answer.status_code for answer in answers) == [201] * 5 + [409] * 5
    assert again.json()["code"] == "AlreadyCast"


async def test_no_member_takes_two_papers_for_one_candidate_at_once(nominations: Nominations) -> None:
    chamber = await called(nominations, [await at_the_door(nominations)])
    await chamber.step("hold")
    await chamber.step("issue")

    answers = await asyncio.gather(*(chamber.ask_papers(member(0), chamber.items) for _ in range(6)))

    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 5
    assert await nominations.count("ballot_papers") == 1


async def test_paper_asked_for_again_is_the_same_paper(nominations: Nominations) -> None:
    chamber = await called(nominations, [await at_the_door(nominations)])
    await chamber.step("hold")
    await chamber.step("issue")
    key = PublicKey(int(chamber.items[0]["modulus"], 16))
    body = {"papers": [{"item_id": chamber.items[0]["item_id"], "blinded": (3).to_bytes(key.size, "big").hex()}]}

    first, second = [await nominations.ask(member(1), "POST", f"{chamber.path}/papers", json=body) for _ in range(2)]

    assert first.status_code == 200
    assert first.json() == second.json()


async def test_paper_is_good_for_its_candidate_alone_and_forged_ones_for_none(nominations: Nominations) -> None:
    both = [await at_the_door(nominations), await at_the_door(nominations, subject_name="Phòng Kế hoạch")]
    chamber = await voting(nominations, both)
    one, other = chamber.papers["hd0"]

    moved = await chamber.cast(Paper(other.item_id, one.serial, one.signature), "approve")
    forged = await chamber.cast(Paper(one.item_id, secrets.token_bytes(32), one.signature), "approve")

    assert [answer.json()["code"] for answer in (moved, forged)] == ["BallotForged", "BallotForged"]
    assert await nominations.count("ballots") == 0


async def test_papers_end_where_casting_begins_and_casting_ends_with_the_count(nominations: Nominations) -> None:
    chamber = await called(nominations, [await at_the_door(nominations)])
    await chamber.step("hold")
    await chamber.step("issue")
    await chamber.all_take_papers(range(4))
    early = await chamber.cast(chamber.papers["hd0"][0], "approve")
    await chamber.step("cast")
    late = await chamber.ask_papers(member(4), chamber.items)
    for number in range(3):
        await chamber.cast(chamber.papers[f"hd{number}"][0], "approve")
    await chamber.step("count")

    after = await chamber.cast(chamber.papers["hd3"][0], "approve")

    assert [answer.json()["code"] for answer in (early, late, after)] == ["OutOfTurn"] * 3
    async with nominations.database.transaction() as session:
        assert await session.scalar(text("SELECT count(*) FROM council_items WHERE primes IS NOT NULL")) == 0


async def test_so_few_papers_that_totals_would_betray_them_are_not_cast(nominations: Nominations) -> None:
    chamber = await called(nominations, [await at_the_door(nominations)])
    await chamber.step("hold")
    await chamber.step("issue")
    await chamber.all_take_papers(range(2))

    refused = await chamber.refused("cast")

    assert refused["code"] == "TooFewForSecrecy"


async def test_casting_changes_nothing_in_the_database_but_the_urn(nominations: Nominations) -> None:
    """Whoever copies the whole database before and after a ballot sees a ballot, and nobody's."""
    chamber = await voting(nominations, [await at_the_door(nominations)])
    before = await whole_database(nominations)

    await chamber.cast(chamber.papers["hd2"][0], "disapprove")

    after = await whole_database(nominations)
    assert [table for table in after if after[table] != before[table]] == ["ballots"]
    assert len(after["ballots"]) == 1


async def test_nothing_of_a_ballot_stands_anywhere_but_in_the_urn(nominations: Nominations) -> None:
    chamber = await voting(nominations, [await at_the_door(nominations)])
    await vote(chamber)
    await chamber.step("count")
    await chamber.step("close")

    dump = await whole_database(nominations)

    secret = [(p.serial.hex(), p.signature.hex()) for papers in chamber.papers.values() for p in papers]
    outside = "\n".join(row for table, rows in dump.items() if table != "ballots" for row in rows)
    voters = [chamber.member_id(number) for number in range(5)] + [f"hd{number}" for number in range(5)]
    assert [one for pair in secret for one in pair if one in outside] == []
    assert [one for one in voters if one in "\n".join(dump["ballots"])] == []
    logs = [row for table, rows in dump.items() if table.startswith(("outbox", "audit_log")) for row in rows]
    assert len(logs) > 0
    assert [row for row in logs if "disapprove" in row] == []


async def columns_of(nominations: Nominations, table: str) -> list[str]:
    async with nominations.database.transaction() as session:
        found = await session.scalars(
            text("SELECT column_name FROM information_schema.columns WHERE table_name = :table ORDER BY 1"),
            {"table": table},
        )
        return list(found)


async def test_urn_and_papers_share_the_candidate_and_nothing_else(nominations: Nominations) -> None:
    ballots, papers = await columns_of(nominations, "ballots"), await columns_of(nominations, "ballot_papers")

    assert ballots == ["choice", "item_id", "serial", "signature"]
    assert papers == ["fingerprint", "item_id", "member_id"]


async def test_neither_place_nor_transaction_of_a_counted_ballot_tells_when_it_was_cast(
    nominations: Nominations,
) -> None:
    """After the count, rows lie in the order of random numbers, all written by one transaction."""
    chamber = await voting(nominations, [await at_the_door(nominations)])
    await vote(chamber)

    await chamber.step("count")

    async with nominations.database.transaction() as session:
        rows = (await session.execute(text("SELECT serial, xmin::text FROM ballots ORDER BY ctid"))).all()
    assert [serial for serial, _ in rows] == sorted(serial for serial, _ in rows)
    assert len({writer for _, writer in rows}) == 1


async def test_order_of_members_says_nothing_about_the_order_of_ballots(nominations: Nominations) -> None:
    """Over many candidates the place of a voter's ballot is as often early as late: no order correlates."""
    candidates = [await at_the_door(nominations, subject_name=f"Phòng số {number}") for number in range(12)]
    chamber = await voting(nominations, candidates)
    await vote(chamber)
    await chamber.step("count")

    places: list[int] = []
    for number in range(len(candidates)):
        listed = [one["serial"] for one in (await chamber.published(number))["ballots"]]
        places.append(listed.index(chamber.papers["hd4"][number].serial.hex()))

    # Twelve fair draws of five places: all equal, or always the last taken, has a chance of less than one in 10^7.
    assert len(set(places)) > 1


async def test_number_of_ballots_never_exceeds_the_papers(nominations: Nominations) -> None:
    chamber = await voting(nominations, [await at_the_door(nominations)])
    await vote(chamber)
    async with nominations.database.transaction() as session:
        await session.execute(
            text(
                "INSERT INTO ballots SELECT item_id, decode(md5('x'), 'hex'), 'approve', signature FROM ballots LIMIT 1"
            )
        )

    refused = await chamber.refused("count")

    assert refused["code"] == "MoreBallotsThanPapers"


@pytest.mark.parametrize("choices", [*itertools.islice(itertools.product(("approve", "abstain"), repeat=3), 3)])
async def test_totals_equal_what_was_cast(nominations: Nominations, choices: tuple[str, ...]) -> None:
    cast = [*choices, "disapprove", "approve"]
    random.Random(len("".join(choices))).shuffle(cast)
    chamber = await voting(nominations, [await at_the_door(nominations)])
    await vote(chamber, tuple(cast))

    await chamber.step("count")

    tally = chamber.items[0]["tally"]
    assert [tally[name] for name in ("approve", "disapprove", "abstain")] == [
        cast.count(name) for name in ("approve", "disapprove", "abstain")
    ]


async def on_paper(nominations: Nominations, numbers: range = range(5)) -> tuple[Chamber, str]:
    chamber = await called(nominations, [await at_the_door(nominations)], method="paper")
    await chamber.step("hold")
    await chamber.step("issue")
    path = f"/council-items/{chamber.items[0]['item_id']}"
    body = {"member_ids": [chamber.member_id(number) for number in numbers]}
    assert (await nominations.ask(APPRAISER, "POST", f"{path}/voters", json=body)).status_code == 200
    await chamber.step("cast")
    return chamber, path


def counted(approve: int, disapprove: int, **more: int) -> dict[str, Any]:
    return {"approve": approve, "disapprove": disapprove, "abstain": 0, **more}


async def test_paper_ballots_count_when_two_people_agree(nominations: Nominations) -> None:
    chamber, path = await on_paper(nominations)
    first = await nominations.ask(APPRAISER, "POST", f"{path}/paper-counts", json=counted(4, 0, invalid=1))
    alone = await chamber.refused("count")
    second = await nominations.ask(LEADER, "POST", f"{path}/paper-counts", json=counted(4, 0, invalid=1))

    await chamber.step("count")

    assert (first.status_code, alone["code"], second.status_code) == (200, "CountMissing", 200)
    assert chamber.items[0]["tally"]["is_passed"] is True


async def test_two_people_who_count_differently_are_told_and_nothing_is_kept(nominations: Nominations) -> None:
    _, path = await on_paper(nominations)
    await nominations.ask(APPRAISER, "POST", f"{path}/paper-counts", json=counted(4, 1))

    answer = await nominations.ask(LEADER, "POST", f"{path}/paper-counts", json=counted(3, 2))

    assert (answer.status_code, answer.json()["code"], answer.json()["details"]) == (409, "CountsDiffer", [])
    assert await nominations.count("paper_counts") == 1


async def test_more_paper_ballots_than_papers_are_refused(nominations: Nominations) -> None:
    _, path = await on_paper(nominations, range(4))

    answer = await nominations.ask(APPRAISER, "POST", f"{path}/paper-counts", json=counted(5, 0))

    assert answer.json()["code"] == "MoreBallotsThanPapers"


async def test_count_and_a_late_ballot_at_once_lose_nothing(nominations: Nominations) -> None:
    """A ballot is either in the count or refused, never accepted and lost."""
    chamber = await voting(nominations, [await at_the_door(nominations)])
    at(2023, 2, 20, 10)

    answers = await asyncio.gather(
        *(chamber.cast(chamber.papers[f"hd{number}"][0], "approve") for number in range(5)), chamber.step("count")
    )

    accepted = sum(getattr(answer, "status_code", 0) == 201 for answer in answers)
    assert chamber.items[0]["tally"]["approve"] == accepted

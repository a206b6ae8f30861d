"""Acts that move no dossier stand in the log too: by whom, on what, from where."""

from typing import Any

from sqlalchemy import text

from tests.component.nominations.conftest import (
    APPRAISER,
    LEADER,
    OFFICER,
    OTHER_OFFICER,
    OTHER_UNIT,
    Nominations,
)
from tests.component.nominations.test_dossier_way import received

FROM = {"x-forwarded-for": "203.0.113.7"}


async def last_acts(nominations: Nominations, about: str, about_id: str) -> list[tuple[str, str, str]]:
    """Return what was done to something, oldest first: the act, by whom, from where."""
    async with nominations.database.transaction() as session:
        rows = await session.execute(
            text("SELECT act, actor, client FROM audit_log WHERE (about, about_id) = (:a, :b) ORDER BY audit_id"),
            {"a": about, "b": about_id},
        )
        return [(row.act, row.actor, row.client) for row in rows]


async def ok(nominations: Nominations, who: Any, method: str, path: str, **more: Any) -> Any:
    nominations.client.headers.update(FROM)
    answer = await nominations.ask(who, method, path, **more)
    assert answer.status_code < 300, answer.text
    return answer.json() if answer.content else None


async def test_files_opinions_and_corrections_are_acts_of_their_dossier(nominations: Nominations) -> None:
    nomination_id = await received(nominations)
    dossier = f"/nominations/{nomination_id}"
    link = {"kind": "BIEN_BAN_HOP", "name": "Biên bản", "link": "https://example.org/bien-ban"}

    enclosed = await ok(nominations, APPRAISER, "POST", f"/dossiers/{nomination_id}/links", json=link)
    await ok(nominations, APPRAISER, "DELETE", f"/files/{enclosed['file_id']}")
    wanted = {"parts": ["fact.headcount"], "note": "Kiểm tra lại số người"}
    asked = await ok(nominations, APPRAISER, "POST", f"{dossier}/corrections", json=wanted)
    correction = f"/corrections/{asked['correction_id']}"
    await ok(nominations, OFFICER, "POST", f"{correction}/made", json={"facts": {"headcount": 21}})
    await ok(nominations, APPRAISER, "POST", f"{correction}/review", json={"is_accepted": True})
    offices = {"opinions": [{"office_id": OTHER_UNIT}]}
    await ok(nominations, APPRAISER, "POST", f"{dossier}/steps/ask_opinions", json=offices)
    [opinion] = await ok(nominations, OTHER_OFFICER, "GET", "/opinions")
    await ok(nominations, OTHER_OFFICER, "POST", f"/opinions/{opinion['opinion_id']}", json={"result": "agree"})

    acts = await last_acts(nominations, "nomination", nomination_id)
    assert acts[2:] == [
        ("enclose_link", APPRAISER.user, "203.0.113.7"),
        ("take_file_out", APPRAISER.user, "203.0.113.7"),
        ("ask_correction", APPRAISER.user, "203.0.113.7"),
        ("correct", OFFICER.user, "203.0.113.7"),
        ("accept", APPRAISER.user, "203.0.113.7"),
        ("ask_opinion", APPRAISER.name, "203.0.113.7"),
        ("ask_opinions", APPRAISER.name, "203.0.113.7"),
        ("give_opinion", OTHER_OFFICER.user, "203.0.113.7"),
        ("gather_opinions", OTHER_OFFICER.name, "203.0.113.7"),
    ]


async def test_opening_and_closing_a_round_are_acts(nominations: Nominations) -> None:
    dates = {"name": "Đợt 1", "year": 2022, "opens_on": "2023-02-01", "closes_on": "2023-03-31"}
    opened = await ok(nominations, APPRAISER, "POST", "/rounds", json=dates)

    await ok(nominations, APPRAISER, "POST", f"/rounds/{opened['round_id']}/close", json={})

    acts = await last_acts(nominations, "round", opened["round_id"])
    shown = await ok(nominations, LEADER, "GET", f"/acts?about=round&about_id={opened['round_id']}")
    assert acts == [
        ("open_round", APPRAISER.name, "203.0.113.7"),
        ("close_round", APPRAISER.user, "203.0.113.7"),
    ]
    assert len(shown["items"]) == 2

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from services.notifications.messages import SILENT
from shared.events import Event
from shared.events.nominations import AwardRevoked, OpinionRequested, RoundOpened, SessionCalled, SessionCancelled
from shared.events.plans import (
    ClusterResultPublished,
    FindingOverdue,
    InspectionScheduled,
    MovementLaunched,
    OccasionPlanned,
    OccasionRescheduled,
    PlanAmended,
    PledgeSigned,
    RankedUnit,
    TaskAssigned,
    TaskFact,
    TaskOverdue,
    UnitDissolved,
    UnitRegistered,
)
from shared.identity import Identity
from shared.roles import Role
from tests.component.notifications.conftest import APPRAISER, LEADER, Notifications, officer
from tests.factories import a_sample

HEALTH, INTERIOR, JUSTICE = "so-y-te", "so-noi-vu", "so-tu-phap"
MEMBER = Identity("uyvien", "Ủy viên", frozenset({Role.COUNCIL_MEMBER}))


async def register(notifications: Notifications) -> None:
    """Let three units be known; the first two are of one cluster."""
    units = {HEALTH: ("Sở Y tế", "khoi-1"), INTERIOR: ("Sở Nội vụ", "khoi-1"), JUSTICE: ("Sở Tư pháp", "khoi-2")}
    await notifications.hear(
        *(
            a_sample(UnitRegistered, unit_id=unit_id, name=name, cluster_id=cluster)
            for unit_id, (name, cluster) in units.items()
        )
    )


async def told(notifications: Notifications, message: type[Event] | str) -> set[str]:
    """Return the units and roles one message went to."""
    name = message if isinstance(message, str) else message.__name__
    rows = await notifications.rows(f"SELECT coalesce(unit_id, role) FROM notices WHERE message = '{name}'")
    return {addressee for (addressee,) in rows}


async def test_office_is_asked_and_the_proposing_unit_is_not(notifications: Notifications) -> None:
    await register(notifications)

    await notifications.hear(a_sample(OpinionRequested, unit_id=HEALTH, office_id=JUSTICE, award="BK_TINH"))

    assert await notifications.inbox(officer(JUSTICE)) == [
        "Đề nghị cho ý kiến: Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh"
    ]
    assert await notifications.inbox(officer(HEALTH)) == []


@pytest.mark.parametrize(
    ("unit_id", "cluster_id", "expected"),
    [(JUSTICE, None, {JUSTICE}), (None, "khoi-1", {HEALTH, INTERIOR})],
    ids=["a unit", "a cluster"],
)
async def test_inspection_is_announced_to_whoever_is_inspected(
    notifications: Notifications, unit_id: str | None, cluster_id: str | None, expected: set[str]
) -> None:
    await register(notifications)

    await notifications.hear(a_sample(InspectionScheduled, unit_id=unit_id, cluster_id=cluster_id))

    assert await told(notifications, InspectionScheduled) == expected


async def test_round_is_announced_to_every_unit_that_still_exists(notifications: Notifications) -> None:
    await register(notifications)
    await notifications.hear(a_sample(UnitDissolved, unit_id=JUSTICE, successor_ids=[HEALTH]))

    await notifications.hear(a_sample(RoundOpened, awards=["BK_TINH"]))

    assert await told(notifications, RoundOpened) == {HEALTH, INTERIOR, "appraiser"}
    assert await told(notifications, UnitDissolved) == {HEALTH, "appraiser", "leader"}


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"scope": "province", "unit_id": None, "cluster_id": None}, {HEALTH, INTERIOR, JUSTICE}),
        ({"scope": "cluster", "unit_id": None, "cluster_id": "khoi-1"}, {HEALTH, INTERIOR}),
        ({"scope": "unit", "unit_id": JUSTICE, "cluster_id": None}, {JUSTICE}),
        ({"form": None, "unit_id": None, "cluster_id": None}, set()),
    ],
    ids=["province", "cluster", "unit", "comes with its plan"],
)
async def test_movement_is_told_to_whom_it_reaches(
    notifications: Notifications, known: dict[str, Any], expected: set[str]
) -> None:
    await register(notifications)

    await notifications.hear(a_sample(MovementLaunched, **({"form": "thematic"} | known)))

    assert await told(notifications, MovementLaunched) == expected | {"appraiser", "leader"}


async def test_amended_plan_is_told_to_the_units_that_work_on_the_tasks_it_touches(
    notifications: Notifications,
) -> None:
    await register(notifications)
    assigned = {"Q1-01": HEALTH, "Q1-02": INTERIOR, "Q1-03": JUSTICE}
    for key, unit_id in assigned.items():
        await notifications.hear(a_sample(TaskAssigned, task_key=key, lead_unit_id=unit_id, coordinating=[]))

    changed = a_sample(TaskFact, task_key="Q1-01")
    await notifications.hear(a_sample(PlanAmended, added=[], changed=[changed], removed=["Q1-02"]))

    assert await told(notifications, PlanAmended) == {HEALTH, INTERIOR, "appraiser", "leader"}


async def test_task_is_called_by_its_text_and_told_to_registered_helpers_only(notifications: Notifications) -> None:
    await register(notifications)
    task = a_sample(TaskFact, task_key="Q1-01", text="Tổ chức hội nghị tổng kết")
    await notifications.hear(a_sample(PlanAmended, added=[task], changed=[], removed=[]))

    await notifications.hear(
        a_sample(TaskAssigned, task_key="Q1-01", lead_unit_id=INTERIOR, coordinating=[HEALTH, "các đoàn thể"]),
        a_sample(TaskOverdue, task_key="Q1-01"),
    )

    assert await told(notifications, TaskAssigned) == {INTERIOR, HEALTH, "appraiser"}
    assert await told(notifications, TaskOverdue) == {INTERIOR, HEALTH, "appraiser", "leader"}
    ((body,),) = await notifications.rows(
        f"SELECT body FROM notices WHERE message = 'TaskOverdue' AND unit_id = '{HEALTH}'"
    )
    assert body.splitlines()[0].endswith("nhưng chưa hoàn thành: Tổ chức hội nghị tổng kết")


async def test_occasion_that_moves_is_told_by_its_name_to_those_invited(notifications: Notifications) -> None:
    occasion = uuid4()
    await notifications.hear(
        a_sample(OccasionPlanned, occasion_id=occasion, title="Tập huấn nghiệp vụ", unit_ids=[HEALTH, JUSTICE])
    )

    await notifications.hear(a_sample(OccasionRescheduled, occasion_id=occasion))

    assert await told(notifications, OccasionRescheduled) == {HEALTH, JUSTICE}
    assert (await notifications.inbox(officer(JUSTICE)))[0] == "Dời thời gian: Tập huấn nghiệp vụ"


async def test_pledge_reminds_those_who_have_not_signed(notifications: Notifications) -> None:
    await notifications.hear(a_sample(PledgeSigned, signatory_ids=[HEALTH], missing_ids=[JUSTICE]))

    mailed = await notifications.rows(
        "SELECT unit_id FROM notices JOIN deliveries USING (notice_id) WHERE channel = 'email'"
    )

    assert await told(notifications, PledgeSigned) == {HEALTH, JUSTICE, "appraiser"}
    assert mailed == [(JUSTICE,)]


async def test_result_of_a_cluster_is_told_to_each_of_its_units_once(notifications: Notifications) -> None:
    ranked = [RankedUnit(unit_id=unit_id, rank=rank, total="98.5") for rank, unit_id in enumerate((HEALTH, JUSTICE), 1)]

    await notifications.hear(a_sample(ClusterResultPublished, results=ranked))

    assert await told(notifications, ClusterResultPublished) == {HEALTH, JUSTICE, "appraiser", "leader"}
    assert len(await notifications.inbox(officer(HEALTH))) == 1


async def test_session_of_the_province_is_told_to_its_members_and_no_unit(notifications: Notifications) -> None:
    called = a_sample(SessionCalled, level="province", council_kind="emulation", unit_id=INTERIOR)
    await notifications.hear(called, a_sample(SessionCancelled))

    assert await notifications.inbox(MEMBER) == [
        "Hủy phiên họp Hội đồng",
        "Triệu tập phiên họp Hội đồng Thi đua - Khen thưởng",
    ]
    assert await notifications.inbox(officer(INTERIOR)) == []


async def test_session_of_a_units_own_council_stays_in_that_unit(notifications: Notifications) -> None:
    called = a_sample(SessionCalled, level="department", council_kind="initiative", unit_id=HEALTH)

    await notifications.hear(called, a_sample(SessionCancelled))

    assert await notifications.inbox(MEMBER) == []
    assert len(await notifications.inbox(officer(HEALTH))) == 2


async def test_revoked_award_says_what_is_to_be_given_back(notifications: Notifications) -> None:
    revoked = a_sample(
        AwardRevoked,
        unit_id=HEALTH,
        award="BK_TINH",
        decision_number="120/QĐ-UBND",
        decided_on=date(2023, 5, 19),
        revoked_on=date(2023, 9, 8),
        year=2022,
        bonus=2_235_000,
    )
    await register(notifications)

    await notifications.hear(revoked)

    ((body,),) = await notifications.rows("SELECT body FROM notices WHERE role = 'leader'")
    assert body == (
        "Quyết định số 120/QĐ-UBND ngày 08/09/2023 hủy bỏ việc khen thưởng “Bằng khen của Chủ tịch Ủy ban nhân dân "
        "tỉnh” năm 2022 theo đề nghị của Sở Y tế (khen thưởng ngày 19/05/2023).\n\n"
        "Tiền thưởng phải thu hồi: 2.235.000 đồng."
    )


async def test_overdue_finding_is_told_to_the_unit_the_office_and_the_leadership(
    notifications: Notifications,
) -> None:
    await register(notifications)

    await notifications.hear(a_sample(FindingOverdue, unit_id=HEALTH))

    inboxes = [await notifications.inbox(who) for who in (officer(HEALTH), APPRAISER, LEADER, officer(JUSTICE))]
    assert inboxes == [["Quá hạn khắc phục: Sở Y tế"]] * 3 + [[]]


async def test_what_is_silent_writes_no_notice(notifications: Notifications) -> None:
    await register(notifications)

    assert await notifications.rows("SELECT message FROM notices") == []
    assert "UnitRegistered" in SILENT

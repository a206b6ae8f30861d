"""The Government's flag is registered for the year to come, by a cluster's member and by the education sector."""

from datetime import date

import pytest

from shared.events.plans import TargetsRegistered
from tests.component.plans.contest import CRITERIA, OPENED, put
from tests.component.plans.room import APPRAISER, Plans, officer

FLAG = {
    "targets": [{"code": "1", "name": "Hoàn thành chỉ tiêu được giao", "measure": "%", "value": "100"}],
    "titles": [{"award": "CO_CP", "count": 1}],
}


@pytest.mark.covers("T-Q1-06.b", "T-Q4-04.c")
@pytest.mark.parametrize(("cluster", "unit"), [("cum-1", "huyen-trang-bom"), ("khoi-5", "so-giao-duc-va-dao-tao")])
async def test_governments_flag_is_registered_and_told(plans: Plans, cluster: str, unit: str) -> None:
    await plans.import_units()
    await plans.move(date(2023, 2, 1))
    assert (await plans.post(APPRAISER, "/criteria-sets", CRITERIA)).status_code == 201
    assert (await plans.post(APPRAISER, f"/clusters/{cluster}/years", OPENED)).status_code == 201
    path = f"/clusters/{cluster}/years/2023/registrations/{unit}"

    kept = await put(plans, officer(unit), path, FLAG)
    sent = await plans.post(officer(unit), f"{path}/steps/send")

    assert (kept.status_code, sent.status_code) == (200, 200), kept.text + sent.text
    (fact,) = await plans.told(TargetsRegistered)
    assert (fact["unit_id"], fact["titles"]) == (unit, [{"award": "CO_CP", "count": 1}])

import httpx
import pytest

from services.gateway.clients import Services
from shared.api.plans import PlanSummary
from shared.identity import Identity, verifier
from shared.roles import Role
from shared.settings import settings
from tests.component.gateway.conftest import Browser, Gateway
from tests.component.gateway.fake import a_plan_summary, an_id

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


async def test_every_question_carries_who_asks(gateway: Gateway, officer: Browser) -> None:
    await officer.get("/")

    verify = verifier(settings().identity_public_key)
    tokens = {request.headers["authorization"].removeprefix("Bearer ") for request in gateway.fake.asked}
    assert [verify(token) for token in tokens] == [
        Identity("so-y-te", "Cán bộ Sở Y tế", frozenset({Role.UNIT_OFFICER}), "so-y-te")
    ]


async def test_trace_goes_on_with_a_span_of_its_own(gateway: Gateway, officer: Browser) -> None:
    incoming = f"00-{TRACE}-00f067aa0ba902b7-01"

    await officer.client.get("/plans", headers={"traceparent": incoming})

    sent = [request.headers["traceparent"] for request in gateway.fake.asked]
    assert [trace.split("-")[1] for trace in sent] == [TRACE] * 2
    assert len({incoming, *sent}) == 3


async def test_answer_of_a_newer_owner_is_understood(gateway: Gateway, officer: Browser) -> None:
    newer = a_plan_summary().model_dump(mode="json") | {"added_later": 1}
    gateway.fake.says("GET", "/plans", [newer])

    page = await officer.get("/plans")

    assert len(page.table("Danh sách kế hoạch")) == 1


async def test_name_in_an_address_cannot_reach_another_address(gateway: Gateway, appraiser: Browser) -> None:
    page = await appraiser.get("/reports")
    step = f"/plans/{an_id('plan 2023')}/tasks/..%2F..%2Fclose/steps/%2e%2e"

    answer = await appraiser.client.post(step, data=page.form("/reports"))

    assert answer.status_code == 404
    assert [request for request in gateway.fake.asked if request.method == "POST"] == []


@pytest.mark.usefixtures("gateway")
async def test_services_are_found_where_the_settings_say() -> None:
    found = settings().model_copy(update={"plans_url": "http://127.0.0.1:9"})

    services = Services.at(found)
    address = services.plans.base_url
    await services.close()

    assert (address, services.plans.is_closed) == (httpx.URL("http://127.0.0.1:9"), True)
    assert PlanSummary.model_fields.keys() == a_plan_summary().model_dump().keys()

"""What a notice opens is a page of the gateway."""

from urllib.parse import urlsplit

import pytest
from starlette.routing import Route

from services.gateway.pages.site import ROUTERS
from services.notifications.messages import MESSAGES, Message, fields_of
from tests.factories import an_id

PAGES = [
    route
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, Route) and "GET" in (route.methods or ())
]


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES.keys())
def test_link_of_a_message_is_a_page(message: Message) -> None:
    path = urlsplit(message.link.format_map({name: an_id(name) for name in fields_of(message.about)})).path

    pages = [page for page in PAGES if page.path_regex.match(path)]

    assert len(pages) == 1

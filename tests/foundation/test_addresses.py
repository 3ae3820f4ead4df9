"""Can what people put behind the question mark steer the addresses that a page writes?"""

import pytest

from tests.clients import Client
from tests.factories import make_seminar

STEERING = "endpoint=x&_scheme=x&_method=FOO&_anchor=x&_external=1&seminar_id=x&filename=x&values=x"


@pytest.mark.parametrize(
    "path", ["/", "/associations", "/sign-in", "/sign-up", "/privacy", "/nowhere", "/seminars/{id}"]
)
def test_no_argument_breaks_a_page_or_leads_away(client: Client, path: str) -> None:
    address = path.format(id=make_seminar().id)
    answer = client.get(f"{address}?{STEERING}", headers={"Host": "evil.example"})
    assert answer.status_code == (404 if path == "/nowhere" else 200)
    assert "http://evil.example" not in answer.text


def test_the_old_address_of_the_catalogue_keeps_its_filters(client: Client) -> None:
    answer = client.get("/seminars?q=a&_scheme=x&endpoint=y")
    assert answer.headers["Location"] == "/?q=a&_scheme=x&endpoint=y"


def test_a_filter_is_taken_away_and_the_language_changed_by_a_link(client: Client) -> None:
    page = client.get("/?lang=en&q=road&starts_from=2026-12-01").text
    assert 'href="/?lang=en&amp;starts_from=2026-12-01"' in page
    assert "starts_from=2026-12-01&amp;lang=fr" in page

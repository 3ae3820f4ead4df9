"""Does a person find a search again under its name, and nobody else?"""

from collections.abc import Callable
from typing import Any

import pytest

from engage.access.actor import Actor
from engage.database import db
from engage.errors import Conflict, Invalid, NotFound
from engage.seminars import services
from engage.seminars.models import MAX_SAVED_FILTERS, SavedFilter
from engage.seminars.queries import list_filters
from engage.transaction import transaction
from tests.clients import Client
from tests.factories import count_rows, make_account, make_district, make_saved_filter, make_seminar

Opening = Callable[[Actor], Client]

pytestmark = pytest.mark.usefixtures("app")


def test_a_search_is_kept_renamed_and_deleted_by_its_owner_alone(store: str) -> None:
    owner, other = make_account(), make_account()
    kept = make_saved_filter(owner, "Routes", theme="road_safety")
    assert [(one.name, one.query) for one in list_filters(owner)] == [("Routes", {"theme": "road_safety"})]
    assert list_filters(other) == []
    with pytest.raises(NotFound), transaction():
        services.rename_filter(other, kept, name="Mien")
    with pytest.raises(NotFound), transaction():
        services.delete_filter(other, kept)
    with transaction():
        services.rename_filter(owner, kept, name="Rues")
    assert [one.name for one in list_filters(owner)] == ["Rues"]
    with transaction():
        services.delete_filter(owner, kept)
    assert count_rows(SavedFilter) == 0


def test_a_name_is_used_once_by_a_person(store: str) -> None:
    owner = make_account()
    make_saved_filter(owner, "Routes")
    make_saved_filter(make_account(), "Routes")
    with pytest.raises(Conflict) as refused:
        make_saved_filter(owner, "Routes")
    assert refused.value.type == "filter-name-taken"


def test_no_more_than_twenty_and_none_of_nothing() -> None:
    owner = make_account()
    for number in range(MAX_SAVED_FILTERS):
        make_saved_filter(owner, f"{number}")
    with pytest.raises(Conflict) as refused:
        make_saved_filter(owner, "one more")
    assert refused.value.type == "too-many-filters"
    with pytest.raises(Invalid), transaction():
        services.keep_filter(make_account(), name="nothing", query={})


def test_a_district_that_is_not_there_is_refused(program_of: Opening) -> None:
    make_district("saiss")
    program = program_of(make_account())
    refused = program.post("/api/v1/me/filters", json={"name": "x", "query": {"district": "atlantis"}})
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["query.district"])
    assert program.post("/api/v1/me/filters", json={"name": "x", "query": {"district": "saiss"}}).status_code == 201


def test_on_the_page_a_search_is_kept_and_opened(browser_of: Opening) -> None:
    make_seminar()
    browser = browser_of(make_account())
    assert "/filters/new?district=saiss" in browser.get("/?district=saiss&lang=en").text
    kept = browser.post("/filters/new?district=saiss&open=true", data={"name": "Chez <moi>"})
    assert (kept.status_code, kept.location) == (303, "/?district=saiss&open=true")
    assert "Chez &lt;moi&gt;" in browser.get("/?lang=en").text
    refused = browser.post("/filters/new?theme=cyber", data={"name": "Chez <moi>"})
    assert refused.status_code == 409
    assert 'id="name-error"' in refused.text and 'value="Chez &lt;moi&gt;"' in refused.text
    assert browser.post("/filters/new?theme=cyber", data={"name": " "}).status_code == 422


def test_what_no_longer_exists_is_left_out_when_it_is_opened(browser_of: Opening) -> None:
    make_district("saiss")
    owner = make_account()
    kept = db.session.get_one(SavedFilter, make_saved_filter(owner, "Old", district="saiss"))
    kept.query = {"district": "gone", "theme": "gone", "audience": "parents", "q": "école"}
    db.session.commit()
    assert 'href="/?audience=parents&amp;q=%C3%A9cole"' in browser_of(owner).get("/filters").text


def test_programs_keep_searches_too(client: Client, token: Any) -> None:
    client.carry(token(make_account()))
    sent = {"name": "Routes", "query": {"theme": "road_safety", "open": True, "starts_from": "2026-12-01"}}
    kept = client.post("/api/v1/me/filters", json=sent)
    assert kept.status_code == 201
    assert kept.json["query"] == {"theme": "road_safety", "open": "true", "starts_from": "2026-12-01"}
    assert client.get("/api/v1/me/filters").json == {"items": [kept.json]}
    assert client.post("/api/v1/me/filters", json=sent).status_code == 409
    wrong = client.post("/api/v1/me/filters", json={"name": "X", "query": {"theme": "gone"}})
    assert wrong.status_code == 422 and "query.theme" in wrong.json["errors"]
    assert client.delete(f"/api/v1/me/filters/{kept.json['id']}").status_code == 204

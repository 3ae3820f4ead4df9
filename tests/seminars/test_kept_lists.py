"""Is the catalogue made once for a crowd of visitors, in each language, and never shown to those whom it is not for?"""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from engage.database import db
from engage.web import lists
from tests import stores
from tests.clients import Client
from tests.factories import make_account, make_officer, make_seminar


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Any:
    app = make_app(list_seconds=2)
    with app.app_context():
        yield app


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr(lists.time, "monotonic", lambda: now[0])
    return now


def shows(client: Client, title: str, path: str = "/?lang=fr") -> bool:
    return title in client.get(path).text


def test_visitors_share_a_page_for_two_seconds(client: Client, moment: list[float]) -> None:
    assert not shows(client, "Nouvelle")
    make_seminar("Nouvelle")
    assert not shows(client, "Nouvelle")
    assert shows(client, "Nouvelle", "/?lang=fr&q=nouvelle")  # another question
    assert 'lang="ar"' in client.get("/?lang=ar").text  # another language
    moment[0] += 2
    assert shows(client, "Nouvelle")


def test_a_page_that_is_kept_costs_no_statement(client: Client, moment: list[float]) -> None:
    client.get("/")
    with stores.statements_on(db.engine) as sent:
        client.get("/")
    assert sent == []


def test_whoever_is_signed_in_sees_what_is(client: Client, moment: list[float], sign_in: Any) -> None:
    client.get("/?lang=fr")
    make_seminar("Brouillon", published=False)
    for person, may in ((make_officer("saiss"), True), (make_account(), False)):
        browser = sign_in(client.application.test_client(), person)
        assert shows(browser, "Brouillon") is may
        assert person.display_name in browser.get("/").text
    assert not shows(client.application.test_client(), "Brouillon")  # nor was it kept for others


def test_news_for_one_visitor_is_not_kept_for_others(client: Client, moment: list[float]) -> None:
    client.post("/sign-out?lang=en")
    told = client.get("/?lang=en").text
    assert "You are signed out." in told
    assert "You are signed out." not in client.application.test_client().get("/?lang=en").text


def test_it_does_not_grow_for_ever(client: Client, moment: list[float]) -> None:
    for number in range(lists.MOST + 5):
        client.get(f"/?q={number}")
    assert len(client.application.extensions[lists.EXTENSION]) <= lists.MOST

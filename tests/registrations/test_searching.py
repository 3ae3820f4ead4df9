"""Does an officer find whom they look for on a roster, in any spelling, and in the order that they ask for?"""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import hypothesis
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import literal, select
from werkzeug.datastructures import MultiDict

from engage.access.actor import Actor
from engage.database import db, folded
from engage.errors import NotAllowed
from engage.registrations.queries import count_roster, list_roster, list_whole_roster
from engage.seminars.models import Seminar
from engage.seminars.queries import get_seminar
from engage.text import fold
from tests.clients import Client
from tests.factories import (
    make_account,
    make_association,
    make_manager,
    make_officer,
    make_registration,
    make_seminar,
    make_token,
)

Opening = Callable[[Actor], Client]


@pytest.fixture
def officer(app: Flask) -> Actor:
    return make_officer("saiss")


@pytest.fixture
def seminar(officer: Actor) -> Seminar:
    """Four parties, in the order of coming: Éloïse (1), the delegation (12), أمينة (3), who waits, and Zakaria (2)."""
    seminar = make_seminar(capacity=15, max_party_size=15, waiting_list="fill")
    make_registration(seminar, by=make_account("Éloïse Œuvrard", phone="+212535112233"))
    association = make_association("Association Al-Ḥayāt", name_key="association al-hayat جمعيه الحياه")
    party: dict[str, Any] = {"party_size": 12, "headcounts": {"primary": 10, "adults": 2}}
    party |= {"attendees": [{"name": "Mehdi", "phone": "+212661234567"}]}
    make_registration(seminar, by=make_manager(association), association_id=association.id, **party)
    make_registration(seminar, by=make_account("أمينة بنّاني"), party_size=3)
    make_registration(seminar, by=make_account("Zakaria El Idrissi"), party_size=2, contact_phone="+212600998877")
    return seminar


def names(viewer: Actor, seminar: Seminar, **asked: Any) -> list[str]:
    found = list_roster(viewer, get_seminar(viewer, seminar.id), **asked).items
    return ["delegation" if one.association_id else one.account_name.split()[0] for one in found]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("eloise", ["Éloïse"]),
        ("OEUVRARD Éloïse", ["Éloïse"]),
        ("امينه بناني", ["أمينة"]),
        ("hayat", ["delegation"]),
        ("الحياة", ["delegation"]),
        ("fassi", ["delegation"]),  # who registered it
        ("idrissi zak", ["Zakaria"]),
        ("idrissi eloise", []),
        ("06 61 23 45 67", ["delegation"]),  # of an adult in charge
        ("+212661234567", ["delegation"]),
        ("٠٠٢١٢ ٦٠٠ ٩٩ ٨٨ ٧٧", ["Zakaria"]),
        ("0600 99", ["Zakaria"]),
        ("05-35-11-22-33", ["Éloïse"]),  # of the account
        ("%", []),
        ("_", []),
        ("0000", []),
        ("zzz", []),
    ],
)
def test_people_are_found_by_name_and_telephone(
    store: str, officer: Actor, seminar: Seminar, q: str, found: list[str]
) -> None:
    assert names(officer, seminar, q=q) == found


def test_a_code_is_found_as_people_type_it(store: str, officer: Actor, seminar: Seminar) -> None:
    one = list_roster(officer, get_seminar(officer, seminar.id)).items[2]
    for typed in (one.code, one.code.lower(), one.code.replace("-", ""), one.code.replace("-", " ")):
        assert names(officer, seminar, q=typed) == ["أمينة"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"status": ["waitlisted"]}, ["أمينة"]),
        ({"status": ["waitlisted", "confirmed"], "kind": "citizens"}, ["Éloïse", "أمينة", "Zakaria"]),
        ({"kind": "associations"}, ["delegation"]),
        ({"level": "primary"}, ["delegation"]),
        ({"level": "high"}, []),
        ({"sort": "name"}, ["delegation", "Éloïse", "Zakaria", "أمينة"]),
        ({"sort": "size"}, ["delegation", "أمينة", "Zakaria", "Éloïse"]),
        ({"sort": "state"}, ["أمينة", "Éloïse", "delegation", "Zakaria"]),
    ],
)
def test_filters_and_orders(
    store: str, officer: Actor, seminar: Seminar, asked: dict[str, Any], found: list[str]
) -> None:
    assert names(officer, seminar, **asked) == found
    view = get_seminar(officer, seminar.id)
    whole = [
        "delegation" if one.association_id else one.account_name.split()[0]
        for one in list_whole_roster(officer, view, **asked)
    ]
    assert whole == found


@pytest.mark.parametrize("sort", ["arrival", "name", "size", "state"])
def test_page_by_page_nobody_is_missed_or_seen_twice(store: str, officer: Actor, sort: str) -> None:
    seminar = make_seminar(capacity=4, max_party_size=2)
    for name in ("Salma", "Salma", "Omar", "Omar", "أحمد", "أحمد"):
        make_registration(seminar, by=make_account(name), party_size=1 + (name == "Omar"))
    client, seen, address = _program_of(officer), [], f"/api/v1/seminars/{seminar.id}/registrations?limit=1&sort={sort}"
    while address:
        answer = client.get(address).json
        seen += [one["id"] for one in answer["items"]]
        address = answer["next"]
    view = get_seminar(officer, seminar.id)
    assert seen == [str(one.id) for one in list_whole_roster(officer, view, sort=sort)]
    assert len(seen) == 6


def _program_of(person: Actor) -> Any:
    from flask import current_app

    client = current_app.test_client()
    client.carry(make_token(person))
    return client


def test_the_cursor_of_another_order_is_no_page(officer: Actor, seminar: Seminar) -> None:
    client, address = _program_of(officer), f"/api/v1/seminars/{seminar.id}/registrations"
    following = client.get(address, query_string={"limit": 1, "sort": "size"}).json["next"]
    refused = client.get(following.replace("sort=size", "sort=arrival"))
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["cursor"])
    several = MultiDict([("status", "waitlisted"), ("status", "confirmed"), ("kind", "associations")])
    assert len(client.get(address, query_string=several).json["items"]) == 1


def test_others_find_nobody(seminar: Seminar) -> None:
    view = get_seminar(make_officer("saiss"), seminar.id)
    for ask in (list_roster, list_whole_roster, count_roster):
        with pytest.raises(NotAllowed):
            ask(make_officer("zouagha"), view)


@pytest.mark.parametrize(
    ("asked", "count"), [("", 5), ("?q=eloise&sort=name", 2), ("?kind=citizens&status=confirmed", 4)]
)
def test_the_sheet_holds_what_the_page_shows(browser_of: Opening, officer: Actor, asked: str, count: int) -> None:
    seminar = make_seminar(capacity=4, max_party_size=2)
    for name in ("Éloïse", "Omar", "Zineb", "Karim"):
        make_registration(seminar, by=make_account(name), party_size=2 if name == "Zineb" else 1)
    browser = browser_of(officer)
    page = browser.get(f"/seminars/{seminar.id}/registrations{asked}").text
    assert page.count('name="ids"') == count - 1
    [link] = re.findall(r'href="(/[^"]+\.csv[^"]*)"', page)
    assert len(browser.get(unescape(link)).text.splitlines()) == count


def test_nobody_found_says_what_to_do(browser_of: Opening, officer: Actor, seminar: Seminar) -> None:
    page = browser_of(officer).get(f"/seminars/{seminar.id}/registrations?q=zzz&lang=en").text
    assert "Look for fewer words" in page and f'href="/seminars/{seminar.id}/registrations"' in page
    for wrong in ("cursor=x", "sort=x", "status=x", "limit=0", "q=%00"):
        assert browser_of(officer).get(f"/seminars/{seminar.id}/registrations?{wrong}").status_code == 200


LETTERS = "aZéÉèçÇœŒæÆñأإآاىيةهئؤٱگڭڤَُِّْـ٠١٩۴5 -'’"


@given(words=st.text(LETTERS, max_size=20))
@hypothesis.settings(suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture])
def test_both_stores_fold_alike(pg_app: Flask, words: str) -> None:
    assert db.session.scalar(select(folded(literal(words)))) == fold(words)

"""Who reads the calendar of a person's or an association's registrations? Whoever was shown its address, no longer than that."""

import re
from collections.abc import Callable
from datetime import UTC, timedelta
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from structlog.testing import capture_logs

from engage.accounts.tokens import address_token, read_address_token
from engage.database import db, new_id
from engage.partners.models import Membership
from engage.registrations import services
from engage.seminars import services as seminars
from engage.transaction import transaction
from tests.clients import Client
from tests.conftest import FrozenClock
from tests.factories import (
    LOCAL_START,
    make_account,
    make_association,
    make_manager,
    make_member,
    make_officer,
    make_registration,
    make_seminar,
)

KEY = "k" * 40


def shown_address(browser: Client, page: str) -> str:
    found = re.search(r'value="http://[^/]+(/feeds/[^"]+\.ics)"', browser.get(page, follow_redirects=True).text)
    assert found
    return unescape(found[1])


def events_at(client: Client, address: str) -> dict[str, Any]:
    answer = client.get(address)
    assert answer.status_code == 200
    return {str(event["SUMMARY"]): event for event in Calendar.from_ical(answer.data).events}


@pytest.fixture
def address_of_member(browser_of: Callable[..., Client]) -> Callable[..., str]:
    return lambda person: shown_address(browser_of(person), "/delegations")


def test_members_subscribe_to_the_delegations_of_their_association(
    client: Client, address_of_member: Any, store: str
) -> None:
    association = make_association()
    manager, member = make_manager(association), make_member(association)
    seminar = make_seminar("Délégation", visibility="associations")
    make_registration(seminar, by=manager, association_id=association.id, party_size=3)
    make_registration(make_seminar("À soi"), by=manager)
    make_registration(make_seminar("D’autres"))
    for person in (manager, member):
        events = events_at(client, address_of_member(person))
        assert set(events) == {"Délégation"}
        assert events["Délégation"]["STATUS"] == "CONFIRMED"
    [downloaded] = Calendar.from_ical(
        client.application.test_client().get(f"/seminars/{make_seminar().id}/calendar.ics").data
    ).events
    assert downloaded["UID"].partition("@")[2] == events["Délégation"]["UID"].partition("@")[2]


def test_a_person_subscribes_to_the_own_registrations(client: Client, browser_of: Any, store: str) -> None:
    person = make_account()
    full = make_seminar("Complète", capacity=1)
    make_registration(full)
    make_registration(full, by=person)
    make_registration(make_seminar("Sûre"), by=person)
    events = events_at(client, shown_address(browser_of(person), "/registrations"))
    assert {title: event["STATUS"] for title, event in events.items()} == {"Complète": "TENTATIVE", "Sûre": "CONFIRMED"}


def test_what_was_given_up_leaves_and_what_was_called_off_is_told(
    client: Client, browser_of: Any, frozen_clock: FrozenClock
) -> None:
    person = make_account()
    called_off, given_up = make_seminar("Annulée"), make_seminar("Rendue")
    for _ in range(2):  # cancelled and made again: still one entry
        registration = make_registration(called_off, by=person)
        with transaction():
            services.cancel_registration(person, registration.id)
    make_registration(called_off, by=person)
    registration = make_registration(given_up, by=person)
    with transaction():
        services.cancel_registration(person, registration.id)
        seminars.cancel_seminar(make_officer("saiss"), called_off.id, "Salle fermée")
    address = shown_address(browser_of(person), "/registrations")
    answer = Calendar.from_ical(client.get(address).data)
    assert [(str(event["SUMMARY"]), event["STATUS"]) for event in answer.events] == [("Annulée", "CANCELLED")]
    frozen_clock.set(LOCAL_START.replace(tzinfo=UTC) + timedelta(days=31))
    assert events_at(client, address) == {}


def test_it_ends_with_the_membership(client: Client, address_of_member: Any) -> None:
    association = make_association()
    member = make_member(association)
    address = address_of_member(member)
    assert client.get(address).status_code == 200
    with transaction():
        db.session.query(Membership).filter_by(account_id=member.account_id).delete()
    assert client.get(address).status_code == 404


def test_an_address_opens_one_association_and_nothing_else(client: Client, address_of_member: Any) -> None:
    first, second = make_association("Première"), make_association("Seconde")
    member = make_member(first)
    address = address_of_member(member)
    token = address.rsplit("/", 1)[1]
    with transaction():  # a member of both: the token is still of the first alone
        db.session.add(
            Membership(
                id=new_id(),
                account_id=member.account_id,
                association_id=second.id,
                role="member",
                created_at=LOCAL_START.replace(tzinfo=UTC),
            )
        )
    assert client.get(f"/feeds/associations/{second.id}/{token}").status_code == 404
    assert client.get(f"/feeds/me/{token}").status_code == 404
    assert client.get(address).status_code == 200


def test_signing_in_does_not_stand_for_the_token(browser_of: Any) -> None:
    association = make_association()
    browser = browser_of(make_manager(association))
    assert browser.get(f"/feeds/associations/{association.id}/guess.ics").status_code == 404


@pytest.mark.parametrize("token", ["x", "AAAA", "%00", "é", "A" * 64, "A" * 100, "=", "%F0%9F%98%80", "a.b"])
def test_guesses(client: Client, token: str) -> None:
    association = make_association()
    assert client.get(f"/feeds/associations/{association.id}/{token}.ics").status_code == 404
    assert client.get(f"/feeds/me/{token}.ics").status_code == 404


@given(st.integers(0, 53), st.integers(1, 127))
def test_a_token_that_is_a_little_different_is_worth_nothing(place: int, change: int) -> None:
    token = list(address_token(KEY, new_id(), "a calendar"))
    token[place] = chr(ord(token[place]) ^ change)
    assert read_address_token(KEY, "".join(token), "a calendar") is None


@given(st.text(max_size=100))
def test_whatever_is_sent_as_a_token_is_an_answer(token: str) -> None:
    assert read_address_token(KEY, token, "a calendar") is None


def test_a_token_is_of_one_key_and_one_purpose() -> None:
    account_id = new_id()
    token = address_token(KEY, account_id, "a calendar")
    assert read_address_token(KEY, token, "a calendar") == account_id
    assert read_address_token(KEY, token, "another") is None
    assert read_address_token("l" * 40, token, "a calendar") is None


def test_it_is_nobody_elses_to_keep_and_in_no_log(client: Client, browser_of: Any) -> None:
    person = make_account("Hind Lahlou")
    make_registration(make_seminar(), by=person)
    address = shown_address(browser_of(person), "/registrations")
    with capture_logs() as told:
        answer = client.get(address)
    assert "private" in answer.headers["Cache-Control"]
    assert "Lahlou" not in answer.text and "@example.org" not in answer.text
    assert [line["rule"] for line in told] == ["/feeds/me/<string(maxlength=100):token>.ics"]
    assert address.rsplit("/", 1)[1].removesuffix(".ics") not in repr(told)
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304

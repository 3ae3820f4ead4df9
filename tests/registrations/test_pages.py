"""Does the page of a registration say first where it stands, and offer only what is true of it?"""

from collections.abc import Callable
from typing import Any

import pytest

from engage.access.actor import Actor
from engage.registrations import services
from engage.transaction import transaction
from tests.clients import Client
from tests.factories import make_account, make_association, make_manager, make_member, make_registration, make_seminar

Opening = Callable[[Actor], Client]

CHANGE = "If fewer of you come, change the number"
ASK = "If fewer of you come, tell the manager"


def shown(browser_of: Opening, registration: Any, person: Actor) -> str:
    return browser_of(person).get(f"/registrations/{registration.id}?lang=en").text.split("<main")[1]


@pytest.fixture
def person() -> Actor:
    return make_account()


def test_where_it_stands_comes_first_and_giving_it_up_last(browser_of: Opening, person: Actor) -> None:
    page = shown(browser_of, make_registration(make_seminar(), by=person), person)
    order = [
        page.index(part) for part in ("seat is confirmed", "receipt-code", "Save the changes", "Cancel the registr")
    ]
    assert order == sorted(order)
    assert CHANGE in page


def test_the_code_is_large_only_where_it_opens_the_door(browser_of: Opening, person: Actor) -> None:
    asked = make_registration(make_seminar(approval_required=True), by=person)
    page = shown(browser_of, asked, person)
    assert "receipt-code" not in page
    assert asked.code in page and "Reference" in page


def test_once_cancelled_nothing_goes_into_a_calendar(browser_of: Opening, person: Actor) -> None:
    registration = make_registration(make_seminar(), by=person)
    assert "calendar.ics" in shown(browser_of, registration, person)
    with transaction():
        services.cancel_registration(person, registration.id)
    page = shown(browser_of, registration, person)
    assert "calendar.ics" not in page and "receipt-code" not in page
    assert page.index("This registration is cancelled") < page.index("<aside")
    assert "Past or cancelled" in browser_of(person).get("/registrations?lang=en").text


def test_online_one_joins_by_a_link(browser_of: Opening, person: Actor) -> None:
    seminar = make_seminar(online_url="https://meet.example/fes")
    page = shown(browser_of, make_registration(seminar, by=person), person)
    assert "Join by this link" in page and "entrance" not in page
    assert 'btn-primary btn-lg" href="https://meet.example/fes"' in " ".join(page.split())


def test_a_member_is_sent_to_the_manager(browser_of: Opening) -> None:
    association = make_association()
    manager, member = make_manager(association), make_member(association)
    registration = make_registration(make_seminar(), by=manager, association_id=association.id, party_size=3)
    assert CHANGE in shown(browser_of, registration, manager)
    page = shown(browser_of, registration, member)
    assert ASK in page and CHANGE not in page


def test_there_is_room_for_more_adults_than_are_named(browser_of: Opening) -> None:
    association = make_association()
    manager = make_manager(association)
    party = {"party_size": 20, "headcounts": {"primary": 10, "adults": 10}}
    adults = [{"name": f"Adulte {number}"} for number in range(7)]
    registration = make_registration(
        make_seminar(), by=manager, association_id=association.id, attendees=adults, **party
    )
    page = shown(browser_of, registration, manager)
    assert 'name="attendees.9.name"' in page and 'name="attendees.10.name"' not in page


def test_the_summary_says_which_adult_is_meant(browser_of: Opening) -> None:
    association = make_association()
    manager = make_manager(association)
    seminar = make_seminar()
    sent = {"association_id": str(association.id), "party_size": "4", "form_key": "1"}
    sent |= {"attendees.0.name": "Nadia", "attendees.1.name": "Omar", "attendees.1.phone": "12"}
    page = browser_of(manager).post(f"/seminars/{seminar.id}/registrations?lang=en", data=sent).text
    assert "Adult 2, telephone:" in " ".join(page.split())


def test_a_party_that_is_too_large_is_told_at_its_number(browser_of: Opening, person: Actor) -> None:
    seminar = make_seminar(max_party_size=5)
    refused = browser_of(person).post(f"/seminars/{seminar.id}/registrations?lang=en", data={"party_size": "6"})
    assert refused.status_code == 409
    assert 'href="#party_size"' in refused.text and 'id="party_size-error"' in refused.text
    assert "5 people at most. You entered 6." in refused.text


def test_whoever_comes_too_late_sees_the_names_and_counts_that_stand_now(browser_of: Opening) -> None:
    manager = make_manager(association := make_association())
    counts = {"headcounts": {"adults": 4}, "note": "Une ligne.\nUne autre.", "contact_phone": "+212661234567"}
    made = make_registration(make_seminar(), by=manager, association_id=association.id, party_size=4, **counts)
    typed = {"party_size": "4", "headcounts.adults": "4", "note": "Une ligne.\r\nUne autre.", "version": made.version}
    typed |= {"contact_phone": "06 61 23 45 67", "attendees.0.name": "Omar"}
    with transaction():
        services.change_registration(
            manager, made.id, attendees=[{"name": "Hind"}], headcounts={"adults": 3, "high": 1}
        )
    refused = browser_of(manager).post(f"/registrations/{made.id}?lang=en", data=typed)
    assert refused.status_code == 412
    told = refused.text.partition('role="alert"')[2].partition("</ul>")[0]
    assert "Hind" in told and "3, 1" in told
    assert "Telephone" not in told and "Note" not in told and "What we should know" not in told


def test_a_delegation_says_its_numbers_anew_when_it_comes_with_fewer(browser_of: Opening) -> None:
    manager = make_manager(association := make_association())
    seminar, holder = make_seminar(capacity=6, max_party_size=6, audiences=["primary_school"]), make_account()
    held = make_registration(seminar, by=holder, party_size=6)
    party = {"party_size": 5, "headcounts": {"primary": 3, "adults": 2}, "attendees": [{"name": "Omar"}]}
    waiting = make_registration(seminar, by=manager, association_id=association.id, **party)
    with transaction():
        services.change_registration(holder, held.id, party_size=2)
    browser, path = browser_of(manager), f"/registrations/{waiting.id}"
    assert 'id="offer-headcounts.primary"' in browser.get(path).text
    empty = {"party_size": "4", "headcounts.primary": "", "headcounts.adults": ""}
    browser.post(f"{path}/accept-offer?lang=en", data=empty)
    assert "only adults may be named" in browser.get(f"{path}?lang=en").text
    browser.post(f"{path}/accept-offer", data=empty | {"headcounts.primary": "٣", "headcounts.adults": "1"})
    assert "4 seats are confirmed" in browser.get(f"{path}?lang=en").text

"""Do the pages ask, answer and refuse without losing a word?"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from engage.access.actor import Actor
from engage.database import db
from engage.partners.models import Association
from engage.proposals import services
from engage.proposals.models import Proposal
from engage.registrations.models import Registration
from engage.seminars.models import Seminar
from engage.transaction import transaction
from tests.clients import Client
from tests.factories import (
    make_account,
    make_association,
    make_holiday,
    make_manager,
    make_member,
    make_officer,
    make_proposal,
    make_seminar,
    make_venue,
    wished,
)

pytestmark = pytest.mark.usefixtures("app")
Opening = Callable[[Actor], Client]


@pytest.fixture
def association(app: Any) -> Association:
    return make_association()


@pytest.fixture
def manager(association: Association) -> Actor:
    return make_manager(association)


@pytest.fixture
def officer(app: Any) -> Actor:
    return make_officer("saiss")


def asked_form(association: Association | None = None, **changes: str) -> dict[str, Any]:
    form = {
        "theme": "road_safety",
        "audiences": ["primary_school"],
        "languages": ["ar", "fr"],
        "expected": "٢٦",
        "headcounts.primary": "24",
        "headcounts.adults": "2",
        "dates.0.day": "2026-12-15",
        "dates.0.start_clock": "9h",
        "dates.0.end_clock": "11:00",
        "dates.1.day": "",
        "district": "saiss",
        "note": "Deux accidents devant la porte.",
        "contact_phone": "06 61 23 45 67",
    }
    return form | ({"association_id": str(association.id)} if association else {}) | changes


def test_a_manager_asks_and_finds_it_again(
    browser_of: Opening, manager: Actor, association: Association, officer: Actor
) -> None:
    browser = browser_of(manager)
    assert "Association Al Amal" in browser.get("/proposals/new").text
    sent = browser.post("/proposals/new", data=asked_form(association))
    proposal = db.session.query(Proposal).one()
    assert (sent.status_code, sent.location) == (303, f"/proposals/{proposal.id}")
    assert (proposal.expected, proposal.headcounts) == (26, {"primary": 24, "adults": 2})
    assert proposal.dates == [{"day": "2026-12-15", "start_clock": "09:00", "end_clock": "11:00"}]
    shown = browser.get(sent.location + "?lang=en").text
    assert "We answer within 10 working days" in shown
    assert f'href="/proposals/{proposal.id}/withdraw"' in shown
    assert f'href="/proposals/{proposal.id}/accept"' not in shown
    assert f'href="/proposals/{proposal.id}"' in browser.get("/proposals").text


def test_a_refusal_stands_at_its_field_and_keeps_the_words(browser_of: Opening, officer: Actor) -> None:
    form = asked_form(**{"dates.0.end_clock": "8:00", "note": "Des mots à garder"})
    refused = browser_of(make_account()).post("/proposals/new?lang=en", data=form)
    assert refused.status_code == 422
    assert "Name the school" in refused.text
    assert "Des mots à garder" in refused.text
    refused = browser_of(make_account()).post("/proposals/new?lang=en", data=form | {"establishment": "École"})
    assert 'href="#dates.0.end_clock"' in refused.text
    assert "The end must be after the start." in refused.text


def test_a_school_that_was_asked_for_before_is_pointed_out_once(browser_of: Opening, officer: Actor) -> None:
    browser, form = browser_of(make_account()), asked_form(establishment="École Ibn Khaldoun")
    assert browser.post("/proposals/new", data=form).status_code == 303
    again = browser.post("/proposals/new?lang=en", data=form | {"form_key": "2"})
    assert again.status_code == 409
    assert "You asked for this theme on 23 November 2026 already" in again.text
    assert '<input type="hidden" name="again" value="1">' in again.text
    assert browser.post("/proposals/new", data=form | {"again": "1", "form_key": "3"}).status_code == 303
    newest = db.session.query(Proposal).order_by(Proposal.created_at.desc(), Proposal.id.desc()).first()
    assert newest
    assert "asked for or planned already" in browser.get(f"/proposals/{newest.id}?lang=en").text


def test_the_same_form_sent_twice_asks_once(browser_of: Opening, officer: Actor) -> None:
    browser, form = browser_of(make_account()), asked_form(establishment="École", form_key="1")
    answers = [browser.post("/proposals/new", data=form) for _ in range(2)]
    assert answers[0].location == answers[1].location
    assert db.session.query(Proposal).count() == 1


def test_officers_read_the_queue_and_what_speaks_against_each_day(
    browser_of: Opening, manager: Actor, association: Association, officer: Actor
) -> None:
    venue = make_venue()
    make_holiday(date(2026, 12, 16))
    make_seminar("Autre séance", venue=venue, local_start=datetime(2026, 12, 15, 10))
    days = (date(2026, 12, 15), date(2026, 12, 16), date(2026, 12, 17))
    proposal = make_proposal(manager, association_id=association.id, venue_id=venue.id, days=days)
    browser = browser_of(officer)
    assert f'href="/proposals/{proposal.id}"' in browser.get("/proposals").text
    assert "Association Al Amal" in browser.get("/desk").text
    assert f'href="/proposals/{proposal.id}"' not in browser.get("/proposals?theme=drugs").text
    shown = browser.get(f"/proposals/{proposal.id}?lang=en").text
    for words in ("The venue is taken", "Autre séance", "It falls on a public holiday", "Nothing speaks against it."):
        assert words in shown
    assert f'href="/proposals/{proposal.id}/accept?date=2"' in shown
    assert f'href="/proposals/{proposal.id}/withdraw"' not in shown


def test_the_queue_shows_what_waits_first_and_all_when_asked(
    browser_of: Opening, manager: Actor, association: Association, officer: Actor
) -> None:
    proposal = make_proposal(manager, association_id=association.id)
    with transaction():
        services.decline_proposal(officer, proposal.id, reason="Non")
    browser, link = browser_of(officer), f'href="/proposals/{proposal.id}"'
    assert link not in browser.get("/proposals").text
    assert link in browser.get("/proposals?status=").text
    assert link in browser.get("/proposals?status=declined").text
    assert browser.get("/proposals?status=nonsense&cursor=x").status_code == 200


def test_an_officer_accepts_with_a_form_that_is_filled_in(
    browser_of: Opening, manager: Actor, association: Association, officer: Actor
) -> None:
    venue = make_venue()
    days = (date(2026, 12, 15), date(2026, 12, 17))
    proposal = make_proposal(manager, association_id=association.id, venue_id=venue.id, days=days)
    browser = browser_of(officer)
    shown = browser.get(f"/proposals/{proposal.id}/accept?date=1&lang=fr").text
    for value in ("2026-12-17", "09:00", "26", "Sécurité routière"):
        assert f'value="{value}"' in shown
    form = {"title.fr": "À vélo", "day": "2026-12-17", "start_clock": "9:00", "end_clock": "11:00"}
    form |= {"venue_id": str(venue.id), "capacity": "30", "version": "1"}
    accepted = browser.post(f"/proposals/{proposal.id}/accept", data=form)
    seminar = db.session.query(Seminar).one()
    assert (accepted.status_code, accepted.location) == (303, f"/seminars/{seminar.id}")
    party = db.session.query(Registration).one()
    shown = browser_of(manager).get(f"/proposals/{proposal.id}?lang=en").text
    assert f'href="/registrations/{party.id}"' in shown
    assert f"/seminars/{seminar.id}" not in shown
    assert f'href="/seminars/{seminar.id}"' in browser.get(f"/proposals/{proposal.id}").text


def test_a_taken_venue_is_told_at_its_field_and_the_words_stay(
    browser_of: Opening, manager: Actor, association: Association, officer: Actor
) -> None:
    venue = make_venue()
    make_seminar(venue=venue, local_start=datetime(2026, 12, 15, 10))
    proposal = make_proposal(manager, association_id=association.id, venue_id=venue.id)
    form = {"title.fr": "Un titre à garder", "day": "2026-12-15", "start_clock": "9:00", "end_clock": "11:00"}
    form |= {"venue_id": str(venue.id), "capacity": "30", "version": "1"}
    refused = browser_of(officer).post(f"/proposals/{proposal.id}/accept?lang=en", data=form)
    assert refused.status_code == 422
    assert "Taken at that time" in refused.text
    assert "Un titre à garder" in refused.text
    over = browser_of(officer).post(f"/proposals/{proposal.id}/accept?lang=en", data=form | {"day": "2026-11-02"})
    assert 'href="#day"' in over.text


def test_another_date_is_offered_and_agreed_to(
    browser_of: Opening, manager: Actor, association: Association, officer: Actor
) -> None:
    venue = make_venue()
    proposal = make_proposal(manager, association_id=association.id)
    base, form = f"/proposals/{proposal.id}", {"venue_id": str(venue.id), "note": "Plutôt le 17.", "version": "1"}
    refused = browser_of(officer).post(f"{base}/suggest?lang=en", data=form)
    assert (refused.status_code, "Plutôt le 17." in refused.text) == (422, True)
    form |= {"dates.0.day": "2026-12-17", "dates.0.start_clock": "9:00", "dates.0.end_clock": "11:00"}
    assert browser_of(officer).post(f"{base}/suggest", data=form).status_code == 303
    browser = browser_of(manager)
    shown = browser.get(f"{base}?lang=en").text
    assert "Plutôt le 17." in shown
    assert "Thursday 17 December 2026" in shown
    assert browser.post(f"{base}/agree?lang=en", data={"version": "2"}).status_code == 422
    assert browser.post(f"{base}/agree", data={"date": "0", "version": "1"}).status_code == 412
    assert browser.post(f"{base}/agree", data={"date": "0", "version": "2"}).status_code == 303
    assert "seats are held for you" in browser.get(f"{base}?lang=en").text


def test_a_request_is_declined_with_a_reason_and_withdrawn_without(
    browser_of: Opening, manager: Actor, association: Association, officer: Actor
) -> None:
    declined, withdrawn = (make_proposal(manager, association_id=association.id) for _ in range(2))
    browser = browser_of(officer)
    assert browser.get(f"/proposals/{declined.id}/decline").status_code == 200
    assert browser.post(f"/proposals/{declined.id}/decline", data={"version": "1"}).status_code == 422
    form = {"version": "1", "reason": "Pas d’intervenant."}
    assert browser.post(f"/proposals/{declined.id}/decline", data=form).status_code == 303
    assert "Pas d’intervenant." in browser_of(manager).get(f"/proposals/{declined.id}").text
    assert browser_of(manager).post(f"/proposals/{withdrawn.id}/withdraw", data={"version": "1"}).status_code == 303
    assert "withdrawn" in browser_of(manager).get(f"/proposals/{withdrawn.id}?lang=en").text


def test_members_read_and_nobody_else_finds_it(
    browser_of: Opening, manager: Actor, association: Association, officer: Actor
) -> None:
    proposal = make_proposal(manager, association_id=association.id)
    with transaction():
        services.offer_dates(officer, proposal.id, dates=[wished(date(2026, 12, 17))], venue_id=make_venue().id)
    member = browser_of(make_member(association))
    shown = member.get(f"/proposals/{proposal.id}").text
    assert 'name="date"' not in shown
    assert member.post(f"/proposals/{proposal.id}/agree", data={"date": "0"}).status_code == 403
    for stranger in (make_account(), make_manager(make_association("Annahda")), make_officer("zouagha")):
        assert browser_of(stranger).get(f"/proposals/{proposal.id}").status_code == 404


def test_the_way_to_a_request_is_shown_to_those_who_are_signed_in(
    browser_of: Opening, client: Client, manager: Actor
) -> None:
    assert 'href="/proposals/new"' not in client.get("/").text
    browser = browser_of(manager)
    for address in ("/", "/delegations", "/proposals"):
        assert 'href="/proposals/new"' in browser.get(address, follow_redirects=True).text
    assert client.get("/proposals/new").status_code == 401

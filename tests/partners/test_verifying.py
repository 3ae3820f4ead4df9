"""Who decides on an association, which steps are drawn, and what ends with it?"""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import insert, select

from engage import clock
from engage.access.actor import VISITOR, Actor
from engage.accounts.models import Account
from engage.audit.models import AuditEntry
from engage.database import db, new_id
from engage.errors import Conflict, NotAllowed, NotFound, Stale
from engage.outbox.models import Message
from engage.partners import services
from engage.partners.models import Association, AssociationStatus, Membership
from engage.partners.queries import (
    consequences_of,
    get_dossier,
    list_applications,
    list_associations,
    list_history,
    without_papers,
)
from engage.registrations import services as registrations
from engage.registrations.models import Registration, RegistrationStatus
from engage.seminars.models import Seminar
from engage.transaction import transaction
from tests import stores
from tests.clients import Client
from tests.factories import (
    count_rows,
    make_account,
    make_administrator,
    make_agreement,
    make_association,
    make_auditor,
    make_manager,
    make_member,
    make_officer,
    make_paper,
    make_proposal,
    make_registration,
    make_seminar,
    make_supervisor,
    make_venue,
)

pytestmark = pytest.mark.usefixtures("app")

REASON = "L’enquête est en cours."
STEPS: dict[str, tuple[Callable[..., None], dict[str, Any], str]] = {
    "verify": (services.verify_association, {}, "verified"),
    "refuse": (services.refuse_association, {"reason": REASON}, "refused"),
    "ask": (services.ask_association, {"question": REASON}, "applied"),
    "suspend": (services.suspend_association, {"reason": REASON}, "suspended"),
    "restore": (services.restore_association, {}, "verified"),
    "dissolve": (services.dissolve_association, {}, "dissolved"),
}
DRAWN = {
    "applied": {"verify", "refuse", "ask"},
    "verified": {"suspend", "dissolve"},
    "suspended": {"restore"},
}


def take(step: str, actor: Actor, association_id: UUID, **more: Any) -> None:
    service, words, _status = STEPS[step]
    with transaction():
        service(actor, association_id, **words, **more)


def status_of(row: Any) -> str:
    db.session.expire_all()
    return str(db.session.get_one(type(row), row.id).status)


def told(kind: str) -> set[str]:
    return set(db.session.scalars(select(Message.address).where(Message.kind == kind)))


@pytest.mark.parametrize("status", AssociationStatus)
@pytest.mark.parametrize("step", STEPS)
def test_only_what_is_drawn_is_done(status: str, step: str) -> None:
    association, supervisor = make_association(status=status), make_supervisor()
    if step in DRAWN.get(status, ()):
        take(step, supervisor, association.id)
        assert status_of(association) == STEPS[step][2]
    else:
        with pytest.raises(Conflict, match="wrong-state"):
            take(step, supervisor, association.id)
        assert status_of(association) == status
        assert count_rows(AuditEntry) == 0


@pytest.mark.parametrize("step", STEPS)
def test_nobody_else_decides_nor_learns_that_there_is_something_to_decide(step: str) -> None:
    [status] = [status for status, steps in DRAWN.items() if step in steps]
    association = make_association(status=status)
    people = [make_account(), make_officer(), make_administrator(), make_auditor(), make_supervisor("zouagha")]
    for person in (VISITOR, *people, make_manager(association), make_member(association)):
        with pytest.raises(NotFound):
            take(step, person, association.id)
    of_its_own = make_supervisor("saiss")
    make_member(association, person=of_its_own, role="manager")
    with pytest.raises(NotAllowed):
        take(step, of_its_own, association.id)
    with pytest.raises(Stale):
        take(step, make_supervisor("saiss"), association.id, version=9)
    take(step, make_supervisor("saiss"), association.id, version=1)


def test_every_step_is_in_the_trail_and_told_to_its_people(store: str) -> None:
    association, supervisor = make_association(status="applied"), make_supervisor()
    manager, member = make_manager(association), make_member(association)
    for step in ("ask", "verify", "suspend", "restore", "dissolve"):
        take(step, supervisor, association.id)
    for kind in ("asked", "verified"):
        assert told(f"association_{kind}") == {manager.email}
    for kind in ("suspended", "restored", "dissolved"):
        assert told(f"association_{kind}") == {manager.email, member.email}
    changes = list_history(supervisor, get_dossier(supervisor, association.id)).items
    assert [one.action.partition(".")[2] for one in changes] == [
        "dissolved",
        "restored",
        "suspended",
        "verified",
        "asked",
    ]
    assert {one.name for one in changes} == {supervisor.display_name}
    assert {one.name for one in list_history(manager, get_dossier(manager, association.id)).items} == {None}


def test_the_queue_is_of_the_own_districts_the_oldest_first(store: str, frozen_clock: Any) -> None:
    rows = []
    for districts in (("saiss",), ("agdal",), ("saiss", "agdal")):
        frozen_clock.move(days=1)
        rows.append(make_association(status="applied", districts=districts).id)
    make_association(status="verified")
    assert [one.id for one in list_applications(make_supervisor()).items] == rows
    assert [one.id for one in list_applications(make_supervisor("saiss")).items] == [rows[0], rows[2]]
    assert [one.id for one in list_applications(make_supervisor("zouagha")).items] == []
    assert [one.id for one in list_applications(make_manager(make_association())).items] == []
    first = list_applications(make_supervisor(), limit=2)
    assert first.next_key is not None


class Party:
    """A verified association with seats, a place in a waiting list and a request; and somebody who waits behind it."""

    def __init__(self) -> None:
        venue = make_venue()
        self.association = make_association()
        self.manager = make_manager(self.association)
        self.full = make_seminar("Pleine", venue=venue, capacity=10, max_party_size=10)
        self.waited = make_seminar("Attendue", venue=venue, capacity=10, max_party_size=10)
        self.asking = make_seminar("Sur demande", venue=venue, approval_required=True)
        self.seats = self.register(self.full, 10)
        self.next = make_registration(self.full, party_size=2)
        make_registration(self.waited, party_size=8)
        self.waiting = self.register(self.waited, 4)
        self.small = make_registration(self.waited, party_size=2)
        self.request = self.register(self.asking, 3)

    def register(self, seminar: Seminar, size: int) -> Registration:
        return make_registration(seminar, by=self.manager, association_id=self.association.id, party_size=size)


def test_a_suspension_ends_what_waits_and_keeps_what_was_promised(store: str) -> None:
    party, supervisor = Party(), make_supervisor()
    counts = consequences_of(supervisor, party.association.id)
    registered = {"delegations": 1, "seats": 10, "waiting": 1, "requests": 1}
    assert counts == {"people": 1, **registered, "agreements": 0, "proposals": 0}
    take("suspend", supervisor, party.association.id)
    assert [status_of(one) for one in (party.seats, party.waiting, party.request)] == [
        "confirmed",
        "cancelled",
        "cancelled",
    ]
    assert status_of(party.small) == "confirmed"  # it no longer waits behind a party that does not come
    assert db.session.get_one(Registration, party.waiting.id).reason == REASON
    assert told("registration_cancelled_by_officer") == {party.manager.email}
    assert list_associations(VISITOR).items == []
    with transaction():  # they may still give back what they have
        registrations.cancel_registration(party.manager, party.seats.id)
    assert status_of(party.next) == "confirmed"


@pytest.mark.parametrize("step", ["suspend", "dissolve"])
def test_what_becomes_of_agreements_and_requests_is_shown_first(
    browser_of: Callable[[Actor], Client], step: str, store: str
) -> None:
    association = make_association()
    manager = make_manager(association)
    for status in ("active", "proposed", "draft"):
        make_agreement(association, status=status)
    make_proposal(manager, association_id=association.id)
    shown = browser_of(make_supervisor()).get(f"/associations/{association.id}/{step}?lang=en").text
    assert ("2 agreements end." in shown) == (step == "dissolve")
    assert ("2 agreements stay" in shown) == (step == "suspend")
    assert ("1 seminar request is withdrawn." in shown) == (step == "dissolve")


def test_a_suspension_may_give_the_seats_back_too(store: str) -> None:
    party = Party()
    take("suspend", make_supervisor(), party.association.id, cancel_registrations=True)
    assert {status_of(one) for one in (party.seats, party.waiting, party.request)} == {"cancelled"}
    assert status_of(party.next) == "confirmed"
    seminar = db.session.get_one(Seminar, party.full.id)
    assert (seminar.seats_taken, seminar.waiting_count) == (2, 0)


def test_who_is_suspended_registers_grows_and_accepts_nothing() -> None:
    party = Party()
    take("suspend", make_supervisor(), party.association.id)
    with pytest.raises(Conflict, match="association-not-verified"):
        party.register(make_seminar("Autre"), 2)
    with pytest.raises(Conflict, match="association-not-verified"), transaction():
        registrations.change_registration(party.manager, party.seats.id, party_size=11)
    with transaction():
        registrations.change_registration(party.manager, party.seats.id, party_size=4)


def test_restored_it_is_as_before_but_what_ended_is_not_given_back() -> None:
    party, supervisor = Party(), make_supervisor()
    for step in ("suspend", "restore"):
        take(step, supervisor, party.association.id)
    assert status_of(party.waiting) == "cancelled"
    assert party.register(party.waited, 1).status in {"confirmed", "waitlisted"}
    assert db.session.get_one(Association, party.association.id).reason is None


def test_a_dissolution_ends_all_that_is_to_come_and_nothing_that_was(store: str, frozen_clock: Any) -> None:
    party, supervisor = Party(), make_supervisor()
    before = make_seminar("Avant", capacity=20)
    past = party.register(before, 5)
    frozen_clock.set(before.starts_at + timedelta(minutes=1))
    later = make_seminar("Après", capacity=20, local_start=before.local_start + timedelta(days=20))
    coming = party.register(later, 5)
    take("dissolve", supervisor, party.association.id)
    assert (status_of(past), status_of(coming)) == ("confirmed", "cancelled")
    assert db.session.get_one(Seminar, later.id).seats_taken == 0
    assert get_dossier(party.manager, party.association.id).status == "dissolved"


def test_before_a_dissolution_it_is_shown_which_agreements_and_requests_end(client: Client, sign_in: Any) -> None:
    association, supervisor = make_association(), make_supervisor()
    agreements = [make_agreement(association, status=status) for status in ("draft", "proposed", "active")]
    proposal = make_proposal(make_manager(association), association_id=association.id)
    counts = consequences_of(supervisor, association.id)
    assert (counts["agreements"], counts["proposals"]) == (2, 1)
    sign_in(client, make_supervisor(locale="en"))
    shown = client.get(f"/associations/{association.id}/dissolve").text
    assert "2 agreements end." in shown
    assert "1 seminar request is withdrawn." in shown
    take("dissolve", supervisor, association.id)
    assert [status_of(one) for one in agreements] == ["draft", "terminated", "terminated"]
    assert status_of(proposal) == "withdrawn"


def test_a_supervisor_decides_on_pages_and_sees_first_what_ends(client: Client, sign_in: Any) -> None:
    party = Party()
    sign_in(client, make_supervisor(locale="fr"))
    address = f"/associations/{party.association.id}"
    assert client.get(f"{address}/review").status_code == 200
    shown = client.get(f"{address}/suspend")
    assert shown.status_code == 200
    assert "10 " in shown.text
    assert client.get(f"{address}/verify").status_code == 409
    assert client.post(f"{address}/suspend", data={"version": 1}).status_code == 422
    taken = client.post(f"{address}/suspend", data={"version": 1, "reason": REASON, "cancel_registrations": "1"})
    assert taken.status_code == 303
    assert status_of(party.seats) == RegistrationStatus.CANCELLED
    again = client.post(f"{address}/suspend", data={"version": 1, "reason": REASON})
    assert again.status_code == 409
    assert REASON in client.get(taken.headers["Location"]).text


def test_nobody_is_offered_to_decide_on_the_own_association(client: Client, sign_in: Any) -> None:
    association, supervisor = make_association(), make_supervisor()
    address = f"/associations/{association.id}"
    sign_in(client, supervisor)
    assert f"{address}/suspend" in client.get(f"{address}/review").text
    make_member(association, person=supervisor)
    assert f"{address}/suspend" not in client.get(f"{address}/review").text
    assert client.get(f"{address}/suspend").status_code == 403
    assert client.post(f"{address}/suspend", data={"version": 1, "reason": REASON}).status_code == 403


def test_the_queue_shows_what_waits(client: Client, sign_in: Any, count_statements: Any) -> None:
    for number in range(3):
        make_association(f"Association Al Amal {number}", status="applied")
    with transaction():
        services.remember_names(Actor.system())
    supervisor = make_supervisor()
    sign_in(client, supervisor)
    client.get("/applications")
    with count_statements() as statements:
        shown = client.get("/applications")
    assert len(statements) <= 4, statements
    assert shown.text.count("/review") == 3
    with count_statements() as statements:
        assert client.get("/desk").text.count("/review") == 3
    assert len(statements) <= 8, statements


def test_the_queue_says_whose_papers_are_missing(store: str) -> None:
    complete, half, without = (make_association(f"{n}", status="applied") for n in "abc")
    for association, kinds in ((complete, ("statutes", "receipt", "receipt")), (half, ("receipt", "other"))):
        manager = make_manager(association)
        for kind in kinds:
            make_paper(manager, association.id, kind=kind)
    ids = [complete.id, half.id, without.id]
    assert without_papers(make_supervisor(), ids) == {half.id, without.id}
    assert without_papers(make_supervisor(), []) == set()


def test_programs_decide_by_the_names_of_the_contract(client: Client, token: Callable[[Actor], str]) -> None:
    client.carry(token(make_supervisor()))
    association = make_association(status="applied")
    address = f"/api/v1/associations/{association.id}"
    assert client.post(f"{address}/suspend", json={"reason": "x"}).get_json()["type"] == "/problems/wrong-state"
    assert client.post(f"{address}/ask", json={"question": "Vos statuts ?"}).get_json()["question"] == "Vos statuts ?"
    assert client.post(f"{address}/verify", headers={"If-Match": '"1"'}).status_code == 412
    assert client.post(f"{address}/verify").get_json()["status"] == "verified"
    assert client.post(f"{address}/suspend").status_code == 422
    assert client.post(f"{address}/suspend", json={"reason": "x"}).get_json()["reason"] == "x"
    assert client.post(f"{address}/restore").get_json()["status"] == "verified"
    assert client.post(f"{address}/dissolve").get_json()["status"] == "dissolved"


def test_whoever_suspended_an_association_finds_it_again(browser_of: Callable[[Actor], Client]) -> None:
    association = make_association("Association Al Amal", districts=("saiss",), status="suspended")
    browser, address = browser_of(make_supervisor("saiss")), f"/associations/{association.id}/review"
    assert address not in browser.get("/applications").text
    assert address in browser.get("/applications?status=suspended").text
    for page in (f"/associations/{association.id}", f"/associations/{association.id}/members"):
        assert f'href="{address}"' in browser.get(page).text
    shown = browser.get(address).text
    for page in ("papers", "members", "mandate"):
        assert f"/associations/{association.id}/{page}" in shown
    assert address not in browser_of(make_supervisor("agdal")).get("/applications?status=suspended").text


def test_those_who_do_not_decide_are_not_led_to_the_file(browser_of: Callable[[Actor], Client]) -> None:
    association = make_association(districts=("saiss",))
    for person in (make_supervisor("agdal"), make_officer("saiss"), make_manager(association)):
        shown = browser_of(person).get(f"/associations/{association.id}")
        assert shown.status_code == 200
        assert "/review" not in shown.text


def test_all_of_its_people_are_told_however_many(store: str) -> None:
    association, many = make_association(), 1001
    people = [(new_id(), f"m{number}@example.org") for number in range(many)]
    now, plain = clock.now(), {"password_hash": "", "display_name": "Hind Lahlou", "locale": "fr"}
    belongs = {"association_id": association.id, "role": "member", "created_at": now}
    with transaction():
        accounts = [{"id": key, "email": email, "created_at": now, **plain} for key, email in people]
        db.session.execute(insert(Account), accounts)
        db.session.execute(insert(Membership), [{"id": new_id(), "account_id": key, **belongs} for key, _ in people])
    take("suspend", make_supervisor(), association.id)
    assert count_rows(Message, Message.kind == "association_suspended") == many


@pytest.mark.parametrize("step", ["suspend", "dissolve"])
def test_what_it_has_is_locked_before_the_association_as_by_all_others(pg_app: Flask, step: str) -> None:
    association, supervisor = make_association(), make_supervisor()
    manager = make_manager(association)
    make_registration(make_seminar(), by=manager, association_id=association.id, party_size=3)
    make_agreement(association)
    make_proposal(manager, association_id=association.id)
    with stores.statements_on(db.engine) as sent:
        take(step, supervisor, association.id)
    table = re.compile(r"FROM (associations|proposals|agreements|seminars)\b")
    locks = [table.search(one) for one in sent if "FOR UPDATE" in one or "FOR NO KEY UPDATE" in one]
    locked = [found[1] for found in locks if found]
    first = list(dict.fromkeys(locked))
    assert first.index("associations") == 3
    assert set(first[:3]) == {"proposals", "agreements", "seminars"}

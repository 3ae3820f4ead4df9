"""How long is a board in office, who is warned before the end, and what is refused after it?"""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engage import clock
from engage.access.actor import Actor
from engage.audit.models import AuditEntry
from engage.database import db
from engage.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from engage.files.models import StoredFile
from engage.outbox.models import Message
from engage.partners import services
from engage.partners.models import Association, AssociationStatus, MandateNotice, mandate_state
from engage.partners.queries import RenewalView, get_renewal, list_renewals, list_waiting_renewals
from engage.registrations import services as registrations
from engage.transaction import transaction
from engage.web.errors import words_for
from tests.clients import Client
from tests.factories import (
    count_rows,
    make_account,
    make_association,
    make_manager,
    make_member,
    make_officer,
    make_registration,
    make_seminar,
    make_supervisor,
)
from tests.files.made import some_pdf

pytestmark = pytest.mark.usefixtures("app")

Opening = Callable[[Actor], Client]

TODAY = date(2026, 11, 23)
NEW: dict[str, Any] = {
    "receipt_number": "77/2026",
    "receipt_on": date(2026, 11, 2),
    "mandate_expires_on": date(2029, 10, 31),
}
NEW_JSON = {name: str(value) for name, value in NEW.items()}


def ending_in(days: int, **details: Any) -> Association:
    return make_association(mandate_expires_on=TODAY + timedelta(days=days), **details)


def file_for(association: Association, by: Actor | None = None, **changes: Any) -> RenewalView:
    with transaction():
        return services.file_renewal(by or make_manager(association), association.id, **NEW | changes)


def accept(supervisor: Actor, renewal: RenewalView, **more: Any) -> RenewalView:
    with transaction():
        return services.accept_renewal(supervisor, renewal.id, **more)


def warn() -> int:
    with transaction():
        return services.warn_of_mandates(Actor.system())


def warnings() -> list[str]:
    found = select(Message).where(Message.kind == "mandate_ends").order_by(Message.id)
    return [one.payload["mandate"] for one in db.session.scalars(found)]


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (61, "valid"),
        (60, "ends_soon"),
        (0, "ends_soon"),
        (-1, "grace"),
        (-60, "grace"),
        (-61, "expired"),
    ],
)
def test_where_a_mandate_stands(days: int, state: str) -> None:
    assert mandate_state(ending_in(days), TODAY) == state


def test_the_grace_is_a_setting(make_app: Any) -> None:
    with make_app(mandate_grace_days=0).app_context():
        assert mandate_state(Association(mandate_expires_on=TODAY), TODAY) == "ends_soon"
        assert mandate_state(Association(mandate_expires_on=TODAY - timedelta(days=1)), TODAY) == "expired"


def test_managers_are_warned_on_each_day_once(frozen_clock: Any, store: str) -> None:
    association = ending_in(62)
    make_member(association)
    make_manager(association, locale="ar")
    told = []
    for _day in range(62 + 60 + 3):
        told.append(warn())
        warn()
        frozen_clock.move(days=1)
    assert [62 - day for day, number in enumerate(told) if number] == [60, 30, 7, 0, -61]
    assert warnings() == ["ends_soon"] * 4 + ["expired"]
    assert {row.days_before for row in db.session.scalars(select(MandateNotice))} == {60, 30, 7, 0, -1}


def test_where_nobody_can_be_told_it_is_told_once_somebody_can() -> None:
    association = ending_in(20)
    make_member(association)
    assert warn() == 0
    make_manager(association)
    assert [warn(), warn()] == [1, 0]


@pytest.mark.parametrize("is_accepted", [False, True])
def test_papers_of_renewals_are_erased_in_time(frozen_clock: Any, store: str, is_accepted: bool) -> None:
    association, supervisor = ending_in(5), make_supervisor()
    manager = make_manager(association)
    paper = services.prepare_board(manager, association.id, name="bureau.pdf", content=some_pdf())
    ends_on = TODAY + timedelta(days=700)
    with transaction():
        renewal = services.file_renewal(manager, association.id, **{**NEW, "mandate_expires_on": ends_on}, paper=paper)
    with transaction():
        if is_accepted:
            services.accept_renewal(supervisor, renewal.id)
        else:
            services.refuse_renewal(supervisor, renewal.id, reason="Illisible")
    erased = []
    for days in (364, 2, 700 - 366, 1):
        frozen_clock.move(days=days)
        with transaction():
            erased.append(services.erase_papers_of_renewals(Actor.system()))
    assert erased == ([0, 0, 0, 1] if is_accepted else [0, 1, 0, 0])
    assert (get_renewal(supervisor, renewal.id).file_id, count_rows(StoredFile)) == (None, 0)


@pytest.mark.parametrize(("days", "told"), [(5, "ends_soon"), (-3, "grace"), (-100, "expired")])
def test_of_days_that_were_missed_the_nearest_is_told(days: int, told: str) -> None:
    make_manager(ending_in(days))
    assert warn() == 1
    assert warnings() == [told]
    assert warn() == 0


def test_a_renewed_mandate_starts_anew(frozen_clock: Any) -> None:
    association = ending_in(5)
    make_manager(association)
    assert warn() == 1
    accept(make_supervisor(), file_for(association, mandate_expires_on=TODAY + timedelta(days=90)))
    assert warn() == 0
    frozen_clock.move(days=83)
    assert warn() == 1


@pytest.mark.parametrize("status", AssociationStatus)
def test_only_those_that_could_renew_are_warned(status: str) -> None:
    make_manager(ending_in(5, status=status))
    assert warn() == (status in {"verified", "suspended"})


def test_warning_many_takes_few_statements(count_statements: Any) -> None:
    for days in range(-70, 30, 10):
        make_manager(ending_in(days))
    with count_statements() as statements:
        assert warn() == 10
    assert len(statements) <= 6


def test_what_was_over_long_ago_is_not_gone_through_each_day(count_statements: Any, store: str) -> None:
    association = ending_in(-200)
    make_manager(association)
    assert warn() == 1
    with count_statements() as statements:
        assert warn() == 0
    assert not [one for one in statements if "INSERT" in one]
    association.mandate_expires_on = TODAY - timedelta(days=100)  # a later one, which is over too
    db.session.commit()
    assert warn() == 1


def test_after_the_grace_nothing_new_is_bound(store: str) -> None:
    association = ending_in(-60)
    manager, seminar = make_manager(association), make_seminar()
    delegation = make_registration(seminar, by=manager, association_id=association.id, party_size=3)
    with transaction():
        db.session.get_one(Association, association.id).mandate_expires_on = TODAY - timedelta(days=61)
    with pytest.raises(Conflict, match="mandate-expired") as refused:
        make_registration(make_seminar(), by=manager, association_id=association.id, party_size=3)
    assert refused.value.figures["way_out"] == f"/associations/{association.id}/mandate"
    assert "23" in words_for(refused.value)[1]
    with pytest.raises(Conflict, match="mandate-expired"), transaction():
        registrations.change_registration(manager, delegation.id, party_size=4)
    with transaction():
        registrations.change_registration(manager, delegation.id, party_size=2)
        registrations.cancel_registration(manager, delegation.id)


def test_an_offer_waits_for_the_renewal() -> None:
    association = ending_in(-60)
    manager, seminar = make_manager(association), make_seminar(capacity=10)
    make_registration(seminar, party_size=8)
    waiting = make_registration(seminar, by=manager, association_id=association.id, party_size=5)
    with transaction():
        db.session.get_one(Association, association.id).mandate_expires_on = TODAY - timedelta(days=61)
    with pytest.raises(Conflict, match="mandate-expired"), transaction():
        registrations.accept_offer(manager, waiting.id)
    accept(make_supervisor(), file_for(association, manager))
    with transaction():
        assert registrations.accept_offer(manager, waiting.id).status == "confirmed"


def test_the_form_says_why_and_leads_on(browser_of: Opening) -> None:
    association = ending_in(-61)
    browser, seminar = browser_of(make_manager(association)), make_seminar()
    sent = {"association_id": str(association.id), "party_size": "3", "form_key": "a", "note": "En fauteuil"}
    refused = browser.post(f"/seminars/{seminar.id}/registrations?lang=en", data=sent)
    assert refused.status_code == 409
    assert "The mandate of the board ended on 23 September 2026" in refused.text
    assert f'href="/associations/{association.id}/mandate"' in refused.text
    assert "En fauteuil" in refused.text
    assert "refused until the renewal is accepted" in browser.get("/delegations?lang=en", follow_redirects=True).text


def test_accepted_it_counts_at_once(store: str) -> None:
    association, supervisor = ending_in(-61), make_supervisor("saiss")
    manager, seminar = make_manager(association), make_seminar()
    renewal = file_for(association, manager)
    assert (renewal.status, renewal.version) == ("requested", 1)
    assert [one.id for one in list_waiting_renewals(supervisor).items] == [renewal.id]
    accepted = accept(supervisor, renewal)
    assert (accepted.status, accepted.decided_at, accepted.ends_now_on) == (
        "accepted",
        clock.now(),
        NEW["mandate_expires_on"],
    )
    make_registration(seminar, by=manager, association_id=association.id, party_size=3)
    kept = db.session.get_one(Association, association.id)
    assert (kept.receipt_number, kept.version) != (NEW["receipt_number"], 1)
    assert list_waiting_renewals(supervisor).items == []
    kinds = [(row.kind, row.address) for row in db.session.scalars(select(Message).order_by(Message.id))][:2]
    assert kinds == [("renewal_filed", supervisor.email), ("renewal_decided", manager.email)]
    actions = db.session.scalars(select(AuditEntry.action).where(AuditEntry.subject_id == str(association.id)))
    assert sorted(actions) == ["mandate.renewed", "renewal.filed"]


def test_refused_it_says_why_and_may_be_filed_again() -> None:
    association, supervisor = ending_in(-61), make_supervisor()
    manager = make_manager(association)
    renewal = file_for(association, manager)
    with transaction():
        refused = services.refuse_renewal(supervisor, renewal.id, reason="Illisible")
    assert (refused.status, refused.reason) == ("refused", "Illisible")
    letter = db.session.scalars(select(Message).where(Message.kind == "renewal_decided")).one()
    assert (letter.address, letter.payload["reason"]) == (manager.email, "Illisible")
    for step in (lambda: accept(supervisor, renewal), lambda: accept(supervisor, renewal, version=1)):
        with pytest.raises((Conflict, Stale)):
            step()
    file_for(association, manager)
    assert [one.status for one in list_renewals(manager, association.id).items] == ["requested", "refused"]


def test_one_is_open_at_most(store: str) -> None:
    association = ending_in(5)
    manager = make_manager(association)
    file_for(association, manager)
    with pytest.raises(Conflict, match="renewal-open"):
        file_for(association, manager)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"receipt_on": TODAY + timedelta(days=1)}, "receipt_on"),
        ({"mandate_expires_on": TODAY + timedelta(days=5)}, "mandate_expires_on"),
        ({"mandate_expires_on": date(2076, 1, 1)}, "mandate_expires_on"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        file_for(ending_in(5), **changes)
    assert list(refused.value.errors) == [field]


def test_who_files_and_who_decides() -> None:
    association, outside = ending_in(5), make_supervisor("agdal")
    renewal = file_for(association)
    for person in (make_account(), make_officer(), outside, make_manager(make_association("Autre"))):
        with pytest.raises(NotFound):
            file_for(association, person)
        with pytest.raises(NotFound):
            accept(person, renewal)
    for person in (make_member(association), make_supervisor("saiss")):
        with pytest.raises(NotAllowed):
            file_for(association, person)
    judge = make_supervisor("saiss")
    make_member(association, person=judge)
    for person in (make_member(association), judge):
        with pytest.raises(NotAllowed):
            accept(person, renewal)
    assert list_waiting_renewals(outside).items == []


@pytest.mark.parametrize("status", [AssociationStatus.APPLIED, AssociationStatus.REFUSED, AssociationStatus.DISSOLVED])
def test_only_of_an_association_that_is_known(status: str) -> None:
    with pytest.raises(Conflict, match="wrong-state"):
        file_for(ending_in(5, status=status))


def test_of_one_that_is_dissolved_meanwhile_nothing_is_accepted() -> None:
    association, supervisor = ending_in(5), make_supervisor()
    renewal = file_for(association)
    with transaction():
        services.dissolve_association(supervisor, association.id)
    with pytest.raises(Conflict, match="wrong-state"):
        accept(supervisor, renewal)


def test_the_pages_file_and_decide(browser_of: Opening) -> None:
    association = ending_in(-3)
    browser, base = browser_of(make_manager(association)), f"/associations/{association.id}"
    assert "ended on 20 November 2026" in browser.get(f"{base}/mandate?lang=en").text
    wrong = browser.post(f"{base}/renewals", data={**NEW_JSON, "receipt_on": "2027-01-01", "form_key": "a"})
    assert wrong.status_code == 422
    assert 'value="77/2026"' in wrong.text
    filed = browser.post(f"{base}/renewals", data={**NEW_JSON, "form_key": "b"})
    assert filed.headers["Location"] == f"{base}/mandate"
    assert "receipt_number" not in browser.get(f"{base}/mandate").text
    [one] = list_waiting_renewals(make_supervisor()).items
    desk = browser_of(make_supervisor("saiss"))
    assert "Decide on the renewal of a mandate" in desk.get("/desk?lang=en").text
    assert f'href="/renewals/{one.id}"' in desk.get("/renewals").text
    assert desk.post(f"/renewals/{one.id}/refuse", data={"version": 1}).status_code == 422
    assert desk.post(f"/renewals/{one.id}/accept", data={"version": 1}).status_code == 303
    assert desk.post(f"/renewals/{one.id}/accept", data={"version": 1}).status_code == 412
    assert "Decide on the renewal" not in desk.get("/desk?lang=en").text
    assert "31 October 2029" in browser.get(f"{base}/mandate?lang=en").text


def test_programs_file_and_decide(program_of: Opening) -> None:
    association = ending_in(5)
    program, address = program_of(make_manager(association)), f"/api/v1/associations/{association.id}/renewals"
    sent = [program.post(address, json=NEW_JSON, headers={"Idempotency-Key": "k"}) for _ in range(2)]
    assert [one.status_code for one in sent] == [201, 201]
    renewal = sent[1].get_json()
    assert (renewal["status"], sent[1].headers["ETag"]) == ("requested", '"1"')
    assert program.post(address, json=NEW_JSON).get_json()["type"] == "/problems/renewal-open"
    judge = program_of(make_supervisor())
    assert [one["id"] for one in judge.get("/api/v1/renewals").get_json()["items"]] == [renewal["id"]]
    decide = f"/api/v1/renewals/{renewal['id']}"
    assert judge.post(f"{decide}/accept", headers={"If-Match": '"2"'}).status_code == 412
    assert judge.post(f"{decide}/refuse", json={}).status_code == 422
    assert judge.post(f"{decide}/accept").get_json()["status"] == "accepted"
    assert judge.post(f"{decide}/refuse", json={"reason": "x"}).status_code == 409
    assert [one["status"] for one in program.get(address).get_json()["items"]] == ["accepted"]
    assert count_rows(AuditEntry, AuditEntry.action == "mandate.renewed") == 1


def test_the_paper_of_the_board_is_seen_inside_alone(browser_of: Opening) -> None:
    association = ending_in(5)
    manager, member = make_manager(association), make_member(association)
    browser, address = browser_of(manager), f"/associations/{association.id}/renewals"

    def send(content: bytes, key: str) -> Any:
        sent = {**NEW_JSON, "board": (io.BytesIO(content), "liste du bureau.pdf"), "form_key": key}
        return browser.post(address, data=sent, content_type="multipart/form-data")

    wrong = send(b"<svg/>", "a")
    assert wrong.status_code == 422
    assert 'id="board-error"' in wrong.text
    assert send(some_pdf(), "b").status_code == 303
    [one] = list_renewals(manager, association.id).items
    for person in (manager, member, make_supervisor("saiss")):
        shown = browser_of(person).get(f"/renewals/{one.id}/paper")
        assert (shown.status_code, shown.mimetype) == (200, "application/pdf")
        assert shown.headers["Content-Disposition"].startswith("attachment")
    for person in (make_officer(), make_supervisor("agdal"), make_manager(make_association("Autre"))):
        assert browser_of(person).get(f"/renewals/{one.id}/paper").status_code == 404
    assert browser.get(f"/renewals/{one.id}").text.count(f"/renewals/{one.id}/paper") == 1


def test_without_a_paper_there_is_none(browser_of: Opening) -> None:
    association = ending_in(5)
    manager = make_manager(association)
    browser = browser_of(manager)
    empty = {**NEW_JSON, "board": (io.BytesIO(b""), ""), "form_key": "a"}
    address = f"/associations/{association.id}/renewals"
    assert browser.post(address, data=empty, content_type="multipart/form-data").status_code == 303
    [one] = list_renewals(manager, association.id).items
    assert one.file_id is None
    assert browser.get(f"/renewals/{one.id}/paper").status_code == 404

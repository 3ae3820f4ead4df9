"""Can an officer register somebody without account, who is told by SMS, e-mail or on paper, and is nobody's own?"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from engage import clock
from engage.access.actor import Actor
from engage.audit.models import AuditEntry
from engage.database import db
from engage.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from engage.outbox.models import Message
from engage.registrations import services
from engage.registrations.models import Registration
from engage.registrations.queries import RegistrationView, get_registration, list_own, list_standing
from engage.seminars.models import Seminar
from engage.transaction import transaction
from tests.clients import Client
from tests.factories import make_account, make_officer, make_registration, make_seminar
from tests.registrations.test_services import seats

pytestmark = pytest.mark.usefixtures("app")

Opening = Callable[[Actor], Client]
PHONE = "+212661234567"


def register(officer: Actor, seminar: Seminar, **details: Any) -> RegistrationView:
    with transaction():
        return services.register_guest(officer, seminar.id, **{"name": "Lalla Zineb", "locale": "ar"} | details)


def owed() -> list[tuple[str, str, str]]:
    messages = select(Message.kind, Message.channel, Message.address).order_by(Message.id)
    return [tuple(row) for row in db.session.execute(messages)]


def test_a_guest_takes_seats_like_anyone(store: str) -> None:
    officer, seminar = make_officer("saiss"), make_seminar(capacity=5)
    made = register(officer, seminar, phone=PHONE, party_size=3)
    assert (made.status, made.account_name) == ("confirmed", "Lalla Zineb")
    assert register(officer, seminar, party_size=3).status == "waitlisted"
    assert seats(seminar) == (3, 1)


@pytest.mark.parametrize(
    ("reached", "told"),
    [
        ({"phone": PHONE}, [("registration_confirmed", "sms", PHONE)]),
        ({"phone": PHONE, "email": "z@example.org"}, [("registration_confirmed", "mail", "z@example.org")]),
        ({}, []),
    ],
)
def test_the_guest_is_told_and_not_the_officer(reached: dict[str, str], told: list[Any]) -> None:
    register(make_officer("saiss"), make_seminar(), **reached)
    assert owed() == told


def test_it_is_not_the_officers_own(store: str) -> None:
    officer, seminar = make_officer("saiss"), make_seminar()
    register(officer, seminar)
    register(officer, seminar)
    assert list_own(officer).items == []
    assert list_standing(officer, seminar.id) == []
    make_registration(seminar, by=officer)
    assert [one.guest_name for one in list_own(officer).items] == [None]


def test_a_telephone_number_registers_once(store: str) -> None:
    officer, seminar = make_officer("saiss"), make_seminar()
    register(officer, seminar, phone=PHONE)
    with pytest.raises((Conflict, IntegrityError)):
        register(officer, seminar, phone=PHONE)
    assert seats(seminar) == (1, 0)


def test_only_officers_of_the_district(store: str) -> None:
    seminar = make_seminar()
    for stranger in (make_account(), make_officer("zouagha")):
        with pytest.raises(NotAllowed):
            register(stranger, seminar)
    made = register(make_officer("saiss"), seminar)
    with pytest.raises(NotFound):
        get_registration(make_account(), made.id)


def test_any_officer_of_the_district_changes_and_cancels_it(store: str) -> None:
    seminar = make_seminar()
    made = register(make_officer("saiss"), seminar, phone=PHONE)
    colleague = make_officer("saiss", display_name="Samira Benjelloun")
    with transaction():
        services.change_registration(colleague, made.id, party_size=2)
    assert seats(seminar) == (2, 0)
    with transaction():
        services.cancel_registration(colleague, made.id)
    assert seats(seminar) == (0, 0)
    assert [kind for kind, _, _ in owed()] == [
        "registration_confirmed",
        "registration_changed",
        "registration_cancelled",
    ]


def test_the_desk_is_open_until_the_seminar_begins(frozen_clock: Any) -> None:
    officer = make_officer("saiss")
    seminar = make_seminar(registration_closes_at=clock.now() + timedelta(hours=1))
    frozen_clock.set(clock.now() + timedelta(hours=2))
    with pytest.raises(Conflict, match="registration-closed"):
        make_registration(seminar)
    assert register(officer, seminar).status == "confirmed"
    frozen_clock.set(seminar.starts_at)
    with pytest.raises(Conflict, match="registration-closed"):
        register(officer, seminar)


def test_where_requests_are_approved_the_officer_has_decided() -> None:
    assert register(make_officer("saiss"), make_seminar(approval_required=True)).status == "confirmed"


def test_after_a_year_nothing_tells_who_it_was(frozen_clock: Any) -> None:
    officer, seminar = make_officer("saiss"), make_seminar()
    ids = [register(officer, seminar, phone=PHONE, email="z@example.org").id, register(officer, seminar).id]
    frozen_clock.set(seminar.ends_at + timedelta(days=366))
    with transaction():
        assert services.forget_details(Actor.system()) == 2
        assert services.forget_details(Actor.system()) == 0
    for registration_id in ids:
        kept = db.session.get_one(Registration, registration_id)
        assert (kept.guest_name, kept.guest_email, kept.contact_phone) == ("", None, None)


def test_the_page_keeps_what_was_typed_and_leads_to_the_code(browser_of: Opening) -> None:
    seminar, browser = make_seminar(max_party_size=3), browser_of(make_officer("saiss"))
    path = f"/seminars/{seminar.id}/registrations/desk"
    refused = browser.post(path, data={"name": "Lalla Zineb", "locale": "ar", "party_size": "9"})
    assert refused.status_code == 409
    assert 'value="Lalla Zineb"' in refused.text
    made = browser.post(path, data={"name": "Lalla Zineb", "locale": "ar", "party_size": "2"})
    assert made.status_code == 303
    assert "Lalla Zineb" in browser.get(made.location).text
    slip = browser.get(f"{made.location}/slip?lang=fr").text
    assert 'lang="ar"' in slip


def test_many_requests_are_decided_on_one_page(browser_of: Opening) -> None:
    seminar, browser = make_seminar(approval_required=True), browser_of(make_officer("saiss"))
    made = [make_registration(seminar, by=make_account(f"Nadia {n}")) for n in range(2)]
    chosen = [f"{one.id}:{one.version}" for one in made]
    path = f"/seminars/{seminar.id}/registrations"
    assert browser.get(f"{path}/decide", query_string={"ids": chosen}).text.count('name="ids"') == 2
    refused = browser.post(f"{path}/decline", data={"ids": chosen})
    assert refused.status_code == 422
    assert refused.text.count('name="ids"') == 2
    decided = browser.post(f"{path}/approve", data={"ids": chosen})
    assert decided.status_code == 200
    assert seats(seminar) == (2, 0)
    assert browser.get(f"{path}/decide?ids=--&ids=x").status_code == 200


def test_one_box_for_each_request_is_for_deciding_and_for_writing(browser_of: Opening) -> None:
    """Two boxes in a row: whoever ticked the wrong one decided on nothing."""
    seminar, browser = make_seminar(approval_required=True), browser_of(make_officer("saiss"))
    chosen = [str(make_registration(seminar, by=make_account(f"Nadia {n}")).id) for n in range(2)]
    path = f"/seminars/{seminar.id}/registrations"
    roster = browser.get(path).text
    assert roster.count('name="ids"') == roster.count('form="selection"') == len(chosen)
    asked = browser.get(f"{path}/decide", query_string={"ids": chosen}).text
    assert all(f'name="ids" value="{one}:1"' in asked for one in chosen)


def test_a_name_and_an_address_are_put_right_by_the_district(store: str) -> None:
    officer, seminar = make_officer("saiss"), make_seminar()
    made = register(officer, seminar, phone=PHONE)
    assert owed() == [("registration_confirmed", "sms", PHONE)]
    other, elsewhere = make_officer("saiss"), make_officer("zouagha")
    with pytest.raises(NotFound), transaction():
        services.change_registration(elsewhere, made.id, 1, guest_name="X")
    with transaction():
        changed = services.change_registration(other, made.id, 1, guest_name="Lalla Zineb Alaoui", guest_locale="fr")
    assert (changed.account_name, changed.account_locale, changed.version) == ("Lalla Zineb Alaoui", "fr", 2)
    assert len(owed()) == 1  # what she reads is still right
    with pytest.raises(Stale), transaction():
        services.change_registration(other, made.id, 1, guest_name="X")
    with transaction():
        services.change_registration(other, made.id, guest_email="zineb@example.org", party_size=2)
    assert owed()[1:] == [("registration_confirmed", "mail", "zineb@example.org")]
    changes = select(AuditEntry).where(AuditEntry.action == "registration.changed").order_by(AuditEntry.id)
    trail = db.session.scalars(changes).all()
    assert trail[0].after == {"fields": ["guest_locale", "guest_name"]}
    assert "Zineb" not in str([(one.before, one.after) for one in trail])


def test_the_name_of_an_account_is_not_the_desks_to_change() -> None:
    person = make_account()
    made = make_registration(make_seminar(), by=person)
    with pytest.raises(Invalid) as refused, transaction():
        services.change_registration(person, made.id, guest_name="X")
    assert list(refused.value.errors) == ["guest_name"]


def test_a_program_and_a_page_put_a_guest_right(browser_of: Opening, program_of: Opening) -> None:
    officer = make_officer("saiss")
    made = register(officer, make_seminar(), email="old@example.org")
    program, address = program_of(officer), f"/registrations/{made.id}"
    sent = {"guest_name": "Si Ahmed", "guest_email": None}
    changed = program.patch(f"/api/v1{address}", json=sent, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.json["guest_name"], changed.json["guest_email"]) == (200, "Si Ahmed", None)
    browser = browser_of(officer)
    assert 'value="Si Ahmed"' in browser.get(address).text
    form = {"guest_name": "", "guest_email": "no", "guest_locale": "fr", "party_size": "1", "version": "2"}
    refused = browser.post(f"{address}?lang=en", data=form)
    assert refused.status_code == 422
    assert 'id="guest_name-error"' in refused.text and 'value="no"' in refused.text
    kept = browser.post(address, data=form | {"guest_name": "Si Omar", "guest_email": ""})
    assert kept.status_code == 303
    assert get_registration(officer, made.id).account_name == "Si Omar"

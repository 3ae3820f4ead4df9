"""What becomes of the seats that somebody holds in a draft: when it is published, moved, cancelled, thrown away?"""

from datetime import datetime, timedelta
from typing import Any

import pytest

from engage.access.actor import Actor
from engage.database import db
from engage.errors import Conflict, Invalid, NotAllowed, NotFound
from engage.outbox.models import Message
from engage.partners import services as partners
from engage.partners.queries import consequences_of, list_memberships
from engage.registrations import queries
from engage.registrations import services as registrations
from engage.registrations.models import Registration
from engage.registrations.queries import get_registration_with_seminar, list_appointments
from engage.seminars import services as seminars
from engage.seminars.models import Seminar
from engage.transaction import transaction
from tests.factories import (
    make_account,
    make_association,
    make_manager,
    make_officer,
    make_seminar,
    make_supervisor,
)

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def officer(app: Any) -> Actor:
    return make_officer("saiss")


@pytest.fixture
def manager(app: Any) -> Actor:
    return make_manager(make_association())


def held(officer: Actor, manager: Actor, seats: int = 12) -> tuple[Seminar, Registration]:
    draft, association_id = make_seminar(published=False), list_memberships(manager)[0].association_id
    with transaction():
        party = registrations.hold_seats(
            officer, draft.id, holder=manager, association_id=association_id, party_size=seats
        )
    return draft, db.session.get_one(Registration, party.id)


def letters() -> list[tuple[str, dict[str, Any]]]:
    return [(one.kind, one.payload) for one in db.session.query(Message).order_by(Message.created_at, Message.id)]


def test_they_count_and_whoever_holds_them_sees_what_for(officer: Actor, manager: Actor, store: str) -> None:
    draft, party = held(officer, manager)
    assert (draft.seats_taken, party.status) == (12, "confirmed")
    seen = get_registration_with_seminar(manager, party.id)
    assert seen.seminar
    assert queries.is_changeable(seen)
    ((_seminar, is_sure),) = list_appointments(manager, party.association_id)
    assert not is_sure  # its day may still change
    (made,) = queries.list_history(manager, seen).items
    assert (made.by, made.name) == ("officer", None)
    assert not letters()


def test_nobody_else_registers_before_it_is_published(officer: Actor, manager: Actor) -> None:
    draft, _party = held(officer, manager)
    with pytest.raises(NotFound):
        registrations.register(make_account(), draft.id)
    with pytest.raises(Conflict, match="registration-closed"):
        registrations.register(officer, draft.id)
    with pytest.raises(Conflict, match="registration-closed"):
        registrations.register_guest(officer, draft.id, name="Zineb", locale="ar")


def test_only_planners_of_the_district_hold_them_and_only_in_a_draft_with_room(manager: Actor, officer: Actor) -> None:
    draft = make_seminar(published=False, capacity=20)
    for someone in (manager, make_officer("zouagha")):
        with pytest.raises(NotAllowed):
            registrations.hold_seats(someone, draft.id, holder=manager, party_size=2)
    with pytest.raises(Conflict, match="seats-exhausted"):
        registrations.hold_seats(officer, draft.id, holder=manager, party_size=21)
    with pytest.raises(Invalid):
        registrations.hold_seats(officer, draft.id, holder=manager, party_size=3, headcounts={"primary": 3})
    with pytest.raises(Conflict, match="wrong-state"):
        registrations.hold_seats(officer, make_seminar().id, holder=manager, party_size=2)


def test_they_end_with_the_association(officer: Actor, manager: Actor, store: str) -> None:
    draft, party = held(officer, manager)
    assert consequences_of(officer, party.association_id)["seats"] == 12
    with transaction():
        partners.dissolve_association(make_supervisor(), party.association_id)
    assert (draft.seats_taken, party.status) == (0, "cancelled")


def test_they_survive_publishing_and_the_code_is_told_then(officer: Actor, manager: Actor, store: str) -> None:
    draft, party = held(officer, manager)
    with transaction():
        seminars.publish_seminar(officer, draft.id)
    assert (draft.status, draft.seats_taken, party.status) == ("published", 12, "confirmed")
    ((kind, payload),) = letters()
    assert (kind, payload["code"], payload["status"]) == ("registration_confirmed", party.code, "confirmed")
    assert payload["seminar"]["url"].endswith(f"/seminars/{draft.id}")


def test_a_move_is_told_and_leads_to_the_registration_that_alone_may_be_seen(officer: Actor, manager: Actor) -> None:
    draft, party = held(officer, manager)
    times = {"local_start": datetime(2026, 12, 11, 9), "local_end": datetime(2026, 12, 11, 11)}
    with transaction():
        seminars.edit_seminar(officer, draft.id, **times)
    ((kind, payload),) = letters()
    assert kind == "seminar_moved"
    assert payload["seminar"]["url"].endswith(f"/registrations/{party.id}")


def test_its_capacity_and_its_sight_are_kept_for_them(officer: Actor, manager: Actor) -> None:
    draft, _party = held(officer, manager)
    for changes in ({"capacity": 11}, {"visibility": "invited"}):
        with pytest.raises(Invalid), transaction():
            seminars.edit_seminar(officer, draft.id, **changes)


def test_calling_the_draft_off_ends_them_and_is_told(officer: Actor, manager: Actor, store: str) -> None:
    draft, party = held(officer, manager)
    with transaction():
        seminars.cancel_seminar(officer, draft.id, "La salle est fermée.")
    assert (draft.status, draft.seats_taken, party.status) == ("cancelled", 0, "cancelled")
    ((kind, payload),) = letters()
    assert (kind, payload["reason"]) == ("seminar_cancelled", "La salle est fermée.")


def test_a_draft_in_which_somebody_ever_was_is_not_thrown_away(officer: Actor, manager: Actor, store: str) -> None:
    draft, party = held(officer, manager)
    for _ in range(2):
        with pytest.raises(Conflict, match="draft-has-registrations"), transaction():
            seminars.delete_draft(officer, draft.id)
        if party.status == "confirmed":
            with transaction():
                registrations.cancel_registration(manager, party.id)
    with transaction():
        seminars.cancel_seminar(officer, draft.id, "Plus personne ne vient.")
    empty = make_seminar(published=False)
    with transaction():
        seminars.delete_draft(officer, empty.id)


def test_fewer_may_come_and_nobody_more_before_it_is_published(officer: Actor, manager: Actor) -> None:
    draft, party = held(officer, manager)
    with transaction():
        registrations.change_registration(manager, party.id, party_size=8)
    assert (draft.seats_taken, party.party_size) == (8, 8)
    with pytest.raises(Conflict, match="registration-closed"), transaction():
        registrations.change_registration(manager, party.id, party_size=9)


def test_a_registration_for_a_draft_is_shown_and_links_to_no_page_that_is_closed(
    officer: Actor, manager: Actor, browser_of: Any
) -> None:
    draft, party = held(officer, manager)
    shown = browser_of(manager).get(f"/registrations/{party.id}?lang=en").text
    assert "The seminar is being prepared" in shown
    assert f"/seminars/{draft.id}" not in shown
    assert f"/seminars/{draft.id}" not in browser_of(manager).get(f"/registrations/{party.id}/cancel").text
    read = browser_of(officer).get(f"/seminars/{draft.id}?lang=en").text
    assert "12 seats are held already" in read
    assert all(f'href="/seminars/{draft.id}/{step}"' in read for step in ("move", "cancel", "registrations"))
    assert f'href="/seminars/{draft.id}/delete"' not in read


def test_new_zone_rules_are_told_to_them(officer: Actor, manager: Actor) -> None:
    draft, _party = held(officer, manager)
    with transaction():
        draft.starts_at, draft.ends_at = (moment - timedelta(hours=1) for moment in (draft.starts_at, draft.ends_at))
    with transaction():
        seminars.derive_again(Actor.system(), draft.id)
    assert [kind for kind, _payload in letters()] == ["seminar_same_hour"]

"""Do the invited, and only they, see a seminar that is by invitation?"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engage.access.actor import Actor
from engage.database import db
from engage.errors import Conflict, Invalid, NotAllowed, NotFound
from engage.outbox.models import Message
from engage.partners.models import Association
from engage.seminars import services
from engage.seminars.models import Seminar, SeminarGuest
from engage.seminars.queries import get_seminar, is_visible, list_seminars
from engage.seminars.queries.guests import invitation_url, list_guests
from engage.seminars.services import inviting
from engage.transaction import transaction
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
)

pytestmark = pytest.mark.usefixtures("app")

Opening = Callable[[Actor], Client]


def make_invited(**details: Any) -> Seminar:
    return make_seminar(visibility="invited", **details)


def invite(seminar: Seminar, **guests: Any) -> int:
    with transaction():
        return services.invite_guests(make_officer("saiss"), seminar.id, **guests)


def make_link(seminar: Seminar, officer: Actor) -> str:
    with transaction():
        services.renew_invitation_link(officer, seminar.id)
    return (invitation_url(officer, get_seminar(officer, seminar.id)) or "").partition("/invited")[2]


def letters() -> list[str]:
    return sorted(db.session.scalars(select(Message.address).where(Message.kind == "seminar_invitation")))


def test_an_address_invites_whoever_proved_to_have_it(store: str) -> None:
    seminar = make_invited()
    invite(seminar, emails=["Salma@Example.org"])
    assert is_visible(make_account(email="salma@example.org"), seminar.id)
    assert not is_visible(make_account(), seminar.id)


def test_an_address_that_is_not_proved_opens_nothing() -> None:
    seminar = make_invited()
    invite(seminar, emails=["salma@example.org"])
    assert not is_visible(make_account(email="salma@example.org", is_verified=False), seminar.id)


def test_an_association_invites_its_members_while_it_is_verified(store: str) -> None:
    seminar, association = make_invited(), make_association()
    invite(seminar, association_ids=[association.id])
    member = make_member(association)
    assert is_visible(member, seminar.id)
    with transaction():
        db.session.get_one(Association, association.id).status = "suspended"
    assert not is_visible(member, seminar.id)


def test_a_draft_is_shown_to_no_guest() -> None:
    seminar = make_invited(published=False)
    invite(seminar, emails=["salma@example.org"])
    assert not is_visible(make_account(email="salma@example.org"), seminar.id)


def test_it_stands_in_the_lists_of_guests_alone(store: str) -> None:
    seminar, guest = make_invited(), make_account()
    invite(seminar, emails=[guest.email])
    assert [one.id for one in list_seminars(guest).items] == [seminar.id]
    assert list_seminars(Actor()).items == []
    assert list_seminars(make_account()).items == []


def test_guests_register_and_others_cannot() -> None:
    seminar, guest = make_invited(), make_account()
    invite(seminar, emails=[guest.email])
    assert make_registration(seminar, by=guest).status == "confirmed"
    with pytest.raises(NotFound):
        make_registration(seminar)


def test_each_guest_is_written_to_once() -> None:
    seminar, association = make_invited(), make_association()
    make_manager(association, email="manager@example.org")
    make_member(association, email="member@example.org")
    assert invite(seminar, association_ids=[association.id], emails=["a@example.org", "A@example.org"]) == 2
    assert invite(seminar, association_ids=[association.id], emails=["a@example.org"]) == 0
    assert letters() == ["a@example.org", "manager@example.org"]


def test_guests_of_a_draft_are_written_to_when_it_is_published() -> None:
    officer, seminar = make_officer("saiss"), make_invited(published=False)
    invite(seminar, emails=["a@example.org"])
    assert letters() == []
    with transaction():
        services.publish_seminar(officer, seminar.id)
    assert letters() == ["a@example.org"]


def test_only_verified_associations_and_only_where_it_is_by_invitation() -> None:
    with pytest.raises(Invalid):
        invite(make_invited(), association_ids=[make_association(status="applied").id])
    with pytest.raises(Conflict, match="not-by-invitation"):
        invite(make_seminar(), emails=["a@example.org"])


def test_the_list_is_for_those_who_plan_there() -> None:
    seminar, guest = make_invited(), make_account()
    invite(seminar, emails=[guest.email])
    with pytest.raises(NotAllowed):
        list_guests(guest, get_seminar(guest, seminar.id))
    with pytest.raises(NotFound), transaction():
        services.invite_guests(make_officer("zouagha"), seminar.id, emails=["b@example.org"])


def test_whoever_is_taken_off_the_list_no_longer_sees_it() -> None:
    officer, seminar, guest = make_officer("saiss"), make_invited(), make_account()
    invite(seminar, emails=[guest.email])
    [kept] = list_guests(officer, get_seminar(officer, seminar.id))
    with pytest.raises(NotFound), transaction():
        services.remove_guest(officer, make_invited().id, kept.id)
    with transaction():
        services.remove_guest(officer, seminar.id, kept.id)
    assert not is_visible(guest, seminar.id)


def test_by_the_link_too_no_more_come_than_a_list_holds(
    browser_of: Opening, monkeypatch: pytest.MonkeyPatch, store: str
) -> None:
    monkeypatch.setattr(inviting, "MAX_GUESTS", 2)
    officer, seminar, last = make_officer("saiss"), make_invited(), make_account()
    invite(seminar, emails=["a@example.org"])
    link = f"/invited{make_link(seminar, officer)}"
    assert browser_of(last).post(link).status_code == 303
    refused = browser_of(make_account()).post(f"{link}?lang=en")
    assert refused.status_code == 409 and "2 people are invited already" in refused.text
    assert browser_of(last).post(link).status_code == 303  # who is on it stays
    assert count_rows(SeminarGuest) == 2


def test_the_link_makes_a_guest_and_a_new_one_ends_it(browser_of: Opening) -> None:
    officer, seminar, guest = make_officer("saiss"), make_invited(), make_account()
    link = f"/invited{make_link(seminar, officer)}"
    browser = browser_of(guest)
    assert browser.get(link).status_code == 200
    assert not is_visible(guest, seminar.id)  # to look changes nothing
    for _ in range(2):
        assert browser.post(link).status_code == 303
    assert count_rows(SeminarGuest) == 1
    assert browser.get(f"/seminars/{seminar.id}").status_code == 200
    make_link(seminar, officer)
    late = browser_of(make_account())
    assert late.get(link).status_code == 404
    assert late.post(link).status_code == 404
    assert is_visible(guest, seminar.id)  # who came by it stays


def test_guests_of_what_becomes_by_invitation_again_are_written_to() -> None:
    seminar = make_invited(published=False)
    invite(seminar, emails=["a@example.org"])
    for visibility in ("public", "invited"):
        with transaction():
            services.edit_seminar(Actor.system(), seminar.id, visibility=visibility)
        if visibility == "public":
            with transaction():
                services.publish_seminar(Actor.system(), seminar.id)
            assert letters() == []
    assert letters() == ["a@example.org"]


def test_no_link_is_good_before_one_was_made(browser_of: Opening) -> None:
    seminar = make_invited()
    assert browser_of(make_account()).get(f"/invited/{seminar.id}/x").status_code == 404


def test_who_was_invited_is_forgotten_after_a_year(store: str, frozen_clock: Any) -> None:
    seminar, officer, association = make_invited(), make_officer("saiss"), make_association()
    with transaction():
        services.invite_guests(officer, seminar.id, association_ids=[association.id], emails=["a@example.org"])
    frozen_clock.set(seminar.ends_at + timedelta(days=364))
    with transaction():
        assert services.forget_guests(Actor.system()) == 0
    frozen_clock.set(seminar.ends_at + timedelta(days=366))
    with transaction():
        assert services.forget_guests(Actor.system()) == 1
    assert db.session.scalars(select(SeminarGuest.association_id)).all() == [association.id]


def test_no_link_shows_what_is_for_associations_by_now(browser_of: Opening) -> None:
    seminar, officer = make_invited(), make_officer("saiss")
    link, browser = f"/invited{make_link(seminar, officer)}", browser_of(make_account())
    assert browser.get(link).status_code == 200
    with transaction():
        services.edit_seminar(officer, seminar.id, visibility="associations")
    assert browser.get(link).status_code == browser.post(link).status_code == 404


def test_the_page_names_the_line_that_is_no_address(browser_of: Opening) -> None:
    seminar, browser = make_invited(), browser_of(make_officer("saiss"))
    path = f"/seminars/{seminar.id}/guests"
    refused = browser.post(path, data={"emails": "a@example.org\nnobody"})
    assert refused.status_code == 422
    assert "nobody" in refused.text
    assert browser.post(path, data={"emails": "a@example.org\nb@example.org"}).status_code == 303
    assert "b@example.org" in browser.get(path).text


def test_words_that_make_no_sense_look_for_no_association(store: str, browser_of: Opening) -> None:
    seminar, browser = make_invited(), browser_of(make_officer("saiss"))
    assert browser.get(f"/seminars/{seminar.id}/guests?q=%00").status_code == 200


def test_a_request_by_the_link_leaves_no_token_in_the_log(
    browser_of: Opening, capsys: pytest.CaptureFixture[str]
) -> None:
    link = make_link(make_invited(), make_officer("saiss"))
    browser_of(make_account()).get(f"/invited{link}")
    assert link.rpartition("/")[2] not in capsys.readouterr().err

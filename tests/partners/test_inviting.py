"""Is an invitation good once, for fourteen days, for one address alone, and silent about who has an account?"""

import re
from collections.abc import Callable
from typing import Any

import pytest
import structlog.testing
from argon2 import PasswordHasher
from sqlalchemy import select

from engage.access.actor import Actor
from engage.accounts import passwords
from engage.accounts.tokens import token_hash
from engage.audit.models import AuditEntry
from engage.database import db
from engage.errors import Conflict, NotAllowed, NotFound
from engage.outbox.models import Message
from engage.partners import services
from engage.partners.models import Association, AssociationStatus, Invitation, Membership
from engage.partners.queries import MAX_OPEN_INVITATIONS, find_membership, list_invitations, list_memberships
from engage.partners.services import inviting
from engage.partners.services.inside import lock_association
from engage.settings import current_settings
from engage.transaction import transaction
from tests.clients import Client
from tests.factories import (
    count_rows,
    make_account,
    make_association,
    make_manager,
    make_member,
    make_supervisor,
)

pytestmark = pytest.mark.usefixtures("app")

Opening = Callable[[Actor], Client]

HIND = "Hind.Lahlou@example.org"


@pytest.fixture
def association() -> Association:
    return make_association()


@pytest.fixture
def manager(association: Association) -> Actor:
    return make_manager(association)


def invite(manager: Actor, association: Association, email: str = HIND, role: str = "member") -> str:
    """The token of the letter that is sent."""
    with transaction():
        services.invite_member(manager, association.id, email=email, role=role)
    return token_of(letter_to(email))


def letter_to(email: str) -> Message:
    found = select(Message).where(Message.kind == "association_invitation", Message.address == email.lower())
    return db.session.scalars(found.order_by(Message.id.desc()).limit(1)).one()


def token_of(letter: Message) -> str:
    return str(letter.payload["url"]).rpartition("/")[2]


def accept(person: Actor, token: str) -> None:
    with transaction():
        services.accept_invitation(person, token)


def test_whoever_has_the_address_joins(association: Association, manager: Actor, store: str) -> None:
    token, hind = invite(manager, association, role="manager"), make_account("Hind Lahlou", email=HIND.upper())
    accept(hind, token)
    assert [(one.association_id, one.role) for one in list_memberships(hind)] == [(association.id, "manager")]
    told = db.session.scalars(select(Message).where(Message.kind == "association_members_changed")).one()
    assert (told.address, told.payload["person"], told.payload["change"]) == (manager.email, "Hind Lahlou", "joined")
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_id == str(association.id))).all()
    assert [entry.action for entry in entries] == ["invitation.sent", "member.joined"]
    assert not any("example" in f"{entry.before}{entry.after}" for entry in entries)
    assert list_invitations(manager, association.id) == []


def test_the_letter_alone_has_the_token(association: Association, manager: Actor) -> None:
    token = invite(manager, association)
    assert db.session.scalars(select(Invitation.token_hash)).one() == token_hash(token)
    letter = letter_to(HIND)
    assert letter.payload["name"] == ""
    assert "Omar" not in str(letter.payload)
    others = select(Message.payload).where(Message.id != letter.id)
    trail = select(AuditEntry.after)
    assert not any(token in str(row) for rows in (others, trail) for row in db.session.scalars(rows))


@pytest.mark.parametrize("other", ["salma@example.org", "hind.lahlou@example.com", "hınd.lahlou@example.org"])
def test_it_is_for_one_address(association: Association, manager: Actor, other: str) -> None:
    token = invite(manager, association)
    for person in (make_account(email=other), make_account(email=HIND, is_verified=False)):
        with pytest.raises(NotAllowed, match="invitation-for-another"):
            accept(person, token)
    assert count_rows(Membership) == 1


def test_it_is_good_once(association: Association, manager: Actor, store: str) -> None:
    token, hind = invite(manager, association), make_account(email=HIND)
    accept(hind, token)
    with transaction():
        services.remove_member(manager, association.id, hind.account_id)
    with pytest.raises(Conflict, match="link-expired"):
        accept(hind, token)


def test_it_is_good_no_longer_once_another_is_on_its_way(
    association: Association, manager: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the manager thinks better of the role just while the first one is being accepted."""
    token, hind = invite(manager, association, role="manager"), make_account(email=HIND)

    def lock_late(association_id: Any) -> Association:
        services.invite_member(manager, association_id, email=HIND, role="member")
        return lock_association(association_id)

    monkeypatch.setattr(inviting, "lock_association", lock_late)
    with pytest.raises(Conflict, match="link-expired"):
        accept(hind, token)
    assert find_membership(hind, association.id) is None


def test_it_is_good_for_fourteen_days(association: Association, manager: Actor, frozen_clock: Any) -> None:
    token, hind = invite(manager, association), make_account(email=HIND)
    frozen_clock.move(days=14)
    assert list_invitations(manager, association.id) == []
    with pytest.raises(Conflict, match="link-expired"):
        accept(hind, token)
    again = invite(manager, association)
    accept(hind, again)
    assert count_rows(Invitation) == 1


def test_revoked_it_opens_nothing(association: Association, manager: Actor) -> None:
    token, hind = invite(manager, association), make_account(email=HIND)
    [one] = list_invitations(manager, association.id)
    for person in (make_manager(make_association("Autre")), hind):
        with pytest.raises(NotFound), transaction():
            services.revoke_invitation(person, association.id, one.id)
    with transaction():
        services.revoke_invitation(manager, association.id, one.id)
    with pytest.raises(Conflict, match="link-expired"):
        accept(hind, token)
    with pytest.raises(NotFound), transaction():
        services.revoke_invitation(manager, association.id, one.id)


def test_sent_again_only_the_new_letter_is_good(association: Association, manager: Actor, store: str) -> None:
    first, second, hind = invite(manager, association), invite(manager, association), make_account(email=HIND)
    assert len(list_invitations(manager, association.id)) == 1
    with pytest.raises(Conflict, match="link-expired"):
        accept(hind, first)
    accept(hind, second)


def test_whoever_was_taken_out_does_not_come_back_by_a_letter_of_before(
    association: Association, manager: Actor
) -> None:
    token, hind = invite(manager, association), make_account(email=HIND)
    make_member(association, person=hind)
    with transaction():
        services.remove_member(manager, association.id, hind.account_id)
    with pytest.raises(Conflict, match="link-expired"):
        accept(hind, token)


def test_it_does_not_tell_who_has_an_account(association: Association, manager: Actor, program_of: Opening) -> None:
    make_account(email="salma@example.org")
    program, address = program_of(manager), f"/api/v1/associations/{association.id}/invitations"
    known, unknown = (program.post(address, json={"email": f"{one}@example.org"}) for one in ("salma", "nobody"))
    assert (known.status_code, known.get_json().keys()) == (unknown.status_code, unknown.get_json().keys())
    assert known.status_code == 201
    assert "token" not in known.text


def test_a_member_is_not_invited_again(association: Association, manager: Actor) -> None:
    member = make_member(association)
    with pytest.raises(Conflict, match="already-member"):
        invite(manager, association, member.email.upper())
    token, hind = invite(manager, association), make_account(email=HIND)
    make_member(association, person=hind)
    with pytest.raises(Conflict, match="already-member"):
        accept(hind, token)


def test_members_invite_nobody_and_those_in_charge_do(association: Association, manager: Actor) -> None:
    member = make_member(association)
    with pytest.raises(NotAllowed):
        invite(member, association)
    with pytest.raises(NotAllowed):
        list_invitations(member, association.id)
    with pytest.raises(NotFound):
        invite(make_supervisor("agdal"), association)
    invite(make_supervisor("saiss"), association, role="manager")
    assert len(list_invitations(manager, association.id)) == 1


@pytest.mark.parametrize("status", AssociationStatus)
def test_nobody_is_written_to_in_a_name_that_nobody_has_looked_at(status: str) -> None:
    association = make_association(status=status)
    manager = make_manager(association)
    if status in {"verified", "suspended"}:
        assert invite(manager, association)
        return
    with pytest.raises(Conflict, match="wrong-state"):
        invite(manager, association)


def test_of_a_dissolved_one_the_letter_opens_nothing(association: Association, manager: Actor) -> None:
    token, hind = invite(manager, association), make_account(email=HIND)
    with transaction():
        db.session.get_one(Association, association.id).status = AssociationStatus.DISSOLVED
    with pytest.raises(Conflict, match="wrong-state"):
        accept(hind, token)


def test_fifty_are_open_at_most(association: Association, manager: Actor) -> None:
    for number in range(MAX_OPEN_INVITATIONS):
        invite(manager, association, f"person-{number}@example.com")
    with pytest.raises(Conflict, match="too-many-invitations"):
        invite(manager, association)
    invite(manager, association, "person-0@example.com")  # once more to the same is no further one


def test_old_ones_are_forgotten(association: Association, manager: Actor, frozen_clock: Any) -> None:
    invite(manager, association)
    frozen_clock.move(days=14 + 90)
    assert services.forget_invitations(Actor.system()) == 0
    frozen_clock.move(seconds=1)
    assert services.forget_invitations(Actor.system()) == 1


def test_the_link_leads_through_signing_in(
    association: Association, manager: Actor, client: Client, browser_of: Opening
) -> None:
    address = f"/association-invitations/{invite(manager, association)}"
    shown = client.get(f"{address}?lang=en")
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    assert f'href="/sign-in?next={address}"' in shown.text
    assert f'href="/sign-up?next={address}"' in shown.text
    assert client.post(address).status_code == 401
    other = browser_of(make_account(email="other@example.org"))
    assert "another address" in other.get(f"{address}?lang=en").text
    assert other.post(address).status_code == 403
    hind = make_account(email=HIND)
    browser = browser_of(hind)
    key = re.search(r'name="form_key" value="([^"]+)"', browser.get(address).text)
    assert key is not None
    for _ in range(2):  # a double click
        joined = browser.post(address, data={"form_key": key[1]})
        assert joined.headers["Location"] == f"/associations/{association.id}/desk"
    assert find_membership(hind, association.id) is not None
    assert browser.get(address).status_code == 410
    assert client.get("/association-invitations/made-up").status_code == 410


def test_whoever_has_no_account_yet_opens_one_on_the_way(
    association: Association, manager: Actor, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    address = f"/association-invitations/{invite(manager, association)}"
    secret = {"email": HIND, "password": "a long walk in the medina"}
    client.post("/sign-up", data={**secret, "display_name": "Hind Lahlou", "next": address})
    letter = db.session.scalars(select(Message).where(Message.kind == "verify_address")).one()
    proved = client.post(str(letter.payload["url"]).removeprefix(current_settings().base_url))
    assert proved.headers["Location"] == f"/sign-in?next={address}"
    assert client.post("/sign-in", data={**secret, "next": address}).headers["Location"] == address
    assert client.post(address).headers["Location"] == f"/associations/{association.id}/desk"
    assert count_rows(Membership) == 2


def test_the_token_is_in_no_log(association: Association, manager: Actor, client: Client) -> None:
    token = invite(manager, association)
    with structlog.testing.capture_logs() as lines:
        client.get(f"/association-invitations/{token}")
        client.get(f"/sign-in?next=/association-invitations/{token}")
    assert len(lines) == 2
    assert token not in str(lines)


def test_a_page_invites_sends_again_and_revokes(association: Association, manager: Actor, browser_of: Opening) -> None:
    browser, base = browser_of(manager), f"/associations/{association.id}"
    wrong = browser.post(f"{base}/invitations", data={"email": "hind", "role": "manager", "form_key": "a"})
    assert wrong.status_code == 422
    assert 'value="hind"' in wrong.text
    assert wrong.text.index('value="manager"') < wrong.text.index("checked")
    for key in ("b", "b", "c"):
        sent = browser.post(f"{base}/invitations", data={"email": HIND, "role": "manager", "form_key": key})
        assert sent.headers["Location"] == f"{base}/members"
    assert count_rows(Message, Message.kind == "association_invitation") == 2
    assert HIND.lower() in browser.get(f"{base}/members").text
    [one] = list_invitations(manager, association.id)
    assert browser.post(f"{base}/invitations/{one.id}/revoke").status_code == 303
    assert HIND.lower() not in browser.get(f"{base}/members").text


def test_programs_invite_and_join(association: Association, manager: Actor, program_of: Opening) -> None:
    address = f"/api/v1/associations/{association.id}/invitations"
    sent = program_of(manager).post(address, json={"email": HIND, "role": "manager"})
    assert sent.get_json().keys() == {"id", "email", "role", "created_at", "expires_at"}
    assert [one["email"] for one in program_of(manager).get(address).get_json()["items"]] == [HIND.lower()]
    program = program_of(make_account(email=HIND))
    joined = program.post("/api/v1/invitations/accept", json={"token": token_of(letter_to(HIND))})
    assert joined.get_json() == {"association_id": str(association.id)}
    again = program.post("/api/v1/invitations/accept", json={"token": token_of(letter_to(HIND))})
    assert again.get_json()["type"] == "/problems/link-expired"
    other = program_of(manager).post(address, json={"email": "x@example.org"}).get_json()["id"]
    assert program_of(manager).delete(f"{address}/{other}").status_code == 204

"""Who acts for an association, who may change that, and does a manager always stay?"""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from engage.access.actor import Actor
from engage.audit.models import AuditEntry
from engage.database import db
from engage.errors import Conflict, NotAllowed, NotFound, Stale
from engage.outbox.models import Message
from engage.partners import services
from engage.partners.models import Association, AssociationStatus
from engage.partners.queries import find_membership, list_members
from engage.registrations.queries import get_registration
from engage.transaction import transaction
from tests.clients import Client
from tests.factories import (
    count_rows,
    make_account,
    make_administrator,
    make_association,
    make_manager,
    make_member,
    make_officer,
    make_proposal,
    make_registration,
    make_seminar,
    make_supervisor,
)

pytestmark = pytest.mark.usefixtures("app")

Opening = Callable[[Actor], Client]

ENDED = [AssociationStatus.REFUSED, AssociationStatus.DISSOLVED]
LIVING = [AssociationStatus.APPLIED, AssociationStatus.VERIFIED, AssociationStatus.SUSPENDED]


@pytest.fixture
def association() -> Association:
    return make_association()


@pytest.fixture
def manager(association: Association) -> Actor:
    return make_manager(association)


def role_of(person: Actor, association: Association) -> str | None:
    membership = find_membership(person, association.id)
    return membership and membership.role


def change(actor: Actor, association: Association, person: Actor, role: str, **more: Any) -> None:
    with transaction():
        services.change_role(actor, association.id, person.account_id, role=role, **more)


def remove(actor: Actor, association: Association, person: Actor) -> None:
    with transaction():
        services.remove_member(actor, association.id, person.account_id)


def letters() -> list[tuple[str, str, str]]:
    rows = db.session.scalars(select(Message).order_by(Message.id)).all()
    return [(row.kind, row.address, row.payload.get("change", "")) for row in rows]


def actions() -> list[str]:
    return [entry.action for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))]


def test_managers_see_addresses_and_members_see_names(association: Association, manager: Actor, store: str) -> None:
    member = make_member(association)
    for person in (manager, make_supervisor("saiss")):
        seen = list_members(person, association.id).items
        assert [(one.name, one.email, one.role) for one in seen] == [
            ("Omar Fassi", manager.email, "manager"),
            ("Hind Lahlou", member.email, "member"),
        ]
    assert [one.email for one in list_members(member, association.id).items] == [None, member.email]


def test_others_see_nobody(association: Association, manager: Actor) -> None:
    outside = (make_account(), make_officer(), make_administrator(), make_supervisor("agdal"))
    for person in (*outside, make_manager(make_association("Autre"))):
        with pytest.raises(NotFound):
            list_members(person, association.id)
        with pytest.raises(NotFound):
            remove(person, association, manager)


def test_a_manager_makes_another_one(association: Association, manager: Actor) -> None:
    member = make_member(association)
    change(manager, association, member, "manager")
    assert role_of(member, association) == "manager"
    assert letters() == [("association_membership_changed", member.email, "manager")]
    change(manager, association, member, "manager")
    assert len(letters()) == 1
    [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "member.role_changed"))
    assert (entry.actor_id, entry.before, entry.after["role"]) == (manager.id, {"role": "member"}, "manager")


def test_members_and_supervisors_change_no_roles(association: Association, manager: Actor) -> None:
    member = make_member(association)
    for person in (member, make_supervisor()):
        for step in (lambda p: change(p, association, member, "manager"), lambda p: remove(p, association, manager)):
            with pytest.raises(NotAllowed):
                step(person)
        with pytest.raises(NotAllowed), transaction():
            services.hand_over(person, association.id, manager.account_id)
    assert (role_of(member, association), role_of(manager, association)) == ("member", "manager")


def test_there_is_always_a_manager(association: Association, manager: Actor, store: str) -> None:
    make_member(association)
    with pytest.raises(Conflict, match="last-manager"):
        change(manager, association, manager, "member")
    with pytest.raises(Conflict, match="last-manager"):
        remove(manager, association, manager)
    assert role_of(manager, association) == "manager"
    second = make_manager(association)
    remove(manager, association, manager)
    with pytest.raises(Conflict, match="last-manager"):
        remove(second, association, second)


def test_handing_over_is_one_step(association: Association, manager: Actor, store: str) -> None:
    member = make_member(association)
    with transaction():
        services.hand_over(manager, association.id, member.account_id)
    assert (role_of(member, association), role_of(manager, association)) == ("manager", "member")
    assert actions()[-2:] == ["member.role_changed", "member.role_changed"]
    with pytest.raises(NotAllowed), transaction():
        services.hand_over(manager, association.id, member.account_id)
    with pytest.raises(Conflict, match="wrong-state"), transaction():
        services.hand_over(member, association.id, member.account_id)


def test_who_is_taken_out_is_told_and_sees_nothing_at_once(
    association: Association, manager: Actor, browser_of: Opening
) -> None:
    member = make_member(association)
    browser = browser_of(member)
    assert browser.get(f"/associations/{association.id}/desk").status_code == 200
    remove(manager, association, member)
    for page in ("desk", "members", "mandate"):
        assert browser.get(f"/associations/{association.id}/{page}").status_code == 404
    assert letters() == [("association_membership_changed", member.email, "removed")]
    assert actions()[-1] == "member.removed"


def test_anyone_leaves_and_the_managers_are_told(association: Association, manager: Actor) -> None:
    member = make_member(association)
    remove(member, association, member)
    assert role_of(member, association) is None
    assert letters() == [("association_members_changed", manager.email, "left")]
    assert actions()[-1] == "member.left"


def test_what_somebody_registered_who_left_is_told_to_a_manager_from_then_on(
    association: Association, manager: Actor, store: str
) -> None:
    other, seminar = make_manager(association), make_seminar()
    standing = make_registration(seminar, by=other, association_id=association.id, party_size=3)
    own = make_registration(make_seminar(), by=other)
    asked = make_proposal(other, association_id=association.id)
    remove(other, association, other)
    db.session.expire_all()
    assert (standing.account_id, asked.account_id, own.account_id) == (manager.id, manager.id, other.id)
    assert get_registration(manager, standing.id).account_email == manager.email


def test_a_manager_who_was_taken_out_binds_nothing_any_more(association: Association, manager: Actor) -> None:
    other, seminar = make_manager(association), make_seminar()
    remove(manager, association, other)
    from engage.registrations.services import register

    with pytest.raises(NotFound), transaction():
        register(other, seminar.id, party_size=3, association_id=association.id)


@pytest.mark.parametrize("status", ENDED)
def test_of_an_association_that_ended_nothing_changes(status: str) -> None:
    association = make_association(status=status)
    manager, member = make_manager(association), make_member(association)
    for step in (lambda: change(manager, association, member, "manager"), lambda: remove(manager, association, member)):
        with pytest.raises(Conflict, match="wrong-state"):
            step()


@pytest.mark.parametrize("status", LIVING)
def test_of_every_other_the_members_may_change(status: str) -> None:
    association = make_association(status=status)
    manager, member = make_manager(association), make_member(association)
    change(manager, association, member, "manager")
    remove(member, association, member)
    assert role_of(member, association) is None


def test_an_older_version_is_refused(association: Association, manager: Actor, program_of: Opening) -> None:
    member = make_member(association)
    change(manager, association, member, "manager", version=1)
    with pytest.raises(Stale):
        change(manager, association, member, "member", version=1)
    program, address = program_of(manager), f"/api/v1/associations/{association.id}/members/{member.id}"
    assert program.patch(address, json={"role": "member"}).status_code == 428
    assert program.patch(address, json={"role": "member"}, headers={"If-Match": '"1"'}).status_code == 412
    changed = program.patch(address, json={"role": "member"}, headers={"If-Match": '"2"'})
    assert (changed.get_json()["role"], changed.headers["ETag"]) == ("member", '"3"')
    assert program.delete(address, headers={"If-Match": '"2"'}).status_code == 412
    assert program.delete(address).status_code == 204
    assert program.get(address).status_code == 404


def test_members_are_listed_in_few_statements_and_pages(
    association: Association, manager: Actor, program_of: Opening, count_statements: Any, store: str
) -> None:
    for _ in range(4):
        make_member(association)
    program, url, seen = program_of(manager), f"/api/v1/associations/{association.id}/members?limit=2", []
    while url:
        with count_statements() as statements:
            page = program.get(url).get_json()
        assert len(statements) <= 3
        seen += [row["account_id"] for row in page["items"]]
        url = page["next"]
    assert len(seen) == len(set(seen)) == 5
    assert seen[0] == str(manager.id)


def test_the_pages_say_what_was_refused(association: Association, manager: Actor, browser_of: Opening) -> None:
    browser, base = browser_of(manager), f"/associations/{association.id}/members"
    member = make_member(association)
    assert "Hind Lahlou" in browser.get(f"{base}?lang=en").text
    alone = browser.post(f"{base}/{manager.id}/remove", data={"version": 1})
    assert alone.status_code == 409
    assert "never without a manager" in alone.text
    assert browser.post(f"{base}/{manager.id}", data={"role": "king", "version": 1}).status_code == 422
    assert browser.post(f"{base}/{member.id}", data={"role": "successor", "version": 1}).status_code == 303
    assert (role_of(member, association), role_of(manager, association)) == ("manager", "member")
    assert browser.get(f"{base}/{member.id}").status_code == 403
    left = browser.post(f"{base}/{manager.id}/remove", data={"version": 2})
    assert left.headers["Location"] == "/registrations"
    assert count_rows(AuditEntry, AuditEntry.action == "member.left") == 1


@pytest.mark.parametrize("status", ["refused", "dissolved"])
def test_nobody_acts_for_what_is_over_where_there_is_another(browser_of: Opening, status: str) -> None:
    over, waiting = make_association("Amal", status=status), make_association("Zahra", status="applied")
    person = make_manager(over)
    browser = browser_of(person)
    assert browser.get("/start").headers["Location"] == f"/associations/{over.id}/desk"
    make_manager(waiting, person=person)
    assert browser.post(f"/associations/{over.id}/acting").status_code == 303
    assert browser.get("/start").headers["Location"] == f"/associations/{waiting.id}/desk"


def test_with_several_one_chooses_for_whom_to_act(
    manager: Actor, association: Association, browser_of: Opening
) -> None:
    other = make_association("Zahra")
    browser = browser_of(manager)
    assert browser.get("/start").headers["Location"] == f"/associations/{association.id}/desk"
    assert "Acting for" not in browser.get("/delegations?lang=en").text
    make_manager(other, person=manager)
    assert "Acting for" in browser.get("/delegations?lang=en").text
    assert browser.post(f"/associations/{other.id}/acting").status_code == 303
    assert browser.get("/start").headers["Location"] == f"/associations/{other.id}/desk"
    form = browser.get(f"/seminars/{make_seminar().id}").text
    assert f'<option value="{other.id}" selected>' in form
    assert f'<option value="{association.id}">' in form
    remove(make_manager(other), other, manager)
    assert browser.get("/start").headers["Location"] == f"/associations/{association.id}/desk"
    assert browser.post(f"/associations/{other.id}/acting").status_code == 404

"""Who sees which association, and for which one may someone act?"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage.access.actor import VISITOR, Actor
from engage.audit.models import AuditEntry
from engage.database import db, new_id
from engage.errors import Conflict, Invalid, NotAllowed, NotFound
from engage.partners import services
from engage.partners.models import Association, AssociationStatus, MembershipRole
from engage.partners.policies import can_register_delegation
from engage.partners.queries import (
    count_by_district,
    find_membership,
    get_association,
    list_associations,
    list_memberships,
    verified_membership_clause,
)
from engage.transaction import transaction
from tests import stores
from tests.clients import Client
from tests.factories import (
    count_rows,
    make_account,
    make_administrator,
    make_association,
    make_district,
    make_manager,
    make_member,
    make_officer,
    make_supervisor,
)

pytestmark = pytest.mark.usefixtures("app")

Opening = Callable[[Actor], Client]

NOT_VERIFIED = [status for status in AssociationStatus if status != AssociationStatus.VERIFIED]
RECEIPT: dict[str, Any] = {"receipt_number": "655/2022", "receipt_on": date(2022, 6, 15)}
DETAILS: dict[str, Any] = {
    "name": {"ar": "جمعية الأمل", "fr": "Association Al Amal"},
    "founded_on": date(2022, 5, 6),
    "mandate_expires_on": date(2027, 10, 29),
    "districts": ["saiss"],
    "fields": ["parents"],
    "phone": "+212535631935",
    "email": "contact@associations.example",
}


@pytest.mark.parametrize("status", NOT_VERIFIED)
def test_one_that_is_not_verified_exists_for_its_own_people_only(status: str) -> None:
    association = make_association(status=status)
    for person in (make_member(association), make_manager(association), make_supervisor()):
        assert get_association(person, association.id).status == status
    outsiders = (VISITOR, make_account(), make_officer(), make_administrator(), make_member(make_association("Autre")))
    for person in outsiders:
        with pytest.raises(NotFound):
            get_association(person, association.id)
        assert association.id not in {row.id for row in list_associations(person).items}


def test_a_file_brings_in_only_what_its_sender_is_in_charge_of(store: str) -> None:
    for code in ("saiss", "agdal"):
        make_district(code)
    there, elsewhere = make_supervisor("saiss"), make_supervisor("agdal")
    sent = {**RECEIPT, **DETAILS}
    with pytest.raises(Invalid) as refused, transaction():
        services.import_association(elsewhere, **sent)
    assert refused.value.errors.keys() == {"districts"}
    with transaction():
        assert services.import_association(there, **sent) == "new"
    with pytest.raises(Invalid), transaction():
        services.import_association(elsewhere, **sent | {"districts": ["agdal"], "phone": "+212535000000"})
    [association] = db.session.scalars(select(Association)).all()
    assert (association.districts, association.phone) == (["saiss"], DETAILS["phone"])


def test_everyone_finds_the_verified_ones_by_name() -> None:
    with transaction():
        make_district("saiss")
        services.import_association(Actor.system(), **RECEIPT, **DETAILS)
    make_association("Association Al Wafae")
    for spelling in ("الامل", "al amal", "AMAL association"):
        assert [row.name["fr"] for row in list_associations(VISITOR, q=spelling).items] == ["Association Al Amal"]
    assert len(list_associations(VISITOR, q="association").items) == 2


def test_they_are_found_by_district_and_field_too(client: Client, store: str) -> None:
    for code in ("saiss", "agdal"):
        make_district(code)
    make_association("Association Al Amal", districts=("saiss", "agdal"), fields=["youth", "women"])
    make_association("Association Al Wafae", districts=("agdal",), fields=["road_safety"])
    assert len(client.get("/api/v1/associations?district=agdal").get_json()["items"]) == 2
    assert len(client.get("/api/v1/associations?field=women&q=amal").get_json()["items"]) == 1
    assert count_by_district(VISITOR) == {"saiss": 1, "agdal": 2}
    for none in ("district=agdal&q=fleurs", "district=ss", "district=%25", "field=road", "district=saiss&field=crafts"):
        assert client.get(f"/api/v1/associations?{none}").get_json()["items"] == []


def test_lists_go_on_where_they_stopped(client: Client, store: str) -> None:
    for number in range(5):
        make_association(f"Association {number}")
    url, seen = "/api/v1/associations?limit=2", []
    while url:
        page = client.get(url).get_json()
        seen += [row["name"]["fr"] for row in page["items"]]
        url = page["next"]
    assert seen == [f"Association {number}" for number in range(5)]


def test_the_public_sees_nothing_of_the_people_behind(client: Client, count_statements: Any) -> None:
    association_id = make_association(phone="+212535631935", email="president@example.org").id
    with count_statements() as statements:
        shown = client.get(f"/api/v1/associations/{association_id}")
    assert len(statements) == 1
    assert shown.get_json() == {
        "id": str(association_id),
        "name": {"fr": "Association Al Amal"},
        "districts": ["saiss"],
        "fields": ["education"],
        "status": "verified",
        "verified_at": None,
        "version": int(shown.headers["ETag"].strip('"')),
    }
    assert client.get(f"/api/v1/associations/{new_id()}").status_code == 404


def test_memberships_are_the_own_ones_in_one_statement(count_statements: Any) -> None:
    first, second = make_association("A", status=AssociationStatus.SUSPENDED), make_association("B")
    person = make_manager(first)
    make_member(second, person=person)
    make_member(second)
    with count_statements() as statements:
        rows = list_memberships(person)
    assert len(statements) == 1
    assert [(row.name["fr"], row.role, row.status) for row in rows] == [
        ("A", "manager", "suspended"),
        ("B", "member", "verified"),
    ]
    assert rows[0].mandate_expires_on == date(2028, 3, 31)
    assert find_membership(person, second.id) == rows[1]
    assert find_membership(make_account(), second.id) is None
    assert find_membership(VISITOR, second.id) is None
    assert list_memberships(VISITOR) == []


def test_only_managers_bind_an_association() -> None:
    association = make_association()
    bound = {}
    for person in (make_manager(association), make_member(association)):
        membership = find_membership(person, association.id)
        assert membership is not None
        bound[membership.role] = can_register_delegation(membership)
    assert bound == {"manager": True, "member": False}


@pytest.mark.parametrize("status", AssociationStatus)
def test_what_is_for_associations_is_for_members_of_verified_ones(status: AssociationStatus, store: str) -> None:
    member = make_member(make_association(status=status))

    def holds(person: Actor) -> bool:
        return bool(db.session.scalar(select(verified_membership_clause(person))))

    assert holds(member) is (status == AssociationStatus.VERIFIED)
    assert not holds(make_account())
    assert not holds(VISITOR)


def test_supervisors_say_who_acts_for_an_association() -> None:
    association, person = make_association(), make_account()
    for other in (VISITOR, person, make_officer(), make_administrator(), make_manager(association)):
        with pytest.raises(NotAllowed), transaction():
            services.add_member(other, association.id, person.account_id, MembershipRole.MEMBER)
    with transaction():
        services.add_member(make_supervisor(), association.id, person.account_id, MembershipRole.MANAGER)
    assert [row.role for row in list_memberships(person)] == ["manager"]
    assert count_rows(AuditEntry, AuditEntry.action == "member.added") == 1


def test_nobody_is_a_member_twice(store: str) -> None:
    association, person = make_association(), make_account()
    with transaction():
        services.add_member(Actor.system(), association.id, person.account_id, MembershipRole.MEMBER)
    with pytest.raises(Conflict, match="already-member"), transaction():
        services.add_member(Actor.system(), association.id, person.account_id, MembershipRole.MANAGER)
    with pytest.raises(NotFound), transaction():
        services.add_member(Actor.system(), new_id(), person.account_id, MembershipRole.MEMBER)


def _imported(**changes: Any) -> str:
    with transaction():
        return services.import_association(Actor.system(), **RECEIPT, **{**DETAILS, **changes})


def _kept() -> Association:
    db.session.expire_all()
    return db.session.scalars(select(Association)).one()


def test_an_import_verifies_once_and_corrects_by_receipt(store: str) -> None:
    make_district("saiss")
    assert _imported() == "new"
    assert (_kept().status, _kept().version) == ("verified", 1)
    assert _imported() == "unchanged"
    assert _kept().version == 1
    assert _imported(mandate_expires_on=date(2029, 1, 1)) == "changed"
    assert (_kept().mandate_expires_on, _kept().version) == (date(2029, 1, 1), 2)


def test_an_import_does_not_lift_a_suspension() -> None:
    make_district("saiss")
    _imported()
    with transaction():
        _kept().status = AssociationStatus.SUSPENDED
    _imported(fields=["women"])
    assert _kept().status == "suspended"


@pytest.mark.parametrize(
    ("wrong", "field"), [({"districts": ["nowhere"]}, "districts"), ({"founded_on": date(2023, 1, 1)}, "founded_on")]
)
def test_what_cannot_be_is_told_by_field(wrong: dict[str, Any], field: str) -> None:
    make_district("saiss")
    with pytest.raises(Invalid) as refused:
        _imported(**wrong)
    assert list(refused.value.errors) == [field]
    assert count_rows(Association) == 0


def test_an_import_changes_nothing_of_what_was_dissolved_and_no_application(store: str) -> None:
    make_district("saiss")
    over = make_association(status="dissolved", **RECEIPT)
    assert _imported(phone="+212661364963") == "unchanged"
    assert (_kept().phone, _kept().version) == (None, 1)
    with transaction():
        db.session.get_one(Association, over.id).status = AssociationStatus.APPLIED
    assert _imported() == "new"
    db.session.expire_all()
    found = {one.status: one.phone for one in db.session.scalars(select(Association))}
    assert found == {"applied": None, "verified": DETAILS["phone"]}


def test_an_import_is_for_those_who_verify() -> None:
    make_district("saiss")
    with pytest.raises(NotAllowed), transaction():
        services.import_association(make_administrator(), **RECEIPT, **DETAILS)


def test_the_trail_holds_nobodys_telephone() -> None:
    make_district("saiss")
    _imported()
    _imported(phone="+212661364963", email="other@associations.example")
    trail = [f"{e.before}{e.after}" for e in db.session.scalars(select(AuditEntry)).all()]
    assert not any("+212" in entry or "@" in entry for entry in trail)


def test_an_import_holds_up_nobody_who_registers_a_delegation(pg_app: Flask) -> None:
    make_district("saiss")
    with transaction(), stores.statements_on(db.engine) as sent:
        services.import_association(Actor.system(), **RECEIPT, **DETAILS)
    assert "FOR NO KEY UPDATE" in next(statement for statement in sent if "FROM associations" in statement)

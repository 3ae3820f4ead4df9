"""Are the demonstration accounts those of the contract, made once, and only for a demonstration?"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from engage.access.actor import VISITOR, Actor
from engage.accounts.models import Account, RoleGrant
from engage.accounts.passwords import matches
from engage.accounts.queries import find_actor, get_holder
from engage.commitments.queries import list_commitments
from engage.database import db
from engage.feedback.queries import list_own_threads, list_queue, list_threads
from engage.feedback.queries.templates import list_reply_templates
from engage.partners.models import Association, Membership
from tests.factories import count_rows, make_account, make_association, make_district

PASSWORD = "Correct-horse-19-fes"


@pytest.fixture
def seed(app: Flask) -> Callable[..., Result]:
    """`flask seed-demo` with some settings; a demonstration unless told otherwise."""

    def seed(**changes: Any) -> Result:
        settings = app.extensions["engage.settings"]
        app.extensions["engage.settings"] = replace(settings, **{"demo": True, "demo_password": PASSWORD, **changes})
        return app.test_cli_runner().invoke(args=["seed-demo"])

    return seed


@pytest.fixture
def city(app: Flask) -> None:
    for code in ("saiss", "agdal", "zouagha"):
        make_district(code)
    for name in ("Association Al Amal", "Association Al Amal II", "Association Annahda"):
        make_association(name)


@pytest.mark.usefixtures("city")
def test_the_accounts_are_those_of_the_contract(seed: Callable[..., Result]) -> None:
    assert seed().exit_code == 0
    rows = db.session.execute(
        select(Account.email, RoleGrant.role, RoleGrant.district).join(RoleGrant, RoleGrant.account_id == Account.id)
    )
    assert {(email.removesuffix("@demo.example"), role, district) for email, role, district in rows} == {
        ("admin", "administrator", None),
        ("supervisor", "supervisor", None),
        ("officer", "officer", "saiss"),
        ("officer", "officer", "agdal"),
        ("officer2", "officer", "zouagha"),
        ("communication", "communication", None),
        ("auditor", "auditor", None),
        ("manager", "citizen", None),
        ("member", "citizen", None),
        ("manager2", "citizen", None),
        ("citizen", "citizen", None),
        ("citizen2", "citizen", None),
    }
    acting = select(Account.email, Association.name, Membership.role).select_from(Membership)
    acting = acting.join(Account, Account.id == Membership.account_id)
    acting = acting.join(Association, Association.id == Membership.association_id)
    assert {(email, name["fr"], role) for email, name, role in db.session.execute(acting)} == {
        ("manager@demo.example", "Association Al Amal", "manager"),
        ("member@demo.example", "Association Al Amal", "member"),
        ("manager2@demo.example", "Association Annahda", "manager"),
    }


@pytest.mark.usefixtures("city")
def test_they_can_sign_in_and_are_made_once(seed: Callable[..., Result]) -> None:
    first = seed()
    assert PASSWORD not in first.output
    hashes = db.session.execute(select(Account.password_hash, Account.verified_at)).all()
    assert matches(hashes[0].password_hash, PASSWORD)
    assert all(row.verified_at for row in hashes)
    second = seed(demo_password=None)
    assert second.exit_code == 0
    assert second.output.count("exists already") == 11
    assert "Password" not in second.output
    assert db.session.execute(select(Account.password_hash, Account.verified_at)).all() == hashes


@pytest.mark.usefixtures("city")
def test_a_password_made_at_random_is_shown_once(seed: Callable[..., Result]) -> None:
    make_account(email="Citizen@demo.example")
    output = seed(demo_password=None).output
    [password] = re.findall(r"once: (\S+)", output)
    assert len(password) >= 15
    assert output.count("made\n") == 10
    kept = db.session.scalar(select(Account.password_hash).where(Account.email == "officer@demo.example"))
    assert matches(kept, password)


@pytest.mark.usefixtures("city")
def test_nothing_of_it_where_it_is_no_demonstration(seed: Callable[..., Result]) -> None:
    refused = seed(demo=False)
    assert refused.exit_code == 1
    assert "ENGAGE_DEMO" in refused.output
    assert count_rows(Account) == 0


def test_without_the_city_nothing_is_half_made(seed: Callable[..., Result]) -> None:
    assert "agdal is missing" in seed().output
    for code in ("saiss", "agdal", "zouagha"):
        make_district(code)
    make_association("Association Al Amal")
    refused = seed()
    assert refused.exit_code == 1
    assert "Association Annahda is missing" in refused.output
    assert count_rows(Account) == 0


@pytest.mark.usefixtures("city")
def test_they_have_spoken_and_some_answers_are_late(seed: Callable[..., Result]) -> None:
    assert seed().exit_code == 0
    citizen, officer, supervisor = (_person(name) for name in ("citizen", "officer", "supervisor"))
    public = list_threads(VISITOR, limit=50).items
    assert {thread.status for thread in public} == {"new", "in_progress", "answered", "closed"}
    assert [thread.district for thread in public if thread.is_late] == ["saiss"]
    assert any(thread.visibility == "private" for thread in list_own_threads(citizen, limit=50).items)
    assert [thread.is_held_back for thread in list_queue(officer, limit=50).items].count(True) == 1
    of_threads = {state: list_commitments(VISITOR, state=state, limit=50).items for state in ("open", "late", "done")}
    assert all(any(one.thread_id for one in promised) for promised in of_threads.values())
    assert len(list_reply_templates(supervisor, limit=50).items) == 2


def _person(name: str) -> Actor:
    actor = find_actor(Actor.system(), get_holder(Actor.system(), f"{name}@demo.example").id)
    assert actor
    return actor

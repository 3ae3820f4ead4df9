"""Is an address that nobody decided about closed, at start and at run time?"""

from collections.abc import Callable

import pytest
from flask import Blueprint, Flask

from engage import features
from engage.access.actor import VISITOR, Actor, Grant
from engage.access.permissions import NEEDS_DISTRICT, PERMISSIONS, Permission, Role
from engage.access.rules import ATTRIBUTE, public, requires, signed_in
from engage.accounts.queries import SID
from tests.clients import Client
from tests.factories import make_account, make_officer, make_session, make_token


@pytest.fixture
def forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that nobody marked."""
    blueprint = Blueprint("forgotten", __name__)
    blueprint.add_url_rule("/forgotten", "page", lambda: "secret")
    monkeypatch.setattr(features, "pages", lambda pages=features.pages: [*pages(), blueprint])


def test_an_unmarked_address_stops_the_start_and_is_named(make_app: Callable[..., Flask], forgotten: None) -> None:
    with pytest.raises(RuntimeError, match=r"^no access mark on: forgotten\.page$"):
        make_app()


def test_an_unmarked_address_is_closed_to_everyone_all_the_same(
    make_app: Callable[..., Flask], forgotten: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engage.verify_marks", lambda app: None)
    app = make_app()
    browser = app.test_client()
    assert browser.get("/forgotten").status_code == 401
    with app.app_context():
        cookie = make_session(make_account(grants=(Grant(Role.SUPERVISOR), Grant(Role.ADMINISTRATOR))))
    with browser.session_transaction() as session:
        session[SID] = cookie
    assert browser.get("/forgotten").status_code == 403


def test_a_mark_above_the_route_guards_as_one_below_it(client: Client, browser_of: Callable[..., Client]) -> None:
    assert client.post("/probe/keep-late/x").status_code == 401
    assert browser_of(make_account()).post("/probe/keep-late/x").status_code == 403
    assert browser_of(make_officer("saiss")).post("/probe/keep-late/x").status_code == 200


def test_a_mark_returns_the_view_itself() -> None:
    def view() -> str:
        return ""

    for mark in (public, signed_in, requires(Permission.PLACES_EDIT)):
        assert mark(view) is view
        assert hasattr(view, ATTRIBUTE)


@pytest.mark.parametrize("address", ["/nowhere", "/api/v1/nowhere"])
def test_an_unknown_address_is_not_found_for_everyone(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
    assert client.post(address).status_code in {404, 405}


def test_a_program_signs_in_with_tokens_only_and_a_browser_with_sessions_only(
    client: Client, sign_in: Callable[..., Client], program_of: Callable[..., Client]
) -> None:
    officer = make_officer("saiss")
    sign_in(client, officer)
    assert client.post("/probe/record").status_code == 200
    assert client.get("/api/v1/me").status_code == 401
    program = program_of(officer)
    assert program.get("/api/v1/me").status_code == 200
    assert program.post("/probe/record").status_code == 401


def test_a_token_that_may_only_read_changes_nothing(app: Flask) -> None:
    program = app.test_client()
    program.carry(make_token(make_officer("saiss"), "read"))
    assert program.get("/api/v1/probe/things").status_code == 200
    refused = program.post("/api/v1/probe/things", json={"name": "x"})
    assert refused.status_code == 403
    assert refused.json["type"] == "/problems/scope-missing"


def test_an_unknown_token_is_told_so_even_where_none_is_needed(app: Flask) -> None:
    program = app.test_client()
    program.carry("made-up")
    refused = program.get("/api/v1/probe/things")
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")


def test_every_role_stands_in_the_table() -> None:
    assert set(PERMISSIONS) == set(Role)


def test_every_permission_is_given_to_somebody() -> None:
    assert set().union(*PERMISSIONS.values()) == set(Permission)


def test_an_auditor_and_an_administrator_read_and_change_no_seminars() -> None:
    for role in (Role.AUDITOR, Role.ADMINISTRATOR, Role.CITIZEN, Role.COMMUNICATION):
        assert Permission.SEMINARS_PLAN not in PERMISSIONS[role]


def test_a_grant_counts_in_its_district_only() -> None:
    officer = Actor(grants=(Grant(Role.OFFICER, "saiss"), Grant(Role.OFFICER, "agdal")))
    assert officer.can_in(Permission.SEMINARS_PLAN, "saiss")
    assert not officer.can_in(Permission.SEMINARS_PLAN, "zouagha")
    assert not officer.can_in(Permission.PLACES_EDIT, "saiss")
    assert officer.districts_with(Permission.SEMINARS_PLAN) == {"saiss", "agdal"}
    assert officer.districts_with(Permission.PLACES_EDIT) == frozenset()


def test_a_grant_without_district_counts_everywhere_except_where_the_district_makes_the_role() -> None:
    supervisor, officer = Actor(grants=(Grant(Role.SUPERVISOR),)), Actor(grants=(Grant(Role.OFFICER),))
    assert supervisor.can_in(Permission.SEMINARS_PLAN, "anywhere")
    assert supervisor.districts_with(Permission.SEMINARS_PLAN) is None
    assert Role.OFFICER in NEEDS_DISTRICT
    assert not officer.can(Permission.SEMINARS_PLAN)
    assert officer.districts_with(Permission.SEMINARS_PLAN) == frozenset()


def test_a_visitor_can_nothing_and_has_no_account() -> None:
    assert not any(VISITOR.can(permission) for permission in Permission)
    with pytest.raises(LookupError):
        _ = VISITOR.account_id


def test_who_someone_is_stays_out_of_logs() -> None:
    shown = repr(Actor(email="salma@example.org", phone="+212612345678"))
    assert "salma@" not in shown
    assert "212" not in shown

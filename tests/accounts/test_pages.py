"""Do the pages let people in and out, keep what they typed, and keep others from their browser and their links?"""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from engage.access.actor import Actor
from engage.accounts import passwords
from engage.accounts.models import Account, ApiToken, OneTimeLink, Session
from engage.audit.models import AuditEntry
from engage.database import db
from engage.outbox.models import Message
from tests.accounts.conftest import EMAIL, OTHER_PASSWORD, PASSWORD, ask_token, sign_in
from tests.clients import Client
from tests.conftest import FrozenClock
from tests.factories import count_rows, make_account

Link = Callable[[str], str]

FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0"
SIGN_UP = {"email": EMAIL, "password": PASSWORD, "display_name": "Salma Bennani"}


@pytest.fixture
def inside(client: Client, salma: Actor) -> Client:
    """A browser in which Salma is signed in."""
    assert sign_in(client).status_code == 303
    return client


def cookie_of(client: Client) -> str:
    found = client.get_cookie("engage")
    assert found is not None
    return found.value


def is_inside(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


# --- signing in and out -----------------------------------------------------------------------------------------------


def test_signing_in_leads_to_the_own_work(client: Client, salma: Actor) -> None:
    answer = client.post("/sign-in", data={"email": EMAIL, "password": PASSWORD}, headers={"User-Agent": FIREFOX})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/start")
    page = client.get("/account")
    assert page.status_code == 200
    assert "Salma Bennani" in page.text
    assert "Firefox, Android" in page.text


def test_spaces_around_the_address_do_not_matter_but_in_the_password_they_do(client: Client, salma: Actor) -> None:
    assert sign_in(client, f"  {EMAIL.upper()} ").status_code == 303
    assert sign_in(client, EMAIL, f" {PASSWORD}").status_code == 403


def test_a_wrong_password_shows_the_form_again_without_it(client: Client, salma: Actor) -> None:
    answer = sign_in(client, EMAIL, OTHER_PASSWORD, next="/seminars/new")
    assert answer.status_code == 403
    assert f'value="{EMAIL}"' in answer.text
    assert 'name="next" value="/seminars/new"' in answer.text
    assert OTHER_PASSWORD not in answer.text
    assert count_rows(Session) == 0


def test_who_has_not_confirmed_the_address_is_told_what_to_do(client: Client) -> None:
    make_account(email=EMAIL, is_verified=False, password_hash=passwords.hashed(PASSWORD))
    client.get("/?lang=en")
    answer = sign_in(client)
    assert answer.status_code == 403
    assert "have not opened the link" in answer.text
    assert "Set a new password" in answer.text


@pytest.mark.parametrize("next_page", ["/seminars/new", "/?q=%D9%82", "/account#sessions"])
def test_next_leads_to_own_pages(client: Client, salma: Actor, next_page: str) -> None:
    assert sign_in(client, next=next_page).headers["Location"] == next_page


@pytest.mark.parametrize(
    "trap",
    [
        "//evil.example",
        "/\t/evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        " //evil.example",
        "/\n/evil.example",
        "/\r\nSet-Cookie: a=b",
        "///evil.example",
        "evil.example",
        "",
    ],
)
def test_next_never_leads_away(client: Client, salma: Actor, trap: str) -> None:
    shown = client.get("/sign-in", query_string={"next": trap})
    assert shown.status_code == 200
    assert "evil" not in re.sub(r"<(a|form|input)[^>]*lang[^>]*>", "", shown.text.split("<main")[1])
    assert sign_in(client, next=trap).headers["Location"] == "/start"
    assert client.get("/sign-in", query_string={"next": trap}).headers["Location"] == "/start"
    assert client.post("/language/fr", data={"next": trap}).headers["Location"] == "/"


def test_signing_in_gives_a_new_session(client: Client, salma: Actor) -> None:
    client.get("/sign-in")
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
        before = session["csrf_token"]
    sign_in(client)
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session.get("csrf_token") != before
        assert set(session) == {"sid"}


def test_signing_in_again_ends_the_session_before(inside: Client) -> None:
    old = cookie_of(inside)
    sign_in(inside)
    assert count_rows(Session) == 1
    inside.set_cookie("engage", old)
    assert not is_inside(inside)


def test_signing_out_ends_the_session_on_the_server(inside: Client) -> None:
    kept = cookie_of(inside)
    answer = inside.post("/sign-out")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")
    assert not is_inside(inside)
    inside.set_cookie("engage", kept)
    assert not is_inside(inside), "the signed cookie alone must let nobody in"
    assert count_rows(Session) == 0
    assert "session.ended" in db.session.scalars(select(AuditEntry.action)).all()


def test_signing_out_twice_is_no_fault(inside: Client) -> None:
    assert [inside.post("/sign-out").status_code for _ in range(2)] == [303, 303]


def test_a_session_ends_after_two_weeks(inside: Client, frozen_clock: FrozenClock) -> None:
    frozen_clock.move(days=13, hours=23)
    assert is_inside(inside)
    frozen_clock.move(hours=1)
    assert not is_inside(inside)


@pytest.mark.parametrize("sid", ["x" * 43, "é", "", 7, None, ["x"], "\x00"])
def test_session_tokens_that_nobody_gave_out(client: Client, sid: Any) -> None:
    with client.session_transaction() as session:
        session["sid"] = sid
    assert client.get("/account").status_code == 401
    assert client.get("/sign-in").status_code == 200


def test_a_tampered_cookie_is_a_visitor(inside: Client) -> None:
    inside.set_cookie("engage", cookie_of(inside)[:-3] + "abc")
    assert not is_inside(inside)


def test_forms_without_their_token_are_refused(client: Client, salma: Actor) -> None:
    sent = {"email": EMAIL, "password": PASSWORD}
    assert client.post("/sign-in", data=sent, form_token=False).status_code == 400
    assert count_rows(Session) == 0


def test_whoever_is_in_needs_no_form(inside: Client) -> None:
    answer = inside.get("/sign-in?next=/account")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account")


def test_files_cost_no_query(inside: Client, count_statements: Callable[[], Any]) -> None:
    with count_statements() as statements:
        assert inside.get("/static/theme.css").status_code == 200
    assert statements == []


# --- signing up -------------------------------------------------------------------------------------------------------


def test_from_the_form_to_the_account(client: Client, link: Link) -> None:
    client.get("/?lang=fr")
    sent = client.post("/sign-up", data=SIGN_UP)
    assert (sent.status_code, sent.headers["Location"]) == (303, "/sign-up/sent")
    assert client.get("/sign-up/sent").status_code == 200
    address = f"/verify/{link('verify_address')}"
    assert client.get(address).status_code == 200
    confirmed = client.post(address)
    assert (confirmed.status_code, confirmed.headers["Location"]) == (303, "/sign-in")
    assert sign_in(client).status_code == 303
    assert db.session.scalars(select(Account.locale)).one() == "fr"


def test_a_refused_form_keeps_what_was_typed_except_the_password(client: Client) -> None:
    answer = client.post("/sign-up", data={**SIGN_UP, "password": "too short 1"})
    assert answer.status_code == 422
    assert 'value="Salma Bennani"' in answer.text
    assert f'value="{EMAIL}"' in answer.text
    assert "too short 1" not in answer.text
    assert 'id="password-error"' in answer.text


def test_every_missing_field_is_named(client: Client) -> None:
    answer = client.post("/sign-up", data={})
    assert answer.status_code == 422
    assert all(f'id="{name}-error"' in answer.text for name in ("email", "password", "display_name"))


@pytest.mark.parametrize("address", ["/sign-up", "/reset"])
def test_the_page_after_it_shows_the_address_as_it_was_typed(client: Client, address: str) -> None:
    typed = {"display_name": "Zineb", "email": "zinbe@example.org", "password": PASSWORD, "form_key": "1"}
    fields = ["email"] if address == "/reset" else list(typed)
    assert client.post(address, data={name: typed[name] for name in fields}).status_code == 303
    assert "zinbe@example.org" in client.get(f"{address}/sent").text
    assert "zinbe@example.org" not in client.application.test_client().get(f"{address}/sent").text


def test_a_double_click_opens_one_account(client: Client, letters: Callable[..., list[Any]]) -> None:
    sent = {**SIGN_UP, "form_key": "0a0a0a0a-1111"}
    assert [client.post("/sign-up", data=sent).status_code for _ in range(2)] == [303, 303]
    assert [letter["kind"] for letter in letters()] == ["verify_address"]


# --- links ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "path"), [("verify_address", "/verify/"), ("reset_password", "/reset/")])
def test_looking_at_a_link_uses_nothing_up(client: Client, link: Link, kind: str, path: str) -> None:
    client.post("/sign-up", data=SIGN_UP)
    client.post("/reset", data={"email": EMAIL})
    address = path + link(kind)
    for method in (client.get, client.head, client.get):
        answer = method(address)
        assert answer.status_code == 200
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
    assert count_rows(OneTimeLink) == 2
    assert db.session.scalars(select(Account.verified_at)).one() is None
    assert client.post(address, data={"password": OTHER_PASSWORD}).status_code == 303
    assert client.get(address).status_code == 410
    used = client.post(address, data={"password": OTHER_PASSWORD})
    assert used.status_code == 409
    assert used.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("token", ["x", "é", "%00", "a" * 3000])
@pytest.mark.parametrize("path", ["/verify/", "/reset/"])
def test_links_that_nobody_sent(client: Client, path: str, token: str) -> None:
    assert client.get(path + token).status_code in {404, 410}
    assert client.post(path + token, data={"password": PASSWORD}).status_code in {404, 409}


def test_a_forgotten_password_is_set_anew(client: Client, inside: Client, app: Flask, link: Link) -> None:
    token = ask_token(app.test_client()).json["token"]
    stranger = app.test_client()
    asked = stranger.post("/reset", data={"email": EMAIL})
    assert (asked.status_code, asked.headers["Location"]) == (303, "/reset/sent")
    assert stranger.get("/reset/sent").status_code == 200
    address = f"/reset/{link('reset_password')}"
    assert stranger.post(address, data={"password": "too short"}).status_code == 422
    assert stranger.post(address, data={"password": OTHER_PASSWORD}).status_code == 303
    assert not is_inside(inside)
    assert stranger.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    assert sign_in(stranger, EMAIL, PASSWORD).status_code == 403
    assert sign_in(stranger, EMAIL, OTHER_PASSWORD).status_code == 303


# --- the account ------------------------------------------------------------------------------------------------------


def test_the_account_costs_four_statements(inside: Client, count_statements: Callable[[], Any]) -> None:
    with count_statements() as statements:
        assert inside.get("/account").status_code == 200
    assert len(statements) == 4


def test_the_profile_is_edited(inside: Client) -> None:
    sent = {"display_name": "سلمى بناني", "locale": "ar", "phone": "٠٦ ١٢ ٣٤ ٥٦ ٧٨", "version": "1"}
    answer = inside.post("/account", data=sent)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account")
    account = db.session.scalars(select(Account)).one()
    assert (account.display_name, account.locale, account.phone) == ("سلمى بناني", "ar", "+212612345678")
    inside.post("/account", data={**sent, "phone": "", "version": "2"})
    assert db.session.scalars(select(Account.phone)).one() is None


def test_a_refused_profile_keeps_what_was_typed_and_the_rest_of_the_page(inside: Client) -> None:
    sent = {"display_name": "Salma B.", "locale": "fr", "phone": "12", "version": "1"}
    answer = inside.post("/account", data=sent)
    assert answer.status_code == 422
    assert 'value="Salma B."' in answer.text
    assert 'value="12"' in answer.text
    assert 'id="sessions"' in answer.text


def test_somebody_elses_later_edit_is_not_overwritten(inside: Client) -> None:
    sent = {"display_name": "First", "locale": "fr", "version": "1"}
    inside.post("/account", data=sent)
    answer = inside.post("/account", data={**sent, "display_name": "Second"})
    assert answer.status_code == 412
    assert 'value="Second"' in answer.text
    assert 'name="version" value="2"' in answer.text
    assert db.session.scalars(select(Account.display_name)).one() == "First"


def test_another_browser_is_signed_out_from_here(inside: Client, app: Flask) -> None:
    other = app.test_client()
    sign_in(other)
    theirs = db.session.scalars(select(Session.id).order_by(Session.id.desc()).limit(1)).one()
    assert f"/account/sessions/{theirs}/end" in inside.get("/account").text
    assert inside.post(f"/account/sessions/{theirs}/end").status_code == 303
    assert not is_inside(other)
    assert is_inside(inside)
    assert inside.post(f"/account/sessions/{theirs}/end").status_code == 404


def test_a_token_is_revoked_from_here(inside: Client, app: Flask) -> None:
    ask_token(app.test_client(), label="Agenda")
    token_id = db.session.scalars(select(ApiToken.id)).one()
    assert "Agenda" in inside.get("/account").text
    assert inside.post(f"/account/tokens/{token_id}/revoke").status_code == 303
    assert count_rows(ApiToken) == 0


def test_what_belongs_to_others_does_not_exist_here(inside: Client, app: Flask) -> None:
    make_account(email="nadia@example.org", password_hash=passwords.hashed(PASSWORD))
    other = app.test_client()
    sign_in(other, "nadia@example.org")
    ask_token(other, "nadia@example.org", label="Nadia's")
    theirs = db.session.scalars(select(Session.id).order_by(Session.id.desc()).limit(1)).one()
    token_id = db.session.scalars(select(ApiToken.id)).one()
    assert inside.post(f"/account/sessions/{theirs}/end").status_code == 404
    assert inside.post(f"/account/tokens/{token_id}/revoke").status_code == 404
    assert "Nadia" not in inside.get("/account").text
    assert is_inside(other)


def test_the_password_is_changed_and_others_are_out(inside: Client, app: Flask) -> None:
    other = app.test_client()
    sign_in(other)
    sent = {"present_password": PASSWORD, "password": OTHER_PASSWORD}
    assert inside.get("/account/password").status_code == 200
    assert inside.post("/account/password", data=sent).headers["Location"] == "/account"
    assert is_inside(inside)
    assert not is_inside(other)


@pytest.mark.parametrize(
    ("present", "new", "field"),
    [
        (OTHER_PASSWORD, OTHER_PASSWORD, "present_password"),
        (PASSWORD, "short", "password"),
        ("", "", "present_password"),
    ],
)
def test_a_refused_change_of_password_shows_no_password(inside: Client, present: str, new: str, field: str) -> None:
    answer = inside.post("/account/password", data={"present_password": present, "password": new})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert PASSWORD not in answer.text
    assert OTHER_PASSWORD not in answer.text


# --- language ---------------------------------------------------------------------------------------------------------


def test_the_language_of_somebody_inside_is_kept_in_the_account(inside: Client) -> None:
    answer = inside.post("/language/en", data={"next": "/account?lang=en"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account?lang=en")
    found = inside.get_cookie("language")
    assert found is not None
    assert found.value == "en"
    assert db.session.scalars(select(Account.locale)).one() == "en"
    assert '<html lang="en"' in inside.get("/account").text


def test_the_language_of_a_visitor_is_kept_in_the_browser(client: Client) -> None:
    assert client.post("/language/fr").headers["Location"] == "/"
    assert '<html lang="fr"' in client.get("/sign-in").text
    assert client.post("/language/de").status_code == 404


def test_a_new_browser_speaks_the_language_of_the_account(client: Client, salma: Actor) -> None:
    sign_in(client)
    assert '<html lang="fr"' in client.get("/account", headers={"Accept-Language": "ar"}).text


@pytest.mark.parametrize("address", ["/sign-in", "/sign-up", "/reset", "/sign-up/sent", "/reset/sent"])
@pytest.mark.parametrize("locale", ["ar", "fr", "en"])
def test_pages_for_everyone(client: Client, address: str, locale: str) -> None:
    page = client.get(f"{address}?lang={locale}")
    assert page.status_code == 200
    assert f'<html lang="{locale}"' in page.text
    tells_of_data = "/privacy" in page.text.split("<main")[1].split("</main")[0]
    assert tells_of_data == (address == "/sign-up")  # only there something is collected


def test_the_form_as_a_browser_sends_it(client: Client, salma: Actor) -> None:
    shown = client.get("/sign-in?next=/account").text
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown.split("<main")[1]))
    sent = {**hidden, "email": EMAIL, "password": PASSWORD}
    assert set(hidden) == {"csrf_token", "next"}
    answer = client.post("/sign-in", data=sent, form_token=False)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account")


def test_a_newcomer_comes_back_to_where_the_way_began(client: Client) -> None:
    here = "/seminars/0193b1de-0000-7000-8000-000000000001"
    assert f'/sign-up?next={here}"' in client.get(f"/sign-in?next={here}").text
    form = {"email": "new@example.org", "display_name": "Zineb", "password": PASSWORD, "next": here, "form_key": "1"}
    assert client.post("/sign-up", data=form).status_code == 303
    letter = db.session.scalars(select(Message).where(Message.kind == "verify_address")).one()
    link = urlsplit(letter.payload["url"])
    proved = client.post(f"{link.path}?{link.query}")
    assert proved.headers["Location"] == f"/sign-in?next={here}"


def test_the_way_back_never_leads_away(client: Client) -> None:
    form = {"email": "new@example.org", "display_name": "Zineb", "password": PASSWORD, "next": "//evil.example"}
    client.post("/sign-up", data=form)
    letter = db.session.scalars(select(Message).where(Message.kind == "verify_address")).one()
    assert "evil" not in letter.payload["url"]


def test_who_finds_nothing_signed_out_may_sign_in(client: Client) -> None:
    missing = "/seminars/0193b1de-0000-7000-8000-000000000001"
    shown = client.get(missing)
    assert shown.status_code == 404 and f'/sign-in?next={missing}"' in shown.text

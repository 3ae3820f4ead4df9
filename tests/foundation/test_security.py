"""Can a page of ours be misused by another site: framed, scripted, redirected from, posted to?"""

from collections.abc import Callable

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import BadSignature

from engage.access.guard import SAFE_METHODS
from engage.web.security import own_path
from tests.addresses import address_of
from tests.clients import Client
from tests.factories import make_account
from tests.foundation import probes

EVERYWHERE = ["/probe/count", "/nowhere", "/api/v1/probe/things", "/api/v1/nowhere", "/healthz", "/static/theme.css"]


@pytest.mark.parametrize("address", EVERYWHERE)
def test_every_answer_says_what_browsers_may_do_with_it(client: Client, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "*" not in policy
    assert "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Server" not in headers or "Werkzeug" not in headers["Server"]
    assert "Strict-Transport-Security" not in headers


def test_over_https_browsers_are_told_to_stay_there(client: Client) -> None:
    headers = client.get("/healthz", base_url="https://engage.example.org").headers
    assert int(headers["Strict-Transport-Security"].split("=")[1].split(";")[0]) >= 31_536_000


@pytest.mark.parametrize(("address", "kept"), [("/probe/count", "private"), ("/api/v1/probe/things", "no-store")])
def test_what_may_be_about_a_person_is_not_kept_by_others(client: Client, address: str, kept: str) -> None:
    assert kept in client.get(address).headers["Cache-Control"]


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Client) -> None:
    client.form_token()
    cookie = client.get_cookie("engage")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"


def test_over_https_the_session_cookie_belongs_to_this_very_host(make_app: Callable[..., Flask]) -> None:
    app = make_app(base_url="https://engage.example.org")
    assert app.config["SESSION_COOKIE_NAME"] == "__Host-engage"
    assert app.config["SESSION_COOKIE_SECURE"]


def test_a_session_signed_by_another_secret_is_none(app: Flask, make_app: Callable[..., Flask]) -> None:
    others = make_app(secret_key="another secret of the tests, as long as theirs")
    signers = [one.session_interface.get_signing_serializer(one) for one in (app, others)]  # type: ignore[attr-defined]
    with pytest.raises(BadSignature):
        signers[1].loads(signers[0].dumps({"sid": "x"}))


@pytest.mark.parametrize(("hops", "scheme"), [(0, "http"), (1, "https")])
def test_only_proxies_that_we_know_are_believed(make_app: Callable[..., Flask], hops: int, scheme: str) -> None:
    client = make_app(proxies=hops).test_client()
    headers = client.get("/healthz", headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}).headers
    assert ("Strict-Transport-Security" in headers) == (scheme == "https")


# --- own_path ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "target", ["/", "/seminars", "/seminars/1?tab=places&x=%2F", "/a//b", "/?next=https://x.org", "/مقاطعة"]
)
def test_paths_of_this_site(target: str) -> None:
    assert own_path(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "seminars",
        "https://evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r/evil.example",
        "\t//evil.example",
        " /seminars",
        "/ /evil.example",
        "/\x00/evil.example",
        "/\x7f/evil.example",
        "/seminars\\..\\",
        "javascript:alert(1)",
    ],
)
def test_what_leaves_this_site_or_might(target: str | None) -> None:
    assert own_path(target) is None


@given(st.text(alphabet="/\\:@.?#aZ \t\n\r\x00é", max_size=12))
def test_whatever_is_accepted_stays_here_in_a_browsers_eyes(target: str) -> None:
    accepted = own_path(target)
    if accepted is not None:
        seen_by_browsers = "".join(c for c in accepted if c not in "\t\n\r").replace("\\", "/")
        assert seen_by_browsers.startswith("/")
        assert not seen_by_browsers.startswith("//")


# --- form tokens ------------------------------------------------------------------------------------------------------


def test_a_form_without_a_token_changes_nothing(client: Client) -> None:
    assert client.post("/probe/keep/agdal", form_token=False).status_code == 400
    assert probes.told == []


def test_the_token_of_another_browser_is_worth_nothing(app: Flask, client: Client) -> None:
    stranger = app.test_client().form_token()
    client.form_token()
    answer = client.post("/probe/keep/agdal", form_token=False, headers={"X-CSRFToken": stranger})
    assert answer.status_code == 400


def test_a_token_in_the_form_itself_will_do(client: Client) -> None:
    sent = {"csrf_token": client.form_token()}
    assert client.post("/probe/keep/agdal", form_token=False, data=sent).status_code == 201


def test_every_page_that_changes_something_asks_for_a_token(app: Flask, browser_of: Callable[..., Client]) -> None:
    browser = browser_of(make_account())
    let_in = [
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in sorted(rule.methods - SAFE_METHODS)
        if not rule.rule.startswith("/api/")
        and browser.open(address_of(rule), method=method, form_token=False).status_code not in {400, 401, 403}
    ]
    assert let_in == []


def test_a_form_that_is_too_old_says_so(client: Client) -> None:
    answer = client.post("/probe/keep/agdal", form_token=False, headers={"Accept-Language": "en"})
    assert "The form is too old" in answer.text


def test_a_program_needs_no_form_token(client: Client) -> None:
    assert client.post("/api/v1/probe/things", json={"name": "agdal"}).status_code == 201


def test_a_browsers_cookie_is_worth_nothing_to_the_api(browser_of: Callable[..., Client]) -> None:
    browser = browser_of(make_account())
    assert browser.get("/api/v1/me").status_code == 401

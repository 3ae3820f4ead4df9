"""Can a school show our list on its own site, and is that the only page that others may frame?"""

import re
from collections.abc import Callable
from html import unescape

from flask import Flask

from engage.web.security import HEADERS
from tests.addresses import address_of
from tests.clients import Client
from tests.factories import make_account, make_officer, make_seminar


def test_a_list_that_others_may_frame(client: Client) -> None:
    seminar = make_seminar("Harcèlement")
    answer = client.get("/embed/seminars?lang=fr&district=saiss")
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "form-action 'none'" in policy
    assert "X-Frame-Options" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    assert f'href="/seminars/{seminar.id}?lang=fr"' in answer.text
    assert re.findall(r'<a\s[^>]*href="/[^>]*>', answer.text)
    for link in re.findall(r'<a\s[^>]*href="/[^>]*>', answer.text):
        assert 'target="_blank"' in link and 'rel="noopener"' in link
    assert not re.search("<(form|script|header|footer|input)", answer.text)


def test_whoever_has_the_list_still_may_frame_it(client: Client) -> None:
    tag = client.get("/embed/seminars").headers["ETag"]
    again = client.get("/embed/seminars", headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert "X-Frame-Options" not in again.headers


def test_no_other_answer_may_be_framed(app: Flask, browser_of: Callable[..., Client]) -> None:
    browser = browser_of(make_officer("saiss"))
    framed = set()
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            headers = browser.get(address_of(rule)).headers
            kept = "frame-ancestors 'none'" in headers["Content-Security-Policy"]
            if not kept or headers.get("X-Frame-Options") != HEADERS["X-Frame-Options"]:
                framed.add(rule.rule)
    assert framed == {"/embed/seminars"}


def test_it_is_the_same_for_everyone(client: Client, browser_of: Callable[..., Client]) -> None:
    make_seminar("Publique")
    make_seminar("Brouillon", published=False)
    shown = client.get("/embed/seminars").text
    for person in (make_account("Hind Lahlou"), make_officer("saiss")):
        assert browser_of(person).get("/embed/seminars").text == shown
    assert "Brouillon" not in shown


def test_no_longer_than_asked_nor_than_allowed(client: Client) -> None:
    for number in range(22):
        make_seminar(f"Séance {number}")
    for limit, shown in (("3", 3), ("20", 20), ("1000", 5), ("x", 5), ("", 5)):
        assert client.get(f"/embed/seminars?limit={limit}&lang=fr").text.count("Séance ") == shown


def test_the_snippet_is_ready_and_its_preview_is_what_it_shows(client: Client) -> None:
    make_seminar("Harcèlement")
    answer = client.get("/embed?district=saiss&limit=3&lang=fr")
    assert "frame-src 'self'" in answer.headers["Content-Security-Policy"]
    typed = re.search(r"<textarea[^>]*>(.*?)</textarea>", answer.text, re.DOTALL)
    assert typed
    snippet = unescape(typed[1])
    assert re.fullmatch(r'<iframe src="[^"]+" title="[^"]+" lang="fr"[^>]* loading="lazy"></iframe>', snippet)
    path = unescape(re.findall(r'src="http://[^/]+(/[^"]+)"', snippet)[0])
    assert path == "/embed/seminars?district=saiss&limit=3&lang=fr"
    assert "Harcèlement" in client.get(path).text
    assert re.search(r'<iframe[^>]*src="([^"]+)"', answer.text)


def test_what_is_asked_for_cannot_break_out_of_the_snippet(client: Client) -> None:
    shown = client.get("/embed?district=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&theme=%3C/textarea%3E").text
    assert "<script>alert" not in shown
    assert shown.count("</textarea>") == 1

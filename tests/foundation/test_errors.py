"""Is every refusal told in the same shape: problem+json to programs, a page to people?"""

import io
import json
from collections.abc import Callable
from string import Formatter

import pytest
from flask import Flask

from engage.errors import Conflict
from engage.web.errors import words_for
from engage.web.problems import PROBLEMS
from tests.clients import Client

THINGS = "/api/v1/probe/things"


def problem_of(answer: object, status: int, type_: str) -> dict[str, object]:
    assert answer.status_code == status  # type: ignore[attr-defined]
    assert answer.content_type == "application/problem+json"  # type: ignore[attr-defined]
    body: dict[str, object] = answer.json  # type: ignore[attr-defined]
    assert {"type", "title", "status", "detail"} <= set(body) <= {"type", "title", "status", "detail", "errors"}
    assert (body["type"], body["status"]) == (f"/problems/{type_}", status)
    assert body["title"]
    assert body["detail"]
    return body


@pytest.mark.parametrize(
    ("kind", "status", "type_"),
    [
        ("not-found", 404, "not-found"),
        ("not-allowed", 403, "not-allowed"),
        ("not-signed-in", 401, "not-signed-in"),
        ("conflict", 409, "party-too-large"),
        ("invalid", 422, "invalid-input"),
        ("stale", 412, "stale-version"),
        ("version-missing", 428, "version-missing"),
        ("fault", 500, "internal-error"),
    ],
)
def test_a_refusal_of_the_domain_is_a_problem(client: Client, kind: str, status: int, type_: str) -> None:
    problem_of(client.get(f"/api/v1/probe/refusals/{kind}"), status, type_)


def test_field_errors_are_told_by_path(client: Client) -> None:
    body = problem_of(client.get("/api/v1/probe/refusals/invalid"), 422, "invalid-input")
    assert body["errors"] == {"attendees.0.name": ["Fill in this field."]}


def test_figures_stand_in_the_words(client: Client) -> None:
    answer = client.get("/api/v1/probe/refusals/conflict", headers={"Accept-Language": "en"})
    assert "4" in answer.json["detail"]
    assert "9" in answer.json["detail"]


def test_a_401_says_how_to_sign_in(client: Client) -> None:
    assert client.get("/api/v1/probe/refusals/not-signed-in").headers["WWW-Authenticate"].startswith("Bearer")


def test_a_fault_tells_nobody_what_it_was(client: Client, capfd: pytest.CaptureFixture[str]) -> None:
    answer = client.get("/api/v1/probe/refusals/fault")
    assert "Salma" not in answer.text
    assert "Lookup" not in answer.text


@pytest.mark.parametrize("address", ["/api/v1/nowhere", "/api/v1/venues/not-an-id", "/api/v1/probe/things/7"])
def test_an_unknown_address_is_a_problem(client: Client, address: str) -> None:
    problem_of(client.get(address), 404, "not-found")


def test_a_405_keeps_its_allow_header(client: Client) -> None:
    answer = client.delete(THINGS)
    problem_of(answer, 405, "method-not-allowed")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    page = client.delete("/probe/count")
    assert page.status_code == 405
    assert "GET" in page.headers["Allow"]


def test_a_503_keeps_its_retry_after(client: Client) -> None:
    answer = client.get("/probe/busy")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "7"


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"nonsense",
        b'{"name": "a"',
        b"\xff\xfe",
        b'{"name": "\\ud800"}',
        b'{"name": NaN}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
    ],
    ids=["open", "nonsense", "cut", "not-utf8", "half-a-pair", "nan", "deep-lists", "deep-objects"],
)
def test_json_that_cannot_be_read_is_a_bad_request(client: Client, body: bytes) -> None:
    problem_of(client.post(THINGS, data=body, content_type="application/json"), 400, "bad-request")


@pytest.mark.parametrize("body", [[], ["a"], "text", 7, None, True])
def test_json_that_is_no_object_is_invalid(client: Client, body: object) -> None:
    problem_of(client.post(THINGS, json=body), 422, "invalid-input")


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_what_is_not_json_is_an_unsupported_media_type(client: Client, media_type: str) -> None:
    problem_of(client.post(THINGS, data=b"name=agdal", content_type=media_type), 415, "unsupported-media-type")


def test_json_with_a_vendors_suffix_is_json(client: Client) -> None:
    answer = client.post(THINGS, data=b'{"name": "agdal"}', content_type="application/vnd.engage+json")
    assert answer.status_code == 201


def test_too_large_a_body_is_refused_whatever_it_claims(client: Client) -> None:
    body = json.dumps({"name": "a" * 1_100_000})
    problem_of(client.post(THINGS, data=body, content_type="application/json"), 413, "payload-too-large")


@pytest.mark.parametrize("size", [1_000_001, 1_100_000, 3_000_000])
def test_too_large_a_body_is_refused_if_it_does_not_say_how_long_it_is(client: Client, size: int) -> None:
    """Sent in chunks, of which the beginning may well be sound."""
    body = io.BytesIO(b'{"name": "agdal"}'.ljust(size))
    sent = {"input_stream": body, "environ_overrides": {"wsgi.input_terminated": True}}
    problem_of(client.post(THINGS, content_type="application/json", **sent), 413, "payload-too-large")


def test_a_body_in_chunks_may_be_as_large_as_any(client: Client) -> None:
    body = io.BytesIO(b'{"name": "agdal"}'.ljust(1_000_000))
    sent = {"input_stream": body, "environ_overrides": {"wsgi.input_terminated": True}}
    assert client.post(THINGS, content_type="application/json", **sent).status_code == 201


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": "   "}, "name"),
        ({"name": None}, "name"),
        ({"name": 7}, "name"),
        ({"name": ["a"]}, "name"),
        ({"name": "a\u202eb"}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"name": "a" * 21}, "name"),
        ({"name": "a", "size": 0}, "size"),
        ({"name": "a", "size": 11}, "size"),
        ({"name": "a", "size": 2.5}, "size"),
        ({"name": "a", "size": "3"}, "size"),
        ({"name": "a", "size": True}, "size"),
        ({"name": "a", "size": 10**30}, "size"),
        ({"name": "a", "colour": "red"}, "colour"),
    ],
)
def test_a_wrong_field_is_named(client: Client, sent: dict[str, object], field: str) -> None:
    answer = client.post(THINGS, data=json.dumps(sent), content_type="application/json")
    if sent.get("size") == 10**30:
        assert answer.status_code in {400, 422}  # a number that no JSON reader of ours can hold
        return
    body = problem_of(answer, 422, "invalid-input")
    assert list(body["errors"]) == [field]  # type: ignore[call-overload]


def test_a_whole_number_may_be_written_with_a_point(client: Client) -> None:
    assert client.post(THINGS, json={"name": "agdal", "size": 3.0}).status_code == 201


@pytest.mark.parametrize("query", ["size=x", "size=0", "size=-1", "size=99999999999999999999", "size=1.5", "size="])
def test_a_wrong_query_is_invalid(client: Client, query: str) -> None:
    problem_of(client.get(f"{THINGS}?{query}"), 422, "invalid-input")


def test_the_query_of_a_list_may_use_any_digits(client: Client) -> None:
    assert client.get(THINGS, query_string={"size": "٣"}).status_code in {200, 422}


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
def test_people_get_a_page_in_their_language(client: Client, language: str, direction: str) -> None:
    answer = client.get("/nowhere", headers={"Accept-Language": language})
    assert answer.status_code == 404
    assert answer.mimetype == "text/html"
    assert f'lang="{language}"' in answer.text
    assert f'dir="{direction}"' in answer.text
    assert answer.headers["Content-Language"] == language


def test_problems_are_in_the_callers_language(client: Client) -> None:
    for language in ("ar", "fr", "en"):
        answer = client.get("/api/v1/nowhere", headers={"Accept-Language": language})
        assert answer.headers["Content-Language"] == language


def test_a_page_that_fails_shows_the_number_to_quote(client: Client) -> None:
    answer = client.post("/probe/fail/x", headers={"X-Request-ID": "quote-me-42"})
    assert answer.status_code == 500
    assert "quote-me-42" in answer.text
    assert answer.headers["X-Request-ID"] == "quote-me-42"


def test_an_unreasonable_request_id_is_replaced(client: Client) -> None:
    answer = client.get("/healthz", headers={"X-Request-ID": "<script>"})
    assert answer.headers["X-Request-ID"].isalnum()


def test_every_problem_has_words_that_can_be_filled_in(app: Flask) -> None:
    for type_, words in PROBLEMS.items():
        names = {name for text in words for _, name, _, _ in Formatter().parse(text) if name}
        title, detail = words_for(Conflict(type_, **dict.fromkeys(names, "7")))
        assert title
        assert detail
        assert ("7" in title + detail) == bool(names)


def test_problems_stand_in_alphabetical_order() -> None:
    assert list(PROBLEMS) == sorted(PROBLEMS)


def test_a_head_request_is_answered_like_a_get_without_its_body(client: Client) -> None:
    answer = client.head(THINGS)
    assert answer.status_code == 200
    assert answer.data == b""


def test_a_page_refusal_is_never_problem_json(client: Client, browser_of: Callable[..., Client]) -> None:
    for address in ("/nowhere", "/probe/keep-late/x"):
        assert client.post(address).mimetype == "text/html"

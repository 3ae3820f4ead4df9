"""Do programs of other cities read what everyone may, in both formats, and nothing else?"""

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as bounds
from hypothesis import strategies as st

from engage.access.actor import Actor
from engage.database import db
from engage.feedback import services
from engage.feedback.models.threads import Post, Thread
from engage.transaction import transaction
from tests.clients import Client
from tests.conftest import NOW, FrozenClock
from tests.factories import make_district, make_officer, make_supervisor, make_thread

V2 = "/open311/v2"
WORDS = {"type": "string"}
MAYBE = {"anyOf": [{"type": "string"}, {"type": "null"}]}
MOMENT = {"type": "string", "format": "date-time"}
MAYBE_MOMENT = {"anyOf": [MOMENT, {"type": "null"}]}
MAYBE_NUMBER = {"anyOf": [{"type": "number"}, {"type": "null"}]}
REQUESTS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["service_request_id", "status", "service_code", "requested_datetime"],
        "additionalProperties": False,
        "properties": {
            "service_request_id": {"type": "string", "minLength": 1},
            "status": {"enum": ["open", "closed"]},
            "service_code": {"type": "string"},
            "description": {"type": "string", "maxLength": 4000},
            "requested_datetime": MOMENT,
            "updated_datetime": MAYBE_MOMENT,
            "expected_datetime": MAYBE_MOMENT,
            "lat": MAYBE_NUMBER,
            "long": MAYBE_NUMBER,
            **dict.fromkeys(("status_notes", "service_name", "agency_responsible", "service_notice"), MAYBE),
            **dict.fromkeys(("address", "address_id", "zipcode", "media_url"), MAYBE),
        },
    },
}
SERVICES = {
    "type": "array",
    "minItems": 10,
    "items": {
        "type": "object",
        "required": ["service_code", "service_name", "metadata", "type"],
        "properties": {
            "metadata": {"type": "boolean"},
            "type": {"enum": ["realtime", "batch", "blackbox"]},
            **dict.fromkeys(("service_code", "service_name", "description", "keywords", "group"), WORDS),
        },
    },
}


def valid(schema: dict[str, Any], told: Any) -> Any:
    jsonschema_rs.Draft202012Validator(schema, validate_formats=True).validate(told)
    return told


def requests_at(client: Client, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"{V2}/requests.json{query}", headers={"Accept-Language": "fr"})
    assert answer.status_code == 200, answer.text
    return valid(REQUESTS, answer.json) if "extensions" not in query else answer.json


def numbers(client: Client, query: str = "") -> set[str]:
    return {one["service_request_id"] for one in requests_at(client, query)}


def reply(officer: Actor, thread: Thread, body: str) -> Any:
    with transaction():
        return services.add_reply(officer, thread.id, body=body)


def test_discovery_in_both_formats(client: Client) -> None:
    told = client.get("/open311/discovery.json")
    assert told.content_type == "application/json"
    [endpoint] = told.json["endpoints"]
    assert set(endpoint) == {"specification", "url", "changeset", "type", "formats"}
    assert endpoint["formats"] == ["text/xml", "application/json"]
    root = ET.fromstring(client.get("/open311/discovery.xml").data)
    assert root.findtext("endpoints/endpoint/url") == endpoint["url"]
    assert [one.text for one in root.findall("endpoints/endpoint/formats/format")] == endpoint["formats"]


def test_services_speak_the_language_of_the_program(client: Client) -> None:
    told = valid(SERVICES, client.get(f"{V2}/services.json", headers={"Accept-Language": "en"}).json)
    assert told[0]["service_name"] == "Traffic and road safety"
    assert client.get(f"{V2}/services.json", headers={"Accept-Language": "ar"}).json[0] != told[0]
    root = ET.fromstring(client.get(f"{V2}/services.xml").data)
    assert [one.findtext("service_code") for one in root.findall("service")] == [one["service_code"] for one in told]
    assert root.findtext("service/metadata") == "true"


def test_a_service_asks_for_district_and_readers(client: Client) -> None:
    make_district("saiss")
    told = client.get(f"{V2}/services/noise.json").json
    assert [(one["code"], one["order"]) for one in told["attributes"]] == [("district", 1), ("visibility", 2)]
    assert [value["key"] for value in told["attributes"][0]["values"]] == ["saiss"]
    root = ET.fromstring(client.get(f"{V2}/services/noise.xml").data)
    assert root.findtext("attributes/attribute/values/value/key") == "saiss"


def test_a_request_says_what_happened_and_what_was_answered(
    client: Client, frozen_clock: FrozenClock, store: str
) -> None:
    thread = make_thread(latitude=34.03, longitude=-5.0, place="Rue de l’école")
    reply(make_officer(), thread, "Première réponse.")
    frozen_clock.move(hours=1)
    reply(make_officer(), thread, "Une patrouille passe.")
    [told] = requests_at(client)
    assert told["service_request_id"] == thread.reference
    assert (told["status"], told["status_notes"]) == ("open", "Une patrouille passe.")
    assert told["description"] == "Vitesse devant l’école\n\nLes voitures passent très vite à la sortie."
    assert (told["requested_datetime"], told["updated_datetime"]) == ("2026-11-23T09:00:00Z", "2026-11-23T10:00:00Z")
    assert (told["lat"], told["long"], told["address"]) == (34.03, -5.0, "Rue de l’école")
    root = ET.fromstring(client.get(f"{V2}/requests/{thread.reference}.xml").data)
    assert root.findtext("request/status_notes") == "Une patrouille passe."
    assert root.find("request/zipcode").text is None
    [extended] = requests_at(client, "?extensions=true")
    assert [note["description"] for note in extended["notes"]] == ["Première réponse.", "Une patrouille passe."]


def test_closed_is_what_has_ended_and_answered_has_not(client: Client) -> None:
    officer, threads = make_supervisor(), [make_thread() for _ in range(3)]
    with transaction():
        services.answer_thread(officer, threads[0].id, body="Voilà.")
        services.refer_thread(officer, threads[1].id, authority="Commune", reference="12", on=NOW.date())
        services.answer_thread(officer, threads[2].id, body="Voilà.")
        services.close_thread(officer, threads[2].id)
    assert numbers(client, "?status=open") == {threads[0].reference}
    assert numbers(client, "?status=closed") == {threads[1].reference, threads[2].reference}
    assert len(numbers(client, "?status=closed,open")) == 3
    assert {one["agency_responsible"] for one in requests_at(client, "?status=closed")} >= {"Commune"}


def _private() -> Thread:
    return make_thread(visibility="private")


def _unseen() -> Thread:
    return make_thread(receipt_hash=b"x" * 32)


def _hidden() -> Thread:
    thread = make_thread()
    with transaction():
        db.session.query(Post).filter_by(thread_id=thread.id).one().hidden_at = NOW
    return thread


@pytest.mark.parametrize("make", [_private, _unseen, _hidden])
def test_what_not_everyone_may_read_does_not_exist(client: Client, make: Callable[[], Thread], token: Any) -> None:
    thread, officer = make(), make_supervisor()
    reply(officer, thread, "Pour vous seul.")
    client.carry(token(officer))  # a key opens nothing here
    assert numbers(client) == numbers(client, f"?service_request_id={thread.reference}") == set()
    for address in (f"requests/{thread.reference}", f"tokens/{thread.reference}"):
        unknown = client.get(f"{V2}/{address.replace(thread.reference, 'F-2026-0')}.json")
        refused = client.get(f"{V2}/{address}.json")
        assert (refused.status_code, refused.json) == (404, unknown.json)
    assert client.get(f"{V2}/servicerequestupdates.json").json == []


def test_a_note_changes_nothing_that_is_seen(client: Client, frozen_clock: FrozenClock) -> None:
    thread, officer = make_thread(), make_officer()
    hidden = reply(officer, thread, "Fausse adresse.")
    with transaction():
        db.session.get_one(Post, hidden).hidden_at = NOW
    before = requests_at(client, "?page=1")
    frozen_clock.move(hours=1)
    with transaction():
        services.add_note(officer, thread.id, body="Entre nous.")
        services.assign_thread(officer, thread.id, account_id=officer.id)
    assert requests_at(client, "?page=1&page_size=999") == before
    assert before[0]["status_notes"] is None


def test_what_was_taken_out_of_words_is_taken_out_here(client: Client) -> None:
    thread, officer = make_thread(place="Chez Karim"), make_supervisor()
    said = reply(officer, thread, "Karim est prévenu.")
    with transaction():
        opening = db.session.query(Post).filter_by(thread_id=thread.id, kind="opening").one()
        services.redact_post(officer, opening.id, body="Les █ passent très vite à la sortie.", place="Chez █")
        services.redact_post(officer, said, body="█ est prévenu.")
    [told] = requests_at(client, "?extensions=true")
    [update] = client.get(f"{V2}/servicerequestupdates.json").json
    assert "Karim" not in str([told, update])
    assert "voitures" not in told["description"]
    assert {told["status_notes"], told["notes"][0]["description"], update["description"]} == {"█████ est prévenu."}


def test_what_is_kept_a_moment_is_kept_for_each_language(make_app: Callable[..., Any]) -> None:
    app = make_app(list_seconds=60)
    client = app.test_client()
    with app.app_context():
        make_thread()
    answers = [client.get(f"{V2}/requests.json", headers={"Accept-Language": code}) for code in ("ar", "fr", "ar")]
    names = [answer.json[0]["service_name"] for answer in answers]
    assert names[0] == names[2] != names[1]


def test_ninety_days_by_default_and_never_more(client: Client, frozen_clock: FrozenClock) -> None:
    old = make_thread()
    frozen_clock.move(days=91)
    new = make_thread()
    assert numbers(client) == {new.reference}
    assert numbers(client, "?start_date=2026-11-01T00:00:00Z") == {old.reference}
    assert numbers(client, "?end_date=2026-12-01T00:00:00%2B01:00") == {old.reference}
    assert numbers(client, "?end_date=2026-12-01T00:00:00+01:00") == {old.reference}
    refused = client.get(f"{V2}/requests.json?start_date=2026-01-01T00:00:00Z&end_date=2026-12-01T00:00:00Z")
    assert (refused.status_code, refused.json[0]["code"]) == (400, 400)
    assert numbers(client, f"?service_request_id={old.reference},F-1&status=closed") == {old.reference}


def test_filters_and_pages(client: Client) -> None:
    made = [make_thread(category=category) for category in ("traffic", "noise", "school")]
    assert numbers(client, "?service_code=noise,school&status=") == {made[1].reference, made[2].reference}
    pages = [numbers(client, f"?page={page}&page_size=2") for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [2, 1, 0]
    assert set.union(*pages) == {thread.reference for thread in made}


def test_updates_are_official_replies(client: Client) -> None:
    thread, officer = make_thread(), make_officer()
    reply(officer, thread, "Vu.")
    with transaction():
        services.add_comment(officer, thread.id, body="Un commentaire.")
    [told] = client.get(f"{V2}/servicerequestupdates.json").json
    assert (told["service_request_id"], told["description"], told["status"]) == (thread.reference, "Vu.", "open")
    assert b"<request_update>" in client.get(f"{V2}/servicerequestupdates.xml").data


def test_a_list_costs_two_statements_and_may_be_read_by_any_page(
    client: Client, count_statements: Callable[[], Any], store: str
) -> None:
    officer = make_officer()
    for _ in range(5):
        reply(officer, make_thread(), "Vu.")
    client.get(f"{V2}/requests.json?page_size=3")
    for query in ("?status=open", "?extensions=true&page=1", "?service_code=traffic"):
        with count_statements() as statements:
            answer = client.get(f"{V2}/requests.json{query}")
        assert len(statements) <= 2, statements
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    with count_statements() as statements:
        client.get(f"{V2}/servicerequestupdates.xml")
    assert len(statements) == 1, statements


@pytest.mark.parametrize("suffix", ["xml", "json"])
def test_what_is_not_there_is_told_in_the_form_of_the_contract(client: Client, suffix: str) -> None:
    refused = client.get(f"{V2}/services/roads.{suffix}")
    assert (refused.status_code, refused.headers["Access-Control-Allow-Origin"]) == (404, "*")
    if suffix == "json":
        assert set(refused.json[0]) == {"code", "description"}
    else:
        assert ET.fromstring(refused.data).findtext("error/code") == "404"


def test_a_number_that_no_store_can_hold_is_no_fault_of_ours(client: Client, store: str) -> None:
    for address in ("requests/F-%00", "tokens/%00"):
        assert client.get(f"{V2}/{address}.json").status_code == 404
    for name in ("service_request_id", "service_code"):
        assert client.get(f"{V2}/requests.json?{name}=a,%00").status_code == 400


def test_words_that_xml_cannot_hold(client: Client) -> None:
    thread = make_thread()
    with transaction():
        db.session.query(Post).filter_by(thread_id=thread.id).one().body = "A\x0b\ufffe<b>&"
    root = ET.fromstring(client.get(f"{V2}/requests/{thread.reference}.xml").data)
    assert root.findtext("request/description").endswith("A<b>&")


NAMES = [
    "service_request_id",
    "service_code",
    "start_date",
    "end_date",
    "status",
    "page",
    "page_size",
    "extensions",
    "x",
]
WILD = st.one_of(
    st.text(max_size=40), st.sampled_from(["2026-11-01T00:00:00Z", "2099-12-31T23:59:59Z", "1", "-1", "open"])
)


@given(query=st.dictionaries(st.sampled_from(NAMES), WILD), suffix=st.sampled_from(["xml", "json"]))
@bounds(max_examples=60, suppress_health_check=list(HealthCheck))
def test_whatever_is_asked_it_is_no_fault_of_ours(client: Client, query: dict[str, str], suffix: str) -> None:
    for address in ("requests", "servicerequestupdates", "services"):
        answer = client.get(f"{V2}/{address}.{suffix}", query_string=query)
        assert answer.status_code in {200, 400}
        if suffix == "xml":
            ET.fromstring(answer.data)

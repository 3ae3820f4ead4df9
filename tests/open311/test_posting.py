"""Does what a program posts obey what is asked of everyone?"""

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as bounds
from hypothesis import strategies as st

from engage.access.actor import Actor
from engage.database import db
from engage.feedback.models.threads import Post, Thread
from tests.clients import Client
from tests.factories import count_rows, make_account, make_district, make_token

V2 = "/open311/v2"


@pytest.fixture
def person(app: Any) -> Actor:
    make_district("saiss")
    return make_account()


@pytest.fixture
def sent(person: Actor) -> dict[str, str]:
    return {
        "api_key": make_token(person),
        "service_code": "noise",
        "description": "Musique très forte\nchaque nuit jusqu’à trois heures.",
        "lat": "34.03",
        "long": "-5,0",
    }


def post(client: Client, sent: dict[str, str], *, suffix: str = "json", key: str | None = None, **more: str) -> Any:
    headers = {"Accept-Language": "en"} | ({"Idempotency-Key": key} if key else {})
    return client.post(f"{V2}/requests.{suffix}", data={**sent, **more}, headers=headers, form_token=False)


def test_a_request_is_a_thread_of_the_account(client: Client, person: Actor, sent: dict[str, str], store: str) -> None:
    answer = post(client, sent, **{"attribute[district]": "saiss"})
    assert answer.status_code == 201, answer.text
    [told] = answer.json
    thread = db.session.query(Thread).one()
    assert told["service_request_id"] == thread.reference
    assert "19" in told["service_notice"]
    assert "Access-Control-Allow-Origin" not in answer.headers, "who posts is no page of another site"
    assert (thread.author_id, thread.district, thread.visibility) == (person.id, "saiss", "public")
    assert (thread.subject, thread.latitude, thread.longitude) == ("Musique très forte", 34.03, -5.0)
    assert db.session.query(Post).one().body == sent["description"]
    [seen] = client.get(f"{V2}/requests/{thread.reference}.json").json
    assert seen["description"] == sent["description"]
    assert client.get(f"{V2}/tokens/{thread.reference}.json").json == [
        {"service_request_id": thread.reference, "token": thread.reference}
    ]


def test_xml_in_the_same_words(client: Client, sent: dict[str, str]) -> None:
    root = ET.fromstring(post(client, sent, suffix="xml").data)
    assert root.tag == "service_requests"
    assert root.findtext("request/service_request_id") == db.session.query(Thread).one().reference


@pytest.mark.parametrize("key", ["", "wrong", "x" * 3000])
def test_without_a_good_key_nothing_is_taken(client: Client, sent: dict[str, str], key: str) -> None:
    answer = post(client, sent, api_key=key)
    assert (answer.status_code, answer.json[0]["code"]) == (403, 403)
    root = ET.fromstring(post(client, sent, suffix="xml", api_key=key).data)
    assert (root.tag, root.findtext("error/code")) == ("errors", "403")
    assert count_rows(Thread) == 0


def test_a_browser_that_is_signed_in_is_no_key(browser_of: Any, person: Actor, sent: dict[str, str]) -> None:
    assert post(browser_of(person), sent, api_key="").status_code == 403


def test_a_token_in_the_header_is_no_key(client: Client, person: Actor, sent: dict[str, str]) -> None:
    client.carry(sent["api_key"])
    assert post(client, sent, api_key="").status_code == 403
    assert count_rows(Thread) == 0


def test_a_key_that_may_only_read(client: Client, person: Actor, sent: dict[str, str]) -> None:
    assert post(client, sent, api_key=make_token(person, "read")).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"service_code": "roads"}, 404),
        ({"service_code": ""}, 400),
        ({"description": ""}, 400),
        ({"description": "x" * 4001}, 400),
        ({"description": "\u202eabc"}, 400),
        ({"lat": "", "long": ""}, 400),
        ({"lat": "", "address_string": "Rue"}, 400),
        ({"lat": "91"}, 400),
        ({"attribute[district]": "atlantis"}, 400),
        ({"attribute[visibility]": "all"}, 400),
        ({"attribute[color]": "red"}, 400),
    ],
)
def test_what_is_refused_elsewhere_is_refused_here(
    client: Client, sent: dict[str, str], wrong: dict[str, str], status: int
) -> None:
    answer = post(client, sent, **wrong)
    assert (answer.status_code, answer.json[0]["code"]) == (status, status)
    assert count_rows(Thread) == 0


def test_what_is_for_the_police_alone_is_not_found_here(client: Client, sent: dict[str, str]) -> None:
    [told] = post(client, sent, service_code="drugs").json
    assert "Only the police" in told["service_notice"]
    assert client.get(f"{V2}/requests/{told['service_request_id']}.json").status_code == 404
    [open_one] = post(client, sent, service_code="drugs", **{"attribute[visibility]": "public"}).json
    assert client.get(f"{V2}/requests/{open_one['service_request_id']}.json").status_code == 200


def test_contacts_and_pictures_are_not_kept_and_it_is_said(client: Client, sent: dict[str, str]) -> None:
    more = {
        "email": "nadia@example.org",
        "first_name": "Nadia",
        "media_url": "http://192.0.2.1/a.jpg",
        "device_id": "1",
    }
    [told] = post(client, sent, **more).json
    assert "Pictures are not taken along." in told["service_notice"]
    assert "not kept" in told["service_notice"]
    thread = db.session.query(Thread).one()
    assert (thread.contact_email, thread.author_name) == (None, None)


def test_sent_twice_it_is_one(client: Client, sent: dict[str, str], store: str) -> None:
    first, again = post(client, sent, key="one"), post(client, sent, key="one")
    assert first.json == again.json
    assert count_rows(Thread) == 1


@pytest.mark.parametrize("start", ["ab", "x" * 300, "mot " * 80])
def test_every_thread_has_a_line_to_be_found_by(client: Client, sent: dict[str, str], start: str) -> None:
    assert post(client, sent, description=start).status_code == 201
    assert 3 <= len(db.session.query(Thread).one().subject) <= 150


FIELDS = ["service_code", "description", "lat", "long", "address_string", "attribute[district]", "attribute[]", "email"]
WILD = st.one_of(st.text(max_size=30), st.sampled_from(["noise", "nan", "1e400", "٣٤", "saiss", "F\x00"]))


@given(wild=st.dictionaries(st.sampled_from(FIELDS), WILD))
@bounds(max_examples=60, suppress_health_check=list(HealthCheck))
def test_whatever_is_sent_it_is_no_fault_of_ours(client: Client, sent: dict[str, str], wild: dict[str, str]) -> None:
    assert post(client, sent, **wild).status_code in {201, 400, 404, 429}

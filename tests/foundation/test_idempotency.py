"""Does the same request, sent twice, do its work once?"""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from engage.database import db
from engage.transaction import transaction
from engage.web.idempotency import IdempotencyKey, forget_expired_keys
from tests import stores
from tests.clients import Client
from tests.factories import count_rows, make_account
from tests.foundation import probes


def add(client: Client, name: str = "agdal", key: str = "key-1") -> TestResponse:
    return client.post("/api/v1/probe/things", json={"name": name}, headers={"Idempotency-Key": key})


@stores.on_both
def test_a_repeated_request_is_answered_as_the_first_time(client: Client) -> None:
    first, second = add(client), add(client)
    assert first.status_code == second.status_code == 201
    assert first.json == second.json == {"name": "agdal", "calls": 1}
    for header in ("Location", "ETag", "Content-Type"):
        assert first.headers[header] == second.headers[header]
    assert probes.told == ["ran", "agdal"]


@stores.on_both
def test_another_body_under_the_same_key_is_refused(client: Client) -> None:
    add(client)
    refused = add(client, "saiss")
    assert refused.status_code == 409
    assert refused.json["type"] == "/problems/idempotency-key-reused"
    assert add(client).status_code == 201


def test_another_key_is_another_request(client: Client) -> None:
    add(client)
    assert add(client, "saiss", "key-2").json["calls"] == 2


def test_without_a_key_nothing_is_remembered(client: Client) -> None:
    for name in ("agdal", "saiss"):
        assert client.post("/api/v1/probe/things", json={"name": name}).status_code == 201
    assert count_rows(IdempotencyKey) == 0


@stores.on_both
def test_a_key_belongs_to_its_caller(client: Client, program_of: Callable[..., Client]) -> None:
    add(client)
    assert add(program_of(make_account()), "saiss").json["calls"] == 2
    assert add(program_of(make_account()), "zouagha").json["calls"] == 3


@stores.on_both
def test_a_key_is_kept_for_a_day(client: Client, frozen_clock: Any) -> None:
    add(client)
    frozen_clock.move(hours=23, minutes=59)
    assert add(client).json["calls"] == 1
    frozen_clock.move(minutes=1)
    assert add(client, "saiss").json["calls"] == 2


@stores.on_both
def test_old_keys_are_forgotten_by_the_daily_job(client: Client, frozen_clock: Any) -> None:
    add(client)
    frozen_clock.move(hours=12)
    add(client, "saiss", "key-2")
    frozen_clock.move(hours=13)
    with transaction():
        assert forget_expired_keys() == 1
    assert [kept.key for kept in db.session.query(IdempotencyKey)] == ["key-2"]


@stores.on_both
def test_a_refusal_keeps_no_key(client: Client) -> None:
    assert add(client, "a name that is much too long").status_code == 422
    assert count_rows(IdempotencyKey) == 0
    assert add(client, "agdal").status_code == 201


@stores.on_both
def test_a_crash_keeps_no_key_and_nothing_else(client: Client) -> None:
    probes.plan.append(lambda: 1 / 0)
    assert add(client).status_code == 500
    assert count_rows(IdempotencyKey) == 0
    assert add(client).json == {"name": "agdal", "calls": 2}


@pytest.mark.parametrize("key", ["x" * 256, "clé", "a\tb"])
def test_a_key_is_printable_and_short(client: Client, key: str) -> None:
    refused = add(client, key=key)
    assert refused.status_code == 422
    assert list(refused.json["errors"]) == ["Idempotency-Key"]


@stores.on_both
def test_a_double_click_sends_the_same_form_key(client: Client) -> None:
    form = {"name": "agdal", "form_key": "7f9c"}
    first, second = client.post("/probe/things", data=form), client.post("/probe/things", data=form)
    assert first.status_code == second.status_code == 303
    assert first.location == second.location == "/probe/count"
    assert probes.told == ["ran", "agdal"]
    changed = client.post("/probe/things", data={**form, "name": "saiss"})  # called back, changed and sent again
    assert changed.status_code == 303 and probes.told == ["ran", "agdal", "ran", "saiss"]


@stores.on_postgresql
def test_a_twin_that_comes_too_early_is_told_when_to_come_back(app: Flask) -> None:
    at_work, go_on = threading.Event(), threading.Event()
    probes.plan.append(lambda: (at_work.set(), go_on.wait(10)))
    answers: list[TestResponse] = []
    first = threading.Thread(target=lambda: answers.append(add(app.test_client())))
    first.start()
    assert at_work.wait(10)
    twin = add(app.test_client())
    other = add(app.test_client(), "saiss", "key-2")
    go_on.set()
    first.join()
    assert twin.status_code == 409
    assert twin.json["type"] == "/problems/request-in-progress"
    assert int(twin.headers["Retry-After"]) >= 1
    assert other.status_code == 201
    assert answers[0].status_code == 201
    assert add(app.test_client()).json == answers[0].json

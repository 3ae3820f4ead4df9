"""Can anyone learn something of an association that is not theirs: by guessing its ids, at any address, by any method?"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from engage.access.actor import Actor
from engage.partners.models import Association
from tests.addresses import address_of
from tests.architecture.access_table import SENT
from tests.architecture.test_access_table import _without_types
from tests.clients import Client
from tests.factories import make_association, make_manager
from tests.partners.inside import SECRETS, furnished, outsiders

pytestmark = pytest.mark.usefixtures("app")

Opening = Callable[[Actor], Client]

FEATURES = {"partners", "agreements", "proposals", "files"}
# What everyone may see, of verified associations and active agreements: nothing secret may stand there all the same.
PUBLIC = {
    *("partners_api.show_association", "desk.partner", "desk_api.show_figures"),
    *("agreements.registered", "agreements_api.show_registered"),
}
# What a letter carries opens to whoever has it; its token is never guessed.
BY_LETTER = {"partners.ask_join", "partners.join"}
WHO = [
    *("visitor", "manager of another", "member of another", "former manager", "citizen", "officer there"),
    *("supervisor elsewhere", "administrator", "auditor", "communication"),
]


@pytest.fixture
def inside() -> tuple[Association, dict[str, Any]]:
    return furnished()


@pytest.fixture
def open_as(app: Flask, browser_of: Opening, token: Callable[[Actor], str]) -> Callable[[Actor | None], Client]:
    """A client that is both a browser and a program of somebody, or a visitor's."""

    def opened(person: Actor | None) -> Client:
        client = app.test_client() if person is None else browser_of(person)
        assert isinstance(client, Client)
        if person is not None:
            client.carry(token(person))
        return client

    return opened


def addresses(app: Flask) -> Iterator[tuple[str, Rule]]:
    """Each method of each address at which one thing of an association is asked for."""
    for rule in app.url_map.iter_rules():
        feature = rule.endpoint.partition(".")[0].removesuffix("_api")
        is_of_partners = feature in FEATURES or {"association_id", "registration_id"} & rule.arguments
        if is_of_partners and rule.arguments and rule.endpoint not in BY_LETTER:
            yield from ((method, rule) for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))


def answer(client: Client, method: str, rule: Rule, rows: dict[str, Any], body: Any) -> tuple[int, str]:
    address = address_of(rule, rows)
    sent = {} if method == "GET" else {"json" if address.startswith("/api/") else "data": body}
    headers = {"If-Match": '"1"'} if method in {"PATCH", "PUT"} else {}
    answered = client.open(address, method=method, headers=headers, **sent)
    return answered.status_code, answered.get_data().decode(errors="replace")


def bodies(method: str, rule: Rule) -> list[Any]:
    usual = SENT.get(f"{method} {_without_types(rule)}", {})
    return [{}] if callable(usual) or not usual else [{}, usual]


@pytest.mark.parametrize("who", WHO)
def test_from_outside_what_is_there_is_as_what_is_not(
    app: Flask, inside: tuple[Association, dict[str, Any]], open_as: Callable[[Actor | None], Client], who: str
) -> None:
    association, rows = inside
    client = open_as(outsiders(association).get(who))
    for method, rule in addresses(app):
        for body in bodies(method, rule):
            status, text = answer(client, method, rule, rows, body)
            there = f"{who}: {method} {rule.rule} {status}"
            assert not [secret for secret in SECRETS if secret in text], there
            if rule.endpoint in PUBLIC:
                continue
            assert status in ({401, 404} if who == "visitor" else {403, 404}), there
            assert status == answer(client, method, rule, {}, body)[0], f"{there}, unlike what does not exist"


def test_ids_of_one_under_another_lead_nowhere(
    app: Flask, inside: tuple[Association, dict[str, Any]], open_as: Callable[[Actor | None], Client]
) -> None:
    """A manager puts the id of a stranger's thing behind the id of the own association."""
    own = make_association("Association Annahda")
    client = open_as(make_manager(own))
    mixed = [(method, rule) for method, rule in addresses(app) if {"association_id"} < _ids(rule)]
    assert mixed
    for method, rule in mixed:
        for body in bodies(method, rule):
            status, text = answer(client, method, rule, {**inside[1], "association_id": own.id}, body)
            assert status == 404, f"{method} {rule.rule} {status}"
            assert not [secret for secret in SECRETS if secret in text]


@pytest.mark.parametrize("who", WHO)
def test_no_list_tells_it(
    app: Flask, inside: tuple[Association, dict[str, Any]], open_as: Callable[[Actor | None], Client], who: str
) -> None:
    client = open_as(outsiders(inside[0]).get(who))
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or set()) and not rule.arguments:
            text = client.get(rule.rule).text
            assert not [secret for secret in SECRETS if secret in text], f"{who}: {rule.rule}"


def test_those_inside_see_it(
    app: Flask, inside: tuple[Association, dict[str, Any]], open_as: Callable[[Actor | None], Client]
) -> None:
    """Or the tests above would find nothing because nothing is there."""
    client, seen = open_as(make_manager(inside[0])), ""
    for method, rule in addresses(app):
        if method == "GET":
            seen += answer(client, method, rule, inside[1], {})[1]
    assert [secret for secret in SECRETS if secret not in seen] == []


def test_every_gap_has_something_behind_it(app: Flask, inside: tuple[Association, dict[str, Any]]) -> None:
    """A thing that somebody adds must come into `inside.py`, or nobody looks whether it leaks."""
    asked = {name for _method, rule in addresses(app) for name in _ids(rule)}
    assert asked <= set(inside[1])


def _ids(rule: Rule) -> set[str]:
    return {name for name in rule.arguments if name.endswith("_id")}

"""Does a registration tell what became of it: everything, in words, and who did it only to those who may know?"""

import ast
import re
from collections.abc import Callable, Sequence
from uuid import UUID

import pytest
from flask import Flask

from engage.access.actor import Actor
from engage.errors import NotFound
from engage.registrations import services
from engage.registrations.queries import Change, get_registration_with_seminar, list_history
from engage.registrations.queries.history import ACTIONS
from engage.transaction import transaction
from tests.architecture.source import modules
from tests.clients import Client
from tests.conftest import FrozenClock
from tests.factories import (
    make_account,
    make_association,
    make_manager,
    make_officer,
    make_registration,
    make_seminar,
    make_token,
)

Opening = Callable[[Actor], Client]


@pytest.fixture
def officer(app: Flask) -> Actor:
    return make_officer("saiss", display_name="Youssef Alami")


def steps(viewer: Actor, registration_id: UUID) -> list[tuple[str, str, str | None]]:
    found = history(viewer, registration_id)
    return [(one.action.removeprefix("registration."), one.by, one.name) for one in reversed(found)]


def history(viewer: Actor, registration_id: UUID) -> Sequence[Change]:
    return list_history(viewer, get_registration_with_seminar(viewer, registration_id)).items


def test_every_action_that_is_recorded_has_words() -> None:
    found = {
        node.value
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.fullmatch(r"registration\.[a-z_]+", node.value)
    }
    assert found == set(ACTIONS)


def test_who_did_it_is_told_by_name_to_officers_alone(store: str, officer: Actor) -> None:
    owner = make_account("Salma Bennani")
    one = make_registration(make_seminar(approval_required=True), by=owner, party_size=3)
    with transaction():
        services.change_registration(owner, one.id, party_size=2)
        services.approve_registration(officer, one.id)
        services.cancel_registration(officer, one.id, reason="Doublon")
    seen = [("made", "person"), ("changed", "person"), ("approved", "officer"), ("cancelled", "officer")]
    assert steps(owner, one.id) == [(*step, None) for step in seen]
    names = ["Salma Bennani", "Salma Bennani", "Youssef Alami", "Youssef Alami"]
    assert steps(officer, one.id) == [(*step, name) for step, name in zip(seen, names, strict=True)]
    for other in (make_account(), make_officer("zouagha")):
        with pytest.raises(NotFound):
            history(other, one.id)


def test_a_turn_that_comes_tells_nothing_of_whoever_gave_up(officer: Actor) -> None:
    seminar, first, second = make_seminar(capacity=3, max_party_size=3), make_account("Omar"), make_account("Hind")
    given_up = make_registration(seminar, by=first, party_size=3)
    waiting = make_registration(seminar, by=second, party_size=2)
    with transaction():
        services.cancel_registration(first, given_up.id)
    assert steps(officer, waiting.id)[-1] == ("promoted", "system", None)
    [change, _made] = history(second, waiting.id)
    assert (change.before, change.after) == ({"status": "waitlisted"}, {"status": "confirmed"})


def test_of_a_delegation_colleagues_are_the_association(officer: Actor) -> None:
    association = make_association()
    first, second = make_manager(association), make_manager(association)
    one = make_registration(make_seminar(), by=first, association_id=association.id, party_size=4)
    with transaction():
        services.change_registration(second, one.id, party_size=3)
        services.cancel_registration(second, one.id)
    assert [step[:2] for step in steps(first, one.id)] == [
        ("made", "person"),
        ("changed", "association"),
        ("cancelled", "association"),
    ]


def test_the_page_says_before_and_after_in_words(
    browser_of: Opening, officer: Actor, frozen_clock: FrozenClock
) -> None:
    owner = make_account()
    one = make_registration(make_seminar(), by=owner, party_size=3, headcounts={"primary": 2, "adults": 1})
    frozen_clock.move(hours=1)
    with transaction():
        changes = {"party_size": 2, "headcounts": {"primary": 1, "adults": 1}, "note": "Avec un fauteuil."}
        services.change_registration(owner, one.id, **changes)
    for viewer in (owner, officer):
        page = " ".join(browser_of(viewer).get(f"/registrations/{one.id}?lang=en").text.split())
        past = page.partition('id="history"')[2]
        assert "People: 2 instead of 3" in past
        assert "Primary: 1, Adults: 1 instead of Primary: 2, Adults: 1" in past
        assert "What we should know: changed" in past
        assert past.index("Changed") < past.index("Registered")


def test_programs_read_it_page_by_page(client: Client, officer: Actor) -> None:
    owner = make_account()
    one = make_registration(make_seminar(), by=owner, party_size=3)
    with transaction():
        services.change_registration(owner, one.id, party_size=2)
        services.cancel_registration(owner, one.id)
    client.carry(make_token(owner))
    seen, address = [], f"/api/v1/registrations/{one.id}/history?limit=1"
    while address:
        answer = client.get(address).json
        seen += answer["items"]
        address = answer["next"]
    assert [step["action"].partition(".")[2] for step in seen] == ["cancelled", "changed", "made"]
    assert seen[1]["before"] == {"party_size": 3} and seen[1]["after"] == {"party_size": 2, "fields": ["party_size"]}
    assert {step["name"] for step in seen} == {None}

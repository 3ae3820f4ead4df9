"""Is everyone who reads asked who they are, and everyone who writes?"""

import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import FunctionType, ModuleType

import engage

# Public functions that need nobody, and why.
WITHOUT_ACTOR = {
    "engage.audit.services.record_all": "takes finished entries",
    "engage.outbox.services.owe": "writes what others decided to tell",
    "engage.outbox.services.message": "the same; the recipient is in the message",
}
WITHOUT_VIEWER = {
    "engage.accounts.queries.actor_of_request": "finds out who asks",
    "engage.feedback.queries.actor_of_request": "the same, also by a receipt",
    "engage.open311.queries.actor_of_request": "the same, also by a key in a form",
    "engage.places.queries.district_names": "public, kept in the process for all",
    "engage.places.queries.district_words": "the same, of one district",
    "engage.places.queries.forget_district_names": "reads nothing",
    "engage.seminars.queries.not_over": "reads nothing: a condition",
    "engage.outbox.queries.masked": "reads nothing: hides most of an address",
    "engage.registrations.queries.is_changeable": "reads nothing: decides on a row that the viewer has",
}
POLICIES_WITHOUT_ACTOR = {
    "engage.partners.policies.can_register_delegation": "a membership is the actor, acting for an association",
}


def _rooms(name: str) -> Iterator[ModuleType]:
    """`engage.<feature>.<name>`; of a package, what it offers to others."""
    for feature in pkgutil.iter_modules(engage.__path__, "engage."):
        if feature.ispkg and find_spec(f"{feature.name}.{name}"):
            yield import_module(f"{feature.name}.{name}")


def _offered(room: ModuleType) -> Iterator[tuple[str, FunctionType]]:
    for name, function in inspect.getmembers(room, inspect.isfunction):
        if function.__module__.startswith(room.__name__) and not name.startswith("_"):
            yield f"{room.__name__}.{name}", function


def _without(first: str, room_name: str) -> set[str]:
    return {
        name
        for room in _rooms(room_name)
        for name, function in _offered(room)
        if next(iter(inspect.signature(function).parameters), None) != first
    }


def test_every_service_takes_the_actor_first() -> None:
    assert _without("actor", "services") == set(WITHOUT_ACTOR)


def test_every_query_takes_the_viewer_first() -> None:
    assert _without("viewer", "queries") == set(WITHOUT_VIEWER)


def test_every_policy_takes_the_actor_first() -> None:
    assert _without("actor", "policies") == set(POLICIES_WITHOUT_ACTOR)


def test_policies_answer_can() -> None:
    names = {name.rpartition(".")[2] for room in _rooms("policies") for name, _ in _offered(room)}
    assert names
    assert all(name.startswith("can_") for name in names)

"""Who gets which answer at which address? One table, held against the application with real requests.

A row is `METHOD rule [case]`, the gaps of the rule without their types; its columns are the roles of `ROLES`. The
citizen is the one whose registrations are asked for, the member and the manager act for an association, the officer
serves the district where everything happens and the other officer does not. What a request sends is in SENT; which row
it asks for, other than the usual one, in CASES.

To add an address: write its row by what it *should* answer. A missing row's failure shows what it does answer.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from werkzeug.routing import Rule

from engage import clock
from engage.accounts import passwords
from tests import stores
from tests.architecture import world as worlds
from tests.architecture.access_table import CASES, SENT, TABLE
from tests.architecture.world import ROLES, World
from tests.conftest import NOW


@pytest.fixture(scope="module")
def world(sqlite_app: stores.StoredApp) -> Iterator[World]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: NOW)
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        with worlds.made(sqlite_app) as made:
            yield made


def _addresses(app: Flask) -> dict[str, Rule]:
    return {
        f"{method} {_without_types(rule)}": rule
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def _without_types(rule: Rule) -> str:
    return re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"<\1>", rule.rule)


def _address(row: str) -> str:
    return re.sub(r" \[\w+\]$", "", row)


def test_the_table_is_the_url_map(world: World) -> None:
    addresses = _addresses(world.app)
    missing = [row for row in sorted(addresses) if row not in TABLE]
    shown = "\n".join(f'    "{row}": "{_answers(world, row)}",' for row in missing)
    assert not missing, f"addresses without a row; they answer now:\n{shown}"
    assert {_address(row) for row in TABLE} == set(addresses), "rows whose address is gone"


def test_every_case_and_every_body_is_of_a_row() -> None:
    assert set(SENT) <= {_address(row) for row in TABLE}
    assert {row[len(_address(row)) + 2 : -1] for row in TABLE if row != _address(row)} == set(CASES)


@pytest.mark.parametrize("row", TABLE)
def test_everyone_gets_the_answer_of_the_table(world: World, row: str) -> None:
    assert _answers(world, row) == TABLE[row], f"the columns are {' '.join(ROLES)}"


def _answers(world: World, row: str) -> str:
    address = _address(row)
    rule, method = _addresses(world.app)[address], address.split()[0]
    gaps = {gap: world.rows[name] for gap, name in CASES.get(row[len(address) + 2 : -1], {}).items()}
    sent: Any = SENT.get(address, {})
    body = sent(world) if callable(sent) else sent
    return " ".join(str(world.answer(role, method, rule, body, gaps)) for role in ROLES)

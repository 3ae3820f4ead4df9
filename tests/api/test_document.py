"""Does the API do what its document says, whatever it is sent? schemathesis asks everything of every operation.

The application and its rows are made when the tests are collected, since each operation of the document is a test.
"""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.specs.openapi.checks import positive_data_acceptance

from engage import create_app
from engage.access.actor import Actor
from engage.accounts.models import ApiToken
from engage.accounts.tokens import new_token, token_hash
from engage.database import db
from engage.settings import Settings
from engage.web.limits import limiter
from tests.factories import (
    make_agreement,
    make_association,
    make_manager,
    make_registration,
    make_seminar,
    make_supervisor,
    make_thread,
)

EXAMPLES = 10
EVERYTHING = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))

# What has the right shape may still break a rule that no schema can say: a telephone number that nobody has, a
# cursor of another list, an old version. Everything else is checked.
NOT_CHECKED = [positive_data_acceptance]

tokens: dict[str, str] = {}


def _app() -> Flask:
    instance = Path(tempfile.mkdtemp(prefix="engage-api-"))
    app = create_app(Settings(instance=instance, database_url="sqlite://", secret_key="a secret of the tests " * 2))
    with app.app_context():
        db.create_all()
        _fill()
    return app


def _fill() -> None:
    """Something of everything, and people who may do much."""
    supervisor, association = make_supervisor(), make_association()
    manager = make_manager(association)
    make_registration(make_seminar(), by=manager, association_id=association.id, party_size=3)
    make_seminar(published=False)
    make_agreement(association, by=supervisor)
    make_thread(by=manager)
    tokens.update(supervisor=_token_of(supervisor), manager=_token_of(manager))


def _token_of(person: Actor) -> str:
    token, now = new_token(), datetime.now(UTC)
    row = ApiToken(account_id=person.account_id, token_hash=token_hash(token), label="schemathesis")
    row.scopes, row.created_at, row.expires_at = ["read", "write"], now, now.replace(year=now.year + 5)
    db.session.add(row)
    db.session.commit()
    return token


document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", _app())


@pytest.fixture(autouse=True)
def _no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "enabled", False)


# Everybody sends alike, so that what the document makes wrong on purpose is thought out once for all of them. The token
# in hand is not thrown away in the middle.
@pytest.mark.parametrize("who", ["visitor", "manager", "supervisor"])
@document.exclude(path="/api/v1/tokens/current").parametrize()
@EVERYTHING
def test_what_the_document_says(case: Case, who: str) -> None:
    case.call_and_validate(excluded_checks=NOT_CHECKED, headers=_carrying(who))


@document.include(path="/api/v1/tokens/current").parametrize()
@EVERYTHING
def test_a_visitor_has_no_token_to_throw_away(case: Case) -> None:
    case.call_and_validate(excluded_checks=NOT_CHECKED)


def _carrying(who: str) -> dict[str, str] | None:
    return {"Authorization": f"Bearer {tokens[who]}"} if who in tokens else None

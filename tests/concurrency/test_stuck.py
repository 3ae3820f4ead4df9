"""What do people hear when the seats stay locked for longer than anybody should wait?"""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from engage import database
from engage.database import db
from engage.seminars.models import Seminar
from tests import stores
from tests.factories import make_account, make_seminar, make_token

pytestmark = [pytest.mark.xdist_group("concurrency"), pytest.mark.postgres]


@pytest.fixture
def impatient_app(
    postgresql_url: str, make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Flask]:
    """Time runs ten times as fast for whoever waits."""
    for name in ("STATEMENT_MILLISECONDS", "LOCK_MILLISECONDS"):
        monkeypatch.setattr(database, name, getattr(database, name) // 10)
    with stores.new_database(postgresql_url) as url:
        app = make_app(database_url=url)
        yield app
        stores.dispose(app)


def test_the_store_is_busy_and_not_broken(impatient_app: Flask) -> None:
    with impatient_app.app_context():
        address, client = f"/api/v1/seminars/{make_seminar().id}/registrations", impatient_app.test_client()
        client.carry(make_token(make_account()))
        with db.engine.connect() as somebody:
            somebody.execute(select(Seminar.id).with_for_update())
            refused = client.post(address, json={})
        assert (refused.status_code, refused.json["type"]) == (503, "/problems/busy")
        assert int(refused.headers["Retry-After"]) >= 1
        assert client.post(address, json={}).status_code == 201

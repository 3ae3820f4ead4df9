"""Real servers for tests of what happens at the same time: gunicorn with 2 x 4 threads on PostgreSQL, 1 x 8 on SQLite.

`served` is made and started once for each store; a test makes its own people and seminars there. `install` gives a test
servers and a store of its own. The modules say `stores.on_both`, and one group, so that no two of them run together.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest

from tests import stores
from tests.concurrency.installation import Installation, installation

pytest.register_assert_rewrite("tests.concurrency.books")

Install = Callable[..., Installation]


@pytest.fixture(autouse=True)
def frozen_clock() -> None:
    """Servers go by the real time, so here the clock of the tests is not stopped."""


@pytest.fixture(scope="session")
def served_on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with _on_sqlite(tmp_path_factory.mktemp("served")) as made:
        yield made


@pytest.fixture(scope="session")
def served_on_postgresql(postgresql_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with stores.new_database(postgresql_url) as url, installation(tmp_path_factory.mktemp("served"), url) as made:
        yield made


@pytest.fixture
def served(store: str, request: pytest.FixtureRequest) -> Installation:
    """The installation all tests of this folder share on this store."""
    found: Installation = request.getfixturevalue(f"served_on_{store}")
    return found


@pytest.fixture
def install(store: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Install]:
    """`install(wsgi="tests.concurrency.careless:app")`: an installation for one test."""
    with ExitStack() as stack:

        def install(wsgi: str = "wsgi:app") -> Installation:
            if store == "sqlite":
                return stack.enter_context(_on_sqlite(tmp_path, wsgi))
            url = stack.enter_context(stores.new_database(request.getfixturevalue("postgresql_url")))
            return stack.enter_context(installation(tmp_path, url, wsgi))

        yield install


def _on_sqlite(instance: Path, wsgi: str = "wsgi:app") -> AbstractContextManager[Installation]:
    return installation(instance, f"sqlite:///{instance / 'engage.db'}", wsgi)

"""The application of these tests has views of its own besides those of the features (see probes.py)."""

from collections.abc import Iterator

import pytest

from tests import stores
from tests.foundation import probes


@pytest.fixture(scope="session")
def sqlite_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[stores.StoredApp]:
    with stores.in_memory(probes.make_application, tmp_path_factory.mktemp("instance")) as stored:
        yield stored


@pytest.fixture(scope="session")
def postgresql_app(postgresql_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[stores.StoredApp]:
    with stores.on_server(probes.make_application, tmp_path_factory.mktemp("instance"), postgresql_url) as stored:
        yield stored


@pytest.fixture(autouse=True)
def _nothing_told_yet() -> None:
    probes.told.clear()
    probes.plan.clear()

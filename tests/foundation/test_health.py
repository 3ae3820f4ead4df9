"""Do the probes answer in time, also when the store does not?"""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from engage.web import health
from tests.clients import Client


def test_ready_with_the_tables_this_code_expects(client: Client, store: str) -> None:
    assert client.get("/readyz").json == {"status": "ok"}


def test_not_ready_without_tables(make_app: Callable[..., Flask], tmp_path: Any) -> None:
    app = make_app(has_tables=False, database_url=f"sqlite:///{tmp_path / 'engage.db'}")
    assert app.test_client().get("/readyz").status_code == 503


def test_a_store_that_hangs_is_not_waited_for(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()
    monkeypatch.setattr(health, "_version", lambda app: go_on.wait(20))
    monkeypatch.setattr(health, "PATIENCE_SECONDS", 0.05)
    assert [client.get("/readyz").status_code for _ in range(4)] == [503] * 4
    assert client.get("/healthz").status_code == 200
    go_on.set()

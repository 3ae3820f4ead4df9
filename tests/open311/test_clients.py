"""Do programs that others wrote for other cities read from us and post to us over a real connection?"""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread as Worker
from typing import Any

import pytest
from civicbot.http import HttpTransport, RateLimiter
from civicbot.open311 import Open311Client, ValidationError
from civicbot.registry import Endpoint
from flask import Flask
from georeport import GeoReport
from werkzeug.serving import make_server

from tests import factories

DESCRIPTION = "Éclairage en panne\nrue de l’école depuis lundi."


@pytest.fixture
def city(make_app: Callable[..., Flask], tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The address of a served installation with a public thread in it, and a key."""
    app = make_app(database_url=f"sqlite:///{tmp_path / 'engage.db'}")
    with app.app_context():
        factories.make_thread("Vitesse")
        key = factories.make_token(factories.make_account())
        factories.db.session.commit()
        factories.db.session.remove()
    server = make_server("127.0.0.1", 0, app)
    worker = Worker(target=server.serve_forever)
    worker.start()
    yield f"http://127.0.0.1:{server.server_port}/open311/v2", key
    server.shutdown()
    worker.join()
    server.server_close()


@pytest.mark.parametrize("output_format", ["json", "xml"])
def test_georeport_reads(city: tuple[str, str], output_format: str) -> None:
    client = GeoReport(city[0], "fez", output_format=output_format)
    assert [service["service_code"] for service in client.get_service_list()][:2] == ["traffic", "noise"]
    assert client.get_service_definition("noise")["service_code"] == "noise"
    found: Any = client.get_service_requests(status="open")
    [one] = found if isinstance(found, list) else [found]  # in XML it makes no list of one
    again = client.get_service_request(one["service_request_id"])
    assert again["description"].startswith("Vitesse")


def test_civicbot_reads_and_posts(city: tuple[str, str]) -> None:
    address, key = city
    endpoint = Endpoint("fez", "Fez", address, write=True)
    client = Open311Client(endpoint, HttpTransport(rate_limiter=RateLimiter(0)))
    with pytest.raises(ValidationError):
        client.create_request("noise", validate_remote=True, address_string="Rue", attributes={"visibility": "x"})
    sent = {"description": DESCRIPTION, "lat": 34.03, "lng": -5.0, "attributes": {"district": "saiss"}}
    made = client.create_request(
        "insecurity", dry_run=False, confirm="SEND", api_key=key, validate_remote=True, email="a@example.org", **sent
    )
    [told] = made.response
    assert client.get_token(told["service_request_id"])[0]["service_request_id"] == told["service_request_id"]
    seen = client.get_request(told["service_request_id"])
    assert seen is not None
    assert (seen["description"], seen["service_code"], seen["lat"]) == (DESCRIPTION, "insecurity", 34.03)
    assert [one["service_code"] for one in client.list_requests(page_size=1)] == ["insecurity"]

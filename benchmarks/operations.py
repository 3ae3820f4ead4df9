"""What is measured: each operation of Engage beside what the control does for it, and how much dearer it may be."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle, product
from typing import Any

from sqlalchemy import select

from benchmarks.load import Ask
from benchmarks.serving import Bench
from engage.access.actor import Actor
from engage.accounts.queries import SID
from engage.database import db
from engage.seminars.models import Seminar, Visibility
from tests import factories, stores

PEOPLE, SEMINARS = 60, 150  # every pair of them is one registration


@dataclass(frozen=True)
class Operation:
    """`most` is the highest ratio of CPU to the control's that is good enough."""

    name: str
    most: float
    engage: Iterator[Ask]
    control: Iterator[Ask]


def operations(bench: Bench) -> list[Operation]:
    with bench.app.app_context():
        public = select(Seminar.id).where(Seminar.visibility == Visibility.PUBLIC).order_by(Seminar.starts_at)
        seminars = [str(found) for found in db.session.scalars(public.limit(100))]
        people = [factories.make_account() for _ in range(PEOPLE)]
        cookie = _cookie(bench, people[0])
        registering = list(_registrations(people))
        db.session.remove()
    page = (("Cookie", "language=fr"),)
    bare_list, bare_one = cycle([Ask("GET", "/list")]), _each("/one/{}", seminars)
    claim = _posted("/claim", {"party_size": 2})
    signed_in = cycle([Ask("GET", "/", headers=(("Cookie", f"language=fr; engage={cookie}"),))])
    return [
        Operation("list of 20, JSON", 4, cycle([Ask("GET", "/api/v1/seminars")]), bare_list),
        Operation("list of 20, HTML", 6, _asked_anew(page), bare_list),
        Operation("the same, kept", 1.2, cycle([Ask("GET", "/", headers=page)]), bare_list),
        Operation("one seminar, JSON", 3, _each("/api/v1/seminars/{}", seminars), bare_one),
        Operation("one seminar, HTML", 3.5, _each("/seminars/{}", seminars, *page), bare_one),
        Operation("signed-in list, HTML", 8, signed_in, bare_list),
        Operation("registration", 3.5, iter(registering), cycle([claim])),
    ]


def _each(path: str, ids: list[str], *headers: tuple[str, str]) -> Iterator[Ask]:
    return cycle([Ask("GET", path.format(one), headers=headers) for one in ids])


def _asked_anew(headers: tuple[tuple[str, str], ...]) -> Iterator[Ask]:
    """Each with words of its own behind the question mark, so that none is answered by what was kept for another."""
    return iter([Ask("GET", f"/?n={number}", headers=headers) for number in range(100_000)])


def _posted(path: str, body: Any, *headers: tuple[str, str]) -> Ask:
    return Ask("POST", path, json.dumps(body), (("Content-Type", "application/json"), *headers), 201)


def _registrations(people: list[Actor]) -> Iterator[Ask]:
    tokens = [factories.make_token(person) for person in people]
    venue = factories.make_venue(capacity=1000)
    start = datetime.now(UTC).replace(hour=15, minute=0, second=0, microsecond=0, tzinfo=None) + timedelta(weeks=60)
    days = [start + timedelta(days=i) for i in range(SEMINARS)]
    made = [factories.make_seminar(venue=venue, capacity=1000, local_start=day).id for day in days]
    for seminar_id, token in product(made, tokens):
        path = f"/api/v1/seminars/{seminar_id}/registrations"
        yield _posted(path, {"party_size": 2}, ("Authorization", f"Bearer {token}"))


def _cookie(bench: Bench, person: Actor) -> str:
    signer = bench.app.session_interface.get_signing_serializer(bench.app)  # type: ignore[attr-defined]
    return str(signer.dumps({SID: factories.make_session(person)}))


def statements(bench: Bench, ask: Ask) -> int:
    """How many statements one such request sends, with the names of the districts remembered."""
    client = bench.app.test_client()
    headers = dict(ask.headers)
    if "Cookie" in headers:
        for part in headers.pop("Cookie").split("; "):
            client.set_cookie(*part.split("=", 1))
    with bench.app.app_context(), stores.statements_on(db.engine) as sent:
        client.get("/api/v1/seminars")
        sent.clear()
        answer = client.open(ask.path, method=ask.method, data=ask.body, headers=headers)
        assert answer.status_code == ask.status, answer.text[:200]
        return len(sent)

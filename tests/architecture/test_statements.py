"""How many statements does a request cost, and is it the same for ten rows and for many?

The figures of performance.md are limits: a page that needs one more has to find another way.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask

from engage.commitments import services as commitments
from engage.seminars.models import Seminar
from engage.transaction import transaction
from tests.clients import Client
from tests.factories import (
    make_account,
    make_agreement,
    make_association,
    make_manager,
    make_officer,
    make_proposal,
    make_registration,
    make_renewal,
    make_seminar,
    make_supervisor,
    make_thread,
    make_venue,
)

PUBLIC, PARTNERS, PARTNER, SIGNED_IN, REGISTRATION, MISTYPED, EXPORT = 2, 5, 3, 4, 9, 6, 13
OVERVIEW, REQUEST = 6, 6  # what comes from several features; a request is held against days, bookings and its like
DESK, SUPERVISORS_DESK = 6, 8  # what waits in five features, and in two more
PLANNING, AGREEMENT = 5, 6
MANY = 25

Count = Callable[[], Any]


@pytest.fixture
def seminar(app: Flask) -> Seminar:
    """One of many, with many registrations."""
    venue = make_venue()
    seminars = [make_seminar(f"{n}", venue=venue) for n in range(MANY)]
    for _ in range(5):
        make_registration(seminars[0])
    return seminars[0]


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/?q=saiss&open=true", "/seminars/{id}", "/api/v1/seminars", "/api/v1/seminars/{id}"),
        *(
            "/embed",
            "/embed/seminars?theme=cyber&limit=20",
            "/feeds/seminars.ics",
            "/feeds/seminars.atom?audience=parents",
        ),
        *("/calendar?month=2026-12", "/sitemap.xml", "/sitemaps/2026-12.xml", "/seminars/{id}/share.ar.png"),
    ],
)
def test_what_everyone_reads(client: Client, count_statements: Count, seminar: Seminar, path: str, store: str) -> None:
    address = path.format(id=seminar.id)
    client.get(address)  # the districts' names are remembered for half a minute
    with count_statements() as statements:
        assert client.get(address).status_code == 200
    assert len(statements) <= PUBLIC, statements


def test_a_search_with_a_word_that_nobody_knows(
    client: Client, count_statements: Count, seminar: Seminar, store: str
) -> None:
    client.get("/")
    with count_statements() as statements:
        assert "Saiss" in client.get("/?q=saisss&lang=fr").text
    assert len(statements) <= MISTYPED, statements


@pytest.mark.parametrize("path", ["/", "/seminars/{id}", "/registrations", "/delegations", "/account"])
def test_what_a_manager_of_an_association_reads(
    sign_in: Any, client: Client, count_statements: Count, seminar: Seminar, path: str
) -> None:
    association = make_association()
    manager = make_manager(association)
    make_registration(seminar, by=manager, association_id=association.id, party_size=3)
    sign_in(client, manager)
    address = path.format(id=seminar.id)
    client.get(address)
    with count_statements() as statements:
        assert client.get(address).status_code in {200, 302}
    assert len(statements) <= SIGNED_IN, statements


@pytest.mark.parametrize("path", ["/associations", "/associations?district=saiss&q=association"])
def test_the_partners(client: Client, count_statements: Count, seminar: Seminar, path: str, store: str) -> None:
    for number in range(MANY):
        make_association(f"Association {number}")
    client.get(path)
    with count_statements() as statements:
        assert client.get(path).status_code == 200
    assert len(statements) <= PARTNERS, statements


@pytest.mark.parametrize("path", ["/associations/{id}", "/api/v1/associations/{id}/figures"])
def test_one_partner(client: Client, count_statements: Count, seminar: Seminar, path: str) -> None:
    association = make_association()
    make_agreement(association)
    address = path.format(id=association.id)
    client.get(address)
    with count_statements() as statements:
        assert client.get(address).status_code == 200
    assert len(statements) <= PARTNER, statements


@pytest.mark.parametrize("path", ["members", "papers", "mandate"])
@pytest.mark.parametrize("make_viewer", [make_manager, lambda _association: make_supervisor()])
def test_what_is_kept_of_an_association(
    sign_in: Any, client: Client, count_statements: Count, app: Flask, path: str, make_viewer: Any
) -> None:
    association = make_association()
    make_renewal(association, by=make_manager(association))
    address = f"/associations/{association.id}/{path}"
    sign_in(client, make_viewer(association))
    client.get(address)
    with count_statements() as statements:
        assert client.get(address).status_code == 200
    assert len(statements) <= SIGNED_IN, statements


@pytest.mark.parametrize(
    ("path", "most"), [("", OVERVIEW), ("/past", SIGNED_IN), ("/history", SIGNED_IN), ("/export.zip", EXPORT)]
)
def test_the_own_pages_of_an_association(
    sign_in: Any, client: Client, count_statements: Count, app: Flask, store: str, path: str, most: int
) -> None:
    association, venue = make_association(), make_venue()
    manager = make_manager(association)
    for n in range(MANY):
        make_registration(make_seminar(f"{n}", venue=venue), by=manager, association_id=association.id)
    for _ in range(3):
        make_agreement(association, obligations=_duties())
        make_proposal(manager, association_id=association.id)
    sign_in(client, manager)
    address = f"/associations/{association.id}/desk{path}"
    client.get("/associations")
    with count_statements() as statements:
        assert client.get(address).status_code == 200
    assert len(statements) <= most, statements


@pytest.mark.parametrize(
    "path",
    [
        "/calendar?month=2026-12",
        "/seminars/{id}",
        "/seminars/{id}/registrations",
        "/seminars/{id}/registrations?q=salma&sort=name&status=confirmed",
        "/seminars/{id}/messages",
        "/registrations/{registration}",
        "/proposals",
    ],
)
def test_what_an_officer_reads(
    sign_in: Any, client: Client, count_statements: Count, seminar: Seminar, path: str
) -> None:
    registration = make_registration(seminar)
    sign_in(client, make_officer("saiss"))
    address = path.format(id=seminar.id, registration=registration.id)
    client.get(address)
    with count_statements() as statements:
        assert client.get(address).status_code == 200
    assert len(statements) <= SIGNED_IN, statements


def test_the_desk_of_an_officer(sign_in: Any, client: Client, count_statements: Count, seminar: Seminar) -> None:
    officer = make_officer("saiss")
    for number in range(MANY):
        make_thread(f"{number}")
        with transaction():
            commitments.promise_at_seminar(officer, seminar.id, what=f"{number}", due_on=date(2026, 11, 27))
    sign_in(client, officer)
    client.get("/desk")
    with count_statements() as statements:
        assert client.get("/desk").status_code == 200
    assert len(statements) <= DESK, statements


@pytest.mark.parametrize(("path", "most"), [("/desk", SUPERVISORS_DESK), ("/proposals/{id}", REQUEST)])
def test_what_supervisors_read_of_all_that_waits(
    sign_in: Any, client: Client, count_statements: Count, seminar: Seminar, path: str, most: int
) -> None:
    association = make_association()
    manager = make_manager(association)
    days = (date(2026, 12, 15), date(2026, 12, 16), date(2026, 12, 17))
    asked = {"association_id": association.id, "venue_id": seminar.venue_id, "days": days}
    proposals = [make_proposal(manager, **asked) for _ in range(5)]
    for number in range(5):
        make_association(f"Association {number}", status="applied")
        make_agreement(association, status="proposed")
    make_renewal(association, by=manager)
    sign_in(client, make_supervisor())
    address = path.format(id=proposals[0].id)
    client.get(address)
    with count_statements() as statements:
        assert client.get(address).status_code == 200
    assert len(statements) <= most, statements


@pytest.mark.parametrize("path", ["/seminars/{id}/edit", "/seminars/new"])
def test_a_form_to_plan(sign_in: Any, client: Client, count_statements: Count, seminar: Seminar, path: str) -> None:
    """Places, people and agreements to choose from, a statement each."""
    sign_in(client, make_officer("saiss"))
    address = path.format(id=seminar.id)
    client.get(address)
    with count_statements() as statements:
        assert client.get(address).status_code == 200
    assert len(statements) <= PLANNING, statements


@pytest.mark.parametrize(
    "path",
    ["/agreements", "/agreements/{id}", "/agreements/{id}/edit", "/agreements/register", "/agreements/register/{ref}"],
)
def test_what_is_read_of_agreements(
    sign_in: Any, client: Client, count_statements: Count, path: str, store: str
) -> None:
    """However many there are, and however much is owed under them."""
    supervisor, association = make_supervisor(), make_association()
    duties = _duties()
    made = [make_agreement(association, by=supervisor, obligations=duties) for _ in range(4)]
    draft = make_agreement(association, by=supervisor, status="draft", obligations=duties)
    sign_in(client, supervisor)
    shown = draft if path.endswith("edit") else made[0]
    address = path.format(id=shown.id, ref=made[0].reference)
    client.get(address)
    with count_statements() as statements:
        assert client.get(address).status_code == 200
    assert len(statements) <= AGREEMENT, statements


def _duties() -> list[dict[str, Any]]:
    return [{"side": "police", "what": {"fr": f"{n}"}, "due_on": date(2026, 11, 20)} for n in range(MANY)]


@pytest.mark.parametrize(("is_delegation", "key"), [(False, None), (False, "once"), (True, None)])
def test_a_registration(
    token: Any,
    client: Client,
    count_statements: Count,
    seminar: Seminar,
    is_delegation: bool,
    key: str | None,
    store: str,
) -> None:
    association = make_association()
    person = make_manager(association) if is_delegation else make_account()
    client.carry(token(person))
    sent = {"party_size": 3} | ({"association_id": str(association.id)} if is_delegation else {})
    path = f"/api/v1/seminars/{seminar.id}/registrations"
    client.get("/api/v1/seminars")
    with count_statements() as statements:
        answer = client.post(path, json=sent, headers={"Idempotency-Key": key} if key else {})
    assert answer.status_code == 201
    assert len(statements) <= REGISTRATION, statements

"""Is a store filled with made-up years as sound as a real one, and does a run that was stopped go on?"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import exists, func, select

from engage.access.actor import VISITOR
from engage.city import generate, generated_threads
from engage.database import db
from engage.feedback.models.threads import Post, Thread, ThreadStatus
from engage.feedback.queries import list_threads
from engage.registrations.models import HOLDING_SEATS, Registration
from engage.seminars.models import Booking, Seminar
from engage.seminars.queries import find_seminars, list_seminars
from tests.factories import count_rows, make_district

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture
def fill(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """`flask generate` for so many seminars, with ten registrations each, on a small ground."""
    for name, size in {"BATCH": 10, "VENUES": 40, "ASSOCIATIONS": 20, "PEOPLE": 30}.items():
        monkeypatch.setattr(generate, name, size)
    monkeypatch.setattr(generated_threads, "BATCH", 10)

    def fill(seminars: int, threads: int = 0, **changes: Any) -> Result:
        settings = app.extensions["engage.settings"]
        app.extensions["engage.settings"] = replace(settings, **{"demo": True, **changes})
        options = ["--seminars", str(seminars), "--registrations", str(seminars * 10), "--threads", str(threads)]
        return app.test_cli_runner().invoke(args=["generate", *options])

    return fill


def _counts() -> tuple[int, int]:
    return tuple(db.session.scalar(select(func.count()).select_from(table)) for table in (Seminar, Registration))  # type: ignore[return-value]


def test_seats_add_up_and_the_catalogue_shows_what_is_to_come(fill: Callable[..., Result]) -> None:
    make_district("saiss")
    assert fill(30).exit_code == 0
    assert _counts() == (30, 300)
    holding = select(Registration.seminar_id, func.sum(Registration.party_size).label("seats"))
    held = holding.where(Registration.status.in_(HOLDING_SEATS)).group_by(Registration.seminar_id).subquery()
    wrong = select(Seminar.id).join(held, held.c.seminar_id == Seminar.id).where(held.c.seats != Seminar.seats_taken)
    assert db.session.scalars(wrong).all() == []
    assert len(list_seminars(VISITOR, q="GEN-0000007").items) == 1


def test_they_hold_their_venues_and_are_found_by_who_mistypes(fill: Callable[..., Result]) -> None:
    make_district("saiss")
    fill(30)
    free = select(Seminar.id).where(~exists().where(Booking.seminar_id == Seminar.id))
    assert db.session.scalars(free).all() == []
    assert len(find_seminars(VISITOR, q="numerrique").items) > 0


def test_goes_on_where_it_ended(fill: Callable[..., Result]) -> None:
    make_district("saiss")
    fill(15)
    before = set(db.session.scalars(select(Seminar.id)))
    assert fill(40).exit_code == 0
    assert _counts() == (40, 400)
    assert before < set(db.session.scalars(select(Seminar.id)))
    assert fill(40).exit_code == 0
    assert _counts() == (40, 400)


def test_never_in_a_real_store(fill: Callable[..., Result]) -> None:
    make_district("saiss")
    refused = fill(10, demo=False)
    assert refused.exit_code == 1
    assert "ENGAGE_DEMO" in refused.output
    assert _counts() == (0, 0)


def test_needs_a_city(fill: Callable[..., Result]) -> None:
    assert fill(10).exit_code == 1


def test_threads_are_found_stand_where_they_may_and_go_on_where_they_ended(fill: Callable[..., Result]) -> None:
    make_district("saiss")
    assert fill(10, threads=30).exit_code == 0
    first = db.session.scalar(select(Thread.id).where(Thread.reference == "G-00000000"))
    assert fill(10, threads=60).exit_code == 0
    assert (count_rows(Thread), count_rows(Post)) == (60, 240)
    assert db.session.scalar(select(Thread.id).where(Thread.reference == "G-00000000")) == first
    found = list_threads(VISITOR, q="motos trottoir", limit=100).items
    assert found
    assert all(one.visibility == "public" for one in found)
    ended = db.session.scalars(select(Thread.closed_at).where(Thread.status == ThreadStatus.CLOSED)).all()
    assert ended
    assert all(ended)

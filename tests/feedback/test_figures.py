"""Do figures count what is there, for supervisors to the last thread, for everybody nothing small?"""

from dataclasses import astuple
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from engage.access.actor import VISITOR, Actor
from engage.database import db
from engage.feedback import queries, services
from engage.feedback.models.threads import Thread
from engage.feedback.queries import DistrictFigures
from tests.conftest import FrozenClock
from tests.factories import (
    make_account,
    make_district,
    make_officer,
    make_supervisor,
    make_thread,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def author(app: Any) -> Actor:
    return make_account()


def _thread(
    author: Actor, opened: int, /, district: str | None = "saiss", category: str = "traffic", **days: int
) -> Thread:
    """Opened so many days ago; `replied`, `answered`, `closed`: after so many days."""
    thread = make_thread(by=author, district=district, category=category)
    thread.created_at = NOW - timedelta(days=opened)
    thread.acknowledge_due_at, thread.answer_due_at = (thread.created_at + timedelta(days=n) for n in (2, 15))
    thread.due_at = thread.acknowledge_due_at
    for name, column in {"replied": "first_replied_at", "answered": "answered_at", "closed": "closed_at"}.items():
        if name in days:
            setattr(thread, column, thread.created_at + timedelta(days=days[name]))
    if "replied" in days:
        thread.acknowledged_at, thread.status, thread.due_at = (
            thread.first_replied_at,
            "in_progress",
            thread.answer_due_at,
        )
    if "answered" in days:
        thread.status = "answered"
    if "closed" in days:
        thread.status = "closed"
    db.session.commit()
    return thread


def _row(viewer: Actor, district: str | None = "saiss", **asked: Any) -> DistrictFigures:
    return next(row for row in queries.count_districts(viewer, **asked).rows if row.district == district)


# --- for supervisors --------------------------------------------------------------------------------------------------


def test_a_first_reply_is_kept_as_such(app: Any, frozen_clock: FrozenClock) -> None:
    thread, officer = make_thread(), make_officer()
    services.add_note(officer, thread.id, body="Pour nous.")
    services.add_comment(make_account(), thread.id, body="Moi aussi.")
    assert thread.first_replied_at is None
    services.add_reply(officer, thread.id, body="Merci.")
    first = frozen_clock.now
    frozen_clock.move(days=1)
    services.add_reply(officer, thread.id, body="Encore.")
    assert thread.first_replied_at == first


def test_a_supervisor_reads_how_each_district_does(author: Actor, store: str) -> None:
    for days in (1, 2, 3, 4, 10):
        _thread(author, 20, replied=days, answered=days, closed=days + 1)
    _thread(author, 1)
    _thread(author, 5)
    _thread(author, 40)
    row = _row(make_supervisor())
    assert (row.opened, row.open, row.late) == (7, 3, 2)
    assert row.open_by_age == {"0-2": 1, "3-15": 1, "16-30": 0, "over-30": 1}
    assert astuple(row.first_reply) == (5, 3.0, 10.0)
    assert astuple(row.closing) == (5, 4.0, 11.0)
    assert row.reopened_percent == 0


def test_both_stores_agree_on_the_nearest_rank(author: Actor, store: str) -> None:
    for days in range(1, 11):
        _thread(author, 20, replied=days)
    assert astuple(_row(make_supervisor()).first_reply) == (10, 5.0, 9.0)


def test_ages_begin_and_end_where_they_say(author: Actor, store: str) -> None:
    for days in (0, 2, 3, 15, 16, 30, 31):
        _thread(author, days)
    officer = make_officer()
    assert _row(make_supervisor()).open_by_age == {"0-2": 2, "3-15": 2, "16-30": 2, "over-30": 1}
    for age, number in {"0-2": 2, "3-15": 2, "16-30": 2, "over-30": 1}.items():
        assert len(queries.list_queue(officer, age=age).items) == number


def test_periods_count_by_the_day_of_the_step(author: Actor, store: str) -> None:
    _thread(author, 50, replied=15, answered=16, closed=16)  # 4 October: replied to on the 19th
    _thread(author, 40, replied=35, answered=36, closed=36)  # 14 October: replied to on 18 November
    supervisor = make_supervisor()
    numbers = {}
    for period in ("month", "last-month", "quarter", "year"):
        row = _row(supervisor, period=period)
        numbers[period] = (row.opened, row.first_reply.number, row.closing.number)
    assert numbers == {"month": (0, 1, 1), "last-month": (2, 1, 1), "quarter": (2, 2, 2), "year": (2, 2, 2)}
    found = queries.count_districts(supervisor, period="last-month")
    assert (found.first, found.last) == (date(2026, 10, 1), date(2026, 10, 31))


def test_all_districts_together_are_no_mean_of_medians(author: Actor, store: str) -> None:
    make_district("agdal")
    for days in (1, 1, 1):
        _thread(author, 20, replied=days)
    _thread(author, 20, district="agdal", replied=9)
    total = queries.count_districts(make_supervisor()).total
    assert astuple(total.first_reply) == (4, 1.0, 9.0)
    assert total.opened == 4


def test_reopened_ones_are_a_share_of_those_that_ended(author: Actor, app: Any) -> None:
    again = _thread(author, 10, replied=1, answered=1, closed=2)
    _thread(author, 10, replied=1, answered=1, closed=2)
    again.reopened_count = 1
    db.session.commit()
    assert _row(make_supervisor()).reopened_percent == 50


def test_a_supervisor_of_one_district_learns_nothing_of_others(author: Actor, store: str) -> None:
    make_district("agdal")
    _thread(author, 10, replied=1)
    _thread(author, 10, district="agdal", replied=5)
    _thread(author, 10, district=None, replied=7)
    mine = queries.count_districts(make_supervisor("saiss"))
    assert [row.district for row in mine.rows] == ["saiss"]
    assert (mine.total.opened, mine.total.first_reply.median) == (1, 1.0)
    every = queries.count_districts(make_supervisor())
    assert [row.district for row in every.rows] == ["agdal", "saiss", None]
    assert every.total.opened == 3


# --- for everybody ----------------------------------------------------------------------------------------------------


def _many(author: Actor, number: int, opened: int = 20, **details: Any) -> None:
    for _ in range(number):
        _thread(author, opened, **details)


def _line(lines: Any, key: str | None) -> tuple[Any, ...]:
    return next(astuple(line)[1:] for line in lines if line.key == key)


def test_everybody_reads_how_much_was_answered_in_time(author: Actor, store: str) -> None:
    _many(author, 6, replied=3, answered=3)
    _many(author, 5, replied=17, answered=18)
    _many(author, 7, opened=40)
    _many(author, 8, opened=1)
    found = queries.get_public_figures(VISITOR)
    assert _line([found.total], None) == (26, 6, 5, 7, 8, 3)
    assert _line(found.by_district, "saiss") == (26, 6, 5, 7, 8, 3)
    assert _line(found.by_category, "traffic") == (26, 6, 5, 7, 8, 3)
    assert _line(found.by_category, "noise") == (0, 0, 0, 0, 0, None)
    assert _line(found.by_month, "2026-10-01") == (7, 0, 0, 7, 0, None)
    assert _line(found.by_month, "2026-11-01") == (19, 6, 5, 0, 8, 3)
    assert found.by_month[0].key == "2025-12-01"


def test_what_waits_for_more_than_a_year_is_not_forgotten(author: Actor, store: str) -> None:
    _many(author, 6, opened=500)
    _thread(author, 500, replied=1, answered=2, closed=3)
    _many(author, 6)
    found = queries.get_public_figures(VISITOR)
    assert (found.total.opened, found.total.late) == (12, 12)
    assert _line(found.by_month, "before") == (6, 0, 0, 6, 0, None)


def test_a_few_of_a_district_or_a_matter_are_told_to_nobody(author: Actor, store: str) -> None:
    make_district("agdal")
    _many(author, 30)
    _many(author, 2, district="agdal", category="drugs")
    found = queries.get_public_figures(VISITOR)
    assert found.total.opened == 32
    for lines, key in ((found.by_district, "agdal"), (found.by_category, "drugs")):
        assert _line(lines, key)[0] is None
        assert sum(line.opened is None for line in lines) >= 2


def test_of_almost_nothing_nothing_is_told(author: Actor, app: Any) -> None:
    _many(author, 4)
    found = queries.get_public_figures(VISITOR)
    assert _line([found.total], None) == (None,) * 6
    assert not [*found.by_district, *found.by_category, *found.by_month]


def test_figures_stand_still_until_midnight(author: Actor, frozen_clock: FrozenClock, store: str) -> None:
    _many(author, 6)
    before = queries.get_public_figures(VISITOR)
    make_thread(by=author)
    thread = db.session.query(Thread).order_by(Thread.created_at).first()
    assert thread
    services.add_reply(make_officer(), thread.id, body="Merci.")
    services.answer_thread(make_officer(), thread.id)
    db.session.commit()
    assert queries.get_public_figures(VISITOR) == before
    frozen_clock.move(days=1)
    after = queries.get_public_figures(VISITOR).total
    assert (after.opened, after.answered_late) == (7, 1)


def test_private_and_hidden_ones_count_like_all_others(author: Actor, app: Any) -> None:
    _many(author, 5, category="violence")
    assert {row.visibility for row in db.session.query(Thread)} == {"private"}
    assert queries.get_public_figures(VISITOR).total.opened == 5


def test_one_reads_the_same_signed_in_and_out(author: Actor, app: Any) -> None:
    _many(author, 9)
    assert queries.get_public_figures(VISITOR) == queries.get_public_figures(make_supervisor())

"""What was done together with an association: is it counted as it was, and does no public number point at a person?"""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.access.actor import VISITOR, Actor
from engage.registrations import services as registrations
from engage.registrations.queries import Count, Figures, count_together, get_figures, get_public_figures
from engage.registrations.queries.together import LEAST, suppressed
from engage.seminars import services as seminars
from engage.seminars.models import Seminar, Theme
from engage.transaction import transaction
from tests.factories import make_association, make_manager, make_registration, make_seminar

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def association() -> Any:
    return make_association()


def held(frozen_clock: Any, day: datetime, parties: dict[Any, int], theme: Theme = Theme.CYBER) -> Seminar:
    """A seminar that took place on a day with the delegations of some managers' associations."""
    frozen_clock.set(frozen_clock.now.replace(year=day.year, month=day.month, day=day.day) - timedelta(days=30))
    seminar = make_seminar(local_start=day, theme=theme, capacity=200, max_party_size=200)
    for (manager, association), size in parties.items():
        counts = {"primary": size - 1, "adults": 1}
        make_registration(
            seminar, by=manager, association_id=association.id, party_size=size, headcounts=counts if size > 1 else {}
        )
    frozen_clock.set(frozen_clock.now + timedelta(days=31))
    with transaction():
        seminars.hold_seminar(Actor.system(), seminar.id)
    return seminar


def test_it_is_counted_by_school_year_and_theme(frozen_clock: Any, association: Any, store: str) -> None:
    manager = make_manager(association)
    own = (manager, association)
    held(frozen_clock, datetime(2026, 6, 30, 9), {own: 10})
    held(frozen_clock, datetime(2026, 9, 1, 9), {own: 20}, Theme.DRUGS)
    held(frozen_clock, datetime(2026, 12, 1, 9), {own: 30})
    figures = get_figures(manager, association.id)
    assert figures.total == Count(3, 60)
    assert list(figures.by_school_year.items()) == [(2026, Count(2, 50)), (2025, Count(1, 10))]
    assert figures.by_theme == {"cyber": Count(2, 40), "drugs": Count(1, 20)}
    assert figures.by_level == {"primary": 57, "adults": 3}
    assert count_together(VISITOR, [association.id]) == {association.id: Count(3, 60)}
    assert get_public_figures(VISITOR, association.id).by_level == {}


def test_only_seats_at_seminars_that_took_place_count(frozen_clock: Any, association: Any) -> None:
    manager = make_manager(association)
    other = make_association("Autre")
    held(frozen_clock, datetime(2026, 12, 1, 9), {(make_manager(other), other): 30})
    make_registration(make_seminar("À venir"), by=manager, association_id=association.id, party_size=9)
    given_up = make_seminar("Rendue", local_start=datetime(2026, 12, 24, 9))
    registration = make_registration(given_up, by=manager, association_id=association.id, party_size=9)
    with transaction():
        registrations.cancel_registration(manager, registration.id)
    frozen_clock.set(frozen_clock.now + timedelta(days=60))
    with transaction():
        seminars.hold_seminar(Actor.system(), given_up.id)
    assert get_figures(manager, association.id) == Figures()
    assert count_together(VISITOR, [association.id]) == {association.id: Count(0, 0)}


def test_a_few_people_are_told_to_nobody_else(frozen_clock: Any, association: Any) -> None:
    own = (make_manager(association), association)
    held(frozen_clock, datetime(2026, 12, 1, 9), {own: 4})
    assert count_together(VISITOR, [association.id]) == {association.id: Count(1, None)}
    shown = get_public_figures(VISITOR, association.id)
    assert (shown.total, shown.by_school_year, shown.by_theme) == (
        Count(1, None),
        {2026: Count(1, None)},
        {"cyber": Count(1, None)},
    )
    assert get_figures(own[0], association.id).total == Count(1, 4)


def test_what_is_left_out_cannot_be_subtracted(frozen_clock: Any, association: Any) -> None:
    own = (make_manager(association), association)
    for theme, size in ((Theme.CYBER, 40), (Theme.DRUGS, 3), (Theme.DELINQUENCY, 9)):
        held(frozen_clock, datetime(2026, 12, 1 + size % 7, 9), {own: size}, theme)
    shown = get_public_figures(VISITOR, association.id)
    assert shown.total == Count(3, 52)
    assert {theme: count.people for theme, count in shown.by_theme.items()} == {
        "cyber": 40,
        "drugs": None,
        "delinquency": None,
    }


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([], []),
        ([0, 30], [0, 30]),
        ([4, 30, 12], [None, 30, None]),
        ([1, 1, 30, 12], [None, None, 30, None]),
        ([2, 3, 30], [None, None, 30]),
        ([5, 6], [5, 6]),
    ],
)
def test_which_parts_are_left_out(counts: list[int], told: list[int | None]) -> None:
    assert suppressed(counts) == told


@given(st.lists(st.integers(0, 40), max_size=12))
def test_no_part_is_given_away(counts: list[int]) -> None:
    told = suppressed(counts)
    assert all(
        shown in (None, count) and not 0 < (shown or 0) < LEAST for shown, count in zip(told, counts, strict=True)
    )
    hidden = [count for shown, count in zip(told, counts, strict=True) if shown is None]
    # Either the sum is not told either, being small, or what is missing is neither one part nor a few people.
    assert not hidden or sum(counts) < LEAST or (len(hidden) > 1 and sum(hidden) >= LEAST)

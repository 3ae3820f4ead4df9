"""Are working days counted right, however many?"""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from engage.feedback.deadlines import _working_days

DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(DAYS, st.integers(-3, 900), st.frozensets(DAYS, max_size=30))
def test_weeks_at_once_are_as_many_days_as_one_by_one(first: date, length: int, off: frozenset[date]) -> None:
    last = first + timedelta(days=length)
    days = (first + timedelta(days=n) for n in range(length + 1))
    assert _working_days(first, last, off) == sum(day.weekday() < 5 and day not in off for day in days)

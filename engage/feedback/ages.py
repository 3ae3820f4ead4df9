"""For how long has a thread waited, in ordinary days? In four bands, from fresh to far too long."""

from datetime import datetime, timedelta
from enum import StrEnum


class Age(StrEnum):
    DAYS_0_2 = "0-2"
    DAYS_3_15 = "3-15"
    DAYS_16_30 = "16-30"
    OVER_30 = "over-30"


_FROM = {Age.DAYS_0_2: 0, Age.DAYS_3_15: 3, Age.DAYS_16_30: 16, Age.OVER_30: 31}


def opened_between(age: str, now: datetime) -> tuple[datetime | None, datetime | None]:
    """After which instant, and until which, was what has this age now opened? None: no matter."""
    days = list(_FROM.values())
    place = list(_FROM).index(Age(age))
    after = now - timedelta(days=days[place + 1]) if place + 1 < len(days) else None
    return after, now - timedelta(days=days[place]) if place else None

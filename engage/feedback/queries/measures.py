"""How long did things take, in the words of both stores? Medians are by nearest rank, so that both say the same."""

from typing import Any

from sqlalchemy import CTE, ColumnElement, Integer, case, cast, extract, func

DAY_SECONDS = 86_400


def seconds_between(start: Any, end: Any) -> ColumnElement[int]:
    return cast(extract("epoch", end) - extract("epoch", start), Integer)


def place(value: Any, *group: Any) -> list[ColumnElement[int]]:
    """At which place of its group a value stands in their order, and how many there are."""
    return [func.row_number().over(partition_by=group, order_by=value), func.count().over(partition_by=group)]


def quantile(ranked: CTE, at: str, of: str, percent: int) -> ColumnElement[int]:
    """The smallest value that at least so many percent do not exceed; `at` and `of` are what `place` gave."""
    nearest = (ranked.c[of] * percent + 99) // 100
    return func.max(case((ranked.c[at] == nearest, ranked.c.seconds)))


def in_days(seconds: int | None) -> float | None:
    return None if seconds is None else round(seconds / DAY_SECONDS, 1)

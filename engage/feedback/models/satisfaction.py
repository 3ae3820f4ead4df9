"""What authors say of a closed thread, by secret ballot: how many said what, and who has been asked (0028)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Base


class Question(StrEnum):
    SOLVED = "solved"
    TREATED = "treated"


class Solved(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Treated(StrEnum):
    WELL = "well"
    FAIRLY = "fairly"
    BADLY = "badly"


ANSWERS: dict[str, type[StrEnum]] = {Question.SOLVED: Solved, Question.TREATED: Treated}
NOWHERE = ""  # the district of threads without one


class Ballot(Base):
    """That the author of a thread was asked, under a hash which our key alone can make of the thread, and what they
    answered so far, sealed with the same key. `until_on` is the last day for answers; then what was sealed is wiped.
    """

    __tablename__ = "satisfaction_ballots"

    key_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    until_on: Mapped[date]
    sealed: Mapped[bytes | None]  # None: nothing answered yet; empty: counted for good

    __table_args__ = (Index(None, "until_on"),)


class Tally(Base):
    """How many authors of the threads that were closed in a month gave one answer to one question."""

    __tablename__ = "satisfaction_tallies"

    month: Mapped[date] = mapped_column(primary_key=True)  # its first day
    district: Mapped[str] = mapped_column(String(60), primary_key=True)
    category: Mapped[str] = mapped_column(String(20), primary_key=True)
    question: Mapped[str] = mapped_column(String(10), primary_key=True)
    answer: Mapped[str] = mapped_column(String(10), primary_key=True)
    number: Mapped[int]

    __table_args__ = (
        CheckConstraint("number >= 0", name="number"),
        CheckConstraint("question IN ('solved', 'treated')", name="question"),
    )

"""What authors answer when their thread is closed."""

from engage.feedback.models.satisfaction import Solved, Treated
from engage.web.input import Choice, Schema


class RatingInput(Schema):
    """One of the questions, or both."""

    solved = Choice(Solved)
    treated = Choice(Treated)


RATING_INPUT = RatingInput()

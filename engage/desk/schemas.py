"""What the outside world sees of what was done together with an association."""

from marshmallow import fields

from engage.seminars.models import Theme
from engage.web.input import Choice, Schema


class CountView(Schema):
    seminars = fields.Integer()
    people = fields.Integer(allow_none=True, metadata={"description": "Null where a few are not told."})


class FiguresView(Schema):
    """Seminars that took place with a delegation of theirs, and the people in it."""

    total = fields.Nested(CountView)
    by_school_year = fields.Dict(
        keys=fields.Integer(),
        values=fields.Nested(CountView),
        metadata={"description": "By the calendar year in which the school year begins."},
    )
    by_theme = fields.Dict(keys=Choice(Theme), values=fields.Nested(CountView))
    agreements = fields.Integer(metadata={"description": "In force today: see the register."})


FIGURES_VIEW = FiguresView()

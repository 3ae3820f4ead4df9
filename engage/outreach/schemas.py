"""What may an address from outside ask for?"""

from marshmallow import fields, validate

from engage.language import DEFAULT, LOCALES
from engage.seminars.models import Audience, SpokenLanguage, Theme
from engage.web.input import Choice, Schema, Text, between

MOST_EMBEDDED = 20


class OutsideFilter(Schema):
    """The filters of the catalogue that others pass on, and the language of the answer."""

    district = Text(0, 60)
    theme = Choice(Theme)
    audience = Choice(Audience)
    language = Choice(SpokenLanguage)
    lang = fields.String(load_default=DEFAULT, validate=validate.OneOf(LOCALES))


class EmbeddedFilter(OutsideFilter):
    limit = fields.Integer(load_default=5, validate=between(1, MOST_EMBEDDED))


OUTSIDE_FILTER = OutsideFilter()
EMBEDDED_FILTER = EmbeddedFilter()

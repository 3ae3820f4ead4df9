"""What a program solves, while very many strangers write."""

from marshmallow import fields

from engage.web.input import Schema


class Challenge(Schema):
    """As the ALTCHA widget and its libraries take it (version 2)."""

    parameters = fields.Dict(keys=fields.String())
    signature = fields.String()


CHALLENGE = Challenge()

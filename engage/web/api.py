"""What do all JSON endpoints share? flask-smorest, kept to input, output and the OpenAPI document."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

import orjson
from apispec.ext.marshmallow import MarshmallowPlugin, resolver
from flask import Flask, Response, current_app, request
from flask.json.provider import JSONProvider
from flask_smorest import Api as SmorestApi
from flask_smorest import Blueprint as SmorestBlueprint
from marshmallow import fields
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from engage.access.rules import public
from engage.errors import DomainError, Stale, VersionMissing
from engage.web.input import Schema

View = TypeVar("View", bound=Callable[..., Any])

PREFIX = "/api/v1"


class OrjsonProvider(JSONProvider):
    """JSON as UTF-8, Arabic unescaped; refuses what is nested too deep instead of failing on it."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        return orjson.dumps(obj, default=str, option=orjson.OPT_NON_STR_KEYS).decode()

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        return orjson.loads(s)

    def response(self, *args: Any, **kwargs: Any) -> Response:
        obj = self._prepare_response_obj(args, kwargs)
        return Response(orjson.dumps(obj, default=str, option=orjson.OPT_NON_STR_KEYS), mimetype="application/json")


class JsonParser(FlaskParser):
    """Bodies are objects in JSON. The standard parser recurses, and 100,000 brackets are its end."""

    def _raw_load_json(self, req: Any) -> Any:
        body = req.get_data(cache=True)
        if (body or req.content_length) and not req.is_json:  # a form may have been read already and leave no body
            raise UnsupportedMediaType
        if not body and req.method == "POST":
            return {}  # a step such as publishing needs no words
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError:
            raise BadRequest from None


class Problem(Schema):
    """RFC 9457, with field errors by path."""

    type = fields.String(required=True, metadata={"example": "/problems/seats-exhausted"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String()
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))


class Api(SmorestApi):
    """Registers blueprints and their documentation; errors stay with engage.web.errors."""

    ERROR_SCHEMA = Problem

    def _register_error_handlers(self) -> None:
        pass

    def register_blueprint(self, blp: "ApiBlueprint", *, parameters: Any = None, **options: Any) -> None:
        """Its endpoints are `places_api.…`, since pages are `places.…`; in the document both are `places`."""
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blp.name] = self
        self._app.register_blueprint(blp, **options)
        blp.register_views_in_doc(self, self._app, self.spec, name=blp.name, parameters=parameters)
        self.spec.tag({"name": blp.tag, "description": blp.description})

    def _register_responses(self) -> None:
        super()._register_responses()
        for response in self.spec.components.responses_lazy.values():
            if "application/json" in response.get("content", {}):
                response["content"]["application/problem+json"] = response["content"].pop("application/json")


class ApiBlueprint(SmorestBlueprint):
    """A feature's JSON endpoints, all under /api/v1."""

    ARGUMENTS_PARSER = JsonParser()

    def __init__(self, name: str, description: str) -> None:
        super().__init__(f"{name}_api", f"engage.{name}", url_prefix=PREFIX, description=description)
        self.tag = name

    def route(self, rule: str, **options: Any) -> Callable[[View], View]:
        return super().route(rule, **{"tags": [self.tag], **options})  # type: ignore[no-any-return]


def configure_api(app: Flask) -> Api:
    app.json = OrjsonProvider(app)
    app.config.update(
        API_TITLE="Engage",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=None,
        API_SPEC_OPTIONS={
            "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
            "security": [{"token": []}, {}],
        },
    )
    api = Api(app, spec_kwargs={"marshmallow_plugin": MarshmallowPlugin(schema_name_resolver=_name_in_document)})

    @app.get(f"{PREFIX}/openapi.json", endpoint="openapi")
    @public
    def document() -> Any:
        return api.spec.to_dict()

    return api


def _name_in_document(schema: Any) -> str:
    """VenueInput, and VenueChanges for the same with all fields optional."""
    name = resolver(schema)
    return name.removesuffix("Input") + "Changes" if getattr(schema, "partial", False) else name


ENTITY_TAG = r'"[!#-~\x80-\xff]*"'
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "description": "Needed: the version that is edited, from the ETag. Missing: 428; no longer the current one: 412.",
    "schema": {"type": "string", "pattern": f"^{ENTITY_TAG}$"},
    "example": '"3"',
}


def tagged(body: Any, version: int, status: int = 200) -> tuple[Any, int, dict[str, str]]:
    """An answer with the ETag that a later PATCH must send back."""
    return body, status, {"ETag": f'"{version}"'}


def version_sent() -> int:
    """The version in If-Match (RFC 9110 §13.1.1). Raises VersionMissing without one, Stale for a tag we never gave out,
    DomainError for what is no tag.
    """
    sent = request.headers.get("If-Match", "").strip()
    if not sent:
        raise VersionMissing
    if not re.fullmatch(ENTITY_TAG, sent):
        raise DomainError
    number = sent.strip('"')
    if not (number.isdecimal() and len(number) < 10):
        raise Stale
    return int(number)


def version_if_sent() -> int | None:
    """The same of a step, which is taken without a version too."""
    return version_sent() if request.headers.get("If-Match", "").strip() else None


def no_content() -> Response:
    return current_app.response_class(status=204)

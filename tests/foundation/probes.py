"""Views that no feature has: each does one thing to the store or to the answer, so that this can be watched."""

from typing import Any

import pytest
from flask import Blueprint, Flask, Response, request
from sqlalchemy import insert, select, text
from werkzeug.exceptions import ServiceUnavailable

from engage import clock, errors, features
from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.access.rules import public, requires, signed_in
from engage.audit.services import record
from engage.database import db
from engage.places.models import District, DistrictKind, Venue
from engage.settings import Settings
from engage.transaction import after_commit
from engage.web.api import ApiBlueprint
from engage.web.idempotency import idempotent
from engage.web.input import Schema, Text, WholeNumber
from tests import clients

pages = Blueprint("probe", __name__, url_prefix="/probe")
api = ApiBlueprint("probe", "Only in tests")

told: list[str] = []  # what was told after a commit
plan: list[Any] = []  # what the next tries meet: a statement to run (`stumble`), something to call (`add_thing`)


class NamedInput(Schema):
    name = Text(most=20, required=True)
    size = WholeNumber(1, 10)


def make_application(settings: Settings) -> Flask:
    """The whole application, with these views too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(features, "apis", lambda apis=features.apis: [*apis(), api])
        patch.setattr(features, "pages", lambda blueprints=features.pages: [*blueprints(), pages])
        return clients.make_application(settings)


def keep(name: str) -> None:
    db.session.add(District(code=name, name={"fr": name}, kind=DistrictKind.DISTRICT))
    after_commit(lambda: told.append(name))


@pages.post("/keep/<name>")
@public
def keep_one(name: str) -> tuple[str, int]:
    keep(name)
    db.session.flush()
    return "kept", 201


@requires(Permission.SEMINARS_PLAN)  # above the route, against the custom: it must guard all the same
@pages.post("/keep-late/<name>")
def keep_late(name: str) -> str:
    """A venue with this code. Not flushed: a broken rule is found by the commit."""
    place = {"name": {"fr": name}, "name_key": name, "district": "saiss", "kind": "other", "created_at": clock.now()}
    db.session.add(Venue(code=name, capacity=10, step_free_access=True, **place))
    after_commit(lambda: told.append(name))
    return "kept"


@pages.post("/refuse/<name>/<int:status>")
@public
def refuse(name: str, status: int) -> tuple[str, int]:
    keep(name)
    db.session.flush()
    return "no", status


@pages.post("/fail/<name>")
@public
def fail(name: str) -> str:
    keep(name)
    db.session.flush()
    raise LookupError("a fault of ours")


@pages.get("/write/<way>")
@public
def write_while_reading(way: str) -> str:
    if way == "flush":
        keep("from-a-get")
        db.session.flush()
    elif way == "statement":
        db.session.execute(insert(District).values(code="from-a-get", name={}, kind="district", version=1))
    else:
        keep("from-a-get")
    return "done"


@pages.route("/stumble/<name>", methods=["GET", "POST"])
@public
def stumble(name: str) -> str:
    if request.method == "POST":
        keep(name)
        db.session.flush()
    if plan:
        db.session.execute(text(plan.pop(0)))
    return "through"


@pages.post("/record")
@signed_in
def record_something() -> str:
    record(actor(), "probe.touched", "x", before={"a": 1, "b": 2}, after={"a": 1, "b": 3})
    return "done"


@pages.get("/count")
@public
def count() -> str:
    return ",".join(db.session.scalars(select(District.code).order_by(District.code)))


@pages.get("/busy")
@public
def busy() -> str:
    raise ServiceUnavailable(retry_after=7)


@api.route("/probe/things", methods=["POST"])
@public
@idempotent
@api.arguments(NamedInput)
def add_thing(sent: dict[str, Any]) -> tuple[dict[str, Any], int, dict[str, str]]:
    told.append("ran")
    keep(sent["name"])
    db.session.flush()
    if plan:
        plan.pop(0)()
    return {"name": sent["name"], "calls": told.count("ran")}, 201, {"Location": f"/x/{sent['name']}", "ETag": '"1"'}


@pages.post("/things")
@public
@idempotent
def add_thing_by_form() -> Response:
    told.append("ran")
    keep(request.form["name"])
    db.session.flush()
    return Response(f"added {told.count('ran')}", 303, {"Location": "/probe/count"})


@api.route("/probe/things", methods=["GET"])
@public
@api.arguments(NamedInput(only=["size"]), location="query")
@api.response(200, NamedInput)
def list_things(sent: dict[str, Any]) -> dict[str, Any]:
    return {"name": "thing", **sent}


@api.route("/probe/refusals/<string:kind>", methods=["GET"])
@public
def refuse_in_words(kind: str) -> str:
    raise {
        "not-found": errors.NotFound(),
        "not-allowed": errors.NotAllowed(),
        "not-signed-in": errors.NotSignedIn(),
        "conflict": errors.Conflict("party-too-large", most=4, asked=9),
        "invalid": errors.Invalid({"attendees": {0: {"name": ["Fill in this field."]}}}),
        "stale": errors.Stale(),
        "version-missing": errors.VersionMissing(),
        "fault": LookupError("Salma Bennani 0612345678"),
    }[kind]

"""Is the process alive, and is its store there with the tables this code expects?"""

from flask import Blueprint, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from engage.access.rules import public
from engage.database import db
from engage.migrations import head_revision

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def alive() -> Response:
    return jsonify({"status": "ok"})


@blueprint.get("/readyz")
@public
def ready() -> tuple[Response, int]:
    problem = _problem()
    return jsonify({"status": problem or "ok"}), 503 if problem else 200


def _problem() -> str | None:
    try:
        found = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except SQLAlchemyError:
        return "store not reachable or not initialised"
    return None if found == head_revision() else "migrations are due"

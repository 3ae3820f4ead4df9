"""Is the process alive, and is its store there with the tables this code expects?"""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from engage.access.rules import public
from engage.database import db

blueprint = Blueprint("health", __name__)

PATIENCE_SECONDS = 3
_asking = ThreadPoolExecutor(2, "readyz")


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
    # A store that hangs answers nothing, not even that it is too slow: whoever asks is told in time all the same.
    asked = _asking.submit(copy_context().run, _version, current_app._get_current_object())  # type: ignore[attr-defined]
    try:
        found = asked.result(PATIENCE_SECONDS)
    except (SQLAlchemyError, TimeoutError):
        asked.cancel()
        return "store not reachable or not initialised"
    return None if found == _expected() else "migrations are due"


@lru_cache(maxsize=1)
def _expected() -> str:
    """The last migration, by the file that names it: a process that serves pages need not load Alembic."""
    return (Path(__file__).parents[2] / "migrations" / "versions" / "HEAD").read_text().strip()


def _version(app: Flask) -> str | None:
    with app.app_context(), db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()

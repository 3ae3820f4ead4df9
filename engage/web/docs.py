"""Where is the API described for people? The OpenAPI document in a browser, and a page for each problem type."""

from collections import defaultdict

from flask import Blueprint

from engage.access.rules import public
from engage.errors import NotFound
from engage.web.problems import PROBLEMS
from engage.web.rendering import page

blueprint = Blueprint("docs", __name__)


@blueprint.get("/api/docs")
@public
def api() -> str:
    return page("api_docs.html")


@blueprint.get("/problems/<string(maxlength=60):problem>")
@public
def problem(problem: str) -> str:
    if problem not in PROBLEMS:
        raise NotFound
    title, detail = PROBLEMS[problem]
    return page(
        "errors/problem.html",
        title=str(title),
        detail=str(detail).format_map(defaultdict(lambda: "…")),
        problem=problem,
    )

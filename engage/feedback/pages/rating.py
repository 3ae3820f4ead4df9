"""One click in a letter says whether it is solved. A GET changes nothing: the page sends the answer on by itself."""

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.rules import public
from engage.feedback import queries, services
from engage.feedback.pages import blueprint
from engage.feedback.schemas.rating import RATING_INPUT
from engage.language import gettext as _
from engage.web.forms import Form
from engage.web.input import understood_query
from engage.web.rendering import page

Shown = Answer | tuple[str, int]


@blueprint.get("/feedback/ratings/<string:token>")
@public
def ask_rating(token: str) -> Shown:
    return _rating_page(token, Form(RATING_INPUT))


@blueprint.post("/feedback/ratings/<string:token>")
@public
def rate(token: str) -> Shown:
    form = Form(RATING_INPUT)
    with form:
        services.rate_by_link(actor(), token, **form.read())
        flash(_("Thank you. Your answer is counted."))
        return redirect(url_for(".ask_rating", token=token), 303)
    return _rating_page(token, form)


def _rating_page(token: str, form: Form) -> Shown:
    """`chosen` is what was clicked in the letter, where that question has no answer yet: one that is there changes by
    hand alone, so that a program which follows all links of a letter changes nobody's answer.
    """
    rated = queries.get_rated(actor(), token)
    clicked = understood_query(RATING_INPUT) if request.method == "GET" else {}
    chosen = {question: answer for question, answer in clicked.items() if question not in rated.said}
    return page("feedback/rating.html", rated=rated, token=token, form=form, chosen=chosen), form.status

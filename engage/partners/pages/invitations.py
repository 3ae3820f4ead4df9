"""What does somebody find behind the link of an invitation? Opening it changes nothing, the button does."""

from flask import flash, make_response, redirect, url_for
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.rules import public, signed_in
from engage.language import gettext as _
from engage.partners import queries, services
from engage.partners.pages import blueprint
from engage.partners.schemas.members import VERSION_FORM
from engage.web.forms import Form
from engage.web.idempotency import idempotent
from engage.web.rendering import page


@blueprint.get("/association-invitations/<string(maxlength=100):token>")
@public
def ask_join(token: str) -> Answer:
    return _letter_page(token, Form(VERSION_FORM))


@blueprint.post("/association-invitations/<string(maxlength=100):token>")
@signed_in
@idempotent
def join(token: str) -> Answer:
    form = Form(VERSION_FORM)
    with form:
        association_id = services.accept_invitation(actor(), token)
        flash(_("Welcome: you now act for this association."))
        return redirect(url_for("desk.association", association_id=association_id), 303)
    return _letter_page(token, form)


def _letter_page(token: str, form: Form) -> Answer:
    """Like the page of every link of a letter, its address goes nowhere else."""
    letter = queries.find_letter(actor(), token)
    shown = page("partners/invitation.html", form=form, letter=letter)
    answer = make_response(shown, form.status if letter or form.status >= 400 else 410)
    answer.headers.update({"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"})
    return answer

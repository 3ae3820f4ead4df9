"""How does somebody without an account come back to what they wrote?"""

from flask import flash, redirect, session, url_for
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.rules import public
from engage.accounts import limits
from engage.feedback import queries, services
from engage.feedback.pages import blueprint
from engage.feedback.receipts import receipt_hash
from engage.feedback.schemas.receipts import RECEIPT_INPUT
from engage.language import gettext as _
from engage.settings import current_settings
from engage.web.forms import Form
from engage.web.rendering import page

Shown = Answer | tuple[str, int]


@blueprint.get("/receipts")
@public
def ask_receipt() -> Shown:
    return page("feedback/receipts.html", form=None), 200


@blueprint.post("/receipts")
@public
@limits.receipts
def open_receipt() -> Shown:
    form = Form(RECEIPT_INPUT)
    with form:
        found_by = receipt_hash(current_settings().secret_key, form.read()["receipt"])
        opened = services.open_receipt(actor(), receipt_hash=found_by)
        session[queries.IN_SESSION] = opened.token
        return redirect(url_for(".show", thread_id=opened.thread_id), 303)
    return page("feedback/receipts.html", form=form), form.status


@blueprint.post("/receipts/end")
@public
def end_receipt() -> Answer:
    """For shared telephones and computers."""
    services.end_receipt(actor(), token=str(session.pop(queries.IN_SESSION, "")))
    flash(_("The thread is shut on this device. Your receipt opens it again."))
    return redirect(url_for(".threads"), 303)

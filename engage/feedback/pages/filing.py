"""How does somebody write to the police, with an account or without?"""

from collections.abc import Sequence
from datetime import datetime
from statistics import fmean
from typing import Any

from flask import Response, flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.rules import public
from engage.accounts import limits
from engage.errors import Conflict
from engage.feedback import floods, queries, services
from engage.feedback.categories import VISIBILITIES
from engage.feedback.pages import blueprint
from engage.feedback.pages.photos import MOST_TOGETHER, with_photos
from engage.feedback.pages.reading import district_choices
from engage.feedback.receipts import receipt_for, receipt_hash
from engage.feedback.schemas.threads import THREAD_FORM
from engage.language import gettext as _
from engage.places.queries import district_centres
from engage.settings import current_settings
from engage.web.files import sent_files, takes_files
from engage.web.forms import Form
from engage.web.idempotency import idempotent, request_seed
from engage.web.rendering import page
from engage.web.security import let_it_locate, let_it_map

TOLD_AT = {"latitude": "place", "longitude": "place", "file": "photos"}
_COMPARED = ("subject", "body", "category", "district", "latitude", "longitude")


@blueprint.get("/feedback/new")
@public
def new() -> Response:
    seminar_id = request.args.get("seminar_id", "")
    about = {"seminar_id": seminar_id, "category": "seminars"} if seminar_id else {}
    return _new_page(Form(THREAD_FORM, about))


@blueprint.post("/feedback/new")
@public
@takes_files(MOST_TOGETHER)
@limits.posts("threads")
def file() -> Response | Answer:
    form = Form(THREAD_FORM, told_at=TOLD_AT)
    with form:
        sent = form.read()
        if sent_files("photos"):
            floods.check_proof()
        return _kept(with_photos(sent))
    return _new_page(form)


def _kept(sent: dict[str, Any]) -> Response | Answer:
    if actor().is_anonymous:
        return _filed_page(sent)
    made = make_response(_open_once(**sent)).get_json()
    flash(_("We have your words. You find them under “My feedback”."))
    return redirect(url_for(".show", thread_id=made["id"], sent=1), 303)


@idempotent
def _open_once(**details: Any) -> Any:
    """What is kept for a form that is sent again: never the receipt, which is made from what was sent.

    Raises Conflict if others wrote about something like it, unless the form says that it is new. Photographs would be
    lost between two pages, so whoever sends some is not asked.
    """
    is_asked = details["visibility"] == "public" and not details["photos"]
    if not details.pop("is_new") and is_asked and _alike(details):
        raise Conflict("similar-threads")
    floods.require_proof()
    made = services.open_thread(actor(), **details)
    told = {"id": str(made.id), "reference": made.reference, "filed_at": made.created_at.isoformat()}
    return told | {"due_at": made.acknowledge_due_at.isoformat()}, 201


def _filed_page(sent: dict[str, Any]) -> Response:
    """The proof of filing, with the receipt: the only time it is seen, unless this very form is sent once more."""
    key = current_settings().secret_key
    receipt = receipt_for(key, request_seed())
    made = make_response(_open_once(**sent, receipt_hash=receipt_hash(key, receipt))).get_json()
    moments = {name: datetime.fromisoformat(made[name]) for name in ("filed_at", "due_at")}
    told = {"reference": made["reference"], "subject": sent["subject"], **moments}
    response = make_response(page("feedback/filed.html", receipt=receipt, **told), 201)
    response.headers["Cache-Control"] = "no-store"
    return response


def _alike(sent: dict[str, Any]) -> Sequence[queries.ThreadView]:
    compared: dict[str, Any] = {name: sent.get(name) for name in _COMPARED}
    return queries.list_similar(actor(), **compared)


def _new_page(form: Form) -> Response:
    alike = _alike(form.read()) if form.type == "similar-threads" else []
    private = [code for code, visibility in VISIBILITIES.items() if visibility == "private"]
    proof = floods.offer(is_refused=form.type == "challenge-required")
    tiles = current_settings().tiles_url
    more = {"districts": district_choices(), "private": private, "alike": alike, "proof": proof}
    more |= {"tiles": tiles, "middle": _middle_of_city() if tiles else None}
    shown = let_it_locate(make_response(page("feedback/new.html", form=form, **more), form.status))
    return let_it_map(shown, tiles) if tiles else shown


def _middle_of_city() -> tuple[float, float]:
    """Where a map begins."""
    points = list(district_centres(actor()).values()) or [(0.0, 0.0)]
    return fmean(latitude for latitude, _ in points), fmean(longitude for _, longitude in points)

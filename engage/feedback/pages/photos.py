"""How do photographs come with words, who sees them, and how are parts of them covered?"""

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, url_for
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.rules import public
from engage.accounts import limits
from engage.errors import NotAllowed, NotSignedIn
from engage.feedback import queries, services
from engage.feedback.pages import blueprint
from engage.feedback.pages.reading import thread_page
from engage.feedback.schemas.photos import PHOTO_EDIT_FORM
from engage.feedback.schemas.speaking import COMMENT_FORM
from engage.files.pages import show_picture
from engage.files.queries import get_file
from engage.language import gettext as _
from engage.web.files import sent_files, takes_files
from engage.web.forms import Form
from engage.web.idempotency import idempotent
from engage.web.rendering import page
from engage.web.unseen import unseen_first

Shown = str | Answer | tuple[str, int]

MOST_TOGETHER = 25_000_000  # bytes of the photographs of one form


def with_photos(sent: dict[str, Any]) -> dict[str, Any]:
    """What a form says, and the photographs that came with it, examined before any transaction begins."""
    alt = sent.pop("photos_alt")
    return sent | {"photos": services.prepare_photos(actor(), sent_files("photos"), alt=alt)}


@blueprint.post("/feedback/<uuid:thread_id>/comment")
@unseen_first(queries.get_thread)
@public
@takes_files(MOST_TOGETHER)
@limits.posts("comments")
def comment(thread_id: UUID) -> Shown:
    form = Form(COMMENT_FORM, told_at={"file": "photos", "too-many-photos": "photos"})
    with form:
        sent = form.read()
        services.check_may_comment(actor(), thread_id)
        return _keep_comment(thread_id, **with_photos(sent))
    return thread_page(thread_id, form, "comment")


@idempotent
def _keep_comment(thread_id: UUID, **sent: Any) -> Answer:
    """Claims the key after the files were examined: the store is not kept waiting for that."""
    services.add_comment(actor(), thread_id, **sent)
    flash(_("Your comment is kept."))
    return redirect(url_for(".show", thread_id=thread_id), 303)


@blueprint.get("/photos/<uuid:photo_id>/file")
@public
def photo_file(photo_id: UUID) -> Response:
    return show_picture(get_file(actor(), queries.get_photo(actor(), photo_id).file_id))


@blueprint.get("/photos/<uuid:photo_id>/thumbnail")
@public
def photo_thumbnail(photo_id: UUID) -> Response:
    return show_picture(get_file(actor(), queries.get_photo(actor(), photo_id).thumbnail_id))


@blueprint.get("/photos/<uuid:photo_id>/covered")
@public
def photo_covered(photo_id: UUID) -> Response:
    """What others see, for those who see more."""
    photo = queries.get_photo(actor(), photo_id)
    return show_picture(get_file(actor(), photo.public_file_id or photo.file_id))


@blueprint.get("/photos/<uuid:photo_id>/edit")
@public
def ask_change_photo(photo_id: UUID) -> Shown:
    return _photo_page(photo_id, Form(PHOTO_EDIT_FORM))


@blueprint.post("/photos/<uuid:photo_id>/edit")
@unseen_first(queries.get_photo)
@public
def change_photo(photo_id: UUID) -> Shown:
    form = Form(PHOTO_EDIT_FORM)
    with form:
        sent = form.read()
        rectangles = sent["covered"] if queries.get_photo_apart(actor(), photo_id).in_charge else None
        change = services.prepare_change(actor(), photo_id, rectangles=rectangles, alt=sent["alt"])
        services.change_photo(actor(), photo_id, sent["version"], change=change)
        flash(_("Kept. Below you see the photograph as others do."))
        return redirect(url_for(".ask_change_photo", photo_id=photo_id), 303)
    return _photo_page(photo_id, form)


def _photo_page(photo_id: UUID, form: Form) -> Shown:
    """For whoever sent it and those in charge."""
    photo = queries.get_photo(actor(), photo_id)
    if not (photo.is_own or photo.in_charge):
        raise NotAllowed if actor().is_authenticated or actor().opened_thread else NotSignedIn
    form.initial = {"alt": photo.alt, "covered": photo.covered, "version": photo.version}
    thread = queries.get_thread(actor(), photo.thread_id)
    return page("feedback/photo.html", photo=photo, thread=thread, form=form), form.status

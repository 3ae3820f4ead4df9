"""Photographs with what people write, in JSON but for the pictures themselves."""

from typing import Any
from uuid import UUID

from flask import Response, make_response

from engage.access.guard import actor
from engage.access.rules import public
from engage.accounts import limits
from engage.feedback import queries, services
from engage.feedback.api import blueprint
from engage.feedback.schemas.photos import PHOTO_BODY, PHOTO_FORM, PHOTO_INPUT, PHOTO_PAGE, PHOTO_VIEW
from engage.feedback.schemas.threads import OWN_FILTER
from engage.files.pages import show_picture
from engage.files.queries import get_file
from engage.files.services import MOST_BYTES
from engage.web.api import IF_MATCH, tagged, version_sent
from engage.web.files import sent_file, takes_files
from engage.web.idempotency import idempotent
from engage.web.input import read_form
from engage.web.unseen import unseen_first

Sent = dict[str, Any]
_PICTURE = {
    "responses": {
        "200": {"content": {"image/jpeg": {}, "image/png": {}}, "description": "As this person may see it."},
    }
}


@blueprint.route("/threads/<uuid:thread_id>/photos", methods=["GET"])
@unseen_first(queries.get_thread)
@public
@blueprint.arguments(OWN_FILTER, location="query")
@blueprint.response(200, PHOTO_PAGE)
def list_photos(sent: Sent, thread_id: UUID) -> Any:
    return queries.list_photos(actor(), queries.get_thread(actor(), thread_id).id, **sent)


@blueprint.route("/threads/<uuid:thread_id>/photos", methods=["POST"])
@unseen_first(queries.get_thread)
@public
@takes_files(MOST_BYTES)
@limits.posts("photos")
@blueprint.doc(requestBody=PHOTO_BODY)
@blueprint.response(201, PHOTO_VIEW)
def add_photo(thread_id: UUID) -> Any:
    sent, (name, content) = read_form(PHOTO_FORM), sent_file()
    photo = services.prepare_photo(actor(), thread_id, name=name, content=content, **sent)
    return _keep(thread_id, photo=photo, post_id=sent["post_id"])


@idempotent
def _keep(thread_id: UUID, **details: Any) -> Response:
    """Claims the key after the file was examined: the store is not kept waiting for that."""
    photo_id = services.add_photo(actor(), thread_id, **details)
    return make_response(PHOTO_VIEW.dump(queries.get_photo(actor(), photo_id)), 201)


@blueprint.route("/photos/<uuid:photo_id>", methods=["GET"])
@public
@blueprint.response(200, PHOTO_VIEW)
def show_photo(photo_id: UUID) -> Any:
    photo = queries.get_photo(actor(), photo_id)
    return tagged(photo, photo.version)


@blueprint.route("/photos/<uuid:photo_id>", methods=["PATCH"])
@unseen_first(queries.get_photo)
@blueprint.doc(parameters=[IF_MATCH])
@public
@blueprint.arguments(PHOTO_INPUT)
@blueprint.response(200, PHOTO_VIEW)
def change_photo(sent: Sent, photo_id: UUID) -> Any:
    version, rectangles = version_sent(), sent.pop("covered", None)
    change = services.prepare_change(actor(), photo_id, rectangles=rectangles, **sent)
    services.change_photo(actor(), photo_id, version, change=change)
    photo = queries.get_photo(actor(), photo_id)
    return tagged(photo, photo.version)


@blueprint.route("/photos/<uuid:photo_id>/file", methods=["GET"])
@public
@blueprint.doc(**_PICTURE)
def photo_file(photo_id: UUID) -> Response:
    return show_picture(get_file(actor(), queries.get_photo(actor(), photo_id).file_id))


@blueprint.route("/photos/<uuid:photo_id>/thumbnail", methods=["GET"])
@public
@blueprint.doc(**_PICTURE)
def photo_thumbnail(photo_id: UUID) -> Response:
    return show_picture(get_file(actor(), queries.get_photo(actor(), photo_id).thumbnail_id))

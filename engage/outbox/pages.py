"""Messages that did not go, on pages."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.access.rules import requires
from engage.language import gettext as _
from engage.outbox import queries, services
from engage.web.input import read_query
from engage.web.pagination import Cursor, ListFilter
from engage.web.rendering import page

blueprint = Blueprint("outbox", __name__)


class MessageFilter(ListFilter):
    cursor = Cursor(datetime, UUID)


MESSAGE_FILTER = MessageFilter()


@blueprint.get("/messages")
@requires(Permission.MESSAGES_READ)
def undelivered() -> str:
    return page("outbox/undelivered.html", messages=queries.list_undelivered(actor(), **read_query(MESSAGE_FILTER)))


@blueprint.post("/messages/<uuid:message_id>/retry")
@requires(Permission.MESSAGES_READ)
def retry(message_id: UUID) -> Answer:
    services.retry_message(actor(), message_id)
    flash(_("The message will be tried again at once."))
    return redirect(url_for(".undelivered"), 303)

"""How is a file handed over? As something to keep, never to be shown or run as a page of ours."""

import io

import flask
from flask import Response

from engage.access.guard import actor
from engage.files.queries import FileView
from engage.files.services import read_file

_HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}


def send_file(file: FileView) -> Response:
    """The answer for somebody who was let in by the feature that owns the file. Raises NotFound, Busy."""
    content = io.BytesIO(read_file(actor(), file.id))
    response = flask.send_file(
        content, file.media_type, as_attachment=True, download_name=file.name, conditional=False, etag=file.sha256
    )
    response.headers.update(_HEADERS)
    return response

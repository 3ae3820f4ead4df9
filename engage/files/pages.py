"""How is a file handed over? As something to keep, never to be shown or run as a page of ours."""

import io

import flask
from flask import Response, request

from engage.access.guard import actor
from engage.files.queries import FileView
from engage.files.services import read_file

_HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}
_OF_PICTURES = {  # browsers put a picture that is opened by itself into a page of their own, with a style
    "Content-Disposition": "inline",  # its name is its sender's
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    "Cache-Control": "private, no-cache",
}


def show_picture(file: FileView) -> Response:
    """The answer for somebody who was let in, of a picture that we made anew. It may stand in a page; a browser keeps
    it, and asks each time whether it may still show it. Raises NotFound, Busy.
    """
    response = Response(mimetype=file.media_type)
    response.set_etag(file.sha256)
    response.make_conditional(request)
    if response.status_code == 200:
        response.data = read_file(actor(), file.id)
    response.headers.update(_HEADERS | _OF_PICTURES)
    return response


def send_file(file: FileView) -> Response:
    """The answer for somebody who was let in by the feature that owns the file. Raises NotFound, Busy."""
    content = io.BytesIO(read_file(actor(), file.id))
    response = flask.send_file(
        content, file.media_type, as_attachment=True, download_name=file.name, conditional=False, etag=file.sha256
    )
    response.headers.update(_HEADERS)
    return response

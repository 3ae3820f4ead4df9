"""Which addresses take a file, how large may it be, and what was sent?"""

from collections.abc import Callable
from typing import IO, Any, TypeVar

from flask import current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

View = TypeVar("View", bound=Callable[..., Any])

_AROUND = 100_000  # bytes of the form beside the file
MAX_NAME = 200


def takes_files(most: int) -> Callable[[View], View]:
    """A mark: a file of so many bytes may be sent to this view, which is more than anything may have elsewhere."""

    def mark(view: View) -> View:
        view.most_bytes = most + _AROUND  # type: ignore[attr-defined]
        return view

    return mark


def allow_files() -> None:
    """After the guard and before anything reads the body: who is not let in sends no more than a little."""
    view = current_app.view_functions.get(request.endpoint or "")
    most: int = getattr(view, "most_bytes", None) or current_app.config["MAX_CONTENT_LENGTH"]
    request.max_content_length = most
    if request.content_length is None:
        request.environ["wsgi.input"] = _Counted(request.environ["wsgi.input"], most)
        request.max_content_length = most + 1


class _Counted:
    """A body that does not say how long it is. Werkzeug would cut it at its limit and hand over the beginning."""

    def __init__(self, body: IO[bytes], most: int) -> None:
        self._body, self._left = body, most

    def read(self, size: int = -1) -> bytes:
        piece = self._body.read(size)
        self._left -= len(piece)
        if self._left < 0:
            raise RequestEntityTooLarge
        return piece


def sent_file(field: str = "file") -> tuple[str, bytes]:
    """The content of the file in a form, and its name as it was sent; or the whole body, which has no name; empty if
    there is none.
    """
    file = request.files.get(field)
    if file is not None:
        file.stream.seek(0)  # a request that was in somebody's way is tried again
        return file.filename or "", file.stream.read()
    return "", b"" if request.mimetype.startswith("multipart/") else request.get_data()


def sent_files(field: str) -> list[tuple[str, bytes]]:
    """All files of a field: name and content of each. A browser sends an empty one where none was chosen."""
    files = [file for file in request.files.getlist(field) if file.filename]
    for file in files:
        file.stream.seek(0)
    return [(file.filename or "", file.stream.read()) for file in files]


def plain_name(name: str) -> str:
    """Without a path and what nobody sees: some browsers send the whole of it."""
    visible = "".join(c for c in name.replace("\\", "/").rpartition("/")[2] if c.isprintable())
    return visible[-MAX_NAME:]

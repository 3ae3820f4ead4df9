"""Which addresses take a file, how large may it be, and what was sent?"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, request

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
    request.max_content_length = getattr(view, "most_bytes", None) or current_app.config["MAX_CONTENT_LENGTH"]


def sent_file(field: str = "file") -> tuple[str, bytes]:
    """The name and the content of the file in a form, or the whole body, which has no name; empty if there is none."""
    file = request.files.get(field)
    if file is not None:
        file.stream.seek(0)  # a request that was in somebody's way is tried again
        return _name(file.filename or ""), file.stream.read()
    return "", b"" if request.mimetype.startswith("multipart/") else request.get_data()


def _name(name: str) -> str:
    """Without a path and what nobody sees: some browsers send the whole of it."""
    visible = "".join(c for c in name.replace("\\", "/").rpartition("/")[2] if c.isprintable())
    return visible[-MAX_NAME:]

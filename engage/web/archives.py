"""How do many files leave as one, without all of them in memory at once? As a zip that is written while it is sent."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import Response, stream_with_context

from engage import clock
from engage.settings import current_settings

Content = bytes | Callable[[], bytes]


@dataclass(frozen=True)
class Entry:
    """A file of the archive; content that is given as a function is read when its turn comes."""

    name: str
    content: Content


class _Sink(io.RawIOBase):
    """Takes what is written and hands it on; it cannot go back, and zipfile knows how to write so."""

    def __init__(self) -> None:
        self.written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, chunk: object) -> int:
        self.written += memoryview(chunk)  # type: ignore[arg-type]
        return memoryview(chunk).nbytes  # type: ignore[arg-type]

    def taken(self) -> bytes:
        chunk, self.written = bytes(self.written), bytearray()
        return chunk


def as_archive(entries: Iterable[Entry], name: str) -> Response:
    """An answer that a browser keeps as `name.zip`."""
    now = clock.local(clock.now(), current_settings().timezone)
    headers = {"Content-Disposition": f'attachment; filename="{name}.zip"', "Cache-Control": "private, no-store"}
    return Response(stream_with_context(zipped(entries, now)), mimetype="application/zip", headers=headers)


def zipped(entries: Iterable[Entry], now: datetime) -> Iterator[bytes]:
    """The archive piece by piece; `now` is the hour that its files show."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in entries:
            content = entry.content if isinstance(entry.content, bytes) else entry.content()
            archive.writestr(zipfile.ZipInfo(entry.name, now.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
            yield sink.taken()
    yield sink.taken()

"""How far is a file that is being brought in, where SQLite's one writer is busy with it? A small file says it."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from engage.settings import current_settings


@contextmanager
def told_beside(import_id: uuid.UUID) -> Iterator[Callable[[int], None]]:
    """`tell(lines)` adds lines that are done; nothing is left of it in the end, nor of who died before."""
    path, done = _path(import_id), 0
    path.unlink(missing_ok=True)

    def tell(lines: int) -> None:
        nonlocal done
        done += lines
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text(str(done))

    try:
        yield tell
    finally:
        path.unlink(missing_ok=True)


def lines_told(import_id: uuid.UUID) -> int | None:
    try:
        return int(_path(import_id).read_text())
    except (OSError, ValueError):  # none is told, or it is just being written
        return None


def _path(import_id: uuid.UUID) -> Path:
    return current_settings().instance / "imports" / str(import_id)

"""Is a PDF plain paper? Asked of a program of its own, with little time and memory: a stranger made what it reads."""

import subprocess
import sys
from pathlib import Path

from engage.errors import Invalid
from engage.files.examining.refusals import ACTIVE, DAMAGED, FILLED, LOCKED, refused, too_many_pages
from engage.files.zipped import is_zip

MOST_PAGES = 300
SECONDS = 8
_READER = Path(__file__).with_name("pdf_reader.py")
_BLANKS = b"\0\t\n\f\r \x1a"
_REFUSALS = {"locked": LOCKED, "active": ACTIVE, "filled": FILLED}


def plain_pdf(content: bytes) -> bytes:
    """The same PDF. Raises Invalid if it is locked, acts by itself, holds other files, or is something else as well."""
    if not content.rstrip(_BLANKS).endswith(b"%%EOF") or is_zip(content):
        raise refused(DAMAGED)
    found = _read(content)
    if found != "plain":
        raise _refusal(found)
    return content


def _refusal(found: str) -> Invalid:
    return too_many_pages(MOST_PAGES) if found == "long" else refused(_REFUSALS.get(found, DAMAGED))


def _read(content: bytes) -> str:
    """What the reader found, in one word; none if it failed or was stopped."""
    command = [sys.executable, "-I", str(_READER), str(MOST_PAGES)]
    try:
        # It learns nothing of the settings: those hold passwords.
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False, env={})  # noqa: S603
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else ""

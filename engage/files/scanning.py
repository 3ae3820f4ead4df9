"""Is there something harmful in it? clamd is asked (`ENGAGE_CLAMD_URL`) and sent the content itself (INSTREAM)."""

import socket
import struct
from contextlib import closing
from typing import Literal
from urllib.parse import urlsplit

import structlog

from engage.settings import current_settings
from engage.transaction import Busy

SECONDS = 10
_CHUNK = 1 << 16
_MOST_ANSWER = 4_096

Verdict = Literal["clean", "infected", "not scanned"]

log = structlog.get_logger()


def scan(content: bytes) -> Verdict:
    """What the scanner says, where there is one. Raises Busy while it cannot say it: unscanned files are not taken."""
    url = current_settings().clamd_url
    if url is None:
        return "not scanned"
    try:
        answer = _asked(url, content)
    except OSError as trouble:
        answer = type(trouble).__name__
    if answer == "stream: OK":
        return "clean"
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        log.warning("file infected", found=answer[8:-6])
        return "infected"
    log.error("scanner does not answer", answer=answer[:200])
    raise Busy("scanner-away", retry_after=60)


def _asked(url: str, content: bytes) -> str:
    with closing(_connected(url)) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _CHUNK):
            piece = content[start : start + _CHUNK]
            line.sendall(struct.pack("!L", len(piece)) + piece)
        line.sendall(struct.pack("!L", 0))
        return _answered(line)


def _connected(url: str) -> socket.socket:
    parts = urlsplit(url)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname or "", parts.port or 3310), SECONDS)
    line = socket.socket(socket.AF_UNIX)
    try:
        line.settimeout(SECONDS)
        line.connect(parts.path)
    except OSError:
        line.close()
        raise
    return line


def _answered(line: socket.socket) -> str:
    answer = b""
    while len(answer) < _MOST_ANSWER and not answer.endswith(b"\0"):
        piece = line.recv(_MOST_ANSWER)
        if not piece:
            break
        answer += piece
    return answer.rstrip(b"\0\n").decode(errors="replace")

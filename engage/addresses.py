"""Is this the address of a service that Engage may use? Each raises ValueError with what was expected instead."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

INSIDE = ("127.0.0.1", "localhost", "::1")  # what goes there does not leave this machine


def service(*schemes: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        parts = urlsplit(text)
        if parts.scheme not in schemes or not (parts.netloc or parts.scheme == "unix"):
            raise ValueError(f"expected an address that starts with {' or '.join(s + '://' for s in schemes)}")
        is_web = parts.scheme in {"http", "https"}
        if is_web and (parts.query or parts.fragment or "@" in parts.netloc or any(c.isspace() for c in text)):
            raise ValueError("expected an address without user, query, fragment or spaces")
        _ = parts.port
        return text

    return parse


def gateway(text: str) -> str:
    """Numbers and words of people travel encrypted, except inside this machine."""
    parts = urlsplit(text)
    is_inside = parts.scheme == "http" and parts.hostname in INSIDE
    if not parts.hostname or not (parts.scheme == "https" or is_inside):
        raise ValueError("expected an address that starts with https://, or http:// inside this machine")
    if parts.query or parts.fragment or any(c.isspace() for c in text):
        raise ValueError("expected an address without query, fragment or spaces")
    _ = parts.port
    return text


def bucket(text: str) -> str:
    """Where files are kept; encrypted on the way, except inside this machine."""
    parts = urlsplit(text)
    is_whole = (
        parts.username and parts.password and parts.hostname and re.fullmatch(r"/[a-z0-9][a-z0-9.-]+", parts.path)
    )
    if parts.scheme != "s3" or not is_whole or not re.fullmatch(r"(region=[a-z0-9-]+)?", parts.query):
        raise ValueError("expected s3://key:secret@host/bucket?region=name")
    _ = parts.port
    return text


def scanner(text: str) -> str:
    parts = urlsplit(text)
    is_socket = parts.scheme == "unix" and not parts.netloc and len(parts.path) > 1
    is_machine = parts.scheme == "tcp" and parts.hostname and parts.path in {"", "/"}
    if not (is_socket or is_machine) or parts.query or parts.fragment:
        raise ValueError("expected tcp://host:port or unix:///path")
    _ = parts.port
    return text


def place_on_map(text: str) -> str:
    """Where a place is shown, with its degrees to be filled in."""
    try:
        filled = text.format(latitude=34.03, longitude=-5.0)
    except (KeyError, IndexError, ValueError, AttributeError):
        raise ValueError("expected only {latitude} and {longitude} in braces") from None
    if not filled.startswith("https://") or text == filled:
        raise ValueError("expected an address that starts with https:// and holds {latitude} and {longitude}")
    return text


def tiles(text: str) -> str:
    """Where a map's pictures are, with its scale and place to be filled in."""
    parts = urlsplit(text)
    is_inside = parts.scheme == "http" and parts.hostname in INSIDE
    fits = all(text.count(mark) == 1 for mark in ("{z}", "{x}", "{y}")) and "{" not in parts.netloc
    if not parts.hostname or not fits or not (parts.scheme == "https" or is_inside):
        raise ValueError("expected https://host/…/{z}/{x}/{y}.png")
    _ = parts.port
    return text

"""Where does the content of files lie? A folder of the instance, or an S3-compatible store; both behind one interface.

The only door to obstore. Whatever is wrong with a store is `Busy`: 503 with Retry-After, and nothing is half done.
"""

import os
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

import structlog

from engage.addresses import INSIDE
from engage.errors import NotFound
from engage.settings import current_settings
from engage.transaction import Busy

if TYPE_CHECKING:
    from obstore.store import ObjectStore

LISTED_AT_ONCE = 500
_KEY_BYTES = 20
_KEY = re.compile(r"[0-9a-f]{40}")

log = structlog.get_logger()


def put(content: bytes) -> str:
    """Keep some content under a new random key; answers the key. It is safe on disk when this returns."""
    import obstore

    key = secrets.token_hex(_KEY_BYTES)
    with _told_as_busy():
        store = _store()
        obstore.put(store, key, content)
        if not current_settings().files_url:
            _make_safe(_folder() / key)
    return key


def get(key: str) -> bytes:
    """The content under a key. Raises NotFound if it is gone."""
    import obstore

    with _told_as_busy():
        return obstore.get(_store(), key).bytes().to_bytes()


def erase(keys: Sequence[str]) -> None:
    """Content that is gone already is as good as erased."""
    import obstore

    for key in keys:
        try:
            with _told_as_busy():
                obstore.delete(_store(), key)
        except NotFound:
            continue


def keys_from_before(moment: datetime) -> Iterator[list[str]]:
    """The keys of what was kept before a moment, some hundred at a time. What is not called as ours are is not ours."""
    import obstore

    with _told_as_busy():
        for found in obstore.list(_store(), chunk_size=LISTED_AT_ONCE):
            yield [one["path"] for one in found if one["last_modified"] < moment and _KEY.fullmatch(one["path"])]


@contextmanager
def _told_as_busy() -> Iterator[None]:
    from obstore.exceptions import BaseError, NotFoundError

    try:
        yield
    except (NotFoundError, FileNotFoundError):
        log.error("file missing")  # noqa: TRY400 - its words name the place
        raise NotFound from None
    except (BaseError, OSError) as trouble:
        log.error("files out of reach", error=type(trouble).__name__)  # noqa: TRY400 - its words may hold a key
        raise Busy("files-away", retry_after=30) from None


def _store() -> "ObjectStore":
    url = current_settings().files_url
    return _bucket(url, os.getpid()) if url else _opened(_folder())


def _folder() -> Path:
    folder = current_settings().instance / "files"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _make_safe(path: Path) -> None:
    """Readable by its owner alone, and on the disk itself before its row is: a power cut leaves no row without it."""
    path.chmod(0o600)
    for place in (path, path.parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@lru_cache(maxsize=4)
def _opened(folder: Path) -> "ObjectStore":
    from obstore.store import LocalStore

    return LocalStore(folder)


@lru_cache(maxsize=4)
def _bucket(url: str, _process: int) -> "ObjectStore":
    """One for each process: its connections must not be shared after a fork."""
    from obstore.store import S3Store

    parts = urlsplit(url)
    is_inside = parts.hostname in INSIDE
    return S3Store(
        unquote(parts.path[1:]),
        endpoint=f"{'http' if is_inside else 'https'}://{parts.netloc.rpartition('@')[2]}",
        region=parse_qs(parts.query).get("region", ["us-east-1"])[0],
        access_key_id=unquote(parts.username or ""),
        secret_access_key=unquote(parts.password or ""),
        virtual_hosted_style_request=False,
        disable_bulk_delete=True,  # not every store knows it
        client_options={"connect_timeout": "3s", "timeout": "10s", "allow_http": is_inside},
        retry_config={"max_retries": 1},
    )

"""How does a text message leave? As JSON to the gateway that the settings name or, where none is set, as a file."""

import base64
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import unquote, urlsplit
from uuid import UUID

import orjson

from engage.outbox.composing import Owed, compose_short
from engage.outbox.posting import FolderPost, Post, Unreachable
from engage.settings import Settings

TIMEOUT_SECONDS = 10
MOST_PARTS = 2
SURE_TO_FIT = 100  # signs of an officer's words, in any letters; in Latin ones alone it is nearly three times that
# GSM 03.38, 7 bits: what telephones write in short; those of the second row take the room of two.
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_OF_TWO = frozenset("^{}\\[~]|€")
_NOT_THE_MESSAGE = {401, 403, 404, 405, 408, 425, 429}  # the gateway refuses us, or asks for patience


def signs_over(text: str) -> int:
    """By how many signs a text is too long for two parts, each with room for the words that join them."""
    if _GSM_OF_TWO.union(_GSM).issuperset(text):
        return max(0, sum(2 if sign in _GSM_OF_TWO else 1 for sign in text) - MOST_PARTS * 153)
    return max(0, len(text.encode("utf-16-le")) // 2 - MOST_PARTS * 67)


class Refused(OSError):
    """The gateway answered, and did not take the message."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def prepare(owed: Owed, _settings: Settings) -> tuple[str, bytes]:
    """To which number it goes, and what. Raises whatever keeps it from being said."""
    return owed.address, orjson.dumps({"id": str(owed.id), "to": owed.address, "text": compose_short(owed)})


@contextmanager
def open_post(settings: Settings) -> Iterator[Post]:
    """The way out that the settings name; nothing is connected before the first message."""
    post: Post = GatewayPost(settings.sms_url) if settings.sms_url else FolderPost(settings.instance / "sms", ".txt")
    with closing(post):
        yield post


class GatewayPost:
    """A gateway for text messages, over HTTPS. Redirects are not followed: they would carry numbers elsewhere."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)

    def send(self, message_id: UUID, recipient: str, content: bytes) -> None:
        status = self._post(content, self._headers(message_id))
        if status in _NOT_THE_MESSAGE:
            raise Unreachable(f"gateway answered {status}")
        if status // 100 != 2:
            raise Refused(status)

    def _post(self, content: bytes, headers: dict[str, str]) -> int:
        make = HTTPSConnection if self._url.scheme == "https" else HTTPConnection
        connection = make(self._url.hostname or "", self._url.port, timeout=TIMEOUT_SECONDS)
        try:
            connection.request("POST", self._url.path or "/", content, headers)
            return connection.getresponse().status
        except (OSError, HTTPException) as trouble:
            raise Unreachable(type(trouble).__name__) from None
        finally:
            connection.close()

    def _headers(self, message_id: UUID) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(message_id)}
        if self._url.username:
            pair = f"{unquote(self._url.username)}:{unquote(self._url.password or '')}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        return headers

    def close(self) -> None:
        pass


def describe(error: BaseException) -> str:
    """What went wrong, without a number or a word of the gateway's."""
    if isinstance(error, Unreachable):
        return str(error)
    return f"Refused {error.status}" if isinstance(error, Refused) else type(error).__name__


def is_final(error: BaseException) -> bool:
    """Whether the gateway will never take this message."""
    return isinstance(error, Refused) and error.status // 100 == 4

"""How often may one address guess a password, have letters sent, or write? One count for pages and programs alike."""

import hashlib
import math
import time
import unicodedata
from collections.abc import Callable, Mapping
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, TypeVar

import structlog
from flask import Response, current_app, make_response, request
from flask_limiter import RequestLimit
from limits import RateLimitItemPerHour
from werkzeug.exceptions import HTTPException

from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.errors import DomainError
from engage.settings import current_settings
from engage.web.limits import failed, limiter

View = TypeVar("View", bound=Callable[..., Any])

PERSON_GUESSES = "10 per 15 minutes"
ADDRESS_GUESSES = "100 per 15 minutes"
RECEIPT_GUESSES = "30 per 15 minutes"
PERSON_LETTERS = "5 per hour"
NETWORK_LETTERS = "200 per hour"
TRIES = 3  # of a network's strangers, for each that may be kept


class TooManyRequests(DomainError):
    """`retry_after` says in how many seconds the count begins anew."""

    status = 429
    type = "too-many-requests"


def guesses(view: View) -> View:
    """For views that ask for a password: counts refusals, by network address and by the account that is tried."""
    by_address = _counted("guesses", ADDRESS_GUESSES, network, failed)
    return _counted("guesses", PERSON_GUESSES, _person, failed)(by_address(view))


def receipts(view: View) -> View:
    """For views that take a receipt: counts refusals by network address."""
    return _counted("receipts", RECEIPT_GUESSES, network, failed)(view)


def letters(purpose: str) -> Callable[[View], View]:
    """For views that send mail to an address which anybody may type: few to one person, many from one network, behind
    which a whole school may sit.
    """

    def limited(view: View) -> View:
        by_network = _counted(purpose, NETWORK_LETTERS, network, _went)
        return _counted(f"{purpose} to", PERSON_LETTERS, _addressee, _went)(by_network(view))

    return limited


def posts(kind: str, when: Callable[[], bool] = lambda: True) -> Callable[[View], View]:
    """For views that keep what residents write or send: so many of a `kind` an hour (a setting) from one account or one
    receipt, and from one network what many people there may send. Officers at work are not counted.

    Of strangers what is refused counts too, more generously: a receipt is hashed slowly before anything else is asked.
    """

    def limited(view: View) -> View:
        tries = _counted(
            f"{kind} tried", lambda: _tried(kind), network, None, lambda: _is_free(when) or bool(_writer())
        )
        by_network = _counted(kind, lambda: _hourly(kind, by_all=True), network, _went, lambda: _is_free(when))
        by_person = _counted(
            f"{kind} of", lambda: _hourly(kind), _writer, _went, lambda: _is_free(when) or not _writer()
        )
        return by_person(by_network(tries(view)))

    return limited


def is_crowded() -> bool:
    """Whether strangers of this network opened as many threads in the last hour as the setting says."""
    return not _ask(limiter.limiter.test, "strangers")


def count_stranger() -> None:
    _ask(limiter.limiter.hit, "strangers")


def may_use_ticket() -> bool:
    """Whether this network has used fewer tickets in the last hour than that; counts this one."""
    return _ask(limiter.limiter.hit, "tickets")


def _ask(ask: Callable[..., bool], purpose: str) -> bool:
    try:
        return ask(RateLimitItemPerHour(current_settings().flood_network), purpose, network())
    except Exception as away:  # noqa: BLE001 - as everywhere: where nobody can count, nobody is held up
        structlog.get_logger().warning("limits out of reach", error=type(away).__name__)
        return True


def _hourly(kind: str, *, by_all: bool = False, times: int = 1) -> str:
    settings = current_settings()
    most: int = getattr(settings, f"hourly_{kind}") * times
    return f"{most * (settings.network_people if by_all else 1)} per hour"


def _tried(kind: str) -> str:
    return _hourly(kind, by_all=True, times=TRIES)


def _is_free(when: Callable[[], bool]) -> bool:
    return not when() or actor().can(Permission.THREADS_ANSWER)


def _writer() -> str:
    """The account, or the thread that a receipt opened; nothing of a stranger, who is known by the network alone."""
    someone = actor()
    return str(someone.id or someone.opened_thread or "")


def _went(answer: Response) -> bool:
    return answer.status_code < 400


def _counted(
    scope: str,
    limit: str | Callable[[], str],
    key: Callable[[], str],
    deduct_when: Callable[[Any], bool] | None = None,
    exempt_when: Callable[[], bool] | None = None,
) -> Callable[[View], View]:
    return limiter.shared_limit(  # type: ignore[return-value]
        limit, scope=scope, key_func=key, deduct_when=deduct_when, exempt_when=exempt_when, on_breach=_refuse
    )


def _refuse(limit: RequestLimit) -> Response:
    # Answered and not raised: Flask-Limiter takes anything raised here for a failure of its storage.
    seconds = max(1, math.ceil(limit.reset_at - time.time()))
    refused = TooManyRequests(retry_after=seconds, minutes=math.ceil(seconds / 60))
    return make_response(current_app.handle_user_exception(refused))


# Whatever a key function raises, Flask-Limiter takes for a failure of its storage, and counts from nothing again.


def network() -> str:
    """The caller's address; of IPv6 the /64, which one household has for itself."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:  # a socket of this machine, or a proxy that does not say
        return request.remote_addr or "nowhere"
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(ip_network((address, 64), strict=False))
    return str(address)


def _person() -> str:
    """The caller's address and the account that is tried; hashed, since the counts may be kept outside the store."""
    return hashlib.sha256(f"{network()} {_tried_account()}".encode("utf-8", "surrogatepass")).hexdigest()


def _tried_account() -> str:
    """Whoever is signed in tries the own: an address that is sent along means nothing then."""
    return str(actor().id) if actor().is_authenticated else _typed_address()


def _typed_address() -> str:
    typed = _sent().get("email")
    return unicodedata.normalize("NFC", typed).strip().casefold() if isinstance(typed, str) else ""


def _addressee() -> str:
    return hashlib.sha256(_typed_address().encode("utf-8", "surrogatepass")).hexdigest()


def _sent() -> Mapping[str, object]:
    """The form or the object that was sent; nothing if it cannot be read, which the view will say."""
    try:
        sent = request.form or request.get_json(silent=True)
    except HTTPException:
        return {}
    return sent if isinstance(sent, Mapping) else {}

"""How often may someone guess? Flask-Limiter; counted in Redis when there is one, else in each process."""

from flask import Flask, Response
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from engage.settings import Settings


class _Limiter(Limiter):
    """Counts where a view says so, and looks at no other request: there are no limits for all of them."""

    def _check_request_limit(self, callable_name: str | None = None, in_middleware: bool = True) -> None:
        if not in_middleware:
            super()._check_request_limit(callable_name, in_middleware)


limiter = _Limiter(key_func=get_remote_address, headers_enabled=False)


def configure_limits(app: Flask, settings: Settings) -> None:
    app.config["RATELIMIT_STORAGE_URI"] = settings.redis_url or "memory://"
    app.config["RATELIMIT_STRATEGY"] = "fixed-window"
    app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = True  # Redis away: counted in each process until it is back
    limiter.init_app(app)


def failed(response: Response) -> bool:
    """For `deduct_when`: only a refusal counts, so that nobody is locked out by signing in often."""
    return response.status_code in {401, 403, 422}

"""What does the environment say about this installation?

The only reader of `os.environ`. A wrong value raises `SettingsError` with one line that names the variable.
"""

import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from email.errors import HeaderParseError
from email.headerregistry import Address
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import phonenumbers
from flask import current_app
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from engage.addresses import bucket, gateway, place_on_map, scanner, service, tiles
from engage.clock import zone
from engage.text import parse_phone

T = TypeVar("T")

INSTITUTION = {"ar": "ولاية أمن فاس", "fr": "Wilaya de sûreté de Fès", "en": "Fez security wilaya"}

MAP = "https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=17/{latitude}/{longitude}"

EXTENSION = "engage.settings"


class SettingsError(Exception):
    """One setting is wrong; the message is a single line that names it."""


def _number(default: int, least: int, most: int) -> Any:
    """A setting that is a whole number between two others."""
    return field(default=default, metadata={"between": (least, most)})


@dataclass(frozen=True)
class Settings:
    """Everything an operator can set, checked; see docs/operations.md for what each one means."""

    instance: Path
    database_url: str
    secret_key: str = field(repr=False)
    redis_url: str | None = field(default=None, repr=False)
    base_url: str = "http://127.0.0.1:8000"
    mail_url: str | None = field(default=None, repr=False)
    mail_from: str = "engage@localhost"
    sms_url: str | None = field(default=None, repr=False)
    files_url: str | None = field(default=None, repr=False)
    clamd_url: str | None = None
    contact_email: str | None = None
    contact_phone: str | None = None
    brand: str = "Engage"
    timezone: str = "Africa/Casablanca"
    emergency_number: str = "19"
    ambulance_number: str | None = "15"
    gendarmerie_number: str | None = "177"
    country: str = "MA"
    map_url: str = MAP
    tiles_url: str | None = None
    tiles_credit: str = "© OpenStreetMap"
    trusted_categories: frozenset[str] = frozenset()  # whose strangers' words wait for no look
    demo: bool = False
    demo_password: str | None = field(default=None, repr=False)
    proxies: int = _number(0, 0, 10)
    companions: int = _number(9, 0, 50)
    offer_hours: int = _number(48, 1, 720)
    mandate_grace_days: int = _number(60, 0, 730)
    list_seconds: int = _number(2, 0, 60)
    proposal_days: int = _number(10, 1, 365)
    acknowledge_days: int = _number(2, 1, 60)
    answer_days: int = _number(15, 1, 250)
    hourly_threads: int = _number(10, 1, 10_000)
    hourly_comments: int = _number(60, 1, 10_000)
    hourly_reports: int = _number(60, 1, 10_000)
    hourly_photos: int = _number(40, 1, 10_000)
    network_people: int = _number(40, 1, 10_000)
    flood_threads: int = _number(60, 0, 100_000)
    flood_network: int = _number(30, 1, 100_000)
    flood_minutes: int = _number(3, 1, 120)
    institution: Mapping[str, str] = field(default_factory=lambda: dict(INSTITUTION))

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def zone(self) -> ZoneInfo:
        return zone(self.timezone)


def current_settings() -> Settings:
    """The settings of the application at work."""
    settings: Settings = current_app.extensions[EXTENSION]
    return settings


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Check every ENGAGE_ variable. Raises SettingsError on the first that is wrong."""
    instance = Path(environ.get("ENGAGE_INSTANCE") or "instance").resolve()
    return Settings(
        instance=instance,
        database_url=_read(environ, "ENGAGE_DATABASE_URL", _database_url(instance), _own_store(instance)),
        secret_key=_read(environ, "ENGAGE_SECRET_KEY", _secret, None) or _kept_secret(instance),
        base_url=_read(environ, "ENGAGE_BASE_URL", service("http", "https"), _own_address(environ)).rstrip("/"),
        mail_from=_read(environ, "ENGAGE_MAIL_FROM", _address, Settings.mail_from),
        contact_email=_read(environ, "ENGAGE_CONTACT_EMAIL", _address, None),
        contact_phone=_contact_phone(environ),
        brand=environ.get("ENGAGE_BRAND", "").strip() or Settings.brand,
        timezone=_read(environ, "ENGAGE_TIMEZONE", _zone, Settings.timezone),
        emergency_number=_read(environ, "ENGAGE_EMERGENCY_NUMBER", _digits, Settings.emergency_number),
        ambulance_number=_read(environ, "ENGAGE_AMBULANCE_NUMBER", _digits_or_none, Settings.ambulance_number),
        gendarmerie_number=_read(environ, "ENGAGE_GENDARMERIE_NUMBER", _digits_or_none, Settings.gendarmerie_number),
        country=_read(environ, "ENGAGE_COUNTRY", _country, Settings.country),
        map_url=_read(environ, "ENGAGE_MAP_URL", place_on_map, MAP),
        tiles_credit=environ.get("ENGAGE_TILES_CREDIT", "").strip() or Settings.tiles_credit,
        trusted_categories=_read(environ, "ENGAGE_TRUSTED_CATEGORIES", _codes, Settings.trusted_categories),
        demo=_read(environ, "ENGAGE_DEMO", _switch, False),
        demo_password=environ.get("ENGAGE_DEMO_PASSWORD") or None,
        institution=_institution(environ),
        **_numbers(environ),
        **_services(environ),
    )


def _numbers(environ: Mapping[str, str]) -> dict[str, Any]:
    """Whole numbers between bounds."""
    bounds = {one.name: one.metadata["between"] for one in fields(Settings) if "between" in one.metadata}
    return {
        name: _read(environ, f"ENGAGE_{name.upper()}", _whole_number(*between), getattr(Settings, name))
        for name, between in bounds.items()
    }


def _services(environ: Mapping[str, str]) -> dict[str, Any]:
    """What Engage may use and does without."""
    parsers = {
        "redis_url": service("redis", "rediss", "unix"),
        "mail_url": service("smtp", "smtps"),
        "sms_url": gateway,
        "files_url": bucket,
        "clamd_url": scanner,
        "tiles_url": tiles,
    }
    return {name: _read(environ, f"ENGAGE_{name.upper()}", parse, None) for name, parse in parsers.items()}


def _read(environ: Mapping[str, str], name: str, parse: Callable[[str], T], default: T) -> T:
    text = environ.get(name, "").strip()
    if not text:
        return default
    try:
        return parse(text)
    except ValueError as wrong:
        raise SettingsError(f"{name} is wrong: {wrong}") from None


def _own_store(instance: Path) -> str:
    return f"sqlite:///{instance / 'engage.db'}"


def _own_address(environ: Mapping[str, str]) -> str:
    return f"http://127.0.0.1:{_read(environ, 'ENGAGE_PORT', _port, 8000)}"


def _contact_phone(environ: Mapping[str, str]) -> str | None:
    country = _read(environ, "ENGAGE_COUNTRY", _country, Settings.country)
    return _read(environ, "ENGAGE_CONTACT_PHONE", lambda text: parse_phone(text, country), None)


def _institution(environ: Mapping[str, str]) -> Mapping[str, str]:
    names = {code: environ.get(f"ENGAGE_INSTITUTION_{code.upper()}", "").strip() for code in ("ar", "fr", "en")}
    given = {code: name for code, name in names.items() if name}
    fallback = next(iter(given.values()), None)
    if fallback is None:
        return dict(INSTITUTION)
    return {code: given.get(code, fallback) for code in names}


def _database_url(instance: Path) -> Callable[[str], str]:
    def parse(text: str) -> str:
        try:
            url = make_url(text)
        except (ArgumentError, ValueError):
            raise ValueError("expected sqlite:///path or postgresql://user:password@host/name") from None
        if url.drivername in {"postgresql", "postgres", "postgresql+psycopg"}:
            return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        if url.drivername == "sqlite":
            return f"sqlite:///{_sqlite_path(url.database, instance)}"
        raise ValueError("expected sqlite:///path or postgresql://user:password@host/name")

    return parse


def _sqlite_path(database: str | None, instance: Path) -> Path:
    """Seen from the current folder. The instance folder need not be there yet: `flask init` makes it."""
    if not database:
        raise ValueError("expected sqlite:///path")
    path = Path(database).resolve()
    if not path.parent.is_dir() and path.parent != instance:
        raise ValueError(f"there is no folder {path.parent}")
    return path


def _secret(text: str) -> str:
    if len(text) < 32:
        raise ValueError("expected at least 32 characters")
    return text


def _kept_secret(instance: Path) -> str:
    """The key made at the first start and kept in the instance folder, readable by its owner only."""
    path = instance / "secret-key"
    try:
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _keep_whole(path, secrets.token_hex(32))
    except OSError as refused:
        raise SettingsError(f"ENGAGE_INSTANCE is wrong: {refused.strerror} ({instance})") from None
    return path.read_text().strip()


def _keep_whole(path: Path, text: str) -> None:
    """Write a file that appears complete or not at all, and stays the first one written when two start at once."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(text)
    with suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()


def _address(text: str) -> str:
    try:
        address = Address(addr_spec=text)
    except (ValueError, IndexError, HeaderParseError):
        raise ValueError("expected an e-mail address") from None
    if not (text.isascii() and address.username and address.domain):
        raise ValueError("expected an e-mail address in plain ASCII")
    return text


def _zone(text: str) -> str:
    try:
        zone(text)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"no time zone is called {text}") from None
    return text


def _digits(text: str) -> str:
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise ValueError("expected a telephone number of digits only")
    return text


def _digits_or_none(text: str) -> str | None:
    return None if text == "none" else _digits(text)


def _country(text: str) -> str:
    if text not in phonenumbers.SUPPORTED_REGIONS:
        raise ValueError("expected a country in two capital letters, like MA (ISO 3166-1)")
    return text


def _codes(text: str) -> frozenset[str]:
    if not re.fullmatch(r"[a-z_]+(,[a-z_]+)*", text):
        raise ValueError("expected codes, with a comma between them")
    return frozenset(text.split(","))


def _switch(text: str) -> bool:
    if text not in {"0", "1"}:
        raise ValueError("expected 0 or 1")
    return text == "1"


def _whole_number(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
            raise ValueError(f"expected a whole number from {least} to {most}")
        return int(text)

    return parse


_port = _whole_number(1, 65535)

"""Does a wrong setting stop the start with one line that names it?"""

import stat
from pathlib import Path

import pytest

from engage import create_app
from engage.settings import Settings, SettingsError, read_settings

SECRET = "0123456789abcdef0123456789abcdef"

WRONG = [
    ("ENGAGE_DATABASE_URL", "mysql://root@localhost/engage"),
    ("ENGAGE_DATABASE_URL", "engage.db"),
    ("ENGAGE_DATABASE_URL", "sqlite:////nowhere/at/all/engage.db"),
    ("ENGAGE_DATABASE_URL", "postgresql://host:notaport/engage"),
    ("ENGAGE_SECRET_KEY", "short"),
    ("ENGAGE_REDIS_URL", "localhost:6379"),
    ("ENGAGE_REDIS_URL", "redis://host:99999999"),
    ("ENGAGE_BASE_URL", "engage.example.org"),
    ("ENGAGE_BASE_URL", "ftp://engage.example.org"),
    ("ENGAGE_BASE_URL", "https://"),
    ("ENGAGE_MAIL_URL", "mail.example.org:25"),
    ("ENGAGE_MAIL_URL", "smtp://host:port"),
    ("ENGAGE_MAIL_FROM", "nobody"),
    ("ENGAGE_MAIL_FROM", "a b@example.org"),
    ("ENGAGE_CONTACT_EMAIL", "the desk"),
    ("ENGAGE_CONTACT_PHONE", "12"),
    ("ENGAGE_FILES_URL", "https://s3.example.org/papers"),
    ("ENGAGE_FILES_URL", "s3://s3.example.org/papers"),
    ("ENGAGE_FILES_URL", "s3://key:secret@s3.example.org"),
    ("ENGAGE_FILES_URL", "s3://key:secret@s3.example.org/papers/of/associations"),
    ("ENGAGE_FILES_URL", "s3://key:secret@s3.example.org/papers?zone=eu"),
    ("ENGAGE_FILES_URL", "s3://key:secret@s3.example.org:port/papers"),
    ("ENGAGE_CLAMD_URL", "127.0.0.1:3310"),
    ("ENGAGE_CLAMD_URL", "tcp://"),
    ("ENGAGE_CLAMD_URL", "tcp://host:port"),
    ("ENGAGE_CLAMD_URL", "unix://"),
    ("ENGAGE_CLAMD_URL", "unix://run/clamd.sock"),
    ("ENGAGE_TIMEZONE", "Africa/Fez"),
    ("ENGAGE_TIMEZONE", "../../etc/passwd"),
    ("ENGAGE_TIMEZONE", "Africa"),
    ("ENGAGE_EMERGENCY_NUMBER", "nineteen"),
    ("ENGAGE_EMERGENCY_NUMBER", "١٩"),
    ("ENGAGE_AMBULANCE_NUMBER", "fifteen"),
    ("ENGAGE_GENDARMERIE_NUMBER", "no"),
    ("ENGAGE_COUNTRY", "Morocco"),
    ("ENGAGE_COUNTRY", "ma"),
    ("ENGAGE_MAP_URL", "http://maps.example/{latitude},{longitude}"),
    ("ENGAGE_MAP_URL", "https://maps.example/"),
    ("ENGAGE_MAP_URL", "https://maps.example/{place}"),
    ("ENGAGE_MAP_URL", "https://maps.example/{latitude.real.x}"),
    ("ENGAGE_MAP_URL", "https://maps.example/{latitude"),
    ("ENGAGE_TILES_URL", "http://tiles.example/{z}/{x}/{y}.png"),
    ("ENGAGE_TILES_URL", "https://{s}.tiles.example/{z}/{x}/{y}.png"),
    ("ENGAGE_TILES_URL", "https://tiles.example/{z}/{x}.png"),
    ("ENGAGE_TRUSTED_CATEGORIES", "traffic noise"),
    ("ENGAGE_TRUSTED_CATEGORIES", "Traffic"),
    ("ENGAGE_DEMO", "yes"),
    ("ENGAGE_PORT", "0"),
    ("ENGAGE_PORT", "65536"),
    ("ENGAGE_PORT", "80a"),
    ("ENGAGE_PROXIES", "-1"),
    ("ENGAGE_PROXIES", "²"),
    ("ENGAGE_COMPANIONS", "many"),
]


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"ENGAGE_INSTANCE": str(tmp_path / "instance"), "ENGAGE_SECRET_KEY": SECRET}


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_is_named_in_one_line(environ: dict[str, str], name: str, value: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings({**environ, name: value})
    assert str(refused.value).startswith(f"{name} is wrong: ")
    assert "\n" not in str(refused.value)


def test_a_wrong_value_stops_the_start(monkeypatch: pytest.MonkeyPatch, environ: dict[str, str]) -> None:
    for name, value in {**environ, "ENGAGE_PORT": "eight thousand"}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit, match=r"^ENGAGE_PORT is wrong: expected a whole number from 1 to 65535$"):
        create_app()


def test_an_instance_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SettingsError, match=r"^ENGAGE_INSTANCE is wrong: "):
        read_settings({"ENGAGE_INSTANCE": str(tmp_path / "file" / "instance")})


def test_no_secret_of_the_environment_is_told(environ: dict[str, str]) -> None:
    environ |= {"ENGAGE_MAIL_URL": "smtp://user:hunter2@host:port"}
    with pytest.raises(SettingsError) as refused:
        read_settings(environ)
    assert "hunter2" not in str(refused.value)
    shown = repr(
        read_settings({**environ, "ENGAGE_MAIL_URL": "smtp://user:hunter2@host:25", "ENGAGE_DEMO_PASSWORD": "pass"})
    )
    assert SECRET not in shown
    assert "hunter2" not in shown
    assert "'pass'" not in shown


def test_an_empty_environment_is_a_whole_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = read_settings({})
    assert settings.instance == tmp_path / "instance"
    assert settings.database_url == f"sqlite:///{tmp_path}/instance/engage.db"
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.timezone == "Africa/Casablanca"
    assert settings.emergency_number == "19"
    assert not settings.demo


def test_empty_values_and_spaces_count_as_none(environ: dict[str, str]) -> None:
    settings = read_settings({**environ, "ENGAGE_REDIS_URL": " ", "ENGAGE_EMERGENCY_NUMBER": "", "ENGAGE_DEMO": " 1 "})
    assert settings.redis_url is None
    assert settings.emergency_number == "19"
    assert settings.demo


def test_the_secret_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    environ = {"ENGAGE_INSTANCE": str(tmp_path / "new" / "instance")}
    first, second = read_settings(environ).secret_key, read_settings(environ).secret_key
    assert first == second
    assert len(first) >= 32
    assert stat.S_IMODE((tmp_path / "new" / "instance" / "secret-key").stat().st_mode) == 0o600


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_to_name_a_postgresql_means_the_same_driver(environ: dict[str, str], scheme: str) -> None:
    settings = read_settings({**environ, "ENGAGE_DATABASE_URL": f"{scheme}://engage:p%40ss@db/engage"})
    assert settings.database_url == "postgresql+psycopg://engage:p%40ss@db/engage"
    assert not settings.is_sqlite


def test_the_port_is_part_of_the_default_address(environ: dict[str, str]) -> None:
    assert read_settings({**environ, "ENGAGE_PORT": "8123"}).base_url == "http://127.0.0.1:8123"
    https = read_settings({**environ, "ENGAGE_BASE_URL": "https://engage.example.org/"})
    assert https.base_url == "https://engage.example.org"
    assert https.is_https


def test_another_city_names_its_institution_in_the_languages_it_has(environ: dict[str, str]) -> None:
    settings = read_settings({**environ, "ENGAGE_INSTITUTION_FR": "Wilaya de sûreté de Rabat"})
    assert set(settings.institution.values()) == {"Wilaya de sûreté de Rabat"}


def test_settings_cannot_be_changed(settings: Settings) -> None:
    with pytest.raises(AttributeError):
        settings.demo = True  # type: ignore[misc]

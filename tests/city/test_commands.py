"""Do the commands do what whoever runs the installation expects, say it in one line, and end with the right number?"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import inspect, select

from engage import clock
from engage.access.permissions import Role
from engage.accounts.models import Account, RoleGrant, Session
from engage.audit.models import AuditEntry
from engage.city.models import Import
from engage.database import db
from engage.outbox import delivery
from engage.outbox.models import Message
from engage.places.models import District
from engage.places.queries import district_names
from engage.seminars.models import Seminar
from engage.transaction import Busy
from engage.web.idempotency import IdempotencyKey
from engage.web.sheets import Sheet, to_xlsx
from tests.conftest import FrozenClock
from tests.factories import (
    count_rows,
    make_account,
    make_association,
    make_district,
    make_import,
    make_manager,
    make_officer,
    make_session,
    make_venue,
    programme,
)

PROJECT = Path(__file__).parents[2]
FEZ = PROJECT / "engage" / "city" / "fez"
PASSWORD = "Correct-horse-19-fes"

Command = Callable[..., Result]


@pytest.fixture
def flask(app: Flask) -> Command:
    """`flask("deliver", "--watch", ENGAGE_PASSWORD="…")`"""

    def flask(*args: str, **environ: str) -> Result:
        return app.test_cli_runner().invoke(args=args, env={"ENGAGE_PASSWORD": "", **environ})

    return flask


# --- init -------------------------------------------------------------------------------------------------------------


def test_init_makes_a_store_and_may_be_repeated(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    instance = tmp_path / "not" / "yet"
    app = make_app(has_tables=False, instance=instance, database_url=f"sqlite:///{instance / 'engage.db'}")
    for _ in range(2):
        done = app.test_cli_runner().invoke(args=["init"])
        assert (done.exit_code, done.output) == (0, "The store is ready.\n")
    with app.app_context():
        assert {"seminars", "alembic_version"} <= set(inspect(db.engine).get_table_names())


def test_a_command_before_init_says_so_in_one_line(make_app: Callable[..., Flask]) -> None:
    refused = make_app(has_tables=False).test_cli_runner().invoke(args=["daily"])
    assert refused.exit_code == 1
    assert "init" in refused.output
    assert refused.output.count("\n") == 1


# --- create-account ---------------------------------------------------------------------------------------------------


def test_an_account_is_made_with_its_districts(flask: Command) -> None:
    for code in ("saiss", "agdal"):
        make_district(code)
    done = flask(
        *("create-account", "y.alami@example.org", "--role", "officer", "--district", "saiss", "--district", "agdal"),
        ENGAGE_PASSWORD=PASSWORD,
    )
    assert (done.exit_code, PASSWORD in done.output) == (0, False)
    assert db.session.scalar(select(Account.verified_at)) == clock.now()
    grants = db.session.execute(select(RoleGrant.role, RoleGrant.district))
    assert {tuple(row) for row in grants} == {("officer", "saiss"), ("officer", "agdal")}
    assert count_rows(AuditEntry, AuditEntry.action == "account.created") == 1


@pytest.mark.parametrize("role", Role)
def test_every_role_can_be_given(flask: Command, role: Role) -> None:
    make_district("saiss")
    args = ("create-account", "a@example.org", "--role", role.value, "--district", "saiss")
    assert flask(*args, ENGAGE_PASSWORD=PASSWORD).exit_code == 0


def test_the_password_is_asked_for(app: Flask) -> None:
    asked = app.test_cli_runner().invoke(
        args=["create-account", "a@example.org", "--role", "citizen"], input=f"{PASSWORD}\n{PASSWORD}\n"
    )
    assert (asked.exit_code, PASSWORD in asked.output) == (0, False)
    assert count_rows(Account) == 1


@pytest.mark.parametrize(
    ("args", "password", "why"),
    [
        (("taken@EXAMPLE.org", "--role", "citizen"), PASSWORD, "already"),
        (("nobody", "--role", "citizen"), PASSWORD, "e-mail"),
        (("a@example.org", "--role", "citizen"), "short", "15"),
        (("a@example.org", "--role", "officer"), PASSWORD, "district"),
        (("a@example.org", "--role", "officer", "--district", "atlantis"), PASSWORD, "atlantis"),
    ],
)
def test_a_refusal_is_one_line(flask: Command, args: tuple[str, ...], password: str, why: str) -> None:
    make_district("saiss")
    make_account(email="Taken@example.org")
    refused = flask("create-account", *args, ENGAGE_PASSWORD=password)
    assert refused.exit_code == 1
    assert refused.output.startswith("Error: ")
    assert refused.output.count("\n") == 1
    assert why in refused.output
    assert count_rows(Account) == 1


# --- import-city ------------------------------------------------------------------------------------------------------


def test_a_dry_run_says_everything_and_keeps_nothing(flask: Command) -> None:
    done = flask("import-city", str(FEZ), "--dry-run")
    assert done.exit_code == 0
    assert "seminars: 121 new, 0 changed, 0 unchanged" in done.output
    assert "dry run" in done.output
    assert count_rows(District) == count_rows(AuditEntry) == 0
    assert district_names() == {}


def test_a_city_is_imported_in_the_settings_zone(make_app: Callable[..., Flask]) -> None:
    app = make_app(timezone="Europe/Paris")
    with app.app_context():
        done = app.test_cli_runner().invoke(args=["import-city", str(FEZ)])
        assert done.exit_code == 0
        assert set(db.session.scalars(select(Seminar.timezone))) == {"Europe/Paris"}


def test_bad_lines_end_with_1(flask: Command, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FEZ, tmp_path / "city"))
    (folder / "districts.csv").write_text("code,name_fr,kind\nsaiss,Saiss,planet\n", "utf-8")
    for file in folder.glob("[apv]*.csv"):
        file.unlink()
    refused = flask("import-city", str(folder))
    assert refused.exit_code == 1
    assert refused.stderr.splitlines()[0] == "districts.csv:2: kind: Choose one of the answers offered."
    assert count_rows(District) == 0
    assert flask("import-city", str(folder / "nowhere")).exit_code == 2


def test_workbooks_are_read_and_unknown_columns_noted(flask: Command, tmp_path: Path) -> None:
    (tmp_path / "districts.csv").write_text("code;nom;type;remarque\nsaiss;Saiss;district;x\n", "utf-8")
    rows = [["Code", "Nom", "Arrondissement", "Capacité", "Type", "Accès PMR"], ["a", "A", "Saiss", 33, "other", True]]
    (tmp_path / "venues.xlsx").write_bytes(to_xlsx(Sheet("x", rows[0], rows[1:])))
    done = flask("import-city", str(tmp_path))
    assert done.stderr == "Note: districts.csv:1: remarque: This column is not known. It is passed over.\n"
    assert "venues: 1 new, 0 changed, 0 unchanged" in done.output


# --- work -------------------------------------------------------------------------------------------------------------


def test_work_brings_waiting_files_forward(flask: Command) -> None:
    make_venue(code="maison")
    make_import(make_officer("saiss"), programme(*({"reference": f"R-{n}"} for n in range(501))))
    assert db.session.scalars(select(Import.state)).all() == ["checking"]
    db.session.rollback()
    assert flask("work").exit_code == 0
    assert db.session.scalars(select(Import.state)).all() == ["checked"]


def test_a_file_in_trouble_ends_no_worker(flask: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def take_up_import(_actor: object) -> bool:
        raise Busy

    monkeypatch.setattr("engage.city.services.take_up_import", take_up_import)
    assert flask("work").exit_code == 0


# --- daily ------------------------------------------------------------------------------------------------------------


def test_daily_forgets_what_has_expired_and_may_be_repeated(flask: Command, frozen_clock: FrozenClock) -> None:
    make_session(make_account())
    expires_at = clock.now() + timedelta(hours=24)
    db.session.add(IdempotencyKey(scope="s", key="k", fingerprint="f", expires_at=expires_at))
    db.session.commit()
    assert flask("daily").output.startswith(
        "Forgotten: 0 idempotency keys; 0 sessions, tokens and links; 0 messages;\nthe details of 0 registrations; 0 addresses of guests; 0 invitations;\n"
    )
    frozen_clock.move(days=400)
    assert flask("daily").output.startswith(
        "Forgotten: 1 idempotency keys; 1 sessions, tokens and links; 0 messages;\nthe details of 0 registrations; 0 addresses of guests; 0 invitations;\n"
    )
    assert flask("daily").output.startswith("Forgotten: 0 idempotency keys; 0 sessions, tokens and links; 0 messages;")
    assert count_rows(Session) == count_rows(IdempotencyKey) == 0


def test_a_part_of_the_day_that_fails_undoes_no_other(flask: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def advance_agreements(_actor: object) -> tuple[int, int]:
        raise Busy

    monkeypatch.setattr("engage.agreements.services.advance_agreements", advance_agreements)
    make_manager(make_association(mandate_expires_on=clock.today("Africa/Casablanca")))
    done = flask("daily")
    assert done.exit_code == 1
    assert "Warned of the end of a mandate: 1 associations" in done.output
    assert count_rows(Message, Message.kind == "mandate_ends") == 1


# --- deliver ----------------------------------------------------------------------------------------------------------


def test_deliver_says_how_many_went(flask: Command) -> None:
    done = flask("deliver")
    assert (done.exit_code, done.output) == (0, "0 sent\n")


def test_watching_survives_a_store_that_is_away(flask: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = iter([Busy(), OSError(), 3, 0, Busy()])

    def deliver_due(_limit: int) -> int:
        step = next(rounds, None)
        if step is None:
            os.kill(os.getpid(), signal.SIGTERM)
        if isinstance(step, Exception):
            raise step
        return step or 0

    monkeypatch.setattr(delivery, "deliver_due", deliver_due)
    monkeypatch.setattr("engage.cli.jobs.WATCH_SECONDS", 0.01)
    before = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
    done = flask("deliver", "--watch")
    for number, handler in zip((signal.SIGTERM, signal.SIGINT), before, strict=True):
        signal.signal(number, handler)
    assert done.exit_code == 0
    assert next(rounds, None) is None


def test_watching_ends_cleanly_when_told(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'engage.db'}"
    environ = {**os.environ, "ENGAGE_INSTANCE": str(tmp_path), "ENGAGE_DATABASE_URL": url, "PYTHONUNBUFFERED": "1"}
    run = [sys.executable, "-m", "flask", "--app", "wsgi"]
    subprocess.run([*run, "init"], cwd=PROJECT, env=environ, check=True, capture_output=True)
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    watcher = subprocess.Popen([*run, "deliver", "--watch"], cwd=PROJECT, env=environ, **pipes)
    assert watcher.stdout is not None
    assert watcher.stdout.readline() == b"Delivering until told to stop.\n"
    watcher.send_signal(signal.SIGTERM)
    _out, errors = watcher.communicate(timeout=20)
    assert (watcher.returncode, errors) == (0, b"")

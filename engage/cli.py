"""What does whoever runs the installation type? Thin commands over the services, in the name of the system.

They speak English, print one line for a refusal and end with 1; heavy imports wait until a command needs them.
"""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING, Any

import click
import structlog
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from engage import language, request_id
from engage.access.actor import Actor
from engage.access.permissions import Role
from engage.database import db
from engage.errors import DomainError, Invalid
from engage.settings import current_settings
from engage.transaction import abandon, transaction, with_retries
from engage.web.errors import words_for
from engage.web.input import nested_errors

if TYPE_CHECKING:
    from engage.city.services import Report

WATCH_SECONDS = 1.5
_BATCH = 20  # a deliverer that is told to stop finishes these


class Command(click.Command):
    """A command whose refusals are one line each, and whose changes share one id in the audit trail."""

    def invoke(self, context: click.Context) -> Any:
        request_id.begin()
        with language.speaking("en"):
            try:
                return super().invoke(context)
            except DomainError as refused:
                raise click.ClickException(_in_words(refused)) from None
            except DBAPIError as refused:
                raise click.ClickException(f"Is the store there, and was init run? {_first_line(refused)}") from None


def register(app: Flask) -> None:
    for command in (init, create_account, import_city, seed_demo, generate, deliver, work, daily, new_migration):
        app.cli.add_command(command)


def _command(name: str) -> Callable[[Callable[..., Any]], click.Command]:
    return lambda function: click.command(name, cls=Command)(with_appcontext(function))


@_command("init")
def init() -> None:
    """Create or migrate the store."""
    from engage.migrations import migrate

    current_settings().instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    migrate(db.engine)
    click.echo("The store is ready.")


@_command("create-account")
@click.argument("email")
@click.option("--role", "role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--district", "districts", multiple=True, metavar="CODE", help="May be given several times; none: all.")
@click.password_option(envvar="ENGAGE_PASSWORD", help="Asked for if ENGAGE_PASSWORD does not say it.")
def create_account(email: str, role: str, districts: tuple[str, ...], password: str) -> None:
    """Make an account with a role; its address counts as verified."""
    from engage.accounts import services

    _check_districts(districts)
    with transaction():
        services.create_account(Actor.system(), email=email, password=password, role=role, districts=districts)
    click.echo(f"{email}: {role}" + (f" in {', '.join(districts)}" if districts else ""))


@_command("import-city")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check everything, keep nothing.")
@click.option("--if-empty", is_flag=True, help="Only into a store without districts: what was changed since stays.")
def import_city(folder: Path, dry_run: bool, if_empty: bool) -> None:
    """Districts, venues, associations and programme from CSV files or workbooks; everything or nothing."""
    if if_empty and _has_city():
        click.echo("The store has its city already.")
        return
    report = _imported(folder, dry_run)
    for problem in report.problems:
        click.echo(str(problem), err=True)
    if report.problems:
        raise click.ClickException(f"{len(report.problems)} problems; nothing was changed.")
    for notice in report.notices:
        click.echo(f"Note: {notice}", err=True)
    for kind, counts in report.counts.items():
        click.echo(f"{kind}: {counts['new']} new, {counts['changed']} changed, {counts['unchanged']} unchanged")
    if dry_run:
        click.echo("This was a dry run: nothing was changed.")


def _has_city() -> bool:
    from engage.places.queries import district_names

    return bool(district_names())


@_command("seed-demo")
def seed_demo() -> None:
    """Make the demonstration accounts (refused unless ENGAGE_DEMO=1)."""
    from engage.city.demo import seed_demo as seed

    with transaction():
        seeded = seed(Actor.system(), current_settings())
    for address in seeded.made:
        click.echo(f"{address} made")
    for address in seeded.existing:
        click.echo(f"{address} exists already")
    if seeded.new_password:
        click.echo(f"Password of those made, shown this once: {seeded.new_password}")


@_command("generate")
@click.option("--seminars", type=click.IntRange(1, 1_000_000), default=100_000, show_default=True)
@click.option("--registrations", type=click.IntRange(0, 10_000_000), default=1_000_000, show_default=True)
def generate(seminars: int, registrations: int) -> None:
    """Fill a demonstration with ten made-up years, to measure with (refused unless ENGAGE_DEMO=1).

    One that was stopped goes on where it ended.
    """
    from engage.city.generate import BATCH, count_generated, generate_batch, prepare_ground

    if registrations > 400 * seminars:
        raise click.ClickException("At most 400 registrations a seminar.")
    with transaction():
        ground = prepare_ground(Actor.system())
    done = count_generated(Actor.system())
    with click.progressbar(range(done, seminars, BATCH), label=f"{done} seminars are there") as firsts:
        for first in firsts:
            with transaction():
                size = min(BATCH, seminars - first)
                generate_batch(Actor.system(), ground, first, size, registrations / seminars)
            db.session.remove()
    click.echo(f"{seminars} seminars with {registrations} registrations.")


@_command("deliver")
@click.option("--watch", is_flag=True, help="Go on until told to stop.")
def deliver(watch: bool) -> None:
    """Deliver the messages that are owed."""
    from engage.outbox.delivery import deliver_due

    if not watch:
        _pass_on_seats()
        click.echo(f"{deliver_due(sys.maxsize)} sent")
        return
    stop = _stop_event()
    click.echo("Delivering until told to stop.")
    while not stop.is_set():
        if not _deliver_some(deliver_due):
            stop.wait(WATCH_SECONDS)


@_command("work")
@click.option("--watch", is_flag=True, help="Go on until told to stop.")
def work(watch: bool) -> None:
    """Check and bring in the large files that officers have sent."""
    if not watch:
        while _work_once():
            pass
        return
    stop = _stop_event()
    click.echo("Working until told to stop.")
    while not stop.is_set():
        if not _work_once():
            stop.wait(WATCH_SECONDS)


def _work_once() -> bool:
    """Take up one file, with a session of its own. Whatever befalls it, it waits and is taken up again."""
    from engage.city.services import take_up_import

    try:
        with current_app.app_context():
            return take_up_import(Actor.system())
    except Exception as trouble:  # noqa: BLE001 - one file must not hold up the others
        structlog.get_logger().error("import interrupted", error=type(trouble).__name__)
        return False


@_command("daily")
def daily() -> None:
    """What is due once a day; safe to run twice."""
    from engage.accounts.services import forget_expired
    from engage.city.services import forget_files
    from engage.outbox.services import forget_messages
    from engage.registrations.services import forget_details
    from engage.web.idempotency import forget_expired_keys

    derived = _derive_again()
    with transaction():
        keys, credentials = forget_expired_keys(), forget_expired(Actor.system())
        letters, details = forget_messages(Actor.system()), forget_details(Actor.system())
        files = forget_files(Actor.system())
    click.echo(f"Forgotten: {keys} idempotency keys; {credentials} sessions, tokens and links; {letters} messages;")
    click.echo(f"the details of {details} registrations")
    click.echo(f"Erased: {files} imported files")
    click.echo(f"Brought after new zone rules: {derived} seminars")


def _pass_on_seats() -> None:
    """Offers that nobody answered in time end here, and the messages about it are owed in time for this very round."""
    from engage.registrations.queries import list_with_lapsed_offers
    from engage.registrations.services import promote_waiting

    for seminar_id in list_with_lapsed_offers(Actor.system()):
        try:
            with transaction():
                promote_waiting(Actor.system(), seminar_id)
        except Exception as trouble:  # noqa: BLE001 - one seminar must not hold up everybody's messages
            structlog.get_logger().error(
                "seats not passed on", seminar_id=str(seminar_id), error=type(trouble).__name__
            )


def _derive_again() -> int:
    """One transaction each: a seminar whose hour the new rules skip is told, and holds up no other."""
    from engage.seminars.queries import list_misdated
    from engage.seminars.services import derive_again

    done = 0
    for seminar_id in list_misdated(Actor.system()):
        db.session.rollback()
        try:
            with transaction():
                derive_again(Actor.system(), seminar_id)
            done += 1
        except DomainError as refused:
            click.echo(f"Seminar {seminar_id}: {_in_words(refused)}", err=True)
    return done


@_command("new-migration")
@click.argument("words")
def new_migration(words: str) -> None:
    """Write the next migration from what the models say; WORDS tell what it brings. For developers."""
    from engage.migrations import write_next

    click.echo(f"{write_next(words).name}: read it, and write what no machine can know.")


def _check_districts(codes: tuple[str, ...]) -> None:
    from engage.places.queries import district_names

    for code in codes:
        if code not in district_names():
            raise click.ClickException(f"No district has the code {code}. Known: {', '.join(district_names())}.")


def _imported(folder: Path, dry_run: bool) -> "Report":
    from engage.city.services import bring_in, read_city

    def attempt() -> "Report":
        report, files = read_city(Actor.system(), folder)
        total = sum(read.total for read in files)
        with _progress(total) as tell, transaction():
            bring_in(Actor.system(), report, files, tell)
            if report.problems or dry_run:
                abandon()
        return report

    return with_retries(attempt)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    """How much is done, on a terminal and nowhere else."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    with click.progressbar(length=total, label="Lines", file=sys.stderr) as bar:
        yield bar.update


def _deliver_some(deliver_due: Callable[[int], int]) -> int:
    """One round, with a session of its own. A store or a mail server that is away is no reason to end."""
    try:
        with current_app.app_context():
            _pass_on_seats()
            return deliver_due(_BATCH)
    except Exception as trouble:  # noqa: BLE001 - whatever it is, what is owed stays owed and the next round tries again
        structlog.get_logger().error("delivery interrupted", error=type(trouble).__name__)
        return 0


def _stop_event() -> Event:
    stop = Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    return stop


def _in_words(refused: DomainError) -> str:
    if not isinstance(refused, Invalid):
        return words_for(refused)[1]
    return "; ".join(f"{path}: {text}" for path, texts in nested_errors(refused.errors).items() for text in texts)


def _first_line(refused: DBAPIError) -> str:
    return str(refused.orig).strip().partition("\n")[0]

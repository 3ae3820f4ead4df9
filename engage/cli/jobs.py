"""What runs beside the pages: letters and files that wait, and what is due once a day."""

import signal
import sys
from collections.abc import Callable
from threading import Event
from types import FrameType

import click
import structlog
from flask import current_app

from engage.access.actor import Actor
from engage.cli.commands import command, in_words
from engage.database import db
from engage.errors import DomainError
from engage.transaction import transaction

WATCH_SECONDS = 1.5
_BATCH = 20  # a deliverer that is told to stop finishes these


@command("deliver")
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


@command("work")
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


@command("daily")
def daily() -> None:
    """What is due once a day; safe to run twice."""
    derived = _derive_again()
    forgotten = (_what_is_forgotten, _what_is_forgotten_of_feedback)
    parts = (*forgotten, _how_agreements_go_on, _what_partners_are_told, _what_was_promised)
    went_well = [_one_by_itself(part) for part in parts]
    click.echo(f"Swept: {_sweep()} files that belong to nothing")
    click.echo(f"Brought after new zone rules: {derived} seminars")
    if not all(went_well):
        raise click.ClickException("Not all of it was done: see the log, and run it again.")


def _one_by_itself(part: Callable[[], list[str]]) -> bool:
    """In a transaction of its own: what fails undoes nothing else, and is tried again the next day."""
    db.session.rollback()
    try:
        with transaction():
            told = part()
    except Exception as trouble:  # noqa: BLE001 - whatever it is, the other parts are due today
        structlog.get_logger().error("not done today", part=part.__name__, error=type(trouble).__name__)
        return False
    for line in told:
        click.echo(line)
    return True


def _what_is_forgotten() -> list[str]:
    from engage.accounts.services import forget_expired
    from engage.city.services import forget_files
    from engage.outbox.services import forget_messages
    from engage.partners.services import erase_papers_of_renewals, erase_withdrawn_papers, forget_invitations
    from engage.proposals.services import forget_contacts
    from engage.registrations.services import forget_details
    from engage.seminars.services import forget_guests
    from engage.web.idempotency import forget_expired_keys

    keys, credentials = forget_expired_keys(), forget_expired(Actor.system())
    letters, details = forget_messages(Actor.system()), forget_details(Actor.system())
    guests, files = forget_guests(Actor.system()), forget_files(Actor.system())
    invitations, contacts = forget_invitations(Actor.system()), forget_contacts(Actor.system())
    papers, boards = erase_withdrawn_papers(Actor.system()), erase_papers_of_renewals(Actor.system())
    return [
        f"Forgotten: {keys} idempotency keys; {credentials} sessions, tokens and links; {letters} messages;",
        f"the details of {details} registrations; {guests} addresses of guests; {invitations} invitations;",
        f"contacts and words of {contacts} seminar requests",
        f"Erased: {files} imported files; {papers} withdrawn papers; {boards} papers of old renewals",
    ]


def _what_is_forgotten_of_feedback() -> list[str]:
    from engage.feedback.services import (
        close_ballots,
        erase_old_photos,
        forget_authors,
        forget_receipt_tokens,
        forget_spent_proofs,
    )

    authors, photos = forget_authors(Actor.system()), erase_old_photos(Actor.system())
    ballots, tokens = close_ballots(Actor.system()), forget_receipt_tokens(Actor.system())
    proofs = forget_spent_proofs(Actor.system())
    return [
        f"Forgotten: the authors of {authors} threads; what {ballots} counted ballots said; {tokens} opened receipts;",
        f"{proofs} spent proofs",
        f"Erased: {photos} photographs of threads",
    ]


def _how_agreements_go_on() -> list[str]:
    from engage.agreements.services import advance_agreements, warn_of_ends, warn_of_obligations

    begun, over = advance_agreements(Actor.system())
    ending, duties = warn_of_ends(Actor.system()), warn_of_obligations(Actor.system())
    return [f"Agreements: {begun} begun, {over} expired, {ending} about to end; {duties} duties due"]


def _what_partners_are_told() -> list[str]:
    from engage.partners.services import remember_names, warn_of_mandates

    mandates, names = warn_of_mandates(Actor.system()), remember_names(Actor.system())
    return [
        f"Warned of the end of a mandate: {mandates} associations",
        f"Names of associations to compare with: {names}",
    ]


def _what_was_promised() -> list[str]:
    from engage.commitments.services import remind_owners

    return [f"Commitments: {remind_owners(Actor.system())} due or late"]


def _sweep() -> int:
    """A storage out of reach holds up nothing else; what is swept can wait for another day."""
    from engage.files.services import sweep_files

    try:
        return sweep_files(Actor.system())
    except DomainError as refused:
        click.echo(f"Files: {in_words(refused)}", err=True)
        return 0
    finally:
        db.session.rollback()


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
            click.echo(f"Seminar {seminar_id}: {in_words(refused)}", err=True)
    return done


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

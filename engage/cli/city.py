"""What fills a store: a city from its files, people to try it out with, years to measure with."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engage.access.actor import Actor
from engage.cli.commands import command
from engage.database import db
from engage.settings import current_settings
from engage.transaction import abandon, transaction, with_retries

if TYPE_CHECKING:
    from engage.city.services import Report

_NOTES = 3


@command("import-city")
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
    for note in _notes(report):
        click.echo(f"Note: {note}", err=True)
    for kind, counts in report.counts.items():
        click.echo(f"{kind}: {counts['new']} new, {counts['changed']} changed, {counts['unchanged']} unchanged")
    if dry_run:
        click.echo("This was a dry run: nothing was changed.")


def _notes(report: "Report") -> Iterator[str]:
    """What is worth knowing; of what is said of many lines, the first ones and how many more there are."""
    told = Counter[str]()
    for notice in report.notices:
        told[notice.text] += 1
        if told[notice.text] <= _NOTES:
            yield str(notice)
    yield from (f"{count - _NOTES} more like this: {text}" for text, count in told.items() if count > _NOTES)


def _has_city() -> bool:
    from engage.places.queries import district_names

    return bool(district_names())


@command("seed-demo")
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


@command("generate")
@click.option("--seminars", type=click.IntRange(1, 1_000_000), default=100_000, show_default=True)
@click.option("--registrations", type=click.IntRange(0, 10_000_000), default=1_000_000, show_default=True)
@click.option("--threads", type=click.IntRange(0, 10_000_000), default=0, show_default=True)
@click.option("--posts", type=click.IntRange(0, 100_000_000), help="Of all threads.  [default: 4 each]")
def generate(seminars: int, registrations: int, threads: int, posts: int | None) -> None:
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
    if threads:
        _generate_threads(threads, max(posts or 4 * threads, threads))


def _generate_threads(threads: int, posts: int) -> None:
    from engage.city.generated_threads import BATCH, PERIOD, count_generated_threads, gather_residents, generate_threads

    residents, done = gather_residents(Actor.system()), count_generated_threads(Actor.system())
    with click.progressbar(range(done, threads, BATCH), label=f"{done} threads are there") as firsts:
        for first in firsts:
            numbers = range(first, min(first + BATCH, threads))
            with transaction():
                generate_threads(Actor.system(), residents, numbers, PERIOD / threads, posts / threads)
            db.session.remove()
    click.echo(f"{threads} threads with {posts} posts.")


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

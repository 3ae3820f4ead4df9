"""What makes a store, and the first account in it."""

import click

from engage.access.actor import Actor
from engage.access.permissions import Role
from engage.cli.commands import command
from engage.database import db
from engage.settings import current_settings
from engage.transaction import transaction


@command("init")
def init() -> None:
    """Create or migrate the store."""
    from engage.migrations import migrate

    current_settings().instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    migrate(db.engine)
    click.echo("The store is ready.")


@command("create-account")
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


@command("new-migration")
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

"""What is a command? Its refusals are one line each, and its changes share one id in the audit trail."""

from collections.abc import Callable
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from engage import language, request_id
from engage.errors import DomainError, Invalid
from engage.web.errors import words_for
from engage.web.input import nested_errors


class Command(click.Command):
    """Speaks English, whoever runs it."""

    def invoke(self, context: click.Context) -> Any:
        request_id.begin()
        with language.speaking("en"):
            try:
                return super().invoke(context)
            except DomainError as refused:
                raise click.ClickException(in_words(refused)) from None
            except DBAPIError as refused:
                raise click.ClickException(f"Is the store there, and was init run? {_first_line(refused)}") from None


def command(name: str) -> Callable[[Callable[..., Any]], click.Command]:
    return lambda function: click.command(name, cls=Command)(with_appcontext(function))


def in_words(refused: DomainError) -> str:
    if not isinstance(refused, Invalid):
        return words_for(refused)[1]
    return "; ".join(f"{path}: {text}" for path, texts in nested_errors(refused.errors).items() for text in texts)


def _first_line(refused: DBAPIError) -> str:
    return str(refused.orig).strip().partition("\n")[0]

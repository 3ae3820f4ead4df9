"""The same step for several seminars: all of them or none, and a refusal says which one it is about."""

import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date

from engage.access.actor import Actor
from engage.errors import Conflict, Invalid
from engage.language import gettext as _
from engage.language import localised, show_date
from engage.seminars.models import Seminar
from engage.seminars.services.rows import lock_seminar
from engage.seminars.services.steps import publish_seminar
from engage.web.errors import words_for
from engage.web.input import nested_errors


def publish_seminars(actor: Actor, ids: Collection[uuid.UUID]) -> int:
    """Publish some drafts; answers how many. Raises Conflict for one that is no draft any more."""
    chosen = sorted(set(ids))  # everyone takes locks in the order of the ids: no two wait for each other
    for seminar_id in chosen:
        seminar = lock_seminar(actor, seminar_id)
        with naming(seminar):
            publish_seminar(actor, seminar_id)
    return len(chosen)


@contextmanager
def naming(seminar: Seminar) -> Iterator[None]:
    """Let what refuses a seminar inside say which one it was: by its day at fields, else by day and title."""
    day, title = seminar.local_start.date(), localised(seminar.title)[0]
    with naming_day(day):
        try:
            yield
        except Conflict as refused:
            which = _("%(day)s, %(title)s", day=show_date(day), title=title)
            raise Conflict("one-refused", which=which, why=words_for(refused)[1]) from None


@contextmanager
def naming_day(day: date) -> Iterator[None]:
    try:
        yield
    except Invalid as refused:
        raise Invalid({path: _on(day, texts) for path, texts in nested_errors(refused.errors).items()}) from None


def _on(day: date, texts: list[str]) -> list[str]:
    return [_("%(day)s: %(text)s", day=show_date(day), text=text) for text in texts]

"""What do people read and do? Words of a page in their language, and the letters that reach them."""

import email
import email.policy
import re
import sys
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

from engage import language
from engage.outbox.delivery import deliver_due

Words = Callable[..., str]


def speaker_of(locale: str) -> Words:
    """`words("Sign in")`: what stands on the page in this language."""

    def words(message: str, plural: str | None = None, num: int = 0, **figures: Any) -> str:
        with language.speaking(locale):
            return (
                language.ngettext(message, plural, num, **figures) if plural else language.gettext(message, **figures)
            )

    return words


def letters_to(site: Any, address: str) -> list[EmailMessage]:
    """Whatever was owed is delivered first; then the mails of one address, oldest first."""
    with site.app.app_context():
        deliver_due(sys.maxsize)
    files = sorted((site.app.extensions["engage.settings"].instance / "mail").glob("*.eml"))  # by id, so by time
    mails = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]
    return [mail for mail in mails if address in str(mail["To"])]  # type: ignore[misc]


def link_in(mail: EmailMessage, path: str) -> str:
    """The address in a letter that has `path` in it."""
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(rf"https?://\S*{re.escape(path)}[^\s>]*", body.get_content())
    assert found, f"no link to {path} in the letter"
    return found[0]

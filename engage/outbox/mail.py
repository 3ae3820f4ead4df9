"""How does a letter leave? As an e-mail (RFC 5322), by SMTP or, where no mail server is set, as a file."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit
from uuid import UUID

from engage import clock
from engage.outbox.composing import Letter, Owed, compose
from engage.outbox.posting import FolderPost, Post, Unreachable, is_this_machine
from engage.settings import Settings

TIMEOUT_SECONDS = 15
ATTACHMENT = "invitation.ics"
_PORTS = {"smtp": 25, "smtps": 465}
_AUTHENTICATION_REQUIRED = 530
_POLICY_CLASS = b"5.7."  # RFC 3463: refused for reasons of policy, such as a relay that does not know us


class _Policy(EmailPolicy):
    """Folds a subject by the older `Header`: the newer way may drop the space where one coded word follows another."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name != "Subject" or value.isascii() or self.utf8:
            return super().fold_binary(name, value)
        return f"{name}: {Header(value, 'utf-8', header_name=name).encode(linesep=self.linesep)}{self.linesep}".encode()


def prepare(owed: Owed, settings: Settings) -> tuple[str, bytes]:
    """To whom it goes, and what. Raises whatever keeps it from being said."""
    recipient = envelope_address(owed.address)
    return recipient, to_bytes(owed.id, recipient, compose(owed), settings)


def to_bytes(message_id: UUID, address: str, letter: Letter, settings: Settings) -> bytes:
    """The whole e-mail. Its Message-ID never changes, so that a receiver can drop what it already has."""
    policy = _Policy(linesep=SMTP.linesep, utf8=not address.isascii())
    mail = EmailMessage(policy)
    mail["From"] = Address(settings.institution[letter.locale], addr_spec=settings.mail_from)
    mail["To"] = _addressee(address)
    if letter.reply_to:
        mail["Reply-To"] = _addressee(letter.reply_to)
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = f"<{message_id}@{_domain(settings.mail_from)}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    encoding = "base64" if letter.locale == "ar" else "quoted-printable"
    mail.set_content(letter.text, cte=encoding)
    mail.add_alternative(letter.html, subtype="html", cte=encoding)
    if letter.invitation is not None:
        _attach(mail, letter.invitation.decode(), letter.method)
    mail["Content-Language"] = letter.locale  # last, or it would go down into the first part
    return mail.as_bytes()


def _addressee(address: str) -> Address:
    if address.isascii():
        return Address(addr_spec=address)
    name, _, domain = address.rpartition("@")
    return Address("", name, domain)  # RFC 6532; `addr_spec` refuses letters beyond ASCII


def _attach(mail: EmailMessage, invitation: str, method: str) -> None:
    mail.add_attachment(invitation, subtype="calendar", filename=ATTACHMENT, params={"method": method}, cte="base64")


def envelope_address(address: str) -> str:
    """The address as servers know it: its domain in ASCII (IDNA). Raises UnicodeError."""
    name, _, domain = address.rpartition("@")
    return f"{name}@{domain.encode('idna').decode()}"


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


@contextmanager
def open_post(settings: Settings) -> Iterator[Post]:
    """The way out that the settings name; nothing is connected before the first letter."""
    if settings.mail_url:
        post: Post = SmtpPost(settings.mail_url, settings.mail_from)
    else:
        post = FolderPost(settings.instance / "mail", ".eml")
    with closing(post):
        yield post


class SmtpPost:
    """A mail server, over one connection for as long as it lasts."""

    def __init__(self, url: str, sender: str) -> None:
        self._url = urlsplit(url)
        self._sender = sender
        self._server: smtplib.SMTP | None = None

    def send(self, message_id: UUID, recipient: str, content: bytes) -> None:
        server = self._connected()
        options = () if recipient.isascii() else ("SMTPUTF8",)
        try:
            server.sendmail(self._sender, [recipient], content, options)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException):
            raise  # the server said no and the connection is sound
        except OSError:
            self._drop()
            raise

    def close(self) -> None:
        if self._server is not None and self._server.sock is not None:
            with suppress(OSError):
                self._server.quit()
        self._drop()

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
        self._server = None

    def _connected(self) -> smtplib.SMTP:
        if self._server is None or self._server.sock is None:  # smtplib lets go of the socket after a 421
            try:
                self._server = _connect(self._url.scheme, self._url.hostname or "", self._url.port, self._sender)
                self._sign_in(self._server)
            except OSError as refused:
                self._drop()
                raise Unreachable(describe(refused)) from refused
        return self._server

    def _sign_in(self, server: smtplib.SMTP) -> None:
        encrypted = isinstance(server.sock, ssl.SSLSocket)
        if not encrypted and (self._url.username or not is_this_machine(self._url.hostname or "")):
            raise smtplib.SMTPNotSupportedError("the mail server offers no encryption")
        if self._url.username:
            server.login(unquote(self._url.username), unquote(self._url.password or ""))


def _connect(scheme: str, host: str, port: int | None, sender: str) -> smtplib.SMTP:
    port, context, name = port or _PORTS[scheme], _tls(host), _domain(sender)
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, name, timeout=TIMEOUT_SECONDS, context=context)
    server = smtplib.SMTP(host, port, name, timeout=TIMEOUT_SECONDS)
    try:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
    except OSError:
        server.close()
        raise
    return server


def _tls(host: str) -> ssl.SSLContext:
    """Certificates are checked, except inside this machine, where servers have made-up ones and nobody listens in."""
    context = ssl.create_default_context()
    if is_this_machine(host):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def describe(error: BaseException) -> str:
    """What went wrong, without a word of the server's: it would repeat the address."""
    if isinstance(error, Unreachable):
        return str(error)
    code, _ = _answer(error)
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def is_final(error: BaseException) -> bool:
    """Whether there is no such mailbox: a permanent refusal of the recipient, and not of us."""
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return True  # an address that this server's protocol cannot even say
    code, words = _answer(error)
    is_of_recipient = isinstance(error, smtplib.SMTPRecipientsRefused)
    return is_of_recipient and code // 100 == 5 and code != _AUTHENTICATION_REQUIRED and _POLICY_CLASS not in words[:5]


def _answer(error: BaseException) -> tuple[int, bytes]:
    """The code and the words of the server's refusal; 0 where it said nothing."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next(iter(error.recipients.values()))
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        return error.smtp_code, words if isinstance(words, bytes) else words.encode()
    return 0, b""

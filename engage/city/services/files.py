"""Files that officers send: kept, checked, and brought in once their sender says so."""

import uuid
from contextlib import nullcontext
from datetime import timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import update

from engage import clock, language
from engage.access.actor import Actor
from engage.audit.services import record
from engage.city.kinds import KINDS
from engage.city.models import Import, ImportState
from engage.city.policies import can_import
from engage.city.reading import MOST_BYTES, Problem
from engage.city.reading.workbook import is_workbook
from engage.city.services.bringing import Each, ReadFile, Report, Tell, read_file, try_file, write_file
from engage.database import ROW_LOCK, db, new_id
from engage.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from engage.language import Recipe, kept, remembering
from engage.language import gettext as _
from engage.web.files import plain_name

KEPT = timedelta(days=30)
MOST_TOLD = 1_000
MOST_LINES_AT_ONCE = 500  # more are left to `flask work`
_SMALL_TEXT, _SMALL_WORKBOOK = 300_000, 60_000  # bytes that may hold no more lines than that


def start_import(actor: Actor, *, kind: str, file_name: str, content: bytes) -> uuid.UUID:
    """Keep a file and check it: at once if it is small, else when its turn comes. Answers its id.

    Raises NotAllowed, and Invalid for a file that is empty or too large.
    """
    if not can_import(actor, kind):
        raise NotAllowed
    _check_size(content)
    sent = _kept(actor, kind, plain_name(file_name) or kind, content)
    told = {"kind": kind, "digest": sent.digest, "bytes": len(content)}
    record(actor, "import.sent", sent.id, after=told)
    _check_if_small(actor, sent, content)
    return sent.id


def apply_import(actor: Actor, import_id: uuid.UUID, version: int | None = None) -> None:
    """Bring in what was checked: at once if it is small, else when its turn comes. With the rights of that moment.

    Raises NotFound, NotAllowed, Stale, and Conflict for a file that is not checked, has problems or was erased.
    """
    sent = db.session.get(Import, import_id, with_for_update=ROW_LOCK, populate_existing=True)
    if sent is None or sent.account_id != actor.id:
        raise NotFound
    if not can_import(actor, sent.kind):
        raise NotAllowed
    if version is not None and version != sent.version:
        raise Stale
    if sent.state != ImportState.CHECKED or sent.content is None:
        raise Conflict("wrong-state")
    _turn(sent, ImportState.IMPORTING, done_lines=0, attempts=0, claimed_until=None)
    if sent.total_lines <= MOST_LINES_AT_ONCE:
        report, lines = read(sent.kind, sent.file_name, sent.content)
        conclude(actor, sent, report, lines, write_all(actor, report, lines))


def forget_files(actor: Actor) -> int:
    """Erase what was sent a month ago, and the words of it that were quoted; how many files there were."""
    old = Import.content.is_not(None), Import.created_at < clock.now() - KEPT
    nothing: dict[str, Any] = {"content": None, "problems": [], "notices": [], "samples": []}
    erased = update(Import).where(*old).values(**nothing).execution_options(synchronize_session=False)
    return int(db.session.execute(erased).rowcount)  # type: ignore[attr-defined]


def read(kind: str, file_name: str, content: bytes, tell: Tell = lambda done: None) -> tuple[Report, ReadFile]:
    report = Report(MOST_TOLD)
    with remembering():
        lines = read_file(report, KINDS[kind], file_name, content, tell)
        if not lines.total and not report.problem_count:
            report.refuse(Problem(file_name, 1, "", _("There is no line below the headings.")))
    return report, lines


def write_all(actor: Actor, report: Report, read: ReadFile, tell: Tell = lambda done: None) -> bool:
    """Everything, or nothing if the store or the sender's rights have changed since; answers which."""
    whole = db.session.begin_nested()
    with remembering():
        write_file(actor, report, read, tell)
    (whole.rollback if report.problem_count else whole.commit)()
    return not report.problem_count


def try_all(actor: Actor, report: Report, read: ReadFile, each: Each = nullcontext) -> None:
    with remembering():
        try_file(actor, report, read, each)


def conclude_check(actor: Actor, sent: Import, report: Report, read: ReadFile) -> None:
    _turn(sent, ImportState.REFUSED if report.problem_count else ImportState.CHECKED, **_findings(report, read))
    record(actor, "import.checked", sent.id, after=_figures(sent))


def conclude(actor: Actor, sent: Import, report: Report, read: ReadFile, is_whole: bool) -> None:
    state = ImportState.DONE if is_whole else ImportState.REFUSED
    _turn(sent, state, finished_at=clock.now(), **_findings(report, read))
    record(actor, "import.applied" if is_whole else "import.refused", sent.id, after=_figures(sent))


def fail(actor: Actor, sent: Import) -> None:
    """Give it up: it was tried several times and something else than its lines was in the way."""
    _turn(sent, ImportState.FAILED, finished_at=clock.now())
    record(actor, "import.failed", sent.id, after={"attempts": sent.attempts})


def _check_if_small(actor: Actor, sent: Import, content: bytes) -> None:
    if len(content) > (_SMALL_WORKBOOK if is_workbook(content) else _SMALL_TEXT):
        return
    report, lines = read(sent.kind, sent.file_name, content)
    if lines.total <= MOST_LINES_AT_ONCE:
        try_all(actor, report, lines)
        conclude_check(actor, sent, report, lines)


def _check_size(content: bytes) -> None:
    if not content:
        raise Invalid({"file": [_("Choose a file that is not empty.")]})
    if len(content) > MOST_BYTES:
        raise Invalid({"file": [_("The file is too large: %(most)s MB at most.", most=MOST_BYTES // 1_000_000)]})


def _kept(actor: Actor, kind: str, file_name: str, content: bytes) -> Import:
    sent = Import(
        id=new_id(),
        kind=kind,
        account_id=actor.account_id,
        file_name=file_name,
        content=content,
        digest=sha256(content).hexdigest(),
        state=ImportState.CHECKING,
        locale=language.current(),
        counts={},
        problems=[],
        notices=[],
        samples=[],
        created_at=clock.now(),
        version=1,
    )
    db.session.add(sent)
    db.session.flush()
    return sent


def _turn(sent: Import, state: ImportState, **changes: Any) -> None:
    for name, value in {**changes, "state": state}.items():
        setattr(sent, name, value)
    sent.version += 1
    db.session.flush()


def _findings(report: Report, read: ReadFile) -> dict[str, Any]:
    return {
        "total_lines": read.total,
        "done_lines": read.total,
        "counts": {name: number for name, number in report.count(read.kind).items() if number},
        "problems": _as_rows(report.problems),
        "problem_count": report.problem_count,
        "notices": _as_rows(report.notices),
        "samples": [{name: kept(words) for name, words in sample.items()} for sample in report.samples],
    }


def _as_rows(told: list[Problem]) -> list[tuple[int, str, str | Recipe, str]]:
    """In the order of lines. Each is read in the language of whoever looks."""
    told = sorted(told, key=lambda one: (one.line, one.column, one.text))
    return [(one.line, one.column, kept(one.text), one.cell) for one in told]


def _figures(sent: Import) -> dict[str, Any]:
    return {"kind": sent.kind, "lines": sent.total_lines, "problems": sent.problem_count, **sent.counts}

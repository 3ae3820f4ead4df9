"""Where is a file kept, who makes sure of it, and what happens when storage or scanner are away? Both storages alike."""

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from engage.access.actor import Actor
from engage.database import db
from engage.errors import Invalid, NotFound
from engage.files import storage
from engage.files.models import StoredFile
from engage.files.pages import send_file
from engage.files.queries import get_file
from engage.files.services import erase_file, keep_file, read_file, sweep_files
from engage.transaction import Busy, transaction
from tests.conftest import NOW
from tests.factories import count_rows, make_account
from tests.files import made
from tests.files.servers import Bucket, Scanner, served

TWO_DAYS_AGO = datetime(2026, 11, 21, 8, tzinfo=UTC).timestamp()


@pytest.fixture
def bucket() -> Iterator[Bucket]:
    kept = Bucket()
    with served(kept):
        yield kept


@pytest.fixture
def scanner() -> Iterator[Scanner]:
    asked = Scanner()
    with served(asked):
        yield asked


def _folder(app: Flask) -> Path:
    return app.extensions["engage.settings"].instance / "files"


def _keep(person: Actor, name: str = "statuts.pdf") -> Any:
    with transaction():
        return keep_file(person, name, made.some_pdf())


# --- in a folder ------------------------------------------------------------------------------------------------------


def test_a_file_lies_under_a_random_name_that_only_its_owner_reads(app: Flask, store: str) -> None:
    person = make_account()
    file = _keep(person)
    (path,) = _folder(app).iterdir()
    assert len(path.name) == 40 and path.name not in {str(file.id), file.sha256}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert path.read_bytes() == made.some_pdf()
    assert file.sha256 == hashlib.sha256(made.some_pdf()).hexdigest()
    assert get_file(person, file.id) == file
    row = db.session.get_one(StoredFile, file.id)
    assert (row.created_by, row.created_at, row.scanned_at) == (person.id, NOW, None)


def test_the_same_content_twice_is_two_files(app: Flask) -> None:
    person = make_account()
    assert _keep(person).sha256 == _keep(person).sha256
    assert len(list(_folder(app).iterdir())) == 2


def test_what_is_not_there_is_not_found(app: Flask) -> None:
    person = make_account()
    with pytest.raises(NotFound):
        get_file(person, person.account_id)
    with pytest.raises(NotFound):
        read_file(person, person.account_id)


def test_content_that_was_changed_or_lost_is_never_handed_over(app: Flask) -> None:
    person = make_account()
    file = _keep(person)
    (path,) = _folder(app).iterdir()
    path.write_bytes(made.pdf(pages=2))
    with pytest.raises(NotFound):
        read_file(person, file.id)
    path.unlink()
    with pytest.raises(NotFound):
        read_file(person, file.id)


def test_erasing_takes_the_row_first_and_the_content_when_that_is_certain(app: Flask) -> None:
    person = make_account()
    file = _keep(person)
    erase_file(person, file.id)
    assert list(_folder(app).iterdir())
    db.session.rollback()
    assert read_file(person, file.id)
    with transaction():
        erase_file(person, file.id)
    assert not list(_folder(app).iterdir())
    assert count_rows(StoredFile) == 0


def test_a_folder_that_cannot_be_written_is_busy(app: Flask) -> None:
    _folder(app).write_text("no folder")
    with pytest.raises(Busy) as busy:
        _keep(make_account())
    assert (busy.value.status, busy.value.type) == (503, "files-away")


def test_what_no_row_knows_is_swept_after_a_day(app: Flask, store: str) -> None:
    person = make_account()
    file = _keep(person)
    unclaimed, young = storage.put(b"unclaimed"), storage.put(b"young")
    for path in _folder(app).iterdir():
        moment = NOW.timestamp() if path.name == young else TWO_DAYS_AGO
        os.utime(path, (moment, moment))
    assert sweep_files(Actor.system()) == 1
    assert unclaimed not in {path.name for path in _folder(app).iterdir()}
    assert storage.get(young) == b"young"
    assert read_file(person, file.id)
    assert sweep_files(Actor.system()) == 0


# --- handing over -----------------------------------------------------------------------------------------------------


def test_a_file_is_handed_over_to_be_kept_and_never_to_be_shown(app: Flask) -> None:
    file = _keep(make_account(), "القانون الأساسي.pdf")
    with app.test_request_context():
        response = send_file(file)
        response.direct_passthrough = False
        assert response.get_data() == made.some_pdf()
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "filename*=UTF-8''%D8%A7" in response.headers["Content-Disposition"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Content-Length"] == str(file.size)
    assert response.headers["ETag"] == f'"{file.sha256}"'


# --- elsewhere --------------------------------------------------------------------------------------------------------


def test_files_are_kept_in_a_bucket(make_app: Callable[..., Flask], bucket: Bucket) -> None:
    with make_app(files_url=bucket.url).app_context():
        person = make_account()
        file = _keep(person)
        assert list(bucket.content.values()) == [made.some_pdf()]
        assert read_file(person, file.id) == made.some_pdf()
        assert "the-key" in bucket.signed[0] and "eu-west-3" in bucket.signed[0]
        with transaction():
            erase_file(person, file.id)
        assert not bucket.content
        with pytest.raises(NotFound):
            storage.get("0" * 40)


def test_a_bucket_is_swept_too(make_app: Callable[..., Flask], bucket: Bucket) -> None:
    with make_app(files_url=bucket.url).app_context():
        file = _keep(make_account())
        bucket.content["0" * 40] = b"unclaimed"
        bucket.content["backup.tar"] = b"somebody else's"
        assert sweep_files(Actor.system()) == 1
        assert len(bucket.content) == 2
        assert "backup.tar" in bucket.content
        assert get_file(Actor.system(), file.id)


def test_a_bucket_out_of_reach_is_busy_and_leaves_nothing(make_app: Callable[..., Flask], bucket: Bucket) -> None:
    with make_app(files_url=bucket.url).app_context():
        person = make_account()
        file = _keep(person)
        bucket.is_broken = True
        for attempt in (lambda: _keep(person), lambda: read_file(person, file.id)):
            with pytest.raises(Busy) as busy:
                attempt()
            assert (busy.value.type, busy.value.figures["retry_after"]) == ("files-away", 30)
            assert "secret" not in str(busy.value)
        assert count_rows(StoredFile) == 1


def test_what_a_bucket_could_not_erase_is_swept_later(make_app: Callable[..., Flask], bucket: Bucket) -> None:
    with make_app(files_url=bucket.url).app_context():
        file = _keep(make_account())
        bucket.is_broken = True
        with transaction():
            erase_file(Actor.system(), file.id)
        bucket.is_broken = False
        assert len(bucket.content) == 1
        assert sweep_files(Actor.system()) == 1
        assert not bucket.content


# --- the scanner ------------------------------------------------------------------------------------------------------


def test_a_file_is_scanned_as_it_was_sent(make_app: Callable[..., Flask], scanner: Scanner) -> None:
    with make_app(clamd_url=scanner.url).app_context():
        file = _keep(make_account())
        assert scanner.seen == [made.some_pdf()]
        assert db.session.get_one(StoredFile, file.id).scanned_at == NOW


def test_what_is_infected_is_refused(make_app: Callable[..., Flask], scanner: Scanner) -> None:
    with make_app(clamd_url=scanner.url).app_context(), pytest.raises(Invalid) as refused:
        keep_file(make_account(), "x.jpg", made.picture() + b"EICAR")
    assert list(refused.value.errors) == ["file"]


@pytest.mark.parametrize("says", [b"INSTREAM size limit exceeded. ERROR", b"", b"stream: OK? FOUND ERROR", b"OK"])
def test_a_scanner_that_does_not_say_that_it_is_clean_lets_nothing_in(
    make_app: Callable[..., Flask], scanner: Scanner, says: bytes
) -> None:
    scanner.says = says
    with make_app(clamd_url=scanner.url).app_context(), pytest.raises(Busy) as busy:
        _keep(make_account())
    assert (busy.value.type, busy.value.status) == ("scanner-away", 503)


@pytest.mark.parametrize("url", ["tcp://127.0.0.1:1", "unix:///nowhere/clamd.sock"])
def test_a_scanner_that_is_away_lets_nothing_in(make_app: Callable[..., Flask], url: str) -> None:
    with make_app(clamd_url=url).app_context(), pytest.raises(Busy):
        _keep(make_account())


def test_a_scanner_behind_a_socket_of_this_machine(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    import socketserver

    from tests.files.servers import _Line

    path = tmp_path / "clamd.sock"
    server = socketserver.UnixStreamServer(str(path), _Line)
    server.seen, server.says = [], None
    with served(server), make_app(clamd_url=f"unix://{path}").app_context():
        assert _keep(make_account()).size
    assert server.seen == [made.some_pdf()]

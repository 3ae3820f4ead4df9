"""Papers of an association: who adds, sees and withdraws them, and what strangers learn of them, which is nothing."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from engage import language
from engage.access.actor import Actor
from engage.audit.models import AuditEntry
from engage.database import db, new_id
from engage.errors import Conflict, NotAllowed, NotFound
from engage.files import storage
from engage.files.models import StoredFile
from engage.files.services import read_file
from engage.partners import services
from engage.partners.models import Association, AssociationStatus, Paper
from engage.partners.queries import MOST_PAPERS, get_paper, list_papers
from engage.partners.services.papers import KEPT
from engage.transaction import transaction
from tests import stores
from tests.clients import Client
from tests.conftest import NOW, FrozenClock
from tests.factories import (
    count_rows,
    make_account,
    make_administrator,
    make_association,
    make_auditor,
    make_manager,
    make_member,
    make_officer,
    make_paper,
    make_supervisor,
)
from tests.files import made

pytestmark = pytest.mark.usefixtures("app")

Opening = Callable[[Actor], Client]


@pytest.fixture
def association(app: Flask) -> Association:
    return make_association()


@pytest.fixture
def manager(association: Association) -> Actor:
    return make_manager(association)


def _sent(content: bytes | None = None, name: str = "statuts.pdf", **fields: str) -> dict[str, Any]:
    """A form with a paper in it."""
    file = io.BytesIO(made.some_pdf() if content is None else content), name
    return {"data": {"file": file, "kind": "statutes", **fields}, "content_type": "multipart/form-data"}


# --- adding -----------------------------------------------------------------------------------------------------------


@stores.on_both
def test_a_manager_adds_a_paper(association: Association, manager: Actor) -> None:
    paper_id = make_paper(manager, association.id, issued_on=date(2019, 4, 2))
    [paper] = list_papers(manager, association.id)
    assert (paper.id, paper.kind, paper.issued_on) == (paper_id, "statutes", date(2019, 4, 2))
    assert (paper.added_by, paper.created_at, paper.withdrawn_at) == (manager.display_name, NOW, None)
    assert (paper.file.name, paper.file.media_type, paper.is_current) == ("statuts.pdf", "application/pdf", True)


@pytest.mark.parametrize("status", [status for status in AssociationStatus if status != "dissolved"])
def test_papers_are_added_whatever_was_decided(status: str) -> None:
    association = make_association(status=status)
    assert make_paper(make_manager(association), association.id)


def test_nothing_is_added_to_what_is_dissolved() -> None:
    association = make_association(status=AssociationStatus.DISSOLVED)
    with pytest.raises(Conflict, match="wrong-state"):
        make_paper(make_manager(association), association.id)


def test_a_member_and_a_supervisor_read_and_do_not_add(association: Association, manager: Actor) -> None:
    paper_id = make_paper(manager, association.id)
    for person in (make_member(association), make_supervisor("saiss")):
        assert get_paper(person, association.id, paper_id).id == paper_id
        with pytest.raises(NotAllowed):
            make_paper(person, association.id)
        with pytest.raises(NotAllowed):
            services.withdraw_paper(person, association.id, paper_id)


def test_a_newer_paper_takes_the_place_of_its_kind(
    association: Association, manager: Actor, frozen_clock: FrozenClock
) -> None:
    for kind in ("statutes", "statutes", "receipt", "other", "other"):
        make_paper(manager, association.id, kind=kind)
        frozen_clock.move(minutes=1)
    papers = [(paper.kind, paper.is_current) for paper in list_papers(manager, association.id)]
    assert papers == [("other", True), ("other", True), ("receipt", True), ("statutes", True), ("statutes", False)]


def test_the_store_does_not_wait_while_a_file_is_examined(
    association: Association,
    manager: Actor,
    browser_of: Opening,
    program_of: Opening,
    store: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[bool] = []

    def watched(content: bytes) -> str:
        seen.append(db.session().in_transaction())
        return put(content)

    put = storage.put
    monkeypatch.setattr(storage, "put", watched)
    key = {"headers": {"Idempotency-Key": "one"}}
    assert (
        program_of(manager).post(f"/api/v1/associations/{association.id}/papers", **_sent(), **key).status_code == 201
    )
    assert (
        browser_of(manager).post(f"/associations/{association.id}/papers", **_sent(form_key="two")).status_code == 303
    )
    assert seen == [False, False]


@stores.on_both
def test_there_are_so_many_papers_and_no_more(association: Association, manager: Actor) -> None:
    for _ in range(MOST_PAPERS):
        last = make_paper(manager, association.id, content=made.picture("PNG"))
    with transaction():
        services.withdraw_paper(manager, association.id, last)
    with pytest.raises(Conflict) as refused:
        make_paper(manager, association.id)
    assert (refused.value.type, refused.value.figures) == ("too-many-papers", {"most": 50})
    make_paper(make_manager(other := make_association()), other.id)


def test_who_is_taken_out_adds_nothing_from_that_moment(association: Association, manager: Actor) -> None:
    db.session.execute(Paper.metadata.tables["memberships"].delete())
    db.session.commit()
    with pytest.raises(NotFound):
        make_paper(manager, association.id)


# --- withdrawing ------------------------------------------------------------------------------------------------------


@stores.on_both
def test_what_is_withdrawn_is_seen_by_those_in_charge_alone(
    association: Association, manager: Actor, frozen_clock: FrozenClock
) -> None:
    former = make_paper(manager, association.id)
    frozen_clock.move(minutes=1)
    newer = make_paper(manager, association.id)
    with transaction():
        services.withdraw_paper(manager, association.id, newer)
    assert [(paper.id, paper.is_current) for paper in list_papers(manager, association.id)] == [(former, True)]
    with pytest.raises(NotFound):
        get_paper(manager, association.id, newer)
    with pytest.raises(NotFound):
        services.withdraw_paper(manager, association.id, newer)
    seen = get_paper(make_supervisor("saiss"), association.id, newer)
    assert (seen.is_current, seen.withdrawn_at) == (False, frozen_clock.now)


def test_nobody_withdraws_what_belongs_to_another(association: Association, manager: Actor) -> None:
    other = make_association()
    paper_id = make_paper(make_manager(other), other.id)
    for asked in (paper_id, new_id()):
        with pytest.raises(NotFound):
            services.withdraw_paper(manager, association.id, asked)


@stores.on_both
def test_what_was_withdrawn_is_erased_a_year_later(
    association: Association, manager: Actor, frozen_clock: FrozenClock
) -> None:
    kept, gone = make_paper(manager, association.id), make_paper(manager, association.id)
    file_id = get_paper(manager, association.id, gone).file.id
    with transaction():
        services.withdraw_paper(manager, association.id, gone)
    frozen_clock.move(days=KEPT.days - 1)
    assert _erase() == 0
    assert read_file(manager, file_id)
    frozen_clock.move(days=2)
    assert _erase() == 1
    with pytest.raises(NotFound):
        read_file(manager, file_id)
    assert [paper.id for paper in list_papers(make_supervisor(), association.id)] == [kept]
    assert (count_rows(Paper), count_rows(StoredFile)) == (1, 1)
    assert _erase() == 0


def _erase() -> int:
    with transaction():
        return services.erase_withdrawn_papers(Actor.system())


def test_the_trail_has_digests_and_no_names(association: Association, manager: Actor) -> None:
    paper_id = make_paper(manager, association.id, name="Carte de Salma Bennani.pdf")
    file = get_paper(manager, association.id, paper_id).file
    with transaction():
        services.withdraw_paper(manager, association.id, paper_id)
    trail = db.session.scalars(select(AuditEntry).where(AuditEntry.action.startswith("paper."))).all()
    assert {entry.action for entry in trail} == {"paper.added", "paper.withdrawn"}
    assert {entry.subject_id for entry in trail} == {str(association.id)}
    told = str([(entry.before, entry.after) for entry in trail])
    assert file.sha256 in told and str(paper_id) in told
    assert "Salma" not in told


# --- who learns nothing ------------------------------------------------------------------------------------------------


def _strangers() -> dict[str, Actor]:
    other = make_association("Autre", districts=("zouagha",))
    return {
        "a citizen": make_account(),
        "a member of another": make_member(other),
        "a manager of another": make_manager(other),
        "an officer of the district": make_officer("saiss"),
        "a supervisor of another district": make_supervisor("zouagha"),
        "an administrator": make_administrator(),
        "an auditor": make_auditor(),
    }


def test_strangers_learn_nothing_at_any_address(
    association: Association, manager: Actor, browser_of: Opening, program_of: Opening
) -> None:
    paper_id = make_paper(manager, association.id)
    page, program = f"/associations/{association.id}/papers", f"/api/v1/associations/{association.id}/papers"
    for who, person in _strangers().items():
        browser, caller = browser_of(person), program_of(person)
        answers = [
            browser.get(page),
            browser.post(page, **_sent()),
            browser.post(page, data={}),
            browser.get(f"{page}/{paper_id}/file"),
            browser.get(f"{page}/{paper_id}/withdraw"),
            browser.post(f"{page}/{paper_id}/withdraw"),
            caller.get(program),
            caller.post(program, **_sent()),
            caller.post(program, json={}),
            caller.get(f"{program}/{paper_id}/file"),
            caller.delete(f"{program}/{paper_id}"),
        ]
        assert [answer.status_code for answer in answers] == [404] * len(answers), who
    assert count_rows(Paper) == 1


def test_a_paper_is_not_found_through_another_association(manager: Actor, association: Association) -> None:
    other = make_association()
    paper_id = make_paper(make_manager(other), other.id)
    with pytest.raises(NotFound):
        get_paper(manager, association.id, paper_id)
    with pytest.raises(NotFound):
        get_paper(manager, other.id, paper_id)


# --- in the browser and by program ------------------------------------------------------------------------------------


def test_a_paper_goes_in_and_comes_out(association: Association, manager: Actor, program_of: Opening) -> None:
    caller, address = program_of(manager), f"/api/v1/associations/{association.id}/papers"
    added = caller.post(address, **_sent(name="القانون الأساسي.PDF", issued_on="2019-04-02"))
    assert added.status_code == 201
    assert added.json["name"] == "القانون الأساسي.pdf"
    assert (added.json["kind"], added.json["issued_on"], added.json["is_current"]) == ("statutes", "2019-04-02", True)
    assert caller.get(address).json == {"items": [added.json]}
    file = caller.get(f"{address}/{added.json['id']}/file")
    assert file.data == made.some_pdf()
    assert file.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert file.headers["Cache-Control"] == "private, no-store"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert file.headers["Content-Disposition"].startswith("attachment;")
    assert caller.delete(f"{address}/{added.json['id']}").status_code == 204
    assert caller.get(address).json == {"items": []}
    assert caller.delete(f"{address}/{added.json['id']}").status_code == 404


def test_the_same_paper_sent_twice_is_one(association: Association, manager: Actor, program_of: Opening) -> None:
    caller, address = program_of(manager), f"/api/v1/associations/{association.id}/papers"
    answers = [caller.post(address, **_sent(), headers={"Idempotency-Key": "one"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json == answers[1].json
    assert count_rows(Paper) == 1


def test_a_paper_may_be_larger_than_anything_else_that_is_sent(
    association: Association, manager: Actor, browser_of: Opening, program_of: Opening
) -> None:
    file = FileStorage(io.BytesIO(made.some_pdf() + b" " * 5_000_000), "statuts.pdf")
    boundary, body = encode_multipart({"kind": "statutes", "file": file})
    large: dict[str, Any] = {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}
    assert program_of(manager).post(f"/api/v1/associations/{association.id}/papers", **large).status_code == 201
    assert browser_of(manager).post(f"/associations/{association.id}/papers", **large).status_code == 303


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        (_sent(kind="passport"), "kind"),
        (_sent(kind=""), "kind"),
        (_sent(issued_on="yesterday"), "issued_on"),
        (_sent(issued_on="2027-01-01"), "issued_on"),
        (_sent(b"<svg/>"), "file"),
        (_sent(b""), "file"),
        (_sent(name="../../etc/passwd"), "file"),
        (_sent(name="statuts\u202efdp.exe"), "file"),
    ],
)
def test_a_refusal_stands_at_its_field(
    association: Association, manager: Actor, browser_of: Opening, program_of: Opening, sent: dict[str, Any], field: str
) -> None:
    content, name = sent["data"]["file"][0].getvalue(), sent["data"]["file"][1]
    again = {**sent, "data": {**sent["data"], "file": (io.BytesIO(content), name)}}
    refused = program_of(manager).post(f"/api/v1/associations/{association.id}/papers", **again)
    assert refused.status_code == 422
    assert list(refused.json["errors"]) == [field]
    again["data"]["file"] = io.BytesIO(content), name
    page = browser_of(manager).post(f"/associations/{association.id}/papers?lang=en", **again)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert count_rows(Paper) == 0


def test_a_program_that_sends_no_file_is_told_so(association: Association, manager: Actor, program_of: Opening) -> None:
    refused = program_of(manager).post(f"/api/v1/associations/{association.id}/papers", data={"kind": "statutes"})
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["file"])


def test_more_than_a_paper_is_refused_before_it_is_read(
    association: Association, manager: Actor, browser_of: Opening, program_of: Opening
) -> None:
    large = {
        "data": b"",
        "environ_overrides": {"CONTENT_LENGTH": "1000000000"},
        "content_type": "multipart/form-data; boundary=x",
    }
    assert program_of(manager).post(f"/api/v1/associations/{association.id}/papers", **large).status_code == 413
    assert browser_of(manager).post(f"/associations/{association.id}/papers", **large).status_code == 413


def test_the_page_leads_from_an_empty_list_to_a_full_one(manager: Actor, browser_of: Opening) -> None:
    language.use("en")
    association = make_association(status=AssociationStatus.APPLIED)
    browser = browser_of(make_manager(association))
    address = f"/associations/{association.id}/papers?lang=en"
    assert "No paper yet" in (page := browser.get(address).text)
    assert 'aria-current="step"' in page
    kept = browser.post(address, **_sent(made.photo_of_home(), name="photo.jpg", kind="receipt"))
    assert kept.status_code == 303
    page = browser.get(address).text
    assert "photo.jpg" in page and "Receipt of filing" in page and "Current" in page
    [paper] = list_papers(Actor.system(), association.id)
    assert "Withdraw this paper?" in browser.get(f"/associations/{association.id}/papers/{paper.id}/withdraw").text
    assert browser.post(f"/associations/{association.id}/papers/{paper.id}/withdraw").status_code == 303
    assert "photo.jpg" not in browser.get(address).text


def test_a_member_sees_no_form(association: Association, manager: Actor, browser_of: Opening) -> None:
    paper_id = make_paper(manager, association.id)
    browser = browser_of(make_member(association))
    page = browser.get(f"/associations/{association.id}/papers").text
    assert "statuts.pdf" in page and "multipart/form-data" not in page
    assert browser.get(f"/associations/{association.id}/papers/{paper_id}/withdraw").status_code == 403


def test_storage_out_of_reach_is_told_with_a_time(
    app: Flask, association: Association, manager: Actor, program_of: Opening
) -> None:
    (app.extensions["engage.settings"].instance / "files").write_text("no folder")
    refused = program_of(manager).post(f"/api/v1/associations/{association.id}/papers", **_sent())
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "30")
    assert refused.json["type"] == "/problems/files-away"


def test_the_list_costs_the_same_for_many_papers(
    association: Association, manager: Actor, browser_of: Opening, count_statements: Callable[[], Any]
) -> None:
    for _ in range(10):
        make_paper(manager, association.id, content=made.picture("PNG"))
    browser = browser_of(manager)
    browser.get(f"/associations/{association.id}/papers")
    with count_statements() as statements:
        browser.get(f"/associations/{association.id}/papers")
    assert len(statements) <= 5, statements


def test_the_daily_job_erases_and_sweeps(app: Flask, association: Association, manager: Actor) -> None:
    make_paper(manager, association.id)
    output = app.test_cli_runner().invoke(args=["daily"]).output
    assert "0 withdrawn papers" in output
    assert "Swept: 0 files that belong to nothing" in output
    (folder := app.extensions["engage.settings"].instance / "files").rename(folder.with_name("away"))
    folder.write_text("no folder")
    told = app.test_cli_runner().invoke(args=["daily"])
    assert (told.exit_code, "Brought after new zone rules" in told.output) == (0, True)

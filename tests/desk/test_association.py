"""Do those who act for an association find what is before it, answer what waits, and take all of it with them?"""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from engage.access.actor import Actor
from engage.agreements import services as agreements
from engage.database import db
from engage.desk import services as desk
from engage.partners.models import Membership
from engage.registrations import services
from engage.registrations.models import Registration
from engage.transaction import transaction
from tests.clients import Client
from tests.factories import (
    make_account,
    make_agreement,
    make_association,
    make_manager,
    make_member,
    make_officer,
    make_paper,
    make_proposal,
    make_registration,
    make_seminar,
    make_supervisor,
)
from tests.files.made import some_pdf

pytestmark = pytest.mark.usefixtures("app")

Opening = Callable[[Actor], Client]

FORMULA = '=HYPERLINK("http://evil.example")'


def desk_of(association: Any) -> str:
    return f"/associations/{association.id}/desk"


def archive(client: Client, address: str) -> dict[str, bytes]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "no-store" in answer.headers["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as kept:
        assert kept.testzip() is None
        return {name: kept.read(name) for name in kept.namelist()}


def rows(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def offered_delegation(association: Any, manager: Actor) -> Registration:
    """Its party of four waits for two seats that became free."""
    seminar = make_seminar("Pleine", capacity=4)
    other = make_account()
    first = make_registration(seminar, by=other, party_size=2)
    make_registration(seminar, party_size=2)
    waiting = make_registration(seminar, by=manager, association_id=association.id, party_size=4)
    with transaction():
        services.cancel_registration(other, first.id)
    return waiting


def test_what_comes_and_what_waits_stands_first(browser_of: Opening) -> None:
    association = make_association()
    manager = make_manager(association)
    make_registration(make_seminar("À venir"), by=manager, association_id=association.id, party_size=3)
    waiting = offered_delegation(association, manager)
    shown = browser_of(make_member(association)).get(f"{desk_of(association)}?lang=en").text
    tasks = shown.partition('<ul class="tasks">')[2].partition("</ul>")[0]
    assert f'href="/registrations/{waiting.id}"' in tasks
    assert "2 seats for you: answer" in tasks
    assert "À venir" in shown
    assert "export.zip" in shown


def test_what_was_has_pages_of_its_own_and_the_way_there_says_how_much(browser_of: Opening, frozen_clock: Any) -> None:
    association = make_association()
    manager = make_manager(association)
    make_paper(manager, association.id)
    make_registration(make_seminar("Passée"), by=manager, association_id=association.id, party_size=3)
    frozen_clock.move(days=40)
    browser = browser_of(manager)
    shown = browser.get(f"{desk_of(association)}?lang=en").text
    assert "Passée" not in shown
    assert "1 paper, the newest of 23 November 2026" in " ".join(shown.split())
    for path in ("desk/past", "desk/history", "papers", "members", "mandate"):
        assert f'href="/associations/{association.id}/{path}"' in shown
    assert "Passée" in browser.get(f"{desk_of(association)}/past?lang=en").text
    assert "A paper was added" in browser.get(f"{desk_of(association)}/history?lang=en").text


def test_what_it_owes_stands_with_the_agreement_and_what_is_late_waits(browser_of: Opening, frozen_clock: Any) -> None:
    association = make_association()
    sides = ("association", "association", "police")
    owed = [{"side": side, "what": {"fr": "Salle"}, "due_on": date(2026, 12, 1)} for side in sides]
    late, over = (make_agreement(association, obligations=duties) for duties in (owed, []))
    with transaction():
        agreements.terminate_agreement(make_supervisor(), over.id, "Fin")
    frozen_clock.move(days=30)
    shown = " ".join(browser_of(make_member(association)).get(f"{desk_of(association)}?lang=en").text.split())
    assert "2 duties of yours are overdue" in shown
    assert "3 duties open" in shown
    assert late.reference in shown
    assert over.reference not in shown


def test_it_is_nobody_elses(browser_of: Opening, client: Client) -> None:
    association = make_association()
    others = (make_manager(make_association("Autre")), make_account(), make_officer(), make_supervisor())
    for path in [desk_of(association) + more for more in ("", "/export.zip", "/past", "/history")]:
        assert client.get(path).status_code == 401
        assert {browser_of(one).get(path).status_code for one in others} == {404}
    for path in ("export", "registrations"):
        address = f"/api/v1/associations/{association.id}/{path}"
        assert {browser_of(one).get(address).status_code for one in others} <= {401, 404}


def test_programs_of_others_learn_nothing(program_of: Opening) -> None:
    association = make_association()
    stranger = program_of(make_manager(make_association("Autre")))
    for path in ("export", "registrations", "registrations?limit=0", "registrations?cursor=x"):
        assert stranger.get(f"/api/v1/associations/{association.id}/{path}").status_code == 404


def test_programs_read_the_registrations_page_by_page(program_of: Opening, store: str) -> None:
    association = make_association()
    manager = make_manager(association)
    made = [
        make_registration(make_seminar(f"{n}"), by=manager, association_id=association.id, party_size=n + 1)
        for n in range(5)
    ]
    make_registration(make_seminar("À soi"), by=manager)
    url, seen = f"/api/v1/associations/{association.id}/registrations?limit=2", []
    while url:
        page = program_of(manager).get(url).get_json()
        seen += [row["id"] for row in page["items"]]
        url = page["next"]
    assert seen == [str(one.id) for one in reversed(made)]


def test_everything_is_taken_out_and_none_of_it_is_a_formula(browser_of: Opening, program_of: Opening) -> None:
    association = make_association()
    manager = make_manager(association)
    adults = [{"name": "Mehdi Kettani", "phone": "+212661234567"}]
    party = {"party_size": 3, "headcounts": {"primary": 2, "adults": 1}, "attendees": adults, "note": FORMULA}
    made = make_registration(make_seminar("À venir"), by=manager, association_id=association.id, **party)
    make_registration(make_seminar("D’autres"))
    files = archive(browser_of(manager), f"{desk_of(association)}/export.zip?lang=fr")
    kept = json.loads(files["association.json"])
    assert kept["name"] == {"fr": "Association Al Amal"}
    [delegation] = kept["delegations"]
    assert (delegation["code"], delegation["note"], delegation["primary"]) == (made.code, FORMULA, 2)
    head, row = rows(files["delegations.csv"])
    assert row[0] == made.code
    assert row[head.index("Primaire")] == "2"
    assert f"'{FORMULA}" in row
    assert "Mehdi Kettani +212661234567" in row
    assert archive(program_of(manager), f"/api/v1/associations/{association.id}/export").keys() == files.keys()


def test_managers_take_the_papers_and_the_members_with_them(browser_of: Opening, store: str) -> None:
    association = make_association()
    manager, member = make_manager(association), make_member(association, display_name="Hind Lahlou")
    make_paper(manager, association.id, content=some_pdf())
    address = f"{desk_of(association)}/export.zip?lang=en"
    files, seen = (archive(browser_of(one), address) for one in (manager, member))
    [paper] = [content for name, content in files.items() if name.startswith("papers/")]
    assert paper.startswith(b"%PDF")
    assert "Hind Lahlou" in files["members.csv"].decode()
    assert not [name for name in seen if name.startswith(("papers/", "members"))]
    assert "members" not in json.loads(seen["association.json"])
    assert len(rows(seen["papers.csv"])) == len(rows(files["papers.csv"])) == 2
    assert rows(files["history.csv"])[1][1] == "A paper was added"


def test_no_more_papers_than_fit(browser_of: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    association = make_association()
    manager = make_manager(association)
    for _ in range(3):
        make_paper(manager, association.id)
    monkeypatch.setattr(desk, "MOST_BYTES", 2 * len(some_pdf()) + 10)
    files = archive(browser_of(manager), f"{desk_of(association)}/export.zip")
    assert len([name for name in files if name.startswith("papers/")]) < 3
    assert len(rows(files["papers.csv"])) == 4


def test_agreements_and_requests_stand_on_the_page(browser_of: Opening) -> None:
    association = make_association()
    manager = make_manager(association)
    agreement = make_agreement(association)
    make_agreement(association, status="draft")  # of the police: nobody here knows of it
    asked = make_proposal(manager, association_id=association.id)
    shown = browser_of(manager).get(desk_of(association)).text
    assert f'href="/agreements/{agreement.id}"' in shown
    assert shown.count('href="/agreements/') == 1 + shown.count('href="/agreements/new"') + shown.count(
        'href="/agreements/register"'
    )
    assert f'href="/proposals/{asked.id}"' in shown
    foreign = browser_of(make_manager(make_association("Autre"))).get("/delegations", follow_redirects=True).text
    assert str(agreement.id) not in foreign
    assert str(asked.id) not in foreign


def test_those_of_one_association_go_straight_to_its_page(browser_of: Opening) -> None:
    association = make_association()
    person = make_member(association)
    assert browser_of(person).get("/delegations").headers["Location"] == desk_of(association)
    other = make_association("Autre")
    make_member(other, person=person)
    shown = browser_of(person).get("/delegations").text
    assert desk_of(association) in shown
    assert desk_of(other) in shown
    assert 'class="empty"' in browser_of(make_account()).get("/delegations").text


def test_when_a_membership_ends_the_page_is_gone(browser_of: Opening) -> None:
    association = make_association()
    person = make_member(association)
    browser = browser_of(person)
    assert browser.get(desk_of(association)).status_code == 200
    with transaction():
        db.session.query(Membership).filter_by(account_id=person.account_id).delete()
    assert browser.get(desk_of(association)).status_code == 404


def test_an_agreement_waits_for_the_side_that_has_not_signed_its_text(browser_of: Opening) -> None:
    association = make_association()
    manager, supervisor = make_manager(association), make_supervisor()
    agreement = make_agreement(association, by=supervisor, status="proposed")
    waits, at_desk = f'href="/agreements/{agreement.id}"', "Sign the agreement with"

    def tasks() -> tuple[bool, bool, bool]:
        own = desk_of(association) + "?lang=en"
        parts = [browser_of(one).get(own).text.partition("Coming delegations")[0] for one in (manager, member)]
        parts = [part.partition("No delegation")[0] for part in parts]
        return waits in parts[0], waits in parts[1], at_desk in browser_of(supervisor).get("/desk?lang=en").text

    member = make_member(association)
    assert tasks() == (True, False, True)
    with transaction():
        agreements.sign_agreement(manager, agreement.id)
    assert tasks() == (False, False, True)
    with transaction():
        agreements.sign_agreement(supervisor, agreement.id)
    assert tasks() == (False, False, False)
    assert at_desk not in browser_of(make_officer("saiss")).get("/desk?lang=en").text


@pytest.mark.parametrize("status", ["applied", "suspended", "refused"])
def test_nobody_is_sent_to_register_where_that_is_refused(browser_of: Opening, status: str) -> None:
    association = make_association(status=status)
    shown = browser_of(make_manager(association)).get(desk_of(association) + "?lang=en").text
    assert "register your group" not in shown
    assert ("Add a paper" in shown) == (status == "applied")

"""Do the pages of agreements work without JavaScript, keep what was typed, and lead on?"""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader

from engage.access.actor import Actor
from engage.agreements.models import Agreement
from engage.agreements.queries import get_agreement, list_obligations
from engage.database import db
from tests.clients import Client
from tests.factories import (
    AGREED,
    count_rows,
    make_account,
    make_agreement,
    make_association,
    make_manager,
    make_member,
    make_officer,
    make_seminar,
    make_supervisor,
)

pytestmark = pytest.mark.usefixtures("app")

Opening = Callable[[Actor], Client]

FORM = {
    "title.fr": "Partenariat",
    "scope.fr": "Des séances communes.",
    "districts": "saiss",
    "starts_on": "2026-11-01",
    "ends_on": "2027-10-31",
    "obligations.0.what.fr": "Six séances",
    "obligations.0.side": "police",
    "obligations.0.due_on": "2027-06-30",
}


def test_a_form_with_rows_becomes_a_draft(browser_of: Opening) -> None:
    association, officer = make_association(), make_officer("saiss")
    browser = browser_of(officer)
    shown = browser.get("/agreements/new?lang=fr").text
    assert "Association Al Amal" in shown
    assert 'name="obligations.2.due_on"' in shown
    answer = browser.post("/agreements/new", data={**FORM, "association_id": association.id})
    agreement = db.session.query(Agreement).one()
    assert answer.location == f"/agreements/{agreement.id}"
    [duty] = list_obligations(officer, get_agreement(officer, agreement.id))
    assert (duty.what, duty.side, duty.due_on) == ({"fr": "Six séances"}, "police", date(2027, 6, 30))


def test_more_rows_are_asked_for_and_nothing_typed_is_lost(browser_of: Opening) -> None:
    make_association()
    browser = browser_of(make_officer("saiss"))
    answer = browser.post("/agreements/new", data={**FORM, "more": "1"})
    assert answer.status_code == 200
    assert 'name="obligations.6.due_on"' in answer.text
    assert "Six séances" in answer.text
    assert count_rows(Agreement) == 0


def test_a_refused_form_tells_at_its_field(browser_of: Opening) -> None:
    association = make_association()
    browser = browser_of(make_officer("saiss"))
    sent = {**FORM, "association_id": association.id, "obligations.0.due_on": "2030-01-01"}
    answer = browser.post("/agreements/new?lang=en", data=sent)
    assert answer.status_code == 422
    assert 'id="obligations.0.due_on-error"' in answer.text
    assert "Six séances" in answer.text


def test_a_row_that_is_emptied_is_taken_away(browser_of: Opening) -> None:
    supervisor = make_supervisor()
    agreement = make_agreement(by=supervisor, status="draft")
    sent = {**FORM, "version": 1, "obligations.0.what.fr": "", "obligations.0.side": "", "obligations.0.due_on": ""}
    browser_of(supervisor).post(f"/agreements/{agreement.id}/edit", data=sent)
    assert list_obligations(supervisor, get_agreement(supervisor, agreement.id)) == []


def test_a_stale_form_is_refused_with_its_words(browser_of: Opening) -> None:
    supervisor = make_supervisor()
    agreement = make_agreement(by=supervisor, status="draft")
    browser = browser_of(supervisor)
    browser.post(f"/agreements/{agreement.id}/edit", data={**FORM, "version": 1})
    answer = browser.post(f"/agreements/{agreement.id}/edit", data={**FORM, "title.fr": "Le mien", "version": 1})
    assert answer.status_code == 412
    assert "Le mien" in answer.text


def test_one_signs_what_one_has_read(browser_of: Opening) -> None:
    association = make_association()
    agreement, manager = make_agreement(association, status="proposed"), make_manager(association)
    browser, path = browser_of(manager), f"/agreements/{agreement.id}/sign"
    page = browser.get(f"{path}?lang=en").text
    assert f'name="text_hash" value="{agreement.text_hash}"' in page
    assert AGREED["scope"]["ar"] in page
    assert AGREED["scope"]["fr"] in page
    assert browser.post(path, data={"text_hash": "0" * 64}).status_code == 409
    assert browser.post(path, data={}).status_code == 422
    assert browser.post(path, data={"text_hash": agreement.text_hash}).status_code == 303
    assert "The other side has yet to sign" in browser.get(f"/agreements/{agreement.id}").text


def test_steps_are_offered_to_those_who_may_take_them(browser_of: Opening) -> None:
    association = make_association()
    agreement = make_agreement(association)
    path = f"/agreements/{agreement.id}"
    for person, is_offered in (
        (make_manager(association), True),
        (make_supervisor(), True),
        (make_officer("saiss"), False),
        (make_member(association), False),
    ):
        page = browser_of(person).get(path).text
        assert (f"{path}/terminate" in page) is is_offered


def test_a_duty_is_done_on_a_page(browser_of: Opening) -> None:
    association = make_association()
    agreement, manager = make_agreement(association), make_manager(association)
    duty = list_obligations(manager, get_agreement(manager, agreement.id))[1]
    browser, path = browser_of(manager), f"/obligations/{duty.id}/done"
    assert browser.post(path, data={"version": 1}).status_code == 422
    assert browser.post(path, data={"version": 1, "evidence": "Trois salles."}).status_code == 303
    assert "Trois salles." in browser.get(f"/agreements/{agreement.id}").text
    assert browser.post(path, data={"version": 1, "evidence": "Encore."}).status_code == 412


def test_only_who_may_draft_is_shown_the_form(browser_of: Opening) -> None:
    association, other = make_association(), make_association("Annahda")
    address = f"/agreements/new?association_id={association.id}"
    for person in (make_account(), make_member(association), make_manager(other)):
        assert browser_of(person).get(address).status_code == 403
    for person in (make_manager(association), make_officer("saiss")):
        assert browser_of(person).get(address).status_code == 200


def test_those_without_any_see_why_there_is_none(browser_of: Opening) -> None:
    page = browser_of(make_account()).get("/agreements?lang=en").text
    assert "No agreement here" in page
    assert "Draft an agreement" not in page


def test_a_seminar_says_under_which_agreement_it_is_held(client: Client) -> None:
    agreement = make_agreement()
    seminar = make_seminar(agreement_id=agreement.id)
    page = client.get(f"/seminars/{seminar.id}?lang=fr").text
    assert f'href="/agreements/register/{agreement.reference}"' in page
    page = client.get(f"/?agreement_id={agreement.id}&lang=fr").text
    assert f"/seminars/{seminar.id}" in page


def test_planners_choose_among_the_active_ones_of_their_districts(browser_of: Opening) -> None:
    here, elsewhere = make_agreement(), make_agreement(districts=["agdal"])
    page = browser_of(make_officer("saiss")).get("/seminars/new").text
    assert here.reference in page
    assert elsewhere.reference not in page


# --- on paper ---------------------------------------------------------------------------------------------------------


def _pages(answer: Any) -> list[str]:
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    return [page.extract_text().replace("\u202a", "") for page in PdfReader(io.BytesIO(answer.data)).pages]


@pytest.mark.parametrize("locale", ["ar", "fr", "en"])
def test_the_text_on_paper(browser_of: Opening, locale: str) -> None:
    agreement = make_agreement()
    text = "".join(_pages(browser_of(make_supervisor()).get(f"/agreements/{agreement.id}/text.{locale}.pdf")))
    assert agreement.reference in text
    assert (agreement.text_hash or "")[:16] in text
    assert f"/agreements/register/{agreement.reference}" in text


def test_words_of_people_are_never_markup(browser_of: Opening) -> None:
    hostile = '#panic("x") $ \\ *a* [b] <c> = d // e /* f @g `h` "i" \u202f😀 漢字'
    duties = [{"side": "police", "what": {"fr": hostile}, "due_on": date(2027, 1, 1)}]
    agreement = make_agreement(
        status="draft", title={"fr": hostile}, scope={"fr": hostile, "ar": f"{hostile}\n= x"}, obligations=duties
    )
    browser = browser_of(make_supervisor())
    for locale in ("ar", "fr"):
        assert "panic" in "".join(_pages(browser.get(f"/agreements/{agreement.id}/text.{locale}.pdf")))


def test_the_longest_text_flows_over_pages(browser_of: Opening, app: Flask) -> None:
    duties = [{"side": "association", "what": {"ar": "ط" * 500}, "due_on": date(2027, 1, 1)}] * 50
    agreement = make_agreement(scope={"ar": "كلمة " * 3000}, obligations=duties, title={"ar": "ع" * 200})
    pages = _pages(browser_of(make_supervisor()).get(f"/agreements/{agreement.id}/text.ar.pdf"))
    assert len(pages) > 5


def test_what_is_not_signed_says_so_on_every_page(browser_of: Opening) -> None:
    supervisor = make_supervisor()
    browser = browser_of(supervisor)
    unsigned, signed = make_agreement(status="proposed"), make_agreement()
    assert "Not signed" in _pages(browser.get(f"/agreements/{unsigned.id}/text.en.pdf"))[0]
    assert "Not signed" not in _pages(browser.get(f"/agreements/{signed.id}/text.en.pdf"))[0]

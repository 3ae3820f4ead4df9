"""Does the roster leave as a sheet that opens right, in Arabic too, and does nothing but say what it says?"""

import csv
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from engage.access.actor import Actor
from engage.registrations.models import RegistrationStatus
from engage.registrations.pages.roster import _words
from engage.web.sheets import Sheet, to_csv, to_xlsx
from tests.clients import Client
from tests.factories import make_account, make_association, make_manager, make_officer, make_registration, make_seminar

Opening = Callable[[Actor], Client]

FORMULAS = ['=HYPERLINK("http://evil.example")', "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1"]


def test_a_delegation_with_everything_that_is_known_of_it(browser_of: Opening) -> None:
    seminar, association = make_seminar(max_party_size=30), make_association("Association Al Amal")
    party = {"party_size": 18, "headcounts": {"primary": 15, "adults": 3}, "contact_phone": "+212661234567"}
    party |= {"attendees": [{"name": "خديجة الصقلي", "phone": "+212661234568"}], "note": "=2+2"}
    made = make_registration(seminar, by=make_manager(association), association_id=association.id, **party)
    answer = browser_of(make_officer("saiss")).get(f"/seminars/{seminar.id}/registrations.csv?lang=fr")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert f"2026-12-10-{seminar.reference}.csv" in answer.headers["Content-Disposition"]
    assert answer.data.startswith(b"\xef\xbb\xbf")
    head, row = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    told = dict(zip(head, row, strict=True))
    assert told["Code"] == made.code and told["Personnes"] == "18" and told["Primaire"] == "15"
    assert "06 61 23 45 67" in row and "خديجة الصقلي 06 61 23 45 68" in row
    assert "'=2+2" in row


def test_in_arabic_the_workbook_runs_from_right_to_left(browser_of: Opening) -> None:
    seminar = make_seminar()
    make_registration(seminar, by=make_account("سلمى بناني"))
    browser = browser_of(make_officer("saiss"))
    for locale, is_rtl in (("ar", True), ("fr", False)):
        answer = browser.get(f"/seminars/{seminar.id}/registrations.xlsx?lang={locale}")
        book = zipfile.ZipFile(io.BytesIO(answer.data))
        assert ('rightToLeft="1"' in book.read("xl/worksheets/sheet1.xml").decode()) is is_rtl
        assert "سلمى بناني" in book.read("xl/sharedStrings.xml").decode()


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text: str) -> None:
    sheet = Sheet("x", ["x"], [[text]])
    [_head, [cell]] = csv.reader(io.StringIO(to_csv(sheet).decode("utf-8-sig"), newline=""))
    assert cell == f"'{text}"
    page = zipfile.ZipFile(io.BytesIO(to_xlsx(sheet))).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page and "hyperlink" not in page and 't="s"' in page


def test_no_formula_hides_behind_a_semicolon() -> None:
    assert to_csv(Sheet("x", ["x"], [["a;=1+1; b;c"]])).decode("utf-8-sig") == "x\r\na;'=1+1; b;c\r\n"


def test_a_number_below_zero_is_no_formula() -> None:
    assert to_csv(Sheet("x", ["x"], [["-5.0"]])).decode("utf-8-sig") == "x\r\n-5.0\r\n"


def test_only_officers_of_the_district_get_it(browser_of: Opening, client: Client) -> None:
    seminar = make_seminar()
    for kind in ("csv", "xlsx"):
        path = f"/seminars/{seminar.id}/registrations.{kind}"
        assert client.get(path).status_code == 401
        assert browser_of(make_officer("agdal")).get(path).status_code == 403
        assert browser_of(make_account()).get(path).status_code == 403


def test_every_state_has_words(app: Any) -> None:
    assert set(_words("registration_states")) == set(RegistrationStatus)


def test_one_statement_however_many_come(browser_of: Opening, count_statements: Any) -> None:
    seminar, browser = make_seminar(), browser_of(make_officer("saiss"))
    path = f"/seminars/{seminar.id}/registrations.csv"
    counts = []
    for _ in range(2):
        for _ in range(5):
            make_registration(seminar)
        with count_statements() as statements:
            assert browser.get(path).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 4


def test_a_reference_in_any_script_is_a_name_that_servers_can_say(browser_of: Opening) -> None:
    seminar = make_seminar(reference='ندوة "1"')
    headers = browser_of(make_officer("saiss")).get(f"/seminars/{seminar.id}/registrations.csv").headers
    assert headers["Content-Disposition"].isascii() and "filename*=UTF-8''" in headers["Content-Disposition"]

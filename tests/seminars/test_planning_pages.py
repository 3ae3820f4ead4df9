"""Do officers plan, change, move and end seminars on pages without losing or changing anything that they did not mean?"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest

from engage.access.actor import Actor
from engage.database import db
from engage.outbox.models import Message
from engage.places import queries as places
from engage.seminars import services
from engage.seminars.models import Seminar
from engage.seminars.queries import SeminarView, get_seminar
from engage.transaction import transaction
from tests.clients import Client
from tests.factories import (
    LOCAL_START,
    count_rows,
    make_account,
    make_district,
    make_officer,
    make_registration,
    make_seminar,
    make_venue,
)

pytestmark = pytest.mark.usefixtures("app")

Opening = Callable[[Actor], Client]

THREE_DAYS = timedelta(days=2, hours=2)
REASON = "القاعة مغلقة.\nLa salle est fermée."


class FormFields(HTMLParser):
    """What a browser would send for the form of a page if nobody touched it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.select = self.area = ""
        self.feed(html.partition('<form class="form-page"')[2].partition("</form>")[0])

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attributes}
        if tag == "input" and (named.get("type") not in {"checkbox", "radio"} or "checked" in named):
            self.sent.setdefault(named["name"], []).append(named.get("value", ""))
        elif tag == "select":
            self.select = named["name"]
        elif tag == "option" and ("selected" in named or self.select not in self.sent):
            self.sent[self.select] = [named["value"]]
        elif tag == "textarea":
            self.area = named["name"]
            self.sent[self.area] = [""]

    def handle_data(self, text: str) -> None:
        if self.area:
            self.sent[self.area] = [text.removeprefix("\n").replace("\n", "\r\n")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""


def form_of(browser: Client, path: str) -> dict[str, list[str]]:
    shown = browser.get(path)
    assert shown.status_code == 200
    return FormFields(shown.text).sent


def errors_of(text: str) -> list[str]:
    """The fields to which the summary of errors leads, in its order."""
    summary = text.partition('class="error-summary"')[2].partition("</div>")[0]
    return [part.partition('"')[0] for part in summary.split('href="#')[1:]]


def seen(seminar: Seminar) -> SeminarView:
    db.session.rollback()
    return get_seminar(Actor.system(), seminar.id)


def rich_seminar(**details: Any) -> Seminar:
    """What an import or a program may have planned: every field, some of them finer than a form can show."""
    finer = {"local_start": LOCAL_START.replace(second=30), "audiences": ["students", "parents"]}
    finer |= {"registration_opens_at": datetime(2026, 11, 20, 8, 0, 12, tzinfo=UTC)}
    finer |= {"registration_closes_at": datetime(2026, 12, 9, 20, 0, 45, tzinfo=UTC)}
    texts = {"summary": {"ar": "ملخص", "en": "In short"}, "description": {"fr": "Une ligne.\n\n- une autre"}}
    return make_seminar(**finer | texts | {"languages": ["fr", "ar"], "approval_required": True} | details)


# --- what the form shows, sent unchanged --------------------------------------------------------------------------------


@pytest.mark.parametrize("lasts", [timedelta(hours=2), THREE_DAYS])
@pytest.mark.parametrize("step", ["edit", "move"])
@pytest.mark.parametrize("is_online", [False, True])
def test_a_form_sent_as_it_was_shown_changes_nothing(
    browser_of: Opening, lasts: timedelta, step: str, is_online: bool
) -> None:
    seminar = rich_seminar(lasts=lasts, **({"online_url": "https://visio.example.org/1"} if is_online else {}))
    make_registration(seminar)
    before, told = seen(seminar), count_rows(Message)
    browser = browser_of(make_officer("saiss"))
    path = f"/seminars/{seminar.id}/{step}"
    assert browser.post(path, data=form_of(browser, path)).status_code == 303
    assert seen(seminar) == before
    assert count_rows(Message) == told


def test_a_seminar_of_three_days_stays_one_when_something_else_changes(browser_of: Opening) -> None:
    seminar = make_seminar(lasts=THREE_DAYS)
    make_registration(seminar)
    told = count_rows(Message)
    browser = browser_of(make_officer("saiss"))
    form = form_of(browser, f"/seminars/{seminar.id}/edit")
    assert form["end_day"] == ["2026-12-12"]
    assert browser.post(f"/seminars/{seminar.id}/edit", data={**form, "capacity": "50"}).status_code == 303
    now = seen(seminar)
    assert (now.capacity, now.local_end) == (50, LOCAL_START + THREE_DAYS)
    assert count_rows(Message) == told


def test_the_last_day_is_said_only_where_it_is_another(browser_of: Opening) -> None:
    seminar = make_seminar()
    browser = browser_of(make_officer("saiss"))
    form = form_of(browser, f"/seminars/{seminar.id}/move")
    assert form["end_day"] == [""]
    moved = {**form, "day": "2026-12-14", "end_day": "2026-12-16"}
    assert browser.post(f"/seminars/{seminar.id}/move", data=moved).status_code == 303
    now = seen(seminar)
    assert (now.local_start, now.local_end) == (datetime(2026, 12, 14, 15), datetime(2026, 12, 16, 17))


# --- its place ----------------------------------------------------------------------------------------------------------


def test_it_moves_to_a_venue_of_another_district(browser_of: Opening) -> None:
    seminar, venue = make_seminar(district="saiss"), make_venue(district="agdal")
    browser = browser_of(make_officer("saiss", "agdal"))
    form = form_of(browser, f"/seminars/{seminar.id}/edit")
    assert form["district"] == [""]
    assert browser.post(f"/seminars/{seminar.id}/edit", data={**form, "venue_id": str(venue.id)}).status_code == 303
    now = seen(seminar)
    assert (now.venue_id, now.district) == (venue.id, "agdal")


def test_its_own_venue_is_offered_however_many_there_are(browser_of: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "MAX_OFFERED", 2)
    for name in ("Annexe", "Bibliothèque", "Centre"):
        make_venue(name={"fr": name})
    seminar = make_seminar(venue=make_venue(name={"fr": "Zaouïa"}))
    browser = browser_of(make_officer("saiss"))
    for step in ("edit", "move"):
        assert form_of(browser, f"/seminars/{seminar.id}/{step}")["venue_id"] == [str(seminar.venue_id)]


def test_its_own_venue_is_offered_wherever_it_is() -> None:
    venue = make_venue(district="agdal")
    make_venue(district="saiss")
    elsewhere = places.list_venues_in(make_officer("saiss"), frozenset({"saiss"}), venue.id)
    assert [one.district for one in elsewhere] == ["agdal", "saiss"]


# --- what is refused is told at a field of the page ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"end_clock": "14:00"}, "end_clock"),
        ({"end_day": "2026-12-30"}, "end_clock"),
        ({"day": "2026-11-20"}, "start_clock"),
        ({"day": "2026-11-20", "end_day": "2026-12-20", "end_clock": "25"}, "end_clock"),
        ({"registration_closes_day": "2026-12-24"}, "registration_closes_day"),
        ({"registration_opens_day": "2026-12-24"}, "registration_opens_day"),
        ({"registration_opens_day": "", "registration_opens_clock": "10:00"}, "registration_opens_day"),
    ],
)
def test_what_is_wrong_with_a_moment_is_told_at_its_field(
    browser_of: Opening, changes: dict[str, str], field: str
) -> None:
    seminar = make_seminar()
    browser = browser_of(make_officer("saiss"))
    path = f"/seminars/{seminar.id}/edit"
    refused = browser.post(path, data=form_of(browser, path) | changes)
    assert refused.status_code == 422
    assert errors_of(refused.text) == [field]
    assert f'id="{field}-error"' in refused.text


def test_an_hour_that_is_skipped_is_told_where_it_was_typed(browser_of: Opening) -> None:
    seminar = make_seminar(timezone="Europe/Paris")
    browser = browser_of(make_officer("saiss"))
    path = f"/seminars/{seminar.id}/move"
    refused = browser.post(path, data=form_of(browser, path) | {"day": "2027-03-28", "start_clock": "02:30"})
    assert errors_of(refused.text) == ["start_clock"]


def test_the_summary_of_errors_goes_down_the_page(browser_of: Opening) -> None:
    make_district("saiss")
    wrong = {"title.fr": "", "online_url": "here", "end_clock": "late", "capacity": "many", "form_key": "once"}
    refused = browser_of(make_officer("saiss")).post("/seminars/new", data=wrong)
    told = ["title", "theme", "audiences", "languages", "day", "start_clock", "end_clock", "online_url", "capacity"]
    assert errors_of(refused.text) == [*told, "max_party_size"]


def test_languages_that_are_not_the_pages_own_are_folded_while_empty(browser_of: Opening) -> None:
    make_district("saiss")
    browser = browser_of(make_officer("saiss"))
    assert (
        browser.get("/seminars/new?lang=fr").text.count('<details class="fold">') == 5
    )  # and the officers, and the reason
    refused = browser.post("/seminars/new?lang=fr", data={"title.ar": "عنوان", "form_key": "once"}).text
    assert refused.count('<details class="fold" open>') == 1


# --- the steps that are offered -----------------------------------------------------------------------------------------


def test_a_draft_is_published_edited_or_deleted(browser_of: Opening) -> None:
    draft = make_seminar(published=False)
    browser = browser_of(make_officer("saiss"))
    shown, base = browser.get(f"/seminars/{draft.id}").text, f"/seminars/{draft.id}"
    assert all(f'href="{base}/{step}"' in shown for step in ("publish", "edit", "delete"))
    assert not any(f'href="{base}/{step}"' in shown for step in ("cancel", "move"))
    assert browser.get(f"{base}/cancel").status_code == 200  # for those in which somebody was promised seats


def test_what_is_over_is_not_moved_and_may_not_have_taken_place(browser_of: Opening, frozen_clock: Any) -> None:
    seminar = make_seminar()
    browser = browser_of(make_officer("saiss"))
    base = f"/seminars/{seminar.id}"
    assert f'href="{base}/move"' in browser.get(base).text
    frozen_clock.set(seminar.ends_at)
    shown = browser.get(base).text
    assert f'href="{base}/move"' not in shown
    assert f'href="{base}/hold"' in shown
    assert f'href="{base}/cancel"' in browser.get(f"{base}/hold").text


@pytest.mark.parametrize(
    ("parties", "details", "words"),
    [
        ([], {}, ["Nobody has registered yet"]),
        ([5, 3], {"capacity": 8}, ["8 people registered"]),
        ([8, 3, 2], {"capacity": 8}, ["8 people registered and 2 parties waiting."]),
        ([2], {"approval_required": True}, ["Nobody has registered yet", "Also whoever asked for seats"]),
    ],
)
def test_whoever_cancels_reads_who_will_be_told(
    browser_of: Opening, parties: list[int], details: dict[str, Any], words: list[str]
) -> None:
    seminar = make_seminar(**details)
    for size in parties:
        make_registration(seminar, party_size=size)
    shown = browser_of(make_officer("saiss")).get(f"/seminars/{seminar.id}/cancel?lang=en").text
    assert all(part in " ".join(shown.split()) for part in words)


def test_each_line_of_a_reason_has_its_own_direction(browser_of: Opening, client: Client) -> None:
    seminar = make_seminar()
    form = {"reason": REASON, "version": str(seminar.version)}
    assert browser_of(make_officer("saiss")).post(f"/seminars/{seminar.id}/cancel", data=form).status_code == 303
    shown = client.get(f"/seminars/{seminar.id}").text
    assert all(f'<p dir="auto">{line}</p>' in shown for line in REASON.splitlines())


def test_an_officers_own_registration_is_folded(browser_of: Opening) -> None:
    seminar = make_seminar()
    folded = '<details class="choice">'
    assert folded in browser_of(make_officer("saiss")).get(f"/seminars/{seminar.id}").text
    for other in (make_account(), make_officer("agdal")):
        assert folded not in browser_of(other).get(f"/seminars/{seminar.id}").text


# --- when somebody else was quicker -------------------------------------------------------------------------------------


def test_whoever_comes_too_late_sees_what_stands_now(browser_of: Opening) -> None:
    seminar, browser = make_seminar(capacity=50), browser_of(make_officer("saiss"))
    path = f"/seminars/{seminar.id}/edit"
    form = form_of(browser, path)
    with transaction():
        services.edit_seminar(Actor.system(), seminar.id, capacity=20, theme="drugs")
    refused = browser.post(f"{path}?lang=en", data={**form, "title.fr": "Autre titre"})
    assert refused.status_code == 412
    told = refused.text.partition('role="alert"')[2].partition("</ul>")[0]
    assert "Number of seats</a>: <bdi>20</bdi>" in told
    assert 'href="#theme"' in told and 'href="#title"' in told
    assert 'href="#day"' not in told and 'href="#audiences"' not in told
    assert 'value="Autre titre"' in refused.text and 'value="50"' in refused.text


def test_words_in_a_form_that_is_too_old_are_shown_to_be_copied(browser_of: Opening) -> None:
    seminar, browser = make_seminar(), browser_of(make_account())
    note = "Une personne vient en fauteuil roulant."
    refused = browser.post(
        f"/seminars/{seminar.id}/registrations",
        data={"party_size": "1", "note": note, "csrf_token": "of another session"},
    )
    assert refused.status_code == 400
    assert note in refused.text and "of another session" not in refused.text

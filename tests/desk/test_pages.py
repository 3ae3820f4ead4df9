"""Does an officer's start page count what counts, and say what waits, for how long, and how much of it there is?"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from engage.access.actor import Actor
from engage.desk.pages.week import MAX_TASKS
from engage.seminars import services
from engage.seminars.models import Seminar
from engage.transaction import transaction
from tests.clients import Client
from tests.factories import (
    LOCAL_START,
    make_account,
    make_association,
    make_officer,
    make_registration,
    make_seminar,
    make_supervisor,
    make_venue,
)

pytestmark = pytest.mark.usefixtures("app")

Opening = Callable[[Actor], Client]

WEEK = "/desk?week=2026-12-07&lang=en"


def figures_of(page: str) -> list[str]:
    return re.findall(r'<p class="v">.*?<bdi[^>]*>(.*?)</bdi>', page, re.DOTALL)


def tasks_of(page: str) -> list[str]:
    """Each task as its words, in a line."""
    rows = [
        row for part in page.split('<ul class="tasks">')[1:] for row in part.partition("</ul>")[0].split("<li>")[1:]
    ]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


def past_seminar(title: str, days: float, **details: Any) -> Seminar:
    """One that began so many days before Monday, 09:00."""
    return make_seminar(title, local_start=datetime(2026, 11, 23, 9) - timedelta(days=days), **details)


def test_drafts_and_what_is_called_off_are_listed_and_not_counted(browser_of: Opening) -> None:
    venue = make_venue()
    on, off = (make_seminar(title, venue=venue, capacity=4) for title in ("On", "Off"))
    make_seminar("Draft", venue=venue, capacity=30, published=False)
    make_registration(on, party_size=4)
    make_registration(on, party_size=2)
    with transaction():
        services.cancel_seminar(Actor.system(), off.id, "Fermé")
    shown = browser_of(make_officer("saiss")).get(WEEK).text
    assert figures_of(shown) == ["1", "4", "1", "0"]
    assert all(title in shown for title in ("On", "Off", "Draft", "Not published yet", "Cancelled"))


def test_the_oldest_waits_first_and_what_is_overdue_says_so(browser_of: Opening, frozen_clock: Any) -> None:
    venue = make_venue()
    asking = make_seminar("Asking", venue=venue, approval_required=True)
    make_seminar("Draft", venue=venue, published=False, local_start=LOCAL_START - timedelta(days=14))
    make_registration(asking, by=make_account("Salma Bennani"), party_size=4)
    frozen_clock.move(days=3)
    make_registration(asking, by=make_account("Hind Lahlou"))
    past_seminar("Old", 2, venue=venue)
    past_seminar("Recent", -2, venue=venue)
    shown = browser_of(make_officer("saiss")).get("/desk?lang=en").text
    assert tasks_of(shown) == [
        "Say whether it took place Old · 21 Nov Overdue Yes , Old No , Old",
        "Decide on the request of Salma Bennani Asking · 10 Dec · 4 people Overdue",
        "Say whether it took place Recent · 25 Nov Over Yes , Recent No , Recent",
        "Decide on the request of Hind Lahlou Asking · 10 Dec · 1 person New",
        "Publish the draft Draft · 26 Nov Soon",
    ]
    assert shown.index('id="tasks"') < shown.index('id="programme"')


def test_whether_it_took_place_is_answered_in_the_row(browser_of: Opening) -> None:
    seminar = past_seminar("Past", 1)
    shown = browser_of(make_officer("saiss")).get("/desk").text
    for step in ("hold", "cancel"):
        assert re.search(rf'class="btn btn-outline"\s+href="/seminars/{seminar.id}/{step}"', shown)


@pytest.mark.parametrize(("waiting", "said"), [(MAX_TASKS, f"{MAX_TASKS}"), (MAX_TASKS + 1, f"{MAX_TASKS}+")])
def test_a_list_that_is_cut_says_so(browser_of: Opening, waiting: int, said: str) -> None:
    venue = make_venue()
    for number in range(waiting):
        past_seminar(f"Past {number}", number + 1, venue=venue)
    shown = browser_of(make_officer("saiss")).get("/desk").text
    assert f'<a href="#tasks"><bdi dir="ltr">{said}</bdi></a>' in shown
    assert len(tasks_of(shown)) == MAX_TASKS
    assert f"Past {waiting - 1}" in shown  # the oldest


def test_what_only_supervisors_answer_is_not_lost_among_the_seminars(browser_of: Opening) -> None:
    venue = make_venue()
    for number in range(MAX_TASKS):
        past_seminar(f"Past {number}", number + 1, venue=venue)
    make_association("Association Nour", status="applied")
    assert "Association Nour" in tasks_of(browser_of(make_supervisor()).get("/desk?lang=en").text)[0]

"""Does an officer see at a glance who comes, and decide on what was really seen?"""

from collections.abc import Callable

import pytest

from engage.access.actor import Actor
from tests.clients import Client
from tests.factories import (
    make_account,
    make_association,
    make_manager,
    make_member,
    make_officer,
    make_registration,
    make_seminar,
)

pytestmark = pytest.mark.usefixtures("app")

Opening = Callable[[Actor], Client]

PARTY = {
    "party_size": 18,
    "headcounts": {"primary": 15, "adults": 3},
    "attendees": [{"name": "Mehdi Kettani", "phone": "+212661234567"}],
    "contact_phone": "+212535000001",
    "note": "Un élève en fauteuil roulant.",
}


def words_of(page: str) -> str:
    return " ".join(page.split())


def test_the_list_tells_who_comes_and_how_to_reach_them(browser_of: Opening) -> None:
    association, seminar = make_association(), make_seminar()
    make_registration(seminar, by=make_manager(association), association_id=association.id, **PARTY)
    shown = browser_of(make_officer("saiss")).get(f"/seminars/{seminar.id}/registrations?lang=en").text
    for words in ("Mehdi Kettani", "06 61 23 45 67", "05 35 00 00 01", "Primary: 15", "Adults: 3", PARTY["note"]):
        assert words in shown
    title = words_of(shown.partition("<title>")[2].partition("</title>")[0])
    assert seminar.title["fr"] in title
    assert "Thursday 10 December 2026" in title
    assert "دار الشباب القدس" in title


def test_figures_have_nouns_and_none_is_only_0(browser_of: Opening) -> None:
    seminar = make_seminar()
    for size in (4, 3, 1):
        make_registration(seminar, party_size=size)
    shown = words_of(browser_of(make_officer("saiss")).get(f"/seminars/{seminar.id}/registrations?lang=en").text)
    assert "3 <small>registrations</small> <small>·</small> <small>8 people</small>" in shown
    assert shown.count('<p class="v"> 0 </p>') == 2  # under review, waiting


def test_approval_says_which_version_was_seen(browser_of: Opening) -> None:
    seminar = make_seminar(approval_required=True)
    registration = make_registration(seminar)
    browser = browser_of(make_officer("saiss"))
    form = browser.get(f"/seminars/{seminar.id}/registrations").text.partition("/approve")[2].partition("</form>")[0]
    assert f'name="version" value="{registration.version}"' in form
    approved = browser.post(f"/registrations/{registration.id}/approve", data={"version": str(registration.version)})
    assert approved.status_code == 303


def test_a_delegation_belongs_to_the_delegations(browser_of: Opening) -> None:
    association, seminar, citizen = make_association(), make_seminar(), make_account()
    delegation = make_registration(seminar, by=make_manager(association), association_id=association.id)
    own = make_registration(seminar, by=citizen)
    member = browser_of(make_member(association)).get(f"/registrations/{delegation.id}").text
    assert 'href="/delegations" aria-current="true"' in member
    assert 'href="/registrations" aria-current' not in member
    assert 'href="/registrations" aria-current="true"' in browser_of(citizen).get(f"/registrations/{own.id}").text

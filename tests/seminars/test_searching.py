"""Is a seminar found by those who mistype its words, and does nothing that is hidden show through?"""

import uuid

import pytest

from engage.seminars import services
from engage.seminars.queries import Found, find_seminars, list_seminars
from engage.transaction import transaction
from tests.factories import make_account, make_officer, make_seminar, make_venue

pytestmark = pytest.mark.usefixtures("app")


def found(q: str, **filters: object) -> Found:
    return find_seminars(make_account(), q=q, **filters)


def ids(page: Found) -> list[uuid.UUID]:
    return [seminar.id for seminar in page.items]


@pytest.mark.parametrize(
    "typed",
    ["securté", "sécurittés", "secruité", "sekurite routiere", "sécurité rotuière", "السلامت", "الطرفية", "سلاما"],
)
def test_a_slip_of_the_finger_is_forgiven(store: str, typed: str) -> None:
    wanted = make_seminar("Sécurité routière", summary={"ar": "السلامة الطرقية"})
    make_seminar("Bon usage du numérique")
    shown = found(typed)
    assert ids(shown) == [wanted.id]
    assert shown.instead
    assert list_seminars(make_account(), q=typed).items == []


def test_the_nearest_word_wins_and_among_equals_the_more_frequent_comes_first() -> None:
    near, far = make_seminar("Prévention"), make_seminar("Prévenions")
    assert ids(found("preventoin")) == [near.id]
    assert far.id not in ids(found("preventoin"))
    for title in ("Drague", "Drogue", "Drogue bis"):
        make_seminar(title)
    assert found("dregue").instead == {"dregue": ["drogue", "drague"]}


@pytest.mark.parametrize("typed", ["sécurité", "sécu", "secur"])
def test_a_word_that_is_known_or_being_typed_is_no_slip(typed: str) -> None:
    make_seminar("Sécurité")
    make_seminar("Sécurisé")
    assert not found(typed).instead


@pytest.mark.parametrize("typed", ["abc", "zzzzzz", "2027", "!!!", "a" * 200, " ".join(["mauvais"] * 30)])
def test_what_is_near_to_nothing_finds_nothing(typed: str) -> None:
    make_seminar("Sécurité 2026 abd")
    assert found(typed).items == () and not found(typed).instead


def test_who_asks_for_the_very_word_gets_it_or_nothing() -> None:
    make_seminar("Sécurité")
    assert found("securte").items
    assert not found("securte", exact=True).items


@pytest.mark.parametrize("hidden", [{"published": False}, {"visibility": "associations"}, {"visibility": "invited"}])
def test_words_of_what_is_hidden_lead_nowhere(store: str, hidden: dict[str, object]) -> None:
    make_seminar("Confidentielle", **hidden)
    public = make_seminar("Confidentialle")
    officer = make_officer()
    assert found("confidentielle").instead == {"confidentielle": ["confidentialle"]}  # as if it were not there
    assert ids(found("confidentiell")) == ids(found("confidentialle")) == [public.id]
    assert not find_seminars(officer, q="confidentielle").instead


def test_the_other_filters_hold_for_what_was_meant() -> None:
    make_seminar("Sécurité", theme="cyber")
    assert found("securte", theme="cyber").items
    shown = found("securte", theme="drugs")
    assert not shown.items and not shown.instead


def test_a_known_word_keeps_its_meaning_beside_a_mistyped_one() -> None:
    wanted = make_seminar("Sécurité routière")
    make_seminar("Sécurité numérique")
    assert ids(found("sécurité rotière")) == [wanted.id]
    assert found("sécurité rotière").instead == {"rotiere": ["routiere"]}


def test_pages_of_what_was_meant_follow_each_other() -> None:
    venue = make_venue()
    wanted = {make_seminar("Sécurité", venue=venue).id for _ in range(5)}
    first = found("securte", limit=3)
    last = first.items[-1]
    second = found("securte", limit=3, cursor=(last.starts_at, last.id))
    assert {*ids(first), *ids(second)} == wanted and second.instead


def test_new_words_of_a_seminar_and_of_its_place_are_learnt() -> None:
    seminar = make_seminar("Sécurité")
    with transaction():
        services.edit_seminar(make_officer(), seminar.id, title={"fr": "Harcèlement"})
    assert ids(found("harselement")) == [seminar.id]
    assert not found("securte").items

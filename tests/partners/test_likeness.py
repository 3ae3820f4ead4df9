"""Which names sound like the same association, and how are they found among thousands?"""

import time
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.access.actor import VISITOR, Actor
from engage.database import db, new_id
from engage.language import LOCALES
from engage.likeness import ALIKE, MAX_PARTS, likeness, parts_of, skeleton
from engage.partners import services
from engage.partners.models import Association, AssociationStatus
from engage.partners.queries import find_look_alikes, list_look_alikes
from engage.text import fold
from engage.transaction import transaction
from tests.factories import make_association, make_supervisor

SAME = [
    ("جمعية الأمل", "Association Al Amal"),
    ("جمعية الأمل", "جمعيّة الأمَل"),
    ("جمعية الأمل", "الجمعية الامل"),
    ("جمعية النهضة", "Association Annahda"),
    ("جمعية المستقبل", "Assoc. El Moustaqbel"),
    ("جمعية التضامن", "Association At-Tadamoun"),
    ("جمعية الشباب", "ASSOCIATION CHABAB"),
    ("جمعية البسمة", "Al Basma"),
    ("جمعية الأطلس", "Association l’Atlas"),
    ("Association Médina Ancienne", "association medina ancienne"),
    ("Association Al Karama", "Association El-Kerama de Fès"),
    ("جمعية الأمل", "Jamaiat Al Amal"),
    ("جمعية المعرفة", "Association Al Ma'rifa"),
]
OTHERS = [
    ("جمعية الأمل", "Association Al Wafae"),
    ("جمعية النور", "جمعية النهضة"),
    ("Association Al Wahda", "Association Al Houda"),
    ("Association Les Fleurs", "Association Les Ponts"),
    ("جمعية المرأة والتنمية", "Association Femme et Sport"),
]
_REST: dict[str, Any] = {
    "receipt_on": date(2019, 4, 2),
    "founded_on": date(2019, 3, 1),
    "mandate_expires_on": date(2028, 3, 31),
    "districts": ["saiss"],
    "fields": ["youth"],
    "created_at": datetime(2026, 11, 1, tzinfo=UTC),
}
LETTERS = st.text(
    st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإؤئىةَّ aeiouyéàçbcdfghjklmnpqrstvwxz'-٣7"), max_size=40
)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_sounds_the_same_is_alike(one: str, other: str) -> None:
    assert likeness(one, other) >= ALIKE, (skeleton(one), skeleton(other))


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_what_does_not_is_not(one: str, other: str) -> None:
    assert likeness(one, other) < ALIKE, (skeleton(one), skeleton(other))


@given(LETTERS | st.text(max_size=40), LETTERS)
def test_likeness_goes_both_ways_and_overlooks_what_search_does(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) == likeness(other, one) <= 1
    assert likeness(fold(one), other) == likeness(one, other)
    assert likeness(one, one) == bool(parts_of(one))
    assert all(1 <= len(part) <= 3 for part in parts_of(one))


@pytest.mark.usefixtures("app")
def test_an_applicant_sees_the_verified_and_no_sign_of_the_others(store: str) -> None:
    for status in AssociationStatus:
        _kept("Association Al Amal" if status == AssociationStatus.VERIFIED else "Al Amel", status=status)
    found = find_look_alikes(VISITOR, {"ar": "جمعية الأمل"})
    assert [one.name["fr"] for one in found] == ["Association Al Amal"]
    assert not find_look_alikes(VISITOR, {"ar": "جمعية الوفاء"})
    assert not find_look_alikes(VISITOR, {"fr": "…"})


@pytest.mark.usefixtures("app")
def test_who_verifies_sees_all_and_never_the_association_itself(store: str) -> None:
    first = _kept("Association Al Amal", status=AssociationStatus.APPLIED)
    second = _kept("جمعية الأمل", status=AssociationStatus.SUSPENDED)
    alone = _kept("Association Al Wafae")
    found = list_look_alikes(make_supervisor(), [first, second, alone])
    assert {key: [one.id for one in alike] for key, alike in found.items()} == {
        first.id: [second.id],
        second.id: [first.id],
        alone.id: [],
    }
    assert list_look_alikes(VISITOR, [first]) == {}


@pytest.mark.usefixtures("app")
def test_among_five_thousand_it_is_one_short_statement(count_statements: Any, store: str) -> None:
    words = "amal wafae nour nahda tadamoun basma karama atlas andalous chabab tanmia hanane rahma fath salam".split()
    with transaction():
        associations = [
            Association(
                id=new_id(),
                name={"fr": f"Association {one} {other} {third}"},
                name_key="x",
                receipt_number=f"{one}{other}{third}{number}",
                status=AssociationStatus.VERIFIED,
                **_REST,
            )
            for one in words
            for other in words
            for third in words
            for number in range(2)
        ][:5000]
        db.session.add_all(associations)
        db.session.flush()
        services.remember_names(Actor.system(), most=5000)
    db.session.expire_all()
    find_look_alikes(VISITOR, {"fr": "x"})
    begun = time.perf_counter()
    with count_statements() as statements:
        found = find_look_alikes(VISITOR, {"ar": "جمعية الأمل والوفاء", "fr": "Association Al Amal Wafae Nour"})
    assert len(statements) == 1
    assert len(found) == 5
    assert found[0].likeness == 1
    assert time.perf_counter() - begun < 0.5  # a tenth of it where nobody else is at work


@pytest.mark.usefixtures("app")
def test_of_a_hundred_with_the_longest_names_it_is_a_short_statement_too(count_statements: Any, store: str) -> None:
    """With a value for each of their parts it would have tens of thousands, and be put together for seconds."""
    letters = "bdfgklmnrstz"
    long = " ".join(f"{one}{other}" for one in letters for other in letters if one != other)[:200]
    assert len(parts_of(long)) == MAX_PARTS
    association = _kept(long)
    receipt = {"receipt_number": "655/2022", "receipt_on": date(2022, 6, 15)}
    asked = [SimpleNamespace(id=new_id(), name=dict.fromkeys(LOCALES, long), **receipt) for _ in range(100)]
    supervisor = make_supervisor()
    with count_statements() as statements:
        found = list_look_alikes(supervisor, asked)
    assert [len(statement) < 2000 for statement in statements] == [True]
    assert [one.id for one in found[asked[0].id]] == [association.id]


@pytest.mark.usefixtures("app")
def test_names_that_came_before_are_cut_once() -> None:
    make_association("Association Al Amal")
    with transaction():
        assert services.remember_names(Actor.system()) == 1
    with transaction():
        assert services.remember_names(Actor.system()) == 0
    assert find_look_alikes(VISITOR, {"ar": "الأمل"})


def _kept(name: str, **details: Any) -> Association:
    association = make_association(name, **details)
    with transaction():
        services.remember_names(Actor.system())
    return association

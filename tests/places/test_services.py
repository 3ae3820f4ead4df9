"""Who keeps districts and venues, and is what they keep sound and safe from a lost update?"""

from uuid import UUID

import pytest

from engage.access.actor import VISITOR, Actor
from engage.audit.models import AuditEntry
from engage.database import db, new_id
from engage.errors import Invalid, NotAllowed, NotFound, Stale
from engage.places import services
from engage.places.models import District, Venue
from engage.places.queries import district_centres, district_names, find_venue_by_code, get_venue, list_venues
from engage.transaction import transaction
from tests.factories import (
    count_rows,
    make_account,
    make_administrator,
    make_district,
    make_officer,
    make_supervisor,
    make_venue,
)

pytestmark = pytest.mark.usefixtures("app")

SCHOOL = {"name": {"fr": "École Annour"}, "kind": "primary_school", "capacity": 70, "step_free_access": True}


def names_of(**asked: object) -> list[str]:
    return [venue.name["fr"] for venue in list_venues(VISITOR, **asked).items]  # type: ignore[arg-type]


def test_those_who_keep_a_district_add_venues_to_it() -> None:
    make_district("saiss")
    for keeper in (make_supervisor(), make_supervisor("saiss"), make_administrator()):
        with transaction():
            venue_id = services.add_venue(keeper, district="saiss", **SCHOOL)
        assert get_venue(VISITOR, venue_id).version == 1
    assert count_rows(AuditEntry, AuditEntry.action == "venue.added") == 3


def test_a_venue_is_found_by_its_last_name_however_long_the_others_are(store: str) -> None:
    make_venue(name={"ar": "مدرسة " * 16, "fr": "établissement " * 7, "en": "Grove School"})
    assert len(list_venues(VISITOR, q="grove school").items) == 1


def test_nobody_else_does() -> None:
    make_district("saiss")
    for other in (VISITOR, make_account(), make_officer("saiss"), make_supervisor("agdal")):
        with pytest.raises(NotAllowed), transaction():
            services.add_venue(other, district="saiss", **SCHOOL)
        with pytest.raises(NotAllowed), transaction():
            services.edit_district(other, "saiss", name={"fr": "Autre"})
    assert count_rows(Venue) == 0


def test_a_venue_stays_in_its_district() -> None:
    venue = make_venue(district="saiss")
    make_district("agdal")
    with pytest.raises(NotAllowed), transaction():
        services.edit_venue(make_supervisor("agdal"), venue.id, district="agdal")
    with pytest.raises(Invalid) as refused, transaction():
        services.edit_venue(make_supervisor("agdal", "saiss"), venue.id, district="agdal")
    assert "district" in refused.value.errors


def test_a_lost_update_is_refused() -> None:
    supervisor, venue = make_supervisor(), make_venue(capacity=100)
    with transaction():
        services.edit_venue(supervisor, venue.id, 1, capacity=120)
    with pytest.raises(Stale), transaction():
        services.edit_venue(supervisor, venue.id, 1, capacity=90)
    seen = get_venue(VISITOR, venue.id)
    assert (seen.capacity, seen.version) == (120, 2)


def test_a_lost_update_of_a_district_is_refused() -> None:
    supervisor = make_supervisor()
    make_district("saiss")
    with transaction():
        services.edit_district(supervisor, "saiss", 1, name={"fr": "Saïs"})
    with pytest.raises(Stale), transaction():
        services.edit_district(supervisor, "saiss", 1, name={"fr": "Sais"})
    assert district_names()["saiss"] == {"fr": "Saïs"}


def test_an_edit_that_changes_nothing_is_none() -> None:
    venue = make_venue(capacity=100)
    with transaction():
        services.edit_venue(make_supervisor(), venue.id, capacity=100)
    assert get_venue(VISITOR, venue.id).version == 1
    assert count_rows(AuditEntry, AuditEntry.action == "venue.edited") == 0


def test_the_trail_holds_what_changed_and_only_that() -> None:
    venue = make_venue(capacity=100)
    with transaction():
        services.edit_venue(make_supervisor(), venue.id, capacity=150, kind=venue.kind)
    entry = db.session.query(AuditEntry).filter_by(action="venue.edited").one()
    assert (entry.before, entry.after) == ({"capacity": 100}, {"capacity": 150})


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"district": "nowhere"}, "district"), ({"latitude": 34.0}, "longitude"), ({"longitude": -5.0}, "latitude")],
)
def test_what_cannot_be_is_told_by_field(wrong: dict[str, object], field: str) -> None:
    venue = make_venue()
    for attempt in (
        lambda: services.add_venue(Actor.system(), **{"district": "saiss", **SCHOOL, **wrong}),
        lambda: services.edit_venue(Actor.system(), venue.id, **wrong),
    ):
        with pytest.raises(Invalid) as refused, transaction():
            attempt()
        assert list(refused.value.errors) == [field]
    assert get_venue(VISITOR, venue.id).version == 1


def test_what_is_not_there_cannot_be_edited() -> None:
    with pytest.raises(NotFound), transaction():
        services.edit_venue(Actor.system(), new_id(), capacity=3)
    with pytest.raises(NotFound), transaction():
        services.edit_district(Actor.system(), "nowhere", name={"fr": "x"})


def test_venues_are_found_as_people_spell() -> None:
    make_venue(name={"ar": "ثانوية الأدارسة", "fr": "Lycée Adarissa"})
    make_venue(name={"ar": "مدرسة المسيرة", "fr": "École Al Massira"})
    for spelling in ("ثانوية الادارسه", "lycee", "ADARISSA lyc", "الأدارِسة"):
        assert names_of(q=spelling) == ["Lycée Adarissa"]
    assert names_of(q="100%_") == []
    assert len(names_of(q="  ")) == 2


def test_pages_of_venues_hold_each_one_once() -> None:
    for district in ("saiss", "agdal"):
        for number in range(5):
            make_venue(district=district, name={"fr": f"Salle {number % 2}"})
    seen, page = [], list_venues(VISITOR, limit=3)
    while page.next_key:
        seen += page.items
        key, venue_id = page.next_key
        page = list_venues(VISITOR, limit=3, cursor=(key, UUID(venue_id)))
    seen += page.items
    assert len({venue.id for venue in seen}) == len(seen) == 10
    assert [venue.name_key for venue in seen] == sorted(venue.name_key for venue in seen)
    assert len(list_venues(VISITOR, district="agdal").items) == 5


def test_district_names_are_read_once_and_are_never_old_nor_early(count_statements) -> None:
    make_district("saiss", name={"fr": "Saiss"})
    district_names()
    with count_statements() as statements:
        district_names()
    assert not statements
    with pytest.raises(RuntimeError), transaction():
        services.edit_district(Actor.system(), "saiss", name={"fr": "Autre"})
        assert district_names()["saiss"] == {"fr": "Autre"}
        raise RuntimeError
    assert district_names()["saiss"] == {"fr": "Saiss"}
    with transaction():
        services.edit_district(Actor.system(), "saiss", name={"fr": "Saïs"})
    assert district_names()["saiss"] == {"fr": "Saïs"}


def test_an_import_adds_corrects_and_takes_no_language_away(store: str) -> None:
    system, name = Actor.system(), {"ar": "مدرسة النور", "fr": "École Annour"}
    details = {"district": "saiss", "kind": "primary_school", "capacity": 70, "step_free_access": True}
    with transaction():
        assert services.import_district(system, code="saiss", name={"fr": "Saiss"}, kind="district") == "new"
        assert services.import_district(system, code="saiss", name={"fr": "Saiss"}, kind="district") == "unchanged"
        assert services.import_venue(system, code="annour", name=name, **details) == "new"
    venue = find_venue_by_code(VISITOR, "annour")
    assert venue is not None
    with transaction():
        services.edit_venue(system, venue.id, name={**name, "en": "Annour School"}, address="Rue 3")
        assert services.import_venue(system, code="annour", name=name, **details) == "unchanged"
        assert services.import_venue(system, code="annour", name=name, **{**details, "capacity": 80}) == "changed"
    seen = get_venue(VISITOR, venue.id)
    assert (seen.name["en"], seen.address, seen.capacity) == ("Annour School", "Rue 3", 80)
    assert count_rows(District) == count_rows(Venue) == 1


def test_a_district_lies_where_it_says_or_among_its_venues(store: str) -> None:
    for code in ("saiss", "agdal", "medina"):
        make_district(code)
    make_venue(district="saiss", latitude=34.0, longitude=-5.0)
    make_venue(district="saiss", latitude=34.02, longitude=-4.98)
    make_venue(district="agdal", latitude=34.9, longitude=-5.9)
    make_venue(district="medina")
    with transaction():
        services.edit_district(make_supervisor(), "agdal", latitude=34.035, longitude=-5.006)
    found = district_centres(VISITOR)
    assert found["saiss"] == pytest.approx((34.01, -4.99))
    assert found["agdal"] == (34.035, -5.006)
    assert "medina" not in found
    with pytest.raises(Invalid) as refused, transaction():
        services.edit_district(make_supervisor(), "agdal", longitude=None)
    assert list(refused.value.errors) == ["longitude"]
    with pytest.raises(Invalid), transaction():
        services.import_district(Actor.system(), code="zouagha", name={"fr": "Z"}, kind="district", longitude=-5.0)

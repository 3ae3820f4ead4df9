"""How does Engage fare with ten years of a whole country? Made-up seminars and parties, to measure with.

Everything follows from a seminar's number, so that a run that was stopped goes on behind the last whole batch. What is
made says so in its reference, and nobody can sign in as one of its people.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, select

from engage import clock
from engage.access.actor import Actor
from engage.accounts.models import Account
from engage.accounts.passwords import NOBODYS
from engage.audit.services import record
from engage.database import db, insert_into, new_id, table_of
from engage.errors import Conflict
from engage.partners.models import Association
from engage.partners.services import import_association
from engage.places.models import Venue, VenueKind
from engage.places.queries import district_names
from engage.places.services import import_venue
from engage.registrations.models import Registration, RegistrationStatus
from engage.seminars.models import (
    Audience,
    Booking,
    Seminar,
    SeminarStatus,
    SeminarWord,
    Theme,
    Visibility,
    WaitingList,
)
from engage.seminars.services.rows import remember_words
from engage.settings import current_settings
from engage.text import indexed_words

REFERENCE = "GEN-{:07}"
BATCH = 500
A_DAY, DAYS_AHEAD = 40, 250  # seminars a working day, of which so many days are still to come
VENUES, ASSOCIATIONS, PEOPLE = 400, 500, 2_000

_TITLES = (
    (Theme.CHILD_PROTECTION, "حماية القاصرين من الاستغلال", "Protection des mineurs"),
    (Theme.CYBER, "الاستعمال الآمن للأنترنت", "Bon usage du numérique"),
    (Theme.DELINQUENCY, "الوقاية من الجنوح", "Prévention de la délinquance juvénile"),
    (Theme.DRUGS, "مخاطر المخدرات", "Les dangers de la drogue"),
    (Theme.ROAD_SAFETY, "السلامة الطرقية", "Sécurité routière"),
    (Theme.SCHOOL_VIOLENCE, "العنف والتنمر في الوسط المدرسي", "Violence et harcèlement à l’école"),
)
_AUDIENCES = list(Audience)
_SAME: dict[str, Any] = {
    "summary": {},
    "description": {},
    "languages": ["ar"],
    "online_url": None,
    "max_party_size": 60,
    "waiting_count": 0,
    "queue_comes_first": False,
    "next_queue_number": 1,
    "approval_required": False,
    "waiting_list": WaitingList.STRICT,
    "visibility": Visibility.PUBLIC,
    "calendar_sequence": 0,
    "version": 1,
}


@dataclass(frozen=True)
class Ground:
    """What made-up seminars stand on. `monday` begins the week that is farthest ahead."""

    venues: list[Any]
    associations: list[uuid.UUID]
    people: list[uuid.UUID]
    monday: date


def count_generated(actor: Actor) -> int:
    """How many seminars are there already; whole batches, and so the number of the next one."""
    made = Seminar.reference.between(REFERENCE.format(0), "GEN-9999999")
    last = db.session.scalar(select(Seminar.reference).where(made).order_by(Seminar.reference.desc()).limit(1))
    return int(last.removeprefix("GEN-")) + 1 if last else 0


def prepare_ground(actor: Actor) -> Ground:
    """The venues, associations and people of it, made where they are not there yet. Raises Conflict."""
    if not current_settings().demo:
        raise Conflict("not-a-demo")
    districts = list(district_names())
    if not districts:
        raise Conflict("city-missing", missing="districts")
    for number in range(VENUES):
        _make_venue(actor, number, districts[number % len(districts)])
    for number in range(ASSOCIATIONS):
        _make_association(actor, number, districts[number % len(districts)])
    _make_people()
    venues = select(Venue.id, Venue.name, Venue.district).where(Venue.code.like("gen-%")).order_by(Venue.code)
    partners = select(Association.id).where(Association.receipt_number.like("GEN-%")).order_by(Association.id)
    people = select(Account.id).where(Account.email.like("%@generated.example")).order_by(Account.id)
    return Ground(
        venues=list(db.session.execute(venues)),
        associations=list(db.session.scalars(partners)),
        people=list(db.session.scalars(people)),
        monday=_monday(),
    )


def generate_batch(actor: Actor, ground: Ground, first: int, seminars: int, parties: float) -> None:
    """Seminars from number `first` on, each with so many registrations on the average; one transaction's work."""
    numbers = range(first, first + seminars)
    planned, registered = [], []
    for number in numbers:
        seminar = _seminar(ground, number)
        all_its = range(int(number * parties), int((number + 1) * parties))
        its = [_party(ground, seminar, one, f"G{number:07}{one - all_its.start:04}") for one in all_its]
        taken = sum(party["party_size"] for party in its)
        planned.append({**seminar, "seats_taken": taken, "capacity": max(60, taken)})
        registered += its
    _insert(Seminar, planned)
    _insert(Booking, [_booking(seminar) for seminar in planned])
    _insert(SeminarWord, [row for seminar in planned for row in _words(seminar)])
    remember_words(map(_said_of, planned))
    _insert(Registration, registered)
    record(actor, "seminars.generated", REFERENCE.format(first), after={"seminars": seminars})


def _make_venue(actor: Actor, number: int, district: str) -> None:
    name = {"ar": f"مؤسسة رقم {number + 1}", "fr": f"Établissement nº {number + 1}"}
    details = {"district": district, "kind": VenueKind.OTHER, "capacity": 1_000, "step_free_access": True}
    import_venue(actor, code=f"gen-{number:04}", name=name, **details)


def _make_association(actor: Actor, number: int, district: str) -> None:
    import_association(
        actor,
        receipt_number=REFERENCE.format(number),
        receipt_on=date(2020, 1, 1),
        founded_on=date(2019, 1, 1),
        mandate_expires_on=date(2099, 1, 1),
        name={"ar": f"جمعية رقم {number + 1}", "fr": f"Association nº {number + 1}"},
        districts=[district],
        fields=["youth"],
    )


def _make_people() -> None:
    same = {"password_hash": NOBODYS, "locale": "ar", "created_at": clock.now(), "verified_at": clock.now()}
    named = [
        {"email": f"{n}@generated.example", "display_name": f"ساكن رقم {n}", "version": 1} for n in range(1, PEOPLE + 1)
    ]
    rows = [{"id": new_id(), **same, **person} for person in named]
    db.session.execute(insert_into(Account).on_conflict_do_nothing(), rows)


def _monday() -> date:
    """Where the first run began, or begins now."""
    begun = db.session.scalar(select(Seminar.local_start).where(Seminar.reference == REFERENCE.format(0)))
    day = begun.date() if begun else clock.today(current_settings().timezone) + timedelta(weeks=DAYS_AHEAD // 5)
    return day - timedelta(days=day.weekday())


def _seminar(ground: Ground, number: int) -> dict[str, Any]:
    venue = ground.venues[number % VENUES]
    theme, *title = _TITLES[number % len(_TITLES)]
    return {
        **_SAME,
        "id": new_id(),
        "reference": REFERENCE.format(number),
        "title": {tongue: f"{words} ({venue.name[tongue]})" for tongue, words in zip(("ar", "fr"), title, strict=True)},
        "theme": theme,
        "audiences": [_AUDIENCES[number % len(_AUDIENCES)]],
        "district": venue.district,
        "venue_id": venue.id,
        **_times(ground, number),
    }


def _times(ground: Ground, number: int) -> dict[str, Any]:
    """Two hours on a working day; the first numbers are farthest ahead, the others go back from there."""
    weeks, weekday = divmod(number // A_DAY, 5)
    day = ground.monday - timedelta(weeks=weeks) + timedelta(days=weekday)
    start, zone = datetime.combine(day, time(9 + number % 8)), current_settings().timezone
    begins = clock.instant(start, zone)
    announced = min(clock.now(), begins - timedelta(days=30))
    return {
        "local_start": start,
        "local_end": start + timedelta(hours=2),
        "timezone": zone,
        "starts_at": begins,
        "ends_at": begins + timedelta(hours=2),
        "status": SeminarStatus.PUBLISHED if begins > clock.now() else SeminarStatus.HELD,
        **dict.fromkeys(("published_at", "created_at", "updated_at"), announced),
    }


def _booking(seminar: dict[str, Any]) -> dict[str, Any]:
    held = {name: seminar[name] for name in ("venue_id", "starts_at", "ends_at")}
    return {"id": new_id(), "seminar_id": seminar["id"], "account_id": None, "is_forced": False, **held}


def _words(seminar: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return ({"word": word, "seminar_id": seminar["id"]} for word in indexed_words(_said_of(seminar)))


def _said_of(seminar: dict[str, Any]) -> str:
    district = district_names().get(seminar["district"], {})
    return " ".join([seminar["reference"], *seminar["title"].values(), *district.values()])


def _party(ground: Ground, seminar: dict[str, Any], number: int, code: str) -> dict[str, Any]:
    """Every other one a delegation. Numbers that follow each other are different parties."""
    is_delegation = number % 2 == 0
    adults, pupils = 1 + number % 3, (8 + number % 9 if is_delegation else 0)
    is_over = seminar["status"] == SeminarStatus.HELD
    return {
        "id": new_id(),
        "seminar_id": seminar["id"],
        "account_id": ground.people[number % PEOPLE],
        "association_id": ground.associations[number // 2 % ASSOCIATIONS] if is_delegation else None,
        "code": code,
        "party_size": adults + pupils,
        "headcounts": {"primary": pupils, "adults": adults} if is_delegation else {},
        "attendees": [],
        "status": RegistrationStatus.ATTENDED if is_over else RegistrationStatus.CONFIRMED,
        "created_at": seminar["published_at"] + timedelta(seconds=number % 86_400),
        "updated_at": clock.now(),
        "seats_let_go": 0,
        "version": 1,
    }


def _insert(model: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(table_of(model)), rows)

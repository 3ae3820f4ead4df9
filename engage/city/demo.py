"""With which accounts can one try everything out? One for each role, and people of two associations (docs: api.md)."""

from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from engage import clock
from engage.access.actor import Actor
from engage.access.permissions import Role
from engage.accounts.queries import find_actor, find_holder
from engage.accounts.services import create_account
from engage.codes import human_code
from engage.errors import Conflict
from engage.partners.models import MembershipRole
from engage.partners.queries import AssociationView, list_associations, list_memberships
from engage.partners.services import add_member
from engage.places.queries import district_names, list_venues
from engage.proposals.queries import list_open
from engage.proposals.services import ask_for_seminar, offer_dates
from engage.settings import Settings, current_settings

DOMAIN = "demo.example"


@dataclass(frozen=True)
class _Person:
    name: str
    display_name: str
    locale: str
    role: Role = Role.CITIZEN
    districts: tuple[str, ...] = ()
    association: str | None = None
    membership: MembershipRole = MembershipRole.MEMBER

    @property
    def email(self) -> str:
        return f"{self.name}@{DOMAIN}"


_AL_AMAL = "Association Al Amal"
_ANNAHDA = "Association Annahda"
_PEOPLE = (
    _Person("admin", "كريم الإدريسي", "ar", Role.ADMINISTRATOR),
    _Person("supervisor", "نادية التازي", "ar", Role.SUPERVISOR),
    _Person("officer", "يوسف العلمي", "ar", Role.OFFICER, ("saiss", "agdal")),
    _Person("officer2", "Samira Benjelloun", "fr", Role.OFFICER, ("zouagha",)),
    _Person("communication", "إيمان الشرايبي", "ar", Role.COMMUNICATION),
    _Person("auditor", "Rachid Berrada", "fr", Role.AUDITOR),
    _Person("manager", "عمر الفاسي", "ar", association=_AL_AMAL, membership=MembershipRole.MANAGER),
    _Person("member", "هند لحلو", "ar", association=_AL_AMAL),
    _Person("manager2", "Khadija Sqalli", "fr", association=_ANNAHDA, membership=MembershipRole.MANAGER),
    _Person("citizen", "سلمى بناني", "ar"),
    _Person("citizen2", "Mehdi Kettani", "fr"),
)


_WISHES = (
    ("manager", "saiss", "cyber"),
    ("manager", "zouagha", "road_safety"),
    ("manager2", "agdal", "school_violence"),
    ("manager2", "zouagha", "drugs"),
)
_NOTE = "القاعة محجوزة في تلك الأيام.\nLa salle est prise ces jours-là."


@dataclass(frozen=True)
class Seeded:
    """Which addresses were made and which were there; the password, if nobody knows it yet."""

    made: list[str]
    existing: list[str]
    new_password: str | None


def seed_demo(actor: Actor, settings: Settings) -> Seeded:
    """Make the demonstration accounts that are not there yet.

    Raises Conflict where this is no demonstration, or where the city they belong to was not imported.
    """
    if not settings.demo:
        raise Conflict("not-a-demo")
    _check_districts()
    password = settings.demo_password or human_code(4, 5)
    existing = [person for person in _PEOPLE if find_holder(actor, person.email)]
    made = [person for person in _PEOPLE if person not in existing]
    for person in made:
        _make(actor, person, password)
    if made:
        _ask_for_seminars(actor)
    is_news = bool(made) and not settings.demo_password
    return Seeded([p.email for p in made], [p.email for p in existing], password if is_news else None)


def _make(actor: Actor, person: _Person, password: str) -> None:
    account_id = create_account(
        actor,
        email=person.email,
        password=password,
        role=person.role,
        districts=person.districts,
        display_name=person.display_name,
        locale=person.locale,
    )
    if person.association:
        add_member(actor, _get_association(actor, person.association).id, account_id, person.membership)


def _ask_for_seminars(actor: Actor) -> None:
    """What waits for the officer of the demonstration, and what waits for each manager."""
    for name, district, theme in _WISHES:
        manager = _actor(actor, f"{name}@{DOMAIN}")
        memberships = list_memberships(manager) if manager else []
        if manager and memberships and district in district_names():
            asked = {"association_id": memberships[0].association_id, "theme": theme, "district": district}
            people = {"audiences": ["primary_school"], "expected": 32, "headcounts": {"primary": 30, "adults": 2}}
            ask_for_seminar(manager, dates=[_in_weeks(3), _in_weeks(4)], languages=["ar"], **asked, **people)
    _offer_another_day(actor)


def _offer_another_day(actor: Actor) -> None:
    """The last request in Zouagha is answered, where there is a venue."""
    officer = _actor(actor, f"officer2@{DOMAIN}")
    venues = list_venues(actor, district="zouagha", limit=1).items
    waiting = list_open(officer, limit=20) if officer else []
    if officer and venues and waiting:
        offer_dates(officer, waiting[-1].id, dates=[_in_weeks(5)], venue_id=venues[0].id, note=_NOTE)


def _actor(actor: Actor, email: str) -> Actor | None:
    holder = find_holder(actor, email)
    return find_actor(actor, holder.id) if holder else None


def _in_weeks(weeks: int) -> dict[str, Any]:
    """The Tuesday of a week to come, in the morning."""
    today = clock.today(current_settings().timezone)
    day = today + timedelta(weeks=weeks, days=1 - today.weekday())
    return {"day": day, "start_clock": time(9, 30), "end_clock": time(11)}


def _get_association(actor: Actor, name: str) -> AssociationView:
    for association in list_associations(actor, q=name, limit=100).items:
        if name in association.name.values():
            return association
    raise Conflict("city-missing", missing=name)


def _check_districts() -> None:
    for code in sorted({code for person in _PEOPLE for code in person.districts}):
        if code not in district_names():
            raise Conflict("city-missing", missing=code)

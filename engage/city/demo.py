"""With which accounts can one try everything out? One for each role, and people of two associations (docs: api.md)."""

from dataclasses import dataclass

from engage.access.actor import Actor
from engage.access.permissions import Role
from engage.accounts.queries import find_holder
from engage.accounts.services import create_account
from engage.city.living import DOMAIN, live
from engage.codes import human_code
from engage.errors import Conflict
from engage.partners.models import MembershipRole
from engage.partners.queries import AssociationView, list_associations
from engage.partners.services import add_member
from engage.places.queries import district_names
from engage.settings import Settings


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
    if made and not existing:
        live(actor)
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


def _get_association(actor: Actor, name: str) -> AssociationView:
    for association in list_associations(actor, q=name, limit=100).items:
        if name in association.name.values():
            return association
    raise Conflict("city-missing", missing=name)


def _check_districts() -> None:
    for code in sorted({code for person in _PEOPLE for code in person.districts}):
        if code not in district_names():
            raise Conflict("city-missing", missing=code)

"""With which accounts can one try everything out? One for each role, and people of two associations (docs: api.md)."""

from dataclasses import dataclass
from datetime import date, timedelta

from engage import clock
from engage.access.actor import Actor
from engage.access.permissions import Role
from engage.accounts.queries import find_actor, find_holder, get_holder
from engage.accounts.services import create_account
from engage.codes import human_code
from engage.errors import Conflict
from engage.files.services import prepare_file
from engage.partners.models import MembershipRole, PaperKind
from engage.partners.queries import AssociationView, list_associations, list_memberships
from engage.partners.services import add_member, add_paper, file_renewal, invite_member
from engage.places.queries import district_names
from engage.settings import Settings, current_settings
from engage.web.documents import typeset

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
_MANAGER = _Person("manager", "عمر الفاسي", "ar", association=_AL_AMAL, membership=MembershipRole.MANAGER)
_OTHER_MANAGER = _Person("manager2", "Khadija Sqalli", "fr", association=_ANNAHDA, membership=MembershipRole.MANAGER)
_PEOPLE = (
    _Person("admin", "كريم الإدريسي", "ar", Role.ADMINISTRATOR),
    _Person("supervisor", "نادية التازي", "ar", Role.SUPERVISOR),
    _Person("officer", "يوسف العلمي", "ar", Role.OFFICER, ("saiss", "agdal")),
    _Person("officer2", "Samira Benjelloun", "fr", Role.OFFICER, ("zouagha",)),
    _Person("communication", "إيمان الشرايبي", "ar", Role.COMMUNICATION),
    _Person("auditor", "Rachid Berrada", "fr", Role.AUDITOR),
    _MANAGER,
    _Person("member", "هند لحلو", "ar", association=_AL_AMAL),
    _OTHER_MANAGER,
    _Person("citizen", "سلمى بناني", "ar"),
    _Person("citizen2", "Mehdi Kettani", "fr"),
)
_STATUTES = {"ar": "القانون الأساسي", "fr": "Statuts"}
_PAPERS = (
    (PaperKind.STATUTES, _STATUTES, date(2019, 3, 1)),
    (PaperKind.STATUTES, _STATUTES, date(2025, 1, 12)),
    (PaperKind.RECEIPT, {"ar": "وصل الإيداع", "fr": "Récépissé de dépôt"}, date(2025, 2, 3)),
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
    if all(person in made for person in (_MANAGER, _OTHER_MANAGER)):
        _live(actor)
    is_news = bool(made) and not settings.demo_password
    return Seeded([p.email for p in made], [p.email for p in existing], password if is_news else None)


def _live(actor: Actor) -> None:
    """Somebody is invited, and a renewal waits for the supervisor."""
    manager, other = (_actor(actor, person) for person in (_MANAGER, _OTHER_MANAGER))
    invite_member(manager, list_memberships(manager)[0].association_id, email=f"citizen2@{DOMAIN}", role="member")
    of, today = list_memberships(other)[0], clock.today(current_settings().timezone)
    ends_on = max(of.mandate_expires_on, today) + timedelta(days=3 * 365)
    file_renewal(
        other,
        of.association_id,
        receipt_number="118/2026",
        receipt_on=today - timedelta(days=9),
        mandate_expires_on=ends_on,
    )


def _actor(actor: Actor, person: _Person) -> Actor:
    found = find_actor(actor, get_holder(actor, person.email).id)
    assert found is not None  # noqa: S101 - it was made just now
    return found


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
        association = _get_association(actor, person.association)
        add_member(actor, association.id, account_id, person.membership)
        if person.membership == MembershipRole.MANAGER:
            _give_papers(Actor(account_id, person.display_name, locale=person.locale), association)


def _give_papers(manager: Actor, association: AssociationView) -> None:
    """Made-up ones: statutes that were changed once, and the receipt."""
    for kind, title, issued_on in _PAPERS:
        content = typeset("sample_paper", {"title": title, "name": association.name}, "pdf")
        file = prepare_file(manager, title["fr"], content)
        add_paper(manager, association.id, kind=kind, file=file, issued_on=issued_on)


def _get_association(actor: Actor, name: str) -> AssociationView:
    for association in list_associations(actor, q=name, limit=100).items:
        if name in association.name.values():
            return association
    raise Conflict("city-missing", missing=name)


def _check_districts() -> None:
    for code in sorted({code for person in _PEOPLE for code in person.districts}):
        if code not in district_names():
            raise Conflict("city-missing", missing=code)

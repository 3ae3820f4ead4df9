"""Who and what do tests speak about? People, places, associations, seminars and registrations, made in one line.

Everything is committed. People come as the `Actor` that services and queries take; the rest as rows. Whatever a test
does not care about has a sensible value: a seminar is published, on Thursday 10 December 2026 from 15:00 to 17:00
(the next in the same venue on the next day).
"""

import itertools
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from engage import clock
from engage.access.actor import VISITOR, Actor, Grant
from engage.access.permissions import Role
from engage.accounts.models import Account, ApiToken, RoleGrant, Session
from engage.accounts.tokens import new_token, token_hash
from engage.agreements import services as agreements
from engage.agreements.models import Agreement
from engage.city import services as imports
from engage.city.models import Import
from engage.database import db, new_id
from engage.feedback import services as feedback
from engage.feedback.models.threads import Thread
from engage.feedback.services import templates as reply_templates
from engage.holidays import services as holidays
from engage.holidays.models import Holiday, HolidayKind
from engage.partners import services as partners
from engage.partners.models import Association, AssociationStatus, Membership, MembershipRole
from engage.places import services as places
from engage.places.models import District, DistrictKind, Venue, VenueKind
from engage.proposals import services as proposals
from engage.proposals.models import Proposal
from engage.registrations import services as registrations
from engage.registrations.models import Registration
from engage.seminars import services as seminars
from engage.seminars.models import Audience, Seminar, SeminarTemplate, SpokenLanguage, Theme, Visibility, WaitingList
from engage.transaction import transaction
from tests.files.made import picture, some_pdf

DISTRICT_NAMES = {
    "agdal": {"ar": "أكدال", "fr": "Agdal", "en": "Agdal"},
    "saiss": {"ar": "سايس", "fr": "Saiss", "en": "Saiss"},
    "zouagha": {"ar": "زواغة", "fr": "Zouagha", "en": "Zouagha"},
    "medina": {"ar": "فاس المدينة", "fr": "Fès-Médina", "en": "Fez Medina"},
}
AGREED: dict[str, Any] = {
    "title": {"ar": "شراكة من أجل سلامة الأطفال", "fr": "Partenariat pour la sécurité des enfants"},
    "scope": {"ar": "ندوات مشتركة في مدارس المقاطعة.", "fr": "Des séances communes dans les écoles du district."},
    "districts": ["saiss"],
    "obligations": [
        {"side": "police", "what": {"fr": "Tenir six séances."}, "due_on": date(2027, 6, 30)},
        {"side": "association", "what": {"fr": "Trouver les salles."}, "due_on": date(2026, 11, 28)},
    ],
}
LOCAL_START = datetime(2026, 12, 10, 15)

_numbers = itertools.count(1)


def make_account(
    display_name: str = "Salma Bennani",
    *,
    email: str | None = None,
    locale: str = "fr",
    phone: str | None = None,
    is_verified: bool = True,
    grants: tuple[Grant, ...] = (Grant(Role.CITIZEN),),
    password_hash: str = "",
) -> Actor:
    """A person with an account: a citizen whose address is confirmed, unless told otherwise."""
    account_id = new_id()
    email = email or f"person{next(_numbers)}@example.org"
    account = Account(id=account_id, email=email, password_hash=password_hash, display_name=display_name, locale=locale)
    account.phone, account.created_at = phone, clock.now()
    account.verified_at = clock.now() if is_verified else None
    roles = [RoleGrant(account_id=account_id, role=grant.role, district=grant.district) for grant in grants]
    _keep(account, *roles)
    return Actor(account_id, display_name, email, locale, phone, grants)


def make_session(person: Actor) -> str:
    """What the cookie of a browser holds in which somebody signed in. Skips the slow password."""
    return _credential(Session, person, device="Firefox, Linux")


def make_token(person: Actor, *scopes: str) -> str:
    """A bearer token that may read and write, unless told otherwise."""
    return _credential(ApiToken, person, label="tests", scopes=list(scopes) or ["read", "write"])


def _credential(model: type, person: Actor, **details: Any) -> str:
    secret = new_token()
    times = {"created_at": clock.now(), "expires_at": clock.now() + timedelta(days=30)}
    _keep(model(account_id=person.account_id, token_hash=token_hash(secret), **times, **details))
    return secret


def make_officer(*districts: str, **details: Any) -> Actor:
    """An officer of some districts (Saiss by default), which are made if they are missing."""
    codes = districts or ("saiss",)
    for code in codes:
        make_district(code)
    return make_account(
        details.pop("display_name", "Youssef Alami"), grants=_in_districts(Role.OFFICER, codes), **details
    )


def make_supervisor(*districts: str, **details: Any) -> Actor:
    """A supervisor of some districts, or of all of them."""
    grants = _in_districts(Role.SUPERVISOR, districts) if districts else (Grant(Role.SUPERVISOR),)
    return make_account(details.pop("display_name", "Nadia Tazi"), grants=grants, **details)


def make_administrator(**details: Any) -> Actor:
    return make_account("Karim Idrissi", grants=(Grant(Role.ADMINISTRATOR),), **details)


def make_auditor(**details: Any) -> Actor:
    return make_account("Rachid Berrada", grants=(Grant(Role.AUDITOR),), **details)


def make_communication_officer(**details: Any) -> Actor:
    return make_account("Imane Chraibi", grants=(Grant(Role.COMMUNICATION),), **details)


def make_district(code: str = "saiss", *, name: dict[str, str] | None = None) -> District:
    """A district; the one that stands already if it was made before."""
    district = db.session.get(District, code)
    if district is None:
        names = name or DISTRICT_NAMES.get(code, {"fr": code.replace("-", " ").title()})
        with transaction():
            places.import_district(Actor.system(), code=code, name=names, kind=DistrictKind.DISTRICT)
        district = db.session.get_one(District, code)
    return district


def make_venue(
    *, district: str = "saiss", capacity: int = 200, name: dict[str, str] | None = None, **details: Any
) -> Venue:
    make_district(district)
    named = name or {"ar": "دار الشباب القدس", "fr": "Maison de jeunes Al Qods"}
    details = {"kind": VenueKind.YOUTH_CENTRE, "step_free_access": True, **details}
    with transaction():
        venue_id = places.add_venue(Actor.system(), name=named, district=district, capacity=capacity, **details)
    return db.session.get_one(Venue, venue_id)


def make_holiday(starts_on: date = date(2026, 11, 18), *, days: int = 1, **details: Any) -> Holiday:
    """A public holiday (Wednesday 18 November 2026), or some days off."""
    named = {"kind": HolidayKind.PUBLIC, "name": {"ar": "عيد الاستقلال", "fr": "Fête de l’indépendance"}, **details}
    with transaction():
        span = {"starts_on": starts_on, "ends_on": starts_on + timedelta(days=days - 1)}
        holiday_id = holidays.add_holiday(Actor.system(), **named, **span)
    return db.session.get_one(Holiday, holiday_id)


def make_saved_filter(person: Actor, name: str = "Sécurité routière", **query: str) -> UUID:
    with transaction():
        return seminars.keep_filter(person, name=name, query=query or {"theme": "road_safety"})


def make_association(
    name: str = "Association Al Amal",
    *,
    status: str = AssociationStatus.VERIFIED,
    mandate_expires_on: date = date(2028, 3, 31),
    districts: tuple[str, ...] = ("saiss",),
    **details: Any,
) -> Association:
    """A verified association whose board is in office for long."""
    association = Association(
        name={"fr": name},
        name_key=name.casefold(),
        receipt_number=f"{next(_numbers)}/2019",
        receipt_on=date(2019, 4, 2),
        founded_on=date(2019, 3, 1),
        mandate_expires_on=mandate_expires_on,
        districts=list(districts),
        fields=["education"],
        status=status,
        created_at=clock.now(),
    )
    for field, value in details.items():
        setattr(association, field, value)
    _keep(association)
    return association


def make_member(
    association: Association, *, role: str = MembershipRole.MEMBER, person: Actor | None = None, **details: Any
) -> Actor:
    """Someone who acts for an association."""
    person = person or make_account(details.pop("display_name", "Hind Lahlou"), **details)
    _keep(Membership(account_id=person.account_id, association_id=association.id, role=role, created_at=clock.now()))
    return person


def make_manager(association: Association, **details: Any) -> Actor:
    """Someone who may bind an association."""
    return make_member(association, role=MembershipRole.MANAGER, display_name="Omar Fassi", **details)


def make_invitation(
    association: Association, *, by: Actor, email: str | None = None, role: str = MembershipRole.MEMBER
) -> UUID:
    """An open invitation to act for an association, sent by its manager."""
    with transaction():
        address = email or f"guest{next(_numbers)}@example.org"
        return partners.invite_member(by, association.id, email=address, role=role).id


def make_renewal(association: Association, *, by: Actor, **details: Any) -> UUID:
    """A new mandate that a manager has filed; nobody has decided on it yet."""
    ends_on = association.mandate_expires_on + timedelta(days=730)
    filed = {"receipt_number": "77/2026", "receipt_on": date(2026, 11, 2), "mandate_expires_on": ends_on, **details}
    with transaction():
        return partners.file_renewal(by, association.id, **filed).id


def make_agreement(
    association: Association | None = None,
    *,
    by: Actor | None = None,
    status: str = "active",
    starts_on: date = date(2026, 11, 1),
    ends_on: date = date(2027, 10, 31),
    **details: Any,
) -> Agreement:
    """An agreement that somebody of the police drafted (a supervisor of all districts), brought to a status.

    Both sides sign it, the association by a manager of its own.
    """
    association = association or make_association()
    for code in details.get("districts", ["saiss"]):
        make_district(code)
    fields = {**AGREED, "starts_on": starts_on, "ends_on": ends_on, **details}
    supervisor = by or make_supervisor()
    with transaction():
        agreement_id = agreements.draft_agreement(supervisor, association_id=association.id, **fields)
        if status != "draft":
            agreements.propose_agreement(supervisor, agreement_id)
        if status in ("signed", "active"):
            for person in (make_supervisor(), make_manager(association)):
                agreements.sign_agreement(person, agreement_id)
    return db.session.get_one(Agreement, agreement_id)


def make_paper(
    by: Actor,
    association_id: UUID,
    *,
    kind: str = "statutes",
    name: str = "statuts.pdf",
    content: bytes | None = None,
    **details: Any,
) -> UUID:
    """A paper that a manager has given."""
    content = some_pdf() if content is None else content
    with transaction():
        file = partners.prepare_paper(by, association_id, name=name, content=content)
        return partners.add_paper(by, association_id, kind=kind, file=file, **details)


def make_seminar(
    title: str = "Prévenir le harcèlement en ligne",
    *,
    published: bool = True,
    capacity: int = 40,
    district: str = "saiss",
    venue: Venue | None = None,
    local_start: datetime | None = None,
    lasts: timedelta = timedelta(hours=2),
    max_party_size: int | None = None,
    waiting_list: str = WaitingList.STRICT,
    visibility: str = Visibility.PUBLIC,
    by: Actor | None = None,
    **details: Any,
) -> Seminar:
    """A seminar in a venue of a district, planned (and published) by whoever runs the installation or `by`.

    In a venue that is given it is on the first day from LOCAL_START on which nothing else is there.
    """
    if venue is None and "online_url" not in details:
        venue = make_venue(district=district, capacity=max(capacity, 200))
        local_start = local_start or LOCAL_START
    local_start = local_start or _free_day(venue)
    fields: dict[str, Any] = {
        "title": {"fr": title},
        "theme": Theme.CYBER,
        "audiences": [Audience.PARENTS],
        "languages": [SpokenLanguage.ARABIC],
        "district": venue.district if venue else make_district(district).code,
        "venue_id": venue.id if venue else None,
        "local_start": local_start,
        "local_end": local_start + lasts,
        "capacity": capacity,
        "max_party_size": max_party_size or min(capacity, 30),
        "approval_required": False,
        "waiting_list": waiting_list,
        "visibility": visibility,
        **details,
    }
    return _planned(by or Actor.system(), published, fields)


def _free_day(venue: Venue | None) -> datetime:
    here = select(Seminar.local_start).where(Seminar.venue_id == venue.id) if venue else None
    taken = {start.date() for start in db.session.scalars(here)} if here is not None else set()
    days = (LOCAL_START + timedelta(days=i) for i in itertools.count())
    return next(day for day in days if day.date() not in taken)


def _planned(actor: Actor, published: bool, fields: dict[str, Any]) -> Seminar:
    with transaction():
        seminar_id = seminars.plan_seminar(actor, **fields)
        if published:
            seminars.publish_seminar(actor, seminar_id)
    return db.session.get_one(Seminar, seminar_id)


def make_template(name: str = "Rencontre de parents", *, by: Actor | None = None, **fields: Any) -> SeminarTemplate:
    """A template on the Internet for parents, of an hour and a half."""
    common = {"audiences": ["parents"], "languages": ["ar"], "capacity": 30, "duration_minutes": 90, **fields}
    with transaction():
        made = seminars.add_template(by or Actor.system(), name={"fr": name}, theme=Theme.CYBER, fields=common)
    return db.session.get_one(SeminarTemplate, made)


def make_registration(
    seminar: Seminar, *, by: Actor | None = None, party_size: int = 1, **details: Any
) -> Registration:
    """A registration of a citizen (somebody new unless `by` is given), or of `association_id` by its manager."""
    with transaction():
        made = registrations.register(by or make_account(), seminar.id, party_size=party_size, **details)
    return db.session.get_one(Registration, made.id)


def make_proposal(by: Actor, *, days: tuple[date, ...] = (date(2026, 12, 15),), **details: Any) -> Proposal:
    """A request for road safety with 24 pupils and 2 adults, on some days from 9:00 to 11:00, in Saiss unless told."""
    asked: dict[str, Any] = {
        "theme": Theme.ROAD_SAFETY,
        "audiences": [Audience.PRIMARY_SCHOOL],
        "languages": [SpokenLanguage.ARABIC],
        "expected": 26,
        "headcounts": {"primary": 24, "adults": 2},
        "dates": [wished(day) for day in days],
        **details,
    }
    if not asked.get("venue_id"):
        asked["district"] = make_district(asked.get("district") or "saiss").code
    with transaction():
        proposal_id = proposals.ask_for_seminar(by, **asked)
    return db.session.get_one(Proposal, proposal_id)


def wished(day: date = date(2026, 12, 15), start: int = 9, end: int = 11) -> dict[str, Any]:
    return {"day": day, "start_clock": time(start), "end_clock": time(end)}


def make_thread(
    subject: str = "Vitesse devant l’école",
    *,
    by: Actor | None = None,
    receipt_hash: bytes | None = None,
    district: str | None = "saiss",
    **details: Any,
) -> Thread:
    """Public feedback on traffic in Saiss, by somebody new or `by`; with a `receipt_hash` by a visitor, unseen so far."""
    if district:
        make_district(district)
    fields = {"body": "Les voitures passent très vite à la sortie.", "category": "traffic", **details}
    author = by or (VISITOR if receipt_hash else make_account())
    with transaction():
        made = feedback.open_thread(author, subject=subject, district=district, receipt_hash=receipt_hash, **fields)
    return db.session.get_one(Thread, made.id)


def make_reply_template(*, by: Actor | None = None, **details: Any) -> UUID:
    """Words in three languages for threads on traffic, wherever they stand."""
    name = {"ar": "دورية", "fr": "Patrouille", "en": "Patrol"}
    body = {"ar": "ستمر دورية هناك.", "fr": "Une patrouille y passera.", "en": "A patrol will pass there."}
    fields = {"name": name, "body": body, "category": "traffic", **details}
    with transaction():
        return reply_templates.add_reply_template(by or make_supervisor(), **fields)


def make_photo(
    thread: Thread, by: Actor | None = None, *, content: bytes | None = None, post_id: UUID | None = None, **said: Any
) -> UUID:
    """A photograph with what `by` wrote in a thread; by default with what its author did, who is taken at the word."""
    by = by or replace(VISITOR, opened_thread=thread.id)
    sent = {"name": "IMG_1.jpg", "content": picture() if content is None else content, **said}
    photo = feedback.prepare_photo(by, thread.id, post_id=post_id, **sent)
    with transaction():
        return feedback.add_photo(by, thread.id, photo=photo, post_id=post_id)


def make_import(by: Actor, content: str | bytes, kind: str = "seminars", file_name: str = "programme.csv") -> Import:
    """A file that somebody sent, checked at once because it is small."""
    sent = content.encode() if isinstance(content, str) else content
    with transaction():
        import_id = imports.start_import(by, kind=kind, file_name=file_name, content=sent)
    return db.session.get_one(Import, import_id)


def programme(*lines: dict[str, Any], **same: Any) -> str:
    """A programme as CSV; a line is as the first one of `same`, unless it says otherwise."""
    ordinary = {
        "reference": "FES-1",
        "title_fr": "Sécurité routière",
        "theme": "road_safety",
        "audience": "parents",
        "venue": "maison",
        "local_start": "2026-12-21 16:00",
        "local_end": "2026-12-21 17:00",
        "capacity": "40",
        "max_party_size": "20",
        "languages": "ar",
        "visibility": "public",
        **same,
    }
    rows = [list(ordinary), *([{**ordinary, **line}[column] for column in ordinary] for line in lines)]
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)


def count_rows(model: type, *where: Any) -> int:
    """How many rows a table holds now."""
    return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def _in_districts(role: Role, codes: tuple[str, ...]) -> tuple[Grant, ...]:
    return tuple(Grant(role, code) for code in codes)


def _keep(*rows: Any) -> None:
    with transaction():
        for row in rows:  # one after the other: later ones refer to earlier ones
            if hasattr(row, "id") and row.id is None:
                row.id = new_id()
            db.session.add(row)
            db.session.flush()

"""What have the people of the demonstration done so far? Papers, an agreement, requests for seminars, words."""

from datetime import date, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from engage import clock
from engage.access.actor import Actor
from engage.accounts.queries import find_actor, get_holder
from engage.agreements import services as agreements
from engage.city.speaking import speak
from engage.errors import NotFound
from engage.files.services import prepare_file
from engage.partners.models import PaperKind
from engage.partners.queries import list_memberships
from engage.partners.services import add_paper, file_renewal, invite_member
from engage.places.queries import district_names, list_venues
from engage.proposals.queries import list_open
from engage.proposals.services import ask_for_seminar, offer_dates
from engage.settings import current_settings
from engage.web.documents import typeset

DOMAIN = "demo.example"

_STATUTES = {"ar": "القانون الأساسي", "fr": "Statuts"}
_PAPERS = (
    (PaperKind.STATUTES, _STATUTES, date(2019, 3, 1)),
    (PaperKind.STATUTES, _STATUTES, date(2025, 1, 12)),
    (PaperKind.RECEIPT, {"ar": "وصل الإيداع", "fr": "Récépissé de dépôt"}, date(2025, 2, 3)),
)
_WISHES = (
    ("manager", "saiss", "cyber"),
    ("manager", "zouagha", "road_safety"),
    ("manager2", "agdal", "school_violence"),
    ("manager2", "zouagha", "drugs"),
)
_NOTE = "القاعة محجوزة في تلك الأيام.\nLa salle est prise ces jours-là."


def live(actor: Actor) -> None:
    """Of people who were made just now."""
    manager, other = (_actor(actor, name) for name in ("manager", "manager2"))
    for person in (manager, other):
        _give_papers(person)
    _invite(manager)
    _renew(other)
    _agree(_actor(actor, "supervisor"), manager)
    _ask_for_seminars(actor)
    speak(partial(_actor, actor))


def _give_papers(manager: Actor) -> None:
    """Made-up ones: statutes that were changed once, and the receipt."""
    [of] = list_memberships(manager)
    for kind, title, issued_on in _PAPERS:
        content = typeset("sample_paper", {"title": title, "name": of.name}, "pdf")
        file = prepare_file(manager, title["fr"], content)
        add_paper(manager, of.association_id, kind=kind, file=file, issued_on=issued_on)


def _invite(manager: Actor) -> None:
    invite_member(manager, _association_of(manager), email=f"citizen2@{DOMAIN}", role="member")


def _renew(manager: Actor) -> None:
    """A new mandate, which waits for the supervisor."""
    [of] = list_memberships(manager)
    ends_on = max(of.mandate_expires_on, _today()) + timedelta(days=3 * 365)
    filed: dict[str, Any] = {"receipt_number": "118/2026", "receipt_on": _today() - timedelta(days=9)}
    file_renewal(manager, of.association_id, mandate_expires_on=ends_on, **filed)


def _agree(supervisor: Actor, manager: Actor) -> None:
    """An agreement in force, with a duty that is due, and one that awaits signatures."""
    association_id, today = _association_of(manager), _today()
    days = {"starts_on": today - timedelta(days=200), "ends_on": today + timedelta(days=80)}
    in_force = agreements.draft_agreement(
        supervisor, association_id=association_id, **_agreement(today), **days, districts=["saiss", "agdal"]
    )
    agreements.propose_agreement(supervisor, in_force)
    for signer in (supervisor, manager):
        agreements.sign_agreement(signer, in_force)
    in_a_year = days["ends_on"] + timedelta(days=365)
    agreements.propose_agreement(manager, agreements.renew_agreement(manager, in_force, ends_on=in_a_year))


def _agreement(today: date) -> dict[str, Any]:
    def owed(side: str, arabic: str, french: str, days: int) -> dict[str, Any]:
        return {"side": side, "what": {"ar": arabic, "fr": french}, "due_on": today + timedelta(days=days)}

    return {
        "title": {"ar": "شراكة من أجل سلامة الأطفال", "fr": "Partenariat pour la sécurité des enfants"},
        "scope": {
            "ar": "تنظم ولاية الأمن والجمعية معا ندوات تحسيسية في مدارس المقاطعتين.\n"
            "تختار الجمعية المدارس، ويؤطر موظفو الأمن الندوات.",
            "fr": "La wilaya de sûreté et l’association tiennent ensemble des séances dans les écoles des deux"
            " arrondissements.\nL’association choisit les écoles, les fonctionnaires de police animent les séances.",
        },
        "obligations": [
            owed("police", "تأطير ست ندوات", "Animer six séances", 60),
            owed("association", "تسليم لائحة المدارس", "Remettre la liste des écoles", -3),
            owed("association", "إخبار الآباء والأمهات", "Prévenir les parents", 5),
        ],
    }


def _ask_for_seminars(actor: Actor) -> None:
    """What waits for the officer of the demonstration, and what waits for each manager."""
    for name, district, theme in _WISHES:
        if district in district_names():
            manager = _actor(actor, name)
            asked = {"association_id": _association_of(manager), "theme": theme, "district": district}
            people = {"audiences": ["primary_school"], "expected": 32, "headcounts": {"primary": 30, "adults": 2}}
            ask_for_seminar(manager, dates=[_in_weeks(3), _in_weeks(4)], languages=["ar"], **asked, **people)
    _offer_another_day(actor)


def _offer_another_day(actor: Actor) -> None:
    """The last request in Zouagha is answered, where there is a venue."""
    officer = _actor(actor, "officer2")
    venues = list_venues(actor, district="zouagha", limit=1).items
    waiting = list_open(officer, limit=20)
    if venues and waiting:
        offer_dates(officer, waiting[-1].id, dates=[_in_weeks(5)], venue_id=venues[0].id, note=_NOTE)


def _in_weeks(weeks: int) -> dict[str, Any]:
    """The Tuesday of a week to come, in the morning."""
    day = _today() + timedelta(weeks=weeks, days=1 - _today().weekday())
    return {"day": day, "start_clock": time(9, 30), "end_clock": time(11)}


def _actor(actor: Actor, name: str) -> Actor:
    holder = get_holder(actor, f"{name}@{DOMAIN}")
    found = find_actor(actor, holder.id)
    if found is None:
        raise NotFound
    return found


def _association_of(manager: Actor) -> UUID:
    return list_memberships(manager)[0].association_id


def _today() -> date:
    return clock.today(current_settings().timezone)

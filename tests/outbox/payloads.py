"""What do features put into a message? One payload of each kind, as the outbox receives it."""

from typing import Any

SEMINAR = {
    "id": "0193b1de-0000-7000-8000-000000000001",
    "title": {"ar": "السلامة الطرقية", "fr": "Sécurité routière"},
    "local_start": "2026-12-04T15:00:00",
    "local_end": "2026-12-04T16:00:00",
    "timezone": "Africa/Casablanca",
    "starts_at": "2026-12-04T15:00:00+00:00",
    "ends_at": "2026-12-04T16:00:00+00:00",
    "venue_name": {"ar": "مدرسة ابن بطوطة", "fr": "École Ibn Batouta"},
    "venue_address": "12, rue des Oliviers",
    "district_name": {"ar": "سايس", "fr": "Saiss", "en": "Saiss"},
    "online_url": None,
    "url": "http://127.0.0.1:8000/seminars/0193b1de",
    "sequence": 0,
    "stamp": "2026-11-23T09:00:00+00:00",
}
BEFORE = {
    "local_start": "2026-12-03T09:30:00",
    "local_end": "2026-12-03T11:00:00",
    "venue_name": {"ar": "دار الشباب القدس", "fr": "Maison de jeunes Al Qods"},
}
OFFER = {"seats": 12, "local_until": "2026-12-01T09:00:00"}
_ENDED = {"status": "cancelled", "had_seats": True}
_CONFIRMED = {"status": "confirmed"}

REGISTRATIONS: dict[str, dict[str, Any]] = {
    "registration_confirmed": _CONFIRMED,
    "registration_changed": _CONFIRMED,
    "registration_promoted": _CONFIRMED,
    "seats_offered": {"status": "waitlisted", "waiting_position": 1, "offer": OFFER},
    "offer_lapsed": {"status": "waitlisted", "waiting_position": 1, "offer": OFFER},
    "registration_requested": {"status": "requested"},
    "registration_waitlisted": {"status": "waitlisted", "waiting_position": 4},
    "registration_declined": {"status": "declined", "reason": "La salle est trop petite."},
    "registration_cancelled": _ENDED,
    "registration_cancelled_by_officer": {**_ENDED, "reason": "Erreur de saisie."},
    "seminar_moved": {**_CONFIRMED, "before": BEFORE},
    "seminar_same_hour": _CONFIRMED,
    "seminar_cancelled": {**_ENDED, "reason": "L’intervenant est malade.\nNous cherchons une autre date."},
    "officer_message": {
        **_CONFIRMED,
        "message_subject": "Apportez votre carte",
        "message_body": "Une pièce d’identité est demandée à l’entrée.\n\nMerci d’arriver à l’heure.",
    },
}
ACCOUNTS: dict[str, dict[str, Any]] = {
    "verify_address": {"url": "http://127.0.0.1:8000/verify/t0ken"},
    "address_taken": {"url_sign_in": "http://127.0.0.1:8000/sign-in", "url_reset": "http://127.0.0.1:8000/reset"},
    "reset_password": {"url": "http://127.0.0.1:8000/reset/t0ken", "minutes": 60},
    "password_changed": {"url_reset": "http://127.0.0.1:8000/reset"},
}
_AL_AMAL = {"association": {"fr": "Association Al Amal"}, "url": "http://127.0.0.1:8000/associations/0193b1e0/mandate"}
_LONG_AGO = {**_AL_AMAL, "ends_on": "2026-09-30", "grace_ends_on": "2026-11-29"}
PARTNERS: dict[str, dict[str, Any]] = {
    "association_invitation": {**_AL_AMAL, "role": "manager", "days": 14},
    "association_members_changed": {
        **_AL_AMAL,
        "change": "joined",
        "person": "Hind Lahlou",
        "person_email": "hind@example.org",
    },
    "association_membership_changed": {**_AL_AMAL, "change": "removed"},
    "mandate_ends": {**_LONG_AGO, "mandate": "grace"},
    "renewal_filed": _AL_AMAL,
    "renewal_decided": {**_LONG_AGO, "reason": "Le récépissé est illisible."},
}
_WISH = {
    "asker": {"fr": "Association Al Amal"},
    "theme": "road_safety",
    "district_name": {"ar": "سايس", "fr": "Saiss", "en": "Saiss"},
    "expected": 26,
    "dates": [
        {"local_start": "2026-12-15T09:00:00", "local_end": "2026-12-15T11:00:00"},
        {"local_start": "2026-12-16T14:30:00", "local_end": "2026-12-16T16:00:00"},
    ],
    "venue_name": {"ar": "مدرسة ابن بطوطة", "fr": "École Ibn Batouta"},
    "reason": None,
    "url": "http://127.0.0.1:8000/proposals/0193b1e0",
}
_DRAFT = {"seminar": SEMINAR, "party_size": 26, "headcounts": {"primary": 24, "adults": 2}}
PROPOSALS: dict[str, dict[str, Any]] = {
    "proposal_asked": _WISH,
    "proposal_accepted": {**_WISH, **_DRAFT},
    "proposal_answered": {**_WISH, "reason": "La salle est prise ce jour-là.\nNous proposons une autre date."},
    "proposal_declined": {**_WISH, "reason": "Pas d’intervenant disponible."},
    "proposal_agreed": {**_WISH, **_DRAFT},
    "proposal_withdrawn": _WISH,
}
_ABOUT = {
    "association": {"fr": "Association Al Amal"},
    "reason": None,
    "url": "http://127.0.0.1:8000/associations/1/desk",
}
ASSOCIATIONS: dict[str, dict[str, Any]] = {
    "association_applied": _ABOUT,
    "association_to_verify": _ABOUT,
    "association_verified": _ABOUT,
    "association_refused": {**_ABOUT, "reason": "Le récépissé est illisible."},
    "association_asked": {**_ABOUT, "reason": "Envoyez-nous les statuts."},
    "association_suspended": {**_ABOUT, "reason": "Une enquête est en cours."},
    "association_restored": _ABOUT,
    "association_dissolved": {**_ABOUT, "reason": "L’assemblée l’a décidé."},
}
_CHANGES: dict[str, dict[str, Any]] = {
    "agreement_proposed": {"side": "police"},
    "agreement_changed": {"side": "association"},
    "agreement_signed": {"side": "police", "is_complete": False},
    "agreement_in_force": {},
    "agreement_ending": {"days": 30},
    "agreement_ended": {"reason": "Les écoles ferment.\nالمدارس تغلق."},
    "obligation_due": {"what": {"fr": "Trouver les salles"}, "due_on": "2026-12-01", "late": True},
}
AGREEMENT = {
    "reference": "AG-2026-0007",
    "agreement": {"ar": "شراكة من أجل سلامة الأطفال", "fr": "Partenariat pour la sécurité des enfants"},
    "association": {"fr": "Association Al Amal"},
    "starts_on": "2026-11-01",
    "ends_on": "2027-10-31",
    "url": "http://127.0.0.1:8000/agreements/0193b1de",
}
AGREEMENTS = {kind: {**AGREEMENT, **changes} for kind, changes in _CHANGES.items()}
_THREAD = {"reference": "F-2026-04821773", "url": "http://127.0.0.1:8000/feedback/0193b1df", "by_receipt": False}
THREADS: dict[str, dict[str, Any]] = {
    "thread_moved": {**_THREAD, "status": "referred", "authority": "Commune de Fès", "reason": ""},
    "thread_replied": _THREAD,
    "thread_followed": _THREAD,
    "thread_rating": {**_THREAD, "rating_url": "http://127.0.0.1:8000/feedback/ratings/0193b1df"},
    "commitment_changed": {**_THREAD, "news": "moved", "due_on": "2026-12-15", "follows": False},
}
_COMMITMENT = {"due_on": "2026-11-30", "url": "http://127.0.0.1:8000/commitments/0193b1df"}
COMMITMENTS: dict[str, dict[str, Any]] = {"commitment_due": {**_COMMITMENT, "days": 7, "late": True}}
# The others have a seminar and a registration to fill in.
WHOLE = ACCOUNTS | ASSOCIATIONS | PARTNERS | AGREEMENTS | PROPOSALS | THREADS | COMMITMENTS
KINDS = (*WHOLE, *REGISTRATIONS)


def payload_of(kind: str, **changes: Any) -> dict[str, Any]:
    """The payload of a kind; `changes` replace values, those of `seminar` one by one."""
    if kind in WHOLE:
        return {"name": "Nadia El Amrani", **WHOLE[kind], **changes}
    seminar = {**SEMINAR, **changes.pop("seminar", {})}
    return {**_registration(), **REGISTRATIONS[kind], **changes, "seminar": seminar}


def _registration() -> dict[str, Any]:
    return {
        "name": "Nadia El Amrani",
        "association": {"fr": "Association Al Amal"},
        "code": "FZ7K-3M9Q",
        "party_size": 18,
        "headcounts": {"primary": 10, "middle": 4, "adults": 4},
        "waiting_position": None,
        "reason": None,
        "had_seats": False,
        "url": "http://127.0.0.1:8000/registrations/0193b1df",
        "url_cancel": "http://127.0.0.1:8000/registrations/0193b1df/cancel",
    }

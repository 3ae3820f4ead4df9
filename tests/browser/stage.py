"""What do the pages show? The sample city with some life in it: one thing of every kind and state that a page knows.

`set_stage` puts it there; `PAGES` says who looks at what. A page's address names rows of the stage in braces.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from engage import clock
from engage.access.actor import Actor, Grant
from engage.access.permissions import Role
from engage.accounts.models import Account, RoleGrant
from engage.accounts.queries import get_holder
from engage.accounts.services.rows import insert_link
from engage.agreements import services as agreements
from engage.agreements.queries import list_agreements, list_obligations
from engage.city import services as imports
from engage.city.demo import DOMAIN
from engage.codes import human_code
from engage.commitments import services as commitments
from engage.commitments.models import Commitment
from engage.database import db
from engage.feedback import services as feedback
from engage.feedback.ballots import rating_token
from engage.feedback.models.threads import Thread
from engage.feedback.queries import get_thread
from engage.holidays import services as holidays
from engage.holidays.models import HolidayKind
from engage.outbox.models import Message, MessageStatus
from engage.outbox.services import message, owe
from engage.partners import services as partners
from engage.partners.models import Association, AssociationStatus, MembershipRole
from engage.partners.queries import list_memberships, list_papers
from engage.places.models import Venue
from engage.proposals import services as proposals
from engage.proposals.queries import get_proposal
from engage.registrations import services as registrations
from engage.registrations.models import Registration
from engage.registrations.queries import list_standing
from engage.seminars import services as seminars
from engage.seminars.models import Audience, Seminar, SpokenLanguage, Theme, Visibility, WaitingList
from engage.seminars.queries import get_seminar, get_series
from engage.seminars.queries.guests import invitation_url
from engage.settings import current_settings
from engage.transaction import transaction
from engage.web.pagination import encode_cursor
from tests.factories import (
    make_account,
    make_association,
    make_import,
    make_invitation,
    make_manager,
    make_member,
    make_photo,
    make_renewal,
    make_reply_template,
    make_saved_filter,
    make_thread,
    make_token,
    programme,
)
from tests.files.made import picture

VISITOR = None
ZONE = "Africa/Casablanca"

_TITLE = {
    "ar": "كيف نحمي أطفالنا على الإنترنت",
    "fr": "Protéger nos enfants en ligne",
    "en": "Keeping our children safe online",
}
_SUMMARY = {
    "ar": "لقاء عملي للآباء والأمهات: ما الذي يراه الأطفال على هواتفهم، وكيف نتحدث معهم عنه دون خوف.",
    "fr": "Une rencontre pratique pour les parents : ce que les enfants voient sur leur téléphone, et comment en parler.",
    "en": "A practical meeting for parents: what children see on their telephones, and how to talk about it.",
}
_DESCRIPTION = {
    "ar": "## البرنامج\n\n- عرض قصير عن **التنمر الإلكتروني**\n- ورشة: ضبط إعدادات الخصوصية\n- أسئلة وأجوبة\n\nأحضروا هواتفكم.",
    "fr": "## Au programme\n\n- Un exposé sur le **harcèlement en ligne**\n- Un atelier : régler la confidentialité\n"
    "- Questions et réponses\n\nApportez votre téléphone.",
}
_ROAD = {"ar": "السلامة الطرقية أمام باب المدرسة", "fr": "La sécurité routière devant l’école"}
_DRUGS = {"ar": "المخدرات: كيف نتحدث عنها في البيت", "fr": "Drogues\u00a0: en parler à la maison"}
_BULLYING = {"ar": "التنمر في المدرسة: ماذا يفعل كل واحد منا", "fr": "Harcèlement à l’école\u00a0: qui fait quoi"}
_YOUTH = {"ar": "شباب الحي وأوقات الفراغ", "fr": "Les jeunes du quartier et leur temps libre"}
_CHILDHOOD = {"ar": "حماية الطفولة: إلى من نلجأ", "fr": "Protection de l’enfance\u00a0: à qui s’adresser"}
_PARTY = {
    "party_size": 18,
    "headcounts": {"primary": 15, "adults": 3},
    "attendees": [{"name": "خديجة الصقلي", "phone": "+212661234567"}, {"name": "Mehdi Kettani"}],
    "contact_phone": "+212661234567",
    "note": "تلميذ يستعمل كرسيا متحركا.",
}
_ORDINARY = {
    "theme": Theme.CYBER,
    "audiences": [Audience.PARENTS],
    "languages": [SpokenLanguage.ARABIC],
    "capacity": 40,
    "max_party_size": 20,
    "approval_required": False,
    "waiting_list": WaitingList.STRICT,
    "visibility": Visibility.PUBLIC,
}
_ASSOCIATION: dict[str, Any] = {
    "receipt_on": date(2024, 4, 2),
    "founded_on": date(2024, 3, 1),
    "mandate_expires_on": date(2028, 3, 1),
    "districts": ["saiss", "fes-medina"],
    "fields": ["education", "youth"],
    "phone": "+212535631935",
    "email": "contact@applicant.example",
    "address": "12، زنقة المدارس، سايس",
    "website": "https://applicant.example",
}
_QUESTION = "أرسلوا لنا القانون الأساسي.\nMerci de nous envoyer vos statuts."
_WRITTEN = {"ar": "أحضروا بطاقتكم الوطنية.", "fr": "Apportez votre carte d’identité."}
_UNREADABLE = "الوصل غير مقروء.\nLe récépissé est illisible."
_SPEED = "السرعة أمام مدرسة ابن بطوطة عند الخروج"
_REASON = "القاعة مغلقة للإصلاح.\nLa salle est fermée pour travaux."


@dataclass(frozen=True)
class Seen:
    """A page as somebody sees it. `status` is what the server answers."""

    name: str
    viewer: str | None
    address: str
    status: int = 200


PAGES = (
    Seen("home", VISITOR, "/"),
    Seen("home-filtered", VISITOR, "/?q=protection&theme=child_protection&starts_from=2026-11-01"),
    Seen("home-wrong-dates", VISITOR, "/?starts_from=2026-12-20&starts_to=2026-12-01&district=agdal&open=true"),
    Seen("home-mistyped", VISITOR, "/?q=protecsion"),
    Seen("home-nothing", VISITOR, "/?q=zzzz"),
    Seen("seminar-open", VISITOR, "/seminars/{open}"),
    Seen("seminar-few-seats", VISITOR, "/seminars/{few}"),
    Seen("seminar-waiting", VISITOR, "/seminars/{waiting}"),
    Seen("seminar-full", VISITOR, "/seminars/{full}"),
    Seen("seminar-not-yet", VISITOR, "/seminars/{not_yet}"),
    Seen("seminar-online", VISITOR, "/seminars/{online}"),
    Seen("seminar-cancelled", VISITOR, "/seminars/{cancelled}"),
    Seen("seminar-held", VISITOR, "/seminars/{held}"),
    Seen("calendar", VISITOR, "/calendar?month={month}"),
    Seen("calendar-week", VISITOR, "/calendar?week={week}"),
    Seen("calendar-nothing", VISITOR, "/calendar?month=2040-01"),
    Seen("associations", VISITOR, "/associations"),
    Seen("associations-chosen", VISITOR, "/associations?district=saiss&field=youth"),
    Seen("register", VISITOR, "/agreements/register"),
    Seen("register-nothing", VISITOR, "/agreements/register?q=zzzz"),
    Seen("registered", VISITOR, "/agreements/register/{agreement_reference}"),
    Seen("agreements", "manager", "/agreements"),
    Seen("agreements-none", "citizen", "/agreements"),
    Seen("agreement-association", "manager", "/agreements/{agreement}"),
    Seen("agreement-sign", "manager", "/agreements/{proposed_agreement}/sign"),
    Seen("agreement-proposed", "supervisor", "/agreements/{proposed_agreement}"),
    Seen("agreement-police", "supervisor", "/agreements/{agreement}"),
    Seen("agreement-new", "supervisor", "/agreements/new"),
    Seen("agreement-edit", "supervisor", "/agreements/{draft_agreement}/edit"),
    Seen("agreement-propose", "supervisor", "/agreements/{draft_agreement}/propose"),
    Seen("agreement-terminate", "supervisor", "/agreements/{agreement}/terminate"),
    Seen("agreement-renew", "manager", "/agreements/{agreement}/renew"),
    Seen("duty-done", "manager", "/obligations/{duty}/done"),
    Seen("duty-assign", "manager", "/obligations/{duty}/assign"),
    Seen("duty-withdraw", "officer", "/obligations/{duty}/withdraw"),
    Seen("association-desk-several", "manager2", "/associations/{association}/desk"),
    Seen("members", "manager", "/associations/{association}/members"),
    Seen("members-member", "member", "/associations/{association}/members"),
    Seen("members-in-charge", "supervisor", "/associations/{association}/members"),
    Seen("member", "manager", "/associations/{association}/members/{member}"),
    Seen("member-remove", "manager", "/associations/{association}/members/{member}/remove"),
    Seen("member-leave", "member", "/associations/{association}/members/{member}/remove"),
    Seen("association-invitation", VISITOR, "/association-invitations/{letter}"),
    Seen("association-invitation-mine", "citizen", "/association-invitations/{letter}"),
    Seen("association-invitation-another", "citizen2", "/association-invitations/{letter}"),
    Seen("association-invitation-used", VISITOR, "/association-invitations/used", 410),
    Seen("mandate", "manager", "/associations/{association}/mandate"),
    Seen("mandate-soon", "manager2", "/associations/{soon}/mandate"),
    Seen("mandate-over", "manager2", "/associations/{over}/mandate"),
    Seen("renewals", "supervisor", "/renewals"),
    Seen("renewals-nothing", "supervisor", "/renewals?cursor={last_renewal}"),
    Seen("renewal", "supervisor", "/renewals/{renewal}"),
    Seen("renewal-refused", "manager2", "/renewals/{refused_renewal}"),
    Seen("association-apply", "citizen", "/associations/new"),
    Seen("association-edit", "manager", "/associations/{association}/edit"),
    Seen("association-asked", "applicant", "/associations/{asked}/desk"),
    Seen("association-answer", "applicant", "/associations/{asked}/edit"),
    Seen("association-applied", "applicant", "/associations/{applied}/desk"),
    Seen("association-refused", "applicant", "/associations/{refused}/desk"),
    Seen("association-suspended", "applicant", "/associations/{suspended}/desk"),
    Seen("association-dissolved", "applicant", "/associations/{dissolved}/desk"),
    Seen("applications", "supervisor", "/applications"),
    Seen("applications-nothing", "supervisor", "/applications?cursor={last_application}"),
    Seen("association-review", "supervisor", "/associations/{applied}/review"),
    Seen("association-review-verified", "supervisor", "/associations/{association}/review"),
    Seen("association-verify", "supervisor", "/associations/{applied}/verify"),
    Seen("association-ask", "supervisor", "/associations/{applied}/ask"),
    Seen("association-refuse", "supervisor", "/associations/{applied}/refuse"),
    Seen("association-suspend", "supervisor", "/associations/{association}/suspend"),
    Seen("association-restore", "supervisor", "/associations/{suspended}/restore"),
    Seen("association-dissolve", "supervisor", "/associations/{association}/dissolve"),
    Seen("associations-nothing", VISITOR, "/associations?q=zzzz"),
    Seen("association", VISITOR, "/associations/{association}"),
    Seen("association-nothing-yet", VISITOR, "/associations/{other_association}"),
    Seen("privacy", VISITOR, "/privacy"),
    Seen("embed", VISITOR, "/embed?theme=cyber&limit=3"),
    Seen("problem", VISITOR, "/problems/seats-exhausted"),
    Seen("sign-in", VISITOR, "/sign-in"),
    Seen("sign-up", VISITOR, "/sign-up"),
    Seen("sign-up-sent", VISITOR, "/sign-up/sent"),
    Seen("verify", VISITOR, "/verify/{verify}"),
    Seen("verify-too-late", VISITOR, "/verify/used", 410),
    Seen("reset", VISITOR, "/reset"),
    Seen("reset-sent", VISITOR, "/reset/sent"),
    Seen("reset-password", VISITOR, "/reset/{reset}"),
    Seen("error-401", VISITOR, "/registrations", 401),
    Seen("error-404", VISITOR, "/nowhere", 404),
    Seen("home-citizen", "citizen", "/"),
    Seen("home-kept-searches", "citizen", "/?theme=drugs&q=protection"),
    Seen("saved-filters", "citizen", "/filters"),
    Seen("saved-filters-none", "member", "/filters"),
    Seen("saved-filter-new", "citizen", "/filters/new?theme=drugs"),
    Seen("saved-filter-edit", "citizen", "/filters/{kept_search}/edit"),
    Seen("seminar-own-form", "citizen", "/seminars/{other}"),
    Seen("seminar-registered", "citizen", "/seminars/{open}"),
    Seen("registrations", "citizen", "/registrations"),
    Seen("registration", "citizen", "/registrations/{registration}"),
    Seen("registration-online", "citizen", "/registrations/{joining}"),
    Seen("registration-waiting", "citizen", "/registrations/{waitlisted}"),
    Seen("registration-offered", "citizen", "/registrations/{offered}"),
    Seen("registration-requested", "citizen", "/registrations/{requested}"),
    Seen("registration-cancelled", "citizen", "/registrations/{given_up}"),
    Seen("registration-cancel", "citizen", "/registrations/{registration}/cancel"),
    Seen("delegations-none", "citizen", "/delegations"),
    Seen("account", "citizen", "/account"),
    Seen("account-password", "citizen", "/account/password"),
    Seen("error-403", "citizen", "/desk", 403),
    Seen("registrations-none", "member", "/registrations"),
    Seen("delegation-member", "member", "/registrations/{delegation}"),
    Seen("association-own", "manager", "/associations/{association}/desk"),
    Seen("association-own-member", "member", "/associations/{association}/desk"),
    Seen("association-past", "manager", "/associations/{association}/desk/past"),
    Seen("association-past-none", "manager2", "/associations/{other_association}/desk/past"),
    Seen("association-history", "member", "/associations/{association}/desk/history"),
    Seen("association-own-new", "manager2", "/associations/{other_association}/desk"),
    Seen("delegations", "auditor", "/delegations"),
    Seen("seminar-two-forms", "manager", "/seminars/{other}"),
    Seen("seminar-delegation-form", "manager", "/seminars/{for_associations}"),
    Seen("delegation", "manager", "/registrations/{delegation}"),
    Seen("delegation-cancel", "manager", "/registrations/{delegation}/cancel"),
    Seen("papers", "manager", "/associations/{association}/papers"),
    Seen("papers-member", "member", "/associations/{association}/papers"),
    Seen("papers-none", "manager2", "/associations/{applicant}/papers"),
    Seen("paper-withdraw", "manager", "/associations/{association}/papers/{paper}/withdraw"),
    Seen("desk", "officer", "/desk"),
    Seen("seminar-new", "officer", "/seminars/new"),
    Seen("seminar-officer", "officer", "/seminars/{open}"),
    Seen("seminar-draft", "officer", "/seminars/{draft}"),
    Seen("seminar-edit", "officer", "/seminars/{open}/edit"),
    Seen("seminar-move", "officer", "/seminars/{open}/move"),
    Seen("seminar-cancel", "officer", "/seminars/{open}/cancel"),
    Seen("seminar-publish", "officer", "/seminars/{draft}/publish"),
    Seen("calendar-officer", "officer", "/calendar?month={month}&district=saiss"),
    Seen("seminar-forced", "officer", "/seminars/{forced}"),
    Seen("seminar-delete", "officer", "/seminars/{draft}/delete"),
    Seen("seminar-from-template", "officer", "/seminars/new?template={template}"),
    Seen("seminar-like-another", "officer", "/seminars/new?from={open}"),
    Seen("seminar-in-series", "officer", "/seminars/{in_series}"),
    Seen("seminar-in-series-edit", "officer", "/seminars/{in_series}/edit"),
    Seen("series-publish", "officer", "/seminars/{in_series}/series/publish"),
    Seen("series-move", "officer", "/seminars/{in_series}/series/move"),
    Seen("series-cancel", "officer", "/seminars/{in_series}/series/cancel"),
    Seen("drafts", "officer", "/seminars/drafts"),
    Seen("drafts-nothing", "officer2", "/seminars/drafts"),
    Seen("template-keep", "officer", "/seminars/{open}/template"),
    Seen("templates", "supervisor", "/seminar-templates"),
    Seen("templates-nothing", "supervisor", "/seminar-templates?theme=drugs&cursor={last_template}"),
    Seen("template-edit", "supervisor", "/seminar-templates/{template}/edit"),
    Seen("template-delete", "supervisor", "/seminar-templates/{template}/delete"),
    Seen("seminar-hold", "officer", "/seminars/{past}/hold"),
    Seen("roster", "officer", "/seminars/{open}/registrations"),
    Seen("desk-registration", "officer", "/seminars/{open}/registrations/desk"),
    Seen("desk-guest", "officer", "/registrations/{guest}"),
    Seen("decide", "officer", "/seminars/{asking}/registrations/decide?ids={requested}:1"),
    Seen("guests", "officer", "/seminars/{invited}/guests"),
    Seen("invited", "citizen", "/invited/{invited}/{invitation}"),
    Seen("roster-requests", "officer", "/seminars/{asking}/registrations"),
    Seen("roster-empty", "officer", "/seminars/{other}/registrations"),
    Seen("roster-searched", "officer", "/seminars/{open}/registrations?kind=associations&status=confirmed&sort=name"),
    Seen("roster-nobody", "officer", "/seminars/{open}/registrations?q=zzzz"),
    Seen("seminar-messages", "officer", "/seminars/{open}/messages"),
    Seen("seminar-messages-nobody", "officer", "/seminars/{other}/messages"),
    Seen("registration-officer", "officer", "/registrations/{delegation}"),
    Seen("registration-cancel-officer", "officer", "/registrations/{delegation}/cancel"),
    Seen("registration-decline", "officer", "/registrations/{requested}/decline"),
    Seen("imports", "officer", "/imports"),
    Seen("import-ready", "officer", "/imports/{ready}"),
    Seen("import-refused", "officer", "/imports/{with_problems}"),
    Seen("import-done", "officer", "/imports/{brought_in}"),
    Seen("import-under-way", "officer", "/imports/{under_way}"),
    Seen("imports-none", "admin", "/imports"),
    Seen("desk-nothing", "supervisor", "/desk?week=2040-01-02"),
    Seen("districts", "supervisor", "/districts"),
    Seen("district-edit", "supervisor", "/districts/saiss/edit"),
    Seen("venues", "supervisor", "/venues"),
    Seen("venues-nothing", "supervisor", "/venues?q=zzzz"),
    Seen("venue-edit", "supervisor", "/venues/{venue}/edit"),
    Seen("venue-new", "supervisor", "/venues/new"),
    Seen("holidays", "supervisor", "/holidays?year=2026"),
    Seen("holidays-nothing", "supervisor", "/holidays?year=2040"),
    Seen("holiday-edit", "supervisor", "/holidays/{holiday}/edit"),
    Seen("holiday-new", "supervisor", "/holidays/new"),
    Seen("holiday-delete", "supervisor", "/holidays/{holiday}/delete"),
    Seen("proposals", "officer", "/proposals"),
    Seen("proposals-own", "manager", "/proposals"),
    Seen("proposals-none", "citizen2", "/proposals"),
    Seen("proposals-nothing", "officer", "/proposals?theme=delinquency"),
    Seen("proposal-new", "manager", "/proposals/new"),
    Seen("proposal-new-school", "citizen", "/proposals/new"),
    Seen("proposal", "officer", "/proposals/{request_asked}"),
    Seen("proposal-asker", "manager", "/proposals/{request_asked}"),
    Seen("proposal-answered", "manager", "/proposals/{request_answered}"),
    Seen("proposal-answered-officer", "officer", "/proposals/{request_answered}"),
    Seen("proposal-accepted", "manager", "/proposals/{request_accepted}"),
    Seen("proposal-declined", "citizen", "/proposals/{request_refused}"),
    Seen("proposal-accept", "officer", "/proposals/{request_asked}/accept?date=1"),
    Seen("proposal-suggest", "officer", "/proposals/{request_answered}/suggest"),
    Seen("proposal-decline", "officer", "/proposals/{request_asked}/decline"),
    Seen("proposal-withdraw", "manager", "/proposals/{request_asked}/withdraw"),
    Seen("delegation-in-draft", "manager", "/registrations/{held_seats}"),
    Seen("messages", "admin", "/messages"),
    Seen("threads", VISITOR, "/feedback"),
    Seen("threads-searched", VISITOR, "/feedback?q=السرعة&district=saiss"),
    Seen("threads-nothing", VISITOR, "/feedback?q=zzzz"),
    Seen("thread", VISITOR, "/feedback/{thread}"),
    Seen("thread-late", "citizen2", "/feedback/{late_thread}"),
    Seen("thread-own", "citizen", "/feedback/{thread}"),
    Seen("thread-private", "citizen", "/feedback/{private_thread}"),
    Seen("thread-closed-own", "citizen", "/feedback/{closed_thread}"),
    Seen("rating", VISITOR, "/feedback/ratings/{rating}"),
    Seen("rating-over", VISITOR, "/feedback/ratings/{no_rating}"),
    Seen("commitments", VISITOR, "/commitments"),
    Seen("commitments-late", VISITOR, "/commitments?state=late&district=saiss"),
    Seen("commitments-done", VISITOR, "/commitments?state=done"),
    Seen("commitments-nothing", VISITOR, "/commitments?category=noise"),
    Seen("commitment", VISITOR, "/commitments/{moved_commitment}"),
    Seen("commitment-done", VISITOR, "/commitments/{done_commitment}"),
    Seen("commitment-officer", "officer", "/commitments/{late_commitment}"),
    Seen("commitments-mine", "officer", "/commitments/mine"),
    Seen("commitments-mine-none", "officer2", "/commitments/mine"),
    Seen("seminar-commitments", "officer", "/seminars/{held}/commitments"),
    Seen("seminar-commitments-none", VISITOR, "/seminars/{open}/commitments"),
    Seen("thread-new", VISITOR, "/feedback/new"),
    Seen("thread-new-signed-in", "citizen", "/feedback/new"),
    Seen("threads-own", "citizen", "/feedback/mine"),
    Seen("threads-own-none", "member", "/feedback/mine"),
    Seen("thread-edit", "citizen", "/posts/{own_post}/edit"),
    Seen("receipts", VISITOR, "/receipts"),
    Seen("thread-queue", "officer", "/feedback/queue"),
    Seen("thread-queue-nothing", "officer2", "/feedback/queue"),
    Seen("thread-queue-no-match", "officer", "/feedback/queue?age=over-30&which=mine"),
    Seen("thread-officer", "officer", "/feedback/{thread}"),
    Seen("reply-templates", "officer", "/reply-templates"),
    Seen("reply-templates-none", "supervisor", "/reply-templates?category=noise"),
    Seen("reply-template-new", "supervisor", "/reply-templates/new"),
    Seen("reply-template-edit", "supervisor", "/reply-templates/{reply_template}/edit"),
    Seen("reply-template-delete", "supervisor", "/reply-templates/{reply_template}/delete"),
    Seen("thread-history", "officer", "/feedback/{thread}/history"),
    Seen("thread-districts", "supervisor", "/feedback/districts?period=quarter"),
    Seen("thread-figures", VISITOR, "/feedback/figures"),
    Seen("thread-unseen", "supervisor", "/feedback/{unseen_thread}"),
    Seen("thread-hidden", VISITOR, "/feedback/{hidden_thread}"),
    Seen("thread-hidden-own", "citizen", "/feedback/{hidden_thread}"),
    Seen("thread-redacted", VISITOR, "/feedback/{redacted_thread}"),
    Seen("thread-redacted-officer", "officer", "/feedback/{redacted_thread}"),
    Seen("post-report", VISITOR, "/posts/{own_post}/report"),
    Seen("post-appeal", "citizen", "/posts/{other_hidden_post}/appeal"),
    Seen("post-appealed", "citizen", "/posts/{hidden_post}/appeal"),
    Seen("moderation", "communication", "/feedback/moderation"),
    Seen("moderation-nothing", "officer2", "/feedback/moderation"),
    Seen("post-moderate", "communication", "/posts/{hidden_post}/moderate"),
    Seen("post-moderate-reported", "officer", "/posts/{named_post}/moderate"),
    Seen("post-redact", "communication", "/posts/{named_post}/redact"),
    Seen("watched-words", "communication", "/feedback/watched-words"),
    Seen("thread-photos", VISITOR, "/feedback/{photos_thread}"),
    Seen("thread-alike", "officer", "/feedback/{photos_thread}"),
    Seen("thread-merged", "officer", "/feedback/{merged_thread}"),
    Seen("photo-cover", "officer", "/photos/{photo}/edit"),
    Seen("photo-own", "citizen", "/photos/{photo}/edit"),
    Seen("home-auditor", "auditor", "/"),
)


class Stage:
    """The people of the demonstration and the rows of the stage, by name."""

    def __init__(self) -> None:
        self.rows: dict[str, Any] = {}

    def address(self, page: Seen) -> str:
        return page.address.format(**self.rows)


def set_stage(app: Flask) -> Stage:
    """Play the scenes on top of the sample city and its demonstration accounts."""
    stage = Stage()
    with app.app_context():
        scenes = (
            _agree,
            _plan,
            _repeat,
            _register,
            _wait,
            _decide,
            _invite,
            _act_for,
            _ask,
            _apply,
            _end,
            _bring,
            _write_letters,
            _send_files,
            _give_papers,
            _speak,
            _moderate,
            _show,
            _keep_promises,
        )
        for scene in scenes:
            scene(stage.rows)
        db.session.remove()
    return stage


def person(name: str) -> Actor:
    """One of the demonstration's people, with their roles."""
    holder = get_holder(Actor.system(), f"{name}@{DOMAIN}")
    granted = select(RoleGrant.role, RoleGrant.district).where(RoleGrant.account_id == holder.id)
    grants = tuple(Grant(Role(role), district) for role, district in db.session.execute(granted))
    return Actor(holder.id, holder.display_name, holder.email, holder.locale, None, grants)


def _agree(rows: dict[str, Any]) -> None:
    """The demonstration has one in force and one that awaits signatures; and here is a draft."""
    supervisor = person("supervisor")
    found = {one.agreement.status: one.agreement for one in list_agreements(supervisor).items}
    rows["agreement"], rows["proposed_agreement"] = found["active"].id, found["proposed"].id
    rows["agreement_reference"] = found["active"].reference
    rows["duty"] = next(one.id for one in list_obligations(supervisor, found["active"]) if one.is_overdue)
    with transaction():
        days = {"ends_on": found["proposed"].ends_on + timedelta(days=365)}
        rows["draft_agreement"] = agreements.renew_agreement(supervisor, rows["agreement"], **days)


def _plan(rows: dict[str, Any]) -> None:
    rows["venue"] = _venue_id("dar-chabab-saiss")
    rich = {"title": _TITLE, "summary": _SUMMARY, "description": _DESCRIPTION}
    rows["open"] = plan(
        2,
        15,
        **rich,
        agreement_id=rows["agreement"],
        audiences=[Audience.PARENTS, Audience.GENERAL_PUBLIC],
        languages=["ar", "fr"],
    )
    rows["few"] = plan(2, 10, "ecole-ibn-batouta", capacity=30, title=_ROAD, theme=Theme.ROAD_SAFETY)
    rows["waiting"] = plan(1, 10, "complexe-al-houria", capacity=20, title=_CHILDHOOD, theme=Theme.CHILD_PROTECTION)
    rows["full"] = plan(3, 16, capacity=20, waiting_list=WaitingList.NONE, title=_DRUGS, theme=Theme.DRUGS)
    rows["not_yet"] = plan(20, 10, title=_ROAD, registration_opens_at=clock.now() + timedelta(days=10))
    rows["online"] = plan(
        4, 18, None, title=_DRUGS, theme=Theme.DRUGS, district="agdal", online_url="https://visio.example/s/1"
    )
    rows["cancelled"] = plan(4, 10, "college-al-qods", title=_YOUTH, theme=Theme.DELINQUENCY)
    rows["past"] = plan(-1, 10, title=_YOUTH, theme=Theme.DELINQUENCY)
    rows["held"] = plan(-4, 10, title=_DRUGS, theme=Theme.DRUGS)
    rows["asking"] = plan(8, 15, approval_required=True, title=_BULLYING, theme=Theme.SCHOOL_VIOLENCE)
    rows["offering"] = plan(6, 10, capacity=10, title=_CHILDHOOD, theme=Theme.CHILD_PROTECTION)
    rows["draft"] = plan(3, 11, "fsdm-amphi", published=False, **rich)
    rows["other"] = plan(10, 15, **rich)
    rows["forced"] = plan(10, 16, title=_ROAD, audiences=[Audience.PRIMARY_SCHOOL], officers=[person("officer").id])
    day = clock.today(ZONE) + timedelta(days=10)
    rows |= {"month": f"{day:%Y-%m}", "week": f"{day:%G-W%V}"}
    named = {"kind": HolidayKind.PUBLIC, "name": {"ar": "يوم عطلة", "fr": "Jour férié"}}
    with transaction():
        rows["holiday"] = holidays.add_holiday(Actor.system(), **named, starts_on=day, ends_on=day)
    rows["for_associations"] = plan(11, 15, visibility="associations", **rich)


def _give_papers(rows: dict[str, Any]) -> None:
    """The demonstration's manager has some; who has just applied has none yet."""
    manager, applicant = person("manager"), make_association("Les amis de Fès", status=AssociationStatus.APPLIED)
    rows["paper"] = list_papers(manager, rows["association"])[0].id
    rows["applicant"] = applicant.id
    make_manager(applicant, person=person("manager2"))


def _repeat(rows: dict[str, Any]) -> None:
    """Four weeks, of which the first is published; and a template on the same."""
    start = datetime.combine(clock.today(ZONE) + timedelta(days=12), time(9))
    # The programme of the sample city may be there already.
    fields = {**_ORDINARY, "title": _BULLYING, "theme": Theme.SCHOOL_VIOLENCE, "force_reason": _REASON}
    fields |= {"venue_id": _venue_id("college-al-qods")}
    times = {"local_start": start, "local_end": start + timedelta(hours=2)}
    officer = person("officer")
    with transaction():
        until = start.date() + timedelta(weeks=3)
        series = get_series(officer, seminars.plan_series(officer, until=until, **fields, **times))
        seminars.publish_seminar(officer, series[0].id)
        rows["in_series"] = series[1].id
        rows["template"] = seminars.keep_as_template(officer, rows["open"], _TITLE)
        rows["last_template"] = encode_cursor(("drugs", str(UUID(int=2**128 - 1))))


def _register(rows: dict[str, Any]) -> None:
    manager, citizen = person("manager"), person("citizen")
    rows["kept_search"] = make_saved_filter(citizen)
    make_saved_filter(citizen, "المخدرات في فاس المدينة", theme="drugs", open="true")
    association_id = list_memberships(manager)[0].association_id
    rows |= {"association": association_id, "other_association": list_memberships(person("manager2"))[0].association_id}
    rows["delegation"] = _registration(rows["open"], manager, association_id=association_id, **_PARTY)
    rows["registration"] = _registration(rows["open"], citizen, party_size=3, contact_phone="+212661234567")
    _registration(rows["open"], person("citizen2"), party_size=2)
    rows["joining"] = _registration(rows["online"], citizen, party_size=1)
    _registration(rows["few"], manager, party_size=20, association_id=association_id)
    _registration(rows["few"], make_account("Imane Chraibi"), party_size=8)


def _wait(rows: dict[str, Any]) -> None:
    for seminar in ("waiting", "full"):
        _registration(rows[seminar], make_account("Karim Idrissi"), party_size=10)
        _registration(rows[seminar], make_account("Nadia Tazi"), party_size=10)
    _registration(rows["waiting"], person("citizen2"), party_size=4)
    _registration(rows["offering"], make_account("Karim Idrissi"), party_size=8)
    rows["offered"] = _registration(rows["offering"], person("citizen"), party_size=5)
    # Of its own delegation too an association learns that fewer seats are free.
    for_delegation = plan(7, 10, capacity=10, title=_YOUTH, theme=Theme.DELINQUENCY)
    _registration(for_delegation, make_account("Karim Idrissi"), party_size=8)
    _registration(for_delegation, person("manager"), party_size=5, association_id=rows["association"])
    rows["waitlisted"] = _registration(rows["waiting"], person("citizen"), party_size=2)


def _decide(rows: dict[str, Any]) -> None:
    rows["requested"] = _registration(rows["asking"], person("citizen"), party_size=2)
    _registration(rows["asking"], person("citizen2"), party_size=4)
    rows["given_up"] = _registration(rows["few"], person("citizen"), party_size=1)
    with transaction():
        registrations.cancel_registration(person("officer"), rows["given_up"], reason=_REASON)


def _invite(rows: dict[str, Any]) -> None:
    officer = person("officer")
    rows["invited"] = plan(20, 10, title=_ROAD, visibility="invited")
    with transaction():
        seminars.invite_guests(officer, rows["invited"], emails=["salma@example.org", "nadia@example.org"])
        seminars.renew_invitation_link(officer, rows["invited"])
    url = invitation_url(officer, get_seminar(officer, rows["invited"])) or ""
    rows["invitation"] = url.rpartition("/")[2]


def _act_for(rows: dict[str, Any]) -> None:
    """Members of an association, one who is invited, and boards in office for long, not for long, and no more."""
    manager, other, supervisor = person("manager"), person("manager2"), person("supervisor")
    al_amal, rows["member"] = db.session.get_one(Association, rows["association"]), person("member").id
    make_member(al_amal, person=other)
    make_invitation(al_amal, by=manager, email="imane@example.org", role="manager")
    make_invitation(al_amal, by=manager, email=person("citizen").email)
    letter = select(Message.payload).where(Message.kind == "association_invitation").order_by(Message.id.desc())
    rows["letter"] = db.session.scalars(letter.limit(1)).one()["url"].rpartition("/")[2]
    for row, name, days in (("soon", "Association Al Wafae", 20), ("over", "Association Al Jisr", -90)):
        ends_on = clock.today(ZONE) + timedelta(days=days)
        made = make_association(name, mandate_expires_on=ends_on)
        make_manager(made, person=other)
        filed = {"by": other, "mandate_expires_on": ends_on + timedelta(days=900)}
        refused, rows[row] = make_renewal(made, **filed), made.id
        with transaction():
            partners.refuse_renewal(supervisor, refused, reason=_UNREADABLE)
        rows["refused_renewal"] = refused
    rows["renewal"] = make_renewal(made, **filed)
    rows["last_renewal"] = encode_cursor((str(UUID(int=2**128 - 1)),))


def _ask(rows: dict[str, Any]) -> None:
    """A request with much to see to, one that was answered, one that was accepted, and one that was declined."""
    manager, officer = person("manager"), person("officer")
    association_id, venue_id = rows["association"], rows["venue"]
    start = clock.today(ZONE) + timedelta(days=10)
    days = [start, start + timedelta(days=22), start + timedelta(days=24)]
    rows["request_asked"] = _request(manager, days, venue_id=venue_id, note=_YOUTH["ar"], association_id=association_id)
    rows["request_answered"] = _request(manager, days[1:], theme="drugs", association_id=association_id)
    rows["request_accepted"] = _request(
        manager, [start + timedelta(days=30)], theme="cyber", association_id=association_id
    )
    rows["request_refused"] = _request(
        person("citizen"), days, establishment="ثانوية ابن خلدون", contact_phone="+212661234567"
    )
    offered = [_wish(start + timedelta(days=days)) for days in (26, 27)]
    with transaction():
        proposals.offer_dates(officer, rows["request_answered"], dates=offered, venue_id=venue_id, note=_REASON)
        proposals.accept_proposal(officer, rows["request_accepted"], venue_id=venue_id, force_reason=_REASON)
        proposals.decline_proposal(officer, rows["request_refused"], reason=_REASON)
        rows["held_seats"] = list_standing(manager, get_proposal(manager, rows["request_accepted"]).seminar_id)[0].id


def _request(by: Actor, days: list[date], **details: Any) -> UUID:
    asked: dict[str, Any] = {"theme": "road_safety", "audiences": ["primary_school"], "languages": ["ar", "fr"]}
    asked |= {"expected": 32, "headcounts": {"primary": 30, "adults": 2}, "district": "saiss", **details}
    with transaction():
        return proposals.ask_for_seminar(by, dates=[_wish(day) for day in days], **asked)


def _wish(day: date) -> dict[str, Any]:
    return {"day": day, "start_clock": time(15), "end_clock": time(16, 30)}


def _apply(rows: dict[str, Any]) -> None:
    """Applications in each of their states; one sounds like an association that is verified."""
    applicant = make_account("حنان بوزيدي", email=f"applicant@{DOMAIN}", locale="ar")
    supervisor = person("supervisor")
    names = {
        "applied": {"ar": "جمعية المستقبل بفاس", "fr": "Association Moustaqbal de Fès"},
        "asked": {"ar": "جمعية ينابيع المعرفة"},
        "refused": {"fr": "Association Sans Papiers"},
        "suspended": {"ar": "جمعية الجيل الجديد"},
        "dissolved": {"ar": "جمعية الذاكرة"},
    }
    for number, (name, words) in enumerate(names.items()):
        with transaction():
            rows[name] = partners.apply_for(
                applicant, name=words, receipt_number=f"{900 + number}/2024", **_ASSOCIATION
            )
    with transaction():
        partners.ask_association(supervisor, rows["asked"], _QUESTION)
        partners.refuse_association(supervisor, rows["refused"], _REASON)
        for name in ("suspended", "dissolved"):
            partners.verify_association(supervisor, rows[name])
        partners.suspend_association(supervisor, rows["suspended"], _REASON)
        partners.dissolve_association(supervisor, rows["dissolved"], _REASON)
    rows["last_application"] = encode_cursor(("2100-01-01T00:00:00+00:00", str(UUID(int=2**128 - 1))))


def _end(rows: dict[str, Any]) -> None:
    with transaction():
        guest = {"name": "Lalla Zineb Alaoui", "locale": "ar", "phone": "+212661234567"}
        rows["guest"] = registrations.register_guest(person("officer"), rows["open"], **guest).id
        registrations.send_message(person("officer"), rows["open"], subject=_WRITTEN, body=_WRITTEN)
        seminars.cancel_seminar(person("officer"), rows["cancelled"], _REASON)
        seminars.hold_seminar(person("officer"), rows["held"])


def _bring(rows: dict[str, Any]) -> None:
    """Delegations at seminars that took place, in two school years; and somebody who acts for two associations."""
    months = [(plan(-4, 14, title=_CHILDHOOD, theme=Theme.CHILD_PROTECTION), 24), (rows["held"], 18)]
    with transaction():
        for seminar_id, size in [*months, (plan(-290, 10, title=_ROAD, theme=Theme.ROAD_SAFETY), 3)]:
            _took_part(seminar_id, rows["association"], size)
        for name in ("association", "other_association"):
            partners.add_member(Actor.system(), rows[name], person("auditor").account_id, MembershipRole.MEMBER)


def _took_part(seminar_id: UUID, association_id: UUID, size: int) -> None:
    """A delegation that registered in time for what is past by now."""
    seminar = db.session.get_one(Seminar, seminar_id)
    seminar.status, seminar.seats_taken = "held", seminar.seats_taken + size
    now = {"created_at": seminar.starts_at, "updated_at": seminar.starts_at, "status": "confirmed"}
    party = {"party_size": size, "headcounts": {"primary": size - 2, "adults": 2}, "attendees": []}
    who = {"account_id": person("manager").account_id, "association_id": association_id, "code": human_code()}
    db.session.add(Registration(seminar_id=seminar_id, **who, **party, **now))


def _write_letters(rows: dict[str, Any]) -> None:
    newcomer = make_account("Zineb Alaoui", is_verified=False)
    with transaction():
        for purpose in ("verify", "reset"):
            rows[purpose] = f"the-link-of-a-letter-{purpose}"
            insert_link(Account.id == newcomer.id, purpose, rows[purpose], timedelta(days=1))
        lost = message("verify_address", "nobody@example.org", "fr", {})
        owe([{**lost, "status": MessageStatus.DEAD, "attempts": 9, "last_error": "550 5.1.1 no such person here"}])
    make_token(person("citizen"))


def _send_files(rows: dict[str, Any]) -> None:
    officer, place = person("officer"), {"venue": "dar-chabab-saiss", "title_ar": _ROAD["ar"]}
    good = [{"reference": f"ÉTÉ-{number}", "title_fr": _ROAD["fr"]} for number in range(3)]
    wrong = {"reference": "ÉTÉ-9", "theme": "astrologie", "local_end": "21/12/2026 9h", "remarque": "salle 2"}
    foreign = {"reference": "ÉTÉ-10", "venue": "dar-chabab-zouagha", "remarque": ""}
    rows["ready"] = make_import(officer, programme(*good, remarque="", **place), file_name="برنامج الصيف.csv").id
    rows["with_problems"] = make_import(officer, programme(wrong, foreign, remarque="", **place)).id
    rows["brought_in"] = make_import(officer, programme({"reference": "ÉTÉ-20"}, **place)).id
    many = programme(*({"reference": f"HIVER-{number}"} for number in range(501)), **place)
    rows["under_way"] = make_import(officer, many, file_name="hiver.csv").id
    with transaction():
        imports.apply_import(officer, rows["brought_in"])


def _speak(rows: dict[str, Any]) -> None:
    """A thread with an answer, one that is late, a private one, and a stranger's at which nobody has looked."""
    citizen, officer, words = person("citizen"), person("officer"), "سيارات ودراجات تمر بسرعة كبيرة كل مساء."
    answered = make_thread(_SPEED, by=citizen, body=f"{words}\nLe passage piéton est effacé.", place="باب المدرسة")
    rows["thread"], rows["late_thread"] = answered.id, make_thread("Lampadaires éteints rue des Oliviers").id
    rows["private_thread"] = make_thread("شجار متكرر", by=citizen, category="violence").id
    rows["unseen_thread"] = make_thread("Bruit la nuit", receipt_hash=b"of nobody", category="noise").id
    rows["reply_template"] = make_reply_template(by=person("supervisor"))
    make_reply_template(
        by=person("supervisor"), category=None, status="new", name={"ar": "توصلنا برسالتكم", "fr": "Bien reçu"}
    )
    late = db.session.get_one(Thread, rows["late_thread"])
    late.due_at = late.acknowledge_due_at = clock.now() - timedelta(days=9)
    db.session.commit()
    declined = make_thread("Taxe", by=citizen).id
    with transaction():
        rows["own_post"] = get_thread(citizen, answered.id).post_id
        feedback.edit_post(citizen, rows["own_post"], body=f"{words}\nLe passage piéton est effacé depuis lundi.")
        feedback.acknowledge_thread(officer, answered.id)
        feedback.add_note(officer, answered.id, body="دورية يوم الاثنين.\nVoir avec la brigade.")
        feedback.add_comment(person("citizen2"), answered.id, body="نفس المشكل في الصباح.", show_name=True)
        promised = {"promise": "إعادة صباغة ممر الراجلين", "promise_by": clock.today(ZONE) + timedelta(days=5)}
        feedback.answer_thread(officer, answered.id, body="شكرا. مرت فرقة السير يومي الاثنين والثلاثاء.", **promised)
        feedback.support_thread(person("manager"), answered.id)
        feedback.decline_thread(person("supervisor"), declined, reason=_REASON)
    _spoke_before()


def _spoke_before() -> None:
    """Enough threads of some weeks ago that figures are told."""
    author = person("citizen2")
    for number in range(9):
        old = make_thread("ضجيج في الليل", by=author, district="zouagha", category="noise")
        old.created_at = clock.now() - timedelta(days=25 + number)
        old.first_replied_at = old.acknowledged_at = old.created_at + timedelta(days=1 + number // 3)
        old.answered_at = old.closed_at = old.created_at + timedelta(days=4)
        old.status = "closed"
    db.session.commit()


def _moderate(rows: dict[str, Any]) -> None:
    """A thread that is hidden and appealed against, one that is redacted, and one that was reported and names somebody."""
    citizen, officer = person("citizen"), person("officer")
    hidden = make_thread("كلام جارح", by=citizen, body="هذا الجار لا يستحق إلا الطرد.", category="noise")
    other = make_thread("كلام آخر", by=citizen, body="كلام لا فائدة منه.", category="noise")
    redacted = make_thread("دراجة فلان الفلاني", by=citizen, body="Fulan Al Foulani, 12345-أ-6, chaque soir.")
    named = make_thread("Nuisances", body="السارق يدعى فلان، هاتفه ٠٦١٢٣٤٥٦٧٨ وسيارته 12345-أ-6.", category="noise")
    rows |= {"hidden_thread": hidden.id, "redacted_thread": redacted.id}
    rows |= {
        f"{name}_post": _opening_of(thread.id)
        for name, thread in (("hidden", hidden), ("other_hidden", other), ("named", named))
    }
    with transaction():
        for word in ("سارق", "voleur", "Fulan"):
            feedback.watch_word(person("communication"), word=word)
        for name in ("hidden_post", "other_hidden_post"):
            feedback.hide_post(officer, rows[name], ground="insult", reason=_REASON)
        feedback.report_post(citizen, rows["named_post"], ground="person", reason="Il donne le numéro d’un voisin.")
        feedback.appeal_hiding(citizen, rows["hidden_post"], appeal="لم أذكر أحدا بالاسم.")
        feedback.redact_post(officer, _opening_of(redacted.id), body="█, █, chaque soir.", subject="دراجة █")
    make_thread("Un voleur connu", body="Il vole devant la boulangerie.", category="noise")


def _opening_of(thread_id: UUID) -> Any:
    return get_thread(person("supervisor"), thread_id).post_id


def _show(rows: dict[str, Any]) -> None:
    """A thread with a photograph that is partly covered, one that is like it, and one that was joined to it."""
    citizen, officer = person("citizen"), person("officer")
    hole, oak = "حفرة كبيرة في شارع الزيتون", {"category": "other", "visibility": "public"}
    shown = make_thread(hole, by=citizen, body="حفرة كبيرة أمام المدرسة.", **oak)
    make_thread("الحفرة الكبيرة بشارع الزيتون", body="ما زالت هناك.", **oak)
    joined = make_thread("Trou rue des Oliviers", **oak)
    rows["photos_thread"], rows["merged_thread"] = shown.id, joined.id
    rows["photo"] = make_photo(shown, citizen, content=picture(size=(640, 480)), alt="الحفرة أمام باب المدرسة")
    make_photo(shown, citizen, content=picture("PNG", size=(300, 500)))
    change = feedback.prepare_change(officer, rows["photo"], rectangles=[_PLATE])
    with transaction():
        feedback.change_photo(officer, rows["photo"], 1, change=change)
        feedback.merge_thread(officer, joined.id, into=shown.reference)


_PLATE = {"x": 40.0, "y": 55.0, "width": 25.0, "height": 12.0}


def _keep_promises(rows: dict[str, Any]) -> None:
    """One that is late, one that is done and one that was moved; and a thread that was closed, whose author is asked."""
    citizen, officer, today = person("citizen"), person("officer"), clock.today(ZONE)
    closed = make_thread("Feu en panne devant la poste", by=citizen)
    key = current_settings().secret_key
    rows |= {"closed_thread": closed.id, "rating": rating_token(key, closed.id)}
    rows["no_rating"] = rating_token(key, rows["thread"])
    with transaction():
        late, done, moved = (
            commitments.promise_at_seminar(officer, rows["held"], what=what, due_on=today)
            for what in ("Revenir dans l’école en janvier", "توزيع 200 صدرية عاكسة", "Un atelier pour les parents")
        )
        commitments.complete_commitment(officer, done, evidence="وزعت على تلاميذ المدرسة.\nVoir le compte rendu.")
        tomorrow = today + timedelta(days=1)
        commitments.move_commitment(officer, moved, due_on=tomorrow, reason="La salle n’était pas libre.")
        feedback.answer_thread(officer, closed.id, body="C’est réparé.")
        feedback.close_thread(officer, closed.id)
        db.session.get_one(Commitment, late).due_on = today - timedelta(days=9)
    rows |= {"late_commitment": late, "done_commitment": done, "moved_commitment": moved}


def plan(days: int, hour: int, venue: str | None = "dar-chabab-saiss", *, published: bool = True, **more: Any) -> UUID:
    """A seminar of two hours in so many days, planned by the officer of the demonstration."""
    start = datetime.combine(clock.today(ZONE) + timedelta(days=days), time(hour))
    # The programme of the sample city may be there already.
    fields = {
        **_ORDINARY,
        "force_reason": _REASON,
        "local_start": start,
        "local_end": start + timedelta(hours=2),
        **more,
    }
    with transaction():
        planned = seminars.plan_seminar(person("officer"), venue_id=_venue_id(venue) if venue else None, **fields)
        if published:
            seminars.publish_seminar(person("officer"), planned)
    return planned


def _venue_id(code: str) -> UUID:
    return db.session.scalars(select(Venue.id).where(Venue.code == code)).one()


def _registration(seminar_id: UUID, by: Actor, party_size: int, **details: Any) -> UUID:
    with transaction():
        return registrations.register(by, seminar_id, party_size=party_size, **details).id

"""Who knocks at every door, and at which rows? One small city, made once and put back before each request."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from engage.access.actor import Actor
from engage.accounts.models import ApiToken, Session
from engage.accounts.passwords import hashed
from engage.accounts.queries import SID
from engage.agreements.models import Obligation
from engage.commitments.models import Commitment
from engage.commitments.services import promise_at_seminar
from engage.database import db, new_id
from engage.feedback import services as feedback
from engage.feedback.models.threads import Post, Thread
from engage.outbox.models import MessageStatus
from engage.outbox.services import message, owe
from engage.partners.models import Association
from engage.proposals.services import offer_dates
from engage.transaction import transaction
from engage.web.limits import limiter
from tests import stores
from tests.addresses import address_of
from tests.clients import Client
from tests.factories import (
    make_account,
    make_administrator,
    make_agreement,
    make_association,
    make_auditor,
    make_holiday,
    make_import,
    make_invitation,
    make_manager,
    make_member,
    make_officer,
    make_paper,
    make_photo,
    make_proposal,
    make_registration,
    make_renewal,
    make_reply_template,
    make_saved_filter,
    make_seminar,
    make_session,
    make_supervisor,
    make_template,
    make_thread,
    make_token,
    make_venue,
    programme,
    wished,
)

ROLES = ("visitor", "citizen", "member", "manager", "officer", "other", "supervisor", "admin", "auditor")
PASSWORD = "a long walk in the medina"
EMAIL = "citizen@example.org"


@dataclass
class World:
    """An application with a city in it, the people by role, and the rows by the name of a gap in an address."""

    app: Flask
    snapshot: stores.SqliteSnapshot
    people: dict[str, Actor]
    rows: dict[str, Any]
    secrets: dict[str, tuple[str, str]]

    def answer(self, role: str, method: str, rule: Rule, sent: dict[str, Any], values: dict[str, Any]) -> int:
        """The status of one request of somebody, in a city that nobody has changed before."""
        self.snapshot.restore()
        limiter.reset()
        client = self.client(role)
        address = address_of(rule, {**self.rows, **values})
        body = {} if method == "GET" else {"json" if address.startswith("/api/") else "data": sent}
        headers = {"If-Match": f'"{self.version_of(rule, values)}"'} if method in {"PATCH", "PUT"} else {}
        return client.open(address, method=method, headers=headers, **body).status_code

    def version_of(self, rule: Rule, values: dict[str, Any]) -> int:
        """The version of the thing that is asked for: each step on its way made a new one."""
        steps = {"seminar_id": 2, "agreement_id": 6}
        return next((steps[gap] for gap in rule.arguments if gap in steps and gap not in values), 1)

    def client(self, role: str) -> Client:
        client = self.app.test_client()
        assert isinstance(client, Client)
        if role in self.secrets:
            session_secret, token = self.secrets[role]
            client.carry(token)
            with client.session_transaction() as session:
                session[SID] = session_secret
        return client


@contextmanager
def made(stored: stores.StoredApp) -> Iterator[World]:
    stored.empty()
    with stored.app.app_context():
        people, rows = _people_and_rows()
        secrets = {role: (make_session(person), make_token(person)) for role, person in people.items()}
        for gap, model in (("session_id", Session), ("token_id", ApiToken)):
            rows[gap] = db.session.query(model.id).filter_by(account_id=people["citizen"].id).scalar()
        db.session.remove()
        yield World(stored.app, stores.SqliteSnapshot(db.engine), people, rows, secrets)
    stored.empty()


def _people_and_rows() -> tuple[dict[str, Actor], dict[str, Any]]:
    """The officer serves Saiss and Agdal, the other officer Zouagha; everything happens in Saiss."""
    association = make_association()
    people = {
        "citizen": make_account(email=EMAIL, password_hash=hashed(PASSWORD)),
        "member": make_member(association),
        "manager": make_manager(association),
        "officer": make_officer("saiss", "agdal"),
        "other": make_officer("zouagha"),
        "supervisor": make_supervisor(),
        "admin": make_administrator(),
        "auditor": make_auditor(),
    }
    rows = _rows(people, association.id)
    rows |= {
        "account_id": people["member"].id,
        "invitation_id": make_invitation(association, by=people["manager"]),
        "renewal_id": make_renewal(association, by=people["manager"]),
    }
    return people, rows


def _rows(people: dict[str, Actor], association_id: Any) -> dict[str, Any]:
    venue = make_venue(code="maison")
    published = make_seminar(venue=venue, by=people["officer"])
    asking_first = make_seminar(venue=venue, approval_required=True)
    return {
        "association_id": association_id,
        "paper_id": make_paper(people["manager"], association_id),
        "applied": _applied(people["manager"]),
        "code": "saiss",
        "venue_id": venue.id,
        "seminar_id": published.id,
        **_series(people["officer"], venue),
        "template_id": make_template(by=people["officer"]).id,
        "draft": make_seminar(venue=venue, published=False).id,
        "for_associations": make_seminar(venue=venue, visibility="associations").id,
        "registration_id": make_registration(published, by=people["citizen"]).id,
        "requested": make_registration(asking_first, by=people["citizen"]).id,
        "delegation": make_registration(
            published, by=people["manager"], association_id=association_id, party_size=12
        ).id,
        **_proposals(people, association_id, venue),
        **_threads(people["citizen"]),
        "reply_template_id": make_reply_template(),
        **_commitments(people, published.id),
        "holiday_id": make_holiday().id,
        **_agreements(people, association_id),
        "filter_id": make_saved_filter(people["citizen"]),
        "message_id": _undelivered(),
        "import_id": make_import(people["officer"], programme({})).id,
        "problem": "not-found",
        "comment": "comment",
        "note": "note",
        "filename": "theme.css",
        "locale_code": "fr",
        "suffix": "json",
        "service": "noise",
    }


def _applied(manager: Actor) -> Any:
    association = make_association("Association Annour", status="applied", phone="+212535631935")
    make_member(association, role="manager", person=manager)
    return association.id


def _agreements(people: dict[str, Actor], association_id: Any) -> dict[str, Any]:
    """One in force, with a duty of the association; one proposed; and a draft of the police."""
    association = db.session.get_one(Association, association_id)
    by = {"by": people["supervisor"]}
    agreement = make_agreement(association, **by)
    owed = db.session.query(Obligation.id).filter_by(agreement_id=agreement.id, side="association")
    return {
        "agreement_id": agreement.id,
        "reference": agreement.reference,
        "obligation_id": owed.scalar(),
        "proposed": make_agreement(association, status="proposed", **by).id,
        "of_police": make_agreement(association, status="draft", **by).id,
    }


def _proposals(people: dict[str, Actor], association_id: Any, venue: Any) -> dict[str, Any]:
    """Of the association, one that waits for the officers and one that waits for its manager."""
    asked, offered = (make_proposal(people["manager"], association_id=association_id) for _ in range(2))
    with transaction():
        offer_dates(people["officer"], offered.id, dates=[wished(date(2027, 1, 12))], venue_id=venue.id)
    return {"proposal_id": asked.id, "offered": offered.id}


def _series(officer: Actor, venue: Any) -> dict[str, Any]:
    """Two weeks, the first of which is published."""
    series_id = new_id()
    weeks = [datetime(2026, 12, 3, 9), datetime(2026, 12, 10, 9)]
    for week in weeks:
        last = make_seminar(venue=venue, by=officer, series_id=series_id, local_start=week, published=week == weeks[0])
    return {"series_id": series_id, "in_series": last.id}


def _threads(citizen: Actor) -> dict[str, Any]:
    """Feedback on Saiss: of the citizen, public and private, and of a visitor, at which nobody has looked."""
    public, private = make_thread(by=citizen), make_thread(by=citizen, visibility="private")
    unseen = make_thread(receipt_hash=b"of nobody")
    hidden = _opening_of(make_thread(by=citizen))
    with transaction():
        word = feedback.watch_word(make_supervisor(), word="tricheur")
        feedback.hide_post(make_supervisor(), hidden, ground="insult")
    return {
        "like_thread": make_thread().id,
        "photo_id": make_photo(public, citizen),
        "private_photo": make_photo(private, citizen),
        "thread_id": public.id,
        "number": public.reference,
        "private": private.id,
        "unseen": unseen.id,
        "post_id": _opening_of(public),
        "private_post": _opening_of(private),
        "unseen_post": _opening_of(unseen),
        "hidden_post": hidden,
        "word_id": word.id,
        "move": "hide",
    }


def _opening_of(thread: Thread) -> Any:
    return db.session.query(Post.id).filter_by(thread_id=thread.id).scalar()


def _commitments(people: dict[str, Actor], seminar_id: Any) -> dict[str, Any]:
    """Of the officer: one at a seminar, and one in a private thread of the citizen."""
    thread, due_on = make_thread(by=people["citizen"], visibility="private"), date(2026, 12, 15)
    with transaction():
        made = promise_at_seminar(people["officer"], seminar_id, what="Revenir en mars", due_on=due_on)
        feedback.add_reply(people["officer"], thread.id, body="Oui.", promise="Repeindre le passage", promise_by=due_on)
    private = db.session.query(Commitment.id).filter_by(thread_id=thread.id).scalar()
    return {"commitment_id": made, "private_commitment": private}


def _undelivered() -> Any:
    lost = {"status": MessageStatus.DEAD, "attempts": 9, "last_error": "550 no such person"}
    kept = {**message("verify_address", "nobody@example.org", "fr", {}), **lost}
    with transaction():
        owe([kept])
    return kept["id"]

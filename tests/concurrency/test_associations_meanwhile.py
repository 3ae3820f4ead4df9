"""What if two decide on an association at once, or it is suspended while its people register?"""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from engage.agreements.models import Agreement
from engage.audit.models import AuditEntry
from engage.database import db
from engage.outbox.models import Message
from engage.partners.models import Association
from engage.partners.services import MAX_OPEN
from engage.proposals.models import WAITING, Proposal
from engage.registrations.models import STANDING, Registration, RegistrationStatus
from engage.seminars.models import Seminar
from tests import factories, stores
from tests.concurrency.books import check_books
from tests.concurrency.installation import DISTRICT, Installation, at_once
from tests.concurrency.test_agreements_at_once import text

pytestmark = [stores.on_both, pytest.mark.xdist_group("concurrency")]

SEMINARS, ROUNDS = 10, 3


REASON = {"reason": "Une enquête est en cours."}


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_two_who_decide_at_once_the_second_hears_that_it_is_decided(served: Installation, _round: int) -> None:
    association_id = served.association(status="applied")
    manager, one, other = served.manager(association_id), served.supervisor(), served.supervisor()
    path = f"/associations/{association_id}"
    answers = at_once([lambda: one.post(f"{path}/verify"), lambda: other.post(f"{path}/refuse", REASON)])
    assert sorted((answer.status, answer.type) for answer in answers) == [(200, ""), (409, "wrong-state")]
    [decided] = [answer.body["status"] for answer in answers if answer.status == 200]
    with served.app.app_context():
        assert db.session.get_one(Association, association_id).status == decided
        told = select(Message.kind).where(Message.recipient_id == manager.actor.id)
        assert db.session.scalars(told).all() == [f"association_{decided}"]
        entries = AuditEntry.subject_id == str(association_id), AuditEntry.action.like("association.%")
        assert db.session.scalar(select(func.count()).select_from(AuditEntry).where(*entries)) == 1


def test_of_many_applications_of_one_person_at_once_five_are_taken(served: Installation) -> None:
    served._make(lambda: factories.make_district(DISTRICT))
    [citizen] = served.citizens(1)
    sent = {"name": {"fr": "Association"}, "districts": [DISTRICT], "fields": ["youth"], "phone": "0535631935"}
    sent |= {"receipt_on": "2025-01-02", "founded_on": "2024-12-02", "mandate_expires_on": "2028-12-01"}
    answers = at_once(
        [lambda n=number: citizen.post("/associations", sent | {"receipt_number": f"{n}/2025"}) for number in range(10)]
    )
    assert sorted((one.status, one.type) for one in answers) == [
        *[(201, "")] * MAX_OPEN,
        *[(409, "too-many-applications")] * (10 - MAX_OPEN),
    ]


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_nothing_waits_any_more_for_who_is_suspended_meanwhile(served: Installation, _round: int) -> None:
    association_id, supervisor = served.association(), served.supervisor()
    managers = [served.manager(association_id) for _ in range(SEMINARS)]
    full = [full_seminar(served) for _ in range(SEMINARS)]
    delegation = {"association_id": str(association_id), "party_size": 3}
    calls = [
        lambda m=manager, s=seminar_id: m.post(f"/seminars/{s}/registrations", delegation)
        for manager, seminar_id in zip(managers, full, strict=True)
    ]
    calls.insert(SEMINARS // 2, lambda: supervisor.post(f"/associations/{association_id}/suspend", REASON))
    answers = at_once(calls)
    assert answers.pop(SEMINARS // 2).status == 200
    assert {(one.status, one.type) for one in answers} <= {(201, ""), (409, "association-not-verified")}
    with served.app.app_context():
        of_it = Registration.association_id == association_id
        standing = select(Registration.status).where(of_it, Registration.status.in_(STANDING))
        assert db.session.scalars(standing).all() == []
        ended = select(func.count()).where(of_it, Registration.status == RegistrationStatus.CANCELLED)
        assert db.session.scalar(ended) == sum(one.status == 201 for one in answers)
        waiting = select(func.sum(Seminar.waiting_count)).where(Seminar.id.in_(full))
        assert db.session.scalar(waiting) == 0
    check_books(served, full[0])


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_nothing_is_asked_for_held_or_proposed_for_who_is_dissolved_meanwhile(
    served: Installation, _round: int
) -> None:
    association_id, supervisor = served.association(), served.supervisor()
    managers, officers = [served.manager(association_id) for _ in range(6)], [served.officer() for _ in range(6)]
    asked = [managers[0].post("/proposals", request(association_id, day)).body["id"] for day in range(3)]
    drafts = [officers[0].post("/agreements", text(association_id)).body["id"] for _ in range(3)]
    venue = {"venue_id": str(served.venue())}
    calls = [lambda m=m, n=n: m.post("/proposals", request(association_id, 10 + n)) for n, m in enumerate(managers[:3])]
    calls += [lambda o=o, p=p: o.post(f"/proposals/{p}/accept", venue) for o, p in zip(officers, asked, strict=False)]
    calls += [lambda o=o, d=d: o.post(f"/agreements/{d}/propose") for o, d in zip(officers[3:], drafts, strict=True)]
    calls.insert(4, lambda: supervisor.post(f"/associations/{association_id}/dissolve"))
    answers = at_once(calls)
    assert answers[4].status == 200
    refusals = {"association-not-verified", "association-cannot-sign", "wrong-state"}
    assert {one.status for one in answers} <= {200, 201, 409}, answers
    assert {one.type for one in answers if one.status == 409} <= refusals
    with served.app.app_context():
        of_it = Registration.association_id == association_id
        assert not db.session.scalars(select(Registration.id).where(of_it, Registration.status.in_(STANDING))).all()
        waiting = Proposal.association_id == association_id, Proposal.status.in_(WAITING)
        assert not db.session.scalars(select(Proposal.id).where(*waiting)).all()
        statuses = db.session.scalars(select(Agreement.status).where(Agreement.association_id == association_id)).all()
        assert set(statuses) <= {"draft", "terminated"}


def request(association_id: uuid.UUID, day: int) -> dict[str, Any]:
    on = (datetime.now(UTC) + timedelta(days=30 + day)).date().isoformat()
    return {
        "association_id": str(association_id),
        "theme": "cyber",
        "audiences": ["parents"],
        "expected": 5,
        "district": "saiss",
        "dates": [{"day": on, "start_clock": "09:00", "end_clock": "11:00"}],
    }


def full_seminar(served: Installation) -> uuid.UUID:
    seminar_id = served.seminar(capacity=5, max_party_size=5, waiting_list="strict")
    [citizen] = served.citizens(1)
    assert citizen.register(seminar_id, 5).status == 201
    return seminar_id

"""What becomes of a request for a seminar when several officers, and the asker, answer it in the same moment?"""

import uuid
from typing import Any

import pytest
from sqlalchemy import select

from engage.database import db
from engage.proposals.models import Proposal
from engage.registrations.models import Registration
from engage.seminars.models import Seminar
from tests import stores
from tests.concurrency.conftest import Install
from tests.concurrency.installation import Answer, Installation, Person, at_once, in_weeks

pytestmark = [stores.on_both, pytest.mark.xdist_group("concurrency")]

OFFICERS, ROUNDS = 8, 3


def asking(served: Installation) -> tuple[Person, str]:
    """A school asks for a seminar in four weeks."""
    (person,) = served.citizens(1)
    date = {"day": in_weeks(4).date().isoformat(), "start_clock": "09:00", "end_clock": "11:00"}
    asked = {"establishment": "École", "contact_phone": "0661234567", "district": "saiss", "expected": 12}
    answer = person.post("/proposals", {**asked, "theme": "cyber", "audiences": ["parents"], "dates": [date]})
    assert answer.status == 201, answer
    return person, answer.body["id"]


def race(served: Installation) -> tuple[str, list[Answer]]:
    """Everybody accepts it, each at another venue; one declines, and whoever asked takes it back."""
    person, proposal_id = asking(served)
    officers = [(served.officer(), {"venue_id": str(served.venue())}) for _ in range(OFFICERS)]
    calls = [lambda o=officer, p=plan: o.post(f"/proposals/{proposal_id}/accept", p) for officer, plan in officers]
    calls.insert(2, lambda: officers[0][0].post(f"/proposals/{proposal_id}/decline", {"reason": "Non"}))
    calls.insert(4, lambda: person.post(f"/proposals/{proposal_id}/withdraw"))
    return proposal_id, at_once(calls)


def outcome(served: Installation, proposal_id: str) -> tuple[str, list[Any]]:
    """How it stands, and the parties of all the drafts that were made for whoever asked."""
    with served.app.app_context():
        status, asker = db.session.execute(
            select(Proposal.status, Proposal.account_id).where(Proposal.id == uuid.UUID(proposal_id))
        ).one()
        parties = select(Registration.party_size, Seminar.seats_taken).join(Seminar)
        found = db.session.execute(parties.where(Registration.account_id == asker)).all()
        db.session.rollback()
    return status, [tuple(row) for row in found]


def assert_answered_once(served: Installation, proposal_id: str, answers: list[Answer]) -> None:
    answered = [answer for answer in answers if answer.status == 200]
    assert len(answered) == 1, f"answered {len(answered)} times"
    assert {answer.type for answer in answers if answer.status != 200} == {"wrong-state"}
    status, parties = outcome(served, proposal_id)
    assert status == answered[0].body["status"]
    assert parties == ([(12, 12)] if status == "accepted" else [])


def test_a_request_is_answered_once(served: Installation) -> None:
    for _ in range(ROUNDS):
        assert_answered_once(served, *race(served))


def test_without_locks_the_same_race_goes_wrong(install: Install) -> None:
    """The control: it is answered several times, and whoever asked is promised seats in several drafts."""
    careless = install(wsgi="tests.concurrency.careless:app")
    with pytest.raises(AssertionError, match="answered"):
        for _ in range(2 * ROUNDS):
            assert_answered_once(careless, *race(careless))

"""Does an association keep a manager when all of them go, or demote each other, in the same moment?"""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from engage.database import db
from engage.partners.models import MandateRenewal, Membership, MembershipRole, RenewalStatus
from tests import stores
from tests.concurrency.conftest import Install
from tests.concurrency.installation import Answer, Installation, Person, at_once

pytestmark = [stores.on_both, pytest.mark.xdist_group("concurrency")]

MANAGERS, ROUNDS = 4, 4


def address(association_id: object, person: Person) -> str:
    return f"/associations/{association_id}/members/{person.actor.id}"


def race(served: Installation, step: Callable[[Any, list[Person], int], Answer]) -> None:
    """Everybody does it at once; somebody is told that one must stay, and one does."""
    association_id, people = served.managers(MANAGERS)
    answers = at_once([lambda n=n: step(association_id, people, n) for n in range(MANAGERS)])
    left = served._make(lambda: managers_of(association_id))
    assert left >= 1, f"no manager is left: {[answer.status for answer in answers]}"
    done = [answer for answer in answers if answer.status < 300]
    assert len(done) == MANAGERS - left
    refused = {(answer.status, answer.type) for answer in answers if answer.status >= 300}
    assert refused <= {(409, "last-manager"), (412, "stale-version"), (403, "not-allowed")}


def managers_of(association_id: Any) -> int:
    there = Membership.association_id == association_id, Membership.role == MembershipRole.MANAGER
    return db.session.scalar(select(func.count()).where(*there)) or 0


def leave(association_id: Any, people: list[Person], number: int) -> Answer:
    return people[number].delete(address(association_id, people[number]))


def demote_the_next(association_id: Any, people: list[Person], number: int) -> Answer:
    other = people[(number + 1) % MANAGERS]
    return people[number].patch(address(association_id, other), {"role": "member"}, 1)


@pytest.mark.parametrize("step", [leave, demote_the_next])
def test_a_manager_stays(served: Installation, step: Callable[..., Answer]) -> None:
    for _ in range(ROUNDS):
        race(served, step)


def test_without_the_lock_the_same_race_goes_wrong(install: Install) -> None:
    unguarded = install(wsgi="tests.concurrency.hesitant:app")
    with pytest.raises(AssertionError, match="no manager is left"):
        for _ in range(ROUNDS):
            race(unguarded, leave)


def test_of_two_managers_who_file_a_renewal_at_once_one_is_told(served: Installation) -> None:
    association_id, people = served.managers(MANAGERS)
    filed = {"receipt_number": "77/2026", "receipt_on": "2026-01-02", "mandate_expires_on": "2030-01-01"}
    answers = at_once([lambda p=person: p.post(f"/associations/{association_id}/renewals", filed) for person in people])
    assert sorted(answer.status for answer in answers) == [201] + [409] * (MANAGERS - 1)
    assert {answer.type for answer in answers if answer.status == 409} == {"renewal-open"}
    waiting = MandateRenewal.association_id == association_id, MandateRenewal.status == RenewalStatus.REQUESTED
    assert served._make(lambda: db.session.scalar(select(func.count()).where(*waiting))) == 1

"""After 2,000 random operations of many people at the same time, do the seats still add up?"""

import random
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests import stores
from tests.concurrency.books import check_books
from tests.concurrency.installation import Answer, Installation, Person

pytestmark = [stores.on_both, pytest.mark.xdist_group("concurrency"), pytest.mark.slow]

CLIENTS, OPERATIONS = 16, 2_000
PEOPLE = 24
POLICIES = ("none", "strict", "fill")
WEIGHTS = {"register": 5, "change": 4, "cancel": 3, "officer_cancels": 1, "capacity": 1, "answer": 4}
REFUSALS = {
    (404, "not-found"),  # no registration known yet
    (409, "already-registered"),
    (409, "offer-ended"),
    (409, "party-too-large"),  # of several answers at once the first has taken some of the seats
    (409, "seats-exhausted"),
    (409, "wrong-state"),
    (412, "stale-version"),
    (422, "invalid-input"),  # a capacity below the seats taken
}


@dataclass
class Bustle:
    """What goes on at a few seminars: any client's next step may be about what another one is changing just now."""

    officer: Person
    people: list[Person]
    seminars: list[uuid.UUID]
    known: dict[tuple[int, uuid.UUID], dict[str, Any]] = field(default_factory=dict)
    accepted: Counter[str] = field(default_factory=Counter)
    refused: Counter[tuple[int, str]] = field(default_factory=Counter)

    def client(self, number: int) -> None:
        chance = random.Random(number)
        for _ in range(OPERATIONS // CLIENTS):
            step = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
            who, seminar_id = chance.randrange(PEOPLE), chance.choice(self.seminars)
            self._note(step, getattr(self, f"_{step}")(chance, who, seminar_id))

    def _note(self, step: str, answer: Answer) -> None:
        if answer.status < 300:
            self.accepted[step] += 1
        else:
            self.refused[answer.status, answer.type] += 1

    def _register(self, chance: random.Random, who: int, seminar_id: uuid.UUID) -> Answer:
        answer = self.people[who].register(seminar_id, chance.randint(1, 5))
        if answer.status == 201:
            self.known[who, seminar_id] = answer.body
        return answer

    def _change(self, chance: random.Random, who: int, seminar_id: uuid.UUID) -> Answer:
        path, known = self._path(who, seminar_id), self.known.get((who, seminar_id), {})
        if chance.random() < 0.2:
            known = self.people[who].get(path).body
        size = chance.choice([number for number in range(1, 6) if number != known.get("party_size")])
        answer = self.people[who].patch(path, {"party_size": size}, known.get("version", 0))
        if answer.status == 200:
            self.known[who, seminar_id] = answer.body
        return answer

    def _cancel(self, chance: random.Random, who: int, seminar_id: uuid.UUID) -> Answer:
        return self.people[who].post(f"{self._path(who, seminar_id)}/cancel")

    def _officer_cancels(self, chance: random.Random, who: int, seminar_id: uuid.UUID) -> Answer:
        return self.officer.post(f"{self._path(who, seminar_id)}/cancel", {"reason": "Doublon"})

    def _capacity(self, chance: random.Random, who: int, seminar_id: uuid.UUID) -> Answer:
        path = f"/seminars/{seminar_id}"
        seen = self.officer.get(path).body
        capacity = chance.choice([number for number in range(10, 31) if number != seen["capacity"]])
        return self.officer.patch(path, {"capacity": capacity}, seen["version"])

    def _answer(self, chance: random.Random, who: int, seminar_id: uuid.UUID) -> Answer:
        """Of those who wait here, whoever was made an offer says yes or no, if there is one just now."""
        for other in range(PEOPLE):
            path = self._path(other, seminar_id)
            waits = self.known.get((other, seminar_id), {}).get("status") == "waitlisted"
            if waits and self.people[other].get(path).body.get("offered_seats"):
                answer = "accept" if chance.random() < 0.7 else "decline"
                return self.people[other].post(f"{path}/{answer}-offer", {})
        return self.people[who].post(f"{self._path(who, seminar_id)}/decline-offer", {})

    def _path(self, who: int, seminar_id: uuid.UUID) -> str:
        return f"/registrations/{self.known.get((who, seminar_id), {}).get('id', uuid.UUID(int=0))}"


def test_the_seats_add_up_after_all_of_it(served: Installation) -> None:
    seminars = [served.seminar(capacity=20, max_party_size=5, waiting_list=policy) for policy in POLICIES]
    bustle = Bustle(served.officer(), served.citizens(PEOPLE), seminars)
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(bustle.client, range(CLIENTS)))

    assert set(bustle.refused) <= REFUSALS
    assert bustle.accepted.total() + bustle.refused.total() == OPERATIONS // CLIENTS * CLIENTS
    assert min(bustle.accepted[step] for step in WEIGHTS) >= 10, bustle.accepted
    written: Counter[str] = Counter()
    for seminar_id in seminars:
        written += check_books(served, seminar_id).actions()
    assert written["registration.made"] == bustle.accepted["register"]
    assert written["registration.changed"] == bustle.accepted["change"]
    assert written["registration.cancelled"] == bustle.accepted["cancel"] + bustle.accepted["officer_cancels"]
    assert written["seminar.edited"] == bustle.accepted["capacity"]
    answers = written["registration.offer_accepted"] + written["registration.offer_declined"]
    assert 10 <= answers <= bustle.accepted["answer"]  # the same yes, said twice at once, is one
    assert written["registration.promoted"] >= 10

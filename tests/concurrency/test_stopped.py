"""What becomes of fifty registrations when the server is told to stop (SIGTERM) in the middle of them?"""

import signal
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from tests import stores
from tests.concurrency.books import check_books
from tests.concurrency.conftest import Install
from tests.concurrency.installation import Answer, Person
from tests.private_services import wait_until

pytestmark = [stores.on_both, pytest.mark.xdist_group("concurrency")]

CLIENTS = 50


def test_what_was_answered_is_kept_and_nothing_is_half_done(install: Install) -> None:
    installed = install()
    people, seminar_id = installed.citizens(CLIENTS), installed.seminar(capacity=60, max_party_size=3)
    answered: list[Answer] = []

    def come(person: Person, size: int) -> Answer:
        answer = person.register(seminar_id, size, Idempotency_Key="once")
        answered.append(answer)
        return answer

    with ThreadPoolExecutor(CLIENTS) as pool:
        coming = [pool.submit(partial(come, person, 1 + n % 3)) for n, person in enumerate(people)]
        wait_until(lambda: len(answered) >= 5)
        installed.end(signal.SIGTERM)
        answers = [one.result() for one in coming]
    assert {answer.status for answer in answers} <= {201, 0}
    made = {answer.body["id"] for answer in answers if answer.status == 201}
    books = check_books(installed, seminar_id)
    assert made <= {str(row.id) for row in books.registrations}

    installed.start()  # whoever got no answer sends the same again
    again = [come(person, 1 + n % 3) for n, person in enumerate(people) if answers[n].status == 0]
    assert {answer.status for answer in again} <= {201}
    assert len(check_books(installed, seminar_id).registrations) == CLIENTS

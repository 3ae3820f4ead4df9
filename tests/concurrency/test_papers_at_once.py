"""What if two managers of an association give their papers at the same moment?"""

import itertools
import uuid

import pytest

from engage.files.models import StoredFile
from engage.partners.models import Paper
from engage.partners.queries import MOST_PAPERS
from tests import stores
from tests.concurrency.installation import Answer, Installation, Person, at_once
from tests.factories import count_rows, make_association, make_manager, make_paper, make_token
from tests.files.made import picture, some_pdf

pytestmark = [stores.on_both, pytest.mark.xdist_group("concurrency")]

FREE, SENT = 3, 8


def give(person: Person, association_id: uuid.UUID, **headers: str) -> Answer:
    fields = b'Content-Disposition: form-data; name="kind"\r\n\r\nreceipt\r\n'
    file = b'Content-Disposition: form-data; name="file"; filename="x.pdf"\r\n\r\n' + some_pdf() + b"\r\n"
    body = b"--x\r\n" + fields + b"--x\r\n" + file + b"--x--\r\n"
    sent = {"Authorization": f"Bearer {person.token}", "Content-Type": "multipart/form-data; boundary=x", **headers}
    return person.installation._send(
        "POST", f"/api/v1/associations/{association_id}/papers", body.decode("latin-1"), sent
    )


def managers(served: Installation, papers: int) -> tuple[uuid.UUID, list[Person]]:
    def make() -> tuple[uuid.UUID, list[Person]]:
        association = make_association()
        actors = [make_manager(association) for _ in range(2)]
        for _ in range(papers):
            make_paper(actors[0], association.id, content=picture("PNG"))
        return association.id, [Person(actor, make_token(actor), served) for actor in actors]

    return served._make(make)


def test_none_is_too_many_and_none_is_lost(served: Installation) -> None:
    association_id, people = managers(served, MOST_PAPERS - FREE)
    turns = itertools.islice(itertools.cycle(people), SENT)
    answers = at_once([lambda one=one: give(one, association_id) for one in turns])
    kinds = sorted((answer.status, answer.type) for answer in answers)
    assert kinds == [(201, "")] * FREE + [(409, "too-many-papers")] * (SENT - FREE)
    with served.app.app_context():
        assert count_rows(Paper, Paper.association_id == association_id) == MOST_PAPERS


def test_the_same_paper_sent_many_times_at_once_is_one(served: Installation) -> None:
    association_id, people = managers(served, 0)
    answers = at_once([lambda: give(people[0], association_id, **{"Idempotency-Key": "p-1"})] * SENT)
    assert {(answer.status, answer.type) for answer in answers} <= {(201, ""), (409, "request-in-progress")}
    assert len({answer.body["id"] for answer in answers if answer.status == 201}) == 1
    with served.app.app_context():
        assert count_rows(Paper, Paper.association_id == association_id) == 1
        assert count_rows(StoredFile, StoredFile.created_by == people[0].actor.id) == 1

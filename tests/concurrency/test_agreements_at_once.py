"""What if several sign, change or draft agreements in the same moment?"""

import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engage.agreements.models import Signature
from engage.audit.models import AuditEntry
from engage.database import db
from tests import stores
from tests.concurrency.installation import Answer, Installation, Person, at_once

pytestmark = [stores.on_both, pytest.mark.xdist_group("concurrency")]


def text(association_id: uuid.UUID) -> dict[str, Any]:
    today = datetime.now(UTC).date()
    return {
        "association_id": str(association_id),
        "title": {"fr": "Partenariat"},
        "scope": {"fr": "Des séances communes."},
        "districts": ["saiss"],
        "starts_on": (today - timedelta(days=1)).isoformat(),
        "ends_on": (today + timedelta(days=300)).isoformat(),
    }


def proposed(by: Person, association_id: uuid.UUID) -> Answer:
    made = by.post("/agreements", text(association_id)).body["id"]
    return by.post(f"/agreements/{made}/propose")


def actions(served: Installation, agreement_id: str) -> Counter[str]:
    with served.app.app_context():
        found = db.session.query(AuditEntry.action).filter_by(subject_id=agreement_id).all()
    return Counter(action for (action,) in found)


def test_both_sides_and_their_twins_sign_at_once(served: Installation) -> None:
    """Whoever comes second of a side is told so; it is concluded and begins once."""
    association_id = served.association()
    supervisors = [served.supervisor() for _ in range(4)]
    signers = [*supervisors, *(served.manager(association_id) for _ in range(4))]
    agreement = proposed(supervisors[0], association_id).body
    path, sent = f"/agreements/{agreement['id']}/sign", {"text_hash": agreement["text_hash"]}
    answers = at_once([lambda one=one: one.post(path, sent) for one in signers])
    assert sorted(answer.status for answer in answers) == [200, 200] + [409] * 6
    assert {answer.type for answer in answers if answer.status == 409} <= {"already-signed", "wrong-state"}
    assert supervisors[0].get(f"/agreements/{agreement['id']}").body["status"] == "active"
    done = actions(served, agreement["id"])
    assert (done["agreement.signed"], done["agreement.concluded"], done["agreement.activated"]) == (2, 1, 1)


def test_nobody_signs_a_text_that_was_changed_in_that_moment(served: Installation) -> None:
    association_id = served.association()
    supervisor, manager = served.supervisor(), served.manager(association_id)
    for _ in range(5):
        agreement = proposed(supervisor, association_id).body
        path, sent = f"/agreements/{agreement['id']}", {"text_hash": agreement["text_hash"]}
        signed, changed = at_once(
            [
                lambda path=path, sent=sent: supervisor.post(f"{path}/sign", sent),
                lambda path=path, agreement=agreement: manager.patch(
                    path, {"scope": {"fr": "Tout autre chose."}}, agreement["version"]
                ),
            ]
        )
        assert (signed.status, changed.status) in {(200, 412), (409, 200)}
        now = supervisor.get(path).body
        with served.app.app_context():
            signatures = db.session.query(Signature.text_hash).filter_by(agreement_id=uuid.UUID(now["id"])).all()
        assert [one.text_hash for one in signatures] == ([agreement["text_hash"]] if signed.status == 200 else [])
        assert now["text_version"] == (1 if signed.status == 200 else 2)


def test_of_two_who_change_it_one_is_told_to_look_again(served: Installation) -> None:
    association_id = served.association()
    supervisor = served.supervisor()
    agreement = proposed(supervisor, association_id).body
    editors = [supervisor, *(served.manager(association_id) for _ in range(3))]
    path = f"/agreements/{agreement['id']}"
    answers = at_once(
        [
            lambda one=one, n=n: one.patch(path, {"title": {"fr": f"Titre {n}"}}, agreement["version"])
            for n, one in enumerate(editors)
        ]
    )
    assert sorted(answer.status for answer in answers) == [200, 412, 412, 412]
    [kept] = [answer.body["title"] for answer in answers if answer.status == 200]
    assert supervisor.get(path).body["title"] == kept


def test_drafts_of_one_moment_have_numbers_of_their_own(served: Installation) -> None:
    association_id = served.association()
    officers = [served.officer() for _ in range(4)]
    answers = at_once([lambda one=one: one.post("/agreements", text(association_id)) for one in officers])
    assert [answer.status for answer in answers] == [201] * 4
    assert len({answer.body["reference"] for answer in answers}) == 4

"""Do programs draft, propose, sign, renew and end agreements as api.md says, and read the register?"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from engage.access.actor import Actor
from engage.agreements import services
from engage.transaction import transaction
from tests.clients import Client
from tests.factories import (
    make_agreement,
    make_association,
    make_manager,
    make_officer,
    make_supervisor,
)

pytestmark = pytest.mark.usefixtures("app")

Program = Callable[[Actor], Client]

TEXT: dict[str, Any] = {
    "title": {"fr": "Partenariat"},
    "scope": {"fr": "Des séances communes."},
    "districts": ["saiss"],
    "starts_on": "2026-11-01",
    "ends_on": "2027-10-31",
    "obligations": [{"side": "police", "what": {"fr": "Six séances"}, "due_on": "2027-06-30"}],
}


def test_from_a_draft_to_its_end(program_of: Program, store: str) -> None:
    association = make_association()
    officer, supervisor = program_of(make_officer("saiss")), program_of(make_supervisor())
    manager = program_of(make_manager(association))
    made = officer.post("/api/v1/agreements", json={**TEXT, "association_id": str(association.id)})
    assert (made.status_code, made.json["status"], made.json["text_hash"]) == (201, "draft", None)
    path = f"/api/v1/agreements/{made.json['id']}"
    assert manager.get(path).status_code == 404
    assert officer.post(f"{path}/propose", headers={"If-Match": '"7"'}).status_code == 412
    proposed = officer.post(f"{path}/propose", headers={"If-Match": made.headers["ETag"]})
    assert proposed.json["status"] == "proposed"
    read = manager.get(path)
    changed = manager.patch(path, json={"title": {"fr": "Ensemble"}}, headers={"If-Match": read.headers["ETag"]})
    assert changed.json["text_version"] == 2
    late = supervisor.post(f"{path}/sign", json={"text_hash": read.json["text_hash"]})
    assert (late.status_code, late.json["type"]) == (409, "/problems/text-changed")
    assert supervisor.post(f"{path}/sign", json={"text_hash": changed.json["text_hash"]}).status_code == 200
    signed = manager.post(f"{path}/sign")
    assert (signed.json["status"], len(signed.json["signatures"])) == ("active", 2)
    assert manager.patch(path, json={"title": {"fr": "X"}}, headers={"If-Match": signed.headers["ETag"]}).json[
        "type"
    ] == ("/problems/wrong-state")
    [duty] = signed.json["obligations"]
    done = officer.post(f"/api/v1/obligations/{duty['id']}/done", json={"evidence": "Six séances tenues."})
    assert (done.json["state"], done.json["evidence"]) == ("done", "Six séances tenues.")
    renewal = officer.post(f"{path}/renew", json={"ends_on": "2028-10-31"})
    assert (renewal.status_code, renewal.json["starts_on"]) == (201, "2027-11-01")
    assert renewal.json["renewed_from"] == made.json["id"]
    ended = supervisor.post(f"{path}/terminate", json={"reason": "Fin."})
    assert (ended.json["status"], ended.json["terminated_reason"]) == ("terminated", "Fin.")


def test_a_wrong_field_is_told_by_its_path(program_of: Program) -> None:
    association, officer = make_association(), make_officer("saiss")
    duties = [{"side": "police", "what": {}, "due_on": "someday"}, {"side": "mayor", "what": {"fr": "x"}}]
    sent = {**TEXT, "association_id": str(association.id), "obligations": duties}
    answer = program_of(officer).post("/api/v1/agreements", json=sent)
    assert answer.status_code == 422
    assert set(answer.json["errors"]) == {
        *("obligations.0.what", "obligations.0.due_on", "obligations.1.side", "obligations.1.due_on")
    }
    sent["obligations"] = [{**TEXT["obligations"][0], "due_on": "2029-01-01"}]
    answer = program_of(officer).post("/api/v1/agreements", json=sent)
    assert set(answer.json["errors"]) == {"obligations.0.due_on"}
    sent["obligations"] = TEXT["obligations"] * 51
    assert program_of(officer).post("/api/v1/agreements", json=sent).status_code == 422


def test_sent_twice_it_is_drafted_once(program_of: Program) -> None:
    association = make_association()
    officer = program_of(make_officer("saiss"))
    sent, key = {**TEXT, "association_id": str(association.id)}, {"Idempotency-Key": "once"}
    first, second = (officer.post("/api/v1/agreements", json=sent, headers=key) for _ in range(2))
    assert first.json["id"] == second.json["id"]


def test_the_register_names_nobody(client: Client, store: str) -> None:
    association = make_association()
    agreement = make_agreement(association)
    with transaction():
        manager = make_manager(association, email="somebody@example.org")
        duty = client.get("/api/v1/agreements/register").json["items"][0]["obligations"][1]
        assert duty == {
            "side": "association",
            "what": {"fr": "Trouver les salles."},
            "due_on": "2026-11-28",
            "state": "open",
            "is_overdue": False,
        }
        from engage.agreements.queries import get_agreement, list_obligations

        owed = list_obligations(manager, get_agreement(manager, agreement.id))[1]
        services.assign_obligation(manager, owed.id, manager.account_id)
        services.complete_obligation(manager, owed.id, evidence="Chez Omar Fassi")
    for path in ("/api/v1/agreements/register", f"/api/v1/agreements/register/{agreement.reference}"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert agreement.text_hash in answer.text
        for name in ("Omar", "Nadia", "example.org", "owner", "signer", str(manager.id)):
            assert name not in answer.text
    page = client.get(f"/agreements/register/{agreement.reference}").text
    assert "Omar" not in page
    assert "Nadia" not in page


def test_the_register_is_filtered_and_paged(client: Client) -> None:
    association = make_association()
    for day in range(1, 4):
        make_agreement(association, starts_on=date(2026, 11, day), obligations=[])
    first = client.get("/api/v1/agreements/register?limit=2").json
    assert [one["starts_on"] for one in first["items"]] == ["2026-11-03", "2026-11-02"]
    assert [one["starts_on"] for one in client.get(first["next"]).json["items"]] == ["2026-11-01"]
    assert client.get("/api/v1/agreements/register?district=agdal").json["items"] == []
    assert client.get("/api/v1/agreements/register?state=ended").json["items"] == []
    assert client.get("/api/v1/agreements/register?state=draft").status_code == 422


def test_own_ones_are_listed_with_what_is_open(program_of: Program) -> None:
    association = make_association()
    agreement = make_agreement(association)
    [one] = program_of(make_manager(association)).get("/api/v1/agreements?status=active").json["items"]
    assert one["agreement"]["id"] == str(agreement.id)
    assert (one["open_count"], one["overdue_count"], one["next_due_on"]) == (2, 0, "2026-11-28")


def test_seminars_of_an_agreement_are_found(program_of: Program, client: Client) -> None:
    from tests.factories import make_seminar

    agreement = make_agreement()
    held = make_seminar(agreement_id=agreement.id)
    make_seminar()
    found = client.get(f"/api/v1/seminars?agreement_id={agreement.id}").json["items"]
    assert [(one["id"], one["agreement_id"]) for one in found] == [(str(held.id), str(agreement.id))]


def test_a_change_names_every_duty_whole(program_of: Program) -> None:
    association = make_association()
    officer = program_of(make_officer("saiss"))
    made = officer.post("/api/v1/agreements", json={**TEXT, "association_id": str(association.id)})
    tag = {"If-Match": made.headers["ETag"]}
    for duty, missing in (({}, "due_on"), ({"side": "police", "due_on": "2027-06-30"}, "what")):
        refused = officer.patch(f"/api/v1/agreements/{made.json['id']}", json={"obligations": [duty]}, headers=tag)
        assert refused.status_code == 422
        assert f"obligations.0.{missing}" in refused.json["errors"]

"""Who applies for an association, with what, and who may change what is known of it?"""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from engage.access.actor import VISITOR, Actor
from engage.audit.models import AuditEntry
from engage.database import db
from engage.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound, Stale
from engage.outbox.models import Message
from engage.partners import services
from engage.partners.models import Association, AssociationStatus
from engage.partners.queries import find_dossier, get_association, get_dossier, list_look_alikes, list_memberships
from engage.transaction import transaction
from tests.clients import Client
from tests.factories import (
    count_rows,
    make_account,
    make_administrator,
    make_association,
    make_district,
    make_manager,
    make_member,
    make_officer,
    make_supervisor,
)

pytestmark = pytest.mark.usefixtures("app")

Opening = Callable[[Actor], Client]

SENT: dict[str, Any] = {
    "name": {"ar": "جمعية الأمل", "fr": "Association Al Amal"},
    "receipt_number": "655/2022",
    "receipt_on": "2022-06-15",
    "founded_on": "2022-05-06",
    "mandate_expires_on": "2027-10-29",
    "districts": ["saiss"],
    "fields": ["parents", "youth"],
    "phone": "0535 63 19 35",
    "email": "contact@associations.example",
}
DETAILS: dict[str, Any] = {
    **SENT,
    **{name: date.fromisoformat(SENT[name]) for name in ("receipt_on", "founded_on", "mandate_expires_on")},
    "phone": "+212535631935",
}


@pytest.fixture(autouse=True)
def _districts(app: Any) -> None:
    for code in ("saiss", "agdal", "zouagha"):
        make_district(code)


def applied(by: Actor | None = None, **changes: Any) -> UUID:
    with transaction():
        return services.apply_for(by or make_account(), **{**DETAILS, **changes})


def told(kind: str) -> list[str]:
    return list(db.session.scalars(select(Message.address).where(Message.kind == kind).order_by(Message.address)))


def test_whoever_applies_becomes_its_manager_and_those_in_charge_are_told(store: str) -> None:
    applicant, elsewhere = make_account(), make_supervisor("zouagha")
    here, everywhere = make_supervisor("saiss"), make_supervisor()
    association_id = applied(applicant)
    [membership] = list_memberships(applicant)
    assert (membership.association_id, membership.role, membership.status) == (association_id, "manager", "applied")
    assert told("association_applied") == [applicant.email]
    assert told("association_to_verify") == sorted([here.email, everywhere.email])
    assert get_dossier(applicant, association_id).receipt_number == "655/2022"
    for other in (VISITOR, make_account(), make_officer(), make_administrator(), elsewhere):
        assert find_dossier(other, association_id) is None
        with pytest.raises(NotFound):
            get_association(other, association_id)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"districts": ["nowhere"]}, "districts"),
        ({"founded_on": date(2023, 1, 1)}, "founded_on"),
        ({"receipt_on": date(2027, 1, 1)}, "receipt_on"),
        ({"mandate_expires_on": date(2022, 6, 15)}, "mandate_expires_on"),
        ({"name": {"en": "Hope"}}, "name"),
        ({"phone": None, "email": None}, "phone"),
    ],
)
def test_what_cannot_be_is_told_by_field(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        applied(**wrong)
    assert list(refused.value.errors) == [field]
    assert (count_rows(Association), count_rows(Message)) == (0, 0)


@pytest.mark.parametrize("number", ["655/2022", "٦٥٥ / ٢٠٢٢", " 655 /2022"])
def test_nobody_applies_twice_with_one_receipt_unless_it_was_refused(store: str, number: str) -> None:
    applicant = make_account()
    first = applied(applicant)
    with pytest.raises(Conflict, match="receipt-known"):
        applied(applicant, receipt_number=number)
    with transaction():
        services.refuse_association(make_supervisor(), first, "Le récépissé est illisible.")
    assert applied(applicant, receipt_number=number) != first


@pytest.mark.parametrize("status", AssociationStatus)
def test_an_applicant_learns_of_no_other_association_by_its_receipt_or_hidden_name(store: str, status: str) -> None:
    receipt = {"receipt_number": "655/2022", "receipt_on": DETAILS["receipt_on"]}
    other = make_association("الأمل" if status != AssociationStatus.VERIFIED else "النور", status=status, **receipt)
    with transaction():
        services.remember_names(Actor.system())
    applicant = make_account()
    sent = applied(applicant, heeds_look_alikes=True)
    with transaction():
        services.edit_association(applicant, sent, receipt_number="1/2022")
        services.edit_association(applicant, sent, receipt_number="655/2022")
    [alike] = list_look_alikes(make_supervisor(), [get_dossier(applicant, sent)])[sent]
    assert (alike.id, alike.has_same_receipt) == (other.id, True)


def test_of_those_with_one_receipt_one_alone_is_verified(store: str) -> None:
    first, second, supervisor = applied(), applied(), make_supervisor()
    with transaction():
        services.verify_association(supervisor, first)
    with pytest.raises(Conflict, match="receipt-known"), transaction():
        services.verify_association(supervisor, second)
    assert get_dossier(supervisor, second).status == "applied"
    for step in (services.suspend_association, services.restore_association, services.dissolve_association):
        with transaction():
            step(supervisor, first, **({} if step is services.restore_association else {"reason": "Fin"}))
        with pytest.raises(Conflict, match="receipt-known"), transaction():
            services.verify_association(supervisor, second)


def test_one_person_waits_for_few_answers_at_once() -> None:
    applicant = make_account()
    for number in range(services.MAX_OPEN):
        applied(applicant, receipt_number=f"{number}/2022")
    with pytest.raises(Conflict, match="too-many-applications"):
        applied(applicant, receipt_number="99/2022")
    applied(make_account(), receipt_number="99/2022")


def test_look_alikes_are_heeded_where_somebody_can_say_it_is_another() -> None:
    first = applied()
    with transaction():
        services.verify_association(make_supervisor(), first)
    with pytest.raises(Conflict, match="look-alike"):
        applied(receipt_number="1/2020", name={"fr": "El Amel"}, heeds_look_alikes=True)
    applied(receipt_number="1/2020", name={"fr": "El Amel"})
    applied(receipt_number="2/2020", name={"fr": "Annahda"}, heeds_look_alikes=True)


def test_until_it_is_verified_its_managers_change_everything_then_no_longer_its_legal_facts(store: str) -> None:
    applicant, supervisor = make_account(), make_supervisor("saiss")
    association_id = applied(applicant)
    legal = {"name": {"ar": "جمعية النهضة"}, "receipt_number": "684/2007", "mandate_expires_on": date(2028, 1, 1)}
    with transaction():
        services.edit_association(applicant, association_id, 1, **legal)
    with transaction():
        services.verify_association(supervisor, association_id)
    day = date(2022, 6, 1)
    others = {"name": {"ar": "الأمل"}, "receipt_number": "1/2007", "receipt_on": day, "founded_on": day}
    for fact, value in {**others, "mandate_expires_on": date(2029, 1, 1)}.items():
        with pytest.raises(NotAllowed), transaction():
            services.edit_association(applicant, association_id, **{fact: value})
    with transaction():  # the same as before is no change
        services.edit_association(applicant, association_id, **legal, address="12, rue des Écoles", fields=["women"])
    with transaction():
        services.edit_association(supervisor, association_id, name={"ar": "جمعية النهضة", "fr": "Annahda"})
    dossier = get_dossier(applicant, association_id)
    assert (dossier.address, dossier.fields, dossier.name["fr"]) == ("12, rue des Écoles", ["women"], "Annahda")


def test_who_may_edit_nothing() -> None:
    association = make_association(phone="+212535631935")
    sent = {"address": "12, rue des Écoles"}
    refused: list[tuple[Actor, type[DomainError]]] = [
        (make_member(association), NotAllowed),
        (make_manager(make_association("Autre")), NotFound),
        (make_account(), NotFound),
        (make_officer(), NotFound),
        (make_supervisor("zouagha"), NotFound),
    ]
    for person, refusal in refused:
        with pytest.raises(refusal), transaction():
            services.edit_association(person, association.id, **sent)
    with pytest.raises(Stale), transaction():
        services.edit_association(make_manager(association), association.id, 7, **sent)


@pytest.mark.parametrize("status", ["refused", "suspended", "dissolved"])
def test_what_the_police_ended_its_managers_do_not_reopen_by_editing(status: str) -> None:
    association = make_association(status=status, phone="+212535631935")
    with pytest.raises(NotAllowed), transaction():
        services.edit_association(make_manager(association), association.id, address="12, rue des Écoles")


def test_a_question_is_answered_by_words_or_by_what_is_mended() -> None:
    applicant, supervisor = make_account(), make_supervisor()
    association_id = applied(applicant)
    with pytest.raises(Conflict, match="wrong-state"), transaction():
        services.edit_association(applicant, association_id, answer="Personne n’a rien demandé.")
    for answer in ({"answer": "Les voici."}, {"founded_on": date(2022, 5, 7)}):
        with transaction():
            services.ask_association(supervisor, association_id, "Vos statuts ?")
        assert get_dossier(applicant, association_id).is_asked
        with transaction():
            services.edit_association(applicant, association_id, **answer)
        dossier = get_dossier(supervisor, association_id)
        assert (dossier.is_asked, dossier.is_answered) == (False, True)
        assert dossier.answer == "Les voici."  # another question takes no words away
    assert told("association_asked") == [applicant.email] * 2


def test_the_trail_holds_no_contacts_and_no_answer() -> None:
    applicant = make_account()
    association_id = applied(applicant, address="12, rue des Écoles")
    with transaction():
        services.ask_association(make_supervisor(), association_id, "Vos statuts ?")
    with transaction():
        services.edit_association(applicant, association_id, phone="+212661364963", answer="Appelez Lalla Zineb.")
    trail = " ".join(f"{e.before}{e.after}" for e in db.session.scalars(select(AuditEntry)).all())
    assert not [secret for secret in ("+212", "@", "Écoles", "Zineb") if secret in trail]
    actions = [e.action for e in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()]
    assert [one for one in actions if one.startswith("association.")] == [
        "association.applied",
        "association.asked",
        "association.answered",
    ]


def test_programs_apply_and_see_what_is_theirs(client: Client, token: Callable[[Actor], str], store: str) -> None:
    client.carry(token(make_account()))
    made = client.post("/api/v1/associations", json=SENT)
    assert made.status_code == 201
    body = made.get_json()
    assert (body["status"], body["phone"], body["asked_at"]) == ("applied", "+212535631935", None)
    assert "look_alikes" not in body
    address = f"/api/v1/associations/{body['id']}"
    assert client.patch(address, json={"fields": ["sport"]}).status_code == 428
    changed = client.patch(address, json={"fields": ["sport"]}, headers={"If-Match": made.headers["ETag"]})
    assert (changed.status_code, changed.get_json()["fields"]) == (200, ["sport"])
    alike = client.get("/api/v1/associations/look-alikes?name=El Amel").get_json()
    assert alike == {"items": []}
    client.carry(token(make_supervisor()))
    assert client.post(f"{address}/verify").get_json()["status"] == "verified"
    assert client.get(address).get_json()["look_alikes"] == []
    assert [one["name"]["fr"] for one in client.get("/api/v1/associations").get_json()["items"]] == [SENT["name"]["fr"]]
    alike = client.get("/api/v1/associations/look-alikes?name=El Amel").get_json()
    assert [(one["name"]["ar"], one["likeness"]) for one in alike["items"]] == [("جمعية الأمل", 1.0)]


FORM: dict[str, Any] = {
    **{name: value for name, value in SENT.items() if name != "name"},
    "name.ar": "جمعية الأمل",
    "name.fr": "Association Al Amal",
}


def test_the_page_keeps_what_was_typed_and_asks_about_look_alikes(client: Client, sign_in: Any) -> None:
    make_association("Association Al Amal")
    with transaction():
        services.remember_names(Actor.system())
    sign_in(client, make_account())
    refused = client.post("/associations/new?lang=fr", data={**FORM, "receipt_on": "2031-01-01"})
    assert refused.status_code == 422
    assert 'value="655/2022"' in refused.text
    asked = client.post("/associations/new?lang=fr", data=FORM)
    assert asked.status_code == 409
    assert 'name="send_anyway"' in asked.text
    assert count_rows(Association, Association.status == AssociationStatus.APPLIED) == 0
    sent = client.post("/associations/new?lang=fr", data={**FORM, "send_anyway": "1"})
    assert sent.status_code == 303
    assert client.get(sent.headers["Location"]).status_code == 200


def test_a_receipt_that_was_sent_is_told_at_its_field(client: Client, sign_in: Any) -> None:
    applicant = make_account()
    applied(applicant)
    sign_in(client, applicant)
    refused = client.post("/associations/new?lang=fr", data={**FORM, "send_anyway": "1"})
    assert refused.status_code == 409
    assert 'id="receipt_number-error"' in refused.text


def test_who_verifies_reads_of_the_same_receipt_and_why_it_is_not_verified(client: Client, sign_in: Any) -> None:
    second = applied(name={"fr": "Annahda"})
    make_association(receipt_number="655/2022", receipt_on=DETAILS["receipt_on"])
    sign_in(client, make_supervisor())
    assert "The same receipt" in client.get(f"/associations/{second}/review?lang=en").text
    assert "Look-alike" in client.get("/applications?lang=en").text
    refused = client.post(f"/associations/{second}/verify?lang=en", data={"version": 1})
    assert refused.status_code == 409
    assert "has this receipt already" in refused.text


@pytest.mark.parametrize("path", ["/api/v1/associations/{id}", "/api/v1/associations"])
def test_what_changes_inside_changes_nothing_that_everyone_reads(client: Client, path: str) -> None:
    association = make_association(phone="+212535631935")

    def read() -> tuple[Any, str | None]:
        answer = client.get(path.format(id=association.id))
        return answer.get_json(), answer.headers.get("ETag")

    before = read()
    for changes in ({"phone": "+212661364963"}, {"mandate_expires_on": date(2031, 1, 1)}):
        with transaction():
            services.edit_association(make_supervisor(), association.id, **changes)
        assert read() == before
    with transaction():
        services.edit_association(make_supervisor(), association.id, fields=["women"])
    assert read() != before


def test_the_page_of_a_verified_one_shows_its_managers_what_they_may_change(client: Client, sign_in: Any) -> None:
    association = make_association(phone="+212535631935")
    sign_in(client, make_manager(association))
    shown = client.get(f"/associations/{association.id}/edit")
    assert shown.status_code == 200
    assert 'name="receipt_number"' not in shown.text
    contacts = {"version": 1, "districts": ["saiss", "agdal"], "fields": ["women"], "phone": "0535631935"}
    saved = client.post(f"/associations/{association.id}/edit", data={**contacts, "website": "http://amal.example.org"})
    assert saved.status_code == 303
    db.session.expire_all()
    kept = db.session.get_one(Association, association.id)
    assert (kept.districts, kept.website) == (["saiss", "agdal"], "http://amal.example.org")
    stale = client.post(f"/associations/{association.id}/edit", data=contacts)
    assert stale.status_code == 412
    lie = client.post(
        f"/associations/{association.id}/edit", data={**contacts, "version": 2, "website": "javascript:x"}
    )
    assert lie.status_code == 422


@pytest.mark.parametrize("path", ["/associations/new", "/sign-in"])
def test_bytes_that_are_no_text_are_refused(client: Client, sign_in: Any, path: str) -> None:
    sign_in(client, make_account())
    sent = client.post(
        path, data=b"name.fr=%FF%FE&receipt_number=\xff", content_type="application/x-www-form-urlencoded"
    )
    assert sent.status_code in {400, 401, 422}

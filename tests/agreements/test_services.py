"""Who may draft, propose, sign, change, renew and end an agreement, and what is owed under it?"""

import hashlib
import re
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from engage.access.actor import VISITOR, Actor, Grant
from engage.access.permissions import Role
from engage.accounts.models import RoleGrant
from engage.agreements import queries, services
from engage.agreements.models import Agreement, AgreementText, Obligation, Signature, text_of
from engage.audit.models import AuditEntry
from engage.database import db
from engage.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from engage.outbox.models import Message
from engage.partners import signals
from engage.partners.models import Association, AssociationStatus, Membership
from engage.transaction import transaction
from tests.factories import (
    AGREED,
    LOCAL_START,
    count_rows,
    make_account,
    make_administrator,
    make_agreement,
    make_association,
    make_auditor,
    make_manager,
    make_member,
    make_officer,
    make_seminar,
    make_supervisor,
)

pytestmark = pytest.mark.usefixtures("app")

DATES = {"starts_on": date(2026, 11, 1), "ends_on": date(2027, 10, 31)}


def draft(actor: Actor, association: Association, **changes: Any) -> Agreement:
    with transaction():
        made = services.draft_agreement(actor, association_id=association.id, **{**AGREED, **DATES, **changes})
    return db.session.get_one(Agreement, made)


def sees(viewer: Actor, agreement: Agreement) -> bool:
    """Alike by its id, in the list and for a service."""
    try:
        queries.get_agreement(viewer, agreement.id)
    except NotFound:
        assert services.party_of(viewer, agreement) is None
        assert not queries.list_agreements(viewer).items
        return False
    assert services.party_of(viewer, agreement)
    assert [one.agreement.id for one in queries.list_agreements(viewer).items] == [agreement.id]
    return True


def letters() -> list[tuple[str, str]]:
    rows = db.session.execute(select(Message.kind, Message.address).order_by(Message.created_at, Message.id))
    return [(row.kind, row.address) for row in rows]


# --- who sees it ------------------------------------------------------------------------------------------------------


def test_a_draft_is_seen_by_its_side_alone(store: str) -> None:
    association = make_association()
    manager, member = make_manager(association), make_member(association)
    officer, elsewhere, supervisor = make_officer("saiss"), make_officer("zouagha"), make_supervisor()
    of_police = draft(officer, association)
    assert [sees(one, of_police) for one in (officer, supervisor, elsewhere, manager, member)] == [
        *(True, True, False, False, False)
    ]
    with transaction():
        services.propose_agreement(officer, of_police.id)
    assert [sees(one, of_police) for one in (officer, supervisor, elsewhere, manager, member)] == [
        *(True, True, False, True, True)
    ]


def test_a_draft_of_an_association_is_its_managers() -> None:
    association, other = make_association(), make_association("Annahda")
    manager, member = make_manager(association), make_member(association)
    officer = make_officer("saiss")
    agreement = draft(manager, association)
    strangers = (member, officer, make_supervisor(), make_manager(other), make_account(), make_auditor())
    assert agreement.drafted_side == "association"
    assert sees(manager, agreement)
    assert not any(sees(one, agreement) for one in (*strangers, make_administrator(), VISITOR))


def test_an_officer_who_belongs_to_the_association_acts_for_it_alone() -> None:
    association = make_association()
    officer = make_supervisor()
    make_member(association, person=officer)
    agreement = draft(make_officer("saiss"), association)
    assert not sees(officer, agreement)
    with pytest.raises(NotAllowed):
        draft(officer, association)  # a member only, so neither


def test_what_was_somebodys_is_not_once_they_left(store: str) -> None:
    association = make_association()
    manager = make_manager(association)
    agreement = make_agreement(association)
    assert sees(manager, agreement)
    with transaction():
        db.session.delete(db.session.scalar(select(Membership).filter_by(account_id=manager.id)))
    assert not sees(manager, agreement)
    with pytest.raises(NotFound):
        services.terminate_agreement(manager, agreement.id, "Fin.")


# --- drafting ---------------------------------------------------------------------------------------------------------


def test_references_count_no_drafts() -> None:
    association, officer = make_association(), make_officer("saiss")
    drawn = [draft(officer, association).reference for _ in range(3)]
    assert all(re.fullmatch("AG-2026-[0-9]{6}", one) for one in drawn)
    numbers = [int(one[-6:]) for one in drawn]
    assert {later - earlier for earlier, later in pairwise(numbers)} != {1}


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"districts": ["nowhere"]}, "districts"),
        ({"ends_on": date(2026, 11, 1)}, "ends_on"),
        ({"ends_on": date(2037, 11, 1)}, "ends_on"),
        (
            {"obligations": [AGREED["obligations"][0], {**AGREED["obligations"][1], "due_on": date(2026, 10, 31)}]},
            "obligations.1.due_on",
        ),
    ],
)
def test_what_a_text_may_not_say(changes: dict[str, Any], path: str) -> None:
    officer = make_officer("saiss")
    with pytest.raises(Invalid) as refused:
        draft(officer, make_association(), **changes)
    assert list(refused.value.errors) == [path]


@pytest.mark.parametrize("status", [one for one in AssociationStatus if one != AssociationStatus.VERIFIED])
def test_only_with_a_verified_association(status: str) -> None:
    association = make_association(status=status)
    for person in (make_officer("saiss"), make_supervisor(), make_manager(association)):
        with pytest.raises(Invalid) as refused:
            draft(person, association)
        assert list(refused.value.errors) == ["association_id"]


def test_who_may_not_draft() -> None:
    association = make_association()
    make_officer("saiss")
    others = (make_member(association), make_account(), make_administrator(), make_officer("zouagha"))
    for person in (*others, make_manager(make_association("Annahda"))):
        with pytest.raises(NotAllowed):
            draft(person, association)


def test_a_draft_is_changed_without_a_word_to_others() -> None:
    officer, association = make_officer("saiss"), make_association()
    make_manager(association)
    agreement = draft(officer, association)
    with transaction():
        assert services.edit_agreement(officer, agreement.id, 1, obligations=[AGREED["obligations"][1]])
        assert not services.edit_agreement(officer, agreement.id, 2, title=AGREED["title"])
    assert (agreement.version, agreement.text_version, agreement.text_hash) == (2, 1, None)
    assert [one.what for one in services_obligations(agreement)] == [{"fr": "Trouver les salles."}]
    assert letters() == []
    with pytest.raises(Stale):
        services.edit_agreement(officer, agreement.id, 1, title={"fr": "Autre"})


def services_obligations(agreement: Agreement) -> list[Obligation]:
    found = select(Obligation).where(Obligation.agreement_id == agreement.id).order_by(Obligation.place)
    return list(db.session.scalars(found))


def test_an_officer_keeps_one_of_the_own_districts() -> None:
    officer = make_officer("saiss")
    make_officer("zouagha")
    agreement = draft(officer, make_association())
    with pytest.raises(Invalid):
        services.edit_agreement(officer, agreement.id, districts=["zouagha"])


# --- signing ----------------------------------------------------------------------------------------------------------


def test_both_sign_the_exact_text(store: str) -> None:
    association = make_association()
    manager, supervisor = make_manager(association), make_supervisor()
    agreement = make_agreement(association, status="proposed")
    text = text_of(agreement, services_obligations(agreement))
    assert hashlib.sha256(text.encode()).hexdigest() == agreement.text_hash
    with transaction():
        services.sign_agreement(supervisor, agreement.id, text_hash=agreement.text_hash)
    assert agreement.status == "proposed"
    with transaction():
        services.sign_agreement(manager, agreement.id, agreement.version)
    assert agreement.status == "active"
    assert agreement.signed_at
    signed = queries.list_signatures(manager, queries.get_agreement(manager, agreement.id))
    assert [(one.side, one.signer_name, one.text_hash) for one in signed] == [
        ("police", supervisor.display_name, agreement.text_hash),
        ("association", manager.display_name, agreement.text_hash),
    ]


@pytest.mark.parametrize(
    ("name", "value"), [("side", "association"), ("what", {"fr": "Tenir deux séances."}), ("due_on", date(2027, 7, 1))]
)
def test_another_duty_is_another_text(name: str, value: Any) -> None:
    agreement = make_agreement(status="proposed")
    duties = services_obligations(agreement)
    agreed = text_of(agreement, duties)
    assert text_of(agreement, duties[:1]) != agreed
    setattr(duties[0], name, value)
    assert text_of(agreement, duties) != agreed


def test_nothing_is_proposed_with_an_association_that_is_suspended_meanwhile() -> None:
    association = make_association()
    manager, agreement = make_manager(association), make_agreement(association, status="draft")
    own = draft(manager, association)
    with transaction():
        association.status = AssociationStatus.SUSPENDED
    for actor, one in ((make_supervisor(), agreement), (manager, own)):
        with pytest.raises(Conflict, match="association-cannot-sign"), transaction():
            services.propose_agreement(actor, one.id)
        assert one.status == "draft"


def test_it_begins_on_its_first_day(frozen_clock: Any) -> None:
    agreement = make_agreement(status="signed", starts_on=date(2026, 11, 25), obligations=[])
    assert agreement.status == "signed"
    with transaction():
        assert services.advance_agreements(Actor.system()) == (0, 0)
    frozen_clock.move(days=2)
    with transaction():
        assert services.advance_agreements(Actor.system()) == (1, 0)
        assert services.advance_agreements(Actor.system()) == (0, 0)
    assert agreement.status == "active"


def test_a_changed_text_needs_new_signatures(store: str) -> None:
    association = make_association()
    manager, supervisor = make_manager(association, email="m@example.org"), make_supervisor(email="s@example.org")
    agreement = make_agreement(association, status="proposed", by=supervisor)
    old_hash = agreement.text_hash
    with transaction():
        services.sign_agreement(supervisor, agreement.id)
        services.edit_agreement(manager, agreement.id, scope={"fr": "Autre chose."})
    assert (agreement.text_version, agreement.status) == (2, "proposed")
    assert agreement.text_hash != old_hash
    assert letters()[-1] == ("agreement_changed", "s@example.org")
    with pytest.raises(Conflict, match="text-changed"):
        services.sign_agreement(manager, agreement.id, text_hash=old_hash)
    db.session.rollback()
    with transaction():
        services.sign_agreement(manager, agreement.id)
    assert agreement.status == "proposed"  # the police signed another text
    with transaction():
        services.sign_agreement(supervisor, agreement.id)
    assert agreement.status == "active"
    assert count_rows(Signature) == 3
    assert count_rows(AgreementText) == 2
    for text in db.session.scalars(select(AgreementText)):
        assert hashlib.sha256(text.body.encode()).hexdigest() == text.text_hash


def test_changed_and_changed_back_is_a_new_text_all_the_same() -> None:
    agreement = make_agreement(status="proposed")
    supervisor, first = make_supervisor(), agreement.text_hash
    with transaction():
        services.edit_agreement(supervisor, agreement.id, scope={"fr": "Autre chose."})
        services.edit_agreement(supervisor, agreement.id, scope=AGREED["scope"])
    assert agreement.text_hash != first


def test_one_side_signs_once() -> None:
    agreement, supervisor = make_agreement(status="proposed"), make_supervisor()
    with transaction():
        services.sign_agreement(supervisor, agreement.id)
    with pytest.raises(Conflict, match="already-signed"):
        services.sign_agreement(make_supervisor(), agreement.id)


def test_nobody_signs_for_both_sides() -> None:
    """Not even by changing sides in between."""
    association, supervisor = make_association(), make_supervisor()
    agreement = make_agreement(association, status="proposed")
    with transaction():
        services.sign_agreement(supervisor, agreement.id)
    make_member(association, role="manager", person=supervisor)
    with pytest.raises(Conflict, match="already-signed"):
        services.sign_agreement(supervisor, agreement.id)


def test_the_text_has_the_names_of_the_day_on_which_it_is_proposed() -> None:
    association, supervisor = make_association(), make_supervisor()
    agreement = make_agreement(association, status="draft", by=supervisor)
    with transaction():
        association.name = {"fr": "Association Al Amal de Fès"}
        services.propose_agreement(supervisor, agreement.id)
    with transaction():
        association.name = {"fr": "Autre nom"}
    assert agreement.parties["association"] == {"fr": "Association Al Amal de Fès"}


def test_who_may_not_sign() -> None:
    association = make_association()
    member, part = make_member(association), make_supervisor("saiss")
    agreement = make_agreement(association, status="proposed", districts=["saiss", "agdal"])
    for person in (member, part, make_officer("saiss", "agdal")):
        with pytest.raises(NotAllowed):
            services.sign_agreement(person, agreement.id)
    both = make_account(grants=(Grant(Role.SUPERVISOR, "saiss"), Grant(Role.SUPERVISOR, "agdal")))
    with transaction():
        services.sign_agreement(both, agreement.id)


@pytest.mark.parametrize(
    "changes",
    [{"status": "suspended"}, {"status": "dissolved"}, {"mandate_expires_on": date(2026, 11, 22)}],
)
def test_an_association_that_is_not_in_order_binds_itself_to_nothing(changes: dict[str, Any]) -> None:
    association = make_association()
    manager = make_manager(association)
    agreement = make_agreement(association, status="proposed")
    with transaction():
        for name, value in changes.items():
            setattr(association, name, value)
    for step in (
        lambda: services.sign_agreement(manager, agreement.id),
        lambda: services.terminate_agreement(manager, agreement.id, "Fin."),
    ):
        with pytest.raises(Conflict, match="association-cannot-sign"):
            step()
        db.session.rollback()
    if "status" in changes:
        with pytest.raises(Conflict, match="association-cannot-sign"):
            services.sign_agreement(make_supervisor(), agreement.id)


def test_with_a_suspended_association_no_proposed_text_is_changed() -> None:
    association = make_association()
    manager, officer = make_manager(association), make_officer("saiss")
    agreement = make_agreement(association, status="proposed")
    with transaction():
        association.status = AssociationStatus.SUSPENDED
    for actor in (manager, officer):
        with pytest.raises(Conflict, match="association-cannot-sign"), transaction():
            services.edit_agreement(actor, agreement.id, title={"fr": "Autre"})
    assert agreement.text_version == 1


def test_nothing_is_signed_after_its_last_day(frozen_clock: Any) -> None:
    agreement = make_agreement(status="proposed")
    frozen_clock.move(days=400)
    with pytest.raises(Conflict, match="agreement-over"):
        services.sign_agreement(make_supervisor(), agreement.id)


STEPS: dict[str, Callable[[Actor, Any], Any]] = {
    "propose": services.propose_agreement,
    "sign": services.sign_agreement,
    "edit": lambda actor, key: services.edit_agreement(actor, key, title={"fr": "Autre"}),
    "terminate": lambda actor, key: services.terminate_agreement(actor, key, "Fin."),
    "renew": lambda actor, key: services.renew_agreement(actor, key, ends_on=date(2028, 10, 31)),
}
ALLOWED = {
    "draft": {"propose", "edit"},
    "proposed": {"sign", "edit", "terminate"},
    "signed": {"terminate", "renew"},
    "active": {"terminate", "renew"},
    "expired": {"renew"},
    "terminated": set(),
}


@pytest.mark.parametrize("status", ALLOWED)
@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_is_not_drawn_is_refused(status: str, step: str) -> None:
    agreement, supervisor = make_agreement(status="draft"), make_supervisor()
    with transaction():
        agreement.status = status
        agreement.text_hash = None if status == "draft" else "0" * 64
    if step in ALLOWED[status]:
        STEPS[step](supervisor, agreement.id)
    else:
        with pytest.raises(Conflict, match="wrong-state"):
            STEPS[step](supervisor, agreement.id)


# --- renewing and ending ----------------------------------------------------------------------------------------------


def test_a_renewal_is_a_draft_for_the_time_after() -> None:
    agreement = make_agreement()
    supervisor = make_supervisor()
    with transaction():
        made = services.renew_agreement(supervisor, agreement.id, ends_on=date(2028, 10, 31))
    renewal = db.session.get_one(Agreement, made)
    assert (renewal.starts_on, renewal.status, renewal.renewed_from) == (date(2027, 11, 1), "draft", agreement.id)
    assert [one.due_on for one in services_obligations(renewal)] == [date(2028, 6, 29), date(2027, 11, 28)]
    assert agreement.status == "active"


def test_what_was_given_up_is_not_owed_again() -> None:
    agreement, supervisor = make_agreement(), make_supervisor()
    of_association = next(one for one in services_obligations(agreement) if one.side == "association")
    with transaction():
        services.withdraw_obligation(supervisor, of_association.id, "Plus besoin")
        made = services.renew_agreement(supervisor, agreement.id, ends_on=date(2028, 10, 31))
    renewed = db.session.get_one(Agreement, made)
    assert [one.side for one in services_obligations(renewed)] == ["police"]


def test_it_expires_the_day_after_its_last(frozen_clock: Any) -> None:
    agreement = make_agreement(ends_on=date(2026, 11, 24), obligations=[])
    frozen_clock.move(days=1)
    with transaction():
        assert services.advance_agreements(Actor.system()) == (0, 0)
    frozen_clock.move(days=1)
    with transaction():
        assert services.advance_agreements(Actor.system()) == (0, 1)
    assert agreement.status == "expired"
    assert letters()[-1][0] == "agreement_ended"


def test_ending_it_tells_both_sides_why() -> None:
    association = make_association()
    manager = make_manager(association, email="m@example.org")
    supervisor = make_supervisor(email="s@example.org")
    agreement = make_agreement(association, by=supervisor)
    before = len(letters())
    with transaction():
        services.terminate_agreement(supervisor, agreement.id, "Les écoles ferment.")
    told = letters()[before:]
    assert ("agreement_ended", "m@example.org") in told
    assert ("agreement_ended", "s@example.org") not in told
    payload = db.session.scalars(select(Message.payload).where(Message.address == "m@example.org")).all()[-1]
    assert payload["reason"] == "Les écoles ferment."
    assert sees(manager, agreement)


@pytest.mark.parametrize("reason", ["Dissoute.", None])
def test_a_dissolved_association_leaves_none_standing(reason: str | None) -> None:
    association = make_association()
    standing = [make_agreement(association, status=status) for status in ("draft", "proposed", "active")]
    with transaction():
        association.status = AssociationStatus.DISSOLVED
        signals.association_dissolved.send(association.id, actor=make_supervisor(), reason=reason)
    assert [one.status for one in standing] == ["draft", "terminated", "terminated"]
    assert standing[1].terminated_reason


def test_both_are_warned_90_30_and_7_days_before_each_once(frozen_clock: Any) -> None:
    make_agreement(ends_on=date(2027, 3, 1), obligations=[])  # in 98 days
    warned = []
    for _ in range(99):
        with transaction():
            warned += [98 - _] * services.warn_of_ends(Actor.system())
            assert services.warn_of_ends(Actor.system()) == 0
        frozen_clock.move(days=1)
    assert warned == [90, 30, 7]


def test_of_warnings_that_were_missed_only_the_nearest_goes(frozen_clock: Any) -> None:
    make_agreement(ends_on=date(2027, 3, 1), obligations=[])
    frozen_clock.move(days=93)
    with transaction():
        assert services.warn_of_ends(Actor.system()) == 1
    frozen_clock.move(days=2)
    with transaction():
        assert services.warn_of_ends(Actor.system()) == 0


# --- what is owed -----------------------------------------------------------------------------------------------------


def test_who_owes_it_says_that_it_is_done(store: str) -> None:
    association = make_association()
    manager, member, supervisor = make_manager(association), make_member(association), make_supervisor()
    duty = services_obligations(make_agreement(association))[1]
    for person in (supervisor, member):
        with pytest.raises(NotAllowed):
            services.complete_obligation(person, duty.id, evidence="Oui")
    with pytest.raises(NotFound):
        services.complete_obligation(make_manager(make_association("Annahda")), duty.id)
    with pytest.raises(Stale):
        services.complete_obligation(manager, duty.id, 7)
    with transaction():
        services.complete_obligation(manager, duty.id, 1, evidence="Trois salles trouvées.")
    assert (duty.state, duty.evidence, duty.version) == ("done", "Trois salles trouvées.", 2)
    with pytest.raises(Conflict, match="wrong-state"):
        services.complete_obligation(manager, duty.id)


def test_to_whom_it_is_owed_may_give_it_up() -> None:
    association = make_association()
    manager = make_manager(association)
    duty = services_obligations(make_agreement(association))[1]
    with pytest.raises(NotAllowed):
        services.withdraw_obligation(manager, duty.id, "Trop cher.")
    with transaction():
        services.withdraw_obligation(make_officer("saiss"), duty.id, "Nous avons trouvé.")
    assert (duty.state, duty.reason) == ("withdrawn", "Nous avons trouvé.")


def test_nothing_is_done_before_both_have_signed() -> None:
    duty = services_obligations(make_agreement(status="proposed"))[0]
    with pytest.raises(Conflict, match="wrong-state"):
        services.complete_obligation(make_supervisor(), duty.id)


def test_somebody_of_the_own_side_is_put_in_charge() -> None:
    association = make_association()
    manager, member, officer = make_manager(association), make_member(association), make_officer("saiss")
    duty = services_obligations(make_agreement(association))[1]
    for stranger in (officer, make_account()):
        with pytest.raises(Invalid):
            services.assign_obligation(manager, duty.id, stranger.account_id)
        db.session.rollback()
    with pytest.raises(NotAllowed):
        services.assign_obligation(officer, duty.id, officer.account_id)
    db.session.rollback()
    with transaction():
        services.assign_obligation(manager, duty.id, member.account_id)
    assert queries.get_obligation(officer, duty.id).owner_name == member.display_name


def test_reminders_go_seven_days_before_and_when_late_each_once(frozen_clock: Any) -> None:
    association = make_association()
    manager, owner = make_manager(association), make_member(association, email="owner@example.org")
    duty = services_obligations(make_agreement(association))[1]  # due in five days
    with transaction():
        services.assign_obligation(manager, duty.id, owner.account_id)
    counts = []
    for _ in range(10):
        with transaction():
            counts += [services.warn_of_obligations(Actor.system()), services.warn_of_obligations(Actor.system())]
        frozen_clock.move(days=1)
    assert counts == [1, *[0] * 11, 1, *[0] * 7]
    assert [address for kind, address in letters() if kind == "obligation_due"] == ["owner@example.org"] * 2
    assert queries.get_obligation(manager, duty.id).is_overdue


def test_what_was_due_on_the_last_day_is_reminded_of_after_it(frozen_clock: Any) -> None:
    duties = [{"side": "police", "what": {"fr": "Rapport"}, "due_on": date(2026, 11, 24)}]
    make_agreement(ends_on=date(2026, 11, 24), obligations=duties)
    frozen_clock.move(days=2)
    with transaction():
        assert services.advance_agreements(Actor.system()) == (0, 1)
        assert services.warn_of_obligations(Actor.system()) == 1
    assert [one.is_overdue for one in queries.list_duties(make_supervisor())] == [True]


def test_an_officer_who_drafted_it_and_went_elsewhere_is_told_nothing() -> None:
    officer, association = make_officer("saiss", email="gone@example.org"), make_association()
    agreement = make_agreement(association, by=officer, status="proposed")
    with transaction():
        db.session.query(RoleGrant).filter_by(account_id=officer.id).delete()
        services.edit_agreement(make_supervisor(), agreement.id, scope={"fr": "Autre chose."})
    assert "gone@example.org" not in [address for _kind, address in letters()]


def test_whoever_left_is_reminded_of_nothing() -> None:
    association = make_association()
    manager = make_manager(association, email="m@example.org")
    owner = make_member(association, email="owner@example.org")
    duty = services_obligations(make_agreement(association))[1]
    with transaction():
        services.assign_obligation(manager, duty.id, owner.account_id)
        db.session.delete(db.session.scalar(select(Membership).filter_by(account_id=owner.id)))
    with transaction():
        services.warn_of_obligations(Actor.system())
    told = [address for kind, address in letters() if kind == "obligation_due"]
    assert "m@example.org" in told
    assert "owner@example.org" not in told


def test_duties_are_seen_by_both_sides_the_most_urgent_first(frozen_clock: Any) -> None:
    association = make_association()
    manager = make_manager(association)
    make_agreement(association)
    make_agreement(association, status="proposed")
    for person in (manager, make_officer("saiss")):
        assert [one.what["fr"] for one in queries.list_duties(person)] == ["Trouver les salles."]
        assert len(queries.list_duties(person, within=None)) == 2
    for stranger in (make_officer("zouagha"), make_manager(make_association("Annahda")), VISITOR):
        assert not queries.list_duties(stranger, within=None)
    frozen_clock.move(days=6)
    [one] = queries.list_agreements(manager, status="active").items
    assert (one.open_count, one.overdue_count, one.next_due_on) == (2, 1, date(2026, 11, 28))


# --- the trail --------------------------------------------------------------------------------------------------------


def test_every_step_is_in_the_trail_without_names() -> None:
    agreement = make_agreement()
    duty = services_obligations(agreement)[0]
    with transaction():
        services.complete_obligation(make_supervisor(), duty.id, evidence="Fait.")
        services.terminate_agreement(make_supervisor(), agreement.id, "Fin.")
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_id == str(agreement.id))).all()
    assert [entry.action for entry in sorted(entries, key=lambda one: one.id)] == [
        "agreement.drafted",
        "agreement.proposed",
        "agreement.signed",
        "agreement.signed",
        "agreement.concluded",
        "agreement.activated",
        "obligation.done",
        "agreement.terminated",
    ]
    assert "Omar" not in "".join(f"{entry.before}{entry.after}" for entry in entries)


# --- seminars under it ------------------------------------------------------------------------------------------------


def test_a_seminar_is_held_under_an_active_agreement_of_its_district() -> None:
    agreement = make_agreement()
    seminar = make_seminar(agreement_id=agreement.id)
    assert seminar.agreement_id == agreement.id
    for wrong in (make_agreement(status="proposed"), make_agreement(districts=["agdal"])):
        with pytest.raises(Invalid) as refused:
            make_seminar(agreement_id=wrong.id)
        assert list(refused.value.errors) == ["agreement_id"]
        db.session.rollback()
    ends = make_agreement(ends_on=LOCAL_START.date() - timedelta(days=1), obligations=[])
    with pytest.raises(Invalid):
        make_seminar(agreement_id=ends.id)
    db.session.rollback()


def test_what_was_held_under_it_stays_when_it_has_ended() -> None:
    from engage.seminars import services as seminars

    agreement = make_agreement()
    seminar, supervisor = make_seminar(agreement_id=agreement.id), make_supervisor()
    with transaction():
        services.terminate_agreement(supervisor, agreement.id, "Fin.")
        seminars.edit_seminar(supervisor, seminar.id, capacity=50)
    assert seminar.agreement_id == agreement.id


# --- the register -----------------------------------------------------------------------------------------------------


def test_the_register_holds_what_is_active_of_verified_associations(store: str) -> None:
    association = make_association()
    shown = make_agreement(association)
    for status in ("draft", "proposed"):
        make_agreement(association, status=status)
    later = make_agreement(association, status="signed", starts_on=date(2026, 12, 1), obligations=[])
    assert [one.reference for one in queries.list_registered(VISITOR).items] == [shown.reference]
    for hidden in (later.reference, "AG-2026-9999", "a\0b"):
        with pytest.raises(NotFound):
            queries.get_registered(VISITOR, hidden)
    with transaction():
        association.status = AssociationStatus.SUSPENDED
    assert not queries.list_registered(VISITOR).items
    with transaction():
        association.status = AssociationStatus.VERIFIED
    assert queries.get_registered(VISITOR, shown.reference).text_hash == shown.text_hash


def test_ended_ones_are_asked_for() -> None:
    supervisor = make_supervisor()
    ended, refused = make_agreement(), make_agreement(status="proposed")
    with transaction():
        for one in (ended, refused):
            services.terminate_agreement(supervisor, one.id, "Fin.")
    assert not queries.list_registered(VISITOR).items
    found = queries.list_registered(VISITOR, state="ended").items
    assert [one.reference for one in found] == [ended.reference]  # never what was only proposed


def test_what_ended_before_its_first_day_was_never_in_force(frozen_clock: Any, store: str) -> None:
    later, began = (make_agreement(status="signed", starts_on=date(2026, 12, 1), obligations=[]) for _ in range(2))
    with transaction():
        services.terminate_agreement(make_supervisor(), later.id, "Fin.")
    frozen_clock.move(days=8)
    with transaction():
        services.advance_agreements(Actor.system())
        services.terminate_agreement(make_supervisor(), began.id, "Fin.")
    assert [one.id for one in queries.list_registered(VISITOR, state="ended").items] == [began.id]
    with pytest.raises(NotFound):
        queries.get_registered(VISITOR, later.reference)


def test_what_the_register_hides_is_named_to_both_sides_alone() -> None:
    association = make_association()
    agreement, manager = make_agreement(association), make_manager(association)
    assert queries.find_title(VISITOR, agreement.id) == (agreement.reference, agreement.title, True)
    with transaction():
        association.status = AssociationStatus.SUSPENDED
    for person in (manager, make_supervisor()):
        assert queries.find_title(person, agreement.id) == (agreement.reference, agreement.title, False)
    for person in (VISITOR, make_account(), make_manager(make_association("Autre"))):
        assert queries.find_title(person, agreement.id) is None


@pytest.mark.parametrize(("days", "refused"), [(59, False), (61, True)])
def test_long_after_its_mandate_an_association_lays_no_text_before_the_police(
    frozen_clock: Any, days: int, refused: bool
) -> None:
    association = make_association(mandate_expires_on=date(2026, 11, 30))
    manager, supervisor = make_manager(association), make_supervisor()
    of_police = make_agreement(association, by=supervisor, status="draft")
    own = draft(manager, association)
    changed = make_agreement(association, status="proposed")
    frozen_clock.move(days=7 + days)
    for step in (
        lambda: services.propose_agreement(manager, own.id),
        lambda: services.edit_agreement(manager, changed.id, title={"fr": "Autre"}),
    ):
        with pytest.raises(Conflict, match="mandate-expired") if refused else nullcontext(), transaction():
            step()
    with transaction():
        services.propose_agreement(supervisor, of_police.id)


@pytest.mark.parametrize(("q", "count"), [("sécurite", 1), ("الاطفال", 1), ("AG-2026", 1), ("amal", 1), ("zzz", 0)])
def test_it_is_searched_in_any_spelling(q: str, count: int) -> None:
    make_agreement()
    assert len(queries.list_registered(VISITOR, q=q).items) == count


def test_a_register_that_is_paged_shows_each_once() -> None:
    association = make_association()
    made = {make_agreement(association, obligations=[]).reference for _ in range(5)}
    seen, cursor = [], None
    while True:
        page = queries.list_registered(VISITOR, cursor=cursor, limit=2)
        seen += [one.reference for one in page.items]
        if page.next_key is None:
            break
        cursor = (date.fromisoformat(page.next_key[0]), UUID(page.next_key[1]))
    assert sorted(seen) == sorted(made)

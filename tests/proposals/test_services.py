"""What may be asked, what may be answered, and what does a yes bring about?"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from engage import clock
from engage.access.actor import Actor, Grant
from engage.access.permissions import Role
from engage.accounts.models import RoleGrant
from engage.audit.models import AuditEntry
from engage.database import db
from engage.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from engage.outbox.models import Message
from engage.partners import services as partners
from engage.partners.models import Association, AssociationStatus
from engage.partners.queries import consequences_of
from engage.partners.signals import association_dissolved
from engage.proposals import queries, services
from engage.proposals.models import MAX_WAITING, Proposal
from engage.registrations.models import Registration
from engage.seminars.models import Seminar
from engage.seminars.services import plan_seminar
from engage.transaction import transaction
from tests.factories import (
    count_rows,
    make_account,
    make_association,
    make_manager,
    make_member,
    make_officer,
    make_proposal,
    make_seminar,
    make_supervisor,
    make_venue,
    wished,
)

pytestmark = pytest.mark.usefixtures("app")
PHONE = "+212661234567"


@pytest.fixture
def manager(app: Flask) -> Actor:
    return make_manager(make_association())


@pytest.fixture
def officer(app: Flask) -> Actor:
    return make_officer("saiss", email="officer@example.org")


def asked_by(manager: Actor, **details: Any) -> Proposal:
    association_id = db.session.query(Association.id).scalar()
    return make_proposal(manager, association_id=association_id, **details)


def kinds_to(address: str) -> list[str]:
    found = db.session.query(Message.kind).filter_by(address=address).order_by(Message.created_at, Message.id)
    return [kind for (kind,) in found]


def accept(officer: Actor, proposal: Proposal, **plan: Any) -> Seminar:
    with transaction():
        return db.session.get_one(Seminar, services.accept_proposal(officer, proposal.id, **plan))


def offer(officer: Actor, proposal: Proposal, **details: Any) -> None:
    with transaction():
        services.offer_dates(officer, proposal.id, **{"dates": [wished(date(2026, 12, 17))]} | details)


# --- asking -----------------------------------------------------------------------------------------------------------


def test_an_association_asks_and_the_officers_of_the_district_hear_of_it(
    manager: Actor, officer: Actor, store: str
) -> None:
    make_officer("zouagha", email="elsewhere@example.org")
    proposal = asked_by(manager)
    assert (proposal.status, proposal.district, proposal.version) == ("open", "saiss", 1)
    assert proposal.dates == [{"day": "2026-12-15", "start_clock": "09:00", "end_clock": "11:00"}]
    assert kinds_to("officer@example.org") == ["proposal_asked"]
    assert kinds_to("elsewhere@example.org") == []
    entry = db.session.query(AuditEntry).filter_by(action="proposal.asked").one()
    assert (entry.actor_id, entry.subject_id) == (manager.id, str(proposal.id))


def test_without_officers_of_its_own_the_commander_of_the_city_hears_of_it(manager: Actor) -> None:
    make_supervisor(email="commander@example.org")
    asked_by(manager)
    assert kinds_to("commander@example.org") == ["proposal_asked"]


def test_a_school_asks_by_name_or_by_venue_and_says_how_to_reach_it(app: Flask) -> None:
    person = make_account()
    assert make_proposal(person, establishment="École Ibn Khaldoun", contact_phone=PHONE).association_id is None
    school = make_venue(kind="primary_school", district="agdal")
    assert make_proposal(person, venue_id=school.id, contact_phone=PHONE).district == "agdal"


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"establishment": "École Ibn Khaldoun"}, "contact_phone"),
        ({"contact_phone": PHONE}, "establishment"),
        ({"establishment": "École", "contact_phone": PHONE, "headcounts": {"primary": 20, "adults": 2}}, "headcounts"),
        ({"establishment": "École", "contact_phone": PHONE, "headcounts": {"primary": 26}}, "headcounts"),
        ({"establishment": "École", "contact_phone": PHONE, "venue_id": uuid4()}, "venue_id"),
        ({"establishment": "É", "contact_phone": PHONE, "dates": [wished(date(2026, 11, 20))]}, "dates.0.day"),
        ({"establishment": "É", "contact_phone": PHONE, "dates": [wished(end=9)]}, "dates.0.end_clock"),
        ({"establishment": "É", "contact_phone": PHONE, "dates": [wished(), wished()]}, "dates"),
    ],
)
def test_what_is_no_sound_request_is_told_at_its_field(app: Flask, details: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        make_proposal(make_account(), **details)
    assert set(refused.value.errors) == {field}


def test_a_district_is_needed_where_no_venue_says_it(app: Flask) -> None:
    asked = {"theme": "cyber", "audiences": ["parents"], "languages": ["ar"], "expected": 5, "dates": [wished()]}
    with pytest.raises(Invalid) as refused, transaction():
        services.ask_for_seminar(make_account(), establishment="Lycée", contact_phone=PHONE, **asked)
    assert set(refused.value.errors) == {"district"}


def test_a_hall_is_no_school_and_a_venue_elsewhere_no_venue_of_the_district(app: Flask) -> None:
    hall = make_venue(district="agdal")
    with pytest.raises(Invalid, match="invalid-input"):
        make_proposal(make_account(), venue_id=hall.id, contact_phone=PHONE)
    with pytest.raises(Invalid) as refused:
        make_proposal(make_account(), venue_id=hall.id, district="saiss", establishment="École", contact_phone=PHONE)
    assert set(refused.value.errors) == {"venue_id"}


def test_only_managers_of_verified_associations_ask_for_them(app: Flask) -> None:
    association = make_association()
    with pytest.raises(NotAllowed):
        make_proposal(make_member(association), association_id=association.id)
    with pytest.raises(NotFound):
        make_proposal(make_manager(make_association("Annahda")), association_id=association.id)
    suspended = make_association("Assalam", status=AssociationStatus.SUSPENDED)
    with pytest.raises(Conflict, match="association-not-verified"):
        make_proposal(make_manager(suspended), association_id=suspended.id)


def test_no_more_than_twenty_wait_for_an_answer(manager: Actor, officer: Actor) -> None:
    proposals = [asked_by(manager) for _ in range(MAX_WAITING)]
    with pytest.raises(Conflict, match="too-many-proposals"):
        asked_by(manager)
    with transaction():
        services.withdraw_proposal(manager, proposals[0].id)
    asked_by(manager)


# --- who sees it ------------------------------------------------------------------------------------------------------


def test_askers_and_the_officers_of_the_district_see_it_and_nobody_else(manager: Actor, officer: Actor) -> None:
    proposal = asked_by(manager)
    association = db.session.query(Association).one()
    for viewer in (manager, make_member(association), officer, make_supervisor(), make_supervisor("saiss")):
        assert queries.get_proposal(viewer, proposal.id).id == proposal.id
        assert [one.id for one in queries.list_proposals(viewer).items] == [proposal.id]
    others = make_manager(make_association("Annahda")), make_officer("zouagha"), make_supervisor("agdal")
    for viewer in (*others, make_account()):
        with pytest.raises(NotFound):
            queries.get_proposal(viewer, proposal.id)
        assert not queries.list_proposals(viewer).items
        for step in (services.accept_proposal, services.withdraw_proposal, services.agree_to_offer):
            with pytest.raises(NotFound):
                step(viewer, proposal.id)


def test_a_member_reads_and_decides_nothing_and_officers_do_not_answer_for_the_asker(
    manager: Actor, officer: Actor
) -> None:
    proposal = asked_by(manager)
    member = make_member(db.session.query(Association).one())
    for viewer in (member, officer):
        with pytest.raises(NotAllowed):
            services.withdraw_proposal(viewer, proposal.id)
    for viewer in (member, manager):
        with pytest.raises(NotAllowed):
            services.decline_proposal(viewer, proposal.id, reason="Non")


def test_the_queue_is_oldest_first_and_filtered_page_by_page(
    manager: Actor, officer: Actor, frozen_clock: Any, store: str
) -> None:
    made = []
    for theme in ("cyber", "drugs", "cyber"):
        made.append(asked_by(manager, theme=theme).id)
        frozen_clock.move(hours=1)
    with transaction():
        services.withdraw_proposal(manager, made[0])
    first = queries.list_proposals(officer, limit=2)
    assert [one.id for one in first.items] == made[:2]
    assert first.next_key
    cursor = (datetime.fromisoformat(first.next_key[0]), made[1])
    assert [one.id for one in queries.list_proposals(officer, cursor=cursor, limit=2).items] == made[2:]
    assert [one.id for one in queries.list_proposals(officer, theme="cyber").items] == [made[0], made[2]]
    assert [one.id for one in queries.list_proposals(officer, status="open").items] == made[1:]
    assert not queries.list_proposals(officer, district="agdal").items
    assert not queries.list_proposals(officer, association_id=uuid4()).items
    assert [one.id for one in queries.list_proposals(manager).items] == made[::-1]
    assert [one.id for one in queries.list_open(officer, limit=9)] == made[1:]


def test_it_is_late_after_ten_working_days(manager: Actor, frozen_clock: Any) -> None:
    proposal = asked_by(manager, days=(date(2027, 3, 1),))
    frozen_clock.move(days=14)
    seen = queries.get_proposal(manager, proposal.id)
    assert (seen.age, seen.is_late) == (10, False)
    frozen_clock.move(days=1)
    assert queries.get_proposal(manager, proposal.id).is_late


# --- accepted ---------------------------------------------------------------------------------------------------------


def test_accepted_it_is_a_draft_in_which_the_delegation_holds_its_seats(
    manager: Actor, officer: Actor, store: str
) -> None:
    venue = make_venue(capacity=200)
    proposal = asked_by(manager, venue_id=venue.id, days=(date(2026, 12, 15), date(2026, 12, 16)))
    seminar = accept(officer, proposal)
    assert (seminar.status, seminar.venue_id, seminar.theme) == ("draft", venue.id, "road_safety")
    assert (seminar.local_start, seminar.local_end) == (datetime(2026, 12, 15, 9), datetime(2026, 12, 15, 11))
    assert (seminar.capacity, seminar.seats_taken, seminar.max_party_size) == (26, 26, 26)
    assert seminar.title["fr"] == "Sécurité routière"
    assert (proposal.status, proposal.seminar_id, proposal.decided_by) == ("accepted", seminar.id, officer.id)
    party = db.session.query(Registration).one()
    assert (party.status, party.party_size, party.headcounts) == ("confirmed", 26, {"primary": 24, "adults": 2})
    assert (party.account_id, party.association_id) == (manager.id, proposal.association_id)
    assert kinds_to(manager.email) == ["proposal_accepted"]


def test_an_officer_chooses_another_day_place_and_size(manager: Actor, officer: Actor) -> None:
    venue, proposal = make_venue(capacity=60), asked_by(manager)
    times = {"local_start": datetime(2026, 12, 18, 14), "local_end": datetime(2026, 12, 18, 16)}
    seminar = accept(officer, proposal, venue_id=venue.id, capacity=60, title={"fr": "À vélo"}, **times)
    assert (seminar.local_start.day, seminar.capacity, seminar.seats_taken) == (18, 60, 26)
    assert seminar.title == {"fr": "À vélo"}


def test_where_fewer_fit_than_asked_the_party_is_smaller_and_counted_anew(manager: Actor, officer: Actor) -> None:
    small = make_venue(capacity=20)
    seminar = accept(officer, asked_by(manager), venue_id=small.id)
    party = db.session.query(Registration).one()
    assert (seminar.seats_taken, party.party_size, party.headcounts) == (20, 20, {})


def test_a_school_holds_more_seats_than_a_citizen_may_register(officer: Actor) -> None:
    person = make_account()
    proposal = make_proposal(person, establishment="École", contact_phone=PHONE)
    accept(officer, proposal, venue_id=make_venue().id)
    party = db.session.query(Registration).one()
    assert (party.account_id, party.association_id, party.party_size) == (person.id, None, 26)
    assert kinds_to(person.email) == ["proposal_accepted"]


def test_no_place_a_taken_one_and_a_day_that_is_over_are_refused(
    manager: Actor, officer: Actor, frozen_clock: Any
) -> None:
    proposal, venue = asked_by(manager), make_venue()
    make_seminar(venue=venue, local_start=datetime(2026, 12, 15, 10))
    for plan, field in (({}, "venue_id"), ({"venue_id": venue.id}, "venue_id"), ({"date": 3}, "date")):
        with pytest.raises(Invalid) as refused, transaction():
            services.accept_proposal(officer, proposal.id, **plan)
        assert field in refused.value.errors
    accept(officer, proposal, venue_id=venue.id, force_reason="Deux salles")
    late = asked_by(manager, days=(date(2026, 12, 16),))
    frozen_clock.set(clock.instant(datetime(2026, 12, 17), "Africa/Casablanca"))
    with pytest.raises(Invalid) as refused, transaction():
        services.accept_proposal(officer, late.id, venue_id=venue.id)
    assert set(refused.value.errors) == {"starts_at"}


def test_what_was_answered_is_not_answered_again(manager: Actor, officer: Actor) -> None:
    proposal, venue = asked_by(manager), make_venue()
    with pytest.raises(Stale):
        services.accept_proposal(officer, proposal.id, version=9, venue_id=venue.id)
    accept(officer, proposal, venue_id=venue.id)
    for step in (
        lambda: services.accept_proposal(officer, proposal.id),
        lambda: services.decline_proposal(officer, proposal.id, reason="Non"),
        lambda: services.offer_dates(officer, proposal.id, dates=[wished()]),
        lambda: services.withdraw_proposal(manager, proposal.id),
        lambda: services.agree_to_offer(manager, proposal.id),
    ):
        with pytest.raises(Conflict, match="wrong-state"):
            step()


def test_nobody_decides_on_what_the_own_association_asks_for(manager: Actor, officer: Actor) -> None:
    proposal = asked_by(manager, venue_id=make_venue().id)
    make_member(db.session.get_one(Association, proposal.association_id), person=officer)
    for decide in (lambda: accept(officer, proposal), lambda: offer(officer, proposal)):
        with pytest.raises(NotAllowed):
            decide()
    assert accept(make_officer("saiss"), proposal).status == "draft"


def test_an_association_that_is_suspended_meanwhile_gets_no_seats(manager: Actor, officer: Actor) -> None:
    proposal, venue = asked_by(manager), make_venue()
    with transaction():
        db.session.query(Association).one().status = AssociationStatus.SUSPENDED
    with pytest.raises(Conflict, match="association-not-verified"):
        accept(officer, proposal, venue_id=venue.id)
    assert count_rows(Seminar) == 0


def test_an_association_whose_mandate_is_long_over_gets_no_seats(manager: Actor, officer: Actor) -> None:
    proposal, venue = asked_by(manager), make_venue()
    with transaction():
        db.session.query(Association).one().mandate_expires_on = date(2026, 1, 1)
    with pytest.raises(Conflict, match="mandate-expired"):
        accept(officer, proposal, venue_id=venue.id)
    assert count_rows(Seminar) == 0


# --- another date, no, and back ---------------------------------------------------------------------------------------


def test_one_that_is_suspended_while_the_draft_is_planned_gets_none_either(
    manager: Actor, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposal, venue = asked_by(manager), make_venue()

    def slowly(*args: Any, **plan: Any) -> UUID:
        db.session.query(Association).one().status = AssociationStatus.SUSPENDED
        return plan_seminar(*args, **plan)

    monkeypatch.setattr("engage.proposals.services.granting.plan_seminar", slowly)
    with pytest.raises(Conflict, match="association-not-verified"):
        accept(officer, proposal, venue_id=venue.id)
    assert count_rows(Seminar) == 0


def test_an_offer_binds_and_the_askers_yes_makes_the_draft(manager: Actor, officer: Actor, store: str) -> None:
    venue, proposal = make_venue(), asked_by(manager)
    days = [wished(date(2026, 12, 17)), wished(date(2026, 12, 18), 14, 16)]
    offer(officer, proposal, dates=days, venue_id=venue.id, note="La salle est prise le 15.")
    assert (proposal.status, proposal.reason) == ("answered", "La salle est prise le 15.")
    with transaction():
        seminar = db.session.get_one(Seminar, services.agree_to_offer(manager, proposal.id, date=1))
    assert (seminar.status, seminar.local_start, seminar.venue_id) == ("draft", datetime(2026, 12, 18, 14), venue.id)
    assert (seminar.created_by, seminar.seats_taken, proposal.status) == (officer.id, 26, "accepted")
    assert kinds_to(manager.email) == ["proposal_answered", "proposal_accepted"]
    assert kinds_to(officer.email) == ["proposal_asked", "proposal_agreed"]


def test_an_offer_stands_though_the_officer_has_gone_elsewhere(manager: Actor, officer: Actor) -> None:
    proposal = asked_by(manager)
    offer(officer, proposal, venue_id=make_venue().id)
    with transaction():
        db.session.query(RoleGrant).filter_by(account_id=officer.id).delete()
    with transaction():
        services.agree_to_offer(manager, proposal.id)
    assert proposal.status == "accepted"


def test_a_suspended_association_agrees_to_nothing_and_may_withdraw(manager: Actor, officer: Actor) -> None:
    proposal = asked_by(manager)
    offer(officer, proposal, venue_id=make_venue().id)
    with transaction():
        db.session.query(Association).one().status = AssociationStatus.SUSPENDED
    with pytest.raises(Conflict, match="association-not-verified"), transaction():
        services.agree_to_offer(manager, proposal.id)
    with transaction():
        services.withdraw_proposal(manager, proposal.id)
    assert proposal.status == "withdrawn"


def test_an_association_whose_mandate_is_long_over_agrees_to_nothing_and_reads_the_way_out(
    manager: Actor, officer: Actor
) -> None:
    proposal = asked_by(manager)
    offer(officer, proposal, venue_id=make_venue().id)
    with transaction():
        db.session.query(Association).one().mandate_expires_on = date(2026, 1, 1)
    with pytest.raises(Conflict, match="mandate-expired") as refused, transaction():
        services.agree_to_offer(manager, proposal.id)
    assert refused.value.figures["way_out"] == f"/associations/{proposal.association_id}/mandate"


def test_an_offer_names_a_place_and_only_what_was_offered_is_agreed_to(manager: Actor, officer: Actor) -> None:
    proposal = asked_by(manager)
    with pytest.raises(Invalid) as refused, transaction():
        services.offer_dates(officer, proposal.id, dates=[wished()])
    assert set(refused.value.errors) == {"venue_id"}
    with pytest.raises(Conflict, match="wrong-state"):
        services.agree_to_offer(manager, proposal.id)
    venue = make_venue()
    offer(officer, proposal, venue_id=venue.id)
    with pytest.raises(Invalid) as refused, transaction():
        services.agree_to_offer(manager, proposal.id, date=1)
    assert set(refused.value.errors) == {"date"}
    make_seminar(venue=venue, local_start=datetime(2026, 12, 17, 10))
    with pytest.raises(Conflict, match="date-taken"), transaction():
        services.agree_to_offer(manager, proposal.id)


def test_declined_and_withdrawn_are_told(manager: Actor, officer: Actor) -> None:
    declined, withdrawn = asked_by(manager), asked_by(manager)
    with transaction():
        services.decline_proposal(officer, declined.id, reason="Pas d’intervenant.")
    assert (declined.status, declined.reason) == ("declined", "Pas d’intervenant.")
    offer(officer, withdrawn, venue_id=make_venue().id)
    with transaction():
        services.withdraw_proposal(manager, withdrawn.id)
    assert withdrawn.status == "withdrawn"
    assert sorted(kinds_to(manager.email)) == ["proposal_answered", "proposal_declined"]
    assert kinds_to(officer.email)[-1] == "proposal_withdrawn"
    trail = [row.action for row in db.session.query(AuditEntry).filter_by(subject_id=str(withdrawn.id))]
    assert sorted(trail) == ["proposal.answered", "proposal.asked", "proposal.withdrawn"]


# --- asked twice ------------------------------------------------------------------------------------------------------


def test_the_same_asked_twice_is_pointed_out(manager: Actor, officer: Actor, store: str) -> None:
    first = asked_by(manager)
    near = asked_by(manager, days=(date(2027, 2, 12),))
    asked_by(manager, days=(date(2027, 6, 1),))
    asked_by(manager, theme="drugs")
    found = queries.doubles_of(officer, queries.get_proposal(officer, near.id))
    assert [one.id for one in found.proposals] == [first.id]
    assert not found.seminars


def test_the_same_school_by_another_spelling_is_the_same(officer: Actor) -> None:
    first = make_proposal(make_account(), establishment="École Ibn Khaldoun", contact_phone=PHONE)
    second = make_proposal(make_account(), establishment="ecole ibn khaldoun", contact_phone=PHONE)
    found = queries.doubles_of(officer, queries.get_proposal(officer, second.id))
    assert [one.id for one in found.proposals] == [first.id]
    asker = Actor(second.account_id, grants=(Grant(Role.CITIZEN),))
    assert not queries.doubles_of(
        asker, queries.get_proposal(asker, second.id)
    ).proposals  # of others it learns nothing


def test_a_seminar_on_the_theme_at_the_venue_or_with_the_association_is_pointed_out(
    manager: Actor, officer: Actor, store: str
) -> None:
    venue = make_venue()
    there = make_seminar(venue=venue, theme="road_safety")
    make_seminar(venue=venue, theme="cyber")
    accepted = accept(officer, asked_by(manager), venue_id=make_venue().id)
    later = asked_by(manager, venue_id=venue.id, days=(date(2027, 1, 5),))
    found = queries.doubles_of(officer, queries.get_proposal(officer, later.id))
    assert {one.id for one in found.seminars} == {there.id, accepted.id}


# --- what speaks for and against a day --------------------------------------------------------------------------------


def test_officers_see_what_is_taken_and_of_what_to_beware(manager: Actor, officer: Actor, store: str) -> None:
    venue = make_venue()
    make_seminar("Autre", venue=venue, local_start=datetime(2026, 12, 15, 10))
    days = (date(2026, 12, 15), date(2026, 12, 19))
    proposal = asked_by(manager, venue_id=venue.id, days=days)
    seen = queries.get_proposal(officer, proposal.id)
    taken, weekend = queries.list_dates(officer, seen, seen.dates, seen.venue_id)
    assert [one.title for one in taken.taken] == [{"fr": "Autre"}]
    assert not weekend.taken
    assert [one.type for one in weekend.warnings] == ["weekend"]
    plain = queries.list_dates(manager, queries.get_proposal(manager, proposal.id), seen.dates, seen.venue_id)
    assert not any(one.taken or one.warnings for one in plain)
    assert taken.end - taken.start == timedelta(hours=2)


# --- the end ----------------------------------------------------------------------------------------------------------


def test_when_an_association_is_dissolved_its_requests_end(manager: Actor, officer: Actor, store: str) -> None:
    waiting, declined = asked_by(manager), asked_by(manager)
    with transaction():
        services.decline_proposal(officer, declined.id, reason="Non")
    with transaction():
        association_dissolved.send(waiting.association_id, actor=make_supervisor(), reason="Dissoute")
    db.session.expire_all()
    assert (waiting.status, waiting.version, declined.status) == ("withdrawn", 2, "declined")


@pytest.mark.parametrize("step", ["suspend", "dissolve"])
def test_seats_that_are_held_in_a_draft_go_with_the_association(
    manager: Actor, officer: Actor, store: str, step: str
) -> None:
    draft = accept(officer, asked_by(manager), venue_id=make_venue().id)
    party, supervisor = db.session.query(Registration).one(), make_supervisor()
    association_id = party.association_id
    assert association_id
    assert consequences_of(supervisor, association_id)["delegations"] == 1
    with transaction():
        if step == "suspend":
            partners.suspend_association(supervisor, association_id, "Contrôle", cancel_registrations=True)
        else:
            partners.dissolve_association(supervisor, association_id)
    db.session.expire_all()
    assert (party.status, draft.status, draft.seats_taken) == ("cancelled", "draft", 0)
    assert "registration_cancelled_by_officer" in kinds_to(manager.email)


def test_contacts_and_words_are_erased_a_year_after_the_last_day(
    manager: Actor, officer: Actor, frozen_clock: Any, store: str
) -> None:
    ended = asked_by(manager, contact_phone=PHONE, note="Devant la porte")
    waiting = asked_by(manager, contact_phone=PHONE)
    with transaction():
        services.decline_proposal(officer, ended.id, reason="Non")
    frozen_clock.set(clock.instant(datetime(2027, 12, 15, 12), "Africa/Casablanca"))
    assert services.forget_contacts(Actor.system()) == 0
    frozen_clock.move(days=1)
    with transaction():
        assert services.forget_contacts(Actor.system()) == 1
        assert services.forget_contacts(Actor.system()) == 0
    db.session.expire_all()
    assert (ended.contact_phone, ended.note, ended.reason) == (None, None, None)
    assert waiting.contact_phone == PHONE

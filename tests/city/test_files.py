"""Does a file of an officer change all that it says or nothing, and is everything wrong with it told before?"""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

import engage.city
from engage import language
from engage.access.actor import Actor
from engage.audit.models import AuditEntry
from engage.city import queries, services
from engage.city.kinds import KINDS, OFFERED
from engage.city.models import Import
from engage.city.services import work
from engage.database import db
from engage.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from engage.partners.models import Association
from engage.places.models import Venue
from engage.seminars.models import Booking, Seminar, SeminarWord
from engage.seminars.services import booking, cancel_seminar, edit_seminar
from engage.transaction import transaction
from tests.clients import Client
from tests.conftest import FrozenClock
from tests.factories import (
    count_rows,
    make_account,
    make_import,
    make_officer,
    make_registration,
    make_supervisor,
    make_venue,
    programme,
)

pytestmark = pytest.mark.usefixtures("app")

MANY = 1_203  # twice the lines that are told of at a time, and some
ENOUGH = 503  # for the worker, in two goes


@pytest.fixture
def officer() -> Actor:
    """Of Saiss, where there is a venue."""
    language.use("en")
    make_venue(code="maison", capacity=100)
    make_venue(code="salle", district="zouagha")
    return make_officer("saiss")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", OFFERED)
def test_an_example_is_a_file_as_it_should_be(browser_of: Callable[..., Client], kind: str, ending: str) -> None:
    for locale in ("ar", "fr", "en"):
        example = browser_of(make_supervisor()).get(f"/imports/{kind}/example.{ending}?lang={locale}").data
        report, read = services.files.read(kind, "example", example)
        assert [str(problem) for problem in [*report.problems, *report.notices]] == []
        assert read.total == 1


def test_an_example_is_nothing_that_a_city_has() -> None:
    city = "".join(path.read_text() for path in (Path(engage.city.__file__).parent / "fez").glob("*.csv"))
    for kind, key in (("seminars", "reference"), ("venues", "code"), ("associations", "receipt_number")):
        [example] = [column.example for column in KINDS[kind].known_columns if column.name == key]
        assert f"\n{example}," not in city and f",{example}," not in city


def apply(person: Actor, sent: Import, version: int | None = None) -> queries.ImportView:
    with transaction():
        services.apply_import(person, sent.id, version)
    return queries.get_import(person, sent.id)


def work_off() -> int:
    done = 0
    while services.take_up_import(Actor.system()):
        done += 1
    language.use("en")
    return done


def told(sent: Any) -> list[tuple[int, str]]:
    return [(problem[0], problem[1]) for problem in sent.problems]


def many(count: int = MANY, **same: Any) -> str:
    return programme(*({"reference": f"R-{number}"} for number in range(count)), **same)


# --- checking ---------------------------------------------------------------------------------------------------------


def test_a_check_says_what_would_come_and_changes_nothing(officer: Actor, store: str) -> None:
    sent = make_import(officer, programme({}, {"reference": "FES-2"}, remarque="x"))
    assert (sent.state, sent.total_lines, sent.counts, sent.problem_count) == ("checked", 2, {"new": 2}, 0)
    assert [(notice[0], notice[1]) for notice in sent.notices] == [(1, "remarque"), (3, "venue")]  # both at one hour
    assert sent.samples[0]["local_start"] == "2026-12-21 16:00"
    assert count_rows(Seminar) == count_rows(SeminarWord) == 0
    assert {action for (action,) in db.session.execute(select(AuditEntry.action)) if "seminar" in action} == set()
    assert count_rows(AuditEntry, AuditEntry.action == "import.checked") == 1


def test_every_problem_is_told_by_line_and_column(officer: Actor, store: str) -> None:
    wrong = [
        {"theme": "astrology", "capacity": "many"},
        {"reference": "B", "local_end": "2026-12-21 15:00", "capacity": "400"},
        {"reference": "C", "venue": "nowhere"},
        {"reference": "D", "venue": "salle"},
        {"reference": "E"},
        {"reference": "E"},
        {"reference": "F", "local_start": "2026-03-22 02:30", "local_end": "2026-03-22 05:00"},
    ]
    sent = make_import(officer, programme(*wrong))
    assert (sent.state, sent.problem_count) == ("refused", 8)
    assert told(sent) == [
        (2, "capacity"),
        (2, "theme"),
        (3, "capacity"),
        (3, "local_end"),
        (4, "venue"),
        (5, "venue"),
        (7, ""),
        (8, "local_start"),
    ]
    assert [problem[3] for problem in sent.problems][:4] == ["many", "astrology", "400", "2026-12-21 15:00"]
    with pytest.raises(Conflict):
        apply(officer, sent)
    assert count_rows(Seminar) == 0


WRONG_IN_MANY_WAYS = [
    {"theme": "x", "capacity": "0", "title_fr": "x" * 201},  # words of marshmallow, with figures and without
    {"reference": "B", "capacity": "400"},  # of a service, with a figure
    {"reference": "C", "venue": "salle"},
    {"reference": "D"},
    {"reference": "D"},  # of the file itself
    {"reference": "E", "title_fr": "y" * 10_001},  # that count
]


def test_what_was_found_is_read_in_the_language_of_whoever_looks(officer: Actor, store: str) -> None:
    read = {}
    for checked_in in ("ar", "en"):
        language.use(checked_in)
        sent = make_import(officer, programme(*WRONG_IN_MANY_WAYS, remarque="x"))
        for locale in language.LOCALES:
            with language.speaking(locale):
                found = queries.get_import(officer, sent.id)
                words = [one.text for one in (*found.told_problems, *found.told_notices)]
                assert read.setdefault(locale, words) == words
    assert len(read["en"]) == 9 and not {*read["fr"]} & {*read["en"]}
    assert "Enter a number from 1 to 100000." in read["en"] and "The capacity of this venue is 100." in read["en"]
    assert any("10000" in words for words in read["fr"])


def test_words_of_before_stay_as_they_were_said(officer: Actor) -> None:
    sent = make_import(officer, programme({"theme": "x"}))
    sent.problems = [[2, "theme", "Ancien.", "x"]]
    db.session.flush()
    assert queries.get_import(officer, sent.id).told_problems[0].text == "Ancien."


def test_a_day_that_is_past_is_worth_a_word_and_no_refusal(officer: Actor) -> None:
    past = {"local_start": "2024-12-21 16:00", "local_end": "2024-12-21 17:30"}
    sent = make_import(officer, programme(past, {"reference": "FES-2"}))
    assert (sent.state, [notice[:2] for notice in sent.notices]) == ("checked", [[2, "local_start"]])
    done = apply(officer, sent)
    assert (done.state, done.told_notices[0].text) == ("done", "This day is past. Is the year right?")
    changed = make_import(officer, programme(past | {"capacity": "30"}, {"reference": "FES-2", "capacity": "30"}))
    assert (changed.counts, [notice[:2] for notice in changed.notices]) == ({"changed": 2}, [[2, "local_start"]])


def test_of_many_problems_the_first_are_kept_and_all_are_counted(officer: Actor) -> None:
    sent = make_import(officer, many(1_100, theme="x"))
    assert work_off() == 1
    db.session.refresh(sent)
    assert (sent.state, sent.problem_count, len(sent.problems)) == ("refused", 1_100, 1_000)


@pytest.mark.parametrize("content", ["", "\n\n", "reference;title_fr\n1;x\n", b"%PDF-1.4", programme()])
def test_what_is_no_programme_is_refused(officer: Actor, content: str | bytes) -> None:
    if not content:
        with pytest.raises(Invalid):
            make_import(officer, content)
        return
    sent = make_import(officer, content)
    assert sent.state == "refused" and sent.problem_count


# --- bringing in ------------------------------------------------------------------------------------------------------


def test_what_was_checked_is_brought_in(officer: Actor, store: str) -> None:
    sent = make_import(officer, programme({}, {"reference": "FES-2", "title_fr": "Harcèlement"}))
    done = apply(officer, sent, sent.version)
    assert (done.state, done.counts, done.finished_at is not None) == ("done", {"new": 2}, True)
    [first, second] = db.session.scalars(select(Seminar).order_by(Seminar.reference)).all()
    assert (first.status, first.version, first.district, first.created_by) == ("published", 2, "saiss", officer.id)
    assert first.local_start == datetime(2026, 12, 21, 16)
    words = set(db.session.scalars(select(SeminarWord.word).where(SeminarWord.seminar_id == second.id)))
    assert {"harcelement", "fes", "qods", "saiss"} <= words
    trail = list(
        db.session.scalars(
            select(AuditEntry.action).where(AuditEntry.subject_id == str(first.id)).order_by(AuditEntry.id)
        )
    )
    assert trail == ["seminar.planned", "seminar.published"]
    [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "import.applied"))
    assert (entry.actor_id, entry.after) == (officer.id, {"kind": "seminars", "lines": 2, "problems": 0, "new": 2})


def test_a_new_seminar_is_the_same_in_a_crowd_as_alone(officer: Actor, store: str) -> None:
    from engage.seminars.services import plan_seminar, publish_seminar

    apply(officer, make_import(officer, programme({})))
    brought = db.session.scalars(select(Seminar)).one()
    same = ("title", "theme", "audiences", "languages", "venue_id", "capacity", "max_party_size", "visibility")
    next_day = {name: getattr(brought, name) + timedelta(days=1) for name in ("local_start", "local_end")}
    fields = {name: getattr(brought, name) for name in same} | next_day
    with transaction():
        planned = plan_seminar(officer, approval_required=False, waiting_list="strict", district="saiss", **fields)
        publish_seminar(officer, planned)
    alone, own = db.session.get_one(Seminar, planned), {"id", "reference", "starts_at", "ends_at", *next_day}
    columns = [column.key for column in Seminar.__table__.columns if column.key not in own]
    assert {name: getattr(alone, name) for name in columns} == {name: getattr(brought, name) for name in columns}
    found = [
        set(db.session.scalars(select(SeminarWord.word).where(SeminarWord.seminar_id == one.id)))
        for one in (brought, alone)
    ]
    assert found[0] - {"fes", "1"} <= found[1]
    bookings = db.session.execute(select(Booking.seminar_id, Booking.venue_id, Booking.is_forced)).all()
    assert sorted(bookings) == sorted((one.id, one.venue_id, False) for one in (brought, alone))


def test_the_same_file_again_changes_nothing(officer: Actor, store: str) -> None:
    apply(officer, make_import(officer, programme({})))
    seminar = db.session.scalars(select(Seminar)).one()
    with transaction():
        edit_seminar(officer, seminar.id, capacity=11)
    again = make_import(officer, programme({}))
    assert again.counts == {"unchanged": 1}
    apply(officer, again)
    db.session.refresh(seminar)
    assert seminar.capacity == 11


def test_what_changed_is_brought_up_to_date(officer: Actor, store: str) -> None:
    apply(officer, make_import(officer, programme({}, {"reference": "FES-2"})))
    sent = make_import(officer, programme({"capacity": "55"}, {"reference": "FES-2"}))
    assert sent.counts == {"changed": 1, "unchanged": 1}
    apply(officer, sent)
    assert set(db.session.scalars(select(Seminar.capacity))) == {55, 40}


def test_a_venue_is_known_by_its_name_too(officer: Actor, store: str) -> None:
    venue = make_venue(name={"fr": "Lycée Ibn Hazm", "ar": "ثانوية ابن حزم"})  # made on a page, so it has no code
    lines = [{"reference": f"FES-{n}", "venue": name} for n, name in enumerate(("LYCEE IBN HAZM", "ثانوية إبن حزم"))]
    apply(officer, make_import(officer, programme(*lines)))
    assert list(db.session.scalars(select(Seminar.venue_id))) == [venue.id, venue.id]
    make_venue(name={"fr": "Lycée Ibn Hazm"})
    for name in ("Lycée Ibn Hazm", "Lycée"):
        assert told(make_import(officer, programme({"venue": name}))) == [(2, "venue")]


def test_seats_taken_and_seminars_called_off_are_respected(officer: Actor) -> None:
    apply(officer, make_import(officer, programme({}, {"reference": "FES-2"})))
    taken, off = db.session.scalars(select(Seminar).order_by(Seminar.reference)).all()
    make_registration(taken, party_size=5)
    with transaction():
        cancel_seminar(officer, off.id, "Travaux")
    sent = make_import(officer, programme({"capacity": "3"}, {"reference": "FES-2", "capacity": "30"}))
    assert told(sent) == [(2, "capacity")]


def test_nobody_changes_the_seminars_of_another_district(officer: Actor) -> None:
    apply(officer, make_import(officer, programme({})))
    other = make_officer("zouagha")
    sent = make_import(other, programme({"venue": "salle"}))
    assert told(sent) == [(2, "reference")]
    assert told(make_import(other, programme({"capacity": "50"}))) == [(2, "venue")]


def test_the_rights_of_the_moment_count(officer: Actor) -> None:
    sent = make_import(officer, programme({}))
    elsewhere = Actor(officer.id, officer.display_name, officer.email, "fr", None, make_officer("zouagha").grants)
    done = apply(elsewhere, sent)
    assert (done.state, told(done)) == ("refused", [(2, "venue")])
    assert count_rows(Seminar) == 0
    citizen = Actor(officer.id, grants=())
    with pytest.raises(NotAllowed):
        apply(citizen, make_import(officer, programme({})))


def test_what_changed_since_the_check_is_seen(officer: Actor) -> None:
    sent = make_import(officer, programme({"capacity": "90"}))
    venue = db.session.scalars(select(Venue).where(Venue.code == "maison")).one()
    venue.capacity = 80
    done = apply(officer, sent)
    assert (done.state, told(done)) == ("refused", [(2, "capacity")])


def test_a_file_is_brought_in_once_and_by_its_sender(officer: Actor) -> None:
    sent = make_import(officer, programme({}))
    with pytest.raises(NotFound):
        apply(make_officer("saiss"), sent)
    with pytest.raises(Stale):
        apply(officer, sent, 1)
    apply(officer, sent)
    with pytest.raises(Conflict):
        apply(officer, sent)


# --- venues and associations ------------------------------------------------------------------------------------------

VENUES = "code;nom;arrondissement;capacité;type;accès pmr\ndar;Dar Chabab;Saïss;120;Maison des jeunes;oui\n"
ASSOCIATIONS = (
    "nom;receipt_number;receipt_on;founded_on;mandate_expires_on;arrondissements;domaines;téléphone\n"
    "Al Amal;655/2022;15/06/2022;6 mai 2022;29/10/2027;Saiss;addiction;0535 63 19 35\n"
)


def test_venues_and_associations_in_words_of_people(officer: Actor, store: str) -> None:
    supervisor = make_supervisor()
    for kind, content in (("venues", VENUES), ("associations", ASSOCIATIONS)):
        sent = make_import(supervisor, content, kind)
        assert (sent.problems, sent.counts) == ([], {"new": 1})
        assert apply(supervisor, sent).state == "done"
    venue = db.session.scalars(select(Venue).where(Venue.code == "dar")).one()
    assert (venue.district, venue.kind, venue.step_free_access) == ("saiss", "youth_centre", True)
    association = db.session.scalars(select(Association)).one()
    assert (association.districts, association.status) == (["saiss"], "verified")
    trail = str([entry.after for entry in db.session.scalars(select(AuditEntry))])
    assert "0535" not in trail and "+2125" not in trail


def test_each_kind_has_its_own_right(officer: Actor) -> None:
    for kind in ("venues", "associations", "districts", "nothing"):
        with pytest.raises(NotAllowed):
            make_import(officer, VENUES, kind)
    with pytest.raises(NotAllowed):
        make_import(make_account(), programme({}))


def test_venues_of_another_district_are_a_problem(officer: Actor) -> None:
    make_venue(district="agdal")
    sent = make_import(make_supervisor("agdal"), VENUES, "venues")
    assert told(sent) == [(2, "district")]


# --- large files, by the worker ---------------------------------------------------------------------------------------


def test_a_large_file_waits_for_the_worker(officer: Actor, store: str) -> None:
    sent = make_import(officer, many())
    assert sent.state == "checking"
    assert work_off() == 1
    db.session.refresh(sent)
    assert (sent.state, sent.counts, sent.done_lines) == ("checked", {"new": MANY}, MANY)
    assert count_rows(Seminar) == 0
    assert apply(officer, sent).state == "importing"
    assert work_off() == 1
    db.session.refresh(sent)
    assert (sent.state, sent.counts) == ("done", {"new": MANY})
    assert count_rows(Seminar) == MANY
    assert set(db.session.scalars(select(Seminar.created_by))) == {officer.id}
    assert work_off() == 0


def test_one_bad_line_among_many_and_nothing_comes_in(officer: Actor, store: str) -> None:
    sent = make_import(officer, many())
    work_off()
    apply(officer, sent)
    edited = db.session.scalars(select(Venue).where(Venue.code == "maison")).one()
    edited.capacity = 30  # since the check
    db.session.commit()
    work_off()
    db.session.refresh(sent)
    assert (sent.state, sent.problem_count) == ("refused", MANY)
    assert count_rows(Seminar) == 0


@pytest.mark.parametrize("state", ["checking", "importing"])
def test_a_worker_that_dies_leaves_its_file_to_be_taken_up_again(
    officer: Actor, state: str, monkeypatch: pytest.MonkeyPatch, frozen_clock: FrozenClock, store: str
) -> None:
    sent = make_import(officer, many(ENOUGH))
    if state == "importing":
        work_off()
        apply(officer, sent)
    with monkeypatch.context() as patch:
        patch.setattr(work.files, "conclude_check" if state == "checking" else "conclude", _die)
        with pytest.raises(KeyboardInterrupt):
            services.take_up_import(Actor.system())
    assert count_rows(Seminar) == 0
    assert work_off() == 0  # it may still be at work
    frozen_clock.move(seconds=59)
    assert work_off() == 0
    frozen_clock.move(seconds=2)
    assert work_off() == 1
    db.session.refresh(sent)
    assert sent.state == ("checked" if state == "checking" else "done")


def test_how_far_it_is_is_told_from_the_first_moment_and_holds_it_for_longer(
    officer: Actor, monkeypatch: pytest.MonkeyPatch, frozen_clock: FrozenClock, store: str
) -> None:
    sent, seen = make_import(officer, many()), list[tuple[str | None, int, int]]()

    def look(told: Callable[..., Any]) -> Callable[..., Any]:
        def and_look(*args: Any, **values: Any) -> None:
            told(*args, **values)
            frozen_clock.move(seconds=50)  # so long that a claim from the beginning would be over
            found = queries.get_import(officer, sent.id)
            seen.append((found.phase, found.done_lines, found.total_lines))

        return and_look

    whole, telling = work.files.write_all, work._go_on
    assert queries.get_import(officer, sent.id).phase == "waiting"
    monkeypatch.setattr(work, "_go_on", look(telling))
    services.take_up_import(Actor.system())
    reading = [("reading", 0, 0), ("reading", 500, 0), ("reading", 1000, 0), ("reading", MANY, 0)]
    assert seen[:4] == reading
    assert seen[4:] == [("checking", done, MANY) for done in (0, 500, 1000, MANY)]
    assert apply(officer, sent).phase == "waiting"
    seen.clear()
    monkeypatch.setattr(work, "_go_on", telling)
    monkeypatch.setattr(work.files, "write_all", lambda who, report, read, tell: whole(who, report, read, look(tell)))
    services.take_up_import(Actor.system())
    assert seen == [("importing", done, MANY) for done in (500, 1000, MANY)]
    assert queries.get_import(officer, sent.id).phase is None


def test_who_takes_the_venue_in_that_very_moment_is_seen(
    officer: Actor, monkeypatch: pytest.MonkeyPatch, store: str
) -> None:
    apply(officer, make_import(officer, programme({})))
    _is_blind_for(monkeypatch, 1)
    done = apply(officer, make_import(officer, many(2)))
    assert (done.state, done.counts, [notice[:2] for notice in done.notices]) == (
        "done",
        {"new": 2},
        [[2, "venue"], [3, "venue"]],
    )
    assert count_rows(Booking, Booking.is_forced) == 2


def test_what_is_taken_again_and_again_is_told_at_its_line(
    officer: Actor, monkeypatch: pytest.MonkeyPatch, store: str
) -> None:
    apply(officer, make_import(officer, programme({})))
    sent = make_import(officer, programme({"reference": "A", "venue": "maison"}))
    _is_blind_for(monkeypatch, 9)
    done = apply(officer, sent)
    assert (done.state, told(done)) == ("refused", [(2, "venue")])
    assert count_rows(Seminar) == 1


@pytest.mark.parametrize("step", ["try_all", "write_all"])
def test_a_store_that_is_only_busy_costs_no_attempt(officer: Actor, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    sent = make_import(officer, many(ENOUGH))
    if step == "write_all":
        work_off()
        apply(officer, sent)
    done, busy = getattr(work.files, step), iter([True])

    def busy_at_first(*args: Any) -> Any:
        if next(busy, False):
            raise OperationalError("INSERT", {}, Exception("database is locked"))
        return done(*args)

    monkeypatch.setattr(work.files, step, busy_at_first)
    assert work_off() == 1
    db.session.refresh(sent)
    assert sent.counts == {"new": ENOUGH} and sent.state == ("checked" if step == "try_all" else "done")


def _is_blind_for(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """Who looks does not see yet that another has a venue, as when both come at once."""
    looked, look = iter(range(times)), booking._taken
    monkeypatch.setattr(booking, "_taken", lambda seminars: set() if next(looked, None) is not None else look(seminars))


def _die(*_args: object) -> None:
    raise KeyboardInterrupt


def test_a_file_that_ends_every_worker_is_given_up(
    officer: Actor, monkeypatch: pytest.MonkeyPatch, frozen_clock: FrozenClock
) -> None:
    sent = make_import(officer, many(ENOUGH))
    monkeypatch.setattr(work.files, "conclude_check", _die)
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            services.take_up_import(Actor.system())
        frozen_clock.move(minutes=6)
    assert work_off() == 1
    db.session.refresh(sent)
    assert sent.state == "failed"


def test_who_was_overtaken_by_another_worker_keeps_nothing(officer: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = make_import(officer, many(ENOUGH))
    work_off()
    apply(officer, sent)
    taken_up = work.files.write_all

    def slowly(*args: Any) -> bool:
        db.session.execute(Import.__table__.update().values(attempts=Import.attempts + 1))  # type: ignore[attr-defined]
        return taken_up(*args)

    monkeypatch.setattr(work.files, "write_all", slowly)
    with pytest.raises(Conflict):
        services.take_up_import(Actor.system())
    assert count_rows(Seminar) == 0


def test_the_rights_are_asked_again_by_the_worker(officer: Actor) -> None:
    from engage.accounts.models import RoleGrant

    sent = make_import(officer, many(ENOUGH))
    work_off()
    apply(officer, sent)
    db.session.execute(RoleGrant.__table__.delete().where(RoleGrant.account_id == officer.id))  # type: ignore[attr-defined]
    db.session.commit()
    work_off()
    db.session.refresh(sent)
    assert sent.state == "refused" and count_rows(Seminar) == 0


def test_a_few_statements_however_many_lines(officer: Actor, count_statements: Any) -> None:
    counts = []
    for count in (100, 400):
        with count_statements() as statements:
            make_import(officer, many(count))
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 20


# --- being forgotten --------------------------------------------------------------------------------------------------


def test_what_was_sent_is_erased_after_a_month(officer: Actor, frozen_clock: FrozenClock) -> None:
    sent = make_import(officer, programme({}))
    frozen_clock.move(days=29)
    with transaction():
        assert services.forget_files(Actor.system()) == 0
    frozen_clock.move(days=2)
    with transaction():
        assert services.forget_files(Actor.system()) == 1
    assert not queries.get_import(officer, sent.id).can_be_applied
    with pytest.raises(Conflict):
        apply(officer, sent)


# --- pages and the API ------------------------------------------------------------------------------------------------

Opening = Callable[[Actor], Client]


def form(content: str | bytes, name: str = "programme.csv", **fields: Any) -> dict[str, Any]:
    sent = content.encode() if isinstance(content, str) else content
    return {"kind": "seminars", **fields, "file": (io.BytesIO(sent), name)}


def body(size: int) -> dict[str, Any]:
    """A form with a file of so many bytes, as a browser writes it."""
    head = '--x\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n'
    parts = head.format("kind", "") + "seminars\r\n" + head.format("file", '; filename="p.csv"')
    return {"data": parts.encode() + b"x" * size + b"\r\n--x--\r\n", "content_type": "multipart/form-data; boundary=x"}


def test_an_officer_sends_looks_and_brings_in(officer: Actor, browser_of: Opening) -> None:
    browser = browser_of(officer)
    answer = browser.post("/imports?lang=en", data=form(programme({}), "Mes documents/été.csv"))
    assert answer.status_code == 303
    address = answer.location
    page = browser.get(f"{address}?lang=en").text
    assert "été.csv" in page and "Mes documents" not in page
    assert "Sécurité routière" in page and "Bring in" in page
    version = db.session.scalars(select(Import.version)).one()
    assert browser.post(f"{address}/apply", data={"version": version}).status_code == 303
    assert "All of it was brought in" in browser.get(f"{address}?lang=en").text
    assert count_rows(Seminar) == 1


def test_a_refused_form_says_it_at_its_field(officer: Actor, browser_of: Opening) -> None:
    browser = browser_of(officer)
    empty = browser.post("/imports?lang=en", data={"kind": "seminars"})
    assert empty.status_code == 422 and "Choose a file that is not empty." in empty.text
    no_kind = browser.post("/imports?lang=en", data={"file": (io.BytesIO(b"x"), "x.csv")})
    assert no_kind.status_code == 422 and "Fill in this field." in no_kind.text
    stale = browser.post(f"/imports/{make_import(officer, programme({})).id}/apply?lang=en", data={"version": 1})
    assert stale.status_code == 412 and "Changed meanwhile" not in stale.headers


def test_sent_twice_it_is_kept_once_unless_the_file_is_another(officer: Actor, browser_of: Opening) -> None:
    browser = browser_of(officer)
    for content in (programme({}), programme({}), programme({"reference": "FES-2"})):
        assert browser.post("/imports", data=form(content, form_key="k")).status_code == 303
    assert count_rows(Import) == 2


def test_problems_leave_as_a_table(officer: Actor, browser_of: Opening) -> None:
    sent = make_import(officer, programme({"theme": "=cmd"}))
    answer = browser_of(officer).get(f"/imports/{sent.id}/problems.csv?lang=en")
    assert answer.content_type == "text/csv; charset=utf-8"
    [line] = answer.data.decode("utf-8-sig").splitlines()[1:]
    assert line.startswith("2,Theme,") and line.endswith("'=cmd")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("locale", ["ar", "fr", "en"])
def test_an_example_is_taken_back(officer: Actor, browser_of: Opening, locale: str, ending: str) -> None:
    make_venue(code="dar-chabab-saiss")
    example = browser_of(officer).get(f"/imports/seminars/example.{ending}?lang={locale}")
    sent = make_import(officer, example.data)
    assert (sent.problems, sent.notices, sent.counts) == ([], [], {"new": 1})


def test_only_here_may_a_body_be_large(officer: Actor, browser_of: Opening, client: Client) -> None:
    browser, large = browser_of(officer), body(2_000_000)
    assert browser.post("/imports", **large).status_code == 303
    assert browser.post("/seminars/new", **large).status_code == 413
    assert browser.post("/imports", **body(33_000_000)).status_code == 413
    assert client.post("/imports", **large).status_code == 401


def test_a_program_sends_a_file_as_it_is_or_in_a_form(officer: Actor, program_of: Opening) -> None:
    program = program_of(officer)
    raw = program.post("/api/v1/imports?kind=seminars&file_name=p.csv", data=programme({}), content_type="text/csv")
    assert raw.status_code == 202
    assert (raw.json["status"], raw.json["counts"], raw.json["file_name"]) == ("checked", {"new": 1}, "p.csv")
    in_form = program.post("/api/v1/imports", data=form(programme({"theme": "x"})), headers={"Accept-Language": "en"})
    assert in_form.json["problems"] == [
        {"line": 2, "column": "theme", "text": "Choose one of the answers offered.", "cell": "x"}
    ]
    stale = program.post(f"/api/v1/imports/{raw.json['id']}/apply", headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    done = program.post(f"/api/v1/imports/{raw.json['id']}/apply", headers={"If-Match": raw.headers["ETag"]})
    assert (done.status_code, done.json["status"]) == (202, "done")
    again = program.post(f"/api/v1/imports/{raw.json['id']}/apply")
    assert (again.status_code, again.json["type"]) == (409, "/problems/wrong-state")
    assert program.post("/api/v1/imports", data="x", content_type="text/csv").json["errors"].keys() == {"kind"}
    assert [one["id"] for one in program.get("/api/v1/imports").json["items"]] == [in_form.json["id"], raw.json["id"]]


@limits(max_examples=40, suppress_health_check=list(HealthCheck))
@given(
    content=st.binary(max_size=300) | st.text(max_size=200).map(str.encode),
    kind=st.sampled_from(["seminars", "venues", "x"]),
)
def test_no_bytes_are_a_fault_of_ours(program_of: Opening, content: bytes, kind: str) -> None:
    answer = program_of(make_supervisor()).post(f"/api/v1/imports?kind={kind}", data=content, content_type="text/csv")
    assert answer.status_code in {202, 422}

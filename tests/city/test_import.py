"""Does a city come in whole or not at all, twice without a change, and is every bad line told?"""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from engage import language
from engage.access.actor import Actor
from engage.audit.models import AuditEntry
from engage.city.models import ImportedLine
from engage.city.services import Report, import_city
from engage.database import db
from engage.holidays.models import Holiday
from engage.partners.models import Association
from engage.places.models import District, Venue
from engage.places.queries import district_names
from engage.seminars.models import Booking, Seminar, SeminarTemplate
from engage.seminars.services import cancel_seminar, edit_seminar
from engage.transaction import abandon, transaction
from tests.factories import count_rows, make_registration

pytestmark = pytest.mark.usefixtures("app")

FEZ = Path(__file__).parents[2] / "engage" / "city" / "fez"
TABLES = (District, Venue, Association, Holiday, SeminarTemplate, Seminar)
PROGRAMME = "programme-2026-2027.csv"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files of Fez, to be spoilt."""
    return Path(shutil.copytree(FEZ, tmp_path / "city"))


@pytest.fixture
def spoil(folder: Path) -> Callable[..., None]:
    """Change a text in a line (the header is the first) of a file."""

    def spoil(file: str, line: int, old: str, new: str) -> None:
        lines = (folder / file).read_text("utf-8").splitlines()
        assert old in lines[line - 1]
        lines[line - 1] = lines[line - 1].replace(old, new, 1)
        (folder / file).write_text("\n".join(lines), "utf-8")

    return spoil


def import_(folder: Path) -> Report:
    with transaction():
        report = import_city(Actor.system(), folder)
        if report.problems:
            abandon()
    return report


def told(report: Report) -> list[str]:
    """Where something is wrong, without the words."""
    return [f"{problem.file}:{problem.line}:{problem.column}" for problem in report.problems]


def content() -> dict[str, Any]:
    return {
        model.__tablename__: sorted(
            (str(row.code if model is District else row.id), row.version) for row in db.session.scalars(select(model))
        )
        for model in TABLES
    }


def test_fez_comes_in_whole(store: str) -> None:
    report = import_(FEZ)
    assert not report.problems
    assert {kind: dict(counts) for kind, counts in report.counts.items()} == {
        "districts": {"new": 7},
        "venues": {"new": 20},
        "associations": {"new": 30},
        "holidays": {"new": 20},
        "templates": {"new": 6},
        "seminars": {"new": 121},
    }
    assert [count_rows(model) for model in TABLES] == [7, 20, 30, 20, 6, 121]
    assert set(db.session.scalars(select(Association.status))) == {"verified"}
    assert set(db.session.scalars(select(Seminar.status))) == {"published"}
    phone = db.session.scalar(select(Association.phone).where(Association.receipt_number == "655/2022"))
    assert phone == "+212535631935"


def test_importing_twice_changes_nothing(store: str) -> None:
    import_(FEZ)
    before, trail = content(), count_rows(AuditEntry)
    report = import_(FEZ)
    assert content() == before
    assert count_rows(AuditEntry) == trail
    assert all(set(counts) == {"unchanged"} for counts in report.counts.values())


def test_hours_are_those_on_the_walls_of_the_city() -> None:
    import_(FEZ)
    seminar = db.session.scalars(select(Seminar).where(Seminar.reference == "FES-0001")).one()
    assert seminar.local_start == datetime(2026, 9, 21, 16)
    assert seminar.starts_at == datetime(2026, 9, 21, 16, tzinfo=UTC)  # UTC+0 since the day before
    assert seminar.timezone == "Africa/Casablanca"
    assert seminar.district == "saiss"  # of its venue


def test_what_changed_in_a_file_changes_here(folder: Path, spoil: Callable[..., None]) -> None:
    import_(folder)
    spoil("districts.csv", 2, "Agdal,Agdal", "Agdal Nord,Agdal")
    spoil("venues.csv", 2, ",220,", ",230,")
    spoil("associations.csv", 2, "2027-10-29", "2029-10-29")
    spoil("templates.csv", 23, ",80,30,90,", ",85,30,90,")
    spoil(PROGRAMME, 2, " 16:00", " 15:00")
    spoil("holidays.csv", 2, "2026-10-31,2026-10-31", "2026-10-31,2026-11-01")
    report = import_(folder)
    assert not report.problems
    assert [counts["changed"] for counts in report.counts.values()] == [1, 1, 1, 1, 1, 1]
    assert district_names()["agdal"]["fr"] == "Agdal Nord"
    assert db.session.scalar(select(Venue.capacity).where(Venue.code == "lycee-moulay-idriss")) == 230


BAD_LINES = [
    ("districts.csv", 3, "district", "planet", "kind"),
    ("districts.csv", 4, "زواغة,Zouagha,Zouagha", ",,", "name_ar"),
    ("venues.csv", 3, ",180,", ",many,", "capacity"),
    ("venues.csv", 4, ",160,", ",0,", "capacity"),
    ("venues.csv", 5, "agdal", "atlantis", "district"),
    ("venues.csv", 6, ",no", ",maybe", "step_free_access"),
    ("associations.csv", 2, "2022-06-15", "31/06/2022", "receipt_on"),
    ("associations.csv", 3, "agdal", "atlantis", "districts"),
    ("associations.csv", 4, "06 63 27 27 73", "06 63", "phone"),
    ("associations.csv", 5, "contact04@", "contact04", "email"),
    ("associations.csv", 6, "2015-06-15", "2016-06-15", "founded_on"),
    (PROGRAMME, 2, "child_protection", "astrology", "theme"),
    (PROGRAMME, 3, "2026-09-22 09:00", "2026-09-31 09:00", "local_start"),
    (PROGRAMME, 4, "2026-09-23 13:00", "2026-09-23 10:00", "local_end"),
    (PROGRAMME, 5, "fsdm-amphi", "fsdm", "venue"),
    (PROGRAMME, 6, ",40,", ",4000,", "capacity"),
    (PROGRAMME, 7, "ar;fr", "ar;tlh", "languages"),
    (PROGRAMME, 8, "2026-09-30 10:00", "2026-03-22 02:30", "local_start"),
    (PROGRAMME, 9, "public", "secret", "visibility"),
    (PROGRAMME, 10, "FES-0009", "", "reference"),
    (PROGRAMME, 11, "high_school", "pensioners", "audience"),
]


def test_every_bad_line_is_told_and_nothing_is_kept(folder: Path, spoil: Callable[..., None], store: str) -> None:
    for file, line, old, new, _column in BAD_LINES:
        spoil(file, line, old, new)
    report = import_(folder)
    expected = [f"{file}:{line}:{column}" for file, line, _old, _new, column in BAD_LINES]
    # What is in a district whose own line is bad is no further fault.
    assert sorted(told(report)) == sorted(expected)
    assert [count_rows(model) for model in TABLES] == [0] * len(TABLES)
    assert count_rows(AuditEntry) == 0
    assert district_names() == {}


ONE_OF_EACH = [
    ("districts.csv", 4, "zouagha", "zou agha", "code"),
    ("venues.csv", 7, "college-al-qods", "collège-al-qods", "code"),
    ("associations.csv", 3, "agdal", "atlantis", "districts"),
    (PROGRAMME, 6, ",40,", ",4000,", "capacity"),
]


@pytest.mark.parametrize(("file", "line", "old", "new", "column"), ONE_OF_EACH)
def test_one_bad_line_is_enough_to_change_nothing(
    folder: Path, spoil: Callable[..., None], file: str, line: int, old: str, new: str, column: str
) -> None:
    import_(FEZ)
    before = content()
    spoil(file, line, old, new)
    spoil("venues.csv", 20, ",400,", ",410,")  # a sound change in the same breath
    report = import_(folder)
    assert told(report) == [f"{file}:{line}:{column}"]
    assert content() == before


def test_what_stands_twice_is_told_with_its_twin(folder: Path) -> None:
    for file, line in (("districts.csv", 9), ("venues.csv", 22), ("associations.csv", 32), (PROGRAMME, 123)):
        path = folder / file
        lines = path.read_text("utf-8").splitlines()
        assert len(lines) == line - 1
        path.write_text("\n".join([*lines, lines[1]]), "utf-8")
    shutil.copy(folder / PROGRAMME, folder / "programme-2027-2028.csv")
    (folder / "programme-2027-2028.csv").write_text(
        "\n".join((folder / PROGRAMME).read_text("utf-8").splitlines()[:2]), "utf-8"
    )
    with language.speaking("en"):
        report = import_(folder)
    assert [str(problem) for problem in report.problems] == [
        "districts.csv:9: The same as districts.csv:2.",
        "venues.csv:22: The same as venues.csv:2.",
        "associations.csv:32: The same as associations.csv:2.",
        f"{PROGRAMME}:123: The same as {PROGRAMME}:2.",
        f"programme-2027-2028.csv:2: The same as {PROGRAMME}:2.",
    ]


def test_missing_columns_are_told_by_name(tmp_path: Path) -> None:
    (tmp_path / "districts.csv").write_text("code,kind\nsaiss,district\n", "utf-8")
    (tmp_path / "venues.csv").write_text("code,name_fr,district\na,A,saiss\n", "utf-8")
    (tmp_path / "associations.csv").write_text("", "utf-8")
    report = import_(tmp_path)
    assert told(report)[:4] == [
        "districts.csv:1:name_ar",
        "venues.csv:1:capacity",
        "venues.csv:1:kind",
        "venues.csv:1:step_free_access",
    ]
    assert "associations.csv:1:fields" in told(report)


def test_files_may_come_one_by_one(folder: Path, tmp_path: Path) -> None:
    only = tmp_path / "only"
    only.mkdir()
    assert [problem.file for problem in import_(only).problems] == [str(only)]
    for file, model in zip(("districts.csv", "venues.csv", PROGRAMME), (District, Venue, Seminar), strict=True):
        (folder / file).rename(only / file)
        assert not import_(only).problems
        assert count_rows(model) > 0


def test_a_sheet_as_people_make_it_is_read(tmp_path: Path) -> None:
    """A byte-order mark, Windows line ends, Arabic-Indic digits, a note in a column of its own, quotes, empty lines."""
    (tmp_path / "districts.csv").write_text(
        "\ufeffCode,name_ar,name_fr,kind,note\r\n\r\nsaiss, سايس ,Saiss,district,nord\r\n,,,,\r\n", "utf-8"
    )
    (tmp_path / "venues.csv").write_text(
        "code,name_fr,district,capacity,kind,step_free_access,address\n"
        'a,"Maison, annexe",saiss,٢٢٠,other,yes,"Rue 1\nFès"\n'
        "b,Salle,saiss,۴۰,other,no,\n",
        "utf-8",
    )
    report = import_(tmp_path)
    assert told(report) == ["venues.csv:2:address"]  # one line of text, please
    text = (tmp_path / "venues.csv").read_text("utf-8").replace("\nFès", " Fès")
    (tmp_path / "venues.csv").write_text(text, "utf-8")
    assert not import_(tmp_path).problems
    assert sorted(map(tuple, db.session.execute(select(Venue.capacity, Venue.address)))) == [
        (40, None),
        (220, "Rue 1 Fès"),
    ]


def test_lines_are_counted_as_an_editor_does(tmp_path: Path) -> None:
    (tmp_path / "districts.csv").write_text(
        'code,name_fr,kind,note\na,A,district,"one\ntwo"\n\nb,B,planet,\nc,C,district,x,y\n', "utf-8"
    )
    assert told(import_(tmp_path)) == ["districts.csv:5:kind", "districts.csv:6:"]


def test_what_is_broken_utf_8_or_not_csv_is_told(tmp_path: Path) -> None:
    (tmp_path / "districts.csv").write_bytes(
        "code,name_fr,kind\na,Médina é ".encode() + b"\xe9,district\n" + b'b,B,district\nc,"C"x,district\nd,D,planet\n'
    )
    assert told(import_(tmp_path)) == ["districts.csv:2:name_fr", "districts.csv:4:"]


def test_seats_already_taken_are_not_imported_away(folder: Path, spoil: Callable[..., None]) -> None:
    import_(folder)
    seminar = db.session.scalars(select(Seminar).where(Seminar.reference == "FES-0040")).one()
    make_registration(seminar, party_size=5)
    text = (folder / PROGRAMME).read_text("utf-8").splitlines()
    number = next(n for n, line in enumerate(text, 1) if line.startswith("FES-0040"))
    spoil(PROGRAMME, number, f",{seminar.capacity},", ",3,")
    assert told(import_(folder)) == [f"{PROGRAMME}:{number}:capacity"]


def test_an_import_does_not_revive_what_was_called_off(folder: Path, spoil: Callable[..., None]) -> None:
    import_(folder)
    seminar_id = db.session.scalar(select(Seminar.id).where(Seminar.reference == "FES-0080"))
    with transaction():
        cancel_seminar(Actor.system(), seminar_id, "Travaux")
    assert not import_(folder).problems
    assert db.session.scalar(select(Seminar.status).where(Seminar.id == seminar_id)) == "cancelled"


def test_only_those_who_may_bring_a_city_in() -> None:
    with transaction():
        report = import_city(Actor(), FEZ)
        abandon()
    assert len(report.problems) >= 7
    assert count_rows(District) == 0


def test_what_pages_add_survives_the_next_import(folder: Path) -> None:
    import_(folder)
    seminar_id = db.session.scalar(select(Seminar.id).where(Seminar.reference == "FES-0080"))
    with transaction():
        edit_seminar(Actor.system(), seminar_id, summary={"fr": "Pour les parents"})
    report = import_(folder)
    assert report.counts["seminars"] == {"unchanged": 121}
    assert db.session.scalar(select(Seminar.summary).where(Seminar.id == seminar_id)) == {"fr": "Pour les parents"}


def test_a_file_that_says_the_same_undoes_nobody_s_work(folder: Path, spoil: Callable[..., None]) -> None:
    import_(folder)
    first = select(Seminar).where(Seminar.reference == "FES-0100")
    seminar = db.session.scalars(first).one()
    with transaction():
        edit_seminar(Actor.system(), seminar.id, capacity=11)
    assert import_(folder).counts["seminars"]["unchanged"] == 121
    assert db.session.scalars(first).one().capacity == 11
    line = next(
        n for n, text in enumerate((folder / PROGRAMME).read_text("utf-8").splitlines(), 1) if "FES-0100" in text
    )
    title = seminar.title["fr"]
    spoil(PROGRAMME, line, title, f"{title} bis")
    assert import_(folder).counts["seminars"]["changed"] == 1  # now it says something else, and is heard
    assert db.session.scalars(first).one().title["fr"] == f"{title} bis"


def test_a_refused_import_remembers_nothing(folder: Path, spoil: Callable[..., None]) -> None:
    spoil("venues.csv", 2, ",", ",,")
    assert import_(folder).problems
    assert count_rows(ImportedLine) == 0


def test_a_folder_that_is_called_like_a_file_is_passed_over(folder: Path) -> None:
    (folder / "programme-x.csv").mkdir()
    assert not import_(folder).problems


def test_two_of_the_programme_at_once_in_one_place_stand_and_say_why(store: str) -> None:
    import_(FEZ)
    forced = db.session.scalars(select(Seminar).where(Seminar.force_reason.is_not(None))).all()
    assert [seminar.reference for seminar in forced] == ["FES-0097"]
    assert count_rows(Booking) == 121
    assert [one.seminar_id for one in db.session.scalars(select(Booking).where(Booking.is_forced))] == [forced[0].id]


def test_a_city_without_holidays_comes_in_too(folder: Path) -> None:
    (folder / "holidays.csv").unlink()
    assert not import_(folder).problems
    assert count_rows(Holiday) == 0

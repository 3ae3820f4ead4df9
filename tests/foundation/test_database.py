"""Do rows come back as they were, in both stores?"""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, literal, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from engage.audit.models import AuditEntry
from engage.database import UTCDateTime, db, new_id
from engage.outbox.models import Message
from engage.partners.models import Membership
from engage.places.models import District
from engage.transaction import transaction
from tests import stores
from tests.factories import make_account, make_district

pytestmark = stores.on_both


def _entry(at: datetime) -> dict[str, object]:
    return {"id": new_id(), "at": at, "action": "x", "subject_id": "x"}


def test_an_instant_comes_back_aware_and_in_utc(app: Flask) -> None:
    noon_in_paris = datetime(2026, 12, 10, 12, tzinfo=timezone(timedelta(hours=1)))
    db.session.execute(insert(AuditEntry), [_entry(noon_in_paris)])
    found = db.session.scalar(select(AuditEntry.at))
    assert found == noon_in_paris
    assert found.tzinfo is UTC


def test_a_naive_instant_is_refused_on_the_way_in(app: Flask) -> None:
    with pytest.raises(StatementError, match="an instant without a zone"):
        db.session.execute(insert(AuditEntry), [_entry(datetime(2026, 12, 10, 12))])


def test_a_naive_instant_is_refused_in_a_comparison(app: Flask) -> None:
    with pytest.raises(StatementError, match="an instant without a zone"):
        db.session.scalar(select(AuditEntry.id).where(AuditEntry.at > datetime(2026, 12, 10, 12)))


def test_instants_sort_by_time_whatever_zone_they_came_in(app: Flask) -> None:
    early = datetime(2026, 12, 10, 12, tzinfo=timezone(timedelta(hours=5)))
    late = datetime(2026, 12, 10, 8, tzinfo=UTC)
    db.session.execute(insert(AuditEntry), [_entry(late), _entry(early)])
    assert list(db.session.scalars(select(AuditEntry.at).order_by(AuditEntry.at))) == [early, late]
    assert db.session.scalar(select(AuditEntry.at).where(AuditEntry.at < literal(late, UTCDateTime))) == early


def test_an_answer_names_its_columns(app: Flask) -> None:
    found = db.session.execute(text("SELECT 1 AS one, 'x' AS \"سؤال\" WHERE 1 = 0"))
    assert list(found.keys()) == ["one", "سؤال"] and not found.all()
    assert db.session.execute(text("SELECT 7 AS one")).one().one == 7
    assert not db.session.execute(text("DELETE FROM districts")).returns_rows


def test_no_instant_at_all_stays_none(app: Flask) -> None:
    make_account(is_verified=False)
    assert db.session.scalar(text("SELECT verified_at FROM accounts")) is None


@pytest.mark.parametrize("word", ["مقاطعة أكدال", "Fès-Médina", "👍🏽", "quote ' and \" and \\", "a\nb"])
def test_words_come_back_as_they_were_written(app: Flask, word: str) -> None:
    make_district("agdal", name={"ar": word})
    db.session.expire_all()
    assert db.session.get_one(District, "agdal").name == {"ar": word}


def test_a_row_that_nobody_knows_is_refused_by_the_store_itself(app: Flask) -> None:
    with pytest.raises(IntegrityError), transaction():
        nobody = {"account_id": new_id(), "association_id": new_id(), "role": "member"}
        db.session.add(Membership(created_at=datetime(2026, 12, 10, tzinfo=UTC), **nobody))


def test_a_word_that_is_not_in_the_list_is_refused_by_the_store_itself(app: Flask) -> None:
    moment = datetime(2026, 12, 10, tzinfo=UTC)
    message = {"id": new_id(), "kind": "x", "address": "x", "locale": "fr", "payload": {}, "attempts": 0}
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(insert(Message).values(**message, status="lost", created_at=moment, due_at=moment))


@given(st.integers(2, 50))
def test_ids_sort_by_the_time_they_were_made(how_many: int) -> None:
    ids = [new_id() for _ in range(how_many)]
    assert ids == sorted(ids)
    assert len(set(ids)) == how_many
    assert all(made.version == 7 for made in ids)

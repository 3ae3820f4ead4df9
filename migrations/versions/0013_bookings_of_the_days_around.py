"""SQLite holds a new booking against those of the days around it, no longer against all before it"""

from alembic import op

revision = "0013"
down_revision = "0012"

_VERBS = ("INSERT", "UPDATE")


def upgrade() -> None:
    _put_triggers("starts_at > datetime(NEW.starts_at, '-8 days') AND starts_at < NEW.ends_at")


def downgrade() -> None:
    _put_triggers("starts_at < NEW.ends_at")


def _put_triggers(meets: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return  # PostgreSQL has an index for it
    for verb in _VERBS:
        op.execute(f"DROP TRIGGER bookings_no_overlap_on_{verb.lower()}")
        op.execute(_refuse_overlaps(verb, meets))


def _refuse_overlaps(verb: str, meets: str) -> str:
    refusals = " ".join(
        f"SELECT RAISE(ABORT, 'ex_bookings_{subject}') FROM bookings WHERE {subject} = NEW.{subject} AND NOT is_forced"  # noqa: S608 - words of ours
        f" AND id <> NEW.id AND {meets} AND ends_at > NEW.starts_at;"
        for subject in ("venue_id", "account_id")
    )
    return (
        f"CREATE TRIGGER bookings_no_overlap_on_{verb.lower()} BEFORE {verb} ON bookings WHEN NOT NEW.is_forced"
        f" BEGIN {refusals} END"
    )

"""Who and what a seminar holds at its time, who runs it, and the days off."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def _refuse_overlaps(verb: str) -> str:
    refusals = " ".join(
        f"SELECT RAISE(ABORT, 'ex_bookings_{subject}') FROM bookings WHERE {subject} = NEW.{subject} AND NOT is_forced"  # noqa: S608 - words of ours
        " AND id <> NEW.id AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at;"
        for subject in ("venue_id", "account_id")
    )
    return (
        f"CREATE TRIGGER bookings_no_overlap_on_{verb.lower()} BEFORE {verb} ON bookings WHEN NOT NEW.is_forced"
        f" BEGIN {refusals} END"
    )


NO_OVERLAP = {
    "sqlite": [_refuse_overlaps("INSERT"), _refuse_overlaps("UPDATE")],
    "postgresql": [
        "CREATE EXTENSION IF NOT EXISTS btree_gist",
        "ALTER TABLE bookings ADD CONSTRAINT ex_bookings_venue_id EXCLUDE USING gist "
        "(venue_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (NOT is_forced)",
        "ALTER TABLE bookings ADD CONSTRAINT ex_bookings_account_id EXCLUDE USING gist "
        "(account_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (NOT is_forced)",
    ],
}

# None lasts longer: the index leaves out years of the past, which would be read again for each seminar.
_WEEK_BEFORE = {
    "sqlite": "datetime(seminars.starts_at, '-7 days')",
    "postgresql": "seminars.starts_at - interval '7 days'",
}
_HOLDS = "venue_id IS NOT NULL AND status <> 'cancelled'"
_REASON = "برمجت قبل أن ترفض المواعيد المتعارضة.\nPlanifiée avant le refus des conflits de lieu."


def upgrade() -> None:
    _create_holidays()
    _create_assignments()
    _create_bookings()
    op.add_column("seminars", sa.Column("force_reason", sa.Text()))
    _book_what_is_planned()
    for statement in NO_OVERLAP[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """The extension stays: others may use it."""
    op.drop_column("seminars", "force_reason")
    for table in ("bookings", "assignments", "holidays"):
        op.drop_table(table)


def _create_holidays() -> None:
    op.create_table(
        "holidays",
        sa.Column("code", sa.String(60)),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind IN ('public', 'school')", name=op.f("ck_holidays_kind")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_holidays_ends_after_start")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holidays")),
        sa.UniqueConstraint("code", name=op.f("uq_holidays_code")),
    )
    op.create_index(op.f("ix_holidays_starts_on_id"), "holidays", ["starts_on", "id"])


def _create_assignments() -> None:
    op.create_table(
        "assignments",
        sa.Column("seminar_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["seminar_id"], ["seminars.id"], name=op.f("fk_assignments_seminar_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_assignments_account_id")),
        sa.PrimaryKeyConstraint("seminar_id", "account_id", name=op.f("pk_assignments")),
    )
    op.create_index(op.f("ix_assignments_account_id"), "assignments", ["account_id"])


def _create_bookings() -> None:
    op.create_table(
        "bookings",
        sa.Column("seminar_id", sa.Uuid(), nullable=False),
        sa.Column("venue_id", sa.Uuid()),
        sa.Column("account_id", sa.Uuid()),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_forced", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(venue_id IS NULL) <> (account_id IS NULL)", name=op.f("ck_bookings_one_subject")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_bookings_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["seminar_id"], ["seminars.id"], name=op.f("fk_bookings_seminar_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name=op.f("fk_bookings_venue_id")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_bookings_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookings")),
    )
    for columns in (["seminar_id"], ["venue_id", "starts_at"], ["account_id", "starts_at"]):
        op.create_index(op.f(f"ix_bookings_{'_'.join(columns)}"), "bookings", columns)


def _book_what_is_planned() -> None:
    """What stands already keeps its venue; the later one of two that clash is forced."""
    clashes = (
        "EXISTS (SELECT 1 FROM seminars AS other WHERE other.venue_id = seminars.venue_id"  # noqa: S608 - words of ours
        f" AND other.starts_at >= {_WEEK_BEFORE[op.get_bind().dialect.name]} AND other.starts_at < seminars.ends_at"
        " AND other.ends_at > seminars.starts_at AND other.status <> 'cancelled' AND other.id < seminars.id)"
    )
    op.execute(
        "INSERT INTO bookings (id, seminar_id, venue_id, starts_at, ends_at, is_forced)"  # noqa: S608
        f" SELECT id, id, venue_id, starts_at, ends_at, {clashes} FROM seminars WHERE {_HOLDS}"
    )
    forced = sa.text(f"UPDATE seminars SET force_reason = :reason WHERE {_HOLDS} AND {clashes}")  # noqa: S608
    op.execute(forced.bindparams(reason=_REASON))

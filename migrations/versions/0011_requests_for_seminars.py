"""Requests for seminars"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "proposals",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("association_id", sa.Uuid(), nullable=True),
        sa.Column("establishment", sa.String(length=200), nullable=True),
        sa.Column("establishment_key", sa.String(length=400), nullable=True),
        sa.Column("theme", sa.String(length=30), nullable=False),
        sa.Column("audiences", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("headcounts", sa.JSON(), nullable=False),
        sa.Column("district", sa.String(length=60), nullable=False),
        sa.Column("dates", sa.JSON(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("venue_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.String(length=300), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("contact_phone", sa.String(length=20), nullable=True),
        sa.Column("contact_email", sa.String(length=254), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("offered_dates", sa.JSON(), nullable=False),
        sa.Column("offered_venue_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("seminar_id", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(status = 'accepted') = (seminar_id IS NOT NULL)", name=op.f("ck_proposals_seminar")),
        sa.CheckConstraint(
            "status IN ('open', 'answered', 'accepted', 'declined', 'withdrawn')", name=op.f("ck_proposals_status")
        ),
        sa.CheckConstraint("expected > 0", name=op.f("ck_proposals_expected")),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_proposals_last_after_first")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_proposals_account_id")),
        sa.ForeignKeyConstraint(["association_id"], ["associations.id"], name=op.f("fk_proposals_association_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["accounts.id"], name=op.f("fk_proposals_decided_by")),
        sa.ForeignKeyConstraint(["district"], ["districts.code"], name=op.f("fk_proposals_district")),
        sa.ForeignKeyConstraint(["offered_venue_id"], ["venues.id"], name=op.f("fk_proposals_offered_venue_id")),
        sa.ForeignKeyConstraint(["seminar_id"], ["seminars.id"], name=op.f("fk_proposals_seminar_id")),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name=op.f("fk_proposals_venue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    op.create_index(
        op.f("ix_proposals_account_id_created_at_id"), "proposals", ["account_id", "created_at", "id"], unique=False
    )
    op.create_index(
        op.f("ix_proposals_association_id_created_at_id"),
        "proposals",
        ["association_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_proposals_decided_by"), "proposals", ["decided_by"], unique=False)
    op.create_index(
        op.f("ix_proposals_district_status_created_at_id"),
        "proposals",
        ["district", "status", "created_at", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_proposals_offered_venue_id"), "proposals", ["offered_venue_id"], unique=False)
    op.create_index(op.f("ix_proposals_seminar_id"), "proposals", ["seminar_id"], unique=False)
    op.create_index(
        op.f("ix_proposals_status_created_at_id"), "proposals", ["status", "created_at", "id"], unique=False
    )
    op.create_index(op.f("ix_proposals_theme_last_on"), "proposals", ["theme", "last_on"], unique=False)
    op.create_index(op.f("ix_proposals_venue_id"), "proposals", ["venue_id"], unique=False)


def downgrade() -> None:
    op.drop_table("proposals")

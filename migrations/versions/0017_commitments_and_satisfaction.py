"""Commitments and satisfaction"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "satisfaction_ballots",
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_satisfaction_ballots")),
    )
    op.create_index(op.f("ix_satisfaction_ballots_until_on"), "satisfaction_ballots", ["until_on"], unique=False)
    op.create_table(
        "satisfaction_tallies",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("district", sa.String(length=60), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("question", sa.String(length=10), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("question IN ('solved', 'treated')", name=op.f("ck_satisfaction_tallies_question")),
        sa.CheckConstraint("number >= 0", name=op.f("ck_satisfaction_tallies_number")),
        sa.PrimaryKeyConstraint(
            "month", "district", "category", "question", "answer", name=op.f("pk_satisfaction_tallies")
        ),
    )
    op.create_table(
        "commitments",
        sa.Column("thread_id", sa.Uuid(), nullable=True),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.Column("seminar_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.JSON(), nullable=False),
        sa.Column("district", sa.String(length=60), nullable=True),
        sa.Column("category", sa.String(length=20), nullable=True),
        sa.Column("theme", sa.String(length=30), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("evidence_url", sa.String(length=500), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_for", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(state = 'open') = (ended_at IS NULL)", name=op.f("ck_commitments_ended")),
        sa.CheckConstraint("state <> 'done' OR evidence IS NOT NULL", name=op.f("ck_commitments_evidence")),
        sa.CheckConstraint("state <> 'withdrawn' OR reason IS NOT NULL", name=op.f("ck_commitments_reason")),
        sa.CheckConstraint("state IN ('open', 'done', 'withdrawn')", name=op.f("ck_commitments_state")),
        sa.CheckConstraint("(thread_id IS NULL) <> (seminar_id IS NULL)", name=op.f("ck_commitments_one_source")),
        sa.CheckConstraint("post_id IS NULL OR thread_id IS NOT NULL", name=op.f("ck_commitments_post_of_thread")),
        sa.ForeignKeyConstraint(["district"], ["districts.code"], name=op.f("fk_commitments_district")),
        sa.ForeignKeyConstraint(["owner_id"], ["accounts.id"], name=op.f("fk_commitments_owner_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_commitments_post_id")),
        sa.ForeignKeyConstraint(["seminar_id"], ["seminars.id"], name=op.f("fk_commitments_seminar_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_commitments_thread_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitments")),
    )
    op.create_index(
        op.f("ix_commitments_district_state_due_on_id"),
        "commitments",
        ["district", "state", "due_on", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_commitments_due_on_id"), "commitments", ["due_on", "id"], unique=False)
    op.create_index(op.f("ix_commitments_owner_id_due_on"), "commitments", ["owner_id", "due_on"], unique=False)
    op.create_index(op.f("ix_commitments_post_id"), "commitments", ["post_id"], unique=False)
    op.create_index(op.f("ix_commitments_seminar_id"), "commitments", ["seminar_id"], unique=False)
    op.create_index(op.f("ix_commitments_state_due_on_id"), "commitments", ["state", "due_on", "id"], unique=False)
    op.create_index(op.f("ix_commitments_thread_id"), "commitments", ["thread_id"], unique=False)
    op.create_table(
        "commitment_moves",
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["accounts.id"], name=op.f("fk_commitment_moves_by")),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitments.id"], name=op.f("fk_commitment_moves_commitment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_moves")),
    )
    op.create_index(op.f("ix_commitment_moves_by"), "commitment_moves", ["by"], unique=False)
    op.create_index(
        op.f("ix_commitment_moves_commitment_id_id"), "commitment_moves", ["commitment_id", "id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_commitment_moves_commitment_id_id"), table_name="commitment_moves")
    op.drop_index(op.f("ix_commitment_moves_by"), table_name="commitment_moves")
    op.drop_table("commitment_moves")
    op.drop_index(op.f("ix_commitments_thread_id"), table_name="commitments")
    op.drop_index(op.f("ix_commitments_state_due_on_id"), table_name="commitments")
    op.drop_index(op.f("ix_commitments_seminar_id"), table_name="commitments")
    op.drop_index(op.f("ix_commitments_post_id"), table_name="commitments")
    op.drop_index(op.f("ix_commitments_owner_id_due_on"), table_name="commitments")
    op.drop_index(op.f("ix_commitments_due_on_id"), table_name="commitments")
    op.drop_index(op.f("ix_commitments_district_state_due_on_id"), table_name="commitments")
    op.drop_table("commitments")
    op.drop_table("satisfaction_tallies")
    op.drop_index(op.f("ix_satisfaction_ballots_until_on"), table_name="satisfaction_ballots")
    op.drop_table("satisfaction_ballots")

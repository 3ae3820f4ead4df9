"""Moderation of public words"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "watched_words",
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column(
            "stem", sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watched_words")),
        sa.UniqueConstraint("stem", name=op.f("uq_watched_words_stem")),
    )
    op.create_table(
        "hidings",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("hidden_by", sa.Uuid(), nullable=False),
        sa.Column("ground", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("appeal", sa.Text(), nullable=True),
        sa.Column("appealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("restored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "ground IN ('person', 'insult', 'hatred', 'false', 'advertising', 'other')", name=op.f("ck_hidings_ground")
        ),
        sa.CheckConstraint("(appeal IS NULL) = (appealed_at IS NULL)", name=op.f("ck_hidings_appeal")),
        sa.CheckConstraint(
            "decided_at IS NULL OR decided_by <> hidden_by OR appealed_at IS NULL",
            name=op.f("ck_hidings_another_decides"),
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["accounts.id"], name=op.f("fk_hidings_decided_by")),
        sa.ForeignKeyConstraint(["hidden_by"], ["accounts.id"], name=op.f("fk_hidings_hidden_by")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_hidings_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hidings")),
    )
    op.create_index(
        "ix_hidings_appealed",
        "hidings",
        ["post_id", "appealed_at"],
        unique=False,
        postgresql_where=sa.text("appealed_at IS NOT NULL AND decided_at IS NULL AND restored_at IS NULL"),
        sqlite_where=sa.text("appealed_at IS NOT NULL AND decided_at IS NULL AND restored_at IS NULL"),
    )
    op.create_index(op.f("ix_hidings_decided_by"), "hidings", ["decided_by"], unique=False)
    op.create_index(op.f("ix_hidings_hidden_by"), "hidings", ["hidden_by"], unique=False)
    op.create_index(op.f("ix_hidings_post_id"), "hidings", ["post_id"], unique=False)
    op.create_index(
        "uq_hidings_post_id",
        "hidings",
        ["post_id"],
        unique=True,
        postgresql_where=sa.text("restored_at IS NULL"),
        sqlite_where=sa.text("restored_at IS NULL"),
    )
    op.create_table(
        "reports",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("reporter_hash", sa.LargeBinary(), nullable=False),
        sa.Column("ground", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "ground IN ('person', 'insult', 'hatred', 'false', 'advertising', 'other')", name=op.f("ck_reports_ground")
        ),
        sa.CheckConstraint("outcome IN ('hidden', 'redacted', 'dismissed')", name=op.f("ck_reports_outcome")),
        sa.CheckConstraint("(settled_at IS NULL) = (outcome IS NULL)", name=op.f("ck_reports_settled")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_reports_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
    )
    op.create_index(
        "ix_reports_open",
        "reports",
        ["post_id", "created_at"],
        unique=False,
        postgresql_where=sa.text("settled_at IS NULL"),
        sqlite_where=sa.text("settled_at IS NULL"),
    )
    op.create_index("uq_reports_post_id_reporter_hash", "reports", ["post_id", "reporter_hash"], unique=True)
    op.add_column("posts", sa.Column("hidden_ground", sa.String(length=20), nullable=True))
    op.add_column("posts", sa.Column("public_body", sa.Text(), nullable=True))
    op.add_column("posts", sa.Column("watched", sa.String(length=200), nullable=True))
    op.add_column("threads", sa.Column("public_subject", sa.Text(), nullable=True))
    op.add_column("threads", sa.Column("public_place", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("threads", "public_place")
    op.drop_column("threads", "public_subject")
    op.drop_column("posts", "watched")
    op.drop_column("posts", "public_body")
    op.drop_column("posts", "hidden_ground")
    op.drop_table("reports")
    op.drop_table("hidings")
    op.drop_table("watched_words")

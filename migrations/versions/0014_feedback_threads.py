"""Feedback threads"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "threads",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=150), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("district", sa.String(length=60), nullable=True),
        sa.Column("seminar_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("visibility", sa.String(length=10), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author_name", sa.String(length=120), nullable=True),
        sa.Column("show_name", sa.Boolean(), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=True),
        sa.Column("contact_phone", sa.String(length=20), nullable=True),
        sa.Column("receipt_hash", sa.LargeBinary(), nullable=True),
        sa.Column("assigned_to", sa.Uuid(), nullable=True),
        sa.Column("support_count", sa.Integer(), nullable=False),
        sa.Column("reopened_count", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledge_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("referred_to", sa.String(length=150), nullable=True),
        sa.Column("referral_reference", sa.String(length=60), nullable=True),
        sa.Column("referred_on", sa.Date(), nullable=True),
        sa.Column("decline_reason", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("language IN ('ar', 'fr', 'en')", name=op.f("ck_threads_language")),
        sa.CheckConstraint(
            "status IN ('new', 'acknowledged', 'in_progress', 'answered', 'closed', 'referred', 'declined')",
            name=op.f("ck_threads_status"),
        ),
        sa.CheckConstraint("visibility IN ('public', 'private')", name=op.f("ck_threads_visibility")),
        sa.CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name=op.f("ck_threads_position")),
        sa.CheckConstraint("author_id IS NULL OR receipt_hash IS NULL", name=op.f("ck_threads_one_author")),
        sa.CheckConstraint("support_count >= 0", name=op.f("ck_threads_support_count")),
        sa.ForeignKeyConstraint(["assigned_to"], ["accounts.id"], name=op.f("fk_threads_assigned_to")),
        sa.ForeignKeyConstraint(["author_id"], ["accounts.id"], name=op.f("fk_threads_author_id")),
        sa.ForeignKeyConstraint(["district"], ["districts.code"], name=op.f("fk_threads_district")),
        sa.ForeignKeyConstraint(["seminar_id"], ["seminars.id"], name=op.f("fk_threads_seminar_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threads")),
        sa.UniqueConstraint("receipt_hash", name=op.f("uq_threads_receipt_hash")),
        sa.UniqueConstraint("reference", name=op.f("uq_threads_reference")),
    )
    op.create_index(op.f("ix_threads_assigned_to_id"), "threads", ["assigned_to", "id"], unique=False)
    op.create_index(op.f("ix_threads_author_id_id"), "threads", ["author_id", "id"], unique=False)
    op.create_index(op.f("ix_threads_category_id"), "threads", ["category", "id"], unique=False)
    op.create_index(op.f("ix_threads_closed_at"), "threads", ["closed_at"], unique=False)
    op.create_index(
        "ix_threads_deadlines",
        "threads",
        ["due_at", "id"],
        unique=False,
        postgresql_where=sa.text("status IN ('new', 'acknowledged', 'in_progress')"),
        sqlite_where=sa.text("status IN ('new', 'acknowledged', 'in_progress')"),
    )
    op.create_index(op.f("ix_threads_district_id"), "threads", ["district", "id"], unique=False)
    op.create_index(
        "ix_threads_queue",
        "threads",
        ["district", "due_at", "id"],
        unique=False,
        postgresql_where=sa.text("status IN ('new', 'acknowledged', 'in_progress')"),
        sqlite_where=sa.text("status IN ('new', 'acknowledged', 'in_progress')"),
    )
    op.create_index(op.f("ix_threads_seminar_id_id"), "threads", ["seminar_id", "id"], unique=False)
    op.create_index(op.f("ix_threads_status_id"), "threads", ["status", "id"], unique=False)
    op.create_table(
        "follows",
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_follows_account_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_follows_thread_id")),
        sa.PrimaryKeyConstraint("thread_id", "account_id", name=op.f("pk_follows")),
    )
    op.create_index(op.f("ix_follows_account_id"), "follows", ["account_id"], unique=False)
    op.create_table(
        "notes",
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["accounts.id"], name=op.f("fk_notes_author_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_notes_thread_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index(op.f("ix_notes_author_id"), "notes", ["author_id"], unique=False)
    op.create_index(op.f("ix_notes_thread_id_id"), "notes", ["thread_id", "id"], unique=False)
    op.create_table(
        "posts",
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("is_author", sa.Boolean(), nullable=False),
        sa.Column("author_name", sa.String(length=120), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("is_unseen", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind IN ('opening', 'comment', 'reply')", name=op.f("ck_posts_kind")),
        sa.ForeignKeyConstraint(["author_id"], ["accounts.id"], name=op.f("fk_posts_author_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_posts_thread_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
    )
    op.create_index(op.f("ix_posts_author_id"), "posts", ["author_id"], unique=False)
    op.create_index(op.f("ix_posts_thread_id_id"), "posts", ["thread_id", "id"], unique=False)
    op.create_index(
        "ix_posts_unseen",
        "posts",
        ["thread_id"],
        unique=False,
        postgresql_where=sa.text("is_unseen"),
        sqlite_where=sa.text("is_unseen"),
    )
    op.create_index(
        "uq_posts_opening",
        "posts",
        ["thread_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'opening'"),
        sqlite_where=sa.text("kind = 'opening'"),
    )
    op.create_table(
        "receipt_tokens",
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_receipt_tokens_thread_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_receipt_tokens_token_hash")),
    )
    op.create_index(op.f("ix_receipt_tokens_expires_at"), "receipt_tokens", ["expires_at"], unique=False)
    op.create_index(op.f("ix_receipt_tokens_thread_id"), "receipt_tokens", ["thread_id"], unique=False)
    op.create_table(
        "supports",
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_supports_account_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_supports_thread_id")),
        sa.PrimaryKeyConstraint("thread_id", "account_id", name=op.f("pk_supports")),
    )
    op.create_index(op.f("ix_supports_account_id"), "supports", ["account_id"], unique=False)
    op.create_table(
        "thread_words",
        sa.Column(
            "word", sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_thread_words_thread_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("word", "thread_id", name=op.f("pk_thread_words")),
    )
    op.create_index(op.f("ix_thread_words_thread_id"), "thread_words", ["thread_id"], unique=False)
    op.create_table(
        "post_edits",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["accounts.id"], name=op.f("fk_post_edits_by")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_post_edits_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_edits")),
    )
    op.create_index(op.f("ix_post_edits_by"), "post_edits", ["by"], unique=False)
    op.create_index(op.f("ix_post_edits_post_id_id"), "post_edits", ["post_id", "id"], unique=False)


def downgrade() -> None:
    for table in ("post_edits", "thread_words", "supports", "receipt_tokens", "posts", "notes", "follows", "threads"):
        op.drop_table(table)

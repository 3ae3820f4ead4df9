"""Photographs and merged threads"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "photos",
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("alt", sa.String(length=300), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("thumbnail_id", sa.Uuid(), nullable=False),
        sa.Column("covered", sa.JSON(), nullable=False),
        sa.Column("public_file_id", sa.Uuid(), nullable=True),
        sa.Column("public_thumbnail_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(public_file_id IS NULL) = (public_thumbnail_id IS NULL)", name=op.f("ck_photos_public")),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_photos_file_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_photos_post_id")),
        sa.ForeignKeyConstraint(["public_file_id"], ["files.id"], name=op.f("fk_photos_public_file_id")),
        sa.ForeignKeyConstraint(["public_thumbnail_id"], ["files.id"], name=op.f("fk_photos_public_thumbnail_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_photos_thread_id")),
        sa.ForeignKeyConstraint(["thumbnail_id"], ["files.id"], name=op.f("fk_photos_thumbnail_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photos")),
    )
    for column in ("file_id", "post_id", "public_file_id", "public_thumbnail_id", "thumbnail_id"):
        op.create_index(op.f(f"ix_photos_{column}"), "photos", [column], unique=False)
    op.create_index(op.f("ix_photos_thread_id_id"), "photos", ["thread_id", "id"], unique=False)
    _refer_to_threads()
    op.create_index(op.f("ix_threads_merged_into"), "threads", ["merged_into"], unique=False)
    op.create_index(op.f("ix_threads_category_created_at"), "threads", ["category", "created_at"], unique=False)
    for table in ("supports", "follows"):
        op.add_column(table, sa.Column("merged_from", sa.Uuid(), nullable=True))


def _refer_to_threads() -> None:
    """SQLite takes a foreign key along with a new column, and in no other way without making the table anew."""
    if op.get_bind().dialect.name == "sqlite":
        reference = "CONSTRAINT fk_threads_merged_into REFERENCES threads (id)"
        op.execute(f"ALTER TABLE threads ADD COLUMN merged_into CHAR(32) {reference}")
    else:
        op.add_column("threads", sa.Column("merged_into", sa.Uuid()))
        op.create_foreign_key(op.f("fk_threads_merged_into"), "threads", "threads", ["merged_into"], ["id"])


def downgrade() -> None:
    for table in ("supports", "follows"):
        op.drop_column(table, "merged_from")
    op.drop_index(op.f("ix_threads_category_created_at"), "threads")
    op.drop_index(op.f("ix_threads_merged_into"), "threads")
    op.drop_column("threads", "merged_into")
    op.drop_table("photos")

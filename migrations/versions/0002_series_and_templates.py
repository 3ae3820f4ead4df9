"""Series of seminars, and templates for new ones."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "seminar_templates",
        sa.Column("code", sa.String(length=60), nullable=True),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("theme", sa.String(length=30), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["accounts.id"], name=op.f("fk_seminar_templates_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seminar_templates")),
        sa.UniqueConstraint("code", name=op.f("uq_seminar_templates_code")),
    )
    op.create_index(op.f("ix_seminar_templates_created_by"), "seminar_templates", ["created_by"])
    op.create_index(op.f("ix_seminar_templates_theme_id"), "seminar_templates", ["theme", "id"])
    op.add_column("seminars", sa.Column("series_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_seminars_series_id_starts_at"), "seminars", ["series_id", "starts_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_seminars_series_id_starts_at"), table_name="seminars")
    op.drop_column("seminars", "series_id")
    op.drop_index(op.f("ix_seminar_templates_theme_id"), table_name="seminar_templates")
    op.drop_index(op.f("ix_seminar_templates_created_by"), table_name="seminar_templates")
    op.drop_table("seminar_templates")

"""Members and mandates"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "invitations",
        sa.Column("association_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("role IN ('member', 'manager')", name=op.f("ck_invitations_role")),
        sa.ForeignKeyConstraint(["association_id"], ["associations.id"], name=op.f("fk_invitations_association_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.create_index(op.f("ix_invitations_association_id_id"), "invitations", ["association_id", "id"], unique=False)
    op.create_index(
        "uq_invitations_association_id_email",
        "invitations",
        ["association_id", "email"],
        unique=True,
        postgresql_where=sa.text("accepted_at IS NULL AND revoked_at IS NULL"),
        sqlite_where=sa.text("accepted_at IS NULL AND revoked_at IS NULL"),
    )
    op.create_table(
        "mandate_notices",
        sa.Column("association_id", sa.Uuid(), nullable=False),
        sa.Column("mandate_expires_on", sa.Date(), nullable=False),
        sa.Column("days_before", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["association_id"], ["associations.id"], name=op.f("fk_mandate_notices_association_id")
        ),
        sa.PrimaryKeyConstraint("association_id", "mandate_expires_on", "days_before", name=op.f("pk_mandate_notices")),
    )
    op.create_table(
        "mandate_renewals",
        sa.Column("association_id", sa.Uuid(), nullable=False),
        sa.Column("receipt_number", sa.String(length=60), nullable=False),
        sa.Column("receipt_on", sa.Date(), nullable=False),
        sa.Column("mandate_expires_on", sa.Date(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("status IN ('requested', 'accepted', 'refused')", name=op.f("ck_mandate_renewals_status")),
        sa.ForeignKeyConstraint(
            ["association_id"], ["associations.id"], name=op.f("fk_mandate_renewals_association_id")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_mandate_renewals_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate_renewals")),
    )
    op.create_index(
        op.f("ix_mandate_renewals_association_id_id"), "mandate_renewals", ["association_id", "id"], unique=False
    )
    op.create_index(op.f("ix_mandate_renewals_file_id"), "mandate_renewals", ["file_id"], unique=False)
    op.create_index(
        "ix_mandate_renewals_waiting",
        "mandate_renewals",
        ["id"],
        unique=False,
        postgresql_where=sa.text("status = 'requested'"),
        sqlite_where=sa.text("status = 'requested'"),
    )
    op.create_index(
        "uq_mandate_renewals_association_id",
        "mandate_renewals",
        ["association_id"],
        unique=True,
        postgresql_where=sa.text("status = 'requested'"),
        sqlite_where=sa.text("status = 'requested'"),
    )
    op.add_column("memberships", sa.Column("version", sa.Integer(), server_default="1", nullable=False))


def downgrade() -> None:
    op.drop_column("memberships", "version")
    op.drop_table("mandate_renewals")
    op.drop_table("mandate_notices")
    op.drop_table("invitations")

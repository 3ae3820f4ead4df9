"""Partnership agreements"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "agreements",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("association_id", sa.Uuid(), nullable=False),
        sa.Column("parties", sa.JSON(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("districts", sa.JSON(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("search_key", sa.String(length=1200), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("drafted_side", sa.String(length=20), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=True),
        sa.Column("renewed_from", sa.Uuid(), nullable=True),
        sa.Column("terminated_reason", sa.Text(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("warned_days", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("drafted_side IN ('police', 'association')", name=op.f("ck_agreements_drafted_side")),
        sa.CheckConstraint(
            "status IN ('draft', 'proposed', 'signed', 'active', 'expired', 'terminated')",
            name=op.f("ck_agreements_status"),
        ),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_agreements_ends_after_start")),
        sa.ForeignKeyConstraint(["association_id"], ["associations.id"], name=op.f("fk_agreements_association_id")),
        sa.ForeignKeyConstraint(["created_by"], ["accounts.id"], name=op.f("fk_agreements_created_by")),
        sa.ForeignKeyConstraint(["renewed_from"], ["agreements.id"], name=op.f("fk_agreements_renewed_from")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
        sa.UniqueConstraint("reference", name=op.f("uq_agreements_reference")),
    )
    op.create_index(
        op.f("ix_agreements_association_id_status"), "agreements", ["association_id", "status"], unique=False
    )
    op.create_index(op.f("ix_agreements_created_by"), "agreements", ["created_by"], unique=False)
    op.create_index(op.f("ix_agreements_renewed_from"), "agreements", ["renewed_from"], unique=False)
    op.create_index(op.f("ix_agreements_status_ends_on"), "agreements", ["status", "ends_on"], unique=False)
    op.create_index(
        op.f("ix_agreements_status_starts_on_id"), "agreements", ["status", "starts_on", "id"], unique=False
    )
    op.create_table(
        "agreement_texts",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_agreement_texts_agreement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_texts")),
        sa.UniqueConstraint("agreement_id", "text_version", name=op.f("uq_agreement_texts_agreement_id_text_version")),
    )
    op.create_table(
        "obligations",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=20), nullable=False),
        sa.Column("what", sa.JSON(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reminded", sa.String(length=10), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("side IN ('police', 'association')", name=op.f("ck_obligations_side")),
        sa.CheckConstraint("state IN ('open', 'done', 'withdrawn')", name=op.f("ck_obligations_state")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_obligations_agreement_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["accounts.id"], name=op.f("fk_obligations_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligations")),
        sa.UniqueConstraint("agreement_id", "place", name=op.f("uq_obligations_agreement_id_place")),
    )
    op.create_index(op.f("ix_obligations_owner_id"), "obligations", ["owner_id"], unique=False)
    op.create_index(op.f("ix_obligations_state_due_on"), "obligations", ["state", "due_on"], unique=False)
    op.create_table(
        "signatures",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("signer_name", sa.String(length=120), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("side IN ('police', 'association')", name=op.f("ck_signatures_side")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_signatures_account_id")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_signatures_agreement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatures")),
        sa.UniqueConstraint(
            "agreement_id", "side", "text_hash", name=op.f("uq_signatures_agreement_id_side_text_hash")
        ),
    )
    op.create_index(op.f("ix_signatures_account_id"), "signatures", ["account_id"], unique=False)
    _refer_to_agreements()


def downgrade() -> None:
    op.drop_index(op.f("ix_seminars_agreement_id_starts_at"), table_name="seminars")
    op.drop_column("seminars", "agreement_id")
    op.drop_index(op.f("ix_signatures_account_id"), table_name="signatures")
    op.drop_table("signatures")
    op.drop_index(op.f("ix_obligations_state_due_on"), table_name="obligations")
    op.drop_index(op.f("ix_obligations_owner_id"), table_name="obligations")
    op.drop_table("obligations")
    op.drop_table("agreement_texts")
    op.drop_index(op.f("ix_agreements_status_starts_on_id"), table_name="agreements")
    op.drop_index(op.f("ix_agreements_status_ends_on"), table_name="agreements")
    op.drop_index(op.f("ix_agreements_renewed_from"), table_name="agreements")
    op.drop_index(op.f("ix_agreements_created_by"), table_name="agreements")
    op.drop_index(op.f("ix_agreements_association_id_status"), table_name="agreements")
    op.drop_table("agreements")


def _refer_to_agreements() -> None:
    """SQLite takes a foreign key along with a new column, and in no other way without making the table anew."""
    if op.get_bind().dialect.name == "sqlite":
        reference = "CONSTRAINT fk_seminars_agreement_id REFERENCES agreements (id)"
        op.execute(f"ALTER TABLE seminars ADD COLUMN agreement_id CHAR(32) {reference}")
    else:
        op.add_column("seminars", sa.Column("agreement_id", sa.Uuid()))
        op.create_foreign_key(op.f("fk_seminars_agreement_id"), "seminars", "agreements", ["agreement_id"], ["id"])
    op.create_index(op.f("ix_seminars_agreement_id_starts_at"), "seminars", ["agreement_id", "starts_at"])

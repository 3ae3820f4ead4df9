"""Rules of registration: smallest party, quota, guest lists, people registered by the desk, messages by SMS."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

OWN = "association_id IS NULL AND status NOT IN ('declined', 'cancelled')"
OWN_WITH_GUESTS = "association_id IS NULL AND guest_name IS NULL AND status NOT IN ('declined', 'cancelled')"
GUESTS = "guest_name IS NOT NULL AND status NOT IN ('declined', 'cancelled')"


def upgrade() -> None:
    op.add_column("seminars", sa.Column("min_party_size", sa.Integer(), server_default="1", nullable=False))
    op.add_column("seminars", sa.Column("association_quota", sa.Integer()))
    op.add_column("seminars", sa.Column("invitation_round", sa.Integer(), server_default="0", nullable=False))
    op.add_column("messages", sa.Column("channel", sa.String(length=10), server_default="mail", nullable=False))
    for name, length in (("guest_name", 120), ("guest_email", 254), ("guest_locale", 2)):
        op.add_column("registrations", sa.Column(name, sa.String(length=length)))
    op.drop_index("uq_registrations_seminar_id_account_id", "registrations")
    _unique("account_id", OWN_WITH_GUESTS)
    _unique("contact_phone", GUESTS)
    _create_seminar_guests()


def _unique(column: str, where: str) -> None:
    op.create_index(
        f"uq_registrations_seminar_id_{column}",
        "registrations",
        ["seminar_id", column],
        unique=True,
        postgresql_where=sa.text(where),
        sqlite_where=sa.text(where),
    )


def _create_seminar_guests() -> None:
    op.create_table(
        "seminar_guests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seminar_id", sa.Uuid(), nullable=False),
        sa.Column("association_id", sa.Uuid()),
        sa.Column("account_id", sa.Uuid()),
        sa.Column("email", sa.String(length=254)),
        sa.Column("told_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN association_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN account_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN email IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_seminar_guests_one_guest"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_seminar_guests_account_id")),
        sa.ForeignKeyConstraint(["association_id"], ["associations.id"], name=op.f("fk_seminar_guests_association_id")),
        sa.ForeignKeyConstraint(
            ["seminar_id"],
            ["seminars.id"],
            name=op.f("fk_seminar_guests_seminar_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seminar_guests")),
        sa.UniqueConstraint("seminar_id", "account_id", name=op.f("uq_seminar_guests_seminar_id_account_id")),
        sa.UniqueConstraint("seminar_id", "association_id", name=op.f("uq_seminar_guests_seminar_id_association_id")),
        sa.UniqueConstraint("seminar_id", "email", name=op.f("uq_seminar_guests_seminar_id_email")),
    )
    op.create_index(op.f("ix_seminar_guests_account_id"), "seminar_guests", ["account_id"])
    op.create_index(op.f("ix_seminar_guests_association_id"), "seminar_guests", ["association_id"])


def downgrade() -> None:
    op.drop_table("seminar_guests")
    op.drop_index("uq_registrations_seminar_id_contact_phone", "registrations")
    op.drop_index("uq_registrations_seminar_id_account_id", "registrations")
    _unique("account_id", OWN)
    for table, columns in (
        ("registrations", ("guest_locale", "guest_email", "guest_name")),
        ("messages", ("channel",)),
        ("seminars", ("invitation_round", "association_quota", "min_party_size")),
    ):
        for column in columns:
            op.drop_column(table, column)

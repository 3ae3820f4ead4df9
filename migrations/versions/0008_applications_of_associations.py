"""Applications: contacts, questions and reasons of associations, one receipt among those not refused, parts of names.

The parts of the names that are there already come with the next `flask daily`: they are cut by code that may change.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

RECEIPT = "uq_associations_receipt_number_receipt_on"
NOT_REFUSED = sa.text("status <> 'refused'")
NEW_COLUMNS = (
    ("address", sa.String(length=300)),
    ("website", sa.String(length=300)),
    ("reason", sa.Text()),
    ("question", sa.Text()),
    ("asked_at", sa.DateTime(timezone=True)),
    ("answer", sa.Text()),
    ("answered_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    with op.batch_alter_table("associations") as associations:
        associations.drop_constraint(RECEIPT, type_="unique")
        for name, kind in NEW_COLUMNS:
            associations.add_column(sa.Column(name, kind))
    op.create_index(
        RECEIPT,
        "associations",
        ["receipt_number", "receipt_on"],
        unique=True,
        postgresql_where=NOT_REFUSED,
        sqlite_where=NOT_REFUSED,
    )
    op.create_index(op.f("ix_associations_status_created_at_id"), "associations", ["status", "created_at", "id"])
    op.create_table(
        "association_name_parts",
        sa.Column("part", sa.String(length=3), nullable=False),
        sa.Column("association_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["association_id"], ["associations.id"], name=op.f("fk_association_name_parts_association_id")
        ),
        sa.PrimaryKeyConstraint("part", "association_id", name=op.f("pk_association_name_parts")),
    )
    op.create_index(op.f("ix_association_name_parts_association_id"), "association_name_parts", ["association_id"])


def downgrade() -> None:
    op.drop_table("association_name_parts")
    op.drop_index(op.f("ix_associations_status_created_at_id"), "associations")
    op.drop_index(RECEIPT, "associations")
    with op.batch_alter_table("associations") as associations:
        for name, _kind in reversed(NEW_COLUMNS):
            associations.drop_column(name)
        associations.create_unique_constraint(RECEIPT, ["receipt_number", "receipt_on"])

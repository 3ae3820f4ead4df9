"""Receipts: one association among those that were verified, any number of applications, all found by an index.
Agreements: on which day a side ended one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

RECEIPT = "uq_associations_receipt_number_receipt_on"
COLUMNS = ["receipt_number", "receipt_on"]


def upgrade() -> None:
    _make_unique(sa.text("status NOT IN ('applied', 'refused')"))
    op.create_index(op.f("ix_associations_receipt_number_receipt_on"), "associations", COLUMNS)
    op.add_column("agreements", sa.Column("ended_on", sa.Date()))


def downgrade() -> None:
    """Fails where two applications have the same receipt: one of them is refused first."""
    op.drop_column("agreements", "ended_on")
    op.drop_index(op.f("ix_associations_receipt_number_receipt_on"), "associations")
    _make_unique(sa.text("status <> 'refused'"))


def _make_unique(among: sa.TextClause) -> None:
    op.drop_index(RECEIPT, "associations")
    op.create_index(RECEIPT, "associations", COLUMNS, unique=True, postgresql_where=among, sqlite_where=among)

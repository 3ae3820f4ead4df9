"""Districts on the map, and since when an association is a partner"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("districts", sa.Column("latitude", sa.Double(), nullable=True))
    op.add_column("districts", sa.Column("longitude", sa.Double(), nullable=True))
    op.add_column("associations", sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("associations", "verified_at")
    op.drop_column("districts", "longitude")
    op.drop_column("districts", "latitude")

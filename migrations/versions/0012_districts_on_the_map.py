"""Districts on the map"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("districts", sa.Column("latitude", sa.Double(), nullable=True))
    op.add_column("districts", sa.Column("longitude", sa.Double(), nullable=True))


def downgrade() -> None:
    op.drop_column("districts", "longitude")
    op.drop_column("districts", "latitude")

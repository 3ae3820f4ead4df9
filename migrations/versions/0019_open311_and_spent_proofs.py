"""What Open311 asks by time; proofs of work and tickets that were used."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0014"

_REPLY = sa.text("kind = 'reply'")


def upgrade() -> None:
    op.create_index(op.f("ix_threads_created_at_id"), "threads", ["created_at", "id"])
    op.create_index("ix_posts_replies", "posts", ["created_at", "id"], postgresql_where=_REPLY, sqlite_where=_REPLY)


def downgrade() -> None:
    op.drop_index("ix_posts_replies", "posts")
    op.drop_index(op.f("ix_threads_created_at_id"), "threads")

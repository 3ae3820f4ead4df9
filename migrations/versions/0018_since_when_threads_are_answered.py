"""Since when threads are answered"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("threads", sa.Column("first_replied_at", sa.DateTime(timezone=True)))
    op.create_index(op.f("ix_threads_created_at"), "threads", ["created_at"])
    op.create_index(op.f("ix_threads_first_replied_at"), "threads", ["first_replied_at"])
    op.execute(
        "UPDATE threads SET first_replied_at = (SELECT min(posts.created_at) FROM posts"
        " WHERE posts.thread_id = threads.id AND posts.kind = 'reply')"
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_threads_first_replied_at"), table_name="threads")
    op.drop_index(op.f("ix_threads_created_at"), table_name="threads")
    op.drop_column("threads", "first_replied_at")

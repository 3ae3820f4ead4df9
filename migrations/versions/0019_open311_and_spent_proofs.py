"""What Open311 asks by time; proofs of work and tickets that were used."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

_REPLY = sa.text("kind = 'reply'")


def upgrade() -> None:
    op.create_table(
        "spent_proofs",
        sa.Column("proof_hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("proof_hash", name=op.f("pk_spent_proofs")),
    )
    op.create_index(op.f("ix_spent_proofs_expires_at"), "spent_proofs", ["expires_at"])
    op.create_index(op.f("ix_threads_created_at_id"), "threads", ["created_at", "id"])
    op.create_index("ix_posts_replies", "posts", ["created_at", "id"], postgresql_where=_REPLY, sqlite_where=_REPLY)


def downgrade() -> None:
    op.drop_table("spent_proofs")
    op.drop_index("ix_posts_replies", "posts")
    op.drop_index(op.f("ix_threads_created_at_id"), "threads")

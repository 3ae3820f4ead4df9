"""Search: words meant by those who mistype them, and searches that people keep."""

from itertools import combinations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

WORD = sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "search_variants",
        sa.Column("variant", WORD, nullable=False),
        sa.Column("word", WORD, nullable=False),
        sa.PrimaryKeyConstraint("variant", "word", name=op.f("pk_search_variants")),
    )
    op.create_table(
        "saved_filters",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_saved_filters_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filters")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_saved_filters_account_id_name")),
    )
    _remember_words()


def _remember_words() -> None:
    """The words that are there. Stems among them do no harm: they lead to the same seminars."""
    words = sa.table("seminar_words", sa.column("word", WORD))
    table = sa.table("search_variants", sa.column("variant", WORD), sa.column("word", WORD))
    found = op.get_bind().scalars(sa.select(words.c.word).distinct()).all()
    known = [word for word in found if len(word) >= 4 and word.isalpha()]
    for some in (known[first : first + 500] for first in range(0, len(known), 500)):
        op.bulk_insert(table, [{"variant": variant, "word": word} for word in some for variant in _variants(word)])


def _variants(word: str) -> set[str]:
    most = 2 if 8 <= len(word) <= 16 else 1
    return {"".join(left) for out in range(most + 1) for left in combinations(word, len(word) - out)}


def downgrade() -> None:
    op.drop_table("saved_filters")
    op.drop_table("search_variants")

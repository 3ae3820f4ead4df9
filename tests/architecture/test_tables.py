"""Can the store follow every reference quickly, and are names alike on all stores?"""

from sqlalchemy import ForeignKeyConstraint, Index, PrimaryKeyConstraint, Table, UniqueConstraint

from engage.database import Base
from engage.tables import import_all_models

import_all_models()
TABLES = Base.metadata.sorted_tables


def _leading_columns(table: Table) -> list[list[str]]:
    rules = [rule for rule in table.constraints if isinstance(rule, UniqueConstraint | PrimaryKeyConstraint)]
    whole = [index for index in table.indexes if index.dialect_options["postgresql"]["where"] is None]
    return [[column.name for column in rule.columns] for rule in (*rules, *whole)]


def test_every_reference_has_an_index_that_begins_with_it() -> None:
    slow = []
    for table in TABLES:
        for rule in table.constraints:
            if isinstance(rule, ForeignKeyConstraint):
                names = [column.name for column in rule.columns]
                if not any(found[: len(names)] == names for found in _leading_columns(table)):
                    slow.append(f"{table.name}({', '.join(names)})")
    assert not slow


def test_every_index_says_the_same_on_both_stores() -> None:
    for table in TABLES:
        for index in table.indexes:
            wheres = [index.dialect_options[dialect]["where"] for dialect in ("postgresql", "sqlite")]
            assert str(wheres[0]) == str(wheres[1]), index.name


def test_every_rule_and_index_has_a_name_that_postgresql_keeps_whole() -> None:
    rules = [rule for table in TABLES for rule in (*table.constraints, *table.indexes)]
    names = [str(rule.name) for rule in rules]
    assert all(isinstance(rule, Index) or rule.name for rule in rules)
    assert max(map(len, names)) <= 63
    assert len(names) == len(set(names))

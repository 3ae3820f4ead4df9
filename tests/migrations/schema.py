"""What is really in a store? Its tables, columns, rules, indexes and triggers, in a form that can be compared."""

import re
from typing import Any

from sqlalchemy import Connection, text

_POSTGRESQL = {
    "columns": "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable,"
    " column_default, collation_name FROM information_schema.columns WHERE table_schema = 'public'",
    "rules": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
    " AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')",  # an extension's own
    "types": "SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd')",
}
_SQLITE = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
_OURS = "alembic_version"


def schema_of(connection: Connection) -> dict[str, list[Any]]:
    """Everything that statements of ours made, without Alembic's own table."""
    if connection.dialect.name == "sqlite":
        return {"all": sorted(_lines(row) for row in connection.execute(text(_SQLITE)) if row.tbl_name != _OURS)}
    return {
        kind: sorted(map(repr, (row for row in connection.execute(text(query)) if row[0] != _OURS)))
        for kind, query in _POSTGRESQL.items()
    }


def _lines(row: Any) -> tuple[str, str, list[str]]:
    """The parts of a CREATE statement. Their order says nothing: a column that came later may share a line and bring its
    foreign key along, and a table that was made anew has its name in quotes.
    """
    sql = row.sql.replace('"', "")
    apart = re.sub(r"(\w+) (\S+) (CONSTRAINT \w+) (REFERENCES)", r"\1 \2, \n\3 FOREIGN KEY(\1) \4", sql)
    parts = re.split(r"\n|, (?=[a-z_]+ [A-Z])", apart)
    return row.type, row.name, sorted(re.sub(r"\s+", " ", part).strip(" ,)") for part in parts)

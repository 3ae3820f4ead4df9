"""Where do rows live, and what do all tables share: names, instants in UTC, ids, and one way to open a store?"""

import sqlite3
import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, cast

import orjson
import uuid_utils
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import (
    ColumnElement,
    DateTime,
    Dialect,
    Engine,
    Executable,
    FromClause,
    MetaData,
    String,
    Table,
    TypeDecorator,
    Uuid,
    bindparam,
    column,
    event,
    false,
    func,
    literal,
    select,
    type_coerce,
)
from sqlalchemy import cast as cast_as
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, ExceptionContext
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

from engage.constraints import refusal_of
from engage.cursors import PlainCursor
from engage.text import FOLDED, fold

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

POOL_SECONDS = 10
STATEMENT_MILLISECONDS = 15_000
LOCK_MILLISECONDS = 4_000  # well below, or a wait for a lock would end as a fault and not be tried again
SQLITE_BUSY_MILLISECONDS = 10_000


# For SELECT … FOR NO KEY UPDATE: whoever changes a row keeps others from changing it, not from referring to it.
ROW_LOCK = {"key_share": True}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


class Session(FlaskSession):
    """The session of a request or a job. One that only reads asks for no transaction: two round trips fewer."""

    def get_bind(
        self, mapper: Any = None, clause: Any = None, bind: Engine | Connection | None = None, **options: Any
    ) -> Engine | Connection:
        bind = super().get_bind(mapper, clause=clause, bind=bind, **options)
        if not self.info.get("reads_only") or not isinstance(bind, Engine):
            return bind
        if _is_change(mapper, clause):
            raise RuntimeError("a request that only reads tried to write")  # it could not be rolled back
        return _autocommit(bind)


def _is_change(mapper: Any, clause: Any) -> bool:
    """Whether a session asks for its connection to flush (a mapper, no clause) or for INSERT, UPDATE, DELETE."""
    return getattr(clause, "is_dml", mapper is not None and clause is None)


@lru_cache(maxsize=8)
def _autocommit(engine: Engine) -> Engine:
    return engine.execution_options(isolation_level="AUTOCOMMIT")


db = SQLAlchemy(model_class=Base, session_options={"class_": Session})


class UTCDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the store. SQLite has no zones; naive values are refused everywhere."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def new_id() -> uuid.UUID:
    """UUIDv7 (RFC 9562): sorts by time of creation, and is no secret."""
    return uuid.UUID(bytes=uuid_utils.uuid7().bytes)


class HasId:
    """The `id` of a table of people's things."""

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_id)


def insert_into(model: type[Base] | Table) -> Any:
    """An INSERT of the store at work, which knows ON CONFLICT; both stores say it alike."""
    on_postgres = db.session.get_bind().dialect.name == "postgresql"
    return (postgresql.insert if on_postgres else sqlite.insert)(model)


def insert_new(model: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Thousands of small rows, those that are there already left out.

    PostgreSQL takes them as one list a column: row by row it is twice the work. SQLite takes them as they are.
    """
    if not rows:
        return
    table, names = table_of(model), list(rows[0])
    adding, dialect = insert_into(table), db.session.get_bind().dialect
    if dialect.name != "postgresql":
        made = adding.on_conflict_do_nothing().compile(dialect=dialect, column_keys=names)
        columns = [(name, _as_stored(table.c[name].type, dialect)) for name in made.positiontup]
        values = [tuple(stored(row[name]) for name, stored in columns) for row in rows]
        db.session.connection().exec_driver_sql(str(made), values)
        return
    lists = [func.unnest(bindparam(f"all_{name}", type_=postgresql.ARRAY(table.c[name].type))) for name in names]
    adding = adding.from_select(names, select(*lists), include_defaults=False).on_conflict_do_nothing()
    db.session.execute(adding, {f"all_{name}": [row[name] for row in rows] for name in names})


def _as_stored(type_: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any]:
    """What becomes of a value of this type on its way into the store."""
    return type_.dialect_impl(dialect).bind_processor(dialect) or (lambda value: value)


def read(statement: Executable, values: Any = None) -> Any:
    """Rows of columns, past the ORM, which would prepare for each column anew. For the queries that are asked most."""
    session = db.session()
    if session.new or session.dirty or session.deleted:
        session.flush()
    return session.connection({"clause": statement}).execute(statement, values)


def write(statement: Executable, values: dict[str, Any] | list[dict[str, Any]]) -> None:
    """The same for rows that no session needs to know."""
    read(statement, values)


def read_at_once(statement: Executable, values: dict[str, Any]) -> list[Any]:
    """The same outside of any transaction."""
    with _autocommit(db.engine).connect() as connection:
        return list(connection.execute(statement, values))


def table_of(model: type[Base]) -> Table:
    """For rows that no session needs to know: an INSERT into the table is a third of the work of one of the model."""
    return cast(Table, model.__table__)


def holds(column: Any, word: str) -> ColumnElement[bool]:
    """Whether a short JSON array of known words has this one: its text holds the quoted word, alike in both stores."""
    return cast_as(column, String).contains(f'"{word}"', autoescape=True)


# Accents, tashkeel and tatweel: what `fold` takes away of the letters that people here write.
_MARKS = r"\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"


class folded(FunctionElement[str]):  # noqa: N801 - it is called like a function of the store
    """A column as search sees it (engage.text.fold): on SQLite that very function, on PostgreSQL the same in SQL."""

    type = String()
    inherit_cache = True


@compiles(folded)
def _fold_by_our_function(element: Any, compiler: Any, **options: Any) -> str:
    return f"fold({compiler.process(element.clauses, **options)})"


@compiles(folded, "postgresql")
def _fold_in_sql(element: Any, compiler: Any, **options: Any) -> str:
    words = f"normalize({compiler.process(element.clauses, **options)}, NFKD)"
    words = f"lower(regexp_replace({words}, '[{_MARKS}]', '', 'g'))"
    for letter, plain in FOLDED.items():
        if len(plain) > 1:
            words = f"replace(replace({words}, '{letter}', '{plain}'), '{letter.upper()}', '{plain}')"
    single = {letter: plain for letter, plain in FOLDED.items() if len(plain) == 1}
    return f"translate({words}, '{''.join(single)}', '{''.join(single.values())}')"


def among(text: Any, words: Iterable[str]) -> ColumnElement[bool]:
    """Whether a text is one of hundreds. With a long IN PostgreSQL may compare each row with each word."""
    rows = [(word,) for word in words]
    return cast(ColumnElement[bool], text.in_(select(given(rows, word=String()).c.word))) if rows else false()


def given(rows: Sequence[tuple[Any, ...]], **types: TypeEngine[Any]) -> FromClause:
    """Hundreds of rows as a table to ask with, whose statement is the same however many they are."""
    dialect, names = db.session.get_bind().dialect, list(types)
    if dialect.name == "postgresql":
        lists = [literal([row[at] for row in rows], postgresql.ARRAY(types[name])) for at, name in enumerate(names)]
        return (
            func.unnest(*lists)
            .table_valued(*(column(name, types[name]) for name in names), name="given")
            .render_derived()
        )
    stored = [_as_stored(types[name], dialect) for name in names]
    text = to_json([[keep(value) for keep, value in zip(stored, row, strict=True)] for row in rows])
    each = func.json_each(text).table_valued("value", name="each").c.value
    cells = (type_coerce(func.json_extract(each, f"$[{at}]"), types[name]) for at, name in enumerate(names))
    return select(*(cell.label(name) for cell, name in zip(cells, names, strict=True))).cte()


def to_json(value: Any) -> str:
    return orjson.dumps(value).decode()


def connect(app: Flask, url: str) -> None:
    """Bind the application to its store. Nothing is opened yet."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(url)
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)


def engine_options(url: str) -> dict[str, Any]:
    shared = {"json_serializer": to_json, "json_deserializer": orjson.loads, "hide_parameters": True}
    if url.startswith("sqlite"):
        return {**shared, "connect_args": {"timeout": SQLITE_BUSY_MILLISECONDS / 1000}}
    # A statement timeout does not bound a hung connection: that takes the other four.
    patience = {
        "connect_timeout": 5,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 20_000,
        "options": f"-c statement_timeout={STATEMENT_MILLISECONDS} -c lock_timeout={LOCK_MILLISECONDS}"
        " -c idle_in_transaction_session_timeout=60000 -c timezone=UTC",
        "cursor_factory": PlainCursor,
    }
    return {**shared, "connect_args": patience, "pool_timeout": POOL_SECONDS, "pool_size": 8}


def prepare(engine: Engine) -> None:
    """Name broken constraints in words of the domain, and teach SQLite what PostgreSQL does by itself."""
    event.listen(engine, "handle_error", _say_which_rule)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_immediate)


def _open_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver must not guess where transactions begin; _begin_immediate says it
    connection.create_function("fold", 1, lambda text: text and fold(text), deterministic=True)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")  # a confirmed seat survives a power cut
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA recursive_triggers = ON")  # else REPLACE deletes a row past its DELETE trigger


def _say_which_rule(context: ExceptionContext) -> None:
    if isinstance(context.sqlalchemy_exception, IntegrityError):
        refusal = refusal_of(context.original_exception, Base.metadata)
        if refusal is not None:
            raise refusal


def _begin_immediate(connection: Connection) -> None:
    if connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT":
        return
    # A transaction that reads first and writes later would be refused when another wrote between: take the lock first.
    connection.exec_driver_sql("BEGIN IMMEDIATE")

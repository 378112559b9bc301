"""Records as rows of a hub: the same values a book keeps, in PostgreSQL's own types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.string import TextLoader

from carebook.records.record import Record, table_of
from carebook.store.rows import to_row

_READ_AS_TEXT = ("date", "timestamptz", "json", "jsonb")


def prepare(connection: psycopg.Connection[Any]) -> None:
    """Let the connection give dates, moments and lists as the texts a book keeps, so that one reader serves both."""
    for name in _READ_AS_TEXT:
        connection.adapters.register_loader(name, TextLoader)


def table(cls: type[Record]) -> sql.Identifier:
    """The table of a record class."""
    return sql.Identifier("carebook", table_of(cls))


def insert(record: Record) -> tuple[sql.Composed, Mapping[str, Any]]:
    """Add the record's row, unless one of its id or of its one file is there already; gives back its id."""
    row = to_row(record)
    columns = sql.SQL(", ").join(map(sql.Identifier, row))
    values = sql.SQL(", ").join(map(sql.Placeholder, row))
    query = sql.SQL("INSERT INTO {} ({}) VALUES ({}) ON CONFLICT DO NOTHING RETURNING id")
    return query.format(table(type(record)), columns, values), row


def update(record: Record) -> tuple[sql.Composed, Mapping[str, Any]]:
    """Write the record's values over the row of its id, as its next version; gives back its id."""
    row = to_row(record)
    changed = sql.SQL(", ").join(
        sql.SQL("{} = {}").format(sql.Identifier(name), sql.Placeholder(name))
        for name in row
        if name not in ("id", "version")
    )
    query = sql.SQL("UPDATE {} SET version = version + 1, {} WHERE id = %(id)s RETURNING id")
    return query.format(table(type(record)), changed), row

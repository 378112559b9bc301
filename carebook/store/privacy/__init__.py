"""What a reader may see: views in which a restricted person is masked (lists, figures) or dropped (search, files), and a guard.

The guard is SQLite's authorizer: a protected column can only be read through these views, so a question that forgets them fails
instead of leaking. Every figure counts everybody, whoever asks; only names and other identifying facts are withheld.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carebook.records.record import Record, table_of
from carebook.store.privacy.need import (
    Sight,
    hidden_people,
    hidden_where,
    is_hidden,
    sees_everybody,
    sight_of,
    withheld_always,
    withheld_besides,
)
from carebook.store.privacy.tables import (
    BELONGING_BESIDES,
    COUNTED,
    IDENTIFYING,
    ON_HIV,
    PARTLY_IDENTIFYING,
    WITHHELD_BESIDES,
)

if TYPE_CHECKING:
    import sqlite3

_KEYS = frozenset({"id", "person_id", "episode_id", "version", "withdrawn_at", ""})
__all__ = [
    "COUNTED",
    "IDENTIFYING",
    "ON_HIV",
    "PARTLY_IDENTIFYING",
    "Sight",
    "hidden_people",
    "install",
    "is_hidden",
    "sees_everybody",
    "sight_of",
    "source_of",
]

_RECEIVED = "received_person"  # of other centers: their restricted ones are among them
_READ, _RECURSIVE, _SELECT, _FUNCTION = 20, 33, 21, 31


def source_of(cls: type[Record]) -> str:
    """Where questions read a record class from: its view in which the unseen are dropped, or its plain table."""
    table = table_of(cls)
    return f"found_{table}" if table in IDENTIFYING or table in PARTLY_IDENTIFYING else table


def install(connection: sqlite3.Connection, sight: Sight) -> None:
    """Make the connection a reader for ``sight``: its views, then only questions, then the guard. Cannot be taken back."""
    hidden = hidden_where(sight)
    # a file that was joined to another is as restricted as the one that stays, to which its stays have gone
    joined = "coalesce((SELECT merged_into FROM main.person WHERE id = {0}), {0})"
    hidden_person = hidden.format("coalesce(p.merged_into, p.id)")
    person = _columns(connection, "person", hidden_person, sight)
    views = [
        f"listed_person AS SELECT {person}, {hidden_person} AS masked,"
        " EXISTS (SELECT 1 FROM episode e WHERE e.person_id = p.id AND e.confidential = 1) AS restricted FROM main.person p",
        f"found_person AS SELECT {person} FROM main.person p WHERE NOT {hidden_person}",
    ]
    for table in PARTLY_IDENTIFYING:
        if table == "person":
            continue
        owner = "p.person_id" if table == "episode" else "(SELECT person_id FROM episode WHERE id = p.episode_id)"
        columns = _columns(connection, table, hidden.format(owner), sight)
        views.append(f"listed_{table} AS SELECT {columns} FROM main.{table} p")
        views.append(f"found_{table} AS SELECT {columns} FROM main.{table} p WHERE NOT {hidden.format(owner)}")
    for table, link in IDENTIFYING.items():
        owner = (
            joined.format("t.person_id")
            if link == "person_id"
            else "(SELECT person_id FROM episode WHERE id = t.episode_id)"
        )
        which = withheld_besides(table, sight)
        besides = f" AND NOT ({which})" if which else ""
        views.append(f"found_{table} AS SELECT t.* FROM main.{table} t WHERE NOT {hidden.format(owner)}{besides}")
    for table, counted in COUNTED.items():
        keys = "id" if table == "person" else f"id, {IDENTIFYING.get(table, 'episode_id')}"
        views.append(f"counted_{table} AS SELECT {keys}, withdrawn_at, {', '.join(counted)} FROM main.{table}")
    changes = (
        "changes"
        if sight.hiv
        else "CASE WHEN tbl <> 'person' OR json_type(changes, '$.hiv') IS NULL THEN changes"
        " ELSE json_set(json_remove(changes, '$.hiv'), '$.protected', json_array(NULL, NULL)) END AS changes"
    )
    withheld = "".join(
        f" AND NOT (j.tbl = '{table}' AND EXISTS (SELECT 1 FROM main.{table} t WHERE t.id = j.row_id AND ({which})))"
        for table in sorted({*WITHHELD_BESIDES, *BELONGING_BESIDES})
        if (which := withheld_always(table, sight))
    )
    if not sight.sees_all:
        withheld += f" AND j.tbl <> '{_RECEIVED}'"
    views.append(
        f"found_journal AS SELECT seq, op, clock, device, actor, deed, at, reason, tbl, row_id, person_id, kind, {changes}"
        f" FROM main.journal j WHERE (j.person_id IS NULL OR NOT {hidden.format(joined.format('j.person_id'))}){withheld}"
    )
    views.append(
        "counted_journal AS SELECT seq, at, tbl, row_id, json_type(changes, '$.end_on') IS NOT NULL AS touches_end"
        " FROM main.journal"
    )
    owner_text = sight.account_id.replace("'", "''")
    views.append(f"own_draft AS SELECT * FROM main.draft WHERE account_id = '{owner_text}'")
    # what stands under no account is the center's own, for everybody
    views.append(f"own_choice AS SELECT * FROM main.choice WHERE account_id IN ('', '{owner_text}')")
    connection.executescript(f"BEGIN; {''.join(f'CREATE TEMP VIEW {view};' for view in views)} COMMIT")
    connection.execute("PRAGMA query_only=ON")
    connection.set_authorizer(_guard(frozenset(v.split(" ", 1)[0] for v in views), sight))


def _columns(connection: sqlite3.Connection, table: str, hidden: str, sight: Sight) -> str:
    """The select list of a view: identifying fields are withheld from hidden rows, HIV from everybody without the right."""
    parts = []
    for name, is_required in connection.execute('SELECT name, "notnull" FROM pragma_table_info(?)', (table,)):
        empty = "p.alias" if name == "full_name" else "''" if is_required else "NULL"
        if name in ON_HIV.get(table, ()) and not sight.hiv:
            parts.append(f"NULL AS {name}")
        elif name in PARTLY_IDENTIFYING[table] and not sight.sees_all:
            parts.append(f"CASE WHEN {hidden} THEN {empty} ELSE p.{name} END AS {name}")
        else:
            parts.append(f"p.{name}")
    return ", ".join(parts)


def _guard(views: frozenset[str], sight: Sight) -> Any:
    secret_columns = {table: columns | ON_HIV.get(table, frozenset()) for table, columns in PARTLY_IDENTIFYING.items()}
    whole = frozenset(IDENTIFYING) | {"journal", "draft", "choice", "credential"}
    if not sight.sees_all:
        whole |= {_RECEIVED}

    def guard(action: int, table: str | None, column: str | None, _database: str | None, source: str | None) -> int:
        if action in (_SELECT, _FUNCTION, _RECURSIVE):
            return 0
        if action != _READ:
            # Pragmas of a view's own reading (data_version) are harmless; anything that writes is not.
            return (
                0 if action == 19 and table in ("data_version", "query_only", "cipher_status") and column is None else 1
            )
        name = table or ""
        if name.startswith("search_restricted") and not sight.restricted:
            return 1
        if source in views:
            return 0
        if name in whole and (column or "") not in _KEYS:
            return 1
        if (column or "") in secret_columns.get(name, ()):
            return 1
        return 0

    return guard

"""The restricted people whose true name the asker knows, and the alias under which they stand on a sheet."""

from __future__ import annotations

from carebook.rules.shifts.naming import TrueName
from carebook.store.book import Reader


def restricted_names(reader: Reader) -> tuple[TrueName, ...]:
    """The restricted people whose identity the asker may read, with their former names; of the others none is told.

    Somebody who bears the same name as a person whom everybody may see is left out: there the name gives nobody away.
    """
    reader.asks("people")
    rows = reader.rows(
        """SELECT p.id, p.code, p.full_name, p.alias,
            (SELECT group_concat(a.full_name, char(10)) FROM found_alias a
                WHERE a.person_id = p.id AND a.withdrawn_at IS NULL) AS former
        FROM found_person p WHERE p.withdrawn_at IS NULL
        AND p.id IN (SELECT person_id FROM episode WHERE confidential = 1 AND withdrawn_at IS NULL)
        AND NOT EXISTS (SELECT 1 FROM found_person o WHERE o.full_name = p.full_name AND o.withdrawn_at IS NULL
            AND o.id NOT IN (SELECT person_id FROM episode WHERE confidential = 1 AND withdrawn_at IS NULL))
        ORDER BY p.id"""
    )
    return tuple(
        TrueName((row["full_name"], *filter(None, (row["former"] or "").split("\n"))), row["alias"] or row["code"])
        for row in rows
    )

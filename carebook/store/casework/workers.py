"""Who manages cases."""

from __future__ import annotations

from datetime import date

from carebook.records.staff import AccountState, Role
from carebook.store.book import Reader


def social_workers(reader: Reader, today: date) -> list[str]:
    """The ids of the staff members who hold the role of social worker on a day."""
    reader.asks("casework")
    rows = reader.rows(
        """SELECT DISTINCT a.staff_member_id FROM role_grant g JOIN account a ON a.id = g.account_id
        WHERE g.role = ? AND a.state = ? AND g.withdrawn_at IS NULL AND a.withdrawn_at IS NULL
            AND (g.from_on IS NULL OR g.from_on <= ?) AND (g.to_on IS NULL OR g.to_on >= ?)""",
        (Role.SOCIAL_WORKER.value, AccountState.ACTIVE.value, today.isoformat(), today.isoformat()),
    )
    return [row["staff_member_id"] for row in rows]

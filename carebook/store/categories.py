"""What the list of categories says about a category: its form of admission, and whether it makes a record restricted."""

from __future__ import annotations

import json
from datetime import date

from carebook.store.book import Reader


class StoredCategories:
    """The categories of a book on a day, read once."""

    def __init__(self, reader: Reader, day: date) -> None:
        rows = reader.rows(
            """SELECT code, details FROM code WHERE list_name = 'category' AND withdrawn_at IS NULL
            AND (valid_from IS NULL OR valid_from <= :day) AND (valid_to IS NULL OR valid_to >= :day)""",
            {"day": day.isoformat()},
        )
        self._details = {r["code"]: json.loads(r["details"]) for r in rows}

    def __contains__(self, category: str) -> bool:
        return category in self._details

    def route_of(self, category: str) -> str:
        """The form of admission a category belongs to; "" when the list does not say."""
        return str(self._details.get(category, {}).get("route", ""))

    def is_confidential(self, category: str) -> bool:
        """Whether the category itself is a secret (violence, abuse, trafficking, HIV) and makes the record restricted."""
        return bool(self._details.get(category, {}).get("confidential"))

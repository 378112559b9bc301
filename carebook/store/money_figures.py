"""The payments the book knows of in a period: support for funerals, and the fees of packages that began in it."""

from __future__ import annotations

from datetime import date

from carebook.records.figures import Period
from carebook.rules.money_figures import Payment
from carebook.store.book import Reader


def payments(reader: Reader, period: Period) -> list[Payment]:
    """Every payment up to the cut-off; everybody counts, nobody is named."""
    reader.asks("figures")
    days = (period.first.isoformat(), period.cutoff.isoformat())
    found = [
        Payment("funeral", row["episode_id"], date.fromisoformat(row["support_paid_on"]), row["support_amount"] or 0)
        for row in reader.rows(
            """SELECT episode_id, support_paid_on, support_amount FROM counted_death
            WHERE withdrawn_at IS NULL AND support_paid_on BETWEEN ? AND ? ORDER BY support_paid_on, id""",
            days,
        )
    ]
    for row in reader.rows(
        """SELECT episode_id, from_on, coalesce(price, 0) AS price, coalesce(paid, 0) AS paid FROM counted_package
        WHERE withdrawn_at IS NULL AND from_on BETWEEN ? AND ? ORDER BY from_on, id""",
        days,
    ):
        whole = (row["episode_id"], date.fromisoformat(row["from_on"]))
        found.append(Payment("fee_due", *whole, row["price"]))
        found.append(Payment("fee_paid", *whole, row["paid"]))
        found.append(Payment("fee_left", *whole, max(0, row["price"] - row["paid"])))
    return found

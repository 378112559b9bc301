"""Questions about partners: the directory by kind and commune, and how much goes on with each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from carebook.records.referrals import Partner, ReferralState
from carebook.rules.names import sort_key
from carebook.rules.partners import works_with
from carebook.store.book import Reader


@dataclass(frozen=True)
class PartnerUse:
    """How many referrals there were with a partner, how many of them are open, and when the newest was proposed."""

    referrals: int = 0
    running: int = 0
    newest_on: date | None = None


def partners(reader: Reader, day: date, kind: str = "", *, former: bool = False) -> list[Partner]:
    """The partners of a kind (all with "") that the center works with on a day, in the order of names.

    With ``former`` those instead with whom it no longer works.
    """
    reader.asks("services")
    found = reader.records(Partner, "? IN ('', kind)", (kind,))
    return sorted((one for one in found if works_with(one, day) is not former), key=_by_words)


def partner_use(reader: Reader) -> Mapping[str, PartnerUse]:
    """What goes on with each partner, by its id; everybody's referrals count."""
    reader.asks("services")
    ended = (ReferralState.CLOSED.value, ReferralState.FAILED.value)
    rows = reader.rows(
        """SELECT partner_id, count(*) AS referrals, sum(state NOT IN (?, ?)) AS running, max(proposed_on) AS newest
        FROM counted_referral WHERE withdrawn_at IS NULL GROUP BY partner_id""",
        ended,
    )
    return {
        row["partner_id"]: PartnerUse(
            row["referrals"], row["running"], date.fromisoformat(row["newest"]) if row["newest"] else None
        )
        for row in rows
    }


def _by_words(partner: Partner) -> list[str]:
    """The Vietnamese order of a name read from its first word on: an organisation has no given name."""
    return [sort_key(word) for word in partner.name.split()]

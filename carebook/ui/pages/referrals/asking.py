"""What the page of referrals asks of the book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.records.episodes import Episode
from carebook.records.people import Person
from carebook.records.referrals import ReferralState
from carebook.store import staff
from carebook.store.book import Reader
from carebook.store.drafts import Draft, own_drafts
from carebook.store.partners import partners
from carebook.store.referrals import ReferralRow, referrals, stays_to_refer
from carebook.ui.parts.fields import Choices

FORM, STEP_FORM, CONSENT_FORM = "referral", "referral_step", "consent"
RUNNING, LATE, ENDED = "running", "late", "ended"
SHOWN = (RUNNING, LATE, *(state.value for state in ReferralState if state.value not in ("closed", "failed")), ENDED)


@dataclass(frozen=True)
class Referrals:
    """The referrals of everybody, of one stay (``person``) or to one partner (``partner``), with what a sheet offers.

    ``hidden``: the stay may not be seen.
    """

    rows: tuple[ReferralRow, ...]
    stays: Choices
    partners: Choices
    staff: Choices
    drafts: tuple[Draft, ...]
    person: Person | None = None
    partner: str = ""
    hidden: bool = False

    def of(self, shown: str) -> list[ReferralRow]:
        """Those that stand so."""
        return [row for row in self.rows if _stands(row, shown)]

    def row(self, referral_id: str) -> ReferralRow | None:
        """One of them."""
        return next((row for row in self.rows if row.id == referral_id), None)


def referral_list(reader: Reader, today: date, *, episode_id: str, partner_id: str) -> Referrals:
    """Everything the page shows; of one stay or to one partner where they are named."""
    episode = reader.record(Episode, episode_id) if episode_id else None
    person = reader.record(Person, episode.person_id) if episode is not None else None
    if episode_id and person is None:
        return Referrals((), (), (), (), (), hidden=True)
    rows = referrals(reader, today, episode_id=episode_id)
    here = partners(reader, today)
    return Referrals(
        tuple(row for row in rows if partner_id in ("", row.partner_id)),
        stays_to_refer(reader, today),
        [(one.id, one.name) for one in here],
        [(one.id, one.full_name) for one in staff.staff_members(reader, today)],
        tuple(one for one in own_drafts(reader) if one.form in (FORM, STEP_FORM, CONSENT_FORM)),
        person,
        next((one.name for one in here if one.id == partner_id), ""),
    )


def _stands(row: ReferralRow, shown: str) -> bool:
    match shown:
        case "running":
            return not row.is_ended
        case "late":
            return row.overdue_days > 0
        case "ended":
            return row.is_ended
        case _:
            return row.state.value == shown

"""Questions about referrals: all of them as a list shows them, those of a stay, and one whole with its consents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from carebook.records.episodes import Episode
from carebook.records.people import Person
from carebook.records.referrals import Consent, Partner, Referral, ReferralState
from carebook.rules.consents import Asked
from carebook.rules.dated import limit_on
from carebook.rules.referrals import Sharing, days_overdue, ended_since, is_ended
from carebook.store import code_lists
from carebook.store.book import Reader
from carebook.store.consents import asked_of, consents_of
from carebook.store.search import is_restricted


@dataclass(frozen=True)
class ReferralRow:
    """One referral in a list. ``masked``: the name is an alias, and what was typed about it is left out.

    ``overdue_days`` counts from the day a reply was expected; 0 while it is not late.
    """

    id: str
    episode_id: str
    person_id: str
    name: str
    code: str
    masked: bool
    partner_id: str
    partner: str
    partner_kind: str
    service: str
    incoming: bool
    state: ReferralState
    proposed_on: date | None
    sent_on: date | None
    reply_due_on: date | None
    accepted_on: date | None
    served_on: date | None
    closed_on: date | None
    worker_id: str
    worker: str
    overdue_days: int

    @property
    def is_ended(self) -> bool:
        """Whether nothing more is expected of it."""
        return is_ended(self.state)


@dataclass(frozen=True)
class ReferralFile:
    """One referral whole: its partner and stay, the consents of the stay, and which of them other referrals were sent on."""

    referral: Referral
    partner: Partner
    episode: Episode
    person: Person
    worker: str
    restricted: bool
    asked: Asked
    consents: tuple[Consent, ...]
    used: Mapping[str, str]
    """The id of a consent → the id of a referral that was sent on it."""

    @property
    def consent(self) -> Consent | None:
        """The consent attached to the referral."""
        return next((one for one in self.consents if one.id == self.referral.consent_id), None)

    @property
    def sharing(self) -> Sharing:
        """On what the referral is, or would be, sent."""
        consent = self.consent
        elsewhere = consent is not None and self.used.get(consent.id, self.referral.id) != self.referral.id
        return Sharing(consent, self.asked, self.restricted, self.partner.name, elsewhere)


def referrals(reader: Reader, today: date, *, state: str = "", episode_id: str = "") -> list[ReferralRow]:
    """Every referral of a state (all with ""), or those of one stay: late replies first, then what runs, then what ended.

    Everybody counts, some under their alias.
    """
    reader.asks("services")
    rows = reader.rows(
        """SELECT c.*, e.person_id, p.full_name, p.code, p.masked, t.name AS partner, t.kind AS partner_kind,
            coalesce(s.full_name, '') AS worker
        FROM counted_referral c JOIN episode e ON e.id = c.episode_id JOIN listed_person p ON p.id = e.person_id
        JOIN partner t ON t.id = c.partner_id LEFT JOIN staff_member s ON s.id = c.worker_id
        WHERE c.withdrawn_at IS NULL AND :state IN ('', c.state) AND :stay IN ('', c.episode_id)
        ORDER BY coalesce(c.closed_on, c.served_on, c.accepted_on, c.sent_on, c.proposed_on) DESC, c.id DESC""",
        {"state": state, "stay": episode_id},
    )
    return sorted((_row(row, today) for row in rows), key=lambda one: (one.is_ended, -one.overdue_days))


def referrals_of(reader: Reader, episode_id: str, *, withdrawn: bool = False) -> tuple[Referral, ...]:
    """The referrals of a stay, those proposed last first; with ``withdrawn`` also those struck through."""
    reader.asks("services")
    order = "proposed_on DESC, id DESC"
    return tuple(reader.records(Referral, "episode_id = ?", (episode_id,), order=order, withdrawn=withdrawn))


def referral_file(reader: Reader, referral_id: str, today: date) -> ReferralFile | None:
    """One referral whole; None when there is none, or the asker may not see it."""
    reader.asks("services")
    referral = reader.record(Referral, referral_id)
    episode = reader.record(Episode, referral.episode_id) if referral is not None else None
    person = reader.record(Person, episode.person_id) if episode is not None else None
    if referral is None or episode is None or person is None:
        return None
    partner = reader.record(Partner, referral.partner_id)
    assert partner is not None
    worker = reader.value("SELECT full_name FROM staff_member WHERE id = ?", (referral.worker_id,))
    return ReferralFile(
        referral,
        partner,
        episode,
        person,
        str(worker or ""),
        is_restricted(reader, person.id),
        asked_of(reader, person, today),
        consents_of(reader, episode.id),
        _used(reader, episode.id),
    )


def reply_days(reader: Reader, day: date) -> int:
    """In how many days a reply to a referral sent on a day is expected."""
    return limit_on(code_lists.limits(reader), "referral_reply", day).value


def stays_to_refer(reader: Reader, today: date) -> list[tuple[str, str]]:
    """The stays somebody may be referred from, open or not long ended: (id, "name · code"), in the order of names."""
    reader.asks("services")
    rows = reader.rows(
        """SELECT e.id, p.full_name, p.code FROM found_person p JOIN search_key k ON k.person_id = p.id
        JOIN episode e ON e.person_id = p.id
        WHERE e.withdrawn_at IS NULL AND (e.end_on IS NULL OR e.end_on >= ?) AND p.withdrawn_at IS NULL
            AND p.merged_into IS NULL ORDER BY k.sort_key, e.start_on DESC""",
        (ended_since(today).isoformat(),),
    )
    return [(row["id"], " · ".join(filter(None, (row["full_name"], row["code"])))) for row in rows]


def _used(reader: Reader, episode_id: str) -> Mapping[str, str]:
    sent = [one for one in referrals_of(reader, episode_id) if one.consent_id and one.sent_on is not None]
    return {str(one.consent_id): one.id for one in sent}


def _row(row: Any, today: date) -> ReferralRow:
    state, due = ReferralState(row["state"]), _day(row["reply_due_on"])
    return ReferralRow(
        row["id"],
        row["episode_id"],
        row["person_id"],
        row["full_name"],
        row["code"],
        bool(row["masked"]),
        row["partner_id"],
        row["partner"],
        row["partner_kind"],
        row["service"],
        bool(row["incoming"]),
        state,
        _day(row["proposed_on"]),
        _day(row["sent_on"]),
        due,
        _day(row["accepted_on"]),
        _day(row["served_on"]),
        _day(row["closed_on"]),
        row["worker_id"] or "",
        row["worker"],
        days_overdue(state, due, today),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

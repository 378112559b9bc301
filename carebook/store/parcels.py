"""Questions about receivers, the book's own key for receiving, receipts, and the people a data package tells of."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from carebook.dates import age_on
from carebook.records.parcels import Receipt, Receiver, ReceivingKey
from carebook.records.people import IdentityPaper
from carebook.records.periods import OutboxItem, OutboxState
from carebook.records.referrals import Consent
from carebook.records.stay_facts import StayFacts
from carebook.rules.consents import Asked, why_not_valid
from carebook.rules.dated import limit_on
from carebook.rules.parcels import Resident
from carebook.rules.search_words import fold
from carebook.store import code_lists
from carebook.store.book import Reader
from carebook.store.stays import stay_facts


def receivers(reader: Reader) -> list[Receiver]:
    """The offices data packages can be encrypted for, by their names."""
    reader.asks("outbox")
    return reader.records(Receiver, order="name, id")


def receiving_keys(reader: Reader) -> list[ReceivingKey]:
    """The keys that open what is sent to this book, the newest first: older ones still open what was closed for them."""
    reader.asks("outbox")
    return reader.records(ReceivingKey, order="id DESC")


def receipts(reader: Reader) -> dict[str, Receipt]:
    """The newest receipt of every package that has one, by the id of the package."""
    reader.asks("outbox")
    return {receipt.outbox_item_id: receipt for receipt in reader.records(Receipt, order="id")}


def receipt_kept(reader: Reader, file_hash: str) -> Receipt | None:
    """The receipt that came as a file of that hash; None when it is new."""
    reader.asks("outbox")
    found = reader.records(Receipt, "file_hash = ?", (file_hash,))
    return found[0] if found else None


def packages_of_file(reader: Reader, file_hash: str) -> list[OutboxItem]:
    """The packages that went, or are to go, as a file of that hash, the newest first; withdrawn ones are not among them.

    Of a report every signed file counts: stamps may have been appended since it was put in the outbox.
    """
    reader.asks("outbox")
    signed = "kind = 'report' AND snapshot_id IN (SELECT snapshot_id FROM signed_file WHERE file_hash = ?)"
    where, values = f"state <> ? AND (file_hash = ? OR {signed})", (OutboxState.WITHDRAWN.value, file_hash, file_hash)
    return reader.records(OutboxItem, where, values, order="id DESC")


def data_packages(reader: Reader, snapshot_id: str, receiver_id: str) -> list[OutboxItem]:
    """The data packages of a report for one receiver that were not withdrawn, the newest first."""
    reader.asks("outbox")
    where = "snapshot_id = ? AND receiver_id = ? AND kind = 'data' AND state <> ?"
    values = (snapshot_id, receiver_id, OutboxState.WITHDRAWN.value)
    return reader.records(OutboxItem, where, values, order="id DESC")


def residents(reader: Reader, episode_ids: Collection[str], receiver: str, since: date, day: date) -> list[Resident]:
    """The stays of these ids that ended on or after ``since``, in the order of their codes, with what a package may tell.

    ``agreed`` follows from a consent that names ``receiver`` and holds on ``day``.
    """
    reader.asks("figures")
    wanted = set(episode_ids)
    stays = {stay.episode_id: stay for stay in stay_facts(reader, ended_since=since) if stay.episode_id in wanted}
    agreed = _agreed(reader, stays, receiver, day)
    papers = reader.records(IdentityPaper, "kind = 'national_id'", order="coalesce(issued_on, ''), id")
    numbers = {paper.person_id: paper.number for paper in papers}
    in_order = sorted(stays.values(), key=lambda stay: (stay.code, stay.start_on))
    return [Resident(stay, numbers.get(stay.person_id, ""), stay.episode_id in agreed) for stay in in_order]


def _agreed(reader: Reader, stays: dict[str, StayFacts], receiver: str, day: date) -> set[str]:
    """The stays with a consent to share with ``receiver`` that holds on ``day``."""
    limits = code_lists.limits(reader)
    from_age, to_age = (limit_on(limits, name, day).value for name in ("age_own_opinion", "age_childhood_ends"))
    found = set()
    for consent in reader.records(Consent, "approved_on IS NOT NULL"):
        stay = stays.get(consent.episode_id)
        if stay is None or fold(consent.shared_with).split() != fold(receiver).split():
            continue
        age = age_on(stay.born, day)
        if why_not_valid(consent, day, Asked(age.years if age is not None else None, from_age, to_age)) is None:
            found.add(stay.episode_id)
    return found

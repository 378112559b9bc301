"""The deed that answers packages: a signed receipt for each, laid where its sender finds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from carebook.actions.change import Change, deed, refuse
from carebook.actions.receiving.facilities import RECEIVING
from carebook.actions.signing.opened import KeySource, opened, refuse_unfit
from carebook.actions.signing.trust import own_revocations, trust_of
from carebook.exchange.delivery import NotDelivered
from carebook.exchange.places import Where, place_at
from carebook.records.facility import Facility
from carebook.records.receiving import ReceivedParcel
from carebook.records.signing import DATA_FILE, PREPARER, REVOCATIONS_FILE
from carebook.records.staff import Actor
from carebook.rules.parcels import RECEIPT_FOLDER, Answer, receipt_data, receipt_name
from carebook.rules.receiving import Standing, standing_of
from carebook.store import periods
from carebook.store.book import Book, Reader
from carebook.store.receiving import BookStore, DepartmentStore
from carebook.words import N_, Message, message, speaking

if TYPE_CHECKING:
    from carebook.sealing.keys import Key
    from carebook.sealing.trust import TrustStore

_KIND = "receipt"
_MARKS = "✔◐?!✖ "  # before the sentence of a verdict; the typefaces of paper have none of them


@dataclass(frozen=True)
class SentReceipt:
    """The signed receipt for one package, and where it was laid ("" when nobody carried it)."""

    parcel_id: str
    name: str
    content: bytes = field(repr=False)
    delivered_to: str = ""


@deed(N_("Send a receipt"), "receiving")
def send_receipt(
    book: Book,
    parcel_ids: Sequence[str],
    key_password: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    where: Where | None = None,
    store: DepartmentStore | None = None,
    p12: bytes | None = None,
    reason: str = "",
) -> Change:
    """Sign a receipt for each of these packages and lay it into the folder "giay-nhan" of the place, or beside the packages
    where there is none. ``Change.result`` is a tuple of `SentReceipt`; without ``where`` they are only made, to be saved by hand.

    The actor's own key of this book signs, or the key file ``p12``. A receipt says when the file arrived and whether its data were
    taken. Refused for a package whose sender is not known yet, and with a wrong password; `NotDelivered` when the place cannot
    be written to: what was laid there before stays noted.
    """
    from carebook.sealing.errors import SealingError

    with book.looking(now) as reader:
        rows = _rows(store or BookStore(reader), parcel_ids)
        desk = _Desk.of(reader, by, now)
    try:
        with opened(book, KeySource(key_password, p12), PREPARER, by, now) as key:
            refuse_unfit(book, key, PREPARER, "", now)
            made = [desk.answered(row, key) for row in rows]
    except SealingError as error:
        raise refuse(error.message, "password") from error
    sent: list[SentReceipt] = []
    try:
        for receipt in made:
            sent.append(_laid(receipt, where))
    finally:
        if sent:
            with book.changing(by.account_id, now, op, "send_receipt", reason=reason) as writer:
                there = store or BookStore(writer)
                by_id = {row.id: row for row in rows}
                for receipt in sent:
                    digest = periods.keep_file(writer, receipt.content, _KIND)
                    at = now if receipt.delivered_to else None
                    there.amend(replace(by_id[receipt.parcel_id], receipt_hash=digest, receipt_sent_at=at))
    told = message("Receipts signed: {count}.", count=len(sent))
    return Change(RECEIVING, tuple(one.parcel_id for one in sent), op, told, undoable=False, result=tuple(sent))


def _rows(store: DepartmentStore, parcel_ids: Sequence[str]) -> list[ReceivedParcel]:
    """The packages to answer; refused when one is not there or waits for comparison."""
    everything = store.parcels()
    by_id = {one.id: one for one in everything}
    try:
        rows = [by_id[one] for one in dict.fromkeys(parcel_ids)]
    except KeyError:
        raise refuse(message("There is no such package here.")) from None
    if any(standing_of(row, everything) is Standing.PARKED for row in rows):
        raise refuse(message("A package that waits for comparison gets no receipt. Compare the facility's code first."))
    return rows


@dataclass(frozen=True)
class _Desk:
    """What every receipt of one sitting is made with."""

    department: Facility
    by: Actor
    trust: TrustStore
    revoked: bytes | None
    now: datetime

    @classmethod
    def of(cls, reader: Reader, by: Actor, now: datetime) -> _Desk:
        return cls(reader.records(Facility)[0], by, trust_of(reader), own_revocations(reader), now)

    def answered(self, row: ReceivedParcel, key: Key) -> SentReceipt:
        """The signed receipt for one package; nothing is kept."""
        from carebook.reports import data, parcels
        from carebook.reports.paper.appearance import signature_appearance
        from carebook.reports.paper.facts import Letterhead
        from carebook.sealing import sign

        with speaking("vi"):  # papers speak Vietnamese
            why = str(Message.from_json(row.refused)).lstrip(_MARKS) if row.refused else ""
        office = self.department
        answer = Answer(row.file_hash, row.file_name, row.received_at, office.name, not row.refused, why)
        head = Letterhead(office.parent_agency, office.name, office.symbol, office.place, is_sample=office.is_sample)
        drawn = parcels.draw_receipt(answer, head, key.name, self.by.post)
        attached = [sign.Attachment(DATA_FILE, data.canonical(receipt_data(answer)), description="Giấy nhận")]
        if self.revoked is not None:
            about = "Chứng thư chữ ký số đã thu hồi"
            attached.append(sign.Attachment(REVOCATIONS_FILE, self.revoked, "application/pkix-crl", about))
        signed, _verdict = sign.sign_and_check(
            sign.prepare(drawn.pdf, drawn.places, attached),
            PREPARER,
            key,
            when=self.now,
            reason=f"Giấy nhận tệp {row.file_name}",
            appearance=signature_appearance(key.name, self.by.post, self.now),
            trust=self.trust,
        )
        return SentReceipt(row.id, receipt_name(row.file_name), signed)


def _laid(receipt: SentReceipt, where: Where | None) -> SentReceipt:
    """The receipt after it was carried: into the folder for receipts, else beside the packages."""
    if where is None:
        return receipt
    try:
        delivery = place_at(where.inside(RECEIPT_FOLDER)).deliver(receipt.content, receipt.name)
    except NotDelivered:
        delivery = place_at(where).deliver(receipt.content, receipt.name)
    return replace(receipt, delivered_to=str(delivery.path))

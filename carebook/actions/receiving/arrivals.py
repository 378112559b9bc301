"""The deed that takes a package in: whose it is, whether it counts, and what is kept of it whatever the answer."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from carebook.actions.change import Change, deed, refuse
from carebook.actions.receiving.facilities import RECEIVING
from carebook.actions.receiving.reading import Reading, people_of, read
from carebook.actions.signing.trust import newer_lists, trust_of
from carebook.dates import today_in_vietnam, written
from carebook.records.facility import Facility
from carebook.records.receiving import ReceivedParcel, ReportingFacility
from carebook.records.staff import Actor
from carebook.rules.parcels import DataPackage, Parcel
from carebook.rules.periods import said
from carebook.rules.receiving import DATA, UNKNOWN_SIGNER, Standing, is_vouched, standing, under_another_key, whose
from carebook.store import trust as kept_trust
from carebook.store.book import Book, new_id
from carebook.store.receiving import BookStore, DepartmentStore
from carebook.words import N_, Message, message

if TYPE_CHECKING:
    from carebook.sealing.codes import IdentityCode
    from carebook.sealing.envelopes import ReceiverKey


@dataclass(frozen=True)
class Received:
    """What became of a file: the row that is kept (None when nothing is, because it stays in the inbox), said in a sentence.

    ``facility`` is whose it says to be; ``code`` what to compare with that facility's paper before it is believed.
    """

    standing: Standing
    parcel: ReceivedParcel | None
    message: Message
    facility: str = ""
    code: IdentityCode | None = None


@deed(N_("Receive a package"), "receiving", "periods")
def receive_parcel(
    book: Book,
    content: bytes,
    file_name: str,
    came_from: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    keys: Sequence[ReceiverKey] = (),
    store: DepartmentStore | None = None,
    instead: bool = False,
    reason: str = "",
) -> Change:
    """Take in what a facility sent; ``Change.result`` is the `Received`. Whatever the file is, this never fails because of it.

    Signatures are checked with what this book trusts, and only data that were signed are read. The same file again, or the same
    figures in another file, change nothing; an older version is kept and does not count; other figures under a version that is
    there are refused, unless somebody decided for them: ``instead`` with a reason. A file whose signer's facility was not
    compared with paper yet, or whose public certificate does not name the facility, is kept and waits for that; a refused one
    is kept with its reason. A trusted facility that is not in the list is put into it. ``keys`` open data packages. With
    ``store`` everything is kept there instead of in the book; newer lists of revoked certificates that travel along are always
    kept in the book.
    """
    if instead and not reason.strip():
        raise refuse(message("Say why these figures hold instead of those received before."), "reason")
    with book.looking(now) as reader:
        trust, samples = trust_of(reader), reader.records(Facility)[0].is_sample
        known = (store or BookStore(reader)).parcel_of_file(hashlib.sha256(content).hexdigest())
    if known is not None and not known.refused:
        same = Received(Standing.SAME, known, _same(known))
        return _change(same, op)
    reading = read(content, file_name, trust, keys, now, samples=samples)
    if reading.stays:
        told = reading.refused or message("It stays in the inbox.")
        return _change(Received(Standing.PARKED, known, told, _claims(reading)), op)
    with book.changing(by.account_id, now, op, "receive_parcel", reason=reason) as writer:
        if reading.verdict is not None:
            for one in newer_lists(reading.verdict, trust):
                kept_trust.keep_revocations(writer, one.root_fingerprint, one.issued_at, one.der)
        there = store or BookStore(writer)
        with there.alone():
            known = there.parcel_of_file(reading.file_hash)
            if known is not None and not known.refused:  # somebody else brought it meanwhile
                return _change(Received(Standing.SAME, known, _same(known)), op)
            row = _row(reading, file_name, came_from, known, now)
            placed = _placed(there, reading, row, reason.strip() if instead else "")
    return _change(placed, op)


def look_again(
    book: Book,
    parcel_id: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    keys: Sequence[ReceiverKey] = (),
    store: DepartmentStore | None = None,
    instead: bool = False,
    reason: str = "",
) -> Change:
    """`receive_parcel` with a file that is kept already: its facility is trusted by now, or somebody decided for its figures."""
    with book.looking(now) as reader:
        there = store or BookStore(reader)
        row = next((one for one in there.parcels() if one.id == parcel_id), None)
        if row is None:
            raise refuse(message("There is no such package here."))
        content = there.content(parcel_id)
    return receive_parcel(
        book,
        content,
        row.file_name,
        row.came_from,
        by=by,
        now=now,
        op=op,
        keys=keys,
        store=store,
        instead=instead,
        reason=reason,
    )


@dataclass(frozen=True)
class _Aside:
    """Why the data of a package are not taken, or not yet; and of which facility in the list it is, when that is known."""

    standing: Standing
    why: Message
    facility_id: str | None = None


def _placed(store: DepartmentStore, reading: Reading, row: ReceivedParcel, instead: str) -> Received:
    """Keep the package where it belongs, and say so; ``instead`` is why it holds although something stands against it."""
    parcel = reading.parcel
    if reading.refused is not None or parcel is None:
        why = reading.refused or message("The file holds no signed data that CareBook reads.")
        return _kept_aside(store, reading, row, _Aside(Standing.REFUSED, why))
    found = _owner(store, reading, parcel, row, instead)
    if isinstance(found, _Aside):
        return _kept_aside(store, reading, row, found)
    facility = _with_facts(found, reading.root, parcel)
    known = [one for one in store.parcels(parcel.kind, parcel.period) if one.reporting_facility_id == facility.id]
    stands = standing(parcel, known, reading.parcel_kind)
    if stands is Standing.CONFLICT and not instead:
        why = _conflict(known, parcel, facility)
        return _kept_aside(store, reading, row, _Aside(stands, why, facility.id))
    if facility != found:
        store.keep_facility(facility)
    if stands is Standing.CONFLICT:
        contradicting = _contradicting(known, row, parcel)
        for one in contradicting:
            replaced = message("Replaced by other figures of the same version: {reason}", reason=instead)
            store.amend(replace(one, refused=replaced.to_json()))
        known = [one for one in known if one not in contradicting]
        stands = standing(parcel, known, reading.parcel_kind)
    kept = replace(row, reporting_facility_id=facility.id)
    if isinstance(parcel, DataPackage):
        store.keep(kept, (), people_of(parcel), reading.content)
    else:
        store.keep(kept, parcel.tables, (), reading.content)
    kept = store.parcel_of_file(kept.file_hash) or kept
    return Received(stands, kept, _told(stands, known, kept, facility, is_new=found is None), facility.name)


def _owner(
    store: DepartmentStore, reading: Reading, parcel: Parcel | DataPackage, row: ReceivedParcel, instead: str
) -> ReportingFacility | _Aside | None:
    """The facility of a package that may be taken; None when it is a trusted one that is not in the list yet."""
    if reading.level == UNKNOWN_SIGNER and reading.verdict is not None:
        return _Aside(Standing.PARKED, reading.verdict.words)
    listed = store.facilities()
    if (other := under_another_key(listed, root=reading.root, facility_id=parcel.facility_id)) is not None:
        why = message(
            "This file says it is of {facility}, but another key than that facility's signed it. If the facility has a new key, "
            "put its new code with the facility, then take the file again.",
            facility=other.name,
        )
        return _Aside(Standing.REFUSED, why, other.id)
    found = whose(listed, root=reading.root, facility_id=parcel.facility_id, name=parcel.facility)
    if reading.root:
        return found
    if found is None:
        why = message(
            "{facility} is not in the list of facilities. Add it with its number, then take the file again.",
            facility=parcel.facility,
        )
        return _Aside(Standing.PARKED, why)
    if not instead and not is_vouched(found, reading.names, row.signers, store.parcels()):
        why = message(
            "Signed by {names}, whose certificates do not name {facility}. If they sign for it, take the file with a reason.",
            names=", ".join(row.signers),
            facility=found.name,
        )
        return _Aside(Standing.PARKED, why)
    return found


def _kept_aside(store: DepartmentStore, reading: Reading, row: ReceivedParcel, aside: _Aside) -> Received:
    """The file with the reason why its data are not in the sums."""
    kept = replace(row, refused=aside.why.to_json(), reporting_facility_id=aside.facility_id)
    store.keep(kept, (), (), reading.content)
    kept = store.parcel_of_file(kept.file_hash) or kept
    code = reading.verdict.code_to_compare if reading.verdict is not None else None
    return Received(aside.standing, kept, aside.why, _claims(reading), code)


def _with_facts(found: ReportingFacility | None, root: str, parcel: Parcel | DataPackage) -> ReportingFacility:
    """The facility with what its package tells of it: a new one whole, of one in the list only what is still open."""
    if found is None:
        return ReportingFacility(
            id=new_id(),
            name=parcel.facility,
            facility_id=parcel.facility_id,
            symbol=parcel.symbol,
            fingerprint=root,
        )
    return replace(
        found,
        facility_id=found.facility_id or parcel.facility_id,
        symbol=found.symbol or parcel.symbol,
        fingerprint=found.fingerprint or root,
    )


def _row(
    reading: Reading, file_name: str, came_from: str, known: ReceivedParcel | None, now: datetime
) -> ReceivedParcel:
    """The row of a file, still without its facility; one that waited keeps its id and the moment it arrived."""
    parcel = reading.parcel
    verdict = reading.verdict
    row = ReceivedParcel(
        id=known.id if known is not None else new_id(),
        version=known.version if known is not None else 0,
        parcel_kind=reading.parcel_kind,
        received_at=known.received_at if known is not None else now,
        file_name=file_name,
        file_hash=reading.file_hash,
        came_from=came_from,
        level=reading.level,
        signers=tuple(signer.name for signer in verdict.signers) if verdict is not None else (),
    )
    if parcel is None:
        return row
    row = replace(
        row,
        kind=parcel.kind,
        period=parcel.period,
        report_version=parcel.version,
        cutoff_on=parcel.cutoff_on,
        data_hash=parcel.data_hash,
    )
    return replace(row, number=parcel.number, dated_on=parcel.dated_on) if isinstance(parcel, Parcel) else row


def _contradicting(
    known: list[ReceivedParcel], row: ReceivedParcel, parcel: Parcel | DataPackage
) -> list[ReceivedParcel]:
    return [
        one
        for one in known
        if not one.refused
        and one.parcel_kind == row.parcel_kind
        and one.report_version == parcel.version
        and one.data_hash != parcel.data_hash
    ]


def _conflict(known: list[ReceivedParcel], parcel: Parcel | DataPackage, facility: ReportingFacility) -> Message:
    before = next(one for one in known if not one.refused and one.report_version == parcel.version)
    return message(
        "Version {version} of {period} of {facility} is here with other figures, received on {date}. Ask the facility which one "
        "holds. Nothing was replaced.",
        version=parcel.version,
        period=said(parcel.period),
        facility=facility.name,
        date=written(today_in_vietnam(before.received_at)),
    )


def _same(known: ReceivedParcel) -> Message:
    return message(
        "This file was received already on {date}. It is not taken a second time.",
        date=written(today_in_vietnam(known.received_at)),
    )


def _told(
    stands: Standing,
    known: list[ReceivedParcel],
    kept: ReceivedParcel,
    facility: ReportingFacility,
    *,
    is_new: bool,
) -> Message:
    facts = {"period": said(kept.period), "facility": facility.name, "version": kept.report_version}
    if stands is Standing.SAME:
        before = min(one.received_at for one in known if not one.refused and one.report_version == kept.report_version)
        on = written(today_in_vietnam(before))
        return message("The same figures of {period} of {facility} were received already on {date}.", date=on, **facts)
    if stands is Standing.OLDER:
        newest = max(one.report_version for one in known if not one.refused)
        return message(
            "Kept version {version} of {period} of {facility}; version {newest} is here already and counts.",
            newest=newest,
            **facts,
        )
    if kept.parcel_kind == DATA:
        return message("Received the data package of {period} of {facility}, version {version}.", **facts)
    if is_new:
        return message(
            "Received the report of {period} of {facility}, version {version}. The facility was put into the list.",
            **facts,
        )
    return message("Received the report of {period} of {facility}, version {version}.", **facts)


def _claims(reading: Reading) -> str:
    return reading.parcel.facility if reading.parcel is not None else ""


def _change(received: Received, op: str) -> Change:
    ids = (received.parcel.id,) if received.parcel is not None else ()
    return Change(RECEIVING, ids, op, received.message, undoable=False, result=received)

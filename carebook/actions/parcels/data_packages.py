"""The deed that makes a data package: chosen facts of the people behind a report, signed, then encrypted for one receiver."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from carebook.actions.change import Change, deed, refuse
from carebook.actions.outbox.packages import DATA, OUTBOX, file_to_send
from carebook.actions.signing.trust import own_revocations, trust_of
from carebook.records.facility import Facility
from carebook.records.parcels import Receiver
from carebook.records.periods import OutboxItem, Snapshot
from carebook.records.signing import DATA_FILE, PREPARER, REVOCATIONS_FILE
from carebook.records.staff import Actor
from carebook.reports import copies
from carebook.reports.month import tables_of
from carebook.rules.outbox import GONE_STATES
from carebook.rules.parcels import USUAL_FACTS, Basis, PersonRow, data_name, problem_with_basis, row_of
from carebook.store import parcels, periods, staff
from carebook.store.book import Book, Reader, in_vietnam
from carebook.store.rows import moment_from
from carebook.words import N_, message

if TYPE_CHECKING:
    from carebook.sealing.keys import Key


@dataclass(frozen=True)
class Wanted:
    """Whose rows go to whom: the report, the receiver, the chosen facts (`rules.parcels.FACTS`) and why names may go."""

    snapshot_id: str
    receiver_id: str
    facts: frozenset[str] = USUAL_FACTS
    basis: Basis = Basis.LAW


@dataclass(frozen=True)
class Gathered:
    """What a package is made of, read in one go; its rows are as everybody may see them."""

    report: Snapshot
    receiver: Receiver
    people: tuple[PersonRow, ...]


def gather_package(reader: Reader, wanted: Wanted, now: datetime) -> Gathered:
    """The people behind a report and what would be told of them today; LookupError without the report or the receiver.

    ``reader`` masks restricted people whoever asks: they go by their alias.
    """
    report, receiver = reader.record(Snapshot, wanted.snapshot_id), reader.record(Receiver, wanted.receiver_id)
    if report is None or receiver is None:
        raise LookupError(wanted)
    movement = next(table for table in tables_of(report) if table.code == "B01")
    stays = {line.episode_id for line in movement.lines}
    found = parcels.residents(reader, stays, receiver.name, report.first_on, in_vietnam(now))
    rows = tuple(row_of(one, wanted.facts, wanted.basis, report.cutoff_on) for one in found)
    return Gathered(report, receiver, rows)


def names_in(people: Sequence[PersonRow]) -> int:
    """How many of the rows name somebody."""
    return sum(not person.alias for person in people)


@deed(N_("Make a data package"), "outbox", "periods", "readings")
def make_data_parcel(
    book: Book,
    wanted: Wanted,
    password: str,
    *,
    reason: str,
    by: Actor,
    now: datetime,
    op: str = "",
    destination_id: str | None = None,
) -> Change:
    """Put the rows behind a signed report into the outbox, signed with the actor's key and encrypted for one receiver.

    Who took how many names out and why stands in the reading log before anything leaves. Refused without a reason, for a
    receiver whose code nobody compared, on a basis that does not fit the receiver, while a package for it still waits.
    ``Change.result`` is the `OutboxItem`; the file inside the envelope is a signed PDF whose data are `rules.parcels.data_of`.
    """
    from carebook.sealing import envelopes, errors
    from carebook.sealing.certificates import read_certificate

    if not reason.strip():
        raise refuse(message("Say what the data are for."), "reason")
    try:
        with book.reading_masked(now) as reader:
            gathered = gather_package(reader, wanted, now)
    except LookupError:
        raise refuse(message("There is no such report in this book.")) from None
    _refuse_unfit(book, wanted, gathered, now)
    with book.looking(now) as reader:
        facility = reader.records(Facility)[0]
    try:
        signed = _signed(book, gathered, wanted, password, by, now)
        receiver = read_certificate(base64.b64decode(gathered.receiver.certificate))
        content = envelopes.seal_for(signed, receiver, now=now)
    except errors.WrongKeyPassword as error:
        wrong = message("The password of the signing key is wrong. Nothing was signed.")
        raise refuse(wrong, "password") from error
    except errors.SealingError as error:
        raise refuse(error.message, "password") from error
    with book.changing(by.account_id, now, op, "make_data_parcel", reason=reason) as writer:
        report = writer.record(Snapshot, wanted.snapshot_id)
        if report is None or report.content_hash != gathered.report.content_hash:
            raise refuse(message("The report changed while the package was being made. Make it again."))
        staff.note_reading(writer, "make_data_parcel", people=names_in(gathered.people), reason=reason.strip())
        item = writer.add(
            OutboxItem(
                snapshot_id=report.id,
                destination_id=destination_id,
                file_name=data_name(facility.symbol, report.period, report.report_version),
                file_hash=periods.keep_file(writer, content, "envelope"),
                kind=DATA,
                receiver_id=wanted.receiver_id,
            )
        )
    said = message("Put in the outbox: {name}.", name=item.file_name)
    return Change(OUTBOX | {"readings"}, (item.id,), op, said, undoable=False, result=item)


def _refuse_unfit(book: Book, wanted: Wanted, gathered: Gathered, now: datetime) -> None:
    receiver = gathered.receiver
    if receiver.is_withdrawn:
        raise refuse(message("This receiver is not there any more."), "receiver")
    if receiver.checked_on is None:
        said = message("Nobody has compared the code of {name} with its paper yet.", name=receiver.name)
        raise refuse(said, "receiver")
    if (problem := problem_with_basis(wanted.basis, receiver.role)) is not None:
        raise refuse(problem, "basis")
    with book.looking(now) as reader:
        if file_to_send(reader, gathered.report) is None:
            said = message("The report is not complete: every signature must be there before its data package is made.")
            raise refuse(said)
        waiting = parcels.data_packages(reader, wanted.snapshot_id, wanted.receiver_id)
    if any(item.state not in GONE_STATES for item in waiting):
        said = message("A data package of this report for {name} is in the outbox already.", name=receiver.name)
        raise refuse(said)


def _signed(book: Book, gathered: Gathered, wanted: Wanted, password: str, by: Actor, now: datetime) -> bytes:
    """The cover sheet with the rows attached, signed."""
    from carebook.reports import data
    from carebook.reports import parcels as papers
    from carebook.reports.paper.appearance import signature_appearance
    from carebook.rules.parcels import data_of
    from carebook.sealing import sign

    report = gathered.report
    with book.reading_masked(now) as reader:
        made = copies.report_of(copies.gather(reader, report.period, now, snapshot_id=report.id))
        revoked = own_revocations(reader)
    with book.looking(now) as reader:
        last, trust = reader.value("SELECT max(at) FROM journal"), trust_of(reader)
    key = _own_key(book, password, by, now, moment_from(last) if last else None)
    head = data.figures(made)["report"]
    rows = data.canonical(data_of(gathered.people, head, data.figures_hash(made), gathered.receiver.name))
    cover = papers.Cover(made, gathered.receiver.name, gathered.people, wanted.facts, wanted.basis, key.name, by.post)
    drawn = papers.draw_cover(cover, now)
    attached = [sign.Attachment(DATA_FILE, rows, description="Dữ liệu của gói")]
    if revoked is not None:
        about = "Chứng thư chữ ký số đã thu hồi"
        attached.append(sign.Attachment(REVOCATIONS_FILE, revoked, "application/pkix-crl", about))
    blank = sign.prepare(drawn.pdf, drawn.places, attached)
    signed, _verdict = sign.sign_and_check(
        blank,
        PREPARER,
        key,
        when=now,
        reason=f"Gói dữ liệu {made.period}, bản {made.version}",
        appearance=signature_appearance(key.name, by.post, now),
        trust=trust,
    )
    return signed


def _own_key(book: Book, password: str, by: Actor, now: datetime, last: datetime | None) -> Key:
    """The actor's key of this book; raises the first error that speaks against signing with it."""
    from carebook.sealing import keys

    with book.looking(now) as reader:
        stored = periods.signing_key(reader, by.staff_member_id)
    if stored is None:
        said = message("{name} has no signing key yet. Make one in Settings.", name=by.name)
        raise refuse(said, "password")
    key = keys.open_p12(base64.b64decode(stored.p12), password)
    for error in keys.problems_with(key, now=now, last_recorded_at=last).errors:
        raise error
    return key

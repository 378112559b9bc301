"""Deeds about the offices data packages are encrypted for, and about the key that opens what is sent to this book."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import datetime

from carebook import dates
from carebook.actions.change import Change, deed, refuse
from carebook.records.facility import Facility
from carebook.records.parcels import Receiver, ReceivingKey
from carebook.records.staff import Actor
from carebook.store import parcels
from carebook.store.book import Book, in_vietnam
from carebook.words import N_, message

SUBJECTS = frozenset({"outbox"})
SHORTEST = 8  # letters of the password that opens what is sent to this book


def code_of(fingerprint: str, name: str = "") -> str:
    """The identity code of a certificate for comparing by eye: "WJAT ENHI 4O7V XOSI"."""
    from carebook.sealing.codes import IdentityCode

    return IdentityCode(fingerprint, name).short


@deed(N_("Add a receiver"), "outbox")
def add_receiver(
    book: Book,
    name: str,
    raw: bytes,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    role: str = "department",
    reason: str = "",
) -> Change:
    """Remember an office by its certificate for receiving (DER or PEM); nothing is encrypted for it until its code is compared.

    Without ``name`` it is called as its certificate says. Refused for a certificate that is not for receiving, has ended, or
    is there already. ``Change.result`` is the `Receiver`.
    """
    from carebook.sealing import errors
    from carebook.sealing.certificates import read_certificate
    from carebook.sealing.envelopes import may_receive

    try:
        certificate = read_certificate(raw)
        if not may_receive(certificate):
            raise errors.CannotReceive
    except errors.SealingError as error:
        raise refuse(error.message, "certificate") from error
    called, ends = name.strip() or certificate.title, in_vietnam(certificate.not_after)
    if certificate.not_after <= now:
        gone = message("The certificate of {name} expired on {date}.", name=called, date=dates.written(ends))
        raise refuse(gone, "certificate")
    with book.changing(by.account_id, now, op, "add_receiver", reason=reason) as writer:
        same = [there for there in parcels.receivers(writer) if there.fingerprint == certificate.fingerprint]
        if same:
            raise refuse(message("This certificate is there already: {name}.", name=same[0].name), "certificate")
        kept = writer.add(
            Receiver(
                name=called,
                role=role,
                certificate=base64.b64encode(certificate.der).decode(),
                fingerprint=certificate.fingerprint,
                valid_to=ends,
            )
        )
    said = message("Added {name}. Compare its code with the paper before data go there.", name=called)
    return Change(SUBJECTS, (kept.id,), op, said, result=kept)


@deed(N_("Trust a receiver"), "outbox")
def trust_receiver(
    book: Book, receiver_id: str, code: str, *, paper: str, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Note that the code of a receiver was compared with the one on its ``paper``; refused when the code is another one."""
    from carebook.sealing.codes import IdentityCode
    from carebook.sealing.errors import NotACode

    if not paper.strip():
        raise refuse(message("Name the paper the code was compared with."), "paper")
    with book.changing(by.account_id, now, op, "trust_receiver", reason=reason) as writer:
        there = writer.record(Receiver, receiver_id)
        if there is None or there.is_withdrawn:
            raise refuse(message("This receiver is not there any more."))
        try:
            fits = IdentityCode(there.fingerprint, there.name).matches(code)
        except NotACode as error:
            raise refuse(error.message, "code") from error
        if not fits:
            other = message("The code typed is not the code of this certificate. Compare it with the paper again.")
            raise refuse(other, "code")
        kept = writer.amend(replace(there, checked_on=in_vietnam(now), paper=paper.strip()))
    said = message("Data packages can be encrypted for {name} from now on.", name=kept.name)
    return Change(SUBJECTS, (kept.id,), op, said, undoable=False, result=kept)


@deed(N_("Strike through a receiver"), "outbox")
def strike_receiver(book: Book, receiver_id: str, *, reason: str, by: Actor, now: datetime, op: str = "") -> Change:
    """Nothing is encrypted for this office any more, and what waits for it is not sent. Refused without a reason."""
    if not reason.strip():
        raise refuse(message("The reason is needed."), "reason")
    with book.changing(by.account_id, now, op, "strike_receiver", reason=reason) as writer:
        there = writer.record(Receiver, receiver_id)
        if there is None or there.is_withdrawn:
            raise refuse(message("This receiver is not there any more."))
        writer.withdraw(Receiver, receiver_id, reason.strip())
    said = message("Struck through: {name}.", name=there.name)
    return Change(SUBJECTS, (receiver_id,), op, said, undoable=False)


@deed(N_("Make a key for receiving"), "outbox")
def make_receiving_key(
    book: Book, password: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """A new key that opens what is sent to this book, locked with ``password``; its certificate is given to the senders.

    Earlier keys stay: what was closed for them still opens. ``Change.result`` is the `ReceivingKey`.
    """
    from carebook.sealing.envelopes import make_receiver_key, open_receiver_key

    if len(password) < SHORTEST:
        raise refuse(message("The password needs at least {n} letters.", n=SHORTEST), "password")
    with book.looking(now) as reader:
        facility = reader.records(Facility)[0]
    p12 = make_receiver_key(facility.name, facility.parent_agency or facility.name, password, now)
    certificate = open_receiver_key(p12, password).certificate
    with book.changing(by.account_id, now, op, "make_receiving_key", reason=reason) as writer:
        kept = writer.add(
            ReceivingKey(
                p12=base64.b64encode(p12).decode(),
                certificate=base64.b64encode(certificate.der).decode(),
                fingerprint=certificate.fingerprint,
                valid_to=in_vietnam(certificate.not_after),
            )
        )
    said = message("Made the key for receiving. Give its certificate and its code to those who send.")
    return Change(SUBJECTS, (kept.id,), op, said, undoable=False, result=kept)

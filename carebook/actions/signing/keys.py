"""Deeds about signing keys: one is made for a member of staff or for the seal, and one is revoked, with the list that says so."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from carebook.actions.change import Change, deed, refuse
from carebook.actions.periods import PERIODS
from carebook.records.facility import Facility
from carebook.records.periods import SigningKey
from carebook.records.staff import Actor, StaffMember
from carebook.store import periods
from carebook.store import trust as kept_trust
from carebook.store.book import Book, Reader, Writer, in_vietnam
from carebook.store.signing import SEAL_KEY
from carebook.words import N_, message

if TYPE_CHECKING:
    from carebook.sealing.certificates import Certificate
    from carebook.sealing.trust import RevocationList

VALID_YEARS = 2


@deed(N_("Make a signing key"), "periods")
def make_signing_key(
    book: Book,
    staff_member_id: str,
    password: str,
    root_password: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    reason: str = "",
) -> Change:
    """Issue a signing key under the facility's own root, locked with the signer's ``password``.

    The root is made when there is none yet; its password is the book's recovery code, kept on paper in the safe. An earlier
    key of the signer ends; what was signed with it stays good.
    """
    with book.looking(now) as reader:
        staff = reader.record(StaffMember, staff_member_id)
    if staff is None:
        raise LookupError(staff_member_id)
    holder = _Holder(staff.full_name, staff.post, SigningKey(staff_member_id=staff_member_id, p12=""))
    kept = _make(book, holder, password, root_password, "make_signing_key", by=by, now=now, op=op, reason=reason)
    told = message("Made the signing key of {name}.", name=staff.full_name)
    return Change(PERIODS, (kept.id,), op, told, undoable=False)


@deed(N_("Make the key of the seal"), "periods")
def make_seal_key(
    book: Book, password: str, root_password: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Issue the key the facility itself signs with under its own root, locked with a ``password`` of its own.

    An earlier one ends; what was sealed with it stays good.
    """
    with book.looking(now) as reader:
        facility = reader.records(Facility)[0]
    holder = _Holder(facility.name, "", SigningKey(purpose=SEAL_KEY, p12=""))
    kept = _make(book, holder, password, root_password, "make_seal_key", by=by, now=now, op=op, reason=reason)
    return Change(PERIODS, (kept.id,), op, message("Made the key of the facility's seal."), undoable=False)


@dataclass(frozen=True)
class _Holder:
    """Whom a key is issued to, and its row still without the key."""

    name: str
    post: str
    key: SigningKey


def _make(
    book: Book,
    holder: _Holder,
    password: str,
    root_password: str,
    deed_name: str,
    *,
    by: Actor,
    now: datetime,
    op: str,
    reason: str,
) -> SigningKey:
    """Issue a key and keep it; the holder's earlier ones end."""
    from carebook.sealing import keys
    from carebook.sealing.errors import SealingError

    with book.looking(now) as reader:
        facility = reader.records(Facility)[0]
        root = periods.signing_key(reader, None)
        before = _standing(reader, holder.key)
    try:
        root_p12 = (
            keys.make_facility_root(facility.name, root_password, now) if root is None else base64.b64decode(root.p12)
        )
        p12 = keys.issue_staff(
            root_p12,
            root_password,
            person=holder.name,
            post=holder.post,
            organisation=facility.name,
            password=password,
            now=now,
        )
        authority = keys.open_root(root_p12, root_password).certificate
        certificate = keys.open_key_file(p12, password).certificate
        with book.looking(now) as reader:
            news = _list_with(reader, root_p12, root_password, authority, before, now, ended=True)
    except SealingError as error:
        raise refuse(error.message, "root_password") from error
    with book.changing(by.account_id, now, op, deed_name, reason=reason) as writer:
        _keep_root(writer, root, root_p12, authority)
        for old in before:
            writer.amend(replace(old, revoked_on=in_vietnam(now)))
        _keep_list(writer, news)
        return writer.add(
            replace(
                holder.key,
                p12=base64.b64encode(p12).decode(),
                valid_to=in_vietnam(now) + timedelta(days=365 * VALID_YEARS),
                certificate=base64.b64encode(certificate.der).decode(),
            )
        )


@deed(N_("Revoke a signing key"), "periods")
def revoke_signing_key(
    book: Book,
    key_id: str,
    root_password: str,
    *,
    reason: str,
    by: Actor,
    now: datetime,
    op: str = "",
    feared: bool = True,
) -> Change:
    """Revoke a key of the staff or of the seal, and sign the facility's new list; ``Change.result`` is the list (DER).

    ``feared``: the key may be in other hands, so nothing signed with it is believed any more; else its holder left, and what
    was signed before stays good. The list travels in every report signed from now on. Refused without a reason, for a key
    that is on the list already, and when the recovery code does not open the root.
    """
    from carebook.sealing import keys
    from carebook.sealing.errors import SealingError

    if not reason.strip():
        raise refuse(message("Say why the key is revoked."), "reason")
    with book.looking(now) as reader:
        key = reader.record(SigningKey, key_id)
        root = periods.signing_key(reader, None)
        name = _holder_of(reader, key) if key is not None else ""
    if key is None or root is None or not name:
        raise refuse(message("There is no such key in this book."))
    if key.revoked_because:
        raise refuse(message("This key was revoked already."))
    try:
        authority = keys.open_root(base64.b64decode(root.p12), root_password).certificate
        with book.looking(now) as reader:
            root_p12 = base64.b64decode(root.p12)
            news = _list_with(reader, root_p12, root_password, authority, (key,), now, ended=not feared)
    except SealingError as error:
        raise refuse(error.message, "root_password") from error
    with book.changing(by.account_id, now, op, "revoke_signing_key", reason=reason) as writer:
        _keep_root(writer, root, root_p12, authority)
        writer.amend(replace(key, revoked_on=key.revoked_on or in_vietnam(now), revoked_because=reason.strip()))
        _keep_list(writer, news)
    said = (
        message("Revoked the signing key of {name}. The list goes out with the next report.", name=name)
        if news is not None
        else message("Revoked the signing key of {name}. It is too old to be put on the list.", name=name)
    )
    return Change(PERIODS, (key.id,), op, said, undoable=False, result=news.der if news is not None else b"")


def _holder_of(reader: Reader, key: SigningKey) -> str:
    """Whose key it is: a member of staff's or, of the seal, the facility's; "" of the root and of nobody's."""
    if key.purpose == SEAL_KEY:
        return reader.records(Facility)[0].name
    holder = reader.record(StaffMember, key.staff_member_id or "")
    return holder.full_name if holder is not None else ""


def _standing(reader: Reader, like: SigningKey) -> list[SigningKey]:
    """The keys of the same holder that were not revoked."""
    if like.staff_member_id is None:
        return reader.records(SigningKey, "purpose = ? AND revoked_on IS NULL", (like.purpose,))
    return reader.records(SigningKey, "staff_member_id = ? AND revoked_on IS NULL", (like.staff_member_id,))


def _list_with(
    reader: Reader,
    root_p12: bytes,
    root_password: str,
    root: Certificate,
    more: Iterable[SigningKey],
    now: datetime,
    *,
    ended: bool,
) -> RevocationList | None:
    """The facility's list with these keys on it; None when there is nothing new to say."""
    from carebook.sealing import trust
    from carebook.sealing.certificates import read_certificate

    serials = {read_certificate(base64.b64decode(key.certificate)).serial for key in more if key.certificate}
    if not serials:
        return None
    kept = next((k for k in kept_trust.kept_revocations(reader) if k.issuer == root.fingerprint), None)
    known = trust.kept_list(base64.b64decode(kept.der), root.fingerprint) if kept is not None else None
    revoked = {**(known.revoked if known is not None else {}), **dict.fromkeys(serials, now)}
    quiet = (known.ended if known is not None else frozenset()) - serials | (serials if ended else frozenset())
    # Lists are told apart by their moment, to the second: a newer one is never as old as the one before.
    at = max(now, known.issued_at + timedelta(seconds=1)) if known is not None else now
    der = trust.make_revocation_list(root_p12, root_password, revoked, now=at, ended=quiet)
    return trust.read_revocations(der, root)


def _keep_list(writer: Writer, news: RevocationList | None) -> None:
    if news is not None:
        kept_trust.keep_revocations(writer, news.root_fingerprint, news.issued_at, news.der)


def _keep_root(writer: Writer, root: SigningKey | None, p12: bytes, certificate: Certificate) -> None:
    """Keep a root just made, with the identity code it gives the facility; and the certificate of one made earlier."""
    from carebook.sealing.codes import facility_code

    der = base64.b64encode(certificate.der).decode()
    if root is not None:
        if not root.certificate:
            writer.amend(replace(root, certificate=der))
        return
    writer.add(SigningKey(purpose="root", p12=base64.b64encode(p12).decode(), certificate=der))
    code = facility_code(certificate)
    since = in_vietnam(writer.now)
    periods.put_identity(writer, periods.Identity(code.qr_text, code.short, code.fingerprint, code.facility, since))

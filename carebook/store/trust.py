"""What the book keeps for believing signatures: keys and their revocation, lists, authorities, and papers given out to be signed."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import datetime

from carebook.records.periods import CaRoot, KeptRevocations, SigningKey, Snapshot
from carebook.store.book import Reader, Writer
from carebook.store.choices import center_choice, put_center_choice
from carebook.store.periods import keep_file, kept_file

_GIVEN_OUT = "given_out "  # and the id of the snapshot


def staff_keys(reader: Reader) -> list[SigningKey]:
    """The keys of the staff and of the facility's seal, the newest first; revoked ones too."""
    reader.asks("periods")
    return reader.records(SigningKey, "purpose <> 'root'", order="id DESC")


def ca_roots(reader: Reader) -> list[CaRoot]:
    """The public authorities this book trusts."""
    reader.asks("periods")
    return reader.records(CaRoot, order="name")


def kept_revocations(reader: Reader) -> list[KeptRevocations]:
    """The newest list of revoked certificates of each facility and authority that has one."""
    reader.asks("periods")
    return reader.records(KeptRevocations)


def keep_revocations(writer: Writer, issuer: str, issued_at: datetime, der: bytes) -> KeptRevocations | None:
    """Keep a list in place of an older one; None when the one kept is as new."""
    made = KeptRevocations(issuer=issuer, issued_at=issued_at, der=base64.b64encode(der).decode())
    there = next((kept for kept in kept_revocations(writer) if kept.issuer == issuer), None)
    if there is None:
        return writer.add(made)
    if there.issued_at >= issued_at:
        return None
    return writer.amend(replace(there, issued_at=made.issued_at, der=made.der))


def given_out(reader: Reader, snapshot: Snapshot) -> bytes | None:
    """The file of a report that was last given out to be signed elsewhere; None when none was."""
    reader.asks("periods")
    digest = center_choice(reader, _GIVEN_OUT + snapshot.id)
    return kept_file(reader, digest) if digest else None


def keep_given_out(writer: Writer, snapshot: Snapshot, pdf: bytes) -> None:
    """Remember the file of a report that is given out to be signed elsewhere, in place of the one before."""
    put_center_choice(writer, _GIVEN_OUT + snapshot.id, keep_file(writer, pdf, "for_signing"))

"""What a file that arrived says, before anything is kept: opened, its signatures checked, its signed data read."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from carebook.actions.change import refuse
from carebook.dates import PartialDate
from carebook.records.people import Sex
from carebook.records.receiving import ReceivedPerson
from carebook.rules.parcels import (
    DataPackage,
    NewerParcel,
    NotAParcel,
    Parcel,
    PersonRow,
    data_package_of,
    is_data_name,
    parcel_of,
)
from carebook.rules.receiving import DATA, REPORT
from carebook.store.book import Reader, new_id
from carebook.store.parcels import receiving_keys
from carebook.words import Message, message

if TYPE_CHECKING:
    from carebook.sealing.envelopes import ReceiverKey
    from carebook.sealing.trust import TrustStore
    from carebook.sealing.verdict import Verdict

_PDF = b"%PDF-"


@dataclass(frozen=True)
class Reading:
    """One file: its hash, the verdict on what is inside, and the report or data package that was signed.

    ``refused`` says why its data are not taken whatever the department knows of its facility; ``stays`` that nothing is kept of it
    either, because another day it can be read. ``root`` is the fingerprint of the facility's root that signed, "" under a
    public authority.
    """

    content: bytes = field(repr=False)
    file_hash: str
    parcel_kind: str
    verdict: Verdict | None
    parcel: Parcel | DataPackage | None = None
    root: str = ""
    refused: Message | None = None
    stays: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """What the certificates of the signers call them and their organisations."""
        found = [s.certificate for s in self.verdict.signers] if self.verdict is not None else []
        return tuple(name for one in found for name in (one.organisation, one.name) if name)

    @property
    def level(self) -> str:
        """The verdict's level, "" when there was nothing to check."""
        return self.verdict.level.value if self.verdict is not None else ""


def opened_keys(reader: Reader, password: str) -> tuple[ReceiverKey, ...]:
    """The book's keys for receiving that this password opens, the newest first; refused when it opens none of them."""
    from carebook.sealing.envelopes import open_receiver_key
    from carebook.sealing.errors import SealingError, WrongKeyPassword

    found, failed = [], None
    for key in receiving_keys(reader):
        try:
            found.append(open_receiver_key(base64.b64decode(key.p12), password))
        except SealingError as error:
            failed = error
    if not found:
        raise refuse((failed or WrongKeyPassword()).message, "password")
    return tuple(found)


def read(
    content: bytes,
    file_name: str,
    trust: TrustStore,
    keys: Sequence[ReceiverKey],
    now: datetime,
    *,
    samples: bool = False,
) -> Reading:
    """The reading of a file's bytes; never raises for what the bytes are. ``keys`` open data packages.

    Reports of sample books are taken with ``samples`` only: by a sample book.
    """
    from carebook.sealing.verify import verify

    digest = hashlib.sha256(content).hexdigest()
    kind, pdf = REPORT, content
    if is_data_name(file_name) and not content.startswith(_PDF):
        kind = DATA
        if not keys:
            locked = message("This data package is encrypted; the key for receiving opens it. It stays in the inbox.")
            return Reading(content, digest, kind, None, refused=locked, stays=True)
        opened = _opened(content, keys)
        if isinstance(opened, Message):
            return Reading(content, digest, kind, None, refused=opened)
        pdf = opened
    verdict = verify(pdf, trust, now=now)
    try:
        parcel = _signed(verdict, kind)
    except NotAParcel as error:
        stays = isinstance(error, NewerParcel) and verdict.is_accepted
        refused = error.message if _is_sound(verdict) else verdict.words
        return Reading(content, digest, kind, verdict, refused=refused, stays=stays)
    roots = {signer.root.fingerprint for signer in verdict.signers if signer.root is not None}
    root = next(iter(roots)) if len(roots) == 1 else ""
    doubt = _doubt(verdict, parcel, roots, samples=samples) if _is_sound(verdict) else verdict.words
    return Reading(content, digest, kind, verdict, parcel, root, doubt)


def _is_sound(verdict: Verdict) -> bool:
    """Whether what was signed is whole and everybody signed; who they are may still have to be compared."""
    from carebook.sealing.verdict import Level

    return verdict.is_accepted or verdict.level is Level.FACILITY_UNKNOWN


def _signed(verdict: Verdict, kind: str) -> Parcel | DataPackage | None:
    """The report or data package that was signed; None when nothing that can be believed was. Raises `NotAParcel`."""
    if verdict.report is not None:
        return data_package_of(verdict.report) if kind == DATA else parcel_of(verdict.report)
    if verdict.is_accepted:
        raise NotAParcel(message("The file holds no signed data that CareBook reads."))
    return None


def _doubt(
    verdict: Verdict, parcel: Parcel | DataPackage | None, roots: Collection[str], *, samples: bool
) -> Message | None:
    """What in a soundly signed file contradicts itself, or is not for this book."""
    from carebook.reports.data import is_hash_right

    if len(roots) > 1:
        return message("The signatures on this file are of different facilities. Its data are not taken.")
    if parcel is None:
        return None
    if roots and parcel.root and parcel.root not in roots:
        return message("The file names another facility's code than the one that signed it. Its data are not taken.")
    signed = verdict.report or {}
    if isinstance(parcel, Parcel) and not is_hash_right(signed):
        return message("The hash in the file is not that of its figures. Its data are not taken.")
    if signed["report"]["facility"].get("sample") and not samples:
        return message("This is a report of a sample book, about people who do not exist. Its data are not taken.")
    return None


def _opened(content: bytes, keys: Sequence[ReceiverKey]) -> bytes | Message:
    """The signed file inside an envelope, or why none of the keys opens it."""
    from carebook.sealing.envelopes import open_envelope
    from carebook.sealing.errors import SealingError

    said: Message = message("The file holds no signed data that CareBook reads.")
    for key in keys:
        try:
            return open_envelope(content, key)
        except SealingError as error:
            said = error.message
    return said


def people_of(package: DataPackage) -> list[ReceivedPerson]:
    """Those of a data package who are there at its end and are named: who left, or is told by an alias, is nobody's double."""
    return [_person(row) for row in package.people if not row.alias and row.until_on is None]


def _person(row: PersonRow) -> ReceivedPerson:
    born, sex = None, None
    with suppress(ValueError):
        born = PartialDate.from_text(row.born) if row.born else None
    with suppress(ValueError):
        sex = Sex(row.sex) if row.sex else None
    return ReceivedPerson(
        id=new_id(),
        received_parcel_id="",
        code=row.code,
        full_name=row.full_name,
        born=born,
        sex=sex,
        national_id=row.national_id,
        category=row.category,
        since_on=row.since_on,
    )

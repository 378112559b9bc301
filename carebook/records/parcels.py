"""What travels encrypted and comes back confirmed: receivers, the key that opens what is sent to this book, receipts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.words import N_


@dataclass(frozen=True)
class Receiver(Record):
    """An office data packages are encrypted for: its certificate, and who compared its code with which paper when.

    Nothing is encrypted for a receiver whose code nobody compared.
    """

    name: str = fact(N_("Receiver"), required=True)
    role: str = fact(N_("Role"), context="of an agency", codes="agency_role", default="department")
    certificate: str = fact(N_("Certificate"), Kind.DATA, shown=False, required=True)  # base64 of DER
    fingerprint: str = fact(N_("Identity code"), Kind.DATA, required=True)
    checked_on: date | None = fact(N_("Compared on"), default=None)
    paper: str = fact(N_("With which paper"), default="")
    valid_to: date | None = fact(N_("Valid to"), default=None)


@dataclass(frozen=True)
class ReceivingKey(Record):
    """The key that opens what is sent to this book, as PKCS#12 under a password of its own, with the certificate senders get."""

    p12: str = fact(N_("Key"), Kind.DATA, shown=False, required=True)
    certificate: str = fact(N_("Certificate"), Kind.DATA, shown=False, required=True)  # base64 of DER
    fingerprint: str = fact(N_("Identity code"), Kind.DATA, required=True)
    valid_to: date | None = fact(N_("Valid to"), default=None)


@dataclass(frozen=True)
class Receipt(Record):
    """The receiver's signed answer about a package; it turns the sender's item to “received”."""

    outbox_item_id: str = fact(N_("Package"), Kind.LINK, required=True)
    received_at: datetime = fact(N_("Received at"), required=True)
    receiver: str = fact(N_("Receiver"), required=True)
    level: str = fact(N_("Verdict"), Kind.DATA, default="")
    file_hash: str = fact(N_("Hash of the file"), Kind.DATA, required=True)

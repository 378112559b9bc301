"""A department that answers: the key it signs receipts with, and the receipt for a file."""

from __future__ import annotations

import hashlib
from datetime import datetime

from carebook.actions import signing
from carebook.records.signing import DATA_FILE, PREPARER
from carebook.records.staff import Actor
from carebook.reports.data import canonical
from carebook.reports.paper.facts import Letterhead
from carebook.reports.parcels import draw_receipt
from carebook.rules.parcels import Answer, receipt_data
from carebook.sealing import keys, sign
from carebook.sealing.codes import facility_code
from carebook.sealing.keys import Key
from carebook.store.book import Book

OFFICE = "Sở Y tế Quảng Ninh"


def office_key(now: datetime) -> Key:
    """The key of somebody of the department, under its own root."""
    root = keys.make_facility_root(OFFICE, "mk", now)
    p12 = keys.issue_staff(
        root, "mk", person="Tô Thị Lan", post="Chuyên viên", organisation=OFFICE, password="mk", now=now
    )
    return keys.open_p12(p12, "mk")


def trust(book: Book, key: Key, by: Actor, now: datetime) -> None:
    """The code of the department was compared with its paper."""
    code = facility_code(key.chain[0])
    signing.trust_facility(book, code.short, code.facility, code.fingerprint, by=by, now=now)


def receipt_for(content: bytes, key: Key, now: datetime, *, taken: bool = True, reason: str = "") -> bytes:
    """The signed receipt for a file."""
    answer = Answer(hashlib.sha256(content).hexdigest(), "bao-cao.pdf", now, "Sở Y tế", taken, reason)
    drawn = draw_receipt(answer, Letterhead("UBND tỉnh", "Sở Y tế", "SYT", "Hạ Long"), key.name, "Chuyên viên")
    blank = sign.prepare(drawn.pdf, drawn.places, [sign.Attachment(DATA_FILE, canonical(receipt_data(answer)))])
    return sign.sign(blank, PREPARER, key, when=now, reason="Giấy nhận")

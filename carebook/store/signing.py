"""What the book keeps for signing beside the keys of the staff: pictures, the seal's key, and which reports await a timestamp."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from carebook.records.periods import SignaturePicture, SigningKey, Snapshot
from carebook.rules.signing import awaits_stamps
from carebook.store.book import Reader, Writer
from carebook.store.choices import center_choice, put_center_choice
from carebook.store.periods import kept_file, signed_files
from carebook.store.rows import moment_from, moment_text
from carebook.words import Message

SEAL_KEY = "seal"
"""The purpose of the key the facility itself signs with."""

_WORTH_A_STAMP = timedelta(days=365)


def picture_of(reader: Reader, staff_member_id: str | None) -> SignaturePicture | None:
    """The picture of a member of staff's signature (None: of the facility's seal); None when there is none."""
    reader.asks("own")
    where, values = ("staff_member_id = ?", [staff_member_id]) if staff_member_id else ("staff_member_id IS NULL", [])
    found = reader.records(SignaturePicture, where, values)
    return found[0] if found else None


def png_of(reader: Reader, picture: SignaturePicture) -> bytes:
    """The picture itself."""
    return kept_file(reader, picture.file_hash) or b""


def seal_key(reader: Reader) -> SigningKey | None:
    """The key the facility itself signs with; None while there is none in the book."""
    reader.asks("own")
    found = reader.records(SigningKey, "purpose = ? AND revoked_on IS NULL", [SEAL_KEY], order="id DESC")
    return found[0] if found else None


def sealed_last(reader: Reader) -> bool:
    """Whether the seal was asked for when a report was closed the last time."""
    reader.asks("periods")
    newest = reader.records(Snapshot, order="closed_at DESC, id DESC LIMIT 1")
    return bool(newest) and newest[0].sealed


def awaiting_stamps(reader: Reader, now: datetime) -> list[Snapshot]:
    """The reports with every digital signature and no timestamp yet, the one closed first in front.

    A signature older than a year is left alone: its certificate may have ended, and a timestamp proves nothing any more.
    """
    reader.asks("periods")
    rows = reader.rows(
        """SELECT snapshot_id FROM signed_file WHERE withdrawn_at IS NULL
        GROUP BY snapshot_id HAVING max(timestamped_at) IS NULL AND max(signed_at) >= ?""",
        (moment_text(now - _WORTH_A_STAMP),),
    )
    ids = [row["snapshot_id"] for row in rows]
    reports = reader.records(Snapshot, f"id IN ({', '.join('?' * len(ids))})", ids, order="closed_at, id")
    return [one for one in reports if awaits_stamps(one, signed_files(reader, one.id))]


@dataclass(frozen=True)
class FailedStamping:
    """The last try to append a timestamp that failed: when, and why."""

    at: datetime
    why: Message


_FAILED = "stamping_failed"


def failed_stamping(reader: Reader) -> FailedStamping | None:
    """The last failure, None when the last try went well or there was none."""
    reader.asks("periods")
    kept = center_choice(reader, _FAILED)
    return FailedStamping(moment_from(kept["at"]), Message.from_json(kept["why"])) if kept else None


def put_failed_stamping(writer: Writer, why: Message | None) -> None:
    """Note that a try failed now, or (None) that there is nothing to tell any more."""
    put_center_choice(
        writer, _FAILED, {"at": moment_text(writer.now), "why": why.to_json()} if why is not None else None
    )

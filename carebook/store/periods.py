"""Questions about closed periods: snapshots and their versions, signed files, the outbox, keys and trust; files by hash."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import date

from carebook.records.codes import Agency, Code, HolidayRow, LegalBasis, Limit
from carebook.records.periods import (
    Destination,
    InkSignature,
    OutboxItem,
    ReportKind,
    ReportState,
    SignedFile,
    SigningKey,
    Snapshot,
    Target,
    TrustedFacility,
    TypedFigure,
    TypedOpening,
)
from carebook.store.book import Reader, Writer
from carebook.store.choices import center_choice, put_center_choice
from carebook.store.rows import moment_text

# Lists too long to be read for figures; they name places, not categories.
_PLACES = ("commune", "old_place", "province")


def snapshots(reader: Reader, key: str = "") -> list[Snapshot]:
    """The closed versions of every time, or of the one a key names; by their last day, the newest first."""
    reader.asks("periods")
    where, values = ("period = ?", [key]) if key else ("1", [])
    return reader.records(Snapshot, where, values, order="last_on DESC, first_on DESC, report_version DESC")


def newest_snapshot(reader: Reader, key: str) -> Snapshot | None:
    """The newest version of a time; None while nothing was closed. One that was reopened counts as open."""
    found = snapshots(reader, key)
    return found[0] if found else None


def last_before(reader: Reader, kind: ReportKind, day: date) -> Snapshot | None:
    """The version that counts of the last closed report of a kind that ended before ``day``."""
    found = counted_before(reader, kind, day, 1)
    return found[0] if found else None


def counted_before(reader: Reader, kind: ReportKind, day: date, most: int) -> list[Snapshot]:
    """The versions that count of the last closed reports of a kind that ended before ``day``, the newest first."""
    reader.asks("periods")
    return reader.records(
        Snapshot,
        "kind = ? AND last_on < ? AND state NOT IN (?, ?)",
        [kind.value, day.isoformat(), ReportState.REOPENED.value, ReportState.SUPERSEDED.value],
        order=f"last_on DESC, report_version DESC LIMIT {most:d}",
    )


def last_addressed(reader: Reader, kind: ReportKind) -> Snapshot | None:
    """The version of a kind that was closed last with an address, recipients or legal bases."""
    reader.asks("periods")
    found = reader.records(
        Snapshot,
        "kind = ? AND (addressed_to <> '[]' OR recipients <> '[]' OR legal_bases <> '[]')",
        [kind.value],
        order="closed_at DESC LIMIT 1",
    )
    return found[0] if found else None


@dataclass(frozen=True)
class Identity:
    """The facility's own identity code: for the square code, for the eye, and the root's fingerprint, since when."""

    content: str
    short: str
    fingerprint: str
    facility: str
    since: date


def identity(reader: Reader) -> Identity | None:
    """The identity code of the facility's root key; None before there is one."""
    reader.asks("periods")
    found = center_choice(reader, "identity")
    if found is None:
        return None
    return Identity(**{**found, "since": date.fromisoformat(found["since"])})


def put_identity(writer: Writer, made: Identity) -> None:
    """Remember the identity code of a new root."""
    put_center_choice(writer, "identity", asdict(made) | {"since": made.since.isoformat()})


def signed_files(reader: Reader, snapshot_id: str) -> list[SignedFile]:
    """The signed files of a report, the newest first; the newest carries every signature so far."""
    reader.asks("periods")
    return reader.records(SignedFile, "snapshot_id = ?", [snapshot_id], order="signed_at DESC, id DESC")


def ink_signature(reader: Reader, snapshot_id: str) -> InkSignature | None:
    """How the report was signed on paper; None when it was not."""
    reader.asks("periods")
    found = reader.records(InkSignature, "snapshot_id = ?", [snapshot_id], order="id DESC")
    return found[0] if found else None


def typed_openings(reader: Reader, key: str) -> list[TypedOpening]:
    """The opening figures typed from paper for the time the book begins with."""
    reader.asks("periods")
    return reader.records(TypedOpening, "month = ?", [key])


def typed_figures(reader: Reader, key: str) -> list[TypedFigure]:
    """The numbers typed for the tables of one time."""
    reader.asks("figures")
    return reader.records(TypedFigure, "period = ?", [key])


def targets(reader: Reader) -> list[Target]:
    """Every target of every year."""
    reader.asks("figures")
    return reader.records(Target, order="year DESC, position, name, id")


def masked_people(reader: Reader) -> dict[str, str]:
    """The people whose names the reader may not see today, by id, with the alias that stands in their place.

    A frozen figure holds the names of the day it was closed; who is restricted since then is covered with this.
    """
    reader.asks("figures")
    return {
        row["id"]: row["full_name"] for row in reader.rows("SELECT id, full_name FROM listed_person WHERE masked = 1")
    }


def destinations(reader: Reader) -> list[Destination]:
    """Where packages can be sent."""
    reader.asks("outbox")
    return reader.records(Destination, order="name")


def outbox(reader: Reader) -> list[tuple[OutboxItem, Snapshot]]:
    """Every package with its report, the newest first."""
    reader.asks("outbox")
    items = reader.records(OutboxItem, order="id DESC")
    reports = {s.id: s for s in reader.records(Snapshot, withdrawn=True)}
    return [(item, reports[item.snapshot_id]) for item in items]


def signing_key(reader: Reader, staff_member_id: str | None) -> SigningKey | None:
    """The newest key of a staff member (None: the facility's root) that was not revoked; None when there is none."""
    reader.asks("own")
    where, values = ("staff_member_id = ?", [staff_member_id]) if staff_member_id else ("purpose = 'root'", [])
    found = reader.records(SigningKey, f"{where} AND revoked_on IS NULL", values, order="id DESC")
    return found[0] if found else None


def trusted_facilities(reader: Reader) -> list[TrustedFacility]:
    """The facilities whose identity code was compared with paper."""
    reader.asks("periods")
    return reader.records(TrustedFacility)


def figure_codes(reader: Reader) -> list[Code]:
    """The code lists figures are counted and worded by (not the places)."""
    reader.asks("codes")
    return reader.records(Code, f"list_name NOT IN ({', '.join('?' * len(_PLACES))})", _PLACES)


def limits(reader: Reader) -> list[Limit]:
    """All dated limits."""
    reader.asks("codes")
    return reader.records(Limit)


def own_holidays(reader: Reader) -> list[HolidayRow]:
    """The center's own days."""
    reader.asks("codes")
    return reader.records(HolidayRow)


def agencies(reader: Reader) -> list[Agency]:
    """The dated names of the authorities."""
    reader.asks("codes")
    return reader.records(Agency)


def legal_bases(reader: Reader) -> list[LegalBasis]:
    """The legal documents papers can name."""
    reader.asks("codes")
    return reader.records(LegalBasis)


def keep_file(writer: Writer, content: bytes, kind: str) -> str:
    """Keep a file inside the book (a signed PDF, a scan) by its hash; keeping it twice changes nothing."""
    digest = hashlib.sha256(content).hexdigest()
    writer.run("INSERT OR IGNORE INTO file VALUES (?, ?, ?, ?)", (digest, kind, moment_text(writer.now), content))
    return digest


def kept_file(reader: Reader, content_hash: str) -> bytes | None:
    """The file of that hash; None when the book does not hold it."""
    found = reader.value("SELECT content FROM file WHERE content_hash = ?", (content_hash,))
    return None if found is None else bytes(found)

"""Whose signatures a closed report needs, in which order, who is still awaited, and what follows once they are there."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from carebook.records.periods import ReportState, SignedFile, Snapshot
from carebook.records.signing import HEAD, PREPARER, SEAL
from carebook.words import Message, message

_DIGITAL = frozenset({ReportState.SIGNED, ReportState.SENT, ReportState.ACKNOWLEDGED})


def required(snapshot: Snapshot) -> tuple[str, ...]:
    """The roles that sign a report digitally, in their order; the seal last, where it was asked for at closing."""
    return (PREPARER, HEAD, SEAL) if snapshot.sealed else (PREPARER, HEAD)


def awaited(snapshot: Snapshot, files: Sequence[SignedFile]) -> tuple[str, ...]:
    """The roles that have not signed yet; ``files`` are the report's signed ones, the newest first."""
    done = files[0].roles if files else ()
    return tuple(role for role in required(snapshot) if role not in done)


def awaits_seal(snapshot: Snapshot, files: Sequence[SignedFile]) -> bool:
    """Whether nothing but the facility's seal is missing on a report that people have signed digitally."""
    return snapshot.state in _DIGITAL and bool(files) and awaited(snapshot, files) == (SEAL,)


def is_complete(snapshot: Snapshot, files: Sequence[SignedFile]) -> bool:
    """Whether every signature is there, digital or in ink; one that was replaced or reopened never is."""
    if snapshot.state in _DIGITAL and files:
        return not awaited(snapshot, files)
    return snapshot.state in (*_DIGITAL, ReportState.SIGNED_IN_INK)


def awaits_stamps(snapshot: Snapshot, files: Sequence[SignedFile]) -> bool:
    """Whether every digital signature is there, and no timestamp over them yet."""
    signed = snapshot.state in _DIGITAL and bool(files)
    return signed and not awaited(snapshot, files) and files[0].timestamped_at is None


def problem_with_stamper(url: str) -> Message | None:
    """Why an address cannot be that of a timestamping service; None when it can."""
    try:
        found = urlsplit(url.strip())
        secret = found.username is not None or found.password is not None
        fits = found.scheme in ("http", "https") and bool(found.hostname) and (found.port is None or found.port > 0)
    except ValueError:
        fits = secret = False
    if secret:
        return message("An address bears no user name and no password.")
    if not fits or any(letter.isspace() for letter in url.strip()):
        return message("The address begins with http:// or https://, for example http://tsa.ca.gov.vn.")
    return None

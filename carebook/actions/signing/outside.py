"""Signing with an office's own tool: the report is given out with its places empty, and taken back after the same check."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from carebook.actions.change import Change, Refused, deed, refuse
from carebook.actions.periods import PERIODS
from carebook.actions.signing.papers import (
    blank_of,
    kept_snapshot,
    newest_file,
    refuse_unless_signable,
    signable,
    whose,
)
from carebook.actions.signing.trust import trust_of
from carebook.records.periods import ReportState, SignedFile, Snapshot
from carebook.records.signing import HEAD, PREPARER, SEAL
from carebook.records.staff import Actor
from carebook.rules.periods import said
from carebook.rules.problem import Problem
from carebook.rules.signing import required
from carebook.store import periods
from carebook.store import trust as kept_trust
from carebook.store.book import Book
from carebook.store.staff import note_reading
from carebook.words import N_, message

if TYPE_CHECKING:
    from carebook.sealing.verdict import SignerVerdict, Verdict


@dataclass(frozen=True)
class GivenOut:
    """A report on its way to another signing tool: its file, and the name to save it under."""

    name: str
    pdf: bytes


@deed(N_("Export for signing elsewhere"), "periods", "readings")
def export_for_signing(
    book: Book, snapshot_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Give a report out to be signed by an office's own tool; ``Change.result`` is the `GivenOut`.

    Before the first signature it is the paper with every place empty, after the preparer's the very file the preparer signed.
    The file is kept, so that what comes back can be compared. Number and date have to be on it: they cannot come later.
    """
    snapshot = kept_snapshot(book, snapshot_id, now)
    with book.looking(now) as reader:
        pdf, files = newest_file(reader, snapshot), periods.signed_files(reader, snapshot.id)
    refuse_unless_signable(snapshot, files)
    pdf = pdf if pdf is not None else blank_of(book, snapshot, now)
    name = f"bao-cao-{snapshot.period}-b{snapshot.report_version}_de-ky.pdf"
    with book.changing(by.account_id, now, op, "export_for_signing", reason=reason) as writer:
        signable(writer, snapshot.id, ReportState.SIGNED)
        kept_trust.keep_given_out(writer, snapshot, pdf)
        note_reading(writer, "export_for_signing", reason=name)
    told = message("Exported the report of {period} for signing elsewhere.", period=said(snapshot.period))
    return Change(PERIODS | {"readings"}, (snapshot.id,), op, told, undoable=False, result=GivenOut(name, pdf))


@deed(N_("Take back the signed file"), "periods")
def take_back_signed(
    book: Book, snapshot_id: str, raw: bytes, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Take back a report that was signed by another tool; ``Change.result`` is the `Verdict`, the same a receiver comes to.

    Refused unless it is the paper that was given out with the same number and date, every signature on it is whole, by
    somebody trusted and by the person the place is for, and at least one is new. Nothing of a refused file is kept.
    """
    from carebook.sealing.errors import SealingError
    from carebook.sealing.likeness import is_same_paper
    from carebook.sealing.verify import by_role, verify

    snapshot = kept_snapshot(book, snapshot_id, now)
    with book.looking(now) as reader:
        signed_here = newest_file(reader, snapshot)
        given = signed_here if signed_here is not None else kept_trust.given_out(reader, snapshot)
        files = periods.signed_files(reader, snapshot.id)
        trust = trust_of(reader)
    refuse_unless_signable(snapshot, files)
    if given is None:
        raise refuse(message("This report was not given out for signing yet. Export it first."), "file")
    verdict = verify(raw, trust, now=now)
    _refuse_verdict(verdict)
    try:
        same = is_same_paper(given, raw)
    except SealingError as error:
        raise refuse(error.message, "file") from error
    if not same:
        raise refuse(
            message("This is not the paper that was given out: pages or data differ. Nothing was taken."), "file"
        )
    _refuse_other_number(snapshot, verdict)
    found = by_role(verdict.signers, verdict.report)
    roles = tuple(role for role in required(snapshot) if role in found)
    _refuse_roles(snapshot, found, roles, before=files[0].roles if files else ())
    then = ReportState.SIGNED if HEAD in roles else ReportState.PREPARER_SIGNED
    with book.changing(by.account_id, now, op, "take_back_signed", reason=reason) as writer:
        there = signable(writer, snapshot.id, then)
        if there.version != snapshot.version:
            raise refuse(message("The report changed while it was being signed. Look at it again, then sign."))
        digest = periods.keep_file(writer, raw, "signed")
        level = verdict.level.value
        writer.add(
            SignedFile(
                snapshot_id=snapshot.id,
                roles=roles,
                file_hash=digest,
                signed_at=now,
                level=level,
                made_by="outside",
            )
        )
        writer.amend(replace(there, state=then))
    told = message("Took back the signed report of {period}.", period=said(snapshot.period))
    return Change(PERIODS, (snapshot.id,), op, told, undoable=False, result=verdict)


def _refuse_verdict(verdict: Verdict) -> None:
    """What a receiver would not believe is not taken back."""
    from carebook.sealing.verdict import Level

    if verdict.is_accepted or verdict.level is Level.SIGNER_MISSING:
        return
    found = [Problem("file", verdict.words)]
    if verdict.level is Level.FACILITY_UNKNOWN and verdict.code_to_compare is None:
        hint = message("Add the authority in Settings › Trusted signers, then take the file back again.")
        found.append(Problem("file", hint))
    raise Refused(found)


def _refuse_other_number(snapshot: Snapshot, verdict: Verdict) -> None:
    """Number and date are part of the paper: one that was given out before they were changed is an old one."""
    report = verdict.report or {}
    dated_on = snapshot.dated_on.isoformat() if snapshot.dated_on else None
    if (report.get("number") or "") != snapshot.number or report.get("dated_on") != dated_on:
        raise refuse(
            message("Number or date were changed after the paper was given out. Export it again, then have it signed."),
            "file",
        )


def _refuse_roles(
    snapshot: Snapshot, found: dict[str, SignerVerdict], roles: tuple[str, ...], before: tuple[str, ...]
) -> None:
    """Each place by whom it is for, the preparer's first, none lost and one more than before."""
    from carebook.sealing.keys import is_same_name

    for role in roles:
        signer, (name, _post) = found[role].name, whose(snapshot, role)
        if name and not is_same_name(signer, name, shortened=role == SEAL):
            raise refuse(message("{signer} signed where {name} should sign.", signer=signer, name=name), "file")
    if PREPARER not in roles:
        raise refuse(message("The preparer signs the tables first."), "file")
    if SEAL in roles and HEAD not in roles:
        raise refuse(message("The head signs first, then the seal is set."), "file")
    if set(roles) <= set(before):
        raise refuse(message("Nobody has signed the file since it was given out."), "file")

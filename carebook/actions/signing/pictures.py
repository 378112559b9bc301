"""Deeds about the pictures that stand on signed papers: one's own signature, and the facility's red seal."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, refuse
from carebook.actions.periods import PERIODS
from carebook.records.periods import SignaturePicture
from carebook.records.staff import Actor
from carebook.rules import permissions
from carebook.store import periods
from carebook.store.book import Book, in_vietnam
from carebook.store.signing import picture_of
from carebook.words import N_, message


@deed(N_("Keep the picture of a signature"), "periods")
def keep_picture(
    book: Book,
    png: bytes,
    *,
    width_mm: float,
    by: Actor,
    now: datetime,
    op: str = "",
    seal: bool = False,
    reason: str = "",
) -> Change:
    """Keep the picture of the actor's own signature, or of the facility's seal, in place of the one before.

    ``width_mm`` is its true size on paper. It stands on what is signed from now on. Nobody keeps another's signature, and the
    seal only who may set it. Refused beside "file" unless it is a PNG with a see-through ground, beside "width_mm" for a width
    that does not fit its place.
    """
    from carebook.reports.paper import signature_pictures

    _refuse_without_right(by, now, seal=seal)
    if problem := signature_pictures.problem_with(png):
        raise refuse(problem, "file")
    if problem := signature_pictures.problem_with_width(width_mm):
        raise refuse(problem, "width_mm")
    whose = None if seal else by.staff_member_id
    with book.changing(by.account_id, now, op, "keep_picture", reason=reason) as writer:
        digest = periods.keep_file(writer, png, "picture")
        there = picture_of(writer, whose)
        kept = (
            writer.add(SignaturePicture(staff_member_id=whose, file_hash=digest, width_mm=width_mm))
            if there is None
            else writer.amend(replace(there, file_hash=digest, width_mm=width_mm))
        )
    told = (
        message("The picture of the seal stands on what is sealed from now on.")
        if seal
        else message("The picture of the signature stands on what is signed from now on.")
    )
    return Change(PERIODS, (kept.id,), op, told, result=kept)


@deed(N_("Remove the picture of a signature"), "periods")
def strike_picture(book: Book, picture_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Put words in the place of a picture from now on; papers that bear it stay as they are."""
    with book.changing(by.account_id, now, op, "strike_picture", reason=reason) as writer:
        there = writer.record(SignaturePicture, picture_id)
        if there is None or there.is_withdrawn:
            raise refuse(message("There is no such picture in this book."))
        if there.staff_member_id not in (None, by.staff_member_id):
            raise refuse(message("The picture is another's signature; only they may remove it."))
        _refuse_without_right(by, now, seal=there.staff_member_id is None)
        writer.withdraw(SignaturePicture, picture_id, reason)
    return Change(PERIODS, (picture_id,), op, message("Removed the picture."), result=there)


def _refuse_without_right(by: Actor, now: datetime, *, seal: bool) -> None:
    """Refuse whoever may not set the seal, and an account without a member of staff for a signature of their own."""
    if seal and not permissions.may(by, "sign_with_seal", in_vietnam(now)):
        raise refuse(permissions.missing_right(N_("Set the seal"), permissions.DEEDS["sign_with_seal"]))
    if not seal and not by.staff_member_id:
        raise refuse(message("This account belongs to no member of staff, so it has no signature."))

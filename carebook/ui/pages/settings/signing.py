"""Signing: the own key and picture, the facility's seal with its key and picture, and the facility's identity code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLayout, QWidget

from carebook import dates, money
from carebook.actions import signing
from carebook.actions.undo import undo_deed
from carebook.records.periods import SignaturePicture, SigningKey
from carebook.store import periods
from carebook.store.book import Reader
from carebook.store.signing import picture_of, png_of, seal_key
from carebook.ui.pages.settings.signature_pictures import OnPaper, PictureDialog
from carebook.ui.pages.settings.tab import Tab
from carebook.ui.pages.settings.timestamps import TimestampPart, waiting
from carebook.ui.parts.asking_dialog import AskingDialog
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import box, column, row, scrolling
from carebook.ui.parts.page import Page
from carebook.words import _, message

SHORTEST = 8
"""Letters a password of a key has at least."""


@dataclass(frozen=True)
class Seen:
    """A picture of the book as it is shown."""

    kept: SignaturePicture
    picture: QImage


@dataclass(frozen=True)
class Found:
    """What the tab shows of who is signed in, and of the facility."""

    own: SigningKey | None
    seal: SigningKey | None
    identity: periods.Identity | None
    own_picture: Seen | None
    seal_picture: Seen | None


def found(reader: Reader, *, reports: bool) -> Found:
    """What the book holds for signing; the facility's code only for who sees ``reports``."""
    member = reader.actor.staff_member_id if reader.actor is not None else ""
    return Found(
        periods.signing_key(reader, member) if member else None,
        seal_key(reader),
        periods.identity(reader) if reports else None,
        _seen(reader, member) if member else None,
        _seen(reader, None),
    )


def _seen(reader: Reader, whose: str | None) -> Seen | None:
    kept = picture_of(reader, whose)
    return Seen(kept, QImage.fromData(png_of(reader, kept))) if kept is not None else None


class KeyDialog(AskingDialog):
    """Making a key: the recovery code from the safe, because only the facility's root may issue it, and a password."""

    def __init__(self, desk: Desk, parent: QWidget | None, *, seal: bool) -> None:
        title = _("Make the key of the seal") if seal else _("Make my signing key")
        text = _("The recovery code lies in the safe. The key's password is asked for at each signature.")
        super().__init__(parent, title, text)
        self._desk, self._seal = desk, seal
        self.code = self.add_line(_("Recovery code"))
        self.password = self.add_line(_("Password of the key"), secret=True)
        self.again = self.add_line(_("Password again"), secret=True)
        self.finish(_("Make the key"), self.send, self.code)

    def send(self) -> None:
        """Make the key; what is refused is said here and nothing typed is lost."""
        password, code = self.password.text(), self.code.text().strip()
        if password != self.again.text() or len(password) < SHORTEST:
            self.bar.say(_("The two passwords must be alike and have at least 8 letters."), "danger")
            return
        self.working(_("Making the key…"))
        then, failed = self.finished_well, self.refused
        if self._seal:
            self._desk.do(signing.make_seal_key, password, code, then=then, failed=failed)
        else:
            member = self._desk.actor.staff_member_id
            self._desk.do(signing.make_signing_key, member, password, code, then=then, failed=failed)


class PicturePart(QWidget):
    """One picture with what can be done to it."""

    def __init__(self, desk: Desk, tab: SigningTab, *, seal: bool) -> None:
        super().__init__()
        self._desk, self._tab, self._seal = desk, tab, seal
        self.seen: Seen | None = None
        self.paper = OnPaper(seal=seal)
        self.line = label("", wrap=True)
        self.choose = Button(_("Choose a picture…"), icon="folder-open")
        self.choose.clicked.connect(self.begin)
        self.remove = Button(_("Remove the picture"), icon="trash-2")
        self.remove.clicked.connect(self.strike)
        buttons = row(self.choose, self.remove, None, gap=8)
        self.setLayout(row(self.paper, (column(self.line, buttons, None, gap=8), 1), gap=16))

    def show_picture(self, seen: Seen | None) -> None:
        """Show it, or that there is none."""
        self.seen = seen
        self.remove.setVisible(seen is not None)
        self.paper.setVisible(seen is not None)
        if seen is None:
            none = (
                _("No picture yet: red words stand in its place.")
                if self._seal
                else _("No picture yet: name and time stand in its place.")
            )
            self.line.setText(none)
            return
        facility, actor = self._desk.facility, self._desk.actor
        above, below = (
            (facility.head_post or "Giám đốc", facility.head_name) if self._seal else (actor.post, actor.name)
        )
        self.paper.show_picture(seen.picture, seen.kept.width_mm, above.upper(), below)
        width = money.number(seen.kept.width_mm)
        self.line.setText(str(message("{width} mm wide on paper, on what is signed from now on.", width=width)))

    def begin(self) -> None:
        """Choose another picture."""
        width = self.seen.kept.width_mm if self.seen is not None else None
        self._tab.open_dialog(PictureDialog(self._desk, self._tab, seal=self._seal, width_mm=width))

    def strike(self) -> None:
        """Put words in its place; it can be undone."""
        if self.seen is not None:
            self._tab.do(partial(self._desk.do, signing.strike_picture, self.seen.kept.id))


class SigningTab(Tab):
    """Everybody's own key and picture; the seal is shown to whoever may set it."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(desk, page)
        self.dialog: AskingDialog | None = None
        self.own_key, self.seal_key, self.code = label("", wrap=True), label("", wrap=True), label("", "figure")
        self.picture, self.seal_picture = PicturePart(desk, self, seal=False), PicturePart(desk, self, seal=True)
        self.make_key = Button(_("Make my signing key…"), icon="signature")
        self.make_key.clicked.connect(self.begin_key)
        parts: list[QWidget | QLayout | int | None] = [
            section_head(_("My signing key")),
            self.own_key,
            row(self.make_key, None),
            _small(_("Signing inside the center does not replace a public digital signature; ink is an equal way.")),
            16,
            section_head(_("Picture of my signature")),
            self.picture,
        ]
        if desk.may("sign_with_seal"):
            seal = Button(_("Make the key of the seal…"), icon="signature")
            seal.clicked.connect(self.begin_seal_key)
            parts += [16, section_head(_("The facility's seal")), self.seal_key, row(seal, None), 4, self.seal_picture]
        self.timestamps = TimestampPart(desk, page) if desk.may("amend_destination") else None
        if self.timestamps is not None:
            parts += [16, section_head(_("Timestamps")), self.timestamps]
        parts += [
            16,
            section_head(_("Identity code of this facility")),
            self.code,
            _small(_("It is printed on every report; the receiver compares it once.")),
            None,
        ]
        self.setLayout(column(scrolling(box(column(*parts, gap=6, margins=(24, 16, 20, 16)))), gap=0))

    def refresh(self) -> None:
        self.desk.ask(self, partial(found, reports=self.desk.may_ask("periods")), self._show)
        if self.timestamps is not None and self.desk.may("append_stamps"):
            self.desk.ask(self.timestamps, partial(waiting, now=self.desk.now()), self.timestamps.show_waiting)

    def _show(self, there: Found) -> None:
        self.make_key.change_kind("" if there.own else "primary")
        self.own_key.setText(_said_key(there.own, _("There is no signing key yet.")))
        none = _("There is no key of the seal in the book. One on a token is used as well.")
        self.seal_key.setText(_said_key(there.seal, none))
        self.picture.show_picture(there.own_picture)
        self.seal_picture.show_picture(there.seal_picture)
        self.code.setText(there.identity.short if there.identity else "–")

    def begin_key(self) -> None:
        """Make the own key."""
        self.open_dialog(KeyDialog(self.desk, self, seal=False))

    def begin_seal_key(self) -> None:
        """Make the key of the seal."""
        self.open_dialog(KeyDialog(self.desk, self, seal=True))

    def open_dialog(self, dialog: AskingDialog) -> None:
        """Show a dialog; what it did is said on the page."""
        self.dialog = dialog
        dialog.succeeded.connect(self._done)
        dialog.open()

    def do(self, deed: Any) -> None:
        """Do a deed at once."""
        deed(then=self._done, failed=self.page.complain)

    def _done(self, change: Any) -> None:
        if change.undoable:
            self.page.offer_undo(change.said, partial(self._undo, change.op))
        else:
            self.page.say(change.said)
        self.refresh()

    def _undo(self, op: str) -> None:
        self.desk.do(undo_deed, op, then=self._done, failed=self.page.complain)


def _small(words: str) -> QWidget:
    return label(words, "small", wrap=True)


def _said_key(key: SigningKey | None, none: str) -> str:
    if key is None:
        return none
    return str(message("Valid to {day}.", day=dates.written(key.valid_to) if key.valid_to else "–"))

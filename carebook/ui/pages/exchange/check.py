"""The check of a signed file: its verdict in words, its signers in order, what it holds, and trusting its facility."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from carebook import dates
from carebook.actions import parcels, signing
from carebook.records.signing import ROLE_WORDS
from carebook.rules.parcels import is_data_name
from carebook.ui.pages.exchange.contents import contents_of
from carebook.ui.pages.exchange.folder_check import FolderDialog
from carebook.ui.parts import theme
from carebook.ui.parts.bars import MessageBar, SidePanel
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import ElidedLabel, MarkSign, Sign, label, section_head
from carebook.ui.parts.layouts import box, column, hairline, row
from carebook.ui.parts.verdict import VerdictBox
from carebook.words import _

if TYPE_CHECKING:
    from carebook.sealing.trust import TrustStore
    from carebook.sealing.verdict import SignerVerdict, Verdict

_MARKS = {"ca_timestamped": ("full", "ok"), "ca": ("full", "ok"), "facility_trusted": ("half", "text2")}

_EMPTY, _WITH_VERDICT, _ANY = 144, 220, 16777215
"""The most it is high under the outbox, in logical pixels, and at its side."""


class CheckPanel(SidePanel):
    """The verdict on a chosen or dropped file; nothing but a receipt is taken into the book. ``trusted(sentence)`` says a deed."""

    trusted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Check signature"), width=344, closes=False)
        self._desk = desk
        self._verdict: Verdict | None = None
        self._raw = b""
        self._name = ""
        self.show_title(_("Check signature"), _("Drop a file here, or choose one. It does not leave this PC."))
        choose = Button(_("Choose a file…"), icon="folder-open")
        choose.clicked.connect(self.choose)
        folder = Button(_("A folder…"), icon="folder-open")
        folder.clicked.connect(self.choose_folder)
        self.add_actions(choose, folder)
        self.folder: FolderDialog | None = None
        self._is_under = self._has_begun = False
        self.box = VerdictBox()
        self.code, self.take = QLineEdit(), Button(_("Take the receipt"))
        self._bar = MessageBar()

    def move_under(self, under: bool) -> None:
        """Under the outbox it leaves that the room, the more so while nothing was checked."""
        super().move_under(under)
        self._is_under = under
        self._fit_height()

    def _fit_height(self) -> None:
        under = _WITH_VERDICT if self._has_begun else _EMPTY
        self.setMaximumHeight(theme.worn().scaled(under) if self._is_under else _ANY)

    def choose(self) -> None:
        """Ask for a file and check it."""
        path, _kind = QFileDialog.getOpenFileName(self, _("Choose a signed file"), "", "PDF (*.pdf);;* (*)")
        if path:
            self.check_file(Path(path))

    def choose_folder(self) -> None:
        """Ask for a folder and check every file in it."""
        if path := QFileDialog.getExistingDirectory(self, _("Choose a folder of signed files")):
            self.check_folder(Path(path))

    def check_folder(self, path: Path) -> None:
        """Check every file in a folder, in a window of its own."""
        self.folder = FolderDialog(self._desk, self, path)
        self.folder.opened.connect(self.check_file)
        self.folder.open()

    def check_file(self, path: Path) -> None:
        """Read the file and say what its signatures are worth; of a folder, of every file in it."""
        if path.is_dir():
            self.check_folder(path)
            return
        if is_data_name(path.name):
            self._begin(path.name)
            self._bar.say(_("This is an encrypted data package. Only its receiver can open and check it."), "info")
            return
        try:
            if path.stat().st_size > signing.LARGEST:
                raise OSError
            self._raw = path.read_bytes()
        except OSError:
            self._begin(path.name)
            self._bar.say(_("“{file}” could not be read.").format(file=path.name), "danger")
            return
        self._name = path.name
        self._check()

    def _check(self) -> None:
        raw, now = self._raw, self._desk.now()
        self._begin(self._name)
        self._bar.say(_("Checking…"), "info", icon="hourglass")
        self._desk.clerk.make(signing.trust_of, partial(_checked, raw, now), self._checked, self._not_checked)

    def _checked(self, found: _Checked) -> None:
        self._show(found.verdict)
        if found.has_newer_list and self._desk.may("keep_revocations"):
            self._desk.do(signing.keep_revocations, self._raw, then=self._list_kept)

    def _list_kept(self, change: Any) -> None:
        self.trusted.emit(change.said)
        self._check()

    def _not_checked(self, _error: BaseException) -> None:
        self._bar.say(_("The file could not be checked. Nothing was taken from it."), "danger")

    def _begin(self, name: str) -> None:
        self.clear()
        self._has_begun = True
        self._fit_height()
        self.box, self._bar = VerdictBox(), MessageBar()
        self.add(row(Sign("file-text"), (ElidedLabel(name, "strong"), 1), gap=8), 8, self._bar)

    def _show(self, verdict: Verdict) -> None:
        from carebook.sealing.verdict import LEVEL_WORDS

        self._verdict = verdict
        self._bar.clear()
        self.box.show_verdict(verdict.level.value, _(LEVEL_WORDS[verdict.level]), verdict.words)
        self.add(self.box)
        if verdict.code_to_compare is not None and self._desk.may("trust_facility"):
            self.add(10, self._trusting(verdict))
        self.add(10, section_head(_("Signers, in their order")), hairline())
        for place, signer in enumerate(verdict.signers, 1):
            self.add(self._signer(place, signer))
        if not verdict.signers:
            self.add(label(_("Nobody signed this file."), "small", wrap=True))
        self.add(10, section_head(_("What the file holds")), hairline(), 4, *self._contents(verdict))

    def _signer(self, place: int, signer: SignerVerdict) -> QWidget:
        from carebook.sealing.verdict import LEVEL_WORDS

        role = _(ROLE_WORDS[signer.field]) if signer.field in ROLE_WORDS else signer.field
        facts = [role, signer.post, self._said_moment(signer)]
        mark = _MARKS.get(signer.level.value, ("cross", "warn"))
        state = row(MarkSign(*mark), label(_(LEVEL_WORDS[signer.level]), "small"), gap=6)
        name = row((label(signer.name, "strong", wrap=True), 1), state, gap=8)
        about = label(" · ".join(dict.fromkeys(fact for fact in facts if fact)), "small", wrap=True)
        return box(
            row(label(str(place), "small", width=12), (column(name, about, gap=0), 1), gap=8, margins=(0, 6, 0, 6))
        )

    def _said_moment(self, signer: SignerVerdict) -> str:
        """When: as the signer's PC said or, better, as a timestamp proves."""
        if signer.timestamped_at is not None:
            return _("timestamp {moment}").format(moment=dates.moment(signer.timestamped_at, self._desk.today()))
        return dates.moment(signer.claimed_at, self._desk.today()) if signer.claimed_at else ""

    def _contents(self, verdict: Verdict) -> Sequence[QWidget]:
        if verdict.report is None:
            return [label(_("No data that can be trusted."), "small", wrap=True)]
        told = contents_of(verdict.report)
        made: list[QWidget] = [label(told.title, wrap=True), label(told.facility, "small", wrap=True)]
        for words, value in told.figures:
            if told.answers:
                made.append(box(column(label(words, "small"), label(value, wrap=True), gap=0, margins=(0, 3, 0, 3))))
                continue
            made.append(box(row((label(words, wrap=True), 1), label(value, "strong"), gap=8, margins=(0, 3, 0, 3))))
        if told.answers and verdict.is_accepted and self._desk.may("take_receipt"):
            self.take = Button(_("Take the receipt"), icon="check")
            self.take.clicked.connect(self.take_receipt)
            made.append(box(row(self.take, None, margins=(0, 4, 0, 0))))
        else:
            made.append(label(_("Nothing of it was taken into this book."), "small", wrap=True))
        return made

    def take_receipt(self) -> None:
        """Take the receipt that is shown: its package is received, or comes back with the reason."""
        self.take.setEnabled(False)
        self._desk.do(parcels.take_receipt, self._raw, then=self._receipt_taken, failed=self._not_taken)

    def _receipt_taken(self, change: Any) -> None:
        self.trusted.emit(change.said)

    def _not_taken(self, error: BaseException) -> None:
        self.take.setEnabled(True)
        self._bar.say(getattr(error, "message", error), "danger")

    # trust

    def _trusting(self, verdict: Verdict) -> QWidget:
        code = verdict.code_to_compare
        facility = code.facility if code is not None else ""
        self.code = QLineEdit()
        self.code.setAccessibleName(_("Identity code on the paper"))
        self.code.setPlaceholderText(_("for example WJAT ENHI 4O7V XOSI"))
        trust = Button(_("Trust this facility"), icon="shield-check")
        trust.clicked.connect(self.trust)
        self.code.returnPressed.connect(self.trust)
        words = _("Type the identity code printed on the paper report of {facility}.").format(facility=facility)
        return box(column(label(words, wrap=True), self.code, row(trust, None), gap=6))

    def trust(self) -> None:
        """Trust the facility when the code typed from its paper is the code of the file."""
        verdict = self._verdict
        code = verdict.code_to_compare if verdict is not None else None
        if verdict is None or code is None:
            return
        roots = [s.root.der for s in verdict.signers if s.root is not None and s.root.fingerprint == code.fingerprint]
        self._desk.do(
            signing.trust_facility,
            self.code.text(),
            code.facility,
            code.fingerprint,
            certificate=roots[0],
            then=self._trusted,
            failed=self._not_trusted,
        )

    def _trusted(self, change: Any) -> None:
        self.trusted.emit(change.said)
        self._check()

    def _not_trusted(self, error: BaseException) -> None:
        self._bar.say(error, "danger")
        self.code.setFocus()
        self.code.selectAll()


@dataclass(frozen=True)
class _Checked:
    """A verdict, and whether a newer list of revoked certificates came along."""

    verdict: Verdict
    has_newer_list: bool


def _checked(raw: bytes, now: datetime, trust: TrustStore) -> _Checked:
    verdict = signing.check_file_with(raw, trust, now)
    return _Checked(verdict, bool(signing.newer_lists(verdict, trust)))

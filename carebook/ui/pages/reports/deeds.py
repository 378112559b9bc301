"""The dialogs of a report's way once it is closed: number and date, the two signatures, the paper signed in ink."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from carebook import dates
from carebook.actions import periods, signing
from carebook.records.periods import InkSignature, Snapshot
from carebook.rules.problem import Problem
from carebook.ui.pages.reports.gathering import ReportView, said_period
from carebook.ui.pages.reports.token_choice import TokenDialog, said_token
from carebook.ui.parts.bars import MessageBar
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.labels import ElidedLabel, label
from carebook.ui.parts.layouts import column, row
from carebook.words import _, message

if TYPE_CHECKING:
    from carebook.sealing.tokens import TokenKey

ENDING_SOON = 30  # days
_SIGNER_FIELDS = ("preparer_name", "preparer_post", "head_name", "head_post", "head_prefix")
_PLACES = {"cutoff": "cutoff_on", "reason": "replaced_because"}


class ReportDialog(DeedDialog):
    """A dialog that does one deed: what is refused is said inside it and nothing typed is lost; ``succeeded(change)`` ends it."""

    succeeded = Signal(object)
    blocked = Signal(object)  # the refusal, when it is nothing that can be put right in the dialog

    def __init__(self, desk: Desk, parent: QWidget | None, title: str, text: str = "") -> None:
        super().__init__(parent, title, text)
        self.desk = desk
        self.form: Form | None = None
        self.bar = MessageBar()
        self._deeds: list[Button] = []
        self.setMinimumWidth(520)

    def event(self, event: QEvent) -> bool:
        """Grow with words that come after the dialog is shown, so that no field is squeezed."""
        done = super().event(event)
        layout = self.layout()
        if event.type() == QEvent.Type.LayoutRequest and layout is not None:
            needed = layout.totalHeightForWidth(self.width())
            if needed > self.height():
                self.resize(self.width(), needed)
        return done

    def deed_button(self, words: str, send: Callable[[], object], kind: str = "primary") -> Button:
        """A button that does the deed and leaves the dialog open until it is done."""
        button = Button(words, kind)
        button.setAutoDefault(False)
        button.clicked.connect(send)
        self._buttons.addWidget(button)
        self._deeds.append(button)
        return button

    def end_buttons(self, *, begin: QWidget | None = None) -> None:
        """The way back, last. ``begin`` is the field typing begins in; Enter there does the deed."""
        self.add_button("", _("Go back"))
        self.contents.addWidget(self.bar)
        if begin is not None:
            self._deeds[-1].setDefault(True)
            begin.setFocus()

    def working(self, words: str = "") -> None:
        """Say what is going on and keep the deed from being done twice; "" when it is over."""
        for button in self._deeds:
            button.setEnabled(not words)
        if words:
            self.bar.say(words, "info", icon="hourglass")
        else:
            self.bar.clear()

    def finished_well(self, change: object) -> None:
        """The deed was done."""
        self.succeeded.emit(change)
        self.accept()

    def refused(self, error: BaseException) -> None:
        """Say each problem beside its field, or in the bar."""
        self.working()
        problems = [replace(p, field=_PLACES.get(p.field, p.field)) for p in getattr(error, "problems", ())]
        if any(p.field == "checks" for p in problems):
            self.blocked.emit(error)
            self.reject()
            return
        self.show_problems(problems)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Beside the fields of the form, else in the bar."""
        if self.form is not None and problems:
            self.form.show_problems(problems)
        else:
            words = " ".join(str(p.message) for p in problems)
            self.bar.say(words or _("This was not done, nothing was written. What was typed is still here."), "danger")


def signers_of(kept: Snapshot) -> periods.Signers:
    """Who signs, as typed into a form of a report."""
    return periods.Signers(
        kept.preparer_name, kept.preparer_post, kept.head_name, kept.head_post, kept.head_prefix or ""
    )


def signer_section() -> Any:
    """The part of a form that says who signs."""
    return section(_("Signers"), Snapshot, *_SIGNER_FIELDS)


class NumberDialog(ReportDialog):
    """Number and date from the office's register; or left blank for the pen."""

    def __init__(self, desk: Desk, parent: QWidget | None, snapshot: Snapshot) -> None:
        title = _("Number and date of the report")
        text = _("From the office's register of outgoing papers. Both can be left blank for the pen.")
        super().__init__(desk, parent, title, text)
        self._snapshot = snapshot
        self.form = Form(
            [section("", Snapshot, "number", "dated_on"), signer_section()],
            desk.today,
            choices={"head_prefix": desk.choices("sign_capacity")},
            columns=1,
        )
        self.form.load(snapshot if snapshot.dated_on else replace(snapshot, dated_on=desk.today()))
        self.contents.addWidget(self.form)
        self.deed_button(_("Leave blank for the pen"), self.leave_blank, "")
        self.deed_button(_("Save number and date"), self.send)
        self.end_buttons(begin=self.form.first())

    def send(self) -> None:
        """Keep number and date."""
        kept = self.form.record(self._snapshot) if self.form else None
        if kept is not None:
            self._keep(kept)

    def leave_blank(self) -> None:
        """Keep neither number nor date, only who signs."""
        kept = self.form.record(self._snapshot) if self.form else None
        if kept is not None:
            self._keep(replace(kept, number="", dated_on=None))

    def _keep(self, kept: Snapshot) -> None:
        self.working(_("Saving…"))
        self.desk.do(
            periods.number_report,
            kept.id,
            kept.number,
            kept.dated_on,
            signers=signers_of(kept),
            then=self.finished_well,
            failed=self.refused,
        )


class SignDialog(ReportDialog):
    """One digital signature: for whom the place is, this PC's time, the key and its password; the verdict comes with ``succeeded``."""

    def __init__(self, desk: Desk, parent: QWidget | None, view: ReportView, *, head: bool) -> None:
        snapshot = view.snapshots[0]
        title = (
            _("Sign the report of {month}").format(month=said_period(view.key))
            if head
            else _("Sign the tables of {month}").format(month=said_period(view.key))
        )
        text = _("After signing, figures and words of this version cannot change any more.")
        super().__init__(desk, parent, title, text)
        self._snapshot, self._head = snapshot, head
        self._p12: bytes | None = None
        self._token: TokenKey | None = None
        self.tokens: TokenDialog | None = None
        name, post = (
            (snapshot.head_name, snapshot.head_post) if head else (snapshot.preparer_name, snapshot.preparer_post)
        )
        self._line(_("The place is for"), f"{name}, {post}" if post else name)
        self.time = self._line(_("Time on this PC"), _said_moment(desk.now()))
        self.key = self._line(_("Signing key"), self._said_key(view))
        choose = Button(_("Choose a key file…"), icon="folder-open")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        token = Button(_("Token…"), icon="lock")
        token.setAutoDefault(False)
        token.clicked.connect(self.choose_token)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self._caption = label("", width=170)
        self._caption.setBuddy(self.password)
        self._hint = label("", "small", wrap=True)
        self.contents.addLayout(row(choose, token, None, gap=8, margins=(180, 0, 0, 4)))
        self.contents.addLayout(row(self._caption, (self.password, 1), gap=10))
        self.contents.addLayout(row(self._hint, margins=(180, 0, 0, 0)))
        self._ask_for(_("Password of the signing key"), _("For a key made with the book: the password given that day."))
        self._warn(view)
        self.deed_button(_("Sign"), self.send)
        self.end_buttons(begin=self.password)

    def _line(self, caption: str, words: str) -> ElidedLabel:
        shown = ElidedLabel(words, "strong")
        self.contents.addLayout(row(label(caption, width=170), (shown, 1), gap=10))
        return shown

    def _said_key(self, view: ReportView) -> str:
        if view.own_key is None:
            return _("none in the book; choose a key file")
        until = dates.written(view.own_key.valid_to) if view.own_key.valid_to else "–"
        return _("in the book, for {name}, until {day}").format(name=self.desk.actor.name, day=until)

    def _warn(self, view: ReportView) -> None:
        if view.own_key is None or view.own_key.valid_to is None:
            return
        left = (view.own_key.valid_to - self.desk.today()).days
        if 1 < left <= ENDING_SOON:
            said = message("The certificate expires in {days} days. Signing is still possible.", days=left)
            self.contents.addWidget(label(str(said), tone="warn", wrap=True))

    def _choose(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("Choose a key file"), "", "PKCS#12 (*.p12 *.pfx)")
        if path:
            self.take_key(Path(path))

    def take_key(self, path: Path) -> None:
        """Sign with the key of this file."""
        try:
            self._p12 = path.read_bytes()
        except OSError:
            self.bar.say(_("“{file}” could not be read.").format(file=path.name), "danger")
            return
        self._token = None
        self.key.setWhole(path.name)
        self._ask_for(_("Password of the signing key"), "")

    def choose_token(self) -> None:
        """Ask which key of a signing token signs."""
        self.tokens = TokenDialog(self.desk, self)
        self.tokens.chosen.connect(self.take_token)
        self.tokens.open()

    def take_token(self, key: TokenKey) -> None:
        """Sign with this key of a token; its PIN is asked for in place of the password."""
        self._token, self._p12 = key, None
        self.key.setWhole(said_token(key))
        self._ask_for(_("PIN of the token"), _("The token locks itself after a few wrong tries."))

    def _ask_for(self, secret: str, hint: str) -> None:
        self._caption.setText(secret)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.password.setAccessibleName(secret)
        self.password.clear()
        self.bar.clear()
        self.password.setFocus()

    def send(self) -> None:
        """Sign; what is refused is said here and the password or PIN can be typed again."""
        if not self.password.text():
            words = _("Type the PIN of the token.") if self._token else _("Type the password of the signing key.")
            self.bar.say(words, "warn")
            return
        self.time.setWhole(_said_moment(self.desk.now()))
        self.working(_("Signing…"))
        deed = signing.sign_as_head if self._head else signing.sign_as_preparer
        self.desk.do(
            deed,
            self._snapshot.id,
            self.password.text(),
            p12=self._p12,
            token=self._token,
            then=self.finished_well,
            failed=self.refused,
        )

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """In the bar; a wrong password is selected, to be typed again."""
        super().show_problems(problems)
        self.password.setFocus()
        self.password.selectAll()


class InkDialog(ReportDialog):
    """The ink way: number, date and signer as on the paper, and its scan."""

    def __init__(self, desk: Desk, parent: QWidget | None, snapshot: Snapshot) -> None:
        title = _("Signed in ink and stamped")
        text = _("As on the signed paper. The report is complete with its scan and can be sent.")
        super().__init__(desk, parent, title, text)
        self._base = InkSignature(
            snapshot_id=snapshot.id,
            number=snapshot.number,
            dated_on=snapshot.dated_on or desk.today(),
            signer_name=snapshot.head_name,
        )
        self._scan = b""
        self.form = Form([section("", InkSignature, "number", "dated_on", "signer_name")], desk.today, columns=1)
        self.form.load(self._base)
        self.scan = ElidedLabel(_("no scan yet"), "muted")
        choose = Button(_("Attach the scan…"), icon="paperclip")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        self.contents.addLayout(column(self.form, row(choose, (self.scan, 1), gap=10), gap=6))
        self.deed_button(_("Sign in ink"), self.send)
        self.end_buttons(begin=self.form.first())

    def _choose(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(
            self, _("Attach the scan"), "", "PDF, JPEG, PNG (*.pdf *.jpg *.jpeg *.png)"
        )
        if path:
            self.take_scan(Path(path))

    def take_scan(self, path: Path) -> None:
        """Attach this file."""
        try:
            self._scan = path.read_bytes()
        except OSError:
            self.bar.say(_("“{file}” could not be read.").format(file=path.name), "danger")
            return
        self.scan.setWhole(path.name)
        self.bar.clear()

    def send(self) -> None:
        """Keep the signature of the paper."""
        kept = self.form.record(self._base) if self.form else None
        if kept is None:
            return
        self.working(_("Saving…"))
        self.desk.do(signing.sign_in_ink, kept, self._scan, then=self.finished_well, failed=self.refused)


def _said_moment(at: datetime) -> str:
    """ "Thứ Bảy, 21/11/2026, 08:05"."""
    return f"{dates.with_weekday(dates.today_in_vietnam(at))}, {dates.clock(at)}"

"""The dialog of one digital signature: the preparer's, the head's, or the facility's with its seal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from carebook import dates
from carebook.actions import signing
from carebook.records.signing import HEAD, PREPARER, SEAL
from carebook.rules.problem import Problem
from carebook.ui.pages.reports.deeds import ReportDialog, StandIn
from carebook.ui.pages.reports.gathering import ReportView, said_period
from carebook.ui.pages.reports.token_choice import TokenDialog, said_token
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import ElidedLabel, label
from carebook.ui.parts.layouts import row
from carebook.words import N_, _, message

if TYPE_CHECKING:
    from carebook.sealing.tokens import TokenKey

ENDING_SOON = 30  # days

_TITLES = {
    PREPARER: N_("Sign the tables of {month}"),
    HEAD: N_("Sign the report of {month}"),
    SEAL: N_("Set the seal on the report of {month}"),
}
_BEGINNINGS = {
    PREPARER: N_("After signing, figures and words of this version cannot change any more."),
    HEAD: N_("After signing, figures and words of this version cannot change any more."),
    SEAL: N_("The facility signs with a key of its own, over the head's signature. The report is complete then."),
}
_INSTEAD = {
    PREPARER: ("number_report", N_("Change the preparer…")),
    HEAD: ("close_period", N_("Sign on behalf (KT.)…")),
}
"""What lets another sign in a place: before the first signature the name is changed, after it a new version is made."""

_DEEDS = {PREPARER: signing.sign_as_preparer, HEAD: signing.sign_as_head, SEAL: signing.sign_with_seal}


class SignDialog(ReportDialog):
    """One digital signature: for whom the place is, this PC's time, the key and its password; the verdict comes with ``succeeded``.

    ``stand_in(StandIn)``: the key is another's, who is to sign in that place instead.
    """

    stand_in = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None, view: ReportView, *, role: str) -> None:
        super().__init__(desk, parent, _(_TITLES[role]).format(month=said_period(view.key)), _(_BEGINNINGS[role]))
        self._snapshot, self._role = view.snapshots[0], role
        self._kept = view.seal_key if role == SEAL else view.own_key
        self._p12: bytes | None = None
        self._token: TokenKey | None = None
        self.tokens: TokenDialog | None = None
        self._line(_("The place is for"), self._said_holder())
        self.time = self._line(_("Time on this PC"), _said_moment(desk.now()))
        self.key = self._line(_("Signing key"), self._said_key())
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
        self._warn()
        self.deed_button(_("Set the seal") if role == SEAL else _("Sign"), self.send)
        self.end_buttons(begin=self.password)

    def _line(self, caption: str, words: str) -> ElidedLabel:
        shown = ElidedLabel(words, "strong")
        self.contents.addLayout(row(label(caption, width=170), (shown, 1), gap=10))
        return shown

    def _said_holder(self) -> str:
        there = self._snapshot
        if self._role == SEAL:
            return self.desk.facility.name
        name, post = (
            (there.head_name, there.head_post) if self._role == HEAD else (there.preparer_name, there.preparer_post)
        )
        return f"{name}, {post}" if post else name

    def _said_key(self) -> str:
        if self._kept is None:
            return _("none in the book; choose a key file")
        until = dates.written(self._kept.valid_to) if self._kept.valid_to else "–"
        name = self.desk.facility.name if self._role == SEAL else self.desk.actor.name
        return _("in the book, for {name}, until {day}").format(name=name, day=until)

    def _warn(self) -> None:
        if self._kept is None or self._kept.valid_to is None:
            return
        left = (self._kept.valid_to - self.desk.today()).days
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
        self.desk.do(
            _DEEDS[self._role],
            self._snapshot.id,
            self.password.text(),
            p12=self._p12,
            token=self._token,
            then=self.finished_well,
            failed=self.refused,
        )

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """In the bar; a wrong password is selected, to be typed again. With another's key that person can sign instead."""
        super().show_problems(problems)
        whose = next((str(p.message.values["whose"]) for p in problems if "whose" in p.message.values), "")
        deed, words = _INSTEAD.get(self._role, ("", ""))
        if whose and deed and self.desk.may(deed):
            words_said = " ".join(str(problem.message) for problem in problems)
            self.bar.say(words_said, "danger", action=_(words), then=partial(self._stand_in, whose))
        self.password.setFocus()
        self.password.selectAll()

    def _stand_in(self, whose: str) -> None:
        actor = self.desk.actor
        self.stand_in.emit(StandIn(whose, actor.post if whose.casefold() == actor.name.casefold() else ""))
        self.reject()


def _said_moment(at: datetime) -> str:
    """ "Thứ Bảy, 21/11/2026, 08:05"."""
    return f"{dates.with_weekday(dates.today_in_vietnam(at))}, {dates.clock(at)}"

"""The dialogs of trusted signers: a reason, the certificate of an authority, revoking a key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from carebook import dates
from carebook.actions import signing
from carebook.ui.parts.bars import MessageBar
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.fields.choosing import PillSet
from carebook.ui.parts.labels import ElidedLabel, label
from carebook.ui.parts.layouts import column, row
from carebook.words import _


class AskingDialog(DeedDialog):
    """A dialog with lines to fill in, that stays until its deed is done."""

    succeeded = Signal(object)

    def __init__(self, parent: QWidget | None, title: str, text: str = "") -> None:
        super().__init__(parent, title, text)
        self.setMinimumWidth(520)
        self.bar = MessageBar()
        self._button: Button | None = None

    def line(self, words: str, hint: str = "") -> QLineEdit:
        """A line to type in, with its words above."""
        edit = QLineEdit()
        edit.setAccessibleName(words)
        edit.setPlaceholderText(hint)
        self.contents.addLayout(column(label(words, "small"), edit, gap=2))
        return edit

    def finish(self, words: str, send: Callable[[], object], begin: QWidget) -> None:
        """The bar, the button of the deed and the way back; typing begins in ``begin``."""
        self.contents.addWidget(self.bar)
        self._button = self.add_button("do", words, "primary")
        self._button.clicked.disconnect()
        self._button.clicked.connect(send)
        self.add_button("", _("Go back")).setDefault(False)
        self._button.setDefault(True)
        begin.setFocus()

    def working(self, words: str = "") -> None:
        """Say what is going on; "" when it is over."""
        if self._button is not None:
            self._button.setEnabled(not words)
        if words:
            self.bar.say(words, "info", icon="hourglass")

    def finished_well(self, change: object) -> None:
        """The deed was done."""
        self.succeeded.emit(change)
        self.accept()

    def refused(self, error: BaseException) -> None:
        """Say what stands against it; nothing typed is lost."""
        self.working()
        problems = getattr(error, "problems", ())
        words = " ".join(str(p.message) for p in problems)
        self.bar.say(words or _("This was not done, nothing was written. What was typed is still here."), "danger")


class WhyDialog(AskingDialog):
    """A deed that needs its reason: ``given(reason)``."""

    given = Signal(str)

    def __init__(self, parent: QWidget | None, title: str, words: str) -> None:
        super().__init__(parent, title)
        self.reason = self.line(_("Reason"))
        self.finish(words, self.send, self.reason)

    def send(self) -> None:
        """Give the reason, when there is one."""
        if reason := self.reason.text().strip():
            self.given.emit(reason)
            self.accept()
        else:
            self.bar.say(_("Write the reason."), "warn")


class AddRootDialog(AskingDialog):
    """The certificate of a public authority: whose it is, for comparing, and why it is added.

    ValueError with words when the bytes are no certificate.
    """

    def __init__(self, desk: Desk, parent: QWidget | None, raw: bytes) -> None:
        from carebook.sealing.certificates import read_certificate
        from carebook.sealing.codes import IdentityCode
        from carebook.sealing.errors import NotACertificate

        try:
            found = read_certificate(raw)
        except NotACertificate as error:
            raise ValueError(str(error.message)) from error
        text = _("Compare the identity code with the one the authority publishes. Whatever it vouches for is believed.")
        super().__init__(parent, _("Add a public authority"), text)
        self._desk, self._raw = desk, raw
        ends = dates.written(dates.today_in_vietnam(found.not_after))
        facts = (
            (_("Certification authority"), found.title),
            (_("Organisation"), found.organisation or "–"),
            (_("Issued by"), found.issuer),
            (_("Valid to"), ends),
            (_("Identity code"), IdentityCode(found.fingerprint, "").short),
        )
        for words, value in facts:
            self.contents.addLayout(row(label(words, "small", width=140), (ElidedLabel(value, "strong"), 1), gap=10))
        groups = [found.fingerprint[at : at + 8] for at in range(0, 64, 8)]
        whole = label("\n".join((" ".join(groups[:4]), " ".join(groups[4:]))), "small")
        self.contents.addLayout(row(label("SHA-256", "small", width=140), (whole, 1), gap=10))
        self.why = self.line(_("Why added"), _("for example the director's token is issued by VNPT-CA"))
        self.finish(_("Add"), self.send, self.why)

    def send(self) -> None:
        """Add the authority."""
        self.working(_("Saving…"))
        self._desk.do(signing.add_ca_root, self._raw, why=self.why.text(), then=self.finished_well, failed=self.refused)


class RevokeDialog(AskingDialog):
    """Revoking a member of staff's key: what is feared, why, and the recovery code, because the root signs the list."""

    def __init__(self, desk: Desk, parent: QWidget | None, key_id: str, holder: str) -> None:
        text = _("The list of revoked certificates is signed anew and travels in every report signed from then on.")
        super().__init__(parent, _("Revoke the signing key of {name}?").format(name=holder), text)
        self._desk, self._key_id = desk, key_id
        self.feared = PillSet(
            [
                ("feared", _("It may be in other hands: nothing signed with it is believed any more")),
                ("left", _("Its holder left: what was signed before stays good")),
            ],
            one=True,
        )
        self.contents.addWidget(self.feared)
        self.reason = self.line(_("Reason"), _("for example lost on 20/11"))
        self.code = self.line(_("Recovery code"), _("on the paper in the safe"))
        self.finish(_("Revoke"), self.send, self.reason)

    def send(self) -> None:
        """Revoke the key."""
        chosen, reason = self.feared.codes(), self.reason.text().strip()
        if not chosen or not reason or not self.code.text().strip():
            self.bar.say(_("Choose what is feared, and write the reason and the recovery code."), "warn")
            return
        self.working(_("Signing the list…"))
        self._desk.do(
            signing.revoke_signing_key,
            self._key_id,
            self.code.text().strip(),
            reason=reason,
            feared="feared" in chosen,
            then=self.finished_well,
            failed=self.refused,
        )

"""The signature of a handover: who signs, and the own password or PIN, on the computer of whoever is signed in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from carebook.actions.change import Change
from carebook.actions.shifts import give_shift, take_shift
from carebook.store.shifts import Signer
from carebook.ui.pages.shifts.asking import Handing
from carebook.ui.parts import theme
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import DeedDialog, ask_reason
from carebook.ui.parts.fields import SearchChoice
from carebook.ui.parts.labels import label
from carebook.words import _


class SigningDialog(DeedDialog):
    """Stays open until the signature holds. ``tried(account_id, secret, remark)`` by its button or Enter."""

    tried = Signal(str, str, str)

    def __init__(
        self, parent: QWidget | None, title: str, text: str, signers: Sequence[Signer], chosen: str, *, remarks: bool
    ) -> None:
        super().__init__(parent, title, text)
        self.who = SearchChoice([(one.account_id, f"{one.name} · {one.post}") for one in signers])
        self.who.setAccessibleName(_("Who signs"))
        self.who.choose(chosen)
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setAccessibleName(_("Own password or PIN of the shift"))
        self.remark = QLineEdit()
        self.remark.setAccessibleName(_("Remark of who takes over"))
        self.wrong = label("", "small", "danger", wrap=True)
        self.wrong.hide()
        for words, widget in ((_("Who signs"), self.who), (_("Own password or PIN of the shift"), self.secret)):
            self.contents.addWidget(label(words, "strong"))
            self.contents.addWidget(widget)
        if remarks:
            self.contents.addWidget(label(_("Remark of who takes over"), "strong"))
            self.contents.addWidget(self.remark)
        self.contents.addWidget(self.wrong)
        self.sign = self.add_button("do", title, "primary")
        self.sign.clicked.disconnect()
        self.sign.clicked.connect(self._try)
        self.add_button("", _("Go back"))
        self.sign.setDefault(True)
        self.secret.returnPressed.connect(self._try)
        (self.secret if chosen else self.who).setFocus()

    def _try(self) -> None:
        if self.sign.isEnabled():
            self.sign.setEnabled(False)
            self.tried.emit(self.who.code(), self.secret.text(), self.remark.text().strip())

    def complain(self, sentence: object) -> None:
        """Say why it was not signed; what was typed is marked, so that typing replaces it."""
        self.sign.setEnabled(True)
        self.wrong.setText(str(sentence))
        self.wrong.show()
        self.secret.setProperty("bad", "error")
        theme.restyle(self.secret)
        self.secret.setFocus()
        self.secret.selectAll()


class Signing(QObject):
    """Asks for a signature and signs: ``signed(change)``; ``refused(error)`` for what is wrong with the sheet, not the signature."""

    signed = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._dialog: SigningDialog | None = None

    def begin(self, found: Handing, handover_id: str, *, taking: bool) -> None:
        """Ask who gives the shift, or with ``taking`` who takes it over; then sign."""
        accounts = {one.staff_member_id: one.account_id for one in found.signers}
        giver = found.file.handover.giver_id if found.file is not None else None
        on = found.next_on_duty if taking else found.on_duty
        wished = [one.member.id for one in on]
        if not taking:
            wished.insert(0, self._desk.actor.staff_member_id)
        chosen = next((accounts[one] for one in wished if one in accounts and not (taking and one == giver)), "")
        title = _("Take over the shift") if taking else _("Hand over shift")
        text = (
            _("With this signature the sheet stays as it stands; a correction is a new sheet.")
            if taking
            else _("The head-count is compared with the book once more.")
        )
        signers = [one for one in found.signers if not (taking and one.staff_member_id == giver)]
        self._dialog = SigningDialog(self._page, title, text, signers, chosen, remarks=taking)
        self._dialog.tried.connect(partial(self._sign, handover_id, taking))
        self._dialog.open()

    def _sign(self, handover_id: str, taking: bool, account_id: str, secret: str, remark: str) -> None:
        pin = self._desk.pin_of_shift
        if taking:
            given = (handover_id, account_id, secret, remark)
            self._desk.do(take_shift, *given, pin=pin, then=self._done, failed=self._not_signed)
        else:
            self._desk.do(
                give_shift, handover_id, account_id, secret, pin=pin, then=self._done, failed=self._not_signed
            )

    def _done(self, change: Change) -> None:
        if self._dialog is not None:
            self._dialog.accept()
            self._dialog = None
        self.signed.emit(change)

    def _not_signed(self, error: BaseException) -> None:
        problems = getattr(error, "problems", ())
        said = getattr(error, "message", None) or _(
            "This was not done, nothing was written. What was typed is still here."
        )
        if self._dialog is not None and (not problems or problems[0].field in ("secret", "account_id", "taker_id")):
            self._dialog.complain(said)
            return
        if self._dialog is not None:
            self._dialog.reject()
            self._dialog = None
        self.refused.emit(error)


def reason_to_replace(parent: QWidget) -> str:
    """Ask why a signed sheet is corrected; "" when the person went back."""
    reasons = [
        ("wrong", _("Something was written wrongly")),
        ("late", _("Something became known later")),
        ("other", _("Another reason")),
    ]
    given = ask_reason(
        parent,
        _("Correct this handover by a new sheet?"),
        reasons,
        text=_("The signed sheet stays readable as it is. The new one is signed again by both."),
        words_for="other",
        deed=_("Begin the new sheet"),
    )
    return "" if given is None else given[1] or dict(reasons)[given[0]]

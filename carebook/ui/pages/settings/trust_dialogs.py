"""The dialogs of trusted signers: a reason, the certificate of an authority, revoking a key."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carebook import dates
from carebook.actions import signing
from carebook.ui.parts.asking_dialog import AskingDialog
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields.choosing import PillSet
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import row
from carebook.words import _


class WhyDialog(AskingDialog):
    """A deed that needs its reason: ``given(reason)``."""

    given = Signal(str)

    def __init__(self, parent: QWidget | None, title: str, words: str) -> None:
        super().__init__(parent, title)
        self.reason = self.add_line(_("Reason"))
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
        self.add_facts(facts)
        groups = [found.fingerprint[at : at + 8] for at in range(0, 64, 8)]
        whole = label("\n".join((" ".join(groups[:4]), " ".join(groups[4:]))), "small")
        self.contents.addLayout(row(label("SHA-256", "small", width=140), (whole, 1), gap=10))
        self.why = self.add_line(_("Why added"), _("for example the director's token is issued by VNPT-CA"))
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
        self.reason = self.add_line(_("Reason"), _("for example lost on 20/11"))
        self.code = self.add_line(_("Recovery code"), _("on the paper in the safe"))
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

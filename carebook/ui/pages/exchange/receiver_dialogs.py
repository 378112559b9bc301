"""The dialogs of a receiver: adding one by its certificate, and comparing its code with its paper."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from carebook import dates
from carebook.actions import parcels
from carebook.records.parcels import Receiver
from carebook.ui.parts.asking_dialog import AskingDialog
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields.choosing import Choice
from carebook.words import _, pgettext


class AddReceiverDialog(AskingDialog):
    """The certificate an office gave out for receiving: whose it is, and what the office is to this center.

    ValueError with words when the bytes are no certificate.
    """

    def __init__(self, desk: Desk, parent: QWidget | None, raw: bytes) -> None:
        from carebook.sealing.certificates import read_certificate
        from carebook.sealing.errors import NotACertificate

        try:
            found = read_certificate(raw)
        except NotACertificate as error:
            raise ValueError(str(error.message)) from error
        text = _("Nothing is encrypted for it before its code is compared with a paper of the office.")
        super().__init__(parent, _("Add a receiver"), text)
        self._desk, self._raw = desk, raw
        self.add_facts(
            (
                (pgettext("of a certificate", "Holder"), found.title),
                (_("Organisation"), found.organisation or "–"),
                (_("Valid to"), dates.written(dates.today_in_vietnam(found.not_after))),
            )
        )
        self.name = self.add_line(_("Receiver"))
        self.name.setText(found.title)
        self.role = Choice(desk.choices("agency_role"))
        self.add_field(pgettext("of an agency", "Role"), self.role)
        self.finish(_("Add"), self.send, self.name)

    def send(self) -> None:
        """Add the office."""
        self.working(_("Saving…"))
        self._desk.do(
            parcels.add_receiver,
            self.name.text(),
            self._raw,
            role=self.role.code(),
            then=self.finished_well,
            failed=self.refused,
        )


class CompareReceiverDialog(AskingDialog):
    """The code printed on a paper of the office, and which paper that is; trusted when it is the code of its certificate."""

    def __init__(self, desk: Desk, parent: QWidget | None, receiver: Receiver) -> None:
        text = _(
            "Type the identity code from a paper of {name} that did not come with the certificate, or as they read it out "
            "on the telephone."
        )
        super().__init__(
            parent, _("Compare the code of {name}").format(name=receiver.name), text.format(name=receiver.name)
        )
        self._desk, self._receiver = desk, receiver
        self.code = self.add_line(_("Identity code on the paper"), _("for example WJAT ENHI 4O7V XOSI"))
        self.paper = self.add_line(_("With which paper"), _("for example letter 123/SYT-BTXH of 02/11/2026"))
        self.finish(_("Compare the code"), self.send, self.code)

    def send(self) -> None:
        """Note that the codes agree."""
        self.working(_("Saving…"))
        self._desk.do(
            parcels.trust_receiver,
            self._receiver.id,
            self.code.text(),
            paper=self.paper.text(),
            then=self.finished_well,
            failed=self.refused,
        )

"""The dialog of a destination: its name, its address, and what its server asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from carebook.actions import outbox
from carebook.records.parcels import Receiver
from carebook.records.periods import Destination
from carebook.rules.outbox import Way, fingerprint, is_server, problems_in, way_of
from carebook.rules.problem import warnings
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import DeedDialog, confirm
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.fields.choosing import Tick
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column, row
from carebook.words import N_, _, message

_HOW = {
    Way.SMB: N_("smb://server/share/folder. The user name may be written with its domain: SOYTE\\trungtam."),
    Way.S3: N_("s3://server/bucket/folder. The user name is the access key, the password is the secret key."),
}
"""What to write for the kinds of server whose address or user name has a form of its own."""


class DestinationDialog(DeedDialog):
    """A new place packages are sent to, or one there is; ``succeeded(change)``. The password is never shown again.

    ``receivers`` are the offices of which one may be found there: their data packages go there without being told.
    """

    succeeded = Signal(object)

    def __init__(
        self,
        desk: Desk,
        parent: QWidget | None,
        destination: Destination | None = None,
        receivers: Sequence[Receiver] = (),
    ) -> None:
        text = _(
            "A folder on this PC, a share of the department, a USB stick, or a server: davs://…, sftp://…, smb://…, s3://…"
        )
        super().__init__(parent, _("Edit the destination") if destination else _("Add a destination"), text)
        self._desk = desk
        self._destination = destination or Destination(name="", url="")
        asked = ("name", "url", "user", *(("receiver_id",) if receivers else ()))
        self.form = Form(
            [section("", Destination, *asked)],
            desk.today,
            choices={"receiver_id": [(one.id, one.name) for one in receivers]},
            labels={
                "name": _("Name of the destination"),
                "url": _("Address"),
                "receiver_id": _("Data packages for whom"),
            },
            columns=1,
        )
        self.form.load(self._destination)
        self.form.changed.connect(self._look)
        self.choose = Button(_("Choose the folder…"), icon="folder-open")
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self._choose)
        self.how = label("", "small", wrap=True)
        self.hint = label("", "small", "warn", wrap=True)
        self._server = self._server_part()
        self.contents.addLayout(column(self.form, row(self.choose, None), self.how, self.hint, self._server, gap=6))
        self._make_buttons()
        self._look()
        if (first := self.form.first()) is not None:
            first.setFocus()

    def _server_part(self) -> QWidget:
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(_("Password of the connection"))
        if self._destination.id:
            self.password.setPlaceholderText(_("Empty: the one there is stays"))
        self.forget = Tick(_("Forget this key: the server was set up anew"))
        known = fingerprint(self._destination.host_key)
        key = label(_("Key of the server: {key}").format(key=known), "small", wrap=True)
        key.setVisible(bool(known))
        self.forget.setVisible(bool(known))
        kept = label(_("It is kept inside the book alone, never in a log, a history or an export."), "small", wrap=True)
        return box(
            column(label(_("Password of the connection"), "strong"), self.password, kept, key, self.forget, gap=4)
        )

    def _make_buttons(self) -> None:
        self.strike = Button(_("Strike through…"))
        self.strike.setAutoDefault(False)
        self.strike.clicked.connect(self._strike)
        self.strike.setVisible(bool(self._destination.id))
        self.add_button("", _("Go back"))
        save = Button(_("Save") if self._destination.id else _("Add"), "primary")
        save.setAutoDefault(False)
        save.clicked.connect(self.send)
        self._buttons.insertWidget(0, self.strike)
        self._buttons.insertWidget(2, save)
        save.setDefault(True)

    def _is_server(self, form: Form) -> bool:
        return is_server(str(form.value("url") or "").strip())

    def _look(self) -> None:
        """The server's fields only for a server; what others on the way could read is said while it is typed."""
        on_server = self._is_server(self.form)
        self.form.show_when("user", self._is_server)
        self._server.setVisible(on_server)
        self.choose.setVisible(not on_server)
        url, user = str(self.form.value("url") or ""), str(self.form.value("user") or "")
        how = _HOW.get(way_of(url.strip()), "")
        self.how.setText(_(how) if how else "")
        self.how.setVisible(bool(how))
        found = warnings(problems_in(Destination(name="–", url=url, user=user)))
        self.hint.setText(" ".join(str(problem.message) for problem in found))
        self.hint.setVisible(bool(found))
        QTimer.singleShot(0, self._fit)  # once the layout knows what is shown now

    def _fit(self) -> None:
        """As high as the words need at this width."""
        if (layout := self.layout()) is not None:
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))

    def _choose(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, _("Choose the folder or USB stick")):
            self.form.editor("url").set_value(folder)
            self._look()

    def send(self) -> None:
        """Keep the destination."""
        kept = self.form.record(self._destination)
        if kept is None:
            return
        secret = self.password.text()
        if self._destination.id:
            self._desk.do(
                outbox.amend_destination,
                kept,
                secret=secret or None,
                forget_key=self.forget.isChecked(),
                seen=self._destination.version,
                then=self._saved,
                failed=self._refused,
            )
        else:
            self._desk.do(outbox.add_destination, kept, secret=secret, then=self._saved, failed=self._refused)

    def _strike(self) -> None:
        title = _("Strike through “{name}”?").format(name=self._destination.name)
        text = _("Nothing is sent there any more and its password is forgotten. Packages that wait for it stay.")
        if confirm(self, title, text, _("Strike through")):
            self._desk.do(outbox.strike_destination, self._destination.id, then=self._saved, failed=self._refused)

    def _saved(self, change: Any) -> None:
        self.password.clear()
        self.succeeded.emit(change)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        problems = getattr(error, "problems", ())
        if problems:
            self.form.show_problems(problems)
        else:
            self.form.summary.say(getattr(error, "message", message("Not saved.")), "danger")

"""Signing: the facility's identity code, and the key of who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QLineEdit

from carebook import dates
from carebook.actions.signing import make_signing_key
from carebook.records.periods import SigningKey
from carebook.store import periods
from carebook.store.book import Reader
from carebook.ui.pages.settings.tab import Tab
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import box, column, row, scrolling
from carebook.ui.parts.page import Page
from carebook.words import _, message


@dataclass(frozen=True)
class _Found:
    own: SigningKey | None
    identity: periods.Identity | None


class SigningTab(Tab):
    """Making the own key asks for the recovery code from the safe, because only the facility's root may issue it."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(desk, page)
        self._own = label("", wrap=True)
        self._code = label("", "figure")
        make = Button(_("Make my signing key…"), "primary", "signature")
        make.clicked.connect(self._make)
        self.setLayout(
            column(
                scrolling(
                    box(
                        column(
                            section_head(_("My signing key")),
                            self._own,
                            row(make, None),
                            label(
                                _(
                                    "Signing inside the center does not replace a public digital signature; ink is an equal way."
                                ),
                                "small",
                                wrap=True,
                            ),
                            16,
                            section_head(_("Identity code of this facility")),
                            self._code,
                            label(
                                _("It is printed on every report; the receiver compares it once."), "small", wrap=True
                            ),
                            None,
                            gap=6,
                            margins=(24, 16, 20, 16),
                        )
                    )
                ),
                gap=0,
            )
        )

    def refresh(self) -> None:
        member = self.desk.actor.staff_member_id

        def read(reader: Reader) -> _Found:
            return _Found(
                periods.signing_key(reader, member),
                periods.identity(reader),
            )

        self.desk.ask(self, read, self._show)

    def _show(self, found: _Found) -> None:
        valid = dates.written(found.own.valid_to) if found.own and found.own.valid_to else "–"
        self._own.setText(
            str(message("Valid to {day}.", day=valid)) if found.own else _("There is no signing key yet.")
        )
        self._code.setText(found.identity.short if found.identity else "–")

    def _make(self) -> None:
        dialog = DeedDialog(
            self,
            _("Make my signing key"),
            _("The recovery code lies in the safe. The key's password is asked for at each signature."),
        )
        edits = []
        for words, hidden in (
            (_("Recovery code"), False),
            (_("Password of the key"), True),
            (_("Password again"), True),
        ):
            edit = QLineEdit()
            edit.setAccessibleName(words)
            if hidden:
                edit.setEchoMode(QLineEdit.EchoMode.Password)
            dialog.contents.addLayout(column(label(words, "small"), edit, gap=2))
            edits.append(edit)
        dialog.add_button("make", _("Make the key"), "primary")
        dialog.add_button("", _("Go back"))
        if not dialog.exec():
            return
        code, password, again = (edit.text() for edit in edits)
        if password != again or len(password) < 8:
            self.page.say(_("The two passwords must be alike and have at least 8 letters."), "danger")
            return
        self.desk.do(
            make_signing_key,
            self.desk.actor.staff_member_id,
            password,
            code.strip(),
            then=self._made,
            failed=self.page.complain,
        )

    def _made(self, change: Any) -> None:
        self.page.say(change.said)
        self.refresh()

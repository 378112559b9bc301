"""One's own account: who is signed in, and another password."""

from __future__ import annotations

from PySide6.QtGui import QHideEvent

from carebook.actions.accounts import change_own_password
from carebook.actions.change import Change
from carebook.store import errors
from carebook.ui.pages.settings.tab import Tab
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import box, column, row, scrolling
from carebook.ui.parts.page import Page
from carebook.ui.parts.passwords import NewPassword, SecretField
from carebook.words import _

_WIDTH = 420


class OwnAccountTab(Tab):
    """The password so far, the new one twice; the session goes on. What is typed is forgotten when the tab is left."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(desk, page)
        actor = desk.actor
        self.old = SecretField(_("Password so far"))
        self.new = NewPassword(lambda: (actor.name, desk.facility.name))
        self.go = Button(_("Change own password"), "primary")
        self.go.clicked.connect(self._change)
        self.go.setEnabled(desk.book.read_only is None)
        self.old.entered.connect(self.new.setFocus)
        self.new.entered.connect(self._change)
        fields = box(column(self.old, self.new, 4, row(self.go, None), gap=12), width=_WIDTH)
        inside = column(
            section_head(_("Signed in")),
            label(actor.name, "name"),
            label(actor.post, "small"),
            16,
            section_head(_("Password")),
            label(
                _(
                    "After the change the book opens with the new password, also where it is restored from a later backup."
                    " Backups made before still open with the old one."
                ),
                "small",
                wrap=True,
            ),
            4,
            row(fields, None),
            None,
            gap=6,
            margins=(24, 16, 20, 16),
        )
        self.setLayout(column(scrolling(box(inside)), gap=0))
        self.setFocusProxy(self.old)

    def save(self) -> None:
        self._change()

    def _change(self) -> None:
        if not self.go.isEnabled():
            return
        if not self.old.text():
            self.old.complain(_("The password so far is needed."))
            return
        new = self.new.password()
        if new is None:
            return
        self.go.setEnabled(False)
        self.desk.do(change_own_password, self.old.text(), new, then=self._changed, failed=self._refused)

    def _changed(self, change: Change) -> None:
        self.go.setEnabled(True)
        self._forget()
        self.page.say(change.said)

    def _refused(self, error: BaseException) -> None:
        self.go.setEnabled(True)
        said = getattr(error, "message", None) or _("This was not done, nothing was written.")
        fields = {problem.field for problem in getattr(error, "problems", ())}
        if "old_password" in fields or isinstance(error, errors.SlowDown):
            self.old.complain(said)
        elif "password" in fields:
            self.new.first.complain(said)
        else:
            self.page.complain(error)

    def _forget(self) -> None:
        for field in (self.old, self.new.first, self.new.second):
            field.clear()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._forget()

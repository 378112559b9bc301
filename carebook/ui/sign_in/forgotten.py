"""A forgotten password and a password for one use: who in the building helps, the recovery code, and the new password."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carebook.store import errors
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.sign_in.frame import BookOnSight, FirstPage, sheet_of
from carebook.ui.sign_in.passwords import NewPassword, PlainField
from carebook.words import _


class ForgottenPage(FirstPage):
    """Who gives a one-time password; for a director without one, the recovery code from the safe.

    ``recovered(code, login, new_password)`` · ``went_back()``.
    """

    recovered = Signal(str, str, str)
    went_back = Signal()

    def __init__(self, book: BookOnSight, now: Callable[[], datetime], login: str = "") -> None:
        super().__init__(book, now)
        self.code = PlainField(_("Recovery key"), _("for example 7K2M-Q9TD-…"))
        self.login = PlainField(_("Sign-in name"), text=login)
        self.password = NewPassword()
        self.go = Button(_("Open the book"), "primary")
        self.go.clicked.connect(self._try)
        back = Button(_("Go back"))
        back.clicked.connect(self.went_back)
        on_key(self, "Esc", self.went_back)
        self.code.entered.connect(self.login.setFocus)
        self.login.entered.connect(self.password.setFocus)
        self.password.entered.connect(self._try)
        left = column(
            label(_("Forgot password"), "h2"),
            label(_("A director or deputy director signs in and gives a one-time password:"), wrap=True),
            label(_("Settings › People and rights › Give one-time password"), "name", wrap=True),
            label(
                _("It is given here in the building and needs no network. At the next sign-in it is replaced."),
                "muted",
                wrap=True,
            ),
            None,
            row(back, None),
            gap=10,
            margins=(32, 28, 32, 20),
        )
        right = column(
            label(_("Nobody can give one: recovery key"), "h3"),
            label(
                _(
                    "The paper with the recovery key lies in the safe. It opens the book and gives one account a new password."
                ),
                "small",
                wrap=True,
            ),
            4,
            self.code,
            self.login,
            self.password,
            6,
            row(self.go, None),
            None,
            gap=8,
            margins=(28, 28, 28, 20),
        )
        self.put(sheet_of(box(left, width=380), box(right, "panel")))
        self.setFocusProxy(self.code)

    def _try(self) -> None:
        password = self.password.password()
        if password is not None and self.code.text() and self.login.text():
            self.go.setEnabled(False)
            self.recovered.emit(self.code.text(), self.login.text(), password)

    def refuse(self, error: BaseException) -> None:
        """Say beside the right field what is wrong."""
        self.go.setEnabled(True)
        said = getattr(error, "message", None) or _("The book could not be opened. Nothing was changed.")
        if isinstance(error, errors.WrongRecoveryCode):
            self.code.complain(said)
        elif isinstance(error, errors.UnknownAccount):
            self.login.complain(said)
        else:
            self.password.first.complain(said)


class NewPasswordPage(FirstPage):
    """After a one-time password: the person's own. ``given(password)`` · ``went_back()``."""

    given = Signal(str)
    went_back = Signal()

    def __init__(self, book: BookOnSight, now: Callable[[], datetime], name: str) -> None:
        super().__init__(book, now)
        self.password = NewPassword()
        self.go = Button(_("Keep the new password"), "primary")
        self.go.clicked.connect(self._give)
        self.password.entered.connect(self._give)
        back = Button(_("Go back"))
        back.clicked.connect(self.went_back)
        on_key(self, "Esc", self.went_back)
        words: tuple[QWidget, ...] = (
            label(_("A password of one's own"), "h2"),
            label(name, "muted"),
            label(_("The one-time password has been used. Choose a password nobody else knows."), wrap=True),
        )
        left = column(*words, 8, self.password, 8, row(self.go, back, None), None, gap=8, margins=(32, 28, 32, 20))
        self.put(sheet_of(box(left, width=420), box(column(None), "panel"), height=400))
        self.setFocusProxy(self.password)

    def _give(self) -> None:
        if (password := self.password.password()) is not None:
            self.go.setEnabled(False)
            self.given.emit(password)

    def refuse(self, error: BaseException) -> None:
        """Say what is wrong with it."""
        self.go.setEnabled(True)
        said = getattr(error, "message", None) or _("The book could not be opened. Nothing was changed.")
        self.password.first.complain(said)

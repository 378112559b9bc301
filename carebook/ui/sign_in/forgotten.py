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
from carebook.ui.parts.passwords import NewPassword, PlainField
from carebook.ui.sign_in.frame import BookOnSight, FirstPage, sheet_of
from carebook.words import N_, _, message


class ForgottenPage(FirstPage):
    """Who gives a one-time password; where nobody can, the recovery key from the safe or the papers of two custodians.

    ``recovered(code, login, new_password)`` · ``helped(first_paper, second_paper, login)`` · ``went_back()``.
    """

    place = "forgotten"
    recovered = Signal(str, str, str)
    helped = Signal(str, str, str)
    went_back = Signal()

    def __init__(
        self, book: BookOnSight, now: Callable[[], datetime], login: str = "", *, with_custodians: bool = False
    ) -> None:
        super().__init__(book, now)
        self.code = PlainField(_("Recovery key"), _("for example 7K2M-Q9TD-…"))
        self.papers = (
            PlainField(_("First paper"), _("8 groups of 4")),
            PlainField(_("Second paper"), _("8 groups of 4")),
        )
        self.login = PlainField(_("Sign-in name"), text=login)
        self.password = NewPassword(lambda: (self.login.text(), book.center))
        self.go = Button(_("Open the book"), "primary")
        self.go.clicked.connect(self._try)
        self.help = Button(_("Get a one-time password"), "primary")
        self.help.clicked.connect(self._ask_for_help)
        self.other_way = Button("", "link")
        self.other_way.clicked.connect(self._turn)
        back = Button(_("Go back"))
        back.clicked.connect(self.went_back)
        on_key(self, "Esc", self.went_back)
        self.code.entered.connect(self.login.setFocus)
        self.papers[0].entered.connect(self.papers[1].setFocus)
        self.papers[1].entered.connect(self.login.setFocus)
        self.login.entered.connect(self._past_login)
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
        self._title = label("", "h3")
        self._text = label("", "small", wrap=True)
        self.given = label("", "figure")
        self.given.hide()
        right = column(
            self._title,
            self._text,
            self.given,
            4,
            self.code,
            *self.papers,
            self.login,
            self.password,
            6,
            row(self.go, self.help, None),
            row(self.other_way, None),
            None,
            gap=8,
            margins=(28, 28, 28, 20),
        )
        self.put(sheet_of(box(left, width=380), box(right, "panel")))
        self._by_papers = False
        self._has_custodians = with_custodians
        self._show_way()

    def _turn(self) -> None:
        self._by_papers = not self._by_papers
        self._show_way()

    def _show_way(self) -> None:
        """The fields of the recovery key, or of the custodians' papers."""
        papers = self._by_papers
        self._title.setText(
            _("Nobody can give one: two custodians") if papers else _("Nobody can give one: recovery key")
        )
        self._text.setText(
            _("Two of the three custodians type their papers. A director or deputy director gets a one-time password.")
            if papers
            else _(
                "The paper with the recovery key lies in the safe. It opens the book and gives one account a new password."
            )
        )
        self.other_way.setText(_("Use the recovery key") if papers else _("Use the papers of two custodians"))
        self.other_way.setVisible(self._has_custodians)
        for widget in (self.code, self.password, self.go):
            widget.setVisible(not papers)
        for widget in (*self.papers, self.help):
            widget.setVisible(papers)
        first = self.papers[0] if papers else self.code
        self.setFocusProxy(first)
        first.setFocus()

    def _past_login(self) -> None:
        if self._by_papers:
            self._ask_for_help()
        else:
            self.password.setFocus()

    def _try(self) -> None:
        password = self.password.password()
        if password is not None and self.code.text() and self.login.text():
            self.go.setEnabled(False)
            self.recovered.emit(self.code.text(), self.login.text(), password)

    def _ask_for_help(self) -> None:
        first, second = (paper.text() for paper in self.papers)
        if first and second and self.login.text():
            self.help.setEnabled(False)
            self.helped.emit(first, second, self.login.text())

    def show_one_time(self, password: str) -> None:
        """Say the one-time password, once; what was typed is cleared away."""
        for field in (*self.papers, self.login, self.help, self.other_way):
            field.hide()
        for paper in self.papers:
            paper.line.clear()
        self._title.setText(_("One-time password"))
        self._text.setText(
            str(
                message("For {login}, shown only now. It must be changed at the next sign-in.", login=self.login.text())
            )
        )
        self.given.setText(password)
        self.given.setAccessibleName(password)
        self.given.show()

    def refuse(self, error: BaseException) -> None:
        """Say beside the right field what is wrong."""
        self.go.setEnabled(True)
        self.help.setEnabled(True)
        said = getattr(error, "message", None) or _("The book could not be opened. Nothing was changed.")
        problems = getattr(error, "problems", ())
        if isinstance(error, errors.UnknownAccount) or any(problem.field == "login" for problem in problems):
            self.login.complain(said)
        elif self._by_papers:
            second = isinstance(error, errors.WrongCustodianPaper) and error.message.values["number"] == 2
            self.papers[second].complain(said)
        elif isinstance(error, errors.WrongRecoveryCode | errors.SlowDown):
            self.code.complain(said)
        else:
            self.password.first.complain(said)


_ADVICE = (
    N_("Three or four words that have nothing to do with each other are easy to remember and hard to guess."),
    N_("Names, years, keys that lie side by side and passwords of many people are refused."),
    N_("Forgotten: the director or a deputy gives a one-time password again."),
)


class NewPasswordPage(FirstPage):
    """After a one-time password: the person's own. ``given(password)`` · ``went_back()``."""

    place = "new_password"
    given = Signal(str)
    went_back = Signal()

    def __init__(self, book: BookOnSight, now: Callable[[], datetime], name: str) -> None:
        super().__init__(book, now)
        self.password = NewPassword(lambda: (name, book.center))
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
        right = column(
            label(_("A good password"), "h3"),
            *(label(_(words), "small", wrap=True) for words in _ADVICE),
            None,
            gap=10,
            margins=(28, 28, 28, 20),
        )
        self.put(sheet_of(box(left, width=420), box(right, "panel"), height=400))
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

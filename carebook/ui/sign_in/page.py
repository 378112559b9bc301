"""Signing in and the locked screen: who, the password or the PIN of the shift, and the ways to other books."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from carebook import dates
from carebook.rules.passwords import LONGEST_PIN, SHORTEST_PIN
from carebook.store import errors
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.labels import ElidedLabel, Face, Sign, key_caps, label
from carebook.ui.parts.layouts import box, column, hairline, row, scrolling
from carebook.ui.parts.passwords import PlainField, SecretField
from carebook.ui.sign_in.frame import BookOnSight, FirstPage, sheet_of
from carebook.words import _, message


@dataclass(frozen=True)
class Known:
    """Somebody who signed in here before: the sign-in name, the post and initials of the slot, and when it was last."""

    login: str
    post: str
    initials: str
    at: datetime | None = None
    has_pin: bool = False


@dataclass(frozen=True)
class Locked:
    """Whose screen is locked: since when, why, whether a PIN will do, and whether something typed was kept."""

    name: str
    post: str
    at: datetime
    idle_minutes: int = 0
    has_pin: bool = False
    draft_kept: bool = False


class PersonRow(QPushButton):
    """One person to choose; arrows walk between the rows."""

    def __init__(self, who: Known, today_words: str) -> None:
        super().__init__()
        self.who = who
        self.setProperty("kind", "ghost")
        self.setAccessibleName(f"{who.login}, {who.post}")
        words = column(None, ElidedLabel(who.login, "name"), ElidedLabel(who.post, "small"), None, gap=0)
        self.setLayout(
            row(
                Face(" ".join(who.initials), 32, staff=True),
                (words, 1),
                label(today_words, "small"),
                gap=10,
                margins=(8, 0, 8, 0),
            )
        )
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.worn().scaled(50))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Down:
                self.focusNextChild()
            case Qt.Key.Key_Up:
                self.focusPreviousChild()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.click()
            case _:
                super().keyPressEvent(event)


class SignInPage(FirstPage):
    """The sign-in page of a book; with ``locked``, the locked screen of somebody who is signed in.

    ``tried(login, secret, pin)``: somebody wants in; an empty login is who locked the screen, and ``secret`` is then
    their PIN if they have one. ``pin`` is the new PIN of the shift, perhaps "".
    ``wanted(what)``: "forgot", "another", "new", "restore", "sample".
    """

    place = "sign_in"
    tried = Signal(str, str, str)
    wanted = Signal(str)

    def __init__(
        self,
        book: BookOnSight,
        known: Sequence[Known],
        now: Callable[[], datetime],
        locked: Locked | None = None,
        *,
        elsewhere: bool = True,
    ) -> None:
        """``elsewhere``: also offer other books; not while one is open behind a locked screen."""
        super().__init__(book, now)
        self._book, self._known, self._now, self._locked = book, tuple(known), now, locked
        self._locked_shown = False
        self._chosen: Known | None = None
        self.face = Face("", 56, staff=True)
        self.who = ElidedLabel("", "h2")
        self.post = ElidedLabel("", "muted")
        self._person = box(row(self.face, (column(self.who, self.post, gap=2), 1), gap=14))
        self.name = PlainField(_("Sign-in name or full name"))
        self.secret = SecretField(_("Password"))
        self.pin = SecretField(_("PIN of the shift"), _("4 to 8 digits, not required"), digits=True)
        self.pin.hide()
        self._with_pin = Button(_("Set a PIN for this shift"), "link")
        self._with_pin.clicked.connect(self._offer_pin)
        self.go = Button(_("Sign in"), "primary", "lock-open", "Enter", listens=False)
        self.go.clicked.connect(self._try)
        self.other = Button(_("Switch person"), "", "users", "F4", listens=False)
        self.other.clicked.connect(self.switch)
        self._forgot = Button(_("Forgot password"), "link")
        self._forgot.clicked.connect(partial(self.wanted.emit, "forgot"))
        self._state = label("", "muted", wrap=True)
        self._state_row = box(row(Sign("lock", "text2", 16), (self._state, 1)))
        self._note = label("", wrap=True)
        self._well = box(row(Sign("pencil"), (self._note, 1), gap=10, margins=(12, 10, 12, 10)), "well")
        left = box(
            column(
                self._state_row,
                8,
                self._person,
                self.name,
                12,
                self.secret,
                self._with_pin,
                self.pin,
                4,
                row(self.go, self.other, None),
                8,
                self._well,
                None,
                row(self._forgot, None),
                gap=8,
                margins=(32, 28, 32, 20),
            ),
            width=400,
        )
        self.put(sheet_of(left, self._right(elsewhere)))
        self._wait = QTimer(self, singleShot=True)
        self._wait.timeout.connect(self._wait_over)
        self.name.entered.connect(self.secret.line.setFocus)
        self.secret.entered.connect(self._try)
        self.pin.entered.connect(self._try)
        on_key(self, "F4", self.switch, whole_window=True)
        if locked is not None:
            self.place = "locked"
            self._show_locked(locked)
        elif self._known:
            self.choose(self._known[0])
        else:
            self.choose(None)

    def _right(self, elsewhere: bool) -> QFrame:
        head = row(label(_("Signed in on this PC"), "h3"), None, key_caps(("↑↓", _("choose")), ("Enter", _("sign in"))))
        rows = column(gap=0)
        for who in self._known:
            person = PersonRow(who, _when(who.at, self._now()) if who.at else "")
            person.clicked.connect(self._person_clicked)
            rows.addWidget(person)
            rows.addWidget(hairline())
        someone = Button(_("Somebody else…"), "link", "user-plus")
        someone.clicked.connect(partial(self.choose, None))
        rows.addWidget(someone)
        rows.addStretch(1)
        ways: list[QWidget] = []
        if elsewhere:
            for what, words in (
                ("another", _("Open another book…")),
                ("new", _("Open a new book")),
                ("restore", _("Restore from backup…")),
                ("sample", _("See the sample book")),
            ):
                way = Button(words, "link")
                way.clicked.connect(partial(self.wanted.emit, what))
                ways.append(way)
        links = column(*(row(*ways[n : n + 2], None, gap=16) for n in range(0, len(ways), 2)), gap=2)
        help_words = (
            message(
                "Sample book: everybody's password is {password}. Nobody in it is real.",
                password=self._book.sample_password,
            )
            if self._book.sample_password
            else message(
                "Forgotten: a director or deputy director gives a one-time password, here in the building, without a network."
            )
        )
        return box(
            column(
                head,
                hairline("rule"),
                (scrolling(box(rows)), 1),
                label(str(help_words), "small", wrap=True),
                links,
                gap=6,
                margins=(28, 28, 24, 18),
            ),
            "panel",
        )

    # who

    def _person_clicked(self) -> None:
        row_ = self.sender()
        if isinstance(row_, PersonRow):
            self.choose(row_.who)

    def choose(self, who: Known | None) -> None:
        """Ask for the password of ``who``; None asks for the name too."""
        self._chosen = who
        self._locked_shown = False
        self._person.setVisible(who is not None)
        self.name.setVisible(who is None)
        self._state_row.setVisible(who is None)
        self._state.setText(_("Sign in to the book"))
        if who is not None:
            self.face.show_name(" ".join(who.initials))
            self.who.setWhole(who.login)
            self.post.setWhole(who.post)
        self.secret.rename(_("PIN of the shift") if who is not None and who.has_pin else _("Password"))
        self.secret.clear()
        self.go.setText(_("Sign in"))
        self._with_pin.setVisible(self.pin.isHidden())
        self._well.hide()
        self.other.setVisible(self._locked is not None)
        self.other.setText(_("Back to {name}").format(name=self._locked.name) if self._locked else "")
        self._begin_at(self.name if who is None else self.secret)

    def _show_locked(self, locked: Locked) -> None:
        self._chosen = None
        self._locked_shown = True
        self._person.show()
        self.name.hide()
        self._state_row.show()
        at = dates.clock(locked.at)
        self._state.setText(
            str(
                message(
                    "Locked at {time} because nothing was done for {minutes} minutes",
                    time=at,
                    minutes=locked.idle_minutes,
                )
                if locked.idle_minutes
                else message("Locked at {time}", time=at)
            )
        )
        self.face.show_name(locked.name)
        self.who.setWhole(locked.name)
        self.post.setWhole(locked.post)
        self.secret.rename(_("PIN of the shift") if locked.has_pin else _("Password"))
        self.secret.clear()
        self.pin.clear()
        self.pin.hide()
        self._with_pin.setVisible(not locked.has_pin)
        self.go.setText(_("Unlock"))
        self.other.show()
        self.other.setText(_("Switch person"))
        self._well.setVisible(locked.draft_kept)
        self._note.setText(_("What was being typed is kept as a draft; only its owner opens it again."))
        self._begin_at(self.secret)

    def _begin_at(self, field: QWidget) -> None:
        self.setFocusProxy(field)
        field.setFocus()

    def switch(self) -> None:
        """Ask at the locked screen for somebody else, and back for who locked it."""
        if self._locked is None:
            return
        if self._locked_shown:
            others = [who for who in self._known if who.login]
            self.choose(others[0] if len(others) == 1 else None)
        else:
            self._show_locked(self._locked)

    def needs_password(self) -> None:
        """Too many wrong PINs: from now on only the password unlocks."""
        if self._locked is not None:
            self._locked = Locked(self._locked.name, self._locked.post, self._locked.at, self._locked.idle_minutes)
            self._show_locked(self._locked)
            self.set_busy(False)
            self.secret.complain(_("The PIN was wrong 5 times. The password is needed."))

    # trying

    def _offer_pin(self) -> None:
        self.pin.show()
        self._with_pin.hide()
        self.pin.setFocus()

    def _try(self) -> None:
        pin = self.pin.text() if self.pin.isVisible() else ""
        if pin and not (pin.isdigit() and SHORTEST_PIN <= len(pin) <= LONGEST_PIN):
            self.pin.complain(_("A PIN has 4 to 8 digits."))
            return
        login = "" if self._locked_shown else (self._chosen.login if self._chosen else self.name.text())
        if not self._locked_shown and not login:
            self.name.complain(_("The sign-in name is needed."))
            return
        if not self.secret.text():
            self.secret.setFocus()
            return
        self.set_busy(True)
        self.tried.emit(login, self.secret.text(), pin)

    def set_busy(self, busy: bool) -> None:
        """While the book is being opened nothing can be pressed twice."""
        self.go.setEnabled(not busy and not self._wait.isActive())
        self.go.setText(_("Opening…") if busy else _("Unlock") if self._locked_shown else _("Sign in"))

    def refuse(self, error: BaseException) -> None:
        """Say why it was not opened; what was typed stays."""
        self.set_busy(False)
        said = getattr(error, "message", None)
        if isinstance(error, errors.UnknownAccount) and self.name.isVisible():
            self.name.complain(said)
            return
        if isinstance(error, errors.SlowDown):
            self.go.setEnabled(False)
            self._wait.start(int(error.message.values["seconds"]) * 1000)
        self.secret.complain(said or _("The book could not be opened. Nothing was changed."))

    def _wait_over(self) -> None:
        self.go.setEnabled(True)


def _when(at: datetime, now: datetime) -> str:
    day, today = dates.today_in_vietnam(at), dates.today_in_vietnam(now)
    if (today - day).days <= 1:
        return f"{dates.relative_day(day, today)} {dates.clock(at)}"
    return dates.moment(at, today)

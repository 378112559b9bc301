"""Choosing the key of a signing token: the driver of its maker, and the certificates on what is plugged in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from carebook import dates
from carebook.actions.choices import keep_choice
from carebook.store.book import Reader
from carebook.store.choices import own_choice
from carebook.ui.parts.bars import MessageBar
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.labels import ElidedLabel, label
from carebook.ui.parts.layouts import row
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import Message, _

if TYPE_CHECKING:
    from carebook.sealing.tokens import TokenKey

_REMEMBERED = "token_driver"


class TokenDialog(DeedDialog):
    """Which key of which token signs; ``chosen(key)``. The driver is asked for once and remembered for who is signed in."""

    chosen = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None) -> None:
        text = _("Plug the token in. Its PIN is asked for when signing, and is kept nowhere.")
        super().__init__(parent, _("Signing token"), text)
        self.setMinimumWidth(620)
        self._desk = desk
        self._driver: Path | None = None
        self.driver = ElidedLabel(_("no driver chosen yet"), "muted")
        choose = Button(_("Choose the driver…"), icon="folder-open")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        again = Button(_("Look again"), icon="search")
        again.setAutoDefault(False)
        again.clicked.connect(self.look)
        self.table = RecordTable(
            [
                Column("who", _("Name"), lambda k: Cell(k.certificate.name, sub=k.certificate.post), 200, 2, ALWAYS),
                Column("by", _("Issued by"), lambda k: k.certificate.issuer, 140, 1, 6),
                Column("until", _("Valid to"), self._until, 100, 0, 7),
                Column("token", _("Token"), lambda k: Cell(k.token, sub=k.number), 130, 1, 8),
            ],
            _("Certificates on the token"),
            id_of=_id,
            row_height=44,
        )
        self.table.setMinimumHeight(150)
        self.table.opened.connect(self._take)
        self.table.picked.connect(self._picked)
        self.bar = MessageBar()
        self.contents.addLayout(row((self.driver, 1), choose, again, gap=8))
        driver_line = _("The driver is a file of who issued the token, for example eps2003csp11.dll or libeTPkcs11.so.")
        self.contents.addWidget(label(driver_line, "small", wrap=True))
        self.contents.addWidget(self.table)
        self.contents.addWidget(self.bar)
        self._use = self.add_button("use", _("Use this key"), "primary")
        self._use.clicked.disconnect()
        self._use.clicked.connect(self.use)
        self._use.setEnabled(False)
        self.add_button("", _("Go back"))
        desk.ask(self, _remembered_driver, self._begin)

    def _until(self, key: TokenKey) -> Cell:
        ends = dates.today_in_vietnam(key.certificate.not_after)
        return Cell(dates.written(ends), tone="danger" if ends < self._desk.today() else "text")

    def _begin(self, remembered: Path | None) -> None:
        if self._driver is not None:
            return
        if remembered is None:
            self.bar.say(_("Choose the driver of the token first."), "info")
        else:
            self.take_driver(remembered)

    def _choose(self) -> None:
        start = str(self._driver.parent) if self._driver else ""
        path, _kind = QFileDialog.getOpenFileName(self, _("Choose the driver"), start, "*.dll *.so *.dylib;;* (*)")
        if path:
            self.take_driver(Path(path))

    def take_driver(self, driver: Path) -> None:
        """Look at the tokens this driver finds."""
        self._driver = driver
        self.driver.setWhole(str(driver))
        self.look()

    def look(self) -> None:
        """Look at what is plugged in now; a driver may take seconds."""
        if self._driver is None:
            self.bar.say(_("Choose the driver of the token first."), "info")
            return
        self.bar.say(_("Looking at the token…"), "info", icon="hourglass")
        self._use.setEnabled(False)
        self._desk.clerk.make(_nothing, partial(_keys, self._driver), self._show, self._not_read)

    def _show(self, seen: _Seen) -> None:
        self.table.show_records(seen.keys)
        if seen.problem is not None:
            self.bar.say(seen.problem, "danger")
            return
        if not seen.keys:
            self.bar.say(_("No token with a signing certificate is plugged in."), "warn")
            return
        self.bar.clear()
        self.table.pick(_id(seen.keys[0]))
        self._use.setDefault(True)
        self.table.setFocus()
        self._desk.do(keep_choice, _REMEMBERED, str(self._driver))

    def _not_read(self, _error: BaseException) -> None:
        self.table.show_records([])
        self.bar.say(_("The token could not be read."), "danger")

    def _picked(self, key: TokenKey | None) -> None:
        self._use.setEnabled(key is not None)
        if key is not None and key.is_last_try:
            self.bar.say(_("One wrong PIN more locks this token."), "warn")

    def use(self) -> None:
        """Sign with the key that is picked."""
        if (key := self.table.current()) is not None:
            self._take(key)

    def _take(self, key: TokenKey) -> None:
        self.chosen.emit(key)
        self.accept()


def said_token(key: TokenKey) -> str:
    """The key of a token in one line: "USB ký: Nguyễn Hữu Dũng, VNPT-CA, đến 01/01/2028"."""
    until = dates.written(dates.today_in_vietnam(key.certificate.not_after))
    pattern = _("token: {name}, {authority}, until {day}")
    return pattern.format(name=key.certificate.name, authority=key.certificate.issuer, day=until)


def _remembered_driver(reader: Reader) -> Path | None:
    """The driver chosen last, while it is still there; else the usual one, when this PC has just one."""
    from carebook.sealing.tokens import usual_drivers

    kept = own_choice(reader, _REMEMBERED)
    if kept and Path(kept).exists():
        return Path(kept)
    usual = usual_drivers()
    return usual[0] if len(usual) == 1 else None


def _nothing(_reader: Reader) -> None:
    """Tokens are no part of the book."""


@dataclass(frozen=True)
class _Seen:
    """What a driver found, or why it could not look."""

    keys: Sequence[TokenKey] = ()
    problem: Message | None = None


def _keys(driver: Path, _gathered: None) -> _Seen:
    from carebook.sealing.errors import SealingError
    from carebook.sealing.tokens import keys_on_tokens

    try:
        return _Seen(keys_on_tokens(driver))
    except SealingError as error:
        return _Seen(problem=error.message)


def _id(key: TokenKey) -> str:
    return f"{key.token} {key.number} {key.certificate.fingerprint}"

"""What is done with one package: its signed file shown, its center compared with paper, its figures let count, its receipt sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from carebook.actions import signing
from carebook.actions.receiving import look_again
from carebook.records.receiving import ReceivedParcel
from carebook.store.book import Reader
from carebook.store.receiving import BookStore
from carebook.ui.pages.receiving.answering import PasswordDialog, ReceiptDialog
from carebook.ui.pages.receiving.centers import CompareDialog
from carebook.ui.pages.receiving.taking import Take, TakingIn, looked_again
from carebook.ui.pages.receiving.words import title_of
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import ask_reason
from carebook.ui.parts.page import DeskPage
from carebook.words import _


class Dealing(QObject):
    """One package at a time; what came of it is told by the page. ``dialog`` is the one begun last."""

    def __init__(
        self, desk: Desk, page: DeskPage, taking: TakingIn, waiting: Callable[[], Sequence[ReceivedParcel]]
    ) -> None:
        """``waiting`` are the packages that wait for comparison: all of them are looked at again once a center is trusted."""
        super().__init__(page)
        self._desk, self._page, self._taking, self._waiting = desk, page, taking, waiting
        self.dialog: Any = None

    def open_file(self, parcel: ReceivedParcel) -> None:
        """Show the signed file of a package as it came."""
        self._desk.clerk.ask(
            self,
            partial(_content, parcel_id=parcel.id),
            partial(self._show_file, parcel),
            self._page.complain,
            key="file",
        )

    def _show_file(self, parcel: ReceivedParcel, content: bytes) -> None:
        from carebook.ui.parts.daily_papers import PaperDialog

        self.dialog = PaperDialog(self._page, title_of(parcel), content, parcel.file_name)
        self.dialog.open()

    def compare(self, parcel: ReceivedParcel) -> None:
        """Check the file again, then ask for the code on its center's paper."""
        now = self._desk.now()

        def gathered(reader: Reader) -> tuple[bytes, Any]:
            return _content(reader, parcel.id), signing.trust_of(reader)

        def checked(given: tuple[bytes, Any]) -> Any:
            return signing.check_file_with(*given, now)

        self._desk.clerk.make(gathered, checked, partial(self._compare, parcel), self._page.complain)

    def _compare(self, parcel: ReceivedParcel, verdict: Any) -> None:
        code = verdict.code_to_compare
        if code is None:
            self.look_again(parcel)
            return
        roots = [s.root.der for s in verdict.signers if s.root is not None and s.root.fingerprint == code.fingerprint]
        self.dialog = CompareDialog(self._desk, self._page, parcel, code, roots[0])
        self.dialog.succeeded.connect(self._trusted)
        self.dialog.open()

    def _trusted(self, change: Any) -> None:
        """What waited for that center is looked at again."""
        self._page.say(change.said)
        self._taking.begin(partial(looked_again, self._desk, self._waiting()))

    def look_again(self, parcel: ReceivedParcel) -> None:
        """Take a kept file once more: its center is known by now."""
        self._desk.do(look_again, parcel.id, then=self._page.tell_done, failed=self._page.complain)

    def replace(self, parcel: ReceivedParcel) -> None:
        """Ask why these figures hold: others of the same version came, or the certificate names no center; let them count."""
        reasons = [
            ("center", _("The center says this one holds")),
            ("mistake", _("The other was sent by mistake")),
            ("other", _("Another reason")),
        ]
        given = ask_reason(
            self._page,
            _("Let this package count?"),
            reasons,
            text=_(
                "Ask the center first. Another package of the same version no longer counts then; it stays readable."
            ),
            words_for="other",
            deed=_("Let it count"),
        )
        if given is not None:
            code, words = given
            self.replace_because(parcel, words or dict(reasons)[code])

    def replace_because(self, parcel: ReceivedParcel, reason: str) -> None:
        """Let the figures of this package count instead of the others."""
        self._desk.do(
            look_again, parcel.id, instead=True, reason=reason, then=self._page.tell_done, failed=self._page.complain
        )

    def unlock(self, take: Take, count: int) -> None:
        """Ask for the password of the key for receiving, then take the same place in with it."""
        self.dialog = PasswordDialog(self._page, count)
        self.dialog.given.connect(partial(self._taking.begin, take))
        self.dialog.open()

    def answer(self, parcels: Sequence[ReceivedParcel]) -> None:
        """Ask for what a receipt for each of these takes, and send them."""
        if parcels:
            self.dialog = ReceiptDialog(self._desk, self._page, parcels)
            self.dialog.sent.connect(self._page.say)
            self.dialog.open()


def _content(reader: Reader, parcel_id: str) -> bytes:
    return BookStore(reader).content(parcel_id)

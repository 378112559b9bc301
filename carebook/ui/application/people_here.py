"""Who signed in to a book on this PC, and the PINs of those whose shift still runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from carebook.rules.passwords import LONGEST_PIN
from carebook.store import errors, keys
from carebook.store.book import KEYS
from carebook.ui.application.entering import Pin
from carebook.ui.parts.choices import Choices
from carebook.ui.sign_in.frame import BookOnSight
from carebook.ui.sign_in.page import Known


class PeopleHere:
    """What the sign-in page and the locked screen may tell about a book before anybody opens it."""

    def __init__(self, choices: Choices, clock: Callable[[], datetime], cost: keys.Cost | None = None) -> None:
        """``cost`` is that of guessing a PIN."""
        self._choices, self._clock, self._cost = choices, clock, cost
        self._pins: dict[str, Pin] = {}

    def sight(self, folder: Path) -> BookOnSight:
        """The book from outside."""
        password = self._choices.sample_password(folder)
        return BookOnSight(folder, self._choices.center(folder), bool(password), password)

    def has_custodians(self, folder: Path) -> bool:
        """Whether papers of custodians open the book."""
        try:
            return keys.read_keys(folder / KEYS).has(keys.CUSTODIANS)
        except errors.BookError:
            return False

    def known(self, folder: Path, *, without: str = "") -> list[Known]:
        """Who signed in here before and still has a way into the book."""
        try:
            slots = {slot.account_id: slot for slot in keys.read_keys(folder / KEYS).slots}
        except errors.BookError:
            return []
        is_sample = bool(self._choices.sample_password(folder))
        return [
            Known(
                one.login,
                slots[one.account_id].post,
                slots[one.account_id].initials,
                None if is_sample else one.at,
                self.pin(one.account_id) is not None,
            )
            for one in self._choices.signed_in(folder)
            if one.account_id in slots and one.account_id != without
        ]

    # PINs

    def pin(self, account_id: str) -> Pin | None:
        """The account's PIN while it holds."""
        pin = self._pins.get(account_id)
        return pin if pin is not None and pin.holds(self._clock()) else None

    def new_pin(self, typed: str) -> Pin | None:
        """A PIN for this shift; None when none was wanted."""
        return Pin.of(typed, now=self._clock(), cost=self._cost) if typed else None

    def keep_pin(self, account_id: str, pin: Pin | None) -> None:
        """Let the PIN unlock from now on; None changes nothing."""
        if pin is not None:
            self._pins[account_id] = pin

    def is_worn_out(self, account_id: str) -> bool:
        """Count a wrong PIN; whether it was one too many."""
        pin = self._pins[account_id] = self._pins[account_id].missed()
        return not pin.holds(self._clock())

    def proves_by_pin(self, account_id: str, typed: str) -> bool | None:
        """Whether what was typed is the PIN of the account's shift, a wrong one counted; None where it has none, or a password
        was typed.
        """
        pin = self.pin(account_id)
        if pin is None or not typed.isdigit() or len(typed) > LONGEST_PIN:
            return None
        right = pin.proves(typed)
        if not right:
            self.is_worn_out(account_id)
        return right

    def forget_pins(self) -> None:
        """No PIN unlocks any more."""
        self._pins.clear()

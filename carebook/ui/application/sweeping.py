"""Lets Python sweep up cycles on the window's thread only, where it does not keep anybody waiting."""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000
MANY = 30_000
"""So many new things are looked through in some hundredths of a second; more of them wait until nobody is working."""


class Sweeper(QObject):
    """Takes the sweeping over from Python while it lives: what belongs to Qt must not be let go on another thread.

    Each second it looks whether as much has gathered as Python allows. While somebody works only the newest is swept, in a
    few milliseconds; everything is swept when ``is_quiet`` says that nobody would notice.
    """

    def __init__(self, is_quiet: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_quiet = is_quiet
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.sweep)

    def take_over(self) -> None:
        """From now on only this thread sweeps."""
        gc.disable()
        self._timer.start()

    def give_back(self) -> None:
        """Python sweeps again where it likes; not what has gathered, which it might meet in the middle of Qt's own taking down."""
        self._timer.stop()
        gc.collect()
        gc.enable()

    def sweep(self) -> None:
        """Sweep what has gathered, as much of it as nobody has to wait for."""
        new, older, _oldest = gc.get_count()
        most_new, most_older, _ = gc.get_threshold()
        if self._is_quiet() and (new > MANY or older > most_older):
            gc.collect()
        elif most_new < new <= MANY:
            gc.collect(0)

"""Lets Python sweep up cycles on the window's thread only: what belongs to Qt must not be let go on another."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000


class Sweeper(QObject):
    """Takes the sweeping over from Python while it lives; each second it looks whether as much has gathered as Python allows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.sweep)

    def take_over(self) -> None:
        """From now on only this thread sweeps."""
        gc.disable()
        self._timer.start()

    def give_back(self) -> None:
        """Python sweeps again where it likes."""
        self._timer.stop()
        gc.enable()

    def sweep(self) -> None:
        """Sweep the oldest generation that has gathered enough."""
        enough = gc.get_threshold()
        for generation, gathered in reversed(list(enumerate(gc.get_count()))):
            if gathered > enough[generation] > 0:
                gc.collect(generation)
                return

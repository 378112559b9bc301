"""Notices that nobody has touched the PC for a while, or that its session was left; then the screen is locked."""

from __future__ import annotations

import ctypes
import sys
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QEvent, QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QWidget

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.MouseMove,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)
_QUIET_MS = 5000


class IdleWatch(QObject):
    """Tells once when no key, mouse or finger was used for ``minutes``; a mouse that only lies there is no use."""

    went_idle = Signal()

    def __init__(self, app: QGuiApplication, minutes: float) -> None:
        super().__init__(app)
        self._mouse = QPoint()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.went_idle)
        self.wait(minutes)
        app.installEventFilter(self)

    def wait(self, minutes: float) -> None:
        """Begin to wait anew, for so many minutes."""
        self._timer.start(round(minutes * 60_000))

    def is_quiet(self) -> bool:
        """Whether nobody has touched anything for some seconds."""
        return not self._timer.isActive() or self._timer.interval() - self._timer.remainingTime() >= _QUIET_MS

    def eventFilter(self, _target: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES and not self._is_still(event):
            self._timer.start()
        return False

    def _is_still(self, event: QEvent) -> bool:
        """Qt tells of a move also when a window opens under the mouse."""
        if event.type() != QEvent.Type.MouseMove or not isinstance(event, QMouseEvent):
            return False
        before, self._mouse = self._mouse, event.globalPosition().toPoint()
        return before == self._mouse


class SessionWatch(QObject):
    """Tells when the session of Windows is locked or left; elsewhere it is silent."""

    left = Signal()

    def __init__(self, app: QGuiApplication) -> None:
        super().__init__(app)
        self._filter = _SessionFilter(self) if sys.platform == "win32" else None
        if self._filter is not None:
            app.installNativeEventFilter(self._filter)

    def follow(self, window: QWidget) -> None:
        """Ask Windows to tell ``window`` about its session."""
        if sys.platform == "win32":
            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(int(window.winId()), 0)


class _SessionFilter(QAbstractNativeEventFilter):
    _CHANGE, _AWAY = 0x02B1, frozenset({0x2, 0x4, 0x6, 0x7})  # disconnected, signed out, locked

    def __init__(self, watch: SessionWatch) -> None:
        super().__init__()
        self._watch = watch

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> Any:
        if sys.platform == "win32" and bytes(kind) == b"windows_generic_MSG":
            from ctypes import wintypes

            told = wintypes.MSG.from_address(int(message))
            if told.message == self._CHANGE and told.wParam in self._AWAY:
                self._watch.left.emit()
        return False, 0

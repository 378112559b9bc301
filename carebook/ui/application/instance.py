"""One window a book: a second start only brings the first window to the front."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from carebook.ui.parts.choices import mark_of

_RAISE = b"raise"
_PATIENCE_MS = 500


class Instance(QObject):
    """This window's hold on one book; ``folder`` of the locks is the user's own."""

    raised = Signal()  # another start asks for the window

    def __init__(self, locks: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._locks = locks
        self._lock: QLockFile | None = None
        self._server: QLocalServer | None = None

    def take(self, book: Path) -> bool:
        """Hold the book in place of the one held; False when another window has it, which is then brought to the front."""
        name = f"carebook-{mark_of(book)}"
        lock = QLockFile(str(self._locks / f"{name}.lock"))
        lock.setStaleLockTime(0)
        if not lock.tryLock(0):
            _ask_to_raise(name)
            return False
        self.release()
        self._lock = lock
        QLocalServer.removeServer(name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)
        self._server.listen(name)
        return True

    def release(self) -> None:
        """Let the book go."""
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    def _greet(self) -> None:
        if self._server is not None and (caller := self._server.nextPendingConnection()) is not None:
            caller.disconnected.connect(caller.deleteLater)
            self.raised.emit()


def _ask_to_raise(name: str) -> None:
    caller = QLocalSocket()
    caller.connectToServer(name)
    if caller.waitForConnected(_PATIENCE_MS):
        caller.write(_RAISE)
        caller.waitForBytesWritten(_PATIENCE_MS)
        caller.disconnectFromServer()

"""What happens when the program itself fails: a log without anybody's data, and one dialog for one fault."""

from __future__ import annotations

import faulthandler
import hashlib
import logging
import platform
import re
import sys
import threading
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import IO

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler, qVersion
from PySide6.QtWidgets import QFileDialog, QWidget

from carebook import __version__
from carebook.rules.crashes import Crash, crash_of
from carebook.ui.parts.dialogs import DeedDialog
from carebook.words import Message, _, message

LOG, NATIVE_LOG = "carebook.log", "carebook-native.log"
_log = logging.getLogger("carebook")


_SPEAKER = re.compile(r"Q\w+(?:::~?\w+)*")


def versions() -> str:
    """The program and what it runs on."""
    return (
        f"CareBook {__version__} · Python {platform.python_version()} · Qt {qVersion()} ·"
        f" {platform.system()} {platform.release()}"
    )


class CrashWatch(QObject):
    """Takes every exception nobody caught, on any thread, and Qt's warnings.

    ``crashed(Crash)`` comes once for one (kind, place), however often it happens; ``refused(Message)`` is what
    stands against a deed whose page did not say it.
    """

    crashed = Signal(object)
    refused = Signal(object)

    _caught = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seen: dict[tuple[str, str], int] = {}
        self._caught.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def take_over(self) -> None:
        """Be what Python and Qt call from now on."""
        sys.excepthook = self._python_failed
        threading.excepthook = self._thread_failed
        sys.unraisablehook = self._unraisable
        qInstallMessageHandler(_note_qt)

    def give_back(self) -> None:
        """Let Python and Qt tell as they did before."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        sys.unraisablehook = sys.__unraisablehook__
        qInstallMessageHandler(None)

    def _python_failed(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None = None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        problems = getattr(error, "problems", None)
        self._caught.emit(problems[0].message if problems else crash_of(error, trace))

    def _thread_failed(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            self._python_failed(told.exc_type, told.exc_value, told.exc_traceback)

    def _unraisable(self, told: sys.UnraisableHookArgs) -> None:
        """While something was cleared away: nobody can do anything about it, so that it is only noted."""
        if told.exc_value is not None:
            crash = crash_of(told.exc_value, told.exc_traceback)
            _log.error("%s, while clearing away, at %s", crash.kind, crash.place)

    def _tell(self, caught: Crash | Message) -> None:
        if isinstance(caught, Message):
            self.refused.emit(caught)
            return
        sort = (caught.kind, caught.place)
        times = self._seen[sort] = self._seen.get(sort, 0) + 1
        if times == 1:
            _log.error("%s", caught.report(versions()).rstrip())
            self.crashed.emit(caught)
        elif times in (10, 100, 1000):
            _log.error("%s at %s: %d times", caught.kind, caught.place, times)


def _note_qt(kind: QtMsgType, context: QMessageLogContext, text: str | None) -> None:
    """Note which part of Qt complained, and a mark by which the same complaint is known again: its words may hold a name."""
    levels = {QtMsgType.QtCriticalMsg: logging.ERROR, QtMsgType.QtFatalMsg: logging.CRITICAL}
    if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
        speaker = _SPEAKER.match(text or "")
        mark = hashlib.sha256((text or "").encode()).hexdigest()[:8]
        who = speaker.group() if speaker else context.category or "?"
        _log.log(levels.get(kind, logging.WARNING), "Qt: %s (%s)", who, mark)


def keep_log(folder: Path) -> IO[str]:
    """Write the log and the traces of the interpreter itself into ``folder``; gives the open file of the latter."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = RotatingFileHandler(folder / LOG, maxBytes=1_000_000, backupCount=5, encoding="utf-8")
    lines.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    _log.handlers = [lines]
    _log.setLevel(logging.INFO)
    _log.propagate = False
    # What libraries and Python itself complain of may hold names: it goes nowhere.
    if not logging.getLogger().handlers:
        logging.getLogger().addHandler(logging.NullHandler())
    logging.captureWarnings(True)
    native = (folder / NATIVE_LOG).open("a", encoding="utf-8")
    faulthandler.enable(native)
    return native


class CrashDialog(DeedDialog):
    """Tells a fault of the program: what is safe, and what to do next."""

    def __init__(
        self, parent: QWidget | None, crash: Crash, draft_at: str, reopen: Callable[[], object] | None
    ) -> None:
        super().__init__(parent, _("This page met an error and was closed."), safe_words(draft_at))
        self._crash = crash
        keep = self.add_button("keep", _("Save crash report…"))
        keep.clicked.disconnect()
        keep.clicked.connect(self._keep_report)
        self._reopen = reopen
        if reopen is not None:
            self.add_button("reopen", _("Reopen the page"), "primary")
        self.add_button("", _("Close window"))
        self.accepted.connect(self._go_on)

    def _go_on(self) -> None:
        if self.answer == "reopen" and self._reopen is not None:
            self._reopen()

    def _keep_report(self) -> None:
        path, _kind = QFileDialog.getSaveFileName(self, _("Save crash report…"), "carebook-loi.txt", "*.txt")
        if path:
            keep_report(self._crash, Path(path))


def keep_report(crash: Crash, file: Path) -> None:
    """Write the report of a fault; a place that cannot be written is only noted in the log."""
    try:
        file.write_text(crash.report(versions()), encoding="utf-8")
    except OSError as error:
        _log.warning("crash report not kept: %s", type(error).__name__)


def safe_words(draft_at: str) -> str:
    """What is safe after a fault; ``draft_at`` is the time a draft was kept, "" when nothing was being typed."""
    safe = (
        message(
            "What was being entered is kept in the draft at {time}; what was said to be saved is there.", time=draft_at
        )
        if draft_at
        else message("What was said to be saved is there.")
    )
    return f"{safe} " + _("The crash report holds nobody's name or data.")

"""Starts the window: reads its options, dresses the program, catches faults, and hands everything down."""

from __future__ import annotations

import argparse
import ctypes
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from carebook import __version__, places, words
from carebook.ui.application.crash import CrashWatch, keep_log
from carebook.ui.application.program import Program
from carebook.ui.application.qt_words import QtWords
from carebook.ui.application.sweeping import Sweeper
from carebook.ui.parts import theme
from carebook.ui.parts.choices import Choices


def run(arguments: Sequence[str]) -> int:
    """Show the window until it is closed; the program's answer to the system.

    ``--demo`` opens the sample book, ``--book FOLDER`` a certain one; without them the book opened last.
    """
    options = _options(arguments)
    native_log = keep_log(places.log_folder())
    app = QApplication([sys.argv[0]])
    app.setApplicationName("CareBook")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("carebook")
    app.setQuitOnLastWindowClosed(False)
    if sys.platform == "win32":
        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID("CareBook")
    choices = Choices(places.settings_file())
    words.choose(choices.language)
    theme.apply(app, choices.theme, choices.points)
    app.styleHints().colorSchemeChanged.connect(partial(_follow_system, app, choices))
    app.installTranslator(QtWords(app))
    program = Program(app, choices, places.data_folder())
    program.ended.connect(app.quit)
    watch = CrashWatch(program)
    watch.crashed.connect(program.tell_crash)
    watch.refused.connect(program.tell_refusal)
    watch.take_over()
    sweeper = Sweeper(program.idle.is_quiet, program)
    sweeper.take_over()
    try:
        if not program.start(options.book or choices.book, demo=options.demo):
            return 0
        return app.exec()
    finally:
        sweeper.give_back()
        watch.give_back()
        native_log.flush()


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="carebook")
    parser.add_argument("--demo", action="store_true", help="open the sample book")
    parser.add_argument("--book", type=Path, metavar="FOLDER", help="open the book in this folder")
    return parser.parse_args(list(arguments))


def _follow_system(app: QApplication, choices: Choices, scheme: Qt.ColorScheme) -> None:
    """Change between light and dark when the system does, if the person left it to the system."""
    dark = scheme == Qt.ColorScheme.Dark
    if choices.theme == "system" and dark != (theme.worn().name == "dark"):
        theme.apply(app, "system", choices.points)

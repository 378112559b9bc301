"""The window tried without showing it: its pages, fonts, signs, style and words, for the program's own test."""

from __future__ import annotations

import os
import sys
from importlib import import_module

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QLabel

from carebook import places
from carebook.ui.main_window.navigation import ENTRIES
from carebook.ui.pages.settings.entries import TABS
from carebook.ui.parts import theme

_WORDS = "Hôm nay: Nguyễn Thị Ngọc Ánh, 38,2 °C"


def rehearse() -> tuple[QCoreApplication, list[str]]:
    """What is missing of what the window wears, by name, and the application, which must outlive what was drawn.

    Every page and tab is found by its name: AttributeError or ImportError tell of one that is not there. Where there is no
    screen it draws into memory. An application that runs already keeps its dress.
    """
    if sys.platform != "win32" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    pages = [(entry.path, entry.cls) for entry in ENTRIES if entry is not None]
    tabs = [(f"carebook.ui.pages.settings.{tab.name}", tab.cls) for tab in TABS]
    for module, cls in (*pages, *tabs):
        getattr(import_module(module), cls)
    app = QApplication.instance()
    missing: list[str] = []
    if app is None:
        made = app = QApplication(["carebook"])
        theme.apply(made, "light")
        missing += [family for family in ("Inter",) if family not in QFontDatabase.families()]
    missing += [one.name for one in places.resource("icons").glob("*.svg") if theme.pixmap(one.stem).isNull()]
    label = QLabel(_WORDS)
    label.resize(400, 40)
    drawn = label.grab().toImage()
    colours = {drawn.pixelColor(x, y).rgb() for x in range(drawn.width()) for y in range(0, drawn.height(), 2)}
    label.deleteLater()
    if len(colours) < 2:
        missing.append(_WORDS)
    return app, missing

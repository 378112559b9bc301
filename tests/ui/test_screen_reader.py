"""What a screen reader is told of the running window over AT-SPI, asked by another program on a virtual screen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import LOGIN, PASSWORD

ROOT = Path(__file__).parents[2]
PAGES = ("today", "residents", "daily_care", "reports", "settings")

_WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from carebook.actions.opening import open_book
from carebook.store.book import now_utc
from carebook.ui.application.at_work import AtWork
from carebook.ui.application.entering import read_in
from carebook.ui.parts import theme
app = QApplication(sys.argv[:1])
theme.apply(app, "light", 10)
work = AtWork(read_in(open_book(Path(sys.argv[1]), sys.argv[2], sys.argv[3], now=now_utc()), now_utc()), now_utc)
work.window.show()
def turn():
    wanted = Path(sys.argv[4]).read_text()
    if wanted and wanted != app.property("page"):
        app.setProperty("page", wanted)
        work.window.show_page(wanted)
        QTimer.singleShot(400, lambda: Path(sys.argv[5]).write_text(wanted))
timer = QTimer(interval=50)
timer.timeout.connect(turn)
timer.start()
app.exec()
"""
_READER = """
import collections, json, sys, time
from pathlib import Path
import gi
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi
asked, there, pages, until = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:], time.monotonic() + 90
def walk(one, found, nameless):
    name, role, states = (one.get_name() or "").strip(), one.get_role_name(), one.get_state_set()
    if not states.contains(Atspi.StateType.SHOWING):
        return
    found[role] += 1
    if states.contains(Atspi.StateType.FOCUSABLE) and not name and role not in ("table cell", "panel", "filler", "scroll pane"):
        nameless.append(role)
    for at in range(min(one.get_child_count(), 80)):
        child = one.get_child_at_index(at)
        if child is not None:
            walk(child, found, nameless)
def program():
    desktop = Atspi.get_desktop(0)
    return desktop.get_child_at_index(0) if desktop.get_child_count() else None
while program() is None and time.monotonic() < until:
    time.sleep(0.3)
told = {}
for page in pages:
    asked.write_text(page)
    while there.read_text() != page and time.monotonic() < until:
        time.sleep(0.1)
    window = program().get_child_at_index(0)
    found, nameless = collections.Counter(), []
    for at in range(window.get_child_count()):
        walk(window.get_child_at_index(at), found, nameless)
    told[page] = [dict(found), nameless]
print(json.dumps(told))
"""


def _reads_over_atspi() -> bool:
    asked = 'import gi; gi.require_version("Atspi", "2.0"); from gi.repository import Atspi'
    return (
        all(shutil.which(one) for one in ("Xvfb", "xvfb-run", "dbus-run-session"))
        and subprocess.run(["/usr/bin/python3", "-c", asked], capture_output=True, check=False).returncode == 0
    )


def test_the_window_is_read_out(book_folder: Path, tmp_path: Path) -> None:
    if not sys.platform.startswith("linux") or not _reads_over_atspi():
        pytest.skip(
            "needs Xvfb, dbus-run-session and AT-SPI for Python (apt install xvfb dbus at-spi2-core python3-pyatspi)"
        )
    asked, there = tmp_path / "asked", tmp_path / "there"
    for file, text in ((asked, ""), (there, ""), (tmp_path / "window.py", _WINDOW), (tmp_path / "reader.py", _READER)):
        file.write_text(text)
    script = (
        'place="$1"; "$0" "$1/window.py" "$2" "$3" "$4" "$1/asked" "$1/there" 2>/dev/null & window=$!; shift 4;'
        ' /usr/bin/python3 "$place/reader.py" "$place/asked" "$place/there" "$@"; kill $window'
    )
    done = subprocess.run(
        [
            *("xvfb-run", "-a", "dbus-run-session", "--", "sh", "-c", script, sys.executable),
            *(str(tmp_path), str(book_folder), LOGIN, PASSWORD, *PAGES),
        ],
        env={
            **{name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"},
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    assert set(told) == set(PAGES)
    for page, (found, nameless) in told.items():
        assert nameless == [], page
        assert found.get("push button", 0) >= 3, page

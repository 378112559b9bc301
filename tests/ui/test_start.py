"""What a start loads and builds: what the first page needs, and nothing that waits until somebody asks for it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from carebook.ui.application.ahead import NEEDED, Ahead, Later
from tests.conftest import LOGIN, PASSWORD

ROOT = Path(__file__).resolve().parents[2]
START = """
import json, sys
from pathlib import Path
from carebook.ui.application import running
behind_sign_in = sorted(sys.modules)
from PySide6.QtWidgets import QApplication
from carebook.actions.opening import open_book
from carebook.store.book import now_utc
from carebook.ui.application.at_work import AtWork
from carebook.ui.application.entering import read_in
app = QApplication(sys.argv[:1])
opened = open_book(Path(sys.argv[1]), sys.argv[2], sys.argv[3], now=now_utc())
work = AtWork(read_in(opened, now_utc()), now_utc)
work.window.show()
work.window.show_page("residents")
said = {"behind_sign_in": behind_sign_in, "loaded": sorted(sys.modules), "pages": list(work.window._pages),
        "palette": "palette_sheet" in vars(work.window), "hook": __import__.__name__}
from importlib import import_module
from carebook.ui.application.ahead import NEEDED
for name in NEEDED:
    import_module(name)
said["ahead"] = sorted(sys.modules)
print(json.dumps(said))
sys.stdout.flush()
import os
os._exit(0)
"""
HEAVY = {
    *(
        "pyhanko",
        "pyhanko_certvalidator",
        "asn1crypto",
        "pkcs11",
        "reportlab",
        "xlsxwriter",
        "docx",
        "PIL",
        "markdown_it",
    ),
    *("rapidfuzz", "holidays", "dateutil", "zxcvbn", "icalendar", "python_calamine", "sqlite_utils", "pypdfium2"),
    *(
        "fsspec",
        "webdav4",
        "httpx",
        "sshfs",
        "asyncssh",
        "smbprotocol",
        "s3fs",
        "botocore",
        "psycopg",
        "Crypto",
        "uuid6",
    ),
}
ROOMS = {"carebook.sealing", "carebook.exchange", "carebook.stories", "carebook.commands", "carebook.selftest"}


@pytest.fixture(scope="module")
def start(made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a program of its own has loaded and built when the list of residents is asked for."""
    folder = shutil.copytree(made_once, tmp_path_factory.mktemp("start") / "book")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", START, str(folder), LOGIN, PASSWORD]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def within(loaded: list[str], room: str) -> set[str]:
    return {name for name in loaded if name.startswith(f"{room}.")}


def test_a_start_loads_only_what_the_first_page_needs(start: dict[str, Any]) -> None:
    loaded, behind = start["loaded"], start["behind_sign_in"]
    assert not HEAVY & set(loaded)
    assert not ROOMS & set(loaded)
    assert within(loaded, "carebook.reports") == {"carebook.reports.grid"}
    pages = {name.split(".")[3] for name in within(loaded, "carebook.ui.pages")}
    assert pages == {"residents"}
    assert not within(behind, "carebook.ui.pages")
    assert "carebook.ui.main_window" not in behind
    # reading a book takes few records; what knows all of them is asked for by name only
    assert not {"carebook.store.due", "carebook.rules.history", "carebook.records.enum_words"} & set(loaded)
    assert len(within(loaded, "carebook.records")) < 25
    assert start["hook"] != "__feature_import__"  # else PySide reads the source of every module


def test_what_is_brought_behind_the_sign_in_window_is_light_too(start: dict[str, Any]) -> None:
    assert HEAVY & set(start["ahead"]) <= {"dateutil", "uuid6"}
    assert not ROOMS & set(start["ahead"])


def test_only_the_page_on_show_is_built(start: dict[str, Any]) -> None:
    assert start["pages"] == ["residents"]
    assert start["palette"] is False


def test_what_follows_the_sign_in_window_is_there_when_it_is_waited_for() -> None:
    ahead = Ahead()
    ahead.wait()
    ahead.begin()
    ahead.wait()
    assert set(NEEDED) <= set(sys.modules)


def test_the_other_pages_are_imported_one_by_one_while_nobody_works(
    qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Later, "_EVERY_MS", 5)
    imported: list[str] = []
    monkeypatch.setattr("carebook.ui.application.ahead.import_module", imported.append)
    quiet = [False]
    later = Later(lambda: quiet[0])
    later.begin(["first", "second"])
    qtbot.wait(40)
    assert imported == []
    quiet[0] = True
    qtbot.waitUntil(lambda: not later._timer.isActive())
    assert imported == ["first", "second"]

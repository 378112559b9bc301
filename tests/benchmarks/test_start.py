"""How long the window takes to be usable, against a bare window, and how much memory a big book needs."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from carebook.actions.opening import Opened
from carebook.stories.demo import DemoBook
from tests.benchmarks.conftest import Note
from tests.benchmarks.timing import ms, seconds

ROOT = Path(__file__).resolve().parents[2]

OURS = """
import sys
from pathlib import Path
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QAbstractItemView, QApplication
from carebook.actions.opening import open_book
from carebook.store.book import now_utc
from carebook.ui.application.at_work import AtWork
from carebook.ui.application.entering import read_in
from carebook.ui.parts import theme
app = QApplication(sys.argv[:1])
theme.apply(app, "light", 10)
entered = read_in(open_book(Path(sys.argv[1]), sys.argv[2], sys.argv[3], now=now_utc()), now_utc())
work = AtWork(entered, now_utc)
work.window.show()
work.window.show_page("residents")
while not any(view.isVisible() and view.model() and view.model().rowCount() for view in work.window.findChildren(QAbstractItemView)):
    app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents | QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
"""
BARE = """
import sys
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
import sqlcipher3.dbapi2 as driver
app = QApplication(sys.argv[:1])
connection = driver.connect(sys.argv[1])
connection.execute("PRAGMA key=\\"x'" + sys.argv[2] + "'\\"")
rows = connection.execute("SELECT code, full_name FROM person LIMIT 200").fetchall()
model = QStandardItemModel()
for row in rows:
    model.appendRow([QStandardItem(cell) for cell in row])
window = QMainWindow()
table = QTableView()
table.setModel(model)
window.setCentralWidget(table)
window.resize(1366, 768)
window.show()
while not (table.isVisible() and model.rowCount()):
    app.processEvents()
app.processEvents()
"""
SIGNED_IN = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QAbstractItemView, QApplication
from carebook.ui.application.program import Program
from carebook.ui.parts import theme
from carebook.ui.parts.choices import Choices
app = QApplication(sys.argv[:1])
app.setQuitOnLastWindowClosed(False)
theme.apply(app, "light", 10)
program = Program(app, Choices(Path(sys.argv[4]) / "carebook.ini"), Path(sys.argv[4]))
program.start(Path(sys.argv[1]))
page = program.entrance.page()
page.choose(None)
page.name.line.setText(sys.argv[2])
page.secret.line.setText(sys.argv[3])
typed = time.monotonic() + 5
while time.monotonic() < typed:
    app.processEvents()
    time.sleep(0.01)
pressed = time.perf_counter()
page.go.click()
while program.work is None or not any(
    view.isVisible() and view.model() and view.model().rowCount() for view in program.work.window.findChildren(QAbstractItemView)
):
    app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents | QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
print(time.perf_counter() - pressed)
"""
MEMORY = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from carebook.actions.opening import open_book
from carebook.actions.people import add_detail
from carebook.records.people import Allergy
from carebook.reports import month
from carebook.store import people, search
from carebook.store.book import now_utc
from carebook.ui.application.at_work import AtWork
from carebook.ui.application.entering import read_in
from carebook.ui.application.sweeping import Sweeper
from carebook.ui.parts import theme
from carebook.ui.parts.desk import Place
app = QApplication(sys.argv[:1])
theme.apply(app, "light", 10)
sweeper = Sweeper(lambda: False)
sweeper.take_over()
opened = open_book(Path(sys.argv[1]), sys.argv[2], sys.argv[3], now=now_utc())
work = AtWork(read_in(opened, now_utc()), now_utc)
window = work.window
window.show()

def settled():
    app.processEvents()
    while work.desk.clerk._questions._newest or work.desk.clerk.is_writing:
        app.processEvents()
    app.processEvents()

with opened.book.reading_for(opened.actor, now_utc()) as reader:
    here = people.people_ids(reader, people.PeopleFilter(), work.desk.today())
    for typed in ("n", "ng", "nguyen", "tran thi"):
        search.find_people(reader, typed, restricted=False)
    month.gather(reader, "2026-10")
places = [Place("today"), Place("residents"), Place("residents", {"who": "all"})]
places += [Place("person", {"person_id": one}) for one in here[:5]]
for place in (*places, Place("reports", {"month": "2026-10"}), Place("today")):
    window.go(place)
    settled()
work.desk.do(add_detail, Allergy(person_id=here[0], substance="tôm"))
settled()
told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
print(int(told["VmHWM"].split()[0]) // 1024)
"""


def ran(program: str, *given: str) -> str:
    """What a program prints, run without a screen in a process of its own."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", program + "\nsys.stdout.flush()\nimport os\nos._exit(0)", *given]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_window_start(demo: DemoBook, sample: Opened, benchmark: Any, note: Note) -> None:
    folder, key = str(demo.folder), sample.book._key.hex()
    ours = [str(folder), "huongduong", demo.password]
    bare = [str(demo.folder / "carebook.db"), key]
    ran(OURS, *ours)
    ran(BARE, *bare)
    pairs = [(seconds(lambda: ran(OURS, *ours)), seconds(lambda: ran(BARE, *bare))) for _ in range(5)]
    mine, least = (statistics.median(column) for column in zip(*pairs, strict=True))
    benchmark.pedantic(lambda: ran(OURS, *ours), rounds=1)
    ratio = mine / least
    note(
        "window usable after start, sample book", "≤ 1.5 × a bare window", ms(mine), f"{ratio:.2f} × bare", ratio <= 1.5
    )


def test_first_page_after_the_password(
    demo: DemoBook, sample: Opened, benchmark: Any, note: Note, tmp_path: Path
) -> None:
    """What a person waits for who took five seconds to type: from the pressed button to the first list of the first page."""
    key = sample.book._key.hex()

    def waited() -> float:
        return float(ran(SIGNED_IN, str(demo.folder), "huongduong", demo.password, str(tmp_path)))

    bare = [str(demo.folder / "carebook.db"), key]
    ran(BARE, *bare)
    pairs = [(waited(), seconds(lambda: ran(BARE, *bare))) for _ in range(3)]
    mine, least = (statistics.median(column) for column in zip(*pairs, strict=True))
    benchmark.pedantic(waited, rounds=1)
    ratio = mine / least
    note(
        "first page after the password, sample book",
        "≤ 1.5 × a bare window",
        ms(mine),
        f"{ratio:.2f} × bare",
        ratio <= 1.5,
    )


def test_memory(big_folder: Path, benchmark: Any, note: Note) -> None:
    """The most it ever had (VmHWM): what `getrusage` tells begins with the memory of whoever started the program."""
    used = int(benchmark.pedantic(lambda: ran(MEMORY, str(big_folder), "huongduong", "so-mau-carebook"), rounds=1))
    note("memory, big book open, a round of its pages", "< 350 MB", f"{used} MB", "–", used < 350)

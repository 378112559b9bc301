#!/usr/bin/env python3
"""The album: every page of the window in two themes at three scales, with a contact sheet and what a look at widgets finds wrong.

`album.py` writes `build/album/<page>-<theme>-<scale>.png`, `index.html` and `faults.txt`: words cut, widgets outside their
window, lists that scroll sideways, heads of tables cut, more than one primary button. The pictures are of the sample book of
one fixed day and of a screen of 1366 × 768 pixels. `--book FOLDER` keeps that book for the next time, or takes it from there;
`--pages`, `--themes` and `--scales` take some of them only.
"""

from __future__ import annotations

import argparse
import html
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from entrances import PAGES  # noqa: E402
from manual import MOMENT, Camera, Recipe, book_in, own_choices, recipes  # noqa: E402

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from carebook.ui.main_window import MainWindow

ALBUM = ROOT / "build" / "album"
SCREEN = (1366, 768)
THEMES = ("light", "dark")
SCALES = (100, 125, 150)
PERSON = "Trần Thị An"
"""Somebody of the sample book in whose file every tab holds something."""
_FIRST_RUN = 8
_LOOK_AFTER, _IDLE_LOOKS = 50, 4
"""Milliseconds between two looks whether a page still asks, and how many in a row have to find that it does not."""
_LOOKED_AT = 40
"""Rows of a table."""
_MARK, _ICON = 16, 22
"""The room a sign takes in a cell, in pixels."""
_OVER_THE_WINDOW = ("palette", "hint", "manual", "manual_news")
_LOADED_AFTER, _LOOKS = 900, 600
"""Milliseconds until a dialog shows what it asked for, and how often it is looked for."""
_OF_PATH = ("home_path", "tracing", "families", "handovers")


def shots() -> dict[str, Recipe]:
    """Every picture by its name."""
    from carebook.ui.main_window.navigation import CENTER, ENTRIES
    from carebook.ui.pages.person.page import TABS
    from carebook.ui.pages.settings.entries import TABS as SETTINGS

    taken = {one: Recipe(entrance=one) for one in PAGES if one != "first_run"}
    taken |= {f"first_run_{step}": Recipe(entrance="first_run", step=step) for step in range(_FIRST_RUN)}
    for entry in ENTRIES:
        if entry is None or not entry.books & CENTER:
            continue
        match entry.page:
            case "person":
                taken |= {f"person_{tab.key}": Recipe("person", about={"tab": tab.key}, person=PERSON) for tab in TABS}
            case "settings":
                taken |= {f"settings_{tab.name}": Recipe("settings", about={"tab": tab.name}) for tab in SETTINGS}
            case page:
                taken[page] = Recipe(page, person=PERSON if entry.of_one else "")
    taken["hotline_call"] = Recipe("hotline", about={"new": "1"})
    taken["incidents_new"] = Recipe("incidents", about={"new": "1"})
    taken["reports_paper"] = Recipe("reports", about={"look": "paper"})
    taken["exchange_receivers"] = Recipe("exchange", about={"look": "receivers"})
    taken |= {one: Recipe("today") for one in _OVER_THE_WINDOW}
    return taken | recipes(ROOT / "packaging" / "album_pictures.toml")


class AlbumCamera(Camera):
    """Takes whole windows as they are on a screen of a scale, and looks for what does not fit in them."""

    def __init__(self, book: Path, theme_name: str, scale: int) -> None:
        from carebook.ui.parts import theme

        super().__init__(book, MOMENT)
        theme.apply(self._app, "dark" if theme_name == "dark" else "light")
        self._size = SCREEN[0] * 100 // scale, SCREEN[1] * 100 // scale
        self._stays: Mapping[str, Mapping[str, str]] = {}

    def shoot(self, name: str, recipe: Recipe, out: Path) -> list[str]:
        """Take one picture; what does not fit in it, a line each."""
        window = self._entrance(recipe) if recipe.entrance else self._page(name, recipe)
        window.resize(*self._size)
        self._settle(window)
        if recipe.dialog:
            for what in recipe.press[:-1]:
                self._press(window, what)
                self._settle(window)
            return self._dialog(window, recipe.press[-1], out)
        for what in recipe.press:
            self._press(window, what)
            self._settle(window)
        seen, shut = self._over(name, window)
        seen.grab().save(str(out))
        found = list(faults_in(seen))
        shut()
        if recipe.entrance:
            window.close()
            window.deleteLater()
        return found

    def _over(self, name: str, window: QWidget) -> tuple[QWidget, Callable[[], object]]:
        """What is to be seen, opened over the window where it must be, and how to put that away again."""
        from carebook.reports.manual.contents import Target
        from carebook.ui.parts.manual import ManualWindow
        from carebook.ui.parts.manual.window import Reader

        if name == "palette":
            sheet = window.palette_sheet  # type: ignore[attr-defined]
            sheet.open()
            self._settle(window)
            return window, sheet.shut
        if name == "hint":
            window.hints._know({})  # type: ignore[attr-defined]  # as of somebody who has seen none yet
            self._settle(window)
            return window, lambda: None
        if name.startswith("manual"):
            manual = ManualWindow(window.desk.clerk, window.desk.today)  # type: ignore[attr-defined]
            manual.show_place(Target.of("whats-new" if name == "manual_news" else "today"), Reader())
            manual.resize(min(self._size[0], 980), min(self._size[1], 720))
            manual.show()
            self._settle(window)
            return manual, manual.close
        return window, lambda: None

    def _dialog(self, window: QWidget, what: str, out: Path) -> list[str]:
        """Press what opens a dialog and take that: it may hold the press until it is answered, so it is looked for by a timer."""
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QDialog

        found: list[str] = []
        looks = iter(range(_LOOKS))
        timer = QTimer(interval=_LOADED_AFTER)

        def look() -> None:
            dialog = self._app.activeModalWidget()
            timer.setInterval(100)
            if isinstance(dialog, QDialog):
                timer.stop()
                dialog.grab().save(str(out))
                found.extend(faults_in(dialog))
                dialog.done(0)  # without asking whether something typed is to be lost
            elif next(looks, None) is None:
                timer.stop()
                found.append("not taken: no dialog is open")

        timer.timeout.connect(look)
        timer.start()
        try:
            self._press(window, what)
            while timer.isActive():
                self._wait(50)
        finally:
            timer.stop()
        return found

    def _settle(self, widget: QWidget) -> None:
        """Wait until everything is answered, also what was asked because of an answer or a moment later: cheaper than to watch
        pixels, which is done where a paper is drawn."""
        idle, drawn = 0, False
        for _turn in range(_LOOKS):
            self._wait(_LOOK_AFTER)
            waits = self._waits_for_paper(widget)
            drawn = drawn or waits
            idle = idle + 1 if self._is_idle() and not waits else 0
            if idle == _IDLE_LOOKS:
                break
        if drawn:
            super()._settle(widget)

    def _waits_for_paper(self, widget: QWidget) -> bool:
        """Whether something is still being drawn, which no question answers."""
        from carebook.ui.parts.preview import PdfPreview
        from carebook.ui.parts.states import States

        opening = any(one.isVisible() and one.is_opening() for one in widget.findChildren(States))
        return opening or any(one.isVisible() and not one.page_count() for one in widget.findChildren(PdfPreview))

    def _page(self, name: str, recipe: Recipe) -> MainWindow:
        window = self._window_of(recipe.who)
        page = window.stack.currentWidget()
        if page is not None and page.has_unsaved():  # type: ignore[attr-defined]
            page.discard()  # type: ignore[attr-defined]
        if name in (*_OF_PATH, "protection"):
            recipe = Recipe(recipe.page, about=self._about_of(name))
        return self._at_work(replace(recipe, size=self._size))

    def _about_of(self, name: str) -> Mapping[str, str]:
        """The path, or the protected case, that is shown on a page about one."""
        if not self._stays:
            self._stays = self._found_stays()
        return self._stays["protection" if name == "protection" else "path"]

    def _found_stays(self) -> dict[str, dict[str, str]]:
        from carebook.store.reintegration import paths

        window = self._window_of("huongduong")
        desk = window.desk
        with desk.book.reading_for(desk.actor, desk.now()) as reader:
            path = next(one for one in paths(reader, desk.today()) if not one.masked)
            case = reader.rows("SELECT episode_id FROM found_protection_case LIMIT 1")
        stay = case[0]["episode_id"] if case else path.episode_id
        return {
            "path": {"episode_id": path.episode_id, "reintegration_id": path.reintegration_id},
            "protection": {"episode_id": stay},
        }


def faults_in(window: QWidget) -> Iterator[str]:
    """What does not fit in a window: the kind of fault, the widget, its words."""
    from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QPushButton, QTabBar, QWidget

    from carebook.ui.parts.labels import ElidedLabel
    from carebook.ui.parts.table.view import CellTable

    buttons = [one for one in window.findChildren(QPushButton) if one.isVisible() and one.property("kind") == "primary"]
    if len(buttons) > 1:
        yield f"primaries: {', '.join(_named(one) + ' “' + one.text() + '”' for one in buttons)}"
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget.visibleRegion().isEmpty():
            continue
        room = widget.contentsRect().width()
        if isinstance(widget, ElidedLabel):
            if widget.text() != widget.whole() and widget.text().endswith("…"):
                yield f"cut: {_named(widget)} “{widget.text()}” of “{widget.whole()}”"
        elif isinstance(widget, QLabel) and widget.text() and not widget.wordWrap():
            wide = max(widget.fontMetrics().horizontalAdvance(line) for line in widget.text().split("\n"))
            if wide > room + 1 and widget.textFormat().name == "PlainText":
                yield f"cut: {_named(widget)} “{widget.text()}” {wide} in {room}"
        elif isinstance(widget, QPushButton) and widget.sizeHint().width() > widget.width() + 1:
            yield f"cut: {_named(widget)} “{widget.text() or widget.accessibleName()}”"
        elif isinstance(widget, QTabBar):
            hidden = [widget.tabText(at) for at in range(widget.count()) if not widget.isTabVisible(at)]
            if hidden:
                yield f"folded: {_named(widget)} {', '.join(hidden)}"
        if isinstance(widget, CellTable):
            yield from _faults_in_table(widget)
        if isinstance(widget, QAbstractScrollArea) and widget.horizontalScrollBar().isVisible():
            yield f"sideways: {_named(widget)} by {widget.horizontalScrollBar().maximum()}"
        if not isinstance(widget, QAbstractScrollArea) and not widget.children():
            left = widget.mapTo(window, widget.rect().topLeft()).x()
            if left < 0 or left + widget.width() > window.width():
                yield f"outside: {_named(widget)} from {left} to {left + widget.width()} of {window.width()}"


def _faults_in_table(table: Any) -> Iterator[str]:
    """Heads that are cut, and columns many of whose cells are."""
    from PySide6.QtGui import QFontMetrics

    from carebook.ui.parts import theme
    from carebook.ui.parts.table.painting import PAD

    model, head = table.model(), table.head
    small = QFontMetrics(theme.font("small", 500))
    for at, column in enumerate(model.heads()):
        if table.isColumnHidden(at):
            continue
        room = table.columnWidth(at) - 2 * PAD
        if not head.isHidden() and any(small.horizontalAdvance(line) > room for line in column.head.split("\n")):
            yield f"head: {_named(table)} “{column.head}” in {room}"
        words = column.head or getattr(column, "key", "")
        cut = list(_cells_cut(table, at, room))
        if cut:
            yield f"cells: {_named(table)} {len(cut)} of “{words}”, such as “{cut[0]}” in {room}"


def _cells_cut(table: Any, at: int, room: int) -> Iterator[str]:
    """The words of the first cells of a column that have no room."""
    from PySide6.QtGui import QFontMetrics

    from carebook.ui.parts import theme

    model = table.model()
    for row in range(min(model.rowCount(), _LOOKED_AT)):
        if table.columnSpan(row, at) > 1:
            continue
        cell = model.cell_at(row, at)
        metrics = QFontMetrics(theme.font("small" if cell.small else "base", cell.weight))
        signs = cell.indent + (_MARK if cell.mark else 0) + (_ICON if cell.icon else 0)
        if metrics.horizontalAdvance(cell.text) > room - signs + 1:
            yield cell.text


def _named(widget: QWidget) -> str:
    """A widget and the nearest part of the program it stands in."""
    owner = widget.parentWidget()
    while owner is not None and not type(owner).__module__.startswith("carebook.ui.pages"):
        owner = owner.parentWidget()
    inside = (
        f"{type(owner).__module__.removeprefix('carebook.ui.')}.{type(owner).__name__}" if owner is not None else ""
    )
    return f"{type(widget).__name__}({inside})"


def take(book: Path, theme_name: str, scale: int, names: Sequence[str], out: Path) -> list[str]:
    """Take the pictures of one theme at one scale, in this process; the faults found."""
    from carebook.stories.demo import BACKUPS

    lines = []
    with own_choices() as choices:
        choices.keep_backup_folders(book, [book / BACKUPS])
        camera = AlbumCamera(book, theme_name, scale)
        for name, recipe in shots().items():
            if names and name not in names:
                continue
            try:
                found = camera.shoot(name, recipe, out / f"{name}-{theme_name}-{scale}.png")
            except LookupError as error:
                found = [f"not taken: {error}"]
            lines += [f"{name}-{theme_name}-{scale} {one}" for one in dict.fromkeys(found)]
            print(f"{name}-{theme_name}-{scale}: {len(found)}", flush=True)
        camera.put_away()
    return lines


def contact_sheet(out: Path) -> str:
    """A page of all pictures, a row a page of the window, that opens each in full."""
    rows: dict[str, list[str]] = {}
    for picture in sorted(out.glob("*.png")):
        rows.setdefault(picture.stem.rsplit("-", 2)[0], []).append(picture.name)
    shown = "\n".join(
        f"<h2>{html.escape(name)}</h2><p>"
        + " ".join(f'<a href="{one}"><img src="{one}" alt="{one}" loading="lazy"></a>' for one in pictures)
        + "</p>"
        for name, pictures in rows.items()
    )
    style = "body{font:14px sans-serif;margin:24px}img{width:400px;border:1px solid #9fb0b6}h2{font-size:14px}"
    return f'<!doctype html><meta charset="utf-8"><title>CareBook</title><style>{style}</style>{shown}'


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the album, each theme and scale in a process of its own, because a scale holds for a whole process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--book", type=Path, default=None, metavar="FOLDER")
    parser.add_argument("--out", type=Path, default=ALBUM)
    parser.add_argument("--pages", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--themes", nargs="*", default=THEMES, choices=THEMES)
    parser.add_argument("--scales", nargs="*", type=int, default=SCALES)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    given.out.mkdir(parents=True, exist_ok=True)
    if given.here:
        lines = take(given.book, given.themes[0], given.scales[0], given.pages, given.out)
        (given.out / f"faults-{given.themes[0]}-{given.scales[0]}.txt").write_text("\n".join(lines), "utf-8")
        return 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as passing:
        book = book_in(given.book or Path(passing))
        for theme_name in given.themes:
            for scale in given.scales:
                command = [sys.executable, __file__, "--here", "--book", str(book), "--out", str(given.out)]
                command += ["--themes", theme_name, "--scales", str(scale), "--pages", *given.pages]
                subprocess.run(command, env=os.environ | {"QT_SCALE_FACTOR": str(scale / 100)}, check=True)
    parts = sorted(given.out.glob("faults-*.txt"))
    found = [line for part in parts for line in part.read_text("utf-8").splitlines()]
    (given.out / "faults.txt").write_text("\n".join(found), "utf-8")
    (given.out / "index.html").write_text(contact_sheet(given.out), "utf-8")
    print("\n".join(found))
    print(f"{len(list(given.out.glob('*.png')))} pictures, {len(found)} faults: {given.out / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

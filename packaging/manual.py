#!/usr/bin/env python3
"""The manual: `manual.py pictures [NAME …]` takes its pictures, `pdf` sets it as one PDF, `check` names what is wrong.

The pictures are of the sample book, made anew for one fixed day, so that they never age: what a picture shows and how it is
taken stands in `manual_pictures.toml`. `--book FOLDER` keeps that book for the next time, or takes it from there.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QWidget

    from carebook.store.people import PersonRow
    from carebook.ui.main_window import MainWindow
    from carebook.ui.parts.choices import Choices

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

PDF = ROOT / "build" / "manual.pdf"
DAY = date(2026, 11, 16)
MOMENT = datetime(2026, 11, 16, 2, 10, tzinfo=UTC)
"""The day the sample book is made for, a Monday, and the moment at which its pictures are taken: 09:10 in Vietnam."""
SEED = 1
RECIPES = ROOT / "packaging" / "manual_pictures.toml"
SIZE = (1100, 640)
LARGEST, TOGETHER = 60_000, 3_000_000
"""So many bytes a picture may have, and all of them."""


def faults() -> list[str]:
    """What is wrong with the manual and its pictures, a line each."""
    from carebook import places
    from carebook.reports.manual.checking import faults_of
    from carebook.reports.manual.contents import contents
    from carebook.reports.manual.pages import page
    from carebook.ui.main_window.places import manual_places

    pictures = {path.name: path for path in places.resource("manual/pictures").glob("*.png")}
    files = [path.stem for path in places.resource("manual").glob("*/*.md")]
    lines = faults_of(contents(), page, files=files, pictures=pictures, wanted=manual_places())
    there, told = {path.stem for path in pictures.values()}, set(recipes())
    lines += [f"pictures: {name} has no recipe" for name in sorted(there - told)]
    lines += [f"pictures: {name} was not taken" for name in sorted(told - there)]
    sizes = {name: path.stat().st_size for name, path in pictures.items()}
    lines += [f"pictures: {name} has {size} bytes" for name, size in sorted(sizes.items()) if size > LARGEST]
    lines += [f"pictures: {sum(sizes.values())} bytes together"] if sum(sizes.values()) > TOGETHER else []
    return lines


def write_pdf(out: Path) -> int:
    """Set the whole manual; returns the size of the file."""
    from carebook import __version__
    from carebook.reports.manual.booklet import booklet

    made = booklet(version=__version__, made_on=date.today(), invariant=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    return out.write_bytes(made)


def book_in(folder: Path) -> Path:
    """The sample book of the fixed day in ``folder``, made now if it is not there."""
    from carebook.store.book import KEYS
    from carebook.stories.demo import make_demo

    book = folder / "book"
    if not (book / KEYS).exists():
        make_demo(book, seed=SEED, today=DAY, progress=_say_percent)
        print()
    return book


def _say_percent(done: int, total: int) -> None:
    print(f"\rsample book {100 * done // total} %", end="", flush=True)


@contextmanager
def own_choices() -> Iterator[Choices]:
    """Choices that are of no PC, in the place of this one's while pictures are taken."""
    from carebook.ui.parts.choices import Choices

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as passing:
        file = Path(passing) / "carebook.ini"
        with patch("carebook.places.settings_file", return_value=file):
            yield Choices(file)


def take_pictures(names: Sequence[str], kept: Path | None) -> list[str]:
    """Take the pictures of these names, all without; a line for each that could not be taken."""
    known = recipes()
    failed = [f"{name}: there is no recipe" for name in names if name not in known]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as passing, own_choices():
        camera = Camera(book_in(kept or Path(passing)), MOMENT)
        for name in names or known:
            if name not in known:
                continue
            try:
                size = camera.take(known[name], ROOT / "resources" / "manual" / "pictures" / f"{name}.png", LARGEST)
            except LookupError as error:
                failed.append(f"{name}: {error}")
            else:
                print(f"{name}: {size} bytes", flush=True)
        camera.put_away()
    return failed


@dataclass(frozen=True)
class Recipe:
    """How one picture is taken; the head of `manual_pictures.toml` explains each word."""

    page: str = ""
    entrance: str = ""
    step: int = 0
    about: Mapping[str, Any] = field(default_factory=dict)
    person: str = ""
    who: str = "huongduong"
    press: tuple[str, ...] = ()
    dialog: bool = False
    part: str = ""
    crop: tuple[int, ...] = ()
    size: tuple[int, ...] = SIZE


@cache
def recipes(file: Path = RECIPES) -> dict[str, Recipe]:
    """The recipe of every picture by its name; TypeError when one holds a word that no recipe knows."""
    read = tomllib.loads(file.read_text("utf-8"))
    told: dict[str, dict[str, Any]] = {
        name: {word: tuple(said) if isinstance(said, list) else said for word, said in one.items()}
        for name, one in read.items()
    }
    return {name: Recipe(**one) for name, one in told.items()}


class Camera:
    """Takes pictures of one sample book, in Vietnamese and in light colours. LookupError: a recipe names what is not there."""

    def __init__(self, book: Path, now: datetime) -> None:
        from PySide6.QtWidgets import QApplication

        from carebook import words
        from carebook.ui.application.qt_words import QtWords
        from carebook.ui.parts import theme

        words.choose("vi")
        there = QApplication.instance()
        if isinstance(there, QApplication):
            self._app = there
        else:
            self._app = QApplication([])
            self._app.installTranslator(QtWords(self._app))
        theme.apply(self._app, "light")
        self._folder, self._now = book, now
        self._who = ""
        self._window: MainWindow | None = None
        self._people: dict[str, PersonRow] = {}

    def take(self, recipe: Recipe, out: Path, largest: int) -> int:
        """Take one picture and keep it in ``out`` with so few colours that it has at most ``largest`` bytes; its size."""
        window = self._entrance(recipe) if recipe.entrance else self._at_work(recipe)
        window.resize(*recipe.size)
        self._settle(window)
        for what in recipe.press:
            self._press(window, what)
            self._settle(self._app.activeModalWidget() or window)
        taken = self._grab(window, recipe)
        while (dialog := self._app.activeModalWidget()) is not None:
            dialog.close()
            self._wait(50)
        if recipe.entrance:
            window.close()
            window.deleteLater()
        return _keep(taken, out, largest)

    def put_away(self) -> None:
        """Close the book."""
        if self._window is not None:
            book = self._window.desk.book
            self._window.hide()
            self._window.desk.close()
            self._window.deleteLater()
            book.close()
        self._window, self._who = None, ""

    def _entrance(self, recipe: Recipe) -> QWidget:
        from entrances import entrance_page

        from carebook.ui.sign_in.frame import Entrance

        page = entrance_page(recipe.entrance, lambda: self._now, step=recipe.step)
        window = Entrance()
        window.show_page(page)
        window.show()
        return window

    def _at_work(self, recipe: Recipe) -> MainWindow:
        from carebook.ui.parts.desk import Place

        window = self._window_of(recipe.who)
        window.resize(*recipe.size)
        window.show()
        about = dict(recipe.about)
        if recipe.person:
            if recipe.person not in self._people:
                raise LookupError(recipe.person)
            who = self._people[recipe.person]
            about |= _asked(recipe.page, {"person_id": who.person_id, "episode_id": who.episode_id or ""})
        window.go(Place("today"))
        window.go(Place(recipe.page, about))
        if window.where().places[-1] != ("pages", recipe.page):
            raise LookupError(f"{recipe.who} does not see {recipe.page}")
        return window

    def _window_of(self, who: str) -> MainWindow:
        from carebook.actions.opening import open_book
        from carebook.store import code_lists, facility
        from carebook.store.people import PeopleFilter, people
        from carebook.stories.opening import PASSWORD
        from carebook.ui.main_window import MainWindow
        from carebook.ui.parts.desk import Desk

        if self._window is not None and self._who == who:
            return self._window
        self.put_away()
        opened = open_book(self._folder, who, PASSWORD, now=self._now)
        with opened.book.reading_for(opened.actor, self._now) as reader:
            codes, center = code_lists.words(reader), facility.facility(reader)
            self._people = {one.name: one for one in people(reader, PeopleFilter(who="all"), DAY)}
        self._window, self._who = (
            MainWindow(Desk(opened.book, opened.actor, center, codes, clock=lambda: self._now)),
            who,
        )
        return self._window

    # pressing and waiting

    def _press(self, window: QWidget, what: str) -> None:
        from PySide6.QtCore import QTimer
        from PySide6.QtGui import QKeySequence
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QTabBar

        top = self._app.activeModalWidget() or window
        kind, _space, rest = what.partition(" ")
        if kind == "key":
            QTest.keySequence(self._app.focusWidget() or top, QKeySequence(rest))
            return
        if kind == "row" and rest.isdigit():
            for view in top.findChildren(QAbstractItemView):
                if view.isVisible() and view.model() is not None and view.model().rowCount() >= int(rest):
                    view.setFocus()
                    view.setCurrentIndex(view.model().index(int(rest) - 1, 0))
                    return
            raise LookupError(what)
        for button in top.findChildren(QAbstractButton):
            if button.isVisible() and button.isEnabled() and what in (button.text(), button.accessibleName()):
                QTimer.singleShot(0, button.click)
                self._wait(50)
                return
        for bar in top.findChildren(QTabBar):
            for at in range(bar.count()):
                if bar.isVisible() and bar.tabText(at) == what:
                    bar.setCurrentIndex(at)
                    return
        raise LookupError(f"nothing to press called “{what}”")

    def _settle(self, widget: QWidget) -> None:
        """Wait until nothing is asked any more, nothing is being opened, and what is seen has not changed for a while; half a
        minute at most."""
        from carebook.ui.parts.states import States

        before, still = None, 0
        self._wait(350)
        for _turn in range(300):
            opening = any(one.is_opening() and one.isVisible() for one in widget.findChildren(States))
            now = widget.grab().toImage()
            still = still + 1 if self._is_idle() and not opening and before is not None and now == before else 0
            if still == 4:
                return
            before = now
            self._wait(100)

    def _is_idle(self) -> bool:
        """Whether everything that pages asked for is answered; pages before sign-in ask for nothing."""
        return self._window is None or self._window.desk.clerk.is_idle

    def _wait(self, milliseconds: int) -> None:
        from PySide6.QtTest import QTest

        QTest.qWait(milliseconds)

    def _grab(self, window: QWidget, recipe: Recipe) -> QPixmap:
        from PySide6.QtWidgets import QWidget as Widget

        seen = window
        if recipe.dialog:
            dialog = self._app.activeModalWidget()
            if dialog is None:
                raise LookupError("no dialog is open")
            seen = dialog
        if recipe.part:
            parts = (one for one in seen.findChildren(Widget) if type(one).__name__ == recipe.part and one.isVisible())
            part = next(parts, None)
            if part is None:
                raise LookupError(recipe.part)
            place = part.rect().translated(part.mapTo(seen, part.rect().topLeft())).adjusted(-8, -8, 8, 8)
            taken = seen.grab(place.intersected(seen.rect()))
        else:
            taken = seen.grab()
        return taken.copy(*recipe.crop) if recipe.crop else taken


def _asked(page: str, told: Mapping[str, str]) -> dict[str, str]:
    """Of what is told about a person, what the page asks for by name."""
    import inspect
    from importlib import import_module

    from carebook.ui.main_window.navigation import entry_of

    entry = entry_of(page)
    turn: Callable[..., object] = getattr(import_module(f"carebook.ui.pages.{entry.module}"), entry.cls).turn_to
    return {name: value for name, value in told.items() if name in inspect.signature(turn).parameters}


def _keep(taken: QPixmap, out: Path, largest: int) -> int:
    """Keep a picture with a palette of its own, the largest that gives no more than ``largest`` bytes."""
    from PIL import Image
    from PySide6.QtCore import QBuffer, QIODevice

    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    taken.save(held, "PNG")
    whole = Image.open(io.BytesIO(bytes(held.data().data()))).convert("RGB")
    made = b""
    for colours in (128, 64, 32, 16):
        file = io.BytesIO()
        whole.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
            file, "PNG", optimize=True
        )
        made = file.getvalue()
        if len(made) <= largest:
            break
    out.parent.mkdir(parents=True, exist_ok=True)
    return out.write_bytes(made)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the three; 1 when something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    what = parser.add_subparsers(dest="what", required=True)
    pictures = what.add_parser("pictures", help="take the pictures")
    pictures.add_argument("names", nargs="*", metavar="NAME")
    pictures.add_argument("--book", type=Path, default=None, metavar="FOLDER")
    pdf = what.add_parser("pdf", help="set the manual as one PDF")
    pdf.add_argument("out", nargs="?", type=Path, default=PDF)
    what.add_parser("check", help="name what is wrong")
    given = parser.parse_args(arguments)
    match given.what:
        case "pictures":
            lines = take_pictures(given.names, given.book)
        case "pdf":
            print(f"{given.out}: {write_pdf(given.out)} bytes")
            return 0
        case _:
            lines = faults()
    print("\n".join(lines), end="\n" if lines else "", file=sys.stderr)
    return int(bool(lines))


if __name__ == "__main__":
    sys.exit(main())

"""What this PC remembers between two starts, in one small file: the look, the last book, where backups go, who signed in here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from carebook import places
from carebook.ui.parts import theme
from carebook.ui.parts.theme import Choice

THEMES: tuple[Choice, ...] = ("system", "light", "dark")
IDLE_MINUTES = (5, 10, 15)
BACKUP_HOUR = 12
_MOST_PEOPLE = 20


@dataclass(frozen=True)
class SignedIn:
    """Somebody who signed in on this PC: the sign-in name as it was typed, and when it was last."""

    account_id: str
    login: str
    at: datetime


class Choices:
    """The choices kept in ``file``; each is written at once. Nothing about a resident is ever kept here."""

    def __init__(self, file: Path) -> None:
        self._kept = QSettings(str(file), QSettings.Format.IniFormat)

    # the look

    @property
    def theme(self) -> Choice:
        """Light, dark or as the system is."""
        found = self._text("look/theme")
        return next((theme for theme in THEMES if theme == found), "system")

    @theme.setter
    def theme(self, theme: Choice) -> None:
        self._keep("look/theme", theme)

    @property
    def points(self) -> float:
        """The size of base text."""
        try:
            return float(self._text("look/points") or 10.0)
        except ValueError:
            return 10.0

    @points.setter
    def points(self, points: float) -> None:
        self._keep("look/points", f"{points:g}")

    @property
    def language(self) -> str:
        """The language of the window: "vi" or "en"."""
        return "en" if self._text("look/language") == "en" else "vi"

    @language.setter
    def language(self, language: str) -> None:
        self._keep("look/language", language)

    @property
    def idle_minutes(self) -> int:
        """After how many minutes without a hand on the PC the screen is locked."""
        found = self._text("look/idle_minutes")
        return int(found) if found.isdigit() and int(found) in IDLE_MINUTES else 10

    @idle_minutes.setter
    def idle_minutes(self, minutes: int) -> None:
        self._keep("look/idle_minutes", str(minutes))

    @property
    def stamper(self) -> str:
        """The address of the timestamping service this PC asks; "" when it asks none."""
        return self._text("signing/stamper")

    @stamper.setter
    def stamper(self, address: str) -> None:
        self._keep("signing/stamper", address)

    # the last book

    @property
    def book(self) -> Path | None:
        """The folder of the book opened last; None before the first."""
        found = self._text("book/folder")
        return Path(found) if found else None

    @book.setter
    def book(self, folder: Path) -> None:
        self._keep("book/folder", str(folder))

    # of each book

    def center(self, book: Path) -> str:
        """The name of the book's center, "" before it was opened here."""
        return self._text(_place(book, "center"))

    def keep_center(self, book: Path, name: str) -> None:
        """Remember the name of the book's center for the sign-in page."""
        self._keep(_place(book, "center"), name)

    def backup_folders(self, book: Path) -> tuple[Path, ...]:
        """Where the book is backed up to by itself; empty while no place is chosen."""
        found = self._text(_place(book, "backup"))
        try:
            told = json.loads(found) if found.startswith("[") else [found] if found else []
        except ValueError:
            return ()
        return tuple(Path(one) for one in told if isinstance(one, str))

    def keep_backup_folders(self, book: Path, folders: Sequence[Path]) -> None:
        """Choose where the book is backed up to; an empty choice backs nothing up by itself."""
        told = dict.fromkeys(str(folder) for folder in folders)
        self._keep(_place(book, "backup"), json.dumps(list(told)) if told else "")

    def add_backup_folder(self, book: Path, folder: Path) -> None:
        """One more place to back the book up to."""
        self.keep_backup_folders(book, (*self.backup_folders(book), folder))

    def backup_hour(self, book: Path) -> int:
        """From which hour of the day on the book is backed up once more while the program runs."""
        found = self._text(_place(book, "backup_hour"))
        return int(found) if found.isdigit() and int(found) < 24 else BACKUP_HOUR

    def keep_backup_hour(self, book: Path, hour: int) -> None:
        """Choose that hour."""
        self._keep(_place(book, "backup_hour"), str(hour))

    def sample_password(self, book: Path) -> str:
        """The password everybody has in a sample book; "" for any other."""
        return self._text(_place(book, "sample"))

    def keep_sample_password(self, book: Path, password: str) -> None:
        """Remember the password of a sample book, in which nothing is real."""
        self._keep(_place(book, "sample"), password)

    def signed_in(self, book: Path) -> list[SignedIn]:
        """Who signed in to the book on this PC, the last one first."""
        try:
            found = [
                SignedIn(one["account_id"], one["login"], datetime.fromisoformat(one["at"]))
                for one in json.loads(self._text(_place(book, "people")) or "[]")
            ]
        except (ValueError, KeyError, TypeError):
            return []
        return sorted(found, key=lambda one: one.at, reverse=True)

    def keep_signed_in(self, book: Path, who: SignedIn) -> None:
        """Remember that somebody signed in now."""
        others = [one for one in self.signed_in(book) if one.account_id != who.account_id]
        told = [asdict(one) | {"at": one.at.isoformat()} for one in (who, *others)][:_MOST_PEOPLE]
        self._keep(_place(book, "people"), json.dumps(told))

    def forget(self, book: Path, account_id: str) -> None:
        """Do not offer somebody on the sign-in page any more."""
        left = [
            asdict(one) | {"at": one.at.isoformat()} for one in self.signed_in(book) if one.account_id != account_id
        ]
        self._keep(_place(book, "people"), json.dumps(left))

    def _text(self, name: str) -> str:
        found = self._kept.value(name, "")
        return found if isinstance(found, str) else ""

    def _keep(self, name: str, text: str) -> None:
        self._kept.setValue(name, text)
        self._kept.sync()


def wear(choices: Choices) -> None:
    """Dress the whole program as it is chosen now."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        theme.apply(app, choices.theme, choices.points)


def stamper() -> str:
    """The address of the timestamping service as it is chosen now; "" for none. May be asked from any thread."""
    return Choices(places.settings_file()).stamper


def _place(book: Path, name: str) -> str:
    return f"book-{mark_of(book)}/{name}"


def mark_of(book: Path) -> str:
    """A short name for a folder: the same for every way of writing it, and not telling it."""
    return hashlib.sha256(str(book.resolve()).encode()).hexdigest()[:12]

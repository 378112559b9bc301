"""A bundle for whoever helps from afar: versions, counts, findings and our own log lines; nobody's name, no value of the book.

What goes in is chosen, not what stays out: only facts this module counts or recognises are written. Paths, the names of the PC
and of its user, texts of the book and lines of other programs never are.
"""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import sys
import time
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from carebook import __version__
from carebook.actions.change import Change, deed
from carebook.records.staff import Actor
from carebook.store import backup, checking, driver, errors, folders, keys, staff
from carebook.store.book import DATABASE, FILES, KEYS, VIETNAM, Book
from carebook.store.migrations_needed import NEWEST
from carebook.store.pages.tables import schema_of
from carebook.words import N_, message

LAST_LINES = 400
_LINE = re.compile(r"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}) (WARNING|ERROR|CRITICAL|INFO) (.*)$")
_KIND = re.compile(r"^([A-Za-z_][\w.]*(?:Error|Exception|Stopped|Warning|Full|Busy|Gone|Book)?)$", re.ASCII)
_PLACE = re.compile(r"^\s+(?:.*/)?([a-z_0-9]+\.py):(\d+) ([A-Za-z_<>0-9]+)$", re.ASCII)
_VERSIONS = re.compile(r"^CareBook [\d.]+ · Python [\d.]+ · Qt [\d.]+ · (Linux|Windows|Darwin) [\w.+-]+$", re.ASCII)
_TIMES = re.compile(r"^([A-Za-z_][\w.]*) at (?:.*/)?([a-z_0-9]+\.py):(\d+) ([A-Za-z_<>0-9]+): (\d+) times$", re.ASCII)
_OWN_FILES = frozenset(path.name for path in Path(__file__).resolve().parents[1].rglob("*.py"))
_WORDS_OF_KEYS = re.compile(r"^[a-z_]{2,30}$", re.ASCII)


@deed(N_("Support bundle"), "backup")
def save_support_bundle(
    book: Book,
    file: Path,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    window: Mapping[str, object] | None = None,
    log: Path | None = None,
    settings: Iterable[str] = (),
) -> Change:
    """Write what `support_bundle` gives into the zip ``file``; ``Change.result`` is the names of its parts.

    Raises `BackupFolderReadOnly`, `BackupDriveFull`, `FolderGone` when it cannot be written.
    """
    parts = support_bundle(book, now=now, window=window, log=log, settings=settings)
    with backup.writing_to(file.parent, sum(map(len, parts.values())) * 4):
        temporary = file.with_name(f".{file.name}.unfinished")
        try:
            with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as packed:
                for name, text in parts.items():
                    packed.writestr(zipfile.ZipInfo(name, now.astimezone(VIETNAM).timetuple()[:6]), text)
            temporary.replace(file)
        finally:
            temporary.unlink(missing_ok=True)
    if book.read_only is None:
        with book.changing(by.account_id, now, op, "save_support_bundle") as writer:
            staff.note_reading(writer, "save_support_bundle")
    said = message("The support bundle is saved. It holds nobody's name or data.")
    return Change(frozenset({"backup"}), (), op, said, undoable=False, result=tuple(parts))


def support_bundle(
    book: Book,
    *,
    now: datetime,
    window: Mapping[str, object] | None = None,
    log: Path | None = None,
    settings: Iterable[str] = (),
) -> dict[str, str]:
    """What would be in the bundle, by the name of each part, for a preview.

    ``window`` is what the window knows of screens, fonts and plugins; ``log`` the file of the log; ``settings`` the names of what
    this PC remembers (values are never taken).
    """
    return {
        "program.json": _json(_program(now)),
        "drive.json": _json(_drives(book.folder)),
        "book.json": _json(_book(book)),
        "checks.json": _json(_checks(book, now)),
        "backups.json": _json(_backups(book.folder)),
        "window.json": _json(dict(window or {})),
        "settings.json": _json(_setting_names(settings)),
        "log.txt": "\n".join(scrubbed(_tail(log))) + "\n",
    }


def _json(found: object) -> str:
    return json.dumps(found, indent=1, ensure_ascii=False)


def _program(now: datetime) -> dict[str, Any]:
    return {
        "carebook": __version__,
        "python": platform.python_version(),
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "frozen": bool(getattr(sys, "frozen", False)),
        "cipher": driver.versions(),
        "at": now.astimezone(VIETNAM).isoformat(timespec="minutes"),
    }


def _drives(folder: Path) -> dict[str, Any]:
    try:
        usage = shutil.disk_usage(folder)
        total, free = usage.total, usage.free
    except OSError:
        total, free = 0, 0
    return {
        "file_system": folders.file_system(folder),
        "total_mb": total // 1_000_000,
        "free_mb": free // 1_000_000,
        "writable": folders.is_writable(folder),
        "files": {
            name: (folder / name).stat().st_size
            for base in (DATABASE, FILES, KEYS)
            for name in (base, f"{base}-wal")
            if (folder / name).exists()
        },
    }


def _book(book: Book) -> dict[str, Any]:
    """The schema by the program's own names: what else a damaged or foreign file may be called is only counted."""
    found: dict[str, Any] = {"read_only": book.read_only is not None}
    begun = time.perf_counter()
    try:
        with book.inspecting() as connection:
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            known = schema_of(min(version, NEWEST)).statements
            there = {(r[0], r[1]) for r in connection.execute("SELECT type, name FROM sqlite_master")}
            found["schema"] = version
            found["tables"] = {
                name: _count(connection, name) for kind, name in sorted(there & known.keys()) if kind == "table"
            }
            found["indexes"] = sorted(name for kind, name in there & known.keys() if kind == "index")
            found["missing"] = sorted(f"{kind} {name}" for kind, name in known.keys() - there)
            found["unknown"] = len([one for one in there - known.keys() if not one[1].startswith("sqlite_")])
    except errors.BookError as error:
        found["failure"] = type(error).__name__
    with suppress(errors.BookError):
        found["slots"] = len(keys.read_keys(book.folder / KEYS).slots)
    found["milliseconds"] = round((time.perf_counter() - begun) * 1000)
    return found


def _count(connection: Any, table: str) -> int | str:
    try:
        return int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])
    except Exception as error:
        if driver.is_damage(error):
            return "damaged"
        raise


def _checks(book: Book, now: datetime) -> dict[str, Any]:
    start, full = checking.last_checks(book.folder)
    present = checking.check_at_start(book, now)
    return {
        name: None
        if one is None
        else {
            "at": one.at.astimezone(VIETNAM).isoformat(timespec="minutes"),
            "pages": one.pages,
            "lines": one.lines,
            "milliseconds": one.milliseconds,
            "findings": [checking.told(finding) for finding in one.findings],
        }
        for name, one in (("now", present), ("last_opening", start), ("last_full", full))
    }


def _backups(folder: Path) -> list[dict[str, Any]]:
    return [
        {
            "made_at": one.made_at.astimezone(VIETNAM).isoformat(timespec="minutes"),
            "size": one.size,
            "entries": one.entries,
        }
        for one in backup.known_backups(folder)[:20]
    ]


def _setting_names(names: Iterable[str]) -> list[str]:
    """The names this program gives to what it remembers; the mark of a book's folder is left out."""
    parts = (name.rsplit("/", 1)[-1] for name in names)
    return sorted({part for part in parts if _WORDS_OF_KEYS.match(part)})


def _tail(log: Path | None) -> list[str]:
    if log is None:
        return []
    try:
        return log.read_text(encoding="utf-8", errors="replace").splitlines()[-LAST_LINES:]
    except OSError:
        return []


def scrubbed(lines: Iterable[str]) -> list[str]:
    """Only what this program wrote itself in a form without values: the kind of a fault, and the places it came through."""
    found = []
    for line in lines:
        headed = _LINE.match(line)
        head, text = (f"{headed[1]} {headed[2]} ", headed[3]) if headed else ("", line)
        kept = _kept(text)
        if kept or headed:
            found.append(head + (kept or "…"))
    return found


def _kept(text: str) -> str:
    if _VERSIONS.match(text):
        return text
    if (many := _TIMES.match(text)) and many[2] in _OWN_FILES and _is_a_kind(many[1]):
        return f"{many[1]} at {many[2]}:{many[3]} {many[4]}: {many[5]} times"
    if (place := _PLACE.match(text)) and place[1] in _OWN_FILES:
        return f"  {place[1]}:{place[2]} {place[3]}"
    if (kind := _KIND.match(text.strip())) and _is_a_kind(kind[1]):
        return kind[1]
    return ""


def _is_a_kind(name: str) -> bool:
    """Whether it is the name of an error of Python or of this program; any other word may be anybody's."""
    import builtins

    return any(
        isinstance(found := getattr(module, name, None), type) and issubclass(found, BaseException)
        for module in (builtins, errors)
    )

"""Putting a restored book in its place: a small file beside it says how far that is, so that a power cut is finished or undone.

The book is made in a workshop beside its folder. Only when it is whole and checked does it take the folder's name; a book that
stood there is put aside under a dated name, never deleted. At the next start `settle_restore` finishes what was begun.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from carebook.store import errors, folders, keys
from carebook.store.book import KEYS, VIETNAM

_HALF = ".carebook-restoring"


@dataclass(frozen=True)
class Restored:
    """A book that took its place. ``aside`` is where the book before it lies now, None when there was none."""

    folder: Path
    aside: Path | None


@dataclass(frozen=True)
class Settled:
    """What the next start made of a restore that was broken off: ``finished`` or undone; ``aside`` as in `Restored`."""

    finished: bool
    aside: Path | None


def workshop_of(folder: Path) -> Path:
    """Where the book that is to lie in ``folder`` is made."""
    return folder.with_name(f".{folder.name}.restoring")


def aside_of(folder: Path, now: datetime) -> Path:
    """A free dated name beside ``folder`` for the book that lies there now."""
    stem = f"{folder.name}-truoc-khoi-phuc-{now.astimezone(VIETNAM):%Y-%m-%d-%H%M}"
    found, number = folder.with_name(stem), 1
    while found.exists():
        number += 1
        found = folder.with_name(f"{stem}-{number}")
    return found


@contextmanager
def swapping(folder: Path, *, in_place: bool, now: datetime) -> Iterator[tuple[Path, Callable[[], Restored]]]:
    """An empty workshop for the book of ``folder``, and what gives the book its place once it is whole.

    ``in_place`` puts the book that lies there aside. Raises `BookExists` when something lies there that is not to be replaced,
    `BookInUse` when it is open. What is left of the workshop is gone at the end.
    """
    settle_restore(folder)
    if folder.exists() and not in_place and any(folder.iterdir()):
        raise errors.BookExists(folder=str(folder))
    workshop, state = workshop_of(folder), _state_of(folder)
    aside = aside_of(folder, now) if (folder / KEYS).exists() else None
    try:
        if aside is not None:
            folders.hold(folder).release()
        workshop.mkdir()
        _write(state, "making", aside, workshop)

        def take_place() -> Restored:
            if aside is not None:
                folders.hold(folder).release()
            _write(state, "placing", aside, workshop)
            _place(folder, workshop, aside)
            state.unlink(missing_ok=True)
            keys.settle(folder.parent)
            return Restored(folder, aside)

        yield workshop, take_place
    except OSError as error:
        raise keys.world_error(error, folder.parent) from error
    finally:
        with suppress(OSError):  # what cannot be finished now is finished at the next start
            settle_restore(folder)


def settle_restore(folder: Path) -> Settled | None:
    """Finish or undo a restore into ``folder`` that was broken off; None when there is none.

    Undone when the new book was not whole yet: the old one was not touched. Finished when it was.
    """
    workshop, state = workshop_of(folder), _state_of(folder)
    told = _read(state)
    if told is None:
        shutil.rmtree(workshop, ignore_errors=True)
        state.unlink(missing_ok=True)
        return None
    aside = folder.with_name(told["aside"]) if told["aside"] else None
    if told["stage"] == "placing" and (workshop.exists() or (folder / KEYS).exists()):
        _place(folder, workshop, aside)
        state.unlink(missing_ok=True)
        return Settled(True, aside)
    shutil.rmtree(workshop, ignore_errors=True)
    if aside is not None and aside.exists() and not folder.exists():
        aside.replace(folder)
    state.unlink(missing_ok=True)
    return Settled(False, None)


def _place(folder: Path, workshop: Path, aside: Path | None) -> None:
    """Each step may have been done already."""
    if not workshop.exists():
        return
    if folder.exists():
        if aside is not None and not aside.exists():
            folder.replace(aside)
        elif not any(folder.iterdir()):
            folder.rmdir()
    workshop.replace(folder)


def _state_of(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.restoring.json")


def _write(state: Path, stage: str, aside: Path | None, workshop: Path) -> None:
    """Half written it lies in the workshop, which a broken-off restore leaves to nobody."""
    half = workshop / _HALF
    with half.open("wb") as file:
        file.write(json.dumps({"stage": stage, "aside": aside.name if aside else ""}).encode())
        file.flush()
        os.fsync(file.fileno())
    half.replace(state)
    keys.settle(state.parent)


def _read(state: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(state.read_text(encoding="utf-8"))
        return {"stage": str(found["stage"]), "aside": str(found["aside"])}
    except (OSError, ValueError, KeyError, TypeError):
        return None

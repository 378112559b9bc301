"""Wrong passwords slow down the next try; the count lies beside the book, so that starting again does not forget it.

How long ago a try was is told by the seconds since the PC was switched on, not by its date: whoever sets the clock changes nothing.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

from carebook.store import errors
from carebook.store.keys import replace_file

FILE = "carebook.attempts"
FREE, FIRST_WAIT, LONGEST_WAIT = 5, 30, 900  # tries without waiting, then seconds


def seconds_up() -> float:
    """Seconds since the PC was switched on."""
    return time.monotonic()


def refuse_hasty(folder: Path, account_id: str) -> None:
    """Raise `SlowDown` while the account has to wait after too many wrong passwords."""
    wrong, last = _read(folder).get(account_id, (0, 0.0))
    left = _wait(wrong) - _since(last)
    if left > 0:
        raise errors.SlowDown(times=wrong, seconds=int(left) or 1)


def note_wrong(folder: Path, account_id: str) -> None:
    """Count one wrong password; from the fifth on the account waits, each time twice as long, up to 15 minutes."""
    counts = _read(folder)
    _write(folder, {**counts, account_id: (counts.get(account_id, (0, 0.0))[0] + 1, seconds_up())})


def forget(folder: Path, account_id: str) -> None:
    """The right password came: start counting anew."""
    counts = _read(folder)
    if counts.pop(account_id, None) is not None:
        _write(folder, counts)


def _wait(wrong: int) -> int:
    return 0 if wrong < FREE else min(FIRST_WAIT * 2 ** min(wrong - FREE, 10), LONGEST_WAIT)


def _since(last: float) -> float:
    """Seconds since then, never more than there were: a PC switched on later has been up for less, and all of it counts."""
    up = seconds_up()
    return up - last if up >= last else up


def _read(folder: Path) -> dict[str, tuple[int, float]]:
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return {name: (int(wrong), float(last)) for name, (wrong, last) in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}  # a lost or torn count only shortens a wait


def _write(folder: Path, counts: dict[str, tuple[int, float]]) -> None:
    try:
        replace_file(folder / FILE, json.dumps(counts).encode())
    except errors.BookError:
        return  # a book that can only be read is still opened

"""What a calendar shows as plain data: columns, blocks in them, who stands beside whom, and where the arrow keys lead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from functools import cached_property

STEP = 15
"""Minutes of one step when a block is moved, and of the times that are offered."""
_FIRST, _LAST = 7 * 60, 17 * 60  # the hours that are always shown
_DAY = 24 * 60


def minute_of(at: time) -> int:
    """Minutes since midnight."""
    return at.hour * 60 + at.minute


def time_of(minute: int) -> time:
    """The time so many minutes after midnight."""
    return time(minute // 60, minute % 60)


@dataclass(frozen=True)
class BoardColumn:
    """One column: a day, or on one day a person or a room.

    ``note`` tells why nobody works there (a holiday, leave); ``load`` how many people a therapist has, ``over`` that they are
    too many; ``now`` is the minute of the present moment where the column is today's.
    """

    key: str
    head: str
    on: date
    owner: str = ""
    note: str = ""
    load: str = ""
    over: bool = False
    now: int | None = None

    @property
    def said(self) -> str:
        """All of the head in words, for where it has no room."""
        return " · ".join(part for part in (self.head, self.load, self.note) if part)

    @property
    def is_today(self) -> bool:
        """Whether it is today's among other days."""
        return self.now is not None and not self.owner


@dataclass(frozen=True)
class Block:
    """One session in its column, from ``start`` (minutes since midnight); ``said`` is all of it in words, for who does not see it."""

    id: str
    column: str
    start: int
    minutes: int
    title: str
    is_person: bool = True
    line: str = ""
    shape: str = "ring"
    tone: str = "text2"
    loud: bool = False
    faint: bool = False
    movable: bool = False
    said: str = ""

    @property
    def end(self) -> int:
        return self.start + self.minutes


@dataclass(frozen=True)
class Spot:
    """Where the cursor stands: a column, a minute, and the block there ("" on free time)."""

    column: int = 0
    minute: int = _FIRST + 60
    block: str = ""


@dataclass(frozen=True)
class Lane:
    """The place of a block among those at the same time: the ``n``-th of ``of`` side by side, as wide as ``span`` of them."""

    n: int = 0
    of: int = 1
    span: int = 1


def lanes(blocks: Sequence[Block]) -> dict[str, Lane]:
    """Side by side what overlaps: every block the first free lane of its knot, and the lanes right of it that stay free."""
    placed: dict[str, Lane] = {}
    knot: list[tuple[Block, int]] = []
    ends: list[int] = []

    def close() -> None:
        for block, n in knot:
            right = (m for other, m in knot if m > n and other.start < block.end and block.start < other.end)
            placed[block.id] = Lane(n, len(ends), min(right, default=len(ends)) - n)
        knot.clear()
        ends.clear()

    for block in sorted(blocks, key=lambda one: (one.start, -one.minutes, one.title, one.id)):
        if ends and block.start >= max(ends):
            close()
        free = next((n for n, end in enumerate(ends) if end <= block.start), len(ends))
        if free == len(ends):
            ends.append(block.end)
        else:
            ends[free] = block.end
        knot.append((block, free))
    close()
    return placed


@dataclass(frozen=True)
class Board:
    """Columns with their blocks."""

    columns: tuple[BoardColumn, ...] = ()
    blocks: tuple[Block, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Block]:
        return {block.id: block for block in self.blocks}

    @cached_property
    def by_column(self) -> tuple[tuple[Block, ...], ...]:
        """The blocks of each column in the order of the day."""
        found: dict[str, list[Block]] = {column.key: [] for column in self.columns}
        for block in self.blocks:
            found[block.column].append(block)
        return tuple(tuple(sorted(found[c.key], key=lambda b: (b.start, b.title, b.id))) for c in self.columns)

    @cached_property
    def lane_of(self) -> dict[str, Lane]:
        """The lane of every block in its column."""
        return {block_id: lane for blocks in self.by_column for block_id, lane in lanes(blocks).items()}

    @cached_property
    def hours(self) -> tuple[int, int]:
        """The first and last whole hour shown, in minutes: what is planned, and at least the working day."""
        first = min((_FIRST, *(block.start for block in self.blocks)))
        last = max((_LAST, *(block.end for block in self.blocks)))
        return first // 60 * 60, min(_DAY, -(-last // 60) * 60)

    def column_at(self, key: str) -> int:
        """The place of a column, 0 when there is none of that key."""
        return next((n for n, column in enumerate(self.columns) if column.key == key), 0)

    def spot_of(self, block_id: str) -> Spot | None:
        """The cursor on a block; None when it is not here."""
        block = self.by_id.get(block_id)
        return None if block is None else Spot(self.column_at(block.column), block.start, block.id)

    # where the arrows lead

    def near(self, spot: Spot) -> Spot:
        """The same place on this board: its block, else the block of that column nearest in time, else free time."""
        if (there := self.spot_of(spot.block)) is not None:
            return there
        column = min(max(spot.column, 0), max(len(self.columns) - 1, 0))
        return self._beside(column, spot.minute)

    def _beside(self, column: int, minute: int) -> Spot:
        blocks = self.by_column[column] if self.columns else ()
        if not blocks:
            return Spot(column, self._within(minute))
        nearest = min(blocks, key=lambda one: (abs(one.start - minute), one.start))
        return Spot(column, nearest.start, nearest.id)

    def _within(self, minute: int) -> int:
        first, last = self.hours
        return min(max(minute, first), last - STEP)

    def walk(self, spot: Spot, across: int, down: int) -> Spot:
        """One step of the arrows: up and down from block to block (in an empty column by half an hour), left and right to the
        nearest in time of the next column."""
        if not self.columns:
            return spot
        if across:
            column = spot.column + across
            return self._beside(column, spot.minute) if 0 <= column < len(self.columns) else spot
        blocks = self.by_column[spot.column]
        if not blocks:
            return Spot(spot.column, self._within(spot.minute + 2 * STEP * down))
        ids = [block.id for block in blocks]
        if spot.block in ids:
            at = min(max(ids.index(spot.block) + down, 0), len(ids) - 1)
        else:
            later = [n for n, block in enumerate(blocks) if block.start >= spot.minute]
            earlier = [n for n, block in enumerate(blocks) if block.start < spot.minute]
            at = (later[0] if later else len(blocks) - 1) if down > 0 else (earlier[-1] if earlier else 0)
        return Spot(spot.column, blocks[at].start, blocks[at].id)

    def walk_free(self, spot: Spot, across: int, down: int) -> Spot:
        """One step over free time, for planning there: half an hour, or a column."""
        column = min(max(spot.column + across, 0), max(len(self.columns) - 1, 0))
        return Spot(column, self._within((spot.minute // (2 * STEP) + down) * 2 * STEP if down else spot.minute))

    def end_of_column(self, spot: Spot, *, last: bool) -> Spot:
        """The first or last block of the column."""
        blocks = self.by_column[spot.column] if self.columns else ()
        if not blocks:
            return spot
        block = blocks[-1 if last else 0]
        return Spot(spot.column, block.start, block.id)


@dataclass(frozen=True)
class Ghost:
    """A block on its way: where it would stand, what is told against it ("" for nothing), and whether that forbids it."""

    block: Block
    column: int
    start: int
    against: str = ""
    forbidden: bool = False

    def moved(self, board: Board, across: int, down: int) -> Ghost:
        """One step further: columns across, steps of 15 minutes down; what was told no longer holds."""
        column = min(max(self.column + across, 0), len(board.columns) - 1)
        first, last = board.hours
        start = min(max(self.start + STEP * down, first), last - self.block.minutes)
        return replace(self, column=column, start=start, against="", forbidden=False)

    def is_home(self, board: Board) -> bool:
        """Whether it stands where it came from."""
        return board.columns[self.column].key == self.block.column and self.start == self.block.start


def fitted(name: str, fits: Callable[[str], bool]) -> str:
    """As much of a person's name as fits: whole, with initials before the given name, with that of the nearest name only, the
    given name alone, or initials."""
    words = name.split()
    if not words:
        return name
    short = ".".join(word[0] for word in words[:-1])
    tries = (name, f"{short}. {words[-1]}", f"{short[-1:]}. {words[-1]}", words[-1]) if short else (name,)
    return next((one for one in tries if fits(one)), "".join(word[0] for word in (words[0], words[-1])[-len(words) :]))

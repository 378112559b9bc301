"""The shape of the body on which injuries are marked: what the window and the papers both draw it from."""

from __future__ import annotations

from dataclasses import dataclass

WIDE, HIGH = 460, 1000
"""The room of one figure; x grows to the right, y downwards. It is the same in front and behind."""

Point = tuple[int, int]


@dataclass(frozen=True)
class Oval:
    """An ellipse around a middle, so far to each side and so far up and down."""

    middle: Point
    aside: int
    along: int


@dataclass(frozen=True)
class Block:
    """A rectangle with round corners, from its upper left one."""

    corner: Point
    wide: int
    high: int
    round: int


@dataclass(frozen=True)
class Bent:
    """A closed line of quadratic curves: where it begins, then for each curve the point it is drawn to and where it ends."""

    start: Point
    curves: tuple[tuple[Point, Point], ...]


@dataclass(frozen=True)
class Limb:
    """A thick line through points, round at its ends and joints."""

    points: tuple[Point, ...]
    thick: int


Shape = Oval | Block | Bent | Limb
_MIDDLE = WIDE // 2


def _side(side: int) -> tuple[Shape, ...]:
    """The arm, leg and foot of one side, −1 or 1."""

    def at(*points: Point) -> tuple[Point, ...]:
        return tuple((_MIDDLE + side * x, y) for x, y in points)

    return (
        Limb(at((70, 186), (122, 330), (152, 470), (160, 510)), 42),
        Limb(at((40, 450), (42, 690), (44, 920)), 62),
        Oval(at((54, 958))[0], 40, 22),
    )


BODY: tuple[Shape, ...] = (
    Oval((230, 68), 47, 58),
    Block((208, 110), 44, 60, 16),
    Bent(
        (152, 172),
        (
            ((190, 148), (230, 148)),
            ((270, 148), (308, 172)),
            ((292, 250), (290, 320)),
            ((292, 380), (304, 440)),
            ((300, 490), (230, 490)),
            ((160, 490), (156, 440)),
            ((168, 380), (170, 320)),
            ((168, 250), (152, 172)),
        ),
    ),
    *_side(-1),
    *_side(1),
)
"""The shapes that together are one figure."""

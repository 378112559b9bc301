"""Pictures of the sample book, drawn dot by dot: a signature nobody writes, and a seal no office has."""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Iterable
from itertools import pairwise

_BLUE, _RED = (26, 62, 140), (196, 22, 28)
_Dot = tuple[float, float]


def signature() -> bytes:
    """A blue flourish on a see-through ground, as a PNG."""
    strokes = (
        (
            24 + 290 * at + 34 * math.sin(19 * at),
            74 + 46 * math.cos(19 * at) * (1 - at) - 22 * math.sin(7 * at) + 26 * at,
        )
        for at in _steps(1500)
    )
    return _png(360, 150, _BLUE, _thick(strokes, 2))


def seal() -> bytes:
    """Two red rings and a star on a see-through ground, as a PNG; without any words."""
    middle = 160
    rings = (
        (middle + radius * math.cos(math.tau * at), middle + radius * math.sin(math.tau * at))
        for radius in (152, 112)
        for at in _steps(2400)
    )
    corners = [math.tau * (2 * corner / 5 - 0.25) for corner in range(6)]
    star = (
        (
            middle + 58 * ((1 - at) * math.cos(here) + at * math.cos(there)),
            middle + 58 * ((1 - at) * math.sin(here) + at * math.sin(there)),
        )
        for here, there in pairwise(corners)
        for at in _steps(240)
    )
    return _png(2 * middle, 2 * middle, _RED, _thick((*rings, *star), 3))


def _steps(count: int) -> Iterable[float]:
    return (step / count for step in range(count + 1))


def _thick(line: Iterable[_Dot], radius: int) -> set[tuple[int, int]]:
    """The dots of a line drawn with a round pen."""
    pen = [
        (across, down)
        for across in range(-radius, radius + 1)
        for down in range(-radius, radius + 1)
        if across**2 + down**2 <= radius**2
    ]
    return {(round(x) + across, round(y) + down) for x, y in line for across, down in pen}


def _png(width: int, height: int, ink: tuple[int, int, int], dots: set[tuple[int, int]]) -> bytes:
    inked, clear = bytes((*ink, 255)), bytes(4)
    lines = (
        b"\x00" + b"".join(inked if (across, down) in dots else clear for across in range(width))
        for down in range(height)
    )
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"".join(lines), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4) for kind, content in parts
    )

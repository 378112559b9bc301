"""The shipped instruments, read once, and filled sheets written in short."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from carebook import places
from carebook.records.instrument_files import Instrument
from carebook.records.instruments import ItemAnswer
from carebook.rules.instruments import read_instrument

FOLDER = places.resource("instruments")
FILES = sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def instrument(name: str) -> Instrument:
    """A shipped instrument."""
    return read_instrument((FOLDER / f"{name}.toml").read_text("utf-8"), name)


def sheet(values: str) -> dict[str, float]:
    """ "2,3,1" → the answers to items 1, 2, 3."""
    return {str(place): float(value) for place, value in enumerate(values.split(","), start=1)}


BARTHEL_55 = {"1": 5, "2": 0, "3": 5, "4": 5, "5": 10, "6": 10, "7": 5, "8": 10, "9": 5, "10": 0}


def answers(given: Mapping[str, float | str]) -> list[ItemAnswer]:
    """Answers as a sheet is saved with: numbers as values, texts as words."""
    return [
        ItemAnswer(episode_id="", score_id="", item=item, words=value)
        if isinstance(value, str)
        else ItemAnswer(episode_id="", score_id="", item=item, value=float(value))
        for item, value in given.items()
    ]


def new_version(name: str, version: int, old: str = "", new: str = "") -> str:
    """The text of a shipped file under a higher version, with other words."""
    text = (FOLDER / f"{name}.toml").read_text("utf-8").replace("version = 1", f"version = {version}", 1)
    return text.replace(old, new) if old else text


OWN = """
code = "sleep_night"
version = 1
since = 2026-11-22
title = "Bảng theo dõi giấc ngủ"
short_title = "Giấc ngủ"
purpose = "mood"
mode = "items"
better = "high"
interval_months = 1
licence = "Của cơ sở"
holder = "Cơ sở"
citation = "Tự soạn 2026."
terms = "Dùng trong cơ sở."

[[items]]
code = "hours"
words = "Số giờ ngủ đêm qua"
kind = "number"
range = [0, 16]
decimals = 1
unit = "giờ"

[[items]]
code = "woke"
words = "Số lần thức giấc"
kind = "number"
range = [0, 20]
counted = false

[scoring]
method = "sum"
range = [0, 16]
decimals = 1

[[bands]]
from = 0
to = 4.9
code = "short"
words = "ngủ ít"
tone = "warn"

[[bands]]
from = 5
to = 16
code = "enough"
words = "ngủ đủ"
tone = "ok"
"""
"""A center's own instrument: a number with a decimal, and one that does not count."""

"""How a measure is typed and how it is said: "38,2", "120/80", "180 mg/dL", "P"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from carebook import money
from carebook.records.codes import Code
from carebook.rules.problem import Problem
from carebook.words import Message, message

_TYPED = re.compile(
    r"(?P<first>[-−]?[0-9.,]+)(?:\s*[/\\]\s*(?P<second>[-−]?[0-9.,]+))?\s*(?P<unit>(?:[^0-9/\\][^0-9]*)?)", re.ASCII
)
_SAME_UNIT = {"°c": ("độ", "do", "c", "độ c", "do c", "°", "oc"), "lần/phút": ("lần", "l/p", "lan", "lan/phut")}
_SHOWN = 40
_LARGEST = 10**7  # nothing that is measured comes near it


class HasValue(Protocol):
    """What was measured: a number, a pair of numbers or a word."""

    @property
    def value(self) -> float | None: ...
    @property
    def value_second(self) -> float | None: ...
    @property
    def word(self) -> str | None: ...


@dataclass(frozen=True)
class Reading:
    """What was typed for a measure, in its unit; the names are those of an observation."""

    value: float | None = None
    value_second: float | None = None
    word: str | None = None


def words_of(measure: Code, codes: Iterable[Code]) -> list[Code]:
    """The words a measure can be told in, in their order; none of a measure in numbers."""
    wanted: tuple[str, ...] = tuple(measure.extra.get("words", ()))
    known = {one.code: one for one in codes if one.list_name == "measure_word"}
    return [known[code] for code in wanted if code in known]


def reading_of(text: str, measure: Code, codes: Iterable[Code] = ()) -> Reading | Problem:
    """What ``text`` says of a measure, or the sentence why it cannot be (field ``value``).

    Decimal comma or point; a pair as "120/80"; the unit may stand after it, another one of the measure is converted ("180 mg/dL",
    "1,65 m"). Of a measure in words their key, code or words (``codes``: list ``measure_word``). A value that cannot be
    measured is refused: see `impossible`.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    if not plain:
        return Problem("value", message("Type what was measured."))
    if measure.extra.get("words"):
        return _word(plain, words_of(measure, codes))
    found = _TYPED.fullmatch(plain)
    if found is None:
        return _unreadable(plain, measure)
    factor = _factor(found["unit"].strip(), measure)
    if factor is None:
        return Problem(
            "value", message("“{unit}” is no unit of {measure}.", unit=_shown(found["unit"]), measure=measure.text)
        )
    if bool(found["second"]) != bool(measure.extra.get("pair")):
        return _unreadable(plain, measure)
    values: list[float | None] = []
    for typed in (found["first"], found["second"]):
        number = money.parse_number(typed) if typed else None
        if isinstance(number, Message) or (number is not None and abs(number) >= _LARGEST):
            return _unreadable(plain, measure)
        if number is None:
            values.append(None)
            continue
        decimals = int(measure.extra.get("decimals", 0))
        exact = number / factor
        if factor == 1 and exact != round(exact, decimals):
            return Problem("value", _too_exact(measure, decimals))
        values.append(float(round(exact, decimals)))
    reading = Reading(values[0], values[1])
    wrong = impossible(reading, measure)
    return Problem("value", wrong) if wrong is not None else reading


def impossible(given: HasValue, measure: Code) -> Message | None:
    """Why what was measured cannot be: outside of what can be measured, the lower pressure over the upper; None when it can."""
    extra = measure.extra
    bounds = (("least", "most", given.value), ("second_least", "second_most", given.value_second))
    for least, most, value in bounds:
        low, high = extra.get(least), extra.get(most)
        if value is None or low is None or high is None or low <= value <= high:
            continue
        return message(
            "{measure} {value} is outside of what can be measured ({least}–{most}).",
            measure=measure.text,
            value=said_reading(given, measure),
            least=plain_number(low),
            most=plain_number(high),
        )
    if given.value is not None and given.value_second is not None and given.value <= given.value_second:
        return message(
            "The upper pressure must be higher than the lower one; {value} is written.", value=_numbers(given, measure)
        )
    return None


def said_reading(given: HasValue, measure: Code, codes: Iterable[Code] = (), *, unit: bool = True) -> str:
    """What was measured as it is said: "120/80 mmHg", "38,2 °C", "Tỉnh (A)"; "" when nothing was."""
    if given.word is not None:
        return next(
            (one.text for one in codes if one.list_name == "measure_word" and one.code == given.word), given.word
        )
    if given.value is None:
        return ""
    said, of = _numbers(given, measure), str(measure.extra.get("unit", "")) if unit else ""
    return f"{said}{money.NO_BREAK}{of}" if of else said


def plain_number(value: float) -> str:
    """A limit as it is said, with decimals only where it has any: "38", "35,5"."""
    return money.number(int(value) if value == int(value) else value)


def _numbers(given: HasValue, measure: Code) -> str:
    decimals = int(measure.extra.get("decimals", 0))
    return "/".join(
        money.number(value)
        if decimals and value == int(value) and abs(value) >= 1000
        else money.number(value, decimals)
        for value in (given.value, given.value_second)
        if value is not None
    )


def _word(typed: str, words: list[Code]) -> Reading | Problem:
    wanted = typed.casefold()
    for one in words:
        if wanted in (str(one.extra.get("key", "")).casefold(), one.code, one.text.casefold()):
            return Reading(word=one.code)
    keys = " · ".join(f"{one.extra.get('key', one.code)} {one.text}" for one in words)
    return Problem("value", message("Type one of these keys: {keys}.", keys=keys))


def _factor(unit: str, measure: Code) -> Decimal | None:
    """By what a typed number is divided to be in the unit of the measure; None for a unit it does not have."""
    typed, own = unit.casefold(), str(measure.extra.get("unit", "")).casefold()
    if typed in ("", own, *_SAME_UNIT.get(unicodedata.normalize("NFKC", own), ())):
        return Decimal(1)
    other = str(measure.extra.get("other_unit", "")).casefold()
    if other and typed in _ways(other):
        return Decimal(str(measure.extra["other_factor"]))
    return None


def _ways(unit: str) -> Iterator[str]:
    """A unit as it is written, and without what stands after its stroke: "mg/dl", "mg"."""
    yield unit
    yield unit.split("/")[0]


def _unreadable(typed: str, measure: Code) -> Problem:
    if measure.extra.get("pair"):
        said = message(
            "“{typed}” cannot be read; type {measure} like 120/80.", typed=_shown(typed), measure=measure.text
        )
    else:
        said = message("“{typed}” cannot be read as a number.", typed=_shown(typed))
    return Problem("value", said)


def _too_exact(measure: Code, decimals: int) -> Message:
    if decimals:
        return message("{measure} has at most {n} digits after the comma.", measure=measure.text, n=decimals)
    return message("{measure} is a whole number.", measure=measure.text)


def _shown(typed: str) -> str:
    text = typed.strip()
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"

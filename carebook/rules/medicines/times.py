"""When a medicine is given, as it is written on paper: hours, rounds of the day, so often a day, every so many days, as needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time

from carebook.dates import hour
from carebook.rules.prescriptions import DoseRound
from carebook.rules.search_words import fold
from carebook.words import Message, message

MOST_IN_A_GRID = 5.0  # "1-0-1" are amounts, "7-12-17" hours


@dataclass(frozen=True)
class When:
    """What was read: the rounds with the amount in each where one is written, or that it is given as needed and how often.

    ``amounts`` are by round, ``each`` the amount of every giving; ``with_food`` what is written about meals.
    """

    rounds: tuple[str, ...] = ()
    amounts: Mapping[str, float] = field(default_factory=dict)
    each: float | None = None
    every_days: int = 1
    as_needed: bool = False
    needed_for: str = ""
    most_a_day: int | None = None
    hours_between: int | None = None
    with_food: str = ""


@dataclass(frozen=True)
class _Part:
    """A part of the day: how it is written, between which hours its rounds lie, and the hour that is meant by custom."""

    words: tuple[str, ...]
    first: time
    last: time
    usual: time


_PARTS: Mapping[str, _Part] = {
    "sang": _Part(("sang", "s"), time(5), time(10, 59), time(8)),
    "trua": _Part(("trua", "tr"), time(11), time(13, 59), time(12)),
    "chieu": _Part(("chieu", "c"), time(14), time(17, 59), time(17)),
    "toi": _Part(("toi", "t"), time(18), time(22, 59), time(20)),
    "dem": _Part(("dem", "khuya", "d"), time(21), time(23, 59), time(22)),
}
_OFTEN: Mapping[int, tuple[str, ...]] = {
    1: ("sang",),
    2: ("sang", "toi"),
    3: ("sang", "trua", "toi"),
    4: ("sang", "trua", "chieu", "toi"),
}
"""At which parts of the day something is given that is written as so often a day."""
_DAY = r"(?:mot |1 )?(?:ngay|24 ?(?:gio|h))\b"
_UNIT = r"(?:vien|nang|goi|ong|giot|ml|muong|thia|nhat|xit|lo|mieng|v)\b"
_AMOUNT = r"\d+(?:[.,/]\d+)?"
_NAMES = r"(?:sang|trua|chieu|toi|dem|khuya|tr|s|c|t|d)(?![a-z])"
_DO = r"(?:uong|dung|ngam|tiem|boi|nho|xit|xong|dat)"
_PATTERNS: Mapping[str, str] = {
    "most": rf"(?:toi da|khong qua|nhieu nhat) (?:ngay )?(?P<n>\d+)(?: lan(?: ?/? ?(?:trong |moi )?{_DAY})?| ?/ ?{_DAY}|$)",
    "between": r"(?:(?:moi|cach(?: nhau)?(?: it nhat)?) (?P<n>\d+) ?(?:gio|h|tieng)\b|q(?P<q>\d+)h\b|(?P<m>\d+) ?(?:gio|h) ?/ ?lan\b)",
    "bedtime": r"(?:truoc (?:khi )?(?:di )?ngu|(?:luc|khi) (?:di )?ngu)\b",
    "food": r"(?:(?:truoc|sau|trong|cung|giua|xa) (?:khi )?(?:bua )?an\b|(?:luc|khi) (?:doi|no)\b)",
    "divided": rf"(?:ngay )?(?:{_DO} )?(?P<amount>{_AMOUNT}) ?(?:{_UNIT}) ?/? ?(?:ngay)?,? ?chia (?:lam )?(?P<n>\d+)(?: lan)?\b",
    "days": r"(?:(?P<apart>cach (?:mot |1 )?ngay)\b|(?:moi )?(?P<n>[2-9]|\d\d) ngay ?/? ?(?:uong |dung )?(?:1 |mot )?lan\b"
    r"|(?P<week>(?:moi |hang )?tuan (?:uong |dung )?(?:1|mot) lan|(?:1|mot) lan ?/? ?(?:mot |moi |1 )?tuan)\b)",
    "often": rf"(?:(?:moi |hang )?ngay (?:{_DO} )?(?P<n>\d+) lan\b|(?:x ?)?(?P<m>\d+) lan ?/? ?(?:moi |trong )?{_DAY})",
    "needed": r"(?:khi|neu) (?:(?! ?(?:toi da|khong qua|nhieu nhat|cach|moi|ngay|\d+ lan)\b)(?:[^,;.()]|(?<=\d)[,.](?=\d)))+"
    r"|prn\b|sos\b",
    "hour": rf"(?P<h>\d{{1,2}}) ?(?::(?P<min>\d\d)|(?:h|gio|g)(?![a-z]) ?(?P<m>\d\d)?)(?: ?(?P<part>{_NAMES}))?",
    "before": rf"(?P<amount>{_AMOUNT}) ?(?:{_UNIT}) ?(?:vao |buoi |luc )*(?P<part>sang|trua|chieu|toi|dem)\b(?! ?{_AMOUNT})",
    "part": rf"(?:vao |buoi )*(?P<part>{_NAMES})"
    rf"(?: ?[:=x]? ?(?:{_DO} )?(?P<amount>{_AMOUNT})(?! ?(?:h|gio|g|lan)(?![a-z])|:)(?: ?{_UNIT})?)?",
    "each": rf"(?:(?:moi |x ?)?lan |moi cu )?(?:{_DO} )?(?P<amount>{_AMOUNT}) ?{_UNIT}(?: ?/ ?lan\b)?",
    "filler": rf"(?:{_DO}|ngay|moi|hang|buoi|luc|vao|va|cac|cu|lan|deu)\b",
    "gap": r"[\s,;.+/&()\-–—:]+",
}
_GRID = re.compile(rf"({_AMOUNT})-({_AMOUNT})-({_AMOUNT})(?:-({_AMOUNT}))?")
_BARE = re.compile(r"\d{1,2}(?:[\s,;/-]+\d{1,2})*")
_NEED = re.compile(
    r"(?:khi|nếu|neu)\s+((?:(?!\s(?:tối đa|toi da|không quá|khong qua|nhiều nhất|nhieu nhat|cách|cach|mỗi|moi|ngày|ngay"
    r"|\d+\s+l[ầa]n)\b)"
    r"(?:[^,;.()]|(?<=\d)[,.](?=\d)))+)",
    re.IGNORECASE,
)
_FOOD = re.compile(
    r"(?:trước|sau|trong|cùng|giữa|xa)\s+(?:khi\s+)?(?:bữa\s+)?ăn|(?:lúc|khi)\s+(?:đói|no)\b|trước\s+(?:khi\s+)?(?:đi\s+)?ngủ"
    r"|(?:lúc|khi)\s+(?:đi\s+)?ngủ",
    re.IGNORECASE,
)
_NO_REASON = frozenset({"can", "can thiet"})


class Unreadable(Exception):
    """What is written cannot be read; ``message`` says why."""

    def __init__(self, said: Message) -> None:
        super().__init__(said.id)
        self.message = said


def when_of(typed: str, rounds: Sequence[DoseRound]) -> When:
    """When a medicine is given, of the words of a list; ``rounds`` are those the center keeps. Raises `Unreadable`.

    Read are hours ("8h, 20:00", "8 giờ tối"), parts of the day with or without amounts ("sáng 1, tối 1", "S-C", "1-0-1"), so
    often a day ("ngày 2 lần"), every so many hours or days, and as needed ("khi sốt, tối đa 4 lần/ngày"). Anything else in the
    words makes them unreadable: nothing of an order is passed over.
    """
    return _Reading(typed, rounds).read()


class _Reading:
    """The words of one cell, taken apart piece by piece."""

    def __init__(self, typed: str, rounds: Sequence[DoseRound]) -> None:
        self._typed, self._rounds = typed.replace("½", "1/2").replace("¼", "1/4"), rounds
        self._found: list[str] = []
        self._amounts: dict[str, float] = {}
        self._each: float | None = None
        self._often: int | None = None
        self._apart: int | None = None
        self._most: int | None = None
        self._every_days = 1
        self._needed = False

    def read(self) -> When:
        words = " ".join(fold(self._typed).split())
        if not words:
            raise self._unreadable()
        grid = _GRID.fullmatch(words.replace(" ", ""))
        amounts = [one for one in grid.groups() if one is not None] if grid is not None else []
        if amounts and max(map(self._number, amounts)) <= MOST_IN_A_GRID:
            self._take_grid(amounts)
        elif _BARE.fullmatch(words):
            for one in re.findall(r"\d+", words):
                self._take_at(int(one), 0)
        else:
            self._take_apart(words)
        return self._as_needed() if self._needed else self._regular()

    def _take_apart(self, words: str) -> None:
        take: Mapping[str, Callable[[re.Match[str]], None]] = {
            "most": self._take_most,
            "between": self._take_between,
            "bedtime": self._take_bedtime,
            "divided": self._take_divided,
            "days": self._take_days,
            "often": self._take_often,
            "needed": self._take_needed,
            "hour": self._take_hour,
            "before": self._take_part,
            "part": self._take_part,
            "each": self._take_each,
        }
        place = 0
        while place < len(words):
            found = next(
                ((name, one) for name, pattern in _COMPILED.items() if (one := pattern.match(words, place))), None
            )
            if found is None:
                raise self._unreadable()
            name, match = found
            if name in take:
                take[name](match)
            place = match.end()

    # the pieces

    def _take_grid(self, amounts: Sequence[str]) -> None:
        names = ("sang", "trua", "toi") if len(amounts) == 3 else ("sang", "trua", "chieu", "toi")
        for name, amount in zip(names, amounts, strict=True):
            if self._number(amount):
                self._take_round(self._round_in(name), amount)

    def _take_most(self, match: re.Match[str]) -> None:
        self._most = int(match["n"])

    def _take_between(self, match: re.Match[str]) -> None:
        self._apart = int(match["n"] or match["q"] or match["m"])

    def _take_bedtime(self, _match: re.Match[str]) -> None:
        last = max((one for one in self._rounds if one.at >= time(18)), key=lambda one: one.order, default=None)
        if last is None:
            raise Unreadable(message("No dose round in this part of the day is kept here: {part}.", part="tối"))
        self._take_round(last, None)

    def _take_divided(self, match: re.Match[str]) -> None:
        self._often = int(match["n"])
        if not self._often:
            raise self._unreadable()
        self._each = self._number(match["amount"]) / self._often

    def _take_days(self, match: re.Match[str]) -> None:
        self._every_days = 7 if match["week"] else int(match["n"] or 2)

    def _take_often(self, match: re.Match[str]) -> None:
        self._often = int(match["n"] or match["m"])

    def _take_needed(self, _match: re.Match[str]) -> None:
        self._needed = True

    def _take_hour(self, match: re.Match[str]) -> None:
        of_day, part = int(match["h"]), match["part"] or ""
        if part[:1] in ("c", "t", "d") and part not in ("tr", "trua") and of_day < 12:
            of_day += 12
        self._take_at(of_day, int(match["min"] or match["m"] or 0))

    def _take_at(self, of_day: int, minutes: int) -> None:
        if of_day > 23 or minutes > 59:
            raise self._unreadable()
        at = time(of_day, minutes)
        kept = next((one for one in self._rounds if one.at == at), None)
        if kept is None:
            raise Unreadable(message("The dose round {round} is not kept here.", round=hour(at)))
        self._take_round(kept, None)

    def _take_part(self, match: re.Match[str]) -> None:
        name = next(name for name, part in _PARTS.items() if match["part"] in part.words)
        self._take_round(self._round_in(name), match["amount"])

    def _take_each(self, match: re.Match[str]) -> None:
        self._each = self._number(match["amount"])

    def _take_round(self, kept: DoseRound, amount: str | None) -> None:
        if kept.code not in self._found:
            self._found.append(kept.code)
        if amount is not None:
            self._amounts[kept.code] = self._number(amount)

    def _round_in(self, name: str) -> DoseRound:
        """The round of a part of the day: the one nearest to its usual hour."""
        part = _PARTS[name]
        of_part = [one for one in self._rounds if part.first <= one.at <= part.last]
        if not of_part:
            said = {"sang": "sáng", "trua": "trưa", "chieu": "chiều", "toi": "tối", "dem": "đêm"}[name]
            raise Unreadable(message("No dose round in this part of the day is kept here: {part}.", part=said))
        return min(of_part, key=lambda one: abs(_minutes(one.at) - _minutes(part.usual)))

    def _number(self, typed: str) -> float:
        above, stroke, below = typed.replace(",", ".").partition("/")
        if stroke and not float(below):
            raise self._unreadable()
        return float(above) / float(below) if stroke else float(above)

    def _unreadable(self) -> Unreadable:
        return Unreadable(message("“{typed}” cannot be read as hours or rounds.", typed=self._typed[:40]))

    # what they say together

    def _food(self) -> str:
        return ", ".join(one.group().lower() for one in _FOOD.finditer(self._typed))

    def _as_needed(self) -> When:
        if self._found or self._every_days > 1:
            raise Unreadable(
                message("It is given as needed or at rounds, not both: “{typed}”.", typed=self._typed[:40])
            )
        reasons = [one.strip() for one in _NEED.findall(_FOOD.sub("", self._typed))]
        return When(
            each=self._each,
            as_needed=True,
            needed_for=", ".join(one for one in reasons if fold(one) not in _NO_REASON),
            most_a_day=self._most or self._often,
            hours_between=self._apart,
            with_food=self._food(),
        )

    def _regular(self) -> When:
        if self._most is not None:
            raise self._unreadable()
        if not self._found:
            self._spread()
        elif self._often not in (None, len(self._found)) or self._apart is not None:
            raise Unreadable(message("“{typed}” names other rounds than it says how often.", typed=self._typed[:40]))
        order = {one.code: one.order for one in self._rounds}
        return When(
            rounds=tuple(sorted(self._found, key=lambda code: order[code])),
            amounts=dict(self._amounts),
            each=self._each,
            every_days=self._every_days,
            with_food=self._food(),
        )

    def _spread(self) -> None:
        """The rounds of what is written as so often a day, or every so many hours."""
        if self._apart is not None and self._often is None:
            self._spread_evenly(self._apart)
            return
        often = self._often or (1 if self._every_days > 1 else 0)
        if often not in _OFTEN or self._apart is not None:
            raise self._unreadable()
        for name in _OFTEN[often]:
            self._take_round(self._round_in(name), None)

    def _spread_evenly(self, hours: int) -> None:
        if not 0 < hours <= 24 or 24 % hours:
            raise self._unreadable()
        by_hour = {one.at: one for one in self._rounds}
        for first in self._rounds:
            hit = [by_hour.get(time((first.at.hour + by) % 24, first.at.minute)) for by in range(0, 24, hours)]
            if hours < 24 and all(hit):
                for one in hit:
                    if one is not None:
                        self._take_round(one, None)
                return
        raise Unreadable(message("Every {n} hours does not fit the dose rounds kept here.", n=hours))


_COMPILED = {name: re.compile(pattern) for name, pattern in _PATTERNS.items()}


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute

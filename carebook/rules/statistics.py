"""Quick statistics: one fact of the stays down, another across, filtered by others; every number opens its people."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import Any

from carebook.records.codes import Code, Limit
from carebook.records.figures import TOTAL, Column, Line, Period, Row, RowKind, Table
from carebook.records.office import SavedStatistic
from carebook.records.stay_facts import StayFacts
from carebook.rules.composition import band_of
from carebook.rules.movement import CodeBook, age_of, category_on, is_present, line_of, rows_of
from carebook.rules.names import normalise, sort_key
from carebook.rules.problem import Problem
from carebook.words import Message, message

CODE = "TK"
"""The code of the table, which is none of the report's."""
BLANK = "blank"
"""The value of a fact nobody wrote down, or that does not apply."""
PROTECTED = "protected"
"""The one value that stands for every protected group of children, for who may not know which."""
LONGEST_NAME = 80
Named = Mapping[str, Mapping[str, str]]
"""For the facts whose values are records of the book (ward, case manager): their names by their ids."""


class Who(Enum):
    """Whose stays are counted. People who are there or were there count once each; coming and leaving count each time."""

    PRESENT = "present"
    SERVED = "served"
    CAME = "came"
    LEFT = "left"


@dataclass(frozen=True)
class Design:
    """What is asked: who, which fact down the rows, which across the columns ("" for none), only which values of which facts."""

    who: Who = Who.PRESENT
    rows: str = "category"
    columns: str = "sex"
    only: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def facts(self) -> frozenset[str]:
        """Every fact the answer tells something of."""
        return frozenset({self.rows, self.columns, *self.only} - {""})

    def to_json(self) -> str:
        """As it is kept; the same design is the same text."""
        only = {fact: sorted(values) for fact, values in self.only.items() if values}
        return json.dumps(
            {"who": self.who.value, "rows": self.rows, "columns": self.columns, "only": only}, sort_keys=True
        )

    @classmethod
    def from_json(cls, kept: str) -> Design:
        """The design of ``to_json``; ValueError when it is none, or asks for a fact that is not known."""
        try:
            found: dict[str, Any] = json.loads(kept)
            only = {str(fact): tuple(map(str, values)) for fact, values in found["only"].items()}
            design = cls(Who(found["who"]), str(found["rows"]), str(found["columns"]), MappingProxyType(only))
        except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as error:
            raise ValueError(kept) from error
        if not design.rows or not design.facts <= set(_VALUES):
            raise ValueError(kept)
        return design


Value = Callable[[StayFacts, date, CodeBook], str]


def _age_group(stay: StayFacts, day: date, book: CodeBook) -> str:
    age = age_of(stay, day)
    if age is None:
        return ""
    if age.years < book.age_limit("child_age"):
        return "child"
    return "elderly" if age.years >= book.age_limit("elderly_age") else "adult"


def _category_group(stay: StayFacts, day: date, book: CodeBook) -> str:
    found = book.words("category").get(category_on(stay, day))
    return found.group if found else ""


def _minority(stay: StayFacts, _day: date, book: CodeBook) -> str:
    if not stay.ethnicity:
        return ""
    return "minority_people" if stay.ethnicity in book.minorities else "majority_people"


def _duration(stay: StayFacts, day: date, book: CodeBook) -> str:
    start = stay.start_on
    months = (day.year - start.year) * 12 + day.month - start.month - (day.day < start.day)
    bands = [code for code in book.words("statistic_value").values() if code.extra.get("fact") == "duration"]
    return [code.code for code in bands if code.extra["from_months"] <= max(months, 0)][-1]


def _health_card(stay: StayFacts, day: date, _book: CodeBook) -> str:
    if stay.health_card_valid_to is None:
        return ""
    return "card_valid" if stay.health_card_valid_to >= day else "card_ended"


def _birth_registered(stay: StayFacts, _day: date, _book: CodeBook) -> str:
    return {None: "", True: "birth_yes", False: "birth_no"}[stay.birth_registered]


_VALUES: Mapping[str, Value] = {
    "category": lambda stay, day, _book: category_on(stay, day),
    "category_group": _category_group,
    "route": lambda stay, _day, _book: stay.route,
    "sex": lambda stay, _day, _book: stay.sex,
    "age_group": _age_group,
    "age_band": band_of,
    "ethnicity": lambda stay, _day, _book: stay.ethnicity,
    "minority": _minority,
    "disability_kind": lambda stay, _day, _book: stay.disability_kind,
    "disability_degree": lambda stay, _day, _book: stay.disability_degree,
    "child_group": lambda stay, _day, _book: stay.child_group,
    "education": lambda stay, _day, _book: stay.education,
    "birth_registered": _birth_registered,
    "guardian": lambda stay, _day, _book: "guardian_yes" if stay.guardian else "",
    "health_card": _health_card,
    "dossier": lambda stay, _day, _book: "dossier_lacking" if stay.missing_papers else "dossier_whole",
    "awaiting": lambda stay, _day, _book: stay.awaiting,
    "placement": lambda stay, _day, _book: stay.placement,
    "ward": lambda stay, _day, _book: stay.ward_id or "",
    "case_manager": lambda stay, _day, _book: stay.case_manager_id or "",
    "source": lambda stay, _day, _book: stay.source,
    "start_kind": lambda stay, _day, _book: stay.start_kind,
    "duration": _duration,
    "start_year": lambda stay, _day, _book: f"{stay.start_on:%Y}",
    "start_month": lambda stay, _day, _book: f"{stay.start_on:%Y-%m}",
    "end_reason": lambda stay, _day, _book: stay.end_reason if stay.end_on else "",
    "destination": lambda stay, _day, _book: stay.destination if stay.end_on else "",
    "end_month": lambda stay, _day, _book: f"{stay.end_on:%Y-%m}" if stay.end_on else "",
}
FACTS = tuple(_VALUES)


def choices(fact: str, book: CodeBook, named: Named, may_open: Collection[str] | None = None) -> list[tuple[str, str]]:
    """What a fact can be filtered by: (value, words) in the order of its list, the blank last; none for years and months.

    With ``may_open`` the protected groups of children that are of another kind stand together as one.
    """
    about = book.words("statistic_fact")[fact].extra
    if about.get("filters") is False:
        return []
    if fact in named:
        found = list(named[fact].items())
    else:
        listed = book.words(about["list"]).values()
        found = [(code.code, code.text) for code in listed if code.extra.get("fact", fact) == fact]
    if may_open is not None:
        told = [_told(fact, value, book, may_open) for value, _words in found]
        found = [one for one, value in zip(found, told, strict=True) if value != PROTECTED]
        if PROTECTED in told:
            found.append((PROTECTED, book.text("statistic_value", PROTECTED)))
    blank = _blank(fact, book)
    return [*found, (BLANK, blank)] if blank else found


def is_known(design: Design, period: Period, complete_from: date | None) -> bool:
    """Whether the book reaches back far enough to count these people."""
    first = period.cutoff if design.who is Who.PRESENT else period.first
    return complete_from is None or complete_from <= first


def table(
    stays: Iterable[StayFacts],
    design: Design,
    period: Period,
    codes: Sequence[Code],
    limits: Sequence[Limit],
    *,
    named: Named,
    may_open: Collection[str] = (),
) -> Table:
    """The cross of two facts, one line a person counted (a coming or leaving each time); facts of the day that is counted at.

    That day is the cut-off, of somebody who came the day of coming, of somebody who is gone the day of leaving. Only values
    that occur are rows and columns. Everybody counts for every asker; a line about a masked person names nobody, because a
    cross of rare facts would. So does one that tells a protected value of a code list (``confidential`` = "hiv" …) to who may
    not open that kind: ``may_open``; protected groups of children, which no other page tells, are one value for them.
    """
    book = CodeBook.of(codes, limits, period.cutoff)
    only = {
        fact: {_told(fact, value, book, may_open) for value in values} for fact, values in design.only.items() if values
    }
    lines: list[Line] = []
    for stay, day in counted(stays, design.who, period, book):
        raw = values_of(stay, day, design.facts, book)
        values = {fact: _told(fact, value, book, may_open) for fact, value in raw.items()}
        if any(values[fact] not in wanted for fact, wanted in only.items()):
            continue
        across = (TOTAL, values[design.columns]) if design.columns else (TOTAL,)
        line = line_of(stay, values[design.rows], across, book)
        lines.append(nameless(line) if stay.masked or is_protected(values, book, may_open) else line)
    lines.sort(key=lambda line: (not line.person_id, sort_key(line.name), line.code))
    return Table(
        code=CODE,
        title=title(design, book),
        columns=(Column(TOTAL, book.word("total")), *_columns(design.columns, lines, book, named)),
        rows=_rows(design.rows, lines, book, period, named),
        lines=tuple(lines),
    )


def title(design: Design, book: CodeBook) -> str:
    """What is counted, in words: "Tiếp nhận trong kỳ theo diện đối tượng và giới tính"."""
    facts = [_lowered(book.text("statistic_fact", fact)) for fact in (design.rows, design.columns) if fact]
    return f"{book.text('statistic_who', design.who.value)} theo {' và '.join(facts)}"


def filter_words(
    fact: str, values: Collection[str], book: CodeBook, named: Named, may_open: Collection[str] | None = None
) -> str:
    """One filter in words: "Giới tính: Nữ"."""
    told = values if may_open is None else {_told(fact, value, book, may_open) for value in values}
    said = [words for value, words in choices(fact, book, named, may_open) if value in told]
    return f"{book.text('statistic_fact', fact)}: {', '.join(said)}"


def problems_in(saved: SavedStatistic, others: Iterable[SavedStatistic]) -> list[Problem]:
    """What stands against keeping a statistic by its name; ``others`` are those its owner sees."""
    name = normalise(saved.name)
    if not name:
        return [Problem("name", message("The statistic needs a name."))]
    if len(name) > LONGEST_NAME:
        return [Problem("name", message("A name has {most} letters at most.", most=LONGEST_NAME))]
    if any(one.id != saved.id and one.name.casefold() == name.casefold() for one in others):
        return [Problem("name", message("There is a statistic of that name already."))]
    try:
        Design.from_json(saved.design)
    except ValueError:
        return [Problem("design", _unreadable())]
    return []


def _unreadable() -> Message:
    return message("This statistic cannot be read any more; choose rows and columns anew.")


def values_of(stay: StayFacts, day: date, facts: Iterable[str], book: CodeBook) -> dict[str, str]:
    """What is true of a stay on a day, by fact; BLANK where nobody wrote it down. KeyError of no fact."""
    return {fact: _VALUES[fact](stay, day, book) or BLANK for fact in facts}


def counted(stays: Iterable[StayFacts], who: Who, period: Period, book: CodeBook) -> list[tuple[StayFacts, date]]:
    """The stays to count, each with the day its facts are taken at."""
    found: list[tuple[StayFacts, date]] = []
    for stay in stays:
        if stay.placement not in book.placements:
            continue
        left_on = stay.end_on if stay.end_on is not None and stay.end_on <= period.cutoff else None
        if who is Who.CAME and period.holds(stay.start_on):
            found.append((stay, stay.start_on))
        elif who is Who.LEFT and left_on is not None and left_on >= period.first:
            found.append((stay, left_on))
        elif who is Who.PRESENT and is_present(stay, period.cutoff):
            found.append((stay, period.cutoff))
        elif (
            who is Who.SERVED
            and stay.start_on <= period.cutoff
            and (stay.end_on is None or stay.end_on >= period.first)
        ):
            found.append((stay, left_on or period.cutoff))
    if who in (Who.CAME, Who.LEFT):
        return found
    newest = {stay.person_id: (stay, day) for stay, day in sorted(found, key=lambda one: one[0].start_on)}
    return list(newest.values())


def nameless(line: Line) -> Line:
    """The line of somebody who counts and is not told."""
    return Line(line.row, line.columns, "", "", masked=True)


def _kind(fact: str, value: str, book: CodeBook) -> str:
    """As what a value of a fact is protected; "" when it is not."""
    about = book.words("statistic_fact").get(fact)
    code = book.words(about.extra["list"]).get(value) if about and "list" in about.extra else None
    return str(code.extra.get("confidential", "")) if code else ""


def _told(fact: str, value: str, book: CodeBook, may_open: Collection[str]) -> str:
    """The value as the asker is told it."""
    return PROTECTED if fact == "child_group" and _kind(fact, value, book) not in ("", *may_open) else value


def is_protected(values: Mapping[str, str], book: CodeBook, may_open: Collection[str] = ()) -> bool:
    """Whether one of the values told is protected for this asker."""
    return any(value == PROTECTED or _kind(fact, value, book) not in ("", *may_open) for fact, value in values.items())


def _blank(fact: str, book: CodeBook) -> str:
    """How "nobody wrote it down" reads; "" of a fact that always has a value."""
    words: str = book.words("statistic_fact")[fact].extra.get("blank", book.text("statistic_value", BLANK))
    return words


def _label(fact: str, value: str, book: CodeBook, named: Named) -> str:
    """The words of one value."""
    if value == BLANK:
        return _blank(fact, book)
    if value == PROTECTED:
        return book.text("statistic_value", PROTECTED)
    if fact in named:
        return named[fact].get(value, value)
    if fact in ("start_month", "end_month"):
        year, month = value.split("-")
        return f"{month}/{year}"
    about = book.words("statistic_fact")[fact].extra
    return book.text(about["list"], value) if "list" in about else value


def _in_order(fact: str, used: Collection[str], book: CodeBook, named: Named) -> list[str]:
    """The values that occur, as their list has them; others by themselves, what nobody wrote down last."""
    listed = [value for value, _words in choices(fact, book, named) if value != BLANK]
    places = {value: place for place, value in enumerate(listed)}
    return sorted(used, key=lambda value: (value == BLANK, places.get(value, len(places)), value))


def _columns(fact: str, lines: Sequence[Line], book: CodeBook, named: Named) -> list[Column]:
    used = {column for line in lines for column in line.columns} - {TOTAL}
    head = book.text("statistic_fact", fact) if fact else ""
    return (
        [Column(value, _label(fact, value, book, named), head) for value in _in_order(fact, used, book, named)]
        if fact
        else []
    )


def _rows(fact: str, lines: Sequence[Line], book: CodeBook, period: Period, named: Named) -> tuple[Row, ...]:
    """The values that occur, categories under their groups, and the total."""
    used = {line.row for line in lines}
    if fact == "category":
        every = rows_of(book, period, used)
        kept = {row.code for row in every if row.code in used or row.kind is RowKind.TOTAL}
        parents = {row.code: row.parent for row in every}
        for code in list(kept):
            parent = parents[code]
            while parent is not None:
                kept.add(parent)
                parent = parents[parent]
        return tuple(row for row in every if row.code in kept)
    values = [Row(value, _label(fact, value, book, named)) for value in _in_order(fact, used, book, named)]
    return (*values, Row(TOTAL, book.word("total"), RowKind.TOTAL))


def _lowered(words: str) -> str:
    """Words as they stand inside a sentence; abbreviations stay."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]

"""B01, movement of residents: who was there, who came, who left, who changed group, who is there at the end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from carebook.dates import Age, PartialDate, age_on, written
from carebook.records.codes import Code, Limit
from carebook.records.figures import TOTAL, Column, Line, Period, Row, RowKind, Table, Typed
from carebook.records.record import filled
from carebook.records.stay_facts import StayFacts
from carebook.rules.dated import code_on, codes_on
from carebook.rules.movement.code_book import CodeBook

__all__ = [
    "IN_COLUMNS",
    "NO_CATEGORY",
    "OUT_COLUMNS",
    "CodeBook",
    "age_of",
    "category_on",
    "columns_of",
    "is_child",
    "is_present",
    "line_of",
    "present",
    "rows_of",
    "table",
    "timeline",
]

IN_COLUMNS = ("in_new", "in_readmission", "in_transfer", "in_other", "regroup_in")
OUT_COLUMNS = (
    "out_home",
    "out_substitute_family",
    "out_adoption",
    "out_transfer",
    "out_independent",
    "out_contract_end",
    "out_absconded",
    "out_died",
    "out_other",
    "regroup_out",
)
NO_CATEGORY = "none"  # the row of stays whose category nobody wrote down
_EVE = timedelta(days=1)


def timeline(stay: StayFacts) -> list[tuple[date, str]]:
    """From which day which category held: the first from the start of the stay, one a day, without repetitions."""
    steps: list[tuple[date, str]] = [(stay.start_on, NO_CATEGORY)]
    for since in sorted(stay.categories, key=lambda since: since.from_on):
        category = since.category or NO_CATEGORY
        if len(steps) == 1 and steps[0][1] == NO_CATEGORY:
            steps[0] = (stay.start_on, category)
        elif since.from_on <= steps[-1][0]:
            steps[-1] = (steps[-1][0], category)
        else:
            steps.append((since.from_on, category))
        if len(steps) > 1 and steps[-1][1] == steps[-2][1]:
            steps.pop()
    return steps


def category_on(stay: StayFacts, day: date) -> str:
    """The category of a stay on a day of it."""
    return _category(timeline(stay), day)


def _category(steps: Sequence[tuple[date, str]], day: date) -> str:
    """The category a day of a timeline falls into; a day before it is its first."""
    for from_on, category in reversed(steps):
        if from_on <= day:
            return category
    return steps[0][1]


def is_present(stay: StayFacts, day: date) -> bool:
    """Whether the stay is open at 24:00 of a day; somebody in hospital or on leave is present."""
    return stay.start_on <= day and (stay.end_on is None or stay.end_on > day)


def present(stays: Iterable[StayFacts], day: date, book: CodeBook) -> list[StayFacts]:
    """The stays counted at 24:00 of a day."""
    return [stay for stay in stays if stay.placement in book.placements and is_present(stay, day)]


def age_of(stay: StayFacts, day: date) -> Age | None:
    """The age of the person on a day, None when the birth is unknown."""
    return age_on(stay.born, day)


def is_child(stay: StayFacts, day: date, book: CodeBook) -> bool:
    """Whether the person is under the age of the law; without a birth date the category decides."""
    return _is_child(stay, age_of(stay, day), day, book)


def _is_child(stay: StayFacts, age: Age | None, day: date, book: CodeBook) -> bool:
    if age is None:
        return category_on(stay, day) in book.child_categories
    return age.years < book.age_limit("child_age")


def _birth(born: PartialDate | None, book: CodeBook) -> str:
    if born is None or born.is_unknown:
        return book.word("unknown")
    digits = "/".join(reversed(born.prefix.split("-")))
    return book.word("about", date=digits) if born.estimated else digits


def _story(stay: StayFacts, book: CodeBook) -> str:
    """When the stay began, by which decision, and how it ended before the data did."""
    told = [book.word("admitted", date=written(stay.start_on))]
    if stay.decision_no:
        told.append(book.word("decision", number=stay.decision_no))
    if stay.end_on is not None and stay.end_on <= book.day:
        told.append(book.word("left", date=written(stay.end_on), reason=book.text("end_reason", stay.end_reason)))
    return " · ".join(told)


def line_of(stay: StayFacts, row: str, columns: Iterable[str], book: CodeBook, *facts: str, amount: int = 1) -> Line:
    """A line of a table about one stay; of a masked person only the alias is printed."""
    told = book.told.get(id(stay))
    if told is None:
        told = book.told[id(stay)] = (stay, _about(stay, book))
    line = filled(Line, told[1])
    place = vars(line)  # a report has ten thousand lines
    place["row"], place["columns"], place["amount"] = row, tuple(columns), amount
    if facts and not stay.masked:
        place["detail"] = " · ".join((line.detail, *facts))
    return line


def _about(stay: StayFacts, book: CodeBook) -> Mapping[str, Any]:
    whose = {"person_id": stay.person_id, "episode_id": stay.episode_id, "name": stay.name}
    if stay.masked:
        return whose | {"masked": True}
    return whose | {"code": stay.code, "birth": _birth(stay.born, book), "detail": _story(stay, book)}


def columns_of(stay: StayFacts, book: CodeBook) -> tuple[str, ...]:
    """In which of "female", "children" and "aged_60" somebody stands on the day the data end."""
    whom = book.whom.get(id(stay))
    if whom is None:
        whom = book.whom[id(stay)] = (stay, tuple(_of_whom(stay, book)))
    return whom[1]


def _of_whom(stay: StayFacts, book: CodeBook) -> Iterator[str]:
    if stay.sex == "female":
        yield "female"
    age = book.age(stay)
    if _is_child(stay, age, book.day, book):
        yield "children"
    elif age is not None and age.years >= book.age_limit("elderly_age"):
        yield "aged_60"


def rows_of(book: CodeBook, period: Period, used: Collection[str]) -> tuple[Row, ...]:
    """The categories under their grouping rows, then the total: those in force in the period, and those used anyway."""
    categories = {
        c.code: c for day in (period.first, period.cutoff) for c in codes_on(book.of_list("category"), "category", day)
    }
    for code in sorted(set(used) - set(categories)):
        found = code_on(book.of_list("category"), "category", code, book.day)
        words = book.word("no_category") if code == NO_CATEGORY else code
        categories[code] = found or Code(list_name="category", code=code, text=words)
    groups = book.words("category_group")
    rows: list[Row] = []
    for group in groups.values():
        number = group.extra.get("number")
        label = f"{number}. {group.text}" if number else group.text
        rows.append(Row(group.code, label, RowKind.GROUP, group.group or None))
        rows.extend(Row(c.code, c.text, parent=group.code) for c in categories.values() if c.group == group.code)
    rows.extend(Row(c.code, c.text) for c in categories.values() if c.group not in groups)
    return (*rows, Row(TOTAL, book.word("total"), RowKind.TOTAL))


def _of_which(stay: StayFacts, book: CodeBook) -> Iterator[str]:
    """The columns "trong đó" of somebody present at the end."""
    age = book.age(stay)
    if stay.sex == "female":
        yield "female"
    if _is_child(stay, age, book.day, book):
        yield "children"
    if age is not None and age.years >= book.age_limit("elderly_age"):
        yield "aged_60"
    if stay.ethnicity in book.minorities:
        yield "ethnic_minority"


def _counted(stay: StayFacts, period: Period, book: CodeBook) -> Iterator[tuple[str, str]]:
    """Every (row, column) in which one stay is counted, in the order it happened."""
    steps = timeline(stay)
    eve = period.first - _EVE
    if is_present(stay, eve):
        yield _category(steps, eve), "opening"
    if period.holds(stay.start_on):
        yield _category(steps, stay.start_on), book.column_in(stay)
    for (_, before), (changed_on, after) in pairwise(steps):
        if period.holds(changed_on) and (stay.end_on is None or changed_on <= stay.end_on):
            yield before, "regroup_out"
            yield after, "regroup_in"
    if stay.end_on is not None and period.holds(stay.end_on):
        yield _category(steps, stay.end_on), book.column_out(stay)
    if is_present(stay, period.cutoff):
        row = _category(steps, period.cutoff)
        yield row, "closing"
        for column in _of_which(stay, book):
            yield row, column


def _unknown_columns(book: CodeBook, period: Period, complete_from: date | None) -> set[str]:
    """The columns the book cannot compute because it began later."""
    columns = set(book.words("movement_column"))
    if complete_from is None or complete_from < period.first:
        return set()
    if complete_from == period.first:
        return {"opening"}
    return columns & {"opening", *IN_COLUMNS, *OUT_COLUMNS} if complete_from <= period.cutoff else columns


def table(
    stays: Iterable[StayFacts],
    period: Period,
    codes: Sequence[Code],
    limits: Sequence[Limit],
    *,
    complete_from: date | None = None,
    typed_opening: Mapping[str, int] | None = None,
    typed_source: str = "",
    named: bool = True,
) -> Table:
    """B01 of a period: one line per stay and category, counted by the rules of the code lists; those of nobody unless ``named``.

    The day of admission counts, that of leaving does not; coming and leaving on one day counts in both; a change of
    category is a pair of ``regroup_out`` and ``regroup_in``. Before ``complete_from``, the day the book took over from
    paper, nothing is computed: the opening figures (category → people) are typed from the report ``typed_source``
    names, everything else is unknown.
    """
    book = CodeBook.of(codes, limits, period.cutoff)
    unknown = _unknown_columns(book, period, complete_from)
    # people who were there when the book began are known by name, so that the typed opening can be compared with them
    hidden = unknown if complete_from != period.first else set()
    lines: list[Line] = []
    for stay in stays:
        if stay.placement not in book.placements or stay.start_on > period.cutoff:
            continue
        if stay.end_on is not None and stay.end_on < period.first:
            continue
        by_row: dict[str, list[str]] = {}
        for row, column in _counted(stay, period, book):
            if column not in hidden:
                by_row.setdefault(row, []).append(column)
        if named:
            lines.extend(line_of(stay, row, columns, book) for row, columns in by_row.items())
        else:
            lines.extend(Line(row, tuple(columns), "", "") for row, columns in by_row.items())
    typed = typed_opening if typed_opening is not None and "opening" in unknown else None
    rows = rows_of(book, period, {line.row for line in lines} | set(typed or ()))
    leaves = [row.code for row in rows if row.kind is RowKind.ROW]
    return Table(
        code="B01",
        title=book.text("figure_table", "B01"),
        columns=tuple(Column(c.code, c.text, c.group) for c in book.words("movement_column").values()),
        rows=rows,
        lines=tuple(lines),
        typed=() if typed is None else tuple(Typed(row, "opening", typed.get(row, 0)) for row in leaves),
        typed_source="" if typed is None else typed_source,
        unknown=frozenset(
            (row, column) for row in leaves for column in unknown if typed is None or column != "opening"
        ),
    )

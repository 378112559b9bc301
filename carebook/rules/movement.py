"""B01, movement of residents: who was there, who came, who left, who changed group, who is there at the end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any

from carebook.dates import Age, PartialDate, age_on
from carebook.records.codes import Code, Limit
from carebook.records.figures import TOTAL, Column, Line, Period, Row, RowKind, Table, Typed
from carebook.records.record import filled
from carebook.records.stay_facts import StayFacts
from carebook.rules.dated import code_on, codes_on, limit_on, on

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


@dataclass(frozen=True)
class _Going:
    """One rule of how leaving is counted; an empty set matches everything."""

    reasons: frozenset[str]
    destinations: frozenset[str]
    forms: frozenset[str]
    column: str

    def matches(self, stay: StayFacts) -> bool:
        return (
            (not self.reasons or stay.end_reason in self.reasons)
            and (not self.destinations or stay.destination in self.destinations)
            and (not self.forms or stay.route in self.forms)
        )


@dataclass(frozen=True, eq=False)
class CodeBook(Sequence[Code]):
    """The code lists and limits a table is made with, as they stand on the day its data end.

    It stands for its codes wherever they are asked for, so that many tables of one day share what it has looked up.
    """

    codes: Sequence[Code]
    limits: Sequence[Limit]
    day: date

    @classmethod
    def of(cls, codes: Sequence[Code], limits: Sequence[Limit], day: date) -> CodeBook:
        """The book of a day: the codes themselves where they are one."""
        return codes if isinstance(codes, CodeBook) and codes.day == day else cls(codes, limits, day)

    def __getitem__(self, place: Any) -> Any:
        return self.codes[place]

    def __len__(self) -> int:
        return len(self.codes)

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    @cached_property
    def _lists(self) -> Mapping[str, Mapping[str, Code]]:
        lists: dict[str, dict[str, Code]] = {}
        for code in sorted(on(self.codes, self.day), key=lambda code: code.position):
            lists.setdefault(code.list_name, {})[code.code] = code
        return lists

    def words(self, list_name: str) -> Mapping[str, Code]:
        """The words of one list by code, in their order."""
        return self._lists.get(list_name, {})

    def text(self, list_name: str, code: str) -> str:
        """The Vietnamese words of a code; the code itself when it is not known."""
        if (told := self._texts.get((list_name, code))) is None:
            found = self.words(list_name).get(code) or code_on(self.codes, list_name, code, self.day)
            told = self._texts[list_name, code] = found.text if found else code
        return told

    @cached_property
    def _texts(self) -> dict[tuple[str, str], str]:
        """The words told so far: a code of another day is looked for once."""
        return {}

    def word(self, code: str, **values: str) -> str:
        """A word of the printed tables, with its values filled in."""
        return self.text("figure_word", code).format(**values)

    def age_limit(self, name: str) -> int:
        """An age of the law in years."""
        return self._ages[name]

    @cached_property
    def _ages(self) -> Mapping[str, int]:
        return {name: limit_on(self.limits, name, self.day).value for name in ("child_age", "elderly_age")}

    @cached_property
    def placements(self) -> frozenset[str]:
        """The placements whose people stand in the figures."""
        return frozenset(code.code for code in self.words("placement").values() if code.extra.get("counted"))

    @cached_property
    def minorities(self) -> frozenset[str]:
        """The codes of ethnic minorities."""
        return frozenset(code.code for code in self.words("ethnicity").values() if code.extra.get("minority"))

    @cached_property
    def child_categories(self) -> frozenset[str]:
        """The categories that are of children."""
        return frozenset(code.code for code in self.words("category").values() if code.extra.get("child"))

    @cached_property
    def _comings(self) -> Mapping[str, str]:
        return {code.code: code.extra["column"] for code in self.words("movement_in").values()}

    @cached_property
    def _goings(self) -> Sequence[_Going]:
        return [
            _Going(
                frozenset(extra.get("reasons", ())),
                frozenset(extra.get("destinations", ())),
                frozenset(extra.get("forms", ())),
                extra["column"],
            )
            for extra in (code.extra for code in self.words("movement_out").values())
        ]

    @cached_property
    def told(self) -> dict[int, tuple[StayFacts, str, str]]:
        """The birth and the story of each stay that was told of, by the stay itself; `line_of` keeps them here."""
        return {}

    @cached_property
    def whom(self) -> dict[int, tuple[StayFacts, tuple[str, ...]]]:
        """The columns of each person that was counted, by the stay itself; `columns_of` keeps them here."""
        return {}

    def column_in(self, stay: StayFacts) -> str:
        """The column in which coming is counted, from the start kind."""
        return self._comings.get(stay.start_kind, "in_other")

    def column_out(self, stay: StayFacts) -> str:
        """The column in which leaving is counted: the first rule that fits reason, destination and form."""
        return next((going.column for going in self._goings if going.matches(stay)), "out_other")


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
    return next((category for from_on, category in reversed(steps) if from_on <= day), steps[0][1])


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


def _day(day: date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year}"


def _birth(born: PartialDate | None, book: CodeBook) -> str:
    if born is None or born.is_unknown:
        return book.word("unknown")
    digits = "/".join(reversed(born.prefix.split("-")))
    return book.word("about", date=digits) if born.estimated else digits


def _story(stay: StayFacts, book: CodeBook) -> str:
    """When the stay began, by which decision, and how it ended before the data did."""
    told = [book.word("admitted", date=_day(stay.start_on))]
    if stay.decision_no:
        told.append(book.word("decision", number=stay.decision_no))
    if stay.end_on is not None and stay.end_on <= book.day:
        told.append(book.word("left", date=_day(stay.end_on), reason=book.text("end_reason", stay.end_reason)))
    return " · ".join(told)


def line_of(stay: StayFacts, row: str, columns: Iterable[str], book: CodeBook, *facts: str, amount: int = 1) -> Line:
    """A line of a table about one stay; of a masked person only the alias is printed."""
    whose = {"row": row, "columns": tuple(columns), "person_id": stay.person_id, "episode_id": stay.episode_id}
    if stay.masked:
        return filled(Line, **whose, name=stay.name, masked=True, amount=amount)
    told = book.told.get(id(stay))
    if told is None:
        told = book.told[id(stay)] = (stay, _birth(stay.born, book), _story(stay, book))
    _stay, birth, story = told
    detail = " · ".join((story, *facts)) if facts else story
    return filled(Line, **whose, code=stay.code, name=stay.name, birth=birth, detail=detail, amount=amount)


def columns_of(stay: StayFacts, book: CodeBook) -> tuple[str, ...]:
    """In which of "female", "children" and "aged_60" somebody stands on the day the data end."""
    whom = book.whom.get(id(stay))
    if whom is None:
        whom = book.whom[id(stay)] = (stay, tuple(_of_whom(stay, book)))
    return whom[1]


def _of_whom(stay: StayFacts, book: CodeBook) -> Iterator[str]:
    if stay.sex == "female":
        yield "female"
    age = age_of(stay, book.day)
    if _is_child(stay, age, book.day, book):
        yield "children"
    elif age is not None and age.years >= book.age_limit("elderly_age"):
        yield "aged_60"


def rows_of(book: CodeBook, period: Period, used: Collection[str]) -> tuple[Row, ...]:
    """The categories under their grouping rows, then the total: those in force in the period, and those used anyway."""
    categories = {c.code: c for day in (period.first, period.cutoff) for c in codes_on(book.codes, "category", day)}
    for code in sorted(set(used) - set(categories)):
        found = code_on(book.codes, "category", code, book.day)
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


def _of_which(stay: StayFacts, day: date, book: CodeBook) -> Iterator[str]:
    """The columns "trong đó" of somebody present at the end."""
    age = age_of(stay, day)
    if stay.sex == "female":
        yield "female"
    if _is_child(stay, age, day, book):
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
        for column in _of_which(stay, period.cutoff, book):
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

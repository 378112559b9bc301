"""A whole list read: its people, each once, what is said of its rows, and how many there are of what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from carebook.records.people import Sex
from carebook.rules.duplicates import folded_name
from carebook.rules.legacy_fonts import legacy_font_of
from carebook.rules.list_import.layout import Column, Layout, as_of, find_layout
from carebook.rules.list_import.letters import (
    Decided,
    OldCell,
    in_new_letters,
    old_cells,
    told_of_row,
    with_titles_read,
    without_rows,
)
from carebook.rules.list_import.lines import Line, LineKind, lines_of
from carebook.rules.list_import.people import Codes, ImportedPerson, RowReader, key_of
from carebook.rules.list_import.remarks import Remark, RowRemark, Severity
from carebook.rules.list_import.sheet import Cell, Sheet, is_decomposed, text_of
from carebook.rules.list_import.values import DistinctValue, distinct_values
from carebook.rules.list_import.vocabulary import Meaning, Vocabulary
from carebook.words import N_, Message, message


@dataclass(frozen=True)
class ListCounts:
    """The figures of a list. All but ``rows``, ``duplicates``, ``refused`` and ``skipped`` count people, each once.

    ``rows`` are the rows with a person, those refused and those that repeat somebody included; ``duplicates`` rows that
    repeat somebody. Of births ``year_only``, ``month_only`` are known exactly so far, ``estimated`` only about, ``unknown``
    were asked for in vain. What is said of a row that repeats somebody (a lost zero, a conflict) is not counted again.
    """

    rows: int
    people: int
    duplicates: int
    refused: int
    skipped: int
    year_only: int
    month_only: int
    estimated: int
    unknown_birth: int
    lost_zero: int
    bad_id: int
    sex_conflict: int
    bad_date: int
    voluntary: int
    female: int
    to_look_at: int
    by_category: Mapping[str, int]


@dataclass(frozen=True)
class ListReading:
    """All that is known of a list before anything is written: the mapping to be confirmed, the people, the remarks.

    ``old_cells`` are all cells in an old font, those already decided too; a row in which one is undecided is not entered.
    """

    as_of: date | None
    layout: Layout
    values: tuple[DistinctValue, ...]
    people: tuple[ImportedPerson, ...]
    remarks: tuple[RowRemark, ...]
    counts: ListCounts
    old_cells: tuple[OldCell, ...] = ()

    @property
    def header_row(self) -> int:
        """The row of the headings in the file, from 1."""
        return self.layout.header_row

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns with what they mean."""
        return self.layout.columns


def _about_line(line: Line) -> RowRemark | None:
    """What is said of a row that is no person."""
    text = next(text for text in map(text_of, line.raw) if text)
    match line.kind:
        case LineKind.TOTAL:
            what = message("Row {row} “{text}” is a line of totals, passed over.", row=line.row, text=text)
            return RowRemark(line.row, "", Remark.TOTAL_LINE, Severity.SKIPPED, what)
        case LineKind.FOOTER:
            what = message("Row {row} “{text}” is below the list, passed over.", row=line.row, text=text)
            return RowRemark(line.row, "", Remark.FOOTER, Severity.SKIPPED, what)
        case LineKind.GROUP:
            what = message("Row {row} “{text}” is a heading inside the list, passed over.", row=line.row, text=text)
            return RowRemark(line.row, "", Remark.GROUP_LINE, Severity.SKIPPED, what)
        case LineKind.NAMELESS:
            what = message("Row {row}: no name, not entered.", row=line.row)
            return RowRemark(line.row, "", Remark.NO_NAME, Severity.REFUSED, what)
        case _:
            return None


def _about_letters(
    line: Line, old: Sequence[OldCell], decided: Decided, name_at: int | None
) -> tuple[RowRemark | None, RowRemark | None]:
    """Why a row in an old font waits, or what was done with it: (refused, repaired)."""
    if not old:
        return None, None
    waiting = [cell for cell in old if cell.place not in decided]
    if waiting:
        trial = next((cell.after for cell in old if cell.index == name_at), "")
        said = told_of_row(line.row, waiting[0].font)
        return RowRemark(line.row, "", Remark.LEGACY_FONT, Severity.REFUSED, said, trial), None
    turned = [cell for cell in old if decided[cell.place]]
    if not turned:
        return None, None
    said = message("Row {row}: turned from {font} into Unicode as agreed.", row=line.row, font=turned[0].font)
    return None, RowRemark(line.row, "", Remark.LETTERS, Severity.REPAIRED, said)


@dataclass(frozen=True)
class _Read:
    """A row that became a person, with what it says and what is said of it."""

    person: ImportedPerson
    cells: Mapping[Meaning, Cell]
    remarks: tuple[RowRemark, ...]


def _read(line: Line, headings: Mapping[Meaning, str], codes: Codes, vocabulary: Vocabulary, today: date) -> _Read:
    reader = RowReader(line.row, line.cells, headings, codes, vocabulary, today)
    if is_decomposed(line.raw):
        what = message("Row {row}: letters and their marks were joined (Unicode NFC).", row=line.row)
        reader.remarks.append(RowRemark(line.row, "", Remark.LETTERS, Severity.REPAIRED, what))
    person = reader.person()
    return _Read(person, line.cells, tuple(reader.remarks))


def _same_person(one: ImportedPerson, other: ImportedPerson) -> bool:
    """Of two rows with the same folded name: the same number, or the same known birth and nothing against it."""
    if one.identity_number and other.identity_number:
        return one.identity_number == other.identity_number
    if one.sex and other.sex and one.sex is not other.sex:
        return False
    return one.born is not None and not one.born.is_unknown and one.born == other.born


_OWN_MEANINGS = {"disability_kinds": Meaning.DISABILITY_KIND, "relatives": Meaning.RELATIVE}
_COMPARED = [
    (item.name, _OWN_MEANINGS.get(item.name) or Meaning(item.name))
    for item in fields(ImportedPerson)
    if item.name not in ("rows", "full_name", "identity_kind", "note")
]


def _merged(first: _Read, second: _Read, headings: Mapping[Meaning, str]) -> _Read:
    """The first row with its empty fields filled from the second.

    What the second row says otherwise is said and kept in the note.
    """
    row, first_row = second.person.rows[0], first.person.rows[0]
    if first.person.identity_number and second.person.identity_number:
        pattern = N_("Rows {first} and {row} are one person (same name, birth, ID number); entered once.")
    else:
        pattern = N_("Rows {first} and {row} are one person (same name, birth); entered once.")
    what = message(pattern, first=first_row, row=row)
    remarks = [RowRemark(row, "", Remark.DUPLICATE, Severity.SKIPPED, what)]
    notes = [first.person.note] + [second.person.note] * (second.person.note != first.person.note)
    filled: dict[str, Any] = {"identity_kind": first.person.identity_kind or second.person.identity_kind}
    for name, meaning in _COMPARED:
        mine, theirs = getattr(first.person, name), getattr(second.person, name)
        if theirs and not mine:
            filled[name] = theirs
        elif theirs and theirs != mine:
            heading = headings.get(meaning, "")
            text, kept = (text_of(read.cells.get(meaning)) for read in (second, first))
            notes.append(f"{heading}: {text}")
            what = message(
                "“{text}”, but row {first} says “{kept}”; kept in the note.", text=text, first=first_row, kept=kept
            )
            remarks.append(RowRemark(row, heading, Remark.DIFFERENT, Severity.KEPT, what))
    person = replace(first.person, **filled, rows=(*first.person.rows, row), note="\n".join(filter(None, notes)))
    return _Read(person, first.cells, (*first.remarks, *remarks))


def _one_each(reads: Iterable[_Read], headings: Mapping[Meaning, str]) -> list[_Read]:
    """The people, each once, in the order of their first rows."""
    people: list[_Read] = []
    by_name: dict[str, list[int]] = {}
    for read in reads:
        places = by_name.setdefault(folded_name(read.person.full_name), [])
        at = next((at for at in places if _same_person(people[at].person, read.person)), None)
        if at is None:
            places.append(len(people))
            people.append(read)
        else:
            people[at] = _merged(people[at], read, headings)
    return people


def _same_numbers(people: Iterable[ImportedPerson], heading: str) -> Iterable[RowRemark]:
    """What is said of people who share a number but not a name."""
    first_row: dict[str, int] = {}
    for person in people:
        if person.identity_number:
            first = first_row.setdefault(person.identity_number, person.rows[0])
            if first != person.rows[0]:
                what = message("the same number as in row {first}, under another name.", first=first)
                yield RowRemark(person.rows[0], heading, Remark.SAME_NUMBER, Severity.KEPT, what)


def _counts(
    people: Sequence[ImportedPerson], remarks: Sequence[RowRemark], rows: int, voluntary: frozenset[str]
) -> ListCounts:
    about = Counter(remark.kind for remark in remarks)
    became = Counter(remark.severity for remark in remarks)
    births = [person.born for person in people if person.born is not None]
    precisions = Counter("estimated" if born.estimated else born.precision for born in births)
    categories = Counter(person.category for person in people if person.category)
    look_at = {remark.row for remark in remarks if remark.severity is Severity.KEPT}
    return ListCounts(
        rows=rows,
        people=len(people),
        duplicates=about[Remark.DUPLICATE],
        refused=became[Severity.REFUSED],
        skipped=became[Severity.SKIPPED] - about[Remark.DUPLICATE],
        year_only=precisions["year"],
        month_only=precisions["month"],
        estimated=precisions["estimated"],
        unknown_birth=precisions["unknown"],
        lost_zero=about[Remark.LOST_ZERO],
        bad_id=about[Remark.BAD_ID],
        sex_conflict=about[Remark.SEX_CONFLICT],
        bad_date=about[Remark.BAD_DATE],
        voluntary=sum(count for category, count in categories.items() if category in voluntary),
        female=sum(person.sex is Sex.FEMALE for person in people),
        to_look_at=sum(not look_at.isdisjoint(person.rows) for person in people),
        by_category=dict(categories),
    )


def interpret(
    sheet: Sheet,
    layout: Layout,
    values: Iterable[DistinctValue],
    vocabulary: Vocabulary,
    *,
    today: date,
    decided: Decided | None = None,
) -> ListReading:
    """The people and remarks of a list under a mapping of its columns and words; nothing is written anywhere.

    Called again whenever a person changes the mapping or decided about cells in an old font. ``today`` bounds the dates:
    none may lie after it.
    """
    decided = decided or {}
    old = old_cells(sheet, layout)
    by_row: dict[int, list[OldCell]] = defaultdict(list)
    for cell in old:
        by_row[cell.row].append(cell)
    name = layout.column(Meaning.NAME)
    sheet = in_new_letters(sheet, [cell for cell in old if decided.get(cell.place)])
    values = tuple(values)
    codes = {key_of(value.meaning, value.word): value.code for value in values}
    headings = {column.meaning: column.heading for column in layout.columns if column.meaning is not None}
    reads: list[_Read] = []
    other: list[RowRemark] = []
    rows = 0
    for line in lines_of(sheet, layout, vocabulary):
        waits, turned = _about_letters(line, by_row.get(line.row, ()), decided, name.index if name else None)
        remark = waits or _about_line(line)
        rows += line.kind in (LineKind.PERSON, LineKind.NAMELESS)
        other += [turned] if turned is not None else []
        if remark is None:
            reads.append(_read(line, headings, codes, vocabulary, today))
        else:
            other.append(remark)
    found = _one_each(reads, headings)
    people = tuple(read.person for read in found)
    remarks = [remark for read in found for remark in read.remarks]
    remarks += _same_numbers(people, headings.get(Meaning.IDENTITY_NUMBER, ""))
    remarks = sorted([*remarks, *other], key=lambda remark: remark.row)
    return ListReading(
        as_of=as_of(with_titles_read(sheet, layout.first_row), layout, vocabulary, today=today),
        layout=layout,
        values=values,
        people=people,
        remarks=tuple(remarks),
        counts=_counts(people, remarks, rows, vocabulary.voluntary),
        old_cells=old,
    )


def values_of(
    sheet: Sheet,
    layout: Layout,
    vocabulary: Vocabulary,
    remembered: Mapping[tuple[Meaning, str], str] | None = None,
    decided: Decided | None = None,
) -> tuple[DistinctValue, ...]:
    """The words of the coded columns, of the rows that can be read: those in an old font only after somebody decided."""
    decided = decided or {}
    old = old_cells(sheet, layout)
    waiting = frozenset(cell.row for cell in old if cell.place not in decided)
    readable = in_new_letters(sheet, [cell for cell in old if decided.get(cell.place)])
    return distinct_values(without_rows(readable, waiting), layout, vocabulary, remembered)


def read_list(
    sheet: Sheet,
    vocabulary: Vocabulary,
    *,
    today: date,
    remembered: Mapping[tuple[Meaning, str], str] | None = None,
) -> ListReading | Message:
    """A list read with the suggested mapping; the sentence that says why when no row of headings is found."""
    layout = find_layout(sheet, vocabulary) or find_layout(with_titles_read(sheet, len(sheet.rows) + 1), vocabulary)
    if layout is None:
        cells = (cell for row in sheet.rows for cell in row if isinstance(cell, str))
        if font := next(filter(None, map(legacy_font_of, cells)), None):
            return message(
                "Sheet “{name}” is written in an old font ({font}). Turn it into Unicode and choose it again.",
                name=sheet.name,
                font=font,
            )
        return message(
            "No row of headings was found in sheet “{name}”. A column for the name and two more are needed.",
            name=sheet.name,
        )
    return interpret(sheet, layout, values_of(sheet, layout, vocabulary, remembered), vocabulary, today=today)

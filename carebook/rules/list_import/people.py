"""One row of a list read as one person: every repair said, what cannot be read kept in the note."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from carebook.dates import PartialDate, parse_date, parse_partial_date, written
from carebook.records.people import Sex
from carebook.rules import identity
from carebook.rules.list_import.remarks import Remark, RowRemark, Severity
from carebook.rules.list_import.sheet import Cell, is_empty, text_of
from carebook.rules.list_import.vocabulary import Meaning, Vocabulary, pieces
from carebook.rules.names import in_name_case, is_all_capitals, normalise, tone_normalised
from carebook.words import Message, message


@dataclass(frozen=True)
class ImportedRelative:
    """A relative named in a list; ``note`` holds the word for the relation where no code says it exactly."""

    full_name: str
    relation: str = "other"
    phone: str = ""
    note: str = ""


@dataclass(frozen=True)
class ImportedPerson:
    """A person as a list tells of them; ``rows`` are the rows of the file they stand in. Codes are of the code lists.

    ``identity_kind`` is ``national_id``, ``old_id`` or ``passport``. ``note`` holds the list's own note and whatever could
    not be read, each under its heading.
    """

    rows: tuple[int, ...]
    full_name: str
    sex: Sex | None = None
    born: PartialDate | None = None
    ethnicity: str | None = None
    identity_number: str = ""
    identity_kind: str = ""
    home_town: str = ""
    admitted_on: date | None = None
    decision_no: str = ""
    decision_on: date | None = None
    category: str | None = None
    disability_kinds: tuple[str, ...] = ()
    disability_degree: str | None = None
    health_card: str = ""
    room: str = ""
    relatives: tuple[ImportedRelative, ...] = ()
    left_on: date | None = None
    end_reason: str | None = None
    destination: str | None = None
    note: str = ""


Codes = Mapping[tuple[Meaning, str], str | None]


def key_of(meaning: Meaning, word: str) -> tuple[Meaning, str]:
    """Under which a word of a column is looked up: capitals and the place of tone marks make no difference."""
    return meaning, tone_normalised(word)


# Relatives: "Con: Mai Văn Hùng - 0995494971", "Mai Văn Hùng (con) 0995494971", several parted by ";" or lines

_RELATION_FIRST = re.compile(r"^\s*([^:0-9]{1,25}):\s*(.*)$", re.DOTALL)
_RELATION_AFTER = re.compile(r"\(([^()0-9]{1,25})\)")
_PHONE_WORDS = re.compile(r"\b(sđt|đt|điện thoại|tel|số)\b[.:]?", re.IGNORECASE)


@dataclass(frozen=True)
class NamedRelative:
    """One relative as written in a cell: the word for the relation, the name, the telephone numbers."""

    relation: str
    full_name: str
    phones: tuple[str, ...]


def named_relatives(cell: Cell) -> list[NamedRelative]:
    """The relatives written in one cell."""
    if isinstance(cell, float | int):
        return [NamedRelative("", "", (text_of(cell),))]
    found = []
    for part in re.split(r"[;\n]", cell if isinstance(cell, str) else text_of(cell)):
        text = normalise(part)
        phones = identity.phones_in(text)
        for phone in phones:
            text = text.replace(phone, " ")
        text = _PHONE_WORDS.sub(" ", text)
        relation = ""
        if first := _RELATION_FIRST.match(text):
            relation, text = first[1], first[2]
        elif after := _RELATION_AFTER.search(text):
            relation, text = after[1], text.replace(after[0], " ")
        name = normalise(text).strip(" -–,.:()")
        if name or phones:
            found.append(NamedRelative(normalise(relation), normalise(name), tuple(phones)))
    return found


# Dates kept as numbers

_SHORT_YEAR = re.compile(r"[-/. ][0-9]{2}$")
_SERIAL_DAY_0 = date(1899, 12, 30)  # of Excel's day numbers
_SERIAL_DAYS = range(5_000, 80_000)  # from 1913 to 2119


def _as_day(cell: Cell) -> tuple[Cell, bool]:
    """The cell with a date kept as a number turned into text, and whether that was done."""
    if isinstance(cell, float | int) and not isinstance(cell, bool) and cell % 1 == 0:
        digits = str(int(cell))
        if len(digits) in (7, 8):
            return digits.zfill(8), True
        if int(cell) in _SERIAL_DAYS:
            return written(_SERIAL_DAY_0 + timedelta(days=int(cell))), True
    return cell, False


@dataclass
class RowReader:
    """Reads the cells of one row; ``remarks`` and ``leftovers`` fill while it reads."""

    row: int
    cells: Mapping[Meaning, Cell]
    headings: Mapping[Meaning, str]
    codes: Codes
    vocabulary: Vocabulary
    today: date
    remarks: list[RowRemark] = field(default_factory=list)
    leftovers: list[str] = field(default_factory=list)

    def person(self) -> ImportedPerson:
        """The person of the row; it must have a name."""
        name = self._name(self.text(Meaning.NAME), Meaning.NAME)
        sex, born = self._sex_and_birth()
        number, kind = self._identity_number(sex, born)
        admitted_on, left_on = self._day(Meaning.ADMITTED_ON), self._day(Meaning.LEFT_ON)
        self._check_order(born, admitted_on, left_on)
        category = self._code(Meaning.CATEGORY)
        if category in self.vocabulary.confidential:
            self._say(
                Remark.CONFIDENTIAL,
                Meaning.CATEGORY,
                Severity.REPAIRED,
                message(
                    "“{typed}” → {kept}; the record will be restricted.",
                    typed=self.text(Meaning.CATEGORY),
                    kept=self.vocabulary.text_of(Meaning.CATEGORY, category or ""),
                ),
                category or "",
            )
        for meaning in (Meaning.SEX, Meaning.CATEGORY, Meaning.ADMITTED_ON):
            if meaning in self.headings and not self.text(meaning) and not (meaning is Meaning.SEX and sex):
                self._say(Remark.MISSING, meaning, Severity.KEPT, message("Not filled in."))
        return ImportedPerson(
            rows=(self.row,),
            full_name=name,
            sex=sex,
            born=born,
            ethnicity=self._code(Meaning.ETHNICITY),
            identity_number=number,
            identity_kind=kind,
            home_town=self.text(Meaning.HOME_TOWN),
            admitted_on=admitted_on,
            decision_no=self.text(Meaning.DECISION_NO),
            decision_on=self._day(Meaning.DECISION_ON),
            category=category,
            disability_kinds=self._several(Meaning.DISABILITY_KIND),
            disability_degree=self._code(Meaning.DISABILITY_DEGREE),
            health_card=self._health_card(),
            room=self.text(Meaning.ROOM),
            relatives=self._relatives(),
            left_on=left_on,
            end_reason=self._code(Meaning.END_REASON),
            destination=self._code(Meaning.DESTINATION),
            note="\n".join(filter(None, [self.text(Meaning.NOTE), *self.leftovers])),
        )

    def text(self, meaning: Meaning) -> str:
        """What the cell of a meaning says, "" without one."""
        return text_of(self.cells.get(meaning))

    def _say(self, kind: Remark, meaning: Meaning, severity: Severity, what: Message, kept_as: str = "") -> None:
        self.remarks.append(RowRemark(self.row, self.headings.get(meaning, ""), kind, severity, what, kept_as))

    def _leave(self, kind: Remark, meaning: Meaning, problem: Message, typed: str) -> None:
        """What cannot be read goes into the note under its heading, the field stays empty."""
        heading = self.headings.get(meaning, "")
        self.leftovers.append(f"{heading}: {typed}" if heading else typed)
        what = message("{problem} Kept as written in the note; the field is left empty.", problem=problem)
        self._say(kind, meaning, Severity.KEPT, what)

    def _name(self, typed: str, meaning: Meaning) -> str:
        cell = self.cells.get(meaning)
        name = typed
        if meaning is Meaning.NAME and isinstance(cell, str) and cell != " ".join(cell.split()):
            self._say(Remark.SPACES, meaning, Severity.REPAIRED, message("spaces put right → {kept}", kept=name), name)
        if is_all_capitals(typed):
            name = in_name_case(typed)
            what = message("“{typed}” → {kept}", typed=typed, kept=name)
            self._say(Remark.CAPITALS, meaning, Severity.REPAIRED, what, name)
        return name

    # Codes

    def _code(self, meaning: Meaning) -> str | None:
        found = self._several(meaning)
        if len(found) > 1:
            self.leftovers.append(f"{self.headings.get(meaning, '')}: {self.text(meaning)}")
            kept = self.vocabulary.text_of(meaning, found[0])
            what = message("“{typed}” names several; {kept} is taken.", typed=self.text(meaning), kept=kept)
            self._say(Remark.UNKNOWN_WORD, meaning, Severity.KEPT, what, found[0])
        return found[0] if found else None

    def _several(self, meaning: Meaning) -> tuple[str, ...]:
        codes: dict[str, None] = {}
        for word in pieces(self.text(meaning), meaning, self.vocabulary):
            code = self.codes.get(key_of(meaning, word))
            if code is None:
                problem = message("“{typed}” is not in the list.", typed=word)
                self._leave(Remark.UNKNOWN_WORD, meaning, problem, word)
            elif code:
                codes[code] = None
            else:
                self.leftovers.append(f"{self.headings.get(meaning, '')}: {word}")
        return tuple(codes)

    # Births and other days

    def _sex_and_birth(self) -> tuple[Sex | None, PartialDate | None]:
        code = self._code(Meaning.SEX)
        sex = Sex(code) if code else None
        for meaning, said in ((Meaning.BORN_MALE, Sex.MALE), (Meaning.BORN_FEMALE, Sex.FEMALE)):
            if not is_empty(self.cells.get(meaning)):
                return sex or said, self._born(meaning)
        return sex, self._born(Meaning.BORN)

    def _born(self, meaning: Meaning) -> PartialDate | None:
        cell, turned = _as_day(self.cells.get(meaning))
        typed = text_of(cell)
        found = parse_partial_date(typed, today=self.today)
        if isinstance(found, Message):
            self._leave(Remark.BAD_DATE, meaning, found, self.text(meaning))
            return None
        if found is not None and (turned or _SHORT_YEAR.search(typed)):
            self._say_date_form(meaning, found)
        return found

    def _day(self, meaning: Meaning) -> date | None:
        cell, turned = _as_day(self.cells.get(meaning))
        if isinstance(cell, datetime):
            cell = cell.date()
        typed = text_of(cell)
        found = parse_date(typed, today=self.today, future=False)
        if isinstance(found, Message):
            self._leave(Remark.BAD_DATE, meaning, found, self.text(meaning))
            return None
        if found is not None and (turned or _SHORT_YEAR.search(typed)):
            self._say_date_form(meaning, found)
        return found

    def _say_date_form(self, meaning: Meaning, found: date | PartialDate) -> None:
        kept = written(found)
        what = message("“{typed}” → {kept}", typed=self.text(meaning), kept=kept)
        self._say(Remark.DATE_FORM, meaning, Severity.REPAIRED, what, kept)

    def _check_order(self, born: PartialDate | None, admitted_on: date | None, left_on: date | None) -> None:
        if admitted_on and born and born.earliest > admitted_on:
            what = message("Admitted ({admitted}) before birth ({born}).", admitted=written(admitted_on), born=born)
            self._say(Remark.DATE_ORDER, Meaning.ADMITTED_ON, Severity.KEPT, what)
        if admitted_on and left_on and left_on < admitted_on:
            what = message(
                "Left ({left}) before admission ({admitted}).", left=written(left_on), admitted=written(admitted_on)
            )
            self._say(Remark.DATE_ORDER, Meaning.LEFT_ON, Severity.KEPT, what)

    # Numbers

    def _identity_number(self, sex: Sex | None, born: PartialDate | None) -> tuple[str, str]:
        typed = self.text(Meaning.IDENTITY_NUMBER)
        if not typed:
            return "", ""
        read = identity.read_identity_number(typed)
        number = read.value
        if read.suggestion:
            number = read.suggestion
            what = message("a zero was put back in front → {kept}", kept=number)
            self._say(Remark.LOST_ZERO, Meaning.IDENTITY_NUMBER, Severity.REPAIRED, what, number)
        elif read.problem:
            self._leave(Remark.BAD_ID, Meaning.IDENTITY_NUMBER, read.problem, typed)
            return "", ""
        if read.kind == "national_id":
            kinds = {"place": Remark.UNKNOWN_PLACE, "sex": Remark.SEX_CONFLICT, "year": Remark.YEAR_CONFLICT}
            for warning in identity.national_id_warnings(number, sex, born):
                self._say(kinds[warning.about], Meaning.IDENTITY_NUMBER, Severity.KEPT, warning.message, number)
        return number, read.kind

    def _health_card(self) -> str:
        typed = self.text(Meaning.HEALTH_CARD)
        if not typed:
            return ""
        read = identity.read_health_card(typed)
        if read.problem:
            self._leave(Remark.BAD_HEALTH_CARD, Meaning.HEALTH_CARD, read.problem, typed)
            return ""
        return read.value

    # Relatives

    def _relatives(self) -> tuple[ImportedRelative, ...]:
        cell = self.cells.get(Meaning.RELATIVE)
        named = [] if is_empty(cell) else named_relatives(cell)
        extra = self.text(Meaning.RELATIVE_PHONE)
        if extra and not named:
            named = [NamedRelative("", "", ())]
        found = []
        for at, relative in enumerate(named):
            phones = relative.phones or ((extra,) if extra and at == 0 else ())
            word = relative.relation or self.text(Meaning.RELATION)
            found.append(self._relative(relative.full_name, word, phones))
        return tuple(found)

    def _relative(self, typed_name: str, word: str, phones: tuple[str, ...]) -> ImportedRelative:
        relation = self.codes.get(key_of(Meaning.RELATION, word)) if word else "other"
        note = [word] if word and relation in (None, "", "other") else []
        if relation is None:
            what = message("“{typed}” is not in the list of relations; the word is kept beside the name.", typed=word)
            self._say(Remark.UNKNOWN_WORD, Meaning.RELATIVE, Severity.KEPT, what)
        numbers = []
        for typed in phones:
            read = identity.read_phone(typed)
            if read.problem:
                note.append(typed)
                what = message("{problem} Kept as written beside the name.", problem=read.problem)
                self._say(Remark.BAD_PHONE, Meaning.RELATIVE, Severity.KEPT, what)
            else:
                numbers.append(read.value)
        note += [identity.phone_words(number) for number in numbers[1:]]
        name = self._name(typed_name, Meaning.RELATIVE)
        return ImportedRelative(name, relation or "other", numbers[0] if numbers else "", ", ".join(note))

"""What the filters over the list of people ask for, and the two ages among them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy

from carebook.store.people import PeopleFilter, PersonRow
from carebook.ui.parts import theme
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import row
from carebook.words import _, message

OLDEST = 125
_ALWAYS = "9999"  # after every birth: whoever's birth is unknown is left out where an age is asked


@dataclass(frozen=True)
class Chosen:
    """The filters as they stand, ages in whole years (None: no bound), with the words of the search."""

    who: str = "present"
    ward_id: str = ""
    category: str = ""
    sex: str = ""
    state: str = ""
    age_from: int | None = None
    age_to: int | None = None
    typed: str = ""

    @property
    def is_filtering(self) -> bool:
        """Whether more is asked than who and a search."""
        return self != Chosen(who=self.who, typed=self.typed)

    def wanted(self, today: date) -> PeopleFilter:
        """What is asked of the book on a day; a state is only asked of the present."""
        before, after = born_between(self.age_from, self.age_to, today)
        return PeopleFilter(
            who=self.who,
            ward_id=self.ward_id,
            category=self.category,
            sex=self.sex,
            state=self.state if self.who == "present" else "",
            born_before=before,
            born_after=after,
        )


def born_between(age_from: int | None, age_to: int | None, today: date) -> tuple[str, str]:
    """(before, from) which births, as they are kept, somebody of these ages on ``today`` has; "" for no bound."""
    if age_from is None and age_to is None:
        return "", ""
    before = _ALWAYS if age_from is None else (_years_before(today, age_from) + timedelta(days=1)).isoformat()
    after = "" if age_to is None else (_years_before(today, age_to + 1) + timedelta(days=1)).isoformat()
    return before, after


def is_born_within(found: PersonRow, wanted: PeopleFilter) -> bool:
    """Whether somebody found by name also has the age that is asked."""
    if not wanted.born_before:
        return True
    return found.born is not None and wanted.born_after <= found.born.text < wanted.born_before


def _years_before(day: date, years: int) -> date:
    """The same day ``years`` earlier; of 29/02 the last day of February."""
    year = max(day.year - years, date.min.year)
    return day.replace(year=year) if (day.month, day.day) != (2, 29) else date(year, 3, 1) - timedelta(days=1)


class AgeRange(QFrame):
    """ "Tuổi … – …": two ages, either left empty. ``changed`` while typing; what is no age is marked and not asked."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.lowest, self.highest = self._line(_("Age from")), self._line(_("Age to"))
        self.setLayout(row(label(_("Age"), "muted"), self.lowest, label("–", "muted"), self.highest, gap=4))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _line(self, name: str) -> QLineEdit:
        made = QLineEdit()
        made.setAccessibleName(name)
        made.setToolTip(name)
        made.setFixedWidth(theme.worn().scaled(44))
        made.textChanged.connect(self._typed)
        return made

    def ages(self) -> tuple[int | None, int | None]:
        """The two ages as far as they can be read."""
        return _age(self.lowest.text()), _age(self.highest.text())

    def show_ages(self, lowest: int | None, highest: int | None) -> None:
        """Put ages there without telling anybody."""
        for line, age in ((self.lowest, lowest), (self.highest, highest)):
            line.blockSignals(True)
            line.setText("" if age is None else str(age))
            line.blockSignals(False)
        self._mark()

    def said(self) -> str:
        """The ages in words, "" when none is asked."""
        lowest, highest = self.ages()
        if lowest is not None and highest is not None:
            return str(message("{lowest} to {highest} years old", lowest=lowest, highest=highest))
        if lowest is not None:
            return str(message("{age} and older", age=lowest))
        return str(message("up to {age} years old", age=highest)) if highest is not None else ""

    def _typed(self) -> None:
        self._mark()
        self.changed.emit()

    def _mark(self) -> None:
        for line in (self.lowest, self.highest):
            bad = bool(line.text().strip()) and _age(line.text()) is None
            wrong = str(message("An age is a number from 0 to {oldest}.", oldest=OLDEST))
            line.setProperty("bad", "error" if bad else "")
            line.setToolTip(wrong if bad else line.accessibleName())
            line.setAccessibleDescription(wrong if bad else "")
            theme.restyle(line)


def _age(typed: str) -> int | None:
    text = typed.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 and int(text) <= OLDEST else None

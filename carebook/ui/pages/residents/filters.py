"""The filters over the list of people, and what they say in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy

from carebook.records.episodes import ABSENCE_WORDS, PLACEMENT_WORDS, AbsenceKind, Placement
from carebook.records.people import SEX_WORDS, Sex
from carebook.store.people import PeopleFilter, PersonRow
from carebook.ui.pages.residents.chosen import AgeRange, Chosen, is_born_within
from carebook.ui.pages.residents.rows import category_choices
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Segments
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choice, filter_choice
from carebook.ui.parts.layouts import Flow, box, column, row
from carebook.words import _, pgettext

ONE_LINE = 1240
"""From this width of the page on, in pixels, search and filters stand in one line."""


class PeopleFilters(QFrame):
    """Search field, who (present, former, all), ward, category, sex, state, ages. ``changed`` when a filter, ``typed`` when
    the search was changed."""

    changed = Signal()
    typed = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Find by name, code or number") + "  Ctrl+F")
        self.search.setAccessibleName(_("Find by name, code or number"))
        self.search.addAction(theme.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(170)
        self.search.textChanged.connect(self.typed)
        self.who = Segments(
            [("present", pgettext("stay", "Present")), ("former", pgettext("stay", "Left")), ("all", _("All"))]
        )
        away = [(kind.value, _(ABSENCE_WORDS[kind])) for kind in AbsenceKind]
        outside = [(place.value, _(PLACEMENT_WORDS[place])) for place in (Placement.DAY, Placement.COMMUNITY)]
        sexes = [(sex.value, _(SEX_WORDS[sex])) for sex in Sex]
        self.ward = self._filter(_("Ward"), _("Every ward"), (), 112)
        self.category = self._filter(_("Category"), _("Every category"), category_choices(desk), 128)
        self.sex = self._filter(_("Sex"), _("Both sexes"), sexes, 132)
        self.state = self._filter(_("State"), _("Every state"), [("here", _("In the center")), *away, *outside], 148)
        self.age = AgeRange()
        self.age.changed.connect(self._changed)
        self.who.chosen.connect(self._changed)
        flowing = Flow(self.ward, self.category, self.sex, self.state, self.age, gap=6)
        self._choices = box(flowing)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._choices.setSizePolicy(policy)
        self._first = row((self.search, 1), self.who, gap=10)
        self.setLayout(column(self._first, self._choices, gap=8, margins=(24, 0, 20, 8)))

    def _filter(self, name: str, every: str, choices: Sequence[tuple[str, str]], width: int) -> Choice:
        made = filter_choice(name, [("", every), *choices], width=theme.worn().scaled(width))
        made.view().setMinimumWidth(theme.worn().scaled(width))
        made.currentIndexChanged.connect(self._changed)
        return made

    def offer_wards(self, wards: Sequence[tuple[str, str]]) -> None:
        """The wards of the center, without telling anybody that something was chosen."""
        self.ward.offer([("", _("Every ward")), *wards])

    def chosen(self) -> Chosen:
        """Everything as it stands."""
        who = self.who.current()
        state = self.state.code() if who == "present" else ""
        lowest, highest = self.age.ages()
        codes = (self.ward.code(), self.category.code(), self.sex.code())
        return Chosen(who, *codes, state, lowest, highest, self.search.text().strip())

    def show_chosen(self, chosen: Chosen) -> None:
        """Set everything at once, and tell it once."""
        self.search.blockSignals(True)
        self.search.setText(chosen.typed)
        self.search.blockSignals(False)
        self.who.choose(chosen.who)
        self.age.show_ages(chosen.age_from, chosen.age_to)
        codes = (chosen.ward_id, chosen.category, chosen.sex, chosen.state)
        self._set(dict(zip(self._all(), codes, strict=True)))

    def wanted(self) -> PeopleFilter:
        """What is asked of the book."""
        return self.chosen().wanted(self._desk.today())

    def fits(self, found: PersonRow) -> bool:
        """Whether somebody found by name also fits the filters; who is not asked, because one looks for former people too."""
        wanted = self.wanted()
        return (
            wanted.ward_id in ("", found.ward_id)
            and wanted.category in ("", found.category)
            and wanted.sex in ("", found.sex)
            and (not wanted.state or wanted.state == found.state)
            and is_born_within(found, wanted)
        )

    def is_filtering(self) -> bool:
        return self.chosen().is_filtering

    def said(self) -> str:
        """The filters in words: "khu B, nữ, từ 60 tuổi"."""
        shown = [choice.currentText() for choice in self._all() if choice.code()]
        return ", ".join(filter(None, (*shown, self.age.said())))

    def choose(self, who: str = "", **filters: str) -> None:
        """Set the filters from outside; ``filters`` are ward_id, category, sex, state."""
        fields: Mapping[str, Choice] = dict(
            zip(("ward_id", "category", "sex", "state"), self._all(), strict=True),
        )
        if who:
            self.who.choose(who)
        self._set({fields[name]: code for name, code in filters.items()})

    def clear(self) -> None:
        """No filter but who."""
        self.age.show_ages(None, None)
        self._set(dict.fromkeys(self._all(), ""))

    def _all(self) -> tuple[Choice, ...]:
        return (self.ward, self.category, self.sex, self.state)

    def _set(self, codes: Mapping[Choice, str]) -> None:
        """Choose several at once, and tell it once."""
        for choice, code in codes.items():
            choice.blockSignals(True)
            choice.choose(code)
            choice.blockSignals(False)
        self._changed()

    def _changed(self) -> None:
        self.state.setEnabled(self.who.current() == "present")
        self.changed.emit()

    def arrange(self, wide: bool) -> None:
        """In one line, or the choices under the search."""
        whole = self.layout()
        inside = self._first.indexOf(self._choices) >= 0
        if wide and not inside and whole is not None:
            whole.removeWidget(self._choices)
            self._first.addWidget(self._choices, 3)
        elif not wide and inside and whole is not None:
            self._first.removeWidget(self._choices)
            whole.addWidget(self._choices)

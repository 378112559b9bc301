"""By which values of which facts a row or column of an own table counts: one fact on show at a time, all of them said below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from carebook.ui.pages.settings.layouts.asking import Choices, Offers
from carebook.ui.parts import theme
from carebook.ui.parts.fields import TickList
from carebook.ui.parts.fields.choosing import Choice
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import column, emptied
from carebook.words import _, pgettext


class OnlyEditor(QWidget):
    """Who has one of the ticked values of every fact with ticks is counted; without ticks everybody is."""

    def __init__(self, offers: Offers, only: Mapping[str, Sequence[str]]) -> None:
        super().__init__()
        self._offers = offers
        self._only = {fact: tuple(values) for fact, values in only.items() if values}
        self.fact = Choice(offers.facts)
        self.fact.setAccessibleName(pgettext("of a statistic", "Fact"))
        self.fact.choose(next(iter(self._only), offers.facts[0][0]))
        self.said = label("", "small", wrap=True)
        self._place = column(gap=0)
        self.ticks = self._show()
        self.fact.activated.connect(self._other)
        self.setLayout(
            column(
                label(_("Counts who has one of the ticked values"), "small"), self.fact, self._place, self.said, gap=3
            )
        )
        self._say()

    def only(self) -> dict[str, tuple[str, ...]]:
        """The filters that hold."""
        return dict(self._only)

    def _show(self) -> TickList:
        emptied(self._place)
        code = self.fact.code()
        ticks = TickList(self._offers.values[code])
        ticks.name_as(self.fact.currentText())
        ticks.setFixedHeight(theme.worn().scaled(130))
        ticks.choose(self._only.get(code, ()))
        ticks.touched.connect(self._ticked)
        self._place.addWidget(ticks)
        return ticks

    def _other(self, _place: int = 0) -> None:
        self.ticks = self._show()

    def _ticked(self) -> None:
        if values := tuple(self.ticks.codes()):
            self._only[self.fact.code()] = values
        else:
            self._only.pop(self.fact.code(), None)
        self._say()

    def _say(self) -> None:
        self.said.setText(said_only(self._only, self._offers) or _("Everybody is counted."))


def said_only(only: Mapping[str, Sequence[str]], offers: Offers) -> str:
    """Every filter in words: "Giới tính: Nữ · Lứa tuổi: Trẻ em"."""
    names = dict(offers.facts)
    parts = [
        f"{names.get(fact, fact)}: {', '.join(_words_of(offers.values.get(fact, ()), values))}"
        for fact, values in only.items()
        if values
    ]
    return " · ".join(parts)


def _words_of(choices: Choices, values: Sequence[str]) -> list[str]:
    known = dict(choices)
    return [known.get(value, value) for value in values]

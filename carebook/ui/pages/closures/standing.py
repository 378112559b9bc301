"""Beside form 06: what still stands in the way of closing, each thing with the way to it; and cases closed before and after."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook import dates
from carebook.records.episodes import Episode
from carebook.rules.closures import Lack, reopened_after
from carebook.store.closures import EarlierCase
from carebook.ui.pages.closures.asking import Closing
from carebook.ui.parts.bars import SidePanel
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Place
from carebook.ui.parts.labels import Sign, label, section_head
from carebook.ui.parts.layouts import box, column, hairline, row
from carebook.words import _, ngettext


def way_words(lack: Lack) -> str:
    """What the button beside a lack says."""
    place = lack.place.partition(".")[0]
    return {
        "discharge": _("End the stay"),
        "handover": _("Open the stay"),
        "plans": _("Open the plan"),
        "goals": _("Rate the goal"),
    }.get(place) or _("Fill in")


def way_to(part: str, found: Closing) -> Place | None:
    """The other page on which a thing is put right; None when that is done on the form itself."""
    person, episode = found.person.id, found.episode.id
    return {
        "discharge": Place("discharge", {"episode_id": episode, "person_id": person}),
        "handover": Place("person", {"person_id": person, "tab": "stays"}),
        "plans": Place("care_plans", {"episode_id": episode}),
        "goals": Place("care_plans", {"episode_id": episode}),
    }.get(part)


class Standing(SidePanel):
    """``wanted(place)`` when somebody goes to put a thing right; ``stay_wanted(episode id)`` to see another case."""

    wanted = Signal(str)
    stay_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("Before the case is closed"), width=320, closes=False)

    def show_standing(self, found: Closing, lacks: Sequence[Lack]) -> None:
        """What is left, or that nothing is; then the other cases of the person."""
        self.clear()
        closed = found.file is not None and found.file.is_finished
        self.show_title(_("Case closed") if closed else _("Before the case is closed"))
        if closed:
            self._show_closed(found)
        elif lacks:
            words = ngettext("{n} thing left", "{n} things left", len(lacks)).format(n=len(lacks))
            self.add(section_head(words), hairline())
            for lack in lacks:
                self.add(self._lack(lack), hairline())
        else:
            self.add(
                row(Sign("circle-check", "ok"), (label(_("Nothing is left; the case can be closed."), wrap=True), 1))
            )
        if found.earlier is not None:
            self.add(12, section_head(_("Earlier case")), hairline(), self._earlier(found.earlier, found.episode))
        if found.later is not None:
            self.add(12, section_head(_("Came back")), hairline(), self._later(found, found.later))

    def _show_closed(self, found: Closing) -> None:
        closure = found.closure
        day = dates.written(closure.closed_on) if closure.closed_on else "–"
        who = found.names.get(closure.closer_id or "", "–")
        said = _("Closed on {day} by {name}. The form is frozen.").format(day=day, name=who)
        self.add(row(Sign("lock", "text2"), (label(said, wrap=True), 1)))

    def _lack(self, lack: Lack) -> QFrame:
        said = str(lack.message)
        words = label(said[:1].upper() + said[1:], wrap=True)
        way = Button(way_words(lack), "link")
        way.setAccessibleName(f"{way.text()}: {said}")
        way.clicked.connect(partial(self.wanted.emit, lack.place))
        sign = box(column(3, Sign("circle", "warn", 14), None, gap=0))
        return box(row(sign, (box(column(words, row(way, None), gap=0)), 1), gap=8, margins=(0, 5, 0, 3)))

    def _earlier(self, earlier: EarlierCase, episode: Episode) -> QFrame:
        closed = dates.written(earlier.closure.closed_on) if earlier.closure.closed_on else "–"
        months = reopened_after(earlier.closure, episode.start_on) or 0
        said = ngettext(
            "Closed on {day}; came back after {n} month.", "Closed on {day}; came back after {n} months.", months
        )
        return self._case(said.format(day=closed, n=months), _("Open the earlier case"), earlier.episode.id)

    def _later(self, found: Closing, later: Episode) -> QFrame:
        months = reopened_after(found.closure, later.start_on)
        since = dates.written(later.start_on)
        if months is None:
            said = _("A stay since {day}.").format(day=since)
        else:
            said = ngettext(
                "A stay since {day}, {n} month after the closing.",
                "A stay since {day}, {n} months after the closing.",
                months,
            ).format(day=since, n=months)
        return self._case(said, _("Open the later case"), later.id)

    def _case(self, said: str, deed: str, episode_id: str) -> QFrame:
        way = Button(deed, "link")
        way.clicked.connect(partial(self.stay_wanted.emit, episode_id))
        return box(column(label(said, wrap=True), row(way, None), gap=0, margins=(0, 5, 0, 3)))

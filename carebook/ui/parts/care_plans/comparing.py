"""Two versions of a plan against each other, word by word: what was added is underlined after "+", what went struck after "−"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from itertools import groupby
from operator import attrgetter

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QGridLayout

from carebook.rules.care_plans import Difference, Part
from carebook.ui.parts import theme
from carebook.ui.parts.care_plans.reading import settle
from carebook.ui.parts.labels import label, rich_label, section_head
from carebook.ui.parts.layouts import box, column, emptied, hairline, row
from carebook.words import _, ngettext, pgettext

KIND_WIDTH = 58


def kind_words(kind: str) -> tuple[str, str]:
    """What happened to a part of the plan, with its tone."""
    return {
        "added": (pgettext("difference", "added"), "ok"),
        "removed": (pgettext("difference", "removed"), "danger"),
        "changed": (pgettext("difference", "changed"), "warn"),
        "same": (pgettext("difference", "kept"), "text2"),
    }[kind]


def section_words(section: str) -> str:
    """The head over the differences of one part of the plan."""
    return {
        "plan": _("The plan"),
        "goals": _("Goals"),
        "activities": _("Activities"),
        "functions": _("Function in ICF codes"),
        "therapies": _("Therapies"),
        "risks": _("Risks"),
        "helps": _("Help in daily life"),
    }[section]


def marked_up(parts: Sequence[Part]) -> str:
    """The words as rich text: "+" and an underline for what was added, "−" and a line through for what went."""
    pieces: list[str] = []
    for part in parts:
        words = escape(part.text.strip()).replace("\n", "<br>")
        before, after = (" " if part.text[:1].isspace() else "", " " if part.text[-1:].isspace() else "")
        if part.mark == "same" or not words:
            pieces.append(f"{before}{words}{after}")
            continue
        added = part.mark == "added"
        tone, sign, line = ("ok", "+", "underline") if added else ("danger", "−", "line-through")
        ink, ground = theme.colour(tone).name(), theme.colour(f"{tone}_s").name()
        if pieces and pieces[-1].endswith("</span></span>"):
            before = " "  # what went and what came in its place stand apart
        pieces.append(
            f'{before}<span style="color:{ink}; background-color:{ground};">{sign}'
            f'<span style="text-decoration:{line};">{words}</span></span>{after}'
        )
    return "".join(pieces)


def spoken(parts: Sequence[Part]) -> str:
    """The same for a screen reader: "added: … removed: …"."""
    said = {"added": _("added: {words}"), "removed": _("removed: {words}"), "same": "{words}"}
    return " ".join(said[part.mark].format(words=part.text) for part in parts if part.text)


def count_words(differences: Sequence[Difference]) -> str:
    """ "2 sửa · 1 thêm · 4 giữ nguyên"."""
    many = Counter(one.kind for one in differences)
    patterns = (
        ("changed", ngettext("{n} changed", "{n} changed", many["changed"])),
        ("added", ngettext("{n} added", "{n} added", many["added"])),
        ("removed", ngettext("{n} removed", "{n} removed", many["removed"])),
        ("same", ngettext("{n} kept as it was", "{n} kept as they were", many["same"])),
    )
    return " · ".join(pattern.format(n=many[kind]) for kind, pattern in patterns if many[kind])


def _in_short(section: str, found: Sequence[Difference]) -> tuple[list[Difference], list[str]]:
    """What is shown in full, and the heads of what is only named: facts of the plan and daily help that stayed the same."""
    named = section in ("plan", "helps")
    shown = [one for one in found if one.kind != "same" or not named]
    return shown, [str(one.heading) for one in found if one.kind == "same" and named]


class PlanDifferences(QFrame):
    """What differs, in the order of the plan: what happened on the left, the part of the plan, and its words."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: Sequence[Difference] = ()
        self._head = label("", "muted", wrap=True)
        self._legend = rich_label("", "small")
        self._rows = column(gap=0)
        head = row((self._head, 1), box(column(self._legend), width=220), gap=12)
        self.setLayout(column(head, 6, self._rows, None, gap=0))

    def show_differences(self, differences: Sequence[Difference], line: str) -> None:
        """Show these; ``line`` says which version stands against which."""
        self._shown = tuple(differences)
        self._line = line
        self._draw()

    def _draw(self) -> None:
        self._head.setText(" · ".join(filter(None, (self._line, count_words(self._shown)))))
        added, removed = (kind_words(kind)[0] for kind in ("added", "removed"))
        legend = (Part(text=added, mark="added"), Part(text="  ", mark="same"), Part(text=removed, mark="removed"))
        self._legend.setText(marked_up(legend))
        self._legend.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        emptied(self._rows)
        for name, group in groupby(self._shown, key=attrgetter("section")):
            self._rows.addWidget(section_head(section_words(name)))
            shown, kept = _in_short(name, list(group))
            for one in shown:
                self._rows.addWidget(hairline())
                self._rows.addWidget(self._difference(one))
            if kept:
                self._rows.addWidget(hairline())
                self._rows.addWidget(self._difference(Difference("same", " · ".join(kept), ())))
        settle(self)

    def _difference(self, one: Difference) -> QFrame:
        words, tone = kind_words(one.kind)
        grid = QGridLayout()
        grid.setContentsMargins(0, 5, 0, 6)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(1, 1)
        told = label(words, "small_name", tone, width=theme.worn().scaled(KIND_WIDTH))
        grid.addWidget(told, 0, 0, Qt.AlignmentFlag.AlignTop)
        quiet = one.kind == "same"
        grid.addWidget(label(str(one.heading), "small" if quiet else "small_name", wrap=True), 0, 1)
        if one.parts:
            text = rich_label(marked_up(one.parts), "muted" if quiet else "")
            text.setAccessibleName(spoken(one.parts))
            grid.addWidget(text, 1, 1)
        return box(grid)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._shown:
            self._draw()  # the tones stand in the rich text itself

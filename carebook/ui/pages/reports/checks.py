"""The foot of the figures: what must hold between the tables, what is broken, and the way to the people who break it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from carebook.rules import identities
from carebook.rules.disability import NO_KIND
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.labels import Sign, label
from carebook.ui.parts.layouts import Flow, box, column, emptied, row
from carebook.words import _, ngettext


class Checks(QFrame):
    """The foot of the figures: every identity with its tick, "!" for what is broken and the way to its people."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("footer")
        self._place = column(gap=0)
        self.setLayout(column(self._place, gap=0, margins=(24, 10, 20, 10)))
        self.setMinimumHeight(theme.worn().scaled(44))
        self.setSizePolicy(_wrapping())

    def show_checks(self, checks: tuple[identities.Check, ...]) -> None:
        """Broken ones first; those that hold are put together where they say the same of several tables."""
        emptied(self._place)
        broken = [check for check in checks if check.holds is False]
        items: list[QWidget] = [label(_("Checks"), "strong")]
        items += [self._broken(check) for check in broken]
        items += [_sign("check", "ok", words) for words in holding(checks)]
        items += [_sign("circle", "text2", f"{check.message}: –") for check in checks if check.holds is None]
        listed = box(Flow(*items, gap=14))
        listed.setSizePolicy(_wrapping())
        self._place.addWidget(listed)
        self.setAccessibleName(
            ngettext("{n} check is broken", "{n} checks are broken", len(broken)).format(n=len(broken))
            if broken
            else _("Every check holds")
        )

    def _broken(self, check: identities.Check) -> QWidget:
        tone = "danger" if check.blocks else "warn"
        words = label(_short(check), tone=tone)
        words.setToolTip(str(check.message))
        parts: list[QWidget] = [Sign("triangle-alert", tone, 16), words]
        if check.people:
            link = Button(_("open"), "link", "arrow-right")
            link.setAccessibleName(_("See the people: {what}").format(what=check.message))
            link.clicked.connect(partial(self.opened.emit, check))
            parts.append(link)
        return box(row(*parts, gap=6))


def _wrapping() -> QSizePolicy:
    """As high as its items need at its width."""
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    return policy


def _sign(icon: str, tone: str, words: str) -> QWidget:
    return box(row(Sign(icon, tone, 16), label(words), gap=6))


def _short(check: identities.Check) -> str:
    """A broken check in a few words; its tip has the whole sentence."""
    values = check.message.values
    match check.code:
        case "balance":
            return _("{category}: {expected} expected, {closing} counted").format(**values)
        case "continuity":
            return _("{category}: closing {before}, opening {now}").format(**values)
        case _:
            return str(check.message)


def holding(checks: tuple[identities.Check, ...]) -> list[str]:
    """What holds, said once: the sums of several tables together, the people of several tables together."""
    fine = [check for check in checks if check.holds]
    said = [str(check.message) for check in fine if check.code in ("balance", "continuity")]
    sums = [str(check.message.values["table"]) for check in fine if check.code == "whole"]
    if sums:
        said.append(_("{tables}: rows = total").format(tables=", ".join(sums)))
    same = [str(check.message.values["table"]) for check in fine if check.code.startswith("same_people")]
    if same:
        said.append(_("{tables}: the people of B01's closing").format(tables=", ".join(same)))
    return said


def table_of_check(check: identities.Check) -> str:
    """The table whose tab bears the mark of a broken check."""
    if check.row == NO_KIND or check.code == "no_kind":
        return "B03"
    return str(check.message.values.get("table", "B01"))

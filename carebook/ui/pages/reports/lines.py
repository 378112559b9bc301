"""People behind a number, one under the other: the facts that put them there, and the way to their records."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from carebook.records.figures import Line
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import Sign, label
from carebook.ui.parts.layouts import Flow, box, column, hairline, row
from carebook.words import _, ngettext


def open_person(desk: Desk, line: Line) -> None:
    """Show the record of the person of a line, or its group."""
    if line.group_id:
        desk.go("groups", group_id=line.group_id)
    elif line.person_id:
        desk.go("person", person_id=line.person_id)


def is_opened(line: Line) -> bool:
    """Whether there is a record behind a line: calls, work in communities and campaigns are counted without one."""
    return bool(line.person_id or line.group_id)


def person_line(desk: Desk, number: int, line: Line) -> QFrame:
    """One person: name, birth and story; a restricted one that may not be opened says so and still counts."""
    name = label(line.name or _("Restricted record"), "strong", wrap=True)
    count = label(f"{number}", "small", width=26, right=True)
    twice = [label(f"× {line.amount}", "small")] if line.amount > 1 else []
    birth = [label(line.birth, "small")] if line.birth else []
    head = row(*([Sign("lock", "text2", 14)] if line.masked else []), (name, 1), *twice, *birth, gap=5)
    facts = [label(line.detail, "small", wrap=True)] if line.detail else []
    if line.masked:
        end = row(label(_("Restricted record, no right to open it; counted like everybody"), "small", wrap=True))
    elif not is_opened(line):
        end = row(None)
    else:
        opening = Button(_("open") if line.group_id else _("record"), "link", "arrow-right")
        opening.setAccessibleName(_("Open the record of {name}").format(name=line.name))
        opening.clicked.connect(partial(open_person, desk, line))
        end = row(label(line.code, "small"), None, opening, gap=4)
    whole = column(head, *facts, end, gap=1)
    counted = column(count, None, gap=0)
    counted.setAlignment(count, Qt.AlignmentFlag.AlignTop)
    return box(row(counted, (whole, 1), gap=8, margins=(0, 6, 0, 4)))


def people(desk: Desk, lines: Sequence[Line], first: int = 1) -> list[QWidget]:
    """The lines with a hairline between them."""
    found: list[QWidget] = []
    for number, line in enumerate(lines, first):
        if found:
            found.append(hairline())
        found.append(person_line(desk, number, line))
    return found


def names(desk: Desk, lines: Sequence[Line], most: int = 12) -> QFrame:
    """The names in reading order as links; restricted ones as words, those past ``most`` as a count."""
    shown: list[QWidget] = []
    for line in lines[:most]:
        if line.masked or not is_opened(line):
            masked = label(line.name, "small")
            masked.setMinimumHeight(theme.worn().scaled(26))
            shown.append(masked)
            continue
        link = Button(line.name, "link")
        link.clicked.connect(partial(open_person, desk, line))
        shown.append(link)
    if (more := len(lines) - most) > 0:
        shown.append(label(ngettext("and {n} more", "and {n} more", more).format(n=more), "small"))
    found = box(Flow(*shown, gap=8))
    policy = found.sizePolicy()
    policy.setHeightForWidth(True)
    found.setSizePolicy(policy)
    return found


def listed(lines: Sequence[Line], most: int = 8) -> str:
    """The names in one sentence, those past ``most`` as a count."""
    said = ", ".join(line.name for line in lines[:most])
    more = len(lines) - most
    return said + (" " + ngettext("and {n} more", "and {n} more", more).format(n=more) if more > 0 else "")

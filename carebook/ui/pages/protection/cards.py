"""The cards of a case of protection: each a heading, what is there in words, and the button that writes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QFrame, QLayout, QWidget

from carebook import dates
from carebook.actions import deed_words
from carebook.records.protection import CaseAccess, ContactBan, SafetyPlan
from carebook.records.services import DANGER_WORDS, DangerLevel, HotlineCall
from carebook.rules.contacts import is_in_force
from carebook.store.protection import ProtectionFile
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import Chip, label, section_head
from carebook.ui.parts.layouts import column, emptied, hairline, row
from carebook.words import _, ngettext, pgettext

DANGER_TONES = {
    DangerLevel.LOW: "ok",
    DangerLevel.MEDIUM: "warn",
    DangerLevel.HIGH: "danger",
    DangerLevel.URGENT: "danger",
}
_READINGS_SHOWN = 8
_SOON = 15  # days before the end of the stay from which it is said in amber


class Card(QFrame):
    """A heading with its buttons, and contents that are made anew at every showing."""

    def __init__(self, title: str, *buttons: QWidget) -> None:
        super().__init__()
        self.setObjectName("card")
        self._body = column(gap=6)
        self.setLayout(
            column(section_head(title, "", *buttons), hairline(), self._body, gap=6, margins=(14, 8, 14, 12))
        )

    def show_items(self, items: Sequence[QWidget | QLayout]) -> None:
        """Show these under the heading."""
        emptied(self._body)
        for item in items:
            if isinstance(item, QWidget):
                self._body.addWidget(item)
            else:
                self._body.addLayout(item)


def facts(pairs: Sequence[tuple[str, str]]) -> list[QWidget | QLayout]:
    """A muted name and its value on a line each; those without a value are left out."""
    return [column(label(name, "small"), label(value, wrap=True), gap=0) for name, value in pairs if value.strip()]


def call_words(call: HotlineCall, desk: Desk) -> str:
    """A call in one line: when, what was needed, who called."""
    when = dates.moment(call.called_at, desk.today())
    return " · ".join((when, desk.words("hotline_need", call.need), desk.words("caller_kind", call.caller)))


def case_items(file: ProtectionFile, desk: Desk, show_call: Callable[[str], object]) -> list[QWidget | QLayout]:
    """What is known of the violence, with the way to the call that led here."""
    case, call = file.case, file.call
    if case is None:
        return [label(_("No case of protection is opened for this stay."), "muted", wrap=True)]
    reported = " · ".join(filter(None, (desk.said_day(case.reported_on), case.reported_to)))
    kinds = ", ".join(desk.words("violence_kind", kind) for kind in case.kinds).capitalize()
    by_whom = desk.words("relationship", case.by_whom) if case.by_whom else ""
    danger = Chip(_(DANGER_WORDS[case.danger]), DANGER_TONES[case.danger], "triangle-alert")
    opened = label(_("opened on {day}").format(day=desk.said_day(case.opened_on)), "small")
    return [
        row(danger, opened, None, gap=10),
        *facts(
            (
                (_("Kinds of violence"), kinds),
                (_("By whom"), by_whom),
                (_("What the person told"), case.told),
                (_("Reported to the authorities"), reported or _("not yet")),
            )
        ),
        *([_call_item(call, desk, show_call)] if call is not None else []),
    ]


def _call_item(call: HotlineCall, desk: Desk, show_call: Callable[[str], object]) -> QLayout:
    button = Button(_("Open the call"), "link", "phone")
    button.clicked.connect(partial(_call, show_call, call.id))
    told = column(label(_("Hotline call"), "small"), label(call_words(call, desk), wrap=True), gap=0)
    return row((told, 1), button, gap=8)


def plan_items(plan: SafetyPlan | None, earlier: int, desk: Desk) -> list[QWidget | QLayout]:
    """The safety plan in force."""
    if plan is None:
        return [label(_("No safety plan yet. It is made with the person, who keeps its words."), "muted", wrap=True)]
    review = _("review {late}").format(late=str(dates.lateness(plan.review_on, desk.today())).lower())
    made = _("made on {day}").format(day=desk.said_day(plan.made_on))
    line = " · ".join(filter(None, (made, review if plan.review_on else "")))
    before = ngettext("{n} earlier plan", "{n} earlier plans", earlier).format(n=earlier) if earlier else ""
    return [
        row(Chip(_(DANGER_WORDS[plan.danger]), DANGER_TONES[plan.danger]), label(line, "small"), None, gap=10),
        *facts(
            (
                (_("Signs of danger"), plan.signs),
                (_("Ways out"), plan.ways_out),
                (_("Whom to call"), plan.whom_to_call),
                (_("Code word"), plan.code_word),
                (_("For the children"), plan.children),
                (_("Papers and things to take"), plan.things),
            )
        ),
        *([label(before, "small")] if before else []),
    ]


def clock_items(file: ProtectionFile, desk: Desk) -> list[QWidget | QLayout]:
    """How long the stay in the shelter may still last."""
    clock = file.clock
    if clock is None:
        ended = file.episode.end_on
        said = _("Left on {day}.").format(day=desk.said_day(ended)) if ended else _("Not under emergency protection.")
        return [label(said, "muted", wrap=True)]
    left = clock.days_left(desk.today())
    tone = "danger" if left < 0 else "warn" if left <= _SOON else "text"
    until = pgettext("stay", "to {day}").format(day=dates.written(clock.until_on))
    how = (
        pgettext("stay", "extended")
        if clock.extended
        else _("emergency protection since {day}").format(day=dates.written(clock.since_on))
    )
    return [label(str(dates.lateness(clock.until_on, desk.today())), "h2", tone), label(f"{until} · {how}", "small")]


def ban_items(file: ProtectionFile, desk: Desk, edit: Callable[[ContactBan], object]) -> list[QWidget | QLayout]:
    """The orders that ban contact, each opening by its button."""
    if not file.bans:
        return [label(_("No ban of contact is written down."), "muted", wrap=True)]
    today = desk.today()
    items: list[QWidget | QLayout] = []
    for ban in file.bans:
        begins = ban.from_on is not None and ban.from_on > today
        if is_in_force(ban, today):
            chip = Chip(pgettext("ban", "in force"), "danger", "shield-x")
        else:
            chip = Chip(pgettext("ban", "begins later") if begins else pgettext("ban", "over"), "none")
        days = f"{desk.said_day(ban.from_on)}–{desk.said_day(ban.to_on)}"
        kind = desk.words("contact_ban", ban.kind)
        button = Button("", "ghost", "pencil")
        button.setAccessibleName(_("Edit the ban against {name}").format(name=ban.against))
        button.setToolTip(button.accessibleName())
        button.setVisible(desk.may("save_contact_ban"))
        button.clicked.connect(partial(_call, edit, ban))
        paper = " · ".join(filter(None, (kind, ban.number, ban.issuer)))
        head = row((label(ban.against, "name"), 1), chip, button, gap=8)
        items.append(column(head, label(f"{days} · {paper}", "small", wrap=True), gap=2))
    return items


def access_items(file: ProtectionFile, desk: Desk, end: Callable[[CaseAccess, str], object]) -> list[QWidget | QLayout]:
    """Who needs to know, with the way off the list."""
    if not file.listed:
        said = _("No list: everybody with the right to restricted records sees this one.")
        return [label(said, "muted", wrap=True)]
    items: list[QWidget | QLayout] = [
        label(_("Only these people and the managers see this record."), "small", wrap=True)
    ]
    for one in file.access:
        days = _("from {day}").format(day=desk.said_day(one.row.from_on))
        if one.row.to_on is not None:
            days = f"{desk.said_day(one.row.from_on)}–{desk.said_day(one.row.to_on)}"
        button = Button(pgettext("need to know", "End"), "ghost", "x")
        button.setAccessibleName(_("End the need to know of {name}").format(name=one.name))
        button.setVisible(one.in_force and desk.may("end_case_access"))
        button.clicked.connect(partial(_call, end, one.row, one.name))
        name = label(one.name, "name", "text" if one.in_force else "text2")
        words = " · ".join(
            filter(
                None,
                dict.fromkeys((one.post, one.row.why, days, "" if one.in_force else pgettext("need to know", "ended"))),
            )
        )
        items.append(row((column(name, label(words, "small", wrap=True), gap=0), 1), button, gap=8))
    return items


def reading_items(file: ProtectionFile, desk: Desk) -> list[QWidget | QLayout]:
    """Who looked at the record, the newest first."""
    if not file.readings:
        return [label(_("Nobody has opened, printed or exported this record yet."), "muted", wrap=True)]
    items: list[QWidget | QLayout] = []
    for one in file.readings[:_READINGS_SHOWN]:
        what = str(deed_words.words_of(one.reading.deed))
        said = " · ".join(filter(None, (what, one.reading.reason)))
        when = dates.moment(one.reading.at, desk.today())
        items.append(column(row((label(one.who, "name"), 1), label(when, "small"), gap=8), label(said, "small"), gap=0))
    more = len(file.readings) - _READINGS_SHOWN
    if more > 0:
        items.append(label(ngettext("{n} more before", "{n} more before", more).format(n=more), "small"))
    return items


def _call(function: Callable[..., object], *values: object) -> None:
    """Call without what the button tells."""
    function(*values)

"""The lists of visits: what is due with everybody, and all visits of one person; the first one on paper too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial

from carebook import dates
from carebook.money import number
from carebook.records.follow_ups import (
    RISK_COLOUR_WORDS,
    VISIT_OWNER_WORDS,
    VISIT_STATE_WORDS,
    FollowUp,
    RiskColour,
    VisitOwner,
    VisitState,
)
from carebook.rules.follow_ups import days_late, days_waited, name_of, said_code
from carebook.store.book import Reader
from carebook.store.follow_ups import DueVisit
from carebook.ui.pages.follow_ups.asking import COMING, COMING_DAYS, LATE, WAITING, Due, Followed
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.table import ALWAYS, Cell, Column, Group, RecordTable
from carebook.ui.parts.taking_out import Lines, PaperList
from carebook.words import _, message, ngettext

RISK_MARKS = {
    RiskColour.GREEN: ("full", "ok"),
    RiskColour.YELLOW: ("half", "warn"),
    RiskColour.RED: ("cross", "danger"),
}
_STATE_MARKS = {
    VisitState.WAIVED: ("dash", "text2"),
    VisitState.LOST: ("square", "text2"),
}
BY_DAY, BY_WORKER, BY_COMMUNE = "day", "worker", "commune"
_HEADS = (
    "Hạn",
    "Mã hồ sơ",
    "Họ và tên",
    "Lần theo dõi",
    "Của ai",
    "Người phụ trách",
    "Xã, phường",
    "Mã phiếu",
    "Lần gần nhất",
)


def sentence(words: object) -> str:
    """What is said in the middle of a sentence, as the beginning of one."""
    said = str(words)
    return said[:1].upper() + said[1:]


def said_due(found: Due, today: date) -> str:
    """What is due, in one line: ours that are late, ours of the coming days, the reports of others."""
    late, soon, waiting = (len(found.of(one, today)) for one in (LATE, COMING, WAITING))
    said = [
        ngettext("{n} visit overdue", "{n} visits overdue", late).format(n=number(late)),
        _("{n} within {days} days").format(n=number(soon), days=COMING_DAYS),
        _("{n} reports of others awaited").format(n=number(waiting)),
    ]
    return " · ".join(said)


def said_returns(many: int) -> str:
    """That people came back and nobody wrote down why."""
    said = ngettext(
        "{n} person came back into care and nobody wrote down why.",
        "{n} people came back into care and nobody wrote down why.",
        many,
    )
    return said.format(n=many)


class DueTable(RecordTable):
    """Visits that are awaited, in two lines each, under headings of worker or commune when they are grouped."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._found: Due | None = None
        super().__init__(
            [
                Column("due", _("Due on"), self._due_cell, 142, priority=ALWAYS),
                Column("name", _("Name"), self._name_cell, 140, 2, ALWAYS),
                Column("visit", _("Visit"), self._visit_cell, 180, 3, 8),
                Column("owner", _("Worker"), self._owner_cell, 164, 1, 6),
                Column("place", _("Commune"), self._place_cell, 112, 1, 5),
                Column("last", _("Last time"), self._last_cell, 176, 1, 7),
            ],
            _("Visits that are due"),
            row_height=44,
        )

    def show_due(self, visits: Sequence[DueVisit], found: Due, by: str) -> None:
        """Show these visits, grouped."""
        self._found = found
        self.show_records(_grouped(visits, by, self._desk))

    def _due_cell(self, one: DueVisit) -> Cell:
        today = self._desk.today()
        said = str(dates.lateness(one.due_on, today))
        day = self._desk.said_day(one.due_on)
        if one.late_days:
            return Cell(day, sub=said, tone="danger", sub_tone="danger", weight=500, mark=("full", "danger"))
        if one.waited_days:
            over = _("{n} days over").format(n=one.waited_days)
            return Cell(day, sub=over, sub_tone="warn", mark=("half", "warn"))
        if one.due_on == today:
            return Cell(day, sub=said, sub_tone="warn", mark=("ring", "warn"))
        soon = (one.due_on - today).days <= 7
        return Cell(day, sub=said, mark=("ring", "info" if soon else "text2"))

    def _name_cell(self, one: DueVisit) -> Cell:
        return Cell(one.name, sub=one.code, weight=500)

    def _visit_cell(self, one: DueVisit) -> Cell:
        if one.owner is not VisitOwner.CENTER:
            owner = _(VISIT_OWNER_WORDS[one.owner])
            sub = _("{office}, not counted for the center").format(office=owner) if one.waited_days else owner
            return Cell(sentence(one.called), sub=sub)
        if one.why:
            return Cell(_("Extra visit"), sub=sentence(message("because {why}", why=one.why)))
        return Cell(sentence(one.called))

    def _owner_cell(self, one: DueVisit) -> Cell:
        if one.owner is not VisitOwner.CENTER:
            waits = _("reminded {n} times").format(n=one.attempts) if one.attempts else ""
            return Cell(_(VISIT_OWNER_WORDS[one.owner]), sub=waits or one.worker_name, tone="text2")
        helper = _("through {name}").format(name=one.collaborator_name) if one.collaborator_name else ""
        return Cell(one.worker_name or "–", sub=helper)

    def _place_cell(self, one: DueVisit) -> Cell:
        return Cell(self._desk.words("commune", one.commune) if one.commune else "–")

    def _last_cell(self, one: DueVisit) -> Cell:
        found = self._found
        needed = found.needed if found is not None else 0
        missed = one.attempts if one.owner is VisitOwner.CENTER else 0
        tried = _("not reached, try {n} of {needed}").format(n=missed, needed=needed) if missed else ""
        if one.last_risk is None:
            return Cell(_("No visit yet"), sub=tried, tone="text2", sub_tone="warn")
        day = self._desk.said_day(one.last_done_on)
        return Cell(
            _(RISK_COLOUR_WORDS[one.last_risk]),
            sub=tried or day,
            sub_tone="warn" if tried else "text2",
            mark=RISK_MARKS[one.last_risk],
        )


def _grouped(visits: Sequence[DueVisit], by: str, desk: Desk) -> Iterable[DueVisit | Group]:
    if by == BY_DAY:
        return visits
    title: Callable[[DueVisit], str] = _worker if by == BY_WORKER else partial(_commune, desk=desk)
    found: list[DueVisit | Group] = []
    for name in sorted({title(one) for one in visits}):
        of_it = [one for one in visits if title(one) == name]
        late = sum(one.late_days > 0 for one in of_it)
        note = ngettext("{n} visit", "{n} visits", len(of_it)).format(n=len(of_it))
        told = _("{n} overdue").format(n=late) if late else ""
        found += [Group(name, " · ".join(filter(None, (note, told)))), *of_it]
    return found


def _worker(one: DueVisit) -> str:
    return one.worker_name or _("Nobody responsible")


def _commune(one: DueVisit, desk: Desk) -> str:
    return desk.words("commune", one.commune) if one.commune else _("Commune not known")


class VisitTable(RecordTable):
    """Every visit of one person, in the order of their days."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._shown: Followed | None = None
        super().__init__(
            [
                Column("visit", _("Visit"), self._visit_cell, 150, 2, ALWAYS),
                Column("state", _("State"), self._state_cell, 150, 2, ALWAYS),
            ],
            _("Visits of this person"),
            row_height=44,
        )

    def show_followed(self, found: Followed) -> None:
        """Show the visits of one person."""
        self._shown = found
        self.show_records(found.visits)

    def _visit_cell(self, one: FollowUp) -> Cell:
        handed = self._shown.path.handed_over_on if self._shown is not None else None
        owner = "" if one.owner is VisitOwner.CENTER else _(VISIT_OWNER_WORDS[one.owner])
        why = sentence(message("because {why}", why=one.why)) if one.why else ""
        due = _("due {day}").format(day=self._desk.said_day(one.due_on)) if one.template else ""
        return Cell(sentence(name_of(one, handed)), sub=" · ".join(filter(None, (owner, due, why))), weight=500)

    def _state_cell(self, one: FollowUp) -> Cell:
        today = self._desk.today()
        if one.risk is not None and one.done_on is not None:
            word = _("reported") if one.state is VisitState.RECEIVED else ""
            sub = " · ".join(filter(None, (self._desk.said_day(one.done_on), word)))
            return Cell(_(RISK_COLOUR_WORDS[one.risk]), sub=sub, mark=RISK_MARKS[one.risk])
        if one.state is not VisitState.DUE:
            return Cell(
                _(VISIT_STATE_WORDS[one.state]), sub=one.waived_because, tone="text2", mark=_STATE_MARKS.get(one.state)
            )
        tried = self._shown.tried.get(one.id, 0) if self._shown is not None else 0
        late, waited = days_late(one, today), days_waited(one, today)
        said = str(dates.lateness(one.due_on, today))
        if one.owner is not VisitOwner.CENTER and waited:
            over = _("{n} days over").format(n=waited)
            told = _("reminded {n} times").format(n=tried) if tried else ""
            sub = " · ".join(filter(None, (over, told)))
            return Cell(_("Awaiting the report"), sub=sub, sub_tone="warn", mark=("half", "warn"))
        words = _("Visit due") if waited else _("Planned visit")
        tone = "danger" if late else "text2"
        return Cell(
            ngettext("not reached, {n} try", "not reached, {n} tries", tried).format(n=tried) if tried else words,
            sub=said,
            sub_tone=tone,
            mark=("full" if late else "ring", tone),
        )


def on_paper(visits: Sequence[DueVisit], desk: Desk) -> PaperList:
    """The visits on show as a list to be taken out."""
    about = f"tính đến ngày {dates.written(desk.today())}"
    whose = frozenset(one.person_id for one in visits)
    lines = partial(_lines, tuple(visits), desk)
    return PaperList(
        "pdf", "Danh sách theo dõi sau hồi gia", about, _HEADS, len(whose), lines, "theo-doi-hoi-gia", whose
    )


def _lines(visits: tuple[DueVisit, ...], desk: Desk, _reader: Reader) -> Lines:
    return [
        (
            one.due_on,
            one.code,
            one.name,
            sentence(one.called),
            _(VISIT_OWNER_WORDS[one.owner]),
            " · ".join(filter(None, (one.worker_name, one.collaborator_name))),
            desk.words("commune", one.commune) if one.commune else "",
            said_code(one.sheet_code),
            _(RISK_COLOUR_WORDS[one.last_risk]) if one.last_risk is not None else "",
        )
        for one in visits
    ]

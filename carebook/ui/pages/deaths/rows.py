"""The lists of the page: the steps of one death, and the deaths of a year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from carebook import dates
from carebook.money import dong
from carebook.reports.grid import Value
from carebook.rules.deaths import STEP_WORDS, Step, StepKind, StepState, lunar_day, next_step
from carebook.store.book import Reader
from carebook.store.deaths import DeathFile, DeathLine, deaths_between
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.ui.parts.taking_out import Lines, PaperList
from carebook.words import N_, _

_HEADS = ("Họ và tên", "Mã hồ sơ", "Mất lúc", "Ngày giỗ (âm lịch)", "Việc còn lại")
_MARKS = {
    StepState.DONE: ("full", "ok"),
    StepState.OPEN: ("ring", "info"),
    StepState.WAITS: ("dash", "text2"),
    StepState.NOT_NEEDED: ("dash", "text2"),
}
_STATES = {
    StepState.DONE: N_("Done"),
    StepState.OPEN: N_("Still to do"),
    StepState.WAITS: N_("Waits"),
    StepState.NOT_NEEDED: N_("Not needed"),
}


class StepTable(RecordTable):
    """The steps that follow a death, in their order."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._file: DeathFile | None = None
        super().__init__(
            [
                Column("step", _("Step"), self._step_cell, 210, 3, ALWAYS),
                Column("state", _("State"), self._state_cell, 150, 1, ALWAYS),
                Column("told", _("What is written"), self._told_cell, 210, 3, 5),
            ],
            _("Steps after a death"),
            row_height=44,
        )

    def show_file(self, file: DeathFile) -> None:
        """Show the steps of one death."""
        self._file = file
        self.show_records(file.steps)

    def _step_cell(self, step: Step) -> Cell:
        return Cell(_(STEP_WORDS[step.kind]), weight=500 if step.state is StepState.OPEN else 400)

    def _state_cell(self, step: Step) -> Cell:
        today = self._desk.today()
        if step.is_late(today):
            said = str(dates.lateness(step.due_on, today))
            return Cell(_(_STATES[step.state]), sub=said, sub_tone="danger", mark=("full", "danger"))
        if step.done_on is not None:
            sub = self._desk.said_day(step.done_on)
        elif step.due_on is not None and step.state is StepState.OPEN:
            sub = str(dates.lateness(step.due_on, today))
        else:
            sub = ""
        return Cell(_(_STATES[step.state]), sub=sub, mark=_MARKS[step.state])

    def _told_cell(self, step: Step) -> Cell:
        first, *more = [one for one in self._told(step) if one] or [""]
        return Cell(first, sub=" · ".join(more))

    def _told(self, step: Step) -> tuple[str, ...]:
        file, desk = self._file, self._desk
        one = file.death if file is not None else None
        if file is None or one is None:
            return ()
        amount = dong(one.support_amount or file.amount or 0) if file.support_due else ""
        match step.kind:
            case StepKind.DEATH:
                at = dates.clock(one.died_at) if one.died_at else ""
                return (" – ".join(filter(None, (one.icd, one.cause))), at, one.place)
            case StepKind.NOTICE:
                return (one.notice_no, one.certified_by)
            case StepKind.FAMILY:
                return (one.family_told or one.no_family_because,)
            case StepKind.REGISTER:
                return (one.extract_no,)
            case StepKind.FUNERAL:
                return (desk.words("funeral_form", one.funeral) if one.funeral else "", one.grave)
            case StepKind.BELONGINGS:
                kept = ", ".join(thing.what for thing in file.kept)
                return (one.heir, one.minutes_no, kept)
            case StepKind.CARD:
                return tuple(card.number for card in file.cards[:1])
            case StepKind.SUPPORT_ASKED:
                return (one.support_not_due_because or amount,)
            case _:
                return ()


class DeathTable(RecordTable):
    """The deaths of a year."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        super().__init__(
            [
                Column("name", _("Name"), lambda one: Cell(one.name, sub=one.code, weight=500), 190, 3, ALWAYS),
                Column("died", _("Died at"), self._died_cell, 120, 1, ALWAYS),
                Column("next", _("Next step"), self._next_cell, 200, 3, 7),
            ],
            _("Deaths"),
            row_height=44,
        )

    def _died_cell(self, line: DeathLine) -> Cell:
        return Cell(dates.written(dates.local(line.died_at).date()), sub=dates.clock(line.died_at))

    def _next_cell(self, line: DeathLine) -> Cell:
        if line.masked:
            return Cell("–", tone="text2")
        step = next_step(line.steps)
        if step is None:
            return Cell(_("Nothing left to do"), mark=("full", "ok"))
        today = self._desk.today()
        late = step.is_late(today)
        said = str(dates.lateness(step.due_on, today)) if step.due_on is not None else ""
        tone = "danger" if late else "info"
        return Cell(
            _(STEP_WORDS[step.kind]),
            sub=said,
            sub_tone="danger" if late else "text2",
            mark=("full" if late else "ring", tone),
        )


def said_of(file: DeathFile) -> str:
    """The line under the title: whose death, on which day, and the next day of remembrance."""
    day = file.died_on
    said = [file.person.full_name, file.person.code]
    if day is not None:
        said.append(_("died {day}").format(day=dates.written(day)))
    if day is not None and file.remembered_on is not None:
        said.append(
            _("day of remembrance {lunar}, next {day}").format(
                lunar=lunar_day(day).said, day=dates.written(file.remembered_on)
            )
        )
    return " · ".join(said)


def paper_list(lines: Sequence[DeathLine], year: int) -> PaperList:
    """What is printed of the deaths of a year, with the day of remembrance of each; restricted people under their alias."""
    whose = frozenset(line.person_id for line in lines)
    gather, about = partial(_lines, year), f"năm {year}"
    return PaperList("pdf", "Danh sách tử vong", about, _HEADS, len(whose), gather, "tu-vong", whose, under_alias=True)


def _lines(year: int, reader: Reader) -> Lines:
    found = deaths_between(reader, date(year, 1, 1), date(year, 12, 31))
    return [_printed(line, dates.local(line.died_at).date()) for line in found]


def _printed(line: DeathLine, day: date) -> Sequence[Value]:
    at = f"{dates.clock(line.died_at)} {dates.written(day)}"
    left = [_(STEP_WORDS[one.kind]) for one in line.steps if one.state is StepState.OPEN]
    return (line.name, line.code, at, str(lunar_day(day).said), ", ".join(left))

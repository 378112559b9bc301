"""The lists of the page of health, one table for each: whose, what, and how pressing it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from carebook import dates
from carebook.rules.health import REVISIT_WORDS, RevisitState, revisit_state
from carebook.store.health import CheckLine, ConsultationLine, IllnessLine, VaccinationLine
from carebook.store.wounds import WoundLine
from carebook.ui.pages.health.asking import (
    CHECKS,
    CONSULTATIONS,
    ILLNESSES,
    REVISITS,
    TREATMENTS,
    VACCINATIONS,
    WOUNDS,
)
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.health import HealthWords
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import N_, _

LIST_WORDS = {
    CHECKS: N_("Periodic checks"),
    CONSULTATIONS: N_("Examinations"),
    REVISITS: N_("Re-visits"),
    WOUNDS: N_("Wounds and ulcers"),
    TREATMENTS: N_("Treatments"),
    VACCINATIONS: N_("Vaccinations to come"),
    ILLNESSES: N_("Lasting illnesses"),
}
_TONES = {
    RevisitState.LATE: "danger",
    RevisitState.TODAY: "warn",
    RevisitState.SOON: "text",
    RevisitState.LATER: "text2",
}


class HealthTables:
    """Makes the tables and tells how many lines of a list are pressing. ``tables`` are those that were looked at."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._words = HealthWords(desk)
        self.every_days = 7
        who = self._column_of_person
        self.tables: dict[str, RecordTable] = {}
        self._columns: dict[str, list[Column]] = {
            CHECKS: [
                who(),
                Column("kind", _("Next periodic check"), self._check_kind, 190, 2, 8),
                Column("due", _("Check due on"), self._check_due, 150, 1, ALWAYS),
                Column("last", _("Last check"), self._check_last, 110, 1, 6),
            ],
            CONSULTATIONS: [
                Column("at", _("When"), self._held_at, 110, priority=ALWAYS),
                who(),
                Column("what", _("Complaint and diagnosis"), self._found, 240, 3, 8),
                Column("where", _("Where, by whom"), lambda line: self._words.where(line.held), 160, 2, 5),
                Column("again", _("Re-visit"), self._again, 130, 1, 6),
            ],
            REVISITS: [
                Column("again", _("Re-visit on"), self._again_on, 150, 1, ALWAYS),
                who(),
                Column("what", _("Complaint and diagnosis"), self._found, 220, 3, 8),
                Column("where", _("Where, by whom"), lambda line: self._words.where(line.held), 160, 2, 5),
            ],
            WOUNDS: [
                who(),
                Column("what", _("Wound"), self._wound, 210, 2, 9),
                Column("last", _("Seen last"), self._seen, 180, 2, 8),
                Column("healing", _("Healing"), lambda line: self._words.healing(line.healing), 150, 1, 7),
                Column("due", _("Look again by"), self._look_due, 140, 1, ALWAYS),
            ],
            TREATMENTS: [
                who(),
                Column("what", _("Treatment"), lambda line: self._words.treatment(line.treatment), 260, 3, ALWAYS),
                Column("by", _("Ordered by"), lambda line: line.treatment.ordered_by or "–", 140, 1, 6),
            ],
            VACCINATIONS: [
                Column("next", _("Next dose on"), self._next_dose, 150, 1, ALWAYS),
                who(),
                Column("what", _("Vaccine"), self._vaccine, 220, 2, 9),
            ],
            ILLNESSES: [
                who(),
                Column("what", _("Lasting illnesses"), self._illnesses, 260, 3, ALWAYS),
                Column("groups", _("Group of illness"), self._groups, 180, 2, 6),
            ],
        }
        self._pressing: dict[str, Callable[[Any], bool]] = {
            CHECKS: lambda line: line.due.is_due(desk.today()),
            REVISITS: lambda line: line.held.again_on <= desk.today(),
            VACCINATIONS: lambda line: line.given.next_on <= desk.today(),
        }

    def make(self, key: str) -> RecordTable:
        """The table of a list that is looked at for the first time."""
        made = self.tables[key] = RecordTable(self._columns[key], _(LIST_WORDS[key]), row_height=44, many=key == CHECKS)
        made.setProperty("list", key)
        return made

    def selected(self, key: str) -> list[Any]:
        """The lines selected in a list."""
        return self.tables[key].selected() if key in self.tables else []

    def pressing(self, key: str, lines: list[Any]) -> int:
        """How many lines of a list are due; those of a list in which nothing is due are all counted."""
        return sum(map(self._pressing[key], lines)) if key in self._pressing else len(lines)

    def due(self, key: str, lines: list[Any]) -> list[Any]:
        """The lines of a list that are due, the most pressing first in the order of the list."""
        return [line for line in lines if key in self._pressing and self._pressing[key](line)]

    def _column_of_person(self) -> Column:
        return Column("who", _("Resident"), self._person, 180, 2, ALWAYS)

    def _person(self, line: Any) -> Cell:
        who = line.who
        return Cell(who.name, sub=" · ".join(filter(None, (who.code, who.room))), weight=500)

    # cells

    def _check_kind(self, line: CheckLine) -> str:
        return self._desk.words("health_check_kind", line.due.kind)

    def _check_due(self, line: CheckLine) -> Cell:
        late, tone = self._words.due(line.due.due_on)
        return Cell(
            self._desk.said_day(line.due.due_on), sub=late, tone=tone if tone != "text2" else "text", sub_tone=tone
        )

    def _check_last(self, line: CheckLine) -> Cell:
        last = self._desk.said_day(line.due.last_on)
        return Cell(last or _("none yet"), tone="text" if last else "text2")

    def _held_at(self, line: ConsultationLine) -> str:
        return dates.moment(line.held.held_at, self._desk.today()) if line.held.held_at is not None else ""

    def _found(self, line: ConsultationLine) -> Cell:
        held = line.held
        said = " ".join(filter(None, (held.icd, held.diagnosis)))
        return Cell(said or held.findings.partition("\n")[0], sub=held.complaint.partition("\n")[0])

    def _again(self, line: ConsultationLine) -> Cell:
        again = line.held.again_on
        if again is None:
            return Cell("–", tone="text2")
        if line.revisit_done:
            return Cell(self._desk.said_day(again), sub=_("done"), mark=("full", "ok"))
        late, tone = self._words.due(again)
        return Cell(self._desk.said_day(again), sub=late, sub_tone=tone)

    def _again_on(self, line: ConsultationLine) -> Cell:
        again = line.held.again_on
        assert again is not None  # the list holds only these
        state = revisit_state(again, self._desk.today())
        late, tone = self._words.due(again)
        return Cell(
            self._desk.said_day(again), sub=f"{_(REVISIT_WORDS[state])} · {late}", tone=_TONES[state], sub_tone=tone
        )

    def _wound(self, line: WoundLine) -> Cell:
        since = _("since {day}").format(day=self._desk.said_day(line.wound.found_on))
        arrived = _("there on arrival") if line.wound.came_with else ""
        return Cell(self._words.wound(line.wound), sub=" · ".join(filter(None, (since, arrived))))

    def _seen(self, line: WoundLine) -> Cell:
        last = line.last
        when = dates.moment(last.checked_at, self._desk.today()) if last and last.checked_at else ""
        return Cell(self._words.look(last), sub=when, tone="text" if last else "warn")

    def _look_due(self, line: WoundLine) -> Cell:
        look = line.look(self.every_days)
        if look is None:
            return Cell("–", tone="text2")
        late, tone = self._words.due(look.due_on)
        return Cell(self._desk.said_day(look.due_on), sub=late, tone=tone if tone != "text2" else "text", sub_tone=tone)

    def _next_dose(self, line: VaccinationLine) -> Cell:
        again = line.given.next_on
        assert again is not None  # the list holds only these
        late, tone = self._words.due(again)
        return Cell(self._desk.said_day(again), sub=late, tone=tone if tone != "text2" else "text", sub_tone=tone)

    def _vaccine(self, line: VaccinationLine) -> Cell:
        dose = _("dose {n}").format(n=line.given.dose_no) if line.given.dose_no else ""
        last = _("last on {day}").format(day=self._desk.said_day(line.given.given_on))
        return Cell(self._desk.words("vaccine", line.given.vaccine), sub=" · ".join(filter(None, (dose, last))))

    def _illnesses(self, line: IllnessLine) -> Cell:
        said = "; ".join(" ".join(filter(None, (one.icd, one.words))) for one in line.illnesses)
        return Cell(said)

    def _groups(self, line: IllnessLine) -> str:
        return ", ".join(self._desk.words("chronic_group", one) for one in line.groups)

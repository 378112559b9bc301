"""How entries of health read in lists: an illness, a check, an examination, a wound with its size, a treatment, a vaccination."""

from __future__ import annotations

from datetime import date

from carebook import dates
from carebook.records.health import (
    ChronicCondition,
    Consultation,
    HealthCheck,
    Immunisation,
    Treatment,
    Wound,
    WoundCheck,
)
from carebook.rules.health import CheckDue
from carebook.rules.wounds import HEALING_WORDS, Healing, Look
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.table import Cell
from carebook.words import _

HEALING_MARKS = {
    Healing.SMALLER: ("full", "ok"),
    Healing.SAME: ("half", "warn"),
    Healing.LARGER: ("full", "danger"),
    Healing.UNKNOWN: ("ring", "text2"),
}


class HealthWords:
    """Says entries of health with the words of the book's lists, as they are on the day of the desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def due(self, day: date) -> tuple[str, str]:
        """How late or how soon a day is, and its tone."""
        today = self._desk.today()
        tone = "danger" if day < today else "warn" if day == today else "text2"
        return str(dates.lateness(day, today)), tone

    def illness(self, found: ChronicCondition) -> Cell:
        """An illness with its code and since when."""
        since = found.since
        known = since is not None and not since.is_unknown
        told = _("since {day}").format(day=dates.written(since)) if since is not None and known else ""
        ended = _("until {day}").format(day=dates.written(found.ended_on)) if found.ended_on else ""
        sub = " · ".join(filter(None, (found.icd, told, ended, found.note)))
        return Cell(found.words, sub=sub, weight=500, tone="text2" if found.ended_on else "text")

    def vaccination(self, given: Immunisation) -> Cell:
        """A vaccination with its dose and the next one."""
        dose = _("dose {n}").format(n=given.dose_no) if given.dose_no else ""
        again = _("next dose {day}").format(day=dates.written(given.next_on)) if given.next_on else ""
        sub = " · ".join(filter(None, (self._desk.said_day(given.given_on), dose, given.place, again)))
        return Cell(self._desk.words("vaccine", given.vaccine), sub=sub, weight=500)

    def check(self, made: HealthCheck) -> Cell:
        """A check with its class and findings."""
        day = self._desk.said_day(made.checked_on)
        graded = self._desk.words("health_class", made.health_class) if made.health_class else ""
        sub = " · ".join(filter(None, (graded, _first(made.findings), made.place or made.checker)))
        return Cell(f"{day} · {self._desk.words('health_check_kind', made.kind)}", sub=sub, weight=500)

    def consultation(self, held: Consultation) -> Cell:
        """An examination with what it found and when the person is to come again."""
        day = dates.moment(held.held_at, self._desk.today()) if held.held_at is not None else ""
        found = " ".join(filter(None, (held.icd, held.diagnosis))) or _first(held.findings)
        again = _("re-visit {day}").format(day=self._desk.said_day(held.again_on)) if held.again_on else ""
        sub = " · ".join(filter(None, (found, self.where(held), again)))
        return Cell(f"{day} · {_first(held.complaint)}", sub=sub, weight=500)

    def where(self, held: Consultation) -> str:
        """Where an examination was and by whom."""
        place = held.elsewhere or self._desk.words("consultation_place", held.place)
        return " · ".join(filter(None, (place, held.doctor)))

    def wound(self, wound: Wound) -> str:
        """ "Vết loét do tì đè · Cùng cụt"."""
        place = wound.note if wound.place == "other" else self._desk.words("body_place", wound.place)
        return f"{self._desk.words('wound_kind', wound.kind)} · {place}"

    def look(self, check: WoundCheck | None) -> str:
        """ "Độ 2 – rộp, mất một phần da · 30 × 20 × 4 mm"."""
        if check is None:
            return _("not looked at yet")
        sizes = [str(one) for one in (check.length_mm, check.width_mm, check.depth_mm) if one is not None]
        size = f"{' × '.join(sizes)} mm" if sizes else ""
        grade = self._desk.words("wound_grade", check.grade) if check.grade else ""
        return " · ".join(filter(None, (grade, size))) or _first(check.look)

    def healing(self, found: Healing) -> Cell:
        """Whether a wound gets smaller."""
        return Cell(_(HEALING_WORDS[found]), mark=HEALING_MARKS[found])

    def next_look(self, look: Look | None) -> tuple[str, str]:
        """When a wound is to be seen again, and how late that is."""
        return self.due(look.due_on) if look is not None else ("", "text2")

    def treatment(self, done: Treatment) -> Cell:
        """A treatment with its days."""
        ends = _("until {day}").format(day=self._desk.said_day(done.to_on)) if done.to_on else ""
        begins = _("from {day}").format(day=self._desk.said_day(done.from_on)) if done.from_on else ""
        sub = " · ".join(filter(None, (done.words, begins, ends, done.ended_because)))
        over = done.to_on is not None and done.to_on < self._desk.today()
        tone = "text2" if over else "text"
        return Cell(self._desk.words("treatment_kind", done.kind), sub=sub, weight=500, tone=tone)

    def next_check(self, due: CheckDue | None) -> tuple[str, str]:
        """The next periodic check in one line, and its tone."""
        if due is None:
            return "", "text2"
        late, tone = self.due(due.due_on)
        kind = self._desk.words("health_check_kind", due.kind)
        return f"{kind}: {dates.written(due.due_on)} · {late}", tone


def _first(text: str) -> str:
    return text.strip().partition("\n")[0]

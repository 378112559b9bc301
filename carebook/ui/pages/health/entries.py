"""What is written on the page of health: entries begun and opened, saved, followed, ended, struck through."""

from __future__ import annotations

from functools import partial
from typing import Any

from carebook.actions.change import Change, Outdated
from carebook.actions.health import end_treatment, record_health_checks
from carebook.actions.people import protected
from carebook.actions.wounds import close_wound
from carebook.records.health import Consultation, Treatment, Wound
from carebook.records.record import table_of
from carebook.store.wounds import WoundFile
from carebook.ui.pages.health.asking import (
    CHECKS,
    CONSULTATIONS,
    ILLNESSES,
    REVISITS,
    TREATMENTS,
    VACCINATIONS,
    WOUNDS,
    Health,
    View,
)
from carebook.ui.pages.health.batch import BatchSheet
from carebook.ui.pages.health.tables import HealthTables
from carebook.ui.pages.health.wound_sheets import LookSheet, WoundSheet
from carebook.ui.pages.health.writing import KINDS, entry_sheet, form_of, new_entry, unusual
from carebook.ui.parts import dialogs
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.page import DeskPage
from carebook.ui.parts.writing_panel import WritingPanel
from carebook.words import _

BATCH = "batch"
NEW = {
    CONSULTATIONS: "consultation",
    REVISITS: "consultation",
    WOUNDS: "wound",
    TREATMENTS: "treatment",
    VACCINATIONS: "immunisation",
    ILLNESSES: "condition",
}
"""What a new entry of each list is; those of the checks are entered for many people at once."""


class EntriesPage(DeskPage):
    """A page on which entries of health are written; what it shows, and where its panel stands, is said by the page itself."""

    _view: View
    lists: HealthTables

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__(desk, title)
        self._found: Health | None = None
        self._busy = False
        self._kind = self._record_kind = ""
        self._record: Any = None
        self._wanted: tuple[str, str, str] = (
            "",
            "",
            "",
        )  # what to begin, or which kind and entry to open, once it is read
        self.writing = self.writes_in(WritingPanel(desk, width=440))

    def turn_to(self, person_id: str = "", **_more: str) -> None:
        """Show one person, or everybody with ""."""
        raise NotImplementedError

    def changed_place(self) -> None:
        """A sheet came or went: give it its room and show the buttons that belong to it."""
        raise NotImplementedError

    def may_save(self, kind: str) -> bool:
        """Whether who is signed in may write entries of a kind."""
        return self._desk.may(KINDS[kind].save.__name__)

    def may_strike(self) -> bool:
        """Whether the entry on the sheet may be struck through."""
        return self._record_kind in KINDS and self._desk.may(KINDS[self._record_kind].strike.__name__)

    def begin_wanted(self, found: Health) -> None:
        """Begin or open what was asked for when the page was turned to."""
        new, kind, record_id = self._wanted
        self._wanted = ("", "", "")
        if new in KINDS:
            self.begin(new)
        elif record_id and found.file is not None:
            entry = next((one for one in _entries(found, kind) if one.id == record_id), None)
            if entry is not None:
                self._open_entry(kind, entry)

    def begin_new(self) -> None:
        """A new entry of the list on show; of the checks, those of many people."""
        kind = NEW.get(self._view.shown, "")
        if self._view.of_one:
            self.begin("consultation")
        elif kind:
            self.begin(kind)
        else:
            self.begin_batch()

    def begin(self, kind: str, about: str = "") -> None:
        """An empty entry of a kind."""
        found = self._found
        if found is None or found.hidden or not self.may_save(kind) or self.writing.has_unsaved():
            return
        subject = about or (found.file.person.id if found.file is not None else "new")
        self._open(kind, new_entry(kind, found, self._desk, about), subject, _(KINDS[kind].new))

    def _open_line(self, line: Any) -> None:
        """The person of a line, with what the line is about opened."""
        if line.who.masked:
            self.say(protected(), "info", icon="lock")
            return
        kind, record = "", ""
        match self._view.shown:
            case "consultations" | "revisits":
                kind, record = "consultation", line.held.id
            case "wounds":
                kind, record = "wound", line.wound.id
            case "treatments":
                kind, record = "treatment", line.treatment.id
        self.turn_to(line.who.person_id, kind=kind, record_id=record)

    def _open_entry(self, kind: str, entry: Any) -> None:
        if self.writing.has_unsaved():
            return
        record = entry.wound if isinstance(entry, WoundFile) else entry
        if not self.may_save(kind):
            self.say(_("What stands here may only be read with this account."), "info", seconds=6)
            return
        self._open(kind, record, record.id, _(KINDS[kind].old))

    def _open(self, kind: str, record: Any, subject: str, title: str) -> None:
        assert self._found is not None
        sheet = entry_sheet(kind, record, self._found, self._desk)
        if isinstance(sheet, WoundSheet):
            sheet.look_wanted.connect(partial(self._open_entry, "look"))
        if isinstance(sheet, LookSheet):
            sheet.pictures.said.connect(self.say)
            sheet.pictures.refused.connect(self.complain)
        self._kind = self._record_kind = kind
        self._record = record
        person = self._found.file.person.full_name if self._found.file is not None else ""
        self.writing.open(sheet, form_of(kind), subject, title, person)
        if record.id:
            self.writing.tell_who_entered(table_of(type(record)), [record.id])
        self.changed_place()

    def begin_batch(self) -> None:
        """The checks of the people selected; of everybody due on show when only one is."""
        found = self._found
        if found is None or self._view.of_one or not self._desk.may("record_health_checks"):
            return
        if self.writing.has_unsaved():
            return
        lines = found.lines[CHECKS]
        chosen = [line for line in self.lists.selected(CHECKS) if not line.who.masked]
        if len(chosen) < 2:
            chosen = [line for line in self.lists.due(CHECKS, lines) if not line.who.masked]
        if not chosen:
            self.say(
                _("Nobody on show is due. Select the people who were examined (Ctrl or Shift)."), "info", seconds=8
            )
            return
        kinds = [line.due.kind for line in chosen]
        sheet = BatchSheet(self._desk, [line.who for line in chosen], max(set(kinds), key=kinds.count))
        self._kind, self._record_kind, self._record = BATCH, "", None
        self.writing.open(sheet, form_of(BATCH), self._view.ward_id or "all", _("Checks of one day"))
        self.changed_place()

    def save(self) -> None:
        written = None if self._busy else self.writing.written()
        if written is None:
            return
        if self._kind == BATCH:
            self._do(record_health_checks, written)
        elif self._kind == "check":
            self._do(record_health_checks, [written], seen=self._seen(), unusual_of=written)
        elif isinstance(written, tuple):
            self._do(KINDS["wound"].save, *written, unusual_of=written[0])
        else:
            self._do(KINDS[self._kind].save, written, seen=self._seen(), unusual_of=written)

    def _seen(self) -> int | None:
        return self._record.version if self._record is not None and self._record.id else None

    def _do(self, deed: Any, *values: Any, unusual_of: Any = None, **given: Any) -> None:
        assert self._found is not None
        self._busy = True
        told = unusual(unusual_of, self._found, self._desk.today(), self._desk.now()) if unusual_of is not None else []
        self._desk.do(deed, *values, then=partial(self._saved, told), failed=self._refused, **given)

    def _saved(self, told: list[str], change: Change) -> None:
        self._busy = False
        look = change.result if self._kind == "look" and self._record is not None and not self._record.id else None
        self.writing.close_up()
        if look is not None:
            self._wanted = ("", "look", look.id)  # so that pictures can be attached to it
        self.make_stale()
        self.tell_done(change, besides=told)

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        problems = getattr(error, "problems", ())
        if isinstance(error, Outdated) or not problems or not self.writing.is_open():
            self.complain(error)
            self.make_stale()
        else:
            self.writing.show_problems(problems)

    # what follows an entry

    def follow(self) -> None:
        """A look at the wound on show, a re-visit of the examination on show."""
        record = self._record
        if not isinstance(record, Wound | Consultation) or not record.id or self.writing.has_unsaved():
            return
        if isinstance(record, Consultation) or record.closed_on is None:
            self.begin("look" if isinstance(record, Wound) else "consultation", record.id)

    def _close_wound(self) -> None:
        if isinstance(self._record, Wound):
            self._do(close_wound, self._record.id, self._desk.today(), seen=self._record.version)

    def _end_treatment(self) -> None:
        if not isinstance(self._record, Treatment):
            return
        reasons = [
            ("healed", _("No longer needed")),
            ("doctor", _("Ended by the doctor")),
            ("other", _("Another reason")),
        ]
        given = dialogs.ask_reason(
            self,
            _("End this treatment today?"),
            reasons,
            text=_("It stays in the record with its days."),
            words_for="other",
            deed=_("End the treatment"),
        )
        if given is not None:
            because = given[1] or dict(reasons)[given[0]]
            self._do(end_treatment, self._record.id, self._desk.today(), because, seen=self._record.version)

    def _strike(self) -> None:
        if self._record is not None and self._record.id:
            self.strike_through(KINDS[self._record_kind].strike, self._record.id)

    def struck(self, change: Change) -> None:
        self.writing.close_up()
        super().struck(change)


def _entries(found: Health, kind: str) -> list[Any]:
    """The entries of the person on show of one kind, a look being one of any wound."""
    file = found.file
    if file is None:
        return []
    of_kind: dict[str, list[Any]] = {
        "condition": [*file.conditions],
        "immunisation": [*file.immunisations],
        "check": [*file.checks],
        "consultation": [*file.consultations],
        "treatment": [*file.treatments],
        "wound": [*file.wounds],
        "look": [look for wound in file.wounds for look in wound.checks],
    }
    return of_kind.get(kind, [])

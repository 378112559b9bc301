"""The lists of leads and of letters, and the words in which the page tells of them."""

from __future__ import annotations

from collections.abc import Sequence

from carebook import dates
from carebook.records.tracing import TracingLead, TracingLetter
from carebook.rules.tracing import LETTER_WORDS, VERIFIED, LetterState, Step, TracingEvent, letter_state
from carebook.store.tracing import TracingFile
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.ui.parts.timeline import TimelineDay, TimelineEvent
from carebook.words import _

_LEAD_MARKS = {
    "open": ("ring", "warn"),
    "checking": ("half", "info"),
    VERIFIED: ("full", "ok"),
    "refused": ("cross", "danger"),
    "unreachable": ("dash", "warn"),
}
_LETTER_MARKS = {
    LetterState.OVERDUE: ("full", "danger"),
    LetterState.WAITING: ("half", "info"),
    LetterState.SENT: ("half", "text2"),
    LetterState.PUBLISHED: ("half", "info"),
    LetterState.ANSWERED: ("full", "ok"),
}
_ICONS = {
    Step.LEAD_FOUND: "search",
    Step.LEAD_RESULT: "shield-check",
    Step.LETTER_SENT: "send",
    Step.LETTER_ANSWERED: "message-square",
}


class LeadTable(RecordTable):
    """Leads in two lines each, the newest first."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        super().__init__(
            [
                Column("who", _("Who it may be"), self._who_cell, 170, 2, ALWAYS),
                Column("source", _("Source"), self._source_cell, 138, 1, 7),
                Column("place", _("Where, how to reach"), self._place_cell, 170, 2, 6),
                Column("result", _("Result"), self._result_cell, 176, 1, ALWAYS),
            ],
            _("Leads"),
            row_height=44,
        )

    def _who_cell(self, lead: TracingLead) -> Cell:
        relation = self._desk.words("relationship", lead.relation) if lead.relation else ""
        if not lead.person:
            return Cell(who(lead), tone="text2")
        return Cell(lead.person, sub=relation, weight=500)

    def _source_cell(self, lead: TracingLead) -> Cell:
        sub = " · ".join(filter(None, (self._desk.said_day(lead.found_on), lead.source_detail)))
        return Cell(self._desk.words("lead_source", lead.source), sub=sub)

    def _place_cell(self, lead: TracingLead) -> Cell:
        place = where(lead, self._desk)
        return Cell(place or lead.contact or "–", sub=lead.contact if place else "")

    def _result_cell(self, lead: TracingLead) -> Cell:
        mark = _LEAD_MARKS.get(lead.result, ("dash", "text2"))
        proof = self._desk.words("lead_proof", lead.proof) if lead.proof else ""
        sub = " · ".join(filter(None, (self._desk.said_day(lead.result_on), lead.verified_by or proof)))
        return Cell(self._desk.words("lead_result", lead.result), sub=sub, mark=mark)


class LetterTable(RecordTable):
    """Letters and public notices in two lines each, the newest first."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._file: TracingFile | None = None
        super().__init__(
            [
                Column("kind", _("Letter, notice"), self._kind_cell, 190, 2, ALWAYS),
                Column("to", _("Addressee, place"), self._to_cell, 170, 2, 8),
                Column("sent", _("Sent on"), self._sent_cell, 86, priority=6),
                Column("state", _("State"), self._state_cell, 176, 1, ALWAYS),
            ],
            _("Letters and notices"),
            row_height=44,
        )

    def show_letters(self, file: TracingFile) -> None:
        """Show the letters of this search."""
        self._file = file
        self.show_records(file.letters)

    def _kind_cell(self, letter: TracingLetter) -> Cell:
        number = _("no. {number}").format(number=letter.number) if letter.number else ""
        return Cell(self._desk.words("tracing_letter", letter.kind), sub=number, weight=500)

    def _to_cell(self, letter: TracingLetter) -> Cell:
        lead = self._file.lead(letter.lead_id) if self._file is not None else None
        return Cell(letter.addressee, sub=_("lead: {who}").format(who=who(lead)) if lead is not None else "")

    def _sent_cell(self, letter: TracingLetter) -> Cell:
        return Cell(self._desk.said_day(letter.sent_on))

    def _state_cell(self, letter: TracingLetter) -> Cell:
        notices = self._file.notices if self._file is not None else frozenset()
        state = letter_state(letter, self._desk.today(), notices)
        late = state is LetterState.OVERDUE
        if state is LetterState.ANSWERED:
            sub = " · ".join(filter(None, (self._desk.said_day(letter.replied_on), letter.reply)))
        elif letter.reply_due_on is not None:
            sub = str(dates.lateness(letter.reply_due_on, self._desk.today()))
        else:
            sub = ""
        tone = "danger" if late else "text"
        sub_tone = "danger" if late else "text2"
        return Cell(_(LETTER_WORDS[state]), sub=sub, tone=tone, sub_tone=sub_tone, mark=_LETTER_MARKS[state])


def who(lead: TracingLead) -> str:
    """Who it may be, or that nobody is named."""
    return lead.person or _("Nobody named yet")


def where(lead: TracingLead, desk: Desk) -> str:
    """Village and commune of a lead, "" when none is known."""
    return ", ".join(filter(None, (lead.place, commune(lead.commune, desk))))


def commune(code: str | None, desk: Desk) -> str:
    """A commune by its name."""
    return desk.words("commune", code) if code else ""


def told(events: Sequence[TracingEvent], desk: Desk) -> list[TimelineDay | TimelineEvent]:
    """What happened, as a timeline; a year that is not this one heads its events."""
    shown: list[TimelineDay | TimelineEvent] = []
    year = desk.today().year
    for event in events:
        if event.on.year != year:
            year = event.on.year
            shown.append(TimelineDay(str(year)))
        shown.append(_told(event, desk))
    return shown


def _told(event: TracingEvent, desk: Desk) -> TimelineEvent:
    time, about = f"{event.on:%d/%m}", event.about
    icon, tone = _ICONS[event.step], "text2"
    if isinstance(about, TracingLead):
        if event.step is Step.LEAD_FOUND:
            title = _("Lead: {who}").format(who=who(about))
            text, by = about.what, desk.words("lead_source", about.source)
        else:
            title = f"{who(about)}: {desk.words('lead_result', about.result).lower()}"
            text, by = about.note, about.verified_by
            tone = "ok" if about.result == VERIFIED else tone
    elif event.step is Step.LETTER_SENT:
        title, text, by = desk.words("tracing_letter", about.kind), "", about.addressee
    else:
        title, text, by = _("Reply received"), about.reply, about.addressee
        tone = "ok"
    return TimelineEvent(time, icon, title, text=text, who=by, tone=tone, record=about)

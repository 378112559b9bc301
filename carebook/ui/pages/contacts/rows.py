"""The visitors' book as a list, the contacts of one person as a list, and both on paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from itertools import groupby

from carebook import dates
from carebook.records.contacts import Contact
from carebook.reports.grid import Value
from carebook.rules.contacts import meetings
from carebook.store.book import Reader
from carebook.store.contacts import ContactLine, contact_lines_between
from carebook.ui.pages.contacts.asking import ALL, DAY, Contacts, View
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.table import ALWAYS, Cell, Column, Group, RecordTable
from carebook.ui.parts.taking_out import Lines, PaperList
from carebook.words import _, ngettext

_HEADS = (
    *("Ngày", "Đến", "Về", "Người đến", "Quan hệ", "Số căn cước", "Số người"),
    *("Thăm ai", "Mã hồ sơ", "Phòng", "Hình thức", "Mang theo, ghi chú"),
)


class ContactTable(RecordTable):
    """Contacts in two lines each; ``of_one`` leaves out whom they were with and tells the day instead."""

    def __init__(self, desk: Desk, *, of_one: bool) -> None:
        self._desk, self._of_one = desk, of_one
        self._found: Contacts | None = None
        whom = Column("whom", _("With whom"), self._whom_cell, 170, 2, 9)
        super().__init__(
            [
                Column("time", _("Day") if of_one else _("Time"), self._time_cell, 112, priority=ALWAYS),
                Column("who", _("Visitor, caller"), self._who_cell, 170, 2, ALWAYS),
                *(() if of_one else (whom,)),
                Column("kind", _("Kind of contact"), self._kind_cell, 138, priority=7),
                Column("course", _("How it went"), self._course_cell, 200, 3, 5),
            ],
            _("Contacts"),
            row_height=44,
        )

    def show_contacts(self, found: Contacts, lines: Sequence[ContactLine]) -> None:
        """Show these of what was found; several days are headed by their day."""
        self._found = found
        self.show_records(lines if self._of_one or found.view.span == DAY else _by_day(lines))

    def _time_cell(self, line: ContactLine) -> Cell:
        contact = line.contact
        came = dates.hour(contact.held_at) if contact.held_at else ""
        left = dates.hour(contact.left_at) if contact.left_at else ""
        times = f"{came}–{left}" if came and left else came
        if self._of_one:
            return Cell(self._desk.said_day(contact.held_on), sub=times, weight=500)
        here = self._found is not None and is_still_here(line, self._found)
        return Cell(times or "–", sub=_("not left yet") if here else "", sub_tone="warn")

    def _who_cell(self, line: ContactLine) -> Cell:
        contact = line.contact
        if line.masked:
            return Cell("–", tone="text2")
        known = contact.relation not in ("", "other")
        relation = self._desk.words("relationship", contact.relation) if known else ""
        sub = " · ".join(filter(None, (relation, contact.paper_no)))
        if contact.allowed_because:
            return Cell(contact.name, sub=_("let in despite the ban"), sub_tone="danger", weight=500)
        return Cell(contact.name, sub=sub, weight=500)

    def _whom_cell(self, line: ContactLine) -> Cell:
        return Cell(line.name, sub=" · ".join(filter(None, (line.code, line.room))))

    def _kind_cell(self, line: ContactLine) -> Cell:
        contact = line.contact
        if contact.minutes:
            sub = ngettext("{n} minute", "{n} minutes", contact.minutes).format(n=contact.minutes)
        else:
            sub = people(contact.people) if contact.people > 1 else ""
        return Cell(self._desk.words("contact_kind", contact.kind), sub=sub)

    def _course_cell(self, line: ContactLine) -> Cell:
        contact = line.contact
        first, *more = [text for text in (contact.course, contact.reaction, contact.brought) if text] or [""]
        return Cell(first, sub=" · ".join(more))


def people(number: int) -> str:
    """So many people came."""
    return ngettext("{n} visitor", "{n} visitors", number).format(n=number)


def is_still_here(line: ContactLine, found: Contacts) -> bool:
    """Whether a visitor came of whom nobody wrote that they left."""
    contact = line.contact
    return contact.kind in found.visits and contact.held_at is not None and contact.left_at is None


def _by_day(lines: Sequence[ContactLine]) -> list[ContactLine | Group]:
    """The newest day first; within a day in the order of coming."""
    shown: list[ContactLine | Group] = []
    for day, of_day in groupby(sorted(lines, key=_day, reverse=True), key=_day):
        there = list(of_day)
        shown.append(Group(dates.with_weekday(day), people(sum(one.contact.people for one in there))))
        shown += there
    return shown


def said_of(found: Contacts, desk: Desk) -> str:
    """The line under the title: how many came and are still here; of one person who it is and how often they met."""
    if found.bounds is not None:
        person = found.bounds.person
        met = meetings([line.contact for line in found.lines], found.meetings)
        times = ngettext("met {n} time", "met {n} times", met).format(n=met) if found.lines else ""
        last = desk.said_day(found.lines[0].contact.held_on) if found.lines else ""
        lately = _("last contact {day}").format(day=last) if last else ""
        return " · ".join(filter(None, (person.full_name, person.code, times, lately)))
    if found.view.kinds == ALL:
        return ngettext("{n} contact", "{n} contacts", len(found.lines)).format(n=len(found.lines))
    here = sum(line.contact.people for line in found.lines if is_still_here(line, found))
    staying = _("{n} still here").format(n=here) if here and found.view.day == desk.today() else ""
    return " · ".join(filter(None, (people(sum(line.contact.people for line in found.lines)), staying)))


def said_nothing(view: View) -> str:
    """That there is no contact to show."""
    if view.episode_id:
        return _("No contact with relatives noted yet.")
    words = _("No contact noted for {span}.") if view.kinds == ALL else _("No visitor noted for {span}.")
    return words.format(span=said_span(view))


def _day(line: ContactLine) -> date:
    return line.contact.held_on or date.min


def said_span(view: View) -> str:
    """The day or month on show."""
    return dates.with_weekday(view.day) if view.span == DAY else str(dates.month_name(view.day.year, view.day.month))


def paper_list(found: Contacts, lines: Sequence[ContactLine], desk: Desk) -> PaperList:
    """What is printed of these contacts of what was found. The book lies where many see it: on paper restricted people
    stand under their alias, whoever prints it.
    """
    view = found.view
    whose = frozenset(line.person_id for line in lines)
    title, stem = (
        ("Danh sách tiếp xúc", "tiep-xuc") if view.kinds == ALL else ("Sổ đăng ký khách thăm", "so-khach-tham")
    )
    if view.episode_id:
        as_of = f"tính đến ngày {dates.written(desk.today())}"
        gather: Callable[[Reader], Lines] = partial(_lines, tuple(lines), desk.words)
        return PaperList("pdf", "Danh sách tiếp xúc", as_of, _HEADS, len(whose), gather, "tiep-xuc", whose)
    month = f"tháng {view.day.month:02}/{view.day.year}"
    span = f"ngày {dates.written(view.day)}" if view.span == DAY else month
    gather = partial(_masked_lines, desk, view, frozenset(line.id for line in lines))
    return PaperList("pdf", title, span, _HEADS, len(whose), gather, stem, whose)


def _masked_lines(desk: Desk, view: View, wanted: frozenset[str], _reader: Reader) -> Lines:
    with desk.book.reading_masked(desk.now()) as masked:
        lines = contact_lines_between(masked, view.first, view.last)
    return [_printed(line, line.contact, desk.words) for line in lines if line.id in wanted]


def _lines(lines: Sequence[ContactLine], words: Callable[[str, str], str], _reader: Reader) -> Lines:
    return [_printed(line, line.contact, words) for line in lines]


def _printed(line: ContactLine, contact: Contact, words: Callable[[str, str], str]) -> Sequence[Value]:
    return (
        contact.held_on,
        dates.hour(contact.held_at) if contact.held_at else "",
        dates.hour(contact.left_at) if contact.left_at else "",
        contact.name,
        words("relationship", contact.relation) if contact.relation else "",
        contact.paper_no,
        contact.people,
        line.name,
        line.code,
        line.room,
        words("contact_kind", contact.kind),
        " · ".join(filter(None, (contact.brought, contact.allowed_because))),
    )

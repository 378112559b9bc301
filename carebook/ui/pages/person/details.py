"""Thông tin: who the person is, written by section; papers, cards, addresses, relatives, allergies, other names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from carebook.actions.change import Change
from carebook.actions.people import amend_person, tidy
from carebook.records.people import Person
from carebook.records.record import Record
from carebook.rules import permissions
from carebook.rules.people import problems_in
from carebook.rules.problem import Problem
from carebook.store.book import Reader
from carebook.ui.pages.person.card import CardScan, fill_person
from carebook.ui.pages.person.editor import RecordEditor, Writing
from carebook.ui.pages.person.kinds import KINDS, DetailKind, new_of, writing_of
from carebook.ui.pages.person.layout import CELL, Pair, RecordList
from carebook.ui.pages.person.said import choices_of, facts_box, is_protected, said
from carebook.ui.pages.person.tab import Tab
from carebook.ui.pages.person.view import PersonView
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Section, section
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import Stack, box, column, emptied, hairline, scrolling
from carebook.words import N_, _

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        N_("Identity"),
        (
            *("full_name", "sex", "born", "unidentified", "ethnicity", "religion", "nationality"),
            *("home_town", "birth_place", "phone", "sort_name"),
        ),
    ),
    (N_("Education and family"), ("education", "schooling", "marital", "occupation")),
    (N_("Health and disability"), ("disability_kinds", "disability_degree", "tags", "hiv")),
    (N_("For children"), ("child_group", "birth_registered", "birth_registration", "awaiting")),
    (N_("Other"), ("alias", "note")),
)
_ALWAYS_SAID = ("full_name", "sex", "born", "ethnicity", "home_town", "phone", "education", "marital")


def sections_for(desk: Desk) -> tuple[Section, ...]:
    """The sections of the form, without what the asker may not see."""
    may_hiv = permissions.may_see_hiv(desk.actor, desk.today())
    hidden = {name for name, shown in (("hiv", may_hiv), ("alias", desk.sees_restricted)) if not shown}
    return tuple(section(_(title), Person, *(n for n in names if n not in hidden)) for title, names in SECTIONS)


class DetailsTab(Tab):
    """The facts to read; F2 turns them into a form. Beside them the lists, each record edited in the panel."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.editor: RecordEditor | None = None
        self._facts = column(gap=2)
        self.lists: dict[str, RecordList] = {}
        right = column(gap=4)
        for kind in KINDS:
            may = permissions.may_write_detail(desk.actor, kind.table, desk.today())
            listed = RecordList(_(kind.title), partial(kind.cell, desk), _(kind.add) if may else "")
            listed.add_wanted.connect(partial(self._add, kind))
            if may:
                listed.opened.connect(partial(self._open, kind))
            self.lists[kind.part] = listed
            right.addWidget(listed)
        right.addStretch(1)
        left = box(column(self._facts, None, gap=0, margins=(CELL, 0, 0, 0)))
        reading = scrolling(column(Pair(left, box(right)), None, margins=(16, 8, 20, 12)))
        self._form_place = column(gap=0, margins=(24, 8, 20, 12))
        self.save_button = Button(_("Save"), "primary", "check", "Ctrl+S", listens=False)
        self.save_button.clicked.connect(self.save)
        self.back_button = Button(_("Go back"), key="Esc", listens=False)
        self.back_button.clicked.connect(self.leave)
        self._kept = label("", "small")
        foot = Footer(self._kept, None, self.back_button, self.save_button, height=52)
        self._writing_page = box(column((scrolling(self._form_place), 1), foot, gap=0))
        self._stack = Stack()
        self._stack.addWidget(reading)
        self._stack.addWidget(self._writing_page)
        self.setLayout(column(self._stack, gap=0))

    # reading

    def show_view(self, view: PersonView) -> None:
        super().show_view(view)
        emptied(self._facts)
        for part in sections_for(self.desk):
            pairs = [
                (field.label, words)
                for field in part.fields
                if (words := said(self.desk, view, field, getattr(view.file.person, field.name)))
                or field.name in _ALWAYS_SAID
            ]
            pairs = [(name, words) for name, words in pairs if words != _("No")]
            if pairs:
                self._facts.addWidget(box(column(section_head(part.title), hairline(), facts_box(pairs), gap=0)))
        for kind in KINDS:
            self.lists[kind.part].show_records(getattr(view.file, kind.part))

    def _add(self, kind: DetailKind) -> None:
        if self.view is not None:
            person = self.view.file.person
            record = new_of(kind, person.id)
            self.write(writing_of(kind, self.desk, person, record), record, person.id)

    def _open(self, kind: DetailKind, record: Record) -> None:
        if self.view is not None:
            self.write(writing_of(kind, self.desk, self.view.file.person, record), record, record.id)

    # writing

    def edit(self) -> None:
        """Turn the facts into a form."""
        if self.view is None or self.editor is not None or not self.desk.may("amend_person"):
            return
        editor = RecordEditor(self.desk, self._writing())
        editor.saved.connect(self._saved)
        editor.touched.connect(self.touched)
        editor.told.connect(self._kept.setText)
        editor.draft_found.connect(self.draft_found)
        self.editor = editor
        self._kept.setText("")
        self._form_place.addWidget(editor)
        self._stack.setCurrentWidget(self._writing_page)
        editor.open(self.view.file.person, self.view.id)
        if (first := editor.form.first()) is not None:
            first.setFocus()

    def _writing(self) -> Writing:
        sections = sections_for(self.desk)
        names = [field.name for part in sections for field in part.fields]
        return Writing(
            form="person",
            title=_("Details"),
            sections=sections,
            deed=amend_person,
            choices=choices_of(self.desk, Person, *names),
            check=partial(_wrong, self.desk.today()),
            shown=partial(_without_protected, self.desk),
            finish=partial(_with_protected, self.desk, self.view.file.person if self.view else None),
            dress=partial(CardScan, name="full_name", fill=fill_person),
            versioned=True,
            columns=2,
            note=_("A scanner may type the square code of the national ID into the name."),
        )

    def _saved(self, change: Change) -> None:
        self._close_form()
        self.left.emit()
        self.saved.emit(change)

    def leave(self) -> bool:
        """Back to reading; what is typed stays as a draft, so there is nothing to ask."""
        if self.editor is None:
            return False
        self.keep_draft()
        self._close_form()
        self.left.emit()
        return True

    def put_away(self) -> None:
        """Back to reading, without a word."""
        self._close_form()

    def _close_form(self) -> None:
        self.editor = None
        emptied(self._form_place)
        self._stack.setCurrentIndex(0)

    def has_unsaved(self) -> bool:
        return self.editor is not None and self.editor.has_unsaved()

    def keep_draft(self) -> None:
        if self.editor is not None and self.editor.has_unsaved():
            self.editor.keep_draft()

    def restore_draft(self) -> None:
        if self.editor is not None:
            self.editor.restore_draft()

    def discard(self) -> None:
        if self.editor is not None and self.editor.has_unsaved():
            self.editor.discard()
        self._close_form()

    def save(self) -> None:
        if self.editor is not None:
            self.editor.save()


def _wrong(today: date, _reader: Reader, person: Person) -> Sequence[Problem]:
    return problems_in(tidy(person), today=today)


def _without_protected(desk: Desk, person: Person) -> Person:
    """The person without characteristics the asker may not see."""
    return replace(person, tags=tuple(tag for tag in person.tags if not is_protected(desk, "tag", tag)))


def _with_protected(desk: Desk, there: Person | None, person: Person, _reason: str) -> Person:
    """What could not be seen is kept as it was."""
    kept = tuple(tag for tag in there.tags if is_protected(desk, "tag", tag)) if there else ()
    return replace(person, tags=person.tags + tuple(tag for tag in kept if tag not in person.tags))

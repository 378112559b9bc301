"""The page of the people cared for: search as you type, filters, the list, the card of the selected person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMenu

from carebook.money import number
from carebook.store import people
from carebook.store.book import Reader
from carebook.store.people import PersonRow
from carebook.ui.pages.residents import asking, rows
from carebook.ui.pages.residents.asking import Census, Listed, Searched
from carebook.ui.pages.residents.card import PersonCard, protected_words
from carebook.ui.pages.residents.filters import ONE_LINE, PeopleFilters
from carebook.ui.pages.residents.on_paper import residents_list
from carebook.ui.pages.residents.saved import SavedFilters
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.parts.page import KeyHint, Page
from carebook.ui.parts.states import States
from carebook.ui.parts.table import RecordTable
from carebook.ui.parts.taking_out import Kind, TakingOut
from carebook.words import N_, _, ngettext

BESIDE = 860
"""From this width of the page on, in pixels, the card stands beside the list."""
ROOMY = 1000
"""From this width of the page on, in pixels, the head has room for the rarer actions."""


class ResidentsPage(Page):
    """Everybody the book knows, first those present; Enter opens one, typing finds one."""

    mine = frozenset({"people", "episodes", "facility"})
    keys = (
        KeyHint("Ctrl+F", N_("search")),
        KeyHint("Enter", N_("open")),
        KeyHint("Ctrl+N", N_("admit")),
        KeyHint("Ctrl+P", N_("print the list")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.clerk, _("Residents"))
        self._desk = desk
        self._shown: list[PersonRow] | None = None  # None while only ids are held
        self._ids: list[str] = []
        self._searched: Searched | None = None
        self._sorted: tuple[str, bool] = ("name", False)
        self._anybody = True
        self._to_pick = ""
        self.filters = PeopleFilters(desk)
        self.saved = SavedFilters(desk)
        self.table = RecordTable(
            rows.columns_of(desk), _("Residents"), id_of=lambda found: found.person_id, row_height=44
        )
        self.states = States(self.table)
        self.note = label("", "small", wrap=True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.clear_button = Button(_("Clear filter"), "link")
        self.clear_button.clicked.connect(self.filters.clear)
        self.save_button = Button(_("Save filter…"), "link")
        self.save_button.clicked.connect(self._save_filter)
        self.rename_button = Button(_("Rename…"), "link")
        self.rename_button.clicked.connect(self._rename_filter)
        self.delete_button = Button(_("Delete filter"), "link")
        self.delete_button.clicked.connect(self._delete_filter)
        ways = (self.save_button, self.rename_button, self.delete_button, self.clear_button)
        self._note_line = box(row((self.note, 1), *ways, margins=(8, 0, 8, 2)))
        self._note_line.hide()
        self.card = PersonCard(desk)
        self.taking_out = TakingOut(desk, self)
        self._make_actions()
        listed = column(self._note_line, (self.states, 1), gap=0)
        self.put(self.filters, self.saved, (row((box(listed), 1), self.card, gap=0, margins=(16, 0, 0, 0)), 1))
        self.filters.changed.connect(self.make_stale)
        self.saved.applied.connect(self.filters.show_chosen)
        self.saved.said.connect(self._say_of_filter)
        self.saved.refused.connect(self.complain)
        self.saved.changed.connect(self._offer_filter_ways)
        self.filters.typed.connect(self._ask_search)
        self.filters.search.installEventFilter(self)
        self.table.opened.connect(self._open)
        self.table.picked.connect(self.card.show_row)
        self.table.sort_wanted.connect(self._sort)
        self.table.records.wanted.connect(self._supply)
        self.card.opened.connect(self._open)
        self.taking_out.said.connect(self.say)
        self.taking_out.refused.connect(self.complain)
        on_key(self, "Ctrl+F", self._begin_search)
        self.setFocusProxy(self.filters.search)
        self.table.mark_sorted("name")

    def _make_actions(self) -> None:
        desk = self._desk
        self.import_button = Button(_("Import from Excel"), icon="file-spreadsheet")
        self.import_button.clicked.connect(partial(desk.go, "lists"))
        self.out_button = Button(_("Print, export list"), icon="printer")
        self.out_button.clicked.connect(self._offer_out)
        self.admit_button = Button(_("Admit"), "primary", "plus", "Ctrl+N")
        self.admit_button.clicked.connect(partial(desk.go, "admission"))
        self.merge_button = Button(_("Merge records…"), icon="arrow-left-right")
        self.merge_button.clicked.connect(self._merge)
        self._out_menu = QMenu(self)
        if desk.may("export_list"):
            self._out_menu.addAction(_("Print list…"), partial(self._take_out, "pdf"))
            self._out_menu.addAction(_("Export list…"), partial(self._take_out, "xlsx"))
            self._out_menu.addAction(_("Quick statistics"), partial(desk.go, "statistics"))
        if desk.may("print_batch"):
            self._out_menu.addAction(_("Print by room, ward…"), partial(desk.go, "case_papers", batch=True))
        for button, deed in (
            (self.merge_button, "merge_people"),
            (self.import_button, "import_list"),
            (self.out_button, "export_list"),
            (self.admit_button, "admit_person"),
        ):
            self.header.add_actions(button)
            button.setVisible(desk.may(deed))
            button.setEnabled(desk.may(deed))
        for way in (self.out_button.setVisible, self.out_button.setEnabled):
            way(bool(self._out_menu.actions()))
        if desk.may("export_list"):
            on_key(self, "Ctrl+P", partial(self._take_out, "pdf"))

    def turn_to(self, typed: str = "", who: str = "", person_id: str = "", **filters: str) -> None:
        """Show what another page asks for: a search, those of a state, ward, category or sex; ``person_id`` is selected."""
        self._to_pick = person_id
        if who or filters:
            self.filters.choose(who, **filters)
        self.filters.search.setText(typed)
        self.make_stale()

    # asking

    def refresh(self) -> None:
        """Ask for the list or the search, then who is there."""
        typed = self.filters.search.text().strip()
        if typed:
            self._ask_search(typed)
        else:
            self._ask_list()
        self._desk.ask(self, partial(asking.census, today=self._desk.today()), self._show_census, key="census")
        self.saved.refresh()

    def _ask_list(self) -> None:
        self._searched = None
        self._say_note("")
        wanted, today = self.filters.wanted(), self._desk.today()
        self.states.show_loading()
        self._desk.ask(
            self, lambda reader: asking.listed(reader, wanted, today), self._show_listed, self._not_read, key="list"
        )

    def _ask_search(self, typed: str) -> None:
        typed = typed.strip()
        if not typed:
            self._ask_list()
            return
        restricted, today = self._desk.sees_restricted, self._desk.today()
        self._desk.ask(
            self,
            lambda reader: asking.searched(reader, typed, restricted, today),
            self._show_searched,
            self._not_read,
            key="list",
        )

    def _supply(self, ids: list[str]) -> None:
        today = self._desk.today()
        self._desk.ask(
            self,
            lambda reader: people.people_rows(reader, ids, today),
            self.table.records.supply,
            self._not_read,
            key="rows",
        )

    # showing

    def _show_census(self, census: Census) -> None:
        self._anybody = census.anybody
        cared_for = census.present + census.away
        said = [ngettext("{n} cared for", "{n} cared for", cared_for).format(n=number(cared_for))]
        if census.away:
            said.append(ngettext("{n} away", "{n} away", census.away).format(n=number(census.away)))
        self.header.show_line(" · ".join(said))
        self.filters.offer_wards(census.wards)
        if self._shown == [] or (self._shown is None and not self._ids):
            self._say_empty()

    def _show_listed(self, found: Listed) -> None:
        if found.is_whole:
            self._shown, self._ids = list(found.rows), []
            self._show_sorted()
        else:
            self._show_ids(found.ids)
            self.table.records.supply(found.rows)
        if not found.ids:
            self._say_empty()

    def _show_sorted(self) -> None:
        if self._shown is not None:
            self._end_with(rows.in_order(self._desk, self._shown, *self._sorted), None)

    def _show_ids(self, ids: Sequence[str]) -> None:
        self._shown, self._ids = None, list(ids)
        self._end_with(None, self._ids[::-1] if self._sorted == ("name", True) else self._ids)

    def _end_with(self, found: list[PersonRow] | None, ids: list[str] | None) -> None:
        if found is not None:
            self.table.show_records(found)
        elif ids is not None:
            self.table.show_ids(ids)
        self.states.show_content()
        wanted, self._to_pick = self._to_pick, ""
        if not (wanted and self.table.pick(wanted)) and not self.table.current_id() and (found or ids):
            self.table.pick(found[0].person_id if found else (ids or [""])[0])

    def _show_searched(self, searched: Searched) -> None:
        if searched.typed != self.filters.search.text().strip():
            return
        fitting = [found for found in searched.rows if self.filters.fits(found)]
        if self.filters.wanted().who == "present":  # former people are found too, but whoever is here comes first
            fitting.sort(key=rows.has_left)
        self._searched, self._shown, self._ids = searched, fitting, []
        self.table.mark_sorted("")
        self._end_with(fitting, None)
        self.table.pick(fitting[0].person_id if fitting else "")
        if not fitting:
            self._say_empty()
        elif searched.nearest:
            names = ", ".join(found.name for found in fitting[:3])
            self._say_note(_("“{typed}” was not found. Near: {names}").format(typed=searched.typed, names=names))
        elif searched.more:
            self._say_note(_("There are many more; type more letters."))
        else:
            self._say_note("")

    def _say_note(self, words: str) -> None:
        filtering = self.filters.is_filtering()
        if filtering and not words:
            words = _("Filtered: {filters}").format(filters=self.filters.said())
        self.note.setText(words)
        self.clear_button.setVisible(filtering)
        self._note_line.setVisible(bool(words))
        self.saved.mark(self.filters.chosen())
        self._offer_filter_ways()

    def _offer_filter_ways(self) -> None:
        """A filter that is not kept can be saved, one that is kept renamed and deleted."""
        kept = self.saved.current() is not None
        self.save_button.setVisible(self.filters.is_filtering() and not kept)
        self.rename_button.setVisible(kept)
        self.delete_button.setVisible(kept)

    def _say_empty(self) -> None:
        desk = self._desk
        self._say_note("")
        self.card.show_row(None)
        if self._searched is not None:
            words = _("“{typed}” was not found.").format(typed=self._searched.typed)
            clear = [(_("Clear filter"), self.filters.clear)] if self.filters.is_filtering() else []
            self.states.show_empty(words, *clear, (_("Clear search"), self._clear_search), icon="search")
        elif not self._anybody:
            ways = [
                *([(_("Import from Excel"), partial(desk.go, "lists"))] if desk.may("import_list") else []),
                *([(_("Admit"), partial(desk.go, "admission"))] if desk.may("admit_person") else []),
            ]
            words = _("Nobody is in the book yet. If there is a list in Excel, importing it once is enough.")
            self.states.show_empty(words, *ways, icon="users")
        elif self.filters.is_filtering():
            words = _("Nobody matches “{filters}”.").format(filters=self.filters.said())
            self.states.show_empty(words, (_("Clear filter"), self.filters.clear), icon="users")
        else:
            self.states.show_empty(_("Nobody is here."), icon="users")

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    # saved filters

    def _save_filter(self) -> None:
        chosen = self.filters.chosen()
        typed = _("search “{typed}”").format(typed=chosen.typed) if chosen.typed else ""
        self.saved.ask_name(chosen, ", ".join(filter(None, (self.filters.said(), typed))))

    def _rename_filter(self) -> None:
        if (kept := self.saved.current()) is not None:
            self.saved.ask_new_name(kept)

    def _delete_filter(self) -> None:
        if (kept := self.saved.current()) is not None:
            self.saved.delete(kept)

    def _say_of_filter(self, sentence: object, undo: Callable[[], object] | None) -> None:
        if undo is None:
            self.say(sentence, seconds=6)
        else:
            self.offer_undo(sentence, undo)

    # pressing

    def _merge(self) -> None:
        current = self.table.current()
        self._desk.go("merging", person_id=current.person_id if current and not current.masked else "")

    def _open(self, found: PersonRow) -> None:
        if found.masked:
            self.say(protected_words(), "info", icon="lock")
        else:
            self._desk.go("person", person_id=found.person_id)

    def _sort(self, key: str, descending: bool) -> None:
        if self._shown is None and key != "name":
            self.say(_("So long a list is only in the order of names. Narrow it by a filter first."), "info", seconds=6)
            return
        self._sorted = (key, descending)
        self.table.mark_sorted(key, descending)
        if self._shown is not None:
            self._show_sorted()
        else:
            self._show_ids(self._ids)

    def _begin_search(self) -> None:
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def _clear_search(self) -> None:
        self.filters.search.clear()
        self.filters.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search field, Down goes into the list, Enter opens the selected person, Esc clears what was typed."""
        if watched is self.filters.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            match event.key():
                case Qt.Key.Key_Down:
                    self.table.setFocus()
                    return True
                case Qt.Key.Key_Return | Qt.Key.Key_Enter if (current := self.table.current()) is not None:
                    self._open(current)
                    return True
                case Qt.Key.Key_Escape if self.filters.search.text():
                    self._clear_search()
                    return True
        return super().eventFilter(watched, event)

    def _offer_out(self) -> None:
        self._out_menu.popup(self.out_button.mapToGlobal(QPoint(0, self.out_button.height() + 2)))

    def _take_out(self, kind: Kind) -> None:
        wanted, today = self.filters.wanted(), self._desk.today()
        count = len(self._ids) if self._shown is None else len(self._shown)
        if not count:
            self.say(_("The list is empty; there is nothing to print."), "info", seconds=6)
            return
        gather: Callable[[Reader], Sequence[PersonRow]]
        if self._searched is not None:
            found = tuple(self._shown or ())
            gather = partial(asking.given, found)
        else:
            gather = partial(asking.filtered, wanted, today)
        self.taking_out.begin(residents_list(self._desk, kind, gather, self.filters.said(), count))

    # narrow and wide

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.filters.arrange(self.width() >= ONE_LINE)
        self.card.setVisible(self.width() >= BESIDE)
        self.import_button.setVisible(self.width() >= BESIDE and self._desk.may("import_list"))
        self.merge_button.setVisible(self.width() >= ROOMY and self._desk.may("merge_people"))

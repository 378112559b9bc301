"""Gói buổi: every package with what is left of it, fewest first; the way of the chosen one below, what is written beside."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtGui import QResizeEvent

from carebook.actions.change import Change, Outdated
from carebook.actions.packages import end_package, save_package
from carebook.records.packages import Package
from carebook.rules.packages import problems_in_package
from carebook.rules.problem import warnings
from carebook.store.packages import PackageRow
from carebook.ui.pages.packages.asking import END_FORM, FORM, Opened, Packages, opened, packages
from carebook.ui.pages.packages.rows import PackageTable, on_paper
from carebook.ui.pages.packages.way import WayCard
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, Pills, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.labels import key_caps
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.parts.leading_tabs import TherapyTabs
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.ui.parts.states import States
from carebook.ui.parts.taking_out import TakingOut, may_print_work
from carebook.ui.parts.writing_panel import FormSheet, WritingPanel
from carebook.words import N_, _, ngettext


class PackagesPage(DeskPage):
    """The packages of everybody, or of the stay of ``turn_to(episode_id=…, package_id=…)``."""

    mine = frozenset({"rehabilitation", "people", "casework"})
    keys = (
        KeyHint("Ctrl+N", N_("new package")),
        KeyHint("F2", N_("edit the package")),
        KeyHint("Enter", N_("open the record")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Ctrl+P", N_("print the list")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Packages of sessions"))
        self._episode_id = self._package_id = self._named = ""
        self._found: Packages | None = None
        self._opened = Opened(None)
        self._busy = False
        self.tabs = TherapyTabs(desk, "packages")
        self.which = Pills([("open", _("In use")), ("ended", _("Ended packages"))], "open")
        self.which.chosen.connect(self._show_chosen)
        self.all_button = Button(_("Packages of everybody"), "link", "chevron-left")
        self.all_button.clicked.connect(partial(self.turn_to, ""))
        self.header.add_left(self.which, self.all_button)
        self._make_actions()
        self.table = PackageTable(desk)
        self.table.picked.connect(self._pick)
        self.table.opened.connect(self._open)
        self.states = States(self.table)
        self.way = WayCard(desk)
        self.way.edit_wanted.connect(self.edit)
        self.way.end_wanted.connect(self.begin_end)
        self.writing = self.writes_in(WritingPanel(desk, width=440))
        self.writing.shut.connect(self._make_room)
        self._beside = box(column((self.states, 1), self.way, gap=8, margins=(16, 0, 16, 8)))
        hints = key_caps(("Enter", _("open the record")), ("F2", _("edit")), ("Ctrl+N", _("new package")))
        self.foot = Footer(hints, None, height=40)
        self.put(
            row(self.tabs, margins=(24, 0, 20, 0)),
            (row((self._beside, 1), self.writing, gap=0), 1),
            self.foot,
        )
        self.setFocusProxy(self.table)
        for key, slot in (("Ctrl+N", self.begin_new), ("F2", self.edit), ("Esc", self._go_back)):
            on_key(self, key, slot)

    def _make_actions(self) -> None:
        desk = self._desk
        self.print_button = Button(_("Print"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self._take_out)
        self.new_button = Button(_("New package"), "primary", "plus", "Ctrl+N", listens=False)
        self.new_button.clicked.connect(self.begin_new)
        self.header.add_actions(self.print_button, self.new_button)
        self.taking_out = TakingOut(desk, self)
        self.taking_out.said.connect(self.say)
        self.taking_out.refused.connect(self.complain)
        if may_print_work(desk):
            on_key(self, "Ctrl+P", self._take_out)
        self._show_buttons()

    def _show_buttons(self) -> None:
        self.new_button.setVisible(self._desk.may("save_package"))
        self.print_button.setVisible(may_print_work(self._desk))
        self.all_button.setVisible(bool(self._episode_id))
        self.which.setVisible(not self._episode_id)

    # which packages

    def turn_to(self, episode_id: str = "", package_id: str = "", **_more: object) -> None:
        """Show the packages of one stay, or of everybody; one of them is chosen when it is named."""
        if (episode_id, package_id) == (self._episode_id, self._package_id) and package_id:
            return
        if self.writing.is_open():
            if self.writing.has_unsaved():
                self.writing.keep_draft()
            self.writing.put_away()
        self._episode_id, self._package_id, self._named = episode_id, package_id, package_id
        self.messages.clear()
        self._show_buttons()
        self.make_stale()

    def refresh(self) -> None:
        """Ask for the packages."""
        if self._found is None:
            self.states.show_loading()
        today, episode_id = self._desk.today(), self._episode_id
        self._desk.ask(self, lambda reader: packages(reader, today, episode_id=episode_id), self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Packages) -> None:
        self._found = found
        self.writing.know(found.drafts)
        named, self._named = found.row(self._named), ""
        if named is not None and not self._episode_id:
            self.which.choose("ended" if named.ended_on else "open")
        running = [one for one in found.rows if one.ended_on is None]
        said = [ngettext("{n} package", "{n} packages", len(running)).format(n=len(running))]
        if low := sum(found.is_low(one) for one in running):
            said.append(_("{n} running out").format(n=low))
        if self._episode_id:
            whose = found.rows[0].name if found.rows else dict(found.stays).get(self._episode_id, "")
            said = [*filter(None, (whose,)), *said]
        self.header.show_line(" · ".join(said), always=bool(self._episode_id))
        self._show_chosen()

    def rows(self) -> list[PackageRow]:
        """The packages as they are listed."""
        if self._found is None:
            return []
        if self._episode_id:
            return list(self._found.rows)
        ended = self.which.current() == "ended"
        return [one for one in self._found.rows if (one.ended_on is not None) == ended]

    def _show_chosen(self, _which: str = "") -> None:
        rows, wanted = self.rows(), self._package_id
        self.table.show_packages(rows, self._found)
        if rows:
            self.states.show_content()
            if not self.table.pick(wanted):
                self.table.pick(rows[0].id)
            self._pick(self.table.current())
            return
        self.way.hide()
        if self.which.current() == "ended" and not self._episode_id:
            self.states.show_empty(_("No package ended in the last year."), icon="circle-check")
        elif self._desk.may("save_package"):
            self.states.show_empty(
                _("No packages of sessions yet. What is left is counted from the sessions."),
                (_("New package"), self.begin_new),
                icon="file-text",
            )
        else:
            self.states.show_empty(_("No packages of sessions yet."), icon="file-text")

    def _pick(self, chosen: PackageRow | None) -> None:
        if chosen is None:
            self.way.hide()
            return
        self._package_id = chosen.id
        today = self._desk.today()
        self._desk.ask(self, lambda reader: opened(reader, chosen, today), partial(self._show_way, chosen), key="way")

    def _show_way(self, shown: PackageRow, found: Opened) -> None:
        if shown.id == self._package_id:
            self._opened = found
            self.way.show_package(shown, found)

    # writing

    def begin_new(self) -> None:
        """A sheet for a new package of the chosen stay, or of whoever is chosen on it."""
        if self._found is not None and self._desk.may("save_package"):
            today = self._desk.today()
            self._write(Package(episode_id=self._episode_id, registered_on=today, from_on=today))

    def edit(self) -> None:
        """The chosen package as a sheet, unless it has ended."""
        package = self._opened.package
        if package is not None and package.ended_on is None and self._desk.may("save_package"):
            self._write(package)

    def _write(self, package: Package) -> None:
        found = self._found
        if found is None or self.writing.has_unsaved():
            return
        form = Form(
            [
                section(
                    "",
                    Package,
                    *(() if package.id or package.episode_id else ("episode_id",)),
                    *("name", "therapy", "programme_id", "sessions", "no_show_counts"),
                    *("registered_on", "from_on", "to_on", "reassess_on"),
                ),
                section(_("Fee"), Package, "price", "paid", "paid_on", "payer"),
            ],
            self._desk.today,
            choices={
                "episode_id": found.stays,
                "therapy": self._desk.choices("therapy"),
                "programme_id": found.programmes,
            },
            labels={"episode_id": _("For whom"), "name": _("Name of the package")},
            columns=1,
        )
        subject = package.id or f"new:{package.episode_id}"
        whose = dict(found.stays).get(package.episode_id, "")
        title = _("Edit the package") if package.id else _("New package")
        self.writing.open(FormSheet(form, package), FORM, subject, title, whose)
        self._make_room()

    def begin_end(self) -> None:
        """The end of the chosen package as a sheet."""
        package = self._opened.package
        if package is None or not self._desk.may("end_package") or self.writing.has_unsaved():
            return
        form = Form(
            [section("", Package, "ended_on", "ended_because", "outcome")],
            self._desk.today,
            choices={"ended_because": self._desk.choices("package_end")},
            required=("ended_on", "ended_because"),
            columns=1,
        )
        line = _("Sessions still planned stay in the week until they are cancelled there.")
        sheet = FormSheet(form, replace(package, ended_on=self._desk.today()))
        self.writing.open(sheet, END_FORM, package.id, _("End the package"), line)
        self._make_room()

    def save(self) -> None:
        """Keep what is written, whichever sheet it is."""
        package = None if self._busy else self.writing.written()
        if package is None:
            return
        self._busy = True
        seen = package.version if package.id else None
        then: dict[str, Any] = {"then": self._saved, "failed": self._refused, "seen": seen}
        if self.writing.form == END_FORM:
            values = (package.id, package.ended_on, package.ended_because, package.outcome)
            self._desk.do(end_package, *values, **then)
        else:
            self._desk.do(save_package, package, **then)

    def _saved(self, change: Change) -> None:
        self._busy = False
        self.writing.close_up()
        kept: Package | None = change.result
        said: list[str] = []
        if kept is not None:
            self._package_id = kept.id
            told = problems_in_package(kept, since=date.min, until=None, today=self._desk.today())
            said += [str(one.message) for one in warnings(told)]
        self.make_stale()
        self.tell_done(change, besides=said)

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        problems = getattr(error, "problems", ())
        if isinstance(error, Outdated) or not problems:
            self.complain(error)
            self.make_stale()
        else:
            self.writing.show_problems(problems)

    # elsewhere

    def _open(self, one: PackageRow) -> None:
        if one.masked:
            self.say(_("This item is protected. If it is needed for care, ask the director."), "info", icon="lock")
        else:
            self._desk.go("person", person_id=one.person_id, tab="rehab")

    def _go_back(self) -> None:
        if self.writing.is_open():
            self.writing.leave()
        elif self._episode_id and self._found is not None and self._found.rows:
            self._desk.go("person", person_id=self._found.rows[0].person_id, tab="rehab")

    def _take_out(self) -> None:
        rows = self.rows()
        if rows:
            self.taking_out.begin(on_paper(rows, self._desk))
        else:
            self.say(_("The list is empty; there is nothing to print."), "info", seconds=6)

    # narrow and wide

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)
        self.way.set_compact(narrow)
        self.foot.setVisible(not narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        self.writing.make_room(self._beside, self.width())

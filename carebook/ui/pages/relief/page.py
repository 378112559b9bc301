"""Cứu trợ: a campaign with the list of who received what and signed for it, residents and people from outside, and its sums."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from carebook import dates
from carebook.actions.change import Change
from carebook.actions.people import protected
from carebook.actions.relief import close_campaign, save_campaign, save_relief, strike_relief
from carebook.money import dong, number
from carebook.records.services import ReliefCampaign, ReliefItem
from carebook.rules.problem import Problem
from carebook.store.relief import ReliefLine
from carebook.ui.pages.relief.asking import CAMPAIGN_FORM, LINE_FORM, MANY_FORM, Relief, relief
from carebook.ui.pages.relief.many import ManySheet
from carebook.ui.pages.relief.paper import exported
from carebook.ui.parts import dialogs, theme
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, filter_choice, section
from carebook.ui.parts.labels import key_caps, label
from carebook.ui.parts.layouts import Flow, box, column
from carebook.ui.parts.leading_tabs import ServiceTabs
from carebook.ui.parts.ledger import LedgerPage
from carebook.ui.parts.page import KeyHint
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.ui.parts.writing_panel import FormSheet
from carebook.words import N_, _, message, pgettext

LIST = "relief_list"  # as the page of papers knows it
_CAMPAIGN = ("name", "event", "basis", "from_on", "to_on", "rate", "goods", "leader_id", "note")
_OUTSIDE = ("full_name", "birth_year", "address")
_GOT = ("what", "quantity", "amount", "received_on", "signed_by", "note")


class ReliefPage(LedgerPage):
    """One campaign at a time, of ``turn_to(campaign_id=…)``; the newest open one with ""."""

    mine = frozenset({"services", "people", "episodes", "staff"})
    keys = (
        KeyHint("Ctrl+N", N_("add one person")),
        KeyHint("Ctrl+Shift+N", N_("add many clients of the center")),
        KeyHint("Enter", N_("open the line")),
        KeyHint("F8", N_("received and signed for")),
        KeyHint("F2", N_("edit the campaign")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Ctrl+P", N_("print the list to sign")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Relief"), ServiceTabs(desk, "relief"))
        self._found: Relief | None = None
        self._campaign_id = ""
        self.campaign = filter_choice(_("Campaign"), (), width=theme.worn().scaled(330))
        self.campaign.activated.connect(self._choose_campaign)
        self.sums = label("", "muted", wrap=True)
        self._make_buttons()
        self.table = RecordTable(
            [
                Column("name", _("Name"), self._name_cell, 190, 2, ALWAYS),
                Column("born", _("Year of birth"), self._born_cell, 84, priority=4, align="right"),
                Column("what", _("What was given"), self._what_cell, 190, 2, 7),
                Column("amount", _("Amount"), self._amount_cell, 110, priority=9, align="right"),
                Column("state", _("State"), self._state_cell, 170, 1, 8),
                Column("signed", _("Signed for by"), lambda one: Cell(one.item.signed_by or "–"), 160, 1, 5),
            ],
            _("Relief list"),
            many=True,
            row_height=46,
        )
        self.table.opened.connect(self._open)
        self.table.picked.connect(self._show_buttons)
        self.states = States(self.table)
        ways = (self.edit_button, self.close_button, self.one_button, self.many_button)
        keys = key_caps(("Enter", _("open")))
        self.lay_out(
            box(column(Flow(self.campaign, *ways, gap=8), self.sums, gap=8, margins=(8, 0, 4, 0))),
            content=self.states,
            foot=Footer(keys, None, self.export_button, self.strike_button, self.received_button, height=44),
        )
        self.setFocusProxy(self.table)
        for key, slot in (
            ("Ctrl+N", self.begin_line),
            ("Ctrl+Shift+N", self.begin_many),
            ("F2", self.edit_campaign),
            ("F8", self.mark_received),
            ("Ctrl+P", self._print),
            ("Esc", self._go_back),
        ):
            on_key(self, key, slot)
        self._show_buttons()

    def _make_buttons(self) -> None:
        def made(words: str, kind: str, icon: str, key: str, slot: object) -> Button:
            button = Button(words, kind, icon, key, listens=False)
            button.clicked.connect(slot)
            return button

        self.print_button = made(_("Print the list to sign"), "", "printer", "Ctrl+P", self._print)
        self.export_button = made(_("Export list…"), "", "file-spreadsheet", "", self._export)
        self.new_button = made(_("New campaign"), "primary", "plus", "", self.begin_campaign)
        self.header.add_actions(self.print_button, self.new_button)
        self.edit_button = made(_("Edit"), "", "pencil", "F2", self.edit_campaign)
        self.close_button = made(_("Close the campaign…"), "", "", "", self._close_campaign)
        self.one_button = made(_("Add one person"), "", "user-plus", "Ctrl+N", self.begin_line)
        self.many_button = made(_("Add clients of the center…"), "", "users", "", self.begin_many)
        self.received_button = made(_("Received and signed for"), "", "check", "F8", self.mark_received)
        self.strike_button = made(_("Strike through…"), "", "", "", self._strike)

    # which campaign

    def turn_to(self, campaign_id: str = "", **_more: object) -> None:
        """Show a campaign."""
        self._campaign_id = campaign_id
        self.make_stale()

    def refresh(self) -> None:
        """Ask for the campaign."""
        if self._found is None:
            self.states.show_loading()
        question = partial(relief, today=self._desk.today(), campaign_id=self._campaign_id)
        self._desk.ask(self, question, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Relief) -> None:
        self._found = found
        self.writing.know(found.drafts)
        self.campaign.offer([(one.id, self._said(one.campaign)) for one in found.campaigns])
        file = found.file
        self.campaign.setVisible(bool(found.campaigns))
        if file is None:
            self.header.show_line("")
            self.sums.setText("")
            ways = ((_("New campaign"), self.begin_campaign),) if self._desk.may("save_campaign") else ()
            said = _("No relief campaign yet. A flood, a storm, Tết: who got what, signed for on one list.")
            self.states.show_empty(said, *ways, icon="hand-heart")
            self._show_buttons()
            return
        self._campaign_id = file.campaign.id
        self.campaign.choose(file.campaign.id)
        one = file.campaign
        self.header.show_line(" · ".join(filter(None, (one.event, one.basis, file.leader))))
        self.sums.setText(self._said_sums())
        self.table.show_records(file.lines)
        if file.lines:
            self.states.show_content()
            if self.table.current() is None:
                self.table.pick(file.lines[0].id)
        else:
            may = self._is_open() and self._desk.may("save_relief")
            begin = [(_("Add clients of the center…"), self.begin_many), (_("Add one person"), self.begin_line)]
            self.states.show_empty(_("Nobody stands on the list yet."), *(begin if may else ()), icon="users")
        self._show_buttons()

    def _said(self, campaign: ReliefCampaign) -> str:
        closed = _("closed on {day}").format(day=dates.written(campaign.closed_on)) if campaign.closed_on else ""
        return " · ".join(filter(None, (campaign.name, closed)))

    def _said_sums(self) -> str:
        assert self._found is not None
        assert self._found.file is not None
        found = self._found.file.sums
        return " · ".join(
            (
                _("{n} on the list").format(n=number(found.people)),
                _("{n} received").format(n=number(found.received)),
                _("{n} signed for").format(n=number(found.signed)),
                _("{given} handed out of {listed}").format(
                    given=dong(found.given_amount), listed=dong(found.listed_amount)
                ),
            )
        )

    def _choose_campaign(self) -> None:
        self.turn_to(self.campaign.code())

    def _is_open(self) -> bool:
        file = self._found.file if self._found is not None else None
        return file is not None and file.campaign.closed_on is None

    def _show_buttons(self, *_more: object) -> None:
        desk, file = self._desk, self._found.file if self._found is not None else None
        line = self.table.current() if file is not None else None
        writable = self._is_open() and desk.may("save_relief")
        self.new_button.setVisible(desk.may("save_campaign"))
        self.print_button.setVisible(file is not None and desk.may("print_papers"))
        self.export_button.setVisible(file is not None and desk.may("export_list"))
        self.edit_button.setVisible(self._is_open() and desk.may("save_campaign"))
        self.close_button.setVisible(self._is_open() and desk.may("close_campaign"))
        self.one_button.setVisible(writable)
        self.many_button.setVisible(writable)
        self.received_button.setVisible(writable)
        self.received_button.setEnabled(bool(self._to_mark()))
        self.strike_button.setVisible(self._is_open() and desk.may("strike_relief"))
        self.strike_button.setEnabled(line is not None and not line.masked)

    # cells

    def _name_cell(self, line: ReliefLine) -> Cell:
        return Cell(line.name, sub=line.code or line.item.address or _("From outside"), weight=500)

    def _born_cell(self, line: ReliefLine) -> str:
        return str(line.birth_year) if line.birth_year else "–"

    def _what_cell(self, line: ReliefLine) -> Cell:
        if line.masked:
            return Cell(_("Masked"), tone="text2", icon="lock")
        return Cell(line.item.what or _("Money"), sub=line.item.quantity)

    def _amount_cell(self, line: ReliefLine) -> str:
        return dong(line.item.amount) if line.item.amount else "–"

    def _state_cell(self, line: ReliefLine) -> Cell:
        on = self._desk.said_day(line.item.received_on)
        if line.item.received_on is None:
            return Cell(_("Not received yet"), mark=("ring", "text2"))
        if not line.signed:
            return Cell(_("Received, not signed for"), sub=on, mark=("half", "warn"))
        return Cell(_("Received and signed for"), sub=on, mark=("full", "ok"))

    # writing the campaign

    def begin_campaign(self) -> None:
        """A sheet for a new campaign."""
        if self._found is not None and self._desk.may("save_campaign"):
            by = self._desk.actor.staff_member_id
            self._write_campaign(ReliefCampaign(from_on=self._desk.today(), leader_id=by))

    def edit_campaign(self) -> None:
        """The campaign on show as a sheet."""
        file = self._found.file if self._found is not None else None
        if file is not None and self._is_open() and self._desk.may("save_campaign"):
            self._write_campaign(file.campaign)

    def _write_campaign(self, campaign: ReliefCampaign) -> None:
        assert self._found is not None
        form = Form(
            [section("", ReliefCampaign, *_CAMPAIGN)],
            self._desk.today,
            choices={"leader_id": self._found.members},
            columns=1,
        )
        title = _("Edit the campaign") if campaign.id else _("New campaign")
        self.write(FormSheet(form, campaign), CAMPAIGN_FORM, campaign.id, title)

    def _close_campaign(self) -> None:
        file = self._found.file if self._found is not None else None
        if file is None or not self._is_open():
            return
        title = str(message("Close the campaign “{name}”?", name=file.campaign.name))
        text = _("Its list is not changed any more. {sums}").format(sums=self._said_sums())
        if dialogs.confirm(self, title, text, _("Close the campaign")):
            self.close_on(self._desk.today())

    def close_on(self, day: date) -> None:
        """Close the campaign on show."""
        file = self._found.file if self._found is not None else None
        if file is not None:
            self.do(close_campaign, file.campaign.id, day, seen=file.campaign.version)

    # writing the list

    def _new_item(self) -> ReliefItem | None:
        file = self._found.file if self._found is not None else None
        if file is None or not self._is_open() or not self._desk.may("save_relief"):
            return None
        one = file.campaign
        return ReliefItem(campaign_id=one.id, what=one.goods, amount=one.rate)

    def begin_line(self) -> None:
        """A sheet for one person, of the center or from outside."""
        if (item := self._new_item()) is not None:
            self._write_line(item)

    def _open(self, line: ReliefLine) -> None:
        if line.masked:
            self.say(protected(), "info", icon="lock")
        elif self._is_open() and self._desk.may("save_relief"):
            self._write_line(line.item)

    def _write_line(self, item: ReliefItem) -> None:
        assert self._found is not None
        line = self._found.line(item.id) if item.id else None
        inside = line is not None and bool(line.person_id)
        whom = () if item.id else ("episode_id",)
        form = Form(
            [
                section("", ReliefItem, *whom, *(() if inside else _OUTSIDE)),
                section(_("What they get"), ReliefItem, *_GOT),
            ],
            self._desk.today,
            choices={"episode_id": self._found.stays},
            labels={"episode_id": _("Of the center")},
            columns=1,
        )
        if not item.id:
            for name in _OUTSIDE:
                form.show_when(name, lambda shown: not shown.value("episode_id"))
        title = _("Line of the relief list") if item.id else _("Add one person")
        whose = f"{line.name} · {line.code}" if line is not None and inside else ""
        self.write(FormSheet(form, item), LINE_FORM, item.id or f"new:{item.campaign_id}", title, whose)

    def begin_many(self) -> None:
        """A sheet to put many clients of the center on the list at once."""
        item = self._new_item()
        if item is None or self._found is None:
            return
        form = Form([section(_("Each of them"), ReliefItem, "what", "quantity", "amount")], self._desk.today, columns=1)
        sheet = ManySheet(form, item, self._found.stays)
        self.write(sheet, MANY_FORM, item.campaign_id, pgettext("relief", "Add clients of the center"))

    def _to_mark(self) -> list[ReliefLine]:
        """The chosen lines that are not signed for, as far as they may be seen."""
        if self._found is None or self._found.file is None:
            return []
        return [one for one in self.table.selected() if not one.masked and not one.signed]

    def mark_received(self) -> None:
        """The chosen people received today, and signed for it themselves."""
        lines = self._to_mark()
        if lines and self._is_open() and self._desk.may("save_relief"):
            today = self._desk.today()
            items = [
                replace(one.item, received_on=one.item.received_on or today, signed_by=one.item.signed_by or one.name)
                for one in lines
            ]
            self.do(save_relief, items)

    def keep(self, written: Any) -> None:
        if self.writing.form == CAMPAIGN_FORM:
            self.do(save_campaign, written, seen=written.version if written.id else None)
        else:
            self.do(save_relief, written if isinstance(written, tuple) else (written,))

    def was_kept(self, change: Change) -> Iterable[Problem]:
        if isinstance(change.result, ReliefCampaign):
            self._campaign_id = change.result.id
        return ()

    def open_again(self, theirs: Any) -> None:
        if isinstance(theirs, ReliefCampaign):
            self._write_campaign(theirs)
        else:
            self._write_line(theirs)

    def _strike(self) -> None:
        line = self.table.current()
        if line is not None and not line.masked:
            self.strike_through(strike_relief, line.id)

    # elsewhere

    def _print(self) -> None:
        file = self._found.file if self._found is not None else None
        if file is not None and self._desk.may("print_papers"):
            self._desk.go("case_papers", paper=LIST, id=file.campaign.id)

    def _export(self) -> None:
        file = self._found.file if self._found is not None else None
        if file is None or not file.lines:
            self.say(_("The list is empty; there is nothing to export."), "info", seconds=6)
        else:
            self.taking_out.begin(exported(file))

    def _go_back(self) -> None:
        if self.writing.is_open():
            self.writing.leave()

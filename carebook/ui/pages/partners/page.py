"""Nơi phối hợp: everybody the center works with, by kind and commune, and what goes on with each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtWidgets import QLineEdit, QToolButton

from carebook import dates
from carebook.actions.change import Change
from carebook.actions.partners import save_partner
from carebook.money import number
from carebook.records.referrals import Partner
from carebook.rules.identity import phone_words
from carebook.rules.partners import problems_in_partner
from carebook.rules.problem import warnings
from carebook.rules.search_words import fold
from carebook.store.book import Reader
from carebook.store.drafts import Draft, own_drafts
from carebook.store.partners import PartnerUse, partner_use, partners
from carebook.ui.parts import theme
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, Pills, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, filter_choice, section
from carebook.ui.parts.labels import key_caps
from carebook.ui.parts.layouts import Flow, box, column, row
from carebook.ui.parts.leading_tabs import ServiceTabs
from carebook.ui.parts.page import KeyHint
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.ui.parts.taking_out import Lines, PaperList, TakingOut, may_print_work
from carebook.ui.parts.writing_panel import FormSheet, WritingPage
from carebook.words import N_, _, ngettext, pgettext

FORM = "partner"
NOW, FORMER = "now", "former"
_HEADS = ("Tên", "Loại", "Xã, phường", "Địa chỉ", "Điện thoại", "Giờ làm việc", "Người liên hệ", "Nhận việc gì")


@dataclass(frozen=True)
class Directory:
    """The partners of today or those of before, what goes on with each, and the asker's drafts."""

    partners: tuple[Partner, ...]
    use: Mapping[str, PartnerUse]
    drafts: tuple[Draft, ...]


def directory(reader: Reader, today: date, *, former: bool) -> Directory:
    """Everything the page shows."""
    drafts = tuple(one for one in own_drafts(reader) if one.form == FORM)
    return Directory(tuple(partners(reader, today, former=former)), partner_use(reader), drafts)


class PartnersPage(WritingPage):
    """The directory; Enter or F2 opens a partner, Ctrl+N writes another one, F8 shows the referrals to it."""

    mine = frozenset({"services"})
    keys = (
        KeyHint("Ctrl+N", N_("new partner")),
        KeyHint("Ctrl+F", N_("search")),
        KeyHint("Enter", N_("open the partner")),
        KeyHint("F8", N_("referrals to the partner")),
        KeyHint("Ctrl+P", N_("print the list")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Partners"))
        self._found: Directory | None = None
        self._named = ""
        self.which = Pills([(NOW, _("Working together")), (FORMER, pgettext("partner", "No longer"))], NOW)
        self.which.chosen.connect(self.make_stale)
        kinds, wide = [("", _("All kinds of partners")), *desk.choices("partner_kind")], theme.worn().scaled(176)
        self.kind = filter_choice(_("Kind of partner"), kinds, width=wide)
        self.commune = filter_choice(_("Commune"), [("", _("All communes"))], width=theme.worn().scaled(176))
        for choice in (self.kind, self.commune):
            choice.currentIndexChanged.connect(self._show_chosen)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search") + "  Ctrl+F")
        self.search.setAccessibleName(_("Find a partner by name, contact, telephone or what they offer"))
        sign = self.search.addAction(theme.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        sign.setText(_("Search"))
        self.search.setClearButtonEnabled(True)
        self.search.findChildren(QToolButton)[-1].setAccessibleName(_("Clear filter"))
        self.search.setMinimumWidth(theme.worn().scaled(130))
        self.search.setMaximumWidth(theme.worn().scaled(260))
        self.search.textChanged.connect(self._show_chosen)
        self._make_buttons()
        self.table = RecordTable(
            [
                Column("name", _("Partner"), self._name_cell, 260, 3, ALWAYS),
                Column("kind", _("Kind"), self._kind_cell, 190, 2, 8),
                Column("commune", _("Commune"), self._commune_cell, 146, 1, 6),
                Column("phone", _("Telephone"), self._phone_cell, 150, 1, 9),
                Column("use", _("Referrals"), self._use_cell, 130, priority=7),
            ],
            _("Partners"),
            row_height=44,
        )
        self.table.opened.connect(self._open)
        self.states = States(self.table)
        self.beside = box(column((self.states, 1), gap=0, margins=(16, 0, 16, 0)))
        self.tabs = ServiceTabs(desk, "partners")
        keys = key_caps(("Ctrl+N", _("new partner")), ("Enter", _("open")), ("F8", _("referrals")))
        self.foot = Footer(keys, None, self.referrals_button, height=44)
        self.put(
            row((self.tabs, 1), margins=(24, 0, 20, 0)),
            row((box(Flow(self.which, self.kind, self.commune, self.search, gap=10)), 1), margins=(24, 6, 20, 8)),
            (row((self.beside, 1), self.writing, gap=0), 1),
            self.foot,
        )
        self.setFocusProxy(self.table)
        for key, slot in (
            ("Ctrl+N", self.begin_new),
            ("Ctrl+F", self.search.setFocus),
            ("F2", self.edit),
            ("F8", self._show_referrals),
            ("Ctrl+P", self._take_out),
            ("Esc", self.writing.leave),
        ):
            on_key(self, key, slot)

    def _make_buttons(self) -> None:
        self.print_button = Button(_("Print"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self._take_out)
        self.print_button.setVisible(may_print_work(self.desk))
        self.new_button = Button(_("New partner"), "primary", "plus", "Ctrl+N", listens=False)
        self.new_button.clicked.connect(self.begin_new)
        self.new_button.setVisible(self.desk.may("save_partner"))
        self.header.add_actions(self.print_button, self.new_button)
        self.referrals_button = Button(_("Referrals to the partner"), icon="send", key="F8", listens=False)
        self.referrals_button.clicked.connect(self._show_referrals)
        self.taking_out = TakingOut(self.desk, self)
        self.taking_out.said.connect(self.say)
        self.taking_out.refused.connect(self.complain)

    # what is shown

    def turn_to(self, partner_id: str = "", new: str = "", **_more: object) -> None:
        """Show the directory with one partner chosen; ``new`` begins another one."""
        self._named = partner_id
        self.make_stale()
        if new:
            self.begin_new()

    def refresh(self) -> None:
        """Ask for the partners."""
        if self._found is None:
            self.states.show_loading()
        today, former = self.desk.today(), self.which.current() == FORMER
        self.desk.ask(self, partial(directory, today=today, former=former), self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Directory) -> None:
        self._found = found
        self.writing.know(found.drafts)
        there = {one.commune for one in found.partners if one.commune}
        named = sorted(((code, self.desk.words("commune", code)) for code in there), key=lambda pair: pair[1])
        chosen = self.commune.code()
        self.commune.blockSignals(True)
        self.commune.offer([("", _("All communes")), *named])
        self.commune.choose(chosen if chosen in there else "")
        self.commune.blockSignals(False)
        many = ngettext("{n} partner", "{n} partners", len(found.partners))
        self.header.show_line(many.format(n=number(len(found.partners))))
        self._show_chosen()
        if self._named:
            self.table.pick(self._named)
            self._named = ""

    def lines(self) -> list[Partner]:
        """The partners as they are listed."""
        kind, commune = self.kind.code() or "", self.commune.code() or ""
        found = self._found.partners if self._found is not None else ()
        words = fold(self.search.text()).split()
        return [
            one
            for one in found
            if kind in ("", one.kind)
            and commune in ("", one.commune)
            and (not words or all(word in self._searched(one) for word in words))
        ]

    def _searched(self, one: Partner) -> str:
        commune = self.desk.words("commune", one.commune) if one.commune else ""
        phone = "".join(one.phone.split())
        return fold(" ".join((one.name, one.contact, one.offers, one.address, commune, one.phone, phone, one.note)))

    def _show_chosen(self, *_which: object) -> None:
        if self._found is None:
            return
        lines = self.lines()
        self.table.show_records(lines)
        if lines:
            self.states.show_content()
            if self.table.current() is None:
                self.table.pick(lines[0].id)
        elif self._found.partners:
            self.states.show_empty(_("No partner matches the filters."), (_("Clear filter"), self._clear_filters))
        elif self.which.current() == FORMER:
            self.states.show_empty(_("No work with a partner has ended."), icon="handshake")
        else:
            ways = ((_("New partner"), self.begin_new),) if self.desk.may("save_partner") else ()
            sentence = _("No partners yet. Written down once, they are chosen in every referral and call.")
            self.states.show_empty(sentence, *ways, icon="handshake")
        self.referrals_button.setEnabled(bool(lines))

    def _clear_filters(self) -> None:
        self.kind.choose("")
        self.commune.choose("")
        self.search.clear()
        self._show_chosen()

    # cells

    def _name_cell(self, one: Partner) -> Cell:
        return Cell(one.name, sub=" · ".join(filter(None, (one.contact, one.offers.split("\n")[0]))), weight=500)

    def _kind_cell(self, one: Partner) -> Cell:
        return Cell(self.desk.words("partner_kind", one.kind))

    def _commune_cell(self, one: Partner) -> Cell:
        return Cell(self.desk.words("commune", one.commune) if one.commune else "–", sub=one.address)

    def _phone_cell(self, one: Partner) -> Cell:
        return Cell(phone_words(one.phone) if one.phone else "–", sub=one.hours)

    def _use_cell(self, one: Partner) -> Cell:
        use = self._found.use.get(one.id, PartnerUse()) if self._found is not None else PartnerUse()
        if not use.referrals:
            return Cell("–", tone="text2")
        newest = _("newest {day}").format(day=self.desk.said_day(use.newest_on)) if use.newest_on else ""
        if not use.running:
            return Cell(_("{n} in all, none running").format(n=use.referrals), sub=newest)
        return Cell(_("{n} in all, {running} running").format(running=use.running, n=use.referrals), sub=newest)

    # writing

    def begin_new(self) -> None:
        """A sheet for another partner."""
        if self.desk.may("save_partner"):
            self._write(Partner(kind=self.kind.code() or "commune_pc", commune=self.commune.code() or None))

    def edit(self) -> None:
        """The chosen partner as a sheet."""
        if (chosen := self.table.current()) is not None:
            self._open(chosen)

    def _open(self, one: Partner) -> None:
        if self.desk.may("save_partner"):
            self._write(one)

    def _write(self, partner: Partner) -> None:
        form = Form(
            [
                section("", Partner, "name", "kind", "commune", "address", "phone", "hours", "contact", "offers"),
                section("", Partner, *(("to_on",) if partner.id else ()), "note"),
            ],
            self.desk.today,
            choices={"kind": self.desk.choices("partner_kind"), "commune": self.desk.choices("commune")},
            columns=1,
        )
        title = _("Edit the partner") if partner.id else _("New partner")
        self.write(FormSheet(form, partner), FORM, partner.id, title)

    def keep(self, written: Partner) -> None:
        self.do(save_partner, written, seen=written.version if written.id else None)

    def done(self, change: Change, besides: str = "") -> None:
        kept = change.result
        if isinstance(kept, Partner):
            self._named = kept.id
            known = self._found.partners if self._found is not None else ()
            told = warnings(problems_in_partner(kept, today=self.desk.today(), known=known))
            besides = " ".join(str(one.message) for one in told)
        super().done(change, besides)

    # elsewhere

    def _show_referrals(self) -> None:
        if (chosen := self.table.current()) is not None:
            self.desk.go("referrals", partner_id=chosen.id)

    def _take_out(self) -> None:
        lines = self.lines()
        if lines and may_print_work(self.desk):
            about = f"tính đến ngày {dates.written(self.desk.today())}"
            gather = partial(_on_paper, tuple(lines), self.desk)
            wanted = PaperList("pdf", "Danh bạ nơi phối hợp", about, _HEADS, 0, gather, "noi-phoi-hop", frozenset())
            self.taking_out.note(wanted, "")
        elif not lines:
            self.say(_("The list is empty; there is nothing to print."), "info", seconds=6)

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)
        self.foot.setVisible(not narrow)


def _on_paper(lines: tuple[Partner, ...], desk: Desk, _reader: Reader) -> Lines:
    return [
        (
            one.name,
            desk.words("partner_kind", one.kind),
            desk.words("commune", one.commune) if one.commune else "",
            one.address,
            phone_words(one.phone) if one.phone else "",
            one.hours,
            one.contact,
            one.offers,
        )
        for one in lines
    ]

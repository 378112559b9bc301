"""Bảo vệ: one restricted case with its three-month clock, bans, safety plan, who needs to know and who looked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QBoxLayout

from carebook.actions.change import Change
from carebook.actions.people import open_restricted_record, protected
from carebook.actions.protection import (
    end_case_access,
    grant_case_access,
    save_contact_ban,
    save_protection_case,
    save_safety_plan,
    strike_contact_ban,
)
from carebook.records.people import Relative
from carebook.records.protection import CaseAccess, ContactBan, ProtectionCase, SafetyPlan
from carebook.records.services import DANGER_WORDS, DangerLevel
from carebook.rules.dated import limit_on
from carebook.rules.problem import warnings
from carebook.rules.protection import problems_in_ban, problems_in_case, problems_in_safety_plan
from carebook.store import code_lists, staff
from carebook.store.book import Reader
from carebook.store.drafts import Draft, own_drafts
from carebook.store.protection import ProtectionFile, protection_file
from carebook.ui.pages.protection import cards
from carebook.ui.parts import dialogs
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choices, Form, section
from carebook.ui.parts.labels import key_caps
from carebook.ui.parts.layouts import box, column, row, scrolling
from carebook.ui.parts.page import KeyHint, reason_to_strike
from carebook.ui.parts.states import States
from carebook.ui.parts.writing_panel import FormSheet, WritingPage
from carebook.words import N_, _, pgettext

CASE, BAN, PLAN, ACCESS = "protection_case", "contact_ban", "safety_plan", "case_access"


@dataclass(frozen=True)
class Asked:
    """The case with what its sheets offer; the case is None where it may not be seen."""

    file: ProtectionFile | None
    staff: Choices = ()
    relatives: tuple[Relative, ...] = ()
    drafts: tuple[Draft, ...] = ()


def asked(reader: Reader, episode_id: str, desk: Desk) -> Asked:
    """Everything the page shows."""
    today = desk.today()
    file = protection_file(reader, episode_id, today)
    if file is None:
        return Asked(None)
    return Asked(
        file,
        [(one.id, one.full_name) for one in staff.staff_members(reader, today)],
        tuple(reader.records(Relative, "person_id = ?", (file.person.id,))),
        tuple(one for one in own_drafts(reader) if one.form in (CASE, BAN, PLAN, ACCESS)),
    )


class ProtectionPage(WritingPage):
    """The case of the stay of ``turn_to(episode_id=…)``; with ``call_id`` the call that led to it is written there.

    Showing a restricted record leaves its line in the reading log first.
    """

    notes_reading = True
    mine = frozenset({"services", "people", "episodes"})
    keys = (
        KeyHint("F2", N_("write what happened")),
        KeyHint("Ctrl+N", N_("new safety plan")),
        KeyHint("F8", N_("ban of contact")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Protection"), width=440)
        self._episode_id = ""
        self._noted = ""
        self._call_id = ""
        self._found: Asked | None = None
        self._make_cards()
        self._left = column(self.case, self.plan, None, gap=10)
        self._right = column(self.clock, self.bans, self.access, self.readings, None, gap=10)
        self._columns: QBoxLayout = row((box(self._left), 3), (box(self._right), 2), gap=10, margins=(16, 4, 16, 12))
        self._inside = box(self._columns)
        self.states = States(scrolling(self._inside))
        self.beside = self.states
        self.referrals_button = Button(_("Referrals"), icon="send")
        self.referrals_button.clicked.connect(self._referrals)
        self.record_button = Button(_("Open record"), icon="folder-open")
        self.record_button.clicked.connect(self._record)
        self.header.add_actions(self.referrals_button, self.record_button)
        keys = key_caps(("F2", _("what happened")), ("Ctrl+N", _("safety plan")), ("F8", _("ban of contact")))
        self.foot = Footer(keys, None, height=40)
        self.put((row((self.states, 1), self.writing, gap=0), 1), self.foot)
        self.setFocusProxy(self.case_button)
        for key, slot in (
            ("F2", self.write_case),
            ("Ctrl+N", self.write_plan),
            ("F8", self.write_ban),
            ("Esc", self._go_back),
        ):
            on_key(self, key, slot)

    def _make_cards(self) -> None:
        self.case_button = Button(_("Write what is known…"), "link", "pencil")
        self.case_button.clicked.connect(lambda: self.write_case())
        self.correct_button = Button(_("Edit"), "link", "pencil")
        self.correct_button.clicked.connect(self.correct_plan)
        self.plan_button = Button(_("New safety plan…"), "link", "plus")
        self.plan_button.clicked.connect(self.write_plan)
        self.ban_button = Button(_("Ban of contact…"), "link", "plus")
        self.ban_button.clicked.connect(lambda: self.write_ban())
        self.access_button = Button(_("Add somebody…"), "link", "plus")
        self.access_button.clicked.connect(self.write_access)
        self.case = cards.Card(_("What was done to the person"), self.case_button)
        self.plan = cards.Card(_("Safety plan"), self.correct_button, self.plan_button)
        self.clock = cards.Card(_("Stay in the shelter"))
        self.bans = cards.Card(_("Bans of contact"), self.ban_button)
        self.access = cards.Card(_("Who needs to know"), self.access_button)
        self.readings = cards.Card(_("Who looked"))

    # whose

    def turn_to(self, episode_id: str = "", call_id: str = "", **_more: object) -> None:
        """Show the case of a stay; ``call_id`` is the call to be named in it."""
        self._call_id = call_id
        if episode_id != self._episode_id:
            if self.writing.is_open():
                if self.writing.has_unsaved():
                    self.writing.keep_draft()
                self.writing.put_away()
            self._episode_id, self._found, self._noted = episode_id, None, ""
            self.messages.clear()
        self.make_stale()

    def refresh(self) -> None:
        """Ask for the case."""
        if self._found is None:
            self.states.show_loading()
        self.desk.ask(self, partial(asked, episode_id=self._episode_id, desk=self.desk), self._arrived, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _arrived(self, found: Asked) -> None:
        file = found.file
        if file is not None and file.restricted and self._noted != self._episode_id:
            self._noted = self._episode_id
            self.desk.do(open_restricted_record, file.person.id, then=self._opened, failed=self._hide)
            return
        self._show(found)

    def _opened(self, _change: Change) -> None:
        self.make_stale()  # with the line of this reading among those who looked

    def _hide(self, _error: BaseException) -> None:
        self._show(Asked(None))

    def _show(self, found: Asked) -> None:
        self._found, file = found, found.file
        for button in (self.referrals_button, self.record_button):
            button.setVisible(file is not None)
        if file is None:
            self.header.show_line("")
            self.states.show_empty(protected(), icon="lock")
            return
        self.writing.know(found.drafts)
        name, code = file.person.alias or file.person.full_name, file.person.code
        words = [name, *([code] if code not in name else [])]
        if not file.restricted:
            words.append(_("the record is open to everybody"))
        self.header.show_line(" · ".join(filter(None, words)), always=True)
        self.case.show_items(cards.case_items(file, self.desk, self._call))
        self.plan.show_items(cards.plan_items(file.plan, max(0, len(file.plans) - 1), self.desk))
        self.clock.show_items(cards.clock_items(file, self.desk))
        self.bans.show_items(cards.ban_items(file, self.desk, self.write_ban))
        self.access.show_items(cards.access_items(file, self.desk, self._ask_end))
        self.readings.show_items(cards.reading_items(file, self.desk))
        self._show_buttons(file)
        self.states.show_content()
        self._inside.updateGeometry()  # what was put into the cards while they were hidden was not measured
        named, self._call_id = self._call_id, ""
        if named and (file.case is None or file.case.hotline_call_id != named):
            self.write_case(named)

    def _show_buttons(self, file: ProtectionFile) -> None:
        may = self.desk.may
        self.case_button.setVisible(file.restricted and may("save_protection_case"))
        self.case_button.setText(_("Edit") if file.case is not None else _("Write what is known…"))
        self.correct_button.setVisible(file.plan is not None and may("save_safety_plan"))
        self.plan_button.setVisible(file.restricted and may("save_safety_plan"))
        self.ban_button.setVisible(may("save_contact_ban"))
        self.access_button.setVisible(file.restricted and may("grant_case_access"))
        if not file.restricted:
            self.say(_("Protection is written in a restricted record. Restrict the record first."), "warn")

    # writing

    @property
    def file(self) -> ProtectionFile | None:
        """The case on show."""
        return self._found.file if self._found is not None else None

    def write_case(self, call_id: str = "") -> None:
        """A sheet for what is known of the violence; ``call_id`` names the call that led to it."""
        file = self.file
        if file is None or not file.restricted or not self.desk.may("save_protection_case"):
            return
        fresh = ProtectionCase(
            episode_id=file.episode.id, opened_on=file.episode.start_on, worker_id=self.desk.actor.staff_member_id
        )
        case = file.case or fresh
        named = next((one for one in file.calls if one.id == call_id), None)
        if named is not None:
            told = {"kinds": named.violence_kinds, "told": named.content, "danger": named.danger} if not case.id else {}
            case = replace(case, hotline_call_id=named.id, **told)  # type: ignore[arg-type]
        names = ("opened_on", "kinds", "by_whom", "danger", "told", "reported_on", "reported_to", "worker_id")
        calls = ("hotline_call_id",) if file.calls else ()
        self._open_sheet(CASE, case, (*names, *calls), _("What was done to the person"))

    def write_plan(self) -> None:
        """A sheet for a new safety plan, which begins with the words of the one in force."""
        file = self.file
        if file is None or not file.restricted or not self.desk.may("save_safety_plan"):
            return
        mine = {"made_on": self.desk.today(), "worker_id": self.desk.actor.staff_member_id}
        fresh = SafetyPlan(episode_id=file.episode.id)
        if file.plan is not None:
            fresh = replace(file.plan, id="", version=0, review_on=None)
        self._write_plan(replace(fresh, **mine))  # type: ignore[arg-type]

    def correct_plan(self) -> None:
        """The safety plan in force as a sheet."""
        if self.file is not None and self.file.plan is not None and self.desk.may("save_safety_plan"):
            self._write_plan(self.file.plan)

    def _write_plan(self, plan: SafetyPlan) -> None:
        names = (
            "made_on",
            "danger",
            "signs",
            "ways_out",
            "whom_to_call",
            "code_word",
            "children",
            "things",
            "review_on",
        )
        line = _("No address stands in it.")
        self._open_sheet(PLAN, plan, (*names, "worker_id"), _("Safety plan"), line)

    def write_ban(self, ban: ContactBan | None = None) -> None:
        """A sheet for an order that bans contact: a new one, or the one given."""
        file = self.file
        if file is None or not self.desk.may("save_contact_ban"):
            return
        fresh = ContactBan(episode_id=file.episode.id, from_on=self.desk.today())
        names = ("kind", "against", "relative_id", "issuer", "number", "from_on", "to_on")
        self._open_sheet(BAN, ban or fresh, names, _("Ban of contact"))
        if ban is not None and self.writing.form == BAN and self.desk.may("strike_contact_ban"):
            strike = Button(_("Strike through…"), "ghost")
            strike.clicked.connect(partial(self._ask_strike, ban))
            self.writing.add(row(strike, None))

    def write_access(self) -> None:
        """A sheet for somebody who needs to know."""
        file = self.file
        if file is None or not file.restricted or not self.desk.may("grant_case_access"):
            return
        fresh = CaseAccess(episode_id=file.episode.id, staff_member_id="", from_on=self.desk.today())
        line = _("With the first name on the list only these people and the managers see the record.")
        names = ("staff_member_id", "from_on", "to_on", "why")
        self._open_sheet(ACCESS, fresh, names, _("Who needs to know"), "" if file.listed else line)

    def _open_sheet(self, form: str, record: Any, names: tuple[str, ...], title: str, line: str = "") -> None:
        found = self._found
        assert found is not None
        assert found.file is not None
        choices = {
            "kinds": self.desk.choices("violence_kind"),
            "by_whom": self.desk.choices("relationship"),
            "danger": [(one.value, _(DANGER_WORDS[one])) for one in DangerLevel],
            "worker_id": found.staff,
            "staff_member_id": found.staff,
            "kind": self.desk.choices("contact_ban"),
            "hotline_call_id": [(one.id, cards.call_words(one, self.desk)) for one in found.file.calls],
            "relative_id": [(one.id, one.full_name) for one in found.relatives],
        }
        offered = {name: choices[name] for name in names if name in choices}
        sheet = Form([section("", type(record), *names)], self.desk.today, choices=offered, columns=1)
        self.write(FormSheet(sheet, record), form, record.id or f"new:{self._episode_id}", title, line)

    def keep(self, written: Any) -> None:
        if isinstance(written, CaseAccess):
            self.do(grant_case_access, written)
            return
        deeds: dict[str, Callable[..., Any]] = {
            CASE: save_protection_case,
            BAN: save_contact_ban,
            PLAN: save_safety_plan,
        }
        self.do(deeds[self.writing.form], written, seen=written.version if written.id else None)

    def done(self, change: Change, besides: str = "") -> None:
        kept, file, today = change.result, self.file, self.desk.today()
        if file is not None and isinstance(kept, ProtectionCase):
            besides = _said(problems_in_case(kept, stay=file.episode, today=today))
        elif file is not None and isinstance(kept, SafetyPlan):
            besides = _said(problems_in_safety_plan(kept, stay=file.episode, today=today))
        elif isinstance(kept, ContactBan):
            self.desk.ask(self, partial(_too_long, ban=kept, desk=self.desk), self._warn, key="ban")
        super().done(change, besides)

    def _warn(self, sentence: str) -> None:
        if sentence:
            self.say(sentence, "warn")

    def _ask_strike(self, ban: ContactBan) -> None:
        if reason := reason_to_strike(self):
            self.do(strike_contact_ban, ban.id, reason=reason)

    def _ask_end(self, access: CaseAccess, name: str) -> None:
        title = _("End the need to know of {name}?").format(name=name)
        text = _("From now on they see of this record only what everybody sees.")
        if dialogs.confirm(self, title, text, pgettext("need to know", "End")):
            self.do(end_case_access, access.id)

    # elsewhere

    def _referrals(self) -> None:
        self.desk.go("referrals", episode_id=self._episode_id)

    def _call(self, call_id: str) -> None:
        self.desk.go("hotline", call_id=call_id)

    def _record(self) -> None:
        if self.file is not None:
            self.desk.go("person", person_id=self.file.person.id)

    def _go_back(self) -> None:
        if self.writing.is_open():
            self.writing.leave()
        else:
            self._record()

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        direction = QBoxLayout.Direction
        self._columns.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self.foot.setVisible(not narrow)


def _said(problems: Any) -> str:
    return " ".join(str(one.message) for one in warnings(problems))


def _too_long(reader: Reader, ban: ContactBan, desk: Desk) -> str:
    """What is unusual about a ban that was saved: longer than the law allows its kind."""
    kind = desk.codes.code("contact_ban", ban.kind, ban.from_on)
    name = str(kind.extra.get("limit", "")) if kind is not None else ""
    limit = limit_on(code_lists.limits(reader), name, ban.from_on) if name and ban.from_on else None
    return _said(problems_in_ban(ban, today=desk.today(), limit=limit))

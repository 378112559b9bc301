"""Chuyển gửi: every referral with late replies first, the chosen one with its consent below, what is written beside."""

from __future__ import annotations

from functools import partial
from typing import Any

from carebook.actions.change import Change
from carebook.actions.consents import approve_consent, revoke_consent, save_consent
from carebook.actions.people import protected
from carebook.actions.referrals import move_referral, save_referral, strike_referral
from carebook.money import number
from carebook.records.referrals import Consent, Referral, ReferralState
from carebook.rules.consents import problems_in_consent
from carebook.rules.problem import warnings
from carebook.rules.referrals import DAY_OF, moves
from carebook.store.book import Reader
from carebook.store.referrals import ReferralFile, ReferralRow, referral_file, reply_days
from carebook.ui.pages.referrals.asking import (
    CONSENT_FORM,
    ENDED,
    FORM,
    RUNNING,
    SHOWN,
    STEP_FORM,
    Referrals,
    referral_list,
)
from carebook.ui.pages.referrals.card import STEP_WORDS, ReferralCard
from carebook.ui.pages.referrals.rows import ReferralTable, on_paper, shown_words
from carebook.ui.pages.referrals.sheets import consent_sheet, referral_sheet, step_sheet
from carebook.ui.parts import dialogs
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, Pills, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import key_caps
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.parts.leading_tabs import ServiceTabs
from carebook.ui.parts.page import KeyHint, reason_to_strike
from carebook.ui.parts.states import States
from carebook.ui.parts.taking_out import TakingOut, may_print_work
from carebook.ui.parts.writing_panel import WritingPage
from carebook.words import N_, _, ngettext

S = ReferralState


class ReferralsPage(WritingPage):
    """The referrals of everybody, of the stay of ``turn_to(episode_id=…)`` or to the partner of ``turn_to(partner_id=…)``."""

    mine = frozenset({"services", "people", "episodes"})
    keys = (
        KeyHint("Ctrl+N", N_("new referral")),
        KeyHint("F8", N_("next step of the referral")),
        KeyHint("F2", N_("edit the referral")),
        KeyHint("Enter", N_("open the record")),
        KeyHint("Ctrl+P", N_("print the list")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Referrals"), width=440)
        self._episode_id = self._partner_id = self._referral_id = ""
        self._begins = False
        self._found: Referrals | None = None
        self._reply_days = 0
        self._noted = ""
        self.which = Pills([(one, "") for one in SHOWN], RUNNING)
        self.which.chosen.connect(self._show_chosen)
        self._make_buttons()
        self.table = ReferralTable(desk)
        self.table.picked.connect(self._pick)
        self.table.opened.connect(self._open)
        self.states = States(self.table)
        self.card = ReferralCard(desk)
        self.card.step_wanted.connect(self.begin_step)
        self.card.edit_wanted.connect(self.edit)
        self.card.strike_wanted.connect(self._ask_strike)
        self.card.consent_wanted.connect(self.write_consent)
        self.card.approval_wanted.connect(self._approve)
        self.card.revoking_wanted.connect(self._ask_revoke)
        self.beside = box(column((self.states, 1), self.card, gap=8, margins=(16, 0, 16, 8)))
        self.tabs = ServiceTabs(desk, "referrals")
        keys = key_caps(("Ctrl+N", _("new referral")), ("F8", _("next step")), ("Enter", _("open the record")))
        self.foot = Footer(self.all_button, keys, None, height=40)
        self.put(
            row((self.tabs, 1), margins=(24, 0, 20, 0)),
            row(self.which, None, margins=(24, 6, 20, 8)),
            (row((self.beside, 1), self.writing, gap=0), 1),
            self.foot,
        )
        self.setFocusProxy(self.table)
        for key, slot in (
            ("Ctrl+N", self.begin_new),
            ("F2", self.edit),
            ("F8", self.next_step),
            ("Ctrl+P", self._take_out),
            ("Esc", self._go_back),
        ):
            on_key(self, key, slot)

    def _make_buttons(self) -> None:
        self.print_button = Button(_("Print"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self._take_out)
        self.print_button.setVisible(may_print_work(self.desk))
        self.new_button = Button(_("New referral"), "primary", "plus", "Ctrl+N", listens=False)
        self.new_button.clicked.connect(self.begin_new)
        self.header.add_actions(self.print_button, self.new_button)
        self.all_button = Button(_("Everybody's referrals"), icon="users")
        self.all_button.clicked.connect(lambda: self.turn_to())
        self.all_button.hide()
        self.taking_out = TakingOut(self.desk, self)
        self.taking_out.said.connect(self.say)
        self.taking_out.refused.connect(self.complain)

    # which referrals

    def turn_to(
        self, episode_id: str = "", partner_id: str = "", referral_id: str = "", new: str = "", **_more: object
    ) -> None:
        """Show the referrals of one stay, to one partner, or everybody's, with one of them chosen; ``new`` begins another."""
        if self.writing.is_open() and (episode_id, partner_id) != (self._episode_id, self._partner_id):
            if self.writing.has_unsaved():
                self.writing.keep_draft()
            self.writing.put_away()
        self._episode_id, self._partner_id, self._referral_id = episode_id, partner_id, referral_id
        self._begins = bool(new)
        self.messages.clear()
        self.make_stale()

    def refresh(self) -> None:
        """Ask for the referrals."""
        if self._found is None:
            self.states.show_loading()
        today, wanted = self.desk.today(), {"episode_id": self._episode_id, "partner_id": self._partner_id}

        def question(reader: Reader) -> tuple[Referrals, int]:
            return referral_list(reader, today, **wanted), reply_days(reader, today)

        self.desk.ask(self, question, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, told: tuple[Referrals, int]) -> None:
        self._found, self._reply_days = told
        found = self._found
        self.writing.know(found.drafts)
        self.all_button.setVisible(bool(self._episode_id or self._partner_id))
        self.new_button.setVisible(not found.hidden and self.desk.may("save_referral"))
        if found.hidden:
            self.header.show_line("")
            self.card.show_file(None)
            self.states.show_empty(protected(), icon="lock")
            return
        if found.person is not None:
            self.header.show_line(f"{found.person.full_name} · {found.person.code}", always=True)
        elif self._partner_id:
            self.header.show_line(found.partner, always=True)
        else:
            running = len(found.of(RUNNING))
            many = ngettext("{n} referral running", "{n} referrals running", running)
            self.header.show_line(many.format(n=number(running)))
        named = found.row(self._referral_id)
        if named is not None and named not in found.of(self.which.current()):
            self.which.choose(ENDED if named.is_ended else RUNNING)
        for shown in SHOWN:
            self.which.rename(shown, f"{shown_words(shown)}  {number(len(found.of(shown)))}")
        self._show_chosen()
        if self._begins:
            self._begins = False
            self.begin_new()

    def lines(self) -> list[ReferralRow]:
        """The referrals as they are listed."""
        return self._found.of(self.which.current()) if self._found is not None else []

    def _show_chosen(self, *_which: object) -> None:
        found = self._found
        if found is None or found.hidden:
            return
        lines = self.lines()
        self.table.show_records(lines)
        if not lines:
            self.card.show_file(None)
        if lines:
            self.states.show_content()
            if self._referral_id:
                self.table.pick(self._referral_id)
            if (current := self.table.current()) is not None:
                self._pick(current)
            else:
                self.card.show_file(None)
        elif not found.rows:
            ways = ((_("New referral"), self.begin_new),) if self.desk.may("save_referral") else ()
            sentence = _("No referrals yet. Each waits for its reply and reminds of it.")
            self.states.show_empty(sentence, *ways, icon="send")
        else:
            self.states.show_empty(_("No referral stands so now."), icon="circle-check")

    def _pick(self, chosen: ReferralRow | None) -> None:
        if chosen is None:
            return
        self._referral_id = chosen.id
        question = partial(referral_file, referral_id=chosen.id, today=self.desk.today())
        self.desk.ask(self, question, partial(self._show_file, chosen.id), key="file")

    def _show_file(self, referral_id: str, file: ReferralFile | None) -> None:
        if referral_id != self._referral_id:
            return
        self.card.show_file(file)
        if file is None:
            self.say(protected(), "info", icon="lock", seconds=8)
        elif file.restricted and self._noted != referral_id:
            self._noted = referral_id
            self.desk.note_reading(file.episode.id)

    # writing

    @property
    def file(self) -> ReferralFile | None:
        """The referral on show."""
        return self.card.file

    def begin_new(self) -> None:
        """A sheet for another referral, of the stay and to the partner on show."""
        found = self._found
        if found is not None and not found.hidden and self.desk.may("save_referral"):
            worker = self.desk.actor.staff_member_id
            self._write(
                Referral(
                    episode_id=self._episode_id,
                    partner_id=self._partner_id,
                    proposed_on=self.desk.today(),
                    worker_id=worker if worker in dict(found.staff) else None,
                )
            )

    def edit(self) -> None:
        """The referral on show as a sheet."""
        if self.file is not None and self.desk.may("save_referral"):
            self._write(self.file.referral)

    def _write(self, referral: Referral) -> None:
        found = self._found
        assert found is not None
        title = _("Edit the referral") if referral.id else _("New referral")
        line = "" if found.partners else _("There are no partners yet; write them down under Partners first.")
        sheet = referral_sheet(referral, found, self.file, self.desk)
        self.write(sheet, FORM, referral.id or f"new:{self._episode_id}", title, line)

    def next_step(self) -> None:
        """The sheet of the next step of the referral on show."""
        ways = moves(self.file.referral) if self.file is not None else ()
        if ways:
            self.begin_step(ways[0])

    def begin_step(self, state: ReferralState) -> None:
        """A sheet for one step of the referral on show: its day and what is written then."""
        file = self.file
        if file is None or not self.desk.may("move_referral"):
            return
        sheet = step_sheet(file, state, self._reply_days, self.desk)
        self.write(
            sheet, STEP_FORM, f"{file.referral.id}:{state.value}", _(STEP_WORDS[state]).rstrip("…"), self._whose(file)
        )

    def write_consent(self) -> None:
        """A sheet for the consent of the referral on show, or for correcting the one that is not approved yet."""
        file = self.file
        if file is None or not self.desk.may("save_consent"):
            return
        line = _("It holds once the head has approved it (TT 02/2020, Điều 9).")
        self.write(
            consent_sheet(file, self.desk), CONSENT_FORM, file.referral.id, _("Consent to share information"), line
        )

    def _whose(self, file: ReferralFile) -> str:
        return f"{file.person.full_name} · {file.partner.name}"

    def keep(self, written: Any) -> None:
        file = self.file
        if isinstance(written, Consent):
            assert file is not None
            seen = written.version if written.id else None
            self.do(save_consent, written, file.referral.id, seen=seen)
        elif self.writing.form == STEP_FORM:
            state = S(self.writing.subject.rpartition(":")[2])
            self.do(
                move_referral,
                written.id,
                state,
                getattr(written, DAY_OF[state]),
                letter_no=written.letter_no,
                reply_due_on=written.reply_due_on if state is S.SENT else None,
                result=written.result,
                because=written.failed_because,
                seen=written.version,
            )
        else:
            self.do(save_referral, written, seen=written.version if written.id else None)

    def done(self, change: Change, besides: str = "") -> None:
        kept, file = change.result, self.file
        if isinstance(kept, Referral):
            self._referral_id = kept.id
        elif isinstance(kept, Consent) and file is not None:
            found = problems_in_consent(kept, stay=file.episode, asked=file.asked, today=self.desk.today())
            besides = " ".join(str(one.message) for one in warnings(found))
        super().done(change, besides)

    def _approve(self) -> None:
        consent = self.file.consent if self.file is not None else None
        if consent is not None:
            self.do(approve_consent, consent.id, seen=consent.version)

    def _ask_revoke(self) -> None:
        consent = self.file.consent if self.file is not None else None
        if consent is None:
            return
        reasons = [
            ("changed", _("They changed their mind")),
            ("done", _("What it was given for is done")),
            ("danger", _("Sharing puts them in danger")),
            ("other", _("Another reason")),
        ]
        text = _("Nothing more may be shared on it. What was sent stays written down.")
        title = _("Withdraw this consent?")
        given = dialogs.ask_reason(self, title, reasons, text=text, words_for="other", deed=_("Withdraw the consent"))
        if given is not None:
            self.do(revoke_consent, consent.id, reason=given[1] or dict(reasons)[given[0]], seen=consent.version)

    def _ask_strike(self) -> None:
        if self.file is not None and (reason := reason_to_strike(self)):
            self.do(strike_referral, self.file.referral.id, reason=reason)

    # elsewhere

    def _open(self, one: ReferralRow) -> None:
        if one.masked:
            self.say(protected(), "info", icon="lock")
        else:
            self.desk.go("person", person_id=one.person_id, tab="files")

    def _go_back(self) -> None:
        if self.writing.is_open():
            self.writing.leave()
        elif self._found is not None and self._found.person is not None:
            self.desk.go("person", person_id=self._found.person.id, tab="files")

    def _take_out(self) -> None:
        lines = self.lines()
        if lines and may_print_work(self.desk):
            self.taking_out.begin(on_paper(lines, self.desk))
        elif not lines:
            self.say(_("The list is empty; there is nothing to print."), "info", seconds=6)

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)
        self.card.set_compact(narrow)
        self.foot.setVisible(not narrow)

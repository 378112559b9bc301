"""People and rights: staff, their accounts, the roles they hold with scope and time, and one-time passwords."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtWidgets import QSizePolicy

from carebook import dates
from carebook.actions.accounts import (
    Handed,
    add_staff_member,
    amend_staff_member,
    approve_account,
    delegate_role,
    give_one_time_password,
    grant_role,
    lock_account,
    request_account,
    unlock_account,
    withdraw_role,
)
from carebook.records.enum_words import choices, said
from carebook.records.facility import Ward
from carebook.records.staff import Account, AccountState, Role, RoleGrant, StaffMember
from carebook.store import facility as places
from carebook.store import staff as questions
from carebook.store.book import Reader
from carebook.ui.pages.settings.closing_accounts import CloseAccountDialog
from carebook.ui.pages.settings.tab import RecordDialog, Tab
from carebook.ui.parts import dialogs
from carebook.ui.parts.bars import SidePanel
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import Chip, label, section_head
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.parts.page import Page
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _, message, pgettext


@dataclass(frozen=True)
class _Row:
    """A staff member with the account, if there is one."""

    member: StaffMember
    file: questions.AccountFile | None

    @property
    def id(self) -> str:
        return self.member.id


_STATES = {
    AccountState.ACTIVE: ("full", "ok"),
    AccountState.REQUESTED: ("ring", "warn"),
    AccountState.LOCKED: ("cross", "text2"),
    AccountState.CLOSED: ("cross", "text2"),
}


class AccountsTab(Tab):
    """The staff on the left; who is chosen, with account and roles, on the right."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(desk, page)
        self._wards: list[Ward] = []
        self._chosen: _Row | None = None
        self.table = RecordTable(
            [
                Column(
                    "name", _("Name"), lambda r: Cell(r.member.full_name, sub=r.member.post, weight=500), 220, 2, ALWAYS
                ),
                Column("state", _("Account"), self._state, 150, 1, 8),
                Column("roles", _("Roles"), self._roles, 240, 2, 6),
            ],
            _("Staff"),
            row_height=44,
        )
        self.states = States(self.table)
        self.panel = SidePanel("", width=340, closes=False)
        add = Button(_("Add staff member…"), "primary", "user-plus")
        add.clicked.connect(self._add)
        add.setVisible(desk.may("add_staff_member"))
        self._line = label("", "muted")
        self.table.picked.connect(self._pick)
        self.setLayout(
            row(
                (
                    box(
                        column(
                            box(row(self._line, None, add, margins=(24, 10, 20, 6))),
                            (box(row((self.states, 1), margins=(16, 0, 8, 0))), 1),
                            gap=0,
                        )
                    ),
                    1,
                ),
                self.panel,
                gap=0,
            )
        )

    def refresh(self) -> None:
        self.states.show_loading()

        def read(reader: Reader) -> tuple[list[_Row], list[Ward]]:
            files = {f.account.staff_member_id: f for f in questions.accounts(reader)}
            members = questions.staff_members(reader)
            return [_Row(m, files.get(m.id)) for m in members], places.wards(reader)

        self.desk.ask(self, read, self._show)

    def _show(self, found: tuple[list[_Row], list[Ward]]) -> None:
        rows, self._wards = found
        waiting = sum(r.file is not None and r.file.account.state is AccountState.REQUESTED for r in rows)
        with_account = sum(r.file is not None and r.file.account.state is AccountState.ACTIVE for r in rows)
        said_line = message(
            "{n} people, {accounts} with an account, {waiting} waiting",
            n=len(rows),
            accounts=with_account,
            waiting=waiting,
        )
        self._line.setText(str(said_line))
        self.table.show_records(rows)
        self.states.show_content()
        self._pick(self.table.current())

    def _state(self, found: _Row) -> Cell:
        if found.file is None:
            return Cell("–", tone="text2")
        state = found.file.account.state
        return Cell(said(state), mark=_STATES[state])

    def _roles(self, found: _Row) -> Cell:
        if found.file is None:
            return Cell("")
        today = self.desk.today()
        return Cell(", ".join(dict.fromkeys(said(g.role) for g in found.file.actor.grants_on(today))))

    # the panel

    def _pick(self, found: Any) -> None:
        self._chosen = found
        self.panel.clear()
        if found is None:
            self.panel.show_title("")
            self.panel.add(label(_("Choose somebody to see the account and its roles."), "muted", wrap=True))
            return
        self.panel.show_title(found.member.full_name, found.member.post)
        edit = Button(_("Edit…"), icon="pencil")
        edit.clicked.connect(self._edit)
        if found.file is None:
            ask = Button(_("Request account…"))
            ask.clicked.connect(self._request)
            ask.setVisible(self.desk.may("request_account"))
            self.panel.add(label(_("No account yet."), "muted"), 12, self._buttons(edit, ask))
            return
        account = found.file.account
        self.panel.add(
            label(str(message("Sign-in name: {login}", login=account.login))), 4, row(_state_chip(account.state), None)
        )
        self.panel.add(8, section_head(_("Roles")))
        for grant in found.file.grants:
            self.panel.add(self._grant(grant))
        if not found.file.grants:
            self.panel.add(label(_("No role yet."), "muted"))
        buttons = [edit]
        for words, slot, deed, shown in (
            (_("Approve account…"), self._approve, "approve_account", account.state is AccountState.REQUESTED),
            (_("Grant role…"), self._give, "grant_role", account.state is AccountState.ACTIVE),
            (_("Delegate…"), self._delegate, "delegate_role", account.state is AccountState.ACTIVE),
            (_("One-time password"), self._one_time, "give_one_time_password", account.state is AccountState.ACTIVE),
            (_("Lock account"), self._lock, "lock_account", account.state is AccountState.ACTIVE),
            (_("Unlock account"), self._unlock, "unlock_account", account.state is AccountState.LOCKED),
            (
                _("Close account…"),
                self._close,
                "close_account",
                account.state is not AccountState.CLOSED and account.id != self.desk.actor.account_id,
            ),
        ):
            if shown and self.desk.may(deed):
                button = Button(words)
                button.clicked.connect(slot)
                buttons.append(button)
        self.panel.add(16, self._buttons(*buttons))

    def _buttons(self, edit: Button, *others: Button) -> Any:
        """The deeds under each other, all of one width."""
        edit.setVisible(self.desk.may("amend_staff_member"))
        for button in (edit, *others):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return box(column(edit, *others, gap=6))

    def _grant(self, grant: RoleGrant) -> Any:
        ward = next((w.name for w in self._wards if w.id == grant.ward_id), "")
        days = " – ".join(dates.written(d) for d in (grant.from_on, grant.to_on) if d is not None)
        rights = (
            _("restricted records") if grant.restricted else "",
            _("HIV status") if grant.hiv else "",
            _("own plans too") if grant.self_approval else "",
        )
        more = [ward, days, *rights]
        words = column(
            label(said(grant.role), "name"),
            label(" · ".join(filter(None, more)) or _("everywhere"), "small", wrap=True),
            gap=0,
        )
        if not self.desk.may("withdraw_role"):
            return words
        away = Button(pgettext("right", "Withdraw"), "link")
        away.setAccessibleName(str(message("Withdraw the role {role}", role=said(grant.role))))
        away.clicked.connect(partial(self.withdraw, grant))
        return row((box(words), 1), away)

    def withdraw(self, grant: RoleGrant, _checked: bool = False) -> None:
        """Take a role away after asking."""
        text = _("The account keeps its other roles. What was done under this one stays in the history.")
        title = str(message("Withdraw the role {role}?", role=said(grant.role)))
        if dialogs.confirm(self, title, text, pgettext("right", "Withdraw")):
            self.desk.do(withdraw_role, grant.id, then=self._done, failed=self.page.complain)

    # deeds

    _FIELDS = ("full_name", "post", "norm_post", "department", "phone", "since_on", "left_on")

    def _ask(
        self,
        title: str,
        record: Any,
        names: tuple[str, ...],
        write: Any,
        *,
        choices: Any = None,
        text: str = "",
        save: str = "",
    ) -> Any:
        change = RecordDialog(self, title, record, names, write, choices=choices, text=text, save=save).outcome()
        if change is not None:
            self._done(change)
        return change

    def _add(self) -> None:
        def write(asked: StaffMember, then: Any, failed: Any) -> None:
            self.desk.do(add_staff_member, asked, then=then, failed=failed)

        self._ask(_("Add staff member"), StaffMember(full_name=""), self._FIELDS, write, choices=self._posts())

    def _edit(self) -> None:
        if self._chosen is None:
            return
        member = self._chosen.member

        def write(asked: StaffMember, then: Any, failed: Any) -> None:
            self.desk.do(amend_staff_member, asked, seen=member.version, then=then, failed=failed)

        self._ask(_("Edit staff member"), member, self._FIELDS, write, choices=self._posts())

    def _posts(self) -> dict[str, Any]:
        return {"norm_post": self.desk.choices("staff_post")}

    def _request(self) -> None:
        if self._chosen is None:
            return
        member = self._chosen.member

        def write(asked: Account, then: Any, failed: Any) -> None:
            self.desk.do(request_account, member.id, asked.login, then=then, failed=failed)

        text = _("A manager approves it and hands over a one-time password.")
        blank = Account(staff_member_id=member.id, login="")
        self._ask(_("Request account"), blank, ("login",), write, text=text, save=_("Request account"))

    def _ask_grant(self, title: str, action: Any, *, many: bool = False, save: str = "") -> Any:
        """Ask for a role with its scope and days, and do ``action`` with it."""
        if self._chosen is None or self._chosen.file is None:
            return None
        account_id = self._chosen.file.account.id

        def write(asked: RoleGrant, then: Any, failed: Any) -> None:
            given = (account_id, [asked]) if many else (asked,)
            self.desk.do(action, *given, then=then, failed=failed)

        return self._ask(
            title,
            RoleGrant(account_id=account_id, role=Role.CAREGIVER, from_on=self.desk.today()),
            ("role", "ward_id", "from_on", "to_on", "restricted", "hiv", "self_approval"),
            write,
            choices={"role": choices(Role), "ward_id": [(w.id, w.name) for w in self._wards]},
            save=save,
        )

    def _approve(self) -> None:
        change = self._ask_grant(_("Approve account"), approve_account, many=True, save=_("Approve account"))
        if change is not None:
            self._hand_over(change)

    def _give(self) -> None:
        self._ask_grant(_("Grant role"), grant_role)

    def _delegate(self) -> None:
        self._ask_grant(_("Delegate"), delegate_role)

    def _one_time(self) -> None:
        if self._chosen is not None and self._chosen.file is not None:
            self.desk.do(
                give_one_time_password, self._chosen.file.account.id, then=self._handed, failed=self.page.complain
            )

    def _lock(self) -> None:
        if self._chosen is None or self._chosen.file is None:
            return
        title = str(message("Lock the account of {name}?", name=self._chosen.member.full_name))
        text = _(
            "It opens nothing until it is unlocked; what was done with it stays in the history."
            " Who leaves for good: close the account, then the book gets a new key."
        )
        if dialogs.confirm(self, title, text, _("Lock account")):
            self.desk.do(lock_account, self._chosen.file.account.id, then=self._done, failed=self.page.complain)

    def _unlock(self) -> None:
        if self._chosen is not None and self._chosen.file is not None:
            self.desk.do(unlock_account, self._chosen.file.account.id, then=self._handed, failed=self.page.complain)

    def _close(self) -> None:
        if self._chosen is None or self._chosen.file is None:
            return
        dialog = CloseAccountDialog(self.desk, self, self._chosen.member.full_name, self._chosen.file.account.id)
        dialog.backup_wanted.connect(self._back_up_first)
        change = dialog.outcome()
        if change is not None:
            self._done(change)

    def _back_up_first(self) -> None:
        self.desk.go("settings", tab="backups")

    def _done(self, change: Any) -> None:
        self.page.say(change.said)
        self.refresh()

    def _handed(self, change: Any) -> None:
        self._hand_over(change)
        self._done(change)

    def _hand_over(self, change: Any) -> None:
        """Show the one-time password once; it is kept nowhere."""
        handed = change.result
        if isinstance(handed, Handed):
            dialog = dialogs.DeedDialog(
                self,
                _("One-time password"),
                str(
                    message("For {login}, shown only now. It must be changed at the next sign-in.", login=handed.login)
                ),
            )
            shown = label(handed.one_time_password, "figure")
            shown.setAccessibleName(handed.one_time_password)
            dialog.contents.addWidget(shown)
            dialog.add_button("", pgettext("window", "Close"))
            dialog.exec()
            dialog.deleteLater()  # the password stays nowhere, not even in a hidden widget


def _state_chip(state: AccountState) -> Chip:
    return Chip(said(state), {"ok": "ok", "warn": "warn"}.get(_STATES[state][1], "none"))

"""Trusted signers: facilities, public authorities, lists of revoked certificates, and the keys of the staff."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from carebook import dates
from carebook.actions import signing
from carebook.places import write_whole
from carebook.records.periods import CaRoot, SigningKey, TrustedFacility
from carebook.records.staff import StaffMember
from carebook.store import periods
from carebook.store import trust as kept_trust
from carebook.store.book import Reader
from carebook.ui.pages.settings.tab import Tab
from carebook.ui.pages.settings.trust_dialogs import AddRootDialog, RevokeDialog, WhyDialog
from carebook.ui.parts.buttons import Button, Segments
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import Stack, column, row
from carebook.ui.parts.page import Page
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _, message, pgettext


@dataclass(frozen=True)
class KnownList:
    """A list of revoked certificates as it is shown: whose, of when, how many; ``der`` only of the own one."""

    id: str
    issuer: str
    issued_on: str
    count: int
    der: bytes = b""


@dataclass(frozen=True)
class StaffKey:
    """A key of the staff with its holder."""

    key: SigningKey
    holder: str

    @property
    def id(self) -> str:
        """The id of the key."""
        return self.key.id


@dataclass(frozen=True)
class Trusted:
    """What the tab shows."""

    facilities: Sequence[TrustedFacility]
    roots: Sequence[CaRoot]
    lists: Sequence[KnownList]
    keys: Sequence[StaffKey]


def trusted(reader: Reader) -> Trusted:
    """Everything this book trusts, and the keys it issued."""
    facilities, roots = periods.trusted_facilities(reader), kept_trust.ca_roots(reader)
    own = periods.identity(reader)
    names = {one.fingerprint: one.facility for one in facilities} | {one.fingerprint: one.name for one in roots}
    lists = [_known(kept, names, own) for kept in kept_trust.kept_revocations(reader)]
    keys = []
    for key in kept_trust.staff_keys(reader):
        holder = reader.record(StaffMember, key.staff_member_id or "")
        nobody = _("the facility's seal") if key.staff_member_id is None else "–"
        keys.append(StaffKey(key, holder.full_name if holder is not None else nobody))
    return Trusted(facilities, roots, lists, keys)


def _known(kept: Any, names: dict[str, str], own: periods.Identity | None) -> KnownList:
    import base64

    from carebook.sealing.trust import kept_list

    listed = kept_list(base64.b64decode(kept.der), kept.issuer)
    day = dates.written(dates.today_in_vietnam(listed.issued_at))
    if own is not None and kept.issuer == own.fingerprint:
        return KnownList(kept.id, own.facility, day, len(listed.revoked), listed.der)
    return KnownList(kept.id, names.get(kept.issuer, "–"), day, len(listed.revoked))


class _Part(QWidget):
    """One list of the tab: a line that says what it is for, the table, its buttons; the last buttons need a picked row."""

    def __init__(
        self,
        name: str,
        line: str,
        empty: str,
        columns: Sequence[Column],
        adds: Sequence[Button],
        needs_row: Sequence[Button],
    ) -> None:
        super().__init__()
        self._empty, self._needs_row = empty, needs_row
        self.table = RecordTable(list(columns), name, row_height=44)
        self.table.picked.connect(self._picked)
        self.states = States(self.table)
        told = label(line, "small", wrap=True)
        head = row((told, 1), *needs_row, *adds, gap=8, margins=(8, 0, 8, 0))
        head.setAlignment(told, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(
            column(
                head,
                (self.states, 1),
                gap=6,
                margins=(0, 4, 0, 0),
            )
        )

    def show_records(self, found: Sequence[Any]) -> None:
        """Show the list, or why it is empty."""
        self.table.show_records(found)
        if found:
            self.states.show_content()
            if self.table.current() is None:
                self.table.pick(found[0].id)
        else:
            self.states.show_empty(self._empty)
        self._picked(self.table.current())

    def _picked(self, one: Any) -> None:
        for button in self._needs_row:
            button.setEnabled(one is not None)


class TrustTab(Tab):
    """Four lists; what is done to one asks for its reason first."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(desk, page)
        self.dialog: WhyDialog | AddRootDialog | RevokeDialog | None = None
        self.facilities, self.roots = self._facilities_part(), self._roots_part()
        self.lists, self.keys = self._lists_part(), self._keys_part()
        parts = (
            ("facilities", _("Facilities"), self.facilities),
            ("roots", _("Public authorities"), self.roots),
            ("lists", _("Revoked certificates"), self.lists),
            ("keys", _("Keys of the staff"), self.keys),
        )
        self.chooser = Segments([(key, words) for key, words, _part in parts], "facilities")
        self._stack = Stack()
        self._places = {}
        for key, _words, part in parts:
            self._places[key] = self._stack.addWidget(part)
        self.chooser.chosen.connect(self.turn_to)
        chooser = row(self.chooser, None, margins=(8, 0, 8, 0))
        self.setLayout(column(chooser, (self._stack, 1), gap=6, margins=(16, 12, 12, 12)))

    def turn_to(self, part: str) -> None:
        """Show one of the lists."""
        self._stack.setCurrentIndex(self._places[part])

    def refresh(self) -> None:
        self.desk.ask(self, trusted, self._show)

    def _show(self, found: Trusted) -> None:
        self.facilities.show_records(found.facilities)
        self.roots.show_records(found.roots)
        self.lists.show_records(found.lists)
        self.keys.show_records(found.keys)

    # facilities

    def _facilities_part(self) -> _Part:
        end = Button(_("Trust no longer…"), icon="shield-x")
        end.clicked.connect(self.end_trust)
        end.setVisible(self.desk.may("untrust_facility"))
        return _Part(
            _("Facilities trusted here"),
            _("A facility is added when a file of it is checked in Send and receive, by the code on its paper."),
            _("No facility is trusted yet besides this one."),
            [
                Column("name", _("Facility"), lambda f: Cell(f.facility, weight=500), 216, 1, ALWAYS),
                Column("code", _("Identity code"), lambda f: _code(f.fingerprint), 180, 0, 6),
                Column("on", _("Compared on"), lambda f: dates.written(f.checked_on), 116, 0, 8),
                Column("paper", _("With which paper"), lambda f: f.paper or "–", 180, 4, 5),
            ],
            (),
            (end,),
        )

    def end_trust(self) -> None:
        """Ask why, then trust the picked facility no longer."""
        one = self.facilities.table.current()
        if one is not None:
            title = _("Trust {name} no longer?").format(name=one.facility)
            self._ask_why(title, _("Trust no longer"), partial(self._do, signing.untrust_facility, one.id))

    # authorities

    def _roots_part(self) -> _Part:
        add = Button(_("Add a certificate…"), icon="plus")
        add.clicked.connect(self._choose_root)
        add.setVisible(self.desk.may("add_ca_root"))
        end = Button(_("Remove…"), icon="shield-x")
        end.clicked.connect(self.remove_root)
        end.setVisible(self.desk.may("strike_ca_root"))
        return _Part(
            _("Public authorities"),
            _("What they vouch for is believed: signatures made with tokens of VNPT-CA, Viettel-CA and others."),
            _("No public authority was added yet. Its certificate (.cer, .crt) is on its web site."),
            [
                Column("name", _("Certification authority"), lambda r: Cell(r.name, weight=500), 240, 1, ALWAYS),
                Column("code", _("Identity code"), lambda r: _code(r.fingerprint), 180, 0, 6),
                Column("until", _("Valid to"), lambda r: dates.written(r.valid_to) if r.valid_to else "–", 100, 0, 8),
                Column("why", _("Why added"), lambda r: r.why or "–", 160, 1, 5),
            ],
            (add,),
            (end,),
        )

    def _choose_root(self) -> None:
        kinds = "*.cer *.crt *.pem *.der;;* (*)"
        path, _kind = QFileDialog.getOpenFileName(self, _("Choose the certificate of an authority"), "", kinds)
        if path and (raw := self._read(Path(path))):
            self.add_root(raw)

    def add_root(self, raw: bytes) -> None:
        """Show whose certificate it is and ask why it is added."""
        try:
            dialog = AddRootDialog(self.desk, self, raw)
        except ValueError as error:
            self.page.say(str(error), "danger")
            return
        dialog.succeeded.connect(self._done)
        self.dialog = dialog
        dialog.open()

    def remove_root(self) -> None:
        """Ask why, then trust the picked authority no longer."""
        one = self.roots.table.current()
        if one is not None:
            title = _("Trust {name} no longer?").format(name=one.name)
            self._ask_why(title, _("Remove"), partial(self._do, signing.strike_ca_root, one.id))

    # revoked certificates

    def _lists_part(self) -> _Part:
        take = Button(_("Read a list…"), icon="folder-open")
        take.clicked.connect(self._choose_list)
        take.setVisible(self.desk.may("keep_revocations"))
        save = Button(_("Save the list…"), icon="save")
        save.clicked.connect(self._save_list)
        return _Part(
            _("Revoked certificates"),
            _("The newest list of each signer. This facility's own travels in every report signed from then on."),
            _("No certificate is known to be revoked. Lists come with checked files, or are read here."),
            [
                Column("who", _("Signer"), lambda k: Cell(k.issuer, weight=500), 280, 2, ALWAYS),
                Column("on", _("Issued at"), lambda k: k.issued_on, 110, 0, 8),
                Column("n", _("Certificates revoked"), lambda k: str(k.count), 150, 0, 8, "right"),
                Column("own", "", lambda k: Cell(_("this facility") if k.der else "", tone="text2"), 120, 1, 5),
            ],
            (take,),
            (save,),
        )

    def _choose_list(self) -> None:
        kinds = "*.crl *.pem *.pdf;;* (*)"
        path, _kind = QFileDialog.getOpenFileName(self, _("Choose a list of revoked certificates"), "", kinds)
        if path and (raw := self._read(Path(path))):
            self.take_list(raw)

    def take_list(self, raw: bytes) -> None:
        """Keep the list in a file when it is of somebody trusted and newer."""
        self._do(signing.keep_revocations, raw)

    def _save_list(self) -> None:
        one = self.lists.table.current()
        if one is None:
            return
        if not one.der:
            self.page.say(_("Only this facility's own list is given out."), "info")
            return
        path, _kind = QFileDialog.getSaveFileName(self, _("Save the list"), "thu-hoi.crl", "CRL (*.crl)")
        if path:
            self.write_list(one, Path(path))

    def write_list(self, one: KnownList, path: Path) -> None:
        """Write the facility's own list to a file."""
        try:
            write_whole(path, one.der)
        except OSError:
            self.page.say(message("“{file}” could not be written. Choose another place.", file=path.name), "danger")
            return
        self.page.say(message("Saved “{file}”.", file=path.name))

    # keys of the staff

    def _keys_part(self) -> _Part:
        revoke = Button(_("Revoke…"), icon="shield-x")
        revoke.clicked.connect(self.revoke)
        revoke.setVisible(self.desk.may("revoke_signing_key"))
        return _Part(
            _("Keys of the staff"),
            _("A lost key, or one whose password others may know, is revoked; so is the key of who leaves."),
            _("Nobody has a signing key of this facility yet."),
            [
                Column("who", _("Name"), lambda k: Cell(k.holder, weight=500), 240, 2, ALWAYS),
                Column("until", _("Valid to"), self._until, 110, 0, 7),
                Column("state", pgettext("of a key", "State"), _state, 260, 2, ALWAYS),
            ],
            (),
            (revoke,),
        )

    def _until(self, one: StaffKey) -> Cell:
        ends = one.key.valid_to
        if ends is None:
            return Cell("–")
        return Cell(dates.written(ends), tone="danger" if ends < self.desk.today() else "text")

    def revoke(self) -> None:
        """Ask why and for the recovery code, then revoke the picked key."""
        one = self.keys.table.current()
        if one is None:
            return
        if one.key.revoked_because:
            self.page.say(_("This key was revoked already."), "info")
            return
        dialog = RevokeDialog(self.desk, self, one.key.id, one.holder)
        dialog.succeeded.connect(self._done)
        self.dialog = dialog
        dialog.open()

    # what all of them do

    def _ask_why(self, title: str, words: str, then: Callable[..., object]) -> None:
        dialog = WhyDialog(self, title, words)
        dialog.given.connect(partial(_with_reason, then))
        self.dialog = dialog
        dialog.open()

    def _do(self, deed: Callable[..., Any], *values: Any, **given: Any) -> None:
        self.desk.do(deed, *values, then=self._done, failed=self.page.complain, **given)

    def _done(self, change: Any) -> None:
        self.page.say(change.said)
        self.refresh()

    def _read(self, path: Path) -> bytes:
        try:
            return path.read_bytes() if path.stat().st_size <= signing.LARGEST else b""
        except OSError:
            self.page.say(message("“{file}” could not be read.", file=path.name), "danger")
            return b""


def _with_reason(then: Callable[..., object], reason: str) -> None:
    then(reason=reason)


def _code(fingerprint: str) -> str:
    from carebook.sealing.codes import IdentityCode

    return IdentityCode(fingerprint, "").short


def _state(one: StaffKey) -> Cell:
    key = one.key
    if key.revoked_because:
        day = dates.written(key.revoked_on) if key.revoked_on else "–"
        words = _("Revoked {day}").format(day=day)
        return Cell(words, sub=key.revoked_because, mark=("cross", "danger"))
    if key.revoked_on is not None:
        return Cell(_("Replaced {day}").format(day=dates.written(key.revoked_on)), mark=("dash", "text2"))
    return Cell(_("In use"), mark=("full", "ok"))

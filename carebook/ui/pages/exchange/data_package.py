"""The dialog of a data package: of which report, which facts, why names may go, and the password that signs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QWidget

from carebook.actions import parcels
from carebook.actions.parcels import Wanted
from carebook.records.parcels import Receiver
from carebook.records.periods import Destination, Snapshot
from carebook.rules.parcels import BASIS_WORDS, FACTS, USUAL_FACTS, Basis, problem_with_basis
from carebook.rules.periods import said
from carebook.rules.signing import is_complete
from carebook.store import periods
from carebook.store.book import Book, Reader
from carebook.ui.parts.asking_dialog import AskingDialog
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields.choosing import Choice, PillSet
from carebook.ui.parts.labels import label
from carebook.words import _, ngettext


@dataclass(frozen=True)
class Offered:
    """What can be chosen: the complete reports, the newest first, and where packages can be sent."""

    reports: Sequence[Snapshot]
    destinations: Sequence[Destination]


def offered(reader: Reader) -> Offered:
    """What the dialog offers."""
    reports = [one for one in periods.snapshots(reader) if is_complete(one, periods.signed_files(reader, one.id))]
    return Offered(reports, periods.destinations(reader))


@dataclass(frozen=True)
class Counted:
    """What a choice comes to: rows, and those with a name."""

    rows: int
    named: int


def _counted(book: Book, wanted: Wanted, now: datetime, _reader: Reader) -> Counted:
    """Counted as it will be made: restricted people are masked whoever asks."""
    with book.reading_masked(now) as masked:
        people = parcels.gather_package(masked, wanted, now).people
    return Counted(len(people), parcels.names_in(people))


class DataPackageDialog(AskingDialog):
    """Asks what one office is to be told of the people behind a report; ``succeeded(change)`` when the package waits."""

    def __init__(self, desk: Desk, parent: QWidget | None, receiver: Receiver, report_id: str = "") -> None:
        text = _("Signed with your key, then encrypted: only {name} can open it.").format(name=receiver.name)
        super().__init__(parent, _("Data package for {name}").format(name=receiver.name), text)
        self._desk, self._receiver, self._report_id = desk, receiver, report_id
        self.report = Choice()
        self.report.currentIndexChanged.connect(self._count)
        self.add_field(_("Of which report"), self.report)
        self.facts = PillSet([(name, _(words)) for name, words in FACTS.items()])
        self.facts.choose(USUAL_FACTS)
        self.facts.touched.connect(self._count)
        self.add_field(_("What is told of each person, besides the code of the file"), self.facts)
        bases = [one for one in Basis if problem_with_basis(one, receiver.role) is None]
        self.basis = Choice([(one.value, _(BASIS_WORDS[one])) for one in bases])
        self.basis.currentIndexChanged.connect(self._count)
        self.add_field(_("Why names may leave the book"), self.basis)
        self.count = label("", "small", wrap=True)
        self.contents.addWidget(self.count)
        self.reason = self.add_line(_("What it is for"), _("for example letter 123/SYT-BTXH asks for the list"))
        self.to = Choice()
        self.add_field(_("Send to"), self.to)
        self.password = self.add_line(_("Password of the signing key"), secret=True)
        self.finish(_("Put in outbox"), self.send, self.reason)
        desk.ask(self, offered, self._offer)

    def _offer(self, found: Offered) -> None:
        self.report.offer(
            [
                (one.id, _("Report of {month}, version {n}").format(month=said(one.period), n=one.report_version))
                for one in found.reports
            ]
        )
        self.to.offer([*((place.id, place.name) for place in found.destinations), ("", _("Decide later"))])
        own = [place.id for place in found.destinations if place.receiver_id == self._receiver.id]
        others = [place.id for place in found.destinations if place.receiver_id is None]
        self.to.choose(next(iter((*own, *others)), ""))
        if self._report_id in [one.id for one in found.reports]:
            self.report.choose(self._report_id)
        if found.reports:
            self._count()
        else:
            self.bar.say(_("No report is complete yet: a data package goes with a signed report."), "warn")

    def _wanted(self) -> Wanted:
        facts, basis = frozenset(self.facts.codes()), Basis(self.basis.code())
        return Wanted(self.report.code(), self._receiver.id, facts, basis)

    def _count(self) -> None:
        if self.report.code():
            question = partial(_counted, self._desk.book, self._wanted(), self._desk.now())
            self._desk.ask(self, question, self._show_count, key="count")

    def _show_count(self, found: Counted) -> None:
        rows = ngettext("{n} row", "{n} rows", found.rows).format(n=found.rows)
        kept_back = found.rows - found.named
        if not found.named:
            told = _("{rows}, none with a name.").format(rows=rows)
        elif kept_back:
            told = _("{rows}; {n} of them without a name: confidential files, or no consent to this receiver.").format(
                rows=rows, n=kept_back
            )
        else:
            told = _("{rows}, each with a name.").format(rows=rows)
        self.count.setText(told)

    def send(self) -> None:
        """Make the package."""
        if not self.report.code():
            return
        if not self.reason.text().strip():
            self.bar.say(_("Say what the data are for."), "warn")
            self.reason.setFocus()
            return
        self.working(_("Signing and encrypting…"))
        self._desk.do(
            parcels.make_data_parcel,
            self._wanted(),
            self.password.text(),
            reason=self.reason.text(),
            destination_id=self.to.code() or None,
            then=self.finished_well,
            failed=self.refused,
        )

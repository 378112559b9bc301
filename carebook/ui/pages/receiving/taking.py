"""Packages taken in from a folder, a USB stick, files or a server: off the window's thread, with progress, stopped any time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from carebook.actions.change import Change
from carebook.records.periods import Destination
from carebook.records.receiving import ReceivedParcel
from carebook.rules.parcels import is_data_name
from carebook.rules.receiving import Standing
from carebook.store.book import new_id
from carebook.ui.pages.receiving.asking import WAITING
from carebook.ui.parts.clerk import Job
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.states import Progress
from carebook.words import Message, _, message, ngettext

if TYPE_CHECKING:
    from carebook.actions.receiving import Inbox
    from carebook.sealing.envelopes import ReceiverKey

RECEIVED = Change(frozenset({"receiving", "periods"}), undoable=False)
"""What has changed once packages came or were answered."""

Keys = Sequence["ReceiverKey"]
Take = Callable[[Keys, Job], "Inbox"]


class TakingIn(QObject):
    """One place at a time. ``taken(Inbox, take)`` with what takes the same again, ``refused(error)``."""

    taken = Signal(object, object)
    refused = Signal(object)
    _came = Signal(object)

    def __init__(self, desk: Desk, page: QWidget, progress: Progress) -> None:
        super().__init__(page)
        self._desk, self._page, self._progress = desk, page, progress
        self._job: Job | None = None
        self._take: Take | None = None
        self._has_told = False
        self._came.connect(self._tell)

    @property
    def is_taking(self) -> bool:
        """Whether packages are being taken in."""
        return self._job is not None

    # from where

    def choose_folder(self) -> None:
        """Ask for a folder or USB stick and take everything in it."""
        if folder := QFileDialog.getExistingDirectory(self._page, _("Choose the folder or USB stick")):
            self.begin_paths([Path(folder)])

    def choose_files(self) -> None:
        """Ask for files and take them."""
        kinds = _("Packages ({kinds})").format(kinds="*.pdf *.p7m")
        found, _kind = QFileDialog.getOpenFileNames(self._page, _("Choose packages"), "", kinds)
        if found:
            self.begin_paths([Path(one) for one in found])

    def begin_paths(self, paths: Sequence[Path]) -> None:
        """Take these files, and everything in these folders."""
        self.begin(partial(_from_paths, self._desk, paths))

    def begin_destination(self, destination: Destination) -> None:
        """Take everything that lies in a place of the list."""
        self.begin(partial(_from_destination, self._desk, destination.id))

    def begin(self, take: Take, password: str = "") -> None:
        """Take packages in; ``password`` opens the keys for receiving that data packages need."""
        if self._job is not None:
            return
        self._take, self._has_told = take, False
        job = self._job = Job(self)
        self._progress.follow(job, _("Taking in package {done} of {total}"))
        job.ended.connect(self._ended)

        def keys(reader: Any) -> Keys:
            from carebook.actions.receiving import opened_keys

            return opened_keys(reader, password) if password else ()

        def work(opened: Keys) -> None:
            self._came.emit(take(opened, job))

        self._desk.clerk.make(keys, work, _nothing, self.refused.emit, job=job)

    # what came of it

    def _tell(self, inbox: Inbox) -> None:
        self._has_told = True
        self._desk.clerk.changed.emit(RECEIVED)
        self.taken.emit(inbox, self._take)

    def _ended(self) -> None:
        from carebook.actions.receiving import Inbox

        job, self._job = self._job, None
        if job is not None and job.is_stopped() and not self._has_told:
            self.taken.emit(Inbox(stopped=True), self._take)  # stopped before it had begun


def _nothing(_made: object) -> None:
    """Everything was told when it came, also of what was stopped."""


def _from_paths(desk: Desk, paths: Sequence[Path], keys: Keys, job: Job) -> Inbox:
    from carebook.actions.receiving import Inbox
    from carebook.exchange.delivery import NotFetched
    from carebook.exchange.places import Where, place_at

    whole = Inbox()
    files = [path for path in paths if not path.is_dir()]
    for folder in (path for path in paths if path.is_dir()):
        whole = _joined(whole, _from_place(desk, place_at(Where(str(folder))), keys, job))
    for done, path in enumerate(files):
        job.report(done, len(files))
        if job.is_stopped():
            return Inbox(whole.received, whole.unread, stopped=True)
        try:
            content = place_at(Where(str(path.parent))).fetch(path.name)
        except NotFetched as error:
            whole = _joined(whole, Inbox(unread=((path.name, error.message),)))
            continue
        whole = _joined(whole, _received(desk, content, path, keys))
    return whole


def _received(desk: Desk, content: bytes, path: Path, keys: Keys) -> Inbox:
    from carebook.actions.receiving import Inbox, receive_parcel

    change = receive_parcel(
        desk.book, content, path.name, str(path.parent), by=desk.actor, now=desk.now(), op=new_id(), keys=keys
    )
    return Inbox(((path.name, change.result),))


def _from_destination(desk: Desk, destination_id: str, keys: Keys, job: Job) -> Inbox:
    from carebook.actions.receiving import where_of
    from carebook.exchange.places import place_at

    return _from_place(desk, place_at(where_of(desk.book, destination_id, by=desk.actor, now=desk.now())), keys, job)


def _from_place(desk: Desk, place: Any, keys: Keys, job: Job) -> Inbox:
    from carebook.actions.receiving import receive_from

    return receive_from(
        desk.book, place, by=desk.actor, clock=desk.now, keys=keys, progress=job.report, stopped=job.is_stopped
    )


def looked_again(desk: Desk, parcels: Sequence[ReceivedParcel], keys: Keys, job: Job) -> Inbox:
    """Take these kept files once more."""
    from carebook.actions.receiving import Inbox, look_again

    whole = Inbox()
    for done, parcel in enumerate(parcels):
        job.report(done, len(parcels))
        if job.is_stopped():
            return Inbox(whole.received, stopped=True)
        change = look_again(desk.book, parcel.id, by=desk.actor, now=desk.now(), op=new_id(), keys=keys)
        whole = _joined(whole, Inbox(((parcel.file_name, change.result),)))
    return whole


def _joined(one: Inbox, other: Inbox) -> Inbox:
    from carebook.actions.receiving import Inbox

    return Inbox(one.received + other.received, one.unread + other.unread, one.stopped or other.stopped)


def locked(inbox: Inbox) -> int:
    """How many data packages wait for the password of the key that opens them."""
    return sum(is_data_name(name) and one.parcel is None for name, one in inbox.received)


def told(inbox: Inbox) -> tuple[str, str]:
    """What came of the files in one sentence, and its tone."""
    if not inbox.received and not inbox.unread:
        words = _("Stopped. Nothing was taken in.") if inbox.stopped else _("No package lies there.")
        return words, "info"
    if len(inbox.received) == 1 and not inbox.unread:
        one = inbox.received[0][1]
        return str(one.message), "ok" if one.standing is Standing.TAKEN else "warn"
    asked = inbox.count(*WAITING)
    parts = [
        _part(inbox.count(Standing.TAKEN), message("{n} taken in")),
        _part(inbox.count(Standing.SAME), message("{n} were here already")),
        _part(inbox.count(Standing.OLDER), message("{n} older than what counts")),
        _part(inbox.count(Standing.PARKED), message("{n} waiting for comparison")),
        _part(inbox.count(Standing.CONFLICT), message("{n} with other figures of the same version")),
        _part(inbox.count(Standing.REFUSED), message("{n} not taken")),
        _part(len(inbox.unread), message("{n} could not be read")),
    ]
    count = len(inbox.received) + len(inbox.unread)
    head = ngettext("{n} package", "{n} packages", count).format(n=count)
    stopped = _("Stopped; what was taken in before stays.") if inbox.stopped else ""
    reason = str(inbox.unread[0][1]) if inbox.unread else ""
    sentence = f"{head}: {', '.join(filter(None, parts))}."
    return " ".join(filter(None, (sentence, reason, stopped))), "warn" if asked or inbox.unread else "ok"


def _part(count: int, pattern: Message) -> str:
    return str(Message(pattern.id, {"n": count})) if count else ""

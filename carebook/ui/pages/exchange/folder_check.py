"""A folder of signed files checked at once: each with its verdict, who signed it and what it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carebook.actions import signing
from carebook.actions.signing import CheckedFile
from carebook.ui.pages.exchange.contents import contents_of
from carebook.ui.parts.bars import MessageBar
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.jobs import Job
from carebook.ui.parts.labels import key_caps, label
from carebook.ui.parts.states import Progress
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.ui.parts.verdict import tone_of, without_sign
from carebook.words import _, ngettext

if TYPE_CHECKING:
    from carebook.sealing.trust import TrustStore

_MARKS = {"ok": "full", "info": "half", "warn": "ring", "danger": "cross"}


class FolderDialog(DeedDialog):
    """Every PDF file in a folder and the folders inside it; ``opened(path)`` asks for the whole check of one."""

    opened = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None, folder: Path) -> None:
        text = _("Every PDF file in the folder and the folders inside it. Nothing of them is taken into this book.")
        super().__init__(parent, _("Check the files in “{folder}”").format(folder=folder.name), text)
        self.setMinimumSize(980, 520)
        self._desk, self._folder = desk, folder
        self.files: Sequence[CheckedFile] = ()
        self.count = label("", "strong")
        self.progress = Progress()
        self.progress.stopped.connect(self._stopped)
        self.table = RecordTable(
            [
                Column("file", _("File"), _file, 220, 2, ALWAYS),
                Column("what", _("What it is"), _what, 180, 2, 6),
                Column("verdict", _("Verdict"), _verdict, 160, 1, ALWAYS),
                Column("who", _("Signers"), _who, 180, 1, 7),
            ],
            _("Checked files"),
            id_of=_path,
            row_height=44,
        )
        self.table.setMinimumHeight(260)
        self.table.picked.connect(self._picked)
        self.table.opened.connect(self._open)
        self.bar = MessageBar()
        self.contents.addWidget(self.count)
        self.contents.addWidget(self.progress)
        self.contents.addWidget(self.table, 1)
        self.contents.addWidget(self.bar)
        self._buttons.insertWidget(0, key_caps(("Enter", _("check one file"))))
        self.add_button("", _("Go back"))
        self._begin()

    def _begin(self) -> None:
        job = Job(self)
        self.progress.follow(job, _("Checked {done}/{total} files"))
        self._desk.clerk.make(
            signing.trust_of,
            partial(_check, self._folder, self._desk.now(), job),
            self._show,
            self._not_checked,
            job=job,
        )

    def _show(self, files: Sequence[CheckedFile]) -> None:
        self.files = files
        self.table.show_records(files)
        self.count.setText(counted(files))
        if files:
            self.table.pick(files[0].path)
            self.table.setFocus()
        else:
            self.bar.say(_("There is no PDF file in this folder."), "info")

    def _stopped(self) -> None:
        self.bar.say(_("Stopped. Nothing of the folder was checked to the end."), "info")

    def _not_checked(self, _error: BaseException) -> None:
        self.bar.say(_("The folder could not be checked. Nothing was changed."), "danger")

    def _picked(self, one: CheckedFile | None) -> None:
        if one is None:
            return
        if one.verdict is None:
            self.bar.say(_("“{file}” could not be read.").format(file=one.path), "danger")
            return
        words = without_sign(one.verdict.words)
        if one.same_as:
            words += " " + _("It is the same file as “{file}”.").format(file=one.same_as)
        self.bar.say(words, tone_of(one.verdict.level.value))

    def _open(self, one: CheckedFile) -> None:
        self.opened.emit(self._folder / one.path)
        self.accept()


def counted(files: Sequence[CheckedFile]) -> str:
    """ "12 tệp · 9 ký nội bộ · 2 chưa ký · 1 đã bị sửa"."""
    from carebook.sealing.verdict import LEVEL_WORDS, Level

    levels = Counter(one.verdict.level if one.verdict is not None else None for one in files)
    parts = [ngettext("{n} file", "{n} files", len(files)).format(n=len(files))]
    parts += [f"{levels[level]} {_(LEVEL_WORDS[level]).lower()}" for level in Level if levels[level]]
    if levels[None]:
        parts.append(_("{n} could not be read").format(n=levels[None]))
    return " · ".join(parts)


def _check(folder: Path, now: datetime, job: Job, trust: TrustStore) -> list[CheckedFile]:
    def told(done: int, total: int) -> None:
        job.check()
        job.report(done, total)

    return signing.check_files(folder, signing.pdfs_in(folder), trust, now, progress=told)


def _file(one: CheckedFile) -> Cell:
    path = Path(one.path)
    inside = path.parent.as_posix()
    return Cell(path.name, sub="" if inside == "." else inside, weight=500)


def _what(one: CheckedFile) -> Cell:
    if one.verdict is None or one.verdict.report is None:
        return Cell("–")
    told = contents_of(one.verdict.report)
    return Cell(told.title, sub=told.facility)


def _verdict(one: CheckedFile) -> Cell:
    from carebook.sealing.verdict import LEVEL_WORDS

    if one.verdict is None:
        return Cell(_("could not be read"), mark=("cross", "danger"))
    tone = tone_of(one.verdict.level.value)
    again = _("same as above") if one.same_as else ""
    return Cell(_(LEVEL_WORDS[one.verdict.level]), sub=again, mark=(_MARKS[tone], tone))


def _who(one: CheckedFile) -> Cell:
    signers = one.verdict.signers if one.verdict is not None else ()
    names = list(dict.fromkeys(signer.name for signer in signers))
    return Cell(names[0] if names else "–", sub=", ".join(names[1:]))


def _path(one: CheckedFile) -> str:
    return one.path

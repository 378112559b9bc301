"""What this program is: its version, the book and its full check, licences, the log, and a bundle for whoever helps."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QDir, QSettings, QSize, QSysInfo, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication, QImageReader
from PySide6.QtWidgets import QFileDialog, QListWidget, QListWidgetItem, QPlainTextEdit, QWidget

from carebook import __version__, dates, places
from carebook.actions.damage import check_book, print_salvaged, rebuild_indexes
from carebook.actions.support import save_support_bundle, support_bundle
from carebook.records.damage import CheckUp, Step
from carebook.rules import damage as rules
from carebook.store import checking
from carebook.store.book import Reader
from carebook.ui.pages.settings.tab import Tab
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.clerk import Job
from carebook.ui.parts.daily_papers import PaperOut
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.labels import Sign, label, section_head
from carebook.ui.parts.layouts import box, column, row, scrolling
from carebook.ui.parts.page import Page
from carebook.ui.parts.states import Progress
from carebook.words import _, message

_LOG = "carebook.log"
_PREVIEW, _LEAST, _LINE = (760, 430), (380, 280), 30


class AboutTab(Tab):
    """For whoever is asked on the telephone which version this is, and whether the book is whole."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(desk, page)
        manual, news = Button(_("Manual"), "link", "book-open"), Button(_("What is new"), "link", "info")
        manual.clicked.connect(partial(desk.helping.emit, "first-week"))
        news.clicked.connect(partial(desk.helping.emit, "whats-new"))
        self._checked = label("", wrap=True)
        self._progress = Progress()
        self.check = Button(_("Check the book"), icon="shield-check")
        self.check.clicked.connect(self._check)
        self.rebuild = Button(_("Make anew"))
        self.rebuild.clicked.connect(self._rebuild)
        self.rebuild.hide()
        self.salvaged = Button("", icon="file-text")
        self.salvaged.clicked.connect(self._show_salvaged)
        self.salvaged.hide()
        self._papers = PaperOut(desk, self)
        self._papers.refused.connect(page.complain)
        self.bundle = Button(_("Support bundle…"), icon="file-text")
        self.bundle.clicked.connect(self._ask_for_bundle)
        may = desk.may("check_book")
        helping = (
            box(
                column(
                    12,
                    section_head(_("Whether the book is whole")),
                    self._checked,
                    row(self.check, self.rebuild, self.salvaged, None),
                    self._progress,
                    12,
                    section_head(_("Help from afar")),
                    label(
                        _(
                            "A bundle about program and book for whoever helps: versions, counts, what a check found."
                            " It holds nobody's name or data, and is shown before it is saved."
                        ),
                        "small",
                        wrap=True,
                    ),
                    row(self.bundle, None),
                    gap=6,
                )
            ),
        )
        self.setLayout(
            column(
                scrolling(
                    box(
                        column(
                            row(
                                Sign("hand-heart", "primary", 32), label(f"CareBook {__version__}", "h2"), None, gap=12
                            ),
                            row(manual, news, None, gap=16),
                            label(
                                _("The book of a social protection center: free software under GPL-3.0-or-later."),
                                "muted",
                                wrap=True,
                            ),
                            12,
                            section_head(_("Book")),
                            label(str(message("Folder: {folder}", folder=desk.book.folder)), wrap=True),
                            label(_("One book is used on one PC at a time."), "small"),
                            *(helping if may else ()),
                            12,
                            section_head(_("Log")),
                            label(str(places.log_folder()), wrap=True),
                            label(_("The log and crash reports hold nobody's name."), "small"),
                            12,
                            section_head(_("Fonts and signs")),
                            label("Inter, Tinos: SIL OFL 1.1 · Lucide: ISC", "muted", wrap=True),
                            None,
                            gap=6,
                            margins=(24, 20, 20, 16),
                        )
                    )
                ),
                gap=0,
            )
        )

    def refresh(self) -> None:
        start, full = checking.last_checks(self.desk.book.folder)
        self._show(full, start)
        if self.desk.may("print_salvaged"):
            self.desk.ask(self, partial(_last_saving, today=self.desk.today()), self._offer_salvaged, key="salvaged")

    def _show(self, full: CheckUp | None, start: CheckUp | None = None) -> None:
        shown = full or start
        if full is None:
            said = [_("The whole book was not checked yet.")]
        else:
            when = dates.moment(full.at, self.desk.today())
            said = [str(message("Last checked in full: {when}.", when=when))]
        if shown is not None:
            said += [str(rules.said(one)) for one in shown.findings] or [_("Nothing was found.")]
            safe = rules.what_is_safe(shown)
            said += [str(safe)] if safe is not None else []
        self._checked.setText("\n".join(said))
        steps = {one.step for one in shown.findings} if shown is not None else set()
        self.rebuild.setVisible(Step.REBUILD in steps and self.desk.book.read_only is None)

    # what was saved of a damaged book

    def _offer_salvaged(self, at: datetime | None) -> None:
        self.salvaged.setVisible(at is not None)
        if at is not None:
            when = dates.moment(at, self.desk.today())
            self.salvaged.setText(str(message("What was saved on {when}…", when=when)))

    def _show_salvaged(self) -> None:
        from carebook.reports import damage as papers

        today = self.desk.today()
        self._papers.begin(
            _("What was saved"),
            "bien-ban-cuu-du-lieu",
            lambda reader, _by: papers.gather(reader, today),
            lambda saving: papers.draw(saving).pdf,
            lambda saving: saving.whose,
            note=self._note_salvaged,
            as_seen=True,
        )

    def _note_salvaged(self, people: Collection[str], then: Callable[[object], object]) -> None:
        self.desk.do(print_salvaged, len(people), then=then, failed=self.page.complain)

    # the check

    def _check(self) -> None:
        job = Job(self)
        self.check.setEnabled(False)
        self._progress.follow(job, _("Checking the book"))
        book, by, now = self.desk.book, self.desk.actor, self.desk.now()
        job.ended.connect(partial(self.check.setEnabled, True))
        self.desk.clerk.make(
            _nothing,
            lambda _none: check_book(book, partial(_watch, job), by=by, now=now),
            self._was_checked,
            self.page.complain,
            job=job,
        )

    def _was_checked(self, change: Any) -> None:
        found: CheckUp = change.result
        self._show(found)
        self.page.say(change.said, "ok" if found.is_sound else "danger" if found.stops else "warn")

    def _rebuild(self) -> None:
        start, full = checking.last_checks(self.desk.book.folder)
        if (found := full or start) is not None:
            self.desk.do(rebuild_indexes, found, then=self._was_rebuilt, failed=self.page.complain)

    def _was_rebuilt(self, change: Any) -> None:
        self.page.say(change.said)
        self._check()

    # the bundle

    def _ask_for_bundle(self) -> None:
        book, now, window, names = self.desk.book, self.desk.now(), window_facts(), _setting_names()
        log = places.log_folder() / _LOG
        self.desk.clerk.make(
            _nothing,
            lambda _none: support_bundle(book, now=now, window=window, log=log, settings=names),
            self._show_bundle,
            self.page.complain,
        )

    def _show_bundle(self, parts: dict[str, str]) -> None:
        dialog = BundleDialog(self, parts)
        saved = dialog.exec()
        dialog.deleteLater()
        if not saved:
            return
        path, _kind = QFileDialog.getSaveFileName(self, _("Support bundle…"), "carebook-ho-tro.zip", "*.zip")
        if path:
            self.desk.do(
                save_support_bundle,
                Path(path),
                window=window_facts(),
                log=places.log_folder() / _LOG,
                settings=_setting_names(),
                then=self._was_saved,
                failed=self.page.complain,
            )

    def _was_saved(self, change: Any) -> None:
        self.page.say(change.said)


class BundleDialog(DeedDialog):
    """Everything that would be in the bundle, part by part, before it is saved."""

    def __init__(self, parent: QWidget | None, parts: dict[str, str]) -> None:
        super().__init__(
            parent,
            _("Support bundle"),
            _("This and nothing else goes into the bundle. It holds nobody's name or data."),
        )
        self._parts = parts
        self.names = QListWidget()
        self.names.setAccessibleName(_("Parts of the bundle"))
        for name in parts:
            item = QListWidgetItem(name, self.names)
            item.setSizeHint(QSize(0, theme.worn().scaled(_LINE)))
        self.names.setFixedWidth(150)
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setAccessibleName(_("What is in the part"))
        self.text.setMinimumSize(*_LEAST)
        self.names.currentTextChanged.connect(self._show_part)
        self.contents.addLayout(row(self.names, (self.text, 1), gap=10), 1)
        self.stretch_contents()
        self.resize(*_PREVIEW)
        self.add_button("save", _("Save bundle…"), "primary")
        self.add_button("", _("Go back"))
        self.names.setCurrentRow(0)

    def _show_part(self, name: str) -> None:
        self.text.setPlainText(self._parts.get(name, ""))


def window_facts() -> dict[str, object]:
    """What the window knows of its surroundings, without any name of PC or person."""
    families = QFontDatabase.families()
    plugins: dict[str, list[str]] = {}
    for folder in QCoreApplication.libraryPaths():
        for kind in QDir(folder).entryList(QDir.Filter.Dirs | QDir.Filter.NoDotAndDotDot):
            if kind in _PLUGIN_KINDS:
                plugins[kind] = QDir(f"{folder}/{kind}").entryList(QDir.Filter.Files)
    return {
        "qt": qVersion(),
        "platform": QGuiApplication.platformName(),
        "system": f"{QSysInfo.productType()} {QSysInfo.productVersion()}",
        "architecture": QSysInfo.currentCpuArchitecture(),
        "screens": [
            {
                "size": [screen.size().width(), screen.size().height()],
                "scale": screen.devicePixelRatio(),
                "dots_per_inch": round(screen.logicalDotsPerInch()),
            }
            for screen in QGuiApplication.screens()
        ],
        "fonts": {"count": len(families), "own": [name for name in ("Inter", "Tinos") if name in families]},
        "images": [bytes(one.data()).decode("ascii") for one in QImageReader.supportedImageFormats()],
        "plugins": plugins,
    }


_PLUGIN_KINDS = frozenset({"platforms", "imageformats", "styles", "tls", "platformthemes", "platforminputcontexts"})


def _setting_names() -> list[str]:
    return list(QSettings(str(places.settings_file()), QSettings.Format.IniFormat).allKeys())


def _watch(job: Job, done: int, total: int) -> bool:
    job.report(done, total)
    return job.is_stopped()


def _last_saving(reader: Reader, today: date) -> datetime | None:
    from carebook.store.salvage import saved_before

    known = saved_before(reader, today)
    return known[0].saved.at if known else None


def _nothing(_reader: object) -> None:
    """The check opens connections of its own."""

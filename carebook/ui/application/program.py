"""The running window: which book is open, who is signed in, what is shown; the one place that knows all parts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from carebook import dates
from carebook.actions.opening import Opened
from carebook.records.damage import CheckUp
from carebook.rules.crashes import Crash
from carebook.store import errors, keys
from carebook.store.backup import moved, settle_restore
from carebook.store.book import KEYS, Book, now_utc
from carebook.ui.application.ahead import Ahead, Later
from carebook.ui.application.beginnings import Beginnings
from carebook.ui.application.closing import Closing
from carebook.ui.application.crash import CrashDialog
from carebook.ui.application.damage import Damage
from carebook.ui.application.door import bring_to_front, exchange
from carebook.ui.application.entering import Entered, Pin, no_writer, nothing
from carebook.ui.application.helping import Helping
from carebook.ui.application.idle import IdleWatch, SessionWatch
from carebook.ui.application.instance import Instance
from carebook.ui.application.locking import Locking
from carebook.ui.application.moved import moved_words, settled_words
from carebook.ui.application.opening import Opening
from carebook.ui.application.people_here import PeopleHere
from carebook.ui.application.recovering import Recovering
from carebook.ui.parts.choices import Choices, SignedIn
from carebook.ui.parts.clerk import Clerk
from carebook.ui.parts.dialogs import confirm
from carebook.ui.sign_in.first_run import FirstRunPage
from carebook.ui.sign_in.frame import Entrance, FirstPage
from carebook.ui.sign_in.page import SignInPage
from carebook.words import Message, _

if TYPE_CHECKING:
    from carebook.ui.application.at_work import AtWork
    from carebook.ui.main_window import MainWindow


class Program(QObject):
    """Everything between the start and the end of the program. ``ended`` comes when the book is closed."""

    ended = Signal()

    def __init__(
        self,
        app: QApplication,
        choices: Choices,
        data: Path,
        *,
        clock: Callable[[], datetime] = now_utc,
        cost: keys.Cost | None = None,
    ) -> None:
        """``data`` is where new books, the sample book and the locks of windows lie; ``cost`` is that of guessing a PIN."""
        super().__init__(app)
        self.choices, self._data, self._clock, self._cost = choices, data, clock, cost
        self.entrance = Entrance()
        self.entrance.closing.connect(self.close)
        self.hand = Clerk(no_writer, nothing, self)
        self.instance = Instance(data, self)
        self.instance.raised.connect(self._come_to_front)
        self.idle = IdleWatch(app, choices.idle_minutes)
        self.idle.went_idle.connect(self._went_idle)
        session = SessionWatch(app)
        session.left.connect(self.lock)
        session.follow(self.entrance)
        self.folder: Path | None = None
        self.book: Book | None = None
        self.work: AtWork | None = None
        self.helping = Helping(app, self.entrance, self.hand, self._window_at_work, clock, self)
        self._people = PeopleHere(choices, clock, cost)
        self._ahead = Ahead()
        self._later = Later(self.idle.is_quiet, self)
        self.beginnings = Beginnings(self.entrance, self.hand, choices, data, clock, self)
        self.beginnings.wanted.connect(self._begin_otherwise)
        self.beginnings.made.connect(self._hold)
        self.beginnings.sample_made.connect(self._open_sample)
        self.beginnings.entered.connect(self.enter)
        self.beginnings.went_back.connect(self._back_to_start)
        self.beginnings.told.connect(self.tell_refusal)
        self.damage = Damage(self.entrance, self.hand, clock, self)
        self.damage.looking.connect(self._look_at_book)
        self.damage.restoring.connect(self._restore_book)
        self.damage.opening.connect(self._open_saved)
        self.damage.went_back.connect(self._back_to_start)
        self.damage.found.connect(self._tell_damage)
        self._opening = Opening(self.entrance, self.hand, self._people, clock, self)
        self._opening.opened.connect(self._opened)
        self._opening.damaged.connect(self._show_damage)
        self._opening.renewed.connect(self.enter)
        self._opening.left.connect(self._leave_book)
        self._recovering = Recovering(self.entrance, self.hand, self._people, clock, self)
        self._recovering.begun.connect(self._let_go)
        self._recovering.entered.connect(self.enter)
        self._recovering.went_back.connect(self._back_to_start)
        self._locking = Locking(self.entrance, self.hand, self._people, clock, self)
        self._locking.wanted.connect(self._begin_otherwise)
        self._locking.proved.connect(self._proved)
        self._closing = Closing(self.entrance, self.hand, clock, self)
        self._closing.backed_up.connect(self._end)
        self._closing.stayed.connect(self._stay)

    def _window_at_work(self) -> MainWindow | None:
        return self.work.window if self.work is not None else None

    # the first pages

    def start(self, folder: Path | None, *, demo: bool = False) -> bool:
        """Show the first window; False when another window has that book and was brought to the front."""
        if demo:
            folder = self.beginnings.sample_folder
        settled = settle_restore(folder) if folder is not None else None
        if folder is not None and (folder / KEYS).exists():
            if not self._take(folder):
                return False
            page = self.show_sign_in()
            if settled is not None:
                page.news.say(settled_words(settled), "info")
            if demo:
                self._enter_sample()
        elif demo:
            self.beginnings.make_sample(enter=True)
        else:
            self.beginnings.show_first_run()
        self.entrance.show_fitting()
        self._ahead.begin()
        return True

    def _take(self, folder: Path) -> bool:
        if not self.instance.take(folder):
            return False
        self.folder = folder
        return True

    def _book_folder(self) -> Path:
        """The folder of the book this window is about."""
        assert self.folder is not None
        return self.folder

    def show_sign_in(self) -> SignInPage:
        """Ask who wants into the book."""
        folder = self._book_folder()
        page = SignInPage(self._people.sight(folder), self._people.known(folder), self._clock)
        page.tried.connect(partial(self._try_to_open, page))
        page.wanted.connect(partial(self._begin_otherwise, page))
        self.entrance.show_page(page)
        if (gone := moved(folder)) is not None:
            page.news.say(moved_words(gone), "warn")
        return page

    def _begin_otherwise(self, page: FirstPage, what: str) -> None:
        match what:
            case "forgot":
                self._recovering.show(self._book_folder())
            case "another":
                if chosen := QFileDialog.getExistingDirectory(self.entrance, _("Folder of the book")):
                    self.turn_to(Path(chosen), page)
            case "new":
                self.beginnings.show_first_run()
            case "restore":
                self.beginnings.show_restore(self.folder)
            case "move":
                self.beginnings.show_restore(moving=True)
            case "sample":
                if (self.beginnings.sample_folder / KEYS).exists():
                    self.turn_to(self.beginnings.sample_folder, page)
                else:
                    self.beginnings.make_sample(enter=False)

    def turn_to(self, folder: Path, page: FirstPage) -> None:
        """Ask who wants into another book; say on ``page`` why it cannot be opened."""
        if not (folder / KEYS).exists():
            page.news.say(errors.NoBook(folder=str(folder)).message, "danger")
        elif not self._take(folder):
            page.news.say(_("This book is open in another window, which is now in front."), "info")
        else:
            self.show_sign_in()

    def _back_to_start(self) -> None:
        if self.work is not None:
            self._show_locked()
        elif self.folder is not None and (self.folder / KEYS).exists():
            self.show_sign_in()
        else:
            self.beginnings.show_first_run()

    def _hold(self, opened: Opened) -> None:
        """A new book or one from a backup is open: it is closed at the end."""
        self.folder, self.book = opened.book.folder, opened.book
        self.instance.take(opened.book.folder)

    def _open_sample(self, enter: bool) -> None:
        if self._take(self.beginnings.sample_folder):
            self.show_sign_in()
            if enter:
                self._enter_sample()

    def _enter_sample(self) -> None:
        page, folder = self.entrance.page(), self._book_folder()
        password, people = self.choices.sample_password(folder), self.choices.signed_in(folder)
        if password and people and isinstance(page, SignInPage):
            page.set_busy(True)
            self._try_to_open(page, people[0].login, password, "")

    # opening

    def _try_to_open(self, page: SignInPage, login: str, secret: str, pin: str) -> None:
        self._opening.open(page, self._book_folder(), login, secret, pin)

    def _show_damage(self, error: errors.BookError, login: str, secret: str) -> None:
        sight = self._people.sight(self._book_folder())
        self.damage.show(sight, error, login, secret, self.beginnings.free_folder("so-cuu"))

    def _look_at_book(self, login: str, secret: str) -> None:
        self._opening.look(self._book_folder(), login, secret, lambda error: self.show_sign_in().refuse(error))

    def _restore_book(self, file: Path) -> None:
        page = self.beginnings.show_restore(self.folder)
        if file.is_file():
            page.show_file(file)

    def _leave_for_restore(self, file: Path | None) -> None:
        """Close the book: it cannot be replaced while somebody works in it."""
        assert self.work is not None
        self.work.lay_down()
        self.work.when_written(partial(self._show_restore_of, file))

    def _show_restore_of(self, file: Path | None) -> None:
        if self.work is not None and not self.entrance.isVisible():
            exchange(self.entrance, self.work.window)
        self._let_go()
        self._people.forget_pins()
        self._restore_book(file or Path())

    def _open_saved(self, folder: Path) -> None:
        if isinstance(page := self.entrance.page(), FirstPage):
            self.turn_to(folder, page)

    def _tell_damage(self, check: CheckUp) -> None:
        if self.work is not None:
            self.work.tell_damage(check, self._do_about_damage)

    def _do_about_damage(self, what: str) -> None:
        """Close the book that is damaged, and show the way the person chose."""
        if self.work is not None:
            exchange(self.entrance, self.work.window)
        self._leave_book()
        if what == "restore":
            self.beginnings.show_restore()
        else:
            self._show_damage(errors.WritingStopped(), "", "")

    def _opened(self, login: str, secret: str, told: tuple[Entered, Pin | None]) -> None:
        entered, pin = told
        opened = entered.opened
        self.book = opened.book
        self._people.keep_pin(opened.actor.account_id, pin)
        if opened.one_time:
            self._opening.ask_for_new_password(self._book_folder(), entered, login, secret)
        else:
            self.enter(entered, login)

    def _let_go(self) -> None:
        """Put the person's desk away and close the book."""
        self.damage.let_go()
        if self.work is not None:
            self.work.put_away()
            self.work = None
        if self.book is not None:
            self.book.close()
            self.book = None

    def _leave_book(self) -> None:
        self._let_go()
        self._people.forget_pins()
        self.show_sign_in()

    def enter(self, entered: Entered, login: str, page: str = "today") -> None:
        """Give whoever is proved a desk and a window of their own; nothing is left of the person before."""
        self._ahead.wait()
        from carebook.ui.application.at_work import AtWork

        opened = entered.opened
        before, self.work = self.work, None
        if before is not None:
            before.put_away()
        folder = opened.book.folder
        self.folder, self.book = folder, opened.book
        work = self.work = AtWork(entered, self._clock, self, pin_of_shift=self._people.proves_by_pin)
        work.locking.connect(self.lock)
        work.switching.connect(partial(self.lock, switching=True))
        work.desk.helping.connect(self.helping.open)
        work.desk.restoring.connect(self._leave_for_restore)
        work.closing.connect(self.close)
        work.window.setGeometry(self.entrance.geometry())
        exchange(work.window, self.entrance)
        work.begin(page)
        self.choices.book = folder
        self.choices.keep_center(folder, entered.facility.name)
        if login:
            self.choices.keep_signed_in(folder, SignedIn(opened.actor.account_id, login, self._clock()))
        self.damage.look_after(opened.book)
        self._later.begin(work.window.modules())
        self.entrance.show_page(QWidget())
        self.idle.wait(self.choices.idle_minutes)

    # locking and changing hands

    def _went_idle(self) -> None:
        self.lock(self.choices.idle_minutes)

    def lock(self, idle_minutes: int = 0, *, switching: bool = False) -> None:
        """Hide the book behind the locked screen (``switching``: for somebody else); what is being typed is kept as a draft."""
        if self.work is None or self.entrance.isVisible():
            return
        self._locking.lock(self.work, self._book_folder(), idle_minutes, switching=switching)
        exchange(self.entrance, self.work.window)

    def _show_locked(self) -> None:
        assert self.work is not None
        self._locking.show(self.work, self._book_folder())

    def _proved(self, login: str, secret: str, told: tuple[Entered, Pin | None]) -> None:
        entered, pin = told
        opened, work = entered.opened, self.work
        self._people.keep_pin(opened.actor.account_id, pin)
        if opened.one_time:
            self._opening.ask_for_new_password(self._book_folder(), entered, login, secret)
        elif work is not None and opened.actor == work.actor:
            exchange(work.window, self.entrance)
            self.entrance.show_page(QWidget())
            self.idle.wait(self.choices.idle_minutes)
        else:
            self.enter(entered, login)

    # the end

    def close(self) -> None:
        """Close the book: what is being written is written, then it is backed up if a place was chosen, then the end."""
        page = self.entrance.page()
        if self.work is not None:
            self.work.when_written(self._back_up)
        elif not (isinstance(page, FirstRunPage) and page.owes_confirmation) or confirm(
            self.entrance,
            _("Leave without putting the recovery key away?"),
            _("It is never shown again. If all passwords are lost, nobody opens the book."),
            _("Close the book"),
        ):
            self._end()

    def _back_up(self) -> None:
        assert self.work is not None
        desk, book = self.work.desk, self.work.desk.book
        folders, hour = self.choices.backup_folders(book.folder), self.choices.backup_hour(book.folder)
        if not folders or not desk.may("back_up_book") or book.read_only is not None or desk.facility.is_sample:
            self._end()
            return
        if not self.entrance.isVisible():
            exchange(self.entrance, self.work.window)
        self._closing.back_up(book, folders, hour, desk.actor, self._people.sight(book.folder))

    def _stay(self) -> None:
        """Closing was taken back: go on where it was."""
        if self.work is not None:
            exchange(self.work.window, self.entrance)

    def _end(self) -> None:
        self.helping.put_away()
        self._let_go()
        self.hand.close()
        self.instance.release()
        self.entrance.hide()
        self.ended.emit()

    # what comes from outside

    def _come_to_front(self) -> None:
        bring_to_front(self.entrance if self.entrance.isVisible() or self.work is None else self.work.window)

    def tell_crash(self, crash: Crash) -> None:
        """One dialog for one fault; what is being typed is kept first."""
        window = None if self.entrance.isVisible() else self._window_at_work()
        kept = dates.clock(self._clock()) if window is not None and window.keep_drafts() else ""
        CrashDialog(window or self.entrance, crash, kept, window.reopen_page if window is not None else None).open()

    def tell_refusal(self, said: Message) -> None:
        """What stood against a deed and was not said by its page."""
        if self.work is not None:
            self.work.window.say(self.damage.met(said))

"""The pages before sign-in as pictures show them: filled with a center, people and backups that are nobody's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast
from unittest.mock import patch

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from carebook.records.staff import Actor
    from carebook.store.backup import Backup
    from carebook.store.book import Book
    from carebook.ui.sign_in.damaged import DamagedPage
    from carebook.ui.sign_in.forgotten import ForgottenPage
    from carebook.ui.sign_in.frame import BookOnSight
    from carebook.ui.sign_in.page import Known
    from carebook.ui.sign_in.restore import RestorePage

PLACE = Path("D:/So CareBook")
_CODE = "7K2M-Q9TD-R4WX-B8NP-H3VC-J6ZF-M5YG-T2KD-W7QR"
_DIRECTOR, _NURSE = "Đào Thị Hướng Dương", "Doãn Thị Cẩm Tú"
Clock = Callable[[], datetime]


def entrance_page(name: str, clock: Clock, *, step: int = 0) -> QWidget:
    """The page called ``name``; ``step`` of the first run. LookupError: there is none of that name."""
    if name not in PAGES:
        raise LookupError(name)
    return PAGES[name](clock) if name != "first_run" else _first_run(clock, step)


def _sight() -> BookOnSight:
    from carebook.stories.center import FACILITY
    from carebook.ui.sign_in.frame import BookOnSight

    return BookOnSight(PLACE, FACILITY.name)


def _known(now: datetime) -> list[Known]:
    from carebook.ui.sign_in.page import Known

    return [
        Known(_DIRECTOR, "Giám đốc", "ĐD", now),
        Known(_NURSE, "Điều dưỡng", "DT", now, has_pin=True),
        Known("Lâm Thị Thạch Thảo", "Trưởng phòng Công tác xã hội", "LT", now),
    ]


def _backups(now: datetime) -> list[Backup]:
    from carebook.store.backup import Backup

    return [
        Backup(
            Path(f"E:/SAO-LUU/CareBook {now - timedelta(days):%Y-%m-%d}.cbk"),
            now - timedelta(days, hours=11),
            people=164 - days,
            present=148,
            entries=31_220 - 400 * days,
            head="5f0c7a91d2e4b386",
            size=41_300_000 - 90_000 * days,
        )
        for days in (1, 2, 4)
    ]


def _sign_in(clock: Clock) -> QWidget:
    from carebook.ui.sign_in.page import SignInPage

    return SignInPage(_sight(), _known(clock()), clock)


def _locked(clock: Clock) -> QWidget:
    from carebook.ui.sign_in.page import Locked, SignInPage

    others = [one for one in _known(clock()) if one.login != _NURSE]
    return SignInPage(_sight(), others, clock, Locked(_NURSE, "Điều dưỡng", clock(), has_pin=True))


def _forgotten(clock: Clock) -> ForgottenPage:
    from carebook.ui.sign_in.forgotten import ForgottenPage

    return ForgottenPage(_sight(), clock, with_custodians=True)


def _by_custodians(clock: Clock) -> QWidget:
    page = _forgotten(clock)
    page.other_way.click()
    return page


def _new_password(clock: Clock) -> QWidget:
    from carebook.ui.sign_in.forgotten import NewPasswordPage

    return NewPasswordPage(_sight(), clock, _NURSE)


def _first_run(clock: Clock, step: int = 0) -> QWidget:
    from carebook.actions.opening import Opened
    from carebook.stories.center import FACILITY
    from carebook.ui.sign_in.first_run import FROM, KEY, FirstRunPage

    page = FirstRunPage(clock, PLACE)
    page.center.editor("name").set_value(FACILITY.name)
    page.manager.form.editor("full_name").set_value(_DIRECTOR)
    page.manager.form.editor("post").set_value("Giám đốc")
    if step < KEY:
        page.show_step(step)
        return page
    page.show_made(Opened(cast("Book", None), cast("Actor", None), recovery_code=_CODE))
    if step > KEY:
        groups = _CODE.split("-")
        page.key.second.line.setText(groups[1])
        page.key.seventh.line.setText(groups[6])
        page.go_on()
    if step >= FROM:
        page.show_step(step)
    return page


def _restore(clock: Clock) -> RestorePage:
    from carebook.ui.sign_in.restore import RestorePage

    page = RestorePage(clock, Path("D:/So CareBook 2"), PLACE)
    known = _backups(clock())
    with patch("carebook.store.backup.manifest_of", return_value=known[0]):  # the files are on nobody's disk
        page.show_known(known)
    return page


def _restore_by_papers(clock: Clock) -> QWidget:
    page = _restore(clock)
    page.way.buttons()[2].click()
    return page


def _restore_by_code(clock: Clock) -> QWidget:
    page = _restore(clock)
    page.way.buttons()[1].click()
    page.where.buttons()[-1].click()
    return page


def _moving(clock: Clock) -> QWidget:
    from carebook.ui.sign_in.restore import RestorePage

    return RestorePage(clock, PLACE, moving=True)


def _waiting(clock: Clock) -> QWidget:
    from carebook.ui.parts.clerk import Job
    from carebook.ui.sign_in.waiting import WaitingPage
    from carebook.words import _

    page = WaitingPage(
        _sight(), clock, _("Closing the book"), _("The book is backed up, and the backup opened for a check.")
    )
    job = Job(page)
    page.follow(job, _("Backing up"))
    job.report(40, 100)
    return page


def _damaged(clock: Clock) -> DamagedPage:
    from carebook.records.damage import CheckUp, Fault, Finding, Touched
    from carebook.store.errors import DamagedBook
    from carebook.ui.sign_in.damaged import DamagedPage

    into = Path("D:/So CareBook cuu")
    page = DamagedPage(_sight(), clock, DamagedBook().message, into, _backups(clock()), login="huongduong")
    touched = (Touched("observation", 7), Touched("address", 2))
    page.show_check(CheckUp(clock(), (Finding(Fault.PAGES, "carebook.db", 3, (412, 413, 977), touched),), is_full=True))
    return page


def _salvaged(clock: Clock) -> QWidget:
    from carebook.actions.damage import SavedBook
    from carebook.records.damage import CheckUp, LostRow, Salvaged, TableSaved

    page = _damaged(clock)
    tables = (
        TableSaved("person", read=164),
        TableSaved("observation", read=21_806, from_backup=5, from_journal=1, lost=1),
        TableSaved("address", read=310, from_backup=2),
    )
    saved = Salvaged(
        clock(), tables, lost=(LostRow("observation", "0192f"),), files=41, left=CheckUp(clock(), is_full=True)
    )
    page.show_saved(SavedBook(Path("D:/So CareBook cuu"), saved))
    return page


PAGES: Mapping[str, Callable[[Clock], QWidget]] = {
    "sign_in": _sign_in,
    "locked": _locked,
    "forgotten": _forgotten,
    "by_custodians": _by_custodians,
    "new_password": _new_password,
    "first_run": _first_run,
    "restore": _restore,
    "restore_by_code": _restore_by_code,
    "restore_by_papers": _restore_by_papers,
    "moving": _moving,
    "waiting": _waiting,
    "damaged": _damaged,
    "salvaged": _salvaged,
}

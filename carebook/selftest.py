"""The program tests itself: a book is made, used, printed, signed, backed up and restored in a folder that is thrown away."""

from __future__ import annotations

import pkgutil
import secrets
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

import carebook
from carebook import places
from carebook.actions.backup import back_up_book, restore_backup
from carebook.actions.episodes import Admission, admit_person
from carebook.actions.opening import Opened, make_book
from carebook.actions.periods import Signers, close_period, number_report
from carebook.actions.signing import check_file, make_signing_key, sign_as_head, sign_as_preparer
from carebook.dates import PartialDate
from carebook.records.episodes import Episode
from carebook.records.facility import Facility
from carebook.records.people import Person, Sex
from carebook.records.periods import Snapshot
from carebook.records.staff import StaffMember
from carebook.reports import copies
from carebook.rules.periods import key_before, span_of
from carebook.store import search
from carebook.store.backup import Backup
from carebook.store.book import in_vietnam, now_utc
from carebook.words import Message, _, message, speaking

Say = Callable[[str], object]
R = TypeVar("R")
# Libraries that are loaded only when somebody asks for what they do.
_LATE = ("holidays.countries.vietnam", "zxcvbn", "Crypto.Protocol.SecretSharing", "markdown_it", "docx", "pypdfium2")
_LOGIN = "tu-kiem-tra"
_NAME = "Trần Thị Kiểm Thử"


class SelfTestFailed(Exception):
    """A step of the self-test did not do what it promises; ``message`` says which one and what was found."""

    def __init__(self, step: Message, why: object) -> None:
        self.message = message("The self-test stopped at “{step}”: {why}", step=step, why=why)
        super().__init__(self.message.id)

    def __str__(self) -> str:
        return str(self.message)


def run(say: Say | None) -> tuple[str, ...]:
    """Everything once, in a temporary folder; ``say`` is told each step as it passes. Returns the steps in words.

    Raises `SelfTestFailed` with a sentence at the first step that fails.
    """
    said: list[str] = []
    with tempfile.TemporaryDirectory(prefix="carebook-", ignore_cleanup_errors=True) as place:
        trial = _Trial(Path(place), now_utc())
        try:
            for step in trial.steps():
                said.append(str(step))
                if say is not None:
                    say(said[-1])
        finally:
            trial.close()
    return tuple(said)


class _Trial:
    """One run: each step does something, checks it, and is told when it has passed."""

    def __init__(self, place: Path, now: datetime) -> None:
        self.place = place
        self.now = now
        self.month = key_before(f"{in_vietnam(now):%Y-%m}")
        self.secret = secrets.token_urlsafe(12)
        self.opened: list[Opened] = []
        self.window: object = None  # held to the end: what was drawn belongs to it

    def close(self) -> None:
        """Close every book that was opened."""
        for found in self.opened:
            found.book.close()

    def steps(self) -> Iterator[Message]:
        """The steps in their order; each is given only after its check held."""
        count = self._doing(message("loading every part"), _load_every_part)
        yield message("Every part of the program is there: {count} modules.", count=count)
        self._check(message("dressing the window"), self._doing(message("dressing the window"), self._rehearse), [])
        yield message("Fonts, signs and words of the window are there.")
        made = self._doing(message("making a book"), self._make)
        book = made.book
        yield message("A new encrypted book is made.")
        episode = self._doing(message("admitting somebody"), lambda: self._admit(made))
        yield message("Somebody is admitted.")
        with book.reading_for(made.actor, self.now) as reader:
            found = search.find_people(reader, "kiem thu tran", restricted=False).people
        self._check(message("finding somebody"), [one.full_name for one in found], [_NAME])
        yield message("The person is found without marks, in any order.")
        snapshot = self._doing(message("closing the figures"), lambda: self._close(made))
        yield message("The figures of {month} are closed: {people} person.", month=self.month, people=1)
        with book.reading_masked(self.now) as reader:
            source = copies.gather(reader, self.month, self.now, snapshot_id=snapshot.id)
        drawn = self._doing(message("drawing the report"), lambda: copies.draw(source))
        self._check(message("drawing the report"), drawn.pdf[:5], b"%PDF-")
        yield message("The report is drawn as PDF.")
        text = self._doing(message("drawing the spreadsheet"), lambda: copies.docx(source))
        self._check(message("drawing the spreadsheet"), (drawn.xlsx[:2], text[:2]), (b"PK", b"PK"))
        yield message("The report is drawn as spreadsheet and text document.")
        self._doing(message("signing the report"), lambda: self._sign(made, snapshot))
        yield message("Two people sign it.")
        with book.reading_masked(self.now) as reader:
            signed = copies.signed_copy(reader, snapshot.id) or b""
            verdict = check_file(signed, reader, self.now)
            broken = check_file(signed.replace(b"%%EOF", b"%%E0F", 1), reader, self.now)
        self._check(message("checking the signatures"), (len(verdict.signers), verdict.is_accepted), (2, True))
        self._check(message("checking the signatures"), broken.is_accepted, False)
        yield message("The signatures hold; a changed file is noticed.")
        kept = self._doing(message("backing the book up"), lambda: self._back_up(made))
        self._check(message("backing the book up"), kept.people, 1)
        yield message("A backup is made and opened for a check.")
        restored = self._doing(message("restoring the backup"), lambda: self._restore(kept))
        with restored.book.looking(self.now) as reader:
            there = reader.record(Episode, episode.id)
        self._check(message("restoring the backup"), there, episode)
        self._check(
            message("restoring the backup"), (restored.book.check(), restored.book.check_chain().broken_at), ([], None)
        )
        yield message("The backup is restored and equals the book; journal and files are sound.")

    # what the steps do

    def _rehearse(self) -> list[str]:
        self.window, missing = import_module("carebook.ui.application.rehearsal").rehearse()
        with speaking("vi"):
            return [*missing, *([] if _("Save") == "Lưu" else ["Lưu"])]

    def _make(self) -> Opened:
        first = span_of(self.month).first
        manager = StaffMember(full_name="Người Tự Kiểm Tra", post="Giám đốc")
        made = make_book(
            self.place / "so",
            facility=Facility(name="Cơ sở tự kiểm tra", head_name=manager.full_name, records_complete_from=first),
            manager=manager,
            login=_LOGIN,
            password=self.secret,
            now=self.now,
            sample=True,
        )
        self.opened.append(made)
        by = made.actor
        make_signing_key(made.book, by.staff_member_id, self.secret, made.recovery_code, by=by, now=self.now)
        return made

    def _admit(self, made: Opened) -> Episode:
        admission = Admission(
            person=Person(full_name=_NAME, sex=Sex.FEMALE, born=PartialDate("1945")),
            episode=Episode(person_id="", start_on=span_of(self.month).first, decision_no="1/QĐ"),
            category="elderly_alone_poor",
        )
        kept: Episode = admit_person(made.book, admission, by=made.actor, now=self.now).result
        return kept

    def _close(self, made: Opened) -> Snapshot:
        by = made.actor
        signers = Signers(by.name, "Người lập biểu", by.name, "Giám đốc")
        kept: Snapshot = close_period(made.book, self.month, by=by, now=self.now, signers=signers).result
        number_report(made.book, kept.id, "1", in_vietnam(self.now), by=by, now=self.now)
        return kept

    def _sign(self, made: Opened, snapshot: Snapshot) -> None:
        for deed in (sign_as_preparer, sign_as_head):
            deed(made.book, snapshot.id, self.secret, by=made.actor, now=self.now)

    def _back_up(self, made: Opened) -> Backup:
        folder = self.place / "sao-luu"
        folder.mkdir()
        kept: Backup = back_up_book(made.book, folder, by=made.actor, now=self.now).result
        return kept

    def _restore(self, kept: Backup) -> Opened:
        made = restore_backup(kept.path, self.place / "so-khoi-phuc", name=_LOGIN, password=self.secret, now=self.now)
        self.opened.append(made)
        return made

    @staticmethod
    def _doing(step: Message, deed: Callable[[], R]) -> R:
        try:
            return deed()
        except Exception as error:
            raise SelfTestFailed(step, error) from error

    @staticmethod
    def _check(step: Message, found: object, expected: object) -> None:
        if found != expected:
            raise SelfTestFailed(step, message("found {found}, expected {expected}", found=found, expected=expected))


def _load_every_part() -> int:
    """Load every module of the program and the libraries that wait for their use; how many modules there are.

    A program that was installed brings all libraries; one that runs from its source may lack those of the extras.
    """
    count = 0
    for found in pkgutil.walk_packages(carebook.__path__, "carebook.", onerror=_heard_later):
        if found.name == "carebook.__main__":
            continue
        try:
            import_module(found.name)
        except ModuleNotFoundError as error:
            if places.installed_as() or (error.name or "carebook").startswith("carebook"):
                raise
        count += 1
    for name in _LATE:
        import_module(name)
    if places.installed_as() or find_spec("botocore"):
        session: Any = import_module("botocore.session")
        session.get_session().get_service_model("s3")
    return count


def _heard_later(_name: str) -> None:
    """A package that cannot be loaded is met again by its own import."""

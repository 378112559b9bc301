"""Words planted in a book, and faults at every layer: none of the words is in a log, a report, a title, a file name or a stream."""

from __future__ import annotations

import logging
import tempfile
import unicodedata
import warnings
from collections.abc import Iterator
from dataclasses import MISSING, replace
from datetime import date, datetime, time
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer, qCritical, qWarning
from PySide6.QtGui import QGuiApplication, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from carebook import selftest
from carebook.actions.change import Refused
from carebook.actions.opening import Opened
from carebook.actions.people import amend_person
from carebook.commands import main as commands
from carebook.dates import PartialDate
from carebook.records.declaration import Field, Kind
from carebook.records.declaration import fields as facts_of
from carebook.records.episodes import Episode
from carebook.records.people import Person
from carebook.records.record import Record, table_of
from carebook.rules.crashes import Crash, crash_of
from carebook.store import errors
from carebook.store.book import Reader, new_id
from carebook.store.search import index_person
from carebook.ui.application.crash import LOG, NATIVE_LOG, CrashWatch, keep_log, keep_report
from carebook.ui.main_window.navigation import ENTRIES, is_open_to
from tests import samples
from tests.conftest import NOW, PASSWORD
from tests.every_record import every_record
from tests.ui.program import running, sign_in, sign_in_page

NAME, NUMBER, HEALTH = "Nguyễn Thị Xuyêxuha", "079199987654", "laophoibimatkq"
PLANTED = ("Xuyêxuha", "xuyexuha", NUMBER, HEALTH)
LEFT_OUT = {"Facility": "the center's name and address are nobody's, and the settings keep its name"}
_PLAIN: dict[object, object] = {
    date: NOW.date(),
    datetime: NOW,
    time: time(7, 30),
    PartialDate: PartialDate("1950"),
    bool: False,
    int: 1,
    float: 1.0,
    bytes: b"",
    str: "",
}
_TYPED = (Kind.TEXT, Kind.NOTE, Kind.NAME, Kind.PHONE)
_OF_ROWS = ("id", "version", "withdrawn_at", "withdrawn_by")


def found_in(raw: bytes) -> list[str]:
    """Which planted words stand in bytes, however they are written down."""
    ways = [
        (word, unicodedata.normalize(form, case(word)).encode(code))
        for word in PLANTED
        for form in ("NFC", "NFD")
        for case in (str, str.lower, str.upper)
        for code in ("utf-8", "utf-16-le")
    ]
    return sorted({word for word, way in ways if way in raw})


def is_words(field: Field) -> bool:
    """Whether somebody types words of their own into a field."""
    return field.type is str and field.fact.kind in _TYPED and not field.name.endswith("_id") and field.name != "id"


def filled(record: Record) -> Record:
    """The record with the words in every field of words but its code."""
    words = {one.name: f"{NAME} {NUMBER} {HEALTH}" for one in facts_of(type(record)) if is_words(one)}
    return replace(record, **{name: text for name, text in words.items() if name != "code"})


def any_record(kind: type[Record], links: dict[str, str]) -> Record:
    """A record of a class with the words in every field of words, links to those that are known, and anything else."""
    given: dict[str, object] = {}
    for field in facts_of(kind):
        if field.name in _OF_ROWS:
            continue
        if is_words(field):
            given[field.name] = f"{NAME} {NUMBER} {HEALTH} {kind.__name__}"
        elif field.optional or field.default is not MISSING:
            if field.name in links:
                given[field.name] = links[field.name]
        elif field.fact.choices is not None:
            given[field.name] = next(iter(field.fact.choices))
        elif field.fact.kind is Kind.LINK:
            given[field.name] = links.get(field.name, new_id())
        else:
            given[field.name] = _PLAIN.get(field.type, ())
    return kind(**given)


@pytest.fixture
def planted_everywhere(planted: Opened) -> Opened:
    """The book of ``planted`` with a row in every table that holds records; what they refer to need not be there."""
    book, by = planted.book, planted.actor
    with book.looking(NOW) as reader:
        person, stay = reader.records(Person)[0], reader.records(Episode)[0]
    links = {"person_id": person.id, "episode_id": stay.id, "account_id": by.account_id, "by_id": by.staff_member_id}
    connection = book._connection
    connection.execute("PRAGMA foreign_keys=OFF")
    with book.changing(by.account_id, NOW, new_id(), "test") as writer:
        for kind in every_record():
            if kind.__name__ not in LEFT_OUT:
                writer.add(any_record(kind, links))
    connection.execute("PRAGMA foreign_keys=ON")
    return planted


@pytest.fixture
def planted(opened: Opened) -> Opened:
    """A book with the words in the text fields of a person, of the person's stay and of what belongs to them."""
    with opened.book.changing(opened.actor.account_id, NOW, new_id(), "test") as writer:
        person = writer.add(replace(filled(samples.person()), full_name=NAME))
        stay = writer.add(filled(samples.episode(person.id)))
        for sample in ("alias", "identity_paper", "health_card", "address", "relative", "allergy", "attachment"):
            writer.add(filled(getattr(samples, sample)(person.id)))
        for sample in ("absence", "dossier_item", "service_contract", "belonging"):
            writer.add(filled(getattr(samples, sample)(stay.id)))
        index_person(writer, person.id)
    return opened


@pytest.fixture
def logs(tmp_path: Path) -> Iterator[Path]:
    """The folder of the logs while the program watches for faults."""
    folder = tmp_path / "logs"
    before, level = logging.getLogger("carebook").handlers, logging.getLogger("carebook").level
    native = keep_log(folder)
    yield folder
    logging.captureWarnings(False)
    for handler in logging.getLogger("carebook").handlers:
        handler.close()
    logging.getLogger("carebook").handlers = before
    logging.getLogger("carebook").setLevel(level)
    logging.getLogger("carebook").propagate = True
    import faulthandler

    faulthandler.disable()
    native.close()


class Painted(QWidget):
    """A widget whose painting fails."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        raise ValueError(f"{NAME} {HEALTH}")


class Unclean:
    """Something that fails while it is cleared away."""

    def __del__(self) -> None:
        raise ValueError(NAME)


def fail_everywhere(qtbot, work, book) -> QWidget:
    """Provoke a fault at every layer; gives the widget that fails to paint."""
    window, desk = work.window, work.desk

    def sql(reader: Reader) -> object:
        return reader.rows(f"SELECT '{NAME}' FROM \"{HEALTH}\" WHERE number = '{NUMBER}'")

    def fail(*_given: object, **_named: object) -> None:
        raise ValueError(f"{NAME} {NUMBER}")

    def refuse(*_given: object, **_named: object) -> None:
        from carebook.actions.change import refuse as refused
        from carebook.words import message

        raise refused(message("Saved: {name}.", name=NAME))

    desk.ask(window, sql, print)
    desk.ask(window, fail, print, key="other")
    desk.clerk.do(lambda: fail())
    desk.clerk.do(lambda: refuse())
    desk.clerk.make(fail, lambda found: found, print)
    desk.clerk.make(lambda reader: reader, fail, print)
    QTimer.singleShot(0, fail)
    painted = Painted()
    qtbot.addWidget(painted)
    painted.resize(40, 40)
    painted.show()
    qWarning(f"QPixmap::load: {NAME} {HEALTH}")
    qCritical(NUMBER)
    QPixmap(f"/nowhere/{NAME}.png")
    QObject().setProperty(NAME, HEALTH)
    Unclean()
    warnings.warn(f"{NAME} {HEALTH}", UserWarning, stacklevel=1)
    for library in ("pyhanko.sign", "fsspec.local", "reportlab", "fontTools", "asyncssh", "httpx", "PIL"):
        logging.getLogger(library).warning("%s %s", NAME, NUMBER)
    with pytest.raises(Exception, match=HEALTH), book.changing("x", NOW, new_id(), "test") as writer:
        writer.run(f"INSERT INTO {HEALTH} VALUES (?)", (NAME,))
    with pytest.raises(Refused):
        amend_person(book, samples.person(id="x", full_name=""), by=work.actor, now=NOW, op="")
    return painted


def test_the_words_stand_in_every_field_of_words_of_every_record(planted_everywhere: Opened):
    """What a new record brings is planted without anybody thinking of it."""
    missing, fields = [], 0
    with planted_everywhere.book.looking(NOW) as reader:
        for kind in every_record():
            for field in facts_of(kind):
                if is_words(field) and kind.__name__ not in LEFT_OUT:
                    fields += 1
                    sql = f'SELECT count(*) FROM "{table_of(kind)}" WHERE "{field.name}" LIKE ?'
                    if not reader.value(sql, (f"%{HEALTH}%",)):
                        missing.append(f"{kind.__name__}.{field.name}")
    assert missing == []
    assert fields > 500


@pytest.mark.filterwarnings("ignore")
def test_nothing_planted_comes_out(qtbot, qapp, planted_everywhere: Opened, tmp_path, logs: Path, capfd, monkeypatch):
    folder = planted_everywhere.book.folder
    planted_everywhere.book.close()
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    crashes: list[Crash] = []
    with running(qapp, folder, tmp_path) as program:
        work = sign_in(qtbot, program)
        watch = CrashWatch()
        watch.crashed.connect(crashes.append)
        watch.take_over()
        try:
            for entry in ENTRIES:  # the pages of the navigation read the words, and fail where they do not fit
                if entry is not None and not (entry.under or entry.of_one) and is_open_to(work.desk, entry):
                    work.window.show_page(entry.page)
                    qtbot.wait(20)
            painted = fail_everywhere(qtbot, work, work.desk.book)
            qtbot.waitUntil(lambda: {one.place.split()[-1] for one in crashes} >= {"fail", "rows", "paintEvent"})
            qtbot.wait(100)
            painted.hide()
        finally:
            watch.give_back()
        titles = " ".join(one.windowTitle() + one.objectName() for one in QApplication.allWidgets())
        keep_report(crashes[0], tmp_path / "report.txt")
        names = [str(one) for place in (folder, temporary, logs) for one in place.rglob("*")]
        inside = {
            one.name: one.read_bytes() for place in (folder, temporary) for one in place.rglob("*") if one.is_file()
        }
    said = capfd.readouterr()
    written = {
        "log": (logs / LOG).read_bytes(),
        "native log": (logs / NATIVE_LOG).read_bytes(),
        "report": (tmp_path / "report.txt").read_bytes(),
        "output": said.out.encode() + said.err.encode(),
        "titles": titles.encode(),
        "names of files": "\n".join(names).encode(),
        "settings": (tmp_path / "carebook.ini").read_bytes(),
        **inside,
    }
    assert {place: found_in(raw) for place, raw in written.items() if found_in(raw)} == {}
    assert b"Qt: QPixmap::load" in written["log"]
    assert b"while clearing away" in written["log"]


def test_commands_that_fail_say_nothing_planted(planted_everywhere: Opened, tmp_path, monkeypatch, capfd):
    folder = planted_everywhere.book.folder
    planted_everywhere.book.close()
    logs = tmp_path / "logs"
    logs.mkdir()
    monkeypatch.setattr("carebook.places.log_folder", lambda: logs)
    monkeypatch.setenv("CAREBOOK_PASSWORD", PASSWORD)
    bad = tmp_path / "bad.csv"
    bad.write_bytes(f"{NAME};{NUMBER}\n{HEALTH};\x00\n".encode())

    def fail(*_given: object, **_named: object) -> None:
        logging.getLogger("pyhanko").error("%s", NAME)
        raise ValueError(f"{NAME} {HEALTH} {NUMBER}")

    commands.run(["import", str(folder), str(bad)], selftest.run)
    for place, command in (
        ("carebook.commands.opening.open_book", ["check", str(folder)]),
        ("carebook.commands.opening.open_book", ["import", str(folder), str(bad)]),
    ):
        with monkeypatch.context() as patched:
            patched.setattr(place, fail)
            assert commands.run(command, selftest.run) == 1
    said = capfd.readouterr()
    log = (logs / LOG).read_bytes()
    assert b"ValueError" in log
    assert b"fail" in log
    assert found_in(said.out.encode() + said.err.encode() + log) == []


def test_a_sentence_of_the_store_holds_no_value_of_a_row(planted_everywhere: Opened):
    with pytest.raises(Exception, match=HEALTH) as caught, planted_everywhere.book.looking(NOW) as reader:
        reader.rows(f"SELECT * FROM {HEALTH}")
    assert found_in(crash_of(caught.value, caught.tb).report("").encode()) == []
    for kind in vars(errors).values():
        if isinstance(kind, type) and issubclass(kind, errors.BookError):
            assert "{sql}" not in kind.pattern


def test_the_place_of_a_fault_names_no_folder_of_a_user():
    crash = crash_of(ValueError(NAME), None)
    assert crash == Crash("ValueError", ())
    namespace: dict[str, object] = {}
    exec(compile("def fail():\n    raise ValueError", f"/home/{NAME}/carebook/store/rows.py", "exec"), namespace)
    try:
        namespace["fail"]()  # type: ignore[operator]
    except ValueError as error:
        places = crash_of(error, error.__traceback__).places
    assert places[-1] == "carebook/store/rows.py:2 fail"
    assert not any(NAME in place for place in places)


def test_changing_hands_leaves_no_word_of_the_first_person(qtbot, qapp, planted: Opened, tmp_path):
    from carebook.actions.accounts import add_staff_member, approve_account, request_account
    from carebook.records.staff import Role

    book, by = planted.book, planted.actor
    member = add_staff_member(book, samples.staff_member(), by=by, now=NOW).result
    account = request_account(book, member.id, "camtu", by=by, now=NOW).result
    handed = approve_account(book, account.id, [samples.grant(role=Role.IT), samples.grant()], by=by, now=NOW).result
    with book.looking(NOW) as reader:
        person = reader.records(Person, "full_name = ?", (NAME,))[0]
    folder = book.folder
    book.close()
    with running(qapp, folder, tmp_path) as program:
        first = sign_in(qtbot, program)
        first.desk.go("person", person_id=person.id)
        qtbot.waitUntil(lambda: NAME in words_on_screen())
        assert not any(NAME in one.windowTitle() for one in QApplication.topLevelWidgets())
        first.window.activateWindow()
        qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is not None)
        QGuiApplication.clipboard().setText(NAME)
        program.lock()
        assert NAME not in QGuiApplication.clipboard().text()
        page = sign_in_page(program)
        page.choose(None)
        page.name.line.setText("camtu")
        page.secret.line.setText(handed.one_time_password)
        QGuiApplication.clipboard().setText(NAME)
        page.go.click()
        qtbot.waitUntil(lambda: program.entrance.page() is not page)
        own = program.entrance.page()
        own.password.first.line.setText("mèo mun nhảy rào 9")
        own.password.second.line.setText("mèo mun nhảy rào 9")
        own.go.click()
        qtbot.waitUntil(lambda: program.work is not first and program.work is not None)
        qtbot.waitUntil(lambda: program.work.window.isVisible())
        qtbot.wait(200)
        assert NAME not in words_on_screen()
        assert NAME not in QGuiApplication.clipboard().text()
        assert "mèo mun" not in words_on_screen()


def words_on_screen() -> str:
    """The words of every widget there is, shown or not."""
    return " · ".join(
        one.text() for one in QApplication.allWidgets() if isinstance(one, QLabel | QLineEdit) or hasattr(one, "whole")
    ) + " · ".join(one.accessibleName() for one in QApplication.allWidgets())

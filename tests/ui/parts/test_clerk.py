"""The clerk: deeds in order, the newest question wins, answers on the window's thread, nothing told to who has gone."""

from __future__ import annotations

import sys
import threading
import time
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from carebook.ui.parts.clerk import Clerk, Job, Stopped


@dataclass(frozen=True)
class Done:
    subjects: frozenset[str] = frozenset({"visits"})


class Refusal(Exception):
    problems = (SimpleNamespace(field="", message="no"),)


class Broken(Exception):
    pass


class FakeReader:
    """A reader whose slow question can be interrupted, as SQLite's can."""

    opened: list[FakeReader]

    def __init__(self) -> None:
        self.thread = threading.get_ident()
        self.stop = threading.Event()
        self.closed_on: int | None = None
        self.interrupted = 0

    def interrupt(self) -> None:
        self.interrupted += 1
        self.stop.set()

    def slowly(self, answer: str, started: threading.Event | None = None) -> str:
        self.stop.clear()
        if started is not None:
            started.set()
        if self.stop.wait(3):
            raise Broken("interrupted")
        return answer

    def close(self) -> None:
        self.closed_on = threading.get_ident()


@pytest.fixture
def readers() -> list[FakeReader]:
    return []


@pytest.fixture
def clerk(dressed: QApplication, readers: list[FakeReader]):
    assert dressed is not None

    def open_reader() -> FakeReader:
        readers.append(FakeReader())
        return readers[-1]

    clerk = Clerk(lambda: None, open_reader)
    yield clerk
    clerk.close()


@pytest.fixture
def hooked(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    seen: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda _type, error, _trace: seen.append(error))
    return seen


def test_a_deed_is_done_elsewhere_and_told_here_once(qtbot, clerk: Clerk) -> None:
    here, there, told, changes = threading.get_ident(), [], [], []
    clerk.changed.connect(lambda change: changes.append((change, threading.get_ident())))

    def action() -> Done:
        there.append(threading.get_ident())
        return Done()

    clerk.do(action, lambda change: told.append((change, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(changes))
    assert told == changes == [(Done(), here)]
    assert len(there) == 1
    assert there[0] != here


def test_deeds_keep_their_order_and_say_when_they_are_over(qtbot, clerk: Clerk) -> None:
    order: list[int] = []
    writing: list[bool] = []
    clerk.writing_changed.connect(writing.append)

    def action(number: int) -> Done:
        time.sleep(0.01 if number % 2 else 0)
        order.append(number)
        return Done()

    for number in range(10):
        clerk.do(lambda number=number: action(number))
    assert clerk.is_writing
    qtbot.waitUntil(lambda: not clerk.is_writing)
    assert order == list(range(10))
    assert writing == [True, False]


def test_a_refusal_is_told_to_who_asked_alone(qtbot, clerk: Clerk, hooked: list[BaseException]) -> None:
    refused: list[BaseException] = []
    changes: list[object] = []
    clerk.changed.connect(changes.append)

    def action() -> Done:
        raise Refusal

    clerk.do(action, None, refused.append)
    qtbot.waitUntil(lambda: bool(refused))
    assert isinstance(refused[0], Refusal)
    assert hooked == changes == []


@pytest.mark.parametrize("listens", [True, False])
def test_other_errors_reach_the_hook_after_who_asked(
    qtbot, clerk: Clerk, hooked: list[BaseException], listens: bool
) -> None:
    told: list[tuple[BaseException, int]] = []

    def action() -> Done:
        raise Broken

    clerk.do(action, None, (lambda error: told.append((error, len(hooked)))) if listens else None)
    qtbot.waitUntil(lambda: bool(hooked))
    assert isinstance(hooked[0], Broken)
    assert [(type(error), before) for error, before in told] == ([(Broken, 0)] if listens else [])


def test_a_refusal_nobody_listens_to_is_not_lost(qtbot, clerk: Clerk, hooked: list[BaseException]) -> None:
    def action() -> Done:
        raise Refusal

    clerk.do(action)
    qtbot.waitUntil(lambda: bool(hooked))
    assert isinstance(hooked[0], Refusal)


def test_a_question_is_answered_here(qtbot, clerk: Clerk, readers: list[FakeReader]) -> None:
    asker, answers = QObject(), []
    clerk.ask(asker, lambda reader: reader.thread, lambda answer: answers.append((answer, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [(readers[0].thread, threading.get_ident())]
    assert readers[0].thread != threading.get_ident()


def test_the_newest_question_of_an_asker_wins_and_breaks_the_running_one_off(
    qtbot, clerk: Clerk, readers: list[FakeReader], hooked: list[BaseException]
) -> None:
    asker, answers, started = QObject(), [], threading.Event()
    begun = time.perf_counter()
    clerk.ask(asker, lambda reader: reader.slowly("old", started), answers.append)
    assert started.wait(2)
    for number in range(5):
        clerk.ask(asker, lambda _reader, number=number: number, answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    qtbot.wait(30)
    assert answers == [4]
    assert readers[0].interrupted == 1
    assert time.perf_counter() - begun < 2
    assert hooked == []


def test_who_asks_after_a_deed_is_answered_with_it(qtbot, clerk: Clerk) -> None:
    asker, kept, answers = QObject(), [], []

    def action() -> Done:
        time.sleep(0.1)
        kept.append("draft")
        return Done()

    clerk.do(action)
    clerk.ask(asker, lambda _reader: list(kept), answers.append)
    clerk.make(lambda _reader: list(kept), lambda gathered: gathered, answers.append)
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert answers == [["draft"], ["draft"]]


def test_a_very_long_deed_holds_no_question_for_ever(qtbot, clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("carebook.ui.parts.hands.PATIENCE", 0.02)
    asker, answers, over = QObject(), [], threading.Event()

    def action() -> Done:
        assert over.wait(5)
        return Done()

    clerk.do(action)
    clerk.ask(asker, lambda _reader: "meanwhile", answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert clerk.is_writing
    over.set()
    qtbot.waitUntil(lambda: not clerk.is_writing)
    assert answers == ["meanwhile"]


def test_idle_is_only_who_owes_no_answer(qtbot, clerk: Clerk) -> None:
    """What an answer asks for in its turn was asked before the clerk is idle again."""
    hold, idle = threading.Event(), []
    asker, told = QWidget(), []
    qtbot.addWidget(asker)

    def answered(answer: str) -> None:
        idle.append(clerk.is_idle)
        told.append(answer)

    def ask_more(_answer: str) -> None:
        clerk.ask(asker, lambda _reader: "second", answered)
        idle.append(clerk.is_idle)

    assert clerk.is_idle
    clerk.ask(asker, lambda _reader: hold.wait(3), ask_more)
    assert not clerk.is_idle
    hold.set()
    qtbot.waitUntil(lambda: told == ["second"])
    assert idle == [False, True]
    for give in (lambda: clerk.do(Done), lambda: clerk.make(lambda reader: reader, lambda _read: 1, told.append)):
        give()
        assert not clerk.is_idle
        qtbot.waitUntil(lambda: clerk.is_idle)


def test_other_askers_and_other_keys_are_left_alone(qtbot, clerk: Clerk) -> None:
    one, other, answers = QObject(), QObject(), []
    clerk.ask(one, lambda _reader: "one", answers.append)
    clerk.ask(one, lambda _reader: "one, pages", answers.append, key="pages")
    clerk.ask(other, lambda _reader: "other", answers.append)
    qtbot.waitUntil(lambda: len(answers) == 3)
    assert answers == ["one", "one, pages", "other"]


def test_nothing_is_told_to_who_has_gone(qtbot, clerk: Clerk, hooked: list[BaseException]) -> None:
    asker, answers = QWidget(), []
    clerk.ask(asker, lambda _reader: time.sleep(0.05), answers.append)
    asker.deleteLater()
    qtbot.wait(150)
    assert answers == []
    assert hooked == []


def test_a_deed_is_not_told_to_who_has_gone(qtbot, clerk: Clerk, hooked: list[BaseException]) -> None:
    class Asker(QWidget):
        def told(self, line: str, _change: Done) -> None:
            self.setAccessibleName(line)

    asker = Asker()
    clerk.do(Done, partial(asker.told, "directly"))
    clerk.do(Done, partial(partial(asker.told), "wrapped twice"))
    shiboken6.delete(asker)
    qtbot.waitUntil(lambda: not clerk.is_writing)
    assert hooked == []


def test_a_question_that_fails_is_told(qtbot, clerk: Clerk, hooked: list[BaseException]) -> None:
    asker, told = QObject(), []

    def question(_reader: FakeReader) -> None:
        raise Broken

    clerk.ask(asker, question, told.append, told.append)
    qtbot.waitUntil(lambda: bool(hooked))
    assert [type(error) for error in told] == [Broken]


def test_a_book_that_cannot_be_opened_is_told(qtbot, hooked: list[BaseException]) -> None:
    def broken() -> FakeReader:
        raise Broken

    clerk, told, asker = Clerk(broken, broken), [], QObject()
    clerk.do(Done, None, told.append)
    clerk.ask(asker, str, told.append, told.append)
    clerk.make(str, str, told.append, told.append)
    qtbot.waitUntil(lambda: len(told) == 3)
    assert {type(error) for error in told} == {type(error) for error in hooked} == {Broken}
    clerk.close()


def test_long_work_is_gathered_with_a_reader_and_drawn_without(qtbot, clerk: Clerk) -> None:
    made, steps = [], []
    job = Job(clerk)

    def gather(reader: FakeReader) -> int:
        for step in range(3):
            job.report(step + 1, 3)
        return reader.thread

    with qtbot.waitSignal(job.ended):
        same = clerk.make(
            gather,
            lambda gathered: (gathered, threading.get_ident()),
            made.append,
            job=job,
            progress=lambda *s: steps.append(s),
        )
    assert same is job
    assert steps == [(1, 3), (2, 3), (3, 3)]
    assert made[0][0] == made[0][1] != threading.get_ident()


def test_stopped_work_is_thrown_away(qtbot, clerk: Clerk, hooked: list[BaseException]) -> None:
    made: list[object] = []
    job, begun = Job(clerk), threading.Event()

    def gather(_reader: FakeReader) -> None:
        begun.set()
        while True:
            job.check()
            time.sleep(0.005)

    clerk.make(gather, str, made.append, made.append, job=job)
    assert begun.wait(2)
    with qtbot.waitSignal(job.ended):
        job.cancel()
    assert made == hooked == []
    assert job.is_stopped()
    with pytest.raises(Stopped):
        job.check()


def test_closing_finishes_deeds_and_closes_readers_where_they_were_opened(qtbot, readers: list[FakeReader]) -> None:
    done: list[int] = []

    def open_reader() -> FakeReader:
        readers.append(FakeReader())
        return readers[-1]

    clerk, asker, answers = Clerk(lambda: None, open_reader), QObject(), []
    clerk.ask(asker, lambda reader: reader.thread, answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    for number in range(20):
        clerk.do(lambda number=number: (time.sleep(0.002), done.append(number), Done())[-1])
    clerk.close()
    clerk.close()
    assert done == list(range(20))
    assert [reader.closed_on for reader in readers] == [reader.thread for reader in readers]


def test_another_day_opens_new_readers(qtbot, clerk: Clerk, readers: list[FakeReader]) -> None:
    asker, used = QObject(), []

    def use_both() -> None:
        before = len(used)
        clerk.ask(asker, used.append, lambda _answer: None)
        clerk.make(used.append, str, lambda _made: None)
        qtbot.waitUntil(lambda: len(used) == before + 2)

    use_both()
    use_both()
    clerk.renew()
    use_both()
    assert len(readers) == len({id(reader) for reader in used}) == 4
    assert {id(reader) for reader in used[:2]} == {id(reader) for reader in readers if reader.closed_on is not None}

"""Closing the book: what is being written comes first, then the backup in every place that lacks something."""

from __future__ import annotations

import time
from dataclasses import replace

from carebook.records.facility import Facility
from carebook.store.backup import last_backup
from carebook.store.book import new_id
from carebook.stories.demo import BACKUPS, DemoBook
from tests.conftest import NOW, PASSWORD
from tests.ui.program import running, sign_in


def test_closing_waits_for_what_is_being_written_and_backs_up(qtbot, qapp, book_folder, tmp_path):
    (tmp_path / "usb").mkdir()
    done = []
    with running(qapp, book_folder, tmp_path) as program:
        program.choices.add_backup_folder(book_folder, tmp_path / "usb")
        work = sign_in(qtbot, program)

        def slowly():
            time.sleep(0.4)
            done.append("written")
            from carebook.actions.change import Change

            return Change(frozenset())

        program.ended.connect(lambda: done.append("ended"))
        work.desk.clerk.do(slowly)
        work.window.close()
        assert program.book is not None
        qtbot.waitUntil(lambda: "ended" in done)
    assert done == ["written", "ended"]
    assert last_backup(book_folder).path.parent == tmp_path / "usb"


def test_closing_makes_no_second_backup_of_what_is_backed_up(qtbot, qapp, book_folder, tmp_path):
    usb, second = tmp_path / "usb", tmp_path / "second"
    usb.mkdir()
    second.mkdir()

    def close(*folders, write=None):
        with running(qapp, book_folder, tmp_path) as program:
            program.choices.keep_backup_folders(book_folder, folders)
            work = sign_in(qtbot, program)
            if write is not None:
                write(work)
            with qtbot.waitSignal(program.ended):
                work.window.close()
        return len(list(usb.iterdir())), len(list(second.iterdir()))

    def note(work):
        with work.desk.book.changing(work.actor.account_id, NOW, new_id(), "test") as writer:
            writer.amend(replace(writer.records(Facility)[0], name="Mái ấm Hướng Dương"))

    assert close(usb) == (1, 0)
    assert close(usb) == (1, 0), "nothing was written since"
    assert close(usb, second) == (1, 1), "only the place that lacks it"
    assert close(usb, second) == (1, 1)
    assert close(usb, second, write=note) == (2, 2)


def test_the_sample_book_has_its_place_for_backups_and_is_not_backed_up_by_itself(qtbot, qapp, opened, tmp_path):
    folder = opened.book.folder
    with opened.book.changing(opened.actor.account_id, NOW, new_id(), "test") as writer:
        writer.amend(replace(writer.records(Facility)[0], is_sample=True))
    opened.book.close()
    with running(qapp, folder, tmp_path) as program:
        program.beginnings._remember_sample(DemoBook(folder, (), PASSWORD))
        assert program.choices.backup_folders(folder) == (folder / BACKUPS,)
        work = sign_in(qtbot, program)
        with qtbot.waitSignal(program.ended):
            work.window.close()
    assert last_backup(folder) is None


def test_without_a_place_for_backups_closing_just_closes(qtbot, qapp, book_folder, tmp_path):
    with running(qapp, book_folder, tmp_path) as program:
        work = sign_in(qtbot, program)
        with qtbot.waitSignal(program.ended):
            work.window.close()
        assert program.book is None

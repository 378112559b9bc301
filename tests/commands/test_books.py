"""A new book, its copies and what a copy becomes, from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from carebook.actions.custodians import name_custodians
from carebook.actions.opening import open_book
from carebook.store import custodians
from carebook.store.book import DATABASE
from carebook.stories.demo import DemoBook
from carebook.stories.opening import DemoAccount
from tests.commands.conftest import PASSWORD, Typed
from tests.conftest import LOGIN, NOW

MANAGER = "Đào Thị Hướng Dương"


def test_a_new_book_is_opened_by_its_manager(tmp_path: Path, typed: Typed) -> None:
    answer = typed("new", tmp_path / "so", "--facility", "Trung tâm Hoa Ban", "--manager", MANAGER)
    assert answer.code == 0
    assert set(answer.told or {}) == {"book", "account", "recovery_key"}
    assert answer["account"] == MANAGER
    assert len(answer["recovery_key"].split("-")) >= 7
    assert typed("check", tmp_path / "so", "--as", MANAGER)["sound"] is True
    assert typed("check", tmp_path / "so")["sound"] is True
    said = typed("check", tmp_path / "so", plain=True)
    assert (said.told, said.out.count("\n")) == (None, 1)


def test_a_book_is_never_written_over(book_folder: Path, typed: Typed) -> None:
    before = (book_folder / DATABASE).read_bytes()
    answer = typed("new", book_folder, "--facility", "Hoa Ban", "--manager", MANAGER)
    assert (answer.code, answer.out) == (1, "")
    assert (book_folder / DATABASE).read_bytes() == before


def test_a_weak_password_makes_no_book(tmp_path: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAREBOOK_PASSWORD", "1234")
    answer = typed("new", tmp_path / "so", "--facility", "Hoa Ban", "--manager", MANAGER)
    assert answer.code == 1
    assert not (tmp_path / "so").exists() or not list((tmp_path / "so").iterdir())


@pytest.mark.parametrize(("name", "password"), [("", "not this one"), ("Nobody", PASSWORD)])
def test_who_cannot_open_the_book_is_refused(
    name: str, password: str, book_folder: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAREBOOK_PASSWORD", password)
    answer = typed("check", book_folder, *(["--as", name] if name else []))
    assert (answer.code, answer.out) == (1, "")
    assert answer.err


def test_a_password_that_cannot_be_asked_for_is_said(
    book_folder: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody_there(*_given: object, **_named: object) -> str:
        raise EOFError

    monkeypatch.delenv("CAREBOOK_PASSWORD")
    monkeypatch.setattr("getpass.getpass", nobody_there)
    answer = typed("find", book_folder, "An")
    assert answer.code == 1
    assert "CAREBOOK_PASSWORD" in answer.err


def test_a_password_is_asked_without_echo(book_folder: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CAREBOOK_PASSWORD")
    monkeypatch.setattr("getpass.getpass", lambda *_given, **_named: PASSWORD)
    assert typed("check", book_folder).code == 0


def test_a_backup_comes_back_as_a_book(tmp_path: Path, book_with_people: Path, typed: Typed) -> None:
    made = typed("backup", book_with_people, "--to", tmp_path / "usb")
    assert (made["people"], made["present"]) == (146, 146)
    assert Path(made["file"]).is_file()
    back = typed("restore", made["file"], tmp_path / "again")
    assert (back.code, back["people"]) == (0, 146)
    assert typed("check", tmp_path / "again")["sound"] is True
    assert typed("find", tmp_path / "again", "dang kim dao")["matches"]


def test_a_backup_needs_its_drive(tmp_path: Path, book_folder: Path, typed: Typed) -> None:
    """The last folder is made; a drive or share that is not there is no place for a copy."""
    assert typed("backup", book_folder, "--to", tmp_path / "usb").code == 0
    answer = typed("backup", book_folder, "--to", tmp_path / "no-drive" / "copies")
    assert (answer.code, answer.out) == (1, "")
    assert not (tmp_path / "no-drive").exists()


def test_several_places_of_which_one_is_away(tmp_path: Path, book_folder: Path, typed: Typed) -> None:
    answer = typed("backup", book_folder, "--to", tmp_path / "usb", "--to", tmp_path / "no-drive" / "copies")
    assert (answer.code, [one["folder"] for one in answer["failed"]]) == (1, [str(tmp_path / "no-drive" / "copies")])
    assert Path(answer["file"]).exists()


def test_a_trial_of_restoring_with_its_paper(tmp_path: Path, book_folder: Path, typed: Typed) -> None:
    assert typed("drill", book_folder).code == 1
    made = typed("backup", book_folder, "--to", tmp_path / "usb")["file"]
    answer = typed("drill", book_folder, "--certificate", tmp_path / "bien-ban.pdf")
    assert (answer.code, answer["passed"], answer["file"]) == (0, True, Path(made).name)
    assert (tmp_path / "bien-ban.pdf").read_bytes().startswith(b"%PDF")
    content = bytearray(Path(made).read_bytes())
    content[len(content) // 2] ^= 1
    Path(made).write_bytes(content)
    answer = typed("drill", book_folder, "--from", made)
    assert (answer.code, answer["passed"]) == (1, False)


def test_two_custodians_papers_open_a_backup(
    tmp_path: Path, book_folder: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = custodians.new_set()
    opened = open_book(book_folder, "", PASSWORD, now=NOW)
    with opened.book as book:
        name_custodians(book, papers, ("Lưu Giữ", "Mạc Cất", "Tạ Trông"), papers.papers, by=opened.actor, now=NOW)
    made = typed("backup", book_folder, "--to", tmp_path / "usb")["file"]
    monkeypatch.setenv("CAREBOOK_PAPERS", papers.papers[0])
    assert typed("restore", made, tmp_path / "again", "--as", LOGIN).code == 1
    assert not (tmp_path / "again").exists()
    monkeypatch.setenv("CAREBOOK_PAPERS", f"{papers.papers[0]}; {papers.papers[2]}")
    monkeypatch.setenv("CAREBOOK_PASSWORD", "mèo mun nhảy rào 9")
    assert typed("restore", made, tmp_path / "again", "--as", LOGIN).code == 0
    assert typed("check", tmp_path / "again")["sound"] is True


def test_in_place_the_old_book_is_put_aside(tmp_path: Path, book_folder: Path, typed: Typed) -> None:
    made = typed("backup", book_folder, "--to", tmp_path / "usb")["file"]
    answer = typed("restore", made, book_folder, "--in-place")
    assert answer.code == 0
    assert (Path(answer["aside"]) / DATABASE).exists()
    assert typed("check", book_folder)["sound"] is True


def test_a_backup_is_not_put_over_a_book(tmp_path: Path, book_folder: Path, typed: Typed) -> None:
    made = typed("backup", book_folder, "--to", tmp_path / "usb")
    answer = typed("restore", made["file"], book_folder)
    assert (answer.code, answer.out) == (1, "")
    assert typed("check", book_folder).code == 0


@pytest.mark.parametrize("given", [("--residents", "5"), ("--months", "1"), ("--residents", "9999")])
def test_a_demo_book_of_another_size_is_refused(given: tuple[str, str], tmp_path: Path, typed: Typed) -> None:
    answer = typed("demo", tmp_path / "demo", *given)
    assert (answer.code, answer.out) == (1, "")
    assert "20" in answer.err
    assert not (tmp_path / "demo").exists()


def test_the_sample_book_of_a_department_is_asked_for_by_name(
    tmp_path: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is in it is tested with the stories."""
    asked: list[tuple[Path, object]] = []

    def make(folder: Path, **given: object) -> DemoBook:
        asked.append((folder, given["seed"]))
        return DemoBook(folder, (DemoAccount("Vương Thị Mộc Lan", "Giám đốc", ()),), "so-mau")

    monkeypatch.setattr("carebook.stories.department.make_department", make)
    made = typed("demo", tmp_path / "so", "--department", "--seed", "3")
    assert (made.code, asked) == (0, [(tmp_path / "so", 3)])
    assert made["accounts"] == [{"name": "Vương Thị Mộc Lan", "role": "Giám đốc"}]

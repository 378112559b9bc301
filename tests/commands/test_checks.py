"""What only looks: the soundness of a book, and the signatures of a file from anywhere."""

from __future__ import annotations

from pathlib import Path

from carebook.store.book import DATABASE
from tests.commands.conftest import Typed


def test_a_sound_book(book_with_people: Path, typed: Typed) -> None:
    answer = typed("check", book_with_people)
    assert answer.code == 0
    assert (answer["sound"], answer["damage"], answer["broken_at"]) == (True, [], None)
    assert answer["lines"] > 146
    assert len(answer["head"]) == 64


def test_a_damaged_book_is_told(book_with_people: Path, typed: Typed) -> None:
    path = book_with_people / DATABASE
    raw = bytearray(path.read_bytes())
    raw[-2000:-1900] = bytes(100)
    path.write_bytes(bytes(raw))
    answer = typed("check", book_with_people)
    assert answer.code == 1
    assert answer.err or answer["damage"]


def test_a_file_without_signatures_is_told(tmp_path: Path, typed: Typed) -> None:
    file = tmp_path / "letter.pdf"
    file.write_bytes(b"%PDF-1.4\nnothing here")
    answer = typed("verify", file)
    assert answer.code == 1
    assert {"level", "words", "signers", "report", "data_sha256"} <= set(answer.told or {})
    assert answer["signers"] == []


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, typed: Typed) -> None:
    answer = typed("verify", tmp_path / "gone.pdf")
    assert (answer.code, answer.out) == (1, "")
    assert "gone.pdf" in answer.err


def test_a_folder_is_good_when_every_file_in_it_is(tmp_path: Path, typed: Typed) -> None:
    assert typed("verify", tmp_path).code == 1
    (tmp_path / "trong").mkdir()
    (tmp_path / "trong" / "letter.pdf").write_bytes(b"%PDF-1.4\nnothing here")
    (tmp_path / "again.pdf").write_bytes(b"%PDF-1.4\nnothing here")
    answer = typed("verify", tmp_path)
    assert answer.code == 1
    assert [(one["file"], one["same_as"]) for one in answer["files"]] == [
        ("again.pdf", ""),
        ("trong/letter.pdf", "again.pdf"),
    ]
    assert "letter.pdf" in answer.out

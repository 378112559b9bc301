"""What only looks: the signatures of a file from anywhere."""

from __future__ import annotations

from pathlib import Path

from tests.commands.conftest import Typed


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

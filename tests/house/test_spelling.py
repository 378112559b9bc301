"""Every word the program shows, prints or explains is in a dictionary, or in the house's own list of words.

hunspell checks Vietnamese syllable by syllable (it knows the new places of the tone marks only: ours are moved for the
question) and English word by word. Names, abbreviations and terms that no dictionary has stand in `words-vi.txt` and
`words-en.txt`; small letters there allow capitals too.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.house import tree

words = tree.load("words.py")
MANUAL = tree.RESOURCES / "manual"
HERE = Path(__file__).parent
pytestmark = pytest.mark.skipif(shutil.which("hunspell") is None, reason="hunspell is not installed")

_WORD = re.compile(r"[^\W\d_]{2,}(?:'[a-z]+)?")
_VIETNAMESE = re.compile(r"[^\x00-\x7f–—…“”‘’·×→←↑↓›≤≥²−%°µ₂✔✖◐✎ ]")
_NOT_SAID = re.compile(
    r"```.*?```|`[^`]*`|\{[^}]*\}|!?\[(?=[^]]*\]\()|\]\([^)]*\)|^> \[!\w+\]", re.DOTALL | re.MULTILINE
)
"""Commands and what is typed, names of values, anchors, addresses of links and pictures, kinds of notes."""
_OLD_TONE = re.compile(r"(.*)(o|(?<!q)u)([\u0300\u0301\u0303\u0309\u0323])([aey])")
_SAYS_YOU = re.compile(r"\b(?:bạn|chúng tôi)\b", re.IGNORECASE)


def _as_listed(syllable: str) -> str:
    """A syllable as the dictionary writes it: small, "hoà" for "hòa"."""
    parts = unicodedata.normalize("NFD", syllable.lower())
    found = _OLD_TONE.fullmatch(parts)
    if found is not None and (found[4] == "y") == (found[2] == "u"):
        parts = found[1] + found[2] + found[4] + found[3]
    return unicodedata.normalize("NFC", parts)


def _unknown(asked: Iterable[str], dictionary: str) -> set[str]:
    """The words a dictionary does not have."""
    answer = subprocess.run(
        ["hunspell", "-d", dictionary, "-i", "UTF-8", "-l"],
        input="\n".join(sorted(asked)),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if answer.returncode:
        pytest.skip(f"the dictionary {dictionary} is not installed (hunspell-vi, hunspell-en-us)")
    return set(answer.stdout.split())


def _own(language: str) -> set[str]:
    lines = (HERE / f"words-{language}.txt").read_text("utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def _faults(texts: Iterable[tuple[str, str]], language: str, *, titles: bool = False) -> list[str]:
    """The words of ``texts`` (place, text) that nobody knows, each with the first place it stands at.

    English words are asked for in English text, and where Vietnamese names the ``titles`` of English works.
    """
    first: dict[str, str] = {}
    for place, text in texts:
        for word in _WORD.findall(_NOT_SAID.sub(" ", text)):
            first.setdefault(word, place)
    own = _own(language)
    asked = {word for word in first if word not in own and word.lower() not in own}
    vietnamese = {word for word in asked if language == "vi" or not word.isascii()}
    listed = {word: _as_listed(word) for word in vietnamese}
    unknown = _unknown(set(listed.values()), "vi_VN")
    wrong = {word for word, form in listed.items() if form in unknown}
    wrong = _unknown(wrong, "en_US") if titles else wrong
    wrong |= _unknown(asked - vietnamese, "en_US") if language == "en" else set()
    return [f"{first[word]}: {word}" for word in sorted(wrong)]


def _manual(language: str) -> Iterator[tuple[str, str]]:
    for path in sorted((MANUAL / language).glob("*.md")):
        yield path.name, path.read_text("utf-8")


def _entries() -> list[Any]:
    return list(words.entries(words.read(words.PO.read_text("utf-8"))))


def _said(content: object) -> Iterator[str]:
    """The Vietnamese texts in a file of reference data."""
    if isinstance(content, dict):
        for value in content.values():
            yield from _said(value)
    elif isinstance(content, list):
        for value in content:
            yield from _said(value)
    elif isinstance(content, str) and _VIETNAMESE.search(content):
        yield content


def _printed() -> Iterator[tuple[str, str]]:
    """What papers say by themselves: the Vietnamese literals of the room of reports, without its docstrings."""
    for path in tree.modules():
        if tree.room(path) != "reports":
            continue
        explained = {id(node.value) for node in tree.nodes(path) if isinstance(node, ast.Expr)}
        for node in tree.nodes(path):
            if not isinstance(node, ast.Constant) or id(node) in explained:
                continue
            if isinstance(node.value, str) and _VIETNAMESE.search(node.value):
                yield f"{tree.name(path)}:{node.lineno}", node.value


@pytest.mark.parametrize(
    ("old", "listed"), [("Hòa", "hoà"), ("khỏe", "khoẻ"), ("thủy", "thuỷ"), ("quý", "quý"), ("hoài", "hoài")]
)
def test_the_dictionary_is_asked_in_its_own_writing(old: str, listed: str) -> None:
    assert _as_listed(old) == listed


def test_mistakes_are_found() -> None:
    assert _faults([("here", "Nghành y tế đưọc duyệt {nghành} `nghành`")], "vi") == ["here: Nghành", "here: đưọc"]
    assert _faults([("here", "Recieve it at Sở Y tế")], "en") == ["here: Recieve"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_manual_is_spelled_right(language: str) -> None:
    assert not _faults(_manual(language), language)


def test_the_window_is_spelled_right_in_vietnamese() -> None:
    assert not _faults(((repr(words.key(entry)), words.vietnamese(entry)) for entry in _entries()), "vi")


def test_the_window_is_spelled_right_in_english() -> None:
    said = ((entry.id,) if isinstance(entry.id, str) else entry.id for entry in _entries())
    assert not _faults(((f"“{english}”", english) for each in said for english in each), "en")


def test_reference_data_is_spelled_right() -> None:
    """Names of communes are as in the decision that names them; no dictionary has them."""
    files = [path for folder in ("codes", "instruments") for path in sorted((tree.RESOURCES / folder).glob("*.toml"))]
    assert not _faults(
        ((path.name, text) for path in files for text in _said(tomllib.loads(path.read_text("utf-8")))),
        "vi",
        titles=True,
    )


def test_papers_are_spelled_right() -> None:
    assert not _faults(_printed(), "vi")


def test_the_manual_keeps_the_voice() -> None:
    faults = [
        f"{name}:{number}: {fault}"
        for name, text in _manual("vi")
        for number, line in enumerate(text.splitlines(), start=1)
        for said in [_NOT_SAID.sub(" ", line)]
        for fault in words.spelling_faults(said) + words.voice_faults(said) + _SAYS_YOU.findall(said)
    ]
    assert not faults, "\n".join(faults)

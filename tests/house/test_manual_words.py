"""The manual names what stands on the screen: every button, tab and field as it is written there, every key of every page."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator

from tests.house import tree

words = tree.load("words.py")
MANUAL = tree.RESOURCES / "manual" / "vi"
NO_NAMES = {"whats-new.md"}  # its bold words are headings of news

_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_MODIFIED = r"(?:Ctrl|Alt|Shift)\+"
_KEY = re.compile(
    rf"(?:{_MODIFIED})*(?:F\d+|Enter|Esc|Tab|Delete|Del|Backspace|PgUp|PgDn|PgDown|[A-ZĐ0-9,/]|[←→↑↓])|Ctrl|Alt|Shift"
)
_BRACES = re.compile(r"\{[^}]*\}")
_FILLED = re.compile(r"\\\{[^}]*\\\}")
_EVERYWHERE = {"F2": "Sửa", "Ctrl+S": "Lưu", "Ctrl+Z": "Hoàn tác", "Esc": "Quay lại", "Enter": "Mở", "Ctrl+P": "In"}
_EVERYWHERE |= {"Ctrl+F": "Tìm"}
_NEXT_PART = {("Ctrl+Tab", "mục sau"), ("Ctrl+Tab", "thẻ sau")}


def _texts(content: object) -> Iterator[str]:
    if isinstance(content, dict):
        content = list(content.values())
    if isinstance(content, list):
        for value in content:
            yield from _texts(value)
    elif isinstance(content, str):
        yield content


def _on_screen() -> set[str]:
    """What may be read on the screen, in small letters: the catalogue, the names of the code lists, the set-up's pages."""
    said = {words.vietnamese(entry) for entry in words.entries(words.read(words.PO.read_text("utf-8")))}
    for folder in ("codes", "instruments"):
        for path in (tree.RESOURCES / folder).glob("*.toml"):
            said.update(_texts(tomllib.loads(path.read_text("utf-8"))))
    said.update(
        re.findall(r'"([^"]+)"', (tree.ROOT / "packaging" / "installers" / "carebook.nsi").read_text("utf-8-sig"))
    )
    return {text.rstrip(".").lower() for text in said}


def test_what_is_set_in_bold_is_a_key_or_stands_on_the_screen() -> None:
    said = _on_screen()
    filled = [
        re.compile(_FILLED.sub(".+", re.escape(text)))
        for text in said
        if len(_BRACES.sub("", text)) > 4 and "{" in text
    ]

    def stands(named: str) -> bool:
        text = named.lower()
        return text in said or any(pattern.fullmatch(text) for pattern in filled)

    faults = [
        f"{path.name}:{number}: {named}"
        for path in sorted(MANUAL.glob("*.md"))
        if path.name not in NO_NAMES
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        for named in _BOLD.findall(line)
        if not _KEY.fullmatch(named) and not all(stands(part) for part in named.split(" › "))
    ]
    assert not faults, "\n".join(faults)


def test_every_key_of_every_page_stands_in_the_table_of_keys() -> None:
    table = (MANUAL / "keys.md").read_text("utf-8")
    said = {
        words.key(entry): words.vietnamese(entry) for entry in words.entries(words.read(words.PO.read_text("utf-8")))
    }
    faults = []
    for path in tree.modules():
        if "pages" not in path.parts or "KeyHint(" not in path.read_text("utf-8"):
            continue
        for node in tree.nodes(path):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "KeyHint"):
                continue
            key, does = (one.value if isinstance(one, ast.Constant) else one for one in node.args[:2])
            if not isinstance(key, str) or not isinstance(does, ast.Call) or not isinstance(does.args[0], ast.Constant):
                continue
            told = said.get(("", str(does.args[0].value)), "")
            if not told or _EVERYWHERE.get(key, "").lower() == told or (key, told) in _NEXT_PART:
                continue
            row = f"| {key.replace('Space', 'Phím cách')} | {told[0].upper()}{told[1:]} |"
            faults += [f"{tree.name(path)}:{node.lineno}: {row}"] if row not in table else []
    assert not faults, "\n".join(faults)

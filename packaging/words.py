"""The catalogue of words: collects the English strings of the source, keeps their Vietnamese, checks and compiles it.

`words.py extract` brings resources/translations/vi.po up to date with the source, `words.py merge FILE…` takes
translations out of other .po files, `words.py compile` writes vi.mo, `words.py check` lists what is wrong.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import string
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "carebook"
PO = ROOT / "resources" / "translations" / "vi.po"
MO = PO.with_suffix(".mo")

SAYING = {"_", "N_", "message", "Message", "ngettext", "pgettext"}


@dataclass(frozen=True)
class Source:
    """One string of the source: its English, its plural when it has one, its context, and where it stands."""

    english: str
    plural: str = ""
    context: str = ""
    place: str = ""


class Catalogue(Catalog):
    """A Vietnamese catalogue whose header says only what gettext needs: no dates, no names, no program."""

    mime_headers = [  # noqa: RUF012 - replaces Babel's property
        ("Language", "vi"),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Plural-Forms", "nplurals=1; plural=0;"),
    ]

    def __init__(self) -> None:
        super().__init__(locale="vi", header_comment="# The Vietnamese words of CareBook.", fuzzy=False)


def _literal(node: ast.expr | None) -> str | None:
    """The text of a string literal, None for any other expression."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((k.value for k in call.keywords if k.arg == name), None)


def _called(call: ast.Call) -> str:
    """The name a call goes by: ``_(…)`` and ``words._(…)`` are the same."""
    match call.func:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=ast.Name(id="words"), attr=name):
            return name
    return ""


class _Reader(ast.NodeVisitor):
    """Walks one module and collects its strings; a computed string where a literal must stand is a SyntaxError."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.found: list[Source] = []

    def visit_Call(self, call: ast.Call) -> None:
        name = _called(call)
        if name == "fact" and call.args:
            self._label(call)
        elif name in SAYING and call.args:
            self._said(name, call)
        self.generic_visit(call)

    def _label(self, call: ast.Call) -> None:
        """A declared field carries its context beside its label: ``fact(N_("Note"), context="column")``."""
        context = _literal(_keyword(call, "context"))
        match call.args[0]:
            case ast.Call(args=[label]) if context and (english := _literal(label)):
                self._add(call, english, context=context)
                call.args = call.args[1:]

    def _said(self, name: str, call: ast.Call) -> None:
        if any(isinstance(argument, ast.JoinedStr) for argument in call.args):
            raise SyntaxError(f"{self.path}:{call.lineno}: {name}() is given a computed string")
        first = _literal(call.args[0])
        second = _literal(call.args[1]) if len(call.args) > 1 else None
        if first is None:
            return
        if name == "ngettext":
            self._add(call, first, plural=second or "")
        elif name == "pgettext" and second is not None:
            self._add(call, second, context=first)
        elif name == "Message":
            third = call.args[2] if len(call.args) > 2 else _keyword(call, "context")
            self._add(call, first, context=_literal(third) or "")
        elif name != "pgettext":
            self._add(call, first)

    def _add(self, call: ast.Call, english: str, plural: str = "", context: str = "") -> None:
        if english:
            self.found.append(Source(english, plural, context, f"{self.path}:{call.lineno}"))


def strings_in(code: str, path: str = "") -> list[Source]:
    """The strings of one module's code, in order."""
    reader = _Reader(path)
    reader.visit(ast.parse(code, path or "<code>"))
    return reader.found


def strings_of(folder: Path = SOURCE) -> list[Source]:
    """The strings of every module below ``folder``."""
    return [
        source
        for path in sorted(folder.rglob("*.py"))
        for source in strings_in(path.read_text("utf-8"), path.relative_to(folder.parent).as_posix())
    ]


def catalogue_of(sources: Iterable[Source]) -> Catalogue:
    """An untranslated catalogue of ``sources``; a string said alone and counted is one entry with its plural."""
    catalogue = Catalogue()
    for source in sources:
        entry = (source.english, source.plural) if source.plural else source.english
        catalogue.add(entry, context=source.context or None)
    return catalogue


def _singular(entry: Message) -> str:
    return entry.id if isinstance(entry.id, str) else entry.id[0]


def key(entry: Message) -> tuple[str, str]:
    """What tells entries apart: context and English."""
    return entry.context or "", _singular(entry)


def vietnamese(entry: Message) -> str:
    """The translation of an entry, "" when it has none; Vietnamese has one form whatever the number."""
    said = entry.string or ""
    return said if isinstance(said, str) else said[0]


def entries(catalogue: Catalog) -> Iterator[Message]:
    """The entries of a catalogue without its header."""
    return (entry for entry in catalogue if entry.id)


def put(entry: Message, said: str) -> None:
    """Give ``entry`` its Vietnamese."""
    entry.string = said if isinstance(entry.id, str) else (said,)


def read(text: str) -> Catalog:
    """The catalogue written in ``text``."""
    return read_po(io.StringIO(text), locale="vi", ignore_obsolete=True)


def translated(template: Catalogue, *others: Catalog) -> list[str]:
    """Fill ``template`` from ``others``, the earlier first; returns a line for each translation that differs."""
    differing = []
    for other in others:
        words = {key(entry): entry for entry in entries(other) if vietnamese(entry)}
        for entry in entries(template):
            found = words.get(key(entry))
            if found is None:
                continue
            if not vietnamese(entry):
                put(entry, vietnamese(found))
                entry.flags |= found.flags & {"fuzzy"}
            elif vietnamese(entry) != vietnamese(found):
                kept, left = vietnamese(entry), vietnamese(found)
                differing.append(f"{_named(entry)}: kept “{kept}”, not “{left}”")
    return differing


def written(catalogue: Catalogue) -> str:
    """The text of vi.po: sorted, no places, no dates, so that a change shows only the changed strings."""
    file = io.BytesIO()
    write_po(file, catalogue, width=120, no_location=True, sort_output=True, ignore_obsolete=True)
    return file.getvalue().decode("utf-8").strip() + "\n"


def compiled(text: str) -> bytes:
    """The bytes of vi.mo for the text of vi.po; the same text gives the same bytes."""
    catalogue = catalogue_of(())
    for entry in entries(read(text)):
        catalogue.add(entry.id, entry.string, context=entry.context, flags=entry.flags)
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


# What is wrong

_NEW_TONES = re.compile(r"\w*(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?!\w)", re.IGNORECASE)
_WRONG_Y = re.compile(r"\b(?:lí do|kì|kĩ|tỉ lệ|quí|kí|bác sỹ|y sỹ|vy phạm)\b", re.IGNORECASE)
_BLAMING = "vui lòng|xin lỗi|rất tiếc|thành công|thất bại|lỗi hệ thống|không hợp lệ"
_FOREIGN = "file|folder|database|server|backup|log|click|download|phần mềm|hệ thống|ứng dụng"
_SHORTENED = r"(?<![\w/-])(?:BN|ĐT|NCT|NKT|BLGĐ|TT|KH|NV|HA|GĐ|PGĐ|ko|dc)(?![\w/-])"
_FORBIDDEN = [
    re.compile(rf"\b(?:{_BLAMING}|{_FOREIGN})\b", re.IGNORECASE),
    re.compile(_SHORTENED),
    re.compile("[!\N{WHITE HEAVY CHECK MARK}\N{GRINNING FACE}-\N{FACE WITH ROLLING EYES}]"),
]
_NOT_A_BUTTON = {"OK", "Ok", "Đồng ý", "Xác nhận", "Thực hiện"}
_QUOTED = re.compile(r"“[^”]*”|\{[^}]*\}")


def tone_faults(text: str) -> list[str]:
    """What breaks the one place of tone marks: hòa, khỏe, hủy (not hoà, khoẻ, huỷ); and letters that are not NFC."""
    return _NEW_TONES.findall(text) + ["not NFC"] * (not unicodedata.is_normalized("NFC", text))


def spelling_faults(text: str) -> list[str]:
    """What breaks the one way of spelling: tone marks, and lý do, kỳ, kỹ thuật, tỷ lệ, quý, ký; bác sĩ, y sĩ, vi phạm."""
    return tone_faults(text) + _WRONG_Y.findall(text)


def voice_faults(text: str) -> list[str]:
    """The words of ``text`` that the program never says; what was typed (“…”) or is filled in ({…}) may be anything."""
    said = _QUOTED.sub("…", text).removeprefix("! ")  # the sign of a verdict, not a cry
    faults = [found.group() for pattern in _FORBIDDEN for found in pattern.finditer(said)]
    return faults + [said] * (said in _NOT_A_BUTTON)


def placeholders(pattern: str) -> set[str]:
    """The names a pattern is filled with; ValueError when its braces do not close."""
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name is not None}


def _named(entry: Message) -> str:
    return f"[{entry.context}] {_singular(entry)!r}" if entry.context else repr(_singular(entry))


def _faults_of(entry: Message) -> Iterator[str]:
    said = vietnamese(entry)
    if not said:
        yield "not translated"
        return
    if entry.fuzzy:
        yield "fuzzy"
    try:
        many = entry.id if isinstance(entry.id, str) else entry.id[1]
        if placeholders(said) != placeholders(many):
            yield f"other placeholders: “{said}”"
    except ValueError as error:
        yield f"{error}: “{said}”"
    for fault in spelling_faults(said):
        yield f"spelling “{fault}”: “{said}”"
    for fault in voice_faults(said):
        yield f"never said “{fault}”: “{said}”"


def faults_in(catalogue: Catalog) -> list[str]:
    """What is wrong in a catalogue: missing, fuzzy, placeholders, spelling, voice; one line each."""
    return [f"{_named(entry)}: {fault}" for entry in entries(catalogue) for fault in _faults_of(entry)]


# The four commands


def extract(*fragments: Path) -> list[str]:
    """Bring vi.po up to date with the source and with ``fragments``; returns the translations that differ."""
    template = catalogue_of(strings_of())
    kept = [read(path.read_text("utf-8")) for path in (PO, *fragments) if path.exists()]
    differing = translated(template, *kept)
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_text(written(template), "utf-8", newline="\n")
    return differing


def main(arguments: list[str] | None = None) -> int:
    """Run one of the commands; 1 when `check` finds something."""
    parser = argparse.ArgumentParser(prog="words.py", description="The catalogue of Vietnamese words.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("extract", help="bring vi.po up to date with the source")
    merging = commands.add_parser("merge", help="take translations out of other .po files; what is translated stays")
    merging.add_argument("files", nargs="+", type=Path)
    commands.add_parser("compile", help="write vi.mo")
    commands.add_parser("check", help="list what is missing or wrong")
    given = parser.parse_args(arguments)

    if given.command == "compile":
        MO.write_bytes(compiled(PO.read_text("utf-8")))
        return 0
    checking = given.command == "check"
    lines = faults_in(read(PO.read_text("utf-8"))) if checking else extract(*getattr(given, "files", ()))
    print("\n".join(lines), end="\n" if lines else "", file=sys.stderr)
    return int(checking and bool(lines))


if __name__ == "__main__":
    sys.exit(main())

"""A page of the manual as the rich text that a text browser shows, in the colours and sizes of the look that is worn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from carebook.reports.manual.contents import language_of
from carebook.reports.manual.pages import (
    Block,
    Code,
    Heading,
    Listing,
    Note,
    Page,
    Paragraph,
    Picture,
    Rows,
    Run,
    text_of,
)
from carebook.words import N_, _, speaking

NOTES = {
    "note": (N_("Note well"), "info"),
    "tip": (N_("Tip"), "ok"),
    "warning": (N_("Careful"), "warn"),
    "": ("", "none"),
}
"""For each kind of note its label and its tone."""
_LARGER = {1: 1.65, 2: 1.3, 3: 1.05}  # times the base size


@dataclass(frozen=True)
class Look:
    """How a page looks: colours by token, base size in points, and how wide a picture is shown, in pixels; 0: not there."""

    colours: Mapping[str, str]
    points: float
    width_of: Callable[[str], int]


def html_of(page: Page, look: Look) -> str:
    """The page as rich text. Links are "page#anchor", pictures "picture:name.png", anchors bear their own names."""
    with speaking(language_of(page.name)):
        words = _Setter(look).blocks(page.blocks)
    return f'<html><body style="color:{look.colours["text"]};">{words}</body></html>'


class _Setter:
    """Sets blocks, one after the other."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._ink = look.colours

    def blocks(self, blocks: Sequence[Block]) -> str:
        return "".join(map(self._block, blocks))

    def _block(self, block: Block) -> str:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph(runs=runs):
                return f'<p style="margin-top:0; margin-bottom:8px; line-height:130%;">{self._runs(runs)}</p>'
            case Listing():
                return self._listing(block)
            case Rows():
                return self._table(block)
            case Note():
                return self._note(block)
            case Picture():
                return self._picture(block)
            case Code(text=text):
                lines = "<br>".join(escape(line).replace("  ", "&nbsp; ") for line in text.splitlines())
                return self._ground("tint", f"<p style='margin:0; line-height:130%;'>{lines}</p>")

    def _heading(self, heading: Heading) -> str:
        size = self._look.points * _LARGER[heading.level]
        above = {1: 0, 2: 22, 3: 14}[heading.level]
        anchor = f'<a name="{heading.anchor}"></a>' if heading.anchor else ""
        return (
            f'<h{heading.level} style="margin-top:{above}px; margin-bottom:8px; font-size:{size:g}pt; font-weight:600;">'
            f"{anchor}{escape(text_of(heading.runs))}</h{heading.level}>"
        )

    def _runs(self, runs: Sequence[Run]) -> str:
        return "".join(map(self._run, runs))

    def _run(self, run: Run) -> str:
        words = escape(run.text).replace("\n", "<br>")
        if run.key:
            words = words.replace(" ", "&nbsp;")
            return (
                f'<span style="background-color:{self._ink["none_s"]}; color:{self._ink["text2"]}; font-weight:500;'
                f' font-size:{self._look.points * 0.92:g}pt;">&nbsp;{words}&nbsp;</span>'
            )
        if run.code:
            words = f'<span style="background-color:{self._ink["none_s"]};">&nbsp;{words}&nbsp;</span>'
        if run.bold:
            words = f'<span style="font-weight:600;">{words}</span>'
        if run.italic:
            words = f"<i>{words}</i>"
        if run.link:
            words = (
                f'<a href="{escape(run.link)}" style="color:{self._ink["primary"]}; text-decoration:none;">{words}</a>'
            )
        return words

    def _listing(self, listing: Listing) -> str:
        items = "".join(f'<li style="margin-bottom:4px;">{self._item(item)}</li>' for item in listing.items)
        if listing.start is None:
            return f'<ul style="margin-top:0; margin-bottom:8px;">{items}</ul>'
        return f'<ol start="{listing.start}" style="margin-top:0; margin-bottom:8px;">{items}</ol>'

    def _item(self, item: Sequence[Block]) -> str:
        """The first paragraph stands beside the number itself."""
        match item:
            case [Paragraph(runs=runs), *rest]:
                return f'<span style="line-height:130%;">{self._runs(runs)}</span>{self.blocks(rest)}'
        return self.blocks(item)

    def _table(self, table: Rows) -> str:
        ink = self._ink
        head = "".join(
            f'<td align="{align}" style="border-bottom:1px solid {ink["rule"]}; padding:4px 10px 4px 0;'
            f' color:{ink["text2"]}; font-size:{self._look.points * 0.9:g}pt;">{self._runs(cell)}</td>'
            for cell, align in zip(table.head, table.aligns, strict=True)
        )
        rows = "".join(
            "<tr>"
            + "".join(
                f'<td align="{align}" valign="top" style="border-bottom:1px solid {ink["line"]}; padding:5px 10px 5px 0;">'
                f"{self._runs(cell)}</td>"
                for cell, align in zip(row, table.aligns, strict=True)
            )
            + "</tr>"
            for row in table.rows
        )
        return (
            '<table width="100%" border="0" cellspacing="0" style="border-collapse:collapse; margin-top:2px;'
            f' margin-bottom:12px;"><tr>{head}</tr>{rows}</table>'
        )

    def _ground(self, token: str, words: str) -> str:
        return (
            f'<table width="100%" border="0" cellspacing="0" cellpadding="10" bgcolor="{self._ink[token]}"'
            f' style="margin-top:4px; margin-bottom:12px;"><tr><td>{words}</td></tr></table>'
        )

    def _note(self, note: Note) -> str:
        name, tone = NOTES[note.kind]
        label = (
            f'<p style="margin-top:0; margin-bottom:2px; color:{self._ink[tone]}; font-weight:600;">{escape(_(name))}</p>'
            if name
            else ""
        )
        return self._ground(f"{tone}_s", label + self.blocks(note.blocks))

    def _picture(self, picture: Picture) -> str:
        width = self._look.width_of(picture.file)
        ink = self._ink
        if not width:
            return f'<p style="color:{ink["text2"]};">{escape(picture.words)}</p>'
        caption = (
            f'<p style="margin-top:0; margin-bottom:14px; color:{ink["text2"]}; font-size:{self._look.points * 0.9:g}pt;">'
            f"{escape(picture.caption)}</p>"
            if picture.caption
            else ""
        )
        return (
            f'<table border="1" cellspacing="0" cellpadding="0" style="border-collapse:collapse; border-style:solid;'
            f' border-color:{ink["line"]}; margin-top:6px; margin-bottom:4px;"><tr><td>'
            f'<img src="picture:{escape(picture.file)}" width="{width}" alt="{escape(picture.words)}"></td></tr></table>{caption}'
        )

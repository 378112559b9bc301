"""What changed in the words of a report between two versions: kept words plain, new ones underlined, those gone struck out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from PySide6.QtWidgets import QWidget

from carebook.records.periods import Snapshot
from carebook.reports.month import annexes_of
from carebook.reports.narrative import NARRATIVE
from carebook.rules.report_layouts import Layout
from carebook.rules.text_difference import Fate, Stretch, difference
from carebook.ui.parts import theme
from carebook.ui.parts.labels import label, rich_label
from carebook.words import _, pgettext

ADDRESSING = ("addressed_to", "recipients", "legal_bases")
_STYLES = {Fate.ADDED: ("ok", "underline"), Fate.GONE: ("danger", "line-through")}


def text_changes(texts: Mapping[str, tuple[str, str]]) -> Iterator[QWidget]:
    """A title and the changed text under it; ``texts`` are (old, new) by the code of a heading of the narrative, one of
    ``ADDRESSING``, "annexes", "estimates" or "layout". Texts that are the same are left out.
    """
    for code, (old, new) in texts.items():
        if old == new:
            continue
        yield label(_title(code), "muted", wrap=True)
        shown = rich_label(marked(old, new))
        shown.setAccessibleName(_("Before: {old} Now: {new}").format(old=old or "–", new=new or "–"))
        yield shown


def addressing_texts(old: Snapshot, new: Snapshot) -> dict[str, tuple[str, str]]:
    """To whom two versions are addressed, on which law they rest, what they take along, how they are laid out, where that differs."""
    lines = {code: ("\n".join(getattr(old, code)), "\n".join(getattr(new, code))) for code in ADDRESSING}
    lines["annexes"] = (_annexes(old), _annexes(new))
    lines["layout"] = (_layout_name(old), _layout_name(new))
    return {code: pair for code, pair in lines.items() if pair[0] != pair[1]}


def _annexes(snapshot: Snapshot) -> str:
    return "\n".join(annex.title for annex in annexes_of(snapshot))


def _layout_name(snapshot: Snapshot) -> str:
    return Layout.from_json(snapshot.layout).name or _("The program's own")


def marked(old: str, new: str) -> str:
    """The text of both as HTML, a space between what is gone and what came for it; everything that was typed is escaped."""
    shown = []
    before: Stretch | None = None
    for one in difference(old, new):
        if before is not None and before.fate is Fate.GONE and one.fate is Fate.ADDED:
            shown.append("" if before.text[-1].isspace() or one.text[0].isspace() else " ")
        shown.append(_stretch(one))
        before = one
    return "".join(shown)


def _stretch(one: Stretch) -> str:
    words = escape(one.text).replace("\n", "<br>")
    if one.fate is Fate.KEPT:
        return words
    tone, line = _STYLES[one.fate]
    return f'<span style="color: {theme.colour(tone).name()}; text-decoration: {line};">{words}</span>'


def _title(code: str) -> str:
    """The heading as it is printed, or what the part of the paper is called."""
    match code:
        case "addressed_to":
            return _("Addressed to")
        case "recipients":
            return _("Recipients")
        case "legal_bases":
            return pgettext("of a paper", "Legal bases")
        case "annexes":
            return _("Lists bound into the report")
        case "estimates":
            return _("Estimated to the end of the period")
        case "layout":
            return _("Layout of the report")
        case _:
            return next((one.words for one in NARRATIVE if one.code == code), code)

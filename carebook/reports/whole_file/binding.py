"""PDFs of many makers bound into one: their pages as they are, each with a line of its own at the foot, and bookmarks."""

from __future__ import annotations

import io
import itertools
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils import writer as writers
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from carebook.reports.paper import fonts
from carebook.reports.paper.page import LEFT, PORTRAIT

_FOOT_AT, _FOOT_SIZE = 5 * mm, 9
_HIDDEN = 0b100010  # flags of an annotation that is not shown: Hidden, NoView
_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
_UNWANTED = ("/Annots", "/StructParents", "/B", "/AA", "/Thumb", "/PieceInfo", "/Metadata")
_MOST_NODES = 5_000  # of a tree of pages
_pdf: Any = generic  # its objects and their calls carry no types
_writers: Any = writers
Thing = Any
"""An object of a PDF, or a reference to one."""
Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]


class Unreadable(Exception):
    """These bytes are no PDF whose pages can be read."""


class Locked(Unreadable):
    """The PDF asks for a password."""


@dataclass(frozen=True)
class Bookmark:
    """Words that lead to a page (from 0); ``under`` are bookmarks below it."""

    words: str
    page: int
    under: tuple[Bookmark, ...] = ()


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has; `Unreadable` when they cannot all be read, `Locked` when it asks for a password."""
    found = _Source(pdf)
    if not found.pages:
        raise Unreadable
    return len(found.pages)


def bind(papers: Sequence[bytes], feet: Sequence[str], bookmarks: Sequence[Bookmark] = (), *, title: str = "") -> bytes:
    """One PDF of all pages in their order, ``feet`` the line at the foot of each.

    What stands on a page as a note or a visible signature becomes part of it. ValueError when there are not as many lines
    as pages; `Unreadable`.
    """
    sources = [_Source(paper) for paper in papers]
    if sum(len(one.pages) for one in sources) != len(feet):
        raise ValueError("a line for every page")
    writer = _writers.PdfFileWriter()
    lines = _lines(writer, feet)
    pages = [writer.add_object(page) for source in sources for page in source.taken_into(writer, lines)]
    tree = writer.root.raw_get("/Pages")
    kids = _pdf.ArrayObject(pages)
    tree.get_object().update({_pdf.pdf_name("/Kids"): kids, _pdf.pdf_name("/Count"): _pdf.NumberObject(len(kids))})
    for page in pages:
        page.get_object()[_pdf.pdf_name("/Parent")] = tree
    if bookmarks:
        _outline(writer, bookmarks, pages)
    writer.root[_pdf.pdf_name("/Lang")] = _pdf.TextStringObject("vi-VN")
    writer.set_info(_pdf.DictionaryObject({_pdf.pdf_name("/Title"): _pdf.TextStringObject(fonts.clean(title))}))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@contextmanager
def _reading() -> Iterator[None]:
    """A broken file fails wherever its maker or its disk broke it, and its reader with it: all of it is `Unreadable`."""
    try:
        yield
    except (PdfError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError) as error:
        raise Unreadable from error
    except (RecursionError, NotImplementedError, EOFError, zlib.error, struct.error) as error:
        raise Unreadable from error


class _Source:
    """One PDF with its leaves."""

    def __init__(self, pdf: bytes) -> None:
        with _reading():
            self.reader = PdfFileReader(io.BytesIO(pdf), strict=False)
            if self.reader.encrypted:
                raise Locked
            self.pages = list(_leaves(self.reader.root["/Pages"], {}, set()))

    def taken_into(self, writer: Any, lines: Iterator[Thing]) -> list[Thing]:
        """Its pages as pages of ``writer``, each with the next of the lines; what several share is taken over once."""
        with _reading():
            drawn = [_flattened(page) for page in self.pages]
            tree = self.reader.root["/Pages"]
            tree[_pdf.pdf_name("/Kids")] = _pdf.ArrayObject(self.pages)
            for name in [name for name in tree if name not in ("/Type", "/Kids", "/Count")]:
                del tree[name]
            taken = writer.import_object(tree)["/Kids"]
            return [_with_foot(writer, page, looks, next(lines)) for page, looks in zip(taken, drawn, strict=True)]


def _leaves(node: Thing, above: dict[str, Thing], seen: set[Thing]) -> Iterator[Thing]:
    """The pages of a tree as dictionaries of their own, with what they inherit and without what leads out of them."""
    if not isinstance(node, _pdf.DictionaryObject):
        raise Unreadable
    known = above | {name: node.raw_get(name) for name in _INHERITED if name in node}
    if "/Kids" in node:
        for kid in node["/Kids"]:
            place = getattr(kid, "reference", None)
            if place in seen or len(seen) > _MOST_NODES:
                raise Unreadable  # a tree that goes round in a circle
            if place is not None:
                seen.add(place)
            yield from _leaves(_said(kid), known, seen)
        return
    page = _pdf.DictionaryObject({_pdf.pdf_name(name): value for name, value in known.items()})
    page.update({name: node.raw_get(name) for name in node if name not in _INHERITED and name != "/Parent"})
    if not _box(page, "/MediaBox"):
        raise Unreadable
    yield page


def _said(value: Thing) -> Thing:
    return value.get_object() if isinstance(value, generic.Dereferenceable) else value


def _box(of: Thing, name: str) -> Box | None:
    """A rectangle with its corners in order."""
    if name not in of:
        return None
    x1, y1, x2, y2 = (float(_said(number)) for number in of[name])
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


# notes, stamps and visible signatures become part of the page


def _flattened(page: Thing) -> list[str]:
    """Takes the annotations off a page and puts what they look like among its resources; how each is drawn."""
    annotations = list(page["/Annots"]) if "/Annots" in page else []
    for name in _UNWANTED:
        page.pop(_pdf.pdf_name(name), None)
    looks: dict[str, Thing] = {}
    drawn = []
    for n, reference in enumerate(annotations):
        annotation = _said(reference)
        if not isinstance(annotation, _pdf.DictionaryObject) or int(annotation.get("/F", 0)) & _HIDDEN:
            continue
        look = _look_of(annotation)
        place = _box(annotation, "/Rect")
        if look is None or place is None or annotation.get("/Subtype") == "/Popup":
            continue
        matrix = _placed(_said(look), place)
        if matrix is not None:
            looks[f"/CbAnnot{n}"] = look
            drawn.append(f"q {_numbers(matrix)} cm /CbAnnot{n} Do Q")
    if looks:
        _add_looks(page, looks)
    return drawn


def _look_of(annotation: Thing) -> Thing | None:
    """The stream that says what an annotation looks like, as a reference; of several states the one it is in."""
    shown = annotation.get("/AP")
    if not isinstance(shown, _pdf.DictionaryObject) or "/N" not in shown:
        return None
    look = shown.raw_get("/N")
    if not isinstance(_said(look), _pdf.StreamObject):
        states, state = _said(look), annotation.get("/AS")
        if not isinstance(states, _pdf.DictionaryObject) or state not in states:
            return None
        look = states.raw_get(state)
    return look if isinstance(look, _pdf.IndirectObject) and isinstance(look.get_object(), _pdf.StreamObject) else None


def _placed(look: Thing, place: Box) -> Matrix | None:
    """The matrix that brings a look onto its place (ISO 32000-1, 12.5.5); None for a look without width or height."""
    assert isinstance(look, _pdf.DictionaryObject)
    box = _box(look, "/BBox")
    if box is None:
        return None
    a, b, c, d, e, f = (float(_said(one)) for one in look.get("/Matrix", (1, 0, 0, 1, 0, 0)))
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (box[0], box[2]) for y in (box[1], box[3])]
    left, bottom = (min(corner[n] for corner in corners) for n in (0, 1))
    wide, high = (max(corner[n] for corner in corners) - low for n, low in enumerate((left, bottom)))
    if not wide or not high:
        return None
    across, up = (place[2] - place[0]) / wide, (place[3] - place[1]) / high
    return across, 0, 0, up, place[0] - left * across, place[1] - bottom * up


def _add_looks(page: Thing, looks: dict[str, Thing]) -> None:
    """Name more forms among the resources of a page, without touching what other pages share."""
    resources = _pdf.DictionaryObject(page.get("/Resources", {}))
    forms = _pdf.DictionaryObject(resources.get("/XObject", {}))
    forms.update({_pdf.pdf_name(name): look for name, look in looks.items()})
    resources[_pdf.pdf_name("/XObject")] = forms
    page[_pdf.pdf_name("/Resources")] = resources


# the line at the foot


def _lines(writer: Any, feet: Sequence[str]) -> Iterator[Thing]:
    """The lines, each a form of A4's width that begins in the corner of its page."""
    fonts.register()
    drawn = io.BytesIO()
    canvas = Canvas(drawn, pagesize=PORTRAIT.size, initialFontName=fonts.REGULAR)
    for words in feet:
        canvas.setFont(fonts.REGULAR, _FOOT_SIZE)
        canvas.drawString(LEFT, _FOOT_AT, fonts.clean(words))
        canvas.showPage()
    canvas.save()
    reader = PdfFileReader(io.BytesIO(drawn.getvalue()))
    pages = writer.import_object(reader.root["/Pages"])["/Kids"] if feet else ()
    for page in pages:
        found = _said(page)
        form = {
            _pdf.pdf_name("/Type"): _pdf.pdf_name("/XObject"),
            _pdf.pdf_name("/Subtype"): _pdf.pdf_name("/Form"),
            _pdf.pdf_name("/BBox"): _pdf.ArrayObject(map(_pdf.FloatObject, (0, 0, *PORTRAIT.size))),
            _pdf.pdf_name("/Resources"): found.raw_get("/Resources"),
        }
        yield writer.add_object(_pdf.StreamObject(form, stream_data=found["/Contents"].data))


def _with_foot(writer: Any, page: Thing, annotations: Sequence[str], line: Thing) -> Thing:
    """The page with its annotations and its line over what it shows."""
    shown = _said(page)
    assert isinstance(shown, _pdf.DictionaryObject)
    _add_looks(shown, {"/CbFoot": line})
    over = [*annotations, f"q {_numbers(_corner(shown))} cm /CbFoot Do Q"]
    before = writer.add_object(_pdf.StreamObject(stream_data=b"q\n"))
    after = writer.add_object(_pdf.StreamObject(stream_data=("\nQ\n" + "\n".join(over)).encode("ascii")))
    contents = shown.raw_get("/Contents") if "/Contents" in shown else _pdf.ArrayObject()
    there = _said(contents)
    within = list(there) if isinstance(there, _pdf.ArrayObject) else [contents]
    shown[_pdf.pdf_name("/Contents")] = _pdf.ArrayObject([before, *within, after])
    return shown


def _corner(page: Thing) -> Matrix:
    """Where the line begins: the lower left corner as the page is looked at, as wide as the page."""
    media = _box(page, "/MediaBox")
    assert media is not None
    crop = _box(page, "/CropBox") or media
    left, bottom, right, top = (
        max(media[0], crop[0]),
        max(media[1], crop[1]),
        min(media[2], crop[2]),
        min(media[3], crop[3]),
    )
    turned = int(_said(page["/Rotate"])) % 360 if "/Rotate" in page else 0
    wide, high = (right - left, top - bottom) if turned in (0, 180) else (top - bottom, right - left)
    by = min(wide, high) / PORTRAIT.size[0]
    match turned:
        case 90:
            return 0, by, -by, 0, right, bottom
        case 180:
            return -by, 0, 0, -by, right, top
        case 270:
            return 0, -by, by, 0, left, top
    return by, 0, 0, by, left, bottom


def _numbers(matrix: Matrix) -> str:
    return " ".join(f"{one:.4f}" for one in matrix)


# bookmarks


def _outline(writer: Any, bookmarks: Sequence[Bookmark], pages: Sequence[Thing]) -> None:
    root = _pdf.DictionaryObject({_pdf.NameObject("/Type"): _pdf.pdf_name("/Outlines")})
    reference = writer.add_object(root)
    _hang(writer, root, reference, bookmarks, pages)
    writer.root[_pdf.pdf_name("/Outlines")] = reference
    writer.root[_pdf.pdf_name("/PageMode")] = _pdf.pdf_name("/UseOutlines")


def _hang(
    writer: Any,
    above: Thing,
    reference: Thing,
    bookmarks: Sequence[Bookmark],
    pages: Sequence[Thing],
) -> None:
    """Bookmarks under what is above them, each knowing the one before and the one after."""
    made: list[Thing] = []
    for one in bookmarks:
        item = _pdf.DictionaryObject(
            {
                _pdf.pdf_name("/Title"): _pdf.TextStringObject(fonts.clean(one.words)),
                _pdf.pdf_name("/Parent"): reference,
                _pdf.pdf_name("/Dest"): _pdf.ArrayObject([pages[one.page], _pdf.pdf_name("/Fit")]),
            }
        )
        made.append(writer.add_object(item))
        if one.under:
            _hang(writer, item, made[-1], one.under, pages)
    for before, after in itertools.pairwise(made):
        before.get_object()[_pdf.pdf_name("/Next")] = after
        after.get_object()[_pdf.pdf_name("/Prev")] = before
    above.update(
        {
            _pdf.pdf_name("/First"): made[0],
            _pdf.pdf_name("/Last"): made[-1],
            _pdf.pdf_name("/Count"): _pdf.NumberObject(len(made)),
        }
    )

"""Whether a file that comes back signed shows the very paper that was given out, even when a tool wrote it anew."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader

from carebook.records.signing import DATA_FILE
from carebook.sealing.errors import UnreadablePdf
from carebook.sealing.verify import attached_files

# What says how an object is stored or where it hangs, not what is seen of it.
_UNSEEN = frozenset(
    {
        *("/Parent", "/Annots", "/Length", "/Filter", "/DecodeParms", "/DL", "/Type", "/ProcSet", "/StructParents"),
        *("/StructParent", "/Metadata", "/LastModified", "/PieceInfo", "/Tabs", "/Contents", "/Group"),
    }
)
_DEEPEST = 40

_Revision = HistoricalResolver | PdfFileReader


def is_same_paper(given: bytes, signed: bytes) -> bool:
    """Whether ``signed``, as it was when it was first signed, has the pages, notes on them and data of ``given``.

    Many signing tools write a file anew before they sign it, so bytes are not compared but what they draw. What was changed
    after the first signature is the business of `verify`. `UnreadablePdf` when one of them is no PDF.
    """
    try:
        before, after = _first_signed(given), _first_signed(signed)
        if attached_files(before).get(DATA_FILE) != attached_files(after).get(DATA_FILE):
            return False
        return [_seen(page) for page in _pages(before)] == [_seen(page) for page in _pages(after)]
    except Exception as error:  # damaged bytes break the reading library in every way there is
        raise UnreadablePdf from error


def _first_signed(raw: bytes) -> _Revision:
    """The file as its first signer saw it; an unsigned one as it is."""
    reader = PdfFileReader(BytesIO(raw))
    signatures = reader.embedded_regular_signatures
    return reader.get_historical_resolver(signatures[0].signed_revision) if signatures else reader


def _pages(revision: _Revision) -> Iterator[generic.DictionaryObject]:
    yield from _leaves(revision.root["/Pages"], _DEEPEST)


def _leaves(node: generic.DictionaryObject, depth: int) -> Iterator[generic.DictionaryObject]:
    if "/Kids" not in node:
        yield node
    elif depth:
        for kid in node["/Kids"]:
            yield from _leaves(kid.get_object(), depth - 1)


def _seen(page: generic.DictionaryObject) -> str:
    """A hash of everything that makes a page look as it does; boxes for signatures are none of it."""
    memory: dict[tuple[int, int], str] = {}
    content = page["/Contents"] if "/Contents" in page else generic.ArrayObject()
    parts = content if isinstance(content, generic.ArrayObject) else [content]
    drawn = b"\n".join(part.get_object().data.strip() for part in parts)
    notes = [_hash(note, memory) for note in _notes(page)]
    return _sha(drawn, _hash(page, memory).encode(), *(note.encode() for note in notes))


def _notes(page: generic.DictionaryObject) -> Iterator[generic.DictionaryObject]:
    if "/Annots" not in page:
        return
    for note in page["/Annots"]:
        found = note.get_object()
        if "/Subtype" not in found or found["/Subtype"] != "/Widget":
            yield found


def _hash(value: generic.PdfObject, memory: dict[tuple[int, int], str], depth: int = _DEEPEST) -> str:
    """A hash of an object and all it leads to, the same however the objects are numbered and compressed."""
    if depth == 0:
        raise ValueError("too deep")
    if isinstance(value, generic.IndirectObject):
        place = (value.idnum, value.generation)
        if place not in memory:
            memory[place] = "being looked at"
            there: generic.PdfObject = value.get_object()  # type: ignore[no-untyped-call]
            memory[place] = _hash(there, memory, depth - 1)
        return memory[place]
    if isinstance(value, generic.DictionaryObject):
        told = [
            f"{name}={_hash(value.raw_get(name), memory, depth - 1)}".encode()
            for name in sorted(value)
            if name not in _UNSEEN
        ]
        return _sha(b"dictionary", *told, value.data if isinstance(value, generic.StreamObject) else b"")
    if isinstance(value, generic.ArrayObject):
        return _sha(b"array", *(_hash(value.raw_get(at), memory, depth - 1).encode() for at in range(len(value))))
    if isinstance(value, generic.NumberObject | generic.FloatObject):
        return f"{float(value):.3f}"
    if isinstance(value, generic.TextStringObject | generic.ByteStringObject):
        return _sha(b"text", str(value).encode())
    return f"{value}"


def _sha(*parts: bytes) -> str:
    hashed = hashlib.sha256()
    for part in parts:
        hashed.update(len(part).to_bytes(8))
        hashed.update(part)
    return hashed.hexdigest()

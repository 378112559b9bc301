"""Where a paper is signed: blocks of post, room and name that report their place, and the marks beside them."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table

from carebook.records.signing import SEAL, SignaturePlace
from carebook.reports.paper import fonts
from carebook.reports.paper.facts import (
    DOTTED,
    IdentityCode,
    Slot,
    Way,
    recipients_lines,
)
from carebook.reports.paper.page import PORTRAIT
from carebook.reports.paper.signature_pictures import SEAL_MM
from carebook.reports.paper.square_code import square
from carebook.reports.paper.text import (
    CENTRED,
    CENTRED_ITALIC,
    NOTE,
    RECIPIENT,
    RECIPIENTS,
    columns,
    paragraph,
    style,
)

ROOM_HEIGHT = 26 * mm  # for a signature and a third of a seal
ROOM_WIDTH = 70 * mm
PICTURE_WIDTH = 35 * mm  # of a signature, as far as its place is known before it is signed
SEAL_SIDE = SEAL_MM * mm
QR_SIDE = 30 * mm


class SignatureRoom(Flowable):  # type: ignore[misc]
    """The white room between post and name; a digital one tells the canvas its page and rectangle, and those of the seal."""

    def __init__(self, role: str, way: Way, *, sealed: bool = False) -> None:
        super().__init__()
        self.role = role
        self.way = way
        self.sealed = sealed
        self.width = ROOM_WIDTH
        self.height = ROOM_HEIGHT

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """As wide as its column."""
        self.column = available_width
        return available_width, self.height

    def draw(self) -> None:
        """Draws nothing: ink and the signing program fill it."""
        if self.way is not Way.DIGITAL:
            return
        width = min(self.width, self.column - 2 * mm)
        x, y = self.canv.absolutePosition((self.column - width) / 2, 1 * mm)
        rect = (round(x, 1), round(y, 1), round(x + width, 1), round(y + self.height - 2 * mm, 1))
        page = self.canv.getPageNumber() - 1
        self.canv.places.append(SignaturePlace(self.role, page, rect))
        if self.sealed:
            self.canv.places.append(SignaturePlace(SEAL, page, _seal_over(rect)))


def _seal_over(room: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Where the seal goes: over the left third of the signature in the middle of its room (Nghị định 30/2020, Phụ lục I)."""
    left, bottom, right, top = room
    edge = (left + right) / 2 - PICTURE_WIDTH / 2 + PICTURE_WIDTH / 3
    middle = (bottom + top) / 2
    found = (edge - SEAL_SIDE, middle - SEAL_SIDE / 2, edge, middle + SEAL_SIDE / 2)
    return (round(found[0], 1), round(found[1], 1), round(found[2], 1), round(found[3], 1))


def block(slot: Slot, *, small: bool = False) -> list[Flowable]:
    """One place: headings, what stands under them, room, name (dots when the name is for the pen)."""
    size = 12 if small else 13
    bold = style(size, fonts.BOLD, "center")
    words: list[Flowable] = [paragraph(line, bold) for line in slot.headings]
    if slot.under:
        words.append(paragraph(slot.under, style(11 if small else 12, fonts.ITALIC, "center")))
    name = slot.name or ("" if slot.way is Way.EMPTY else DOTTED)
    return [
        *words,
        SignatureRoom(slot.role, slot.way, sealed=slot.sealed),
        paragraph(name, bold if slot.name else CENTRED),
    ]


def _aligned(blocks: Sequence[Sequence[Flowable]], widths: Sequence[float]) -> Table:
    """Blocks side by side: headings level at the top, names level at the bottom."""
    heads = [list(b[:-1]) for b in blocks]
    names = [[b[-1]] for b in blocks]
    table = Table([heads, names], colWidths=list(widths))
    table.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 1),
            ("RIGHTPADDING", (0, 0), (-1, -1), 1),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
            ("NOSPLIT", (0, 0), (-1, -1)),
        ]
    )
    return table


def row(slots: Sequence[Slot], room: float = PORTRAIT.width, *, dated: str = "") -> list[Flowable]:
    """One to four places side by side; ``dated`` is the line of place and date over the last one."""
    count = max(len(slots), 2)
    column = room / count
    blocks = [block(slot, small=len(slots) > 2) for slot in slots]
    if len(slots) == 1:
        blocks = [[Spacer(1, 1)], *blocks]
    above: list[Flowable] = [Spacer(1, 8)]
    if dated:
        wide = max(column, room / 2)
        above.append(columns([[], [paragraph(dated, CENTRED_ITALIC)]], (room - wide, wide)))
    return [*above, _aligned(blocks, [column] * count)]


def recipients_and(slot: Slot, recipients: Sequence[str], room: float = PORTRAIT.width) -> list[Flowable]:
    """ "Nơi nhận:" on the left, level with the signer's post on the right (elements 7 and 9b)."""
    left: list[Flowable] = []
    if recipients:
        left = [
            paragraph("Nơi nhận:", RECIPIENTS),
            *(paragraph(line, RECIPIENT) for line in recipients_lines(recipients)),
        ]
    return [Spacer(1, 8), columns([left, block(slot)], (room * 0.48, room * 0.52))]


def identity_mark(code: IdentityCode, room: float = PORTRAIT.width) -> Flowable:
    """The facility's identity code as a square code of 30 mm and as letters for comparing by hand."""
    words = [
        Spacer(1, 5 * mm),
        paragraph("Mã nhận diện cơ sở", style(11, fonts.BOLD)),
        paragraph(code.short, style(12)),
        paragraph("Nơi nhận đối chiếu mã này khi nhận tệp của cơ sở lần đầu.", NOTE),
    ]
    return columns([[square(code.content, QR_SIDE)], words], (QR_SIDE + 4 * mm, room - QR_SIDE - 4 * mm))


def kept_together(last_words: Sequence[Flowable], signatures: Sequence[Flowable]) -> Flowable:
    """The last paragraph with the signatures, so that no signature stands alone on a page."""
    return KeepTogether([*last_words, *signatures])

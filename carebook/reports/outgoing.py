"""Letters, invitations, notices and plans as papers of Nghị định 30/2020: heading, number, text, signature, recipients."""

from __future__ import annotations

from datetime import datetime

from carebook.dates import clock, local, weekday, written
from carebook.records.facility import Facility
from carebook.records.office import OutgoingPaper
from carebook.reports.forms import Fact, Facts, Form, Part, Prose
from carebook.reports.paper.facts import Letterhead, Numbering, Signer, Way, slot_of
from carebook.rules.outgoing import INVITATION
from carebook.store.code_lists import Codes
from carebook.words import speaking

_LETTER = "letter"
_PREFIXES = {"KT": "KT.", "TM": "TM.", "TL": "TL.", "TUQ": "TUQ.", "Q": "Q."}


def form(paper: OutgoingPaper, facility: Facility, codes: Codes) -> Form:
    """The paper described once, for the page and for editing. A letter has no title, its subject stands under the number."""
    kind = codes.code("outgoing_kind", paper.kind)
    shortened = str(kind.extra.get("abbr", "")) if kind else ""
    head = Letterhead(
        facility.parent_agency, facility.name, facility.symbol, facility.place, is_sample=facility.is_sample
    )
    is_letter = paper.kind == _LETTER
    post, instead_of = paper.signer_post or facility.head_post, ""
    if paper.signer_prefix in ("KT", "TL", "TUQ"):
        instead_of = facility.head_post
    signer = Signer(post, paper.signer_name, _PREFIXES.get(paper.signer_prefix, ""), instead_of)
    return Form(
        letterhead=head,
        kind="" if is_letter else (kind.text.upper() if kind else paper.kind),
        about="" if is_letter else _first_capital(paper.subject),
        subject=f"V/v {_inside(paper.subject)}" if is_letter else "",
        numbering=Numbering(shortened, paper.number or None, paper.dated_on),
        addressed_to=() if paper.kind == INVITATION else paper.addressed_to,
        parts=tuple(_invitation(paper, facility) if paper.kind == INVITATION else _text(paper.body)),
        slots=(slot_of(signer, "head", Way.INK),),
        recipients=paper.recipients,
    )


def _text(body: str) -> list[Part]:
    """The text, a paragraph a line."""
    return [Prose(line.strip()) for line in body.split("\n") if line.strip()]


def _invitation(paper: OutgoingPaper, facility: Facility) -> list[Part]:
    """Who invites whom to what, when and where, then the text."""
    asked = ", ".join(paper.addressed_to)
    facts = [
        ("Tới dự", _first_capital(paper.subject)),
        ("Thời gian", _when(paper.meeting_at)),
        ("Địa điểm", paper.place),
    ]
    return [
        Prose(f"{facility.name} trân trọng kính mời: {asked}" if asked else f"{facility.name} trân trọng kính mời:"),
        *(Facts((Fact(label, value or None),)) for label, value in facts),
        *_text(paper.body),
        Prose("Rất mong Quý vị đến dự đúng thời gian."),
    ]


def _when(at: datetime | None) -> str:
    """ "08:00, Thứ Sáu, ngày 27/11/2026"."""
    if at is None:
        return ""
    day = local(at).date()
    with speaking("vi"):
        return f"{clock(at)}, {weekday(day)}, ngày {written(day)}"


def _first_capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _inside(words: str) -> str:
    """Words as they go on inside a line; abbreviations stay."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]

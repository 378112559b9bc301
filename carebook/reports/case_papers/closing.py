"""Form 06: closing the case (TT 02/2020 Điều 8 khoản 3), with four signatures, each given or waived with its reason."""

from __future__ import annotations

from collections.abc import Mapping

from carebook.records.closures import Closure, ClosureParty, ClosureSignature
from carebook.reports.case_papers.about import About, day_words, told
from carebook.reports.case_papers.assessing import whose
from carebook.reports.forms import Form, Part, Prose, lines
from carebook.reports.paper.facts import Slot, Way
from carebook.reports.people import section


def form06(
    about: About,
    closure: Closure,
    signatures: Mapping[ClosureParty, ClosureSignature],
    *,
    started_on: str = "",
    meeting: str = "",
) -> Form:
    """Phiếu kết thúc quản lý đối tượng. ``meeting`` names the day and those present of the meeting that agreed."""
    waived = tuple(
        Prose(f"{_PLACES[party]}: không ký, lý do: {one.waived_because.strip()}.")
        for party, one in signatures.items()
        if one.waived_because.strip()
    )
    return Form(
        letterhead=about.letterhead,
        kind="Phiếu kết thúc quản lý đối tượng",
        about=about.resident.full_name,
        label=about.label("06"),
        parts=(
            *whose(about),
            *lines(
                [("Vào cơ sở ngày", started_on), ("Kết thúc quản lý ngày", day_words(closure.closed_on))],
                [("Lý do kết thúc", about.text("end_reason", closure.reason))],
            ),
            section("1. Tóm tắt quá trình"),
            *told(closure.course, 6),
            section("2. Kết quả theo mục tiêu"),
            *told(closure.results, 6),
            section("3. Tình trạng lúc kết thúc"),
            *told(closure.state_at_end, 4),
            section("4. Kế hoạch sau kết thúc"),
            *told(closure.plan_after, 4),
            section("5. Họp thống nhất"),
            *told(meeting or closure.no_conference_because, 4),
            *_waived(waived),
        ),
        place_date=about.dated(closure.closed_on),
        slots=tuple(_slot(about, party, signatures.get(party), closure) for party in ClosureParty),
    )


def _waived(waived: tuple[Prose, ...]) -> tuple[Part, ...]:
    return (section("6. Chữ ký được bỏ"), *waived) if waived else ()


_PLACES = {
    ClosureParty.MANAGER: "Người quản lý đối tượng",
    ClosureParty.CLIENT: "Đối tượng",
    ClosureParty.FAMILY: "Gia đình, người giám hộ",
    ClosureParty.HEAD: "Người đứng đầu",
}


def _slot(about: About, party: ClosureParty, signature: ClosureSignature | None, closure: Closure) -> Slot:
    """The place of one signature; a waived one has nothing to sign."""
    given = signature.name if signature else ""
    if signature is not None and signature.waived_because.strip():
        return Slot(party.value, (_PLACES[party].upper(),), given, "(không ký)", Way.EMPTY)
    match party:
        case ClosureParty.HEAD:
            return about.head_signs(name=given)
        case ClosureParty.MANAGER:
            return about.signs("manager", ("NGƯỜI QUẢN LÝ",), given or about.name(closure.closer_id) or about.manager)
        case ClosureParty.CLIENT:
            return about.signs_by_hand("client", ("ĐỐI TƯỢNG",), given)
    return about.signs_by_hand("family", ("GIA ĐÌNH,", "NGƯỜI GIÁM HỘ"), given)

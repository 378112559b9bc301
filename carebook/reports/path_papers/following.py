"""After going home: the sheet of one visit with its code, blank or filled, and the sheet that ends the follow-up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from carebook.records.follow_ups import (
    FollowUp,
    FollowUpAttempt,
    FollowUpEnd,
    FollowUpEndKind,
    RiskColour,
    VisitOwner,
    VisitState,
)
from carebook.records.reintegration import Outcome, Reintegration
from carebook.reports.case_papers.about import About, day_words, told, typed
from carebook.reports.forms import Fact, Facts, Form, Look, Part, Prose, lines, listing, wide
from carebook.reports.grid import GridColumn
from carebook.reports.paper.facts import Slot
from carebook.reports.path_papers.saying import choice, of_enum, of_list, yes_or_no
from carebook.reports.people import NOBODY, Party, section
from carebook.rules.follow_ups.sheets import said_code

OWNERS = {VisitOwner.CENTER: "Cơ sở", VisitOwner.COMMUNE: "UBND cấp xã", VisitOwner.DEPARTMENT: "Sở Y tế"}
_RISKS = {
    RiskColour.GREEN: "XANH: ổn định",
    RiskColour.YELLOW: "VÀNG: cần chú ý",
    RiskColour.RED: "ĐỎ: nguy cơ, báo ngay cho cơ sở trong ngày",
}
_SAFE = {"yes": "An toàn", "no": "Không an toàn"}
NO_VISIT = FollowUp(episode_id="", reintegration_id="", due_on=date.max)


@dataclass(frozen=True, kw_only=True)
class Home:
    """Where somebody went and to whom; ``reached`` is how the center is reached with the sheet in hand.

    ``modes`` and ``care_levels`` are the words to tick, by their codes.
    """

    carer: Party = NOBODY
    place: str = ""
    reached: str = ""
    modes: Mapping[str, str] = field(default_factory=dict)
    care_levels: Mapping[str, str] = field(default_factory=dict)


def follow_up_sheet(
    about: About,
    visit: FollowUp,
    home: Home,
    attempts: Sequence[FollowUpAttempt] = (),
    *,
    worker: str = "",
    hidden: bool = False,
) -> Form:
    """Phiếu theo dõi sau hồi gia. The code stands in large letters, so that the answers come back to the right visit.

    ``hidden``: no home and no carer, for a restricted person.
    """
    due = visit.due_on if visit is not NO_VISIT else None
    code = (Prose(f"MÃ PHIẾU: {said_code(visit.sheet_code)}", Look.LARGE),) if visit.sheet_code else ()
    who = (
        ()
        if hidden
        else lines(
            [("Người chăm sóc", home.carer.name), ("Quan hệ", home.carer.relation)],
            [("Nơi ở", home.place), ("Điện thoại", home.carer.phone)],
        )
    )
    why = lines([("Vì sao có lần này", visit.why)]) if visit.why else ()
    return Form(
        letterhead=about.letterhead,
        kind="Phiếu theo dõi",
        about="Sau khi về gia đình, cộng đồng",
        parts=(
            *code,
            *lines([("Họ và tên", about.resident.full_name), ("Năm sinh", about.resident.born)]),
            *who,
            *lines(
                [
                    ("Hạn theo dõi", day_words(due)),
                    ("Do ai thực hiện", OWNERS[visit.owner] if due is not None else ""),
                ]
            ),
            *why,
            section("1. Lần theo dõi"),
            *lines([("Ngày", day_words(visit.done_on)), ("Người thực hiện", visit.done_by)]),
            of_list("Cách theo dõi", about, "visit_mode", home.modes, visit.mode),
            *lines([("Đã gặp ai", visit.seen)]),
            yes_or_no("Có nói chuyện riêng với người được theo dõi", visit.alone),
            *_tried(about, attempts),
            section("2. Tình hình"),
            *typed("a) Nơi ở, cách sống", visit.living, 2),
            choice("b) An toàn", _SAFE, None if visit.safe is None else "yes" if visit.safe else "no"),
            *_more("Nói rõ", visit.safety),
            *typed("c) Sức khỏe, thuốc", visit.health, 2),
            yes_or_no("Uống thuốc đều", visit.medicines_taken),
            of_list("d) Tự chăm sóc", about, "care_level", home.care_levels, visit.self_care),
            *typed("đ) Học hành, việc làm", visit.school_work),
            *typed("e) Quan hệ trong gia đình", visit.relations),
            *typed("g) Cảm xúc", visit.feelings),
            yes_or_no("h) Đã nhận trợ cấp", visit.allowance),
            yes_or_no("i) Dùng được thẻ BHYT", visit.health_card),
            *typed("k) Tham gia cộng đồng", visit.participation),
            *typed("l) Khó khăn", visit.problems, 2),
            *typed("m) Đã giúp gì", visit.help_given),
            *typed("n) Lời của người được theo dõi", visit.own_words, 2),
            section("3. Đánh giá"),
            choice(
                "Mức", {one.value: words for one, words in _RISKS.items()}, visit.risk.value if visit.risk else None
            ),
            *lines([("Hẹn lần sau", day_words(visit.next_on))]),
            *_closed(visit),
            *(
                (Prose(f"Ghi xong, gửi phiếu hoặc ảnh chụp phiếu về cơ sở: {home.reached}.", Look.ITALIC),)
                if home.reached
                else ()
            ),
        ),
        place_date=about.dated(visit.done_on),
        slots=(
            about.signs_by_hand("client", ("NGƯỜI ĐƯỢC THEO DÕI", "hoặc người chăm sóc")),
            about.signs_by_hand("visitor", ("NGƯỜI THEO DÕI",), visit.done_by or worker),
        ),
    )


def _more(label: str, words: str) -> tuple[Part, ...]:
    return typed(label, words) if words.strip() else (Facts((Fact(label, None),)),)


def _tried(about: About, attempts: Sequence[FollowUpAttempt]) -> tuple[Part, ...]:
    return tuple(
        Prose(
            ", ".join(
                filter(None, (day_words(one.tried_on), about.text("visit_mode", one.mode).lower(), one.result.strip()))
            ),
            Look.PLAIN,
            lead=f"Lần {n} chưa gặp được:",
        )
        for n, one in enumerate(attempts, 1)
    )


def _closed(visit: FollowUp) -> tuple[Part, ...]:
    """What became of a visit that was not made by the center."""
    match visit.state:
        case VisitState.RECEIVED:
            number = f" số {visit.report_no}" if visit.report_no else ""
            return (Prose(f"Đã nhận báo cáo của {OWNERS[visit.owner]}{number}.", Look.PLAIN),)
        case VisitState.WAIVED:
            return lines([("Không cần theo dõi lần này, lý do", " ".join(visit.waived_because.split()))])
        case VisitState.LOST:
            return (Prose("Mất liên lạc.", Look.PLAIN),)
    return ()


def follow_up_end(
    about: About,
    end: FollowUpEnd,
    path: Reintegration | None,
    visits: Sequence[FollowUp],
    home: Home,
    *,
    blank: bool = False,
) -> Form:
    """Phiếu kết thúc theo dõi: every visit with its result, how the follow-up ends, and who approves it."""
    handed_on = path.handed_over_on if path is not None else None
    done = [one for one in visits if one.state in (VisitState.DONE, VisitState.RECEIVED)]
    counted = f"{len(done)}/{len(visits)}" if visits else ""
    return Form(
        letterhead=about.letterhead,
        kind="Phiếu kết thúc theo dõi",
        about="Sau khi về gia đình, cộng đồng",
        parts=(
            *lines(
                [("Họ và tên", about.resident.full_name), ("Năm sinh", about.resident.born)],
                [("Mã hồ sơ", about.resident.code), ("Ngày bàn giao", day_words(handed_on))],
                [("Người nhận chăm sóc", home.carer.name), ("Nơi về", home.place)],
            ),
            section("1. Các lần theo dõi"),
            listing(
                (
                    *(GridColumn("Hạn", align="center", least=20), GridColumn("Thực hiện", align="center", least=20)),
                    *(wide("Của ai, cách", 2), GridColumn("Mức", align="center", least=16), wide("Kết quả", 4)),
                ),
                [_line(about, one) for one in visits],
                6,
            ),
            *lines([("Đã thực hiện", counted), ("Kết thúc theo dõi ngày", day_words(end.ended_on))]),
            section("2. Kết thúc theo dõi"),
            of_enum("Hình thức", FollowUpEndKind, None if blank else end.kind),
            of_enum("Kết quả sau hồi gia", Outcome, end.outcome),
            *typed("Lý do", end.reason, 2),
            section("3. Tóm tắt quá trình theo dõi"),
            *told(end.summary, 5),
        ),
        place_date=about.dated(end.ended_on),
        slots=(
            about.signs("worker", ("NGƯỜI THEO DÕI",), about.name(end.worker_id)),
            _approver(about, end),
        ),
    )


def _approver(about: About, end: FollowUpEnd) -> Slot:
    name = about.name(end.approved_by_id)
    if name and name != about.head.name:
        return about.signs("approver", ("NGƯỜI PHÊ DUYỆT",), name)
    return about.head_signs()


def _line(about: About, visit: FollowUp) -> tuple[str, ...]:
    owner, way = OWNERS[visit.owner], about.text("visit_mode", visit.mode)
    who = way if owner in way else "; ".join(filter(None, (owner, way)))
    mark = _RISKS[visit.risk].split(":")[0].capitalize() if visit.risk is not None else ""
    result = visit.waived_because or visit.problems or visit.living or visit.health
    if visit.state is VisitState.DUE:
        result = "Chưa thực hiện"
    if visit.state is VisitState.WAIVED:
        result = f"Không cần: {visit.waived_because}"
    return day_words(visit.due_on), day_words(visit.done_on), who, mark, " ".join(result.split())

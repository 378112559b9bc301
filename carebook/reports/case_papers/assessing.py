"""Form 02, the assessment of needs in eight domains, and form 03, the criteria (TT 02/2020 Điều 5 and 6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from carebook.records.assessments import Assessment, DomainRating, EligibilityCheck, NeedLevel
from carebook.reports.case_papers.about import UNTICKED, About, day_words, said, ticked, told, typed, yes_words
from carebook.reports.forms import Form, Look, Part, Prose, lines, listing, wide
from carebook.reports.paper.facts import GAP
from carebook.reports.people import section

NOT_ASSESSED = "Chưa đánh giá"
NO_RESULTS: Mapping[str, str] = {}
_LAST = date.max  # a form without a day takes the words of today's lists


def level_words(level: NeedLevel | None) -> str:
    """ "3 · Cao, khẩn cấp"; without a level it is not assessed, never low."""
    return f"{level.value} · {said(level)}" if level is not None else NOT_ASSESSED


def whose(about: About) -> tuple[Part, ...]:
    """Whose paper it is in two lines."""
    return lines(
        [("Họ và tên đối tượng", about.resident.full_name), ("Ngày, tháng, năm sinh", about.resident.born)],
        [("Mã hồ sơ", about.resident.code), ("Phòng, giường", about.bed)],
    )


def form02(
    about: About,
    assessment: Assessment,
    ratings: Mapping[str, DomainRating],
    before: Mapping[str, NeedLevel | None] | None = None,
    *,
    before_on: date | None = None,
    results: Mapping[str, str] = NO_RESULTS,
    blank: bool = False,
) -> Form:
    """Phiếu đánh giá nhu cầu. ``ratings`` and ``before`` (last time's levels, of ``before_on``) are by domain, ``results`` the
    words of scale results by their ids.
    """
    domains = {code.code: code.text for code in about.codes.choices("need_domain", assessment.assessed_on or _LAST)}
    none = DomainRating(episode_id="", assessment_id="", domain="")
    rows = []
    for code, text in domains.items():
        rating = ratings.get(code, none)
        last = "" if blank else level_words(before.get(code)) if before is not None else "–"
        services = ", ".join(filter(None, (about.texts("service", rating.services), rating.services_note)))
        now = "" if blank else level_words(rating.level)
        rows.append((text, now, last, str(rating.priority or ""), services))
    domains_told: list[Part] = []
    for code, text in domains.items():
        rating = ratings.get(code, none)
        pairs = (
            ("Hiện trạng", rating.situation),
            ("Điểm mạnh, nguồn lực", rating.strengths),
            ("Vấn đề", rating.problem),
            ("Ý kiến của đối tượng", rating.client_opinion),
            ("Ý kiến của gia đình", rating.family_opinion),
            ("Kết quả thang đo", "; ".join(results[score] for score in rating.scores if score in results)),
            ("Lý do không đặt mục tiêu", rating.no_goal_because),
        )
        if blank:
            domains_told += [_domain(text), *(part for label, _words in pairs[:6] for part in typed(label, ""))]
        elif any(words for _label, words in pairs):
            domains_told += [_domain(text), *(part for label, words in pairs if words for part in typed(label, words))]
    kind = "" if blank else said(assessment.kind)
    last_time = f"Lần trước ({day_words(before_on)})" if before_on else "Lần trước"
    return Form(
        letterhead=about.letterhead,
        kind="Phiếu đánh giá nhu cầu",
        about="Chăm sóc, trợ giúp đối tượng",
        label=about.label("02"),
        parts=(
            *whose(about),
            *lines(
                [("Loại đánh giá", kind), ("Ngày đánh giá", day_words(assessment.assessed_on))],
                [("Người đánh giá", about.name(assessment.assessor_id)), ("Lý do", assessment.reason)],
            ),
            *typed("Thành phần tham gia", assessment.participants),
            *lines(
                [
                    ("Người cung cấp thông tin", _informant(about, assessment, blank)),
                    ("Ngày đánh giá lại", day_words(assessment.next_on)),
                ]
            ),
            section("1. Mức độ nhu cầu (0 không · 1 thấp · 2 trung bình · 3 cao, khẩn cấp)"),
            listing(
                (
                    "Lĩnh vực",
                    wide("Mức nhu cầu", 6),
                    wide(last_time, 2),
                    wide("Ưu tiên", 1),
                    wide("Dịch vụ đề xuất", 15),
                ),
                rows,
            ),
            *((section("2. Từng lĩnh vực"), *domains_told) if domains_told else ()),
            section("3. Nhận định chung" if domains_told else "2. Nhận định chung"),
            *told(assessment.summary, 4),
        ),
        place_date=about.dated(assessment.assessed_on),
        slots=(
            about.signs_by_hand("client", ("ĐỐI TƯỢNG", "hoặc người giám hộ")),
            about.signs("assessor", ("NGƯỜI ĐÁNH GIÁ",), about.name(assessment.assessor_id)),
        ),
    )


def _domain(text: str) -> Prose:
    """The name of a domain over what is told of it, which stays with it on the page."""
    return Prose(text, Look.HEADING)


def _informant(about: About, assessment: Assessment, blank: bool) -> str:
    if blank:
        return ""
    relation = about.text("informant", assessment.informant_relation)
    if assessment.informant:
        return f"{assessment.informant} ({relation.lower()})" if relation else assessment.informant
    return "đối tượng tự cung cấp" if assessment.client_informs else relation


def form03(about: About, check: EligibilityCheck, *, blank: bool = False) -> Form:
    """Phiếu xác định tiêu chí đối tượng."""
    day = check.checked_on or _LAST
    criteria = {code.code: code.text for code in about.codes.choices("eligibility_criterion", day)}
    modes = {code.code: code.text for code in about.codes.choices("service_mode", day)}
    result: tuple[Part, ...]
    if blank:
        choice = GAP * 4
        result = (
            Prose(choice.join(one.replace(" ", GAP) for one in ticked(modes, lambda _code: False)), Look.PLAIN),
            *lines([("Kết luận", f"{UNTICKED} Đạt{choice}{UNTICKED} Không đạt")]),
        )
    else:
        result = lines(
            [("Hình thức dịch vụ", about.text("service_mode", check.service_mode))],
            [("Kết luận", yes_words(check.eligible, "Đạt", "Không đạt"))],
        )
    return Form(
        letterhead=about.letterhead,
        kind="Phiếu xác định đối tượng",
        about="Theo tiêu chí tiếp nhận, cung cấp dịch vụ",
        label=about.label("03"),
        parts=(
            *whose(about),
            section("1. Tiêu chí đáp ứng"),
            *(Prose(line, Look.PLAIN) for line in ticked(criteria, lambda code: code in check.criteria)),
            section("2. Hình thức dịch vụ, kết luận"),
            *result,
            *typed("Lý do", check.reason, 2),
            Prose("Phiếu này là căn cứ lập kế hoạch chăm sóc, trợ giúp đối tượng."),
        ),
        place_date=about.dated(check.checked_on),
        slots=(
            about.signs("checker", ("NGƯỜI XEM XÉT",), about.name(check.checker_id)),
            about.head_signs(),
        ),
    )

"""What goes to a partner: the referral with its reply, and the consent to share information."""

from __future__ import annotations

from datetime import date

from carebook.records.facility import Facility
from carebook.records.referrals import Consent, Partner, Referral
from carebook.reports.case_papers.about import About, day_words, typed
from carebook.reports.forms import Form, Look, Part, Prose, lines
from carebook.reports.forms import told as inside
from carebook.reports.paper.facts import Numbering
from carebook.reports.papers_of_stay.known import number_of
from carebook.reports.path_papers.saying import choice, of_list, reached_at, yes_or_no
from carebook.reports.people import section

CHILD_AGE = 7
"""Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15: from this age a child agrees too; printed on empty sheets."""
_ANSWERS = {"accepted": "Nhận cung cấp dịch vụ", "not": "Không nhận", "other": "Giới thiệu nơi khác"}


def referral_sheet(
    about: About,
    referral: Referral,
    partner: Partner | None,
    consent: Consent | None,
    center: Facility | None = None,
    *,
    hidden: bool = False,
) -> Form:
    """Phiếu chuyển gửi, with the reply of who receives it below. It tells what the consent lets it tell, and says what not.

    ``hidden``: neither the home of the person nor where the center is.
    """
    resident = about.resident
    homes = () if hidden else lines([("Nơi cư trú", resident.permanent_home)])
    reached = reached_at(center, hidden=hidden)
    to = ", ".join(filter(None, (partner.name, "" if hidden else partner.address))) if partner is not None else ""
    return Form(
        letterhead=about.letterhead,
        kind="Phiếu chuyển gửi",
        about="Giới thiệu đối tượng sử dụng dịch vụ",
        numbering=Numbering("PCG", number_of(referral.letter_no), referral.sent_on),
        addressed_to=(to or "." * 60,),
        parts=(
            section("1. Người được giới thiệu"),
            *lines(
                [("Họ và tên", resident.full_name), ("Năm sinh", resident.born)],
                [("Giới tính", resident.sex), ("Mã hồ sơ", resident.code)],
            ),
            *homes,
            section("2. Nội dung chuyển gửi"),
            *lines([("Dịch vụ đề nghị", about.text("service", referral.service) if partner is not None else "")]),
            *typed("Lý do, nhu cầu", referral.reason, 3),
            section("3. Thông tin được chia sẻ"),
            *_shared(consent),
            Prose(
                f"Đề nghị nơi nhận trả lời trước ngày {day_words(referral.reply_due_on) or '......./......./..........'} về "
                f"{inside(reached, 40)}. Thông tin trong phiếu này chỉ dùng cho việc cung cấp dịch vụ nêu trên."
            ),
            section("4. Trả lời của nơi nhận"),
            choice("Kết quả", _ANSWERS, None),
            *lines([("Ngày hẹn, người phụ trách", None)], [("Ý kiến khác", None)]),
        ),
        slots=(
            about.signs_by_hand("partner", ("NƠI NHẬN",)),
            about.signs("worker", ("NGƯỜI CHUYỂN GỬI",), about.name(referral.worker_id)),
            about.head_signs(),
        ),
    )


def _shared(consent: Consent | None) -> tuple[Part, ...]:
    """What the consent lets be told, what not, and the consent itself."""
    if consent is None:
        return (
            *typed("Được chia sẻ", "", 2),
            *typed("Không chia sẻ", ""),
            *lines([("Đồng ý của", None), ("Ngày", None)]),
        )
    return (
        *typed("Được chia sẻ", consent.shared, 2),
        *typed("Không chia sẻ", consent.withheld or "Mọi thông tin khác"),
        *lines([("Đồng ý của", consent.given_by), ("Ngày", day_words(consent.given_on))]),
    )


def consent_sheet(about: About, consent: Consent, *, child_age: int | None = CHILD_AGE) -> Form:
    """Phiếu đồng ý chia sẻ thông tin (khoản 2 Điều 9 Thông tư 02/2020/TT-BLĐTBXH): for one receiver and one purpose.

    ``child_age`` is from when a child agrees too, None where the person is none; an empty sheet has the place for a child.
    """
    asks_child = child_age is not None
    child = (yes_or_no(f"Trẻ từ {child_age} tuổi cũng đồng ý", consent.child_agreed),) if asks_child else ()
    valid = day_words(consent.valid_to)
    revoked = (
        (Prose(f"Người đồng ý đã rút lại ngày {day_words(consent.revoked_on)}.", Look.PLAIN),)
        if consent.revoked_on
        else ()
    )
    ways = {one.code: one.text for one in about.codes.choices("consent_way", consent.given_on or date.max)}
    return Form(
        letterhead=about.letterhead,
        kind="Phiếu đồng ý",
        about="Chia sẻ thông tin của đối tượng",
        parts=(
            *lines(
                [("Họ và tên đối tượng", about.resident.full_name), ("Năm sinh", about.resident.born)],
                [("Mã hồ sơ", about.resident.code)],
            ),
            section("1. Chia sẻ cho ai, để làm gì"),
            *lines([("Nơi nhận thông tin", consent.shared_with)]),
            *typed("Mục đích", consent.purpose, 2),
            section("2. Thông tin"),
            *typed("Được chia sẻ", consent.shared, 3),
            *typed("Không chia sẻ", consent.withheld, 2),
            section("3. Đồng ý"),
            *lines([("Người đồng ý", consent.given_by), ("Ngày", day_words(consent.given_on))]),
            of_list("Cách đồng ý", about, "consent_way", ways, consent.way if consent.given_by else None),
            *child,
            *lines([("Có giá trị đến hết ngày", valid)]),
            *revoked,
            Prose(
                "Tôi đã được giải thích bằng lời dễ hiểu: thông tin nào được chia sẻ, cho ai, để làm gì; tôi có quyền không đồng ý "
                "và có quyền rút lại bất cứ lúc nào mà vẫn được chăm sóc, trợ giúp như trước."
            ),
        ),
        place_date=about.dated(consent.given_on),
        slots=(
            about.signs_by_hand("client", ("NGƯỜI ĐỒNG Ý",), consent.given_by),
            *((about.signs_by_hand("child", ("TRẺ EM",)),) if asks_child else ()),
            about.head_signs("PHÊ DUYỆT", name=about.name(consent.approved_by_id)),
        ),
    )

"""A believable way home as plain records, for papers that are drawn without a book: Suối, eight years old, goes to her aunt."""

from __future__ import annotations

import tomllib
from datetime import date, time

from carebook import places
from carebook.dates import PartialDate
from carebook.records.families import FamilyAssessment, FamilyRating
from carebook.records.follow_ups import (
    FollowUp,
    FollowUpAttempt,
    FollowUpEnd,
    FollowUpEndKind,
    RiskColour,
    VisitOwner,
    VisitState,
)
from carebook.records.handovers import HandedKind, Handover, HandoverItem, HandoverParty, HandoverSignature
from carebook.records.intake import FormState
from carebook.records.referrals import Consent, Partner, Referral
from carebook.records.reintegration import Carer, Outcome, Reintegration
from carebook.records.tracing import TracingLead, TracingLetter
from carebook.reports.case_papers.about import About
from carebook.reports.paper.facts import Letterhead, Signer
from carebook.reports.path_papers.dossier import Chapter, FamilyDossier, Known, Table, withheld_of
from carebook.reports.path_papers.following import Home
from carebook.reports.path_papers.tracing import Sought
from carebook.reports.people import Party, Resident
from carebook.rules import code_files
from carebook.rules.families import Rated, rated
from carebook.store.code_lists import Codes
from carebook.store.rows import to_row
from tests import samples

STAY, PATH = "stay", "path"
WORKER, HEAD = "worker", "head"
STAFF = {WORKER: "Mạc Thị Hải Đường", HEAD: "Phạm Đăng Khoa"}
LONG = (
    "Cháu ngủ ngon, theo chị họ đi học, tối thứ ba nhớ anh khóc một lúc rồi nguôi; dì dậy cùng cháu, kể chuyện đến khi ngủ. "
    "Sáng hôm sau cháu tự đánh răng, ăn hai bát cháo, đòi dì cho gọi điện lên cơ sở để kể với anh."
)
CENTER = samples.facility(
    address="Số 12 đường Hữu Nghị, phường Hạ Long, tỉnh Quảng Ninh", phone="0203 3000 100", hotline="0203 3000 111"
)


def codes() -> Codes:
    """The words of the lists these papers need, from the program's own files."""
    rows = []
    for name in ("reintegration", "services", "people", "casework", "admission"):
        text = places.resource(f"codes/{name}.toml").read_text(encoding="utf-8")
        rows += [to_row(one) for one in code_files.codes_from_toml(tomllib.loads(text))]
    with places.resource("codes/communes.csv").open(encoding="utf-8") as found:
        rows += [to_row(one) for one in code_files.communes_from_lines(found)]
    return Codes(rows)


CODES = codes()


def about(**changes: object) -> About:
    """Whose paper it is."""
    values: dict[str, object] = {
        "letterhead": Letterhead("Sở Y tế tỉnh Quảng Ninh", "Trung tâm Bảo trợ xã hội tỉnh", "TTBTXH", "Hạ Long"),
        "resident": Resident(
            full_name="Từ Thị Suối",
            title="cháu",
            born="15/07/2018",
            sex="Nữ",
            ethnicity="Sán Dìu",
            id_no="022318001234",
            permanent_home="Thôn Khe Giấy, xã Lương Minh, tỉnh Quảng Ninh",
            code="CB-000218",
            category="Trẻ em mồ côi cả cha và mẹ",
        ),
        "codes": CODES,
        "head": Signer("Giám đốc", "Phạm Đăng Khoa"),
        "place": "Hạ Long",
        "staff": STAFF,
    }
    return About(**(values | changes))  # type: ignore[arg-type]


def nobody() -> About:
    """The center alone, for an empty sheet or a list."""
    return about(resident=Resident(full_name=""))


SOUGHT = Sought(
    found_on=date(2026, 3, 2),
    found_at="Cổng chùa Khe Giấy, xã Lương Minh",
    state="Áo len đỏ, chân đất, tỉnh táo, không thương tích",
    features="Nốt ruồi dưới mắt trái, sẹo dài 3 cm ở đầu gối phải, tóc ngang vai",
    language="Nói tiếng Kinh, hiểu tiếng Sán Dìu",
    things="Một túi vải xanh, một ảnh nhỏ có hai người lớn",
    is_child=True,
)
NOTICE = TracingLetter(
    episode_id=STAY,
    kind="public_notice",
    addressee="Đài Phát thanh và Truyền hình tỉnh Quảng Ninh",
    number="07/TB-TTBTXH",
    sent_on=date(2026, 3, 5),
)
LEAD = TracingLead(
    id="lead",
    episode_id=STAY,
    found_on=date(2026, 3, 9),
    person="Nịnh Thị Hợi",
    relation="other",
    place="Thôn Khe Giấy",
    what="Người bán hàng ở chợ nhận ra cháu trong ảnh, nói cháu là cháu gọi bà Hợi bằng dì.",
)
LETTER = TracingLetter(
    episode_id=STAY,
    kind="commune_letter",
    addressee="UBND xã Lương Minh",
    number="31",
    sent_on=date(2026, 3, 10),
    reply_due_on=date(2026, 4, 9),
    lead_id="lead",
)
POLICE = TracingLetter(
    episode_id=STAY,
    kind="police_letter",
    addressee="Công an xã Lương Minh",
    number="32",
    sent_on=date(2026, 3, 10),
    reply_due_on=date(2026, 4, 9),
)
CARER = Carer(
    id="carer",
    episode_id=STAY,
    reintegration_id=PATH,
    full_name="Nịnh Thị Hợi",
    relation="mothers_sister",
    born=PartialDate("1992"),
    national_id="022192005678",
    phone="0500 000 551",
    address="Thôn Khe Giấy, xã Lương Minh",
    wishes="Muốn đón cháu về nuôi, mong được xe đạp cho cháu đi học.",
    willing=True,
    able=True,
    chosen=True,
)
POINTS = (3, 3, 2, 2, 1, 2, 3, 3, 2, 1, 2, 3)
CRITERIA = CODES.choices("family_criterion", date(2026, 6, 1))
BANDS = CODES.choices("family_band", date(2026, 6, 1))
RATINGS = {
    one.code: FamilyRating(
        episode_id=STAY,
        family_assessment_id="visit",
        criterion=one.code,
        score=points,
        red_flag=one.code == "safety",
        remark={"safety": "Cháu rể hay uống rượu, to tiếng", "income": "Hai lợn giống từ tháng 4"}.get(one.code, ""),
        cleared_on=date(2026, 6, 20) if one.code == "safety" else None,
        cleared_by_id=HEAD if one.code == "safety" else None,
        cleared_because="UBND xã xác nhận người cháu rể đã chuyển đi nơi khác." if one.code == "safety" else "",
    )
    for one, points in zip(CRITERIA, POINTS, strict=True)
}
COUNTED: Rated = rated(tuple(RATINGS.values()), CRITERIA, BANDS)
VISIT = FamilyAssessment(
    id="visit",
    episode_id=STAY,
    reintegration_id=PATH,
    carer_id="carer",
    state=FormState.COMPLETED,
    visited_on=date(2026, 6, 14),
    visitor_id=WORKER,
    present="Nịnh Thị Hợi (dì)\nTrưởng thôn Khe Giấy\nMạc Thị Hải Đường, nhân viên công tác xã hội",
    household="Vợ chồng dì Hợi và một con gái 11 tuổi",
    housing="Nhà cấp bốn 3 gian, cháu ngủ cùng chị họ; nhà vệ sinh mới xây tháng 5",
    livelihood="Trồng keo, nuôi lợn, đủ ăn",
    who_cares="Ban ngày đi học, chiều tối dì Hợi; ban đêm dì Hợi",
    risk_of_harm="Đường đến trường xa 4 km, qua suối",
    commune_opinion="Nhất trí để gia đình nhận cháu, xã theo dõi hằng tháng.",
    commune_by="Trần Văn Lộc, Phó Chủ tịch",
    commune_on=date(2026, 6, 14),
    conclusion="Thuận lợi. Cần xe đạp và áo phao trước khi cháu về.",
)
HANDOVER = Handover(
    id="handover",
    episode_id=STAY,
    reintegration_id=PATH,
    state=FormState.COMPLETED,
    number="12/BB-TTBTXH",
    handed_on=date(2026, 7, 24),
    handed_at=time(9, 15),
    place="UBND xã Lương Minh",
    basis="Căn cứ Quyết định số 276/QĐ-TTBTXH ngày 22/7/2026 của Giám đốc Trung tâm về việc dừng trợ giúp xã hội",
    giver="Mạc Thị Hải Đường",
    giver_post="Nhân viên công tác xã hội",
    receiver="Nịnh Thị Hợi",
    receiver_born=PartialDate("1992"),
    receiver_paper="022192005678",
    receiver_address="Thôn Khe Giấy, xã Lương Minh, tỉnh Quảng Ninh",
    receiver_phone="0500 000 551",
    receiver_relation="mothers_sister",
    witness="Trần Văn Lộc",
    witness_post="Phó Chủ tịch UBND xã",
    health="Tỉnh táo, ăn ngủ tốt; hen nhẹ, lên cơn khi trời lạnh",
    weight_kg=22.5,
    skin="Lành, không vết thương",
    guidance="Trời lạnh quàng khăn, tránh khói bếp.\nThở rít, nói không thành câu thì xịt 2 nhát rồi đưa ra trạm y tế.",
    contact="0203 3000 111 (đường dây nóng), chị Đường 0500 000 200",
    copies=4,
    withheld="Hồ sơ của anh trai: dữ liệu cá nhân của anh, anh chưa đồng ý",
)


def item(kind: HandedKind, what: str, **more: object) -> HandoverItem:
    return HandoverItem(episode_id=STAY, handover_id="handover", kind=kind, what=what, **more)  # type: ignore[arg-type]


ITEMS = (
    item(HandedKind.PAPER, "Giấy khai sinh", original=True, quantity="01"),
    item(HandedKind.PAPER, "Thẻ BHYT", original=True, quantity="01", note="đã chuyển nơi khám về xã Lương Minh"),
    item(HandedKind.PAPER, "Học bạ lớp 2", original=True, quantity="01"),
    item(HandedKind.PAPER, "Quyết định số 276/QĐ-TTBTXH", quantity="01"),
    item(
        HandedKind.MEDICINE, "Salbutamol xịt 100 mcg", dose="2 nhát khi khó thở, cách ít nhất 4 giờ", quantity="01 lọ"
    ),
    item(HandedKind.MEDICINE, "Vitamin D3 400 IU", dose="1 viên, sau ăn sáng", quantity="30 viên, 30 ngày"),
    item(HandedKind.BELONGING, "Quần áo", quantity="6 bộ"),
    item(HandedKind.BELONGING, "Xe đạp mi ni", quantity="01", note="mới, do UBND xã tặng"),
    item(HandedKind.AID, "Buồng đệm xịt hen", quantity="01"),
    item(HandedKind.MONEY, "Tiền tiết kiệm của cháu", amount=360_000),
    item(HandedKind.MONEY, "Hỗ trợ khi về gia đình", amount=500_000),
)
SIGNED = (
    HandoverSignature(
        episode_id=STAY,
        handover_id="handover",
        party=HandoverParty.COMMUNE,
        name="Trần Văn Lộc",
        signed_on=HANDOVER.handed_on,
    ),
    HandoverSignature(
        episode_id=STAY,
        handover_id="handover",
        party=HandoverParty.CLIENT,
        waived_because="cháu mới tám tuổi, đã nghe đọc biên bản và đồng ý",
    ),
)
THE_PATH = Reintegration(
    id=PATH,
    episode_id=STAY,
    destination="substitute_kin",
    started_on=date(2026, 3, 20),
    worker_id=WORKER,
    handed_over_on=HANDOVER.handed_on,
)
HOME = Home(
    carer=Party(name="Nịnh Thị Hợi", relation="Dì ruột", phone="0500 000 551"),
    place="Thôn Khe Giấy, xã Lương Minh",
    reached="điện thoại 0203 3000 111",
    modes={one.code: one.text for one in CODES.choices("visit_mode", date.max)},
    care_levels={one.code: one.text for one in CODES.choices("care_level", date.max)},
)


def visit(due_on: date, **more: object) -> FollowUp:
    return FollowUp(episode_id=STAY, reintegration_id=PATH, due_on=due_on, **more)  # type: ignore[arg-type]


DUE = visit(date(2026, 8, 24), sheet_code="K7MX2P", worker_id=WORKER, owner=VisitOwner.CENTER)
DONE = visit(
    date(2026, 8, 24),
    sheet_code="K7MX2P",
    state=VisitState.DONE,
    done_on=date(2026, 8, 22),
    mode="visit",
    done_by="Giáp Văn Lộc Vừng",
    seen="Cháu Suối, dì Hợi",
    alone=True,
    living="Ngủ cùng chị họ, giường riêng, màn sạch",
    safe=True,
    safety="Đi học cùng chị họ, mặc áo phao qua suối",
    health="Một cơn hen nhẹ ngày 12/8, tự xịt, hết",
    medicines_taken=True,
    self_care="self_care",
    school_work="Đi học 20/20 buổi",
    relations="Dì thương, hay kể chuyện",
    feelings="Vui; nhớ anh vào cuối tuần",
    allowance=True,
    health_card=True,
    participation="Múa trung thu của thôn",
    problems="Nhà xa trường",
    help_given="Tập cho dì dùng buồng đệm",
    own_words="Con muốn ở với dì. Con muốn anh lên thăm.",
    risk=RiskColour.GREEN,
    next_on=date(2026, 10, 24),
)
ATTEMPTS = (
    FollowUpAttempt(
        episode_id=STAY, follow_up_id="v", tried_on=date(2026, 8, 20), mode="phone", result="Không nghe máy, mất sóng"
    ),
)
VISITS = (
    visit(
        date(2026, 7, 31),
        state=VisitState.DONE,
        done_on=date(2026, 7, 31),
        mode="phone",
        risk=RiskColour.GREEN,
        living="Ngủ ngon",
    ),
    DONE,
    visit(
        date(2026, 8, 24),
        owner=VisitOwner.COMMUNE,
        state=VisitState.RECEIVED,
        done_on=date(2026, 8, 28),
        mode="report",
        risk=RiskColour.YELLOW,
        problems="Thiếu áo ấm",
    ),
    visit(
        date(2026, 10, 24),
        owner=VisitOwner.COMMUNE,
        state=VisitState.WAIVED,
        waived_because="trùng với báo cáo tháng 10",
    ),
    visit(date(2027, 1, 24)),
)
END = FollowUpEnd(
    episode_id=STAY,
    reintegration_id=PATH,
    state=FormState.COMPLETED,
    kind=FollowUpEndKind.CRITERIA_MET,
    ended_on=date(2027, 2, 1),
    outcome=Outcome.STABLE_WITH_SUPPORT,
    reason="Đủ sáu tháng, lần gần nhất mức Xanh.",
    summary=LONG,
    worker_id=WORKER,
    approved_by_id=HEAD,
)
PARTNER = Partner(
    name="Trung tâm Trợ giúp pháp lý nhà nước tỉnh Quảng Ninh", kind="legal_aid_centre", address="Phường Hồng Gai"
)
CONSENT = Consent(
    episode_id=STAY,
    shared_with=PARTNER.name,
    purpose="Làm thủ tục giám hộ cho dì ruột",
    shared="Họ tên, năm sinh, giấy khai sinh, quyết định của UBND xã",
    withheld="Bệnh sử, chuyện của cha mẹ, hồ sơ của anh trai",
    given_by="Nịnh Thị Hợi",
    given_on=date(2026, 6, 30),
    child_agreed=True,
    approved_by_id=HEAD,
    approved_on=date(2026, 7, 1),
    valid_to=date(2026, 12, 31),
)
REFERRAL = Referral(
    episode_id=STAY,
    partner_id="partner",
    service="legal_aid",
    reason="Dì ruột cần làm giám hộ để xin trợ cấp và khám chữa bệnh cho cháu.",
    proposed_on=date(2026, 6, 30),
    sent_on=date(2026, 7, 2),
    letter_no="4/PCG",
    reply_due_on=date(2026, 7, 9),
    worker_id=WORKER,
)
DOSSIER = FamilyDossier(
    about=about(),
    made_on=date(2026, 7, 24),
    receiver="Nịnh Thị Hợi",
    relation="Dì ruột",
    reached="0203 3000 111",
    chapters=(
        Chapter(
            "identity",
            "Người được trao về",
            (Known("full_name", "Họ và tên", "Từ Thị Suối"), Known("born", "Ngày sinh", PartialDate("2018-07-15"))),
        ),
        Chapter("empty", "Chương trống", (Known("nothing", "Không có gì", None),)),
        Chapter(
            "handed",
            "Đồ dùng, tiền mang về",
            tables=(
                Table(
                    "things",
                    (("what", "Tên"), ("amount", "Số tiền"), ("on", "Ngày")),
                    (("Tiền tiết kiệm", 360_000, date(2026, 7, 24)), ("Xe đạp", None, None)),
                ),
            ),
        ),
        Chapter("care", "Chăm sóc ở nhà", advice=("Trời lạnh quàng khăn, tránh khói bếp.",)),
    ),
    withheld=withheld_of(HANDOVER.withheld, restricted=False),
)

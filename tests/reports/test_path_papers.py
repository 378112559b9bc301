"""Papers of the way home as they are drawn: their words in both formats, for the pen, and the rules of the sheet."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import docx
import pytest
from docx.enum.section import WD_ORIENT

from carebook.dates import PartialDate
from carebook.records.families import FamilyAssessment
from carebook.records.follow_ups import FollowUpEnd
from carebook.records.handovers import Handover
from carebook.records.referrals import Consent, Referral
from carebook.records.services import ReliefCampaign
from carebook.records.tracing import TracingLetter
from carebook.reports.discharge import handover_minutes
from carebook.reports.forms import Form, Listing, pdf, word
from carebook.reports.path_papers.dossier import FamilyDossier, family_dossier, machine_file, withheld_of
from carebook.reports.path_papers.family_visits import family_visit
from carebook.reports.path_papers.following import NO_VISIT, Home, follow_up_end, follow_up_sheet
from carebook.reports.path_papers.handing_over import minutes_of
from carebook.reports.path_papers.lists import (
    child_list,
    collaborator_list,
    hotline_log,
    relief_list,
    visitors_book,
)
from carebook.reports.path_papers.sharing import consent_sheet, referral_sheet
from carebook.reports.path_papers.tracing import NOBODY_SOUGHT, tracing_letter, tracing_notice
from carebook.reports.people import Resident
from carebook.rules.families import rated
from carebook.words import speaking
from tests.reports import home_course as home
from tests.reports import home_lists, reading
from tests.reports.test_therapy_papers import docx_words, in_order, without_spaces

ABOUT, NOBODY = home.about(), home.nobody()
EMPTY_HOME = replace(
    home.HOME, carer=replace(home.HOME.carer, name=None, relation=None, phone=None), place="", reached=""
)
FILLED: dict[str, Callable[[], Form]] = {
    "notice": lambda: tracing_notice(ABOUT, home.NOTICE, home.SOUGHT, home.CENTER, working_days=25),
    "letter": lambda: tracing_letter(ABOUT, home.LETTER, home.SOUGHT, home.CENTER, home.LEAD),
    "police": lambda: tracing_letter(ABOUT, home.POLICE, home.SOUGHT, home.CENTER),
    "visit": lambda: family_visit(ABOUT, home.VISIT, home.CRITERIA, home.RATINGS, home.COUNTED, home.CARER),
    "handover": lambda: handover_minutes(
        minutes_of(
            ABOUT,
            home.HANDOVER,
            home.ITEMS,
            home.SIGNED,
            legal_bases=("Căn cứ Nghị định số 20/2021/NĐ-CP",),
            follow_up_months=6,
        )
    ),
    "follow_up": lambda: follow_up_sheet(ABOUT, home.DONE, home.HOME, home.ATTEMPTS),
    "due": lambda: follow_up_sheet(ABOUT, home.DUE, home.HOME),
    "end": lambda: follow_up_end(ABOUT, home.END, home.THE_PATH, home.VISITS, home.HOME),
    "referral": lambda: referral_sheet(ABOUT, home.REFERRAL, home.PARTNER, home.CONSENT, home.CENTER),
    "consent": lambda: consent_sheet(ABOUT, home.CONSENT, child_age=7),
    "dossier": lambda: family_dossier(home.DOSSIER),
    "children": lambda: child_list(NOBODY, home_lists.CHILDREN, on=date(2026, 6, 20)),
    "relief": lambda: relief_list(NOBODY, home_lists.CAMPAIGN, home_lists.RECIPIENTS),
    "visitors": lambda: visitors_book(NOBODY, home_lists.GUESTS, period="tháng 11/2026"),
    "helpers": lambda: collaborator_list(NOBODY, home_lists.HELPERS, on=date(2026, 11, 22)),
    "hotline": lambda: hotline_log(NOBODY, home_lists.CALLS, period="tháng 11/2026"),
}
BLANK: dict[str, Callable[[], Form]] = {
    "notice": lambda: tracing_notice(NOBODY, TracingLetter(episode_id=""), NOBODY_SOUGHT),
    "letter": lambda: tracing_letter(NOBODY, TracingLetter(episode_id=""), NOBODY_SOUGHT),
    "police": lambda: tracing_letter(NOBODY, TracingLetter(episode_id="", kind="police_letter"), NOBODY_SOUGHT),
    "visit": lambda: family_visit(NOBODY, FamilyAssessment(episode_id="", reintegration_id=""), home.CRITERIA, {}),
    "handover": lambda: handover_minutes(minutes_of(NOBODY, Handover(episode_id="", reintegration_id=""), (), ())),
    "follow_up": lambda: follow_up_sheet(NOBODY, NO_VISIT, EMPTY_HOME),
    "due": lambda: follow_up_sheet(NOBODY, NO_VISIT, Home()),
    "end": lambda: follow_up_end(
        NOBODY, FollowUpEnd(episode_id="", reintegration_id=""), None, (), EMPTY_HOME, blank=True
    ),
    "referral": lambda: referral_sheet(NOBODY, Referral(episode_id=""), None, None),
    "consent": lambda: consent_sheet(NOBODY, Consent(episode_id="")),
    "dossier": lambda: family_dossier(FamilyDossier(about=NOBODY, withheld=withheld_of("", restricted=False))),
    "children": lambda: child_list(NOBODY),
    "relief": lambda: relief_list(NOBODY, ReliefCampaign()),
    "visitors": lambda: visitors_book(NOBODY),
    "helpers": lambda: collaborator_list(NOBODY),
    "hotline": lambda: hotline_log(NOBODY),
}
TOLD = {
    "notice": (
        *(
            "SỞ Y TẾ TỈNH QUẢNG NINH",
            "Số: 07/TB-TTBTXH",
            "Hạ Long, ngày 05 tháng 3 năm 2026",
            "THÔNG BÁO",
            "Tìm thân nhân",
        ),
        *("Từ Thị Suối", "15/07/2018", "Cổng chùa Khe Giấy", "sẹo dài 3 cm", "hiểu tiếng Sán Dìu", "Một túi vải xanh"),
        *("cháu Từ Thị Suối", "0203 3000 111 hoặc 0203 3000 100", "25 ngày làm việc kể từ ngày 05/03/2026"),
        *("chăm sóc thay thế cho trẻ", "GIÁM ĐỐC", "Đài Phát thanh và Truyền hình tỉnh Quảng Ninh", "Phạm Đăng Khoa"),
    ),
    "letter": (
        *("Số: 31/TTBTXH", "V/v xác minh thân nhân của đối tượng", "Kính gửi: UBND xã Lương Minh", "022318001234"),
        *("2. Manh mối về người thân", "Nịnh Thị Hợi", "Thôn Khe Giấy", "gọi bà Hợi bằng dì", "3. Nội dung đề nghị"),
        *("cư trú tại địa phương", "trước ngày 09/04/2026", "Rất mong nhận được", "GIÁM ĐỐC", "Như trên"),
    ),
    "police": (
        *("Số: 32/TTBTXH", "V/v xác minh nhân thân, tìm thân nhân", "Kính gửi: Công an xã Lương Minh", "Nốt ruồi"),
        *("2. Nội dung đề nghị", "tin báo mất tích", "trước ngày 09/04/2026"),
    ),
    "visit": (
        *("BIÊN BẢN", "Thăm, đánh giá gia đình, cộng đồng", "Từ Thị Suối", "14/06/2026", "Mạc Thị Hải Đường", "Dì"),
        *("Trưởng thôn Khe Giấy", "Nhà cấp bốn 3 gian", "qua suối", "3. Chấm điểm gia đình", "Quan hệ, gắn bó"),
        *("Gắn bó, chủ động tìm nhau", "CỜ ĐỎ", "27/36", "Xếp mức: Thuận lợi", "Phạm Đăng Khoa gỡ ngày 20/06/2026"),
        *("đã chuyển đi nơi khác", "Nhất trí để gia đình nhận cháu", "Cần xe đạp và áo phao", "ĐẠI DIỆN GIA ĐÌNH"),
    ),
    "handover": (
        *("Số: 12/BB-TTBTXH", "BIÊN BẢN", "Bàn giao đối tượng về gia đình", "Quyết định số 276/QĐ-TTBTXH"),
        *(
            "hồi 09 giờ 15 phút, ngày 24 tháng 7 năm 2026, tại UBND xã Lương Minh",
            "I. Bên giao",
            "Nhân viên công tác xã hội",
        ),
        *("II. Bên nhận", "Nịnh Thị Hợi", "022192005678", "Phó Chủ tịch UBND xã", "22,5 kg", "Buồng đệm xịt hen (01)"),
        *(
            "Salbutamol xịt 100 mcg",
            "2 nhát khi khó thở",
            "01 lọ",
            "Học bạ lớp 2",
            "Bản chính",
            "Bản sao",
            "Xe đạp mi ni",
        ),
        *("860.000 đ (Tám trăm sáu mươi nghìn đồng./.)", "tránh khói bếp", "đưa ra trạm y tế", "ít nhất 6 tháng"),
        *("0203 3000 111 (đường dây nóng)", "04 bản", "Người được bàn giao không ký, lý do: cháu mới tám tuổi"),
        *("BÊN GIAO", "BÊN NHẬN", "UBND CẤP XÃ", "BÀN GIAO", "(không ký)"),
    ),
    "follow_up": (
        *("PHIẾU THEO DÕI", "MÃ PHIẾU: K7M-X2P", "Từ Thị Suối", "Nịnh Thị Hợi", "24/08/2026", "Cơ sở", "22/08/2026"),
        *(
            "Giáp Văn Lộc Vừng",
            "■ Đến nhà",
            "Lần 1 chưa gặp được: 20/08/2026, gọi điện, Không nghe máy",
            "giường riêng",
        ),
        *(
            "■ An toàn",
            "áo phao",
            "cơn hen nhẹ",
            "■ Tự phục vụ",
            "20/20 buổi",
            "Múa trung thu",
            "Con muốn anh lên thăm.",
        ),
        *("■ XANH: ổn định", "□ ĐỎ: nguy cơ, báo ngay", "24/10/2026", "0203 3000 111", "NGƯỜI THEO DÕI"),
    ),
    "due": (*("MÃ PHIẾU: K7M-X2P", "24/08/2026", "□ Gọi điện", "□ An toàn", "□ VÀNG: cần chú ý", "NGƯỜI THEO DÕI"),),
    "end": (
        *("PHIẾU KẾT THÚC THEO DÕI", "Từ Thị Suối", "24/07/2026", "31/07/2026", "Gọi điện", "Xanh", "Ngủ ngon"),
        *("UBND cấp xã", "Vàng", "Thiếu áo ấm", "Không cần: trùng với báo cáo", "Chưa thực hiện", "3/5", "01/02/2027"),
        *("■ Theo dõi đủ", "■ Ổn định khi có hỗ trợ", "Đủ sáu tháng", "đòi dì cho gọi điện", "GIÁM ĐỐC"),
    ),
    "referral": (
        *("Số: 04/PCG-TTBTXH", "PHIẾU CHUYỂN GỬI", "Kính gửi: Trung tâm Trợ giúp pháp lý nhà nước", "Từ Thị Suối"),
        *("Dì ruột cần làm giám hộ", "quyết định của UBND xã", "Bệnh sử, chuyện của cha mẹ", "09/07/2026"),
        *("4. Trả lời của nơi nhận", "□ Nhận cung cấp dịch vụ", "NƠI NHẬN", "NGƯỜI CHUYỂN GỬI"),
    ),
    "consent": (
        *("PHIẾU ĐỒNG Ý", "Trung tâm Trợ giúp pháp lý", "Làm thủ tục giám hộ", "giấy khai sinh", "hồ sơ của anh trai"),
        *("30/06/2026", "■ Ký giấy", "Trẻ từ 7 tuổi cũng đồng ý", "■ Có", "31/12/2026", "quyền rút lại"),
        *("NGƯỜI ĐỒNG Ý", "TRẺ EM", "PHÊ DUYỆT"),
    ),
    "dossier": (
        *(
            "HỒ SƠ CHO GIA ĐÌNH",
            "Từ Thị Suối",
            "Trao cho: Nịnh Thị Hợi (dì ruột)",
            "1. Người được trao về",
            "15/07/2018",
        ),
        *(
            "2. Đồ dùng, tiền mang về",
            "360.000 đ",
            "3. Chăm sóc ở nhà",
            "tránh khói bếp",
            "4. Không có trong hồ sơ này",
        ),
        *("Hồ sơ của anh trai", "anh chưa đồng ý", "khoản 2 Điều 9 Thông tư 02/2020", "NGƯỜI NHẬN HỒ SƠ"),
    ),
    "children": (
        *("Mẫu số 14", "DANH SÁCH", "Từ Thị Suối", "15/07/2018", "Sán Dìu", "02/03/2026", "Con muốn ở với dì."),
        *("Hoàng Thị Mỹ Duyên", "Danh sách có 03 trẻ", "NGƯỜI LẬP DANH SÁCH"),
    ),
    "relief": (
        *("DANH SÁCH KÝ NHẬN", "Cứu trợ sau bão số 9", "12/09/2026 – 20/09/2026", "500.000 đ; 10 kg gạo, 1 chăn"),
        *("Từ Thị Suối", "Đã ký: Nịnh Thị Hợi", "Bàn Thị Mẩy", "1.500.000", "3 người, trong đó 1 đối tượng của cơ sở"),
        "1.500.000 đ (Một triệu năm trăm nghìn đồng./.)",
    ),
    "visitors": (
        *("SỔ ĐĂNG KÝ KHÁCH THĂM", "Tháng 11/2026", "03/11/2026", "08:05", "Nịnh Thị Hợi", "022192005678", "Bánh gai"),
        *("10:30", "Từ Văn Nguồn", "2 lượt thăm, 3 lượt khách"),
    ),
    "helpers": (
        *("DANH SÁCH CỘNG TÁC VIÊN", "22/11/2026", "Giáp Văn Lộc Vừng", "1975", "xã Đồn Đạc cũ", "03/HĐ-CTV"),
        *("2.340.000 đ", "Quản lý trường hợp", "Danh sách có 01 cộng tác viên"),
    ),
    "hotline": (
        *(
            "NHẬT KÝ ĐƯỜNG DÂY NÓNG",
            "02/11/2026",
            "23:50",
            "Điện thoại",
            "Nữ, 70 tuổi",
            "Bảo mật",
            "Bạo lực",
            "Khẩn cấp",
        ),
        *("Hẹn 11/11/2026", "3 cuộc gọi, 42 phút; nguy cơ cao, khẩn cấp: 1"),
    ),
}
ACROSS = {"children", "relief", "visitors", "helpers", "hotline"}


def made(form: Callable[[], Form]) -> Form:
    with speaking("vi"):
        return form()


def test_every_paper_has_both_a_filled_and_an_empty_sample() -> None:
    assert set(FILLED) == set(BLANK) == set(TOLD)


@pytest.mark.parametrize("name", FILLED)
def test_a_paper_tells_its_facts_in_both_formats_and_keeps_to_the_rules_of_the_sheet(name: str) -> None:
    form = made(FILLED[name])
    drawn, written = pdf.draw(form).pdf, word.write(form)
    printed = reading.flat(drawn)
    words = without_spaces(printed)  # cells of a table stand beside each other, so that only their words are whole
    assert [one for one in TOLD[name] if not all(word in words for word in one.split())] == []
    edited = docx_words(written)
    assert [one for one in TOLD[name] if one not in edited] == []
    assert "None" not in printed + edited
    keeps_to_the_sheet(drawn, written, across=name in ACROSS)


@pytest.mark.parametrize("name", BLANK)
def test_an_empty_sheet_names_nobody_and_has_room_for_the_pen(name: str) -> None:
    form = made(BLANK[name])
    drawn, written = pdf.draw(form).pdf, word.write(form)
    printed, edited = reading.flat(drawn), docx_words(written)
    assert "....." in printed
    for secret in ("Suối", "Hợi", "Lương Minh", "022318001234", "Khe Giấy", "None", "9999", *home.STAFF.values()):
        if secret != home.STAFF[home.HEAD]:
            assert secret not in printed + edited
    assert len(reading.page_sizes(drawn)) <= 4
    keeps_to_the_sheet(drawn, written, across=name in ACROSS)


def keeps_to_the_sheet(drawn: bytes, written: bytes, *, across: bool) -> None:
    size = (297, 210) if across else (210, 297)
    assert set(reading.page_sizes(drawn)) == {size}
    assert reading.font_names(drawn) <= {"Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"}
    left, right = (20, 20) if across else (30, 15)
    for page in range(len(reading.page_sizes(drawn))):
        letters = [piece for piece in reading.pieces(drawn, page) if piece.text.strip()]
        assert min(piece.box[0] for piece in letters) >= left * reading.MM - 1
        assert max(piece.box[2] for piece in letters) <= (size[0] - right) * reading.MM + 1
        assert min(piece.box[1] for piece in letters) >= 9 * reading.MM - 3
    section = docx.Document(io.BytesIO(written)).sections[0]
    width, height, margin = section.page_width, section.page_height, section.left_margin
    assert width is not None
    assert height is not None
    assert margin is not None
    assert (round(width.mm), round(height.mm), round(margin.mm)) == (*size, left)
    assert (section.orientation is WD_ORIENT.LANDSCAPE) is across


def test_a_letter_has_no_title_and_its_subject_stands_under_the_number() -> None:
    drawn = pdf.draw(made(FILLED["letter"])).pdf
    number, subject = reading.box_of(drawn, "Số: 31"), reading.box_of(drawn, "V/v xác minh")
    dated, to = reading.box_of(drawn, "Hạ Long, ngày 10"), reading.box_of(drawn, "Kính gửi: UBND")
    assert subject[3] < number[1]
    assert abs(number[1] - dated[1]) < 4
    assert to[3] < subject[1]
    assert reading.sizes_of(drawn, "V/v xác minh") == {(12.0, "Tinos")}
    assert "CÔNG VĂN" not in reading.flat(drawn)


def test_the_four_signatures_stand_side_by_side_and_the_waived_one_has_no_room_to_sign() -> None:
    drawn = pdf.draw(made(FILLED["handover"])).pdf
    last = len(reading.page_sizes(drawn)) - 1
    heads = [reading.box_of(drawn, words, last) for words in ("BÊN GIAO", "BÊN NHẬN", "ĐẠI DIỆN", "NGƯỜI ĐƯỢC")]
    assert [box[0] for box in heads] == sorted(box[0] for box in heads)
    assert max(box[3] for box in heads) - min(box[3] for box in heads) < 3
    assert "04 bản" in reading.flat(drawn, last)  # no signature stands alone on a page


def test_a_sheet_for_a_collaborator_fits_two_pages_and_its_code_is_read_from_afar() -> None:
    drawn = pdf.draw(made(FILLED["due"])).pdf
    assert len(reading.page_sizes(drawn)) == 2
    assert reading.sizes_of(drawn, "K7M-X2P") == {(20.0, "Tinos-Bold")}
    words = reading.flat(drawn)
    assert "■" not in words
    assert "Nịnh Thị Hợi" in words


def test_a_restricted_person_leaves_the_house_without_home_and_without_the_centers_address() -> None:
    alias = home.about(resident=Resident(full_name="Chị Hoa Sữa"))
    sheets = (
        follow_up_sheet(alias, home.DUE, replace(home.HOME, reached="điện thoại 0203 3000 111"), hidden=True),
        referral_sheet(alias, home.REFERRAL, home.PARTNER, home.CONSENT, home.CENTER, hidden=True),
        tracing_letter(alias, home.LETTER, home.SOUGHT, home.CENTER, hidden=True),
    )
    for form in sheets:
        words = reading.flat(pdf.draw(made(lambda form=form: form)).pdf) + docx_words(word.write(form))  # type: ignore[misc]
        assert "Chị Hoa Sữa" in words
        assert "0203 3000 111" in words
        for secret in ("Hữu Nghị", "Khe Giấy", "Nịnh Thị", "Phường Hồng Gai"):
            assert (secret not in words) or (secret == "Nịnh Thị" and "Đồng ý của" in words)


def test_a_scorecard_that_is_not_whole_has_no_band_and_an_open_flag_says_so() -> None:
    ratings = {**home.RATINGS, "safety": replace(home.RATINGS["safety"], cleared_on=None, score=None)}
    counted = rated(tuple(ratings.values()), home.CRITERIA, home.BANDS)
    words = reading.flat(
        pdf.draw(made(lambda: family_visit(ABOUT, home.VISIT, home.CRITERIA, ratings, counted, home.CARER))).pdf
    )
    assert "Còn 1 tiêu chí chưa chấm" in words
    assert "Thuận lợi." in words  # the typed conclusion
    assert "Xếp mức" not in words
    assert in_order(words, ("Cờ đỏ “An toàn", "chưa được gỡ")) == []


def test_the_scorecard_for_the_pen_shows_every_level_of_every_criterion() -> None:
    grid = next(part.grid for part in made(BLANK["visit"]).parts if isinstance(part, Listing))
    shown = " ".join(str(value) for row in grid.rows for value in row.values)
    assert len(grid.rows) == 13
    assert [level for one in home.CRITERIA for level in one.extra["levels"] if f"□ {level}" not in shown] == []


def test_very_long_words_still_fit_the_sheet() -> None:
    long = f"{home.LONG} " * 6
    about = home.about(resident=Resident(full_name="Nguyễn Hoàng Phương Thảo Nghuyễễn " * 3, title="bà", code="CB-1"))
    forms: tuple[Callable[[], Form], ...] = (
        lambda: follow_up_sheet(about, replace(home.DONE, living=long, own_words=long, problems=long), home.HOME),
        lambda: follow_up_end(
            about,
            replace(home.END, summary=long),
            home.THE_PATH,
            tuple(replace(v, living=long) for v in home.VISITS * 2),
            home.HOME,
        ),
        lambda: handover_minutes(
            minutes_of(about, replace(home.HANDOVER, guidance=long, health=long), home.ITEMS * 3, home.SIGNED)
        ),
        lambda: tracing_letter(about, home.LETTER, home.SOUGHT, home.CENTER, replace(home.LEAD, what=long)),
        lambda: relief_list(NOBODY, home_lists.CAMPAIGN, home_lists.RECIPIENTS * 15),
    )
    for form in forms:
        described = made(form)
        keeps_to_the_sheet(pdf.draw(described).pdf, word.write(described), across=described.across)


def test_a_relief_list_for_the_pen_keeps_names_and_sums_and_leaves_signing_open() -> None:
    form = made(lambda: relief_list(NOBODY, home_lists.CAMPAIGN, home_lists.RECIPIENTS, for_pen=True))
    grid = next(part.grid for part in form.parts if isinstance(part, Listing))
    assert [row.values[1] for row in grid.rows] == ["Từ Thị Suối", "Lục Văn Chài", "Bàn Thị Mẩy", "Tổng số"]
    assert {row.values[-1] for row in grid.rows} == {row.values[-2] for row in grid.rows} == {""}


def test_the_machine_file_says_what_the_paper_says_and_the_paper_bears_its_code() -> None:
    told = json.loads(machine_file(home.DOSSIER))
    assert told["schema"] == "carebook-family-dossier-1"
    assert told["made_on"] == "2026-07-24"
    assert told["receiver"] == {"name": "Nịnh Thị Hợi", "relation": "Dì ruột"}
    assert list(told["chapters"]) == ["care", "handed", "identity"]  # sorted; what is empty is left out
    assert told["chapters"]["identity"] == {"full_name": "Từ Thị Suối", "born": "2018-07-15"}
    assert told["chapters"]["handed"]["things"][0] == {"what": "Tiền tiết kiệm", "amount": 360_000, "on": "2026-07-24"}
    assert told["withheld"][0] == {
        "what": "Hồ sơ của anh trai",
        "why": "dữ liệu cá nhân của anh, anh chưa đồng ý",
    }
    form = made(FILLED["dossier"])
    other = made(lambda: family_dossier(replace(home.DOSSIER, receiver="Từ Văn Nguồn")))
    assert form.foot.startswith("Mã tệp đi kèm: ")
    assert form.foot != other.foot
    assert form.foot in reading.flat(pdf.draw(form).pdf)


def test_a_birth_known_to_the_year_is_told_to_the_year() -> None:
    words = reading.flat(pdf.draw(made(FILLED["visit"])).pdf)
    assert f"Năm sinh: {PartialDate('1992')}" in words

"""Form 01: gathering information (TT 02/2020 Điều 4), blocks A to E."""

from __future__ import annotations

from dataclasses import dataclass

from carebook.money import dong
from carebook.records.intake import IntakeForm
from carebook.reports.case_papers.about import About, day_words, said, typed
from carebook.reports.forms import Form, Part, lines
from carebook.reports.people import resident_lines, section


@dataclass(frozen=True, kw_only=True)
class Background:
    """What the person's own record says beside their identity; form 01 prints it and does not keep it again."""

    education: str = ""
    schooling: str = ""
    occupation: str = ""
    marital: str = ""
    phone: str = ""
    religion: str = ""
    home_town: str = ""
    health_card: str = ""
    enclosed: str = ""
    """Files kept with the record: genogram, ecomap, pictures."""


NO_BACKGROUND = Background()


def form01(about: About, form: IntakeForm, person: Background = NO_BACKGROUND) -> Form:
    """Phiếu thu thập thông tin."""
    parts: tuple[Part, ...] = (
        *_client(about, form, person),
        *_health(about, form),
        *_family(about, form),
        *_carer(about, form),
        *_source(about, form, person),
    )
    return Form(
        letterhead=about.letterhead,
        kind="Phiếu thu thập thông tin",
        about="Đối tượng quản lý trường hợp",
        label=about.label("01"),
        parts=parts,
        place_date=about.dated(form.collected_on),
        slots=(
            about.signs_by_hand("informant", ("NGƯỜI CUNG CẤP THÔNG TIN",), form.informant),
            about.signs("collector", ("NGƯỜI THU THẬP",), about.name(form.collector_id)),
        ),
    )


def _client(about: About, form: IntakeForm, person: Background) -> tuple[Part, ...]:
    income = dong(form.income) if form.income is not None else ""
    return (
        section("A. Thông tin về đối tượng"),
        *resident_lines(about.resident, present_home=True),
        *lines(
            [("Quê quán", person.home_town), ("Tôn giáo", person.religion)],
            [("Tình trạng hôn nhân", person.marital), ("Điện thoại", person.phone)],
            [("Thẻ BHYT", person.health_card), ("Mã hồ sơ", about.resident.code)],
            [("Trình độ học vấn", person.education), ("Trường, lớp", person.schooling)],
            [("Trình độ chuyên môn", form.profession), ("Nghề nghiệp", person.occupation)],
            [("Thu nhập hằng tháng", income), ("Nguồn giới thiệu", form.referred_by)],
            [("Ngôn ngữ, cách giao tiếp", form.languages)],
        ),
        *typed("Lý do tiếp nhận", form.admission_reason, 2),
        *typed("Dịch vụ, chính sách đang hưởng", form.benefits, 2),
        *typed("Nhu cầu theo thứ tự ưu tiên", form.needs, 3),
    )


def _health(about: About, form: IntakeForm) -> tuple[Part, ...]:
    return (
        section("B. Sức khỏe"),
        *typed("Bệnh, tật và nguyên nhân; dạng, mức độ khuyết tật", form.illness, 2),
        *typed("Đặc điểm", form.features),
        *lines(
            [
                ("Khả năng lao động", about.text("work_ability", form.work_ability)),
                ("Khả năng tự phục vụ", about.text("care_level", form.self_care)),
            ],
        ),
        *typed("Quá trình và kết quả điều trị trước khi vào", form.treatment_before, 2),
        *typed("Hiện trạng thể chất", form.physical_state, 2),
        *typed("Hiện trạng tinh thần", form.mental_state),
        *typed("Tâm lý, hành vi", form.psychological_state),
        *lines([("Dị ứng", ", ".join(about.allergies)), ("Nhóm máu", form.blood_group)]),
        *typed("Thuốc đang dùng", form.medicines),
        *typed("Tiêm chủng", form.vaccinations),
        *lines([("Dụng cụ hỗ trợ", form.aids)]),
    )


def _family(about: About, form: IntakeForm) -> tuple[Part, ...]:
    size = str(form.family_size) if form.family_size is not None else ""
    return (
        section("C. Gia đình"),
        *lines(
            [("Họ và tên chủ hộ", form.household_head), ("Ngày sinh", day_words(form.household_head_born))],
            [
                ("Quan hệ với đối tượng", about.text("relationship", form.household_head_relation)),
                ("Số căn cước", form.household_head_id_no),
            ],
            [("Địa chỉ", form.household_address)],
            [("Điện thoại", form.household_head_phone), ("Việc làm chính", form.family_work)],
            [("Số thành viên", size), ("Vị trí của đối tượng", form.place_in_family)],
            [("Kinh tế", about.text("household_economy", form.economy))],
        ),
        *typed("Nguồn thu nhập", form.family_income),
        *typed("Các khoản chi", form.family_expenses),
        *typed("Chỗ ở", form.housing),
        *typed("Khả năng chăm sóc", form.family_care, 2),
        *typed("Trợ cấp, dịch vụ", form.family_benefits),
        *typed("Nhu cầu ưu tiên của gia đình", form.family_needs, 2),
        *typed("Khác", form.family_other),
    )


def _carer(about: About, form: IntakeForm) -> tuple[Part, ...]:
    return (
        section("D. Người giám hộ, người chăm sóc"),
        *lines(
            [("Họ và tên", form.carer_name), ("Ngày sinh", day_words(form.carer_born))],
            [("Giới tính", said(form.carer_sex)), ("Tình trạng hôn nhân", about.text("marital", form.carer_marital))],
            [
                ("Quan hệ với đối tượng", about.text("relationship", form.carer_relation)),
                ("Số căn cước", form.carer_id_no),
            ],
            [("Địa chỉ", form.carer_address)],
            [("Điện thoại", form.carer_phone)],
        ),
    )


def _source(about: About, form: IntakeForm, person: Background) -> tuple[Part, ...]:
    return (
        section("E. Nguồn thông tin"),
        *lines(
            [
                ("Người cung cấp thông tin", form.informant),
                ("Quan hệ", about.text("informant", form.informant_relation)),
            ],
            [("Ngày thu thập", day_words(form.collected_on)), ("Độ tin cậy", said(form.reliability))],
        ),
        *typed("Nguồn khác", form.source),
        *typed("Hiện trạng lúc tiếp nhận", form.state_on_arrival, 2),
        *typed("Tài sản mang theo", form.belongings, 2),
        *lines([("Kèm theo (sơ đồ phả hệ, sơ đồ sinh thái, ảnh)", person.enclosed)]),
    )

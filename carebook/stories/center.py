"""The sample center: its profile, wards and rooms, and everybody who works there; their names are those of plants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from carebook.records.facility import Facility
from carebook.records.staff import Role
from carebook.rules.search_words import fold

FACILITY = Facility(
    name="Trung tâm Bảo trợ xã hội tỉnh Quảng Ninh (sổ mẫu)",
    symbol="TTBTXH",
    parent_agency="Sở Y tế tỉnh Quảng Ninh",
    kind="general",
    ownership="public",
    address="Khu Sổ Mẫu, phường Việt Hưng, tỉnh Quảng Ninh",
    place="Việt Hưng",
    phone="02030000001",
    hotline="02030000024",
    head_name="Đào Thị Hướng Dương",
    head_post="Giám đốc",
    report_day=25,
)

OFFICE = "Hành chính – Tổng hợp"
SOCIAL_WORK = "Công tác xã hội và phát triển cộng đồng"
CARE = "Chăm sóc khẩn cấp và dài hạn"
HEALTH = "Y tế – PHCN"


@dataclass(frozen=True)
class WardPlan:
    """A ward with its rooms and the beds of each; ``counted`` says whether they stand in the number of beds."""

    name: str
    rooms: tuple[tuple[str, int], ...]
    hidden: bool = False
    counted: bool = True

    @property
    def beds(self) -> int:
        """The number of beds."""
        return sum(beds for _, beds in self.rooms)


def _rooms(letter: str, beds: int, *floors: tuple[int, int]) -> tuple[tuple[str, int], ...]:
    return tuple((f"{letter}{first + n}", beds) for first, last in floors for n in range(last - first + 1))


WARDS = (
    WardPlan("Khu A", _rooms("A", 3, (101, 108), (201, 208))),
    WardPlan("Khu B1", _rooms("B", 4, (101, 106))),
    WardPlan("Khu B2", _rooms("B", 4, (201, 206))),
    WardPlan("Khu C", _rooms("C", 4, (101, 106))),
    WardPlan("Khu D", (*_rooms("D", 2, (101, 112), (201, 212)), *_rooms("D", 3, (301, 306)))),
    WardPlan("Nhà tạm lánh", _rooms("T", 2, (1, 3)), hidden=True),
    WardPlan("Phòng cách ly", (("Y1", 2),), counted=False),
)
WARD_OF = {room: ward.name for ward in WARDS for room, _ in ward.rooms}


@dataclass(frozen=True)
class Member:
    """Somebody with an account: the short key the stories use, name, post, department, roles, and where they hold.

    ``wards`` empty means everywhere. ``first`` and ``last`` are days back from today (None = open).
    """

    key: str
    name: str
    post: str
    department: str
    roles: tuple[Role, ...]
    wards: tuple[str, ...] = ()
    restricted: bool = False
    hiv: bool = False
    first: int | None = None
    last: int | None = None


_A, _B, _C, _D = ("Khu A",), ("Khu B1", "Khu B2"), ("Khu C",), ("Khu D",)

MEMBERS: Sequence[Member] = (
    Member("GD", "Đào Thị Hướng Dương", "Giám đốc", "Ban Giám đốc", (Role.DIRECTOR,)),
    Member("PD", "Tô Văn Bách Tùng", "Phó Giám đốc", "Ban Giám đốc", (Role.DEPUTY,)),
    Member("XH", "Lâm Thị Thạch Thảo", "Trưởng phòng Công tác xã hội", SOCIAL_WORK, (Role.HEAD, Role.SOCIAL_WORKER)),
    Member("X1", "Mạc Thị Hải Đường", "Nhân viên công tác xã hội", SOCIAL_WORK, (Role.SOCIAL_WORKER,), _A + _D),
    Member("X2", "Khúc Văn Trường Trúc", "Nhân viên công tác xã hội", SOCIAL_WORK, (Role.SOCIAL_WORKER,), _B + _C),
    Member(
        *("X3", "Giáp Thị Tường Vi", "Phụ trách tạm lánh", SOCIAL_WORK, (Role.SOCIAL_WORKER,), ("Nhà tạm lánh",)),
        restricted=True,
    ),
    Member("TL", "Nghiêm Thị Mộc Miên", "Nhân viên tâm lý", SOCIAL_WORK, (Role.PSYCHOLOGIST,), restricted=True),
    Member("YT", "Quách Văn Long Não", "Trưởng phòng Y tế – PHCN", HEALTH, (Role.HEAD, Role.DOCTOR), hiv=True),
    Member("Y1", "Ninh Thị Kim Ngân", "Y sĩ", HEALTH, (Role.DOCTOR,)),
    Member("CS", "Hứa Thị Sen Hồng", "Trưởng phòng Chăm sóc", CARE, (Role.HEAD, Role.NURSE)),
    Member("D1", "Doãn Thị Cẩm Tú", "Điều dưỡng", CARE, (Role.NURSE,), _A),
    Member("D2", "Thân Văn Bằng Lăng", "Điều dưỡng", CARE, (Role.NURSE,), _B),
    Member("D3", "Kiều Thị Dạ Hương", "Điều dưỡng ca đêm", CARE, (Role.NURSE,)),
    Member("D4", "Ngọ Thị Bạch Mai", "Điều dưỡng", CARE, (Role.NURSE,), _C + _D),
    Member("K1", "Lưu Văn Kim Giao", "Kỹ thuật viên vật lý trị liệu", HEALTH, (Role.THERAPIST,)),
    Member("K2", "Viên Thị Phong Lan", "Kỹ thuật viên ngôn ngữ trị liệu", HEALTH, (Role.THERAPIST,)),
    Member("G1", "Tăng Thị Thủy Tiên", "Giáo viên lớp khiếm thính", SOCIAL_WORK, (Role.TEACHER,)),
    Member("G2", "Âu Thị Dạ Lan", "Giáo viên can thiệp sớm", SOCIAL_WORK, (Role.TEACHER, Role.THERAPIST)),
    Member("C1", "Phí Thị Hoa Ban", "Nhân viên chăm sóc", CARE, (Role.CAREGIVER,), _A),
    Member("C2", "Ông Văn Tre Ngà", "Nhân viên chăm sóc", CARE, (Role.CAREGIVER,), _B),
    Member("C3", "Chử Thị Hoa Gạo", "Nhân viên chăm sóc", CARE, (Role.CAREGIVER,), _C),
    Member("C4", "La Thị Hoa Ngâu", "Nhân viên chăm sóc", CARE, (Role.CAREGIVER,), _D),
    Member("C5", "Lò Thị Hoa Trẩu", "Nhân viên chăm sóc ca đêm", CARE, (Role.CAREGIVER,)),
    Member("DD", "Bàn Thị Hoàng Lan", "Nhân viên dinh dưỡng", HEALTH, (Role.NUTRITION,)),
    Member("VT", "Đàm Thị Trâm Anh", "Văn thư", OFFICE, (Role.CLERK,)),
    Member("KT", "Phó Văn Cẩm Lai", "Kế toán", OFFICE, (Role.ACCOUNTANT,)),
    Member("IT", "Ma Văn Bạch Dương", "Cán bộ tin học", OFFICE, (Role.IT,)),
    Member("KS", "Kiểm tra viên mẫu", "Cán bộ kiểm tra, Sở Y tế", "Sở Y tế", (Role.INSPECTOR,), first=20, last=-10),
)
TRAINEE = ("Thực tập sinh Dương Xỉ", "Thực tập sinh", SOCIAL_WORK)

_FAMILIES = ("Vi", "Lục", "Hà", "Cấn", "Đồng", "Khổng", "Nông", "Sầm", "Tiêu", "Thẩm", "Ứng", "Vương", "Cù")
_PLANTS = (
    *("Thiên Lý", "Mộc Lan", "Cúc Mai", "Hoa Lài", "Thanh Trà", "Ngọc Lan", "Hồng Trà", "Kim Cúc", "Mẫu Đơn"),
    *("Hoa Huệ", "Thủy Trúc", "Phượng Vĩ", "Hoa Cau", "Lan Rừng", "Sim Tím", "Tường Linh", "Hoa Mua", "Vàng Anh"),
    *("Hoa Dẻ", "Lim Xanh", "Thông Đỏ", "Trắc Bách", "Sến Mật", "Táu Xanh", "Gụ Lau", "Pơ Mu", "Dẻ Gai", "Sồi Đá"),
    *(
        "Trám Trắng",
        "Vối Rừng",
        "Sao Đen",
        "Mỡ Xanh",
        "Quế Chi",
        "Hồi Hương",
        "Keo Lá",
        "Sa Mộc",
        "Lát Hoa",
        "Dổi Xanh",
    ),
)
_WOMEN = 20  # of the plants above, the first are women's


@dataclass(frozen=True)
class Colleague:
    """Somebody who works without an account, for the duty roster."""

    name: str
    post: str
    department: str


_NORM_POSTS = {
    "Giám đốc": "director",
    "Phó Giám đốc": "deputy",
    "Phụ trách tạm lánh": "social_work",
    "Nhân viên tâm lý": "psychology",
    "Trưởng phòng Y tế – PHCN": "health",
    "Y sĩ": "health",
    "Trưởng phòng Chăm sóc": "care",
    "Nhân viên dinh dưỡng": "nutrition",
    "Nhân viên nấu ăn": "nutrition",
    "Cán bộ kiểm tra, Sở Y tế": "",
}
_NORM_WORDS = (
    ("công tác xã hội", "social_work"),
    ("điều dưỡng", "health"),
    ("chăm sóc", "care"),
    ("kỹ thuật viên", "rehabilitation"),
    ("giáo viên", "teaching"),
)


def norm_post_of(post: str) -> str | None:
    """What a post counts for in the staffing norm; None of who is no staff of the center."""
    named = next((norm for words, norm in _NORM_WORDS if words in post.lower()), "office")
    return _NORM_POSTS.get(post, named) or None


_OTHER_POSTS = (
    ("Nhân viên chăm sóc", CARE, 20),
    ("Điều dưỡng", CARE, 6),
    ("Nhân viên nấu ăn", OFFICE, 4),
    ("Bảo vệ", OFFICE, 4),
    ("Kỹ thuật viên phục hồi chức năng", HEALTH, 2),
    ("Lái xe", OFFICE, 1),
    ("Nhân viên giặt là", OFFICE, 1),
)


def colleagues() -> list[Colleague]:
    """The 38 staff without accounts."""
    posts = [(post, department) for post, department, count in _OTHER_POSTS for _ in range(count)]
    return [
        Colleague(f"{_FAMILIES[n % len(_FAMILIES)]} {'Thị' if n < _WOMEN else 'Văn'} {plant}", *posts[n])
        for n, plant in enumerate(_PLANTS)
    ]


def login_of(member: Member) -> str:
    """The sign-in name: the last two words of the name as they are typed without marks."""
    return "".join(fold(word) for word in member.name.split()[-2:])

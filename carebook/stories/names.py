"""Names for people who do not exist: by ethnic group, sex and generation, in the shares of the province."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from carebook.records.people import Sex
from carebook.stories.center import MEMBERS, colleagues

KINH, TAY, HOA, DAO, SAN_CHAY, SAN_DIU = "01", "02", "04", "09", "15", "18"
ETHNIC_SHARES = {KINH: 84, DAO: 6, TAY: 4, SAN_DIU: 3, SAN_CHAY: 2, HOA: 1}

_FAMILIES: Mapping[str, Mapping[str, int]] = {
    KINH: {
        "Nguyễn": 30,
        "Phạm": 10,
        "Trần": 9,
        "Vũ": 8,
        "Hoàng": 7,
        "Lê": 7,
        "Bùi": 5,
        "Đỗ": 4,
        "Ngô": 3,
        "Đặng": 3,
        "Đinh": 3,
        "Lương": 2,
        "Đoàn": 2,
        "Tô": 2,
        "Mạc": 2,
        "Trịnh": 3,
    },
    TAY: {"Hoàng": 4, "La": 2, "Tô": 2, "Ngô": 1},
    DAO: {"Chíu": 3, "Dường": 3, "Tằng": 2, "Triệu": 2, "Bàn": 2},
    SAN_DIU: {"Từ": 1, "Trương": 1, "Diệp": 1, "Nịnh": 1},
    SAN_CHAY: {"Trần": 1, "Lục": 1, "Nịnh": 1},
    HOA: {"Voòng": 1, "Lầu": 1, "Phùn": 1},
}
_GIVEN: Mapping[tuple[str, Sex], Sequence[str]] = {
    ("old", Sex.FEMALE): (
        *("Mận", "Thơm", "Nhàn", "Bưởi", "Sửu", "Gái", "Tẹo", "Nụ", "Tý", "Mùi", "Sâm", "Vân", "Hợi", "Thìn", "Tuất"),
        *(
            "Khuyên",
            "Lụa",
            "Nhạn",
            "Thoa",
            "Vượng",
            "Chắt",
            "Rỹ",
            "Lược",
            "Xuyến",
            "Tỵ",
            "Bé",
            "Út",
            "Lan",
            "Hòa",
            "Nga",
        ),
    ),
    ("old", Sex.MALE): (
        *(
            "Cường",
            "Kháng",
            "Chiến",
            "Thìn",
            "Ngọ",
            "Thắng",
            "Bình",
            "Tuất",
            "Sửu",
            "Phúc",
            "Lộc",
            "Thọ",
            "Khải",
            "Bền",
        ),
        *(
            "Định",
            "Toán",
            "Cải",
            "Đức",
            "Hợi",
            "Viện",
            "Nhẫn",
            "Tác",
            "Độ",
            "Rạng",
            "Vững",
            "Ngạn",
            "Chức",
            "Khiêm",
            "Hòa",
        ),
    ),
    ("middle", Sex.FEMALE): (
        *(
            "Hương",
            "Loan",
            "Hòa",
            "Tuyết",
            "Hạnh",
            "Thúy",
            "Hiền",
            "Lý",
            "Nhung",
            "Oanh",
            "Phượng",
            "Thủy",
            "Yến",
            "Liên",
        ),
        *("Minh", "Hằng", "Thanh", "Nguyệt", "Thu", "Dung", "Hà", "Vui", "Xuân", "Huệ", "Lành"),
    ),
    ("middle", Sex.MALE): (
        *(
            "Dũng",
            "Hải",
            "Thành",
            "Hùng",
            "Tuấn",
            "Sơn",
            "Long",
            "Quang",
            "Nam",
            "Thái",
            "Hưng",
            "Toàn",
            "Vinh",
            "Khánh",
        ),
        *("Đông", "Giang", "Lâm", "Trung", "Việt", "Mạnh", "Quyết", "Hoan", "Tiến", "Duy", "Hiếu"),
    ),
    ("young", Sex.FEMALE): (
        *("Minh Anh", "Khánh An", "Bảo Ngọc", "Thảo Vy", "Ngọc Diệp", "Phương Linh", "Gia Hân", "Hà My", "Thu Trang"),
        *("Khánh Chi", "Diệu Anh", "Quỳnh Chi", "Mai Phương", "Tú Anh", "Hải Yến", "Bích Thủy", "Hồng Nhung"),
    ),
    ("young", Sex.MALE): (
        *(
            "Gia Bảo",
            "Nhật Minh",
            "Minh Khôi",
            "Đức Anh",
            "Tuấn Kiệt",
            "Hoàng Nam",
            "Quang Vinh",
            "Bảo Long",
            "Thành Đạt",
        ),
        *("Anh Tuấn", "Hữu Phước", "Đăng Khoa", "Trung Hiếu", "Quốc Việt", "Tiến Đạt", "Hải Nam", "Xuân Trường"),
    ),
}
_MIDDLE_MEN = ("Văn", "Văn", "Văn", "Văn", "Đình", "Xuân", "Đức", "Quang", "Hữu", "Công")
_MIDDLE_WOMEN = ("Thị",) * 9 + ("Thu",)
_MOVABLE = frozenset({"Hòa", "Thúy", "Thủy"})  # on some papers their tone mark stands on the last letter
_MOVED = 0.24  # one given name in eight has such a syllable: 3 % of all
FAMOUS = frozenset(
    (
        *("Nguyễn Văn Linh", "Nguyễn Thị Minh", "Nguyễn Văn Cừ", "Nguyễn Văn Trỗi", "Nguyễn Thị Định", "Phạm Văn Đồng"),
        *("Hoàng Văn Thụ", "Trần Hưng", "Trần Đức Lương", "Nguyễn Đức Cảnh", "Lê Đức Thọ", "Phạm Tuân", "Lê Đức Anh"),
        *("Nguyễn Hữu Thọ", "Trần Quang Khải", "Nguyễn Văn Thiệu", "Vũ Xuân Thiều", "Nguyễn Đình Thi", "Lê Quang Đạo"),
        *("Nguyễn Xuân Phúc", "Nguyễn Văn Huyên", "Trần Văn Thọ", "Phạm Văn Khải", "Phan Văn Khải", "Tô Đình Cơ"),
        *("Nguyễn Thị Bình", "Lương Xuân Việt", "Nguyễn Công Phượng", "Nguyễn Quang Hải", "Nguyễn Công Hoan"),
    )
)


def generation_of(year: int) -> str:
    """Which given names a year of birth had: "old", "middle" or "young"."""
    return "old" if year < 1955 else "middle" if year <= 1990 else "young"


@dataclass
class Names:
    """Makes names that nobody else in the book bears, as long as ``tries`` find one; never a famous or a staff name."""

    rng: Random
    tries: int = 60
    _reserved: frozenset[str] = FAMOUS | {one.name for one in MEMBERS} | {one.name for one in colleagues()}
    _used: set[str] = field(default_factory=set)

    def ethnicity(self) -> str:
        """An ethnic group, in the shares of the province."""
        return self.rng.choices(list(ETHNIC_SHARES), list(ETHNIC_SHARES.values()))[0]

    def person(self, sex: Sex, year: int, ethnicity: str = KINH) -> str:
        """A full name for somebody born in ``year``."""
        name = self._allowed(sex, year, ethnicity)
        for _ in range(self.tries):
            if name not in self._used:
                break
            name = self._allowed(sex, year, ethnicity)
        self._used.add(name)
        return name

    def _allowed(self, sex: Sex, year: int, ethnicity: str) -> str:
        while (name := self._made(sex, year, ethnicity)) in self._reserved:
            pass
        return name

    def family(self, ethnicity: str = KINH) -> str:
        """A family name."""
        shares = _FAMILIES[ethnicity]
        return self.rng.choices(list(shares), list(shares.values()))[0]

    def _made(self, sex: Sex, year: int, ethnicity: str) -> str:
        generation = generation_of(year)
        given = self.rng.choice(_GIVEN[generation, sex])
        if given in _MOVABLE and self.rng.random() < _MOVED:
            given = _on_the_last_letter(given)
        if generation == "young":
            return f"{self.family(ethnicity)} {given}"
        middle = self.rng.choice(_MIDDLE_WOMEN if sex is Sex.FEMALE else _MIDDLE_MEN)
        return f"{self.family(ethnicity)} {middle} {given}"


def _on_the_last_letter(word: str) -> str:
    """The word with its tone mark on the last letter, as the new spelling has it."""
    apart = unicodedata.normalize("NFD", word)
    marks = "".join(c for c in apart if unicodedata.combining(c))
    return unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c)) + marks)

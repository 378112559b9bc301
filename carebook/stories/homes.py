"""Where the people of the stories come from: communes of today, villages without houses, old districts as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from carebook import places
from carebook.records.codes import Code
from carebook.records.people import Address
from carebook.rules.code_files import communes_from_lines

QUANG_NINH = "22"
_PROVINCES = {"22": "tỉnh Quảng Ninh", "31": "thành phố Hải Phòng", "33": "tỉnh Hưng Yên", "24": "tỉnh Bắc Ninh"}
_ELSEWHERE = ("31", "33", "24")
_WEIGHTS = {"phường": 4.0, "xã": 1.5, "đặc khu": 1.0}
_OLD_DISTRICTS: Mapping[str, Sequence[str]] = {
    "thành phố Hạ Long": ("Hà Tu", "Cao Xanh", "Việt Hưng", "Bãi Cháy", "Hà Lầm", "Hồng Gai", "Tuần Châu", "Quảng La"),
    "thành phố Móng Cái": ("Móng Cái 1", "Móng Cái 2", "Móng Cái 3", "Hải Sơn", "Hải Ninh", "Vĩnh Thực"),
    "thành phố Cẩm Phả": ("Mông Dương", "Quang Hanh", "Cửa Ông", "Cẩm Phả", "Hải Hòa"),
    "thành phố Uông Bí": ("Uông Bí", "Vàng Danh", "Yên Tử"),
    "huyện Bình Liêu": ("Bình Liêu", "Hoành Mô", "Lục Hồn"),
    "huyện Tiên Yên": ("Tiên Yên", "Điền Xá", "Đông Ngũ", "Hải Lạng"),
    "huyện Đầm Hà": ("Đầm Hà", "Quảng Tân"),
    "huyện Hải Hà": ("Quảng Hà", "Quảng Đức", "Đường Hoa", "Cái Chiên"),
    "huyện Ba Chẽ": ("Ba Chẽ", "Kỳ Thượng", "Lương Minh"),
    "thị xã Đông Triều": ("Mạo Khê", "Bình Khê", "An Sinh", "Đông Triều", "Hoàng Quế"),
    "thị xã Quảng Yên": ("Quảng Yên", "Đông Mai", "Hiệp Hòa", "Hà An", "Liên Hòa", "Phong Cốc"),
}
_DISTRICT_OF = {commune: district for district, communes in _OLD_DISTRICTS.items() for commune in communes}


@dataclass(frozen=True)
class Home:
    """A commune somebody comes from: its code, kind ("xã", "phường", "đặc khu"), name and province."""

    code: str
    kind: str
    text: str
    province: str

    @property
    def name(self) -> str:
        """ "xã Ba Chẽ"."""
        return f"{self.kind} {self.text}"

    @property
    def words(self) -> str:
        """ "xã Ba Chẽ, tỉnh Quảng Ninh"."""
        return f"{self.name}, {_PROVINCES[self.province]}"

    @property
    def old_district(self) -> str:
        """The district it belonged to until 2025; "" when it is not told."""
        return _DISTRICT_OF.get(self.text, "") if self.province == QUANG_NINH else ""

    def address(self, village: str, *, old_district: str = "", kind: str = "permanent") -> Address:
        """The address as it is written down: a village of the commune, never a house."""
        written = ", ".join(filter(None, (village, self.name, old_district, _PROVINCES[self.province])))
        return Address(
            person_id="",
            kind=kind,
            province=self.province,
            commune=self.code,
            village=village,
            as_written=written,
            old_district=old_district,
        )


@cache
def _communes() -> Mapping[str, tuple[Home, ...]]:
    """The communes of the provinces people come from, by province."""
    with places.resource("codes/communes.csv").open(encoding="utf-8") as lines:
        codes: list[Code] = list(communes_from_lines(lines))
    found: dict[str, list[Home]] = {province: [] for province in _PROVINCES}
    for code in codes:
        if code.group in found:
            found[code.group].append(Home(code.code, code.extra["kind"], code.text, code.group))
    return {province: tuple(homes) for province, homes in found.items()}


def home(name: str, province: str = QUANG_NINH) -> Home:
    """A commune by its name ("phường Quang Hanh"); LookupError when the province has none of that name."""
    for one in _communes()[province]:
        if one.name == name:
            return one
    raise LookupError(name)


def homes_of(province: str = QUANG_NINH) -> tuple[Home, ...]:
    """Every commune of a province, in the order of the official list."""
    return _communes()[province]


def any_home(rng: Random, *, elsewhere: float = 0.12) -> Home:
    """A commune, in shares that follow the people who live there; one in eight people comes from another province."""
    if rng.random() < elsewhere:
        return rng.choice(_communes()[rng.choice(_ELSEWHERE)])
    known = _communes()[QUANG_NINH]
    return rng.choices(known, [_WEIGHTS[one.kind] for one in known])[0]


def village_in(rng: Random, commune: Home) -> str:
    """A village (thôn) or quarter (khu) of the commune."""
    return f"{'Khu' if commune.kind == 'phường' else 'Thôn'} {rng.randint(1, 12)}"

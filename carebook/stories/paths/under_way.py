"""A few who have only begun: their ways home stand at the first stages."""

from __future__ import annotations

from collections.abc import Sequence

from carebook.actions.tracing import save_lead
from carebook.records.people import Relative
from carebook.records.reintegration import ReadinessAnswer, Stage
from carebook.records.tracing import TracingLead
from carebook.stories.clock import Days
from carebook.stories.paths.everybody import kin_of
from carebook.stories.paths.telling import Paths
from carebook.stories.paths.walking import Walk
from carebook.stories.residents import Resident

_MET = ReadinessAnswer.MET
_KINDS = ("elderly_alone_poor", "adult_disabled")
_REACHED = (Stage.IDENTIFIED, Stage.FAMILY_ASSESSMENT, Stage.PLANNING)


def tell_under_way(paths: Paths, days: Days, present: Sequence[Resident]) -> None:
    """Three of those who have relatives, and Cao Văn Bến, whose sister is looked for."""
    known = [one for one in present if one.stay.category in _KINDS and one.stay.start_on < days.back(200)]
    with_kin = [(one, kin) for one in known if (kin := kin_of(one)) is not None]
    for number, ((one, kin), reached) in enumerate(zip(with_kin[2::9], _REACHED, strict=False)):
        _begun(Walk(paths, one.key, one.worker), days, kin, reached, 20 + 22 * number)
    if paths.is_in_book(days.back(160)):
        _sister_of_ben(Walk(paths, "ben", "X2"), days)


def _begun(walk: Walk, days: Days, kin: Relative, reached: Stage, ago: int) -> None:
    walk.begin(
        days.back(ago),
        destination="kin",
        wish="Muốn về ăn Tết với con cháu rồi ở lại.",
        eligibility="Sức khỏe ổn, gia đình có người ở nhà.",
        target_on=days.back(-90),
    )
    walk.answered(days.back(ago), {"wish": (_MET, "Nói nhiều lần"), "cause": (_MET, "Gia đình đã có chỗ ở")})
    if reached is Stage.IDENTIFIED:
        return
    walk.carer(days.back(ago - 2), full_name=kin.full_name, relation=kin.relation, wishes="Đón về, xin trợ cấp tại xã.")
    walk.move(days.back(ago - 3), Stage.FAMILY_ASSESSMENT, "Đã biết gia đình, không cần tìm kiếm")
    if reached is Stage.FAMILY_ASSESSMENT:
        return
    walk.visited(
        days.back(ago - 15),
        (3, 3, 2, 2, 1, 2, 3, 2, 2, 2, 2, 3),
        commune_by="Phó Chủ tịch UBND xã",
        commune="Nhất trí",
        household="Vợ chồng và hai con nhỏ",
        housing="Nhà xây, thiếu tay vịn nhà vệ sinh",
        livelihood="Đi làm công ty, đủ ăn",
        who_cares="Con dâu ở nhà buổi sáng, buổi chiều nhờ hàng xóm",
        conclusion="Thuận lợi; cần lắp tay vịn.",
    )
    walk.move(days.back(ago - 18), Stage.PLANNING)


def _sister_of_ben(walk: Walk, days: Days) -> None:
    begun = days.office(50)
    walk.begin(
        begun,
        destination="kin",
        wish="Tôi muốn gặp em tôi.",
        eligibility="Bệnh ổn; còn em gái ở nước ngoài, họ hàng bên ngoại chưa rõ.",
        target_on=days.back(-180),
    )
    walk.answered(begun, {"wish": (_MET, "“Em tôi tên Thơm.”"), "cause": (_MET, "Đã có thuốc, ngủ được")})
    walk.move(begun, Stage.TRACING)
    lead = TracingLead(
        episode_id="",
        found_on=days.back(30),
        source="person",
        person="Cao Thị Thơm",
        relation="younger_sibling",
        what="Ông kể có em gái đi làm ở nước ngoài, bên ngoại ở Mông Dương.",
        result="checking",
    )
    walk.paths.of_person("ben", "X2", days.back(30), "10:00", save_lead, lead)

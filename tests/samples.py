"""One builder a record: everything that must be there is, the test says only what matters to it."""

from __future__ import annotations

from datetime import date
from typing import Any

from carebook.dates import PartialDate
from carebook.records.episodes import (
    Absence,
    AbsenceKind,
    BedAssignment,
    Belonging,
    DossierItem,
    Episode,
    EpisodeCategory,
    ServiceContract,
)
from carebook.records.facility import Facility, Room, Ward
from carebook.records.people import (
    Address,
    Alias,
    Allergy,
    Attachment,
    DisabilityCertificate,
    HealthCard,
    IdentityPaper,
    Person,
    Relative,
    Sex,
)
from carebook.records.staff import Account, Role, RoleGrant, StaffMember

TODAY = date(2026, 11, 22)


def facility(**given: Any) -> Facility:
    """A public center of Quảng Ninh."""
    return Facility(
        **{
            "name": "Trung tâm Bảo trợ xã hội Hoa Ban",
            "parent_agency": "Sở Y tế tỉnh Quảng Ninh",
            "address": "Số 1 đường Hoa Ban",
            "place": "Hạ Long",
            "head_name": "Đào Thị Hướng Dương",
            "records_complete_from": date(2026, 1, 1),
        }
        | given
    )


def ward(**given: Any) -> Ward:
    """Khu A."""
    return Ward(**{"name": "Khu A", "position": 1} | given)


def room(ward_id: str, **given: Any) -> Room:
    """Room A101 with four beds."""
    return Room(**{"ward_id": ward_id, "name": "A101", "beds": 4} | given)


def staff_member(**given: Any) -> StaffMember:
    """A nurse."""
    return StaffMember(**{"full_name": "Doãn Thị Cẩm Tú", "post": "Điều dưỡng"} | given)


def account(staff_member_id: str, **given: Any) -> Account:
    """An active account."""
    return Account(**{"staff_member_id": staff_member_id, "login": "camtu"} | given)


def grant(account_id: str = "", role: Role = Role.NURSE, **given: Any) -> RoleGrant:
    """A role everywhere, for ever."""
    return RoleGrant(**{"account_id": account_id, "role": role} | given)


def person(**given: Any) -> Person:
    """An old woman whose name is nobody's."""
    return Person(
        **{
            "code": "CB-000001",
            "full_name": "Trần Thị An",
            "sex": Sex.FEMALE,
            "born": PartialDate("1945"),
            "home_town": "Đông Triều",
        }
        | given
    )


def episode(person_id: str, **given: Any) -> Episode:
    """An open stay since 5 January 2026."""
    return Episode(**{"person_id": person_id, "start_on": date(2026, 1, 5), "decision_no": "12/QĐ-TTBTXH"} | given)


def episode_category(episode_id: str, **given: Any) -> EpisodeCategory:
    """An old person alone and poor, since the stay began."""
    return EpisodeCategory(
        **{"episode_id": episode_id, "category": "elderly_alone_poor", "from_on": date(2026, 1, 5)} | given
    )


def bed_assignment(episode_id: str, room_id: str, **given: Any) -> BedAssignment:
    """Bed 1 since the stay began."""
    return BedAssignment(
        **{"episode_id": episode_id, "room_id": room_id, "bed": "1", "from_on": date(2026, 1, 5)} | given
    )


def absence(episode_id: str, **given: Any) -> Absence:
    """In hospital since 20 November 2026."""
    return Absence(**{"episode_id": episode_id, "kind": AbsenceKind.HOSPITAL, "from_on": date(2026, 11, 20)} | given)


def dossier_item(episode_id: str, **given: Any) -> DossierItem:
    """The application, missing."""
    return DossierItem(**{"episode_id": episode_id, "paper": "application"} | given)


def service_contract(episode_id: str, **given: Any) -> ServiceContract:
    """A contract of one year."""
    return ServiceContract(
        **{
            "episode_id": episode_id,
            "number": "01/HĐ",
            "from_on": date(2026, 1, 5),
            "to_on": date(2027, 1, 4),
            "payer": "Trần Văn Sơn",
        }
        | given
    )


def belonging(episode_id: str, **given: Any) -> Belonging:
    """A ring."""
    return Belonging(**{"episode_id": episode_id, "what": "nhẫn bạc"} | given)


def alias(person_id: str, **given: Any) -> Alias:
    """A second name."""
    return Alias(**{"person_id": person_id, "full_name": "Bà Ba"} | given)


def identity_paper(person_id: str, **given: Any) -> IdentityPaper:
    """A CCCD."""
    return IdentityPaper(**{"person_id": person_id, "number": "022145999012"} | given)


def health_card(person_id: str, **given: Any) -> HealthCard:
    """A card valid this year."""
    return HealthCard(
        **{
            "person_id": person_id,
            "number": "BT2222299999999",
            "valid_from": date(2026, 1, 1),
            "valid_to": date(2026, 12, 31),
        }
        | given
    )


def disability_certificate(person_id: str, **given: Any) -> DisabilityCertificate:
    """A certificate of a severe motor disability."""
    return DisabilityCertificate(
        **{"person_id": person_id, "number": "15/XNKT", "kinds": ("motor",), "degree": "severe"} | given
    )


def address(person_id: str, **given: Any) -> Address:
    """The permanent address."""
    return Address(**{"person_id": person_id, "village": "Thôn 3", "as_written": "Thôn 3, xã Bình Khê"} | given)


def relative(person_id: str, **given: Any) -> Relative:
    """A nephew."""
    return Relative(**{"person_id": person_id, "full_name": "Trần Văn Sơn", "phone": "0912345678"} | given)


def allergy(person_id: str, **given: Any) -> Allergy:
    """Penicillin."""
    return Allergy(**{"person_id": person_id, "substance": "penicillin"} | given)


def attachment(person_id: str, **given: Any) -> Attachment:
    """A scanned paper whose content is empty."""
    return Attachment(**{"person_id": person_id, "title": "Bản quét CCCD", "file_name": "cccd.pdf"} | given)

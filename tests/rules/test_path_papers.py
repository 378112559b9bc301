"""Who may be given the dossier for the family."""

from __future__ import annotations

from datetime import date

import pytest

from carebook.records.people import Relative
from carebook.records.protection import ContactBan
from carebook.rules.path_papers import SELF, Receiver, against

RELATIVES = (
    Relative(id="aunt", person_id="p", full_name="Nịnh Thị Hợi", national_id="022192005678"),
    Relative(id="uncle", person_id="p", full_name="Từ Văn Khe", no_contact=True, national_id="022180000001"),
    Relative(id="cousin", person_id="p", full_name="Từ Thị Mận", no_information=True),
    Relative(id="husband", person_id="p", full_name="Quản Văn Trúc"),
)
BANS = (
    ContactBan(
        episode_id="s", against="Lý Văn Sở", relative_id="husband", from_on=date(2026, 7, 1), to_on=date(2026, 11, 1)
    ),
    ContactBan(episode_id="s", against="Bế Văn Cũ", from_on=date(2026, 1, 1), to_on=date(2026, 1, 3)),
)


@pytest.mark.parametrize(
    ("receiver", "said"),
    [
        (Receiver(id="h", name="Nịnh Thị Hợi", national_id="022192005678"), ""),
        (Receiver(id="h", name="Từ Văn Khe"), "{name} must not be in contact with this person."),
        (Receiver(id="h", name="TỪ VĂN KHẼ".replace("Ẽ", "E")), "{name} must not be in contact with this person."),
        (Receiver(id="h", name="Từ Văn Khe", national_id="022199999999"), ""),  # another man of that name
        (Receiver(id="h", name="Ai Đó", national_id="022180000001"), "{name} must not be in contact with this person."),
        (Receiver(id="h", name="Từ Thị Mận"), "{name} is not to be given information."),
        (Receiver(id="h", name="Quản Văn Trúc"), "{name} is banned from contact until {day}."),
        (Receiver(id="h", name="Lý Văn Sở"), "{name} is banned from contact until {day}."),
        (Receiver(id="h", name="Bế Văn Cũ"), ""),
        (Receiver(id=SELF, name="Từ Văn Khe"), ""),
    ],
)
def test_the_dossier_never_goes_to_who_must_not_have_it(receiver: Receiver, said: str) -> None:
    found = against(receiver, RELATIVES, BANS, today=date(2026, 7, 24))
    assert (found.id if found is not None else "") == said

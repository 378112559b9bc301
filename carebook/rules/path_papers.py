"""Who may be given the dossier for the family: never somebody who must not be in contact, is banned, or must not be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from carebook.dates import PartialDate, written
from carebook.records.people import Relative
from carebook.records.protection import ContactBan
from carebook.rules.contacts import is_in_force
from carebook.rules.search_words import fold
from carebook.words import Message, message


@dataclass(frozen=True, kw_only=True)
class Receiver:
    """Somebody the dossier may go to. ``id`` is the record that names them, `SELF` for the person the dossier is about."""

    id: str
    name: str
    relation: str = ""
    born: PartialDate | None = None
    national_id: str = ""
    address: str = ""
    phone: str = ""


SELF = "self"


def against(
    receiver: Receiver, relatives: Iterable[Relative], bans: Iterable[ContactBan], *, today: date
) -> Message | None:
    """Why the dossier must not go to ``receiver``; None when nothing stands against it.

    They are known by the same national ID, or, where one of the two is not written, by the same name. The person the dossier is
    about always receives it.
    """
    if receiver.id == SELF:
        return None
    in_force = [ban for ban in bans if is_in_force(ban, today)]
    known_as = [one for one in relatives if _is(receiver, one)]
    ids = {one.id for one in known_as}
    for ban in in_force:
        if ban.relative_id in ids or _same_name(receiver.name, ban.against):
            until = written(ban.to_on) if ban.to_on else "–"
            return message("{name} is banned from contact until {day}.", name=receiver.name, day=until)
    for one in known_as:
        if one.no_contact:
            return message("{name} must not be in contact with this person.", name=receiver.name)
        if one.no_information:
            return message("{name} is not to be given information.", name=receiver.name)
    return None


def _is(receiver: Receiver, relative: Relative) -> bool:
    if receiver.national_id and relative.national_id:
        return receiver.national_id == relative.national_id
    return _same_name(receiver.name, relative.full_name)


def _same_name(one: str, other: str) -> bool:
    return bool(fold(one)) and fold(one) == fold(other)

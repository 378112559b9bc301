"""The minutes of handing somebody over: as they are kept, as the book proposes them, and what stands against completing them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from carebook.dates import written
from carebook.records.devices import DeviceLoan
from carebook.records.episodes import Belonging, DossierItem, Episode, PaperState
from carebook.records.handovers import HandedKind, Handover, HandoverItem, HandoverParty, HandoverSignature
from carebook.records.intake import FormState
from carebook.records.people import Allergy, DisabilityCertificate, HealthCard, IdentityPaper, Person
from carebook.records.reintegration import Carer, PathPaper, Reintegration
from carebook.rules.handovers import DECISION, HandoverFacts, places_to_sign
from carebook.rules.identity import health_card_words
from carebook.store import code_lists, facility
from carebook.store.book import Reader, Writer
from carebook.store.code_lists import Codes
from carebook.store.contacts import bounds
from carebook.store.reintegration import path_facts

RIGHTS = (
    "Bên nhận chăm sóc, nuôi dưỡng, cho uống thuốc và khám bệnh theo hướng dẫn; báo ngay cho cơ sở khi sức khỏe, nơi ở "
    "hoặc người chăm sóc thay đổi.\nBên giao theo dõi, hỗ trợ sau bàn giao ít nhất 6 tháng, bằng điện thoại và đến nhà.\n"
    "UBND cấp xã giải quyết chế độ trợ giúp tại cộng đồng từ ngày sau khi dừng trợ giúp tại cơ sở."
)
"""What each side undertakes (TT 02/2020 Điều 10), to be read over and completed."""
LEFT_OUT = "bỏ khỏi biên bản"  # why a line of the minutes was struck through, as the book keeps it
_BY_PATH = (
    *("carer", "opinion", "readiness_check", "support", "carer_training", "trial_report", "path_paper"),
    "family_assessment",
)


@dataclass(frozen=True)
class HandoverFile:
    """Minutes with the things that go along, in their order, and the four places for a signature."""

    handover: Handover
    items: tuple[HandoverItem, ...] = ()
    signatures: tuple[HandoverSignature, ...] = ()

    @property
    def id(self) -> str:
        return self.handover.id

    @property
    def is_completed(self) -> bool:
        """Whether the person was handed over on them; they are frozen then."""
        return self.handover.state is FormState.COMPLETED


def handover_file(reader: Reader, reintegration_id: str) -> HandoverFile | None:
    """The minutes of a path; None when they were not begun or may not be seen."""
    reader.asks("reintegration")
    found = reader.records(Handover, "reintegration_id = ?", (reintegration_id,), order="id DESC")
    return _file(reader, found[0]) if found else None


def handover_by_id(reader: Reader, handover_id: str) -> HandoverFile | None:
    """Minutes by their id, struck through or not; None when there are none or they may not be seen."""
    reader.asks("reintegration")
    found = reader.record(Handover, handover_id)
    return _file(reader, found) if found is not None else None


def _file(reader: Reader, handover: Handover) -> HandoverFile:
    of_minutes = ("handover_id = ?", (handover.id,))
    signed = reader.records(HandoverSignature, *of_minutes)
    return HandoverFile(
        handover, tuple(reader.records(HandoverItem, *of_minutes, order="position, id")), places_to_sign(signed)
    )


def handover_facts(reader: Reader, file: HandoverFile, today: date) -> HandoverFacts:
    """What stands against completing minutes as they stand on the page or in the book. LookupError: no such path.

    The path is looked at as of the day of the handover, when that is written down afterwards.
    """
    handover = file.handover
    day = min(today, handover.handed_on or today)
    known = bounds(reader, handover.episode_id)
    relatives, bans = (known.relatives, known.bans) if known is not None else ((), ())
    facts = path_facts(reader, handover.reintegration_id, day)
    return HandoverFacts(facts, handover, file.items, file.signatures, relatives, bans)


# what the book proposes


def proposed_handover(reader: Reader, reintegration_id: str, today: date) -> HandoverFile | None:
    """Minutes that are not kept yet, with what the book knows: who gives and receives, papers, belongings, aids, allergies.

    Medicines and what was seen of the person on the day are for somebody to write. Nothing confidential of the dossier is
    proposed. None when there is no such path or the person may not be seen.
    """
    reader.asks("reintegration")
    path = reader.record(Reintegration, reintegration_id)
    episode = reader.record(Episode, path.episode_id) if path else None
    person = reader.record(Person, episode.person_id) if episode else None
    if path is None or episode is None or person is None:
        return None
    words, center = code_lists.words(reader), facility.facility(reader)
    carer = next((one for one in reader.records(Carer, "reintegration_id = ?", (path.id,)) if one.chosen), None)
    handover = Handover(
        episode_id=episode.id,
        reintegration_id=path.id,
        handed_on=today,
        basis=_basis(reader.records(PathPaper, "reintegration_id = ? AND paper = ?", (path.id, DECISION)), words),
        giver=center.head_name,
        giver_post=center.head_post,
        health=_health(reader, person, words),
        rights_and_duties=RIGHTS,
        contact=" · ".join(filter(None, (center.name, center.phone))) if not episode.confidential else center.phone,
    )
    goes = words.code("home_destination", path.destination or "", today)
    alone = goes is not None and goes.extra.get("carer") is False and goes.extra.get("template") != "none"
    if carer is not None:
        handover = _received_by(handover, carer, words)
    elif alone:
        handover = replace(handover, receiver=person.full_name)
    names = {
        HandoverParty.GIVER: handover.giver,
        HandoverParty.RECEIVER: handover.receiver,
        HandoverParty.CLIENT: person.full_name,
    }
    items = (*_papers(reader, person, episode, words, today), *_things(reader, episode, words))
    placed = tuple(replace(item, position=place) for place, item in enumerate(items))
    return HandoverFile(handover, placed, places_to_sign((), names))


def _received_by(handover: Handover, carer: Carer, words: Codes) -> Handover:
    commune = words.text("commune", carer.commune) if carer.commune else ""
    return replace(
        handover,
        receiver=carer.full_name,
        receiver_born=carer.born,
        receiver_paper=carer.national_id,
        receiver_address=", ".join(filter(None, (carer.address, commune))),
        receiver_phone=carer.phone,
        receiver_relation=carer.relation,
    )


def _basis(papers: Sequence[PathPaper], words: Codes) -> str:
    return "\n".join(
        f"{words.text('path_paper', one.paper)} số {one.number}"
        + (f" ngày {written(one.dated_on)}" if one.dated_on else "")
        for one in papers
        if one.number
    )


def _health(reader: Reader, person: Person, words: Codes) -> str:
    allergies = reader.records(Allergy, "person_id = ?", (person.id,))
    lines = [f"Dị ứng {one.substance}" + (f" ({one.reaction})" if one.reaction else "") for one in allergies]
    for one in reader.records(DisabilityCertificate, "person_id = ?", (person.id,))[-1:]:
        kinds = ", ".join(words.text("disability_kind", kind) for kind in one.kinds)
        degree = words.text("disability_degree", one.degree) if one.degree else ""
        lines.append(f"Khuyết tật: {', '.join(filter(None, (kinds, degree)))}")
    return "\n".join(lines)


def _papers(reader: Reader, person: Person, episode: Episode, words: Codes, today: date) -> Iterator[HandoverItem]:
    mine = (person.id,)
    for paper in reader.records(IdentityPaper, "person_id = ?", mine):
        yield _item(HandedKind.PAPER, f"{words.text('identity_paper', paper.kind)} {paper.number}".strip())
    for card in reader.records(HealthCard, "person_id = ?", mine):
        if card.valid_to is None or card.valid_to >= today:
            yield _item(HandedKind.PAPER, f"Thẻ BHYT {health_card_words(card.number)}")
    for one in reader.records(DisabilityCertificate, "person_id = ? AND number <> ''", mine):
        yield _item(HandedKind.PAPER, f"Giấy xác nhận khuyết tật {one.number}")
    for kept in reader.records(DossierItem, "episode_id = ? AND state = ?", (episode.id, PaperState.ORIGINAL.value)):
        code = words.code("dossier_paper", kept.paper)
        if code is not None and not code.extra.get("confidential"):
            yield _item(HandedKind.PAPER, f"{code.text} {kept.number}".strip(), original=True)


def _things(reader: Reader, episode: Episode, words: Codes) -> Iterator[HandoverItem]:
    for thing in reader.records(Belonging, "episode_id = ? AND returned_on IS NULL", (episode.id,)):
        kind = HandedKind.BELONGING if thing.amount is None else HandedKind.MONEY
        yield _item(kind, thing.what, quantity=str(thing.quantity) if thing.amount is None else "", amount=thing.amount)
    for loan in reader.records(DeviceLoan, "episode_id = ? AND returned_on IS NULL", (episode.id,)):
        name = " ".join(filter(None, (words.text("assistive_device", loan.device), loan.details, loan.number)))
        yield _item(HandedKind.AID, name, quantity="1")


def _item(
    kind: HandedKind, what: str, *, quantity: str = "", original: bool = False, amount: int | None = None
) -> HandoverItem:
    return HandoverItem(
        episode_id="", handover_id="", kind=kind, what=what, quantity=quantity, original=original, amount=amount
    )


# writing


def write_handover(
    writer: Writer, handover: Handover, items: Sequence[HandoverItem], signatures: Sequence[HandoverSignature]
) -> HandoverFile:
    """Keep minutes with their things and signatures; what is no longer listed is struck through. A change of a line counts as a
    change of the minutes.
    """
    before = handover.version
    kept = writer.amend(handover) if handover.id else writer.add(handover)
    stay, minutes = kept.episode_id, kept.id
    was = _file(writer, kept)
    lines = {one.id: one for one in was.items}
    for gone in lines.keys() - {one.id for one in items}:
        writer.withdraw(HandoverItem, gone, LEFT_OUT)
    for place, item in enumerate(items):
        known = lines.get(item.id)
        key = (known.id, known.version) if known else ("", 0)
        mine = replace(item, id=key[0], version=key[1], position=place, episode_id=stay, handover_id=minutes)
        writer.amend(mine) if known else writer.add(mine)
    signed = {one.party: one for one in was.signatures if one.id}
    for one in signatures:
        there = signed.get(one.party)
        key = (there.id, there.version) if there else ("", 0)
        sign = replace(one, id=key[0], version=key[1], episode_id=stay, handover_id=minutes)
        writer.amend(sign) if there else writer.add(sign)
    now = _file(writer, kept)
    if handover.id and kept.version == before and (now.items, now.signatures) != (was.items, was.signatures):
        writer.run("UPDATE handover SET version = version + 1 WHERE id = ?", (kept.id,))
        now = replace(now, handover=replace(kept, version=before + 1))
    return now


def bound_rows(writer: Writer, rows: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """The (table, id) of completed minutes that rest on these rows, and of the follow-up that rests on minutes: undoing an
    operation on the rows would change what somebody was handed over on, or what was written since.
    """
    found: set[tuple[str, str]] = set()
    ways = {table: f'reintegration_id = (SELECT reintegration_id FROM "{table}" WHERE id = ?)' for table in _BY_PATH}
    ways |= {
        "family_rating": "reintegration_id = (SELECT a.reintegration_id FROM family_assessment a JOIN family_rating r"
        " ON r.family_assessment_id = a.id WHERE r.id = ?)",
        "contact": "episode_id = (SELECT episode_id FROM contact WHERE id = ?)",
        "handover_item": "id = (SELECT handover_id FROM handover_item WHERE id = ?)",
        "handover_signature": "id = (SELECT handover_id FROM handover_signature WHERE id = ?)",
    }
    for table, row_id in rows:
        if table in ways:
            completed = writer.records(Handover, f"state = ? AND {ways[table]}", (FormState.COMPLETED.value, row_id))
            found |= {("handover", one.id) for one in completed}
        if table == "handover":
            for after in ("follow_up", "follow_up_end"):
                of_path = f"""SELECT id FROM {after} WHERE withdrawn_at IS NULL
                    AND reintegration_id = (SELECT reintegration_id FROM handover WHERE id = ?)"""
                found |= {(after, row["id"]) for row in writer.rows(of_path, (row_id,))}
    return found

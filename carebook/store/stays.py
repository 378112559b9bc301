"""Facts of stays for figures and clocks, the occupancy of rooms, and the candidates of the duplicate guard."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from carebook.dates import PartialDate
from carebook.records.people import Sex
from carebook.records.record import filled
from carebook.records.stay_facts import CategorySince, MissingPaper, StayFacts
from carebook.rules.duplicates import PersonFacts
from carebook.rules.episodes import Bed
from carebook.store.book import Reader
from carebook.store.rows import by_name, moment_from


def stay_facts(
    reader: Reader, *, ended_since: date | None = None, people: Collection[str] | None = None, bare: bool = False
) -> list[StayFacts]:
    """One `StayFacts` for every stay open now or ended on or after ``ended_since`` (None: every stay of the book); with
    ``people`` only for theirs.

    ``bare``: only who it is, from when to when, and how they came, left and were grouped, which is enough for who was counted
    where; all other facts are left out.
    Restricted people are there under their alias: everybody counts, whoever asks.
    """
    reader.asks("figures")
    only = "e.withdrawn_at IS NULL AND (e.end_on IS NULL OR e.end_on >= :after)"
    asked = {"after": (ended_since or date.min).isoformat(), "people": json.dumps(list(people or ()))}
    if people is not None:
        only += " AND e.person_id IN (SELECT value FROM json_each(:people))"
    entered_at = "(SELECT min(at) FROM counted_journal j WHERE j.tbl = 'episode_category' AND j.row_id = c.id)"
    categories = _grouped(
        reader,
        f"""SELECT c.episode_id AS key, c.from_on, c.category, c.id, {"NULL" if bare else entered_at} AS entered_at
        FROM episode_category c JOIN episode e ON e.id = c.episode_id
        WHERE c.withdrawn_at IS NULL AND {only} ORDER BY c.from_on, c.id""",
        asked,
    )
    rows = reader.rows(
        f"""SELECT {_BARE if bare else _WHOLE}
        FROM listed_episode e
        JOIN listed_person p ON p.id = e.person_id
        JOIN counted_person n ON n.id = e.person_id
        {"" if bare else _FOUND_BY}
        WHERE {only} AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
        ORDER BY e.start_on, e.id""",
        asked,
    )
    forms = {
        row["code"]: json.loads(row["details"]).get("route", "")
        for row in reader.rows("SELECT code, details FROM code WHERE list_name = 'category' AND withdrawn_at IS NULL")
    }
    if bare:
        return [filled(StayFacts, _movement(r, categories[r["id"]], forms)) for r in by_name(rows)]
    papers = _grouped(
        reader,
        f"""SELECT d.episode_id AS key, d.paper, d.due_on, coalesce(k.text, d.paper) AS text FROM dossier_item d
        JOIN episode e ON e.id = d.episode_id LEFT JOIN code k ON k.list_name = 'dossier_paper' AND k.code = d.paper
            AND k.valid_to IS NULL AND k.withdrawn_at IS NULL
        WHERE d.withdrawn_at IS NULL AND d.state IN ('missing', 'due_later') AND {only}""",
        asked,
    )
    return [
        filled(StayFacts, _movement(r, categories[r["id"]], forms) | _more(r, papers.get(r["id"], ())))
        for r in by_name(rows)
    ]


_BARE = """e.id, e.person_id, e.start_on, e.placement, e.route, e.source, e.start_kind, e.decision_no, e.end_on, e.end_reason,
            e.destination, p.code, p.full_name, p.masked, n.sex, n.born, n.ethnicity"""
_WHOLE = """e.*, p.code, p.full_name, p.masked, n.sex, n.born, n.ethnicity, n.disability_kinds, n.disability_degree,
            n.child_group, n.birth_registered, n.awaiting, n.education, p.home_town, p.schooling,
            r.name AS room, r.ward_id, b.bed,
            (SELECT max(valid_to) FROM counted_health_card h WHERE h.person_id = p.id AND h.withdrawn_at IS NULL) AS card_to,
            (SELECT max(valid_to) FROM counted_identity_paper i WHERE i.person_id = p.id AND i.withdrawn_at IS NULL) AS paper_to,
            (SELECT max(reassess_on) FROM counted_disability_certificate d WHERE d.person_id = p.id
                AND d.withdrawn_at IS NULL) AS certificate_to,
            (SELECT max(guardian_to) FROM counted_relative g WHERE g.person_id = p.id AND g.guardian = 1
                AND g.withdrawn_at IS NULL) AS guardian_to,
            (SELECT max(guardian) FROM counted_relative g WHERE g.person_id = p.id AND g.withdrawn_at IS NULL) AS guardian,
            s.number AS contract_no, s.from_on AS contract_from, s.to_on AS contract_to,
            (SELECT min(at) FROM counted_journal j WHERE j.tbl = 'episode' AND j.row_id = e.id) AS entered_at,
            (SELECT max(at) FROM counted_journal j WHERE j.tbl = 'episode' AND j.row_id = e.id
                AND j.touches_end) AS ended_at"""
_FOUND_BY = """LEFT JOIN bed_assignment b ON b.id = (SELECT y.id FROM bed_assignment y WHERE y.episode_id = e.id
            AND y.withdrawn_at IS NULL AND y.to_on IS NULL ORDER BY y.from_on DESC, y.id DESC LIMIT 1)
        LEFT JOIN room r ON r.id = b.room_id
        LEFT JOIN found_service_contract s ON s.id = (SELECT z.id FROM counted_service_contract z WHERE z.episode_id = e.id
            AND z.withdrawn_at IS NULL AND z.liquidated_on IS NULL ORDER BY z.to_on DESC, z.id DESC LIMIT 1)"""


def _grouped(reader: Reader, sql: str, asked: Mapping[str, str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in reader.rows(sql, asked):
        found[row["key"]].append(row)
    return found


def _movement(r: Mapping[str, Any], categories: Sequence[Any], forms: Mapping[str, str]) -> dict[str, Any]:
    """Who it is, from when to when, how they came, left and were grouped."""
    changed = forms.get(categories[-1]["category"]) if len(categories) > 1 else ""
    return {
        "person_id": r["person_id"],
        "episode_id": r["id"],
        "code": r["code"],
        "name": r["full_name"],
        "masked": bool(r["masked"]),
        "start_on": date.fromisoformat(r["start_on"]),
        "sex": r["sex"] or "",
        "born": PartialDate.from_text(r["born"]) if r["born"] else None,
        "ethnicity": r["ethnicity"] or "",
        "placement": r["placement"],
        "route": changed or r["route"],
        "categories": tuple(
            CategorySince(date.fromisoformat(from_on), category, moment_from(entered) if entered else None)
            for _key, from_on, category, _id, entered in categories
        ),
        "source": r["source"] or "",
        "start_kind": r["start_kind"],
        "decision_no": r["decision_no"],
        "end_on": _day(r["end_on"]),
        "end_reason": r["end_reason"] or "",
        "destination": r["destination"] or "",
    }


def _more(r: Mapping[str, Any], papers: Iterable[Any]) -> dict[str, Any]:
    """Every other fact of a stay."""
    kinds = _listed(r["disability_kinds"])
    return {
        "home": r["home_town"],
        "decision_on": _day(r["decision_on"]),
        "entered_at": moment_from(r["entered_at"]) if r["entered_at"] else None,
        "ended_entered_at": moment_from(r["ended_at"]) if r["ended_at"] and r["end_on"] else None,
        "ward_id": r["ward_id"],
        "room": r["room"] or "",
        "bed": r["bed"] or "",
        "case_manager_id": r["case_manager_id"],
        "contract_no": r["contract_no"] or "",
        "contract_from": _day(r["contract_from"]),
        "contract_to": _day(r["contract_to"]),
        "missing_papers": tuple(MissingPaper(d["paper"], d["text"], _day(d["due_on"])) for d in papers),
        "dossier_extended_to": _day(r["dossier_extended_to"]),
        "stay_extended_to": _day(r["stay_extended_to"]),
        "notice_published_on": _day(r["notice_published_on"]),
        "notice_settled": bool(r["notice_settled"]),
        "stop_requested_on": _day(r["stop_requested_on"]),
        "no_contact_since": _day(r["no_contact_since"]),
        "health_card_valid_to": _day(r["card_to"]),
        "id_paper_valid_to": _day(r["paper_to"]),
        "disability_reassess_on": _day(r["certificate_to"]),
        "disability_kind": kinds[0] if kinds else "",
        "disability_kinds": kinds,
        "disability_degree": r["disability_degree"] or "",
        "guardian_to": _day(r["guardian_to"]),
        "child_group": r["child_group"] or "",
        "education": r["education"] or "",
        "schooling": r["schooling"],
        "birth_registered": None if r["birth_registered"] is None else bool(r["birth_registered"]),
        "guardian": "yes" if r["guardian"] else "",
        "awaiting": r["awaiting"] or "",
        "ages_settled": tuple(map(int, _listed(r["ages_settled"]))),
    }


@lru_cache(maxsize=256)
def _listed(text: str) -> tuple[Any, ...]:
    """The codes or ages a column holds; of most stays the same few, or none."""
    return tuple(json.loads(text))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def bed_on(reader: Reader, room_id: str, day: date, *, without: str = "") -> Bed:
    """The room as the rules see it on ``day``: its beds and those taken by other stays than ``without``."""
    room = reader.row("SELECT name, beds FROM room WHERE id = ?", (room_id,))
    taken = reader.rows(
        """SELECT b.bed FROM bed_assignment b JOIN episode e ON e.id = b.episode_id
        WHERE b.room_id = :room AND b.withdrawn_at IS NULL AND e.withdrawn_at IS NULL AND b.episode_id <> :without
            AND b.from_on <= :day AND (b.to_on IS NULL OR b.to_on > :day) AND (e.end_on IS NULL OR e.end_on > :day)""",
        {"room": room_id, "without": without, "day": day.isoformat()},
    )
    return Bed(room["name"] if room else "", room["beds"] if room else 0, tuple(r["bed"] for r in taken))


def restricted_owner(reader: Reader, episode_id: str) -> str:
    """The person whose restricted record the stay belongs to; "" when it is not restricted, or withheld from the asker."""
    reader.asks("restricted")
    row = reader.row(
        """SELECT e.person_id FROM episode e JOIN found_person p ON p.id = e.person_id WHERE e.id = ?
        AND EXISTS (SELECT 1 FROM episode x WHERE x.person_id = e.person_id AND x.confidential = 1)""",
        (episode_id,),
    )
    return str(row["person_id"]) if row else ""


def guard_facts(reader: Reader, *, restricted: bool) -> list[PersonFacts]:
    """What the duplicate guard compares with, former people too; withdrawn ones are named by `withdrawn_people`.

    Meant for the unmasked look of a deed; ``restricted`` marks whose facts may not be told.
    """
    papers: dict[str, list[str]] = defaultdict(list)
    for row in reader.rows("SELECT person_id, number FROM identity_paper WHERE withdrawn_at IS NULL"):
        papers[row["person_id"]].append(row["number"])
    cards: dict[str, list[str]] = defaultdict(list)
    for row in reader.rows("SELECT person_id, number FROM health_card WHERE withdrawn_at IS NULL"):
        cards[row["person_id"]].append(row["number"])
    others: dict[str, list[str]] = defaultdict(list)
    for row in reader.rows("SELECT person_id, full_name FROM alias WHERE withdrawn_at IS NULL"):
        others[row["person_id"]].append(row["full_name"])
    hidden = {row["person_id"] for row in reader.rows("SELECT DISTINCT person_id FROM episode WHERE confidential = 1")}
    return [
        PersonFacts(
            person_id=row["id"],
            names=(row["full_name"], *others[row["id"]]),
            sex=Sex(row["sex"]) if row["sex"] else None,
            born=PartialDate.from_text(row["born"]) if row["born"] else None,
            numbers=tuple(papers[row["id"]]),
            health_cards=tuple(cards[row["id"]]),
            phones=(row["phone"],) if row["phone"] else (),
            home_town=row["home_town"],
            confidential=row["id"] in hidden and not restricted,
        )
        for row in reader.rows(
            "SELECT id, full_name, sex, born, phone, home_town FROM person WHERE merged_into IS NULL AND NOT unidentified"
        )
    ]

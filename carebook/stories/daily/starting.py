"""What daily care knows of everybody: care level, illnesses, diet, what is measured, what is prescribed, goods, first check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from carebook.dates import age_on, today_in_vietnam
from carebook.records.daily_care import CareLevel
from carebook.records.health import ChronicCondition, HealthCheck, Immunisation
from carebook.records.meals import Diet
from carebook.records.medication import Prescription
from carebook.records.monitoring import MonitoringPlan
from carebook.records.record import Record
from carebook.records.staff import Actor
from carebook.records.supplies import SuppliesIssued
from carebook.rules.supplies import Entitled, is_for
from carebook.store import code_lists
from carebook.store.book import new_id
from carebook.store.daily_care import CaredFor, cared_for
from carebook.store.supplies import supplies_due
from carebook.stories.stage import Stage

DOCTOR = "Quách Văn Long Não"
_OLD = 60
_LEVELS = ("self_care", "partial", "total")
# Of a hundred people from 60 on: how many have it, its code, its words, and what they take for it.
_ILLNESSES: Sequence[tuple[int, str, str, str]] = (
    (62, "I10", "Tăng huyết áp", "amlodipine"),
    (21, "E11", "Đái tháo đường típ 2", "metformin"),
    (14, "I69.3", "Di chứng nhồi máu não", "clopidogrel"),
    (18, "F03", "Sa sút trí tuệ", "donepezil"),
    (9, "J44", "Bệnh phổi tắc nghẽn mạn tính", "salbutamol"),
)
_BESIDES = ("atorvastatin", "calcium", "vitamin_3b", "omeprazole")


@dataclass(frozen=True)
class Drug:
    """A medicine of the sample center: its name, substance, strength, and the rounds in which one is given."""

    name: str
    substance: str
    strength: str
    rounds: tuple[str, ...]
    form: str = "tablet"
    unit: str = "tablet"


DRUGS = {
    "amlodipine": Drug("Amlodipin", "amlodipine", "5 mg", ("08",)),
    "metformin": Drug("Metformin", "metformin", "500 mg", ("08", "17")),
    "clopidogrel": Drug("Clopidogrel", "clopidogrel", "75 mg", ("08",)),
    "donepezil": Drug("Donepezil", "donepezil", "5 mg", ("20",)),
    "salbutamol": Drug("Salbutamol", "salbutamol", "2 mg", ("08", "20")),
    "atorvastatin": Drug("Atorvastatin", "atorvastatin", "20 mg", ("20",)),
    "calcium": Drug("Calci D", "calcium carbonate", "500 mg", ("12",)),
    "vitamin_3b": Drug("Vitamin 3B", "vitamin b1, b6, b12", "", ("12",)),
    "omeprazole": Drug("Omeprazol", "omeprazole", "20 mg", ("07",), form="capsule"),
    "olanzapine": Drug("Olanzapin", "olanzapine", "10 mg", ("20",)),
    "trihexyphenidyl": Drug("Trihexyphenidyl", "trihexyphenidyl", "2 mg", ("07",)),
    "losartan": Drug("Losartan", "losartan", "50 mg", ("08",)),
    "paracetamol": Drug("Paracetamol", "paracetamol", "500 mg", ("08",)),
    "ciprofloxacin": Drug("Ciprofloxacin", "ciprofloxacin", "500 mg", ("08", "20")),
}


def order(episode_id: str, drug: str, first: date, **facts: Any) -> Prescription:
    """An order of one medicine from a day on."""
    of = DRUGS[drug]
    return Prescription(
        **{
            "episode_id": episode_id,
            "medicine": of.name,
            "substance": of.substance,
            "strength": of.strength,
            "dose": 1,
            "unit": of.unit,
            "rounds": of.rounds,
            "from_on": first,
            "prescriber": DOCTOR,
            "prescribed_on": first,
            **facts,
        }
    )


def start_newcomers(seed: str, but: Callable[[Stage], frozenset[str]]) -> Callable[[Stage, Actor, datetime], None]:
    """A deed: everybody who is there without a care level is given what daily care needs; ``but`` are stays told by name."""

    def do(stage: Stage, by: Actor, now: datetime) -> None:
        today = today_in_vietnam(now)
        known = {row["episode_id"] for row in stage.reader.rows("SELECT DISTINCT episode_id FROM care_level")}
        goods = code_lists.codes(stage.reader, "supply_item", today)
        told = but(stage)
        new = [who for who in cared_for(stage.reader, today) if who.episode_id not in known]
        if not new:
            return
        with stage.book.changing(by.account_id, now, new_id(), "set_care_level") as writer:
            for who in new:
                rng = Random(f"{seed} {who.code}")
                for record in _of(who, rng, today, by, plain=who.episode_id in told):
                    writer.add(record)
                entitled = Entitled(who.start_on, who.sex, who.born)
                for item in goods:
                    if is_for(item, entitled, today):
                        writer.add(
                            SuppliesIssued(
                                episode_id=who.episode_id,
                                item=item.code,
                                issued_on=today,
                                signed_by=who.name,
                                issued_by_id=by.staff_member_id,
                                batch=f"bắt đầu {today.isoformat()}",
                            )
                        )

    return do


def issue_again(stage: Stage, by: Actor, now: datetime) -> None:
    """Goods whose time is over before the next round of goods, given to everybody at once."""
    today = today_in_vietnam(now)
    soon = today + timedelta(days=35)
    found = [
        SuppliesIssued(
            episode_id=line.who.episode_id,
            item=item.item,
            issued_on=today,
            signed_by=line.who.name,
            issued_by_id=by.staff_member_id,
            batch=f"đợt {today.isoformat()}",
        )
        for line in supplies_due(stage.reader, today)
        for item in line.items
        if item.due_on <= soon
    ]
    if found:
        with stage.book.changing(by.account_id, now, new_id(), "issue_supplies") as writer:
            writer.add_many(found)


def _of(who: CaredFor, rng: Random, today: date, by: Actor, *, plain: bool) -> Iterator[Record]:
    """``plain``: somebody with a story of their own, which tells the illnesses and orders."""
    age = age_on(who.born, today)
    years = age.years if age is not None else _OLD
    old, ill, child = years >= _OLD, who.category == "mental_severe", years < 16
    level = rng.choices(_LEVELS, (35, 40, 25))[0] if old or who.category == "adult_disabled" else "self_care"
    own: dict[str, Any] = {"episode_id": who.episode_id}
    member: dict[str, Any] = {"set_by_id": by.staff_member_id}
    yield CareLevel(**own, level=level, from_on=today, decided_by_id=by.staff_member_id)
    yield MonitoringPlan(**own, **member, measure="weight", frequency="monthly", from_on=today)
    if old and not child:
        often = "daily" if rng.random() < 0.36 else "weekly"
        yield MonitoringPlan(**own, **member, measure="blood_pressure", frequency=often, from_on=today)
    yield HealthCheck(
        **own,
        kind="on_arrival" if (today - who.start_on).days < 30 else "yearly",
        checked_on=today,
        checker=DOCTOR,
        health_class="3" if old or ill else "2",
        findings="Sức khỏe theo tuổi; theo dõi bệnh mạn tính." if old else "Chưa thấy bất thường.",
    )
    diet = "ordinary"
    if old and level == "total":
        diet = rng.choice(("porridge", "soft", "pureed"))
    elif old and rng.random() < 0.3:
        diet = rng.choice(("soft", "low_salt"))
    yield Diet(**own, diet=diet, from_on=today, ordered_by_id=by.staff_member_id)
    if plain:
        return
    drugs: list[str] = []
    if old:
        for share, icd, words, drug in _ILLNESSES:
            if rng.random() * 100 < share:
                yield ChronicCondition(person_id=who.person_id, icd=icd, words=words)
                drugs.append(drug)
        drugs += rng.sample(_BESIDES, rng.choice((1, 2, 2)))
        yield Immunisation(person_id=who.person_id, vaccine="influenza", given_on=today - timedelta(days=20))
    elif ill:
        yield ChronicCondition(
            person_id=who.person_id, icd=rng.choice(("F20", "F20", "F31", "F06")), words="Rối loạn tâm thần"
        )
        drugs += ["olanzapine", "trihexyphenidyl"]
    elif child and rng.random() < 0.2:
        drugs.append("calcium")
    for drug in drugs:
        yield order(who.episode_id, drug, today)

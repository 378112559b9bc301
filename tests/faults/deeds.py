"""Every kind of deed that writes to a standing book, as a child does it again and again until it is killed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from carebook.actions import accounts, outbox, people, periods, signing
from carebook.actions.change import Change
from carebook.actions.doses import record_doses
from carebook.actions.drafts import keep_draft
from carebook.actions.episodes import admit_person
from carebook.actions.groups import record_group_session
from carebook.actions.meals import change_meals
from carebook.actions.observations import record_observations
from carebook.actions.progress import add_note
from carebook.actions.shifts import save_shift
from carebook.actions.undo import undo_deed
from carebook.dates import VIETNAM
from carebook.records.groups import Attendance, GroupSessionState
from carebook.records.meals import MealChange
from carebook.records.people import Attachment, Person
from carebook.records.periods import InkSignature, Snapshot
from carebook.records.progress import ProgressNote
from carebook.records.shifts import HandoverLine, ShiftHandover
from carebook.store.book import Book, new_id
from tests import daily_samples, group_samples, medication_samples, samples
from tests.actions.admissions import admission, admit
from tests.conftest import NOW
from tests.faults.center import DAY, NURSE_PASSWORD, PLANTED, Center
from tests.faults.killing import Tell
from tests.period_samples import MONTH

MOST = 3


@dataclass(frozen=True)
class Scene:
    """An open book of the center, in a child; ``number`` counts the children, so that none does what another did."""

    center: Center
    book: Book
    chance: Random
    number: int

    def moment(self, place: int) -> datetime:
        """A moment of its own for each deed of each child, some seconds after the other."""
        return NOW + timedelta(seconds=(self.number % 10_000) * MOST + place)


@dataclass(frozen=True)
class Deed:
    """A deed ready to be done under an operation id; ``facts`` are what must be found when it returned."""

    do: Callable[[str], Change]
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """A kind of deed: prepares some of them and gives them one by one. ``journaled``: each leaves lines in the journal."""

    name: str
    deeds: Callable[[Scene], Iterator[Deed]]
    journaled: bool = True

    def run(self, center: Center, number: int, tell: Tell) -> None:
        """Do the deeds in a book of the child's own, telling of each before and after."""
        with center.opened() as book:
            for deed in self.deeds(Scene(center, book, Random(number), number)):
                op = new_id()
                tell("begin", op=op, **deed.facts)
                deed.do(op)
                tell("done", op=op, **deed.facts)


def _as(scene: Scene, place: int, deed: Callable[..., Change], *given: Any, nurse: bool = False, **named: Any) -> Deed:
    by = scene.center.nurse if nurse else scene.center.director
    return Deed(lambda op: deed(scene.book, *given, by=by, now=scene.moment(place), op=op, **named))


def measures(scene: Scene) -> Iterator[Deed]:
    """One value of one person."""
    for place in range(MOST):
        one = daily_samples.observation(
            scene.chance.choice(scene.center.stays), round=None, taken_at=scene.moment(place), note=PLANTED
        )
        yield _as(scene, place, record_observations, [one], nurse=True)


def doses(scene: Scene) -> Iterator[Deed]:
    """One dose of one person."""
    by, now = scene.center.director, scene.moment(0)
    with scene.book.changing(by.account_id, now, new_id(), "test") as writer:
        orders = [writer.add(medication_samples.order(scene.center.stays[n])) for n in range(MOST)]
    for place, order in enumerate(orders):
        given = medication_samples.dose(
            order,
            datetime(2026, 11, 22, 8, tzinfo=VIETNAM),
            effect=PLANTED,
            done_by_id=scene.center.nurse.staff_member_id,
        )
        yield _as(scene, place, record_doses, [given], nurse=True)


def notes(scene: Scene) -> Iterator[Deed]:
    """One note about one person."""
    for place in range(MOST):
        yield _as(scene, place, add_note, _note(scene, place))


def _note(scene: Scene, place: int) -> ProgressNote:
    stay = scene.chance.choice(scene.center.stays)
    words = f"{PLANTED} {scene.number} {place} " + "đã trò chuyện " * scene.chance.randint(1, 80)
    return ProgressNote(episode_id=stay, happened_at=NOW, text=words)


def rounds(scene: Scene) -> Iterator[Deed]:
    """A round of measures of everybody, all or nothing."""
    for place in range(MOST):
        round_ = [
            daily_samples.observation(stay, round=None, taken_at=scene.moment(place)) for stay in scene.center.stays
        ]
        yield _as(scene, place, record_observations, round_, nurse=True)


def group_sessions(scene: Scene) -> Iterator[Deed]:
    """A session of a group with who was there."""
    by, now, book = scene.center.director, NOW, scene.book
    group = group_samples.group(book, by, now)
    members = group_samples.members(book, by, now, group, list(scene.center.stays[:8]))
    sessions = group_samples.sessions(book, by, now, group, MOST)
    for place, session in enumerate(sessions):
        there = [
            Attendance(episode_id=one.episode_id, group_session_id=session.id, member_id=one.id) for one in members
        ]
        held = replace(session, state=GroupSessionState.HELD)
        yield _as(scene, place, record_group_session, held, there)


def month_of_meals(scene: Scene) -> Iterator[Deed]:
    """Thirty lunches of one person otherwise than usual."""
    for place in range(MOST):
        words = f"{PLANTED} {scene.number} {place}"
        days = [DAY + timedelta(days=n) for n in range(30)]
        stay = scene.center.stays[scene.number % len(scene.center.stays)]
        changes = [MealChange(episode_id=stay, served_on=day, meal="lunch", because=words) for day in days]
        yield _as(scene, place, change_meals, changes, nurse=True)


def handovers(scene: Scene) -> Iterator[Deed]:
    """The sheet of a shift, with its lines."""
    stays, now = scene.center.stays, scene.moment(0)
    with scene.book.looking(now) as reader:
        there = reader.records(ShiftHandover, "ward_id = ?", (scene.center.ward_id,))
    sheet = there[0] if there else ShiftHandover(duty_on=DAY, shift="morning", ward_id=scene.center.ward_id)
    for place in range(MOST):
        lines = [HandoverLine(shift_handover_id="", episode_id=stay, text=f"{PLANTED} {place}") for stay in stays[:8]]
        deed = partial(
            save_shift, scene.book, by=scene.center.nurse, now=datetime(2026, 11, 22, 13, 55, tzinfo=VIETNAM)
        )

        def write(op: str, deed: Any = deed, lines: Any = lines) -> Change:
            nonlocal sheet
            change = deed(sheet, lines, op=op)
            sheet = change.result
            return change

        yield Deed(write)


def admissions(scene: Scene) -> Iterator[Deed]:
    """Somebody admitted with room and relatives, then a scan: its bytes first, its row second."""
    for place in range(3):
        person = samples.person(code="", full_name=f"Cao Thị {PLANTED}", alias="Hoa Sen")
        admitted: list[Person] = []

        def admit_one(op: str, person: Person = person, place: int = place, kept: Any = admitted) -> Change:
            change = admit_person(
                scene.book,
                admission(person=person, details=(samples.relative("", full_name=PLANTED),)),
                by=scene.center.director,
                now=scene.moment(place),
                op=op,
            )
            kept.append(change.ids[0])
            return change

        yield Deed(admit_one)
        scan = b"%PDF-1.7 " + scene.chance.randbytes(200_000)

        def attach(op: str, scan: bytes = scan, place: int = place, kept: Any = admitted) -> Change:
            row = Attachment(person_id=kept[0], title=PLANTED, file_name=f"{PLANTED}.pdf")
            return people.attach_file(scene.book, row, scan, by=scene.center.director, now=scene.moment(place), op=op)

        yield Deed(attach, {"blob": hashlib.sha256(scan).hexdigest()})


def undoings(scene: Scene) -> Iterator[Deed]:
    """A round of measures taken back as one."""
    by, made = scene.center.nurse, []
    for place in range(MOST):
        now = scene.moment(place)
        round_ = [daily_samples.observation(stay, round=None, taken_at=now) for stay in scene.center.stays]
        made.append(record_observations(scene.book, round_, by=by, now=now).op)
    for place, op in enumerate(made):
        yield _as(scene, place, undo_deed, op, nurse=True)


def drafts(scene: Scene) -> Iterator[Deed]:
    """What somebody types, kept every few seconds."""
    for place in range(MOST * 2):
        content = {"text": f"{PLANTED} {scene.number} {place} " + "chưa lưu " * scene.chance.randint(1, 200)}
        deed = _as(scene, place, keep_draft, "note", scene.center.stays[0], content, nurse=True)
        yield Deed(deed.do, {"draft": content})


def closings(scene: Scene) -> Iterator[Deed]:
    """October closed once more, as a new version."""
    for place in range(2):
        yield _as(scene, place, periods.close_period, MONTH, reason=PLANTED)


def signed_files(scene: Scene) -> Iterator[Deed]:
    """The scan of a signed report kept with its report, put into the outbox, and carried to a folder."""
    by, book = scene.center.director, scene.book
    snapshot: Snapshot = periods.close_period(book, MONTH, by=by, now=scene.moment(0), reason=PLANTED).result
    ink = InkSignature(snapshot_id=snapshot.id, number="128", dated_on=date(2026, 11, 4), signer_name=by.name)
    scan = b"%PDF-1.7 " + scene.chance.randbytes(300_000)
    yield Deed(_as(scene, 1, signing.sign_in_ink, ink, scan).do, {"file": hashlib.sha256(scan).hexdigest()})
    yield _as(scene, 2, outbox.put_in_outbox, snapshot.id, destination_id=scene.center.destination_id)
    with book.looking(NOW) as reader:
        item = reader.value("SELECT id FROM outbox_item WHERE snapshot_id = ?", (snapshot.id,))
        name = reader.value("SELECT file_name FROM outbox_item WHERE id = ?", (item,))
    yield Deed(_as(scene, 3, outbox.send_package, item).do, {"sent": name, "sha": hashlib.sha256(scan).hexdigest()})


def mergers(scene: Scene) -> Iterator[Deed]:
    """Two files of one person joined."""
    by, now, pairs = scene.center.director, scene.moment(0), []
    for place in range(2):
        name = f"Từ Thị {PLANTED} {scene.number} {place}"
        stays, _ = admit(
            scene.book, by, now, person=samples.person(code="", full_name=name), details=(samples.identity_paper(""),)
        )
        with scene.book.changing(by.account_id, now, new_id(), "test") as writer:
            goes = writer.add(samples.person(code=f"CB-{scene.number:04}{place}", full_name=name + " Hai"))
            writer.add(samples.relative(goes.id))
            writer.add(samples.allergy(goes.id))
        pairs.append((stays.id, goes.id))
    for place, (stays_id, goes_id) in enumerate(pairs):
        yield _as(scene, place, people.merge_people, stays_id, goes_id, reason=PLANTED)


def passwords(scene: Scene) -> Iterator[Deed]:
    """The nurse changes her password, again and again; it is one of two at any time."""
    old = next(one for one in (NURSE_PASSWORD, OTHER_PASSWORD) if scene.book.proves(scene.center.nurse.account_id, one))
    for place in range(MOST):
        new = OTHER_PASSWORD if old == NURSE_PASSWORD else NURSE_PASSWORD
        deed = _as(scene, place, accounts.change_own_password, old, new, nurse=True)
        yield Deed(deed.do, {"password": new, "before": old})
        old = new


OTHER_PASSWORD = "dong song tim 9"
KINDS = (
    Kind("one measure", measures),
    Kind("one dose", doses),
    Kind("one note", notes),
    Kind("a round of measures", rounds),
    Kind("a session of a group", group_sessions),
    Kind("a month of meals", month_of_meals),
    Kind("the sheet of a shift", handovers),
    Kind("admission and scan", admissions),
    Kind("undo", undoings),
    Kind("draft", drafts, journaled=False),
    Kind("closing a period", closings),
    Kind("signed file and outbox", signed_files),
    Kind("two people merged", mergers),
    Kind("new password", passwords),
)

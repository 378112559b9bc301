"""Somebody restricted with everything a book can hold, and what is told of them: answers, pages, papers, file names."""

from __future__ import annotations

import inspect
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass, replace
from datetime import date, datetime
from typing import Any

import pypdfium2
from PySide6.QtCore import QAbstractListModel, QEventLoop, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from carebook.records.episodes import Episode
from carebook.records.facility import Ward
from carebook.records.people import Person
from carebook.records.protection import CaseAccess
from carebook.records.record import Record
from carebook.records.staff import Actor, Role, StaffMember
from carebook.store import search
from carebook.store.book import Book, new_id
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.taking_out import PaperList, drawn
from tests import case_samples, daily_rows, path_samples, samples, therapy_samples
from tests.store.test_privacy import planted, shows_plant

TODAY = date(2026, 11, 22)
ALIAS, GONE = "Hoa Sữa", "Hoa Nhài"
EVERYTHING = (Role.HEAD, Role.SOCIAL_WORKER, Role.NURSE, Role.THERAPIST, Role.CLERK, Role.TEACHER)
MANY = 500  # more choices than that are places, not people
Kept = Mapping[type[Record], Any]


def everything_planted(book: Book, director: Actor, now: datetime) -> Kept:
    """One restricted person with everything a book can hold, the plant in every text; by class the newest record of each.

    Beside them another, who is in hospital. Their stays have a list of who needs to know, on which only the worker of the
    samples stands.
    """
    found: dict[type[Record], Any] = {}
    with book.changing(director.account_id, now, new_id(), "test", reason="thử") as writer:
        ward = writer.add(samples.ward())
        room = writer.add(samples.room(ward.id))
        named = planted(samples.person(code="CB-000002", alias=ALIAS))
        person: Any = writer.add(replace(named, alias=ALIAS))  # type: ignore[call-arg]
        stay: Any = writer.add(planted(samples.episode(person.id, confidential=True)))
        writer.add(samples.episode_category(stay.id))
        writer.add(samples.bed_assignment(stay.id, room.id))
        writer.add(planted(samples.identity_paper(person.id)))
        found |= daily_rows.whole_days(writer, person.id, stay.id, ward.id, planted)
        found |= case_samples.whole_case(writer, person.id, stay.id, planted)
        found |= therapy_samples.whole_therapy(writer, stay.id, planted)
        found |= path_samples.whole_path(writer, person.id, stay.id, planted)
        search.index_person(writer, person.id)
        gone: Any = writer.add(replace(planted(samples.person(code="CB-000003")), alias=GONE))  # type: ignore[call-arg]
        left: Any = writer.add(planted(samples.episode(gone.id, confidential=True)))
        writer.add(samples.bed_assignment(left.id, room.id, bed="2"))
        writer.add(CaseAccess(episode_id=left.id, staff_member_id=found[StaffMember].id, from_on=TODAY, why="x"))
        daily_rows.gone_to_hospital(writer, left.id, planted)
        search.index_person(writer, gone.id)
    return found | {Person: person, Episode: stay, Ward: ward}


def told(value: Any) -> Iterator[str]:
    """Every text inside an answer of the book, however deep."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in dataclass_fields(value):
            yield from told(getattr(value, field.name))
    elif isinstance(value, Mapping):
        yield from told(list(value.items()))
    elif isinstance(value, (list, tuple, set, frozenset)):
        for one in value:
            yield from told(one)
    elif value is not None:
        yield str(value)


def leaks(value: Any) -> list[str]:
    return [text for text in told(value) if shows_plant(text)]


def written_on(widget: QWidget) -> Iterator[str]:
    """Everything that can be read on a page, with what a screen reader would say and what a table holds."""
    for one in [widget, *widget.findChildren(QWidget)]:
        yield from (one.windowTitle(), one.accessibleName(), one.accessibleDescription(), one.toolTip())
        whole = getattr(one, "whole", None)
        if callable(whole):
            yield str(whole())
        match one:
            case QLabel() | QAbstractButton() | QLineEdit():
                yield one.text()
            case QPlainTextEdit():
                yield one.toPlainText()
            case QComboBox() if one.count() < MANY:
                yield from (one.itemText(row) for row in range(one.count()))
            case QAbstractItemView():
                yield from _cells(one)


def held_by(widget: QWidget) -> Iterator[tuple[str, str]]:
    """Every text that a page and its parts keep, also what they paint themselves; each with where it is kept."""
    for one in [widget, *widget.findChildren(QWidget)]:
        for name, value in list(vars(one).items()):
            if isinstance(value, (str, list, tuple, dict, set, frozenset)) or is_dataclass(value):
                yield from ((f"{type(one).__name__}.{name}", text) for text in told(value))


def _cells(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    for row in range(model.rowCount() if model is not None else 0):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount()):
            yield from (str(model.data(model.index(row, column), role)) for role in roles)
    records = getattr(model, "record_at", None)
    if callable(records):
        yield from (text for row in range(model.rowCount()) for text in told(records(row)))


def about(turn_to: Callable[..., object], ids: Mapping[str, str]) -> dict[str, Any]:
    """What of ``ids`` a page can be turned to."""
    return {name: ids[name] for name in inspect.signature(turn_to).parameters if name in ids}


def named(kept: Kept) -> dict[str, Any]:
    """The records by the names that pages call them."""
    names = {
        "person": "Person",
        "episode": "Episode",
        "reintegration": "Reintegration",
        "visit": "FollowUp",
        "referral": "Referral",
        "partner": "Partner",
        "activity": "CommunityActivity",
        "campaign": "ReliefCampaign",
        "call": "HotlineCall",
        "lead": "TracingLead",
        "letter": "TracingLetter",
        "service": "ServiceRecord",
        "assessment": "FamilyAssessment",
        "group": "Group",
        "package": "Package",
        "session": "Session",
        "conference": "Conference",
        "worker": "StaffMember",
        "collaborator": "Collaborator",
        "ward": "Ward",
        "incident": "Incident",
        "absence": "Absence",
        "wound": "Wound",
        "consultation": "Consultation",
        "prescription": "Prescription",
        "administration": "Administration",
    }
    by_class = {cls.__name__: record for cls, record in kept.items()}
    return {name: by_class[cls] for name, cls in names.items()}


def settle(desk: Desk) -> None:
    """Wait until what the page asked and did has been answered, and what the answers led it to ask."""
    for _round in range(2):
        answered = QEventLoop()
        desk.ask(desk, lambda _reader: 1, lambda _one, loop=answered: loop.quit(), key="last")
        answered.exec()
        while desk.clerk.is_writing:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def paper_is_clean(book: Book, desk: Desk, actor: Actor, now: datetime, wanted: PaperList) -> None:
    """The list as a PDF and as a workbook, its file name and its heading."""
    assert leaks([wanted.file_stem, wanted.title, wanted.about]) == []
    with book.reading_for(actor, now) as reader:
        lines = [list(line) for line in wanted.lines(reader)]
    assert leaks(lines) == []
    pdf = pypdfium2.PdfDocument(drawn(desk, replace(wanted, kind="pdf"), lines))
    assert leaks([page.get_textpage().get_text_bounded() for page in pdf]) == []
    with zipfile.ZipFile(io.BytesIO(drawn(desk, replace(wanted, kind="xlsx"), lines))) as workbook:
        assert leaks([workbook.read(name).decode("utf-8", "replace") for name in workbook.namelist()]) == []

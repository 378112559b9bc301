"""Commands of a department: taking in what lies in folders and other places, and adding the facilities up."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carebook.commands.opening import key_password, opened
from carebook.commands.periods import period
from carebook.exchange.delivery import NotDelivered, NotFetched
from carebook.exchange.places import Where, place_at
from carebook.records.facility import Facility
from carebook.records.figures import TOTAL
from carebook.records.staff import Actor
from carebook.rules.periods import kind_of, said, span_of
from carebook.rules.receiving import STANDING_WORDS, Owed, Standing, owed
from carebook.rules.roll_up import RollUp, roll_up
from carebook.store import periods
from carebook.store.book import Book, in_vietnam, new_id, now_utc
from carebook.store.receiving import BookStore, DepartmentStore
from carebook.words import N_, _, message

if TYPE_CHECKING:
    from carebook.actions.receiving import Inbox
    from carebook.sealing.envelopes import ReceiverKey

_SHAPES = (".pdf", ".xlsx", ".json")
_RECEIVING, _HUB_PASSWORD = "CAREBOOK_RECEIVING_PASSWORD", "CAREBOOK_HUB_PASSWORD"
_HUB = N_("the PostgreSQL store several people share, postgresql://server/database; without it the book itself")


def roll_up_file(typed: str) -> Path:
    """A file the roll-up is written to; its ending says in which shape."""
    if Path(typed).suffix.lower() not in _SHAPES:
        raise argparse.ArgumentTypeError(str(message("“{file}” must end in .pdf, .xlsx or .json.", file=typed)))
    return Path(typed)


def add_to(commands: Any, shared: argparse.ArgumentParser, opening: argparse.ArgumentParser) -> None:
    """Add these commands to the command line."""
    one = commands.add_parser("receive", parents=[shared, opening], help=_("take in what facilities have sent"))
    one.add_argument("folder", metavar="DIR")
    one.add_argument("places", nargs="*", metavar="FOLDER", help=_("a folder the packages lie in; may be repeated"))
    one.add_argument(
        "--from",
        dest="destinations",
        action="append",
        default=[],
        metavar="NAME",
        help=_("a destination of the book to take the packages from; may be repeated"),
    )
    one.add_argument("--hub", default="", metavar="DSN", help=_(_HUB))
    one.add_argument("--receipts", action="store_true", help=_("sign a receipt for each and lay it beside"))
    one.set_defaults(run=receive)

    one = commands.add_parser(
        "roll-up", parents=[shared, opening], help=_("add up what the facilities reported of a period")
    )
    one.add_argument("folder", metavar="DIR")
    one.add_argument("--hub", default="", metavar="DSN", help=_(_HUB))
    one.add_argument("period", type=period, metavar="PERIOD", help=_("2026-10, 2026-Q4, 2026-H2 or 2026"))
    one.add_argument(
        "--out",
        action="append",
        type=roll_up_file,
        default=[],
        metavar="FILE",
        help=_("F.pdf, F.xlsx or F.json; may be repeated"),
    )
    one.set_defaults(run=add_up)


@dataclass
class _Told:
    """What a run of receiving came to, place by place."""

    files: list[dict[str, Any]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)
    failed: bool = False

    def note(self, inbox: Inbox) -> None:
        """One line a file."""
        for name, one in inbox.received:
            row = one.parcel
            self.files.append(
                {
                    "file": name,
                    "standing": one.standing.value,
                    "facility": one.facility,
                    "period": row.period if row is not None else "",
                    "version": row.report_version if row is not None and row.period else None,
                    "words": str(one.message),
                    "code": one.code.short if one.code is not None else "",
                }
            )
            self.said.append(f"{name} · {_(STANDING_WORDS[one.standing])} · {one.message}")
            if one.code is not None:
                code = message("Identity code of {facility}: {code}", facility=one.facility, code=one.code.short)
                self.said.append(f"  {code}")
        for name, why in inbox.unread:
            self.files.append({"file": name, "standing": "unread", "words": str(why)})
            self.said.append(f"{name} · {why}")
        self.failed |= bool(inbox.unread) or bool(inbox.count(Standing.REFUSED, Standing.CONFLICT))


def receive(given: argparse.Namespace) -> Mapping[str, Any]:
    """Take in every package of the folders and destinations named; doing it again changes nothing.

    The answer is 1 when a file was refused, contradicts another or could not be read. Data packages are opened with the
    password in CAREBOOK_RECEIVING_PASSWORD; without it they stay where they are.
    """
    from carebook.actions.change import refuse
    from carebook.actions.receiving import opened_keys, receive_from, where_of

    told = _Told()
    with opened(given) as found:
        book, by = found.book, found.actor
        wheres = [Where(folder) for folder in given.places]
        wheres += [where_of(book, _named(book, name), by=by, now=now_utc()) for name in given.destinations]
        if not wheres:
            raise refuse(message("Name a folder, or a destination with --from."))
        keys: Sequence[ReceiverKey] = ()
        if secret := os.environ.get(_RECEIVING):
            with book.looking(now_utc()) as reader:
                keys = opened_keys(reader, secret)
        with _store(book, by, given.hub) as store:
            for where in wheres:
                try:
                    inbox = receive_from(book, place_at(where), by=by, clock=now_utc, keys=keys, store=store)
                except (NotFetched, NotDelivered) as error:
                    told.said.append(str(error.message))
                    told.failed = True
                    continue
                told.note(inbox)
                if given.receipts and inbox.to_answer:
                    told.receipts += _answered(book, inbox, where, store, by)
    said_of_receipts = [str(message("Receipt: {file}", file=one)) for one in told.receipts]
    return {
        "files": told.files,
        "taken": sum(one["standing"] == Standing.TAKEN.value for one in told.files),
        "receipts": told.receipts,
        "_exit": 1 if told.failed else 0,
        "_said": [*told.said, *said_of_receipts] or [_("There is no package in these places.")],
    }


@contextmanager
def _store(book: Book, by: Actor, dsn: str, *, make: bool = True) -> Iterator[DepartmentStore | None]:
    """The hub at ``dsn`` for who may ask it; None without one: the book itself."""
    from carebook.actions.change import refuse

    if not dsn:
        yield None
        return
    try:
        from carebook.exchange.hub import Hub
    except ImportError:
        raise refuse(message("This CareBook was installed without the parts for a hub.")) from None
    secret = os.environ.get(_HUB_PASSWORD, "")
    with (
        book.reading_for(by, now_utc()) as reader,
        Hub(dsn, password=secret, asks=reader.asks, make=make) as hub,
    ):
        yield hub


def _answered(book: Book, inbox: Inbox, where: Where, store: DepartmentStore | None, by: Actor) -> list[str]:
    from carebook.actions.receiving import send_receipt

    change = send_receipt(
        book, inbox.to_answer, key_password(), by=by, now=now_utc(), op=new_id(), where=where, store=store
    )
    return [one.delivered_to for one in change.result]


def _named(book: Book, name: str) -> str:
    from carebook.actions.change import refuse

    with book.looking(now_utc()) as reader:
        there = [one for one in periods.destinations(reader) if one.name.casefold() == name.casefold()]
    if not there:
        raise refuse(message("There is no destination called “{name}” in this book.", name=name))
    return there[0].id


def add_up(given: argparse.Namespace) -> Mapping[str, Any]:
    """B18 of one period, its totals and which facilities are not in them; on paper, as a sheet and as data where asked for."""
    now = now_utc()
    with (
        opened(given) as found,
        found.book.reading_for(found.actor, now) as reader,
        _store(found.book, found.actor, given.hub, make=False) as hub,
    ):
        department = reader.records(Facility)[0]
        codes, limits = periods.figure_codes(reader), periods.limits(reader)
        store = hub or BookStore(reader)
        kind = kind_of(given.period)
        due = owed(
            store.facilities(),
            store.parcels(kind, given.period),
            kind,
            [given.period],
            limits,
            department,
            in_vietnam(now),
        )
        tables = store.tables([one.parcel.id for one in due if one.parcel is not None])
    parts = {one.facility: tables[one.parcel.id] if one.parcel is not None else () for one in due}
    table = roll_up(parts, codes, span_of(given.period).last)
    answer = _answer(table, due, given.period)
    _write_files(given.out, table, due, department, found.actor, answer)
    files = [str(path) for path in given.out]
    return {**answer, "files": files, "_said": [*_lines(table, due, given.period), *files]}


def _answer(table: RollUp, due: Sequence[Owed], key: str) -> dict[str, Any]:
    names = {row.code: row.label for row in table.rows}
    return {
        "period": key,
        "columns": [column.code for column in table.columns],
        "facilities": [
            {"name": one.facility.name, "late": one.late, "missing": one.parcel is None}
            | {"values": list(table.values(one.facility.id))}
            for one in due
        ],
        "total": {"name": names[TOTAL], "values": list(table.values(TOTAL))},
        "lacking": [table.lacking(column.code) for column in table.columns],
    }


def _lines(table: RollUp, due: Sequence[Owed], key: str) -> list[str]:
    found = [str(message("{count} facilities, {period}", count=len(due), period=said(key)))]
    for column in table.columns:
        value, lacking = table.value(TOTAL, column), table.lacking(column.code)
        number = "–" if value is None else str(value)
        words = f"{column.label}: {number}"
        if lacking:
            words += f" ({message('without {count} facilities', count=lacking)})"
        found.append(words)
    for one in due:
        if one.parcel is None:
            why = message("{facility}: no report yet", facility=one.facility.name)
            found.append(str(why))
        elif one.late:
            found.append(str(message("{facility}: came late", facility=one.facility.name)))
    return found


def _write_files(
    files: Sequence[Path],
    table: RollUp,
    due: Sequence[Owed],
    department: Facility,
    by: Actor,
    answer: Mapping[str, Any],
) -> None:
    import json

    from carebook.reports.roll_up import RollUpPaper, draw, workbook
    from carebook.store.keys import replace_file

    key = str(answer["period"])
    paper = RollUpPaper(department, table, key, [one.facility.name for one in due if one.parcel is None], by.name)
    for path in files:
        path.parent.mkdir(parents=True, exist_ok=True)
        match path.suffix.lower():
            case ".pdf":
                content = draw(paper).pdf
            case ".xlsx":
                content = workbook(paper)
            case _:
                content = json.dumps(answer, ensure_ascii=False).encode()
        replace_file(path, content)

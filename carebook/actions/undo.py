"""Undo: the old values are written again as a new, journaled operation; nothing is erased."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from carebook.actions.change import Change, deed, refuse
from carebook.dates import clock
from carebook.records.staff import Actor
from carebook.rules import permissions
from carebook.store import care_plans, history, search, stock, therapy_plans
from carebook.store.book import Book, Writer, in_vietnam
from carebook.store.daily_care.standing import recorded_twice
from carebook.store.doses import given_too_often
from carebook.store.driver import is_second
from carebook.store.rows import moment_from, moment_text
from carebook.words import N_, message

# These reached the world outside the book, gave a way into it, or are themselves the proof that somebody looked: they are
# answered by another deed, not undone.
NOT_UNDONE = frozenset(
    {
        *(
            "close_period",
            "reopen_period",
            "number_report",
            "sign_as_preparer",
            "sign_as_head",
            "sign_in_ink",
            "send_package",
        ),
        *(
            "make_signing_key",
            "make_seal_key",
            "trust_facility",
            "untrust_facility",
            "revoke_signing_key",
            "keep_revocations",
        ),
        *("add_ca_root", "strike_ca_root", "export_for_signing", "take_back_signed"),
        *("amend_destination", "strike_destination", "pause_package", "resume_package"),
        *("sign_with_seal", "append_stamps", "trust_receiver", "strike_receiver", "make_data_parcel", "take_receipt"),
        *("export_whole_file", "export_interchange", "make_receiving_key", "receive_parcel", "send_receipt"),
        "copy_to_hub",
        *(
            "approve_account",
            "lock_account",
            "unlock_account",
            "close_account",
            "renew_recovery_key",
            "name_custodians",
            "grant_role",
            "withdraw_role",
            "delegate_role",
        ),
        *("give_one_time_password", "change_own_password", "back_up_book"),
        *(
            "open_restricted_record",
            "open_restricted_call",
            "print_papers",
            "print_salvaged",
            "print_batch",
            "export_list",
            "export_family_dossier",
        ),
        *("approve_plan", "return_plan", "complete_closure", "add_instrument"),
        *("approve_rehabilitation_plan", "return_rehabilitation_plan", "export_calendar", "lay_out_sessions"),
        *("clear_red_flag", "approve_consent", "complete_follow_up_end"),
        *("take_shift", "freeze_briefing"),
    }
)
_WRITTEN_ANEW = message("Cannot be undone: it was recorded anew since. Strike that through first.")


@deed(N_("Undo"))
def undo_deed(book: Book, undone: str, *, by: Actor, now: datetime, op: str = "") -> Change:
    """Undo the operation ``undone``. Refused when one of its rows is not as it left it, when something that stands was written
    on a row that would go, or the right is missing.
    """
    from carebook.store import closures, handovers  # stand on the scales, which no page needs to begin with
    from carebook.store.schedules import undoing

    with book.changing(by.account_id, now, op, "undo_deed") as writer:
        lines = writer.rows("SELECT * FROM journal WHERE op = ? ORDER BY seq DESC", (undone,))
        if not lines:
            raise refuse(message("There is nothing to undo."))
        deed_name = lines[0]["deed"]
        undoable = deed_name in permissions.DEEDS and deed_name not in NOT_UNDONE
        if not undoable or not permissions.may(by, deed_name, in_vietnam(now)):
            raise refuse(message("This cannot be undone here."))
        last = lines[0]["seq"]
        rows = {(line["tbl"], line["row_id"]) for line in lines}
        plans = care_plans.bound_rows(writer, rows) | therapy_plans.bound_rows(writer, rows)
        others = closures.bound_rows(writer, rows) | undoing.bound_rows(writer, rows)
        others |= handovers.bound_rows(writer, rows)
        for table, row_id in rows | plans | others:
            later = _changed_since(writer, table, row_id, last)
            if later:
                raise refuse(
                    message("Cannot be undone: somebody changed it at {time}.", time=clock(moment_from(later)))
                )
        _refuse_hanging(writer, lines, rows)
        try:
            for line in lines:
                _reverse(writer, line["tbl"], line["row_id"], line["kind"], json.loads(line["changes"]))
        except Exception as error:
            if not is_second(error):
                raise
            raise refuse(_WRITTEN_ANEW) from None
        if twice := undoing.booked_again(writer, lines):
            raise refuse(message("Cannot be undone: {clash}", clash=twice[0].message))
        if recorded_twice(writer, rows):
            raise refuse(_WRITTEN_ANEW)
        if often := given_too_often(writer, [row_id for table, row_id in rows if table == "administration"]):
            raise refuse(message("Cannot be undone: {clash}", clash=often))
        if stock.overdrawn(writer, [row_id for table, row_id in rows if table == "stock_move"]):
            raise refuse(message("Cannot be undone: more has left the stock since."))
        for person_id in {line["person_id"] for line in lines if line["person_id"] and line["tbl"] in search.SEARCHED}:
            search.index_person(writer, person_id)
    return Change(
        frozenset(
            {
                *("people", "episodes", "casework", "rehabilitation", "groups", "reintegration", "services"),
                *("facility", "staff", "codes", "periods", "outbox"),
                *("daily_care", "medication", "incidents", "shifts", "meals"),
            }
        ),
        tuple(row_id for _, row_id in rows),
        op,
        message("Undone."),
        undoable=False,
    )


def _changed_since(writer: Writer, table: str, row_id: str, seq: int) -> str:
    """When a row was first changed after line ``seq``; "" when it was not, or when all of that was taken back since."""
    lines = writer.rows(
        "SELECT at, changes FROM journal WHERE tbl = ? AND row_id = ? AND seq > ? ORDER BY seq", (table, row_id, seq)
    )
    before: dict[str, object] = {}
    after: dict[str, object] = {}
    for line in lines:
        for name, (old, new) in json.loads(line["changes"]).items():
            before.setdefault(name, old)
            after[name] = new
    return "" if before == after else str(lines[0]["at"])


def _refuse_hanging(writer: Writer, lines: Sequence[Any], rows: Collection[tuple[str, str]]) -> None:
    """Refuse when taking the lines of an operation back leaves something that stands without what it was written on."""
    from carebook.rules.history.nouns import NOUNS

    going = {(line["tbl"], line["row_id"]) for line in lines if _goes(line["kind"], json.loads(line["changes"]))}
    hanging = [one for one in history.resting_on(writer, going) if one not in rows]
    if hanging:
        noun, _field = NOUNS.get(hanging[0][0], (message("row"), ""))
        said = message("Cannot be undone: {what} was written on it since. Strike that through first.", what=noun)
        raise refuse(said)


def _goes(kind: str, changes: Mapping[str, Sequence[object]]) -> bool:
    """Whether a row does not stand any more when its line is taken back: it was new, or stood again since that line."""
    return kind == "I" or changes.get("withdrawn_at", (None, None))[0] is not None


def _reverse(writer: Writer, table: str, row_id: str, kind: str, changes: dict[str, list[object]]) -> None:
    if kind == "I":
        writer.run(
            f'UPDATE "{table}" SET withdrawn_at = ?, withdrawn_by = ?, withdrawn_because = ?, version = version + 1 WHERE id = ?',
            (moment_text(writer.now), writer.by, "hoàn tác", row_id),
        )
    elif kind == "U":
        history.put_back(writer, table, row_id, {name: pair[0] for name, pair in changes.items()})

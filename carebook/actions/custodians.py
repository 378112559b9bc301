"""Deeds about the printed keys: a new recovery key, and three custodians of whom any two open the book."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, refuse
from carebook.actions.opening import confirm_recovery_code
from carebook.records.custodians import Custodian
from carebook.records.staff import Actor
from carebook.rules.names import normalise
from carebook.store import custodians as store
from carebook.store import errors, keys, periods, staff
from carebook.store.book import Book, Writer
from carebook.words import N_, Message, message

_SUBJECTS = frozenset({"staff"})


@deed(N_("Renew recovery key"), "staff")
def renew_recovery_key(
    book: Book,
    code: str,
    second: str,
    seventh: str,
    *,
    old_code: str = "",
    by: Actor,
    now: datetime,
    op: str = "",
    reason: str = "",
) -> Change:
    """Put the printed ``code`` in force; every recovery key printed before opens nothing from then on.

    Groups ``second`` and ``seventh`` typed back prove that the paper is there. The root of the center's signing keys opens
    with the recovery key too: with ``old_code`` it goes over to the new one; without it, it still needs the old paper.
    """
    if not confirm_recovery_code(code, second, seventh):
        raise refuse(message("The groups are not those of the paper. Nothing was changed."), "second")
    former = ""
    if old_code.strip():
        try:
            former = keys.normal_recovery_code(old_code)
        except errors.WrongRecoveryCode as error:
            raise refuse(error.message, "old_code") from None
    with book.changing(by.account_id, now, op, "renew_recovery_key", reason=reason) as writer:
        staff.note_reading(writer, "renew_recovery_key")
        needs_old = _relock_root(writer, former, keys.normal_recovery_code(code))
        book.put_paper(keys.RECOVERY, keys.normal_recovery_code(code))
    said = message("The new recovery key is in force. The paper of before opens nothing: destroy it.")
    if needs_old:
        said = message(
            "The new recovery key is in force. Keep the old paper, marked “only for signing keys”:"
            " the root of the signing keys still opens with it."
        )
    return Change(_SUBJECTS, (), op, said, undoable=False)


@deed(N_("Name custodians"), "staff")
def name_custodians(
    book: Book,
    made: store.PaperSet,
    names: Sequence[str],
    typed_back: Sequence[str],
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    reason: str = "",
) -> Change:
    """Put a printed set in force for three custodians; every set printed before opens nothing from then on.

    Each paper typed back proves that it can be read. Who keeps them is written in the book alone.
    """
    people = [normalise(name) for name in names]
    for number, name in enumerate(people, 1):
        if not name:
            raise refuse(message("The name is needed."), f"name_{number}")
        if people.index(name) + 1 != number:
            raise refuse(message("Three different people keep the papers."), f"name_{number}")
    for number, (paper, typed) in enumerate(zip(made.papers, typed_back, strict=True), 1):
        if (wrong := _wrong_paper(paper, typed, number)) is not None:
            raise refuse(wrong, f"paper_{number}")
    with book.changing(by.account_id, now, op, "name_custodians", reason=reason) as writer:
        staff.note_reading(writer, "name_custodians")
        for old in writer.records(Custodian):
            writer.withdraw(Custodian, old.id, reason)
        for number, name in enumerate(people, 1):
            writer.add(Custodian(name=name, number=number, papers=made.mark))
        book.put_paper(keys.CUSTODIANS, made.secret, made.mark)
    said = message("Named: {names}. Any two of their papers together open the book.", names=", ".join(people))
    return Change(_SUBJECTS, (), op, said, undoable=False)


def _wrong_paper(paper: str, typed: str, number: int) -> Message | None:
    try:
        read = store.read_paper(typed, number)
    except errors.WrongCustodianPaper as error:
        return error.message
    if read != store.read_paper(paper, number):
        return message("This is another paper. Type what stands on paper {number}.", number=number)
    return None


def _relock_root(writer: Writer, former: str, code: str) -> bool:
    """Put the root of the signing keys under the new code; whether there is one that the old paper still has to open."""
    root = periods.signing_key(writer, None)
    if root is None:
        return False
    if not former:
        return True
    from carebook.sealing import keys as sealing_keys
    from carebook.sealing.errors import WrongKeyPassword

    for old in (former, _grouped(former)):
        try:
            locked = sealing_keys.relocked(base64.b64decode(root.p12), old, code if old == former else _grouped(code))
        except WrongKeyPassword:
            continue
        writer.amend(replace(root, p12=base64.b64encode(locked).decode()))
        return False
    raise refuse(errors.OldRecoveryCode().message, "old_code")


def _grouped(letters: str) -> str:
    """As it stands on the paper, which is how the root was locked."""
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))

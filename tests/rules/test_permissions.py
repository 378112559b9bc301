"""The table of rights: every deed is in it and every role answered; scope, days and delegation decide."""

from __future__ import annotations

import ast
from datetime import date, timedelta
from pathlib import Path

import pytest

import carebook.actions
from carebook.records.staff import ROLE_WORDS, Actor, Role
from carebook.rules import permissions
from tests import samples

TODAY = samples.TODAY
ROLES = sorted(Role, key=lambda role: role.value)


def actor(*roles: Role, **extra: object) -> Actor:
    return Actor("a1", "s1", "Đào Thị Hướng Dương", "", tuple(samples.grant("a1", role, **extra) for role in roles))


def functions_of_actions() -> dict[str, bool]:
    """Every public function of the actions that takes ``by``, and whether it is marked as a deed."""
    found = {}
    for path in Path(carebook.actions.__path__[0]).rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                marked = any(isinstance(d, ast.Call) and ast.unparse(d.func) == "deed" for d in node.decorator_list)
                if marked or any(a.arg == "by" for a in node.args.kwonlyargs):
                    found[node.name] = marked
    return found


def test_every_deed_is_in_the_table() -> None:
    deeds = {name for name, marked in functions_of_actions().items() if marked}
    assert deeds - set(permissions.DEEDS) == set()


# Who may do what, written out a second time so that a slip in the sets shows: D director, P deputy, H head, N nurse, C caregiver,
# B doctor, S social worker, T therapist, Y psychologist, E teacher, U nutrition, V clerk, A accountant, I IT, X inspector.
LETTERS = dict(zip("DPHNCBSTYEUVAIX", Role, strict=True))
TABLE = {
    "amend_facility": "DPV",
    "add_ward": "DPHV",
    "amend_ward": "DPHV",
    "add_room": "DPHV",
    "amend_room": "DPHV",
    "amend_code": "DPV",
    "amend_dated_row": "DPVA",
    "add_staff_member": "DPHV",
    "amend_staff_member": "DPHV",
    "request_account": "DPHVI",
    "approve_account": "DP",
    "lock_account": "DP",
    "unlock_account": "DP",
    "close_account": "DP",
    "renew_recovery_key": "DP",
    "name_custodians": "DP",
    "grant_role": "DP",
    "withdraw_role": "DP",
    "delegate_role": "D",
    "give_one_time_password": "DP",
    "change_own_password": "DPHNCBSTYEUVAIX",
    "back_up_book": "DPHNCBSTYEUVAI",
    "close_period": "DP",
    "sign_as_head": "DP",
    "admit_person": "DPHSV",
    "discharge_person": "DPHS",
    "restrict_record": "DPHS",
    "merge_people": "DPH",
    "move_bed": "DPHSN",
    "export_list": "DPHVSX",
    "export_meal_month": "DPHNCBSTYEUVAX",
}


@pytest.mark.parametrize("deed", TABLE)
def test_who_may_do_what(deed: str) -> None:
    allowed = {LETTERS[letter] for letter in TABLE[deed]}
    assert {role for role in Role if permissions.may(actor(role), deed, TODAY)} == allowed


@pytest.mark.parametrize("role", ROLES)
def test_every_role_is_answered_for_every_deed_and_question(role: Role) -> None:
    for deed, roles in permissions.DEEDS.items():
        assert permissions.may(actor(role), deed, TODAY) is (role in roles)
    for question, roles in permissions.QUESTIONS.items():
        assert permissions.may_ask(actor(role), question, TODAY) is (role in roles)
    assert role in ROLE_WORDS


def test_somebody_may_do_every_deed_and_the_director_nearly_all() -> None:
    assert all(permissions.DEEDS.values())
    assert {d for d, roles in permissions.DEEDS.items() if Role.DIRECTOR not in roles} == set()


def test_it_asks_nothing_about_people_and_touches_none() -> None:
    it = actor(Role.IT)
    asked = {q for q in permissions.QUESTIONS if permissions.may_ask(it, q, TODAY)}
    assert asked == {"staff", "accounts", "facility", "codes", "own"}
    done = {d for d in permissions.DEEDS if permissions.may(it, d, TODAY)}
    about_the_book = {
        "request_account",
        "change_own_password",
        "back_up_book",
        "keep_draft",
        "keep_choice",
        "undo_deed",
        *("drill_restore", "move_book", "take_book_back", "prepare_update"),
        *("check_book", "rebuild_indexes", "save_support_bundle", "print_salvaged"),
    }
    destinations = {"add_destination", "amend_destination", "strike_destination"}
    assert done - about_the_book <= {"make_signing_key", "open_restricted_record"} | destinations
    assert not permissions.may_open_restricted(it, TODAY)


def test_an_inspector_writes_nothing_about_people() -> None:
    inspector = actor(Role.INSPECTOR)
    done = {d for d in permissions.DEEDS if permissions.may(inspector, d, TODAY)}
    assert done == {
        *("change_own_password", "keep_draft", "keep_choice", "undo_deed"),
        *("open_restricted_record", "open_restricted_call", "print_papers", "export_list", "export_meal_month"),
    }


def test_of_daily_care_an_accountant_reads_the_meals_eaten() -> None:
    accountant = actor(Role.ACCOUNTANT)
    asked = {one for one in permissions.QUESTIONS if permissions.may_ask(accountant, one, TODAY)}
    assert "meals" in asked
    assert not asked & {"kitchen", "daily_care", "health", "medication", "incidents"}
    assert permissions.may(accountant, "export_meal_month", TODAY)
    assert not permissions.may(accountant, "export_list", TODAY)


def test_nobody_without_a_role() -> None:
    assert not any(permissions.may(actor(), deed, TODAY) for deed in permissions.DEEDS)
    with pytest.raises(KeyError):
        permissions.may(actor(Role.DIRECTOR), "unheard_of", TODAY)
    with pytest.raises(KeyError):
        permissions.may_ask(actor(Role.DIRECTOR), "unheard_of", TODAY)


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [
        (None, None, True),
        (0, 0, True),
        (None, -1, False),
        (1, None, False),
        (-7, 7, True),
    ],
)
def test_a_grant_holds_on_its_days(first: int | None, last: int | None, holds: bool) -> None:
    def day(offset: int | None) -> date | None:
        return None if offset is None else TODAY + timedelta(days=offset)

    given = actor(Role.DIRECTOR, from_on=day(first), to_on=day(last))
    assert permissions.may(given, "close_period", TODAY) is holds
    assert permissions.may_open_restricted(given, TODAY) is holds


def test_a_withdrawn_grant_holds_never() -> None:
    from tests.conftest import NOW

    assert not permissions.may(actor(Role.DIRECTOR, withdrawn_at=NOW), "close_period", TODAY)


def test_a_scope_covers_its_ward_only() -> None:
    nurse = actor(Role.NURSE, ward_id="A")
    assert permissions.may(nurse, "move_bed", TODAY)
    assert permissions.may(nurse, "move_bed", TODAY, ward_id="A")
    assert not permissions.may(nurse, "move_bed", TODAY, ward_id="B")
    assert permissions.may(actor(Role.NURSE), "move_bed", TODAY, ward_id="B")


def test_restricted_names_and_hiv_need_a_grant_that_says_so() -> None:
    for role in Role:
        assert permissions.may_open_restricted(actor(role), TODAY) is (role in permissions.MANAGERS)
        assert not permissions.may_see_hiv(actor(role), TODAY)
        assert permissions.may_open_restricted(actor(role, restricted=True), TODAY)
        assert permissions.may_see_hiv(actor(role, hiv=True), TODAY)


def test_details_have_writers_of_their_own() -> None:
    assert permissions.may_write_detail(actor(Role.NURSE), "allergy", TODAY)
    assert not permissions.may_write_detail(actor(Role.NURSE), "identity_paper", TODAY)
    assert permissions.may_write_detail(actor(Role.TEACHER), "anything else", TODAY)
    assert not permissions.may_write_detail(actor(Role.INSPECTOR), "anything else", TODAY)


def test_a_missing_right_names_the_right_and_its_holders() -> None:
    said = permissions.missing_right("Close period", {Role.DIRECTOR, Role.DEPUTY})
    assert said.values["deed"].id == "Close period"
    assert len(said.values["who"].split(", ")) == 2

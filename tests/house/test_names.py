"""One name a subject in every room, no drawers, no file that nobody can overlook."""

from __future__ import annotations

import ast

import pytest

from tests.house import tree

SUBJECTS = {
    # whom the book is about, and their stays
    *("people", "episodes", "stays", "admission", "discharge", "movement", "categories", "composition", "disability"),
    # the center, its people, its reference data
    *("facility", "staff", "accounts", "codes", "drafts", "contracts"),
    # case management
    *("intake", "assessments", "instruments", "care_plans", "progress", "conferences", "closures", "schooling"),
    *(
        "merging",
        "choices",
        "casework",
        "due",
        "case_facts",
        "case_history",
        "case_papers",
        "approvals",
        "social_work",
        "indicators",
        "education",
    ),
    # rehabilitation, groups and classes
    *("rehabilitation", "schedules", "sessions", "groups", "classes", "packages", "programmes", "devices"),
    *(
        "therapy_plans",
        "therapy_history",
        "therapy_due",
        "therapy_progress",
        "therapy_papers",
        "therapy_work",
        "attainment",
        "calendars",
    ),
    # the way home, services, protection
    *("reintegration", "home_path", "tracing", "contacts", "families", "handovers", "follow_ups", "returns"),
    *("collaborators", "services", "hotline", "community", "relief", "referrals", "partners", "consents", "protection"),
    *("path_papers", "path_due", "path_history", "homecomings", "service_use"),
    # daily care, medicines, shifts, meals
    *("daily_care", "monitoring", "observations", "health", "wounds", "incidents", "hospital", "deaths", "beds"),
    *("medication", "prescriptions", "doses", "stock", "medicines", "shifts", "duty_rosters", "briefings", "staffing"),
    *("meals", "kitchen", "supplies", "belongings", "daily_papers", "daily_due", "daily_figures", "care_history"),
    # reports of every kind, and what the office writes
    *("children", "staff_figures", "training_figures", "money_figures", "donations", "typed_figures", "targets"),
    *("report_due", "statistics", "office", "outgoing", "office_lists", "page_codes"),
    "manual",
    *("report_layouts", "own_tables", "whole_file", "annexes", "late_figures", "estimates", "withholding"),
    # what travels, and the department it travels to
    *("parcels", "receiving", "roll_up", "hub"),
    # what comes in and goes out
    *(
        "lists",
        "papers",
        "periods",
        "month",
        "monthly",
        "signing",
        "outbox",
        "exports",
        "prints",
        "backup",
        "history",
        "today",
    ),
    "updates",
    # what is broken, and how it is put right
    *("damage", "salvage", "support", "crashes"),
    # ways into the book
    *("custodians", "passwords"),
}
NAMED = {
    "": {"__main__", "selftest", "words", "dates", "money", "places"},
    "records": {"instrument_files", "declaration", "record", "stay_facts", "figures", "enum_words"},
    "rules": {
        *("problem", "permissions", "calendar", "clock", "clocks", "names", "search_words", "duplicates"),
        *("identity", "identities", "dated", "code_files", "legacy_fonts", "list_import", "text_difference"),
    },
    "store": {
        *("book", "connections", "driver", "keys", "migrations", "migrations_needed", "rows", "journal", "privacy"),
        *(
            "search",
            "errors",
            "code_lists",
            "folders",
            "attempts",
            "checking",
            "pages",
            "goal_threads",
            "resting",
            "trust",
            "known",
            "leftovers",
            "gate",
            "rekeying",
            "kept_keys",
            "kept_files",
        ),
    },
    "actions": {"change", "undo", "opening", "deed_words"},
    "reports": {
        "paper",
        "figures",
        "grid",
        "data",
        "narrative",
        "forms",
        "spreadsheet",
        "copies",
        "papers_of_stay",
        "addressing",
        "report_words",
    },
    "sealing": {
        *("keys", "certificates", "codes", "trust", "sign", "verify", "verdict", "envelopes", "errors"),
        *("tokens", "likeness", "later"),
    },
    "exchange": {"delivery", "folders", "places", "dhis2", "fhir"},
    "stories": {
        "department",
        *("demo", "big_book", "center", "opening", "stage", "clock", "names", "homes", "residents", "beds", "absences"),
        *("decisions", "named", "cases", "daily", "therapy", "paths", "reports", "pictures"),
    },
    "commands": {"main", "opening", "books", "checks"},
    "ui": {"application", "main_window", "sign_in"},
    # pages bear the names of the navigation
    "ui/pages": {"residents", "person", "goal_thread", "reports", "exchange", "settings"},
    "ui/parts": {
        *("clerk", "hands", "desk", "jobs", "page", "table", "fields", "theme", "preview", "pdfium", "chart"),
        *("bars", "buttons", "dialogs", "labels", "layouts", "states", "strips", "tabs", "timeline"),
        *(
            "sending",
            "stamping",
            "spans",
            "due_words",
            "needs",
            "offers",
            "taking_out",
            "leading_tabs",
            "verdict",
            "writing_panel",
            "plans",
        ),
        *(
            "answering",
            "backing",
            "asking_dialog",
            "receiving_key",
            "key_papers",
            "report_spans",
            "body_map",
            "names_panel",
            "communes",
            "days",
            "ledger",
            "months",
            "pictures",
            "signatures",
            "home_path",
        ),
    },
}
DRAWERS = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "base", "tools", "shared", "core"}
LONGEST = 400
LONG_FOR_A_REASON: dict[str, str] = {}


def _names(room: str) -> set[str]:
    """What stands in a room: its files and its folders, without the rooms inside it."""
    folder = tree.PACKAGE / room
    rooms = {tree.PACKAGE / inner for inner in NAMED}
    files = {path.stem for path in folder.glob("*.py") if path.stem != "__init__"}
    return files | {path.parent.name for path in folder.glob("*/__init__.py") if path.parent not in rooms}


def test_every_file_of_a_room_is_a_subject_or_a_named_exception() -> None:
    strangers = [f"{room}/{name}" for room, named in NAMED.items() for name in sorted(_names(room) - SUBJECTS - named)]
    assert not strangers, "\n".join(strangers)


def test_nobody_is_named_who_is_not_there() -> None:
    gone = [f"{room}/{name}" for room, named in NAMED.items() for name in sorted(named - _names(room))]
    gone += sorted(SUBJECTS - set().union(*map(_names, NAMED)))
    assert not gone, "\n".join(gone)


def test_no_drawers() -> None:
    parts = {part for path in tree.modules() for part in path.relative_to(tree.PACKAGE).with_suffix("").parts}
    assert not parts & DRAWERS


@pytest.mark.parametrize("folder", ["carebook", "packaging", "tests"])
def test_no_file_is_longer_than_one_can_overlook(folder: str) -> None:
    long = {
        path.relative_to(tree.ROOT).as_posix(): lines
        for path in (tree.ROOT / folder).rglob("*.py")
        if (lines := len(path.read_text("utf-8").splitlines())) > LONGEST
    }
    assert not set(long) - set(LONG_FOR_A_REASON), long
    assert not set(LONG_FOR_A_REASON) - set(long), "no longer long"


def test_every_module_says_in_a_sentence_what_is_in_it() -> None:
    silent = [tree.name(path) for path in tree.modules() if not ast.get_docstring(tree.syntax(path))]
    assert not silent, "\n".join(silent)

"""What a reader may see: views in which a restricted person is masked (lists, figures) or dropped (search, files), and a guard.

The guard is SQLite's authorizer: a protected column can only be read through these views, so a question that forgets them fails
instead of leaking. Every figure counts everybody, whoever asks; only names and other identifying facts are withheld.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from carebook.records.assessments import Assessment, DomainRating, EligibilityCheck
from carebook.records.care_plans import (
    Activity,
    CarePlan,
    DailyHelp,
    Goal,
    PlanDecision,
    PlanInForce,
    PlanReview,
    Risk,
)
from carebook.records.closures import Closure, ClosureSignature
from carebook.records.conferences import Conference, ConferenceDecision, ConferenceFinding
from carebook.records.declaration import Secret, fields
from carebook.records.devices import DeviceLoan
from carebook.records.due import Snooze
from carebook.records.episodes import Absence, Belonging, DossierItem, Episode, ServiceContract
from carebook.records.groups import Attendance, EducationGoal, EducationPlan, GroupMember
from carebook.records.instruments import InstrumentScore, ItemAnswer
from carebook.records.intake import IntakeForm
from carebook.records.packages import Package
from carebook.records.people import (
    Address,
    Alias,
    Attachment,
    DisabilityCertificate,
    HealthCard,
    IdentityPaper,
    Person,
    Relative,
)
from carebook.records.progress import ProgressLine, ProgressNote
from carebook.records.record import Record, table_of
from carebook.records.rehabilitation import (
    FunctionRating,
    GoalRating,
    PlannedTherapy,
    RehabilitationDecision,
    RehabilitationGoal,
    RehabilitationInForce,
    RehabilitationPlan,
    RehabilitationReview,
)
from carebook.records.schedules import SessionSeries
from carebook.records.schooling import Employment, Schooling, VocationalCourse
from carebook.records.sessions import Session, SessionExercise

if TYPE_CHECKING:
    import sqlite3

# Tables all of whose rows identify somebody; dropped with the person.
IDENTIFYING: tuple[type[Record], ...] = (
    Alias,
    IdentityPaper,
    HealthCard,
    DisabilityCertificate,
    Address,
    Relative,
    Attachment,
    ServiceContract,
    Belonging,
    IntakeForm,
    Assessment,
    DomainRating,
    EligibilityCheck,
    InstrumentScore,
    ItemAnswer,
    CarePlan,
    PlanInForce,
    PlanDecision,
    Goal,
    Activity,
    Risk,
    DailyHelp,
    PlanReview,
    ProgressNote,
    ProgressLine,
    Conference,
    ConferenceFinding,
    ConferenceDecision,
    Closure,
    ClosureSignature,
    Schooling,
    VocationalCourse,
    Employment,
    Snooze,
    RehabilitationPlan,
    RehabilitationInForce,
    RehabilitationDecision,
    RehabilitationReview,
    PlannedTherapy,
    RehabilitationGoal,
    FunctionRating,
    GoalRating,
    SessionSeries,
    Session,
    SessionExercise,
    Package,
    DeviceLoan,
    GroupMember,
    Attendance,
    EducationPlan,
    EducationGoal,
)
# Tables whose rows count for everybody, only some fields identify; those are withheld.
PARTLY_IDENTIFYING: tuple[type[Record], ...] = (Person, Episode, Absence, DossierItem)
_KEYS = frozenset({"id", "person_id", "episode_id", "version", "withdrawn_at", ""})
# What figures need of people they must not name.
_COUNTED = {
    "person": (
        "sex",
        "born",
        "ethnicity",
        "disability_kinds",
        "disability_degree",
        "child_group",
        "birth_registered",
        "awaiting",
        "education",
    ),
    "health_card": ("valid_to", "valid_from"),
    "identity_paper": ("kind", "valid_to"),
    "disability_certificate": ("reassess_on",),
    "service_contract": ("from_on", "to_on", "liquidated_on"),
    "relative": ("guardian", "guardian_to"),
    "intake_form": ("state", "collected_on"),
    "assessment": ("state", "kind", "assessed_on", "next_on"),
    "domain_rating": ("assessment_id", "domain", "level", "services", "no_goal_because <> '' AS goal_waived"),
    "eligibility_check": ("state", "checked_on", "service_mode", "eligible"),
    "instrument_score": ("instrument", "file_version", "state", "scored_on", "replaces_id"),
    "item_answer": ("score_id", "item", "value", "weight"),
    "care_plan": (
        *("number", "state", "from_on", "to_on", "review_on", "review_every_months", "submitted_at", "submitted_by"),
        *("approved_at", "ended_on", "round"),
    ),
    "plan_in_force": ("plan_id", "since_at"),
    "plan_decision": ("plan_id", "round", "tier", "answer", "decided_at"),
    "goal": ("plan_id", "thread", "domain", "due_on", "life", "achievement"),
    "activity": ("plan_id", "service", "from_on", "to_on"),
    "plan_review": ("plan_id", "period", "due_on", "done_on", "next_on", "proposal"),
    "progress_note": ("kind", "happened_at", "recorded_at", "goal_thread"),
    "progress_line": ("period", "worker_id", "accepted_on"),
    "conference": ("held_on",),
    "closure": ("state", "reason", "closed_on"),
    "schooling": ("school_year", "level", "special", "from_on", "to_on", "result"),
    "vocational_course": ("from_on", "to_on", "result"),
    "employment": ("from_on", "to_on", "kept_3_months", "kept_6_months"),
    "snooze": ("kind", "due_on", "until_on"),
    "rehabilitation_plan": (
        *("number", "state", "from_on", "to_on", "review_on", "review_every_weeks", "submitted_at", "submitted_by"),
        *("approved_at", "ended_on", "round", "consent"),
    ),
    "rehabilitation_in_force": ("therapy_plan_id", "since_at"),
    "rehabilitation_decision": ("therapy_plan_id", "round", "tier", "answer", "decided_at"),
    "rehabilitation_review": ("therapy_plan_id", "due_on", "done_on", "next_on", "proposal"),
    "planned_therapy": ("therapy_plan_id", "therapy", "therapist_id", "per_week", "sessions"),
    "rehabilitation_goal": ("therapy_plan_id", "thread", "term", "due_on", "life", "achievement", "achieved_on"),
    "goal_rating": ("thread", "rated_on", "level"),
    "session_series": (
        *(
            "frequency",
            "interval",
            "weekdays",
            "month_day",
            "nth",
            "from_on",
            "until_on",
            "count",
            "starts_at",
            "minutes",
        ),
        *("holidays", "room_id", "split_from_id", "therapy", "therapist_id", "therapy_plan_id", "package_id"),
    ),
    "session": (
        *("series_id", "occurs_on", "therapy_plan_id", "package_id", "makes_up_for_id", "therapy", "therapist_id"),
        *("room_id", "planned_on", "planned_at", "minutes", "state", "reason", "minutes_done", "course"),
        *("done_by_id", "entered_by", "recorded_at", "version"),
    ),
    "package": (
        *(
            "programme_id",
            "therapy",
            "registered_on",
            "from_on",
            "to_on",
            "sessions",
            "no_show_counts",
            "price",
            "paid",
        ),
        *("reassess_on", "ended_on", "ended_because"),
    ),
    "device_loan": (
        "device",
        "lent_on",
        "given",
        "fitted_on",
        "fitted_by_id",
        "due_back_on",
        "check_on",
        "returned_on",
    ),
    "group_member": ("group_id", "joined_on", "left_on", "achievement", "attends <> '' AS by_relative"),
    "attendance": ("group_session_id", "member_id", "presence", "reason", "participation", "followed_up_on"),
    "education_plan": ("group_id", "school_year", "teacher_id", "made_on", "review_on", "reviewed_on"),
    "education_goal": ("education_plan_id", "area", "achievement"),
}
# By which column the rows of an identifying table belong to somebody.
_OWNERS = {
    table_of(cls): "person_id" if "person_id" in {f.name for f in fields(cls)} else "episode_id" for cls in IDENTIFYING
}
_READ, _RECURSIVE, _SELECT, _FUNCTION = 20, 33, 21, 31


@dataclass(frozen=True)
class Sight:
    """What somebody may see beyond the ordinary: names of restricted records, HIV status.

    ``account_id`` owns its drafts and choices.
    """

    account_id: str
    restricted: bool = False
    hiv: bool = False


def source_of(cls: type[Record]) -> str:
    """Where questions read a record class from: its view in which the unseen are dropped, or its plain table."""
    table = table_of(cls)
    return f"found_{table}" if cls in IDENTIFYING or cls in PARTLY_IDENTIFYING else table


def install(connection: sqlite3.Connection, sight: Sight) -> None:
    """Make the connection a reader for ``sight``: its views, then only questions, then the guard. Cannot be taken back."""
    hidden = (
        "0" if sight.restricted else "EXISTS (SELECT 1 FROM episode e WHERE e.person_id = {0} AND e.confidential = 1)"
    )
    # a file that was joined to another is as restricted as the one that stays, to which its stays have gone
    joined = "coalesce((SELECT merged_into FROM main.person WHERE id = {0}), {0})"
    hidden_person = hidden.format("coalesce(p.merged_into, p.id)")
    person = _columns(Person, hidden_person, sight)
    views = [
        f"listed_person AS SELECT {person}, {hidden_person} AS masked,"
        " EXISTS (SELECT 1 FROM episode e WHERE e.person_id = p.id AND e.confidential = 1) AS restricted FROM main.person p",
        f"found_person AS SELECT {person} FROM main.person p WHERE NOT {hidden_person}",
    ]
    for part, owner in (
        (Episode, "p.person_id"),
        (Absence, "(SELECT person_id FROM episode WHERE id = p.episode_id)"),
        (DossierItem, "(SELECT person_id FROM episode WHERE id = p.episode_id)"),
    ):
        columns, table = _columns(part, hidden.format(owner), sight), table_of(part)
        views.append(f"listed_{table} AS SELECT {columns} FROM main.{table} p")
        views.append(f"found_{table} AS SELECT {columns} FROM main.{table} p WHERE NOT {hidden.format(owner)}")
    for cls in IDENTIFYING:
        table = table_of(cls)
        owner = (
            joined.format("t.person_id")
            if _OWNERS[table] == "person_id"
            else "(SELECT person_id FROM episode WHERE id = t.episode_id)"
        )
        views.append(f"found_{table} AS SELECT t.* FROM main.{table} t WHERE NOT {hidden.format(owner)}")
    for table, counted in _COUNTED.items():
        keys = "id" if table == "person" else f"id, {_OWNERS[table]}"
        views.append(f"counted_{table} AS SELECT {keys}, withdrawn_at, {', '.join(counted)} FROM main.{table}")
    changes = (
        "changes"
        if sight.hiv
        else "CASE WHEN tbl <> 'person' OR json_type(changes, '$.hiv') IS NULL THEN changes"
        " ELSE json_set(json_remove(changes, '$.hiv'), '$.protected', json_array(NULL, NULL)) END AS changes"
    )
    views.append(
        f"found_journal AS SELECT seq, op, clock, device, actor, deed, at, reason, tbl, row_id, person_id, kind, {changes}"
        f" FROM main.journal j WHERE j.person_id IS NULL OR NOT {hidden.format(joined.format('j.person_id'))}"
    )
    views.append(
        "counted_journal AS SELECT seq, at, tbl, row_id, json_type(changes, '$.end_on') IS NOT NULL AS touches_end"
        " FROM main.journal"
    )
    owner_text = sight.account_id.replace("'", "''")
    views.append(f"own_draft AS SELECT * FROM main.draft WHERE account_id = '{owner_text}'")
    # what stands under no account is the center's own, for everybody
    views.append(f"own_choice AS SELECT * FROM main.choice WHERE account_id IN ('', '{owner_text}')")
    for view in views:
        connection.execute(f"CREATE TEMP VIEW {view}")
    connection.execute("PRAGMA query_only=ON")
    connection.set_authorizer(_guard(frozenset(v.split(" ", 1)[0] for v in views), sight))


def _columns(cls: type[Record], hidden: str, sight: Sight) -> str:
    """The select list of a view: identifying fields are withheld from hidden rows, HIV from everybody without the right."""
    parts = []
    for field in fields(cls):
        column = f"p.{field.name}"
        empty = "NULL" if field.optional else "''"
        if field.fact.secret is Secret.HIV and not sight.hiv:
            parts.append(f"NULL AS {field.name}")
        elif field.fact.secret is Secret.IDENTITY and not sight.restricted:
            if field.name == "full_name":
                empty = "p.alias"
            parts.append(f"CASE WHEN {hidden} THEN {empty} ELSE {column} END AS {field.name}")
        else:
            parts.append(column)
    return ", ".join(parts)


def _guard(views: frozenset[str], sight: Sight) -> Any:
    secret_columns = {
        table_of(cls): frozenset(f.name for f in fields(cls) if f.fact.secret is not None) for cls in PARTLY_IDENTIFYING
    }
    whole = frozenset(table_of(cls) for cls in IDENTIFYING) | {"journal", "draft", "choice"}

    def guard(action: int, table: str | None, column: str | None, _database: str | None, source: str | None) -> int:
        if action in (_SELECT, _FUNCTION, _RECURSIVE):
            return 0
        if action != _READ:
            # Pragmas of a view's own reading (data_version) are harmless; anything that writes is not.
            return 0 if action == 19 and table in ("data_version", "query_only") and column is None else 1
        name = table or ""
        if name.startswith("search_restricted") and not sight.restricted:
            return 1
        if source in views:
            return 0
        if name in whole and (column or "") not in _KEYS:
            return 1
        if (column or "") in secret_columns.get(name, ()):
            return 1
        return 0

    return guard

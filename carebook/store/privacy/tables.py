"""Which tables identify people, and what figures need of those they must not name."""

from __future__ import annotations

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
from carebook.records.contacts import Contact
from carebook.records.daily_care import CareEntry, CareLevel
from carebook.records.devices import DeviceLoan
from carebook.records.due import Snooze
from carebook.records.episodes import Absence, Belonging, DossierItem, Episode, ServiceContract
from carebook.records.families import FamilyAssessment, FamilyRating
from carebook.records.follow_ups import FollowUp, FollowUpAttempt, FollowUpEnd
from carebook.records.groups import Attendance, EducationGoal, EducationPlan, GroupMember
from carebook.records.handovers import Handover, HandoverItem, HandoverSignature
from carebook.records.health import (
    ChronicCondition,
    Consultation,
    HealthCheck,
    Immunisation,
    Treatment,
    Wound,
    WoundCheck,
)
from carebook.records.hospital import Death, HospitalTransfer
from carebook.records.incidents import BodyMark, Incident, Involved, Notified, Remedy
from carebook.records.instruments import InstrumentScore, ItemAnswer
from carebook.records.intake import IntakeForm
from carebook.records.meals import Diet, MealChange
from carebook.records.medication import Administration, Prescription
from carebook.records.monitoring import MonitoringPlan, Observation
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
from carebook.records.protection import CaseAccess, ContactBan, ProtectionCase, SafetyPlan
from carebook.records.record import Record
from carebook.records.referrals import Consent, Referral
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
from carebook.records.reintegration import (
    Carer,
    CarerTraining,
    Opinion,
    PathPaper,
    ReadinessCheck,
    Reintegration,
    StageEntry,
    Support,
    TrialReport,
)
from carebook.records.schedules import SessionSeries
from carebook.records.schooling import Employment, Schooling, VocationalCourse
from carebook.records.services import ActivityGuest, HotlineCall, ReliefItem, ServiceRecord
from carebook.records.sessions import Session, SessionExercise
from carebook.records.shifts import HandoverLine
from carebook.records.supplies import SuppliesIssued
from carebook.records.tracing import TracingLead, TracingLetter

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
    Reintegration,
    StageEntry,
    Carer,
    Opinion,
    ReadinessCheck,
    Support,
    CarerTraining,
    TrialReport,
    PathPaper,
    TracingLead,
    TracingLetter,
    FamilyAssessment,
    FamilyRating,
    Contact,
    Handover,
    HandoverItem,
    HandoverSignature,
    FollowUp,
    FollowUpAttempt,
    FollowUpEnd,
    ServiceRecord,
    HotlineCall,
    ActivityGuest,
    ReliefItem,
    Referral,
    Consent,
    ProtectionCase,
    ContactBan,
    SafetyPlan,
    CaseAccess,
    ChronicCondition,
    Immunisation,
    HealthCheck,
    Consultation,
    Treatment,
    Wound,
    WoundCheck,
    Incident,
    Involved,
    BodyMark,
    Notified,
    Remedy,
    HospitalTransfer,
    Death,
)
# Identifying rows that are withheld although they belong to no restricted stay: a call may be restricted by itself, and an
# allegation of abuse is read by the director and who was named for it. The second word is the right that lifts it.
_ALLEGED = "EXISTS (SELECT 1 FROM main.incident i WHERE i.id = t.incident_id AND i.confidential = 1)"
WITHHELD_BESIDES: dict[str, tuple[str, str]] = {
    "hotline_call": ("t.confidential = 1", "restricted"),
    "incident": ("t.confidential = 1", "allegations"),
    "involved": (_ALLEGED, "allegations"),
    "body_mark": (_ALLEGED, "allegations"),
    "notified": (_ALLEGED, "allegations"),
    "remedy": (_ALLEGED, "allegations"),
    "attachment": (
        "EXISTS (SELECT 1 FROM main.incident i WHERE i.id = t.about_id AND i.confidential = 1)",
        "allegations",
    ),
}
# Identifying rows that belong to somebody by what they are written on, too: the SQL of that person's id.
_OF_INCIDENT = (
    "(SELECT s.person_id FROM main.incident i JOIN main.episode s ON s.id = i.episode_id WHERE i.id = t.incident_id)"
)
BELONGING_BESIDES: dict[str, str] = dict.fromkeys(("involved", "body_mark", "notified", "remedy"), _OF_INCIDENT)
# Tables whose rows count for everybody, only some fields identify; those are withheld. Daily care is among them: whoever
# looks after a restricted person gives medicines and takes measures under the alias.
PARTLY_IDENTIFYING: tuple[type[Record], ...] = (
    Person,
    Episode,
    Absence,
    DossierItem,
    MonitoringPlan,
    Observation,
    CareLevel,
    CareEntry,
    Prescription,
    Administration,
    Diet,
    MealChange,
    SuppliesIssued,
    HandoverLine,
)
# What figures need of people they must not name.
COUNTED = {
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
    "daily_help": ("plan_id", "kind", "level"),
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
    "reintegration": (
        *("path", "destination", "started_on", "worker_id", "collaborator_id", "target_on", "high_risk"),
        *("handed_over_on", "ended_on", "outcome", "next_episode_id", "return_cause"),
    ),
    "stage_entry": ("reintegration_id", "stage", "from_on", "to_on"),
    "carer": ("reintegration_id", "chosen"),
    "opinion": ("reintegration_id", "of_whom", "heard_on"),
    "readiness_check": ("reintegration_id", "item", "answer"),
    "support": ("reintegration_id", "kind", "due_on", "done_on"),
    "carer_training": ("reintegration_id", "given_on"),
    "trial_report": ("reintegration_id", "absence_id", "decision", "decided_on"),
    "path_paper": ("reintegration_id", "paper", "dated_on", "not_needed_because <> '' AS not_needed"),
    "tracing_lead": ("found_on", "result"),
    "tracing_letter": ("kind", "sent_on", "reply_due_on", "replied_on"),
    "family_assessment": ("reintegration_id", "state", "visited_on"),
    "family_rating": ("family_assessment_id", "criterion", "score", "red_flag", "cleared_on"),
    "contact": ("held_on", "kind", "people"),
    "handover": ("reintegration_id", "state", "handed_on"),
    "follow_up": (
        *("reintegration_id", "due_on", "owner", "worker_id", "collaborator_id", "state", "done_on", "mode", "risk"),
        "next_on",
    ),
    "follow_up_attempt": ("follow_up_id", "tried_on"),
    "follow_up_end": ("reintegration_id", "state", "kind", "ended_on", "outcome"),
    "service_record": ("given_on", "service", "channel", "minutes", "danger", "next_on", "fee", "staff_member_id"),
    "hotline_call": (
        *("called_at", "minutes", "channel", "caller", "anonymous", "need", "violence_kinds", "danger", "outcome"),
        *("partner_id", "call_back_on", "called_back_on", "taken_by_id", "confidential"),
    ),
    "activity_guest": ("activity_id", "turns"),
    "relief_item": ("campaign_id", "amount", "received_on", "signed_by <> '' AS signed"),
    "referral": (
        *("partner_id", "service", "incoming", "state", "proposed_on", "sent_on", "reply_due_on", "accepted_on"),
        *("served_on", "closed_on", "worker_id", "consent_id"),
    ),
    "consent": ("given_on", "valid_to", "revoked_on", "approved_on"),
    "protection_case": ("opened_on", "kinds", "danger"),
    "contact_ban": ("kind", "from_on", "to_on"),
    "safety_plan": ("made_on", "danger", "review_on"),
    "chronic_condition": ("icd", "since", "ended_on"),
    "immunisation": ("vaccine", "dose_no", "given_on", "next_on"),
    "health_check": ("kind", "checked_on", "health_class", "batch"),
    "consultation": ("held_at", "place", "icd", "again_on", "follows_id"),
    "treatment": ("kind", "from_on", "to_on"),
    "supplies_issued": ("signed_by <> '' AS signed",),
    "wound": ("kind", "place", "found_on", "came_with", "closed_on", "incident_id"),
    "wound_check": ("wound_id", "checked_at", "grade"),
    "incident": ("number", "kind", "severity", "state", "happened_at", "ward_id", "shift", "closed_on", "confidential"),
    "involved": ("incident_id", "part", "staff_member_id"),
    "body_mark": ("incident_id", "injury"),
    "notified": ("incident_id", "whom", "told_at", "not_needed_because <> '' AS not_needed"),
    "remedy": ("incident_id", "owner_id", "due_on", "done_on"),
    "hospital_transfer": (
        *("absence_id", "left_at", "insured_line", "again_on", "cost_insurance", "cost_center", "cost_family"),
    ),
    "death": (
        *("died_at", "expected", "icd", "notice_on", "extract_on", "funeral", "buried_on", "minutes_on"),
        *("support_asked_on", "support_approved_on", "support_paid_on", "support_amount", "card_cancelled_on"),
        "support_not_due_because <> '' AS support_not_due",
    ),
}

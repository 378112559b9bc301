"""Which tables identify people, and what figures need of those they must not name."""

from __future__ import annotations

# Tables all of whose rows identify somebody, by the column that says to whom they belong; dropped with the person. They are
# written out, not read from the records: opening a book needs none of those. A test compares.
_OF_PERSONS = (
    *("alias", "identity_paper", "health_card", "disability_certificate", "address", "relative", "attachment"),
    *("schooling", "vocational_course", "employment", "chronic_condition", "immunisation"),
)
_OF_STAYS = (
    *("service_contract", "belonging", "intake_form", "assessment", "domain_rating", "eligibility_check"),
    *("instrument_score", "item_answer", "care_plan", "plan_in_force", "plan_decision", "goal", "activity", "risk"),
    *("daily_help", "plan_review", "progress_note", "progress_line", "conference", "conference_finding"),
    *("conference_decision", "closure", "closure_signature", "snooze", "rehabilitation_plan"),
    *("rehabilitation_in_force", "rehabilitation_decision", "rehabilitation_review", "planned_therapy"),
    *("rehabilitation_goal", "function_rating", "goal_rating", "session_series", "session", "session_exercise"),
    *("package", "device_loan", "group_member", "attendance", "education_plan", "education_goal", "reintegration"),
    *("stage_entry", "carer", "opinion", "readiness_check", "support", "carer_training", "trial_report"),
    *("path_paper", "tracing_lead", "tracing_letter", "family_assessment", "family_rating", "contact", "handover"),
    *("handover_item", "handover_signature", "follow_up", "follow_up_attempt", "follow_up_end", "service_record"),
    *("hotline_call", "activity_guest", "relief_item", "referral", "consent", "protection_case", "contact_ban"),
    *("safety_plan", "case_access", "health_check", "consultation", "treatment", "wound", "wound_check", "incident"),
    *("involved", "body_mark", "notified", "remedy", "hospital_transfer", "death"),
)
IDENTIFYING: dict[str, str] = {**dict.fromkeys(_OF_PERSONS, "person_id"), **dict.fromkeys(_OF_STAYS, "episode_id")}
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
PARTLY_IDENTIFYING: dict[str, frozenset[str]] = {
    "person": frozenset(
        {
            *("full_name", "sort_name", "born", "home_town", "birth_place", "schooling", "occupation", "phone"),
            *("birth_registration", "photo_id", "note"),
        }
    ),
    "episode": frozenset(
        {"intake_place", "intake_state", "brought_by", "reason", "end_note", "received_by", "note"},
    ),
    "absence": frozenset(
        {
            *("place", "taken_by", "taken_by_relation", "taken_by_paper", "taken_by_phone", "medicines", "things"),
            *("state_on_return", "note"),
        }
    ),
    "dossier_item": frozenset({"number", "note"}),
    "monitoring_plan": frozenset({"because"}),
    "observation": frozenset({"note"}),
    "care_level": frozenset({"because"}),
    "care_entry": frozenset({"note"}),
    "prescription": frozenset({"icd", "diagnosis", "accepted_because", "stopped_because"}),
    "administration": frozenset({"effect", "late_because", "again_because"}),
    "diet": frozenset({"because"}),
    "meal_change": frozenset({"because"}),
    "supplies_issued": frozenset({"signed_by", "note"}),
    "handover_line": frozenset(),
}
# Columns withheld from everybody without the right to know of HIV, whoever the row is about.
ON_HIV: dict[str, frozenset[str]] = {"person": frozenset({"hiv"})}
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

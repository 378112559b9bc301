"""Who may do which deed and see which question: the one table of rights."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from carebook.records.staff import ROLE_WORDS, Actor, Role
from carebook.words import Message, _, message

EVERYBODY = frozenset(Role)
MANAGERS = frozenset({Role.DIRECTOR, Role.DEPUTY})
OFFICE = MANAGERS | {Role.HEAD, Role.CLERK}
CASEWORK = MANAGERS | {Role.HEAD, Role.SOCIAL_WORKER}
CARE = frozenset(
    {Role.NURSE, Role.CAREGIVER, Role.DOCTOR, Role.THERAPIST, Role.PSYCHOLOGIST, Role.TEACHER, Role.NUTRITION}
)
SEES_PEOPLE = EVERYBODY - {Role.IT}
ASSESSES = CASEWORK | {Role.NURSE, Role.DOCTOR, Role.THERAPIST, Role.PSYCHOLOGIST}
PLANS = ASSESSES | {Role.TEACHER, Role.NUTRITION}
THERAPY = frozenset({Role.THERAPIST, Role.PSYCHOLOGIST, Role.DOCTOR, Role.TEACHER})
SCHEDULES = MANAGERS | {Role.HEAD} | THERAPY
LEADS = CASEWORK | CARE
APPROVES_PATHS = MANAGERS | {Role.HEAD}
COUNSELS = CASEWORK | {Role.PSYCHOLOGIST}
ANSWERS_CALLS = COUNSELS | {Role.NURSE, Role.DOCTOR, Role.CLERK}

DEEDS: dict[str, frozenset[Role]] = {
    # the book, the center and its people
    "amend_facility": MANAGERS | {Role.CLERK},
    "add_ward": OFFICE,
    "amend_ward": OFFICE,
    "add_room": OFFICE,
    "amend_room": OFFICE,
    "amend_code": MANAGERS | {Role.CLERK},
    "amend_dated_row": MANAGERS | {Role.CLERK, Role.ACCOUNTANT},
    "add_staff_member": OFFICE,
    "amend_staff_member": OFFICE,
    "request_account": OFFICE | {Role.IT},
    "approve_account": MANAGERS,
    "lock_account": MANAGERS,
    "grant_role": MANAGERS,
    "withdraw_role": MANAGERS,
    "delegate_role": frozenset({Role.DIRECTOR}),
    "give_one_time_password": MANAGERS,
    "change_own_password": EVERYBODY,
    "back_up_book": EVERYBODY - {Role.INSPECTOR},
    "keep_draft": EVERYBODY,
    "keep_choice": EVERYBODY,
    "undo_deed": EVERYBODY,
    # people and stays
    "admit_person": CASEWORK | {Role.CLERK},
    "amend_person": CASEWORK | {Role.CLERK, Role.NURSE, Role.DOCTOR},
    "merge_people": frozenset({Role.DIRECTOR, Role.DEPUTY, Role.HEAD}),
    "add_detail": SEES_PEOPLE - {Role.INSPECTOR, Role.ACCOUNTANT},
    "amend_detail": SEES_PEOPLE - {Role.INSPECTOR, Role.ACCOUNTANT},
    "strike_detail": SEES_PEOPLE - {Role.INSPECTOR, Role.ACCOUNTANT},
    "attach_file": CASEWORK | CARE | {Role.CLERK},
    "amend_episode": CASEWORK | {Role.CLERK},
    "change_category": CASEWORK,
    "move_bed": CASEWORK | {Role.NURSE},
    "record_absence": CASEWORK | {Role.NURSE, Role.CAREGIVER, Role.DOCTOR, Role.TEACHER},
    "record_return": CASEWORK | {Role.NURSE, Role.CAREGIVER, Role.DOCTOR, Role.TEACHER},
    "record_dossier_paper": CASEWORK | {Role.CLERK},
    "discharge_person": CASEWORK,
    "restrict_record": CASEWORK,
    "open_restricted_record": EVERYBODY,  # and only with a grant that says so: see `may_open_restricted`
    "open_restricted_call": SEES_PEOPLE - {Role.ACCOUNTANT},  # likewise, or by who took it: see `rules/hotline`
    "print_papers": SEES_PEOPLE,
    "print_batch": CASEWORK | CARE | {Role.CLERK},
    "export_list": OFFICE | {Role.SOCIAL_WORKER, Role.INSPECTOR},
    "import_list": OFFICE | {Role.SOCIAL_WORKER},
    # case management (chapter 4.11 of the field's own division of work: who writes, who approves)
    "save_intake": ASSESSES,
    "complete_intake": CASEWORK,
    "save_assessment": ASSESSES,
    "complete_assessment": CASEWORK,
    "strike_assessment": CASEWORK,
    "save_eligibility": CASEWORK,
    "complete_eligibility": CASEWORK,
    "save_score": CASEWORK | CARE,
    "complete_score": CASEWORK | CARE,
    "strike_score": CASEWORK | CARE,
    "add_instrument": MANAGERS | {Role.HEAD, Role.DOCTOR},
    "retire_instrument": MANAGERS | {Role.HEAD, Role.DOCTOR},
    "save_plan": PLANS,
    "submit_plan": CASEWORK,
    "withdraw_plan": CASEWORK,
    # and only at a tier of the role, by somebody else: see `rules/care_plans`
    "approve_plan": MANAGERS | {Role.HEAD},
    "return_plan": MANAGERS | {Role.HEAD},
    "end_plan": MANAGERS | {Role.HEAD},
    "rate_goal": PLANS,
    "review_plan": CASEWORK,
    "add_note": CASEWORK | CARE,
    "amend_note": CASEWORK | CARE,
    "strike_note": CASEWORK | CARE,
    "accept_progress_line": CASEWORK,
    "record_conference": CASEWORK,
    "amend_conference": CASEWORK,
    "strike_conference": CASEWORK,
    "propose_goals": CASEWORK,
    "save_closure": CASEWORK,
    "complete_closure": CASEWORK,
    "put_off_due": CASEWORK | CARE | {Role.CLERK},
    # rehabilitation: plans by who treats, approved by the doctor or head; sessions by who gives them
    "save_rehabilitation_plan": SCHEDULES,
    "submit_rehabilitation_plan": SCHEDULES,
    "withdraw_rehabilitation_plan": SCHEDULES,
    # and only at a tier of the role, by somebody else
    "approve_rehabilitation_plan": MANAGERS | {Role.HEAD, Role.DOCTOR},
    "return_rehabilitation_plan": MANAGERS | {Role.HEAD, Role.DOCTOR},
    "end_rehabilitation_plan": MANAGERS | {Role.HEAD, Role.DOCTOR},
    "review_rehabilitation_plan": SCHEDULES,
    "rate_rehabilitation_goal": SCHEDULES,
    "plan_series": SCHEDULES,
    "split_series": SCHEDULES,
    "end_series": SCHEDULES,
    "lay_out_sessions": SCHEDULES,
    "plan_session": SCHEDULES,
    "move_session": SCHEDULES,
    "cancel_session": SCHEDULES,
    "tick_sessions": SCHEDULES,
    "record_session": SCHEDULES,
    "strike_session": SCHEDULES,
    "export_calendar": SCHEDULES | LEADS,
    "add_therapy_room": OFFICE | THERAPY,
    "amend_therapy_room": OFFICE | THERAPY,
    "add_leave": OFFICE | THERAPY,
    "amend_leave": OFFICE | THERAPY,
    "strike_leave": OFFICE | THERAPY,
    "save_package": SCHEDULES | {Role.SOCIAL_WORKER, Role.CLERK, Role.ACCOUNTANT},
    "end_package": SCHEDULES | {Role.SOCIAL_WORKER},
    "save_programme": OFFICE | {Role.SOCIAL_WORKER, Role.ACCOUNTANT},
    "lend_device": SCHEDULES | {Role.NURSE, Role.SOCIAL_WORKER},
    "amend_loan": SCHEDULES | {Role.NURSE, Role.SOCIAL_WORKER},
    "return_device": SCHEDULES | {Role.NURSE, Role.SOCIAL_WORKER},
    "strike_loan": SCHEDULES | {Role.NURSE, Role.SOCIAL_WORKER},
    # groups and classes
    "save_group": LEADS,
    "move_stage": LEADS,
    "add_members": LEADS,
    "amend_member": LEADS,
    "end_membership": LEADS,
    "plan_group_series": LEADS,
    "split_group_series": LEADS,
    "end_group_series": LEADS,
    "plan_group_session": LEADS,
    "move_group_session": LEADS,
    "record_group_session": LEADS,
    "follow_up_absence": LEADS,
    "save_education_plan": CASEWORK | THERAPY,
    "review_education_plan": CASEWORK | THERAPY,
    # the path home
    "start_path": CASEWORK,
    "amend_path": CASEWORK,
    "move_path": CASEWORK,
    "save_carer": CASEWORK,
    "strike_carer": CASEWORK,
    "record_opinion": COUNSELS,
    "strike_opinion": COUNSELS,
    "check_readiness": COUNSELS | {Role.NURSE, Role.DOCTOR},
    "save_support": CASEWORK,
    "strike_support": CASEWORK,
    "record_carer_training": COUNSELS | CARE,
    "strike_carer_training": COUNSELS | CARE,
    "record_path_paper": CASEWORK | {Role.CLERK},
    "strike_path_paper": CASEWORK | {Role.CLERK},
    "report_trial": COUNSELS,
    "decide_trial": APPROVES_PATHS,
    "save_lead": CASEWORK,
    "strike_lead": CASEWORK,
    "save_letter": CASEWORK | {Role.CLERK},
    "strike_letter": CASEWORK | {Role.CLERK},
    "save_contact": CASEWORK | CARE | {Role.CLERK},
    "strike_contact": CASEWORK | CARE | {Role.CLERK},
    "save_family_assessment": COUNSELS,
    "complete_family_assessment": CASEWORK,
    "strike_family_assessment": CASEWORK,
    "clear_red_flag": APPROVES_PATHS,
    "save_handover": CASEWORK | {Role.CLERK, Role.NURSE, Role.DOCTOR},
    "complete_handover": CASEWORK,
    "strike_handover": CASEWORK,
    "export_family_dossier": CASEWORK,
    "begin_follow_up": CASEWORK,
    "lay_out_follow_up": CASEWORK,
    "plan_visit": CASEWORK,
    "move_visit": CASEWORK,
    "record_visit": COUNSELS,
    "receive_visit_report": CASEWORK | {Role.CLERK},
    "try_visit": COUNSELS | {Role.CLERK},
    "waive_visit": APPROVES_PATHS,
    "strike_visit": CASEWORK,
    "save_follow_up_end": CASEWORK,
    "complete_follow_up_end": APPROVES_PATHS,
    "link_return": CASEWORK,
    "save_collaborator": OFFICE | {Role.SOCIAL_WORKER},
    "strike_collaborator": OFFICE | {Role.SOCIAL_WORKER},
    # services, the hotline, referrals, protection
    "save_service": COUNSELS | CARE,
    "strike_service": COUNSELS | CARE,
    "save_call": ANSWERS_CALLS,
    "strike_call": COUNSELS,
    "call_back": ANSWERS_CALLS,
    "save_activity": OFFICE | COUNSELS,
    "strike_activity": OFFICE | COUNSELS,
    "save_campaign": OFFICE | {Role.SOCIAL_WORKER},
    "close_campaign": OFFICE,
    "save_relief": OFFICE | {Role.SOCIAL_WORKER},
    "strike_relief": OFFICE | {Role.SOCIAL_WORKER},
    "save_partner": OFFICE | {Role.SOCIAL_WORKER},
    "save_referral": COUNSELS,
    "move_referral": COUNSELS,
    "strike_referral": COUNSELS,
    "save_consent": COUNSELS,
    "approve_consent": APPROVES_PATHS,
    "revoke_consent": COUNSELS,
    "save_protection_case": COUNSELS,
    "save_contact_ban": COUNSELS,
    "strike_contact_ban": COUNSELS,
    "save_safety_plan": COUNSELS,
    "grant_case_access": APPROVES_PATHS,
    "end_case_access": APPROVES_PATHS,
    # periods
    "type_opening": OFFICE | {Role.ACCOUNTANT},
    "close_period": MANAGERS,
    "number_report": MANAGERS | {Role.CLERK},
    "sign_as_preparer": OFFICE | {Role.SOCIAL_WORKER, Role.ACCOUNTANT},
    "sign_as_head": MANAGERS,
    "sign_in_ink": MANAGERS | {Role.CLERK},
    "trust_facility": MANAGERS | {Role.CLERK},
    "make_signing_key": EVERYBODY - {Role.INSPECTOR},
    "add_destination": OFFICE | {Role.IT},
    "put_in_outbox": OFFICE,
    "send_package": OFFICE,
}

# What a detail of a person may be written by, where it is narrower than `add_detail`.
DETAIL_ROLES: dict[str, frozenset[Role]] = {
    "allergy": CASEWORK | {Role.NURSE, Role.DOCTOR},
    "health_card": CASEWORK | {Role.CLERK, Role.NURSE, Role.DOCTOR},
    "identity_paper": CASEWORK | {Role.CLERK},
    "disability_certificate": CASEWORK | {Role.CLERK, Role.DOCTOR},
    "address": CASEWORK | {Role.CLERK},
    "alias": CASEWORK,
    "relative": CASEWORK | {Role.CLERK, Role.NURSE, Role.PSYCHOLOGIST},
    "service_contract": CASEWORK | {Role.CLERK},
    "episode_category": CASEWORK,
    "bed_assignment": CASEWORK | {Role.NURSE},
    "absence": CASEWORK | {Role.NURSE, Role.CAREGIVER, Role.DOCTOR, Role.TEACHER},
    "dossier_item": CASEWORK | {Role.CLERK},
    "attachment": CASEWORK | CARE | {Role.CLERK},
    "belonging": CASEWORK | {Role.CLERK, Role.NURSE, Role.CAREGIVER},
    "schooling": CASEWORK | {Role.TEACHER, Role.CLERK},
    "vocational_course": CASEWORK | {Role.TEACHER, Role.CLERK},
    "employment": CASEWORK | {Role.TEACHER},
}

QUESTIONS: dict[str, frozenset[Role]] = {
    "people": SEES_PEOPLE,
    "restricted": SEES_PEOPLE,
    "figures": SEES_PEOPLE,
    "casework": SEES_PEOPLE - {Role.ACCOUNTANT},
    "approvals": MANAGERS | {Role.HEAD, Role.DOCTOR},
    "rehabilitation": SEES_PEOPLE,
    "groups": SEES_PEOPLE,
    "reintegration": SEES_PEOPLE - {Role.ACCOUNTANT},
    "services": SEES_PEOPLE - {Role.ACCOUNTANT},
    "staff": EVERYBODY,
    "accounts": MANAGERS | {Role.HEAD, Role.IT},
    "facility": EVERYBODY,
    "codes": EVERYBODY,
    "history": SEES_PEOPLE,
    "readings": MANAGERS,
    "periods": SEES_PEOPLE,
    "outbox": SEES_PEOPLE,
    "own": EVERYBODY,
}


def may(actor: Actor, deed: str, day: date, *, ward_id: str | None = None) -> bool:
    """Whether ``actor`` may do ``deed`` on ``day``; with a ward, only by a grant whose scope covers it. KeyError: no such deed."""
    return _holds(actor, DEEDS[deed], day, ward_id)


def may_write_detail(actor: Actor, table: str, day: date) -> bool:
    """Whether ``actor`` may add, amend or strike a detail of that table."""
    return _holds(actor, DETAIL_ROLES.get(table, DEEDS["add_detail"]), day, None)


def may_ask(actor: Actor, question: str, day: date) -> bool:
    """Whether ``actor`` may put a question of that kind. KeyError: no such kind."""
    return _holds(actor, QUESTIONS[question], day, None)


def may_open_restricted(actor: Actor, day: date) -> bool:
    """Whether ``actor`` may see the true names of restricted records: the managers, and who was given it."""
    return any(g.restricted or g.role in MANAGERS for g in actor.grants_on(day))


def sees_every_case(actor: Actor, day: date) -> bool:
    """Whether the lists of who needs to know a restricted stay do not bind ``actor``: the managers."""
    return any(g.role in MANAGERS for g in actor.grants_on(day))


def may_see_hiv(actor: Actor, day: date) -> bool:
    """Whether ``actor`` may see HIV status: only by a grant that says so (Luật phòng, chống HIV/AIDS)."""
    return any(g.hiv for g in actor.grants_on(day))


def may_approve_own(actor: Actor, day: date) -> bool:
    """Whether ``actor`` may approve a plan they made themselves: only by a grant that says so."""
    return any(g.self_approval for g in actor.grants_on(day))


def _holds(actor: Actor, roles: frozenset[Role], day: date, ward_id: str | None) -> bool:
    return any(
        g.role in roles and (ward_id is None or g.ward_id is None or g.ward_id == ward_id) for g in actor.grants_on(day)
    )


def missing_right(deed_words: str, roles: Iterable[Role]) -> Message:
    """The sentence for a missing right: which right, and who has it. ``deed_words`` is an English source string."""
    who = ", ".join(_(ROLE_WORDS[r]) for r in Role if r in set(roles))
    return message(
        "The right “{deed}” is needed. It belongs to: {who}. What was entered is kept in the draft.",
        deed=Message(deed_words),
        who=who,
    )

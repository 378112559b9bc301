"""Gathering one paper of the way home of a stay: whose it is, what it prints, and what it still lacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from carebook.records.families import FamilyAssessment
from carebook.records.follow_ups import FollowUp, FollowUpAttempt, FollowUpEnd, VisitState
from carebook.records.handovers import Handover, HandoverItem, HandoverSignature
from carebook.records.intake import FormState
from carebook.records.referrals import Consent, Partner, Referral
from carebook.records.reintegration import Carer, Reintegration
from carebook.records.tracing import TracingLetter
from carebook.reports.addressing import basis_words
from carebook.reports.case_papers.about import About
from carebook.reports.case_papers.cases import Case, about_masked, about_nobody, case_of, center_of, masked_row
from carebook.reports.case_papers.gathering import lacks
from carebook.reports.discharge import handover_minutes
from carebook.reports.forms import Form
from carebook.reports.paper.facts import Way
from carebook.reports.papers_of_stay import Lacking
from carebook.reports.papers_of_stay.leaving import BASES
from carebook.reports.path_papers.dossier import FamilyDossier, family_dossier, withheld_of
from carebook.reports.path_papers.family_visits import family_visit
from carebook.reports.path_papers.following import NO_VISIT, Home, follow_up_end, follow_up_sheet
from carebook.reports.path_papers.for_family import gathered_dossier
from carebook.reports.path_papers.handing_over import minutes_of
from carebook.reports.path_papers.kinds import HomePaper
from carebook.reports.path_papers.saying import reached_at
from carebook.reports.path_papers.sharing import consent_sheet, referral_sheet
from carebook.reports.path_papers.tracing import NOBODY_SOUGHT, Sought, tracing_letter, tracing_notice
from carebook.reports.people import Party, Resident
from carebook.reports.therapy_papers import Prepared
from carebook.rules.consents import Asked, why_not_valid
from carebook.rules.dated import legal_bases_on, limit_on
from carebook.store import code_lists, consents, families, intake, tracing
from carebook.store.book import Reader
from carebook.words import N_


@dataclass(frozen=True)
class Made:
    """What one paper is drawn from."""

    describe: Callable[[], Form]
    lacking: tuple[Lacking, ...] = ()
    draft: bool = False
    written: bool = True


def gather(
    reader: Reader, episode_id: str, kind: HomePaper, *, today: date, id: str = "", way: Way = Way.INK
) -> Prepared:
    """One paper with what the book holds; LookupError when there is no such stay, ``reader`` may not see whose it is, or
    nobody is publicly looked for because the record is restricted.

    ``id`` names the version: a letter (or the kind of one still to be sent), an assessment, minutes, a visit, an end, a
    referral, a consent, who receives the dossier; without it, or when it is not there, the newest. A paper nothing was written
    for yet comes as a sheet for the pen with the person's name. A restricted person leaves the house under the alias, and
    neither their home nor the center's address stands on what goes to others.
    """
    reader.asks("reintegration")
    case = case_of(reader, center_of(reader, today), episode_id, today=today, way=way)
    if kind is HomePaper.TRACING_NOTICE and case.is_restricted:
        raise LookupError(episode_id)
    person = case.file.person
    if kind is HomePaper.FAMILY_DOSSIER:
        return gathered_dossier(reader, case, id)
    made = _GATHERED[kind](reader, case, id)
    if made is None:
        label, place = _UNWRITTEN[kind]
        made = Made(partial(blank_form, outside(case), kind), (Lacking(label, place),), written=False)
    return Prepared(kind, person.full_name, (person.id,), made.describe, made.lacking, made.draft, made.written)


def blank(reader: Reader, kind: HomePaper, *, today: date, episode_id: str = "", way: Way = Way.INK) -> Prepared:
    """The same paper with dotted lines for the pen: with the name and birth of a stay, or of nobody.

    A restricted person's sheet carries the alias. LookupError when there is no such stay.
    """
    center = center_of(reader, today)
    if not episode_id:
        return Prepared(kind, "", (), partial(blank_form, about_nobody(center, way), kind), written=False)
    try:
        case = case_of(reader, center, episode_id, today=today, way=way)
    except LookupError:
        row = masked_row(reader, episode_id, today)
        described = partial(blank_form, about_masked(center, row, way), kind)
        return Prepared(kind, row.name, (row.person_id,), described, written=False)
    person = case.file.person
    return Prepared(kind, person.full_name, (person.id,), partial(blank_form, outside(case), kind), written=False)


def outside(case: Case) -> About:
    """Who it is on a paper that leaves the house: a restricted person's alias even for whoever may see more."""
    person = case.file.person
    if case.is_restricted:
        return replace(case.about, resident=Resident(full_name=person.alias or person.code), bed="")
    return replace(case.about, bed="")


def blank_form(about: About, kind: HomePaper) -> Form:
    """The paper of a kind with nothing written."""
    match kind:
        case HomePaper.TRACING_NOTICE:
            return tracing_notice(about, TracingLetter(episode_id=""), NOBODY_SOUGHT)
        case HomePaper.TRACING_LETTER:
            return tracing_letter(about, TracingLetter(episode_id=""), NOBODY_SOUGHT)
        case HomePaper.FAMILY_VISIT:
            criteria = about.codes.choices("family_criterion", date.max)
            return family_visit(about, FamilyAssessment(episode_id="", reintegration_id=""), criteria, {})
        case HomePaper.HANDOVER:
            return handover_minutes(minutes_of(about, Handover(episode_id="", reintegration_id=""), (), ()))
        case HomePaper.FAMILY_DOSSIER:
            nobody = FamilyDossier(about=about, withheld=withheld_of("", restricted=False))
            return family_dossier(nobody)
        case HomePaper.FOLLOW_UP:
            return follow_up_sheet(about, NO_VISIT, _home(about))
        case HomePaper.FOLLOW_UP_END:
            end = FollowUpEnd(episode_id="", reintegration_id="")
            return follow_up_end(about, end, None, (), _home(about), blank=True)
        case HomePaper.REFERRAL:
            return referral_sheet(about, Referral(episode_id=""), None, None)
    return consent_sheet(about, Consent(episode_id=""))


def _home(about: About, carer: Party | None = None, place: str = "", reached: str = "") -> Home:
    """Where somebody went, with the words of the lists that are ticked."""
    lists = {
        name: {one.code: one.text for one in about.codes.choices(name, date.max)}
        for name in ("visit_mode", "care_level")
    }
    return Home(
        carer=carer or Party(), place=place, reached=reached, modes=lists["visit_mode"], care_levels=lists["care_level"]
    )


# looking for the family


def _sought(reader: Reader, case: Case) -> Sought:
    episode, form = case.stay.episode, next(iter(intake.intake_forms(reader, case.episode_id)), None)
    things = form.belongings if form is not None else ""
    kept = [one.what for one in case.stay.belongings if not one.amount]
    ends = limit_on(code_lists.limits(reader), "age_childhood_ends", case.today).value
    asked = consents.asked_of(reader, case.file.person, case.today)
    return Sought(
        found_on=episode.start_on,
        found_at="" if case.is_restricted else episode.intake_place,
        state=" ".join((episode.intake_state or (form.state_on_arrival if form is not None else "")).split()),
        features=" ".join(form.features.split()) if form is not None else "",
        language=form.languages if form is not None else "",
        things=" ".join(things.split()) or ", ".join(kept),
        is_child=asked.age is not None and asked.age < ends,
    )


def _tracing_notice(reader: Reader, case: Case, id: str) -> Made:
    kinds = tracing.notice_kinds(reader)
    found = [one for one in tracing.letters_of(reader, case.episode_id) if one.kind in kinds]
    letter = next((one for one in found if one.id == id), next(iter(found), None))
    runs = limit_on(code_lists.limits(reader), "public_notice", case.today)
    sought = _sought(reader, case)
    described = partial(
        tracing_notice,
        replace(case.about, bed=""),
        letter or TracingLetter(episode_id=case.episode_id),
        sought,
        case.center.facility,
        working_days=runs.value,
    )
    wanted = (
        (letter, Lacking(N_("No public notice is written yet"), "tracing")),
        (sought.found_at, Lacking(N_("Found or received at"), "person")),
        (sought.features, Lacking(N_("Distinguishing features"), "intake")),
        (sought.things, Lacking(N_("Belongings"), "person")),
    )
    return Made(described, _lacking(wanted), written=letter is not None)


def _tracing_letter(reader: Reader, case: Case, id: str) -> Made:
    notices = tracing.notice_kinds(reader)
    found = [one for one in tracing.letters_of(reader, case.episode_id) if one.kind not in notices]
    still_to_send = case.center.codes.code("tracing_letter", id) if id else None
    letter = next((one for one in found if one.id == id), None)
    if letter is None and still_to_send is None:
        letter = next(iter(found), None)
    shown = letter or TracingLetter(episode_id=case.episode_id, kind=id if still_to_send else "commune_letter")
    leads = tracing.leads_of(reader, case.episode_id)
    lead = next((one for one in leads if one.id == shown.lead_id), None)
    described = partial(
        tracing_letter,
        replace(case.about, bed=""),
        shown,
        _sought(reader, case),
        case.center.facility,
        lead,
        hidden=case.is_restricted,
    )
    lacking = (
        lacks(shown, "tracing", "number", "sent_on", "reply_due_on")
        if letter is not None
        else (Lacking(N_("This letter is not written yet"), "tracing"),)
    )
    return Made(described, lacking, written=letter is not None)


# the family, the handover


def _paths(reader: Reader, case: Case) -> list[Reintegration]:
    return reader.records(Reintegration, "episode_id = ?", (case.episode_id,), order="started_on DESC, id DESC")


def _carer(reader: Reader, reintegration_id: str, carer_id: str | None = None) -> Carer | None:
    found = reader.records(Carer, "reintegration_id = ?", (reintegration_id,), order="chosen DESC, id")
    return next((one for one in found if one.id == carer_id), next((one for one in found if one.chosen), None))


def _family_visit(reader: Reader, case: Case, id: str) -> Made | None:
    files = [file for path in _paths(reader, case) for file in families.family_files(reader, path.id)]
    file = next((one for one in files if one.id == id), next(iter(files), None))
    if file is None:
        return None
    visit = file.assessment
    carer = _carer(reader, visit.reintegration_id, visit.carer_id)
    ratings = {one.criterion: one for one in file.ratings}
    described = partial(family_visit, case.about, visit, file.card.criteria, ratings, file.rated, carer)
    wanted = ("visited_on", "visitor_id", "present", "housing", "who_cares", "commune_opinion", "conclusion")
    unrated = () if file.rated.is_whole else (Lacking(N_("Scorecard of the family"), "families"),)
    return Made(described, (*lacks(visit, "families", *wanted), *unrated), draft=not file.is_completed)


def _handover(reader: Reader, case: Case, id: str) -> Made | None:
    found = reader.records(Handover, "episode_id = ?", (case.episode_id,), order="handed_on DESC, id DESC")
    handover = next((one for one in found if one.id == id), next(iter(found), None))
    if handover is None:
        return None
    items = reader.records(HandoverItem, "handover_id = ?", (handover.id,), order="position, id")
    signatures = reader.records(HandoverSignature, "handover_id = ?", (handover.id,))
    day = handover.handed_on or case.today
    in_force = {row.doc_no: row for row in legal_bases_on(code_lists.legal_bases(reader), day)}
    paper = minutes_of(
        replace(case.about, bed=""),
        handover,
        items,
        signatures,
        legal_bases=tuple(basis_words(in_force[number]) for number in BASES if number in in_force),
        follow_up_months=limit_on(code_lists.limits(reader), "aftercare", day).value,
        reached=reached_at(case.center.facility, hidden=case.is_restricted),
    )
    wanted = ("handed_on", "receiver", "receiver_paper", "witness", "health", "guidance")
    place = _lacking(((handover.place, Lacking(N_("Place of the handover"), "handovers")),))
    lacking = (*case.lacking, *place, *lacks(handover, "handovers", *wanted))
    return Made(partial(handover_minutes, paper), lacking, draft=handover.state is FormState.IN_PROGRESS)


# afterwards


def _at_home(reader: Reader, case: Case, about: About, path: Reintegration | None) -> Home:
    reached = reached_at(case.center.facility, hidden=case.is_restricted)
    if path is None or case.is_restricted:
        return _home(about, reached=reached)
    carer = _carer(reader, path.id)
    party = (
        Party(
            name=carer.full_name,
            relation=about.text("relationship", carer.relation),
            phone=carer.phone or None,
        )
        if carer is not None
        else Party()
    )
    place = ", ".join(filter(None, (path.place, about.text("commune", path.commune))))
    return _home(about, party, place or (carer.address if carer is not None else ""), reached)


def _follow_up(reader: Reader, case: Case, id: str) -> Made | None:
    found = reader.records(FollowUp, "episode_id = ?", (case.episode_id,), order="due_on, id")
    due = next((one for one in found if one.state is VisitState.DUE), None)
    visit = next((one for one in found if one.id == id), due or next(reversed(found), None))
    if visit is None:
        return None
    about = outside(case)
    described = partial(
        follow_up_sheet,
        about,
        visit,
        _at_home(reader, case, about, reader.record(Reintegration, visit.reintegration_id)),
        reader.records(FollowUpAttempt, "follow_up_id = ?", (visit.id,), order="tried_on, id"),
        worker=about.name(visit.worker_id),
        hidden=case.is_restricted,
    )
    done = visit.state is VisitState.DONE
    lacking = lacks(visit, "follow_ups", "done_on", "mode", "seen", "risk") if done else ()
    return Made(described, lacking, written=visit.state is not VisitState.DUE)


def _follow_up_end(reader: Reader, case: Case, id: str) -> Made | None:
    found = reader.records(FollowUpEnd, "episode_id = ?", (case.episode_id,), order="ended_on DESC, id DESC")
    end = next((one for one in found if one.id == id), next(iter(found), None))
    if end is None:
        return None
    about = outside(case)
    path = reader.record(Reintegration, end.reintegration_id)
    visits = reader.records(FollowUp, "reintegration_id = ?", (end.reintegration_id,), order="due_on, id")
    described = partial(follow_up_end, about, end, path, visits, _at_home(reader, case, about, path))
    lacking = lacks(end, "follow_ups", "ended_on", "outcome", "reason", "summary")
    return Made(described, lacking, draft=end.state is FormState.IN_PROGRESS)


# what is shared


def _referral(reader: Reader, case: Case, id: str) -> Made | None:
    found = reader.records(Referral, "episode_id = ?", (case.episode_id,), order="proposed_on DESC, id DESC")
    referral = next((one for one in found if one.id == id), next(iter(found), None))
    if referral is None:
        return None
    consent = reader.record(Consent, referral.consent_id) if referral.consent_id else None
    partner = reader.record(Partner, referral.partner_id)
    described = partial(
        referral_sheet,
        outside(case),
        referral,
        partner,
        consent,
        case.center.facility,
        hidden=case.is_restricted,
    )
    asked = consents.asked_of(reader, case.file.person, case.today)
    holds = consent is not None and why_not_valid(consent, referral.sent_on or case.today, asked) is None
    wanted = ((holds, Lacking(N_("Valid consent to share information"), "referrals")),)
    lacking = (*lacks(referral, "referrals", "reason", "worker_id"), *_lacking(wanted))
    return Made(described, lacking, draft=case.is_restricted and not holds)


def _consent(reader: Reader, case: Case, id: str) -> Made | None:
    found = consents.consents_of(reader, case.episode_id)
    consent = next((one for one in found if one.id == id), next(iter(found), None))
    if consent is None:
        return None
    asked: Asked = consents.asked_of(reader, case.file.person, consent.given_on or case.today)
    described = partial(
        consent_sheet,
        outside(case),
        consent,
        child_age=asked.from_age if asked.child_agrees_too else None,
    )
    wanted = ((consent.approved_on, Lacking(N_("Approval of the head"), "referrals")),)
    return Made(described, _lacking(wanted), draft=consent.approved_on is None)


def _lacking(wanted: tuple[tuple[object, Lacking], ...]) -> tuple[Lacking, ...]:
    return tuple(lack for there, lack in wanted if not there)


_GATHERED: Mapping[HomePaper, Callable[[Reader, Case, str], Made | None]] = {
    HomePaper.TRACING_NOTICE: _tracing_notice,
    HomePaper.TRACING_LETTER: _tracing_letter,
    HomePaper.FAMILY_VISIT: _family_visit,
    HomePaper.HANDOVER: _handover,
    HomePaper.FOLLOW_UP: _follow_up,
    HomePaper.FOLLOW_UP_END: _follow_up_end,
    HomePaper.REFERRAL: _referral,
    HomePaper.CONSENT: _consent,
}
_UNWRITTEN: Mapping[HomePaper, tuple[str, str]] = {
    HomePaper.FAMILY_VISIT: (N_("The family was not assessed yet"), "families"),
    HomePaper.HANDOVER: (N_("No handover minutes yet"), "handovers"),
    HomePaper.FOLLOW_UP: (N_("No visit of the follow-up yet"), "home_path"),
    HomePaper.FOLLOW_UP_END: (N_("The follow-up is not ended yet"), "home_path"),
    HomePaper.REFERRAL: (N_("No referral yet"), "referrals"),
    HomePaper.CONSENT: (N_("No consent yet"), "referrals"),
}

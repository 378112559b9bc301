"""Which papers of a case the book can fill, and in which versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.dates import written
from carebook.records.enum_words import said
from carebook.records.episodes import Episode
from carebook.records.intake import FormState
from carebook.reports.case_papers.kinds import CasePaper
from carebook.rules.progress import newest_periods
from carebook.store import assessments, care_plans, closures, conferences, intake
from carebook.store.book import Reader
from carebook.store.care_plans import PlanFile
from carebook.words import _

_MONTHS, _QUARTERS = 12, 4


@dataclass(frozen=True)
class Version:
    """One filled version of a paper: its id, what it is called ("Bản 2 · Đang thực hiện"), and whether it is finished."""

    id: str
    words: str
    finished: bool = True


@dataclass(frozen=True)
class Offered:
    """One paper of the case with its versions, the newest first; none when nothing was written yet."""

    kind: CasePaper
    versions: tuple[Version, ...] = ()

    @property
    def id(self) -> str:
        return self.kind.value


def papers_there(reader: Reader, episode_id: str, today: date) -> tuple[Offered, ...] | None:
    """Every paper of the case in the order in which they are made; None when the asker may not see whose it is.

    The versions of form 05 are the periods since the stay began, the running month first.
    """
    reader.asks("casework")
    episode = reader.record(Episode, episode_id)
    if episode is None:
        return None
    closed = closures.closure_of(reader, episode_id)
    plans = _in_force_first(care_plans.plans_of(reader, episode_id))
    return (
        Offered(
            CasePaper.FORM01,
            tuple(_form(f.id, f.collected_on, f.state) for f in intake.intake_forms(reader, episode_id)[:1]),
        ),
        Offered(
            CasePaper.FORM02,
            tuple(
                _form(f.assessment.id, f.assessment.assessed_on, f.assessment.state, said(f.assessment.kind))
                for f in assessments.assessments_of(reader, episode_id)
            ),
        ),
        Offered(
            CasePaper.FORM03,
            tuple(_form(f.id, f.checked_on, f.state) for f in assessments.eligibility_checks(reader, episode_id)),
        ),
        Offered(CasePaper.FORM04, tuple(_plan(f) for f in plans)),
        Offered(CasePaper.FORM05, _periods(episode, today)),
        Offered(
            CasePaper.MINUTES,
            tuple(
                Version(f.conference.id, _dated(f.conference.subject, f.conference.held_on))
                for f in conferences.conferences_of(reader, episode_id)
            ),
        ),
        Offered(
            CasePaper.FORM06,
            (_form(closed.closure.id, closed.closure.closed_on, closed.closure.state),) if closed else (),
        ),
        Offered(CasePaper.BEDSIDE, (_bedside(plans),)),
    )


def _dated(words: str, day: date | None) -> str:
    return " · ".join(filter(None, (words, written(day) if day else "")))


def _form(id: str, day: date | None, state: FormState, kind: str = "") -> Version:
    return Version(id, " · ".join(filter(None, (_dated(kind, day), said(state)))), state is FormState.COMPLETED)


def _in_force_first(files: tuple[PlanFile, ...]) -> list[PlanFile]:
    return sorted(files, key=lambda file: not file.in_force)


def _plan(file: PlanFile) -> Version:
    standing = _("In force") if file.in_force else said(file.plan.state)
    words = _("Version {number}").format(number=file.plan.number)
    return Version(file.plan.id, f"{words} · {standing}", file.plan.approved_at is not None)


def _bedside(plans: list[PlanFile]) -> Version:
    in_force = any(file.in_force for file in plans)
    return Version("", _("From the plan in force") if in_force else _("No plan in force yet"), in_force)


def _periods(episode: Episode, today: date) -> tuple[Version, ...]:
    last = min(today, episode.end_on or today)
    wanted = [*newest_periods("month", last, _MONTHS), *newest_periods("quarter", last, _QUARTERS)]
    since = [one for one in wanted if one.last >= episode.start_on]
    return tuple(Version(one.code, _capital(str(one.words))) for one in since)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]

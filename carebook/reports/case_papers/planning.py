"""Form 04: the care plan (TT 02/2020 Điều 6 khoản 2), one version of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from carebook.dates import local
from carebook.money import dong
from carebook.records.care_plans import (
    Activity,
    Answer,
    CarePlan,
    DailyHelp,
    Goal,
    Owner,
    PlanDecision,
    PlanState,
    Risk,
)
from carebook.reports.case_papers.about import About, day_words, moment_words, said, typed
from carebook.reports.case_papers.assessing import whose
from carebook.reports.forms import Form, Look, Part, Prose, lines, listing, wide
from carebook.reports.grid import GridColumn
from carebook.reports.people import section

GOAL_HEADS = (
    *(wide("Lĩnh vực", 3), wide("Mục tiêu cụ thể", 8), wide("Chỉ số đo", 2), wide("Hiện tại → cần đạt", 1)),
    *(wide("Hạn", 3), GridColumn("Ưu tiên", align="center")),
)
ACTIVITY_HEADS = (
    wide("Hoạt động", 5),
    GridColumn("Cho mục tiêu", align="center"),
    *("Thời gian, tần suất", "Nguồn lực, dự toán", "Chịu trách nhiệm", "Nơi cung cấp"),
)
RISK_HEADS = (wide("Rủi ro", 8), wide("Khả năng", 1), wide("Ảnh hưởng", 1), wide("Cách giải quyết", 4))
HELP_HEADS = ("Việc chăm sóc", "Mức hỗ trợ", wide("Cách làm", 4))


def form04(
    about: About,
    plan: CarePlan,
    goals: Sequence[Goal] = (),
    activities: Sequence[Activity] = (),
    risks: Sequence[Risk] = (),
    helps: Sequence[DailyHelp] = (),
    decisions: Sequence[PlanDecision] = (),
    *,
    blank: bool = False,
) -> Form:
    """Kế hoạch chăm sóc, trợ giúp."""
    numbers = {goal.id: str(n) for n, goal in enumerate(goals, 1)}
    period = " – ".join(filter(None, (day_words(plan.from_on), day_words(plan.to_on))))
    cost = sum(activity.cost or 0 for activity in activities)
    return Form(
        letterhead=about.letterhead,
        kind="Kế hoạch chăm sóc, trợ giúp",
        about=about.resident.full_name,
        label=about.label("04"),
        parts=(
            *whose(about),
            *lines(
                [("Phiên bản", "" if blank else str(plan.number)), ("Thời gian thực hiện", period)],
                [
                    ("Người quản lý đối tượng", about.name(plan.manager_id) or about.manager),
                    ("Rà soát lần đầu", day_words(plan.review_on)),
                ],
                *([[("Lý do thay đổi", plan.changed_because)]] if plan.changed_because else []),
            ),
            *typed("Thành phần xây dựng kế hoạch", plan.participants),
            *typed("Mục tiêu chung", plan.general_goal, 2),
            *lines([("Mục tiêu lâu dài", _permanency(about, plan))]),
            section("1. Mục tiêu"),
            listing(GOAL_HEADS, [_goal(about, goal) for goal in goals], 4),
            section("2. Hoạt động trợ giúp theo thứ tự ưu tiên (KC: khẩn cấp)"),
            listing(ACTIVITY_HEADS, [_activity(about, activity, numbers) for activity in activities], 5),
            *((Prose(f"Tổng dự toán: {dong(cost)}."),) if cost else ()),
            section("3. Rủi ro và cách giải quyết"),
            listing(RISK_HEADS, [(r.text, said(r.likelihood), said(r.impact), r.response) for r in risks], 2),
            *_help(about, helps, blank=blank),
            section("5. Ý kiến của đối tượng, gia đình" if helps or blank else "4. Ý kiến của đối tượng, gia đình"),
            *lines(
                [("Ý kiến", said(plan.agreement)), ("Người nêu ý kiến", plan.agreed_by)],
                [("Ngày thống nhất", day_words(plan.agreed_on))],
            ),
            *typed("Lời của đối tượng", plan.client_words, 2),
            *_decided(about, plan, decisions),
        ),
        place_date=about.dated(local(plan.approved_at).date() if plan.approved_at else None),
        slots=(
            about.signs_by_hand("client", ("ĐỐI TƯỢNG", "hoặc người giám hộ"), plan.agreed_by),
            about.signs("manager", ("NGƯỜI QUẢN LÝ", "ĐỐI TƯỢNG"), about.name(plan.manager_id) or about.manager),
            about.head_signs("PHÊ DUYỆT"),
        ),
    )


def _decided(about: About, plan: CarePlan, decisions: Sequence[PlanDecision]) -> tuple[Part, ...]:
    """Who approved the version in the round that counted, each tier with its opinion."""
    said_yes = [one for one in decisions if one.round == plan.round and one.answer is Answer.APPROVED]
    words = []
    for one in said_yes if plan.approved_at is not None else ():
        tier = ", ".join(filter(None, (about.text("approval_tier", one.tier), about.name(one.decided_by))))
        opinion = f", ý kiến: {one.comment.strip().rstrip('.')}" if one.comment.strip() else ""
        words.append(Prose(f"Đã phê duyệt lúc {moment_words(one.decided_at)}: {tier}{opinion}.", Look.PLAIN))
    return tuple(words)


def is_draft(plan: CarePlan) -> bool:
    """Whether the paper says BẢN NHÁP: the version was never approved."""
    return plan.state not in (PlanState.APPROVED, PlanState.ENDED)


def _permanency(about: About, plan: CarePlan) -> str:
    return ": ".join(filter(None, (about.text("permanency_goal", plan.permanency), plan.permanency_note)))


def _goal(about: About, goal: Goal) -> tuple[str, ...]:
    way = " → ".join(filter(None, (goal.from_value, goal.to_value)))
    domain, due = about.text("need_domain", goal.domain), day_words(goal.due_on)
    return (domain, goal.text, goal.measure, way, due, str(goal.priority or ""))


def _activity(about: About, activity: Activity, numbers: Mapping[str, str]) -> tuple[str, ...]:
    when = " – ".join(filter(None, (day_words(activity.from_on), day_words(activity.to_on))))
    cost = dong(activity.cost) if activity.cost else ""
    who = about.name(activity.staff_member_id) or activity.responsible
    owner = who if activity.owner is Owner.STAFF and who else ": ".join(filter(None, (said(activity.owner), who)))
    service = about.text("service", activity.service)
    return (
        f"{activity.text}{' (KC)' if activity.urgent else ''}",
        numbers.get(activity.goal_id or "", ""),
        "; ".join(filter(None, (activity.frequency, when))),
        "; ".join(filter(None, (activity.resources, cost))),
        owner,
        "; ".join(filter(None, (activity.provider, service))),
    )


def _help(about: About, helps: Sequence[DailyHelp], *, blank: bool) -> tuple[Part, ...]:
    """The baseline of daily help; left out where nothing is written, except on a blank form."""
    if not helps and not blank:
        return ()
    rows = [(about.text("care_kind", one.kind), said(one.level), one.note) for one in helps]
    return (section("4. Mức hỗ trợ hằng ngày"), listing(HELP_HEADS, rows, 4))

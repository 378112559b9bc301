"""How what is measured of a person and the care level are written: the forms of the panel at the side."""

from __future__ import annotations

from carebook.actions.monitoring import save_monitoring, set_care_level
from carebook.records.daily_care import CareLevel
from carebook.records.episodes import Episode
from carebook.records.monitoring import MonitoringPlan
from carebook.ui.pages.person.editor import Writing
from carebook.ui.pages.person.said import choices_of
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, section
from carebook.words import _

_HOW_OFTEN = ("measure", "frequency", "rounds", "from_on", "to_on", "because")
_LIMITS = ("low", "high", "low_second", "high_second")


def monitoring_row(desk: Desk, plan: MonitoringPlan) -> tuple[Writing, MonitoringPlan]:
    """One measure and how often it is taken, new or to be changed; its alert limits are this person's own."""
    writing = Writing(
        form="monitoring_plan",
        title=_("What is monitored"),
        sections=(
            section("", MonitoringPlan, *_HOW_OFTEN),
            section(_("Own alert limits"), MonitoringPlan, *_LIMITS, line=_("Left empty, the usual limits hold.")),
        ),
        deed=save_monitoring,
        choices=choices_of(desk, MonitoringPlan, *_HOW_OFTEN),
        dress=lambda form: _dress(desk, form),
        versioned=True,
    )
    return writing, plan


def _dress(desk: Desk, form: Form) -> None:
    """Rounds only where the frequency has any, second limits only of a pair, limits only of numbers."""

    def measure(shown: Form) -> dict[str, object]:
        code = desk.codes.code("measure", str(shown.value("measure") or ""), desk.today())
        return dict(code.extra) if code is not None else {}

    def has_rounds(shown: Form) -> bool:
        code = desk.codes.code("monitoring_frequency", str(shown.value("frequency") or ""), desk.today())
        return code is not None and "rounds" in code.extra

    form.show_when("rounds", has_rounds)
    for name in ("low", "high"):
        form.show_when(name, lambda shown: "least" in measure(shown))
    for name in ("low_second", "high_second"):
        form.show_when(name, lambda shown: bool(measure(shown).get("pair")))


def care_level(desk: Desk, episode: Episode, level: CareLevel | None) -> tuple[Writing, CareLevel]:
    """How much care somebody needs from today on."""
    writing = Writing(
        form="care_level",
        title=_("Care level"),
        sections=(section("", CareLevel, "level", "from_on", "because"),),
        deed=set_care_level,
        choices=choices_of(desk, CareLevel, "level"),
        note=_("The earlier level stays in the history. What is measured by default can be added afterwards."),
    )
    first = level.level if level is not None else "self_care"
    return writing, CareLevel(episode_id=episode.id, level=first, from_on=desk.today())

"""What the file of an instrument (scale, thang đo) says: its terms, its items, how it is scored and what a score means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from carebook.words import N_

TOTAL = "total"
"""The code of the one counted item of an instrument of which only the score is kept."""

AGE_IN_MONTHS = "age_months"
"""The code of an item that asks for the age on the day of the test; its answer goes before the age of the person."""


class Mode(Enum):
    """Whether the book holds the items, or only the score read from a paper form that the center has the right to use."""

    ITEMS = "items"
    SCORE = "score"


class Purpose(Enum):
    """The group an instrument stands under."""

    ADL = "adl"
    MOOD = "mood"
    COGNITION = "cognition"
    FALLS = "falls"
    SKIN = "skin"
    PAIN = "pain"
    FUNCTION = "function"
    CHILD = "child"
    AUTISM = "autism"
    GOALS = "goals"
    REHAB = "rehab"
    ILLNESS = "illness"
    ALCOHOL = "alcohol"
    NUTRITION = "nutrition"


PURPOSE_WORDS: dict[Purpose, str] = {
    Purpose.ADL: N_("Activities of daily living"),
    Purpose.MOOD: N_("Mood and well-being"),
    Purpose.COGNITION: N_("Memory and thinking"),
    Purpose.FALLS: N_("Risk of falling"),
    Purpose.SKIN: N_("Risk of pressure ulcers"),
    Purpose.PAIN: N_("Pain scales"),
    Purpose.FUNCTION: N_("Functioning and disability"),
    Purpose.CHILD: N_("Development and behaviour of children"),
    Purpose.AUTISM: N_("Autism"),
    Purpose.GOALS: N_("Attainment of goals"),
    Purpose.REHAB: N_("Movement and rehabilitation"),
    Purpose.ILLNESS: N_("Acute illness"),
    Purpose.ALCOHOL: N_("Use of alcohol"),
    Purpose.NUTRITION: N_("Nutritional state"),
}


class AnswerKind(Enum):
    """What an item is answered with; a yes or no is a choice of two."""

    CHOICE = "choice"
    YES_NO = "yes_no"
    NUMBER = "number"
    TEXT = "text"


class Method(Enum):
    """How answers become a total.

    ``GOALS`` is the T score of goal attainment scaling, ``COUNT`` the number of answers from ``at_least`` on, ``NONE`` no
    total at all.
    """

    SUM = "sum"
    MEAN = "mean"
    COUNT = "count_at_least"
    GOALS = "gas_t"
    NONE = "none"


class Better(Enum):
    """Which end of a scale is the good one."""

    HIGH = "high"
    LOW = "low"


class Tone(Enum):
    """How loudly a band speaks."""

    OK = "ok"
    INFO = "info"
    WARN = "warn"
    DANGER = "danger"


@dataclass(frozen=True)
class Choice:
    """One possible answer. ``key`` is the key of the keyboard that chooses it."""

    value: float
    words: str
    key: str


@dataclass(frozen=True)
class Item:
    """One question or measure.

    An ``optional`` one may stay empty on a finished sheet; one that is not ``counted`` adds nothing to the total. ``low`` and
    ``high`` (both included), ``step`` from ``low`` on and ``decimals`` hold for numbers.
    """

    code: str
    words: str
    kind: AnswerKind
    choices: tuple[Choice, ...] = ()
    hint: str = ""
    optional: bool = False
    counted: bool = True
    unit: str = ""
    low: float | None = None
    high: float | None = None
    step: float | None = None
    decimals: int = 0


@dataclass(frozen=True)
class Scoring:
    """How answers become a total between ``low`` and ``high``, rounded to ``decimals``.

    Sum and mean are multiplied by ``factor``. A change of the total by ``minimal_change`` or more means something, where
    this is known.
    """

    method: Method
    factor: float = 1.0
    at_least: float | None = None
    low: float | None = None
    high: float | None = None
    decimals: int = 0
    minimal_change: float | None = None


@dataclass(frozen=True)
class Band:
    """What the totals from ``low`` to ``high`` (both included) mean; ``worse`` counts from 0, the best band."""

    low: float
    high: float
    code: str
    words: str
    tone: Tone
    worse: int


@dataclass(frozen=True)
class Norm:
    """The bands of one sex ("male", "female") in an age in completed years, both ends included."""

    sex: str
    age_from: int
    age_to: int
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class Subscale:
    """A part of an instrument with a score of its own, out of ``items``."""

    code: str
    title: str
    items: tuple[str, ...]
    scoring: Scoring
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True)
class Alert:
    """What is said at once, whatever the total, when an answer to one of ``items`` is ``at_least`` so much."""

    items: tuple[str, ...]
    at_least: float
    words: str
    urgent: bool = False


@dataclass(frozen=True)
class Comparison:
    """Two answers that belong together: when ``item`` lies in ``low`` to ``high``, ``other`` is expected in its own range."""

    item: str
    low: float
    high: float
    other: str
    other_low: float
    other_high: float
    words: str


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """One instrument in one version, as it came on ``since``.

    ``unvalidated``: the items are in words of our own, which papers must say. ``remark`` is printed with every result.
    ``licence_file`` stands beside the file and holds the terms where they differ from the program's. Ages are completed
    months, both included; None is open. ``interval_months`` is when to measure again, ``after`` the kinds of incidents after
    which to measure again at once. Where bands depend on age and sex they stand in ``norms`` and ``bands`` is empty. In mode
    SCORE the items are what is read from the paper form: the ``TOTAL`` and the scores of parts. With the method GOALS the
    one item is asked for every goal.
    """

    code: str
    version: int
    since: date
    title: str
    short_title: str
    purpose: Purpose
    mode: Mode
    scoring: Scoring
    items: tuple[Item, ...]
    better: Better | None = None
    licence: str
    holder: str
    citation: str
    terms: str
    licence_file: str = ""
    unvalidated: bool = False
    remark: str = ""
    frame: str = ""
    min_age_months: int | None = None
    max_age_months: int | None = None
    interval_months: int | None = None
    after: tuple[str, ...] = ()
    bands: tuple[Band, ...] = ()
    norms: tuple[Norm, ...] = ()
    subscales: tuple[Subscale, ...] = ()
    alerts: tuple[Alert, ...] = ()
    comparisons: tuple[Comparison, ...] = ()

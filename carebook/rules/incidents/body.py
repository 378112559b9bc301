"""The outline of the body: which part of it a mark lies on, as the person's own left and right."""

from __future__ import annotations

from carebook.records.incidents import BodyMark
from carebook.words import N_, Message, message

# Down to which height (thousandths) a part of the trunk, of the arms, of the legs reaches: in front, and behind.
_HEAD = 130
_NECK = 160
_TRUNK = ((300, N_("chest"), N_("upper back")), (400, N_("belly"), N_("lower back")), (460, N_("hip"), N_("buttock")))
_ARM = (
    (200, N_("shoulder"), N_("shoulder")),
    (310, N_("upper arm"), N_("upper arm")),
    (355, N_("elbow"), N_("elbow")),
    (465, N_("forearm"), N_("forearm")),
    (1001, N_("hand"), N_("hand")),
)
_LEG = (
    (520, N_("thigh"), N_("buttock")),
    (640, N_("thigh"), N_("thigh")),
    (720, N_("knee"), N_("hollow of the knee")),
    (900, N_("lower leg"), N_("lower leg")),
    (1001, N_("foot"), N_("foot")),
)
_ARMS_OUTSIDE = 190
_ARMS_UNTIL = 560
_MIDDLE = 60


def body_part(mark: BodyMark) -> Message:
    """The part of the body a mark lies on, with the side where there are two: "left elbow"."""
    from_middle = mark.x - 500
    if mark.y < _HEAD:
        part = N_("back of the head") if mark.back else N_("face") if mark.y > 60 else N_("forehead, crown")
    elif mark.y < _NECK and abs(from_middle) <= _ARMS_OUTSIDE:
        part = N_("nape") if mark.back else N_("neck")
    elif abs(from_middle) > _ARMS_OUTSIDE and mark.y < _ARMS_UNTIL:
        part = _at(_ARM, mark)
    else:
        part = _at(_TRUNK if mark.y < _TRUNK[-1][0] else _LEG, mark)
    if abs(from_middle) <= _MIDDLE:
        return Message(part)
    left = (from_middle < 0) is mark.back  # seen from the front, the person's left is on the right
    return message("left {part}", part=Message(part)) if left else message("right {part}", part=Message(part))


def _at(parts: tuple[tuple[int, str, str], ...], mark: BodyMark) -> str:
    return next(behind if mark.back else front for until, front, behind in parts if mark.y < until)

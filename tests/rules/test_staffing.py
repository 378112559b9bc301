"""In which group somebody counts, and how many staff the norms ask for: the tables of Thông tư 33/2017, Điều 5."""

from __future__ import annotations

import tomllib
from collections import Counter

import pytest

from carebook import places
from carebook.records.codes import Code
from carebook.rules.code_files import codes_from_toml
from carebook.rules.staffing import ClientFacts, Posts, group_of, norm_lines, post_lines

CODES = [
    one
    for one in codes_from_toml(tomllib.loads(places.resource("codes/daily_care.toml").read_text(encoding="utf-8")))
    if isinstance(one, Code)
]


def codes(name: str) -> list[Code]:
    return [one for one in CODES if one.list_name == name]


@pytest.mark.parametrize(
    ("client", "group"),
    [
        (ClientFacts(3), "infant"),
        (ClientFacts(17, kinds=("mobility",)), "infant"),
        (ClientFacts(18), "child_small"),
        (ClientFacts(71, kinds=("hearing_speech",)), "special_small"),
        (ClientFacts(72), "child"),
        (ClientFacts(150, needs_hiv_care=True), "special"),
        (ClientFacts(191, category="child_disabled"), "special"),
        (ClientFacts(192), "none"),
        (ClientFacts(600, category="street_adult"), "street"),
        (ClientFacts(600, category_group="social_mental", degree="extremely_severe"), "mental_worst"),
        (ClientFacts(600, kinds=("mental",)), "mental_severe"),
        (ClientFacts(600, kinds=("mental",), degree="mild"), "mental_stable"),
        (ClientFacts(600, kinds=("vision",), level="self_care"), "disabled_self"),
        (ClientFacts(600, category_group="social_disabled", level="total"), "disabled"),
        (ClientFacts(972, level="partial"), "elderly"),
        (ClientFacts(972, kinds=("mobility",)), "elderly_self"),
        (ClientFacts(None), "elderly_self"),
    ],
)
def test_the_group_of_a_client(client: ClientFacts, group: str) -> None:
    assert group_of(client, codes("staff_group")) == group


def test_every_norm_counts_a_group_that_there_is() -> None:
    groups = {one.code for one in codes("staff_group")}
    posts = {one.code for one in codes("staff_post")}
    for norm in codes("staff_norm"):
        assert norm.extra["post"] in posts
        assert "fixed" in norm.extra or norm.group in groups


def test_what_the_norms_ask_for_is_rounded_up() -> None:
    clients = {"all": 101, "infant": 3, "elderly": 9, "elderly_self": 10, "rehabilitation": 6}
    norms = norm_lines(codes("staff_norm"), clients)
    needed = {norm.code: norm.required for norm in norms if norm.required}
    assert needed == {
        "director": 1,
        "social_work": 2,
        "psychology": 1,
        "care_infant": 3,
        "care_elderly": 3,
        "care_elderly_self": 1,
        "health": 3,
        "nutrition": 6,
        "rehabilitation": 2,
    }
    staff = Posts(Counter(care=8, health=4, office=2), Counter(care=6, health=4, office=2), Counter(care=3))
    lines = {post.post: post for post in post_lines(norms, codes("staff_post"), staff)}
    care = lines["care"]
    assert (care.required, care.employed, care.present, care.on_roster, care.lacking) == (7, 8, 6, 3, 1)
    assert lines["health"].lacking == 0
    assert lines["office"].required == 0
    assert "other" not in lines
    assert {norm.ratio for norm in norms if norm.code in ("director", "care_infant")} == {"", "1 : 1"}

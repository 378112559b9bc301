"""The shipped dated reference data, and what a file of it is refused for."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from datetime import date
from typing import Any

import pytest

from carebook import places
from carebook.records.codes import Code, Limit
from carebook.records.declaration import fields
from carebook.records.episodes import Episode, EpisodeCategory
from carebook.records.people import Person
from carebook.rules.code_files import check, codes_from_toml, communes_from_lines
from carebook.rules.dated import codes_on
from tests.stay_samples import codes, shipped

FILES = sorted(f.name for f in places.resource("codes").glob("*.toml") if f.name != "import_words.toml")
TODAY = date(2026, 11, 22)
NEW_TONE_STYLE = re.compile(r"o[àáảãạèéẻẽẹ]\b|(?<!q)u[ỳýỷỹỵ]\b", re.IGNORECASE)


def communes() -> list[Code]:
    return communes_from_lines(places.resource("codes/communes.csv").read_text("utf-8").splitlines())


@pytest.mark.parametrize("name", FILES)
def test_every_shipped_file_parses(name: str) -> None:
    assert codes_from_toml(tomllib.loads(places.resource(f"codes/{name}").read_text("utf-8")))


def test_the_files_agree_with_each_other() -> None:
    check(shipped())


@pytest.mark.parametrize(
    ("list_name", "size"),
    [
        ("category", 25),
        ("child_group", 14),
        ("disability_kind", 6),
        ("disability_degree", 4),
        ("ethnicity", 56),
        ("religion", 19),
        ("province", 34),
        ("end_reason", 20),
        ("destination", 9),
        ("admission_source", 16),
        ("start_kind", 5),
        ("admission_form", 5),
        ("movement_column", 21),
        ("age_band", 12),
        ("service", 31),
        ("therapy", 24),
        ("incident_kind", 30),
    ],
)
def test_lists_are_complete_today(list_name: str, size: int) -> None:
    assert len(codes_on(codes(), list_name, TODAY)) == size


def test_the_63_provinces_before_and_the_34_after() -> None:
    old = codes_on(codes(), "old_province", date(2025, 6, 30))
    assert len(old) == 63
    assert {code.extra["became"] for code in old} == {c.code for c in codes_on(codes(), "province", TODAY)}
    assert len(codes_on(codes(), "province", date(2025, 6, 30))) == 0
    assert sorted(c for p in codes_on(codes(), "province", TODAY) for c in p.extra["old"]) == [c.code for c in old]
    kinds = [code.extra["kind"] for code in codes_on(codes(), "province", date(2025, 7, 1))]
    assert (kinds.count("city"), kinds.count("province")) == (6, 28)
    kinds = [code.extra["kind"] for code in codes_on(codes(), "province", TODAY)]
    assert (kinds.count("city"), kinds.count("province")) == (7, 27)


def test_the_communes() -> None:
    found = communes()
    assert len(found) == 3321
    assert {commune.group for commune in found} == {c.code for c in codes_on(codes(), "province", TODAY)}
    kinds = [commune.extra["kind"] for commune in found]
    assert (kinds.count("xã"), kinds.count("phường"), kinds.count("đặc khu")) == (2621, 687, 13)
    assert all(commune.source for commune in found)


def test_the_text_is_nfc_and_of_one_tone_style() -> None:
    texts = [code.text for code in (*codes(), *communes())]
    assert all(unicodedata.is_normalized("NFC", text) for text in texts)
    assert [text for text in texts if NEW_TONE_STYLE.search(text)] == []


def test_categories_name_a_route_a_group_and_their_law() -> None:
    forms = {code.code for code in codes_on(codes(), "admission_form", TODAY)}
    groups = {code.code for code in codes_on(codes(), "category_group", TODAY)}
    for category in codes_on(codes(), "category", TODAY):
        assert category.extra["route"] in forms, category.code
        assert category.group in groups, category.code
        assert category.extra["legal_basis"], category.code
        assert category.extra["confidential"] in ("", "violence", "hiv"), category.code


def test_what_refers_to_another_list_refers_to_something() -> None:
    def known(list_name: str) -> set[str]:
        return {code.code for code in codes_on(codes(), list_name, TODAY)}

    columns, limits = known("movement_column"), {r.name for r in shipped() if isinstance(r, Limit)}
    assert known("movement_in") == known("start_kind")
    for rule in codes_on(codes(), "movement_out", TODAY):
        assert rule.extra["column"] in columns
        assert set(rule.extra.get("reasons", ())) <= known("end_reason")
        assert set(rule.extra.get("destinations", ())) <= known("destination")
        assert set(rule.extra.get("forms", ())) <= known("admission_form")
    for paper in codes_on(codes(), "dossier_paper", TODAY):
        assert set(paper.extra["forms"]) <= known("admission_form"), paper.code
        assert set(paper.extra.get("later", ())) <= set(paper.extra["forms"]), paper.code
        assert paper.extra.get("limit", "emergency_dossier") in limits
    for kind in codes_on(codes(), "incident_kind", TODAY):
        assert kind.extra.get("limit", "emergency_dossier") in limits


def test_every_list_a_record_names_is_shipped() -> None:
    lists = {code.list_name for code in codes()} | {"commune"}
    named = {
        field.fact.codes for cls in (Person, Episode, EpisodeCategory) for field in fields(cls) if field.fact.codes
    }
    assert named - lists == set()


def test_the_age_bands_have_no_hole() -> None:
    bands = [band.extra for band in codes_on(codes(), "age_band", TODAY) if band.code != "unknown"]
    assert bands[0]["from_months"] == 0
    assert [band["to_months"] for band in bands[:-1]] == [band["from_months"] for band in bands[1:]]


def one_list(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"lists": {"sex": {"codes": list(rows)}}}


@pytest.mark.parametrize(
    ("parsed", "why"),
    [
        (one_list({"code": "a", "text": "A"}, {"code": "a", "text": "B"}), "twice"),
        (one_list({"code": "a", "text": " "}), "no words"),
        (one_list({"code": "", "text": "A"}), "empty code"),
        (
            one_list({"code": "a", "text": "A", "valid_from": date(2026, 1, 2), "valid_to": date(2026, 1, 1)}),
            "ends before",
        ),
        (
            one_list(
                {"code": "a", "text": "A", "valid_to": date(2026, 1, 1)},
                {"code": "a", "text": "B", "valid_from": date(2026, 1, 1)},
            ),
            "twice",
        ),
        ({"rates": [{"name": "standard", "sum": 1}]}, "sum"),
        ({"limit": []}, "unknown tables"),
        ({"legal_bases": [{"doc_no": "1", "title": "a"}, {"doc_no": "1", "title": "b"}]}, "twice"),
    ],
)
def test_a_wrong_file_is_refused(parsed: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        codes_from_toml(parsed)


def test_what_a_file_says_besides_becomes_details() -> None:
    (code,) = codes_from_toml(
        {"lists": {"category": {"source": "NĐ 20", "codes": [{"code": "a", "text": "A", "child": True}]}}}
    )
    assert isinstance(code, Code)
    assert (code.source, code.position, code.extra) == ("NĐ 20", 1, {"child": True})


def test_a_wrong_line_of_communes_is_refused() -> None:
    with pytest.raises(ValueError):
        communes_from_lines(["00004;Ba Đình;phường"])
    with pytest.raises(ValueError, match="twice"):
        communes_from_lines(["00004;Ba Đình;phường;01", "00004;Ngọc Hà;phường;01"])

"""Dated reference data as records."""

from __future__ import annotations

import pytest

from carebook.records.codes import Agency, Code, HolidayRow, LegalBasis, Limit, Rate
from carebook.records.declaration import Kind, fields
from carebook.records.record import table_of


@pytest.mark.parametrize("cls", [Code, Rate, LegalBasis, Limit, Agency, HolidayRow])
def test_every_field_is_declared(cls: type) -> None:
    assert all(field.fact.label for field in fields(cls))


def test_a_code_carries_its_details_as_a_mapping() -> None:
    code = Code(list_name="category", code="street_child", text="Trẻ em lang thang", details='{"child": true}')
    assert code.extra == {"child": True}
    assert Code(list_name="sex", code="male", text="Nam").extra == {}


def test_money_is_money_and_table_names_are_singular() -> None:
    kinds = {field.name: field.fact.kind for field in fields(Rate)}
    assert kinds["amount"] is Kind.MONEY
    assert table_of(LegalBasis) == "legal_basis"
    assert table_of(HolidayRow) == "holiday_row"

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from journeymine.mining.plan_tables import hash_plan
from journeymine.settings.planned import PlannedJourneys

PLAN = {"name": "buy", "steps": ["Page", "Order"], "business_unit": ["north", "south"]}


def read(*plans: dict[str, object]):
    return TypeAdapter(PlannedJourneys).validate_python(plans)


def test_a_standard_is_a_plan_for_each_unit_it_is_held_apart_against() -> None:
    found = read(PLAN | {"apart": "business_unit", "product": "shoes"})
    assert [(plan.name, plan.business_unit, plan.product, plan.standard) for plan in found] == [
        ("buy: north", ("north",), ("shoes",), "buy"),
        ("buy: south", ("south",), ("shoes",), "buy"),
    ]
    assert [plan.standard for plan in read(PLAN)] == [None]


def test_apart_without_two_names_says_what_is_missing() -> None:
    with pytest.raises(ValidationError, match=r'apart = "product" needs two names or more: product = \["A", "B"\]'):
        read(PLAN | {"apart": "product", "product": ["shoes"]})


def test_a_part_may_not_take_the_name_of_another_plan() -> None:
    with pytest.raises(ValidationError, match="two plans are called 'buy: north'"):
        read(PLAN | {"apart": "business_unit"}, {"name": "buy: north", "steps": ["Page"]})


def test_naming_a_standard_makes_no_other_plan_of_it() -> None:
    [plain] = read(PLAN)
    [named] = read(PLAN | {"standard": "all shops"})
    assert hash_plan(plain) == hash_plan(named)

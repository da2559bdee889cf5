"""What the settings say of maps: stages by a preset, scenarios, maps of chosen customers, lanes of one's own."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from journeymine.journeymap.seeds import build_map_seeds
from journeymine.settings.journey_maps import CustomerList
from tests.sql.small_warehouse import make_settings

GOAL = {"name": "bought", "touchpoint": "Order"}


def test_the_seven_stages_are_a_preset():
    assert len(make_settings(stages={"preset": "seven"}).stages.order) == 7
    assert make_settings().stages.order == make_settings(stages={"preset": "six"}).stages.order
    assert make_settings(stages={"order": ["a", "b"]}).stages.order == ("a", "b")
    with pytest.raises(ValidationError, match="order or preset"):
        make_settings(stages={"order": ["a"], "preset": "six"})


def test_without_scenarios_there_is_one_for_each_goal():
    seeds = build_map_seeds(make_settings(goals=[GOAL, {"name": "bought", "touchpoint": "Shop order"}]))
    assert seeds["seed.scenarios"].rows() == [("all", None, [], []), ("bought", "bought", [], [])]


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"scenarios": [{"name": "all", "goal": "bought"}]}, "another name"),
        ({"scenarios": [{"name": "x"}]}, "a goal, a product or a business_unit"),
        ({"scenarios": [{"name": "x", "product": "a"}, {"name": "x", "product": "b"}]}, "two entries"),
        (
            {"maps": [{"name": "V I P", "customers": "x"}, {"name": "v-i-p", "customers": "y"}]},
            "two entries",
        ),
        ({"lanes": [{"name": "a", "query": "x"}, {"name": "a", "query": "y"}]}, "two entries"),
    ],
)
def test_entries_that_cannot_be_told_apart_are_refused(tables, message):
    with pytest.raises(ValidationError, match=message):
        make_settings(**tables)


def test_a_map_of_chosen_customers_is_called_by_its_name_in_any_script():
    assert CustomerList(name="Большие заказы!", customers="select 1").persona_id == "list-большие-заказы"

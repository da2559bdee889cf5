"""Owners, costs and churn: what the settings refuse, and what the models read."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from journeymine.errors import SettingsError
from journeymine.journeys.business import build_business_seeds
from journeymine.settings import ChurnSettings
from journeymine.touchpoints.check import check_rules
from tests.sql.small_warehouse import make_settings

RULES = {
    "touchpoint": [
        {"name": "Checkout", "stage": "purchase", "channel": "web shop", "when": {"event_name": "pay"}},
        {"name": "Ad", "stage": "awareness", "channel": "{default_channel_group}", "when": {"event_name": "ad"}},
    ]
}


def test_an_owner_is_of_a_touchpoint_of_a_channel_or_of_a_stage():
    owners = {"Checkout": "Payments", "channel:web shop": "Shop", "stage:awareness": "Marketing"}
    seed = build_business_seeds(make_settings(touchpoints=RULES, owners=owners))["seed.owners"]
    assert seed.select("touchpoint", "channel", "stage", "owner").rows() == [
        ("Checkout", None, None, "Payments"),
        (None, "web shop", None, "Shop"),
        (None, None, "awareness", "Marketing"),
    ]


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"owners": {"Chekout": "Payments"}}, "Did you mean 'Checkout'?"),
        ({"costs": {"Chekout": 3}}, "Did you mean 'Checkout'?"),
        ({"churn": {"touchpoint": "Chekout"}}, "Did you mean 'Checkout'?"),
    ],
)
def test_a_touchpoint_no_rule_makes_is_refused_with_the_nearest(tables, message):
    with pytest.raises(SettingsError) as error:
        check_rules(make_settings(touchpoints=RULES, **tables), ())
    assert message in str(error.value)


def test_a_channel_no_rule_or_source_makes_is_refused_with_the_nearest():
    rules = {"touchpoint": RULES["touchpoint"][:1]}
    with pytest.raises(SettingsError) as error:
        check_rules(make_settings(touchpoints=rules, owners={"channel:web shap": "Shop"}), ())
    assert "Did you mean 'web shop'?" in str(error.value)


@pytest.mark.parametrize("name", ["channel:web shop", "channel:web", "channel:Paid Search", "Ad", "unmapped: x"])
def test_what_a_rule_a_source_or_a_session_makes_may_have_an_owner(name):
    check_rules(make_settings(touchpoints=RULES, owners={name: "Team"}), ())


def test_churn_without_a_reason_is_refused():
    with pytest.raises(ValidationError, match="touchpoint, event or silence"):
        ChurnSettings()
    with pytest.raises(ValidationError, match="less than a day"):
        ChurnSettings.model_validate({"silence": "1h"})


@pytest.mark.parametrize("cost", [-1, float("nan"), float("inf"), "dear"])
def test_a_cost_is_an_amount(cost):
    with pytest.raises(ValidationError):
        make_settings(costs={"Checkout": cost})


@pytest.mark.parametrize(("goals", "expected"), [([], False), ([{"name": "buy", "touchpoint": "Checkout"}], True)])
def test_without_goals_everybody_can_be_lost(goals, expected):
    settings = make_settings(touchpoints=RULES, goals=goals, churn={"silence": "30d"})
    [row] = build_business_seeds(settings)["seed.churn"].iter_rows(named=True)
    assert row["is_among_converted"] is expected
    assert row["silence_milliseconds"] == 30 * 86_400_000

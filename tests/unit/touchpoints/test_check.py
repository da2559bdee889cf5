"""A rule that names a field, stage or touchpoint there is not stops before the night begins."""

from __future__ import annotations

from typing import Any

import pytest

from journeymine.errors import SettingsError
from journeymine.settings import Settings
from journeymine.touchpoints.check import check_rules


def make_settings(rule: dict[str, Any], **tables: Any) -> Settings:
    whole = {"name": "Cart", "stage": "purchase", "channel": "web", "when": {"event_name": "cart"}, **rule}
    given = {
        "project": {"name": "Test"},
        "sources": {"web": {"kind": "events", "path": "x"}},
        "touchpoints": {"touchpoint": [whole]},
        **tables,
    }
    return Settings.model_validate(given)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ({"when": {"event_nam": "cart"}}, "Did you mean 'event_name'?"),
        ({"when": {"has": "clik_id"}}, "Did you mean 'click_id'?"),
        ({"name": "Ticket: {ticket_typ}"}, "Did you mean 'ticket_type'?"),
        ({"channel": "{devise}"}, "Did you mean 'device'?"),
        ({"stage": "purchases"}, "Did you mean 'purchase'?"),
        ({"name": "Visit by {default_channel_group}"}, "which only a session has"),
    ],
)
def test_a_rule_that_names_what_there_is_not_is_refused_with_the_nearest_name(rule, message):
    with pytest.raises(SettingsError) as error:
        check_rules(make_settings(rule), {"click_id", "ticket_type"})
    assert message in str(error.value)


def test_the_error_says_the_line(tmp_path):
    text = '[[touchpoint]]\nname = "Cart"\nstage = "purchase"\nchannel = "web"\nwhen = { event_nam = "cart" }\n'
    (tmp_path / "touchpoints.toml").write_text(text)
    settings = make_settings({"when": {"event_nam": "cart"}}, folder=tmp_path)
    with pytest.raises(SettingsError) as error:
        check_rules(settings, ())
    assert error.value.where == f"{tmp_path / 'touchpoints.toml'}:5"


@pytest.mark.parametrize("touchpoint", ["Cart", "unmapped: cart"])
def test_a_goal_may_be_a_touchpoint_of_a_rule_or_an_unmapped_one(touchpoint):
    check_rules(make_settings({}, goals=[{"name": "buy", "touchpoint": touchpoint}]), ())


def test_a_goal_may_be_one_filling_of_a_template():
    check_rules(make_settings({"name": "Cart {device}"}, goals=[{"name": "buy", "touchpoint": "Cart mobile"}]), ())


def test_a_goal_no_rule_makes_is_refused():
    with pytest.raises(SettingsError, match="no rule makes the touchpoint 'Carts'") as error:
        check_rules(make_settings({}, goals=[{"name": "buy", "touchpoint": "Carts"}]), ())
    assert error.value.next_action == "Did you mean 'Cart'?"


@pytest.mark.parametrize("step", ["Carts", {"optional": ["Carts", "Cart"]}, {"any": ["Cart", "Carts"]}])
def test_a_planned_touchpoint_no_rule_makes_is_refused_at_its_line_with_the_nearest(tmp_path, step):
    (tmp_path / "journeymine.toml").write_text(
        '[project]\nname = "x"\n\n[[planned]]\nname = "web"\nsteps = ["Carts"]\n'
    )
    settings = make_settings({}, planned=[{"name": "web", "steps": ["Cart", step]}], folder=tmp_path)
    with pytest.raises(SettingsError, match="no rule makes the touchpoint 'Carts'") as error:
        check_rules(settings, ())
    assert error.value.next_action == "Did you mean 'Cart'?"
    assert error.value.where == f"{tmp_path / 'journeymine.toml'}:6"


def test_a_planned_goal_that_is_none_is_refused_with_the_nearest():
    goals = [{"name": "buy", "touchpoint": "Cart"}]
    with pytest.raises(SettingsError, match=r"'buys', which is not in \[\[goals\]\]") as error:
        check_rules(make_settings({}, goals=goals, planned=[{"name": "web", "goal": "buys", "steps": ["Cart"]}]), ())
    assert error.value.next_action == "Did you mean 'buy'?"


@pytest.mark.parametrize("name", ["Cart", "channel:web", "stage:purchase", "stage:loyalty"])
def test_an_owner_may_have_a_touchpoint_a_channel_or_a_stage(name):
    check_rules(make_settings({}, owners={name: "Team"}), set())


@pytest.mark.parametrize(
    ("name", "nearest"), [("stage:purchas", "purchase"), ("channel:wep", "web"), ("Carts", "Cart")]
)
def test_an_owner_of_nothing_is_refused_with_the_nearest_name(name, nearest):
    with pytest.raises(SettingsError, match=f"Did you mean '{nearest}'?"):
        check_rules(make_settings({}, owners={name: "Team"}), set())


def test_all_fields_of_events_and_declared_traits_are_known():
    check_rules(
        make_settings({"when": {"campaign": "x*", "pipeline": "renewals", "has": ["team", "pipeline"]}}), {"pipeline"}
    )


def test_a_field_nobody_declares_is_answered_with_how_it_is_declared():
    with pytest.raises(SettingsError, match=r'fields = \{ till = "COLUMN" \}'):
        check_rules(make_settings({"channel": "{till}"}), ())


def test_a_goal_before_there_are_rules_is_answered_with_where_rules_come_from():
    goals = [{"name": "sale", "touchpoint": "Sold"}]
    with pytest.raises(SettingsError, match="journeymine check --suggest"):
        check_rules(make_settings({}, goals=goals, touchpoints={"touchpoint": []}), ())

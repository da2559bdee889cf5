"""Touchpoint rules as seed tables."""

from __future__ import annotations

import pytest

from journeymine.settings import Settings, hash_settings, read_settings
from journeymine.touchpoints.rules import build_rule_seeds, read_template, write_pattern

SETTINGS = Settings.model_validate(
    {
        "project": {"name": "Test"},
        "sources": {"web": {"kind": "events", "path": "x"}},
        "touchpoints": {
            "ignore": [{"why": "technical", "when": {"event_name": "scroll"}}],
            "touchpoint": [
                {
                    "name": "Page {product}",
                    "stage": "use",
                    "channel": "paid {default_channel_group}",
                    "when": {"source": ["web", "app"], "has": "click_id"},
                }
            ],
        },
    }
)


def list_rules(folder, order):
    blocks = {
        "touchpoint": '[[touchpoint]]\nname = "All"\nstage = "use"\nchannel = "web"\nwhen = {}\n',
        "ignore": '[[ignore]]\nwhy = "technical"\nwhen = { event_name = "scroll" }\n',
    }
    (folder / "journeymine.toml").write_text('[project]\nname = "T"\n[sources.web]\nkind = "events"\npath = "x"\n')
    (folder / "touchpoints.toml").write_text("\n".join(blocks[name] for name in order))
    settings = read_settings(folder)
    rules = build_rule_seeds(settings)["seed.touchpoint_rules"].select("rule_index", "is_ignored").rows()
    return [is_ignored for _, is_ignored in sorted(rules)], hash_settings(settings)


@pytest.mark.parametrize(
    ("order", "ignored"),
    [
        (["ignore", "touchpoint"], [True, False]),
        (["touchpoint", "ignore"], [False, True]),
        (["ignore", "touchpoint", "ignore"], [True, True, False]),
        (["touchpoint", "ignore", "touchpoint"], [False, False, True]),
    ],
)
def test_the_sort_of_rule_that_appears_first_in_the_file_is_tried_first(tmp_path, order, ignored):
    assert list_rules(tmp_path, order)[0] == ignored


def test_another_order_of_the_same_rules_is_another_configuration(tmp_path):
    orders = (["ignore", "touchpoint"], ["touchpoint", "ignore"])
    one, other = (list_rules(tmp_path, order)[1] for order in orders)
    assert one != other, "else last night's rows would be kept"


def test_alternatives_of_a_condition_share_its_number():
    conditions = build_rule_seeds(SETTINGS)["seed.touchpoint_conditions"]
    assert conditions.rows() == [
        (0, 1, "event_name", "scroll"),
        (1, 2, "source", "web"),
        (1, 2, "source", "app"),
        (2, 2, "click_id", None),
    ]


def test_a_template_is_cut_into_texts_and_fields_and_the_session_field_stays():
    parts = build_rule_seeds(SETTINGS)["seed.touchpoint_parts"]
    assert parts.rows() == [
        (2, "name", 1, "Page ", None),
        (2, "name", 2, None, "product"),
        (2, "channel", 1, "paid ", None),
        (2, "channel", 2, "{default_channel_group}", None),
    ]


def test_fields_are_those_of_conditions_and_templates():
    fields = build_rule_seeds(SETTINGS)["seed.rule_fields"]["field"].to_list()
    assert fields == ["click_id", "event_name", "product", "source"]


def test_no_rules_make_empty_tables_with_their_columns():
    empty = build_rule_seeds(SETTINGS.model_copy(update={"touchpoints": type(SETTINGS.touchpoints)()}))
    assert {name: frame.height for name, frame in empty.items()} == dict.fromkeys(empty, 0)
    assert empty["seed.touchpoint_conditions"].columns == ["condition_index", "rule_index", "field", "pattern"]


@pytest.mark.parametrize(
    ("glob", "pattern"),
    [
        ("/p/*", "/p/%"),
        ("100%", r"100\%"),
        ("a_b", r"a\_b"),
        ("a\\b", r"a\\b"),
        ("", ""),
        ("*", "%"),
        ("Zażółć*", "Zażółć%"),
    ],
)
def test_only_the_asterisk_of_a_glob_is_wild(glob, pattern):
    assert write_pattern(glob) == pattern


def test_a_template_without_placeholders_is_one_text():
    assert list(read_template("a{b")) == [("a{b", None)]

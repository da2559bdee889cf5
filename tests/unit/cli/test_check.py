"""`journeymine check` tells what is in the files before anything is built."""

from __future__ import annotations

import json

import pytest

from journeymine.settings import read_settings
from journeymine.touchpoints.suggestions import find_unmatched

ROWS = """event,timestamp,user_id,colour
view,2026-11-01T10:00:00,ann,red
view,2026-11-01T10:01:00,,red
buy "it",2026-11-01T10:02:00,bob,blue
heartbeat_1,2026-11-02T10:02:00,bob,blue
view,no time,bob,blue
"""
RULES = """
[[touchpoint]]
name = "Page"
stage = "awareness"
channel = "web"
when = { source = "events", event_name = "view", page_path = "/p/*" }

[[ignore]]
why = "technical"
when = { event_name = ["heartbeat*", "scroll"] }

[[touchpoint]]
name = "Elsewhere"
stage = "awareness"
channel = "web"
when = { source = "other" }
"""


@pytest.fixture
def filled(project):
    (project / "data").mkdir()
    (project / "data" / "events.csv").write_text(ROWS)
    (project / "touchpoints.toml").write_text(RULES)
    return project


def test_report_tells_rows_span_keys_and_what_is_not_mapped(filled, journeymine):
    ended = journeymine("check", "--project", filled)
    assert "data/events.csv: 4 of 5 rows" in ended.out
    assert "2026-11-01 10:00 to 2026-11-02 10:02 UTC" in ended.out
    assert "rejected      1: " in ended.out
    assert "line 6: view,no time" in ended.out
    assert "user_id 75%" in ended.out
    assert "not mapped    colour (kept in props)" in ended.out
    assert "75.0% of 4 events match a rule" in ended.out
    assert 'match no rule buy "it" 1' in ended.out
    assert not (filled / "warehouse").exists()


def test_many_rejected_rows_warn_and_name_the_columns_there_are(filled, journeymine):
    ended = journeymine("check", "--project", filled)
    assert ended.code == 3
    assert "1 of 5 rows would be rejected" in ended.err
    assert "[sources.events].fields" in ended.err
    assert "event, timestamp, user_id, colour" in ended.err


def test_file_without_anyone_in_it_warns(filled, journeymine):
    (filled / "data" / "events.csv").write_text("event,timestamp,user_id\nview,2026-11-01T10:00:00,\n")
    ended = journeymine("check", "--project", filled)
    assert ended.code == 3
    assert "no row says who did it" in ended.err


def test_clean_project_ends_with_nothing_to_say(filled, journeymine):
    (filled / "data" / "events.csv").write_text(ROWS.replace("view,no time,bob,blue\n", ""))
    ended = journeymine("check", "--project", filled)
    assert (ended.code, ended.err) == (0, "")


def test_json_holds_the_whole_report(filled, journeymine):
    report = json.loads(journeymine("check", "--project", filled, "--json").out)
    [source] = report["sources"]
    assert source["files"][0]["loaded_count"] == 4
    assert report["unmatched"] == {"events": {'buy "it"': 1}}
    assert len(report["warnings"]) == 1


def test_suggested_rules_can_be_pasted_and_then_nothing_is_left(filled, journeymine):
    suggested = journeymine("check", "--project", filled, "--suggest").out
    assert 'event_name = "buy \\"it\\""' in suggested
    rules = filled / "touchpoints.toml"
    rules.write_text(rules.read_text() + "\n" + suggested)
    assert len(read_settings(filled).touchpoints.touchpoint) == 3
    assert "match no rule" not in journeymine("check", "--project", filled).out
    assert journeymine("check", "--project", filled, "--suggest").out == ""
    asked = journeymine("check", "--project", filled, "--suggest", "--out", filled / "more.toml")
    assert "nothing is suggested" in asked.err
    assert not (filled / "more.toml").exists()


def test_project_without_any_file_fails_and_says_where_it_looked(project, journeymine):
    ended = journeymine("check", "--project", project)
    assert ended.code == 1
    assert "data/*.csv" in ended.err


def test_refused_last_files_do_not_hide_the_one_that_can_be_read(filled, journeymine):
    for name in ("v.csv", "w.csv", "x.csv"):
        (filled / "data" / name).write_text("evnt,when\n1,2\n")
    ended = journeymine("check", "--project", filled)
    assert ended.code == 3
    assert "data/events.csv: 4 of 5 rows" in ended.out
    assert all(f"data/{name}" in ended.err for name in ("v.csv", "w.csv", "x.csv"))


def test_last_and_first_file_are_looked_at_and_the_others_counted(filled, journeymine):
    for name in ("a.csv", "b.csv"):
        (filled / "data" / name).write_text(ROWS)
    told = journeymine("check", "--project", filled).out
    assert "events  (events, 3 files; 1 more was not looked at)" in told
    assert [name for name in ("a.csv", "b.csv", "events.csv") if f"data/{name}: " in told] == ["a.csv", "events.csv"]


def test_file_with_a_header_alone_is_no_mistake_in_the_mapping(filled, journeymine):
    (filled / "data" / "events.csv").write_text("event,timestamp,user_id\n")
    ended = journeymine("check", "--project", filled)
    assert "no row says who did it" not in ended.err
    assert "identified by" not in ended.out


def test_suggested_names_hold_no_field(filled, journeymine):
    (filled / "data" / "events.csv").write_text("event,timestamp,user_id\nview_{amount},2026-11-01T10:00:00,ann\n")
    suggested = journeymine("check", "--project", filled, "--suggest").out
    assert "# 1 event;" in suggested
    rules = filled / "touchpoints.toml"
    rules.write_text(rules.read_text() + "\n" + suggested)
    assert journeymine("check", "--project", filled).code == 0


def test_unknown_kind_is_wrong_configuration_with_the_nearest(project, journeymine):
    settings = project / "journeymine.toml"
    settings.write_text(settings.read_text().replace('kind = "events"', 'kind = "evnts"'))
    ended = journeymine("check", "--project", project)
    assert ended.code == 2
    assert "events" in ended.err


def test_stage_that_is_not_in_the_order_is_wrong_configuration(filled, journeymine):
    rules = filled / "touchpoints.toml"
    rules.write_text(RULES.replace("awareness", "awarenes", 1))
    for command in ("check", "run"):
        ended = journeymine(command, "--project", filled)
        assert ended.code == 2
        assert "awarenes" in ended.err
    assert not (filled / "warehouse").exists()


@pytest.mark.parametrize(
    ("name", "is_matched"),
    [
        ("view", True),
        ("views", False),
        ("heartbeat", True),
        ("heartbeat_9", True),
        ("scroll", True),
        ("scrolled", False),
    ],
)
def test_star_stands_for_anything_and_a_plain_value_for_itself(filled, name, is_matched):
    assert (find_unmatched(read_settings(filled), "events", {name: 1}) == {}) is is_matched


def test_rule_that_names_only_another_source_does_not_match(filled):
    assert find_unmatched(read_settings(filled), "events", {"x": 2}) == {"x": 2}
    assert find_unmatched(read_settings(filled), "other", {"x": 2}) == {}


def test_suggested_rules_are_written_to_a_new_file_only(filled, journeymine, tmp_path):
    out = tmp_path / "rules.toml"
    assert journeymine("check", "--project", filled, "--suggest", "--out", out).code == 3, "one row is rejected"
    assert out.read_text() == journeymine("check", "--project", filled, "--suggest").out
    out.write_text("mine")
    assert journeymine("check", "--project", filled, "--suggest", "--out", out).code == 2
    assert out.read_text() == "mine"


def test_day_first_dates_name_the_setting_that_reads_them(filled, journeymine):
    text = "event,timestamp,user_id\nview,13.11.2026 10:00,ann\nview,14.11.2026 11:00,bob\n"
    (filled / "data" / "events.csv").write_text(text)
    ended = journeymine("check", "--project", filled)
    assert "cannot be read as a time: day or month first? Set time_format" in ended.out
    assert 'time_format = ["%d.%m.%Y %H:%M"]' in ended.err
    settings = filled / "journeymine.toml"
    settings.write_text(settings.read_text().replace("#time_format =", "time_format ="))
    ended = journeymine("check", "--project", filled)
    assert (ended.code, ended.err) == (0, "")
    assert "2026-11-13 10:00 to 2026-11-14 11:00 UTC" in ended.out
    (filled / "data" / "events.csv").write_text(text + "view,32.13.2026 10:00,cid\n")
    ended = journeymine("check", "--project", filled)
    assert (ended.code, "time_format" in ended.err) == (3, False), "the pattern that is set is no news"
    assert "cannot be read as a time: no pattern of time_format fits" in ended.out
    (filled / "data" / "events.csv").write_text(
        text.replace("13.11", "03.11").replace("14.11", "04.11") + "view,?,cid\n"
    )
    ended = journeymine("check", "--project", filled)
    assert (ended.code, "time_format" in ended.err) == (3, False), "nor is it where both orders would fit"


def test_column_of_fields_that_is_not_there_warns_with_the_nearest(filled, journeymine):
    settings = filled / "journeymine.toml"
    settings.write_text(settings.read_text().replace('user_id = "user_id" }', 'user_id = "user_id", shade = "color" }'))
    ended = journeymine("check", "--project", filled)
    assert ended.code == 3
    assert "lacks the column 'color' that its fields name; did you mean 'colour'?" in ended.err


def test_a_field_all_but_called_like_ours_and_an_overlay_file_nobody_reads_warn(filled, journeymine):
    settings = filled / "journeymine.toml"
    text = settings.read_text()
    settings.write_text(text.replace("fields = { ", 'fields = { amout = "colour", shade = "colour", ', 1))
    assert settings.read_text() != text
    (filled / "overlay" / "persona.toml").write_text("")
    (filled / "overlay" / "personas.new.toml").write_text("")
    warned = journeymine("check", "--project", filled)
    assert "[sources.events].fields: 'amout' is a field of your own; did you mean 'amount'?" in warned.err
    assert "shade" not in warned.err
    assert "overlay/persona.toml is read by nothing; did you mean personas.toml?" in warned.err
    assert "new.toml" not in warned.err


def test_a_row_that_becomes_an_event_and_a_record_is_no_more_than_all_of_it(project, journeymine):
    rows = "id,property_email,property_createdate\n1,ann@example.org,2026-01-05T10:00:00Z\n"
    (project / "crm").mkdir()
    (project / "crm" / "contact.csv").write_text(rows)
    deals = "deal_id,property_createdate,property_closedate,deal_pipeline_stage_id\n7,2026-01-06,2026-01-09,closedwon\n"
    (project / "crm" / "deal.csv").write_text(deals)
    text = '[project]\nname = "x"\n[sources.crm]\nkind = "hubspot"\npath = "crm"\n'
    (project / "journeymine.toml").write_text(text)
    told = journeymine("check", "--project", project).out
    assert "events        deal_created 1, deal_won 1" in told
    assert "identified by object 100%" in told
    assert "200%" not in told


def test_single_unreadable_time_is_a_mishap_and_no_other_pattern(filled, journeymine):
    rows = "".join(f"u{number},2026-01-05 10:00:00,view\n" for number in range(200)) + "u1,31.02.2026 25:61,view\n"
    (filled / "data" / "events.csv").write_text("user,when,event\n" + rows)
    assert "time_format" not in journeymine("check", "--project", filled).err


def test_file_whose_rows_are_all_left_out_is_not_asked_for_keys(project, journeymine):
    text = (project / "journeymine.toml").read_text()
    (project / "journeymine.toml").write_text(text + '\n[sources.crm]\nkind = "hubspot"\npath = "crm/"\n')
    (project / "crm").mkdir()
    (project / "crm" / "deal_stage.csv").write_text("deal_id,_fivetran_start,value\n1,2026-04-30 09:42:52,closedwon\n")
    told = journeymine("check", "--project", project)
    assert "crm/deal_stage.csv: 1 of 1 row" in told.out
    assert "identified by" not in told.out
    assert "says who did it" not in told.err

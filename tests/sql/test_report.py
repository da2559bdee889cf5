"""The tables of the site: headline metrics with their parts, first links, reasons of refusal."""

from __future__ import annotations

import pytest

from tests.sql.small_warehouse import NIGHT, build_warehouse, land_rows, make_settings, read_table, write_landed

RULES = [
    {"name": name, "stage": "see", "channel": channel, "when": {"event_name": name.lower()}}
    for name, channel in (("Ad", "web"), ("Page", "web"), ("Shop", "store"), ("Order", "web"))
]
SETTINGS = make_settings(
    goals=[{"name": "purchase", "touchpoint": "Order"}],
    touchpoints={"touchpoint": RULES, "ignore": [{"why": "technical", "when": {"event_name": "scroll"}}]},
)
EVENTS = """
    at         | event   | user_id
    10:00      | ad      | anna
    10:01      | page    | anna
    10:02      | order   | anna
    10:10      | page    | anna
    11:00      | ad      | bob
    11:01      | page    | bob
    11:04      | order   | bob
    12:00      | shop    | cleo
    12:01      | scroll  | cleo
    13:00      | page    |
    +40d 10:00 | strange | dora
"""


@pytest.fixture
def built(warehouse):
    tables = "report.headline_metrics report.first_path_links report.top_variants"
    return warehouse.build(EVENTS, tables, settings=SETTINGS)


def test_a_headline_share_is_its_numerator_by_its_denominator(built):
    rows = built.rows("select metric, value, numerator_count, denominator_count from report.headline_metrics")
    parts = {metric: (value, numerator, denominator) for metric, value, numerator, denominator in rows}
    assert parts["converted_share"] == (pytest.approx(2 / 5), 2, 5)
    assert parts["unidentified_share"] == (pytest.approx(1 / 11), 1, 11)
    assert parts["unmapped_share"] == (pytest.approx(1 / 11), 1, 11)


def test_the_interval_of_a_share_of_journeys_is_made_of_sums_over_customers(built):
    names = "denominator_customer_count, denominator_square_sum, numerator_square_sum, share_product_sum"
    rows = dict(built.rows(f"select metric, [{names}] from report.headline_metrics"))
    journeys = built.rows(
        "select count(*), count(*) filter (status = 'converted') from core.journeys group by customer_id"
    )
    assert max(count for count, _ in journeys) == 2
    assert rows["converted_share"] == [
        len(journeys),
        sum(count * count for count, _ in journeys),
        sum(converted * converted for _, converted in journeys),
        sum(count * converted for count, converted in journeys),
    ]
    assert rows["unmapped_share"] == [None] * 4


def test_events_set_apart_are_of_known_customers(warehouse):
    refusing = [event | {"props": '{"ok":"no"}' if event["user_id"] == "bob" else None} for event in read_table(EVENTS)]
    settings = SETTINGS.model_copy(update={"privacy": make_settings(privacy={"consent_column": "ok"}).privacy})
    built = warehouse.build(refusing, "report.headline_metrics core.set_apart", settings=settings)
    assert built.column("select count(*) from core.set_apart") == [3]
    query = "select numerator_count from report.headline_metrics where metric = 'unidentified_share'"
    assert built.column(query) == [1]


def test_headlines_count_everyone_and_everything(built):
    values = dict(built.rows("select metric, value from report.headline_metrics"))
    assert (values["customer_count"], values["travelling_customer_count"], values["journey_count"]) == (4, 4, 5)
    assert values["event_count"] == 11
    assert values["median_seconds_to_goal"] == 180  # 120 s and 240 s


def test_headlines_say_their_window(built):
    days = "observed_to_at::date - observed_from_at::date"
    (window,) = set(built.rows(f"select observed_from_at::time, {days} from report.headline_metrics"))
    assert (str(window[0]), window[1]) == ("10:00:00", 40)


def test_first_links_are_the_path_links_of_the_first_ten_steps(warehouse):
    events = [{"at": f"10:{minute:02d}", "event": "page", "user_id": "anna"} for minute in range(15)]
    built = warehouse.build(events, "report.first_path_links marts.path_links", settings=SETTINGS)
    assert built.column("select count(*) from marts.path_links") == [15]
    assert built.column("select max(step_index) from report.first_path_links") == [10]


def test_top_variants_are_variants(built):
    columns = "touchpoints, journey_count, converted_count"
    rows = built.rows(f"select {columns} from report.top_variants order by journey_count desc, touchpoints")
    assert rows[0] == (["Ad", "Page", "Order"], 2, 2)
    assert len(rows) == 4


def test_a_row_refused_for_two_reasons_counts_under_both(warehouse):
    landed = land_rows(read_table(EVENTS))
    refused = [("web", ["no time", "no id"]), ("web", ["no time"]), ("crm", ["no time"])]
    landed["rejected"] = [{"source": source, "reasons": reasons} for source, reasons in refused]
    write_landed(warehouse.connection, landed)
    build_warehouse(warehouse.connection, SETTINGS, ["report.rejected_reasons"])
    rows = warehouse.rows("select source, reason, rejected_count from report.rejected_reasons order by all")
    assert rows == [("crm", "no time", 1), ("web", "no id", 1), ("web", "no time", 2)]


def test_rejected_rows_come_with_all_rows_read(warehouse):
    write_landed(warehouse.connection, land_rows(read_table(EVENTS)))
    warehouse.connection.execute(f"insert into {NIGHT}.raw.files (loaded_count, rejected_count) values (11, 2), (5, 0)")
    build_warehouse(warehouse.connection, SETTINGS, ["report.headline_metrics"])
    sql = "select value, denominator_count from report.headline_metrics where metric = 'rejected_count'"
    assert warehouse.rows(sql) == [(2, 18)]


def test_a_warehouse_without_a_goal_has_no_time_to_it(warehouse):
    built = warehouse.build("at | user_id\n10:00 | anna", "report.headline_metrics")
    rows = dict(built.rows("select metric, value from report.headline_metrics"))
    assert (rows["converted_share"], rows["median_seconds_to_goal"]) == (0, None)

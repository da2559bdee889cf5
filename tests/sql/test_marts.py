"""The marts: what is counted of touchpoints, stages, days, sources and customers."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.sql.small_warehouse import make_settings

SHOP = {"name": "Shop", "stage": "see", "channel": "store", "channel_kind": "offline", "when": {"source": "shops"}}
SETTINGS = make_settings(
    project={"name": "Test", "timezone": "Europe/Warsaw"},
    stages={"order": ["see", "buy"]},
    goals=[{"name": "purchase", "touchpoint": "Order", "value": "amount"}],
    touchpoints={
        "touchpoint": [
            {"name": "Ad", "stage": "see", "channel": "web", "when": {"event_name": "ad"}},
            {
                "name": "Shop",
                "stage": "see",
                "channel": "store",
                "channel_kind": "offline",
                "when": {"source": "shops"},
            },
            {"name": "Order", "stage": "buy", "channel": "web", "when": {"event_name": "order"}},
        ],
        "ignore": [{"why": "technical", "when": {"event_name": "scroll"}}],
    },
)
EVENTS = """
    at         | source | event    | user_id | amount | team
    23:30      | web    | ad       | anna    |        | Ads
    23:31      | shops  | visit    | anna    |        |
    +1d 00:31  | web    | order    | anna    | 20.25  |
    +2d 10:00  | web    | ad       | anna    |        | Ads
    23:45      | web    | ad       | bob     |        | Ads
    +1d 10:00  | web    | strange  | bob     |        |
    +1d 10:01  | web    | scroll   | bob     |        |
    +1d 10:02  | web    | strange  |         |        |
    +40d 10:00 | web    | ad       | cleo    |        | Brand
"""


@pytest.fixture
def built(warehouse):
    tables = (
        "marts.touchpoint_metrics marts.stage_metrics marts.stage_channels marts.daily_counts marts.source_health "
        "marts.unmapped_events marts.identity_coverage marts.customer_features marts.transitions core.touchpoints"
    )
    return warehouse.build(EVENTS, tables, settings=SETTINGS)


def test_touchpoints_count_customers_journeys_and_where_they_stop(built):
    columns = "event_count, customer_count, journey_count, converted_count, drop_off_count, still_open_count"
    rows = built.rows(f"select touchpoint, {columns}, drop_off_share from marts.touchpoint_metrics order by all")
    assert rows == [
        ("Ad", 4, 3, 4, 1, 1, 1, 1 / 3),
        ("Order", 1, 1, 1, 1, 0, 0, 0.0),
        ("Shop", 1, 1, 1, 1, 0, 0, 0.0),
        ("unmapped: strange", 1, 1, 1, 0, 1, 0, 1.0),
    ]


def test_what_the_interval_of_a_drop_off_is_made_of_is_summed_over_customers(built):
    sums = "decided_customer_count, decided_square_sum, drop_off_square_sum, drop_off_product_sum"
    # Anna came twice and left once, Bob came once and left elsewhere; Cleo is still there
    [row] = built.rows(f"select {sums} from marts.touchpoint_metrics where touchpoint = 'Ad'")
    assert row == (2, 2**2 + 1**2, 1**2 + 0**2, 2 * 1 + 1 * 0)


def test_stages_count_who_reaches_them_and_who_goes_on(built):
    columns = "stage_rank, customer_count, journey_count, reached_share, continued_count, drop_off_count"
    rows = built.rows(f"select stage, {columns} from marts.stage_metrics order by stage_rank")
    assert rows == [
        ("see", 1, 3, 4, 1.0, 1, 1),
        ("buy", 2, 1, 1, 0.25, 0, 0),
        ("unmapped", 3, 1, 1, 0.25, 0, 1),
    ]


def test_stages_by_channel(built):
    assert built.rows("select * from marts.stage_channels order by all") == [
        ("buy", "web", 1, 1, 1),
        ("see", "store", 1, 1, 1),
        ("see", "web", 4, 3, 4),
        ("unmapped", "web", 1, 1, 1),
    ]


def test_days_are_those_of_the_projects_time_zone(built):
    rows = built.rows("select day, source, event_count from marts.daily_counts where source is not null order by all")
    second, third, last = dt.date(2026, 1, 2), dt.date(2026, 1, 3), dt.date(2026, 2, 10)
    assert rows == [(second, "shops", 1), (second, "web", 6), (third, "web", 1), (last, "web", 1)]
    journeys = built.rows(
        "select day, journey_started_count, converted_count from marts.daily_counts where source is null order by all"
    )
    assert journeys == [(second, 2, 1), (third, 1, 0), (last, 1, 0)]


def test_waits_are_read_off_bins_within_their_promise(built):
    pair = "from_touchpoint = 'Shop' and to_touchpoint = 'Order'"
    [(median, p90)] = built.rows(f"select median_seconds, p90_seconds from marts.transitions where {pair}")
    assert median == p90 == pytest.approx(3600, rel=0.045)


def test_what_no_rule_matches_is_counted_also_without_identity(built):
    assert built.rows("from marts.unmapped_events") == [("web", "strange", 2)]
    counts = "event_count, unmapped_event_count, ignored_event_count"
    assert built.rows(f"select source, {counts} from marts.source_health order by all") == [
        ("shops", 1, 0, 0),
        ("web", 8, 2, 1),
    ]
    coverage = "select source, identified_by, event_count from marts.identity_coverage order by all"
    assert built.rows(coverage) == [("shops", "person", 1), ("web", "none", 1), ("web", "person", 7)]


def test_a_touchpoint_shows_its_usual_channel_and_team(built):
    rows = built.rows("select touchpoint, stage, channel, channel_kind, owner from core.touchpoints order by all")
    assert rows == [
        ("Ad", "see", "web", "online", "Ads"),
        ("Order", "buy", "web", "online", None),
        ("Shop", "see", "store", "offline", None),
        ("unmapped: strange", "unmapped", "web", "online", None),
    ]


def test_features_of_a_customer(built):
    columns = "event_count, session_count, journey_count, converted_count, amount, goal_amount, online_share"
    sql = f"select {columns}, recency_days from marts.customer_features where amount > 0"
    [row] = built.rows(sql)
    assert [float(value) for value in row] == [4, 3, 2, 1, 20.25, 20.25, 0.75, 38.0]


def test_steps_in_service_are_those_in_the_stages_the_project_calls_contact(warehouse):
    events = "at | event | user_id\n 10:00 | call | anna\n 11:00 | call | anna\n 12:00 | page | anna"
    rules = [
        {"name": "Call", "stage": "hotline", "channel": "phone", "when": {"event_name": "call"}},
        {"name": "Page", "stage": "service", "channel": "web", "when": {"event_name": "page"}},
    ]
    settings = make_settings(touchpoints={"touchpoint": rules}, friction={"contact_stages": ["hotline"]})
    built = warehouse.build(events, "marts.customer_features", settings=settings)
    assert built.column("select service_step_count from marts.customer_features") == [2]


def test_quantiles_of_many_waits_come_within_their_promise_of_the_exact_ones(warehouse):
    seconds = [1, 3, 10, 40, 41, 300, 5000, 9000, 100_000, 200_000]
    events = []
    for number, wait in enumerate(seconds):
        at = dt.datetime(2026, 1, 1)
        events.append({"at": at, "event": "a", "user_id": str(number)})
        events.append({"at": at + dt.timedelta(seconds=wait), "event": "b", "user_id": str(number)})
    built = warehouse.build(events, "marts.transitions marts.touchpoint_metrics")
    [(median, p90)] = built.rows("select median_seconds, p90_seconds from marts.transitions")
    assert median == pytest.approx(41, rel=0.045)
    assert p90 == pytest.approx(100_000, rel=0.045)
    waits = "select median_seconds_to_next from marts.touchpoint_metrics order by touchpoint"
    assert built.column(waits) == [median, None]

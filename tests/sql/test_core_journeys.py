"""core.journeys and core.journey_steps: where journeys begin and end, and what follows what."""

from __future__ import annotations

from decimal import Decimal

import pytest

from journeymine.warehouse.sqlfiles import sql_folder
from tests.sql.small_warehouse import make_settings

RULES = {
    "ignore": [{"why": "technical", "when": {"event_name": "scroll"}}],
    "touchpoint": [{"name": "{event_name}", "stage": "use", "channel": "web", "when": {"source": "web"}}],
}
GOALS = [{"name": "purchase", "touchpoint": "buy", "value": "amount"}, {"name": "renewal", "touchpoint": "renew"}]
TABLES = "core.journeys core.journey_steps marts.variants marts.path_links"


def build(warehouse, events, *, ends_at="goal", gap="10d", lookback="90d", as_of=None):
    settings = make_settings(
        touchpoints=RULES,
        goals=[
            {"name": "purchase", "touchpoint": "buy", "value": "amount"},
            {"name": "renewal", "touchpoint": "renew"},
        ],
        journeys={"ends_at": ends_at, "gap": gap, "lookback": lookback},
    )
    return warehouse.build(events, TABLES, settings=settings, as_of=as_of)


def paths(built):
    """Return path, goal and status of each journey, in their order."""
    return built.rows(
        """
        select string_agg(touchpoint, ' ' order by step_index), goal, status
        from core.journeys join core.journey_steps using (journey_id)
        group by journeys.customer_id, journey_index, goal, status order by any_value(started_at), journey_index
        """
    )


SHOPPING = """
    at        | user_id | event  | amount
    10:00     | anna    | view   |
    10:05     | anna    | scroll |
    10:10     | anna    | buy    | 10.50
    10:20     | anna    | help   |
    +9d 10:19 | anna    | view   |
    +30d 10:00| anna    | view   |
    +31d 10:00| anna    | renew  | 7
"""


def test_a_goal_ends_a_journey_and_the_next_begins_with_the_next_step(warehouse):
    built = build(warehouse, SHOPPING)
    assert paths(built) == [
        ("view buy", "purchase", "converted"),
        ("help view", None, "abandoned"),
        ("view renew", "renewal", "converted"),
    ]
    assert built.column("select goal_amount from core.journeys order by journey_index") == [10.5, None, None]


def test_where_only_gaps_end_journeys_goals_do_not(warehouse):
    assert paths(build(warehouse, SHOPPING, ends_at="gap")) == [
        ("view buy help view", "purchase", "converted"),
        ("view renew", "renewal", "converted"),
    ]


def test_a_customer_may_be_one_journey(warehouse):
    assert paths(build(warehouse, SHOPPING, ends_at="customer", lookback="1d")) == [
        ("view buy help view view renew", "purchase", "converted")
    ]


@pytest.mark.parametrize(("at", "journeys"), [("+10d 09:59:59", 1), ("+10d 10:00", 2), ("+10d 10:00:01", 2)])
def test_a_gap_equal_to_the_limit_starts_a_journey(warehouse, at, journeys):
    built = build(warehouse, [{"at": "10:00", "user_id": "anna"}, {"at": at, "user_id": "anna"}])
    assert built.column("select count(*) from core.journeys") == [journeys]


@pytest.mark.parametrize(
    ("as_of", "status"), [("10:00", "open"), ("+10d 09:59:59", "open"), ("+10d 10:00", "abandoned"), (None, "open")]
)
def test_a_journey_is_open_until_the_gap_has_passed_at_the_end_of_observation(warehouse, as_of, status):
    built = build(warehouse, [{"at": "10:00", "user_id": "anna"}], as_of=as_of)
    assert built.column("select status from core.journeys") == [status]


def test_a_converted_journey_reaches_back_at_most_its_lookback(warehouse):
    built = build(
        warehouse,
        """
        at        | user_id | event
        10:00     | anna    | ad
        +4d 09:59 | anna    | view
        +4d 10:00 | anna    | cart
        +9d 10:00 | anna    | buy
        +9d 11:00 | anna    | help
        """,
        lookback="5d",
    )
    assert paths(built) == [
        ("ad view", None, "abandoned"),
        ("cart buy", "purchase", "converted"),
        ("help", None, "open"),
    ]
    steps = (
        "select touchpoint, step_index, next_touchpoint, seconds_to_next from core.journey_steps order by occurred_at"
    )
    assert built.rows(steps) == [
        ("ad", 1, "view", 4 * 86400 - 60),
        ("view", 2, None, None),
        ("cart", 1, "buy", 5 * 86400),
        ("buy", 2, None, None),
        ("help", 1, None, None),
    ]


def test_next_touchpoint_and_gap_pass_over_ignored_events(warehouse):
    built = build(warehouse, SHOPPING)
    first = "select next_touchpoint, seconds_to_next from core.journey_steps order by occurred_at limit 1"
    assert built.rows(first) == [("buy", 600.0)]


def test_loops_are_kept(warehouse):
    built = build(warehouse, [{"at": f"10:0{minute}", "user_id": "anna"} for minute in range(3)])
    assert built.column("select touchpoints from marts.variants") == [["view", "view", "view"]]


def test_acts_of_the_company_are_steps(warehouse):
    rows = "at | user_id | event | actor\n 10:00 | anna | e-mail sent | company\n 10:05 | anna | view |"
    assert paths(build(warehouse, rows)) == [("e-mail sent view", None, "open")]


def test_ties_are_broken_by_arrival_then_sequence_then_row(warehouse):
    rows = """
        at    | user_id | event | received | sequence | row
        10:00 | anna    | g     |          | 2        | 1
        10:00 | anna    | d     | 10:02    |          | 7
        10:00 | anna    | f     |          | 1        | 9
        10:00 | anna    | c     | 10:01    | 3        | 1
        10:00 | anna    | b     | 10:01    |          | 2
        10:00 | anna    | a     | 10:01    | 1        | 8
    """
    assert paths(build(warehouse, rows))[0][0] == "a b c d f g"


def test_equal_paths_are_one_variant_and_other_orders_are_others(warehouse):
    customers = {"anna": "abc", "bob": "abc", "cleo": "acb", "dan": "ab"}
    events = [
        {"at": f"10:0{minute}", "user_id": name, "event": event}
        for name, path in customers.items()
        for minute, event in enumerate(path)
    ]
    variants = build(warehouse, events).rows("select touchpoints, journey_count from marts.variants order by all")
    assert variants == [(["a", "b"], 1), (["a", "b", "c"], 2), (["a", "c", "b"], 1)]


def test_each_journey_leaves_by_exactly_one_link(warehouse):
    built = build(warehouse, SHOPPING)
    links = "select step_index, from_touchpoint, to_touchpoint, end_status, journey_count from marts.path_links"
    assert set(built.rows(links)) == {
        (1, "view", "buy", None, 1),
        (1, "view", "renew", None, 1),
        (1, "help", "view", None, 1),
        (2, "buy", None, "converted", 1),
        (2, "renew", None, "converted", 1),
        (2, "view", None, "abandoned", 1),
    }


def test_what_happened_after_the_end_of_observation_has_not_happened_yet(warehouse):
    events = [
        {"at": "10:00", "user_id": "anna", "event": "view"},
        {"at": "+1d 10:00", "user_id": "anna", "event": "cart"},
        {"at": "+1d 10:00:01", "user_id": "anna", "event": "buy"},
    ]
    built = build(warehouse, events, as_of="+1d 10:00")
    assert paths(built) == [("view cart", None, "open")]


def test_amounts_in_another_currency_are_in_no_sum(warehouse):
    events = [
        {"at": "10:00", "user_id": "anna", "event": "buy", "amount": "5.00", "currency_code": "EUR"},
        {"at": "11:00", "user_id": "anna", "event": "buy", "amount": "900.00", "currency_code": "JPY"},
    ]
    settings = make_settings(touchpoints=RULES, goals=GOALS)
    built = warehouse.build(events, f"{TABLES} core.customer_measures marts.amounts", settings=settings)
    assert built.column("select goal_amount from core.journeys order by started_at") == [Decimal("5.00"), None]
    assert built.column("select amount from core.customer_measures") == [Decimal("5.00")]
    check = (sql_folder() / "checks" / "amounts_in_other_currencies.sql").read_text()
    assert built.rows(check) == [("web", "JPY", 1)]


def test_a_variant_counts_the_journeys_that_are_their_customers_first(warehouse):
    events = """
    at         | user_id | event
    10:00      | anna    | view
    +40d 10:00 | anna    | view
    +80d 10:00 | anna    | buy
    10:00      | bob     | buy
    10:00      | cleo    | view
    """
    built = warehouse.build(events, f"{TABLES} core.variant_counts", settings=make_settings(touchpoints=RULES))
    counts = "journey_count, customer_count, first_journey_count"
    assert built.rows(f"select {counts} from core.variant_counts order by all") == [(2, 2, 1), (3, 2, 2)]

"""What is counted of segments once they are found: results, and what their customers met."""

from __future__ import annotations

from journeymine.warehouse.sqlfiles import sql_folder
from tests.sql.small_warehouse import make_settings

SETTINGS = make_settings(
    project={"name": "Test", "timezone": "Europe/Warsaw"},
    stages={"order": ["buy"]},
    journeys={"ends_at": "goal", "gap": "2d"},
    goals=[{"name": "order", "touchpoint": "Order"}],
    touchpoints={
        "touchpoint": [
            {"name": "Order", "stage": "buy", "channel": "web", "when": {"event_name": "order"}},
            {"name": "Mail", "stage": "buy", "channel": "mail", "when": {"event_name": "mail"}},
            {"name": "Page", "stage": "buy", "channel": "web", "when": {"event_name": "page"}},
            {"name": "Shop", "stage": "buy", "channel": "store", "when": {"event_name": "shop"}},
        ]
    },
)
EVENTS = """
    at         | event | user_id | actor   | product | amount | rating | rating_scale
    10:00      | page  | anna    |         | lamp    |        |        |
    11:00      | mail  | anna    | company |         |        |        |
    11:30      | order | anna    |         | kettle  | 10     |        |
    +5d 23:30  | shop  | anna    |         |         |        | 4      | csat5
    09:00      | page  | bob     |         |         |        | 1      | csat5
    10:00      | page  | bob     |         |         |        | 5      | csat5
    +20d 10:00 | shop  | cleo    |         |         |        |        |
"""


def read_counts(warehouse, name: str) -> list[tuple]:
    needed = "core.steps core.journeys core.channels core.satisfaction core.identities marts.customer_features"
    people = "updated_at | user_id | lifetime_value_amount\n 10:00 | anna | 250.5"
    built = warehouse.build(EVENTS, needed, settings=SETTINGS, people=people)
    built.rows("create schema analysis")
    built.rows(
        "create table analysis.segment_members as select customer_id, 's1' as segment_id from core.identities "
        "where identity_kind = 'user_id'"
    )
    return built.rows(f"select * from ({(sql_folder() / 'analysis' / name).read_text(encoding='utf-8')}) order by all")


def test_customers_are_counted_by_what_a_finished_journey_of_theirs_met(warehouse) -> None:
    # Anna's journey ended at the order, her later visit (half past midnight in Warsaw) at nothing, as did Bob's; Cleo's
    # may still go on. Neither the company's mail nor the order itself counts.
    assert read_counts(warehouse, "segment_meetings.sql") == [
        ("s1", "channel", "store", 1, 0),
        ("s1", "channel", "web", 2, 1),
        ("s1", "hours", "00:00-02:59", 1, 0),
        ("s1", "hours", "09:00-11:59", 2, 1),
        ("s1", "product", "lamp", 1, 1),
    ]


def test_results_are_summed_over_the_customers_they_are_known_of(warehouse) -> None:
    assert read_counts(warehouse, "segment_sums.sql") == [
        ("s1", "amount", 3, 10.0, 100.0),
        ("s1", "conversion", 3, 1.0, 1.0),
        ("s1", "lifetime_value", 1, 250.5, 62750.25),
        ("s1", "satisfaction", 2, 1.75, 1.5625),
    ]


def test_moves_to_or_from_the_companys_own_acts_are_not_counted_and_those_to_a_goal_are_outcomes(warehouse) -> None:
    events = """
        at    | event | user_id | actor
        10:00 | page  | anna    |
        10:10 | page  | anna    |
        10:20 | mail  | anna    | company
        10:30 | order | anna    |
        10:00 | page  | bob     |
        10:10 | order | bob     |
    """
    built = warehouse.build(events, "marts.mix_items", settings=SETTINGS)
    moves = built.rows("select item, is_outcome, step_count from marts.mix_items where facet = 'transition' order by 1")
    assert moves == [("Page > Order", True, 1), ("Page > Page", False, 1)]


def test_features_know_repeated_contacts_time_between_goals_and_what_the_crm_says_customers_are_worth(
    warehouse,
) -> None:
    events = """
        at         | event | user_id
        10:00      | order | anna
        +1d 10:00  | order | anna
        +4d 10:00  | order | anna
        10:00      | call  | bob
        10:20      | call  | bob
        +1d 10:00  | call  | bob
        +20d 10:00 | call  | bob
        10:00      | order | cleo
    """
    people = """
        updated_at | user_id | lifetime_value_amount
        09:00      | anna    | 100
        10:00      | anna    | 250.5
        10:00      | bob     |
    """
    settings = make_settings(
        goals=[{"name": "order", "touchpoint": "Order"}],
        touchpoints={
            "touchpoint": [
                {"name": "Order", "stage": "buy", "channel": "web", "when": {"event_name": "order"}},
                {"name": "Call", "stage": "service", "channel": "phone", "when": {"event_name": "call"}},
            ]
        },
    )
    built = warehouse.build(events, "marts.customer_features", settings=settings, people=people)
    rows = built.rows(
        "select repeat_contact_count, median_return_days, lifetime_value_amount::double from marts.customer_features "
        "order by all"
    )
    # two calls in one visit are one contact, and twenty days later it is another matter
    assert rows == [(0, 1.0, 250.5), (0, None, None), (1, None, None)]

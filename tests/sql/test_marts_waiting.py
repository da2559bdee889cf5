"""Waits, loops, handovers, churn and costs: a few steps counted by hand, and random ones by plain twins."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest

from journeymine.warehouse.build import NIGHT
from journeymine.warehouse.finish import write_macros
from journeymine.warehouse.sqlfiles import sql_folder
from tests.reference.waiting import (
    Path,
    Step,
    count_handovers,
    count_loops,
    count_ping_pongs,
    count_waits,
    count_weeks,
)
from tests.sql.small_warehouse import FIRST_DAY, make_settings

RULES = {
    "touchpoint": [
        {"name": name, "stage": stage, "channel": channel, "when": {"event_name": name.lower()}}
        for name, stage, channel in (
            ("Ad", "awareness", "web"),
            ("Page", "consideration", "web"),
            ("Call", "service", "phone"),
            ("Order", "purchase", "web"),
            ("Renewal", "loyalty", "crm"),
        )
    ]
}
STAGES = ("awareness", "consideration", "purchase", "use", "service", "loyalty")
GOALS = [{"name": "purchase", "touchpoint": "Order"}, {"name": "renewal", "touchpoint": "Renewal"}]
OWNERS = {"Page": "Shop team", "channel:phone": "Service desk", "Ad": "Marketing", "channel:web": "Web team"}


def make_project(**tables):
    return make_settings(touchpoints=RULES, goals=GOALS, owners=OWNERS, **tables)


@pytest.mark.parametrize("seed", range(4))
def test_a_crowd_is_counted_as_the_twins_count_it(warehouse, seed):
    draw = random.Random(seed)
    events, at = [], FIRST_DAY
    for number in range(700):
        at += timedelta(minutes=draw.choice((0, 0, 1, 29, 30, 31, 600, 60 * 24 * 2)))
        name = draw.choice(("ad", "page", "page", "call", "order", "renewal", "strange"))
        user = f"u{draw.randrange(25)}"
        events.append({"at": at, "id": str(number), "row": draw.randrange(1, 4), "event": name, "user_id": user})
    tables = (
        "core.journeys core.journey_steps core.journey_cuts core.touchpoints marts.wait_bins marts.loops "
        "marts.ping_pongs marts.handovers marts.weekly_contacts marts.repeat_goals marts.sales_cycles marts.wait_starts"
    )
    settings = make_project(journeys={"gap": "10d", "lookback": "5d"}, contacts={"repeat_within": "2d"})
    built = warehouse.build(events, tables, settings=settings)
    cuts = {
        (who, number + moved)
        for who, number, moved in built.rows(
            "select customer_id, journey_number, "
            "row_number() over (partition by customer_id order by journey_number) - 1 from core.journey_cuts"
        )
    }
    paths = [
        Path(tuple(Step(who, index, name, when) for name, when in steps), status, (who, index) in cuts)
        for who, index, status, steps in built.rows(
            "select journeys.customer_id, journey_index, status, list((touchpoint, steps.occurred_at) "
            "order by step_index) from core.journeys as journeys join core.journey_steps as steps using (journey_id) "
            "group by journeys.customer_id, journey_index, status"
        )
    ]
    assert cuts
    names = {"Order": "purchase", "Renewal": "renewal"}
    stage_of = {rule["name"]: rule["stage"] for rule in RULES["touchpoint"]} | {"unmapped: strange": "unmapped"}
    waits = count_waits(paths, names, STAGES, stage_of, max(event["at"] for event in events))
    assert {row[:3]: row[3:] for row in built.rows("from marts.wait_bins")} == waits
    columns = "rework_journey_count, rework_customer_count, return_count, contact_count, repeat_count"
    loops = built.rows(f"select touchpoint, {columns}, repeat_customer_count from marts.loops")
    assert {name: tuple(counts) for name, *counts in loops} == count_loops(
        paths, timedelta(minutes=30), timedelta(days=2)
    )
    pairs = built.rows("from marts.ping_pongs")
    assert {(one, two): tuple(counts) for one, two, *counts in pairs} == count_ping_pongs(paths)
    owners = {"Ad": "Marketing", "Page": "Shop team", "Call": "Service desk", "Order": "Web team"}
    owners["unmapped: strange"] = "Web team"  # its channel is its source, web
    assert dict(built.rows("select touchpoint, owner from core.touchpoints where owner is not null")) == owners
    handovers = built.rows("select from_owner, to_owner, handover_count from marts.handovers")
    assert {(one, two): count for one, two, count in handovers} == count_handovers(paths, owners)
    weeks = built.rows("select week_date, step_count, customer_count from marts.weekly_contacts where channel is null")
    assert {datetime.combine(day, datetime.min.time()): tuple(counts) for day, *counts in weeks} == count_weeks(paths)
    for goal, _, customers, again, share, *_ in built.rows("from marts.repeat_goals"):
        reached = [path.steps[0].customer for path in paths if names.get(path.steps[-1].touchpoint) == goal]
        assert customers == len(set(reached))
        assert again == len({who for who in reached if reached.count(who) > 1})
        assert share == again / customers


def test_a_wait_that_has_not_ended_is_censored_at_the_end_of_observation(warehouse):
    built = warehouse.build(
        """
        at        | user_id | event
        10:00     | anna    | page
        10:10     | anna    | order
        10:00     | bob     | page
        """,
        "marts.wait_bins marts.wait_starts",
        settings=make_project(),
        as_of="10:30",
    )
    rows = built.rows("select * exclude wait_bin from marts.wait_bins where wait = 'next step' order by all")
    assert rows == [("next step", "Page", 0, 1), ("next step", "Page", 1, 0)]
    assert built.rows("select * from marts.wait_starts where wait = 'goal'") == [("goal", "journey begins", 2)]


CHURN = """
    at        | user_id | event  | actor
    10:00     | anna    | order  |
    +1d 10:00 | anna    | cancel |
    10:00     | bob     | order  |
    +1d 10:00 | bob     | cancel |
    +2d 10:00 | bob     | order  |
    10:00     | cleo    | order  |
    +9d 10:00 | cleo    | mail   | company
    10:00     | dan     | page   |
    +9d 10:00 | eve     | order  |
"""


@pytest.mark.parametrize(
    ("churn", "lost", "not_concerned"),
    [
        (None, {}, {"anna", "bob", "cleo", "dan", "eve"}),
        ({"event": "cancel"}, {"anna": ("cancelled", 1)}, {"dan"}),
        ({"touchpoint": "unmapped: cancel"}, {"anna": ("cancelled", 1)}, {"dan"}),
        ({"silence": "8d"}, {"anna": ("silent", 9), "cleo": ("silent", 8)}, {"dan"}),
        (
            {"silence": "8d", "event": "cancel", "among": "everybody"},
            {"anna": ("cancelled", 1), "cleo": ("silent", 8), "dan": ("silent", 8)},
            set(),
        ),
    ],
)
def test_churn_is_a_cancellation_without_a_later_goal_or_a_silence(warehouse, churn, lost, not_concerned):
    tables = "core.churn core.identities marts.lost_customers"
    built = warehouse.build(CHURN, tables, settings=make_project(churn=churn), as_of="+9d 12:00")
    rows = built.rows(
        "select identity_hash, churn.* exclude customer_id from core.churn as churn join core.identities "
        "using (customer_id)"
    )
    assert {name for name, is_churned, *_ in rows if is_churned is None} == not_concerned
    assert {name: (why, (at - FIRST_DAY).days) for name, is_churned, at, why in rows if is_churned} == lost
    counted = dict(built.rows("select churn_reason, customer_count from marts.lost_customers"))
    assert sum(counted.values()) == len(rows) - len(not_concerned)
    assert sum(count for why, count in counted.items() if why) == len(lost)


def test_a_contact_costs_what_the_settings_say_and_ratings_before_it_do_not_count(warehouse):
    built = warehouse.build(
        """
        at        | user_id | event | rating | rating_scale
        10:00     | anna    | call  |        |
        10:30     | anna    | call  |        |
        11:00     | anna    | say   | 10     | nps
        10:00     | bob     | say   | 3      | csat5
        11:00     | bob     | call  |        |
        10:00     | cleo    | say   | 1      | smileys
        """,
        "marts.contact_costs",
        settings=make_project(costs={"Call": 2.5, "Renewal": 9}),
    )
    columns = "touchpoint, contact_count, customer_count, total_cost_amount, currency_code, rated_customer_count"
    sums = "satisfaction_sum, satisfaction_square_sum, all_rated_customer_count, all_satisfaction_sum"
    assert built.rows(f"select {columns}, {sums} from marts.contact_costs order by touchpoint") == [
        ("Call", 3, 2, 7.5, "EUR", 1, 1000, 1000000, 2, 1500),
        ("Renewal", 0, 0, 0.0, "EUR", 0, 0, 0, 2, 1500),
    ]


def test_an_owner_of_a_touchpoint_comes_before_its_rules_its_channels_and_the_usual_team(warehouse):
    ruled = [{**rule, "owner": "By rule"} if rule["name"] == "Call" else rule for rule in RULES["touchpoint"]]
    rules = {"touchpoint": ruled}
    settings = make_settings(touchpoints=rules, owners={"Page": "Own", "channel:phone": "Phones"})
    events = """
        at    | user_id | event | team
        10:00 | anna    | page  | Team
        10:01 | anna    | call  | Team
        10:02 | anna    | ad    | Team
    """
    built = warehouse.build(events, "core.touchpoints", settings=settings)
    assert dict(built.rows("select touchpoint, owner from core.touchpoints")) == {
        "Page": "Own",
        "Call": "By rule",
        "Ad": "Team",
    }


def test_an_owner_of_a_stage_comes_after_those_of_touchpoint_and_channel_and_before_the_usual_team(warehouse):
    stages = {"stage:" + rule["stage"]: f"Stage {rule['stage']}" for rule in RULES["touchpoint"]}
    settings = make_settings(touchpoints=RULES, owners={"Page": "Own", "channel:phone": "Phones", **stages})
    events = """
        at    | user_id | event | team
        10:00 | anna    | page  | Team
        10:01 | anna    | call  | Team
        10:02 | anna    | ad    | Team
    """
    built = warehouse.build(events, "core.touchpoints", settings=settings)
    (stage,) = (rule["stage"] for rule in RULES["touchpoint"] if rule["name"] == "Ad")
    assert dict(built.rows("select touchpoint, owner from core.touchpoints")) == {
        "Page": "Own",
        "Call": "Phones",
        "Ad": f"Stage {stage}",
    }


def test_a_step_matrix_has_all_journeys_at_every_place(warehouse):
    built = warehouse.build(
        """
        at    | user_id | event
        10:00 | anna    | ad
        10:01 | anna    | page
        10:02 | anna    | order
        10:00 | bob     | page
        10:05 | bob     | page
        10:00 | cleo    | ad
        """,
        "core.journeys core.journey_slices core.variant_counts core.touchpoint_names core.journey_steps core.events "
        "core.texts",
        settings=make_project(),
    )
    write_macros(built.connection, NIGHT, sql_folder() / "macros")
    assert built.rows("from step_matrix('Page', steps_back := 1, steps_ahead := 2)") == [
        (-1, "Ad", None, 1, 0.5),
        (-1, None, "not begun", 1, 0.5),
        (0, "Page", None, 2, 1.0),
        (1, "Order", None, 1, 0.5),
        (1, "Page", None, 1, 0.5),
        (2, None, "converted", 1, 0.5),
        (2, None, "open", 1, 0.5),
    ]

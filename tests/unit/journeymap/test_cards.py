"""Key questions are answered by people, evidenced by a cell, or open; figures are held against targets."""

from __future__ import annotations

import polars as pl

from journeymine.journeymap.cards import answer_questions, list_maps
from journeymine.journeymap.felt import list_unspoken
from journeymine.journeymap.items import Cell, Item, write_items
from journeymine.journeymap.known import list_moments, list_planned
from journeymine.journeymap.metrics import hold_targets, list_metrics, list_ratings
from journeymine.journeymap.said import list_said
from journeymine.overlay import LANES, MapOverlay
from journeymine.settings import CustomerList, Scenario

STAGES = ("see", "buy")


def make(lane, n=50, value=None, content="x", stage="buy"):
    return Item(Cell("all", "all", stage, lane), content, n, "measured", "t", "q", value=value)


def test_a_question_is_answered_by_people_evidenced_by_its_cell_or_open():
    questions = [
        {"question": "1", "answer": "Because."},
        {"question": "2", "stage": "buy", "lane": "pains"},
        {"question": "3", "stage": "see", "lane": "pains"},
        {"question": "4", "lane": "fears"},
        {"question": "5"},
    ]
    overlay = MapOverlay.model_validate({"maps": [{"questions": questions}]})
    rows = write_items([make("pains"), make("fears", n=4)], STAGES, LANES)
    statuses = answer_questions(overlay, rows, minimum=10)["question_status"].to_list()
    assert statuses == ["answered", "evidenced", "open", "open", "open"]
    assert answer_questions(overlay, rows, minimum=4)["question_status"].to_list()[3] == "evidenced"


def test_a_target_of_a_map_comes_before_that_of_everybody_s():
    overlay = MapOverlay.model_validate(
        {
            "targets": [
                {"stage": "buy", "metric": "stay_seconds", "at_most": 60},
                {"stage": "buy", "metric": "continued_share", "at_least": 0.5},
                {"stage": "buy", "metric": "continued_share", "at_least": 0.2, "persona": "p01"},
            ]
        }
    )
    share = make("metrics", value=0.3, content="continued_share")
    own = Item(Cell("p01", "bought", "buy", "metrics"), "continued_share", 9, "measured", "t", "q", value=0.3)
    held = list(hold_targets([share, own, make("metrics", value=60.0, content="stay_seconds")], overlay))
    assert [(item.target, item.is_target_met) for item in held] == [(0.5, False), (0.2, True), (60, True)]


def test_a_score_is_of_answers_asked_for_where_there_are_any():
    keys = ("persona_id", "scenario", "stage", "rating_scale", "solicitation")
    ratings = pl.DataFrame(
        [
            ("all", "all", "buy", "nps", "unsolicited", 0.0, 900, 800),
            ("all", "all", "buy", "nps", "solicited", 10.0, 30, 9),
            ("all", "all", "buy", "nps", "solicited", 0.0, 10, 9),
            ("all", "all", "buy", "mood", "solicited", 1.0, 10, 10),
        ],
        schema=(*keys, "rating", "answer_count", "customer_count"),
        orient="row",
    )
    [item] = list_ratings(ratings, seed=1)
    assert (item.content, item.value, item.kind) == ("nps", 50.0, "nps, solicited")
    assert item.n == 9, "40 answers of 9 customers are a cell of 9"


def test_contacts_that_cost_something_outside_the_order_of_stages_are_on_no_map():
    columns = ("persona_id", "scenario", "stage", "customer_count", "contact_count", "total_cost_amount")
    rows = [("all", "all", "buy", 8, 40, 100.0), ("all", "all", "unmapped", 3, 3, 9.0)]
    costs = pl.DataFrame(rows, schema=columns, orient="row")
    stages = pl.DataFrame(schema=["persona_id", "scenario", "stage", "map_customer_count"])
    [item] = list_metrics(stages, costs, {("all", "all", "buy"): 50}, last_stage="buy")
    assert (item.content, item.cell.stage, item.n, item.value) == ("cost_amount", "buy", 8, 2.0)


def test_maps_are_named_by_people_and_everybody_s_comes_first():
    groups = pl.DataFrame(
        [(1, "p01", "all", 30), (1, "all", "all", 30), (2, "all", "all", 70), (1, "all", "bought", 30)],
        schema=["map_group", "persona_id", "scenario", "customer_count"],
        orient="row",
    )
    overlay = MapOverlay.model_validate({"maps": [{"persona": "p01", "name": "Ola's", "purpose": "Know more"}]})
    lists = (CustomerList(name="VIP", customers="x"),)
    scenarios = (Scenario(name="bought", goal="bought"),)
    maps = list_maps(groups, {"p01": ("persona", "Evening people")}, lists, scenarios, overlay)
    assert maps.select("persona_id", "scenario", "map_kind", "map_name", "customer_count").rows() == [
        ("all", "all", "all", None, 100),
        ("all", "bought", "all", None, 30),
        ("p01", "all", "persona", "Ola's", 30),
    ]


def test_a_key_moment_is_one_that_chance_does_not_explain():
    moments = pl.DataFrame(
        {
            "outcome": ["conversion", "conversion", "conversion", "churn", "churn"],
            "touchpoint": ["Page", "Advert", "Gone", "Advert", None],
            "odds_ratio": [1.5, 9.0, 2.0, 0.9, 3.0],
            "odds_ratio_low": [1.2, 0.5, 1.5, 0.8, 2.0],
            "odds_ratio_high": [1.9, 40.0, 3.0, 0.95, 4.0],
            "effect_q_value": [0.01, 0.2, 0.01, 0.01, 0.01],
            "met_customer_count": [50, 50, 50, 50, 50],
        }
    )
    items = list(list_moments(moments, ask("Page", "Advert"), {"Page": "see", "Advert": "see"}, [("all", "all")]))
    assert [(item.content, item.cell.stage, item.kind, item.source) for item in items] == [
        ("Page", "see", "conversion", "modelled"),
        ("Advert", "see", "churn", "modelled"),
    ]


def ask(*touchpoints: str) -> pl.DataFrame:
    """Write analysis.pain_names of effects on conversion; steps on the way to a goal are not among them."""
    row = {"pain_source": "key_moment", "pain_subject": "conversion"}
    return pl.DataFrame([row | {"touchpoint": touchpoint} for touchpoint in touchpoints])


def test_a_step_that_nearly_all_ways_to_a_goal_take_is_no_key_moment_of_it():
    moments = pl.DataFrame(
        {
            "outcome": ["conversion", "satisfaction", "conversion"],
            "touchpoint": ["Checkout", "Checkout", "Page"],
            "odds_ratio": [53.0, 0.5, 1.5],
            "odds_ratio_low": [30.0, 0.4, 1.2],
            "odds_ratio_high": [90.0, 0.6, 1.9],
            "effect_q_value": [0.001, 0.01, 0.05],
            "met_customer_count": [50, 50, 50],
        }
    )
    items = list_moments(moments, ask("Page"), {"Checkout": "buy", "Page": "buy"}, [("all", "all")])
    assert [(item.content, item.kind) for item in items] == [("Checkout", "satisfaction")]


def test_what_most_customers_said_comes_first_and_a_second_sentence_weighs_half():
    columns = ("signal", "signal_subtype", "sentence_rank", "sentence", "text_id", "signal_status", "customer_count")
    rows = [
        ("fear", "price", 1, "Too dear", "1", "confirmed", 30),
        ("fear", "price", 2, "Too much", "2", "candidate", 30),
        ("barrier", "time", 1, "Too slow", "3", "found", 20),
        ("barrier", "staff", 1, "Nobody came", "4", "found", 9),
        ("mood", "", 1, "Hm", "5", "found", 99),
    ]
    signals = pl.DataFrame(rows, schema=columns, orient="row").with_columns(
        persona_id=pl.lit("all"), scenario=pl.lit("all"), dimension=pl.lit("stage"), member=pl.lit("buy")
    )
    items = list(list_said(signals, {("all", "all", "buy"): 60}))
    assert [item.content for item in items] == ["Too dear", "Too slow", "Too much", "Nobody came"]
    assert [item.kind for item in items[:3]] == ["fear price", "barrier time", "candidate fear price"]
    assert items[0].coverage == 0.5


PLANS = {
    "analysis.plans": pl.DataFrame({"plan": ["on line"], "planned_goal": ["bought"]}),
    "analysis.plan_steps": pl.DataFrame(
        {
            "plan": ["on line"] * 2,
            "plan_step_index": [1, 2],
            "planned_step": ["Page", "Cart"],
            "stage": ["see", "buy"],
            "is_optional": [True, False],
        }
    ),
    "analysis.deviations": pl.DataFrame(
        {
            "plan": ["on line"],
            "deviation_rank": [1],
            "move_kind": ["skipped"],
            "touchpoint": ["Cart"],
            "conversion_change": [-0.1],
            "conversion_change_low": [-0.2],
            "conversion_change_high": [0.0],
        }
    ),
}


def list_plan(scenario, persona="all"):
    moves = [("held", "", 50, 40), ("followed", "Page", 20, 18), ("skipped", "Cart", 12, 11)]
    columns = ("move_kind", "place", "journey_count", "customer_count")
    rows = pl.DataFrame(moves, schema=columns, orient="row").with_columns(
        persona_id=pl.lit(persona), scenario=pl.lit(scenario), plan=pl.lit("on line")
    )
    goals = {"all": None, "bought": "bought", "renewed": "renewed"}
    return list(list_planned(rows, PLANS, {"Cart": "buy", "Page": "see"}, goals))


def test_planned_steps_are_shares_of_the_journeys_held_and_a_step_nobody_took_is_shown():
    page, cart, skipped = list_plan("bought")
    assert (page.content, page.kind, page.n, page.value, page.counted) == ("Page", "optional", 18, 0.4, "customers")
    assert page.low < 0.4 < page.high
    assert (cart.kind, cart.n, cart.value) == ("planned", 0, 0.0)
    assert (skipped.kind, skipped.n, skipped.cell.stage) == ("skipped", 11, "buy")


def test_a_plan_stands_on_no_map_of_another_goal_and_its_effects_are_everybody_s():
    assert list_plan("renewed") == []
    assert [item.value for item in list_plan("all")][-1] == -0.1
    assert [item.value for item in list_plan("all", "p01")][-1] is None


def test_friction_stands_where_nobody_spoke_and_is_no_valence():
    friction = pl.DataFrame(
        {"persona_id": ["all"] * 2, "scenario": ["all"] * 2, "stage": ["see", "buy"], "customer_count": [12, 30]}
    )
    points = pl.DataFrame(
        {
            "dimension": ["stage"] * 2,
            "member": ["use", "buy"],
            "point_source": ["modelled"] * 2,
            "valence": [0.1, 0.2],
            "valence_low": [0.0, 0.1],
            "valence_high": [0.2, 0.3],
            "customer_count": [40, 40],
        }
    )
    spoken = {Cell("all", "all", "buy", "emotion")}
    sizes = {("all", "all", "see"): 48, ("all", "all", "buy"): 60}
    modelled, met = list_unspoken(friction, points, spoken, sizes, ("rage_click", "reopen"))
    assert (modelled.cell.stage, modelled.content, modelled.source) == ("use", "valence", "modelled")
    assert (met.cell.stage, met.content, met.source, met.value, met.unit) == (
        "see",
        "friction",
        "inferred",
        0.25,
        "share",
    )
    assert "in ('rage_click', 'reopen')" in met.query

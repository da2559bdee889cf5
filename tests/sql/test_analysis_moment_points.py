"""sql/analysis/moment_answers, _visits and _events: which moments judge an outcome, and from when a factor is met."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl
import pytest

from journeymine.warehouse.build import NIGHT
from journeymine.warehouse.frames import read_frame
from tests.sql.moment_warehouse import build_moments
from tests.sql.small_warehouse import make_settings
from tests.unit.moments.core_tables import START, write_tables

DAY = timedelta(days=1)


def at(day: int, minute: int = 0) -> datetime:
    return START + timedelta(days=day, minutes=minute)


def read_built(table: str, tables: dict[str, pl.DataFrame], models: str, **settings: object) -> pl.DataFrame:
    chosen = make_settings(goals=[{"name": "buy", "touchpoint": "buy"}], **settings)
    with build_moments(tables, models.split(), chosen) as connection:
        return read_frame(connection, f"{NIGHT}.analysis.{table}")


def write_visits(days: dict[int, list[int]], cancelled: dict[int, int] | None = None) -> dict[str, pl.DataFrame]:
    """Write customers who bought on day 0, came on some days, and cancelled on one, if any; observed for 100 days."""
    acts = pl.DataFrame(
        [
            {"customer_id": who, "occurred_at": at(day), "touchpoint": "look"}
            for who, each in days.items()
            for day in each
        ]
    )
    ends = acts.group_by("customer_id").agg(last_act_at=pl.col("occurred_at").max()).sort("customer_id")
    cancels = [at(cancelled[who]) if cancelled and who in cancelled else None for who in ends["customer_id"]]
    return write_tables(
        acts,
        {"look": 1},
        "buy",
        100,
        core__customer_events=acts.select("customer_id", "occurred_at", event_kind_id=pl.lit(1)),
        core__event_kinds=pl.DataFrame({"event_kind_id": [1], "is_customer_act": [True]}),
        core__customer_ends=ends.with_columns(
            first_goal_at=pl.lit(START),
            last_goal_at=pl.lit(START),
            last_cancelled_at=pl.Series(cancels, dtype=pl.Datetime("us")),
        ),
    )


VISITS = "core.churn analysis.moment_sample analysis.moment_visits"


def read_visits(tables: dict[str, pl.DataFrame], churn: dict[str, str]) -> list[tuple[int, int, bool]]:
    visits = read_built("moment_visits", tables, VISITS, churn=churn)
    return sorted(visits.select("customer_id", "period_index", "is_reached").iter_rows())


def test_the_last_visit_before_a_long_silence_is_the_loss_and_a_young_one_is_not_judged() -> None:
    tables = write_visits({1: [0, 3, 40], 2: [0, 60, 80, 95]})
    assert read_visits(tables, {"silence": "30d"}) == [
        (1, 0, False),
        (1, 3, False),
        (1, 40, True),
        (2, 0, False),
        (2, 60, False),  # days 80 and 95 are younger than the silence: nobody could be lost after them yet
    ]


def test_without_a_silence_visits_before_a_cancellation_are_judged_and_the_last_of_others_is_not() -> None:
    tables = write_visits({1: [0, 10, 20], 2: [0, 10]}, cancelled={1: 20})
    assert read_visits(tables, {"event": "cancel"}) == [(1, 0, False), (1, 10, True), (2, 0, False)]


def test_without_a_definition_of_churn_no_visit_is_judged() -> None:
    assert read_built("moment_visits", write_visits({1: [0, 3]}), VISITS).is_empty()


@pytest.mark.parametrize(
    ("rating_scale", "rating", "outcome", "is_best"),
    [
        ("nps", 9, "recommendation", True),
        ("nps", 8, "recommendation", False),
        ("csat5", 4, "satisfaction", True),
        ("csat5", 3, "satisfaction", False),
        ("csat3", 3, "satisfaction", True),
        ("csat3", 2, "satisfaction", False),
        ("ces7", 6, "satisfaction", True),
        ("ces7", 5, "satisfaction", False),
        ("thumbs", 1, "satisfaction", True),
        ("thumbs", 0, "satisfaction", False),
    ],
)
def test_the_best_answers_of_a_scale_are_its_top_boxes(rating_scale, rating, outcome, is_best) -> None:
    score = {"event_key": 1, "customer_id": 1, "occurred_at": at(1), "rating": float(rating)}
    scores = pl.DataFrame([score | {"rating_scale": rating_scale, "satisfaction": 0.5, "stage": "use"}])
    tables = write_visits({1: [0, 3]}) | {"core.scores": scores}
    [answer] = read_built("moment_answers", tables, "analysis.moment_sample analysis.moment_answers").to_dicts()
    assert (answer["outcome"], answer["is_reached"]) == (outcome, is_best)


def test_a_wait_is_met_when_it_is_over_and_a_rage_click_at_once() -> None:
    tables = write_visits({1: [0, 3]})
    steps = tables["core.steps"].with_columns(milliseconds_to_next=pl.lit(3 * 86_400_000))
    frictions = [
        {"customer_id": 1, "friction_kind": kind, "occurred_at": at(0), "event_key": 0}
        for kind in ("long_wait", "rage_click")
    ]
    tables |= {"core.steps": steps, "core.friction": pl.DataFrame(frictions)}
    events = read_built("moment_events", tables, "analysis.moment_sample analysis.moment_events")
    epoch = datetime(1970, 1, 1)
    met = {row["factor"]: epoch + timedelta(milliseconds=row["known_ms"]) for row in events.iter_rows(named=True)}
    assert met == {"long_wait": at(3), "rage_click": at(0)}


def test_rejected_barriers_and_other_signals_are_no_factors() -> None:
    signal = {"text_id": "t", "customer_id": 1, "occurred_at": at(1)}
    signals = [
        signal | {"signal": "barrier", "signal_subtype": "price", "signal_status": "found"},
        signal | {"signal": "barrier", "signal_subtype": "trust", "signal_status": "rejected"},
        signal | {"signal": "wish", "signal_subtype": "", "signal_status": "found"},
    ]
    tables = write_visits({1: [0, 3]}) | {"analysis.signals": pl.DataFrame(signals)}
    events = read_built("moment_events", tables, "analysis.moment_sample analysis.moment_events")
    assert events.select("factor_kind", "factor").rows() == [("barrier", "price")]

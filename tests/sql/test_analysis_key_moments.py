"""sql/analysis/moment_*: a known effect is found again, and the simple estimates are not good enough to find it."""

from __future__ import annotations

from math import log

import polars as pl
import pytest

from journeymine.journeys.seeds import build_journey_seeds
from journeymine.moments.effects import find_key_moments
from journeymine.moments.seeds import build_moment_seeds
from journeymine.warehouse.build import NIGHT, build_models, open_catalog, write_seeds
from journeymine.warehouse.connection import open_database
from journeymine.warehouse.frames import read_frame, write_frame
from journeymine.warehouse.sqlfiles import read_model_file, sql_folder
from tests.sql.small_warehouse import make_settings
from tests.unit.moments.simulated_customers import OFFER, Simulation, simulate_customers, write_core_tables

MODELS = "moment_journeys moment_steps moment_exposures moment_spells moment_cells moment_customers"
SETTINGS = make_settings(goals=[{"name": "buy", "touchpoint": "buy"}])
LARGEST_LOG_ODDS = 0.15
TRUE_EFFECT = 1.65
RECOVERED = (1.40, 1.90)


def find_effects(simulation: Simulation) -> dict[str, dict[str, object]]:
    with open_database(None) as connection, open_catalog(connection, NIGHT):
        for schema in ("analysis", "core", "seed"):
            connection.execute(f"create schema if not exists {NIGHT}.{schema}")
        write_seeds(connection, {**build_journey_seeds(SETTINGS), **build_moment_seeds(SETTINGS)})
        for table, frame in write_core_tables(simulation).items():
            write_frame(connection, f"{NIGHT}.{table}", frame)
        for name in MODELS.split():
            model = read_model_file(sql_folder() / f"analysis/{name}.sql", f"analysis.{name}")
            build_models(connection, NIGHT, (model,))
        cells, customers = (
            read_frame(connection, f"{NIGHT}.analysis.moment_{part}") for part in ("cells", "customers")
        )
    moments = find_key_moments(1, cells, customers)
    return {row["touchpoint"]: row for row in moments.filter(pl.col("outcome") == "conversion").iter_rows(named=True)}


@pytest.fixture(scope="module")
def no_effect() -> Simulation:
    return simulate_customers(odds_ratio=1.0, seed=3)


@pytest.fixture(scope="module")
def offer_without_effect(no_effect: Simulation) -> dict[str, object]:
    return find_effects(no_effect)[OFFER]


@pytest.fixture(scope="module")
def offer_with_effect() -> dict[str, object]:
    return find_effects(simulate_customers(TRUE_EFFECT, seed=6))[OFFER]


def test_a_touchpoint_without_effect_shows_none_although_it_meets_those_who_buy(offer_without_effect) -> None:
    assert offer_without_effect["odds_ratio_low"] <= 1 <= offer_without_effect["odds_ratio_high"]
    assert abs(log(offer_without_effect["odds_ratio"])) < LARGEST_LOG_ODDS
    assert offer_without_effect["effect_p_value"] > 0.05


def test_the_naive_estimates_fail_where_the_model_does_not(offer_without_effect, no_effect: Simulation) -> None:
    assert abs(log(offer_without_effect["naive_odds_ratio"])) > LARGEST_LOG_ODDS
    assert abs(log(no_effect.ever_never_odds_ratio)) > LARGEST_LOG_ODDS


def test_a_true_effect_is_recovered(offer_with_effect) -> None:
    assert RECOVERED[0] <= offer_with_effect["odds_ratio"] <= RECOVERED[1]
    assert offer_with_effect["odds_ratio_low"] <= TRUE_EFFECT <= offer_with_effect["odds_ratio_high"]
    assert offer_with_effect["effect_p_value"] < 0.01
    assert not RECOVERED[0] <= offer_with_effect["naive_odds_ratio"] <= RECOVERED[1]


def test_the_negative_control_shows_nothing(offer_with_effect) -> None:
    assert offer_with_effect["control_odds_ratio_low"] <= 1 <= offer_with_effect["control_odds_ratio_high"]
    assert abs(log(offer_with_effect["control_odds_ratio"])) < LARGEST_LOG_ODDS

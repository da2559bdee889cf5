"""sql/analysis/moment_*: a known effect is found again, and the simple estimates are not good enough to find it."""

from __future__ import annotations

from math import log

import polars as pl
import pytest

from journeymine.moments.effects import find_key_moments
from journeymine.settings import Settings
from journeymine.warehouse.build import NIGHT
from journeymine.warehouse.frames import read_frame
from tests.sql.moment_warehouse import build_moments
from tests.sql.small_warehouse import make_settings
from tests.unit.moments.simulated_customers import OFFER, Simulation, simulate_customers, write_core_tables
from tests.unit.moments.simulated_lives import GRIEVING, LOSING, SILENCE, simulate_lives

PARTS = "sample journeys answers visits points watches steps events names exposures spells judged cells customers"
MODELS = ("core.churn", *(f"analysis.moment_{part}" for part in PARTS.split()))
GOALS = [{"name": "buy", "touchpoint": "buy"}]
SETTINGS = make_settings(goals=GOALS)
LARGEST_LOG_ODDS = 0.15
TRUE_EFFECT = 1.65
RECOVERED = (1.40, 1.90)
LOST_ODDS, SATISFIED_ODDS = 2.0, 0.5


def find_effects(tables: dict[str, pl.DataFrame], settings: Settings = SETTINGS) -> pl.DataFrame:
    with build_moments(tables, MODELS, settings) as connection:
        cells, customers = (
            read_frame(connection, f"{NIGHT}.analysis.moment_{part}") for part in ("cells", "customers")
        )
    return find_key_moments(1, cells, customers)


def find_offer(simulation: Simulation) -> dict[str, object]:
    return find_effects(write_core_tables(simulation)).row(
        by_predicate=(pl.col("outcome") == "conversion") & (pl.col("factor") == OFFER), named=True
    )


@pytest.fixture(scope="module")
def no_effect() -> Simulation:
    return simulate_customers(odds_ratio=1.0, seed=3)


@pytest.fixture(scope="module")
def offer_without_effect(no_effect: Simulation) -> dict[str, object]:
    return find_offer(no_effect)


@pytest.fixture(scope="module")
def offer_with_effect() -> dict[str, object]:
    return find_offer(simulate_customers(TRUE_EFFECT, seed=6))


def find_frictions(lost_odds: float, satisfied_odds: float) -> dict[tuple[str, str], dict[str, object]]:
    settings = make_settings(goals=GOALS, churn={"silence": SILENCE})
    moments = find_effects(simulate_lives(lost_odds, satisfied_odds, seed=8), settings)
    return {(row["outcome"], row["factor"]): row for row in moments.iter_rows(named=True)}


@pytest.fixture(scope="module")
def harmless() -> dict[tuple[str, str], dict[str, object]]:
    return find_frictions(1.0, 1.0)


@pytest.fixture(scope="module")
def harmful() -> dict[tuple[str, str], dict[str, object]]:
    return find_frictions(LOST_ODDS, SATISFIED_ODDS)


def test_a_touchpoint_without_effect_shows_none_although_it_meets_those_who_buy(offer_without_effect) -> None:
    assert_shows_nothing(offer_without_effect)
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


def assert_shows_nothing(found: dict[str, object]) -> None:
    assert found["odds_ratio_low"] <= 1 <= found["odds_ratio_high"]
    assert abs(log(found["odds_ratio"])) < LARGEST_LOG_ODDS


@pytest.mark.parametrize(
    ("outcome", "friction", "truth"), [("churn", LOSING, LOST_ODDS), ("satisfaction", GRIEVING, SATISFIED_ODDS)]
)
def test_a_true_effect_of_friction_on_losses_and_ratings_is_recovered(harmful, outcome, friction, truth) -> None:
    found = harmful[outcome, friction]
    assert found["factor_kind"] == "friction"
    assert abs(log(found["odds_ratio"] / truth)) < LARGEST_LOG_ODDS
    assert found["odds_ratio_low"] <= truth <= found["odds_ratio_high"]
    assert found["effect_q_value"] < 0.01
    assert not found["odds_ratio_low"] <= 1 <= found["odds_ratio_high"]


@pytest.mark.parametrize("outcome", ["churn", "satisfaction"])
@pytest.mark.parametrize("friction", [LOSING, GRIEVING])
def test_friction_without_effect_shows_none_although_it_meets_the_half_hearted(harmless, outcome, friction) -> None:
    assert_shows_nothing(harmless[outcome, friction])
    assert abs(log(harmless[outcome, friction]["naive_odds_ratio"])) > LARGEST_LOG_ODDS

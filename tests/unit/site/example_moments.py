"""Key moments and credits as the analyses write them: a sure effect, a small group, a hostile name."""

from __future__ import annotations

import polars as pl

from journeymine.moments.credits import NO_TOUCH
from journeymine.moments.credits import SCHEMA as CREDITS
from journeymine.moments.effects import SCHEMA as EFFECTS
from tests.unit.site.example_journeys import HOSTILE


def write_moments() -> dict[str, pl.DataFrame]:
    """Write analysis.key_moments, analysis.attribution and analysis.classic_moments."""
    return {
        "analysis.key_moments": pl.DataFrame(
            [
                _tell_effect(HOSTILE, 1.65, (1.4, 1.9), 0.001, 300),
                _tell_effect("Cart", 1.02, (0.9, 1.2), 0.7, 250),
                _tell_effect("Secret fair", 3.5, (2.0, 5.0), 0.001, 7),
                _tell_effect("rage_click", 2.0, (1.5, 2.6), 0.001, 60, outcome="churn", factor_kind="friction"),
                {
                    **_name("conversion", "barrier", "price"),
                    "effect_note": "too few",
                    "met_customer_count": 30,
                    "met_judged_count": 40,
                    "met_outcome_count": 3,
                    "other_judged_count": 900,
                    "other_outcome_count": 100,
                },
                {**_name("conversion", "touchpoint", "Rare"), "effect_note": "too few", "met_customer_count": 3},
            ],
            schema=EFFECTS,
        ),
        "analysis.attribution": pl.DataFrame(
            [
                {**_credit("web", method, 70.0, 400), "path_auc": 0.61 if method == "markov_1" else None}
                for method in ("linear", "markov_1")
            ]
            + [_credit("tiny channel", method, 6.0, 4) for method in ("linear", "markov_1")]
            + [_credit(NO_TOUCH, method, 24.0, 90) for method in ("linear", "markov_1")],
            schema=CREDITS,
        ),
        "analysis.classic_moments": pl.DataFrame(
            {
                "moment": ["first contact", "purchase", "post-purchase"],
                "touchpoint": ["Home page", "Order", "Order"],
                "touchpoint_customer_count": [200, 90, 4],
                "customer_count": [300, 320, 95],
                "opportunity_count": [300, 400, 95],
                "success_count": [80, 100, 4],
            }
        ),
    }


def _name(outcome: str, factor_kind: str, factor: str) -> dict[str, object]:
    touchpoint = factor if factor_kind == "touchpoint" else None
    return {
        "outcome": outcome,
        "factor_kind": factor_kind,
        "factor": factor,
        "factor_words": factor,
        "touchpoint": touchpoint,
    }


def _tell_effect(
    factor: str,
    ratio: float,
    interval: tuple[float, float],
    p_value: float,
    customers: int,
    outcome: str = "conversion",
    factor_kind: str = "touchpoint",
) -> dict[str, object]:
    return {
        **_name(outcome, factor_kind, factor),
        "odds_ratio": ratio,
        "odds_ratio_low": interval[0],
        "odds_ratio_high": interval[1],
        "effect_p_value": p_value,
        "effect_q_value": p_value,
        "naive_odds_ratio": 2.5,
        "control_odds_ratio": 1.0,
        "control_odds_ratio_low": 0.8,
        "control_odds_ratio_high": 1.2,
        "met_customer_count": customers,
        "met_judged_count": 20 * customers,
        "met_outcome_count": max(12, customers // 5),
        "other_judged_count": 9000,
        "other_outcome_count": 80,
    }


def _credit(touch: str, method: str, count: float, customers: int) -> dict[str, object]:
    return {
        "attribution_dimension": "channel",
        "touch": touch,
        "attribution_method": method,
        "credited_conversions": count,
        "credited_share": count / 100,
        "credited_share_low": count / 100 - 0.02,
        "credited_share_high": count / 100 + 0.02,
        "credited_amount": 10 * count,
        "touch_customer_count": customers,
        "touch_journey_count": customers,
        "touch_converted_count": customers // 2,
        "all_journey_count": 400,
        "all_converted_count": 100,
        "lookback_days": 90.0,
    }

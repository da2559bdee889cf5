from __future__ import annotations

import polars as pl
import pytest

from journeymine.moments.effects import HAS_WRITTEN, LEVELS, SCHEMA, TOO_FEW, find_key_moments

GROUPS = 30
CELL = {"outcome": "churn", **dict.fromkeys(LEVELS, 1)}
CUSTOMERS = {"outcome": "churn", "touchpoint": None, "customer_count": 60, "returning_customer_count": 60}


def count(part: str, factor_code: int | None, judged: int, reached: int, *, has_written: bool = False) -> pl.DataFrame:
    """Count moments of every group of customers alike."""
    cell = CELL | {"part": part, "factor_code": factor_code, HAS_WRITTEN: has_written}
    counts = {"judged_count": judged, "reached_count": reached}
    return pl.DataFrame([cell | counts | {"customer_group": group} for group in range(GROUPS)]).with_columns(
        pl.col("factor_code").cast(pl.Int32)
    )


def name(factor_code: int, factor_kind: str, factor: str) -> pl.DataFrame:
    row = CUSTOMERS | {"factor_kind": factor_kind, "factor": factor, "factor_words": factor, "factor_code": factor_code}
    return pl.DataFrame([row], schema_overrides={"touchpoint": pl.String, "factor_code": pl.Int32})


def meet(factor_code: int, judged: int, reached: int, *, has_written: bool = False) -> list[pl.DataFrame]:
    return [
        count(part, factor_code, judged, reached, has_written=has_written) for part in ("met", "exposed", "control")
    ]


def test_an_outcome_that_never_happens_has_no_effects() -> None:
    cells = pl.concat([count("all", None, 50, 0), *meet(-1, 20, 0)])
    found = find_key_moments(1, cells, name(-1, "friction", "reopen"))
    assert found.is_empty()
    assert found.schema == pl.Schema(SCHEMA)


def test_too_few_moments_of_one_outcome_are_told_with_their_counts_and_no_estimate() -> None:
    # with the friction everybody but nine is lost, without it hardly anybody
    few = meet(-1, 1, 1)
    cells = pl.concat([count("all", None, 50, 2), *few]).with_columns(
        reached_count=pl.when((pl.col("factor_code") == -1) & (pl.col("customer_group") < 9))
        .then(0)
        .otherwise("reached_count")
    )
    [row] = find_key_moments(1, cells, name(-1, "friction", "reopen")).to_dicts()
    assert (row["met_judged_count"], row["met_outcome_count"], row["effect_note"]) == (30, 21, TOO_FEW)
    assert row["odds_ratio"] is None
    assert row["effect_q_value"] is None


def test_who_tells_of_a_barrier_is_compared_with_who_wrote_something_else() -> None:
    # writers are lost four times as often, whatever they write about
    cells = pl.concat(
        [
            count("all", None, 400, 20),
            count("all", None, 100, 20, has_written=True),
            *meet(-1, 40, 8, has_written=True),
            *meet(-2, 40, 8),
        ]
    )
    names = pl.concat([name(-1, "barrier", "price"), name(-2, "friction", "reopen")])
    found = {row["factor"]: row for row in find_key_moments(1, cells, names).iter_rows(named=True)}
    assert found["price"]["odds_ratio"] == pytest.approx(1, abs=0.02)
    assert found["price"]["naive_odds_ratio"] > 2
    assert found["reopen"]["odds_ratio"] > 2  # of friction it does not matter who writes


def test_the_order_of_the_counts_changes_no_digit() -> None:
    cells = pl.concat([count("all", None, 400, 40), *meet(-1, 40, 12), *meet(-2, 40, 5)])
    names = pl.concat([name(-1, "friction", "reopen"), name(-2, "topic", "t01")])
    found = find_key_moments(1, cells, names)
    shuffled = find_key_moments(1, cells.sample(fraction=1, shuffle=True, seed=2), names.reverse())
    assert found.equals(shuffled)
    assert found["odds_ratio"].null_count() == 0


def test_all_kinds_tested_on_an_outcome_are_one_family() -> None:
    cells = pl.concat([count("all", None, 400, 40), *meet(-1, 40, 12), *meet(-2, 40, 4), *meet(5, 40, 4)])
    varied = cells.with_columns(  # of two factors the groups differ by chance
        reached_count=pl.col("reached_count")
        + pl.when(pl.col("factor_code").is_in([-2, 5])).then(2 * (pl.col("customer_group") % 2) - 1).otherwise(0)
    )
    names = pl.concat([name(-1, "friction", "reopen"), name(-2, "topic", "t01"), name(5, "company action", "Call")])
    found = {row["factor"]: row for row in find_key_moments(1, varied, names).iter_rows(named=True)}
    assert found["reopen"]["effect_p_value"] < 0.001
    assert found["reopen"]["effect_q_value"] == pytest.approx(3 * found["reopen"]["effect_p_value"])
    assert min(found[factor]["effect_q_value"] for factor in ("t01", "Call")) > 0.05

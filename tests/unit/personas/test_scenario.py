"""The typical scenario is the travelled path nearest to all others, and says how many it stands for."""

from __future__ import annotations

import polars as pl
import pytest

from journeymine.personas.scenario import choose_scenario


def make_variants(*rows, total=None):
    frame = pl.DataFrame(list(rows), schema=["touchpoints", "journey_count"], orient="row")
    return frame.with_columns(segment_journey_count=pl.lit(total or frame["journey_count"].sum()))


def test_it_is_the_path_in_the_middle_with_repeats_shown_once():
    scenario = choose_scenario(
        make_variants(
            (["a", "a", "b", "c"], 5),
            (["a", "b", "c", "d"], 4),
            (["a", "b", "x"], 3),
            (["z"], 8),
        )
    )
    assert scenario.touchpoints == ("a", "b", "c")
    assert scenario.near_count == 9
    assert scenario.coverage_share == pytest.approx(9 / 20)


def test_journeys_that_were_not_compared_are_not_covered():
    scenario = choose_scenario(make_variants((["a", "b"], 5), total=100))
    assert (scenario.near_count, scenario.coverage_share) == (5, 0.05)


def test_without_a_journey_of_two_steps_there_is_none():
    assert choose_scenario(make_variants((["a", "a"], 5), (["b"], 2))) is None

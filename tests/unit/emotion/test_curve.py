from __future__ import annotations

import polars as pl
import pytest

from journeymine.emotion.calibration import Calibration
from journeymine.emotion.curve import add_modelled_points, find_curve

STAGES = ("see", "buy", "use")


def make_counts(*rows: tuple[str, str, float, int]) -> pl.DataFrame:
    return pl.DataFrame(
        [(*row, row[3], row[3], 1_000) for row in rows],
        schema=[
            *("dimension", "member", "valence", "customer_count"),
            *("answer_count", "reported_count", "reached_count"),
        ],
        orient="row",
    )


def find_points(*rows: tuple[str, str, float, int]) -> dict[str, dict[str, object]]:
    curve = find_curve(make_counts(*rows), STAGES, seed=1)
    return {row["member"]: row for row in curve.iter_rows(named=True)}


def test_a_point_is_the_mean_over_customers_inside_its_interval() -> None:
    point = find_points(("stage", "see", -0.5, 25), ("stage", "see", 0.5, 75))["see"]
    assert point["valence"] == pytest.approx(0.25)
    assert point["valence_low"] < 0.25 < point["valence_high"]  # type: ignore[operator]
    assert point["felt_share"] == pytest.approx(0.1)


def test_few_customers_are_drawn_to_the_mean_further_than_many() -> None:
    points = find_points(
        ("touchpoint", "many", -1.0, 400),
        ("touchpoint", "many", -0.6, 400),
        ("touchpoint", "few", -1.0, 2),
        ("touchpoint", "few", -0.6, 2),
        ("touchpoint", "other", 0.2, 400),
        ("touchpoint", "other", 0.6, 400),
    )
    moved = {name: abs(float(str(row["valence"])) - float(str(row["shrunk_valence"]))) for name, row in points.items()}
    assert moved["few"] > 10 * moved["many"] > 0
    assert points["few"]["is_too_few"]
    assert not points["many"]["is_too_few"]


def test_groups_that_differ_by_chance_alone_are_drawn_together() -> None:
    points = find_points(
        *[("touchpoint", name, value, 40) for name in "abcd" for value in (-1.0, 1.0)],
        ("touchpoint", "e", -1.0, 41),
        ("touchpoint", "e", 1.0, 39),
    )
    assert float(str(points["e"]["shrunk_valence"])) == pytest.approx(
        float(str(points["a"]["shrunk_valence"])), abs=0.01
    )


def test_peak_and_end_are_stages_with_enough_customers() -> None:
    points = find_points(("stage", "see", 0.3, 40), ("stage", "buy", -0.8, 40), ("stage", "use", -1.0, 29))
    assert [name for name, row in points.items() if row["is_peak"]] == ["buy"]
    assert [name for name, row in points.items() if row["is_end"]] == ["buy"]


def test_a_touchpoint_is_neither_peak_nor_end() -> None:
    points = find_points(("touchpoint", "see", 1.0, 100))
    assert not points["see"]["is_peak"]
    assert not points["see"]["is_end"]


def test_nobody_who_said_anything_gives_no_points_and_all_columns() -> None:
    curve = find_curve(make_counts(("stage", "see", 0.1, 1)).clear(), STAGES, seed=1)
    assert curve.is_empty()
    assert {"valence", "is_peak", "felt_share"} <= set(curve.columns)


def make_calibration(**given: object) -> Calibration:
    return Calibration("holds", 200, 100, rates=(0.0, 1.0), valences=(0.5, -0.5), **given)  # type: ignore[arg-type]


FRICTION = pl.DataFrame(
    {
        "dimension": ["stage", "stage", "stage", "touchpoint"],
        "member": ["see", "use", "use", "page"],
        "friction_rate": [0.0, 0.0, 1.0, 1.0],
        "customer_count": [90, 30, 10, 20],
    }
)
NOT_CALIBRATED = Calibration("no relation", 200, 100)


def test_friction_tells_of_silent_places_alone_and_only_where_it_is_calibrated() -> None:
    points = find_curve(make_counts(("stage", "see", 0.1, 40)), STAGES, seed=1)
    calibrations = {"stage": make_calibration(), "touchpoint": NOT_CALIBRATED}
    found = add_modelled_points(points, FRICTION, calibrations, seed=1)
    assert found.select("member", "point_source").rows() == [("see", "reported"), ("use", "modelled")]
    modelled = found.row(1, named=True)
    assert modelled["valence"] == pytest.approx(0.25)
    assert (modelled["customer_count"], modelled["answer_count"], modelled["felt_share"]) == (40, 0, 0.0)
    assert not modelled["is_peak"]
    assert add_modelled_points(points, FRICTION, dict.fromkeys(calibrations, NOT_CALIBRATED), seed=1).equals(points)


def test_touchpoints_are_told_by_a_line_of_their_own() -> None:
    points = find_curve(make_counts(("stage", "see", 0.1, 40)), STAGES, seed=1)
    own = Calibration("holds", 200, 100, rates=(0.0, 1.0), valences=(0.1, -0.9))
    found = add_modelled_points(points, FRICTION, {"stage": NOT_CALIBRATED, "touchpoint": own}, seed=1)
    assert found.select("member", "point_source").rows() == [("see", "reported"), ("page", "modelled")]
    assert found["valence"].to_list()[1] == pytest.approx(-0.9)


def test_a_point_of_which_most_answers_are_texts_is_inferred() -> None:
    counts = make_counts(("stage", "see", 0.1, 40)).with_columns(reported_count=pl.lit(19))
    assert find_curve(counts, STAGES, seed=1)["point_source"].to_list() == ["inferred"]
    half = counts.with_columns(reported_count=pl.lit(20))
    assert find_curve(half, STAGES, seed=1)["point_source"].to_list() == ["reported"]

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from journeymine.segments.choice import Choice, choose_groups, pick_number, tell_doubt, tell_support
from journeymine.segments.number import JACCARD_STABLE, STRENGTH_KEPT, STRENGTH_NEEDED, Gap, find_gaps, label_stability


def draw_points(shape: str, seed: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    if shape == "planted":
        centres = np.array([[0, 0, 0, 0], [5, 0, 0, 0], [0, 5, 0, 0], [0, 0, 5, 0]])
        return np.vstack([random.normal(size=(300, 4)) + centre for centre in centres])
    return random.normal(size=(1200, 4)) * ([6, 1, 1, 1] if shape == "long axis" else [1, 1, 1, 1])


def choose(points: np.ndarray, method: str = "kmeans"):  # type: ignore[no-untyped-def]
    return choose_groups(points, method=method, limit=8, minimum_size=30, last_labels=None, seed=3)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_four_planted_groups_are_found(seed: int) -> None:
    choice = choose(draw_points("planted", seed))
    assert len(choice.jaccards) == 4
    assert min(choice.jaccards) >= 0.85
    assert choice.tried.filter("is_chosen")["segment_count"].to_list() == [4]


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("shape", ["one round cloud", "long axis"])
def test_one_cloud_is_one_group_however_stably_it_can_be_cut(shape: str, seed: int) -> None:
    choice = choose(draw_points(shape, seed))
    assert choice.clustering is None
    if shape == "long axis":
        assert choice.tried["prediction_strength"].max() >= 0.8, "it can be cut in two the same way every time"


@pytest.mark.parametrize(
    "method", ["bisecting_kmeans", "gaussian_mixture", pytest.param("hdbscan", marks=pytest.mark.long)]
)
def test_every_method_finds_four_planted_groups(method: str) -> None:
    assert len(choose(draw_points("planted", 4), method).jaccards) == 4


def test_a_number_with_too_small_a_group_is_not_taken() -> None:
    random = np.random.default_rng(1)
    points = np.vstack([random.normal(size=(300, 3)), random.normal(size=(20, 3)) + 9])
    assert choose(points).clustering is None


def test_groups_that_resampling_does_not_find_again_are_doubted() -> None:
    assert choose(draw_points("planted", 0)).reason.endswith("bootstrap Jaccard support 4 groups")
    told = tell_support(4, 0.93, np.array([0.9, 0.7, 0.5, 0.75]))
    assert told.endswith("prediction strength 0.93 support 4 groups, of which bootstrap Jaccard doubts 2")


def draw_satellite() -> tuple[np.ndarray, np.ndarray]:
    """Draw two large groups and a small one beside the first, which resampling often loses; and who is in which."""
    random = np.random.default_rng(0)
    sizes, centres = (600, 600, 38), ([0, 0], [14, 0], [0, 5])
    points = [random.normal(size=(size, 2)) + centre for size, centre in zip(sizes, centres, strict=True)]
    return np.vstack(points), np.repeat(np.arange(3), sizes)


def choose_of_satellite(last_labels: np.ndarray | None) -> Choice:
    points = draw_satellite()[0]
    return choose_groups(points, method="kmeans", limit=3, minimum_size=20, last_labels=last_labels, seed=3)


def test_a_number_with_a_group_that_resampling_loses_gives_way_to_a_smaller_one() -> None:
    choice = choose_of_satellite(None)
    three = choice.tried.row(2, named=True)
    assert three["gap"] - three["gap_error"] > choice.tried["gap"][0]
    assert three["prediction_strength"] >= STRENGTH_NEEDED
    assert (three["lowest_stability"], three["is_chosen"]) == ("tentative", False)
    assert three["lowest_jaccard"] < JACCARD_STABLE
    assert len(choice.jaccards) == 2


def test_last_nights_number_is_kept_with_a_tentative_group() -> None:
    choice = choose_of_satellite(draw_satellite()[1])
    assert sorted(map(label_stability, choice.jaccards)) == ["highly stable", "highly stable", "tentative"]
    assert choice.reason.endswith("support 3 groups, of which bootstrap Jaccard doubts 1")


@pytest.mark.parametrize(
    ("lowest", "last", "picked"),
    [
        ({2: 0.9, 4: 0.75, 5: 0.74}, None, 4),
        ({2: 0.9, 3: 0.6}, 3, 3),
        ({2: 0.9, 3: 0.59}, 3, 2),
        ({2: 0.74, 3: 0.59}, 3, None),
        ({}, 3, None),
    ],
)
def test_every_group_needs_a_jaccard_and_no_rejected_one_is_kept(
    lowest: dict[int, float], last: int | None, picked: int | None
) -> None:
    assert pick_number(lowest, last) == picked


def test_where_resampling_loses_every_number_the_reason_says_so() -> None:
    gaps = (Gap(1, 0.1, 0.01), Gap(2, 0.5, 0.01), Gap(3, 0.6, 0.01))
    assert tell_doubt(gaps, {2: 0.9, 3: 0.85}, {2: 0.7, 3: 0.5}).endswith(
        "in resampled customers (the weakest of 2 has a bootstrap Jaccard of 0.70, .75 is needed)"
    )


def test_points_spread_evenly_over_a_box_have_no_gap() -> None:
    points = np.random.default_rng(0).uniform(size=(400, 2)) * [4, 1]
    gaps = find_gaps(points, (1, 2), seed=0)
    assert abs(gaps[0].gap) < 0.1, "they are their own reference"


@pytest.mark.parametrize(
    ("jaccard", "label"), [(0.85, "highly stable"), (0.75, "stable"), (0.6, "tentative"), (0.59, "rejected")]
)
def test_stability_has_four_names(jaccard: float, label: str) -> None:
    assert label_stability(jaccard) == label


def test_last_nights_number_is_kept_at_a_strength_that_would_not_do_for_a_new_one() -> None:
    random = np.random.default_rng(0)
    centres = 2.3 * np.array([[0, 0, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]])
    points = np.vstack([random.normal(size=(300, 4)) + centre for centre in centres])
    last = np.repeat(np.arange(4), 300)
    first, kept = (
        choose_groups(points, method="kmeans", limit=8, minimum_size=30, last_labels=labels, seed=3)
        for labels in (None, last)
    )
    strength = kept.tried.filter("is_chosen")["prediction_strength"].item()
    assert STRENGTH_KEPT <= strength < STRENGTH_NEEDED
    assert first.clustering is None
    assert len(kept.jaccards) == 4


def test_k_means_runs_on_one_thread_though_its_thread_pool_was_not_loaded_before() -> None:
    told = """
import sys
from journeymine.segments.clustering import one_thread
assert "sklearn" not in sys.modules
with one_thread():
    from threadpoolctl import threadpool_info
    print(max(pool["num_threads"] for pool in threadpool_info()), len(threadpool_info()) > 1)
"""
    found = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["1", "True"]

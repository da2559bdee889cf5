"""Representatives: the distance against a plain table, the medoids, and the coverage they own up to."""

from __future__ import annotations

import csv
import hashlib
import random
import re
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from journeymine.mining.representatives import (
    choose_medoids,
    find_representatives,
    measure_common,
    measure_distances,
)

FIXTURE = Path(__file__).parents[2] / "fixtures" / "mvad_sequenzo"


def write_variants(*rows: tuple[str, int, int]) -> pl.DataFrame:
    return pl.DataFrame(
        [(path.split(), journeys, converted, journeys, journeys) for path, journeys, converted in rows],
        schema=["touchpoints", "journey_count", "converted_count", "customer_count", "first_journey_count"],
        orient="row",
    )


def count_common(one: list[int], other: list[int]) -> int:
    """Count the longest common subsequence by the table everybody knows."""
    table = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            table[i + 1][j + 1] = table[i][j] + 1 if a == b else max(table[i][j + 1], table[i + 1][j])
    return table[-1][-1]


@pytest.mark.parametrize("seed", range(10))
def test_common_subsequences_are_as_long_as_a_plain_table_says(seed):
    draw = random.Random(seed)
    paths = [[draw.randrange(4) for _ in range(draw.choice((0, 1, 5, 20, 63, 64)))] for _ in range(12)]
    for one in paths:
        assert measure_common([one], paths).tolist() == [[count_common(one, other) for other in paths]]


@pytest.mark.parametrize("seed", range(4))
def test_paths_of_more_steps_than_a_word_has_bits_are_compared_whole(seed):
    draw = random.Random(seed)
    paths = [[draw.randrange(3) for _ in range(draw.choice((0, 7, 64, 65, 128, 129, 200)))] for _ in range(10)]
    expected = [[count_common(one, other) for other in paths] for one in paths]
    assert measure_common(paths, paths).tolist() == expected
    assert max(map(max, expected)) > 64


def test_distances_of_real_careers_are_those_of_traminer():
    with (FIXTURE / "months.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    careers = [
        [ord(letter) for letter, months in re.findall(r"([A-Z])(\d+)", row["months"]) for _ in range(int(months))]
        for row in rows
    ]
    assert {len(career) for career in careers} == {70}
    distinct = list(dict.fromkeys(map(tuple, careers)))
    among = 140 - 2 * measure_common(distinct, distinct)
    place = [distinct.index(tuple(career)) for career in careers]
    distances = among[np.ix_(place, place)]
    assert distances.sum(axis=1).tolist() == [int(row["distance_sum"]) for row in rows]
    written = "\n".join(",".join(map(str, row)) for row in distances.tolist())
    source = (FIXTURE / "SOURCE.txt").read_text(encoding="utf-8")
    assert hashlib.sha256(written.encode()).hexdigest() in source
    assert np.allclose(measure_distances(distinct[:9], distinct), among[:9] / 140)


def test_distances_are_0_between_equals_1_between_strangers_and_symmetric():
    distances = measure_distances([[1, 2], [3], []], [[1, 2], [3], []])
    assert distances.tolist() == [[0, 1, 1], [1, 0, 1], [1, 1, 0]]


def test_the_medoid_of_one_group_is_its_best_of_all():
    draw = np.random.default_rng(5)
    points, weights = draw.random((40, 2)), draw.integers(1, 9, 40).astype(float)
    distances = np.linalg.norm(points[:, None] - points[None], axis=2)
    assert choose_medoids(distances, weights, 1) == [int(np.argmin(distances @ weights))]


def test_planted_groups_are_found_by_a_member_of_each():
    variants = write_variants(
        *[("A B C D E", 50, 50), ("A B C D", 20, 0), ("A B D E", 5, 0)],
        *[("V W X Y Z", 30, 0), ("V W X Y", 9, 0)],
    )
    found, note = find_representatives(variants, 114)
    assert found["touchpoints"].to_list()[0] == list("ABCDE")
    assert found["journey_count"].sum() == 114
    assert found["coverage_share"][0] == pytest.approx(75 / 114)
    assert "65.8%" in note
    assert "< 60%" not in note


def test_a_coverage_below_60_percent_is_said():
    draw = random.Random(3)
    variants = write_variants(*[(" ".join(draw.choices("ABCDEFGHIJKLMNOP", k=9)), 1, 0) for _ in range(80)])
    found, note = find_representatives(variants, 80)
    assert found.height == 8
    assert "< 60%" in note
    assert found["coverage_note"].unique().to_list() == [note]


def test_journeys_of_variants_that_were_not_compared_are_not_covered():
    found, _ = find_representatives(write_variants(("A B", 50, 0)), 200)
    assert found["coverage_share"].to_list() == [0.25]


def test_steps_repeated_at_once_make_no_other_path():
    found, _ = find_representatives(write_variants(("A A A B", 5, 0), ("A B B", 5, 5)), 10)
    assert found.select("touchpoints", "journey_count", "near_count", "mean_distance").rows() == [
        (["A", "B"], 10, 10, 0.0)
    ]


def test_no_journey_has_no_representative():
    found, _ = find_representatives(write_variants(), 0)
    assert found.is_empty()

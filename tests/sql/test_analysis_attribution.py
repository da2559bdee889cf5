"""sql/analysis/attribution_*: credits of journeys written out, and of a public set of paths with known credited."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from journeymine.moments.credits import NO_TOUCH, RULES, credit_touches
from journeymine.moments.seeds import build_moment_seeds
from journeymine.settings import Settings
from journeymine.warehouse.build import NIGHT, build_models, open_catalog, write_seeds
from journeymine.warehouse.connection import Connection, open_database
from journeymine.warehouse.frames import read_frame, write_frame
from journeymine.warehouse.sqlfiles import read_model_file, sql_folder
from tests.sql.small_warehouse import make_settings

FIXTURE = Path(__file__).resolve().parents[1] / "fixtures" / "pathdata_channelattribution"
GOALS = {"goals": [{"name": "buy", "touchpoint": "unmapped: buy", "value": "amount"}]}
SETTINGS = make_settings(**GOALS)
JOURNEYS = """
at          | user_id | event | source | campaign | traffic_source | traffic_medium | amount
10:00       | anna    | ad    | web    | spring   |                |                |
10:01       | anna    | ad    | web    | spring   |                |                |
+1d 10:00   | anna    | page  | web    |          |                |                |
+2d 10:00   | anna    | ad    | web    | summer   |                |                |
+2d 10:05   | anna    | buy   | web    |          |                |                | 30
10:00       | bob     | page  | web    |          | portal         | referral       |
10:05       | bob     | buy   | web    |          |                |                | 10
10:00       | cleo    | buy   | web    |          |                |                | 5
10:00       | dora    | ad    | mail   | spring   |                |                |
10:00       | eve     | page  | web    |          |                |                |
+50d 10:00  | eve     | page  | web    |          |                |                |
"""
EXPOSURES = """
select * from (values
    (1, 'spring', null, null, timestamp '2026-01-01', 4.0, 'EUR'),
    (2, 'spring', null, null, timestamp '2026-01-02', 6.0, null),
    (3, 'spring', null, null, timestamp '2026-01-02', 90.0, 'USD'),
    (4, 'spring', null, null, timestamp '2027-01-01', 90.0, 'EUR'),
    (5, 'unseen', null, null, timestamp '2026-01-01', 90.0, 'EUR'),
    (6, 'unseen', 'Portal', 'referral', timestamp '2026-01-01', 2.0, 'EUR')
) as shown(exposure_key, campaign, traffic_source, traffic_medium, shown_from_at, cost_amount, currency_code)
"""
PARTS = ("journeys", "values", "touches", "shares", "contexts", "totals", "costs")
NO_COSTS = pl.DataFrame(schema={"dimension": pl.String, "touch": pl.String, "cost_amount": pl.Float64})


def build_attribution(connection: Connection, parts: tuple[str, ...] = PARTS) -> pl.DataFrame:
    for part in parts:
        table = f"attribution_{part}"
        model = read_model_file(sql_folder() / f"analysis/{table}.sql", f"analysis.{table}")
        build_models(connection, NIGHT, (model,))
    shares, contexts, totals = (
        read_frame(connection, f"{NIGHT}.analysis.attribution_{part}") for part in ("shares", "contexts", "totals")
    )
    costs = read_frame(connection, f"{NIGHT}.analysis.attribution_costs") if "costs" in parts else NO_COSTS
    return credit_touches(90, shares, contexts, totals, costs)


def credit(warehouse, settings: Settings, journeys: str = JOURNEYS) -> pl.DataFrame:
    core = (
        "journeys steps kind_counts event_kinds channels session_channels observation exposures touchpoint_counts "
        "touchpoint_names"
    )
    tables = " ".join(f"core.{name}" for name in core.split())
    built = warehouse.build(journeys, tables, settings=settings, as_of="+60d 10:00")
    built.connection.execute(f"insert into {NIGHT}.core.exposures by name {EXPOSURES}")
    write_seeds(built.connection, build_moment_seeds(settings))
    built.connection.execute(f"create schema if not exists {NIGHT}.analysis")
    return build_attribution(built.connection)


@pytest.fixture
def credited(warehouse) -> pl.DataFrame:
    return credit(warehouse, SETTINGS)


def list_credits(credited: pl.DataFrame, dimension: str, method: str) -> dict[str, tuple[float, float]]:
    rows = credited.filter((pl.col("attribution_dimension") == dimension) & (pl.col("attribution_method") == method))
    return {row["touch"]: (row["credited_conversions"], row["credited_amount"]) for row in rows.iter_rows(named=True)}


def test_a_run_of_one_touchpoint_is_one_touch_under_every_rule(credited: pl.DataFrame) -> None:
    rules = {
        "first_touch": ((1, 30), (1, 10)),
        "last_touch": ((1, 30), (1, 10)),
        "last_non_direct": ((1, 30), (1, 10)),
        "linear": ((2 / 3, 20), (4 / 3, 20)),
        "position": ((0.8, 24), (1.2, 16)),
        "shapley": ((0.5, 15), (1.5, 25)),
    }
    for method, (ad, page) in rules.items():
        found = list_credits(credited, "touchpoint", method)
        assert found["unmapped: ad"] == pytest.approx(ad), method
        assert found["unmapped: page"] == pytest.approx(page), method
        assert found[NO_TOUCH] == (1, 5), method


def test_what_most_journeys_to_a_goal_met_is_kept_apart_however_often_another_page_is_seen(warehouse) -> None:
    seen_again = "".join(f"+3d 10:{minute} | dora | ad | web | | | |\n" for minute in range(10, 15))
    settings = make_settings(**GOALS, attribution={"value_count": 1})
    asked = "+1d 09:00 | bob | page | web | | | |\n+1d 09:05 | bob | buy | web | | | | 10\n"
    found = list_credits(credit(warehouse, settings, JOURNEYS + seen_again + asked), "touchpoint", "linear")
    assert set(found) == {"unmapped: page", "other", NO_TOUCH}


def test_time_decay_halves_with_every_half_life(credited: pl.DataFrame) -> None:
    half = 0.5 ** (1 / 7)
    ages = [half**2 * 2 ** (1 / 7 / 24 / 60), half, 1]  # the first touch is placed at its last minute
    found = list_credits(credited, "touchpoint", "time_decay")
    assert found["unmapped: ad"][0] == pytest.approx((ages[0] + ages[2]) / sum(ages), rel=1e-6)


def test_journeys_without_a_campaign_are_credited_to_none(credited: pl.DataFrame) -> None:
    found = list_credits(credited, "campaign", "linear")
    assert found == {"spring": (0.5, 15), "summer": (0.5, 15), NO_TOUCH: (2, 15)}


def test_every_method_adds_up_to_all_conversions_and_amounts(credited: pl.DataFrame) -> None:
    sums = credited.group_by("attribution_dimension", "attribution_method").agg(
        pl.col("credited_conversions", "credited_amount").sum()
    )
    assert sums.height == 2 * 10 + 10  # touchpoint, channel, campaign; no event has a content type, so no chain
    assert sums["credited_conversions"].to_list() == pytest.approx([3] * sums.height)
    assert sums["credited_amount"].to_list() == pytest.approx([45] * sums.height)


def test_a_campaign_is_held_against_what_it_cost_so_far_in_the_currency_of_the_project(credited: pl.DataFrame) -> None:
    rows = credited.filter(attribution_dimension="campaign", attribution_method="linear")
    costs = {row["touch"]: row for row in rows.iter_rows(named=True)}
    assert costs["spring"]["touch_cost_amount"] == 10
    assert costs["spring"]["return_on_cost"] == 1.5
    assert costs["spring"]["cost_per_conversion_amount"] == 20
    assert costs["summer"]["touch_cost_amount"] is None


def test_the_cost_of_a_campaign_is_split_over_channels_as_its_steps_are(credited: pl.DataFrame) -> None:
    rows = credited.filter(attribution_dimension="channel", attribution_method="last_touch")
    channels = {row["touch"]: row for row in rows.iter_rows(named=True)}
    # two of three steps of spring came by web; what an unseen campaign cost goes by where its visitors came from
    assert channels["web"]["touch_cost_amount"] == pytest.approx(10 * 2 / 3 + 2)
    assert channels["mail"]["touch_cost_amount"] == pytest.approx(10 / 3)
    assert channels["web"]["return_on_cost"] == pytest.approx(40 / (10 * 2 / 3 + 2))
    assert channels["web"]["cost_per_conversion_amount"] == pytest.approx((10 * 2 / 3 + 2) / 2)
    assert channels["mail"]["return_on_cost"] == 0
    assert channels["mail"]["cost_per_conversion_amount"] is None


def test_a_touch_that_lies_further_back_than_the_lookback_is_credited_with_nothing(warehouse) -> None:
    found = list_credits(
        credit(warehouse, make_settings(**GOALS, attribution={"lookback": "36h"})), "campaign", "linear"
    )
    assert found["summer"] == (1, 30)
    assert found["spring"] == (0, 0)  # met by a journey that is over, before any that converted


def test_last_non_direct_looks_past_a_direct_visit(warehouse) -> None:
    journeys = """
    at     | user_id | event | source   | campaign
    10:00  | anna    | ad    | web      | spring
    10:01  | anna    | page  | direct   |
    10:02  | anna    | buy   | web      |
    10:00  | bob     | page  | direct   |
    10:05  | bob     | buy   | web      |
    """
    found = credit(warehouse, SETTINGS, journeys)
    assert list_credits(found, "channel", "last_touch") == {"direct": (2, 0), "web": (0, 0)}
    assert list_credits(found, "channel", "last_non_direct") == {"direct": (1, 0), "web": (1, 0)}


def test_a_journey_that_is_still_open_is_no_lost_one(credited: pl.DataFrame) -> None:
    assert credited["all_journey_count"].unique().to_list() == [5]  # eve's second visit may yet lead somewhere


@pytest.fixture(scope="module")
def public_credits() -> Iterator[pl.DataFrame]:
    with open_database(None) as connection, open_catalog(connection, NIGHT):
        for schema in ("analysis", "core", "seed"):
            connection.execute(f"create schema if not exists {NIGHT}.{schema}")
        write_seeds(connection, build_moment_seeds(SETTINGS))
        journeys, touches, ranks = read_public_paths()
        write_frame(connection, f"{NIGHT}.analysis.attribution_journeys", journeys)
        write_frame(connection, f"{NIGHT}.analysis.attribution_touches", touches)
        values = pl.DataFrame(
            [{"dimension": "channel", "touch": name, "touch_rank": rank} for name, rank in ranks.items()]
        )
        write_frame(connection, f"{NIGHT}.analysis.attribution_values", values)
        yield build_attribution(connection, PARTS[3:6])


def read_public_paths() -> tuple[pl.DataFrame, pl.DataFrame, dict[str, int]]:
    """Read the public paths as journeys: one for each conversion and each path that led nowhere."""
    paths = pl.read_csv(FIXTURE / "PathData.csv").with_row_index("path_number")
    ranks = {name: index for index, name in enumerate(sorted({t for p in paths["path"] for t in p.split(" > ")}), 1)}
    parts = [
        paths.select(
            "path_number",
            goal_amount=(pl.col("total_conversion_value") if is_converted else pl.lit(0.0)) / pl.col(count),
            is_converted=pl.lit(is_converted),
            copies=pl.int_ranges(pl.col(count)),
        ).filter(pl.col("copies").list.len() > 0)
        for is_converted, count in ((True, "total_conversions"), (False, "total_null"))
    ]
    journeys = (
        pl.concat(parts)
        .explode("copies")
        .drop("copies")
        .with_row_index("customer_id")
        .with_columns(journey_index=pl.lit(1), customer_group=pl.col("customer_id") % 10)
    )
    touches = (
        paths.select("path_number", touch=pl.col("path").str.split(" > "))
        .with_columns(touch_index=pl.int_ranges(1, pl.col("touch").list.len() + 1))
        .explode("touch", "touch_index")
        .with_columns(pl.col("touch").replace_strict(ranks, return_dtype=pl.Int16).alias("touch_rank"))
        .join(journeys.select("path_number", "customer_id", "journey_index"), on="path_number")
        .with_columns(dimension=pl.lit("channel"), is_direct=pl.lit(False), milliseconds_before=pl.lit(0))
        .drop("touch", "path_number")
    )
    return journeys.drop("path_number"), touches, ranks


def read_expected(name: str) -> list[dict[str, str]]:
    with (FIXTURE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(("method", "column"), [("first_touch", "first"), ("last_touch", "last"), ("linear", "linear")])
def test_simple_rules_match_channelattribution(public_credits: pl.DataFrame, method: str, column: str) -> None:
    found = list_credits(public_credits, "channel", method)
    for row in read_expected("expected_heuristics.csv"):
        expected = (float(row[f"{column}_touch_conversions"]), float(row[f"{column}_touch_value"]))
        assert found[row["channel_name"]] == pytest.approx(expected, abs=1e-4)


def test_the_first_order_chain_matches_the_exact_solution(public_credits: pl.DataFrame) -> None:
    found = public_credits.filter(
        (pl.col("attribution_method") == "markov_1") & (pl.col("attribution_dimension") == "channel")
    )
    rows = {row["touch"]: row for row in found.iter_rows(named=True)}
    for row in read_expected("expected_markov1_exact.csv"):
        assert rows[row["channel"]]["removal_share"] == pytest.approx(float(row["removal_effect"]), abs=1e-6)
        expected = float(row["markov1_exact_conversions"])
        assert rows[row["channel"]]["credited_conversions"] == pytest.approx(expected, abs=1e-6)
    assert found["path_auc"][0] == pytest.approx(0.509, abs=0.001)


@pytest.mark.parametrize(("channel", "credit"), [("alpha", 7627.944), ("iota", 3505.044), ("eta", 3613.656)])
def test_shapley_matches_known_credits(public_credits: pl.DataFrame, channel: str, credit: float) -> None:
    assert list_credits(public_credits, "channel", "shapley")[channel][0] == pytest.approx(credit, abs=1e-3)


def test_every_method_adds_up_on_the_public_paths_as_well(public_credits: pl.DataFrame) -> None:
    paths = pl.read_csv(FIXTURE / "PathData.csv")
    sums = public_credits.group_by("attribution_method").agg(pl.col("credited_conversions", "credited_amount").sum())
    assert set(sums["attribution_method"]) == {*RULES, "markov_1", "markov_2", "markov_3"}
    for row in sums.iter_rows(named=True):
        assert row["credited_conversions"] == pytest.approx(paths["total_conversions"].sum(), abs=1e-6)
        assert row["credited_amount"] == pytest.approx(paths["total_conversion_value"].sum(), abs=1e-4)
    converted, journeys = (public_credits[f"all_{name}_count"][0] for name in ("converted", "journey"))
    assert converted / journeys == pytest.approx(0.22384514, abs=1e-8)

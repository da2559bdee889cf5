from __future__ import annotations

import polars as pl

from journeymine.site.explorer import list_variants
from journeymine.site.identity_health import list_coverage
from journeymine.site.page import SiteContext
from journeymine.site.stages import list_stages, render_stages
from journeymine.site.touchpoints import list_touchpoints

Tables = dict[str, pl.DataFrame]


def test_rare_touchpoints_are_one_row_and_steps_add_up(tables: Tables, context: SiteContext) -> None:
    metrics = tables["marts.touchpoint_metrics"]
    rows = list_touchpoints(metrics, context)
    assert sum(int(str(row["event_count"])) for row in rows) == metrics["event_count"].sum()
    assert (rows[-1]["touchpoint"], rows[-1]["drop_off_share"], rows[-1]["link"]) == ("other", None, "")
    assert "Hidden corner" not in {row["touchpoint"] for row in rows}


def test_listed_and_other_paths_are_all_journeys(tables: Tables) -> None:
    variants = tables["report.top_variants"]
    total = int(variants["journey_count"].sum())
    listed, rest = list_variants(variants, total, 10)
    assert sum(int(str(row["journey_count"])) for row in listed) + rest == total
    assert min(int(str(row["journey_count"])) for row in listed) >= 10


def test_a_path_of_one_step_has_no_length(tables: Tables) -> None:
    variants = tables["report.top_variants"].with_columns(step_count=pl.lit(1), median_seconds=pl.lit(0.0))
    listed, _ = list_variants(variants, 1000, 1)
    assert {row["median_seconds"] for row in listed} == {None}


def test_the_last_stage_has_no_later_one(tables: Tables) -> None:
    metrics = tables["marts.stage_metrics"].with_columns(continued_count=pl.col("journey_count"))
    metrics = pl.concat([metrics, metrics.head(1).with_columns(stage=pl.lit("unmapped"))])
    names = tuple(stage for stage in metrics["stage"] if stage != "unmapped")
    rows = list_stages(metrics.with_columns(reached_low=0.0, reached_high=1.0), names, 1)
    shares = {row["stage"]: row["continued_share"] for row in rows}
    assert shares == {**dict.fromkeys(names, 1.0), names[-1]: None, "unmapped": None}


def test_coverage_counts_every_way_to_a_customer(tables: Tables) -> None:
    rows = {row["source"]: row for row in list_coverage(tables["marts.identity_coverage"])}
    assert rows["web"]["by"] == [3000, 0, 810, 1190]
    assert rows["web"]["share"] == (3000 + 810) / 5000
    assert rows["crm"]["share"] == 1.0


def test_the_funnel_is_of_customers_with_a_step(tables: Tables, context: SiteContext) -> None:
    content = render_stages(tables, context)
    assert content.variables["customer_count"] == 500
    stages: list[dict[str, float]] = content.variables["stages"]  # type: ignore[assignment]
    assert stages[0]["reached_share"] == stages[0]["customer_count"] / 500


def test_the_heatmap_holds_every_step(tables: Tables, context: SiteContext) -> None:
    heatmap: dict[str, list[dict[str, list[list[int | None]]]]] = render_stages(tables, context).data["heatmap"]  # type: ignore[assignment]
    shown = sum(count or 0 for row in heatmap["data"][0]["z"] for count in row)
    assert shown == tables["marts.stage_channels"]["step_count"].sum()


def test_a_small_group_that_left_is_not_told(tables: Tables, context: SiteContext) -> None:
    counts = {"journey_count": 500, "drop_off_count": 10, "still_open_count": 100}

    def find_shares(**changed: int) -> set[object]:
        metrics = tables["marts.touchpoint_metrics"].with_columns(
            **{k: pl.lit(v) for k, v in (counts | changed).items()}
        )
        return {row["drop_off_share"] for row in list_touchpoints(metrics, context)}

    assert find_shares() == {10 / 400, None}
    assert find_shares(drop_off_count=9) == {None}
    assert find_shares(still_open_count=9) == {None}  # with the share it could be reckoned

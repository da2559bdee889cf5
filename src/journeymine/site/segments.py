"""Segments: whether there are any, who is in them, what sets them apart, and what became of last night's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from journeymine.charts.heatmap import draw_heatmap
from journeymine.site.explorer import name_segments
from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.q_values import show_q_value
from journeymine.site.retelling import retell
from journeymine.site.segment_results import draw_moves, list_best_responses, list_results, list_sets
from journeymine.site.small_groups import hide_small
from journeymine.site.words import ENGLISH, Words, mark
from journeymine.statistics.intervals import Interval

_SHOWN_FEATURES = 5
_MAP_SIDE, _MAP_HEIGHT = 640.0, 400.0
_HUES = 8
UNITS = {"count": "", "days": mark("days"), "seconds": mark("seconds")}


def list_segments(
    segments: pl.DataFrame, profiles: pl.DataFrame, minimum: int, words: Words = ENGLISH
) -> list[dict[str, object]]:
    """List segments of enough customers with their features and conversion, the largest first."""
    rows: list[dict[str, object]] = []
    shown = segments.filter(pl.col("customer_count") >= minimum)
    profiles = profiles.filter(pl.col("known_customer_count") >= minimum)
    for index, row in enumerate(shown.sort("customer_count", "segment_id", descending=[True, False]).to_dicts()):
        is_told = hide_small(row["converted_customer_count"], minimum) is not None
        own = profiles.filter(pl.col("segment_id") == row["segment_id"]).sort("feature_rank", "feature")
        rows.append(
            {
                **row,
                "hue": index % _HUES,
                "amount_interval": None
                if row["amount_share_low"] is None
                else Interval(row["amount_share_low"], row["amount_share_high"]),
                "conversion": row["converted_customer_share"] if is_told else None,
                "interval": Interval(row["converted_customer_low"], row["converted_customer_high"])
                if is_told
                else None,
                "features": [_tell_feature(feature, words) for feature in own.head(_SHOWN_FEATURES).to_dicts()],
                "neighbours": _tell_neighbour(own, row["nearest_segment_id"], words),
            }
        )
    return rows


def _tell_feature(row: Mapping[str, Any], words: Words) -> dict[str, object]:
    unit = str(row["feature_unit"])
    lift, low, high = (row[name] for name in ("lift", "lift_low", "lift_high"))
    return {
        "words": row["feature_words"],
        "mean": _render_mean(row["segment_mean"], unit, words),
        "rest": _render_mean(row["rest_mean"], unit, words),
        "lift": "–" if lift is None else f"×{words.ratio(lift)}",
        "interval": "" if low is None or high is None else f"×{words.ratio(low)}–{words.ratio(high)}",
        "q": show_q_value(row["q_value"], words),
        "count": row["known_customer_count"],
    }


def _tell_neighbour(own: pl.DataFrame, nearest: str | None, words: Words) -> str:
    """Tell the feature in which the means of a segment and of its nearest neighbour lie furthest apart."""
    if nearest is None:
        return ""
    spread = ((pl.col("segment_mean") - pl.col("rest_mean")) / pl.col("mean_difference")).abs()
    far = own.with_columns(apart=(pl.col("segment_mean") - pl.col("neighbour_mean")).abs() / spread)
    far = far.filter(pl.col("apart").is_finite()).sort("apart", "feature", descending=[True, False])
    if far.is_empty():
        return nearest
    row = far.row(0, named=True)
    unit = row["feature_unit"]
    mean, other = _render_mean(row["segment_mean"], unit, words), _render_mean(row["neighbour_mean"], unit, words)
    feature = retell(row["feature_words"], words)
    return words.gettext(
        "{segment}: {feature} {mean}, there {other}", segment=nearest, feature=feature, mean=mean, other=other
    )


def _render_mean(value: object, unit: str, words: Words) -> str:
    if not isinstance(value, float):
        return "–"
    if unit == "share":
        return words.percentage(value, 1)
    return f"{words.decimal(value, 1)} {words.translate(UNITS.get(unit, unit))}".strip()


def draw_points(points: pl.DataFrame, segments: list[dict[str, object]]) -> list[dict[str, object]]:
    """Place the map's points in its picture, each with the hue of its segment; those of small segments are left out."""
    hues = {row["segment_id"]: row["hue"] for row in segments}
    shown = points.filter(pl.col("segment_id").is_in(list(hues))).sort("point_index")
    if shown.is_empty():
        return []
    placed = shown.with_columns(x=_stretch("map_x", _MAP_SIDE), y=_MAP_HEIGHT - _stretch("map_y", _MAP_HEIGHT))
    return [
        {"x": f"{x:.1f}", "y": f"{y:.1f}", "hue": hues[name]}
        for x, y, name in placed.select("x", "y", "segment_id").iter_rows()
    ]


def _stretch(column: str, size: float) -> pl.Expr:
    low, high = pl.col(column).min(), pl.col(column).max()
    return ((pl.col(column) - low) / pl.max_horizontal(high - low, pl.lit(1e-9))) * (size - 16) + 8


def _draw_profiles(profiles: pl.DataFrame, segments: list[dict[str, object]], words: Words) -> dict[str, object] | None:
    names = [str(row["segment_id"]) for row in segments]
    own = profiles.filter(pl.col("segment_id").is_in(names))
    features = own.filter(pl.col("feature_rank") <= _SHOWN_FEATURES)["feature_words"].unique().sort().to_list()
    cells = {
        (row["feature_words"], row["segment_id"]): row["mean_difference"]
        for row in own.filter(pl.col("feature_words").is_in(features)).to_dicts()
    }
    if not features:
        return None
    values = [[cells.get((feature, name)) for name in names] for feature in features]
    texts = [["" if value is None else words.decimal(value, 1, is_signed=True) for value in row] for row in values]
    return draw_heatmap(
        [retell(feature, words) for feature in features],
        names,
        values,
        texts,
        unit=words.gettext("sd"),
        is_signed=True,
        separators=words.separators,
    )


def render_segments(tables: Tables, context: SiteContext) -> Content:
    """Fill the page, or say why there is nothing to fill it with."""
    words = context.words
    _ = words.gettext
    verdict = _tell_verdict(tables["analysis.segment_verdict"].row(0, named=True), context)
    profiles = tables.get("analysis.segment_profiles", pl.DataFrame())
    segments = tables.get("analysis.segments", pl.DataFrame())
    is_empty = segments.is_empty() or profiles.is_empty()
    shown = [] if is_empty else list_segments(segments, profiles, context.minimum_cell, words)
    titles = name_segments(tables, words)
    points = tables.get("analysis.segment_points", pl.DataFrame())
    enough = profiles.filter(pl.col("known_customer_count") >= context.minimum_cell) if shown else profiles
    heatmap = _draw_profiles(enough, shown, words) if shown else None
    changes = tables.get("analysis.segment_changes", pl.DataFrame())
    if not changes.is_empty():
        count = pl.col("customer_count")
        latest = changes.filter((count >= context.minimum_cell) | (count == 0))
        changes = latest.sort("change_index", descending=True).head(12)
    choices = tables.get("analysis.segment_choices", pl.DataFrame())
    evidence: tuple[Evidence, ...] = (
        Evidence(
            _("Whether there are segments"),
            "analysis.segment_verdict",
            verdict["customer_count"],
            _("customers"),
            _(
                "{algorithm}; gap statistic, prediction strength and bootstrap Jaccard on samples",
                algorithm=verdict["cluster_method"],
            ),
            "modelled",
        ),
        Evidence(
            _("What sets them apart"),
            "analysis.segment_profiles",
            verdict["customer_count"],
            _("customers"),
            _(
                "lift = mean in the segment / mean in the rest, 95% percentile bootstrap; q of Welch’s test over all "
                "features, which tells how clearly they differ and proves no segments: they were made of these; "
                "conversion with Wilson 95%, share of spending with its linearised error"
            ),
        ),
    )
    names = [str(row["segment_id"]) for row in shown]
    results = tables.get("analysis.segment_results", pl.DataFrame())
    results = results if results.is_empty() else results.with_columns(currency_code=pl.lit(context.currency))
    responses = tables.get("analysis.segment_responses", pl.DataFrame())
    moves = tables.get("analysis.segment_moves", pl.DataFrame())
    month_moves = tables.get("analysis.segment_month_moves", pl.DataFrame())
    hues = {str(row["segment_id"]): int(str(row["hue"])) for row in shown}
    if names and not responses.is_empty():
        evidence += (
            Evidence(
                _("What they respond to"),
                "analysis.segment_responses",
                verdict["customer_count"],
                _("customers"),
                _("of the segment’s customers who met it, those who reached a goal in such a journey; Wilson 95%"),
            ),
        )
    found = tables.get("analysis.personas", pl.DataFrame(schema=dict.fromkeys(("segment_id", "persona_id"), pl.String)))
    personas = dict(found["segment_id", "persona_id"].iter_rows())
    sets = tables.get("analysis.segment_sets", pl.DataFrame())
    set_segments = tables.get("analysis.set_segments", pl.DataFrame())
    variables = {
        "sets": list_sets(sets, set_segments, context.minimum_cell) if sets.height and set_segments.height else [],
        "verdict": verdict,
        "segments": [{**row, "title": titles.get(str(row["segment_id"]), row["segment_id"])} for row in shown],
        "titles": titles,
        "has_amounts": any(row["amount_share"] is not None for row in shown),
        "map_links": {name: context.link("journey.html", persona=personas.get(name, name)) for name in names},
        "results": [] if results.is_empty() else list_results(results, names, context.minimum_cell, words),
        "responses": [] if responses.is_empty() else list_best_responses(responses, names, context.minimum_cell, words),
        "moves": None if moves.is_empty() else draw_moves(moves, hues, context.minimum_cell),
        "month_moves": None if month_moves.is_empty() else draw_moves(month_moves, hues, context.minimum_cell),
        "month_end": None if month_moves.is_empty() else month_moves["as_of"][0],
        "hidden_count": segments.height - len(shown),
        "points": draw_points(points, shown) if not points.is_empty() else [],
        "changes": [] if changes.is_empty() else changes.to_dicts(),
        "choices": [] if choices.is_empty() else choices.sort("segment_count").to_dicts(),
        "has_heatmap": heatmap is not None,
    }
    return Content(variables, evidence, {} if heatmap is None else {"profiles": heatmap})


def _tell_verdict(verdict: dict[str, Any], context: SiteContext) -> dict[str, Any]:
    """Tell the verdict without a number of customers that is too small to be told."""
    if hide_small(verdict["customer_count"], context.minimum_cell) is not None:
        return verdict
    reason = context.words.gettext("there are fewer than {minimum} customers", minimum=context.minimum_cell)
    return {**verdict, "verdict_reason": reason}


PAGE = Page(
    name="segments",
    title="Segments",
    description="Groups of customers who behave alike, if there are any.",
    needed=("analysis.segment_verdict",),
    optional=(
        "analysis.segments",
        "analysis.segment_profiles",
        "analysis.segment_choices",
        "analysis.segment_changes",
        "analysis.segment_points",
        "analysis.segment_results",
        "analysis.segment_responses",
        "analysis.segment_moves",
        "analysis.segment_month_moves",
        "analysis.segment_sets",
        "analysis.set_segments",
        "analysis.personas",
    ),
    scripts=("vendor/plotly.min.js", "charts.js", "download.js", "tables.js"),
    render=render_segments,
)

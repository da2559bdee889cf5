"""Scores: what customers answered when they were asked, and what they gave unasked."""

from __future__ import annotations

from typing import Any

import polars as pl

from journeymine.site.explorer import name_segments
from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.small_groups import count_or_fewer, hide_small
from journeymine.site.words import ENGLISH, Words, mark
from journeymine.statistics.intervals import find_wilson_interval

DIMENSIONS = {
    "touchpoint": mark("Touchpoint"),
    "stage": mark("Stage"),
    "channel": mark("Channel"),
    "source": mark("Source"),
    "segment": mark("Segment"),
}
INVITED = {
    "invitation": mark("Invitation"),
    "channel": mark("Channel"),
    "segment": mark("Segment"),
    "month": mark("Month"),
}
ASKED = {"solicited": mark("asked for"), "unsolicited": mark("unasked")}
NAMES = {"nps": "NPS", "csat": "CSAT", "ces": "CES", "stars": mark("Stars"), "thumbs": mark("Thumbs up")}
METHODS = {
    "nps": mark("Promoters (9, 10) less detractors (0 to 6) in points; adjusted Wald 95% interval"),
    "top_box_share": mark("Share of the top answers (two of five, thumbs up); Wilson 95% interval"),
    "mean": mark("Mean of the answers; bootstrap 95% interval"),
}
WIDTH, HEIGHT, EDGE = 640, 150, 26


def name_scale(rating_scale: str, words: Words = ENGLISH) -> str:
    """Name a scale for readers, such as "CSAT (1 to 5)"."""
    name = rating_scale.rstrip("0123456789")
    top = rating_scale[len(name) :]
    if name not in NAMES:
        return rating_scale
    shown = words.translate(NAMES[name])
    return words.gettext("{scale} (1 to {top})", scale=shown, top=top) if top else shown


def render_score(value: float, method: str, words: Words = ENGLISH) -> str:
    """Render a score in the unit of its method.

    >>> render_score(29.4, "nps"), render_score(0.68, "top_box_share"), render_score(4.597, "mean")
    ('+29', '68%', '4.60')
    """
    if method == "nps":
        return words.decimal(value, 0, is_signed=True)
    return words.percentage(value, 0) if method == "top_box_share" else words.decimal(value, 2)


def _describe(row: dict[str, object], words: Words) -> dict[str, object]:
    method = str(row["score_method"])
    low, high = float(str(row["score_low"])), float(str(row["score_high"]))
    return {
        **row,
        "score_text": render_score(float(str(row["score"])), method, words),
        "interval_text": words.gettext(
            "{low} to {high}", low=render_score(low, method, words), high=render_score(high, method, words)
        ),
    }


def draw_trend(months: pl.DataFrame, words: Words = ENGLISH) -> dict[str, object]:
    """Place the monthly scores of one scale in a picture of WIDTH x HEIGHT.

    Args:
        months: Rows of analysis.scores of dimension month, in order.
        words: The language of the page.

    Returns:
        Points with their interval's ends in pixels, and labels of the lowest and highest value drawn.
    """
    low, high = float(months["score_low"].min() or 0), float(months["score_high"].max() or 0)  # type: ignore[arg-type]
    span = (high - low) or 1.0
    method = str(months["score_method"][0])

    def place(value: float) -> float:
        return round(HEIGHT - EDGE - (value - low) / span * (HEIGHT - 2 * EDGE), 1)

    step = (WIDTH - 4 * EDGE) / max(months.height - 1, 1)
    points = [
        {
            "x": round(2 * EDGE + index * step, 1),
            "y": place(row["score"]),
            "low": place(row["score_low"]),
            "high": place(row["score_high"]),
            **_describe(row, words),
        }
        for index, row in enumerate(months.iter_rows(named=True))
    ]
    return {
        "points": points,
        "lowest": render_score(low, method, words),
        "highest": render_score(high, method, words),
    }


def list_scales(scores: pl.DataFrame, minimum: int, words: Words = ENGLISH) -> list[dict[str, object]]:
    """List each scale, asked for and not apart, with its score over all, its groups and its months.

    Where all answers are of one group, such as one channel, it says nothing new and is left out.

    Args:
        scores: analysis.scores.
        minimum: Groups of fewer customers are left out, and counted.
        words: The language of the page.
    """
    scales = []
    over_all = scores.filter(pl.col("dimension") == "all", pl.col("customer_count") >= minimum)
    for row in over_all.sort("answer_count", "rating_scale", descending=[True, False]).iter_rows(named=True):
        own = scores.filter(
            pl.col("rating_scale") == row["rating_scale"], pl.col("solicitation") == row["solicitation"]
        )
        shown = own.filter(pl.col("customer_count") >= minimum)
        groups = [
            {
                "key": key,
                "dimension": title,
                "rows": [_describe(member, words) for member in members.iter_rows(named=True)],
            }
            for key, title in DIMENSIONS.items()
            if (members := shown.filter(pl.col("dimension") == key).sort("score", "member")).height
            if members.height > 1 or members["answer_count"][0] < row["answer_count"]
        ]
        months = shown.filter(pl.col("dimension") == "month").sort("member")
        scales.append(
            {
                **_describe(row, words),
                "asked": words.translate(ASKED.get(row["solicitation"], "")),
                "id": f"{row['rating_scale']}-{row['solicitation']}",
                "name": name_scale(row["rating_scale"], words),
                "method_text": words.translate(METHODS[row["score_method"]]),
                "groups": groups,
                "trend": draw_trend(months, words) if months.height > 1 else None,
                "hidden_count": own.height - shown.height,
            }
        )
    return scales


def _compare_answering(customers: pl.DataFrame, minimum: int) -> list[dict[str, Any]]:
    """Set those who answer beside those who do not; nothing where one of the two groups is too small to be shown."""
    if customers.height < 2 or customers.filter(pl.col("converted_customer_count") < minimum).height:
        return []
    return [
        {
            **row,
            "converted_share": row["converted_customer_count"] / row["customer_count"],
            "converted_interval": find_wilson_interval(row["converted_customer_count"], row["customer_count"]),
            "mean_session_count": row["session_count"] / row["customer_count"],
        }
        for row in customers.sort("has_answered").iter_rows(named=True)
    ]


def list_responses(responses: pl.DataFrame, minimum: int, words: Words = ENGLISH) -> list[dict[str, Any]]:
    """List how many invitations were answered: over all first, then by what they were grouped by.

    Args:
        responses: analysis.response_rates; empty where nobody is known to have been invited.
        minimum: Groups of fewer customers are left out; of fewer answers it is only said that they are fewer.
        words: The language of the page.
    """
    if responses.is_empty():
        return []
    shown = responses.filter(pl.col("customer_count") >= minimum).sort("member")
    titles = {"all": mark("All invitations"), **INVITED}
    return [
        _describe_response(row, words.translate(title), minimum, words)
        for dimension, title in titles.items()
        for row in shown.filter(pl.col("dimension") == dimension).iter_rows(named=True)
    ]


def _describe_response(row: dict[str, Any], title: str, minimum: int, words: Words) -> dict[str, Any]:
    is_told = hide_small(row["answered_count"], minimum) is not None
    return {
        **row,
        "title": title,
        "answered_text": count_or_fewer(row["answered_count"], minimum, words),
        "response_share": row["response_share"] if is_told else None,
        "interval": find_wilson_interval(row["answered_count"], row["invited_count"]) if is_told else None,
    }


def render_scores(tables: Tables, context: SiteContext) -> Content:
    """Fill the scales and the comparison of those who answer with those who do not."""
    words = context.words
    _ = words.gettext
    scores = tables["analysis.scores"]
    scales = list_scales(scores, context.minimum_cell, words)
    answering = _compare_answering(tables.get("marts.answering_customers", pl.DataFrame()), context.minimum_cell)
    customer_count = sum(row["customer_count"] for row in answering)
    answered_count = sum(row["customer_count"] for row in answering if row["has_answered"])
    evidence = [
        Evidence(
            ", ".join(str(part) for part in (scale["name"], scale["asked"]) if part),
            "analysis.scores",
            int(str(scale["answer_count"])),
            _("answers"),
            str(scale["method_text"]),
            kind="reported",
        )
        for scale in scales
    ]
    if answering:
        evidence.append(
            Evidence(
                _("Who answers"),
                "marts.answering_customers",
                customer_count,
                _("customers"),
                _("customers with a journey, by whether they gave a rating; Wilson 95% intervals"),
            )
        )
    responses = list_responses(tables.get("analysis.response_rates", pl.DataFrame()), context.minimum_cell, words)
    if responses:
        invited = responses[0]["invited_count"]
        method = _("invitations answered in time, and before the next one, of those sent; Wilson 95% intervals")
        evidence.append(Evidence(_("Response rate"), "analysis.response_rates", invited, _("invitations"), method))
    variables = {
        "scales": scales,
        "titles": name_segments(tables, words),
        "responses": responses,
        "answering": answering,
        "answered_count": answered_count,
        "answered_interval": find_wilson_interval(answered_count, customer_count) if customer_count else None,
        "answered_share": answered_count / customer_count if customer_count else None,
        "customer_count": customer_count,
        "width": WIDTH,
        "height": HEIGHT,
    }
    return Content(variables, tuple(evidence))


PAGE = Page(
    name="scores",
    title="Scores",
    description="What customers answered: NPS, satisfaction, effort and stars, where and when they gave them.",
    needed=("analysis.scores",),
    optional=("marts.answering_customers", "analysis.response_rates", "analysis.segments", "analysis.personas"),
    scripts=("download.js", "tables.js"),
    render=render_scores,
)

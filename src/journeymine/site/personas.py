"""Personas: a card of each, every line with its evidence; or why there are none."""

from __future__ import annotations

import polars as pl

from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.persona_cards import EDGE, HEIGHT, WIDTH, build_card
from journeymine.site.words import Words, mark

REFUSALS = {
    "no_goal": mark("No goal is mapped: name at least one under [[goals]] in journeymine.toml."),
    "too_few": mark("There are too few customers in all."),
    "continuum": mark("Customers differ by degrees: a continuum, not segments. Its bands are on the page of segments."),
    "no_segments": mark("There are no segments: the page of segments says why."),
    "not_stable": mark("No segment is stable: personas made of tentative ones would change with the sample."),
}
"""Why there are no personas, in the page's language."""
STATUSES = {
    "resting": mark("resting: its segment is not stable tonight"),
    "merged": mark("merged into another"),
    "lost": mark("lost: people must say which segment it is now"),
}


def render_personas(tables: Tables, context: SiteContext) -> Content:
    """Fill the cards, or say why there is none."""
    words = context.words
    verdict = tables["analysis.persona_verdict"].row(0, named=True)
    personas = tables.get("analysis.personas", pl.DataFrame())
    told = tables.get("analysis.persona_evidence", pl.DataFrame())
    told = told if told.is_empty() else told.with_columns(currency_code=pl.lit(context.currency))
    cards = []
    if not personas.is_empty() and not told.is_empty():
        shown = personas.filter(pl.col("customer_count") >= context.minimum_cell)
        cards = [
            build_card(row, told.filter(pl.col("persona_id") == row["persona_id"]), words)
            for row in shown.sort("customer_count", "persona_id", descending=[True, False]).to_dicts()
        ]
    variables = {
        "verdict": verdict,
        "refusal": words.translate(REFUSALS.get(verdict["refusal_kind"], verdict["refusal_reason"])),
        "cards": cards,
        "others": _list_others(tables.get("analysis.persona_ids", pl.DataFrame()), words),
        "width": WIDTH,
        "height": HEIGHT,
        "edge": EDGE,
    }
    return Content(variables, _list_evidence(verdict["customer_count"], told, words))


def _list_others(ids: pl.DataFrame, words: Words) -> list[dict[str, object]]:
    """List personas that have no card tonight, and what became of them."""
    if ids.is_empty():
        return []
    name = f"persona_name_{words.language}"
    return [
        {**row, "name": row[name], "status": words.translate(STATUSES[row["persona_status"]])}
        for row in ids.filter(pl.col("persona_status") != "current").sort("persona_id").to_dicts()
    ]


def _list_evidence(customer_count: int, told: pl.DataFrame, words: Words) -> tuple[Evidence, ...]:
    _ = words.gettext
    lines = (
        (
            _("Which segments become a persona"),
            "analysis.persona_verdict",
            _("Stable or highly stable segments only (mean Jaccard of 50 bootstrap resamples from .75); none below the"
              " least number of customers, or without a goal."),
        ),
        (
            _("What members have more or less often"),
            "analysis.persona_traits",
            _("Share of members known in it (Wilson), beside all other customers (ratio with Katz interval); q values"
              " by Benjamini and Hochberg over all traits of a section."),
        ),
        (
            _("Typical scenario"),
            "analysis.persona_steps",
            _("A journey that was travelled, nearest to all others by the longest common subsequence; times are medians"
              " of all members who go from step to step."),
        ),
    )  # fmt: skip
    found = [Evidence(what, table, customer_count, _("customers"), method) for what, table, method in lines]
    if not told.is_empty():
        count = told.filter(pl.col("is_evidenced")).height
        method = _("Each line of a card with its n, interval, q value, table and query.")
        found.append(Evidence(_("Lines of the cards"), "analysis.persona_evidence", count, _("claims"), method))
    return tuple(found)


PAGE = Page(
    name="personas",
    title="Personas",
    description="Who your customers are by what they do, made of evidence: what is not known stays open.",
    needed=("analysis.persona_verdict",),
    optional=("analysis.personas", "analysis.persona_evidence", "analysis.persona_ids"),
    scripts=("download.js", "tables.js"),
    render=render_personas,
)

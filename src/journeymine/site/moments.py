"""Key moments: what bears on goals, losses and ratings, as far as records can tell, and the three classic moments."""

from __future__ import annotations

import polars as pl

from journeymine.improve.words import SUBJECTS
from journeymine.moments.effects import CAVEAT, CHURN, KINDS, OUTCOMES, SCHEMA, mark_steps_on_the_way
from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.words import ENGLISH, Words, mark
from journeymine.statistics.intervals import find_wilson_interval

SURE = 0.05
FIRST_ROWS = 15
"""Rows that stand in the page itself; the script draws the others."""
TITLES = {
    "conversion": mark("Conversion"),
    "another goal": mark("Another goal"),
    "churn": mark("Loss of customers"),
    "satisfaction": mark("Satisfaction"),
    "recommendation": mark("Recommendation (NPS)"),
}
JUDGED = {
    "conversion": mark("Asked in every period of a journey: is the goal reached in it?"),
    "another goal": mark("Asked in every period of the journeys after an earlier goal: is a goal reached in it?"),
    "churn": mark("Asked at every visit: was it the last one before the customer was lost, as the settings define it?"),
    "satisfaction": mark("Asked at every rating but those of the NPS: is it one of the best answers of its scale?"),
    "recommendation": mark("Asked at every answer to the NPS: is it a 9 or 10?"),
}
KIND_TITLES = {
    "touchpoint": mark("Touchpoints"),
    "company action": mark("Acts of the company"),
    "friction": mark("Friction"),
    "barrier": mark("Barriers told of"),
    "topic": mark("Topics written about"),
}
CLASSIC = {
    "first contact": (mark("First contact"), mark("of first journeys convert"), "begin"),
    "purchase": (mark("The goal"), mark("of finished journeys reach the goal"), "reach"),
    "post-purchase": (
        mark("After the goal"),
        mark("of those who reached a goal reached one again, the same or another"),
        "go on",
    ),
}
_COUNTS = ("met_customer_count", "met_judged_count", "met_outcome_count", "other_judged_count", "other_outcome_count")
_RATIOS = ("odds_ratio", "odds_ratio_low", "odds_ratio_high")
_CONTROL = ("control_odds_ratio", "control_odds_ratio_low", "control_odds_ratio_high")


def describe_classic(moments: pl.DataFrame, minimum: int, words: Words = ENGLISH) -> list[dict[str, object]]:
    """Describe first contact, goal and what follows it, all three always; shares of small groups are withheld."""
    found = {row["moment"]: row for row in moments.iter_rows(named=True)}
    cards = []
    for name, (title, what, usual) in CLASSIC.items():
        row = found[name]
        count, successes = row["opportunity_count"], row["success_count"]
        is_told = row["customer_count"] >= minimum and not 0 < successes < minimum
        cards.append(
            {
                "title": title,
                "share": successes / count if is_told and count else None,
                "interval": find_wilson_interval(successes, count) if is_told and count else None,
                "what": what,
                "count": count if row["customer_count"] >= minimum else None,
                "usual": _count_usual(usual, row["touchpoint_customer_count"], words)
                if row["touchpoint_customer_count"] >= minimum
                else "",
                "touchpoint": row["touchpoint"],
            }
        )
    return cards


def _count_usual(usual: str, count: int, words: Words) -> str:
    if usual == "begin":
        return words.ngettext("{count} customer begins with", "{count} customers begin with", count)
    if usual == "reach":
        return words.ngettext("{count} customer reaches it at", "{count} customers reach it at", count)
    return words.ngettext("{count} customer goes on with", "{count} customers go on with", count)


def list_effects(
    moments: pl.DataFrame, minimum: int, pain_names: pl.DataFrame | None = None
) -> dict[str, list[dict[str, object]]]:
    """List by outcome what was met by enough customers: those with an estimate first, by evidence.

    An effect with few moments that went one way or the other, after the factor or without it, is told as too few.
    """
    went = [
        pl.col("met_outcome_count"),
        pl.col("met_judged_count") - pl.col("met_outcome_count"),
        pl.col("other_outcome_count"),
        pl.col("other_judged_count") - pl.col("other_outcome_count"),
    ]
    listed = (
        mark_steps_on_the_way(moments, pain_names)
        .filter(pl.col("met_customer_count") >= minimum)
        .with_columns(
            is_told=pl.col("effect_p_value").is_not_null() & (pl.min_horizontal(*went) >= minimum),
            is_sure=(pl.col("effect_q_value") < SURE).fill_null(value=False),
        )
        .sort("is_told", "effect_p_value", "factor_kind", "factor", descending=[True, False, False, False])
    )
    found = {str(row[0]): part for row, part in listed.group_by("outcome", maintain_order=True)}
    return {outcome: found[outcome].to_dicts() for outcome in OUTCOMES if outcome in found}


def read_verdict(row: dict[str, object]) -> str:
    """Read an effect in words, to be translated."""
    if not row["is_told"]:
        return mark("too few")
    if not row["is_sure"]:
        return mark("no clear effect")
    if row["is_on_the_way"]:
        return mark("a step on the way")
    return mark("likelier") if float(str(row["odds_ratio"])) > 1 else mark("less likely")


def name_factor(row: dict[str, object], words: Words = ENGLISH) -> str:
    """Name a touchpoint or topic as it is called, a friction or barrier in the words for it."""
    key = f"barrier {row['factor']}" if row["factor_kind"] == "barrier" else str(row["factor"])
    if row["factor_kind"] in ("friction", "barrier"):
        return words.translate(SUBJECTS.get(key, key))
    return str(row["factor_words"])


def encode_effects(effects: dict[str, list[dict[str, object]]], words: Words = ENGLISH) -> dict[str, object]:
    """Encode the effects for the page's script.

    Returns:
        names: of a kind (an index of KINDS) and a text; outcomes: rows of an index of `names`, the customers who met
        it, and where an effect is told: odds ratio, low, high, p, q, unadjusted, control, its low and high, and moments
        and outcomes after it and without it, and 1 where it is a step on the way to a goal.
    """
    names: dict[tuple[int, str], int] = {}
    outcomes: dict[str, object] = {}
    for outcome, rows in effects.items():
        encoded = []
        for row in rows:
            key = KINDS.index(str(row["factor_kind"])), name_factor(row, words)
            place = names.setdefault(key, len(names))
            counts = [row[name] for name in _COUNTS]
            ratios = [*_RATIOS, "effect_p_value", "effect_q_value", "naive_odds_ratio", *_CONTROL]
            told = [None if row[name] is None else float(f"{row[name]:.4g}") for name in ratios]
            way = [1] if row["is_on_the_way"] else []
            encoded.append([place, counts[0], *(told + counts[1:] + way if row["is_told"] else [])])
        outcomes[outcome] = encoded
    return {"names": [list(key) for key in names], "outcomes": outcomes, "bad": [CHURN]}


def render_moments(tables: Tables, context: SiteContext) -> Content:
    """Fill the classic moments and the effects with their intervals, the first rows here, all in the script's data."""
    words = context.words
    _ = words.gettext
    moments = tables.get("analysis.key_moments", pl.DataFrame(schema=SCHEMA))
    effects = list_effects(moments, context.minimum_cell, tables.get("analysis.pain_names"))
    classic = tables["analysis.classic_moments"]
    evidence = [
        Evidence(
            _("Classic moments"),
            "analysis.classic_moments",
            int(classic["customer_count"].max() or 0),  # type: ignore[arg-type]
            _("customers"),
            _("shares with Wilson 95% intervals"),
        )
    ]
    for outcome, rows in effects.items():
        evidence.append(
            Evidence(
                _("Effects: {outcome}", outcome=words.translate(TITLES[outcome])),
                "analysis.key_moments",
                max(int(str(row["met_judged_count"])) + int(str(row["other_judged_count"])) for row in rows),
                _("moments judged"),
                _(
                    "discrete-time logistic model with what was known before each moment; groups of customers drawn "
                    "again for the interval, signs flipped for p, adjusted for all tested on the same outcome "
                    "(Benjamini-Hochberg)"
                )
                + ". "
                + words.translate(CAVEAT),
                "modelled",
            )
        )
    first = next(iter(effects.values()), [])
    variables = {
        "caveat": CAVEAT,
        "classic": describe_classic(classic, context.minimum_cell, words),
        "outcomes": [
            {
                "name": outcome,
                "title": TITLES[outcome],
                "judged": JUDGED[outcome],
                "told_count": sum(bool(row["is_told"]) for row in rows),
                "sure_count": sum(bool(row["is_told"] and row["is_sure"]) for row in rows),
            }
            for outcome, rows in effects.items()
        ],
        "kinds": KIND_TITLES,
        "rows": [
            {
                **row,
                "name": name_factor(row, words),
                "kind": KIND_TITLES[str(row["factor_kind"])],
                "verdict": read_verdict(row),
            }
            for row in first[:FIRST_ROWS]
        ],
        "has_churn": CHURN in effects,
        "untold_count": moments.height - sum(len(rows) for rows in effects.values()),
    }
    return Content(variables, tuple(evidence), {"effects": encode_effects(effects, words)})


PAGE = Page(
    name="moments",
    title="Key moments",
    description="What goes along with reaching the goal, coming back, leaving and being content.",
    needed=("analysis.classic_moments",),
    optional=("analysis.key_moments", "analysis.pain_names"),
    scripts=("download.js", "tables.js", "choose.js", "moments.js"),
    render=render_moments,
)

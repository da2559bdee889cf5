"""What the analyses found, in plain words: pains, delights, risk, key moments, waits, feelings, segments, the plan."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from journeymine.improve.pains import GOALS
from journeymine.improve.words import write_title
from journeymine.moments.effects import CAVEAT, CONVERSION, REPEAT, mark_steps_on_the_way
from journeymine.site.findings import SMALLEST_SAMPLE, Finding, list_drop_offs, tell_share
from journeymine.site.journey_items import write_value
from journeymine.site.page import Evidence, SiteContext, Tables
from journeymine.site.pains import can_be_told
from journeymine.site.retelling import retell
from journeymine.site.words import mark

SURE = 0.05
VERDICTS = {
    "segments": mark("Customers fall into segments that are found again in other customers."),
    "continuum": mark("Customers differ by degrees: there are no segments, only a continuum."),
    "none": mark("No segments are told apart tonight."),
}
_Find = Callable[[pl.DataFrame, SiteContext], list[Finding]]


def find_verdicts(tables: Tables, context: SiteContext) -> list[Finding]:
    """Find what each analysis puts first, as far as its table exists."""
    names = tables.get("analysis.pain_names", pl.DataFrame())
    finders: tuple[tuple[str, _Find], ...] = (
        ("analysis.pain_points", lambda pains, context: _find_pain(pains, "pain", context)),
        ("analysis.pain_points", lambda pains, context: _find_pain(pains, "delight", context)),
        ("marts.touchpoint_metrics", _find_riskiest),
        ("analysis.key_moments", lambda moments, context: _find_strongest_moment(moments, names, context)),
        ("analysis.waits", _find_slowest_wait),
        ("analysis.emotion_points", _find_worst_feeling),
        ("analysis.segment_verdict", _find_segments),
        ("analysis.improvements", _find_overdue),
    )
    return [
        finding
        for table, find in finders
        if table in tables and not tables[table].is_empty()
        for finding in find(tables[table], context)
    ]


def _find_pain(pains: pl.DataFrame, kind: str, context: SiteContext) -> list[Finding]:
    words = context.words
    _ = words.gettext
    told = pains.filter(pl.col("pain_kind") == kind, can_be_told(context.minimum_cell))
    evidence = Evidence(
        _("Pains and delights"),
        "analysis.pain_points",
        pains.height,
        _("found"),
        _("customers x severity x value; ranked by the low end of the 95% interval"),
    )
    found = []
    for row in told.sort("pain_rank").head(1).iter_rows(named=True):
        key = (row["pain_kind"], row["pain_source"], row["pain_subject"], row["touchpoint"])
        digits = 1 if row["amount_unit"] == GOALS else 0
        count, title = row["customer_count"], write_title(key, words.translate, row["subject_words"])
        found.append(
            Finding(
                _("Biggest pain") if kind == "pain" else _("Best delight"),
                words.number(row["customer_count"]),
                words.ngettext("customer is affected. {title}.", "customers are affected. {title}.", count, title=title)
                if kind == "pain"
                else words.ngettext(
                    "customer is reached. {title}.", "customers are reached. {title}.", count, title=title
                ),
                _(
                    "{low} to {high} customers (95%) · at stake {stake} {unit} ({stake_low} to {stake_high}) "
                    "· of {n} customers looked at",
                    low=words.number(row["customer_low"]),
                    high=words.number(row["customer_high"]),
                    stake=words.decimal(row["pain_score"], digits),
                    stake_low=words.decimal(row["pain_score_low"], digits),
                    stake_high=words.decimal(row["pain_score_high"], digits),
                    unit=words.translate(row["amount_unit"]),
                    n=words.number(row["came_count"]),
                ),
                _link(context, "pains.html", kind),
                evidence,
            )
        )
    return found


def _find_riskiest(metrics: pl.DataFrame, context: SiteContext) -> list[Finding]:
    words = context.words
    _ = words.gettext
    listed = list_drop_offs(metrics, context.minimum_cell)
    if not listed:
        return []
    touchpoint, drop_off = max(listed, key=lambda found: found[1].interval.low)
    return [
        Finding(
            _("Highest drop-off"),
            words.share(drop_off.share),
            _("of journeys that come to “{touchpoint}” end there without a goal.", touchpoint=touchpoint),
            tell_share(drop_off.left_count, drop_off.decided_count, drop_off.interval, words),
            context.link("paths.html", d="before", a=touchpoint),
            Evidence(
                _("Highest drop-off"),
                "marts.touchpoint_metrics",
                int(metrics["event_count"].sum()),
                _("steps"),
                _("the largest low end of the drop-off's Wilson 95% interval by customer"),
            ),
        )
    ]


def _find_strongest_moment(moments: pl.DataFrame, names: pl.DataFrame, context: SiteContext) -> list[Finding]:
    """Find the effect furthest from none; a step that nearly all ways to a goal take is no key moment of its own."""
    words = context.words
    _ = words.gettext
    sure = (
        mark_steps_on_the_way(moments, None if names.is_empty() else names)
        .filter(
            ~pl.col("is_on_the_way"),
            pl.col("outcome").is_in([CONVERSION, REPEAT]),
            pl.col("touchpoint").is_not_null(),
            pl.col("effect_q_value") < SURE,
            pl.min_horizontal("met_customer_count", "met_outcome_count", "other_outcome_count") >= context.minimum_cell,
            pl.col("met_customer_count") >= SMALLEST_SAMPLE,
        )
        .with_columns(
            reach=pl.max_horizontal(pl.col("odds_ratio_low").log(), -pl.col("odds_ratio_high").log()),
        )
    )
    return [
        Finding(
            _("Strongest key moment"),
            f"×{write_value(row['odds_ratio'], 'odds', words, '')}",
            _(
                "are the odds of {outcome} once “{touchpoint}” was met.",
                outcome=words.translate(row["outcome"]),
                touchpoint=row["touchpoint"],
            ),
            _(
                "95% interval ×{low} to ×{high} · n = {n} customers who met it · observational",
                low=write_value(row["odds_ratio_low"], "odds_ratio", words, ""),
                high=write_value(row["odds_ratio_high"], "odds_ratio", words, ""),
                n=words.number(row["met_customer_count"]),
            ),
            _link(context, "moments.html", "effects"),
            Evidence(
                _("Strongest key moment"),
                "analysis.key_moments",
                moments.filter(pl.col("effect_p_value").is_not_null()).height,
                _("effects tested"),
                words.translate(CAVEAT),
                "modelled",
            ),
        )
        for row in sure.sort("reach", "touchpoint", descending=[True, False]).head(1).iter_rows(named=True)
    ]


def _find_slowest_wait(waits: pl.DataFrame, context: SiteContext) -> list[Finding]:
    words = context.words
    _ = words.gettext
    told = waits.filter(
        pl.col("wait") == "next step",
        pl.col("customer_count") >= max(SMALLEST_SAMPLE, context.minimum_cell),
        pl.col("median_low_seconds").is_not_null(),
        pl.col("median_high_seconds").is_not_null(),
    )
    return [
        Finding(
            _("Slowest wait"),
            words.duration(row["median_seconds"]),
            _("is the median wait for the next step after “{touchpoint}”.", touchpoint=row["wait_from"]),
            _(
                "95% interval {low} to {high} · n = {n} waits, {open} of them not over",
                low=words.duration(row["median_low_seconds"]),
                high=words.duration(row["median_high_seconds"]),
                n=words.number(row["wait_count"]),
                open=words.number(row["censored_count"]),
            ),
            _link(context, "waiting.html"),
            Evidence(
                _("Slowest wait"),
                "analysis.waits",
                int(waits["wait_count"].sum()),
                _("waits"),
                _("largest median by Kaplan-Meier, those who still wait among them"),
            ),
        )
        for row in told.sort("median_low_seconds", "wait_from", descending=[True, False]).head(1).iter_rows(named=True)
    ]


def _find_worst_feeling(points: pl.DataFrame, context: SiteContext) -> list[Finding]:
    words = context.words
    _ = words.gettext
    told = points.filter(
        pl.col("dimension") == "touchpoint",
        pl.col("customer_count") >= max(SMALLEST_SAMPLE, context.minimum_cell),
        pl.col("valence_high") < 0,
        pl.col("answer_count") > 0,  # friction tells what nobody said
    )
    return [
        Finding(
            _("Worst feeling"),
            words.decimal(row["valence"], 2, is_signed=True),
            _("is how “{touchpoint}” felt, from −1 to 1.", touchpoint=row["member"]),
            _(
                "95% interval {low} to {high} · n = {n} customers who said so",
                low=words.decimal(row["valence_low"], 2, is_signed=True),
                high=words.decimal(row["valence_high"], 2, is_signed=True),
                n=words.number(row["customer_count"]),
            ),
            _link(context, "emotion.html"),
            Evidence(
                _("Worst feeling"),
                "analysis.emotion_points",
                points.height,
                _("stages and touchpoints"),
                _("mean over customers who said something; 95% bootstrap interval"),
                "reported" if row["reported_count"] == row["answer_count"] else "inferred",
            ),
        )
        for row in told.sort("valence_high", "member").head(1).iter_rows(named=True)
    ]


def _find_segments(verdict: pl.DataFrame, context: SiteContext) -> list[Finding]:
    words = context.words
    _ = words.gettext
    row = verdict.row(0, named=True)
    return [
        Finding(
            _("Segments"),
            words.number(row["segment_count"]) if row["verdict"] == "segments" else "–",
            words.translate(VERDICTS.get(row["verdict"], VERDICTS["none"])),
            words.ngettext(
                "n = {count} customer · {reason}",
                "n = {count} customers · {reason}",
                row["customer_count"],
                reason=retell(row["verdict_reason"], words),
            ),
            _link(context, "segments.html"),
            Evidence(
                _("Segments"),
                "analysis.segment_verdict",
                row["customer_count"],
                _("customers"),
                _("gap statistic, prediction strength and bootstrap Jaccard must agree"),
            ),
        )
    ]


def _find_overdue(plan: pl.DataFrame, context: SiteContext) -> list[Finding]:
    words = context.words
    _ = words.gettext
    overdue = int(plan["is_overdue"].sum())
    if not overdue:
        return []
    evidence = Evidence(
        _("Overdue"), "analysis.improvements", plan.height, _("actions"), _("what people wrote in overlay/plan.toml")
    )
    return [
        Finding(
            _("Overdue"),
            words.number(overdue),
            words.ngettext(
                "action of the plan should have been done by now.",
                "actions of the plan should have been done by now.",
                overdue,
            ),
            words.ngettext("of {count} action in the plan", "of {count} actions in the plan", plan.height),
            _link(context, "pains.html", "plan"),
            evidence,
        )
    ]


def _link(context: SiteContext, file: str, place: str = "") -> str:
    return f"{file}#{place}" if file in context.files and place else context.link(file)

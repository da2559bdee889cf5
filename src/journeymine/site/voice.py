"""Voice: what customers ask, want, fear and stumble over, by stage and touchpoint, and what their texts are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import polars as pl

from journeymine.site.heatmaps import Cell as Shaded
from journeymine.site.heatmaps import Heatmap, shade
from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.quotes import render_valence
from journeymine.site.sections import Cell, Section, show_count, show_name, show_share, write_section
from journeymine.site.small_groups import count_or_fewer
from journeymine.site.voice_topics import list_topic_quotes, list_topics
from journeymine.site.words import Words, mark

SIGNALS = {
    "question": mark("Questions"),
    "goal": mark("Goals"),
    "need": mark("Needs and requests"),
    "expectation": mark("Expectations"),
    "wish": mark("Wishes"),
    "motive": mark("Motives"),
    "thought": mark("Opinions"),
    "fear": mark("Fears (candidates)"),
    "barrier": mark("Barriers"),
}
SUBTYPES = {
    "met": mark("met"),
    "unmet": mark("not met"),
    "price": mark("price"),
    "trust": mark("trust"),
    "effort": mark("effort"),
    "time": mark("time"),
    "technical": mark("technical"),
    "staff": mark("staff"),
    "psychological": mark("psychological: doubt, risk, shame"),
}
STATUSES = {
    "found": mark("found by rule"),
    "candidate": mark("candidate, not confirmed"),
    "confirmed": mark("confirmed by people"),
}
TOUCHPOINTS_SHOWN = 80


def name_signal(signal: str, subtype: str, words: Words) -> str:
    """Name a signal with its subtype in the page's language; "any" and "" stand for the signal as a whole."""
    name = words.translate(SIGNALS[signal])
    return f"{name}: {words.translate(SUBTYPES[subtype])}" if subtype in SUBTYPES else name


def draw_signal_stages(
    counts: pl.DataFrame, stages: tuple[str, ...], minimum: int, words: Words, signals: Iterable[str] = tuple(SIGNALS)
) -> Heatmap:
    """Draw signal x stage: the share of the stage's writers who said it, and how many customers that is."""
    _ = words.gettext
    per_stage = _keep_whole(counts.filter(pl.col("dimension") == "stage"))
    told = set(per_stage["member"])
    columns = (*(stage for stage in stages if stage in told), *sorted(told - set(stages)))
    found = {(row["signal"], row["member"]): row for row in per_stage.iter_rows(named=True)}
    rows = []
    for signal in signals:
        cells = []
        for stage in columns:
            row = found.get((signal, stage))
            if row is None or not row["writer_count"]:
                cells.append(Shaded(""))
            elif row["customer_count"] < minimum:
                cells.append(Shaded(count_or_fewer(row["customer_count"], minimum, words)))
            else:
                share = row["customer_count"] / row["writer_count"]
                cells.append(Shaded(words.share(share), share, words.number(row["customer_count"]), shade(share, 1.0)))
        if any(cell.text for cell in cells):
            rows.append((name_signal(signal, "", words), tuple(cells)))
    return Heatmap(
        "signal-stages",
        _("What customers say, by stage"),
        _("Of customers who wrote a text in the stage, the share who said it, and below how many they are."),
        _("Signal"),
        tuple(words.translate(stage) for stage in columns),
        tuple(rows),
    )


def list_signals(counts: pl.DataFrame, minimum: int, words: Words) -> Section:
    """List signals and subtypes over all, each with its share of writers and the interval."""
    _ = words.gettext
    order = {signal: place for place, signal in enumerate(SIGNALS)}
    over_all = counts.filter(pl.col("dimension") == "all").sort(
        "customer_count", "signal_subtype", descending=[True, False]
    )
    rows = sorted(
        over_all.iter_rows(named=True), key=lambda row: (order[row["signal"]], row["signal_subtype"] != "any")
    )
    shown = [row for row in rows if row["customer_count"] >= minimum]
    return write_section(
        "signals",
        _("Overall"),
        _(
            "Sentences that customers wrote, read by rules; a customer counts once. The share is of customers who "
            "wrote a text. Fears are candidates until somebody confirms them in overlay/signals.toml."
        ),
        (_("Signal"), _("Sentences"), _("Customers"), _("Share"), _("95% interval")),
        (_tell_row(row, (), minimum, words) for row in shown),
        withheld_count=len(rows) - len(shown),
    )


def list_touchpoints(counts: pl.DataFrame, minimum: int, words: Words) -> Section:
    """List what is said at which touchpoint, most customers first."""
    _ = words.gettext
    places = counts.filter((pl.col("dimension") == "touchpoint") & (pl.col("signal_subtype") != "any")).sort(
        "customer_count", "member", "signal", "signal_subtype", descending=[True, False, False, False]
    )
    shown = places.filter(pl.col("customer_count") >= minimum)
    return write_section(
        "signal-touchpoints",
        _("By touchpoint"),
        _("Of customers who wrote a text about the touchpoint or at it."),
        (_("Touchpoint"), _("Signal"), _("Sentences"), _("Customers"), _("Share"), _("95% interval")),
        (
            _tell_row(row, (show_name(row["member"]),), minimum, words)
            for row in shown.head(TOUCHPOINTS_SHOWN).iter_rows(named=True)
        ),
        withheld_count=places.height - shown.height,
    )


def _tell_row(row: dict[str, Any], first: tuple[Cell, ...], minimum: int, words: Words) -> tuple[Cell, ...]:
    return (
        *first,
        Cell(name_signal(row["signal"], row["signal_subtype"], words), is_number=False),
        show_count(row["hit_count"], words=words),
        show_count(row["customer_count"], minimum, words),
        *show_share(row["customer_count"], row["writer_count"], minimum, words),
    )


def list_quotes(quotes: pl.DataFrame, counts: pl.DataFrame, context: SiteContext) -> list[dict[str, Any]]:
    """List quotes by signal and stage, of cells of enough customers: what, where, when, by which record."""
    words, order = context.words, {stage: place for place, stage in enumerate(context.stages)}
    enough = counts.filter((pl.col("dimension") == "stage") & (pl.col("customer_count") >= context.minimum_cell))
    cells = set(enough.select("signal", "signal_subtype", "member").iter_rows())
    shown = [
        row for row in quotes.iter_rows(named=True) if (row["signal"], row["signal_subtype"], row["stage"]) in cells
    ]
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in sorted(shown, key=lambda row: (order.get(row["stage"], len(order)), row["stage"], row["text_id"])):
        groups.setdefault((row["signal"], row["signal_subtype"]), []).append(
            {**row, "status": words.translate(STATUSES[row["signal_status"]])}
        )
    return [
        {"title": name_signal(signal, subtype, words), "quotes": groups[signal, subtype]}
        for signal in SIGNALS
        for subtype in ("", *SUBTYPES)
        if (signal, subtype) in groups
    ]


def list_quality(quality: pl.DataFrame, words: Words) -> Section:
    """List how right the rules were where people confirmed or rejected what they found."""
    _ = words.gettext

    def rows() -> Iterator[tuple[Cell, ...]]:
        for row in quality.filter(pl.col("precision_share").is_not_null()).iter_rows(named=True):
            yield (
                show_name(f"{name_signal(row['signal'], '', words)} ({row['language']})"),
                show_count(row["confirmed_count"], words=words),
                show_count(row["rejected_count"], words=words),
                show_count(row["missed_count"], words=words),
                *show_share(row["confirmed_count"], row["confirmed_count"] + row["rejected_count"], 0, words),
            )

    return write_section(
        "rules",
        _("How right the rules are"),
        _("By what people confirmed and rejected in overlay/signals.toml; it speaks for the sentences they looked at."),
        (_("Signal"), _("Confirmed"), _("Rejected"), _("Added by hand"), _("Right"), _("95% interval")),
        rows(),
    )


def _keep_whole(counts: pl.DataFrame) -> pl.DataFrame:
    """Keep one row a signal: the one over all its subtypes, where it has any."""
    return counts.filter(pl.col("signal_subtype") == "any").vstack(
        counts.filter(pl.col("signal_subtype") == "").join(
            counts.filter(pl.col("signal_subtype") == "any"), on=("dimension", "member", "signal"), how="anti"
        )
    )


def render_voice(tables: Tables, context: SiteContext) -> Content:
    """Fill the signals, the quotes behind them, and the topics."""
    words, minimum = context.words, context.minimum_cell
    _ = words.gettext
    counts = tables["analysis.signal_counts"]
    topics = tables.get("analysis.topics", pl.DataFrame())
    quality = tables.get("analysis.signal_quality", pl.DataFrame())
    maps = [draw_signal_stages(counts, context.stages, minimum, words)]
    sections = [list_signals(counts, minimum, words), list_touchpoints(counts, minimum, words)]
    if quality.height and quality["precision_share"].count():
        sections.append(list_quality(quality, words))
    evidence = [
        Evidence(
            _("Signals"),
            "analysis.signals",
            int(counts.filter((pl.col("dimension") == "all") & (pl.col("signal_subtype") != "any"))["hit_count"].sum()),
            _("sentences"),
            _(
                "rules of each language on customers’ own sentences, quoted replies and signatures left "
                "out; Wilson intervals"
            ),
        )
    ]
    about: list[dict[str, Any]] = []
    if topics.height:
        about = list_topics(topics, tables.get("analysis.topic_weeks", pl.DataFrame()), context)
        evidence.append(
            Evidence(
                _("Topics"),
                "analysis.topics",
                int(topics["text_count"].sum()),
                _("texts"),
                _(
                    "non-negative matrix factorization of words and word pairs, per language; matched with last "
                    "night’s; copies and re-posts left out"
                ),
                kind="modelled",
            )
        )
    variables = {
        "maps": maps,
        "sections": sections,
        "quotes": list_quotes(tables.get("report.signal_quotes", pl.DataFrame()), counts, context),
        "topics": about,
        "small_topic_count": topics.height - len(about),
        "topic_quotes": list_topic_quotes(tables.get("report.topic_quotes", pl.DataFrame()), about, words),
        "valence": lambda value: render_valence(value, words),
        "read_languages": list(tables.get("analysis.topic_languages", pl.DataFrame()).iter_rows(named=True)),
    }
    return Content(variables, tuple(evidence))


PAGE = Page(
    name="voice",
    title="Voice",
    description="What customers ask, want, expect, fear and stumble over, and what their texts are about.",
    needed=("analysis.signal_counts",),
    optional=(
        *("analysis.signal_quality", "analysis.topics", "analysis.topic_languages", "analysis.topic_weeks"),
        *("report.signal_quotes", "report.topic_quotes"),
    ),
    scripts=("download.js", "tables.js"),
    render=render_voice,
)

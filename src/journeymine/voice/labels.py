"""What people confirmed or rejected of signals, laid over what rules found; and how right the rules are by it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from journeymine.statistics.intervals import find_wilson_interval
from journeymine.voice.phrases import spread
from journeymine.voice.sentences import find_sentences
from journeymine.voice.signals import HIT_SCHEMA
from journeymine.voice.writing import Writing

CANDIDATES = ("fear",)
"""Signals that are candidates until somebody confirms them: what a sentence fears is read into it too easily."""

LABELLED_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    **HIT_SCHEMA,
    "signal_status": pl.String,
    "signal_source": pl.String,
}
QUALITY_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "signal": pl.String,
    "language": pl.String,
    "hit_count": pl.Int64,
    "confirmed_count": pl.Int64,
    "rejected_count": pl.Int64,
    "missed_count": pl.Int64,
    "precision_share": pl.Float64,
    "precision_low": pl.Float64,
    "precision_high": pl.Float64,
}


class Label(NamedTuple):
    """What somebody said of a sentence; `subtype` "" is any, `text_id` None every text that holds the sentence."""

    status: str
    sentence: str
    signal: str
    subtype: str
    text_id: str | None


def lay_labels(
    hits: pl.DataFrame, texts: pl.DataFrame, labels: Sequence[Label], writing: Writing
) -> tuple[pl.DataFrame, list[Label]]:
    """Lay labels over hits; what was confirmed and no rule found is added.

    Args:
        hits: What rules found, as of `find_signals`.
        texts: One row per text: text_id, text.
        labels: What people said; of two about one hit the narrower one holds (by text, then by subtype).
        writing: How people write in the languages that are read.

    Returns:
        The hits with signal_status (found, candidate, confirmed, rejected) and signal_source (rule, human); and the
        labels whose sentence is in no text.
    """
    statuses: dict[tuple[str, int, str, str], str] = {}
    added: dict[tuple[str, int, str, str], tuple[str, str]] = {}
    lost: list[Label] = []
    known = {row[:4] for row in hits.select(list(HIT_SCHEMA)).iter_rows()}
    by_sentence: dict[tuple[str, int, str], list[str]] = {}
    for text_id, index, signal, subtype in known:
        by_sentence.setdefault((text_id, index, signal), []).append(subtype)
    for label in sorted(labels, key=lambda label: (label.text_id is not None, label.subtype != "", label)):
        places = _find_places(texts, label, writing)
        if not places:
            lost.append(label)
        for text_id, index, words in places:
            subtypes = by_sentence.get((text_id, index, label.signal), [])
            meant = [subtype for subtype in subtypes if label.subtype in ("", subtype)]
            for subtype in meant:
                statuses[text_id, index, label.signal, subtype] = label.status
            if not meant and label.status == "confirmed":
                added[text_id, index, label.signal, label.subtype] = (words, "confirmed")
    rows = [
        (*row, statuses.get(row[:4], "candidate" if row[2] in CANDIDATES else "found"), "rule")
        for row in hits.select(list(HIT_SCHEMA)).iter_rows()
    ]
    rows += [(*key, words, status, "human") for key, (words, status) in added.items()]
    laid = pl.DataFrame(rows, schema=LABELLED_SCHEMA, orient="row")
    return laid.sort("text_id", "sentence_index", "signal", "signal_subtype"), lost


def _find_places(texts: pl.DataFrame, label: Label, writing: Writing) -> list[tuple[str, int, str]]:
    wanted = spread(label.sentence)
    words = label.sentence.strip()
    holds = pl.col("text").str.contains(words, literal=True)
    if label.text_id is not None:
        holds = pl.col("text_id") == label.text_id
    places = []
    for text_id, text in texts.filter(holds).select("text_id", "text").iter_rows():
        sentences = enumerate(find_sentences(text, writing), 1)
        places += [(text_id, index, found.words) for index, found in sentences if spread(found.read) == wanted]
    return places


def find_quality(signals: pl.DataFrame) -> pl.DataFrame:
    """Find how right the rules are, by what people confirmed and rejected of them.

    Args:
        signals: One row per hit: signal, language, signal_status, signal_source.

    Returns:
        One row per signal and language: hits, labels, and the share of labelled hits that were confirmed with its
        Wilson interval (null without a label). It speaks for the labelled hits, which nobody drew at random.
    """
    rows = []
    for (signal, language), group in signals.sort("signal", "language").group_by(
        "signal", "language", maintain_order=True
    ):
        by_rule = group.filter(pl.col("signal_source") == "rule")
        confirmed = by_rule.filter(pl.col("signal_status") == "confirmed").height
        rejected = by_rule.filter(pl.col("signal_status") == "rejected").height
        labelled = confirmed + rejected
        interval = find_wilson_interval(confirmed, labelled) if labelled else None
        rows.append(
            (
                *(signal, language, by_rule.height, confirmed, rejected, group.height - by_rule.height),
                *((confirmed / labelled, interval.low, interval.high) if interval else (None, None, None)),
            )
        )
    return pl.DataFrame(rows, schema=QUALITY_SCHEMA, orient="row")

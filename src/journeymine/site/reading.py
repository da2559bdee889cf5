"""How well texts are read: by language, what was read beside what the writers' own scores say."""

from __future__ import annotations

from typing import Any

import polars as pl

from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.quotes import render_valence
from journeymine.site.small_groups import count_or_fewer
from journeymine.site.words import ENGLISH, Words, mark

WAYS = {
    "lexicon": mark("lexicon"),
    "learned": mark("model trained on scored texts"),
    "blend": mark("lexicon and trained model"),
    "cold": mark("lexicon, and a model that learned from it"),
}
NOTES = {
    "too few labels": mark("too few scored texts to train a model"),
    "one-sided labels": mark("too few scored texts are good, or bad, to train a model"),
    "too few writers": mark("too few customers wrote scored texts to train a model"),
    "model no better": mark("a trained model reads no better than the lexicon"),
    "too few to judge": mark("too few scored texts"),
}
CLASSES = (mark("negative"), mark("neutral"), mark("positive"))


def list_languages(quality: pl.DataFrame, minimum: int, words: Words = ENGLISH) -> list[dict[str, Any]]:
    """List the languages that texts are written in, with how well each is read.

    Args:
        quality: analysis.valence_quality.
        minimum: Smallest group of customers that is shown; of fewer labelled customers nothing is told but counts.
        words: The language of the page.
    """
    return [
        _describe(row, minimum, words)
        for row in quality.filter(pl.col("text_count") > 0)
        .sort("text_count", "language", descending=[True, False])
        .iter_rows(named=True)
    ]


def _describe(row: dict[str, Any], minimum: int, words: Words) -> dict[str, Any]:
    way = str(row["valence_method"]).split("-")[0]
    is_told = row["macro_f1"] is not None and row["labelled_customer_count"] >= minimum
    counts = row["confusion_counts"]
    return {
        "language": row["language"],
        "text_count": count_or_fewer(row["text_count"], minimum, words),
        "label_text": count_or_fewer(row["label_count"], minimum, words),
        "way": words.translate(WAYS[way]) if way in WAYS else way,
        "note": words.translate(NOTES.get(row["reading_note"], "")),
        "is_told": is_told,
        "macro_f1": words.decimal(row["macro_f1"], 2) if is_told else "",
        "lexicon_macro_f1": words.decimal(row["lexicon_macro_f1"], 2) if is_told else "",
        "auc": words.decimal(row["auc"], 2) if is_told else "",
        "confusion": [
            {
                "label": words.translate(CLASSES[place]),
                "cells": [count_or_fewer(count, minimum, words) for count in counts[3 * place : 3 * place + 3]],
            }
            for place in range(3)
        ]
        if is_told
        else [],
        "bins": [
            {"read": render_valence(read, words), "reported": render_valence(reported, words), "count": count}
            for read, reported, count in zip(
                row["bin_valences"], row["bin_reported_valences"], row["bin_counts"], strict=True
            )
            if count >= minimum
        ]
        if is_told
        else [],
    }


def render_reading(tables: Tables, context: SiteContext) -> Content:
    """Fill the table of languages, and what was read beside what was scored."""
    _ = context.words.gettext
    quality = tables["analysis.valence_quality"]
    method = _(
        "texts read beside their writers’ own scores, near-duplicates left out; a trained model is judged on customers "
        "whose texts it did not see, five folds"
    )
    labels = int(quality["label_count"].sum())
    evidence = Evidence(
        _("How texts are read"), "analysis.valence_quality", labels, _("scored texts"), method, kind="modelled"
    )
    languages = list_languages(quality, context.minimum_cell, context.words)
    return Content({"listed": languages, "classes": CLASSES}, (evidence,))


PAGE = Page(
    name="reading",
    title="How texts are read",
    description="How well the words of customers are read, by language, beside the scores they gave.",
    needed=("analysis.valence_quality",),
    scripts=("download.js", "tables.js"),
    render=render_reading,
)

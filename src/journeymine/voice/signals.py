"""What customers say in each sentence: questions, goals, fears, barriers and the like, as its language's rules tell.

Many sentences are matched at once, each distinct one once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import NamedTuple

import polars as pl

from journeymine.voice.phrases import spread
from journeymine.voice.rules import Patterns, SignalRules
from journeymine.voice.sentences import find_sentences
from journeymine.voice.writing import Writing, merge_writings

READER = "1"
"""Raised where sentences or patterns are read otherwise than before, so that all texts are read anew."""

BLANKED = " _ "
READ_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "text_id": pl.String,
    "text_hash": pl.String,
    "signal_method": pl.String,
    "sentence_count": pl.Int64,
}
HIT_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "text_id": pl.String,
    "sentence_index": pl.Int64,
    "signal": pl.String,
    "signal_subtype": pl.String,
    "sentence": pl.String,
}


class Found(NamedTuple):
    """What was found: `read`, one row per text that is read, and `hits`, one row per sentence, signal and subtype."""

    read: pl.DataFrame
    hits: pl.DataFrame


def name_method(rules: Mapping[str, SignalRules]) -> dict[str, str]:
    """Name the way each language is read; the name changes with its rules, and with how the others are written."""
    writing = repr(_list_words(merge_writings(rule.writing for rule in rules.values())))
    return {
        language: f"rules-{hashlib.sha256((READER + rule.fingerprint + writing).encode()).hexdigest()[:8]}"
        for language, rule in rules.items()
    }


def _list_words(writing: Writing) -> list[list[str]]:
    return [sorted(words) for words in vars(writing).values()]


def find_signals(texts: pl.DataFrame, rules: Mapping[str, SignalRules], last: Found | None = None) -> Found:
    """Find what the sentences of texts say; texts read last night by the same rules, and unchanged, are not read again.

    Args:
        texts: One row per text: text_id, text, text_hash, language (may be null).
        rules: By language; texts of another language are not read.
        last: What was found last night.

    Returns:
        One row per text read, and one per hit: sentence_index counts a text's sentences from 1, `sentence` stands in
        the text word for word. Both in order of their ids.
    """
    methods = pl.DataFrame(
        list(name_method(rules).items()), schema={"language": pl.String, "signal_method": pl.String}, orient="row"
    )
    wanted = texts.join(methods, on="language", how="inner")
    kept = Found(pl.DataFrame(schema=READ_SCHEMA), pl.DataFrame(schema=HIT_SCHEMA))
    if last is not None:
        read = last.read.select(list(READ_SCHEMA)).join(
            wanted, on=["text_id", "text_hash", "signal_method"], how="semi"
        )
        kept = Found(read, last.hits.select(list(HIT_SCHEMA)).join(read, on="text_id", how="semi"))
    new = wanted.join(kept.read, on="text_id", how="anti").sort("text_id")
    sentences = _split(new, merge_writings(rule.writing for rule in rules.values()))
    counts = sentences.group_by("text_id").agg(sentence_count=pl.len().cast(pl.Int64))
    read = new.join(counts, on="text_id", how="left").with_columns(pl.col("sentence_count").fill_null(0))
    hits = [
        _find_in(sentences.filter(pl.col("language") == language), rules[language].patterns)
        for language in sorted(rules)
    ]
    return Found(
        pl.concat([kept.read, read.select(list(READ_SCHEMA))]).sort("text_id"),
        pl.concat([kept.hits, *hits]).sort("text_id", "sentence_index", "signal", "signal_subtype"),
    )


def _split(texts: pl.DataFrame, writing: Writing) -> pl.DataFrame:
    rows = [
        (text_id, language, index, sentence.words, spread(sentence.read))
        for text_id, language, text in texts.select("text_id", "language", "text").iter_rows()
        for index, sentence in enumerate(find_sentences(text, writing), 1)
    ]
    schema = {
        "text_id": pl.String,
        "language": pl.String,
        "sentence_index": pl.Int64,
        "sentence": pl.String,
        "spread": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _find_in(sentences: pl.DataFrame, patterns: Mapping[tuple[str, str], Patterns]) -> pl.DataFrame:
    distinct = sentences.select("spread").unique(maintain_order=True)
    found = {key: _match(distinct["spread"], pattern) for key, pattern in patterns.items()}
    _settle(found)
    hits = [
        distinct.filter(mask)
        .join(sentences, on="spread")
        .select(
            "text_id",
            "sentence_index",
            pl.lit(signal).alias("signal"),
            pl.lit(subtype).alias("signal_subtype"),
            "sentence",
        )
        for (signal, subtype), mask in found.items()
    ]
    return pl.concat([pl.DataFrame(schema=HIT_SCHEMA), *hits])


def _match(sentences: pl.Series, patterns: Patterns) -> pl.Series:
    read = sentences.str.replace_all(patterns.blank, BLANKED) if patterns.blank else sentences
    mask = read.str.contains(patterns.find)
    return mask & ~read.str.contains(patterns.unless) if patterns.unless else mask


def _settle(found: dict[tuple[str, str], pl.Series]) -> None:
    """Let an expectation be one of three: unmet goes before met, and both before one of which neither is said."""
    taken: pl.Series | None = None
    for key in (("expectation", "unmet"), ("expectation", "met"), ("expectation", "")):
        if key in found:
            mask = found[key] if taken is None else found[key] & ~taken
            taken = mask if taken is None else taken | mask
            found[key] = mask

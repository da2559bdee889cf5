"""What customers' texts are about, under names that stay from night to night."""

from __future__ import annotations

import polars as pl

from journeymine.steps.analyses.analysis import Analysis, Inputs, Outcome
from journeymine.steps.analyses.signals import read_signal_rules
from journeymine.voice.topic_names import (
    HISTORY_SCHEMA,
    JOINT,
    describe_topics,
    give_ids,
    match_topics,
    record_topics,
)
from journeymine.voice.topics import Limits, find_topics
from journeymine.voice.writing import merge_writings
from journeymine.warehouse.sqlfiles import Model

TOPICS, TEXTS, HISTORY, READ = (
    *("analysis.topics", "analysis.text_topics", "analysis.topic_history", "analysis.topic_languages"),
)
_TEXT_SCHEMA = {"text_id": pl.String, "topic_id": pl.String, "topic_weight": pl.Float64, "found_topic_id": pl.String}
_READ_SCHEMA = {
    "language": pl.String,
    "read_count": pl.Int64,
    "copied_text_count": pl.Int64,
    "about_count": pl.Int64,
    "topic_count": pl.Int64,
    "has_too_few_texts": pl.Boolean,
}


def find(inputs: Inputs) -> Outcome:
    """Find the topics of each language's texts, match them with last night's, and name and merge them as people say."""
    settings, chosen = inputs.settings, inputs.settings.voice.topics
    limits = Limits(chosen.most, chosen.fewest_texts, chosen.fewest_customers, chosen.sample)
    rules = read_signal_rules(settings)
    writing = merge_writings(rule.writing for rule in rules.values())
    languages = inputs["analysis.text_scores"].select("text_id", "language")
    texts = inputs["analysis.texts_to_read"].join(languages, on="text_id", how="left")
    history = inputs.last.get(HISTORY, pl.DataFrame(schema=HISTORY_SCHEMA))
    last = inputs.last.get(TEXTS, pl.DataFrame(schema=_TEXT_SCHEMA)).select("text_id", topic_id="found_topic_id")
    used, members, found, read = set(history["topic_id"]), [], [], []
    words: dict[str, tuple[str, ...]] = {}
    for language in sorted(settings.project.languages):
        stop_words = rules[language].stop_words if language in rules else ()
        own = texts.filter(pl.col("language") == language)
        topics = find_topics(own, writing, stop_words, limits, seed=inputs.seed)
        listed = topics.texts.group_by("topic_number").agg(text_ids="text_id").sort("topic_number")
        tonight = pl.DataFrame(
            {"topic_words": [JOINT.join(told) for told in topics.words], "text_ids": listed["text_ids"].to_list()},
            schema={"topic_words": pl.String, "text_ids": pl.List(pl.String)},
        )
        ids = give_ids(match_topics(tonight, history.filter(pl.col("language") == language), last), used)
        used |= set(ids)
        words |= dict(zip(ids, topics.words, strict=True))
        names = pl.DataFrame({"topic_number": range(len(ids)), "found_topic_id": ids}, schema_overrides=_NUMBERED)
        members.append(topics.texts.join(names, on="topic_number").drop("topic_number"))
        found.append(
            tonight.select(pl.Series("topic_id", ids, pl.String), pl.lit(language).alias("language"), "topic_words")
        )
        read.append((language, topics.read_count, topics.copy_count, topics.texts.height, len(ids), not ids))
    overlay = settings.topic_overlay
    assigned = pl.concat(members).with_columns(topic_id=pl.col("found_topic_id").replace(overlay.list_merges()))
    described = describe_topics(
        assigned.join(texts.select("text_id", "language", "customer_id"), on="text_id").join(
            _find_feelings(inputs), on="text_id", how="left"
        ),
        words,
        overlay.list_names(),
        sum(row[1] for row in read),
        seed=inputs.seed,
    )
    named = {*overlay.list_names(), *overlay.list_merges(), *overlay.list_merges().values()}
    notes = [f"overlay/topics.toml names {topic_id}, which was never found." for topic_id in sorted(named - used)]
    if described.height:
        notes.append(
            f"Topics: {described.height}, which hold {assigned.height:,} of {sum(row[1] for row in read):,} texts."
        )
    frames = {
        TOPICS: described,
        TEXTS: assigned.select(list(_TEXT_SCHEMA)).sort("text_id"),
        HISTORY: record_topics(history, pl.concat(found), inputs.as_of),
        READ: pl.DataFrame(read, schema=_READ_SCHEMA, orient="row"),
    }
    return Outcome(frames, tuple(notes))


_NUMBERED = {"topic_number": pl.Int64, "found_topic_id": pl.String}


def _find_feelings(inputs: Inputs) -> pl.DataFrame:
    return inputs["analysis.feelings"].drop_nulls("text_id").select("text_id", "valence").unique("text_id", keep="any")


ANALYSIS = Analysis(
    name="topics",
    inputs=("analysis.texts_to_read", "analysis.text_scores", "analysis.feelings"),
    tables=(
        Model(TOPICS, "one row per topic of texts", ("topic_id",)),
        Model(TEXTS, "one row per text that is about a topic", ("text_id",)),
        Model(HISTORY, "one row per topic that was ever found", ("topic_id",)),
        Model(READ, "one row per language", ("language",)),
    ),
    run=find,
    last_inputs={TEXTS: _TEXT_SCHEMA, HISTORY: HISTORY_SCHEMA},
)

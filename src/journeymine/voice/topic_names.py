"""Which of tonight's topics is which of last night's, what people call them, and how customers feel in each.

Source: Kuhn (1955), The Hungarian method for the assignment problem.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import numpy as np
import polars as pl

from journeymine.statistics.intervals import find_wilson_interval
from journeymine.statistics.scores import find_mean_interval

SAME_AT = 0.25
"""Likeness from which a topic is last night's: the mean of the Jaccards of its texts and of its words."""
NAMING_WORDS = 3
"""Words that stand for a topic until somebody names it."""

JOINT = ", "
"""What stands between the words of topic_words."""

HISTORY_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "topic_id": pl.String,
    "language": pl.String,
    "topic_words": pl.String,
    "first_found_at": pl.Datetime("us"),
    "last_found_at": pl.Datetime("us"),
}
TOPIC_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "topic_id": pl.String,
    "topic": pl.String,
    "topic_words": pl.String,
    "language": pl.String,
    "text_count": pl.Int64,
    "customer_count": pl.Int64,
    "topic_share": pl.Float64,
    "topic_share_low": pl.Float64,
    "topic_share_high": pl.Float64,
    "valence": pl.Float64,
    "valence_low": pl.Float64,
    "valence_high": pl.Float64,
    "felt_count": pl.Int64,
    "is_named_by_people": pl.Boolean,
}


def match_topics(found: pl.DataFrame, history: pl.DataFrame, last_texts: pl.DataFrame) -> list[str]:
    """Match tonight's topics of one language with those that were ever found.

    Args:
        found: One row per topic, in order: topic_words, text_ids (a list).
        history: Topics of that language that were ever found: topic_id, topic_words.
        last_texts: analysis.text_topics of last night before merges: text_id, topic_id.

    Returns:
        An id for each topic, "" where it is a new one. Each old id is given once at most.
    """
    from scipy.optimize import linear_sum_assignment

    if found.is_empty() or history.is_empty():
        return [""] * found.height
    old_texts = {str(topic_id): set(group["text_id"]) for (topic_id,), group in last_texts.group_by("topic_id")}
    old = [
        (topic_id, set(words.split(JOINT))) for topic_id, words in history.select("topic_id", "topic_words").iter_rows()
    ]
    likeness = np.zeros((found.height, len(old)))
    for row, (words, texts) in enumerate(found.select("topic_words", "text_ids").iter_rows()):
        for column, (topic_id, old_words) in enumerate(old):
            before = old_texts.get(topic_id, set())
            in_words = _find_jaccard(set(words.split(JOINT)), old_words)
            likeness[row, column] = (in_words + _find_jaccard(set(texts), before)) / 2 if before else in_words
    rows, columns = linear_sum_assignment(-np.round(likeness, 9))
    ids = [""] * found.height
    for row, column in zip(rows, columns, strict=True):
        if likeness[row, column] >= SAME_AT:
            ids[row] = old[column][0]
    return ids


def _find_jaccard(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0


def give_ids(ids: list[str], used: set[str]) -> list[str]:
    """Give new topics ids that none ever had: t01, t02 and so on."""
    number = max((int(topic_id[1:]) for topic_id in used), default=0)
    given = []
    for topic_id in ids:
        if not topic_id:
            number += 1
            topic_id = f"t{number:02d}"
        given.append(topic_id)
    return given


def record_topics(history: pl.DataFrame, found: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """Record tonight's topics in the history of all that were ever found, the words as they are tonight."""
    tonight = found.select(
        "topic_id", "language", "topic_words", pl.lit(as_of).cast(pl.Datetime("us")).alias("last_found_at")
    )
    before = history.select("topic_id", "first_found_at")
    kept = history.join(tonight, on="topic_id", how="anti").select(list(HISTORY_SCHEMA))
    seen = tonight.join(before, on="topic_id", how="left").with_columns(
        pl.col("first_found_at").fill_null(pl.col("last_found_at"))
    )
    return pl.concat([kept, seen.select(list(HISTORY_SCHEMA))]).sort("topic_id")


def describe_topics(
    texts: pl.DataFrame,
    words: Mapping[str, tuple[str, ...]],
    names: Mapping[str, str],
    read_count: int,
    *,
    seed: int,
) -> pl.DataFrame:
    """Describe topics: how many texts and customers, which share of the texts, and how their customers feel.

    Args:
        texts: One row per text of a topic: topic_id, text_id, language, customer_id, valence (null: nothing told).
        words: The words of each topic.
        names: What people call topics.
        read_count: Texts that were looked at.
        seed: Where the draws of bootstrap intervals start.

    Returns:
        One row per topic, by text_count. The share's interval is Wilson's over texts; valence is the mean over
        customers, each counted once, with a bootstrap interval, and null where nobody told.
    """
    rows = []
    for (topic_id,), group in texts.sort("text_id").group_by("topic_id", maintain_order=True):
        named = str(topic_id)
        share = find_wilson_interval(group.height, read_count)
        felt = group.drop_nulls(["valence", "customer_id"]).group_by("customer_id").agg(pl.col("valence").mean())
        values = felt["valence"].round(2).value_counts().sort("valence")
        valence = low = high = None
        if felt.height:
            counted = values["valence"].to_numpy(), values["count"].to_numpy().astype(np.int64)
            valence = float(np.round(felt["valence"].round(6).sort().mean(), 6))  # type: ignore[arg-type]
            low, high = find_mean_interval(*counted, seed=seed)
        rows.append(
            (
                named,
                names.get(named, JOINT.join(words[named][:NAMING_WORDS])),
                JOINT.join(words[named]),
                ", ".join(sorted(group["language"].drop_nulls().unique())),
                *(group.height, group["customer_id"].drop_nulls().n_unique()),
                *(group.height / read_count, share.low, share.high),
                *(valence, low, high, felt.height, named in names),
            )
        )
    described = pl.DataFrame(rows, schema=TOPIC_SCHEMA, orient="row")
    return described.sort("text_count", "topic_id", descending=[True, False])

"""Choose how texts of a language are read: as the settings say, or by the lexicon, with the reason why."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import polars as pl

from journeymine.voice.features import Numbers
from journeymine.voice.learned import ValenceModel, blend, find_valences, fit_model, load_model
from journeymine.voice.lexicon import Lexicon
from journeymine.voice.quality import (
    FEWEST_JUDGED,
    Quality,
    classify_probabilities,
    classify_valence,
    describe_quality,
    measure_quality,
)
from journeymine.voice.readers import BlendReader, ColdReader, LearnedReader, LexiconReader, Reader, list_values
from journeymine.voice.training import Labelled, cross_validate, find_obstacle, is_outgrown, select_labelled

SURE = 0.4
"""Valence from which a lexicon's word is taken for a label when there are no others."""
COLD_FACTOR = 20
"""Latest texts that the lexicon labels, as a multiple of the fewest labels a model needs (choice)."""
MODELS: dict[str, pl.DataType | type[pl.DataType]] = {
    "language": pl.String,
    "valence_method": pl.String,
    "reading_way": pl.String,
    "lexicon_hash": pl.String,
    "model_content": pl.Binary,
    "seen_hashes": pl.List(pl.String),
}


@dataclass(frozen=True)
class Choice:
    """How a language is read tonight: the row it keeps for the next night, and how well it reads.

    `is_new` tells that it was made tonight, and not kept from last night.
    """

    reader: Reader
    kept: pl.DataFrame
    quality: pl.DataFrame
    is_new: bool


@dataclass(frozen=True)
class Task:
    """What is to be read: the texts of one language, its lexicon, and how many labels are enough.

    `texts` has one row per text: text_id, text, text_hash, speaker, customer_id, occurred_at, satisfaction.
    """

    language: str
    texts: pl.DataFrame
    lexicon: Lexicon
    lexicon_hash: str
    fewest: int
    seed: int


def choose_reader(way: str, task: Task, last: pl.DataFrame | None, last_quality: pl.DataFrame | None) -> Choice:
    """Choose the reader of a language.

    Args:
        way: lexicon, learned or blend.
        task: What is to be read.
        last: The language's row of analysis.valence_models of last night; None or empty where there was none.
        last_quality: Its row of analysis.valence_quality.

    Returns:
        Last night's reader while its texts are all still there, they are not a tenth more, and lexicon and settings
        are the same; else a new one.
    """
    asked = f"{way} from {task.fewest} labels"
    if last is not None and last.height and last_quality is not None and last_quality.height:
        row = last.row(0, named=True)
        is_alike = (row["lexicon_hash"], row["reading_way"]) == (task.lexicon_hash, asked)
        if is_alike and not is_outgrown(row["seen_hashes"], _list_seen(way, row["valence_method"], task)):
            return Choice(_open(row, task), last, last_quality, is_new=False)
    labelled = select_labelled(task.texts)
    model, name, note, found, lexicon_f1 = _learn(way, task, labelled)
    content = model.dump() if model else b""
    method = f"{name}-{hashlib.sha256(task.lexicon_hash.encode() + content).hexdigest()[:8]}"
    kept = pl.DataFrame(
        [(task.language, method, asked, task.lexicon_hash, content, _list_seen(way, method, task))],
        schema=MODELS,
        orient="row",
    )
    counts = (task.texts.height, len(labelled), len(np.unique(labelled.customers)))
    quality = describe_quality(task.language, method, note, counts, found, lexicon_f1)
    return Choice(_open(kept.row(0, named=True), task), kept, quality, is_new=True)


def judge_reader(language: str, method: str, texts: pl.DataFrame) -> pl.DataFrame:
    """Judge a reader that was not chosen here, a model file or a tool of another package, by the scored texts.

    Args:
        language: Its code.
        method: How its texts were read.
        texts: Those of the language, as in a Task, and the valence that was read (null: none).

    Returns:
        The language's row of analysis.valence_quality, without what a lexicon alone would reach.
    """
    labelled = select_labelled(texts)
    told = dict(texts.select("text_hash", "valence").iter_rows())
    valences = np.array([told[each] for each in labelled.hashes], dtype=np.float64)
    found = _judge(labelled, classify_valence(valences), valences)
    counts = (texts.height, len(labelled), len(np.unique(labelled.customers)))
    return describe_quality(language, method, "" if found else "too few to judge", counts, found, None)


def _list_seen(way: str, method: str, task: Task) -> list[str]:
    """List the texts a reader was chosen by: scored ones, or all where they stand in for labels."""
    is_cold = way == "blend" and not method.startswith("blend")
    seen = task.texts if is_cold else task.texts.filter(pl.col("satisfaction").is_not_null())
    return seen.sort("text_id")["text_hash"].to_list()


def _open(row: dict[str, object], task: Task) -> Reader:
    name, method = str(row["valence_method"]).split("-")[0], str(row["valence_method"])
    if name == "lexicon":
        return LexiconReader(task.lexicon, method)
    content = row["model_content"]
    assert isinstance(content, bytes)
    model = load_model(content, task.lexicon)
    if name == "learned":
        return LearnedReader(model, method)
    return (BlendReader if name == "blend" else ColdReader)(model, task.lexicon, method)


def _learn(
    way: str, task: Task, labelled: Labelled
) -> tuple[ValenceModel | None, str, str, Quality | None, float | None]:
    """Train what the settings ask for, judge it beside the lexicon, and fall back to that where it is no better."""
    by_lexicon = list_values([task.lexicon.find_valence(text) for text in labelled.texts])
    lexicon = _judge(labelled, classify_valence(by_lexicon), by_lexicon)
    lexicon_f1 = round(lexicon.macro_f1, 6) if lexicon else None
    obstacle = find_obstacle(labelled, task.fewest)
    if way == "lexicon" or (way == "learned" and obstacle):
        note = obstacle if way == "learned" else "" if lexicon else "too few to judge"
        return None, "lexicon", note, lexicon, lexicon_f1
    if obstacle:
        model = _learn_cold(task)
        name = "cold" if model else "lexicon"
        found = _judge_cold(model, task.lexicon, labelled) if model else lexicon
        return model, name, obstacle, found, lexicon_f1
    unseen, models = cross_validate(labelled, task.lexicon, seed=task.seed)
    if way == "blend":
        unseen = blend(models[0], unseen, by_lexicon)
    found = _judge(labelled, classify_probabilities(unseen), find_valences(unseen))
    if way == "learned" and found and lexicon and found.macro_f1 <= lexicon.macro_f1:
        return None, "lexicon", "model no better", lexicon, lexicon_f1
    return fit_model(labelled.texts, labelled.classes, task.lexicon), way, "", found, lexicon_f1


def _judge(labelled: Labelled, read: np.ndarray, valences: Numbers) -> Quality | None:
    if len(labelled) < FEWEST_JUDGED:
        return None
    return measure_quality(labelled.classes, read, valences, labelled.reported)


def _learn_cold(task: Task) -> ValenceModel | None:
    """Learn from what the lexicon is sure of; None where that is too little."""
    own = task.texts.sort("occurred_at", "text_id").unique("text_hash", keep="first", maintain_order=True)
    texts = own["text"].to_list()[-COLD_FACTOR * task.fewest :]
    valences = list_values([task.lexicon.find_valence(text) for text in texts])
    sure = np.isnan(valences) | (np.abs(valences) >= SURE)
    classes = np.where(np.isnan(valences), 0, np.sign(np.nan_to_num(valences))).astype(np.int64)[sure]
    if len(classes) < task.fewest or not {-1, 1} <= set(classes.tolist()):
        return None
    return fit_model([text for text, is_sure in zip(texts, sure, strict=True) if is_sure], classes, task.lexicon)


def _judge_cold(model: ValenceModel, lexicon: Lexicon, labelled: Labelled) -> Quality | None:
    valences = list_values(ColdReader(model, lexicon, "").read(labelled.texts))
    return _judge(labelled, classify_valence(valences), valences)

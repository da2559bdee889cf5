"""The language and the valence of every text, and how well texts are read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib.metadata import entry_points

import polars as pl

from journeymine.errors import SettingsError
from journeymine.settings import Settings
from journeymine.settings.voice import READERS
from journeymine.steps.analyses.analysis import Analysis, Inputs, Outcome
from journeymine.voice.choosing import MODELS, Task, choose_reader, judge_reader
from journeymine.voice.language import find_unnamed_languages
from journeymine.voice.lexicon import READER, LexiconFile, build_lexicon, read_lexicon_file, read_shipped_lexicon
from journeymine.voice.onnx import open_onnx_reader
from journeymine.voice.quality import SCHEMA as QUALITIES
from journeymine.voice.readers import Reader
from journeymine.voice.valence import SCHEMA as SCORES
from journeymine.voice.valence import add_languages, score_texts
from journeymine.warehouse.sqlfiles import Model

TABLE, MODEL_TABLE, QUALITY = "analysis.text_scores", "analysis.valence_models", "analysis.valence_quality"
LANGUAGES = "analysis.topic_languages"
"""One row per language that was looked for: where others are, every text is looked at anew."""
SCORES_ONLY = "scores_only"
BY_OURSELVES = ("lexicon", "learned", "blend")


def read_lexicons(settings: Settings) -> dict[str, LexiconFile]:
    """Read the lexicons of a project's languages: its own where it has one, else those that ship with the package.

    Raises:
        SettingsError: A file of the project's own is not a lexicon, or is of another language than its name.
    """
    lexicons = {}
    for language in settings.project.languages:
        own = settings.folder / settings.voice.lexicons / f"{language}.toml" if settings.voice.lexicons else None
        found = read_lexicon_file(own) if own is not None and own.is_file() else read_shipped_lexicon(language)
        if found is None:
            continue
        if found.language != language:
            raise SettingsError(f'the lexicon says language = "{found.language}"', where=str(own), allowed=[language])
        lexicons[language] = found
    return lexicons


def score(inputs: Inputs) -> Outcome:
    """Score what is new; where a lexicon or a model changed every text is scored anew, and the log says so."""
    settings, last = inputs.settings, inputs.last.get(TABLE)
    languages, way = settings.project.languages, settings.voice.valence
    looked_for = inputs.last.get(LANGUAGES)
    is_same = looked_for is not None and set(looked_for["language"]) == set(languages)
    texts = add_languages(inputs["analysis.texts_to_read"], languages, last if is_same else None)
    models, qualities = pl.DataFrame(schema=MODELS), pl.DataFrame(schema=QUALITIES)
    readers: dict[str, Reader] = {}
    notes: list[str] = []
    if way in BY_OURSELVES:
        readers, models, qualities, notes = _open_own(inputs, way, texts)
    elif way != SCORES_ONLY:
        readers = _open_others(settings, way)
    scores = score_texts(texts, readers, last, SCORES_ONLY if way == SCORES_ONLY else "not_read")
    if way not in BY_OURSELVES:
        qualities = _judge_others(texts.join(scores.select("text_id", "valence"), on="text_id"), readers)
    if scores.height and way != SCORES_ONLY:
        notes.append(f"Texts: {scores['valence'].count():,} of {scores.height:,} say something of feeling.")
    notes += _tell_changes(scores, last, readers)
    bare = sorted(set(languages) - set(readers))
    if bare and way != SCORES_ONLY and scores.filter(pl.col("language").is_in(bare)).height:
        notes.append(f"There is no lexicon for {', '.join(bare)}: texts in it have no valence.")
    warnings = tuple(
        f'{count:,} of {texts.height:,} texts are by their letters in "{language}", which is not in '
        f"[project].languages ({', '.join(languages)}): they are read as what they are not"
        for language, count in find_unnamed_languages(texts["text"], languages).items()
    )
    return Outcome({TABLE: scores, MODEL_TABLE: models, QUALITY: qualities}, tuple(notes), warnings)


def _open_own(
    inputs: Inputs, way: str, texts: pl.DataFrame
) -> tuple[dict[str, Reader], pl.DataFrame, pl.DataFrame, list[str]]:
    """Open the lexicons, and train or keep the models that the settings ask for."""
    readers: dict[str, Reader] = {}
    models, qualities, notes = [pl.DataFrame(schema=MODELS)], [pl.DataFrame(schema=QUALITIES)], []
    for language, file in sorted(read_lexicons(inputs.settings).items()):
        task = Task(
            language=language,
            texts=texts.filter(pl.col("language") == language),
            lexicon=build_lexicon(file),
            lexicon_hash=hashlib.sha256((READER + file.model_dump_json()).encode()).hexdigest()[:8],
            fewest=inputs.settings.voice.fewest_labels,
            seed=inputs.seed,
        )
        choice = choose_reader(way, task, *(_read_last(inputs, table, language) for table in (MODEL_TABLE, QUALITY)))
        readers[language] = choice.reader
        models.append(choice.kept)
        qualities.append(choice.quality)
        note = choice.quality["reading_note"][0]
        if choice.is_new and way != "lexicon" and task.texts.height:
            notes.append(
                f"Texts in {language} are read by {choice.reader.method.split('-')[0]}{f' ({note})' * bool(note)}."
            )
    return readers, pl.concat(models), pl.concat(qualities), notes


def _read_last(inputs: Inputs, table: str, language: str) -> pl.DataFrame | None:
    last = inputs.last.get(table)
    return None if last is None else last.filter(pl.col("language") == language)


def _open_others(settings: Settings, way: str) -> dict[str, Reader]:
    """Open what is neither a lexicon nor a model of ours.

    Raises:
        SettingsError: What it needs is missing.
    """
    languages = settings.project.languages
    if way == "onnx":
        return dict.fromkeys(languages, open_onnx_reader(settings.folder, settings.voice.onnx_model))
    point = next(iter(entry_points(group=READERS, name=way)))
    found = {language: point.load()(language) for language in languages}
    return {language: reader for language, reader in found.items() if reader is not None}


def _judge_others(texts: pl.DataFrame, readers: Mapping[str, Reader]) -> pl.DataFrame:
    judged = [
        judge_reader(language, reader.method, texts.filter(pl.col("language") == language))
        for language, reader in sorted(readers.items())
    ]
    return pl.concat([pl.DataFrame(schema=QUALITIES), *judged])


def _tell_changes(scores: pl.DataFrame, last: pl.DataFrame | None, readers: Mapping[str, Reader]) -> list[str]:
    """Tell of languages whose every text was read anew, because its reader is not last night's."""
    if last is None or last.is_empty():
        return []
    changed = [
        language
        for language, reader in sorted(readers.items())
        if (before := last.filter(pl.col("language") == language)).height
        and reader.method not in before["valence_method"]
    ]
    count = scores.filter(pl.col("language").is_in(changed)).height
    return [f"What reads {', '.join(changed)} changed: all {count:,} texts were scored anew."] if changed else []


ANALYSIS = Analysis(
    name="text scores",
    inputs=("analysis.texts_to_read",),
    tables=(
        Model(TABLE, "one row per text", ("text_id",)),
        Model(MODEL_TABLE, "one row per language: what its texts are read by", ("language",)),
        Model(QUALITY, "one row per language: how well its texts are read", ("language",)),
    ),
    run=score,
    last_inputs={TABLE: SCORES, MODEL_TABLE: MODELS, QUALITY: QUALITIES, LANGUAGES: ("language",)},
)

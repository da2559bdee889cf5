"""The language and the valence of every text."""

from __future__ import annotations

import hashlib

import polars as pl

from journeymine.errors import SettingsError
from journeymine.settings import Settings
from journeymine.steps.analyses.analysis import Analysis, Inputs, Outcome
from journeymine.voice.lexicon import LexiconFile, build_lexicon, read_lexicon_file, read_shipped_lexicon
from journeymine.voice.valence import score_texts
from journeymine.warehouse.sqlfiles import Model

TABLE = "analysis.text_scores"
SCORES_ONLY = "scores_only"


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
    """Score what is new; a changed lexicon scores every text anew, and the log says so."""
    texts, last = inputs["analysis.texts_to_read"], inputs.last.get(TABLE)
    if inputs.settings.voice.valence == SCORES_ONLY:
        scores = score_texts(texts, inputs.settings.project.languages, {}, SCORES_ONLY, last)
        return Outcome({TABLE: scores})
    files = read_lexicons(inputs.settings)
    content = "".join(file.model_dump_json() for _, file in sorted(files.items()))
    method = f"lexicon-{hashlib.sha256(content.encode()).hexdigest()[:8]}"
    lexicons = {language: build_lexicon(file) for language, file in files.items()}
    scores = score_texts(texts, inputs.settings.project.languages, lexicons, method, last)
    notes = []
    if last is not None and not last.is_empty() and method not in last["valence_method"]:
        notes.append(f"The lexicons changed: all {scores.height:,} texts were scored anew.")
    if scores.height:
        felt = scores["valence"].count()
        notes.append(f"Texts: {felt:,} of {scores.height:,} hold words of feeling that a lexicon knows.")
    bare = sorted(set(inputs.settings.project.languages) - set(files))
    if bare and scores.filter(pl.col("language").is_in(bare)).height:
        notes.append(f"There is no lexicon for {', '.join(bare)}: texts in it have no valence.")
    return Outcome({TABLE: scores}, tuple(notes))


ANALYSIS = Analysis(
    name="text scores",
    inputs=("analysis.texts_to_read",),
    tables=(Model(TABLE, "one row per text", ("text_id",)),),
    run=score,
    last_inputs=(TABLE,),
)

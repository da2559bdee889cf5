"""The analysis of texts: what it makes by each way of reading, what it keeps, and what it says in the log."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from pydantic import ValidationError

from journeymine.errors import SettingsError
from journeymine.settings import Settings
from journeymine.steps.analyses import Inputs, Outcome
from journeymine.steps.analyses.text_scores import MODEL_TABLE, QUALITY, TABLE, score
from tests.unit.voice.scored_texts import write_scored

TEXTS = write_scored(150).drop("language")


def run(texts: pl.DataFrame = TEXTS, last: Outcome | None = None, **voice: Any) -> Outcome:
    settings = Settings.model_validate(
        {"project": {"name": "x"}, "sources": {"web": {"kind": "events", "path": "x"}}, "voice": voice}
    ).model_copy(update={"folder": Path("/nowhere")})
    frames = last.frames if last else {}
    return score(Inputs(settings, datetime(2026, 4, 1), 1, {"analysis.texts_to_read": texts}, frames))


def test_a_trained_model_reads_all_texts_and_says_so() -> None:
    outcome = run(valence="learned")
    assert outcome.frames[TABLE]["valence_method"].str.starts_with("learned-").all()
    assert outcome.frames[MODEL_TABLE]["model_content"][0]
    assert outcome.frames[QUALITY]["macro_f1"][0] > 0.9
    assert "Texts in en are read by learned." in outcome.notes


def test_the_next_night_keeps_the_model_and_reads_only_what_is_new() -> None:
    first = run(valence="learned")
    more = pl.concat([TEXTS, write_scored(3, seed=9).drop("language").with_columns(text_id=pl.col("text_id") + "n")])
    second = run(more, first, valence="learned")
    assert second.frames[MODEL_TABLE].equals(first.frames[MODEL_TABLE])
    assert second.frames[TABLE].filter(pl.col("text_id").str.ends_with("n"))["valence_method"].n_unique() == 1
    assert not any("anew" in note for note in second.notes)


def test_another_way_of_reading_reads_all_anew_and_says_so() -> None:
    second = run(last=run(valence="lexicon"), valence="learned")
    assert "What reads en changed: all 150 texts were scored anew." in second.notes


def test_ratings_alone_leave_texts_unread_and_every_table_its_columns() -> None:
    outcome = run(valence="scores_only")
    assert outcome.frames[TABLE]["valence_method"].unique().to_list() == ["scores_only"]
    assert outcome.frames[TABLE]["language"].unique().to_list() == ["en"]
    assert outcome.frames[QUALITY].is_empty()
    assert outcome.frames[QUALITY].columns == run().frames[QUALITY].columns


def test_texts_in_a_language_that_is_not_named_are_a_warning() -> None:
    russian = TEXTS.with_columns(text=pl.lit("Ждал на линии сорок минут"))
    (warning,) = run(russian).warnings
    assert warning.startswith('150 of 150 texts are by their letters in "ru", which is not in [project].languages (en)')
    assert run().warnings == ()


def test_an_unknown_way_of_reading_is_refused_before_the_night() -> None:
    with pytest.raises(ValidationError, match="not by 'lexikon'"):
        run(valence="lexikon")


def test_a_missing_model_file_is_named() -> None:
    with pytest.raises(SettingsError, match="model file"):
        run(valence="onnx", onnx_model="x.onnx")


def test_another_package_may_bring_a_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shouting.py").write_text(
        "from journeymine.voice.lexicon import Valence\n"
        "class Shouting:\n"
        "    method = 'shouting-1'\n"
        "    def read(self, texts):\n"
        "        return [Valence(1.0 if '7' in text else None, 0) for text in texts]\n"
        "def open_reader(language):\n"
        "    return Shouting() if language == 'en' else None\n",
        encoding="utf-8",
    )
    about = tmp_path / "shouting-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: shouting\nVersion: 1.0\n", encoding="utf-8")
    points = "[journeymine.valence]\nshouting = shouting:open_reader\n"
    (about / "entry_points.txt").write_text(points, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    texts = TEXTS.head(2).with_columns(text=pl.Series(["route 7 is here", "route 8 is here"]))
    outcome = run(texts, valence="shouting")
    found = outcome.frames[TABLE].select("valence", "valence_method").rows()
    assert found == [(1.0, "shouting-1"), (None, "shouting-1")]
    quality = outcome.frames[QUALITY].select("language", "valence_method", "reading_note", "text_count")
    assert quality.rows() == [("en", "shouting-1", "too few to judge", 2)]

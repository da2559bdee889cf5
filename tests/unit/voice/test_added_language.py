"""docs/languages.md adds German by files only: what it shows is done here as it is written."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from journeymine.settings import Settings, read_settings
from journeymine.steps.analyses import Inputs
from journeymine.steps.analyses.signals import ANALYSIS as SIGNALS
from journeymine.steps.analyses.text_scores import read_lexicons
from journeymine.voice.language import find_languages
from journeymine.voice.lexicon import build_lexicon

DOCUMENT = Path(__file__).parents[3] / "docs" / "languages.md"
TEXTS = {
    "1": "Können Sie mir bitte die Rechnung schicken? Der Versand ist viel zu teuer.",
    "2": "Ich habe Angst, dass meine Daten gestohlen wurden.",
    "3": "Keine Sorge, alles ist angekommen und der Service war sehr freundlich.",
    "4": "Die Seite funktioniert nicht, was soll ich tun?",
    "5": "I would like to know whether my parcel has arrived at the branch.",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("shop")
    for name, content in re.findall(
        r"^```toml (\S+)\n(.*?)^```$", DOCUMENT.read_text("utf-8"), re.MULTILINE | re.DOTALL
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return read_settings(folder)


def test_german_texts_are_told_from_english_ones(project: Settings) -> None:
    found = find_languages(list(TEXTS.values()), [""] * len(TEXTS), project.project.languages)
    assert found == ["de", "de", "de", "de", "en"]


def test_german_texts_have_a_valence(project: Settings) -> None:
    lexicon = build_lexicon(read_lexicons(project)["de"])
    good, bad = lexicon.find_valence(TEXTS["3"]).value, lexicon.find_valence(TEXTS["1"]).value
    assert good is not None
    assert bad is not None
    assert bad < 0 < good


def test_german_sentences_have_signals(project: Settings) -> None:
    frame = pl.DataFrame({"text_id": list(TEXTS), "text": list(TEXTS.values()), "text_hash": list(TEXTS)}).with_columns(
        customer_id=pl.lit(1), occurred_at=pl.lit(datetime(2026, 1, 1)), touchpoint=pl.lit("x"), stage=pl.lit("use")
    )
    frame = frame.with_columns(channel=pl.lit("web"), speaker=pl.lit("1"))
    scores = pl.DataFrame({"text_id": list(TEXTS), "language": ["de"] * 4 + ["en"]})
    tables = {"analysis.texts_to_read": frame, "analysis.text_scores": scores}
    outcome = SIGNALS.run(Inputs(project, datetime(2026, 1, 2), 1, tables, {}))
    signals = outcome.frames["analysis.signals"]
    found = [tuple(row) for row in signals.select("text_id", "signal", "signal_subtype").iter_rows()]
    assert found == [
        ("1", "need", ""),
        ("1", "barrier", "price"),
        ("2", "fear", ""),
        ("4", "barrier", "technical"),
        ("4", "question", ""),
        ("5", "question", ""),
    ]
    assert signals.filter(pl.col("signal") == "fear")["signal_status"].to_list() == ["candidate"]

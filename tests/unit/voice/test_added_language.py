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
from journeymine.voice.lexicon import build_lexicon, read_lexicon_file
from journeymine.voice.rules import read_rules
from journeymine.voice.signals import find_signals

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


@pytest.mark.parametrize(
    ("language", "good", "bad", "signals"),
    [
        ("uk", "Дуже зручний застосунок, дякую за швидку відповідь.", "Сайт не працює, і доставка надто дорога.", 2),
        ("uk", "Не боюся нічого, сервіс чудовий.", "Боюся, що це обман.", 1),
        ("es", "Muy buena atención, gracias por todo.", "La página no funciona y el envío es demasiado caro.", 2),
        ("es", "No tengo miedo, el servicio es excelente.", "Me preocupa que sea una estafa.", 1),
    ],
)
def test_beginnings_of_other_languages_tell_good_from_bad(
    project: Settings, language: str, good: str, bad: str, signals: int
) -> None:
    assert find_languages([good, bad], ["", ""], ["en", "es", "uk"]) == [language, language]
    lexicon = build_lexicon(read_lexicon_file(project.folder / "lexicons" / f"{language}.toml"))
    assert (lexicon.find_valence(bad).value or 0) < 0 < (lexicon.find_valence(good).value or 0)
    rules = read_rules(language, project.folder / "signal_rules" / f"{language}.toml")
    assert rules is not None
    texts = pl.DataFrame({"text_id": ["good", "bad"], "text": [good, bad], "text_hash": ["1", "2"]})
    hits = find_signals(texts.with_columns(language=pl.lit(language)), {language: rules}).hits
    assert hits["text_id"].to_list() == ["bad"] * signals

"""The page on how well texts are read: figures where there are enough scored texts, and why not elsewhere."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import polars as pl
import pytest

from journeymine.site.page import SiteContext
from journeymine.site.reading import PAGE, list_languages
from journeymine.site.render import render_page
from journeymine.voice.quality import describe_quality, measure_quality

LABELS = np.array([-1, 0, 1] * 30)
READ = np.where(np.arange(90) < 60, LABELS, 1)
FOUND = measure_quality(LABELS, READ, READ * 0.5, LABELS.astype(float))


@pytest.fixture
def quality() -> pl.DataFrame:
    return pl.concat(
        [
            describe_quality("en", "learned-1", "", (900, 90, 60), FOUND, 0.5),
            describe_quality("pl", "lexicon-1", "lexicon instead: <b>9</b> scored texts", (40, 9, 9), None, None),
            describe_quality("ru", "blend-1", "", (30, 40, 5), FOUND, 0.5),
            describe_quality("uk", "lexicon-1", "", (0, 0, 0), None, None),
        ]
    )


def test_languages_are_told_with_figures_or_with_what_is_missing(quality: pl.DataFrame) -> None:
    english, polish, russian = list_languages(quality, 10)
    assert (english["way"], english["label_text"]) == ("model trained on scored texts", "90")
    assert english["confusion"][0] == {"label": "negative", "cells": ["20", "0", "10"]}
    assert sum(each["count"] for each in english["bins"]) == 90
    assert (polish["is_told"], polish["label_text"], polish["macro_f1"]) == (False, "<10", "")
    assert not russian["is_told"], "of five customers nothing is told"


def test_the_page_says_what_is_missing_and_escapes_notes(quality: pl.DataFrame, context: SiteContext) -> None:
    tables = {"analysis.valence_quality": quality}
    page = render_page(PAGE, PAGE.render(tables, context), (PAGE,), context, defaultdict(str))
    assert "too few scored texts" in page
    assert "<b>9</b>" not in page

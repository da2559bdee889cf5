"""The page on how well texts are read: figures where there are enough scored texts, and why not elsewhere."""

from __future__ import annotations

from collections import defaultdict

from journeymine.site.page import SiteContext
from journeymine.site.reading import NOTES, PAGE, list_languages
from journeymine.site.render import render_page
from journeymine.voice.training import REASONS
from tests.unit.site.example_reading import write_reading

TABLES = write_reading()


def test_languages_are_told_with_figures_or_with_what_is_missing() -> None:
    english, polish, russian = list_languages(TABLES["analysis.valence_quality"], 10)
    assert (english["way"], english["label_text"]) == ("model trained on scored texts", "90")
    assert english["confusion"][0] == {"label": "negative", "cells": ["20", "0", "10"]}
    assert sum(each["count"] for each in english["bins"]) == 90
    assert (polish["is_told"], polish["label_text"], polish["macro_f1"]) == (False, "<10", "")
    assert not russian["is_told"], "of five customers nothing is told"


def test_the_page_says_why_a_language_is_read_as_it_is(context: SiteContext) -> None:
    page = render_page(PAGE, PAGE.render(TABLES, context), (PAGE,), context, defaultdict(str))
    assert "too few scored texts to train a model" in page
    assert set(NOTES) == set(REASONS)

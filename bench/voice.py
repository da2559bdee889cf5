"""`python -m bench.voice`: how well and how fast labelled texts are read; printed, never asserted."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from pkgutil import iter_modules
from resource import RUSAGE_SELF, getrusage
from typing import NamedTuple

import numpy as np
from sklearn.metrics import classification_report, f1_score

import journeymine.voice
from bench.aims import Aims
from bench.identity import REFERENCE_DATA
from bench.learned import measure_folds, measure_sizes
from bench.signals import measure_signals
from journeymine.voice.language import find_languages
from journeymine.voice.learned import Classes
from journeymine.voice.lexicon import Lexicon, LexiconFile, build_lexicon, read_shipped_lexicon

DOCUMENT = Path(__file__).parents[1] / "docs" / "languages.md"
NEUTRAL = 0.25
"""Valence nearer to 0 than this counts as neutral where the labels know three classes."""


class Measured(NamedTuple):
    """How well texts were read, and how many a CPU second."""

    macro_f1: float
    speed: float


def main() -> None:
    """Measure and print."""
    aims = Aims()
    _measure_import(aims)
    measure_signals(aims)
    given = os.environ.get(REFERENCE_DATA)
    if given is None:
        print(f"skipped: {REFERENCE_DATA} is not set; it names the folder of labelled texts")
    else:
        _measure_reading(Path(given), aims)
    memory = getrusage(RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory: {memory:,.0f} MB at most, sets of labelled texts among them")
    aims.at_most("memory at most, MB", memory, 600)
    aims.tell()


def _measure_import(aims: Aims) -> None:
    """Print what it costs to load all of journeymine.voice, in a process of its own."""
    names = sorted(f"journeymine.voice.{module.name}" for module in iter_modules(journeymine.voice.__path__))
    timed = f"import time; before = time.process_time(); import {', '.join(names)}; print(time.process_time() - before)"
    told = subprocess.run([sys.executable, "-c", timed], capture_output=True, text=True, check=True)
    print(f"import of journeymine.voice: {float(told.stdout):.2f} CPU seconds")
    aims.at_most("import of voice, CPU s", float(told.stdout), 1)


def _measure_reading(folder: Path, aims: Aims) -> None:
    english = [
        line.rsplit("\t", 1) for line in _read_lines(folder / "sentiment_en_uci_labelled" / "amazon_cells_labelled.txt")
    ]
    english_texts = [text for text, _ in english]
    found = _measure("English shop reviews", "en", english_texts, [int(label) for _, label in english], _in_two)
    aims.at_least("en shop reviews, lexicon, macro-F1", found.macro_f1, 0.72)
    known = _read_hotels(folder, "test.txt")
    seed = _measure("Polish hotel reviews", "pl", [text for text, _ in known], [label for _, label in known], _in_three)
    aims.at_least("pl hotel reviews, lexicon, macro-F1", seed.macro_f1, 0.59)
    aims.at_least("lexicon, texts a CPU s", min(found.speed, seed.speed), 3_000)
    signs = np.array([2 * int(label) - 1 for _, label in english])
    learned, both = measure_folds("English shop reviews", english_texts, signs, _open("en"))
    aims.at_least("en shop reviews, learned (5 x 5 folds)", learned, 0.80)
    aims.at_least("en shop reviews, blend less the better", both - max(learned, found.macro_f1), -0.01)
    measure_sizes("Polish hotel reviews", _class(_read_hotels(folder, "train.txt")), _class(known), _open("pl"), aims)
    _measure_ukrainian(folder / "sentiment_uk_gurbich")
    texts = english_texts + [text for text, _ in known]
    started = time.process_time()
    languages = find_languages(texts, [str(number) for number in range(len(texts))], ["en", "pl", "ru"])
    spent = time.process_time() - started
    right = sum(language == "en" for language in languages[: len(english)]) + languages[len(english) :].count("pl")
    print(f"language: {right / len(texts):.3f} right of {len(texts):,}, {len(texts) / spent:,.0f} texts a CPU second")


def _measure_ukrainian(folder: Path) -> None:
    """Print how far the beginning of a Ukrainian lexicon in docs/languages.md goes: an example of adding a language."""
    written = DOCUMENT.read_text(encoding="utf-8").split("```toml lexicons/uk.toml\n", 1)[1].split("```", 1)[0]
    lexicon = build_lexicon(LexiconFile.model_validate(tomllib.loads(written)))
    rows = [
        row
        for name in ("sent_anal_ukr_multi-train.csv", "sent_anal_ukr_multi-test.csv")
        for row in csv.DictReader((folder / name).read_text(encoding="utf-8").splitlines())
    ]
    labels = [int(row["labels"]) for row in rows]
    values = [lexicon.find_valence(row["text"]).value for row in rows]
    classes = [{0: 2, 2: 1, 3: 0}[_in_three(value)] for value in values]  # 0 negative, 1 positive, 2 neutral
    print(
        "Ukrainian sentences, three classes, by the example of docs/languages.md: macro-F1 "
        f"{f1_score(labels, classes, average='macro'):.3f} of {len(rows):,}, "
        f"{sum(value is None for value in values) / len(rows):.1%} without a word of feeling"
    )


def _read_hotels(folder: Path, name: str) -> list[tuple[str, int]]:
    """Read hotel reviews: 0 neutral, 2 positive, 3 negative; those of two minds (1) are left out."""
    lines = [line.split(" ", 1) for line in _read_lines(folder / "sentiment_pl_wccrs_hotels" / name)]
    return [(text, int(label)) for label, text in lines if label != "1"]


def _class(reviews: Sequence[tuple[str, int]]) -> tuple[list[str], Classes]:
    return [text for text, _ in reviews], np.array([{0: 0, 2: 1, 3: -1}[label] for _, label in reviews])


def _in_two(valence: float | None) -> int:
    return int(valence is not None and valence > 0)


def _in_three(valence: float | None) -> int:
    if valence is None or abs(valence) < NEUTRAL:
        return 0
    return 2 if valence > 0 else 3


def _measure(
    name: str, language: str, texts: Sequence[str], labels: Sequence[int], classify: Callable[[float | None], int]
) -> Measured:
    lexicon = _open(language)
    started = time.process_time()
    valences = [lexicon.find_valence(text).value for text in texts]
    spent = time.process_time() - started
    classes = [classify(valence) for valence in valences]
    print(
        f"{name}: macro-F1 {f1_score(labels, classes, average='macro'):.3f} of {len(texts):,} texts, "
        f"{sum(valence is None for valence in valences) / len(texts):.1%} without a word of feeling, "
        f"{len(texts) / spent:,.0f} texts a CPU second"
    )
    print(classification_report(labels, classes, digits=3))
    return Measured(float(f1_score(labels, classes, average="macro")), len(texts) / spent)


def _open(language: str) -> Lexicon:
    shipped = read_shipped_lexicon(language)
    if shipped is None:
        raise SystemExit(f"there is no lexicon of {language}")
    return build_lexicon(shipped)


def _read_lines(file: Path) -> list[str]:
    return [line for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]


if __name__ == "__main__":
    main()

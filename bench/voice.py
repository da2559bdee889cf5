"""`python -m bench.voice`: how well and how fast labelled texts are read; printed, never asserted."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from pkgutil import iter_modules
from resource import RUSAGE_SELF, getrusage

import numpy as np
from sklearn.metrics import classification_report, f1_score

import journeymine.voice
from bench.identity import REFERENCE_DATA
from bench.learned import measure_folds, measure_sizes
from bench.signals import measure_signals
from journeymine.voice.language import find_languages
from journeymine.voice.learned import Classes
from journeymine.voice.lexicon import Lexicon, build_lexicon, read_shipped_lexicon

NEUTRAL = 0.25
"""Valence nearer to 0 than this counts as neutral where the labels know three classes."""


def main() -> None:
    """Measure and print."""
    _measure_import()
    measure_signals()
    given = os.environ.get(REFERENCE_DATA)
    if given is None:
        print(f"skipped: {REFERENCE_DATA} is not set; it names the folder of labelled texts")
    else:
        _measure_reading(Path(given))
    print(f"memory: {getrusage(RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB at most, sets of labelled texts among them")


def _measure_import() -> None:
    """Print what it costs to load all of journeymine.voice, in a process of its own."""
    names = sorted(f"journeymine.voice.{module.name}" for module in iter_modules(journeymine.voice.__path__))
    timed = f"import time; before = time.process_time(); import {', '.join(names)}; print(time.process_time() - before)"
    told = subprocess.run([sys.executable, "-c", timed], capture_output=True, text=True, check=True)
    print(f"import of journeymine.voice: {float(told.stdout):.2f} CPU seconds")


def _measure_reading(folder: Path) -> None:
    english = [
        line.rsplit("\t", 1) for line in _read_lines(folder / "sentiment_en_uci_labelled" / "amazon_cells_labelled.txt")
    ]
    _measure("English shop reviews", "en", [text for text, _ in english], [int(label) for _, label in english], _in_two)
    known = _read_hotels(folder, "test.txt")
    _measure("Polish hotel reviews", "pl", [text for text, _ in known], [label for _, label in known], _in_three)
    signs = np.array([2 * int(label) - 1 for _, label in english])
    measure_folds("English shop reviews", [text for text, _ in english], signs, _open("en"))
    measure_sizes("Polish hotel reviews", _class(_read_hotels(folder, "train.txt")), _class(known), _open("pl"))
    texts = [text for text, _ in english] + [text for text, _ in known]
    started = time.process_time()
    found = find_languages(texts, [str(number) for number in range(len(texts))], ["en", "pl", "ru"])
    spent = time.process_time() - started
    right = sum(language == "en" for language in found[: len(english)]) + found[len(english) :].count("pl")
    print(f"language: {right / len(texts):.3f} right of {len(texts):,}, {len(texts) / spent:,.0f} texts a CPU second")


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
) -> None:
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


def _open(language: str) -> Lexicon:
    shipped = read_shipped_lexicon(language)
    if shipped is None:
        raise SystemExit(f"there is no lexicon of {language}")
    return build_lexicon(shipped)


def _read_lines(file: Path) -> list[str]:
    return [line for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]


if __name__ == "__main__":
    main()

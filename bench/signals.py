"""How precise and how fast signals are found, and how fast texts are redacted; called by `python -m bench.voice`."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import polars as pl
from sklearn.metrics import f1_score

from bench.aims import Aims
from journeymine.privacy.redact import redact_text
from journeymine.voice.lexicon import build_lexicon, read_shipped_lexicon
from journeymine.voice.rules import SIGNALS, SignalRules, read_rules
from journeymine.voice.signals import find_signals

SENTENCES = Path(__file__).parents[1] / "tests" / "fixtures" / "signal_sentences"
LANGUAGES = ("en", "pl", "ru")
DEMANDED = {"question": 0.85, "barrier": 0.85, "goal": 0.75, "wish": 0.75, "expectation": 0.75}
"""Precision that is aimed at; .65 of other signals."""
NEUTRAL = 0.25
REPEATED = 40
"""How often the sentences are read to see how fast it goes; each is made a text of its own by a number."""


def measure_signals(aims: Aims) -> None:
    """Print precision and recall of every signal in each part of the labelled sentences, and the speed."""
    for language in LANGUAGES:
        rows = [line.split("\t") for line in (SENTENCES / f"{language}.tsv").read_text("utf-8").splitlines()[1:]]
        for half in ("dev", "test", "hard", "fresh", "late"):
            own = [row for row in rows if row[0] == half]
            _tell_precision(language, half, own)
        _tell_whole(language, rows, aims)
        _tell_valence(language, rows)
    texts = [
        (f"{language}{number}-{row}", f"{line.split(chr(9))[3]} {number}", language)
        for language in LANGUAGES
        for number in range(REPEATED)
        for row, line in enumerate((SENTENCES / f"{language}.tsv").read_text("utf-8").splitlines()[1:])
    ]
    rules = {language: _open(language) for language in LANGUAGES}
    schema = {"text_id": pl.String, "text": pl.String, "language": pl.String}
    frame = pl.DataFrame(texts, schema=schema, orient="row").with_columns(text_hash=pl.col("text"))
    started = time.process_time()
    found = find_signals(frame, rules)
    spent = time.process_time() - started
    count = int(found.read["sentence_count"].sum())
    aims.at_least("signals, sentences a CPU s", count / spent, 2_000)
    print(f"signals: {count:,} sentences in {len(LANGUAGES)} languages, {count / spent:,.0f} a CPU second")
    started = time.process_time()
    for _, text, _ in texts:
        redact_text(text)
    spent = time.process_time() - started
    print(f"redaction: {len(texts) / spent:,.0f} short texts a CPU second", end="; ")
    long = [
        " ".join(text for _, text, _ in texts[place : place + 10]) + " call 601 234 567"
        for place in range(0, 5_000, 10)
    ]
    started = time.process_time()
    for text in long:
        redact_text(text)
    spent = time.process_time() - started
    print(f"{len(long) / spent:,.0f} of ten sentences with a phone number")
    aims.at_least("redaction, texts a CPU s", len(long) / spent, 500)


Pairs = set[tuple[int, str]]
"""A sentence's number and a signal."""


def _find(language: str, rows: list[list[str]]) -> tuple[Pairs, Pairs]:
    """Find what the rules say of sentences, and what their labels say."""
    frame = pl.DataFrame(
        [(str(number), row[3], row[3], language) for number, row in enumerate(rows)],
        schema={"text_id": pl.String, "text": pl.String, "text_hash": pl.String, "language": pl.String},
        orient="row",
    )
    hits = find_signals(frame, {language: _open(language)}).hits
    found = {(int(text_id), signal) for text_id, signal in hits.select("text_id", "signal").iter_rows()}
    return found, {(number, name.split(":")[0]) for number, row in enumerate(rows) for name in row[1].split()}


def _tell_precision(language: str, half: str, rows: list[list[str]]) -> None:
    found, wanted = _find(language, rows)
    hit, given, all_ = (Counter(signal for _, signal in pairs) for pairs in (found & wanted, found, wanted))
    told = ", ".join(
        f"{signal} {hit[signal]}/{given[signal]} {hit[signal]}/{all_[signal]}" for signal in SIGNALS if all_[signal]
    )
    total = f"{len(found & wanted) / len(found):.2f} precision, {len(found & wanted) / len(wanted):.2f} recall"
    print(f"signals {language} {half} ({len(rows)} sentences): {total}; right/found right/there: {told}")


def _tell_whole(language: str, rows: list[list[str]], aims: Aims) -> None:
    """Keep the precision of every signal on all sentences of a language beside its aim, with the recall."""
    found, wanted = _find(language, rows)
    hit, given, all_ = (Counter(signal for _, signal in pairs) for pairs in (found & wanted, found, wanted))
    for signal in SIGNALS:
        name = f"{language} {signal}, precision of {len(rows)} sentences (recall {hit[signal] / all_[signal]:.2f})"
        aims.at_least(name, hit[signal] / given[signal], DEMANDED.get(signal, 0.65))


def _tell_valence(language: str, rows: list[list[str]]) -> None:
    shipped = read_shipped_lexicon(language)
    if shipped is None:
        raise SystemExit(f"there is no lexicon of {language}")
    lexicon = build_lexicon(shipped)
    values = [lexicon.find_valence(row[3]).value or 0.0 for row in rows]
    classes = [0 if abs(value) < NEUTRAL else (1 if value > 0 else -1) for value in values]
    labels = [int(row[2]) for row in rows]
    print(
        f"own sentences {language}: macro-F1 {f1_score(labels, classes, average='macro'):.3f} by lexicon, three classes"
    )


def _open(language: str) -> SignalRules:
    rules = read_rules(language, None)
    if rules is None:
        raise SystemExit(f"there are no rules of {language}")
    return rules

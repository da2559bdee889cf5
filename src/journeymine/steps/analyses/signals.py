"""What customers say in each sentence of their texts, with what people confirmed and rejected of it."""

from __future__ import annotations

import polars as pl

from journeymine.settings import Settings
from journeymine.steps.analyses.analysis import Analysis, Inputs, Outcome
from journeymine.voice.labels import Label, find_quality, lay_labels
from journeymine.voice.rules import SignalRules, read_rules
from journeymine.voice.signals import HIT_SCHEMA, READ_SCHEMA, Found, find_signals, name_method
from journeymine.voice.writing import merge_writings
from journeymine.warehouse.sqlfiles import Model

TABLE, READ, QUALITY = "analysis.signals", "analysis.signal_texts", "analysis.signal_quality"


def read_signal_rules(settings: Settings) -> dict[str, SignalRules]:
    """Read the rules of a project's languages: its own where it has them, else those that ship with the package.

    Raises:
        SettingsError: A file of the project's own cannot be read as rules.
    """
    folder = settings.folder / settings.voice.signal_rules if settings.voice.signal_rules else None
    found = {
        language: read_rules(language, folder / f"{language}.toml" if folder else None)
        for language in settings.project.languages
    }
    return {language: rules for language, rules in found.items() if rules is not None}


def find(inputs: Inputs) -> Outcome:
    """Find signals in new texts; changed rules read every text anew, and the log says so."""
    rules = read_signal_rules(inputs.settings)
    scores = inputs["analysis.text_scores"].select("text_id", "language")
    texts = inputs["analysis.texts_to_read"].join(scores, on="text_id", how="left")
    last = Found(inputs.last[READ], inputs.last[TABLE]) if {READ, TABLE} <= inputs.last.keys() else None
    if last is not None:
        last = Found(last.read, last.hits.filter(pl.col("signal_source") == "rule"))
    found = find_signals(texts, rules, last)
    labels = [
        Label(status, label.sentence, label.signal, label.subtype, label.text)
        for status, label in inputs.settings.signal_overlay.list_labels()
    ]
    writing = merge_writings(rule.writing for rule in rules.values())
    laid, lost = lay_labels(found.hits, texts, labels, writing)
    places = texts.select("text_id", "customer_id", "occurred_at", "touchpoint", "stage", "channel", "language")
    signals = laid.join(places, on="text_id", how="left", maintain_order="left").select(
        *("text_id", "sentence_index", "signal", "signal_subtype", "customer_id", "occurred_at", "touchpoint"),
        *("stage", "channel", "language", "signal_status", "signal_source", "sentence"),
    )
    notes = []
    if last is not None and not last.read.is_empty():
        changed = sorted(
            language for language, method in name_method(rules).items() if method not in last.read["signal_method"]
        )
        reread = texts.filter(pl.col("language").is_in(changed)).height
        if reread:
            notes.append(f"The rules of {', '.join(changed)} changed: all {reread:,} texts in it were read anew.")
    if found.read.height:
        notes.append(f"Signals: {signals.height:,} in {found.read['sentence_count'].sum():,} sentences of customers.")
    notes += [f'overlay/signals.toml: "{label.sentence[:60]}" is a sentence of no text.' for label in lost]
    bare = sorted(set(inputs.settings.project.languages) - rules.keys())
    if texts.filter(pl.col("language").is_in(bare)).height:
        notes.append(f"There are no signal rules for {', '.join(bare)}: its texts were not read for signals.")
    return Outcome({TABLE: signals, READ: found.read, QUALITY: find_quality(signals)}, tuple(notes))


ANALYSIS = Analysis(
    name="signals",
    inputs=("analysis.texts_to_read", "analysis.text_scores"),
    tables=(
        Model(
            TABLE,
            "one row per sentence, signal and subtype",
            ("text_id", "sentence_index", "signal", "signal_subtype"),
        ),
        Model(READ, "one row per text that was read for signals", ("text_id",)),
        Model(QUALITY, "one row per signal and language", ("signal", "language")),
    ),
    run=find,
    last_inputs={TABLE: (*HIT_SCHEMA, "signal_source"), READ: READ_SCHEMA},
)

from __future__ import annotations

import polars as pl

from journeymine.voice.labels import Label, find_quality, lay_labels
from journeymine.voice.rules import read_rules
from journeymine.voice.signals import find_signals
from journeymine.voice.writing import Writing

TEXTS = pl.DataFrame(
    {
        "text_id": ["1", "2", "3"],
        "text": ["I'm afraid of the update. It is too slow.", "I'm afraid of the update.", "Nobody rang us."],
        "text_hash": ["a", "b", "c"],
        "language": ["en"] * 3,
    }
)


def lay(*labels: Label) -> tuple[pl.DataFrame, list[Label]]:
    rules = read_rules("en", None)
    assert rules is not None
    return lay_labels(find_signals(TEXTS, {"en": rules}).hits, TEXTS, labels, Writing())


def find_status(laid: pl.DataFrame, text_id: str, signal: str) -> list[str]:
    return laid.filter((pl.col("text_id") == text_id) & (pl.col("signal") == signal))["signal_status"].to_list()


def test_a_fear_is_a_candidate_until_somebody_says_so_and_others_are_found() -> None:
    laid, _ = lay()
    assert find_status(laid, "1", "fear") == ["candidate"]
    assert find_status(laid, "1", "barrier") == ["found"]


def test_a_label_holds_for_every_text_with_the_sentence_and_a_narrower_one_goes_before() -> None:
    sentence = "I'm afraid of the update."
    laid, lost = lay(Label("confirmed", sentence, "fear", "", None), Label("rejected", sentence, "fear", "", "2"))
    assert (find_status(laid, "1", "fear"), find_status(laid, "2", "fear")) == (["confirmed"], ["rejected"])
    assert lost == []


def test_what_people_confirm_and_no_rule_found_is_added() -> None:
    laid, _ = lay(Label("confirmed", "Nobody rang us.", "barrier", "staff", None))
    added = laid.filter(pl.col("signal_source") == "human")
    assert added.select("text_id", "sentence_index", "signal", "signal_subtype", "sentence").rows() == [
        ("3", 1, "barrier", "staff", "Nobody rang us.")
    ]


def test_a_label_whose_sentence_is_in_no_text_is_told() -> None:
    label = Label("rejected", "Never written.", "fear", "", None)
    assert lay(label)[1] == [label]


def test_quality_is_of_the_hits_people_judged() -> None:
    signals = pl.DataFrame(
        {
            "signal": ["fear"] * 5 + ["wish"],
            "language": ["en"] * 6,
            "signal_status": ["confirmed", "confirmed", "rejected", "candidate", "confirmed", "found"],
            "signal_source": ["rule"] * 4 + ["human", "rule"],
        }
    )
    fear, wish = find_quality(signals).rows(named=True)
    assert (fear["hit_count"], fear["confirmed_count"], fear["rejected_count"], fear["missed_count"]) == (4, 2, 1, 1)
    assert round(fear["precision_share"], 3) == 0.667
    assert fear["precision_low"] < 0.667 < fear["precision_high"]
    assert wish["precision_share"] is None

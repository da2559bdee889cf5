"""How well and how fast texts are read by a model trained on labelled ones, beside the lexicon and both blended."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime

import numpy as np
import polars as pl
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold, StratifiedShuffleSplit

from bench.aims import Aims
from journeymine.voice.choosing import Task, choose_reader
from journeymine.voice.features import Numbers
from journeymine.voice.learned import Classes, blend, fit_model
from journeymine.voice.lexicon import Lexicon
from journeymine.voice.quality import classify_probabilities, classify_valence
from journeymine.voice.readers import list_values

DRAWS = 5
SIZES = (100, 300, 1_000)


def measure_folds(name: str, texts: Sequence[str], labels: Classes, lexicon: Lexicon) -> tuple[float, float]:
    """Print and return what 5 x 5-fold cross-validation says of texts of two classes (-1, 1): learned and blend."""
    held, found = np.array(texts, dtype=object), []
    for seed in range(DRAWS):
        for seen, unseen in StratifiedKFold(5, shuffle=True, random_state=seed).split(held, labels):
            found.append(_train(held[seen], labels[seen], held[unseen], labels[unseen], lexicon, _sign))
    learned, both = np.mean(found, axis=0)
    alone = f1_score(labels, _sign(_ask(lexicon, texts)), average="macro")
    print(f"{name}, 5 x 5 folds: lexicon {alone:.3f}, learned {learned:.3f}, blend {both:.3f}")
    return float(learned), float(both)


def measure_sizes(
    name: str, train: tuple[Sequence[str], Classes], test: tuple[Sequence[str], Classes], lexicon: Lexicon, aims: Aims
) -> None:
    """Print what models of more and more labels say of the test's texts; means of draws with their spread."""
    texts, labels = np.array(train[0], dtype=object), train[1]
    alone = f1_score(test[1], classify_valence(_ask(lexicon, test[0])), average="macro")
    cold, worst = _measure_cold(train[0], test, lexicon), 0.0
    print(f"{name}: lexicon {alone:.3f}, blend without labels {cold:.3f}")
    for size in SIZES:
        draws = StratifiedShuffleSplit(DRAWS, train_size=size, random_state=0).split(texts, labels)
        found = np.array([_train(texts[own], labels[own], *test, lexicon, classify_probabilities) for own, _ in draws])
        means, spreads = found.mean(axis=0), found.std(axis=0)
        print(
            f"{name}, {size:,} labels: learned {means[0]:.3f} (+-{spreads[0]:.3f}), blend {means[1]:.3f} "
            f"(+-{spreads[1]:.3f})"
        )
        worst = min(worst, means[1] - max(means[0], alone))
        if size == SIZES[-1]:
            aims.at_least(f"pl hotel reviews, learned of {size:,} labels", means[0], 0.75)
            aims.at_least(f"pl hotel reviews, {size:,} labels over the lexicon", means[0] - alone, 0.03)
    started = time.process_time()
    model = fit_model(list(texts), labels, lexicon)
    spent = time.process_time() - started
    started = time.process_time()
    learned = model.find_probabilities(list(test[0]))
    speed = len(test[0]) / (time.process_time() - started)
    both = classify_probabilities(blend(model, learned, _ask(lexicon, test[0])))
    known, mixed = (
        float(f1_score(test[1], classes, average="macro")) for classes in (classify_probabilities(learned), both)
    )
    print(
        f"{name}, all {len(texts):,} labels: learned {known:.3f}, blend {mixed:.3f}; fit {spent:.1f} CPU s, "
        f"{speed:,.0f} texts a CPU second, stored {len(model.dump()) / 1e6:.1f} MB"
    )
    aims.at_least(f"pl hotel reviews, learned of {len(texts):,} labels", known, 0.84)
    aims.at_least("pl hotel reviews, blend less the better, worst", min(worst, cold - alone, mixed - known), -0.01)
    aims.at_most(f"fit of {len(texts):,} texts, CPU s", spent, 60)
    aims.at_least("learned, texts a CPU s", speed, 400)


def _train(
    seen: Sequence[str],
    labels: Classes,
    unseen: Sequence[str],
    truth: Classes,
    lexicon: Lexicon,
    classify: Callable[[Numbers], Classes],
) -> tuple[float, float]:
    model = fit_model(list(seen), labels, lexicon)
    learned = model.find_probabilities(list(unseen))
    both = blend(model, learned, _ask(lexicon, unseen))
    return (
        float(f1_score(truth, classify(learned), average="macro")),
        float(f1_score(truth, classify(both), average="macro")),
    )


def _measure_cold(train: Sequence[str], test: tuple[Sequence[str], Classes], lexicon: Lexicon) -> float:
    numbers = list(range(len(train)))
    texts = pl.DataFrame(
        {
            "text_id": [str(number) for number in numbers],
            "text": list(train),
            "text_hash": [str(number) for number in numbers],
            "speaker": [f"{number}:x" for number in numbers],
            "customer_id": numbers,
            "occurred_at": [datetime(2026, 1, 1)] * len(train),
        }
    ).with_columns(satisfaction=pl.lit(None, pl.Float64))
    choice = choose_reader("blend", Task(lexicon.language, texts, lexicon, "bench", 100, 1), None, None)
    read = list_values(choice.reader.read(list(test[0])))
    return float(f1_score(test[1], classify_valence(read), average="macro"))


def _ask(lexicon: Lexicon, texts: Sequence[str]) -> Numbers:
    return list_values([lexicon.find_valence(text) for text in texts])


def _sign(found: Numbers) -> Classes:
    """Class by the sign: of valences, or of probabilities of negative and positive; nothing known is negative."""
    values = found if found.ndim == 1 else found[:, 2] - found[:, 0]
    return np.where(np.nan_to_num(values) > 0, 1, -1)

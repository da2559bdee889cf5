"""Sentences that analyses and checks wrote into tables, said again in the language of the page.

Tables hold English sentences with their values put in. Here are the shapes of those the site shows: a sentence of
such a shape is taken apart, and its message said with the same values. One of no known shape stays as it is.
"""

from __future__ import annotations

import re
from functools import cache

from journeymine.segments.features import FACET_WORDS, NUMERIC
from journeymine.site.refusals import OF_FILES, OF_ROWS
from journeymine.site.words import Words

_FEATURES = (*(feature.words for feature in NUMERIC), *(words.format("{item}") for words in FACET_WORDS.values()))
_OF_SEGMENTS = (
    "gap statistic, prediction strength {strength} and bootstrap Jaccard support {groups} groups",
    "gap statistic and prediction strength {strength} support {groups} groups, of which bootstrap Jaccard doubts "
    "{doubted}",
    "{reason}; bands of equal size along the first component are shown instead",
    "no number of groups is found again in other customers (prediction strength {strength}, .8 is needed)",
    "no number of groups is found again in resampled customers (the weakest of {groups} has a bootstrap Jaccard of "
    "{jaccard}, .75 is needed)",
    "the gap statistic finds one group",
    "what can be found again is either one long line or has groups that are too small",
    "every feature is constant or unknown, or all customers are nearly alike",
    "{found} customers; {needed} are needed",
    "no step is of a business unit or product called {name}",
    "{features} features of {groups} groups; each group weighs the same.",
    "Counts, days and seconds as log1p; the lowest and highest 1% of values drawn in; scaled by the larger of "
    "interquartile range and standard deviation.",
    "Left out, since constant or nearly always unknown: {names}.",
    "To be left out, but no feature: {names}.",
    "In {features} features more than 1% of the values are unknown; those count as the median.",
    "{components} principal components, which hold {share} of the variance.",
    "Explained by simple rules: held-out balanced accuracy of a tree of depth 4 is {accuracy}.",
    "Not explained by simple rules: held-out balanced accuracy of a tree of depth 4 is {accuracy}.",
    "Nobody reached a goal: none is mapped, or none was reached, so conversion tells nothing.",
    "like the others in every feature",
    "{rules} ({precision} right, {share} of the segment)",
    "more: {feature}",
    "less: {feature}",
    "{feature}: at most {value}",
    "{feature}: more than {value}",
    "{feature}: {low} to {high}",
    "{feature}: known",
    "{feature}: not known",
)
_OF_MODELS = (
    "{note} Mined from {variants} variants with {share} of the journeys.",
    "Split Miner on the most travelled arcs: choices and loops; a customer is at one touchpoint at a time.",
    "Inductive miner (IMf) on the variants: blocks only, sound by construction.",
    "Heuristics miner: what follows far more often one way than the other; soundness is not checked.",
    "Inductive miner on the most travelled arcs alone (IMd): quick, and looser than the one on the variants.",
    "Directly-follows graph of the most travelled arcs; no touchpoint is cut off.",
)
_OF_PLANS = (
    "No journey has come to {item}.",
    "No journey is held against it.",
    "None of its journeys reached a goal: they are held up to where they stopped.",
    "{count} journeys of rare or very long variants are not held against it.",
    "{count} variants were scored by token replay, since alignment takes too many states, or more than {seconds} CPU "
    "seconds in all.",
    "{count} variants were scored by token replay, since {reason}.",
)
SHAPES = (*_OF_SEGMENTS, *_OF_MODELS, *_OF_PLANS, *OF_ROWS, *OF_FILES, *_FEATURES)
"""Of those that fit, the one with most words of its own is taken."""
_JOINTS = ("; ", " and ")
_NUMBER = re.compile(r"(\d+)\.(\d+)(%?)|(\d+)%")


def retell(text: str, words: Words) -> str:
    """Say a sentence of a table in the language of `words`; one of no known shape stays as it is.

    >>> from journeymine.site.words import ENGLISH
    >>> retell("events: at most 4.7", ENGLISH)
    'events: at most 4.7'
    """
    if words.language == "en" or not text:
        return text
    known = words.translate(text)
    if known != text:
        return known
    for shape, pattern in _find_patterns():
        found = pattern.fullmatch(text)
        if found and found.groupdict():
            return words.gettext(shape, **{name: retell(value, words) for name, value in found.groupdict().items()})
    for joint in _JOINTS:
        if joint in text:
            joined = words.gettext("{first} and {second}") if joint == " and " else "{first}; {second}"
            first, second = text.split(joint, 1)
            return joined.format(first=retell(first, words), second=retell(second, words))
    return _write_number(text, words)


def _write_number(text: str, words: Words) -> str:
    found = _NUMBER.fullmatch(text)
    if found is None:
        return text
    digits = len(found[2] or "")
    value = float(text.removesuffix("%"))
    return words.percentage(value / 100, digits) if text.endswith("%") else words.decimal(value, digits)


@cache
def _find_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Make the patterns of all shapes, before "steps at {item}" the longer "steps at product {item}"."""
    return tuple((shape, _make_pattern(shape)) for shape in sorted(SHAPES, key=_measure_words, reverse=True))


def _measure_words(shape: str) -> int:
    return len(re.sub(r"\{\w+\}", "", shape))


def _make_pattern(shape: str) -> re.Pattern[str]:
    """Make the pattern of a shape; a value holds no joint, unless it is all of a reason, note or set of rules."""
    parts = re.split(r"\{(\w+)\}", shape)
    inner = {"reason": ".+", "cause": ".+", "note": ".+", "rules": ".+", "names": ".+"}
    said = [
        re.escape(part) if index % 2 == 0 else f"(?P<{part}>{inner.get(part, '(?:(?! and |; ).)+?')})"
        for index, part in enumerate(parts)
    ]
    return re.compile("".join(said))

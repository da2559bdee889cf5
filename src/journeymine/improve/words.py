"""How a pain or delight is called, told and asked about; a question is to be investigated, a cure is never invented."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

Key = tuple[str, str, str, str]
"""pain_kind, pain_source, pain_subject, touchpoint."""


class Words(NamedTuple):
    """What is said of one sort of pain: what its id is made of, its title and the next question."""

    slug: str
    title: str
    question: str


WORDS: dict[tuple[str, str], Words] = {
    ("pain", "drop_off"): Words(
        "drop off {touchpoint}",
        "Journeys break off at “{touchpoint}”",
        "What sets those who leave at “{touchpoint}” apart: device, page, message, segment?",
    ),
    ("pain", "rework"): Words(
        "coming back {touchpoint}",
        "Those who come back to “{touchpoint}” reach a goal less often",
        "What is missing or undone the first time, so that customers come back to “{touchpoint}”?",
    ),
    ("pain", "wait"): Words(
        "{subject} {touchpoint}",
        "After waiting or hesitating at “{touchpoint}” customers reach a goal less often ({subject})",
        "What do customers wait for at “{touchpoint}”, and when does it take longest?",
    ),
    ("pain", "deviation"): Words(
        "off plan {subject} {touchpoint}",
        "Where “{touchpoint}” is off the plan customers reach a goal less often ({subject})",
        "Why do customers come to “{touchpoint}” where the plan does not expect them?",
    ),
    ("pain", "key_moment"): Words(
        "less {subject} after {touchpoint}",
        "After “{touchpoint}” customers {subject} less often",
        "Does “{touchpoint}” itself keep customers from the goal, or do the less determined come there?",
    ),
    ("pain", "friction"): Words(
        "friction {subject} {touchpoint}",
        "Friction at “{touchpoint}”: {subject}",
        "What on “{touchpoint}” makes customers do so, and on which device or page does it happen?",
    ),
    ("pain", "signal"): Words(
        "told {subject} {touchpoint}",
        "Customers tell of {subject} at “{touchpoint}”",
        "Read the sentences on “{touchpoint}”: which of them name the same thing, and is it so?",
    ),
    ("pain", "topic"): Words(
        "written {subject} {touchpoint}",
        "Negative topic at “{touchpoint}”: {subject}",
        "What do the texts of this topic at “{touchpoint}” ask for, and how often is it the same thing?",
    ),
    ("pain", "emotion"): Words(
        "bad words {touchpoint}",
        "Customers’ texts at “{touchpoint}” are negative",
        "What do the most negative texts at “{touchpoint}” name, and how often?",
    ),
    ("pain", "score"): Words(
        "low ratings {touchpoint}",
        "Customers rate “{touchpoint}” low",
        "Which customers rate “{touchpoint}” low, and what did they meet before?",
    ),
    ("delight", "key_moment"): Words(
        "more {subject} after {touchpoint}",
        "After “{touchpoint}” customers {subject} more often",
        "Does “{touchpoint}” itself help, or do the more determined come there?",
    ),
    ("delight", "signal"): Words(
        "praised {subject} {touchpoint}",
        "Customers tell of {subject} at “{touchpoint}”",
        "What exactly do customers praise at “{touchpoint}”, and who does not yet get it?",
    ),
    ("delight", "topic"): Words(
        "written {subject} {touchpoint}",
        "Positive topic at “{touchpoint}”: {subject}",
        "What exactly do the texts of this topic at “{touchpoint}” praise?",
    ),
    ("delight", "emotion"): Words(
        "good words {touchpoint}",
        "Customers’ texts at “{touchpoint}” are positive",
        "What do the most positive texts at “{touchpoint}” name, and can other touchpoints learn of it?",
    ),
    ("delight", "score"): Words(
        "high ratings {touchpoint}",
        "Customers rate “{touchpoint}” high",
        "What is done at “{touchpoint}” that others could learn of?",
    ),
}

SUBJECTS = {
    "rage_click": "rage clicks",
    "dead_click": "dead clicks",
    "repeat_contact": "repeated contacts",
    "reopen": "reopened matters",
    "u_turn": "there and straight back",
    "quick_back": "left within seconds",
    "long_wait": "long wait",
    "hesitation": "hesitation",
    "conversion": "reach a goal",
    "another goal": "reach a goal again",
    "fear": "fears",
    "barrier": "barriers",
    "barrier price": "price as a barrier",
    "barrier trust": "lack of trust",
    "barrier effort": "effort as a barrier",
    "barrier time": "lack of time",
    "barrier technical": "technical barriers",
    "barrier staff": "trouble with staff",
    "barrier psychological": "inner barriers",
    "expectation unmet": "expectations not met",
    "expectation met": "expectations met",
}
"""What a subject is called; one that is not here, such as a plan's, keeps its name."""


MOVES = {"inserted": "not planned", "repeated": "done again"}
"""What a deviation is called behind the name of its plan, which stays as it is."""


def write_title(key: Key, translate: Callable[[str], str] = str, subject_words: str | None = None) -> str:
    """Write what a pain or delight is, in a sentence without numbers.

    Args:
        key: Of the pain.
        translate: Says it in another language.
        subject_words: What the subject is called, where it is no word of SUBJECTS, such as a topic's name.
    """
    subject = subject_words or _name_subject(key, translate)
    return _fill(translate(WORDS[key[:2]].title), key[3], subject)


def write_question(key: Key, translate: Callable[[str], str] = str) -> str:
    """Write the next question to investigate."""
    return _fill(translate(WORDS[key[:2]].question), key[3], _name_subject(key, translate))


def list_pain_words() -> list[str]:
    """List all that titles and questions are made of, for the catalogs of a site."""
    return [
        *(text for words in WORDS.values() for text in (words.title, words.question)),
        *SUBJECTS.values(),
        *MOVES.values(),
    ]


def find_pain_ids(keys: Sequence[Key]) -> list[str]:
    """Find a readable id for each pain that was looked for; the same key gives the same id every night.

    Where two keys read alike ("A/B" and "A b"), both ids end with four digits of a hash of the whole key.

    >>> find_pain_ids([("pain", "drop_off", "", "Checkout error")])
    ['drop-off-checkout-error']
    """
    plain = [_write_slug(_fill(WORDS[key[:2]].slug, key[3], key[2])) for key in keys]
    counts = Counter(plain)
    return [
        slug if counts[slug] == 1 else f"{slug}-{hashlib.sha256(repr(key).encode()).hexdigest()[:4]}"
        for slug, key in zip(plain, keys, strict=True)
    ]


def _name_subject(key: Key, translate: Callable[[str], str]) -> str:
    plan, mark, move = key[2].rpartition(": ")
    if key[1] == "deviation" and move in MOVES:
        return f"{plan}{mark}{translate(MOVES[move])}"
    return translate(SUBJECTS.get(key[2], key[2]))


def _write_slug(text: str) -> str:
    return re.sub(r"[\W_]+", "-", text.lower()).strip("-")


def _fill(template: str, touchpoint: str, subject: str) -> str:
    # Not str.format: a touchpoint may hold braces, and so may what stands in for another.
    words = {"touchpoint": touchpoint, "subject": subject}
    return re.sub(r"\{(touchpoint|subject)\}", lambda found: words[found[1]], template)
